"""Tables as data: each column's name, kind and rule stand in a file that anybody can read; code gives the values."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, Literal, TypeVar, cast, get_args

from bellwire.errors import KnowledgeError
from bellwire.knowledge.tables import read_table

R = TypeVar("R")
Kind = Literal["text", "list", "whole", "number", "day", "moment", "truth"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """A column: what kind of value it has, the rule that makes the value, and the function that follows the rule.

    A value is a str, float, int, bool, tuple of str (`list`) or None. `day` is an ISO day, `moment` ISO in UTC.
    """

    name: str
    kind: Kind
    rule: str
    value: Callable[[R], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[R]):
    """The columns of a table, in their order."""

    name: str
    columns: tuple[Column[R], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(column.name for column in self.columns)

    def rows(self, records: Iterable[R]) -> Iterator[tuple[object, ...]]:
        """A row for each record."""
        values = [column.value for column in self.columns]
        return (tuple(value(record) for value in values) for record in records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a column's file says of it."""

    name: str
    kind: Kind
    rule: str


@cache
def said(name: str) -> tuple[Said, ...]:
    """What the file of a table says of its columns, in their order.

    >>> said("incidents")[0].name
    'incident'
    """
    rows = read_table(FOLDER / f"{name}.tsv").rows
    return tuple(Said(name=r["name"], kind=cast(Kind, r["kind"]), rule=r["rule"]) for r in rows)


def table(name: str, values: Mapping[str, Callable[[R], object]]) -> Table[R]:
    """The table that a file describes, with functions that give its columns' values.

    Raises KnowledgeError where a column has no function, or a function no column.
    """
    columns = said(name)
    odd = {c.name for c in columns} ^ set(values)
    if odd:
        raise KnowledgeError(f"{name}.tsv and the code that fills it differ in: {', '.join(sorted(odd))}")
    return Table(
        name=name,
        columns=tuple(Column(name=c.name, kind=c.kind, rule=c.rule, value=values[c.name]) for c in columns),
    )
