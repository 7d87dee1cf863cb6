"""When it happened: a lane for each type or place, days as marks, windows as bars."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from bellwire.draw.calendar import Line, day_of, padded, ticks
from bellwire.draw.form import Moment, Words
from bellwire.draw.shapes import DEEDS, WORDS, look_of, stamp
from bellwire.draw.svg import (
    clean,
    colour,
    cut,
    element,
    heading,
    picture,
    refs,
    small_print,
    text,
    titled,
    width_of,
)

WIDTH = 760
MOST = 200
"""Incidents that are drawn one by one; of more there are columns of how many."""
FEW, FAR = 0.1, 1.0
"""At most this part of the incidents is left aside, where they lie before all others by more than these take, as often.

Looked at on the project's example pages and on invented years, 2026-11.
"""
LEAST = 30
"""Days that the axis may be longer for the sake of old incidents in any case."""
LANES = 12
ROW = 20.0
COLUMN = 46.0

Lanes = Literal["type", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Moments of one type and one time, drawn as one. None is an open end."""

    type: str
    start: date | None
    end: date | None
    moments: tuple[Moment, ...]

    @property
    def day(self) -> bool:
        """Whether it is a single day."""
        return self.start is not None and self.start == self.end


def timeline_svg(
    moments: Iterable[Moment], *, words: Words | None = None, lanes: Lanes = "type", width: int = WIDTH
) -> str:
    """Moments in time as SVG, in lanes by type or by place; numbers are those of the list.

    A day is a mark; a window is a pale bar with broken ends, as it is not known when in it; an end that is not known
    runs out of the picture. Above 200 incidents they are counted in columns.
    """
    words, moments = words or Words(), list(moments)
    title = words.title or "When it happened"
    top, below = heading(title, width)
    dated = [moment for moment in moments if day_of(moment.start) or day_of(moment.end)]
    earlier, shown = _aside(dated)
    if dated:
        drawn, end = _lines(shown, lanes, width, below)
    else:
        drawn, end = _nothing(len(moments), width, below)
    rows, end = small_print(_notes(words, moments, earlier, shown), width, end + 18)
    return picture(width, end, [*top, *drawn, *rows], title=title, about=_about(moments, dated))


def _aside(dated: Sequence[Moment]) -> tuple[list[Moment], list[Moment]]:
    """The few moments that lie so far before all others that they would squeeze these to the edge, and the others.

    They end at the widest gap; what is left is looked at again, as long as they are few.
    """
    ordered = sorted(dated, key=_last)
    first = [*accumulate((_first(moment).toordinal() for moment in reversed(ordered)), min)][::-1]
    few, reach, n = int(len(ordered) * FEW), _last(ordered[-1]).toordinal() if ordered else 0, 0
    while n < few:
        widest = max(range(n + 1, few + 1), key=lambda at: first[at] - _last(ordered[at - 1]).toordinal())
        if first[widest] - first[n] <= FAR * max(reach - first[widest], LEAST):
            break
        n = widest
    aside = {id(moment) for moment in ordered[:n]}
    return ordered[:n], [moment for moment in dated if id(moment) not in aside]


def _first(moment: Moment) -> date:
    """The first day of a moment, or the only one that is known."""
    return min(day for day in (day_of(moment.start), day_of(moment.end)) if day)


def _last(moment: Moment) -> date:
    """The last day of a moment, or the only one that is known."""
    return max(day for day in (day_of(moment.start), day_of(moment.end)) if day)


def _nothing(count: int, width: int, top: float) -> tuple[list[str], float]:
    said = "No incident is found." if not count else "None of the incidents has a date."
    box = element("rect", x=12, y=top, width=width - 24, height=80, fill="none", stroke=colour("grid"))
    return [box, text(width / 2, top + 45, said, 14, text_anchor="middle", fill=colour("muted"))], top + 80


def _lines(dated: Sequence[Moment], lanes: Lanes, width: int, top: float) -> tuple[list[str], float]:
    """The lanes and the days under them, and where they end."""
    named = _lanes(dated, lanes)
    side = min(max(width_of(name, 12) for name in named) + 44, 190)
    days = [day for m in dated for day in (day_of(m.start), day_of(m.end)) if day]
    first, last = padded(min(days), max(days))
    line = Line(first=first, last=last, left=side, width=width - side - 14)
    many = len(dated) > MOST
    drawn, y = [], top
    for name, moments in named.items():
        body, tall = _columns(moments, line, y) if many else _bars(moments, line, y)
        drawn += [element("line", x1=12, y1=y, x2=width - 14, y2=y, stroke=colour("grid")), *body]
        label = y + (tall / 2 if many or tall < 2 * ROW else ROW / 2 + 2)
        if lanes == "type":
            drawn.append(stamp(moments[0].type, 21, label, 6))
        drawn.append(text(34 if lanes == "type" else 12, label + 4, cut(name, side - 42)))
        y += tall
    axis = _axis(line, top, y)
    return [*axis, *drawn], y + 18


