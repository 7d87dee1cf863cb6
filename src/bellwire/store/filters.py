"""What is asked of the store: a filter on incidents, and the query that it makes."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, literal_column, select

from bellwire.errors import InputError
from bellwire.model.ids import AFTER_IMPORTED, IMPORTED
from bellwire.model.words import EVENT_TYPES, GradeWord, ReviewState, Status
from bellwire.store import tables
from bellwire.store.search import FEW, Box, Hits, found, in_box

LONGEST_WINDOW = timedelta(days=366)
"""An incident is found in a period that its window touches; windows longer than this count by their first day, so that
an index on the first day serves."""
LAST_SEQ: ColumnElement[int] = literal_column(str(2**62))
"""After every entry."""
Origin = Literal["coded", "imported", "all"]
ORIGINS: tuple[Origin, ...] = get_args(Origin)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which incidents: those that meet all that is given; of several values in one field any will do.

    `start` and `end` are ISO days, both included. `text` is what is searched for: words, "phrases", beginnings*.
    `origin` is whether incidents were coded from reports or imported from a data set of others; where it is not given
    they are those that were coded, and with `sources` or `reports`, which name the data set, both.
    """

    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    admin1s: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    text: str | None = None
    box: Box | None = None
    least_killed: float | None = None
    origin: Origin | None = None

    def __post_init__(self) -> None:
        words = {"types": EVENT_TYPES, "statuses": get_args(Status), "grades": get_args(GradeWord)}
        for name, known_words in (words | {"reviews": get_args(ReviewState)}).items():
            for value in getattr(self, name):
                if value not in known_words:
                    raise InputError(f"no such value {value!r} in {name}; there are: {', '.join(known_words)}")
        if self.origin not in (None, *ORIGINS):
            raise InputError(f"no such value {self.origin!r} in origin; there are: {', '.join(ORIGINS)}")
        for country in self.countries:
            if not re.fullmatch("[A-Za-z]{2}", country):
                raise InputError(f"{country!r} is no country; give the two letters of ISO 3166, such as ML for Mali")
        first, last = (days_of_period(day) if day is not None else None for day in (self.start, self.end))
        if first and last and first[0] > last[1]:
            raise InputError(f"the period ends ({self.end}) before it begins ({self.start})")
        if self.least_killed is not None and not self.least_killed >= 0:
            raise InputError(f"{self.least_killed} is no number of people killed")


ALL = Filter()
"""Every incident that was coded from reports."""


def days_of_period(value: str) -> tuple[str, str]:
    """The first and last day of a year, a month or a day; raises InputError for anything else.

    >>> days_of_period("2024-02")
    ('2024-02-01', '2024-02-29')
    """
    parts = _DAY.fullmatch(value)
    try:
        if parts is None:
            raise ValueError
        year, month, day = (int(p) if p else None for p in parts.groups())
        first = date(year or 0, month or 1, day or 1)
        if day:
            last = first
        elif month:
            last = first.replace(day=calendar.monthrange(first.year, month)[1])
        else:
            last = first.replace(month=12, day=31)
    except ValueError:
        raise InputError(f"{value!r} is no day; give 2024, 2024-05 or 2024-05-02") from None
    return first.isoformat(), last.isoformat()


def known(table: Table, seq: int | None) -> ColumnElement[bool]:
    """The rows that were known at an entry of the audit log; None is now."""
    if seq is None:
        return table.c.until.is_(None)
    return (table.c.since <= seq) & (func.coalesce(table.c.until, LAST_SEQ) > seq)  # `or` would look twice


def clause(connection: Connection, wanted: Filter, seq: int | None = None) -> ColumnElement[bool]:
    """The condition on the incident table."""
    found = [
        hits.each if hits.count(connection, FEW + 1) > FEW else hits.by_key for hits in hits_of(connection, wanted, seq)
    ]
    return and_(known(tables.incident, seq), *column_clauses(wanted), *origin_clauses(connection, wanted, seq), *found)


def origin_clauses(connection: Connection, wanted: Filter, seq: int | None) -> Iterator[ColumnElement[bool]]:
    """Leaves out incidents that nothing but a data set of others tells, where the store has such at all."""
    origin = wanted.origin or ("all" if wanted.sources or wanted.reports else "coded")
    r, e = tables.report.c, tables.evidence
    if origin == "coded" and connection.scalar(select(r.pk).where(imported(r.id)).limit(1)) is not None:
        yield exists().where(e.c.incident == tables.incident.c.id, ~imported(e.c.report), known(e, seq))


def imported(id: ColumnElement[str]) -> ColumnElement[bool]:
    """The reports, by their ids, that are rows of a data set of others."""
    return (id >= IMPORTED) & (id < AFTER_IMPORTED)


def column_clauses(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the incident's own columns, but for the box."""
    i = tables.incident.c
    given = {
        "type": wanted.types,
        "status": wanted.statuses,
        "country": tuple(c.upper() for c in wanted.countries),
        "admin1": wanted.admin1s,
        "grade": wanted.grades,
        "review": wanted.reviews,
    }
    for name, values in given.items():
        if values:
            yield i[name].in_(values)
    if wanted.start:
        first = days_of_period(wanted.start)[0]
        touching = (date.fromisoformat(first) - LONGEST_WINDOW).isoformat() if first > "0002" else first
        yield (i.day >= touching) & (func.coalesce(i.latest, i.day) >= first)
    if wanted.end:
        yield (i.day > "") & (i.day <= days_of_period(wanted.end)[1])
    if wanted.least_killed is not None:
        yield i.killed_high >= wanted.least_killed


def hits_of(connection: Connection, wanted: Filter, seq: int | None) -> Iterator[Hits]:
    """What is asked of other tables: words, the map, actors, sources, reports."""
    i, t, e = tables.incident.c, tables.incident_term.c, tables.evidence
    if wanted.reports:
        told = e.c.report.in_(wanted.reports) & known(e, seq)
        version = tables.incident.alias("version")
        among = select(version.c.pk).where(version.c.id.in_(select(e.c.incident).where(told)))
        yield Hits(among, exists().where(e.c.incident == i.id, told))
    if wanted.origin == "imported":
        told = imported(e.c.report) & known(e, seq)
        version = tables.incident.alias("version")
        among = select(version.c.pk).where(version.c.id.in_(select(e.c.incident).where(told)))
        yield Hits(among, exists().where(e.c.incident == i.id, told))
    if wanted.text:
        yield found(connection, "incident_words", "incident.pk", wanted.text)
    for kind, names in (("actor", wanted.actors), ("source", wanted.sources)):
        if names:
            named = (t.kind == kind) & t.value.in_([name.casefold() for name in names])
            yield Hits(select(t.incident.label("pk")).where(named), exists().where(named, t.incident == i.pk))
    if wanted.box:
        yield in_box(connection, i, wanted.box)
