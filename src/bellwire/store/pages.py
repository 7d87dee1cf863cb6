"""A page of incidents and how many there are in all, quickly, whatever is asked.

A question has parts: conditions on the incident's own columns, and hits in other tables (words, the map, actors). The
part that finds fewest is looked for first: where it finds few, those are read and all else is asked of them. Where
every part finds many, incidents are asked in the list's order until the page is full, and counting stops early.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select, tuple_

from bellwire.errors import InputError
from bellwire.store import tables
from bellwire.store.filters import Filter, column_clauses, hits_of, known, origin_clauses
from bellwire.store.search import FEW, Hits

APART = 5000
"""Keys that lie further apart are looked for apart."""
MOST_KEY = 2**62
"""No key is larger; a database takes no number that is very much larger."""
INCIDENT = tables.incident.c


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is put in order by, and then by key; `read` takes the column's value out of a place in the list."""

    column: str
    descending: bool
    read: Callable[[str], Any]

    def before(self, row: tuple[Any, int], place: tuple[Any, int]) -> bool:
        """Whether a row still comes when a place in the list was reached."""
        return row < place if self.descending else row > place


LATEST = Order("day", True, str)


def _confidence(value: str) -> float:
    """A confidence, 0 to 1; raises ValueError for what is none."""
    found = float(value)
    if not 0 <= found <= 1:
        raise ValueError(value)
    return found


LEAST_SURE = Order("confidence", False, _confidence)


@dataclass(frozen=True, slots=True)
class Keys:
    """A page's rows as days (or what else they are in order by) and keys, how many there are in all (`least`: or more),
    and whether more follow."""

    rows: list[tuple[Any, int]]
    total: int
    least: bool
    more: bool

    @property
    def after(self) -> str | None:
        """Where the next page begins."""
        return "{}~{}".format(*self.rows[-1]) if self.more else None


def place_of(after: str, order: Order = LATEST) -> tuple[Any, int]:
    """The row that a page ended with; raises InputError where it is none.

    >>> place_of("2024-05-02~17")
    ('2024-05-02', 17)
    """
    value, _, pk = after.rpartition("~")
    try:
        if not (pk.isascii() and pk.isdecimal() and int(pk) < MOST_KEY):
            raise ValueError
        return order.read(value), int(pk)
    except ValueError:
        raise InputError(f"{after!r} is no place in a list; give the `after` of the page before") from None


def page_of(
    connection: Connection,
    wanted: Filter,
    seq: int | None,
    *,
    limit: int,
    after: str | None,
    order: Order = LATEST,
) -> Keys:
    """The page of a filter, in an order; `seq` is the audit entry up to which is looked (None: all)."""
    place = place_of(after, order) if after is not None else None
    origin = origin_clauses(connection, wanted, seq)
    columns = and_(known(tables.incident, seq), *column_clauses(wanted), *origin)
    hits = list(hits_of(connection, wanted, seq))
    every = Hits(select(INCIDENT.pk).where(columns), columns)
    sizes = [part.count(connection, FEW + 1) for part in (every, *hits)]
    if min(sizes) <= FEW:
        asked = _looked_up(columns, hits, sizes.index(min(sizes)) - 1, order)
        rows = [(value, pk) for value, pk in connection.execute(asked)]
        page = sorted((row for row in rows if place is None or order.before(row, place)), reverse=order.descending)
        return Keys(page[:limit], len(rows), False, len(page) > limit)
    rows = _walked(connection, columns, hits, limit + 1, place, order)
    if not hits:
        total = connection.scalar(select(func.count()).select_from(tables.incident).where(columns)) or 0
    elif place is None and len(rows) <= limit:
        return Keys(rows, len(rows), False, False)
    else:
        total = _least(connection, columns, hits)
    return Keys(rows[:limit], max(total, len(rows)), bool(hits), len(rows) > limit)


def _looked_up(columns: ColumnElement[bool], hits: list[Hits], first: int, order: Order) -> Select[Any]:
    """The days and keys of what is asked for, found by the hits numbered `first`, or by the columns (-1)."""
    query = select(INCIDENT[order.column], INCIDENT.pk).where(columns, *_asked(hits, first))
    return query if first < 0 else _by_key(query)


def _asked(hits: list[Hits], first: int) -> list[Any]:
    return [h.by_key if number == first else h.each for number, h in enumerate(hits)]


def _by_key(query: Select[Any]) -> Select[Any]:
    """Tells SQLite, which cannot know how few hits there are, to begin with them."""
    return query.with_hint(tables.incident, "not indexed", "sqlite")


def _walked(
    connection: Connection,
    columns: ColumnElement[bool],
    hits: list[Hits],
    limit: int,
    place: tuple[Any, int] | None,
    order: Order,
) -> list[tuple[Any, int]]:
    """The first rows in the list's order that meet all that is asked."""
    here = and_(columns, *(h.each for h in hits if not h.between))
    together = [h for h in hits if h.between]
    if not together:
        return _ordered(connection, here, limit, place, order)
    found: list[tuple[Any, int]] = []
    size = 8 * limit
    while True:
        rows = _ordered(connection, here, size, place, order)
        last = len(rows) < size
        place = rows[-1] if rows else place
        for each in together:
            having = _having(connection, each, sorted(pk for _, pk in rows))
            rows = [row for row in rows if row[1] in having]
        found += rows
        if len(found) >= limit or last:
            return found[:limit]
        size *= 4


def _ordered(
    connection: Connection, here: ColumnElement[bool], limit: int, place: tuple[Any, int] | None, order: Order
) -> list[tuple[Any, int]]:
    first = INCIDENT[order.column]
    query = select(first, INCIDENT.pk).where(here)
    if place is not None:
        reached = tuple_(first, INCIDENT.pk)
        query = query.where(reached < place if order.descending else reached > place)
    by = (first.desc(), INCIDENT.pk.desc()) if order.descending else (first, INCIDENT.pk)
    return [(value, pk) for value, pk in connection.execute(query.order_by(*by).limit(limit)).all()]


def _having(connection: Connection, hits: Hits, keys: list[int]) -> set[int]:
    """The hits among keys, which are in order, and others that lie between them."""
    assert hits.between is not None
    found: set[int] = set()
    first = 0
    for number, key in enumerate(keys):
        if number + 1 == len(keys) or keys[number + 1] - key > APART:
            found.update(connection.scalars(hits.between(keys[first], key)))
            first = number + 1
    return found


def _least(connection: Connection, columns: ColumnElement[bool], hits: list[Hits]) -> int:
    """How many of the first hits meet all that is asked: there are so many, or more."""
    first = select(hits[0].among.subquery().c.pk).limit(FEW)
    leading = replace(hits[0], among=first)
    asked = select(func.count()).select_from(tables.incident).where(columns, *_asked([leading, *hits[1:]], 0))
    return connection.scalar(_by_key(asked)) or 0
