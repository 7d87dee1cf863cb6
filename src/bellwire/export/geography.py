"""Places as other data sets write them: codes of countries, regions, cells of PRIO-GRID, and numbers for ids."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from bellwire.brief.words import country_name
from bellwire.knowledge import table

NOWHERE = "XXX"
"""What stands for a country's three letters where none is known (ISO 3166-1 leaves XXA to XXZ to its users)."""
ROWS, COLUMNS = 360, 720
"""Cells of PRIO-GRID from south to north and from west to east: half a degree each."""
_CONTENT_ID = re.compile(r"[a-z]-([0-9a-f]{12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country in other data sets' codes and words; `gw` is the number by Gleditsch and Ward."""

    iso3: str
    numeric: int | None
    acled: str
    acled_region: str
    gw: int | None
    ucdp: str | None
    ucdp_region: str | None


@cache
def country_of(code: str | None) -> Country | None:
    """The codes of a country by its two letters (ISO 3166-1); None where it is not known.

    >>> country_of("ML").acled_region, country_of("ML").gw, country_of(None)
    ('Western Africa', 432, None)
    """
    row = next((r for r in table("ontologies", "country_codes") if r["code"] == code), None)
    if row is None:
        return None
    return Country(
        iso3=row["iso3"],
        numeric=int(row["numeric"]) if row["numeric"] else None,
        acled=row["acled"],
        acled_region=row["acled_region"],
        gw=int(row["gw"]) if row["gw"] else None,
        ucdp=row["ucdp"] or None,
        ucdp_region=row["ucdp_region"] or None,
    )


def acled_country(code: str | None) -> str | None:
    """ACLED's name of a country, else its usual one.

    >>> acled_country("CD")
    'Democratic Republic of Congo'
    """
    found = country_of(code)
    return found.acled if found else country_name(code)


def priogrid(lat: float, lon: float) -> int:
    """The id of the PRIO-GRID cell that a point lies in: (row - 1) * 720 + column.

    Rows are counted from the south, columns from the west; what lies on an edge is in the cell north or east of it,
    and in the last one at the pole and at 180 degrees (PRIO-GRID Codebook 2.0, Tollefsen and others 2012).

    >>> priogrid(10.51, 2.29), priogrid(-90, -180), priogrid(90, 180)
    (145085, 1, 259200)
    """
    row = min(int((lat + 90) * 2), ROWS - 1)
    column = min(int((lon + 180) * 2), COLUMNS - 1)
    return row * COLUMNS + column + 1


def number_of(id: str) -> int:
    """A whole number for an id, always the same: of up to 15 digits, which a floating-point number holds exactly.

    >>> number_of("i-f258544f5c7f"), number_of("market") < 2**48
    (266461185531007, True)
    """
    known = _CONTENT_ID.fullmatch(id)
    return int(known[1] if known else hashlib.sha256(id.encode()).hexdigest()[:12], 16)
