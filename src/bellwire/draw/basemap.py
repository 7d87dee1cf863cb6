"""What lies under the marks: land, borders, divisions, waters and names, decoded from TopoJSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Any

from bellwire.errors import KnowledgeError
from bellwire.knowledge.gazetteer.gazetteer import gazetteer

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees; east may be above 180."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A name on the map; the larger `weight`, the sooner it is written."""

    name: str
    lat: float
    lon: float
    weight: int


class Topology:
    """A TopoJSON file: arcs that shapes share, each decoded once."""

    def __init__(self, data: dict[str, Any]) -> None:
        (self._kx, self._ky), (self._dx, self._dy) = data["transform"]["scale"], data["transform"]["translate"]
        self._arcs: list[list[list[int]]] = data["arcs"]
        self._objects: dict[str, Any] = data["objects"]
        self._decoded: dict[int, list[Point]] = {}
        self._boxes: dict[int, Box] = {}

    def arc(self, index: int) -> list[Point]:
        """The points (degrees: longitude, latitude) of an arc, from its start to its end."""
        if index not in self._decoded:
            steps = self._arcs[index]
            xs, ys = accumulate(step[0] for step in steps), accumulate(step[1] for step in steps)
            self._decoded[index] = [
                (x * self._kx + self._dx, y * self._ky + self._dy) for x, y in zip(xs, ys, strict=True)
            ]
        return self._decoded[index]

    def box(self, index: int) -> Box:
        """The box around an arc."""
        if index not in self._boxes:
            xs, ys = zip(*self.arc(index), strict=True)
            self._boxes[index] = (min(xs), min(ys), max(xs), max(ys))
        return self._boxes[index]

    def polygons(self, name: str) -> Iterator[list[list[int]]]:
        """Each polygon of an object, as rings of arcs; `~n` is the arc n the other way round."""
        for shape in self._shapes(name):
            if shape["type"] == "Polygon":
                yield shape["arcs"]
            elif shape["type"] == "MultiPolygon":
                yield from shape["arcs"]

    def lines(self, name: str) -> Iterator[list[int]]:
        """Each line of an object, as arcs."""
        for shape in self._shapes(name):
            if shape["type"] == "LineString":
                yield shape["arcs"]
            elif shape["type"] == "MultiLineString":
                yield from shape["arcs"]

    def _shapes(self, name: str) -> Iterator[dict[str, Any]]:
        shape = self._objects.get(name, {})
        yield from shape.get("geometries", [shape]) if shape else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """Land and borders for the world and for small extents, waters, and names of towns and countries."""

    world: Topology
    detail: Topology
    waters: Topology
    towns: Sequence[Town]
    countries: Sequence[Town]


LARGE = 100_000
"""People who live in a town that stands on a map without a basemap, at least."""
BUILT = ("world", "detail", "waters", "labels", "towns")


@lru_cache(maxsize=1)
def shipped_basemap() -> Basemap | None:
    """The basemap that comes with the desk's assets; None where they were not built, as without Node."""
    folder = files("bellwire") / "web" / "static" / "built"
    if not isinstance(folder, Path) or not all((folder / f"{name}.json").is_file() for name in BUILT):
        return None
    return read_basemap(folder)


@lru_cache(maxsize=1)
def known_towns() -> Sequence[Town]:
    """The larger towns of the gazetteer, the weightiest first, for a map without a basemap; none where it is not built.

    >>> known_towns()[0].weight >= LARGE
    True
    """
    try:
        found = gazetteer().large(LARGE)
    except KnowledgeError:
        return ()
    return [Town(name=town.name, lat=town.lat, lon=town.lon, weight=town.weight) for town in found]


def read_basemap(folder: Path) -> Basemap:
    """The basemap of a folder of world.json, detail.json, waters.json, labels.json and towns.json."""
    world, detail, waters, labels, towns = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in BUILT
    )
    return Basemap(
        world=Topology(world),
        detail=Topology(detail),
        waters=Topology(waters),
        towns=_names(towns, "thousands"),
        countries=_names(labels["countries"], "size"),
    )


def _names(columns: dict[str, list[Any]], weight: str) -> list[Town]:
    """The names of a table of columns, the weightiest first."""
    rows = zip(columns["name"], columns["lat"], columns["lon"], columns[weight], strict=True)
    towns = [Town(name=name, lat=lat, lon=lon, weight=heavy) for name, lat, lon, heavy in rows]
    return sorted(towns, key=lambda town: (-town.weight, town.name))
