"""Invented incidents, evidence and reports for bench/store.py: seeded, and skewed as real records are.

No place, actor, outlet or happening here is real; the countries' codes are those that ISO 3166 leaves to its users.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from bellwire.model import EventDate, Evidence, Grade, Holding, Incident, Party, Place, Span, Tally, Where
from bellwire.model.words import EVENT_TYPES

COUNTRIES = [f"X{chr(c)}" for c in range(65, 91)] + [f"Q{chr(c)}" for c in range(77, 91)]
ADMIN1S, PLACES, ACTORS, SOURCES = 600, 5000, 3000, 800
FIRST_DAY, DAYS = date(2015, 1, 1), 3652
BATCH = 1000
STATUSES = ("occurred", "ongoing", "announced", "possible", "denied")
GRADES = ("weak", "fair", "confirmed", "contested", "discounted")
ACTS = "Attack Raid Clash Drone Shelling Convoy Blockade Evacuation Protest Ceasefire Arrest Ambush".split()
THINGS = "market bridge school hospital checkpoint depot mosque church airport village camp road mine barracks".split()
MOMENTS = "dawn night curfew talks harvest election festival holiday truce handover".split()
SORTS = "Brigade Front Army Movement Police Council Guard Militia Union Command".split()
OUTLETS = "Post Herald Radio Gazette Agency Monitor Tribune Dispatch".split()
SYLLABLES = [c + v for c in "b d f g k l m n p r t v z sh kr tr".split() for v in "aou"]
ZIPF = 1.05
"""Near 1, as the shares of countries, places and actors in published conflict event sets are."""
VERY_LONG = 0.002
"""Incidents whose window is longer than a year."""


def zipf(count: int) -> list[float]:
    """Cumulated weights of so many things, the first the most common."""
    return [*accumulate(1 / (rank + 1) ** ZIPF for rank in range(count))]


def names(rng: Random, count: int) -> list[str]:
    """Invented names, each once; they end in a, o or u, so that no stemmer changes them."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(rng.choices(SYLLABLES, k=rng.choice((2, 3, 3, 4)))).capitalize()] = None
    return [*found]


