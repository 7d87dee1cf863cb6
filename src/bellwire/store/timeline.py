"""How many incidents there are over time."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bellwire.errors import InputError
from bellwire.store import tables
from bellwire.store.filters import Filter, clause
from bellwire.store.search import step_of

STEPS = ("day", "week", "month", "year")


def timeline_of(connection: Connection, wanted: Filter, seq: int | None, step: str) -> dict[str, int]:
    """How many incidents each step has; where only types and countries are asked for, by the days' counts."""
    counted: Counter[str] = Counter()
    for day, number in _by_step(connection, wanted, seq, step, ()):
        counted[_step(day, step)] += number
    return dict(sorted(counted.items()))


def types_of(connection: Connection, wanted: Filter, seq: int | None, step: str) -> dict[str, dict[str, int]]:
    """How many incidents of each type each step has, both in order."""
    counted: dict[str, Counter[str]] = {}
    for day, kind, number in _by_step(connection, wanted, seq, step, ("type",)):
        counted.setdefault(_step(day, step), Counter())[kind] += number
    return {day: dict(sorted(kinds.items())) for day, kinds in sorted(counted.items())}


def _by_step(
    connection: Connection, wanted: Filter, seq: int | None, step: str, more: tuple[str, ...]
) -> Iterable[Any]:
    if step not in STEPS:
        raise InputError(f"no step {step!r}; there are: {', '.join(STEPS)}")
    plain = Filter(types=wanted.types, countries=wanted.countries)
    cut = "day" if step == "week" else step
    if seq is None and wanted == plain and not more:
        days = _from_rollup(wanted).subquery()  # by the index, in order; few are left to be sorted
        day = step_of(days.c.day, cut)
        return connection.execute(select(day, func.sum(days.c.incidents)).group_by(day)).all()
    i = tables.incident.c
    day, columns = step_of(i.day, cut), [i[name] for name in more]
    here = clause(connection, wanted, seq)
    return connection.execute(select(day, *columns, func.count()).where(here).group_by(day, *columns)).all()


def _from_rollup(wanted: Filter) -> Select[Any]:
    r = tables.rollup.c
    query = select(r.day, func.sum(r.incidents).label("incidents")).group_by(r.day)
    if wanted.types:
        query = query.where(r.type.in_(wanted.types))
    if wanted.countries:
        query = query.where(r.country.in_(tuple(c.upper() for c in wanted.countries)))
    return query


def _step(day: str, step: str) -> str:
    """The step that a day, or what is left of one, belongs to: a week is known by its Monday.

    >>> _step("2024-05-02", "week"), _step("2024-05", "month")
    ('2024-04-29', '2024-05')
    """
    if step != "week" or not day:
        return str(day)
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat() if day > "0001-01-07" else day
