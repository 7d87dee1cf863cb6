"""Which part of the globe a map shows, and where a point of it lies in the picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from bellwire.draw.basemap import Box, Point

LEAST = 3.0
"""Degrees that a map shows at least, so that one town has a country around it."""
FLAT, TALL = 0.5, 0.8
"""A map's height in parts of its width, at least and at most."""
KM = 111.195
"""Kilometres in a degree of latitude, on a sphere of 6371 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A box of the globe in a picture: equirectangular, true to scale at the middle latitude."""

    west: float
    south: float
    east: float
    north: float
    width: float
    squeeze: float

    @property
    def scale(self) -> float:
        """Pixels in a degree of latitude."""
        return self.width / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """The map's height in pixels."""
        return (self.north - self.south) * self.scale

    def at(self, lon: float, lat: float) -> Point:
        """Where a point lies, in pixels from the upper left corner."""
        return (lon - self.west) * self.squeeze * self.scale, (self.north - lat) * self.scale

    def turned(self, lon: float) -> float:
        """A longitude as this box counts it: from its west on."""
        return self.west + (lon - self.west) % 360

    def span(self) -> float:
        """Degrees of latitude that the longer side is as long as."""
        return max(self.north - self.south, (self.east - self.west) * self.squeeze)


def frame_of(points: Sequence[Point], width: float) -> Frame:
    """The frame of a map on which all points (longitude, latitude) lie, with a margin around them."""
    west, east = around(lon for lon, _ in points)
    south, north = min(lat for _, lat in points), max(lat for _, lat in points)
    middle = (south + north) / 2
    squeeze = max(cos(radians(middle)), 0.2)
    tall = max((north - south) * 1.25, LEAST)
    wide = max((east - west) * squeeze * 1.25, LEAST)
    tall, wide = max(tall, wide * FLAT), max(wide, tall / TALL)
    tall, wide = min(tall, 180.0), min(wide, 360 * squeeze)
    centre = (west + east) / 2
    lower = min(max(middle - tall / 2, -90.0), 90.0 - tall)
    half = wide / squeeze / 2
    box: Box = (centre - half, lower, centre + half, lower + tall)
    if half >= 179.99:
        box = (-180.0, lower, 180.0, lower + tall)
    return Frame(west=box[0], south=box[1], east=box[2], north=box[3], width=width, squeeze=squeeze)


def around(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest way around the globe on which all longitudes lie, from west to east.

    >>> around([178.0, -179.0, 179.5])
    (178.0, 181.0)
    >>> around([10.0])
    (10.0, 10.0)
    """
    found = sorted({(lon + 180) % 360 - 180 for lon in longitudes})
    gaps = [(after - before, n) for n, (before, after) in enumerate(pairwise(found), 1)]
    gap, start = max(gaps, default=(0.0, 0))
    if gap <= found[0] + 360 - found[-1]:
        return found[0], found[-1]
    return found[start], found[start - 1] + 360
