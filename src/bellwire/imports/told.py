"""What a row of a data set says of an event, each value with the column that it was read from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date as day
from typing import Literal

from bellwire.model import Codes, EventDate
from bellwire.model.words import ActorType, EventType

Cells = Mapping[str, str]
"""The cells of a row by their columns; those that are empty are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a cell, for a person to read."""

    column: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor as a cell names it, and on which side it stands there."""

    name: str
    type: ActorType
    country: str | None
    column: str
    role: Literal["agents", "patients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The place; `column` is that of its name, `precision` UCDP's where_prec."""

    name: str
    column: str
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """A number of killed; it stands in the cells from `first` to `last`. `of` is the column of whose people they are,
    or `population` says who."""

    first: str
    last: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    of: str | None = None
    population: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a row says. Without a `type` it tells of nothing that the record has a word for.

    `trigger` is the column that gives the type, `date_columns` are the first and the last that give the date, `killed`
    is the whole toll and `parts` what it is made of.
    """

    id: str
    type: EventType | None
    mode: str | None = None
    codes: Codes | None = None
    trigger: str
    date: EventDate | None = None
    date_columns: tuple[str, str] = ("", "")
    spot: Spot | None = None
    actors: tuple[Named, ...] = ()
    killed: Deaths | None = None
    parts: tuple[Deaths, ...] = ()
    published: str | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def days(self) -> tuple[day, day] | None:
        """The first and the last day on which it can have been."""
        if self.date is None or self.date.earliest is None or self.date.latest is None:
            return None
        return day.fromisoformat(self.date.earliest), day.fromisoformat(self.date.latest)


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A data set: its name on the command line, whom its rows are told by, and how a row is read.

    `columns` are written out in this order; those up to `lead` are what is shown as the words of the event. `needed`
    must be in the head of a table, one name of each group, and tell the data set from others. `types` are those that
    its events have; in a `deadly` one somebody died in each.
    """

    name: str
    outlet: str
    columns: tuple[str, ...]
    lead: str
    needed: tuple[tuple[str, ...], ...]
    read: Callable[[Cells], Told]
    types: frozenset[EventType]
    deadly: bool = False
