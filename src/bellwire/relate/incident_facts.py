"""What independent tellings of an incident agree on: type, mode, status, place, date, and who is in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Literal, TypeVar

from bellwire.model import EventDate, Evidence, Party, Place, Where
from bellwire.model.edtf import days_of
from bellwire.model.words import EVENT_TYPES, EventType, Status
from bellwire.relate.happenings import LATE_DAYS
from bellwire.relate.incident_evidence import NOT_SO
from bellwire.relate.incident_sources import Source, together
from bellwire.relate.where import Window, days_apart, kilometres, place_fit, window
from bellwire.relate.who import UNNAMED

V = TypeVar("V")
STATUS_ORDER: tuple[Status, ...] = ("occurred", "ongoing", "possible", "announced", "not_occurred", "denied")
"""Of statuses that as many sources tell, the first."""
Role = Literal["agents", "patients"]
AHEAD: frozenset[str] = frozenset(("announced", "possible"))
"""Statuses that give way once a later telling has it happen."""
SAME, INSIDE = 0.9, 0.3
"""From which fit two places are one, and one lies inside the other, as `relate.where` gives it."""
POINT = 3
"""where_prec up to which a place is a point and not an area."""


def votes(own: Sequence[Evidence], sources: Sequence[Source], value: Callable[[Evidence], V | None]) -> dict[V, int]:
    """How many independent sources tell each value; a telling without it is silent."""
    records: dict[V, set[str]] = {}
    for e in own:
        told = value(e)
        if told is not None:
            records.setdefault(told, set()).add(e.record)
    return {told: sum(not s.records.isdisjoint(mine) for s in sources) for told, mine in records.items()}


def _type(evidence: Evidence) -> EventType:
    return evidence.type


def _mode(evidence: Evidence) -> str | None:
    return evidence.mode


def _status(evidence: Evidence) -> Status:
    return evidence.status


def type_and_mode(own: Sequence[Evidence], sources: Sequence[Source]) -> tuple[Evidence, str | None]:
    """A telling of the type that most sources tell, and the mode that most of these tell.

    Where as many sources tell two types, the one with more tellings, then the one that PLOVER lists first. A telling
    without a mode is silent; no mode is given where two are told by as many.
    """
    found: dict[EventType, int] = votes(own, sources, _type)
    tellings = [e.type for e in own]
    kind = max(found, key=lambda t: (found[t], tellings.count(t), -EVENT_TYPES.index(t)))
    same = [e for e in own if e.type == kind]
    modes = votes(same, sources, _mode)
    most = max(modes.values(), default=0)
    best = sorted(mode for mode, count in modes.items() if count == most)
    return same[0], best[0] if len(best) == 1 else None


def status_of(own: Sequence[Evidence], sources: Sequence[Source]) -> Status:
    """The status that most sources tell.

    It is denied, or did not occur, only where nobody tells it otherwise: a denial beside an account is a dispute, which
    the grade says. What was announced or possible is so no longer when a later telling has it happen.
    """
    affirming = [e for e in own if e.status not in NOT_SO]
    found: dict[Status, int] = votes(affirming or own, sources, _status)
    best = max(found, key=lambda s: (found[s], -STATUS_ORDER.index(s)))
    if best in AHEAD:
        asked = min(_when(e) for e in affirming if e.status == best)
        later = [e for e in affirming if e.status in ("occurred", "ongoing") and _when(e) >= asked]
        return later[-1].status if later else best
    return best


def _when(evidence: Evidence) -> str:
    return evidence.published or "~"


# ---------------------------------------------------------------- where


def where_of(own: Sequence[Evidence]) -> Where | None:
    """The most precise place that most tellings agree on: the same, nearby, or a wider one around it.

    Where no place has most tellings, the one that has the most of them.
    """
    told = [(e, e.place) for e in own if e.place is not None]
    if not told:
        return None
    places = _counted(place for _, place in told)
    best = min((place for place, _ in places), key=lambda p: _rank_of_place(p, places))
    points = [p for p, _ in places if (p.precision or POINT) <= POINT]
    apart = [km for p in points if (km := kilometres(best, p)) is not None]
    alike = {_place_key(p) for p, _ in places if place_fit(best, p) >= SAME}
    return Where(
        name=best.name,
        lat=best.lat,
        lon=best.lon,
        country=best.country,
        admin1=best.admin1,
        precision=best.precision,
        gazetteer_id=best.gazetteer_id,
        spread_km=round(max(apart, default=0.0), 1) if best in points else 0.0,
        records=tuple(sorted(e.record for e, p in told if _place_key(p) in alike)),
    )


PlaceKey = tuple[str, str | None, str | None, float | None, float | None, int | None]
Counted = Sequence[tuple[Place, int]]
"""Places that differ, each with how many tellings have it."""


def _place_key(place: Place) -> PlaceKey:
    return place.name, place.gazetteer_id, place.country, place.lat, place.lon, place.precision


def _counted(places: Iterable[Place]) -> Counted:
    """Each place once, as its surest telling has it."""
    groups: dict[PlaceKey, list[Place]] = {}
    for place in places:
        groups.setdefault(_place_key(place), []).append(place)
    return [(max(g, key=lambda p: (p.confidence, p.admin1 or "")), len(g)) for g in groups.values()]


def _rank_of_place(place: Place, places: Counted) -> tuple[object, ...]:
    fits = [(place_fit(place, other), count) for other, count in places]
    agreed = sum(count for fit, count in fits if fit >= INSIDE)
    most = 2 * agreed > sum(count for _, count in fits)
    precision = place.precision or 8
    order = (precision, -agreed) if most else (-agreed, precision)
    same = sum(count for fit, count in fits if fit >= SAME)
    key = tuple(str(part) for part in _place_key(place))
    return not most, *order, -same, place.lat is None, -place.confidence, key


# ---------------------------------------------------------------- when


def date_of(own: Sequence[Evidence]) -> EventDate | None:
    """The narrowest window of days that most tellings allow.

    A report that gives no day tells of it as of its own (`~`), which may be LATE_DAYS late. Of windows that are as
    narrow, one that is no guess, then one that more tellings allow, then the earliest.
    """
    dates = [e.date for e in own if e.date and e.date.value]
    told = Counter(date.value for date in dates)
    windows = [(date, w) for date in {d.value: d for d in dates}.values() if (w := window(*days_of(date.value)))]
    if not windows:
        return None
    allowed = [(_allowed(date, w), told[date.value]) for date, w in windows]
    return min(windows, key=lambda pair: _rank_of_date(pair[0], pair[1], allowed))[0]


def _allowed(date: EventDate, days: Window) -> Window:
    if not _is_guess(date) or days[0].toordinal() <= LATE_DAYS:
        return days
    return days[0] - timedelta(LATE_DAYS), days[1]


def _is_guess(date: EventDate) -> bool:
    return "~" in (date.value or "") or "?" in (date.value or "")


def _rank_of_date(date: EventDate, days: Window, allowed: Sequence[tuple[Window, int]]) -> tuple[object, ...]:
    agreed = sum(count for other, count in allowed if not days_apart(days, other))
    few = 2 * agreed <= sum(count for _, count in allowed)
    return few, (days[1] - days[0]).days, _is_guess(date), -agreed, days, date.value or ""


# ---------------------------------------------------------------- who


def parties_of(own: Sequence[Evidence], sources: Sequence[Source], role: Role) -> tuple[Party, ...]:
    """The agents or the patients, with how many independent sources name each, the most named first.

    Two are one by their name, or, of one type, by a name of the body that they belong to.
    """
    told = [(e.record, party) for e in own for party in (e.agents if role == "agents" else e.patients)]
    groups = together([_tokens(party) for _, party in told])
    made = [_party([told[i] for i in group], sources) for group in groups]
    return tuple(sorted(made, key=lambda p: (-p.sources, p.type in UNNAMED, p.name)))


def _tokens(party: Party) -> list[str]:
    """What two parties share where they are one."""
    name = [f"name:{party.name.casefold()}"]
    if party.type in UNNAMED or party.type == "person" or party.name.islower():
        return name
    return name + [f"{party.type}:{member}" for member in party.side if not member.startswith("state:")]


def _party(group: Sequence[tuple[str, Party]], sources: Sequence[Source]) -> Party:
    records = {record for record, _ in group}
    names = [party.name for _, party in group]
    name = max(sorted(set(names)), key=lambda n: (names.count(n), len(n)))
    known = next(party for _, party in group if party.name == name)
    return Party(
        name=name,
        type=known.type,
        country=known.country or next((p.country for _, p in group if p.country), None),
        sources=sum(not s.records.isdisjoint(records) for s in sources),
        private=any(party.private for _, party in group),
    )
