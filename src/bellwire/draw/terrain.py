"""The lines under the marks as SVG paths: cut to the frame, simplified to what the picture can show."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from bellwire.draw.basemap import Basemap, Point, Topology
from bellwire.draw.frame import Frame
from bellwire.draw.svg import colour, element

NEAR = 28.0
"""Degrees from which on the coarse outlines do: finer ones could not be seen in a picture."""
EDGE = 6.0
"""Pixels beyond the frame to which shapes are cut, so that their cut edges are not seen."""
LAKE = {"stroke": colour("coast"), "stroke_width": 0.5}
ENOUGH = 110_000
"""Bytes of outlines at most: a picture stays below 150 kB."""


def terrain(basemap: Basemap, frame: Frame) -> list[str]:
    """Land, waters, divisions and borders in a frame, coarser where they would be too many."""
    for coarse in (0.6, 1.2, 2.4, 4.8):
        drawn = _terrain(basemap, frame, coarse)
        if sum(map(len, drawn)) < ENOUGH:
            break
    return drawn


def _terrain(basemap: Basemap, frame: Frame, coarse: float) -> list[str]:
    near = frame.span() < NEAR
    topology = basemap.detail if near else basemap.world
    outlines, waters = Outlines(topology, frame, coarse), Outlines(basemap.waters, frame, coarse)
    seam = frame.west < 180 < frame.east or frame.west < -180 < frame.east
    coast = {"stroke": "none"} if seam else {"stroke": colour("coast"), "stroke_width": 0.7}
    layers = [element("path", d=outlines.areas("land"), fill=colour("land"), fill_rule="evenodd", **coast)]
    if seam:
        layers.append(_line(outlines.shores("land"), "coast", 0.7))
    layers.append(_line(waters.ways("rivers"), "coast", 0.6) if frame.span() < 2 * NEAR else "")
    layers.append(element("path", d=waters.areas("lakes"), fill=colour("water"), **LAKE))
    if near:
        layers.append(_line(outlines.ways("provinces"), "province", 0.8, stroke_dasharray="3 2"))
    layers.append(_line(outlines.ways("borders"), "border", 1.1))
    return [layer for layer in layers if layer and ' d=""' not in layer]


def _line(path: str, name: str, width: float, **more: object) -> str:
    return element(
        "path", d=path, fill="none", stroke=colour(name), stroke_width=width, stroke_linejoin="round", **more
    )


class Outlines:
    """A topology in a frame. Arcs outside the frame are passed over with a chord, which does not touch it either."""

    def __init__(self, topology: Topology, frame: Frame, coarse: float) -> None:
        self._topology, self._frame, self._coarse = topology, frame, coarse
        self._drawn: dict[tuple[int, int], list[Point]] = {}
        first, last = int((frame.west + 180) // 360), int((frame.east + 180) // 360)
        self._turns = [360 * turn for turn in range(first, last + 1)]

    def areas(self, name: str) -> str:
        """All areas of an object as a path."""
        parts: list[str] = []
        for turn in self._turns:
            for polygon in self._topology.polygons(name):
                for ring in polygon:
                    if not self._ring_seen(ring, turn):
                        continue
                    points = self._cut(self._joined(ring, turn))
                    if len(points) > 2 and _large(points):
                        parts.append(_path(points) + "z")
        return "".join(parts)

    def ways(self, name: str) -> str:
        """All lines of an object as a path."""
        lines = (self._joined(arcs, turn) for turn in self._turns for arcs in self._topology.lines(name))
        return "".join(_path(piece) for line in lines for piece in self._pieces(line))

    def shores(self, name: str) -> str:
        """The outlines of areas as lines, without the seam that cuts them at the date line."""
        arcs = sorted({max(a, ~a) for polygon in self._topology.polygons(name) for ring in polygon for a in ring})
        parts: list[str] = []
        for turn in self._turns:
            for arc in arcs:
                if not self._seen(arc, turn):
                    continue
                points = self._topology.arc(arc)
                for run in _runs(points, lambda a, b: abs(a[0]) < 179.99 or abs(b[0]) < 179.99):
                    placed = _simple([self._place(p, turn) for p in run], self._coarse)
                    parts.extend(_path(piece) for piece in self._pieces(placed))
        return "".join(parts)

    def _ring_seen(self, ring: Sequence[int], turn: int) -> bool:
        """Whether the box around a ring touches the frame."""
        boxes = [self._topology.box(max(arc, ~arc)) for arc in ring]
        frame, edge = self._frame, EDGE / self._frame.scale / self._frame.squeeze
        west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
        east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
        across = east + turn >= frame.west - edge and west + turn <= frame.east + edge
        return across and north >= frame.south - edge and south <= frame.north + edge

    def _place(self, point: Point, turn: int) -> Point:
        return self._frame.at(point[0] + turn, point[1])

    def _joined(self, arcs: Sequence[int], turn: int) -> list[Point]:
        """Arcs put together, in pixels."""
        points: list[Point] = []
        for arc in arcs:
            part = self._arc(max(arc, ~arc), turn)
            part = part[::-1] if arc < 0 else part
            points.extend(part[1:] if points else part)
        return points

    def _arc(self, arc: int, turn: int) -> list[Point]:
        if (arc, turn) not in self._drawn:
            points = self._topology.arc(arc)
            ends = [self._place(points[0], turn), self._place(points[-1], turn)]
            self._drawn[arc, turn] = (
                _simple([self._place(p, turn) for p in points], self._coarse) if self._seen(arc, turn) else ends
            )
        return self._drawn[arc, turn]

    def _seen(self, arc: int, turn: int) -> bool:
        """Whether the box around an arc touches the frame."""
        return self._ring_seen([arc], turn)

    def _cut(self, points: list[Point]) -> list[Point]:
        """The part of a ring in the frame (Sutherland and Hodgman, 1974)."""
        width, height = self._frame.width + EDGE, self._frame.height + EDGE
        for axis, limit, sign in ((0, -EDGE, 1), (0, width, -1), (1, -EDGE, 1), (1, height, -1)):
            if not points:
                break
            kept: list[Point] = []
            before = points[-1]
            for point in points:
                inside, was = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
                if inside != was:
                    kept.append(_crossing(before, point, axis, limit))
                if inside:
                    kept.append(point)
                before = point
            points = kept
        return points

    def _pieces(self, line: Sequence[Point]) -> Iterator[list[Point]]:
        """The parts of a line in the frame: steps of which the box touches it."""
        width, height = self._frame.width, self._frame.height

        def touches(a: Point, b: Point) -> bool:
            return (
                max(a[0], b[0]) >= 0 and min(a[0], b[0]) <= width and max(a[1], b[1]) >= 0 and min(a[1], b[1]) <= height
            )

        return _runs(line, touches)


def _runs(points: Sequence[Point], wanted: Callable[[Point, Point], bool]) -> Iterator[list[Point]]:
    """Runs of points between which every step is wanted."""
    run: list[Point] = []
    for before, after in pairwise(points):
        if wanted(before, after):
            run = [*run, after] if run else [before, after]
        elif run:
            yield run
            run = []
    if run:
        yield run


def _crossing(a: Point, b: Point, axis: int, limit: float) -> Point:
    """Where the way from a to b crosses a limit."""
    part = (limit - a[axis]) / (b[axis] - a[axis])
    other = a[1 - axis] + part * (b[1 - axis] - a[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def _simple(points: list[Point], coarse: float) -> list[Point]:
    """The points of a line that lie further than `coarse` pixels from the last one kept; its ends always."""
    kept = [points[0]]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= coarse * 1.4:
            kept.append(point)
    return [*kept, points[-1]]


def _large(points: Sequence[Point]) -> bool:
    """Whether a ring can be seen at all."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return max(xs) - min(xs) + max(ys) - min(ys) > 1.6


def _path(points: Sequence[Point]) -> str:
    """Points as a path of steps, in tenths of a pixel, which do not add up their rounding.

    >>> _path([(0, 0), (1.25, 1), (1.25, 1), (2, 0)])
    'M0,0l1.2,1 .8,-1'
    """
    at = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(at) if a != b]
    if not steps:
        return ""
    return f"M{_tenths(at[0][0])},{_tenths(at[0][1])}l" + " ".join(f"{_tenths(x)},{_tenths(y)}" for x, y in steps)


def _tenths(n: int) -> str:
    whole, part = divmod(abs(n), 10)
    digits = (f"{whole or ''}.{part}" if part else f"{whole}") if n else "0"
    return f"-{digits}" if n < 0 else digits
