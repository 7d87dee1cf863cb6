"""The values by which incidents can be chosen, with how many each would leave: what stands beside a list to filter it.

Each facet is counted under all else that is asked, so that choosing a second value of a facet shows what it adds.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bellwire.errors import InputError
from bellwire.model import Incident
from bellwire.model.codec import decode
from bellwire.store import tables
from bellwire.store.columns import names_of
from bellwire.store.filters import Filter, clause

FIELDS = {
    "type": "types",
    "status": "statuses",
    "country": "countries",
    "admin1": "admin1s",
    "grade": "grades",
    "review": "reviews",
    "actor": "actors",
    "source": "sources",
}
"""Facets, and the filter's fields that they fill."""
NAMES: tuple[str, ...] = tuple(FIELDS)
TERMS = ("actor", "source")
"""Facets of which an incident may have several values."""
SEARCHED = ("admin1", *TERMS)
MOST_VALUES = 20
SOME = 20_000
"""The latest incidents in which actors and sources are counted: 60 ms of 100,000 (2026-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet as a filter takes it, as it is written, and how many incidents have it."""

    value: str
    label: str
    incidents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """The commonest values of a facet; `more` says that there are others, `least` that counting stopped early."""

    name: str
    values: tuple[Value, ...]
    more: bool = False
    least: bool = False


def facets_of(
    connection: Connection,
    wanted: Filter,
    seq: int | None,
    *,
    of: Collection[str] | None,
    beginning: str,
    most: int,
    some: int,
) -> tuple[Facet, ...]:
    """The facets that are named, in their order."""
    names = NAMES if of is None else tuple(name for name in NAMES if name in of)
    if of is not None and (unknown := set(of) - set(NAMES)):
        raise InputError(f"no facet {min(unknown)!r}; there are: {', '.join(NAMES)}")
    clauses: dict[Filter, ColumnElement[bool]] = {}
    found = []
    for name in names:
        others = replace(wanted, **nothing_in(name))
        if others not in clauses:
            clauses[others] = clause(connection, others, seq)
        start = beginning if name in SEARCHED else ""
        if name in TERMS:
            found.append(_terms(connection, name, clauses[others], start, most, some))
        else:
            found.append(_columns(connection, name, clauses[others], start, most))
    return tuple(found)


def nothing_in(name: str) -> dict[str, Any]:
    """The filter's field of a facet, with nothing chosen."""
    return {FIELDS[name]: ()}


def _columns(connection: Connection, name: str, here: ColumnElement[bool], beginning: str, most: int) -> Facet:
    column = tables.incident.c[name]
    number = func.count().label("n")
    query = select(column.label("value"), number).where(here, column.is_not(None)).group_by(column)
    if beginning:
        query = query.where(func.lower(column).startswith(beginning.lower(), autoescape=True))
    rows = connection.execute(query.order_by(number.desc(), column).limit(most + 1)).all()
    values = tuple(Value(value=row.value, label=row.value, incidents=row.n) for row in rows[:most])
    return Facet(name=name, values=values, more=len(rows) > most)


def _terms(connection: Connection, name: str, here: ColumnElement[bool], beginning: str, most: int, some: int) -> Facet:
    """Of many incidents the latest are counted; names with a beginning are counted in all."""
    t, i = tables.incident_term.c, tables.incident.c
    least = False
    named: list[ColumnElement[bool]] = [t.kind == name]
    start = beginning.strip().casefold()
    if start:
        named += [t.value >= start, t.value < start + "\U0010ffff", t.incident == i.pk, here]
    else:
        latest = select(i.pk).where(here).order_by(i.day.desc(), i.pk.desc()).limit(some).subquery()
        least = (
            connection.scalar(select(func.count()).select_from(select(i.pk).where(here).limit(some + 1).subquery()))
            or 0
        ) > some
        named += [t.incident == latest.c.pk]
    number = func.count().label("n")
    query = select(t.value, number).where(*named).group_by(t.value).order_by(number.desc(), t.value)
    rows = connection.execute(query.limit(most + 1)).all()
    values = tuple(Value(value=r.value, label=_label(connection, name, r.value), incidents=r.n) for r in rows[:most])
    return Facet(name=name, values=values, more=len(rows) > most, least=least)


def _label(connection: Connection, kind: str, value: str) -> str:
    """A name as it is written in the latest incident that has it."""
    t, i = tables.incident_term.c, tables.incident.c
    last = select(func.max(t.incident)).where(and_(t.kind == kind, t.value == value)).scalar_subquery()
    body = connection.scalar(select(i.body).where(i.pk == last))
    written: list[str] = [n for k, n in names_of(decode(body, Incident)) if k == kind] if body else []
    return next((name for name in written if name.casefold() == value), value)
