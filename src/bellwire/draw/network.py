"""Who did what to whom: actors around a circle, an arrow for what one did to another, as wide as it is often told."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, sin

from bellwire.draw.form import Deed, Words
from bellwire.draw.shapes import DEEDS, WORDS
from bellwire.draw.svg import clean, colour, cut, element, heading, picture, refs, small_print, text, titled

WIDTH = 760
MOST = 40
"""Actors that are drawn at most; the rest is counted in a note."""
LOUD = 30
"""Arrows that have their type and numbers written in the list under the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """What one actor did to another, over all incidents."""

    agent: str
    patient: str
    deeds: tuple[Deed, ...]


def network_svg(deeds: Iterable[Deed], *, words: Words | None = None, width: int = WIDTH) -> str:
    """Actors and what they did to each other as SVG; the actors of most incidents where there are more than 40."""
    words, given = words or Words(), list(deeds)
    deeds = [deed for deed in given if clean(deed.agent) != clean(deed.patient)]
    title = words.title or "Who did what to whom"
    top, y = heading(title, width)
    counted = Counter(name for deed in deeds for name in sorted({clean(deed.agent), clean(deed.patient)}))
    names = sorted(counted, key=lambda name: (-counted[name], name))[:MOST]
    arrows = _arrows([d for d in deeds if clean(d.agent) in names and clean(d.patient) in names])
    if arrows:
        drawn, y = _body(_order(names, arrows), counted, arrows, width, y)
    else:
        drawn, y = [text(12, y + 24, "No incident says who did it to whom.", 14)], y + 36
    rows, end = small_print(_notes(words, counted, names, arrows, len(given) - len(deeds)), width, y + 18)
    told = "; ".join(f"{a.agent} to {a.patient}: {_types(a)}" for a in arrows[:LOUD])
    return picture(width, end, [*top, *drawn, *rows], title=title, about=f"A network of {len(names)} actors. {told}")


def _arrows(deeds: Sequence[Deed]) -> list[Arrow]:
    """Deeds put together by who and whom, those of most incidents first."""
    found: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        found.setdefault((clean(deed.agent), clean(deed.patient)), []).append(deed)
    arrows = [Arrow(agent=agent, patient=patient, deeds=tuple(some)) for (agent, patient), some in found.items()]
    return sorted(arrows, key=lambda a: (-len(a.deeds), a.agent, a.patient))


def _order(names: Sequence[str], arrows: Sequence[Arrow]) -> list[str]:
    """The actors around the circle, such that those who have to do with each other stand together."""
    ties: dict[str, Counter[str]] = {name: Counter() for name in names}
    for arrow in arrows:
        ties[arrow.agent][arrow.patient] += len(arrow.deeds)
        ties[arrow.patient][arrow.agent] += len(arrow.deeds)
    order: list[str] = []
    left = [name for name in names if ties[name]]
    while left:
        recent = order[-3:]
        place = {name: n for n, name in enumerate(left)}
        following = max(left, key=lambda name: (sum(ties[name][other] for other in recent), -place[name]))
        order.append(following)
        left.remove(following)
    return order


