"""What each block of the page is there for."""

from collections.abc import Iterator

from bellwire.clean.analysis import mark_analysis
from bellwire.clean.bylines import byline_strength
from bellwire.clean.model import role_probabilities
from bellwire.clean.rules import mended, start
from bellwire.clean.segment import Line, segments
from bellwire.draft import Draft, Part
from bellwire.knowledge import Language
from bellwire.model import Block, Issue


def _headline(first: tuple[Line, ...], second: tuple[Line, ...]) -> bool:
    """Whether an article's first block is clearly its headline: one short line without an end mark, text after it."""
    text = first[0].text
    if len(first) > 1 or not 3 <= len(text.split()) <= 18 or text[-1] in ".!:;,…" or len(text) > 140:
        return False
    return second[0].gap > 0 or len(second[0].text) > 2 * len(text) or byline_strength(second[0].text) >= 0.5


def label_article(text: str, language: Language) -> Iterator[Block]:
    """The blocks of clean text: all paragraphs, but for a headline and the bylines under it."""
    found = segments(text)
    head = len(found) > 1 and _headline(found[0], found[1])
    for number, lines in enumerate(found):
        start, end = lines[0].start, lines[-1].end
        if number == 0 and head:
            yield Block(start=start, end=end, role="headline", confidence=0.9)
        elif head and number <= 3 and byline_strength(text[start:end], language.code) >= 0.8:
            yield Block(start=start, end=end, role="byline", confidence=0.8)
        else:
            yield Block(start=start, end=end, role="paragraph")


def _whole(lines: tuple[Line, ...]) -> Line:
    """The lines of a block as one."""
    first = lines[0]
    if len(lines) == 1:
        return first
    text = " ".join(line.text for line in lines)
    return Line(first.start, lines[-1].end, text, first.indent, first.gap)


def label_page(text: str, language: Language) -> tuple[Block, ...]:
    """The blocks of a page's visible text: roles by the line model, mended by rules, analysis boxes marked."""
    lines = [_whole(found) for found in segments(text)]
    page = mended(start(lines, role_probabilities(lines, language), language))
    blocks = [
        Block(start=line.start, end=line.end, role=role, confidence=round(min(1.0, sure), 3))
        for line, role, sure in zip(lines, page.roles, page.sure, strict=True)
    ]
    return mark_analysis(text, blocks, language)


def _labelled(draft: Draft, language: Language) -> Iterator[Block]:
    if draft.document.kind == "article":
        yield from label_article(draft.text, language)
    else:
        yield from label_page(draft.text, language)


def run(draft: Draft, language: Language) -> Iterator[Block | Issue]:
    """A block for each line, but where the reader gave blocks already; an issue where none is an article's."""
    found = () if draft.blocks else tuple(_labelled(draft, language))
    yield from found
    told = any(issue.code in ("no_article", "empty", "unreadable") for issue in draft.issues)
    if not told and not any(block.role == "paragraph" for block in (*draft.blocks, *found)):
        yield Issue(code="no_article", message="no article was found in the page; nothing was read from it")


PART = Part(name="label", version="1", needs=("document",), gives=("blocks",), run=run)
