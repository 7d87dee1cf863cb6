"""The questions that bench/store.py asks, with parameters drawn anew each time, and what is right for each."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from store_data import ACTS, COUNTRIES, DAYS, FIRST_DAY, GRADES, THINGS, World

from bellwire.model import Incident
from bellwire.model.words import EVENT_TYPES
from bellwire.store import Filter
from bellwire.store.columns import columns_of, searched_words, terms_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question: `ask` draws one. `what` is what is read: a page, a deep page, a page as known on a day."""

    name: str
    ask: Callable[["World", Random], Filter]
    what: str = "page"


def any_of(rng: Random, things: Iterable[object]) -> str:
    """One of the first things the most often, as people ask."""
    ordered = [*things]
    return str(ordered[min(int(rng.paretovariate(0.6)) - 1, len(ordered) - 1)])


def month(rng: Random) -> tuple[str, str]:
    """The first and last day of one to six months."""
    first = FIRST_DAY + timedelta(days=rng.randrange(DAYS - 200))
    return first.isoformat(), (first + timedelta(days=rng.randrange(28, 180))).isoformat()


def box(world: World, rng: Random, degrees: float) -> tuple[float, float, float, float]:
    """A box around a place: west, south, east, north."""
    place = rng.choice([p for p in world.places[:500] if p.lat is not None])
    lat, lon = place.lat or 0.0, place.lon or 0.0
    return lon - degrees / 2, lat - degrees / 3, lon + degrees / 2, lat + degrees / 3


def period(world: World, rng: Random) -> Filter:
    """Any incident of some months."""
    start, end = month(rng)
    return Filter(start=start, end=end)


def narrow(world: World, rng: Random) -> Filter:
    """A type in a country in some months."""
    start, end = month(rng)
    country, kind = any_of(rng, COUNTRIES), any_of(rng, EVENT_TYPES)
    return Filter(countries=(country,), types=(kind,), start=start, end=end)


