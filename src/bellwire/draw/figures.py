"""What is said of how many: each holder's figure on one line, from the lowest to the highest; never an average."""

from collections.abc import Iterable, Sequence
from math import log10
from xml.sax.saxutils import escape

from bellwire.draw.form import Held, Span, Words
from bellwire.draw.svg import clean, colour, cut, element, heading, picture, small_print, text, titled, width_of

WIDTH = 760
MOST = 25
"""Spans that are drawn at most, as many as a page has room for; the rest is counted in a note."""
HOLDERS = 12
ROW = 17.0
LOGS = 50.0
"""How many times the smallest figure the largest may be before the line is one of powers of ten."""
APART = "#b42318"


class Axis:
    """Numbers along a line: even steps, or powers of ten where they lie far apart."""

    def __init__(self, numbers: Sequence[float], left: float, width: float) -> None:
        self._left, self._width = left, width
        self._most = max([*numbers, 1.0])
        least = min((n for n in numbers if n > 0), default=1.0)
        self.powers = self._most / max(least, 1.0) > LOGS

    def at(self, number: float) -> float:
        """Where a number lies, in pixels."""
        part = log10(number + 1) / log10(self._most + 1) if self.powers else number / self._most
        return self._left + part * self._width

    def ticks(self) -> list[float]:
        """The numbers that are named."""
        if self.powers:
            return [0.0, *(10.0**n for n in range(int(log10(self._most)) + 1))]
        step = next(
            digit * 10.0**zeros for zeros in range(16) for digit in (1, 2, 5) if self._most / (digit * 10.0**zeros) <= 6
        )
        return [step * n for n in range(int(self._most // step) + 1)]


def figures_svg(spans: Iterable[Span], *, words: Words | None = None, width: int = WIDTH) -> str:
    """Figures as SVG: for each incident and measure a line for each holder, and a bar from the lowest to the highest.

    Where two figures cannot both be right the bar is hatched and says so. An open side is an arrow.
    """
    words, spans = words or Words(), list(spans)
    title = words.title or "What is said of how many"
    top, y = heading(title, width)
    shown = _chosen(spans)
    drawn: list[str] = []
    if shown:
        drawn, y = _body(shown, width, y)
    else:
        drawn.append(text(12, y + 24, "No incident has a figure." if spans else "No figure is found.", 14))
        y += 36
    rows, end = small_print(_notes(words, spans, shown), width, y + 18)
    about = "; ".join(f"{clean(s.title)}, {s.measure}: {', '.join(map(_said, s.held[:HOLDERS]))}" for s in shown[:20])
    return picture(width, end, [*top, *drawn, *rows], title=title, about=f"Figures with their holders. {about}".strip())


def _chosen(spans: Sequence[Span]) -> list[Span]:
    """The spans that are drawn: where holders disagree first, then where there are several, then those of one figure.

    Within each they stay in the order of the list.
    """
    having = [span for span in spans if _numbers(span)]
    return sorted(having, key=lambda span: (not span.disagree, len(span.held) < 2))[:MOST]


def _numbers(span: Span) -> list[float]:
    return [n for held in span.held for n in (held.low, held.high) if n is not None and n >= 0]


def _body(shown: Sequence[Span], width: int, y: float) -> tuple[list[str], float]:
    """All spans over one axis, and where they end."""
    holders = [width_of(clean(held.holder), 12) for span in shown for held in span.held]
    side = min(max(holders) + 28, width * 0.42)
    axis = Axis([n for span in shown for n in _numbers(span)], side + 14, width - side - 150)
    drawn: list[str] = []
    first = y
    for span in shown:
        body, y = _span(span, axis, width, side, y)
        drawn += body
    lines: list[str] = []
    free = 0.0
    for number in axis.ticks():
        x, said = axis.at(number), f"{number:,.0f}"
        lines.append(element("line", x1=x, y1=first, x2=x, y2=y + 4, stroke=colour("grid")))
        half = width_of(said, 11) / 2
        if x - half >= free:
            lines.append(text(x, y + 16, said, 11, text_anchor="middle", fill=colour("muted")))
            free = x + half + 6
    return [*lines, *drawn], y + 18


def _span(span: Span, axis: Axis, width: int, side: float, y: float) -> tuple[list[str], float]:
    """One incident's figures of a measure: its name, its bar, and its holders one under the other."""
    named = f"{span.ref}. {span.title}" if span.ref is not None else span.title
    said = f" · {span.measure}" + (" · the figures cannot all be right" if span.disagree else "")
    name = cut(named, width - 30 - width_of(said, 12) * 1.06, 12)
    ink = APART if span.disagree else colour("muted")
    measure = element("tspan", escape(clean(said)), dx=6, font_weight="400", fill=ink)
    over = element("rect", x=12, y=y + 2, width=width - 24, height=18, fill=colour("water"))
    drawn = [
        over,
        element("text", escape(name), measure, x=16, y=y + 15, font_size=12, font_weight="600", fill=colour("ink")),
    ]
    numbers, rows = _numbers(span), min(len(span.held), HOLDERS)
    low, high = axis.at(min(numbers)), axis.at(max(numbers))
    top = y + 24
    drawn.append(
        element(
            "rect", titled(f"from {min(numbers):,.0f} to {max(numbers):,.0f}"), x=low - 3, y=top,
            width=max(high - low, 0.0) + 6, height=rows * ROW - 2, rx=3, fill=ink, fill_opacity=0.13, stroke=ink,
            stroke_width=0.8, stroke_dasharray="4 2" if span.disagree else None,
        )
    )  # fmt: skip
    for at, held in enumerate(span.held[:rows]):
        drawn += _held(held, axis, side, top + at * ROW + ROW / 2 - 1)
    y = top + rows * ROW + 6
    if len(span.held) > rows:
        drawn.append(text(24, y + 5, f"and {len(span.held) - rows} more figures", 11, fill=colour("muted")))
        y += 14
    return drawn, y


def _held(held: Held, axis: Axis, side: float, y: float) -> list[str]:
    """A holder with its figure: a dot where it is one number, a line where it is a range, an arrow where it is open."""
    low = held.low if held.low is not None else held.high
    high = held.high if held.high is not None else held.low
    named = text(24, y + 4, cut(held.holder, side - 24), 12)
    if low is None or high is None:
        return [named, text(side + 14, y + 4, "no number", 11, fill=colour("muted"))]
    left, right, ink = axis.at(max(low, 0.0)), axis.at(max(high, 0.0)), colour("ink")
    drawn = [named]
    if left != right:
        drawn.append(element("line", x1=left, y1=y, x2=right, y2=y, stroke=ink, stroke_width=2))
    for x, open_, way in ((left, held.low is None, -1), (right, held.high is None, 1)):
        if open_:
            path = f"M{x:.1f},{y:.1f}h{way * 12}m{way * -4},-3.5l{way * 4},3.5l{way * -4},3.5"
            drawn.append(element("path", d=path, fill="none", stroke=ink, stroke_width=1.5))
    drawn += [element("circle", cx=x, cy=y, r=4, fill=ink) for x in sorted({left, right})]
    drawn.append(text(right + (18 if held.high is None else 8), y + 4, _number(held), 11, **_HALO))
    return drawn


_HALO = {"stroke": colour("paper"), "stroke_width": 2.4, "paint_order": "stroke", "stroke_linejoin": "round"}


def _number(held: Held) -> str:
    """A figure in words.

    >>> _number(Held(holder="the army", low=12, high=None)), _number(Held(holder="the army", low=3, high=5))
    ('12 or more', '3–5')
    """
    about = "about " if held.approx else ""
    if held.low is None or held.high is None:
        return (
            "no number"
            if held.low == held.high
            else (f"{about}{held.low:,.0f} or more" if held.low is not None else f"up to {held.high or 0:,.0f}")
        )
    return f"{about}{held.low:,.0f}" + ("" if held.low == held.high else f"–{held.high:,.0f}")


def _said(held: Held) -> str:
    return f"{clean(held.holder)} {_number(held)}"


def _notes(words: Words, spans: Sequence[Span], shown: Sequence[Span]) -> list[str]:
    """The lines under the figures."""
    lines = list(words.notes)
    having = [span for span in spans if _numbers(span)]
    if shown:
        lines.append(
            "Each dot is a figure as its holder gives it; an arrow: it may be more, or fewer. The bar goes from "
            "the lowest figure to the highest. No average."
        )
        numbers = [n for span in shown for n in _numbers(span)]
        if Axis(numbers, 0, 1).powers:
            lines.append("The scale is one of powers of ten: equal steps are ten times as many.")
    if len(having) > len(shown):
        lines.append(
            f"{len(shown)} of {len(having):,} are drawn, those first on which holders disagree, then those of several "
            f"figures; {len(having) - len(shown):,} more are not."
        )
    if words.as_known_on:
        lines.append(f"As known on {words.as_known_on}.")
    return [*lines, *([f"Sources: {words.sources}."] if words.sources else [])]
