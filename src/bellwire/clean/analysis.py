"""Analysis boxes: paragraphs of a named analyst, or under a head that explains, set apart from the report itself."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bellwire.clean.bylines import author_in, date_words
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
        elif inside and _leaves(block, line, count, language, box is None or boxes is None or boxes[i] == box):
            inside = False
        elif inside and block.role in ("paragraph", "caption") and count < LONGEST:
            count += block.role == "paragraph"
            found[i] = replace(block, section="analysis", author=author)
        if block.role == "heading":
            heading = i
    return tuple(found)


def _leaves(block: Block, line: str, count: int, language: Language, same_box: bool) -> bool:
    """Whether a box of so many paragraphs ends before a block."""
    if not same_box or (block.role == "heading" and count):
        return True
    return count > 1 and block.role == "paragraph" and _tells_news(line, language)


def _tells_news(line: str, language: Language) -> bool:
    """Whether a paragraph tells what somebody said on which day: news again, where a box explains."""
    words, known = set(re.findall(r"\w+", line.casefold())), date_words(language.code)
    return bool(words & known.weekdays) and bool(words & known.reports)


def _signed(line: str) -> bool:
    """Whether a line is a signature: a dash and a name."""
    return re.match(r"[-–—]{1,2} ?[A-ZÀ-Þ]", line) is not None
