"""Reads the cells of a row, and notes what is wrong with them instead of ending."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bellwire.imports.told import Cells, Deaths, Fault, Spot
from bellwire.imports.values import count_in, country_named, country_numbered, degrees_in

T = TypeVar("T")


@dataclass(slots=True)
class Reader:
    """The cells of one row, and what was found wrong with them."""

    cells: Cells
    faults: list[Fault] = field(default_factory=list)

    def value(self, column: str, read: Callable[[str], T]) -> T | None:
        """The value of a cell; None where it is empty, or, which is noted, cannot be read."""
        cell = self.cells.get(column)
        if cell is None:
            return None
        try:
            return read(cell)
        except ValueError as error:
            self.fault(column, str(error))
            return None

    def fault(self, column: str, message: str) -> None:
        """Notes what is wrong."""
        self.faults.append(Fault(column=column, message=message))

    def country(self, number: str, system: str) -> str | None:
        """The country, by the number in one column where there is one that is known, else by its name."""
        code = country_numbered(self.cells[number], system) if number in self.cells else None
        name = self.cells.get("country")
        code = code or (country_named(name) if name else None)
        if name and code is None:
            self.fault("country", f"no country {name!r} is known")
        return code

    def spot(self, names: tuple[str, ...], *, country: str | None, admin1: str, precision: int | None) -> Spot | None:
        """The place: named by the first of the columns that is not empty."""
        column = next((name for name in names if name in self.cells), None)
        lat = self.value("latitude", lambda cell: degrees_in(cell, 90))
        lon = self.value("longitude", lambda cell: degrees_in(cell, 180))
        if column is None:
            return None
        if lat is None or lon is None:
            lat = lon = None
        return Spot(
            name=self.cells[column],
            column=column,
            lat=lat,
            lon=lon,
            country=country,
            admin1=self.cells.get(admin1),
            precision=precision,
        )

    def part(self, column: str, *, of: str = "", population: str | None = None) -> Deaths | None:
        """A part of the toll; None where the cell is empty or says 0, which stands there for "none of these"."""
        best = self.value(column, count_in)
        if not best:
            return None
        whose = of if of in self.cells else None
        return Deaths(first=column, last=column, low=best, best=best, high=best, of=whose, population=population)
