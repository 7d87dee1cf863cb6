"""Which of a page's visible lines are the article: trafilatura finds its text, this puts it back on the lines."""

import re
from typing import Any

from bellwire.read.dom import VisibleLine

MOST_ELEMENTS = 40_000
"""Elements of a tree that trafilatura is given; it stalls on trees of many more (2026-11)."""
MOST_CHARACTERS = 3_000_000
"""Characters of visible text that trafilatura is given."""
SHORTEST = 200
"""Characters of text from which on trafilatura's answer is taken for an article."""
SIZE = 4
"""Words of a shingle."""


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + SIZE]) for i in range(max(1, len(words) - SIZE + 1))}


def extracted(tree: Any, markup: str, size: int) -> str:
    """The article's text as trafilatura has it, resiliparse where that finds next to nothing; may be empty."""
    found = ""
    if size <= MOST_CHARACTERS and sum(1 for _ in tree.iter()) <= MOST_ELEMENTS:
        import trafilatura

        found = trafilatura.extract(tree, favor_precision=True, include_comments=False, output_format="txt") or ""
    if len(found) < SHORTEST:
        from resiliparse.extract.html2text import extract_plain_text

        other = extract_plain_text(markup[:MOST_CHARACTERS], main_content=True, alt_texts=False, links=False)
        found = other if len(other) > 2 * len(found) else found
    return found


def article_lines(lines: list[VisibleLine], article: str) -> list[bool]:
    """For each visible line, whether the article's text has it.

    A long line is the article's where most of its shingles are; a short one only where it is a whole paragraph of the
    article, and the article goes on near by.
    """
    paragraphs = [_bare(p) for p in article.split("\n")]
    known = {p for p in paragraphs if p}
    shingles = _shingles(" ".join(paragraphs).split())
    core = [False] * len(lines)
    short: list[int] = []
    for number, line in enumerate(lines):
        words = _bare(line.text).split()
        if line.alt or not words:
            continue
        if len(words) >= 8:
            own = _shingles(words)
            core[number] = len(own & shingles) >= 0.6 * len(own)
        elif " ".join(words) in known or _bare("- " + line.text) in known:
            short.append(number)
    span = [i for i, is_core in enumerate(core) if is_core]
    if span:
        for number in short:
            core[number] = span[0] - 6 <= number <= span[-1] + 3
    else:
        for number in short:
            core[number] = True
    return core