def _lanes(dated: Sequence[Moment], lanes: Lanes) -> dict[str, list[Moment]]:
    """The moments of each lane: the types in their order, or the places with most; the rest in one."""
    if lanes == "type":
        kinds = {moment.type for moment in dated}
        order = [type_ for type_ in (*DEEDS, *WORDS) if type_ in kinds] + sorted(kinds - DEEDS.keys() - WORDS.keys())
        return {type_.lower(): [m for m in dated if m.type == type_] for type_ in order}
    counted = Counter(clean(moment.place or "") or "no place" for moment in dated)
    places = sorted(counted, key=lambda place: (-counted[place], place))
    shown = places if len(places) <= LANES else places[: LANES - 1]
    found: dict[str, list[Moment]] = {place: [] for place in shown}
    for moment in dated:
        place = clean(moment.place or "") or "no place"
        found.setdefault(place if place in found else "other places", []).append(moment)
    return found


def _bars(moments: Sequence[Moment], line: Line, top: float) -> tuple[list[str], float]:
    """Marks and bars in as many rows as they need, and how tall these are."""
    ends: list[float] = []
    drawn = []
    for bar in _together(moments):
        left, right = _reach(bar, line)
        label = refs(m.ref for m in bar.moments)
        wide = width_of(label, 11) + 6 if label else 2
        before = right + 4 + wide > line.left + line.width + 10
        start, end = (left - wide - 4, right) if before else (left, right + 4 + wide)
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        ends[row : row + 1] = [end + 4]
        y = top + 4 + ROW * row + ROW / 2
        drawn.append(_bar(bar, left, right, y))
        if label:
            at = left - 4 if before else right + 4
            drawn.append(text(at, y + 4, label, 11, text_anchor="end" if before else None))
    return drawn, ROW * max(len(ends), 1) + 8


def _together(moments: Sequence[Moment]) -> list[Bar]:
    """Moments of one type and time put together, in the order of time."""
    found: dict[tuple[str, date | None, date | None], list[Moment]] = {}
    for moment in moments:
        start, end = day_of(moment.start), day_of(moment.end)
        start, end = (end, start) if start and end and end < start else (start, end)
        found.setdefault((moment.type, start, end), []).append(moment)
    bars = [Bar(type=kind, start=a, end=b, moments=tuple(some)) for (kind, a, b), some in found.items()]
    return sorted(bars, key=lambda b: (b.start or date.min, b.end or date.max, b.type))


def _reach(bar: Bar, line: Line) -> tuple[float, float]:
    """From where to where a bar is drawn, in pixels; a day is as wide as its mark."""
    left = line.at(bar.start) if bar.start else line.left
    right = line.until(bar.end) if bar.end else line.left + line.width
    if bar.day or right - left < 12:
        middle = min(max((left + right) / 2, line.left + 7), line.left + line.width - 7)
        return middle - 7, middle + 7
    return left, right


def _bar(bar: Bar, left: float, right: float, y: float) -> str:
    """A mark for a day, a bar for a window."""
    named = "; ".join(f"{m.ref}. {m.title}" if m.ref is not None else m.title for m in bar.moments[:12])
    if bar.day:
        return element("g", titled(f"{bar.start}: {named}"), stamp(bar.type, (left + right) / 2, y, 6))
    if right - left <= 14:
        body = stamp(bar.type, (left + right) / 2, y, 6, sure=False)
        return element("g", titled(f"{bar.start} to {bar.end}: {named}"), body)
    fill = look_of(bar.type)[1]
    dark = fill if bar.type in DEEDS else "#57606a"
    body = element("rect", x=left, y=y - 5, width=right - left, height=10, fill=fill, fill_opacity=0.22)
    edges = f"M{left:.1f},{y - 5:.1f}H{right:.1f}M{left:.1f},{y + 5:.1f}H{right:.1f}"
    lines = [element("path", d=edges, stroke=dark, stroke_width=1.2, stroke_dasharray="4 2", fill="none")]
    ends = [f"M{x:.1f},{y - 6:.1f}v12" for x, day in ((left, bar.start), (right, bar.end)) if day]
    if ends:
        lines.append(element("path", d="".join(ends), stroke=dark, stroke_width=1.8, fill="none"))
    inner = (left + 9 if bar.start else right - 9, y) if right - left > 30 else ((left + right) / 2, y)
    words = f"{bar.start or 'not known when'} to {bar.end or 'not known when'}: {named}"
    return element("g", titled(words), body, *lines, stamp(bar.type, *inner, 4.5, sure=False))