QUESTIONS = (
    Question("newest page of all", lambda w, r: Filter()),
    Question("a type", lambda w, r: Filter(types=(any_of(r, EVENT_TYPES),))),
    Question("three types", lambda w, r: Filter(types=tuple(r.sample(EVENT_TYPES, 3)))),
    Question("a country", lambda w, r: Filter(countries=(any_of(r, COUNTRIES),))),
    Question("some months", period),
    Question("country, type and some months", narrow),
    Question("an admin-1", lambda w, r: Filter(admin1s=(r.choice(w.places).admin1 or "",))),
    Question("map box, a town (0.5 degrees)", lambda w, r: Filter(box=box(w, r, 0.5))),
    Question("map box, a region (5 degrees)", lambda w, r: Filter(box=box(w, r, 5))),
    Question("map box, a continent (60 degrees)", lambda w, r: Filter(box=box(w, r, 60))),
    Question("text, a common word", lambda w, r: Filter(text=r.choice(ACTS[:4]))),
    Question("text, a rare word", lambda w, r: Filter(text=r.choice(w.places[1000:]).name)),
    Question("text, two words", lambda w, r: Filter(text=f"{any_of(r, ACTS)} {any_of(r, THINGS)}")),
    Question("text, a phrase", lambda w, r: Filter(text=f'"near the {any_of(r, THINGS)}"')),
    Question("text, a beginning", lambda w, r: Filter(text=f"{r.choice(w.places[100:]).name[:5]}*")),
    Question("text in a country", lambda w, r: Filter(text=r.choice(ACTS), countries=(any_of(r, COUNTRIES),))),
    Question("an actor", lambda w, r: Filter(actors=(any_of(r, [a.name for a in w.actors]),))),
    Question("a source", lambda w, r: Filter(sources=(any_of(r, w.sources),))),
    Question("an actor in a country", lambda w, r: Filter(
        actors=(any_of(r, [a.name for a in w.actors]),), countries=(any_of(r, COUNTRIES),))),
    Question("a grade", lambda w, r: Filter(grades=(r.choice(GRADES),))),
    Question("review queue", lambda w, r: Filter(reviews=("unreviewed",))),
    Question("review queue of a country", lambda w, r: Filter(
        reviews=("unreviewed",), countries=(any_of(r, COUNTRIES),))),
    Question("a status", lambda w, r: Filter(statuses=(r.choice(("possible", "denied")),))),
    Question("killed at least N", lambda w, r: Filter(least_killed=r.choice((1, 5, 20, 100, 500)))),
    Question("five things at once", lambda w, r: Filter(
        countries=(any_of(r, COUNTRIES),), text=r.choice(ACTS), grades=("weak", "fair"), least_killed=2,
        start="2018", end="2022")),
    Question("deep page of all", lambda w, r: Filter(), "deep"),
    Question("deep page of a country", lambda w, r: Filter(countries=(any_of(r, COUNTRIES),)), "deep"),
    Question("deep page of a common word", lambda w, r: Filter(text=r.choice(ACTS[:4])), "deep"),
    Question("as known on a past day: newest page", lambda w, r: Filter(), "then"),
    Question("as known on a past day: a country", lambda w, r: Filter(countries=(any_of(r, COUNTRIES),)), "then"),
    Question("as known on a past day: country, type and some months", narrow, "then"),
    Question("as known on a past day: a common word", lambda w, r: Filter(text=r.choice(ACTS[:4])), "then"),
    Question("an incident with its evidence", lambda w, r: Filter(), "incident"),
    Question("how an incident changed", lambda w, r: Filter(), "history"),
    Question("timeline by month", lambda w, r: Filter(), "timeline"),
    Question("timeline by month, type and country", lambda w, r: Filter(
        types=(any_of(r, EVENT_TYPES),), countries=(any_of(r, COUNTRIES),)), "timeline"),
    Question("timeline by month, a grade in a country", lambda w, r: Filter(
        grades=(r.choice(GRADES),), countries=(any_of(r, COUNTRIES),)), "timeline"),
    Question("timeline by month, a rare word", lambda w, r: Filter(text=r.choice(w.places[1000:]).name), "timeline"),
    Question("timeline by month, a common word", lambda w, r: Filter(text=r.choice(ACTS[:4])), "timeline"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A version of an incident with all that is asked of it."""

    incident: Incident
    columns: dict[str, object]
    terms: frozenset[tuple[str, str]]
    words: str

    @classmethod
    def of(cls, incident: Incident) -> "Row":
        """The row of an incident."""
        terms = frozenset((term["kind"], term["value"]) for term in terms_of(incident))
        return cls(incident, columns_of(incident), terms, f" {searched_words(incident).casefold()} ")

    @property
    def day(self) -> str:
        """The day that it is put in order by."""
        return str(self.columns["day"])


@dataclass(slots=True)
class Naive:
    """The incidents in a list, filtered one by one: what the store must give. Words are compared unstemmed."""

    rows: list[Row] = field(default_factory=list)
    spans: list[list[int]] = field(default_factory=list)
    newest: dict[str, int] = field(default_factory=dict)
    moments: list[str] = field(default_factory=list)

    def add(self, incidents: Iterable[Incident], at: str) -> None:
        """Takes incidents that were entered together, at a moment."""
        self.moments.append(max(at, self.moments[-1]) if self.moments else at)
        seq = len(self.moments)
        for incident in incidents:
            if incident.id in self.newest:
                self.spans[self.newest[incident.id]][1] = seq
            self.newest[incident.id] = len(self.rows)
            self.rows.append(Row.of(incident))
            self.spans.append([seq, 1 << 60])

    def find(self, wanted: Filter, on: str | None = None) -> list[Row]:
        """The incidents that a filter lets through, as known at the end of a day, the latest first."""
        last = bisect_right(self.moments, f"{on}T23:59:59Z") if on else len(self.moments)
        found = [
            (row.day, number)
            for number, row in enumerate(self.rows)
            if self.spans[number][0] <= last < self.spans[number][1] and passes(wanted, row)
        ]
        return [self.rows[number] for _, number in sorted(found, reverse=True)]


def passes(wanted: Filter, row: Row) -> bool:
    """Whether an incident has all that is asked for."""
    columns = row.columns
    for given, name in (
        (wanted.types, "type"),
        (wanted.statuses, "status"),
        (wanted.countries, "country"),
        (wanted.admin1s, "admin1"),
        (wanted.grades, "grade"),
        (wanted.reviews, "review"),
    ):
        if given and columns[name] not in given:
            return False
    if not _in_period(wanted, row.day, str(columns["latest"] or row.day)):
        return False
    killed = columns["killed_high"]
    if wanted.least_killed is not None and not (isinstance(killed, float) and killed >= wanted.least_killed):
        return False
    for kind, names in (("actor", wanted.actors), ("source", wanted.sources)):
        if names and not any((kind, name.casefold()) in row.terms for name in names):
            return False
    if wanted.reports and not any(e.rpartition("#")[0] in wanted.reports for e in row.incident.evidence):
        return False
    return _in_box(wanted, columns["lat"], columns["lon"]) and _has_words(wanted.text, row.words)


def _in_period(wanted: Filter, day: str, latest: str) -> bool:
    if (wanted.start or wanted.end) and not day:
        return False
    if wanted.start:
        start = f"{wanted.start}-01-01"[:10]
        if latest < start or day < (date.fromisoformat(start) - timedelta(days=366)).isoformat():
            return False
    return not wanted.end or day <= f"{wanted.end}-12-31"[:10]


def _in_box(wanted: Filter, lat: object, lon: object) -> bool:
    if wanted.box is None:
        return True
    west, south, east, north = wanted.box
    if not (isinstance(lat, float) and isinstance(lon, float)):
        return False
    return south <= lat <= north and (west <= lon <= east if west <= east else lon >= west or lon <= east)


def _has_words(asked: str | None, words: str) -> bool:
    if not asked:
        return True
    if asked.startswith('"'):
        return f" {asked.strip(chr(34)).casefold()} " in words
    parts = asked.casefold().split()
    return all(f" {part[:-1]}" in words if part.endswith("*") else f" {part} " in words for part in parts)


def timeline_of(rows: Iterable[Row]) -> dict[str, int]:
    """How many incidents each month has."""
    return dict(sorted(Counter(row.day[:7] for row in rows).items()))
