"""Looks names up in the gazetteer: an SQLite file opened read-only, once per process."""

import os
import sqlite3
from functools import cache, lru_cache
from math import floor
from pathlib import Path
from typing import NamedTuple

from bellwire.errors import KnowledgeError
from bellwire.knowledge.gazetteer.keys import key, loose_key

PATH = Path(__file__).parent / "places.sqlite"
MOST = 120
"""Places of one name that are looked at, the weightiest first."""

_FIND = """
SELECT p.id, p.name, p.lat, p.lon, p.country, p.admin1, p.feature, p.weight, p.precision, p.ref, n.kind
FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY p.weight DESC, p.id LIMIT ?
"""

_NEAR = """
SELECT 1 FROM places WHERE country = ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND feature LIKE 'PPL%' LIMIT 1
"""

_LARGE = """
SELECT id, name, lat, lon, country, admin1, feature, weight, precision, ref, 0
FROM places WHERE weight >= ? AND feature LIKE 'PPL%' AND feature <> 'PPLX' ORDER BY weight DESC, id
"""


class Entry(NamedTuple):
    """A place of the gazetteer. `admin1` is a code, `weight` its population or what stands for it, `kind` how the name
    that was looked up belongs to it: 0 its usual name, 1 another name, 2 short for it ("Minn.")."""

    id: int
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    feature: str
    weight: int
    precision: int
    ref: str
    kind: int


class Gazetteer:
    """The places by their names.

    >>> [(e.name, e.country, e.feature) for e in gazetteer().find("Baghouz")]
    [('Baghuz', 'SY', 'PPL')]
    """

    def __init__(self, path: Path) -> None:
        if not path.exists():
            raise KnowledgeError(
                f"the gazetteer {path.name} is not built; run: python -m bellwire.knowledge.gazetteer.build"
            )
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self.by_key = lru_cache(maxsize=4096)(self._by_key)
        self._settled = lru_cache(maxsize=65_536)(self._settled_around)
        self.division = lru_cache(maxsize=4096)(self._division)

    def _by_key(self, wanted: str) -> tuple[Entry, ...]:
        return tuple(map(Entry._make, self._base.execute(_FIND, (wanted, MOST))))

    def large(self, people: int) -> tuple[Entry, ...]:
        """The towns in which at least so many people live, the weightiest first."""
        return tuple(map(Entry._make, self._base.execute(_LARGE, (people,))))

    def find(self, name: str) -> tuple[Entry, ...]:
        """The places of a name, the weightiest first; spelling habits (accents, hyphens, apostrophes) do not matter."""
        return self.by_key(key(name))

    def find_alike(self, name: str) -> tuple[Entry, ...]:
        """The places whose name sounds like this one, in countries where names are written from Arabic and the like."""
        return self.by_key(loose_key(name))

    def near(self, country: str, lat: float, lon: float, degrees: float) -> bool:
        """Whether a settlement of a country is within so many degrees of a point's own degree, north and east.

        True too where the gazetteer has none of that country. It is asked by whole degrees, so that tables are fast.

        >>> gazetteer().near("ML", 15.2, -1.7, 4), gazetteer().near("ML", -1.7, 15.2, 4)
        (True, False)
        """
        return self._settled(country, floor(lat), floor(lon), degrees)

    def _settled_around(self, country: str, south: int, west: int, degrees: float) -> bool:
        if self.extent(country) is None:
            return True
        bounds = (south - degrees, south + 1 + degrees, west - degrees, west + 1 + degrees)
        return self._base.execute(_NEAR, (country, *bounds)).fetchone() is not None

    def extent(self, country: str) -> tuple[float, float, float, float] | None:
        """South, north, west and east of where a country's settlements lie."""
        row: tuple[float, float, float, float] | None = self._base.execute(
            "SELECT south, north, west, east FROM extents WHERE country = ?", (country,)
        ).fetchone()
        return row

    def _division(self, country: str, code: str) -> tuple[str, str] | None:
        """Name and ISO 3166-2 code of a first-order division."""
        row: tuple[str, str] | None = self._base.execute(
            "SELECT name, iso FROM divisions WHERE country = ? AND code = ?", (country, code)
        ).fetchone()
        return row


@cache
def _opened(path: Path, process: int) -> Gazetteer:
    return Gazetteer(path)


def gazetteer() -> Gazetteer:
    """The gazetteer, opened once per process (a connection must not cross a fork).

    Raises KnowledgeError, saying how to build it, where the file is not there.
    """
    return _opened(PATH, os.getpid())
