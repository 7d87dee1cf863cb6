"""Where it happened: marks on a map of their own, with a legend, a scale and what has to be said of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

from bellwire.draw.basemap import Basemap, Town, known_towns
from bellwire.draw.form import Mark, Words
from bellwire.draw.frame import KM, Frame, frame_of
from bellwire.draw.labels import Room, Rooms, beside
from bellwire.draw.shapes import DEEDS, SEVERAL, WORDS, ink_on, shape, stamp
from bellwire.draw.svg import (
    clean,
    colour,
    element,
    heading,
    number,
    picture,
    refs,
    small_print,
    text,
    titled,
    width_of,
)
from bellwire.draw.terrain import terrain

UNSURE = 2
"""UCDP's where_prec up to which a point is the place itself or within 25 km of it."""
SIZES = ((100, 15.0, "100 and more"), (10, 12.5, "10 to 99"), (1, 10.5, "1 to 9"), (0, 8.5, "none, or no figure"))
DISCLAIMER = (
    "Boundaries and names shown do not imply endorsement or acceptance. Places are as precise as they were reported."
)
OVER = 0.6
"""How much of a mark may not lie on another, in parts of its radius: both numbers can be read (seen in 2026-11)."""
MOST_TOWNS = 14
WIDTH = 760


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Marks that are drawn as one, where they lie in the map, in pixels."""

    x: float
    y: float
    marks: tuple[Mark, ...]

    @property
    def radius(self) -> float:
        """The radius of the mark: by the largest toll in it; a hollow one is larger."""
        toll = max((mark.toll or 0.0 for mark in self.marks), default=0.0)
        size = next(radius for least, radius, _ in SIZES if toll >= least)
        return size if self.sure else size + 3

    @property
    def body(self) -> float:
        """The radius that is drawn: a number of incidents needs room."""
        return self.radius if len(self.marks) == 1 else max(self.radius, 11.0)

    @property
    def sure(self) -> bool:
        """Whether one of the marks at least has a point that is precise."""
        return any(sure(mark) for mark in self.marks)


def sure(mark: Mark) -> bool:
    """Whether a mark's point is the place itself, or near it."""
    return mark.where_prec is None or mark.where_prec <= UNSURE


def map_svg(
    marks: Iterable[Mark],
    *,
    words: Words | None = None,
    basemap: Basemap | None = None,
    width: int = WIDTH,
) -> str:
    """Marks on a map as SVG: grouped where they lie on each other, sized by toll, told apart by shape and number.

    Without a basemap there is a grid of degrees in its place. Marks without a point are counted in a note; where none
    has one the picture says so.
    """
    words, marks = words or Words(), list(marks)
    placed = [mark for mark in marks if mark.lat is not None and mark.lon is not None and -90 <= mark.lat <= 90]
    title = words.title or "Where it happened"
    top, below = heading(title, width)
    if not placed:
        drawn, height = _nothing(len(marks), width, below)
    else:
        drawn, height = _map(placed, basemap, width, below)
    rows, end = small_print(_notes(words, marks, placed, basemap), width, height + 18)
    return picture(width, end, [*top, *drawn, *rows], title=title, about=_about(marks, placed))


def _map(placed: Sequence[Mark], basemap: Basemap | None, width: int, top: float) -> tuple[list[str], float]:
    """The map and its legend, and where they end."""
    inner = width - 24
    frame = frame_of([(float(mark.lon or 0), float(mark.lat or 0)) for mark in placed], inner)
    spots = spots_of(placed, frame)
    under = [element("rect", width=frame.width, height=frame.height, fill=colour("water"))]
    under += terrain(basemap, frame) if basemap else _grid(frame)
    rooms = Rooms(frame.width, frame.height)
    scale = _scale(frame, rooms)
    over = _spots(spots, rooms)
    names = (
        _names(basemap.countries, basemap.towns, frame, rooms) if basemap else _names((), known_towns(), frame, rooms)
    )
    inside = element(
        "svg", *under, *names, *over, *scale, x=12, y=top, width=frame.width, height=frame.height, overflow="hidden"
    )
    line = element(
        "rect", x=12, y=top, width=frame.width, height=frame.height, fill="none", stroke=colour("muted"), stroke_width=1
    )
    legend, end = _legend(placed, spots, width, top + frame.height + 20)
    return [inside, line, *legend], end


