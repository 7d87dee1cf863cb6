"""Analysis boxes: paragraphs of a named analyst, or under a head that explains, set apart from the report itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bellwire.clean.bylines import author_in
from bellwire.clean.furniture import signs
from bellwire.knowledge import Language
from bellwire.model import Block

LONGEST = 12
"""Paragraphs of a box at most; a longer one is the article itself."""


def opens_box(text: str, language: Language) -> bool:
    """Whether a line names the author of an analysis box.

    >>> from bellwire.knowledge import language
    >>> opens_box("Analysis by Huda Kamil, Horn of Africa analyst", language("en"))
    True
    >>> opens_box("By Salma Idris in Cairo", language("en"))
    False
    """
    found = signs(text, language)
    if len(text) > 120 or author_in(text, language.code) is None:
        return False
    return "analysis" in found or "analyst" in found


def mark_analysis(
    text: str, blocks: Sequence[Block], language: Language, boxes: Sequence[int] | None = None
) -> tuple[Block, ...]:
    """The blocks, with `section` and `author` on those of an analysis box.

    A box begins after a line that names its analyst, once the article has begun, and ends at the next heading. `boxes`
    numbers the container of each block, where markup tells it: a box does not leave its container.
    """
    found = list(blocks)
    first = next((i for i, b in enumerate(found) if b.role == "paragraph"), len(found))
    author, inside, count, box = None, False, 0, None
    heading: int | None = None
    for i, block in enumerate(found):
        line = text[block.start : block.end]
        if i > first and block.role in ("byline", "heading", "paragraph", "boilerplate") and opens_box(line, language):
            author, inside, count = author_in(line, language.code), True, 0
            box = boxes[i] if boxes and boxes[i] != boxes[first] else None
            found[i] = replace(block, role="byline")
        elif heading is not None and block.role == "byline" and not inside and _signed(line):
            for j in range(heading + 1, i):
                if found[j].role in ("paragraph", "caption"):
                    found[j] = replace(found[j], section="analysis", author=author_in(line, language.code))
        elif (block.role == "heading" and count) or (box is not None and boxes and boxes[i] != box):
            inside = False
        elif inside and block.role in ("paragraph", "caption") and count < LONGEST:
            count += block.role == "paragraph"
            found[i] = replace(block, section="analysis", author=author)
        if block.role == "heading":
            heading = i
    return tuple(found)


def _signed(line: str) -> bool:
    """Whether a line is a signature: a dash and a name."""
    return re.match(r"[-–—]{1,2} ?[A-ZÀ-Þ]", line) is not None