def _columns(moments: Sequence[Moment], line: Line, top: float) -> tuple[list[str], float]:
    """How many incidents begin in each part of the line, as columns, with the most in figures."""
    parts = min(line.days, 60)
    counted: Counter[int] = Counter()
    for moment in moments:
        day = day_of(moment.start) or day_of(moment.end) or line.first
        counted[(day - line.first).days * parts // line.days] += 1
    most, wide = max(counted.values()), line.width / parts
    fill = look_of(moments[0].type)[1]
    dark = fill if moments[0].type in DEEDS else "#57606a"
    drawn = []
    for part, count in sorted(counted.items()):
        tall = max((COLUMN - 18) * count / most, 1.5)
        x, y = line.left + part * wide, top + COLUMN - 2 - tall
        rect = {"x": x + 0.5, "y": y, "width": max(wide - 1, 1.0), "height": tall}
        drawn.append(element("rect", titled(str(count)), **rect, fill=fill, stroke=dark, stroke_width=0.6))
        if count == most and not any("font-size" in piece for piece in drawn):
            drawn.append(text(x + wide / 2, y - 3, str(count), 10, text_anchor="middle"))
    return drawn, COLUMN


def _axis(line: Line, top: float, bottom: float) -> list[str]:
    """The days under the lanes, with lines up through them."""
    drawn = [element("line", x1=line.left, y1=bottom, x2=line.left + line.width, y2=bottom, stroke=colour("ink"))]
    free = -1.0
    for day, name in ticks(line):
        x, half = line.at(day), width_of(name, 11) / 2
        drawn.append(element("line", x1=x, y1=top, x2=x, y2=bottom + 4, stroke=colour("grid")))
        left = min(max(x - half, 2), line.left + line.width + 12 - 2 * half)
        if left >= free:
            drawn.append(text(left, bottom + 16, name, 11, fill=colour("muted")))
            free = left + 2 * half + 6
    return drawn


def _notes(words: Words, moments: Sequence[Moment], earlier: Sequence[Moment], dated: Sequence[Moment]) -> list[str]:
    """The lines under the lanes."""
    lines = list(words.notes)
    if earlier:
        lines.append(_earlier(earlier))
    if len(dated) > MOST:
        lines.append(
            f"{len(dated):,} incidents are too many to draw one by one: the columns say how many begin in each part of "
            "the time, with the most in a part written over it."
        )
    elif any(not bar.day for bar in _together(dated)):
        lines.append(
            "A bar with a broken line, or a hollow mark: some time in this window; a side without an end is open."
        )
    undated = len(moments) - len(dated) - len(earlier)
    if dated and undated:
        lines.append(f"{undated:,} of {len(moments):,} incidents have no date and are not shown.")
    if words.as_known_on:
        lines.append(f"As known on {words.as_known_on}.")
    return [*lines, *([f"Sources: {words.sources}."] if words.sources else [])]


def _earlier(earlier: Sequence[Moment]) -> str:
    """How many incidents are left aside, from when they are, and which."""
    first, last = min(map(_first, earlier)).year, max(map(_last, earlier)).year
    years = str(first) if first == last else f"{first}–{last}"
    listed = refs((moment.ref for moment in earlier), most=12)
    which = f" ({listed})" if listed else ""
    one = len(earlier) == 1
    return f"{len(earlier):,} earlier incident{'' if one else 's'}{which}, {years}, {'is' if one else 'are'} not drawn."


def _about(moments: Sequence[Moment], dated: Sequence[Moment]) -> str:
    """What the timeline shows, for those who cannot see it."""
    if not dated:
        return "No timeline: no incident has a date."
    ordered = sorted(dated, key=lambda m: (m.start or m.end or "", m.ref or 0))
    when = [f"{m.start or 'open'}{'' if m.end == m.start else f' to {m.end or chr(63)}'}" for m in ordered[:20]]
    named = "; ".join(f"{at}: {clean(m.title)}" for at, m in zip(when, ordered, strict=False))
    more = f"; and {len(dated) - 20} more" if len(dated) > 20 else ""
    return f"A timeline of {len(dated)} of {len(moments)} incidents: {named}{more}."