def _nothing(count: int, width: int, top: float) -> tuple[list[str], float]:
    """What stands in the place of a map where there is nothing to show on one."""
    said = "No incident is found." if not count else "None of the incidents has a place with a point on the map."
    box = element("rect", x=12, y=top, width=width - 24, height=120, fill=colour("water"), stroke=colour("grid"))
    return [box, text(width / 2, top + 65, said, 14, text_anchor="middle", fill=colour("muted"))], top + 120


def spots_of(marks: Sequence[Mark], frame: Frame) -> list[Spot]:
    """Marks put together where they would lie on each other, the largest first, in the order of their numbers."""
    exact: dict[tuple[float, float], list[Mark]] = {}
    for mark in marks:
        x, y = frame.at(frame.turned(mark.lon or 0.0), mark.lat or 0.0)
        exact.setdefault((round(x, 1), round(y, 1)), []).append(mark)
    spots = sorted((Spot(x=x, y=y, marks=tuple(found)) for (x, y), found in exact.items()), key=_weight)
    near = _Near()
    for spot in spots:
        near.add(spot)
    return near.spots()


class _Near:
    """Spots in squares as wide as two can be apart that are put together, so that each looks at nine squares only."""

    SIDE = (SIZES[0][1] + 3) * (1 + OVER)

    def __init__(self) -> None:
        self._found: list[tuple[Spot, list[Mark]]] = []
        self._squares: dict[tuple[int, int], list[int]] = {}

    def add(self, spot: Spot) -> None:
        """Puts a spot to the first that it would lie on, or keeps it as one of its own."""
        column, row = int(spot.x // self.SIDE), int(spot.y // self.SIDE)
        around = [n for a in (-1, 0, 1) for b in (-1, 0, 1) for n in self._squares.get((column + a, row + b), ())]
        kept = [self._found[n][0] for n in sorted(around)]
        for n, other in zip(sorted(around), kept, strict=True):
            if hypot(other.x - spot.x, other.y - spot.y) < other.body + OVER * spot.body:
                self._found[n][1].extend(spot.marks)
                return
        self._squares.setdefault((column, row), []).append(len(self._found))
        self._found.append((spot, list(spot.marks)))

    def spots(self) -> list[Spot]:
        """All spots, with the marks that were put to each."""
        return [Spot(x=spot.x, y=spot.y, marks=tuple(marks)) for spot, marks in self._found]


def _weight(spot: Spot) -> tuple[float, ...]:
    return (-len(spot.marks), -max(mark.toll or 0.0 for mark in spot.marks), spot.x, spot.y)


def _spots(spots: Sequence[Spot], rooms: Rooms) -> list[str]:
    """The marks, the larger ones under the smaller ones, with their numbers."""
    drawn: list[str] = []
    for spot in spots:
        reach = spot.radius * 1.2
        rooms.take(Room(spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach))
    for spot in sorted(spots, key=lambda s: (-s.radius, s.x, s.y)):
        drawn.append(_single(spot) if len(spot.marks) == 1 else _group(spot, rooms))
    return drawn


def _single(spot: Spot) -> str:
    """The mark of one incident, its number in it."""
    mark = spot.marks[0]
    named = f"{mark.ref}. {mark.title}" if mark.ref is not None else mark.title
    words = "" if mark.ref is None else str(mark.ref)
    inside = [titled(named), stamp(mark.type, spot.x, spot.y, spot.radius, sure=spot.sure)]
    if words:
        inside.append(_inside(words, spot, ink_on(mark.type, sure=spot.sure)))
    return element("g", *inside)


def _inside(words: str, spot: Spot, ink: str) -> str:
    """A number in a mark, smaller where it would not fit."""
    size = min(11.0, max(7.5, 11 * spot.radius * 1.75 / width_of(words, 11)))
    return text(spot.x, spot.y + size * 0.36, words, size, text_anchor="middle", font_weight="600", fill=ink)


def _group(spot: Spot, rooms: Rooms) -> str:
    """The mark of several incidents: how many in it, which beside it."""
    types = {mark.type for mark in spot.marks}
    ordered = sorted(spot.marks, key=lambda m: (m.ref is None, m.ref or 0, m.title))
    named = "; ".join(f"{m.ref}. {m.title}" if m.ref is not None else m.title for m in ordered[:12])
    words = f"×{len(spot.marks)}"
    radius = spot.body
    if len(types) == 1:
        type_ = next(iter(types))
        body, ink = stamp(type_, spot.x, spot.y, radius, sure=spot.sure), ink_on(type_, sure=spot.sure)
    else:
        dashes = None if spot.sure else "4 2"
        style = {"fill": SEVERAL[1], "stroke": "#1f2328", "stroke_width": 1.8, "stroke_dasharray": dashes}
        body, ink = shape(SEVERAL[0], spot.x, spot.y, radius, **style), "#1f2328"
    larger = Spot(x=spot.x, y=spot.y, marks=spot.marks)
    inside = [titled(named + (" …" if len(ordered) > 12 else "")), body, _inside(words, larger, ink)]
    listed = refs(mark.ref for mark in spot.marks)
    room = rooms.place(beside(spot.x, spot.y, radius * 1.2, listed, 11)) if listed else None
    if room:
        inside.append(_haloed(room.left + 1, room.bottom - 3, listed, 11, font_weight="600"))
    return element("g", *inside)


def _haloed(x: float, y: float, words: str, size: float, **more: object) -> str:
    """Words that can be read over lines: on paper of their own shape."""
    halo = {"stroke": colour("paper"), "stroke_width": 2.6, "stroke_linejoin": "round", "paint_order": "stroke"}
    return text(x, y, words, size, **halo, **more)


def _names(countries: Sequence[Town], towns: Sequence[Town], frame: Frame, rooms: Rooms) -> list[str]:
    """The names of countries and some towns, where there is room for them."""
    drawn, written = [], 0
    for town in _shown(countries, frame):
        x, y = frame.at(frame.turned(town.lon), town.lat)
        name, size = town.name.upper(), 10.5
        wide = width_of(name, size) * 1.1
        if town.weight * frame.scale / KM < wide * 0.6:
            continue
        if rooms.place([Room(x - wide / 2, y - 8, x + wide / 2, y + 6)]):
            style = {"fill": colour("muted"), "letter_spacing": 0.8}
            drawn.append(_haloed(x, y + 3, name, size, text_anchor="middle", **style))
    for town in _shown(towns, frame):
        if written >= MOST_TOWNS:
            break
        x, y = frame.at(frame.turned(town.lon), town.lat)
        room = rooms.place(beside(x, y, 5, town.name, 11))
        if room:
            written += 1
            drawn.append(element("circle", cx=x, cy=y, r=1.8, fill=colour("ink")))
            drawn.append(_haloed(room.left + 1, room.bottom - 3, town.name, 11))
    return drawn


def _shown(towns: Sequence[Town], frame: Frame) -> Iterable[Town]:
    """The towns in a frame, the weightiest first."""
    for town in towns:
        if frame.south < town.lat < frame.north and frame.turned(town.lon) < frame.east:
            yield town


def _grid(frame: Frame) -> list[str]:
    """Lines of latitude and longitude with their degrees: what is under the marks where no basemap was built."""
    step = next(step for step in (0.5, 1, 2, 5, 10, 20, 30, 60) if frame.span() / step <= 8 or step == 60)
    drawn = []
    for n in range(int(frame.south // step) + 1, int(frame.north // step) + 1):
        y = frame.at(frame.west, n * step)[1]
        drawn.append(element("line", x1=0, y1=y, x2=frame.width, y2=y, stroke=colour("grid")))
        drawn.append(text(4, y - 3, _degrees(n * step, "NS"), 10, fill=colour("muted")))
    for n in range(int(frame.west // step) + 1, int(frame.east // step) + 1):
        x = frame.at(n * step, frame.north)[0]
        drawn.append(element("line", x1=x, y1=0, x2=x, y2=frame.height, stroke=colour("grid")))
        drawn.append(text(x + 3, 12, _degrees((n * step + 180) % 360 - 180, "EW"), 10, fill=colour("muted")))
    return drawn


def _degrees(value: float, ends: str) -> str:
    """A latitude or longitude in words.

    >>> _degrees(-2.5, "NS"), _degrees(0.0, "EW")
    ('2.5°S', '0°')
    """
    return f"{number(abs(float(value)))}°{'' if value == 0 else ends[0] if value > 0 else ends[1]}"


def _scale(frame: Frame, rooms: Rooms) -> list[str]:
    """A scale bar in the lower left corner, true at the map's middle latitude."""
    lengths = [digit * 10**zeros for zeros in range(5) for digit in (1, 2, 5)]
    long = max(km for km in lengths if km * frame.scale / KM <= 150 or km == 1)
    pixels, y = long * frame.scale / KM, frame.height - 12
    words = f"{long:,} km"
    room = Room(6, y - 16, max(pixels, width_of(words, 11)) + 18, frame.height)
    rooms.take(room)
    path = f"M12,{number(y - 4)}v4h{number(pixels)}v-4"
    back = element(
        "rect", x=room.left, y=room.top, width=room.right - room.left, height=room.bottom - room.top - 6,
        fill=colour("paper"), fill_opacity=0.75,
    )  # fmt: skip
    line = element("path", d=path, fill="none", stroke=colour("ink"), stroke_width=1.4)
    return [back, line, text(16, y - 4, words, 11)]


def _legend(marks: Sequence[Mark], spots: Sequence[Spot], width: int, top: float) -> tuple[list[str], float]:
    """What each shape and size stands for, in rows, and where they end."""
    counted = Counter(mark.type for mark in marks)
    order = [type_ for type_ in (*DEEDS, *WORDS) if type_ in counted] + sorted(counted.keys() - DEEDS - WORDS.keys())
    entries = [(type_, 7.0, True, f"{type_.lower()} ({counted[type_]})") for type_ in order]
    if not all(sure(mark) for mark in marks):
        entries.append(("", 8.0, False, "hollow: only the area is known"))
    drawn, x, y = [], 22.0, top
    for type_, radius, filled, said in entries:
        wide = width_of(said, 12) + 36
        if x + wide > width - 12 and x > 22:
            x, y = 22.0, y + 24
        drawn += [stamp(type_, x, y, radius, sure=filled), text(x + 15, y + 4, said)]
        x += wide
    sized, y = _sizes(marks, y + 26)
    lines = []
    if any(mark.toll for mark in marks):
        lines.append(
            "The size is by people killed, the lowest figure that anybody gives; of several, by the largest of these."
        )
    if any(len(spot.marks) > 1 for spot in spots):
        lines.append(
            "×3: three incidents at or close to one place; where there is room, the numbers beside it say which."
        )
    if any(len({mark.type for mark in spot.marks}) > 1 for spot in spots):
        lines.append("A black square: incidents of several types.")
    rows, end = small_print(lines, width, y + 32) if lines else ([], y + 18)
    return [*drawn, *sized, *rows], end - (14 if lines else 0)


def _sizes(marks: Sequence[Mark], y: float) -> tuple[list[str], float]:
    """What the sizes stand for; nothing where all are of one size."""
    if not any(mark.toll for mark in marks):
        return [], y - 26
    x, drawn = 22.0, []
    for _, radius, said in reversed(SIZES):
        words = said if said.startswith("none") else f"{said} killed"
        drawn.append(element("circle", cx=x, cy=y, r=radius, fill="none", stroke=colour("muted"), stroke_width=1.2))
        drawn.append(text(x + radius + 6, y + 4, words))
        x += width_of(words, 12) + 2 * radius + 22
    return drawn, y


def _notes(words: Words, marks: Sequence[Mark], placed: Sequence[Mark], basemap: Basemap | None) -> list[str]:
    """The lines under the map."""
    lines = list(words.notes)
    if placed and len(placed) < len(marks):
        lines.append(f"{len(marks) - len(placed):,} of {len(marks):,} incidents have no point and are not shown.")
    if words.as_known_on:
        lines.append(f"As known on {words.as_known_on}.")
    lines.append(DISCLAIMER)
    if placed and basemap is None:
        lines.append("Land and borders are not drawn: the basemap was not built on this machine.")
    sources = [words.sources] if words.sources else []
    if placed and basemap is None and known_towns():
        sources.append("GeoNames (names of towns)")
    if placed and basemap:
        sources.append("Natural Earth (land, borders, waters); GeoNames (names of towns)")
    return [*lines, *([f"Sources: {'; '.join(sources)}."] if sources else [])]


def _about(marks: Sequence[Mark], placed: Sequence[Mark]) -> str:
    """What the map shows, for those who cannot see it."""
    if not placed:
        return "No map: no incident has a point."
    ordered = sorted(placed, key=lambda m: (m.ref is None, m.ref or 0))
    named = "; ".join(clean(f"{m.ref}. {m.title}" if m.ref is not None else m.title) for m in ordered[:20])
    more = f"; and {len(placed) - 20} more" if len(placed) > 20 else ""
    return f"A map of {len(placed)} of {len(marks)} incidents: {named}{more}."