@dataclass(slots=True)
class World:
    """What incidents are drawn from."""

    seed: int = 7
    rng: Random = field(init=False)
    places: list[Where] = field(init=False)
    actors: list[Party] = field(init=False)
    sources: list[str] = field(init=False)
    weights: dict[int, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rng = self.rng = Random(self.seed)
        corners = [(rng.uniform(-50, 45), rng.uniform(-175, 160)) for _ in COUNTRIES]
        regions = names(rng, ADMIN1S)
        of_region = [self.pick(range(len(COUNTRIES))) for _ in regions]
        self.places = []
        for number, name in enumerate(names(rng, PLACES)):
            region = self.pick(range(ADMIN1S))
            south, west = corners[of_region[region]]
            known = rng.random() < 0.95
            self.places.append(
                Where(
                    name=name,
                    lat=round(south + rng.uniform(0, 14), 4) if known else None,
                    lon=round(west + rng.uniform(0, 18), 4) if known else None,
                    country=COUNTRIES[of_region[region]],
                    admin1=regions[region],
                    precision=rng.choice((1, 1, 1, 2, 3, 4)),
                    gazetteer_id=f"x:{number}",
                )
            )
        self.actors = [
            Party(name=f"{name} {rng.choice(SORTS)}", type="armed_group", country=self.pick(COUNTRIES))
            for name in names(rng, ACTORS)
        ]
        self.sources = [f"{name} {rng.choice(OUTLETS)}" for name in names(rng, SOURCES)]

    def pick(self, things: Sequence[Any]) -> Any:
        """One of the things, the first the most often."""
        return self.picks(things, 1)[0]

    def picks(self, things: Sequence[Any], count: int) -> list[Any]:
        """Some of the things, the first the most often."""
        if len(things) not in self.weights:
            self.weights[len(things)] = zipf(len(things))
        return self.rng.choices(things, cum_weights=self.weights[len(things)], k=count)


@dataclass(frozen=True, slots=True)
class Made:
    """An incident with its evidence."""

    incident: Incident
    evidence: tuple[Evidence, ...]


def made(world: World, count: int, *, each: int = 5) -> Iterator[Made]:
    """So many incidents in about the order of their days, with `each` pieces of evidence on average."""
    for number in range(count):
        yield _incident(world, number, count, each)


def revised(world: World, incident: Incident) -> Incident:
    """The incident after an analyst looked at it."""
    word = world.pick(GRADES)
    return replace(incident, review=world.rng.choice(("accepted", "edited", "rejected")), grade=Grade(word=word))


def _date(world: World, number: int, count: int) -> EventDate | None:
    rng = world.rng
    chance = rng.random()
    if chance < 0.02:
        return None
    drawn = number * DAYS // count + int(rng.gauss(0, 12))
    first = FIRST_DAY + timedelta(days=min(max(drawn, 0), DAYS))
    if chance < 0.80:
        length = 0
    elif chance > 1 - VERY_LONG:
        length = rng.choice((400, 900))
    else:
        length = rng.choice((1, 3, 6, 30, 90, 364))
    last = first + timedelta(days=length)
    if chance < 0.03:
        return EventDate(value=None, latest=last.isoformat())
    return EventDate(value=first.isoformat(), earliest=first.isoformat(), latest=last.isoformat())


def _incident(world: World, number: int, count: int, each: int) -> Made:
    rng = world.rng
    when = _date(world, number, count)
    where = world.pick(world.places) if rng.random() < 0.96 else None
    agents, patients = tuple(world.picks(world.actors, rng.choice((0, 1, 1, 2)))), tuple(world.picks(world.actors, 1))
    kind = world.pick(EVENT_TYPES)
    status = world.pick(STATUSES)
    killed = int(rng.paretovariate(0.9)) if rng.random() < 0.45 else None
    title = f"{world.pick(ACTS)} near the {world.pick(THINGS)} before {world.pick(MOMENTS)}"
    title += f" in {where.name}" if where else ""
    tellings = max(1, min(40, int(rng.expovariate(1 / each)) + (rng.random() < 0.5)))
    outlets = world.picks(world.sources, tellings)
    first = rng.getrandbits(40)
    base = Evidence(
        report="", event="e1", title=title, published=when.earliest if when else None, type=kind, status=status,
        trigger=Span(start=60, end=66), sentence=Span(start=40, end=160),
        words=f"{title}, residents and a local official said",
        agents=agents, patients=patients, date=when, place=_place(where) if where else None, confidence=0.6,
    )  # fmt: skip
    evidence = tuple(
        replace(base, report=f"r{first:010x}-{n}", outlet=outlet, figures=_figures(rng, f"r{first:010x}-{n}", killed))
        for n, outlet in enumerate(outlets)
    )
    holdings = tuple(h for e in evidence for h in e.figures)
    incident = Incident(
        id=f"i-{rng.getrandbits(64):016x}", title=title, type=kind, status=status, where=where, date=when,
        agents=agents, patients=patients, tallies=_tallies(holdings), reports=tellings, sources=len(set(outlets)),
        source_names=tuple(sorted(set(outlets))), suggested=Grade(word=world.pick(GRADES) if tellings > 1 else "weak"),
        evidence=tuple(e.record for e in evidence), confidence=round(rng.random(), 2),
    )  # fmt: skip
    return Made(incident, evidence)


def _place(where: Where) -> Place:
    return Place(
        id="p1", start=80, end=90, name=where.name, lat=where.lat, lon=where.lon, country=where.country,
        admin1=where.admin1, precision=where.precision, gazetteer_id=where.gazetteer_id,
    )  # fmt: skip


def _figures(rng: Random, report: str, killed: int | None) -> tuple[Holding, ...]:
    if killed is None or rng.random() < 0.3:
        return ()
    told = float(max(1, killed + rng.choice((-1, 0, 0, 0, 1, 2))))
    return (
        Holding(
            record=f"{report}#f1", span=Span(start=50, end=70), quote=f"at least {told:g} people", measure="killed",
            low=told, high=None if rng.random() < 0.3 else told, holder="residents",
        ),
    )  # fmt: skip


def _tallies(holdings: tuple[Holding, ...]) -> tuple[Tally, ...]:
    if not holdings:
        return ()
    highs = [h.high for h in holdings if h.high is not None]
    low, high = min(h.low or 0 for h in holdings), max(highs) if len(highs) == len(holdings) else None
    return (Tally(measure="killed", low=low, high=high, holdings=holdings[:8]),)
