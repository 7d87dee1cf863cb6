"""Incidents as GeoJSON (RFC 7946), with the time member of OGC Features and Geometries JSON (JSON-FG 1.0).

One feature an incident, a line each, so that the file can be read as it comes. The properties are those of Bellwire's
own table of incidents: flat, lists as JSON lists, null where nothing is known. An incident without a point has the
geometry null: it is in the file, and on no map. A point of `where_prec` 4 and above stands for a province, a line or a
country, not for a spot. The member `bellwire` of the collection says what the file is of.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, BinaryIO

from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import incidents
from bellwire.export.plain import days_of
from bellwire.export.stream import json_bytes, nested, write_array

CONFORMS = ("http://www.opengis.net/spec/json-fg-1/1.0/conf/core",)
"""The class of JSON-FG that the file keeps to (OGC 21-045r1)."""
OPEN = ".."
"""An end of an interval that is open."""


def point(dossier: Dossier) -> tuple[float, float] | None:
    """Degrees east and north of an incident, in GeoJSON's order; None where it has no point."""
    where = dossier.incident.where
    return (where.lon, where.lat) if where and where.lat is not None and where.lon is not None else None


def _on(dossier: Dossier) -> str | None:
    first, last = days_of(dossier)
    return first if first == last else None


def _between(dossier: Dossier) -> tuple[str, str] | None:
    first, last = days_of(dossier)
    return (first or OPEN, last or OPEN) if first != last else None


@cache
def features() -> Table[Dossier]:
    """The members of a feature but for its properties."""
    values: dict[str, Callable[[Dossier], object]] = {
        "type": lambda d: "Feature",
        "id": lambda d: d.incident.id,
        "time.date": _on,
        "time.interval": _between,
        "geometry.type": lambda d: "Point" if point(d) else None,
        "geometry.coordinates": point,
    }
    return table("geojson", values)


def feature(dossier: Dossier) -> dict[str, Any]:
    """The feature of an incident."""
    row = next(features().rows((dossier,)))
    made = dict.fromkeys(("type", "id", "time", "geometry")) | nested(features().names, row)
    own = incidents().table
    return made | {"properties": dict(zip(own.names, next(own.rows((dossier,))), strict=True))}


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the collection, a feature at a time."""
    head = {"type": "FeatureCollection", "conformsTo": CONFORMS, "bellwire": source.about}
    write_array(out, map(feature, source.dossiers(False)), head=json_bytes(head)[:-1] + b',"features":', tail=b"}\n")


FORMAT = Format(
    name="geojson",
    about="Incidents as points for QGIS, Leaflet, geopandas and others (RFC 7946), with their time (JSON-FG).",
    suffix=".geojson",
    media="application/geo+json",
    write=write,
    columns=("geojson", "incidents"),
)
