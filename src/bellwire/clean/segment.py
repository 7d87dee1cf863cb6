"""A document's text cut into blocks: a line a block, or a paragraph where lines were wrapped by hand or machine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bellwire.model import Span

WIDEST = 140
"""Characters of the longest line of a text that was wrapped; a longer line is a paragraph of its own."""
WRAPPED = 0.7
"""Share of line ends at which the next word would not have fitted, from which on a text counts as wrapped."""

WITHIN = 0.3
"""Share of line ends within a sentence, before a small letter, from which on uneven lines count as wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line without the white space around it; `indent` counts what stood before, `gap` blank lines."""

    start: int
    end: int
    text: str
    indent: int
    gap: int


def lines_of(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a text.

    >>> [(line.text, line.gap) for line in lines_of("Town taken\\n\\n  Rebels said so.\\n")]
    [('Town taken', 0), ('Rebels said so.', 1)]
    """
    found: list[Line] = []
    gap = at = 0
    for raw in text.split("\n"):
        solid = raw.strip()
        if solid:
            indent = len(raw) - len(raw.lstrip())
            start = at + indent
            found.append(Line(start, start + len(solid), solid, indent, gap if found else 0))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return tuple(found)


def _sentence_ends(line: str) -> bool:
    return line.rstrip("\"'”’)]»").endswith((".", "!", "?", ":", "…"))


def _breaks(lines: tuple[Line, ...]) -> Iterator[tuple[Line, Line]]:
    """Neighbouring lines with no blank line between."""
    for one, two in pairwise(lines):
        if two.gap == 0:
            yield one, two


def is_wrapped(lines: tuple[Line, ...]) -> bool:
    """Whether the lines are pieces of paragraphs: broken where the next word did not fit, or within sentences.

    >>> is_wrapped(lines_of("On Monday the rebels said that they\\nhad taken the town and that the army\\nwas gone."))
    True
    >>> is_wrapped(lines_of("Home\\nWorld\\nArmy retakes port town after siege\\nSport\\n"))
    False
    """
    breaks = list(_breaks(lines))
    widths = [line.indent + len(line.text) for line, _ in breaks]
    if len(breaks) < 2 or max(line.indent + len(line.text) for line in lines) > WIDEST or median(widths) < 30:
        return False
    width = max(len(line.text) for line in lines)
    full = [len(a.text) + 1 + len(b.text.split(maxsplit=1)[0]) > width * 0.93 for a, b in breaks]
    cut = [not _sentence_ends(a.text) for a, _ in breaks]
    within = [c and b.text[0].islower() for c, (_, b) in zip(cut, breaks, strict=True)]
    fitted = sum(full) / len(breaks) >= WRAPPED and sum(cut) / len(breaks) >= 0.5
    plain = sum(within) >= 0.2 * len(breaks) or sum(line.text.isupper() for line in lines) > 0.8 * len(lines)
    return (fitted and plain) or sum(within) >= max(2, WITHIN * len(breaks))


def paragraphs_of(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """Wrapped lines as paragraphs, cut at blank lines, deeper indents and after a short line that ends a sentence."""
    width = max((len(line.text) for line in lines), default=0)
    usual = median(line.indent for line in lines) if lines else 0
    held: list[Line] = []
    for line in lines:
        short = bool(held) and len(held[-1].text) < 0.7 * width and _sentence_ends(held[-1].text)
        if held and (line.gap or line.indent > usual + 1 or short):
            yield tuple(held)
            held = []
        held.append(line)
    if held:
        yield tuple(held)


def segments(text: str) -> tuple[tuple[Line, ...], ...]:
    """The lines of each block of a text."""
    lines = lines_of(text)
    return tuple(paragraphs_of(lines)) if is_wrapped(lines) else tuple((line,) for line in lines)


def segment(text: str) -> tuple[Span, ...]:
    """The blocks of a text, in order: they do not overlap, and cover all that is not white space.

    >>> [block.quote("Town taken\\n\\nRebels said so.") for block in segment("Town taken\\n\\nRebels said so.")]
    ['Town taken', 'Rebels said so.']
    """
    return tuple(Span(start=lines[0].start, end=lines[-1].end) for lines in segments(text))


def words_of(text: str) -> frozenset[str]:
    """The words of four letters and more, in lower case: what a text is about."""
    return frozenset(re.findall(r"[^\W\d_]{4,}", text.casefold()))
