"""What a row says, held against itself and its table: a day that may be another, a point abroad, an id twice.

Each value can be read; that is why nobody would see that it is wrong. What is in doubt is left out of the record, and
an issue points at its cell.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bellwire.imports.tables import EITHER, Opened, Row
from bellwire.imports.told import Cells, DataSet, Fault, Told
from bellwire.knowledge.gazetteer.gazetteer import gazetteer

FAR = 4.0
"""Degrees from every settlement of its country at which a point is outside: seas and deserts are within (2026-11)."""


def rows_of(table: Opened, data: DataSet) -> Iterator[Row]:
    """The rows of a table; one with the id of an earlier row has a fault that says so.

    >>> from bellwire.imports.sets import set_named
    >>> from bellwire.imports.tables import read_rows
    >>> table = read_rows(["id,best\\n", "7,2\\n", "7,3\\n"])
    >>> [row.fault for row in rows_of(table, set_named("ucdp"))]
    [None, "line 3 has the id '7', which an earlier row has too; the earlier one counts"]
    """
    seen: set[str] = set()
    for row in table.rows:
        id = next((row.cells[name] for name in data.needed[0] if name in row.cells), None)
        if id is not None and id in seen:
            fault = f"line {row.line} has the id {id!r}, which an earlier row has too; the earlier one counts"
            yield Row(line=row.line, cells={}, fault=fault)
            continue
        if id is not None:
            seen.add(id)
        yield row


def read_checked(cells: Cells, data: DataSet, *, month_first: bool = False) -> Told:
    """What a row says, without what cannot be right; `month_first` says that days of its table begin with the month.

    >>> from bellwire.imports.sets import set_named
    >>> row = {"event_id_cnty": "MLI9", "event_date": "2024-05-03", "year": "2023", "event_type": "Battles"}
    >>> told = read_checked(row, set_named("acled"))
    >>> told.date, told.faults[-1].message
    (None, "'2023' is not the year of 2024-05-03, so that the day is not known")
    """
    told = data.read(cells)
    for fault in (_either(told, cells) if month_first else None, _year(told, cells)):
        if fault is not None and told.date is not None:
            told = replace(told, date=None, faults=(*told.faults, fault))
    fault = _elsewhere(told)
    if fault is not None and told.spot is not None:
        told = replace(told, spot=replace(told.spot, lat=None, lon=None), faults=(*told.faults, fault))
    return told


def _either(told: Told, cells: Cells) -> Fault | None:
    """A day that is two, by which of its numbers is the month."""
    for column in told.date_columns:
        found = EITHER.match(cells.get(column, "").strip())
        if found and found[1] != found[2] and max(int(found[1]), int(found[2])) <= 12:
            message = (
                f"{cells[column]!r} may be two days, for others in this table have the month first; "
                f"write days as {found[3]}-MM-DD"
            )
            return Fault(column=column, message=message)
    return None


def _year(told: Told, cells: Cells) -> Fault | None:
    year = re.sub(r"\.0$", "", cells.get("year", "").strip())
    days = told.days
    if days is None or not re.fullmatch(r"\d{4}", year) or days[0].year <= int(year) <= days[1].year:
        return None
    return Fault(column="year", message=f"{year!r} is not the year of {days[0]}, so that the day is not known")


def _elsewhere(told: Told) -> Fault | None:
    spot = told.spot
    if spot is None or spot.country is None or spot.lat is None or spot.lon is None:
        return None
    near = gazetteer().near
    if near(spot.country, spot.lat, spot.lon, FAR):
        return None
    swapped = abs(spot.lon) <= 90 and near(spot.country, spot.lon, spot.lat, FAR)
    why = "latitude and longitude seem to be swapped" if swapped else "look at the point and the country"
    return Fault(column="latitude", message=f"{spot.lat:g}, {spot.lon:g} is far outside {spot.country}; {why}")