def _body(
    order: Sequence[str], counted: Counter[str], arrows: Sequence[Arrow], width: int, top: float
) -> tuple[list[str], float]:
    """The circle with its arrows and names, the list of arrows, and where they end."""
    radius = min(max(110.0, 13.0 * len(order)), 190.0)
    middle = (width / 2, top + radius + 60)
    angles = {name: -pi / 2 + 2 * pi * (n + 0.5) / len(order) for n, name in enumerate(order)}
    at = {name: (middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for name, angle in angles.items()}
    size = {name: 5 + min(7.0, 1.6 * counted[name] ** 0.5) for name in order}
    most = len(arrows[0].deeds)
    drawn = [_arrow(arrow, at, size, middle, most, number) for number, arrow in enumerate(arrows, 1)]
    for name in order:
        x, y = at[name]
        drawn.append(
            element(
                "circle", titled(f"{name}: {counted[name]} incidents"), cx=x, cy=y, r=size[name], fill=colour("ink")
            )
        )
        drawn.append(_name(f"{name} ({counted[name]})", x, y, angles[name], size[name], width))
    rows, end = _list(arrows, width, middle[1] + radius + 76)
    return [*drawn, *rows], end


def _name(name: str, x: float, y: float, angle: float, size: float, width: int) -> str:
    """An actor's name, outside of the circle."""
    away = size + 6
    x, y = x + away * cos(angle), y + away * sin(angle) + 4
    if abs(cos(angle)) < 0.06:
        y += 8 * (1 if sin(angle) > 0 else -1)
        return text(x, y, cut(name, 240, 12), 12, text_anchor="middle")
    anchor, room = ("start", width - x - 8) if cos(angle) > 0 else ("end", x - 8)
    return text(x, y, cut(name, room, 12), 12, text_anchor=anchor)


def _arrow(
    arrow: Arrow,
    at: dict[str, tuple[float, float]],
    size: dict[str, float],
    middle: tuple[float, float],
    most: int,
    number: int,
) -> str:
    """An arrow bent towards the middle, to the right of the straight way, so that two ways do not lie on each other."""
    wide = 1.2 + 4.8 * len(arrow.deeds) / most
    ink = _ink(arrow)
    named = titled(f"{arrow.agent} to {arrow.patient}: {_types(arrow)}")
    (ax, ay), (bx, by) = at[arrow.agent], at[arrow.patient]
    long = hypot(bx - ax, by - ay) or 1.0
    mx, my = (ax + bx) / 2, (ay + by) / 2
    cx = mx + (middle[0] - mx) * 0.35 - (by - ay) / long * 16
    cy = my + (middle[1] - my) * 0.35 + (bx - ax) / long * 16
    turn = atan2(by - cy, bx - cx)
    tip = 6 + wide * 1.5
    ex, ey = bx - (size[arrow.patient] + 2) * cos(turn), by - (size[arrow.patient] + 2) * sin(turn)
    sx, sy = ex - tip * cos(turn), ey - tip * sin(turn)
    half = tip * 0.42
    head = (
        f"{ex:.1f},{ey:.1f} {sx - half * sin(turn):.1f},{sy + half * cos(turn):.1f} "
        f"{sx + half * sin(turn):.1f},{sy - half * cos(turn):.1f}"
    )
    style = {"stroke": ink, "stroke_width": wide, "stroke_opacity": 0.65, "fill": "none"}
    style["stroke_dasharray"] = None if _main(arrow) in DEEDS else "6 3"
    line = element("path", d=f"M{ax:.1f},{ay:.1f}Q{cx:.1f},{cy:.1f} {sx:.1f},{sy:.1f}", **style)
    x, y = (ax + 2 * cx + sx) / 4, (ay + 2 * cy + sy) / 4
    marked = [
        element("circle", cx=x, cy=y, r=8, fill=colour("paper"), stroke=ink, stroke_width=1),
        text(x, y + 3.6, chr(96 + number), 10.5, text_anchor="middle", font_weight="600"),
    ]
    return element("g", named, line, element("polygon", points=head, fill=ink), *(marked if number <= 26 else []))


def _main(arrow: Arrow) -> str:
    """The type of most of an arrow's deeds."""
    counted = Counter(deed.type for deed in arrow.deeds)
    return min(counted, key=lambda type_: (-counted[type_], type_))


def _ink(arrow: Arrow) -> str:
    return DEEDS[_main(arrow)][1] if _main(arrow) in DEEDS else "#57606a"


def _types(arrow: Arrow) -> str:
    """What was done, how often and in which incidents."""
    counted = Counter(deed.type for deed in arrow.deeds)
    order = [t for t in (*DEEDS, *WORDS) if t in counted] + sorted(counted.keys() - DEEDS.keys() - WORDS.keys())
    said = ", ".join(f"{t.lower()}{'' if counted[t] == 1 else f' ×{counted[t]}'}" for t in order)
    listed = refs((deed.ref for deed in arrow.deeds), most=8)
    return f"{said} [{listed}]" if listed else said


def _list(arrows: Sequence[Arrow], width: int, y: float) -> tuple[list[str], float]:
    """The arrows in words, by their letters."""
    drawn = []
    for number, arrow in enumerate(arrows[:26], 1):
        said = f"{chr(96 + number)}. {arrow.agent} to {arrow.patient}: {_types(arrow)}"
        drawn.append(text(12, y, cut(said, width - 24, 12), 12))
        y += 17
    return drawn, y - 8


def _notes(
    words: Words, counted: Counter[str], names: Sequence[str], arrows: Sequence[Arrow], itself: int
) -> list[str]:
    """The lines under the network; `itself` is how often an actor was named on both sides."""
    lines = list(words.notes)
    if arrows:
        lines.append(
            "An arrow goes from who did it to whom it was done, as reported; it is the wider, the more incidents it "
            "stands for. A broken line: mostly words, not deeds. In brackets: the incidents."
        )
        lines.append(
            "Everybody who is named as doing it is paired with everybody who is named as suffering it in the same "
            "incident: an arrow does not say that the one was after the other alone."
        )
    if itself:
        lines.append(f"Not drawn: {itself:,} time{'' if itself == 1 else 's'} one name stands on both sides.")
    if len(arrows) > 26:
        lines.append(f"{len(arrows) - 26:,} more arrows are drawn without a letter.")
    if len(counted) > len(names):
        lines.append(
            f"The {len(names)} actors of most incidents are drawn; {len(counted) - len(names):,} more are not."
        )
    if words.as_known_on:
        lines.append(f"As known on {words.as_known_on}.")
    return [*lines, *([f"Sources: {words.sources}."] if words.sources else [])]
