"""Two invented data sets of one invented war, of which the truth is known: what is one, and what is not."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bellwire.model.words import ActorType, EventType
from bellwire.relate.linking import Noted
from bellwire.relate.linking_names import keys_of

GROUPS: tuple[tuple[tuple[str, ActorType, str | None], tuple[str, ActorType, str | None]], ...] = (
    (("Military Forces of Mali (2021-)", "state_forces", "ML"), ("Government of Mali", "government", "ML")),
    (("JNIM: Group for Support of Islam and Muslims", "armed_group", None), ("JNIM", "armed_group", None)),
    (("Islamic State (Sahel)", "armed_group", None), ("IS", "armed_group", None)),
    (("Dozo Communal Militia (Mopti)", "militia", None), ("Dozo fighters", "militia", None)),
    (("Civilians (Mali)", "civilians", None), ("Civilians", "civilians", None)),
)
MODES = ("firearms", "aerial", "explosives", "heavy-weapons", None)


@dataclass(frozen=True, slots=True)
class Sets:
    """Two sets, and the pairs of ids that are one."""

    left: tuple[Noted, ...]
    right: tuple[Noted, ...]
    truth: frozenset[tuple[str, str]]


def two_sets(seed: int, size: int, *, days: int = 365, towns: int = 120, both: float = 0.33) -> Sets:
    """`size` happenings in a country of so many towns, over so many days; a share of them is in both sets.

    Each set moves days, points and tolls as such sets do: the day of the news, the next town, the province's seat, what
    other sources say.
    """
    draw = random.Random(seed)
    places = [(f"Town {n}", 11 + draw.random() * 6, -6 + draw.random() * 8) for n in range(towns)]
    left, right, truth = list[Noted](), list[Noted](), set[tuple[str, str]]()
    for number in range(size):
        happening = _happening(draw, number, days, places)
        where = draw.random()
        if where < both:
            truth.add((f"a{number}", f"b{number}"))
        if where < both or where < both + (1 - both) / 2:
            left.append(_noted(draw, happening, "a", places, names=0))
        if where < both or where >= both + (1 - both) / 2:
            right.append(_noted(draw, happening, "b", places, names=1))
    draw.shuffle(left)
    draw.shuffle(right)
    return Sets(tuple(left), tuple(right), frozenset(truth))


def _happening(draw: random.Random, number: int, days: int, places: list[tuple[str, float, float]]) -> Noted:
    town, lat, lon = draw.choices(places, [1 / (n + 3) for n in range(len(places))])[0]  # the war has its centres
    day = date(2023, 1, 1) + timedelta(days=draw.randrange(days))
    dead = float(draw.choice((0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 9, 14, 25, 60)))
    parties = draw.sample(range(len(GROUPS)), 2)
    control = draw.random() < 0.06
    kind: EventType = "CONTROL" if control else "ASSAULT"
    mode = "capture" if control else draw.choice(MODES)
    return Noted(id=str(number), type=kind, mode=mode, first=day, last=day, place=town, lat=lat, lon=lon, precision=1,
                 country="ML", killed=(dead, dead), names=tuple(str(p) for p in parties))  # fmt: skip


def _noted(
    draw: random.Random, happening: Noted, side: str, places: list[tuple[str, float, float]], *, names: int
) -> Noted:
    told = [GROUPS[int(p)][names] for p in happening.names if draw.random() < 0.92]
    found = replace(
        happening,
        id=side + happening.id,
        names=tuple(name for name, _, _ in told),
        actors=tuple(keys_of(*party) for party in told),
        mode=happening.mode if draw.random() < 0.7 else None,
        type="ASSAULT" if names == 1 else happening.type,
    )
    return _tolled(draw, _placed(draw, _dated(draw, found), places))


def _dated(draw: random.Random, noted: Noted) -> Noted:
    day, luck = noted.first or date.min, draw.random()
    if luck < 0.80:
        return noted
    if luck < 0.90:
        return replace(noted, first=day + timedelta(1), last=day + timedelta(1))
    if luck < 0.96:
        first = day - timedelta(draw.randrange(7))
        return replace(noted, first=first, last=first + timedelta(6))
    first = day.replace(day=1)
    return replace(noted, first=first, last=(first + timedelta(32)).replace(day=1) - timedelta(1))


def _placed(draw: random.Random, noted: Noted, places: list[tuple[str, float, float]]) -> Noted:
    luck, lat, lon = draw.random(), noted.lat or 0, noted.lon or 0

    def moved(km: float) -> dict[str, float]:
        return {"lat": lat + draw.gauss(0, km / 2) / 111, "lon": lon + draw.gauss(0, km / 2) / 107}

    if luck < 0.65:
        return replace(noted, **moved(2))  # type: ignore[arg-type]
    if luck < 0.85:
        return replace(noted, precision=2, place=None, **moved(18))  # type: ignore[arg-type]
    if luck < 0.93:
        return replace(noted, precision=3, place=None, **moved(40))  # type: ignore[arg-type]
    seat = min(places[:6], key=lambda p: abs(p[1] - lat) + abs(p[2] - lon))
    return replace(noted, precision=4, place=seat[0], lat=seat[1], lon=seat[2])


def _tolled(draw: random.Random, noted: Noted) -> Noted:
    dead, luck = (noted.killed or (0.0, 0.0))[0], draw.random()
    if luck < 0.6:
        return noted
    if luck < 0.75:
        return replace(noted, killed=(float(round(dead * 0.7)), float(round(dead * 1.4 + 1))))
    if luck < 0.9:
        other = float(round(dead * draw.choice((0.5, 0.8, 1.3, 2))))
        return replace(noted, killed=(other, other))
    return replace(noted, killed=None)
