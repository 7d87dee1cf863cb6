"""What is asked of the store: a filter on incidents, and the query that it makes."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, exists, func, select

from bellwire.errors import InputError
from bellwire.store import tables
from bellwire.store.search import Box, found, in_box

LONGEST_WINDOW = timedelta(days=366)
"""An incident is found in a period that its window touches; windows longer than this count by their first day, so that
an index on the first day serves."""
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which incidents: those that meet all that is given; of several values in one field any will do.

    `start` and `end` are ISO days, both included. `text` is what is searched for: words, "phrases", beginnings*.
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


ALL = Filter()
"""Every incident."""


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
    return (table.c.since <= seq) & (table.c.until.is_(None) | (table.c.until > seq))


def clause(connection: Connection, wanted: Filter, seq: int | None = None) -> ColumnElement[bool]:
    """The condition on the incident table."""
    return and_(known(tables.incident, seq), *_clauses(connection, wanted, seq))


def _clauses(connection: Connection, wanted: Filter, seq: int | None) -> Iterator[ColumnElement[bool]]:
    i = tables.incident.c
    columns = {"type": i.type, "status": i.status, "country": i.country, "admin1": i.admin1, "grade": i.grade}
    given = {
        "type": wanted.types,
        "status": wanted.statuses,
        "country": tuple(c.upper() for c in wanted.countries),
        "admin1": wanted.admin1s,
        "grade": wanted.grades,
    }
    for name, values in given.items():
        if values:
            yield columns[name].in_(values)
    if wanted.reviews:
        yield i.review.in_(wanted.reviews)
    if wanted.start:
        first = days_of_period(wanted.start)[0]
        touching = (date.fromisoformat(first) - LONGEST_WINDOW).isoformat() if first > "0002" else first
        yield (i.day >= touching) & (func.coalesce(i.latest, i.day) >= first)
    if wanted.end:
        yield i.day <= days_of_period(wanted.end)[1]
    if wanted.least_killed is not None:
        yield i.killed_high >= wanted.least_killed
    for kind, names in (("actor", wanted.actors), ("source", wanted.sources)):
        if names:
            t = tables.incident_term.c
            folded = [name.casefold() for name in names]
            yield i.pk.in_(select(t.incident).where((t.kind == kind) & t.value.in_(folded)))
    if wanted.reports:
        e = tables.evidence
        yield exists().where(e.c.incident == i.id, e.c.report.in_(wanted.reports), known(e, seq))
    if wanted.text:
        yield found(connection, "incident_words", i.pk, wanted.text)
    if wanted.box:
        yield in_box(connection, i, wanted.box)
