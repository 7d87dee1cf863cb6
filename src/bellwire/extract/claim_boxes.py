"""Analysis boxes: a section that one author speaks as a whole."""

from collections.abc import Iterator
from itertools import groupby

from bellwire.draft import Draft, Paragraph
from bellwire.extract.claim_words import Finding, trimmed
from bellwire.model import Block, Span

REACH = 600
"""Characters before and after a box in which its author's name may stand."""


def _author(draft: Draft, blocks: list[Block]) -> Span | None:
    """Where the author's name stands: right before the box, else within or right after it."""
    name = next((b.author for b in blocks if b.author), None)
    if not name:
        return None
    start, end = blocks[0].start, blocks[-1].end
    at = draft.text.rfind(name, max(0, start - REACH), start)
    if at < 0:
        at = draft.text.find(name, start, end + REACH)
    return Span(start=at, end=at + len(name)) if at >= 0 else None


def box_findings(draft: Draft) -> Iterator[Finding]:
    """A claim for each analysis box, its content the box's paragraphs."""
    paragraphs = {p.block.start: p for p in draft.paragraphs}
    marked = [b for b in draft.blocks if b.section == "analysis" and b.role == "paragraph" and b.start in paragraphs]
    for _, group in groupby(marked, key=lambda b: b.author):
        blocks = list(group)
        content = [s for b in blocks if (s := trimmed(draft.text, b.start, b.end))]
        if content:
            first: Paragraph = paragraphs[blocks[0].start]
            yield Finding(paragraph=first, rule="section", kind="say", speaker=_author(draft, blocks), content=content)
