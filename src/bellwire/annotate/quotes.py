"""Quotes: quoted words with their marks, nested ones too, and quotes that go on over several paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bellwire.draft import Draft, Part, Quote
from bellwire.knowledge import Language
from bellwire.model.words import ARTICLE_ROLES

_MARKS = re.compile("''|``|[\"“”„‟«»‹›‘’‚‛'`]")
_KIND = {
    "“": "double", "”": "double", "„": "double", "‟": "double", '"': "straight", "''": "straight", "``": "straight",
    "«": "guillemet", "»": "guillemet", "‹": "guillemet", "›": "guillemet",
    "‘": "single", "’": "single", "‚": "single", "‛": "single", "'": "apostrophe", "`": "apostrophe",
}  # fmt: skip
_OPENING = frozenset("“„‟«‹‘‚‛") | {"``"}
_CLOSING = frozenset("”»›")
_DOUBLE = frozenset(("double", "straight"))
_SINGLE = frozenset(("single", "apostrophe"))
LONGEST_SINGLE = 400
"""Characters that single quotes may hold; farther apart, two marks are apostrophes."""
MOST_OPEN = 200
"""Marks open at once; with more the text is no prose, and those far back are given up."""


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    opens: bool
    closes: bool

    def matches(self, other: "_Mark") -> bool:
        """Whether the two may be the ends of one quote; careless typing mixes curly and straight marks."""
        return self.kind == other.kind or {self.kind, other.kind} in (_DOUBLE, _SINGLE)


def _marks(text: str) -> list[_Mark]:
    """The quote marks of a paragraph with what each may do, apostrophes inside words left out."""
    found: list[_Mark] = []
    for match in _MARKS.finditer(text):
        start, end, sign = match.start(), match.end(), match.group()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        kind = _KIND[sign]
        inside_word = before.isalnum() and after.isalnum()
        if inside_word and kind in ("single", "apostrophe"):
            continue
        if kind == "straight" and before.isdigit() and not any(m.kind == kind for m in found):
            continue  # inches
        room_before = not (before.isalnum() or before in ".,!?…%)")
        room_after = not after.isalnum()
        opens = sign in _OPENING or (sign not in _CLOSING and room_before and not after.isspace())
        closes = sign in _CLOSING or (sign not in _OPENING and room_after and not before.isspace())
        if sign in _CLOSING and start == 0:
            opens = True
        if kind == "straight" and not opens and not closes:
            opens = closes = True
        if opens or closes:
            found.append(_Mark(start, end, kind, opens, closes))
    return found


def _closes_later(marks: list[_Mark], at: int, text: str) -> bool:
    """Whether an opening single mark has a closing one in reach; else it is an apostrophe ('90s, 'em)."""
    opening = marks[at]
    for mark in marks[at + 1 : at + LONGEST_SINGLE]:
        if mark.start - opening.end > LONGEST_SINGLE:
            return False
        if mark.closes and mark.matches(opening) and mark.start > opening.end:
            return True
    return False


def _is_possessive(marks: list[_Mark], at: int, text: str) -> bool:
    """Whether a closing single mark is rather the apostrophe of a plural: an s before, a word after, a later close."""
    mark = marks[at]
    if text[mark.start - 1 : mark.start] != "s" or not re.match(r"\s\w", text[mark.end : mark.end + 2]):
        return False
    for later in marks[at + 1 : at + LONGEST_SINGLE]:
        if later.kind in _SINGLE:
            return later.closes and not later.opens
    return False


def _pairs(text: str) -> tuple[list[tuple[_Mark, _Mark]], list[_Mark]]:
    """Marks paired to quotes, and double marks that were opened and never closed."""
    marks = _marks(text)
    open_marks: list[_Mark] = []
    pairs = []
    for at, mark in enumerate(marks):
        mate = next((m for m in reversed(open_marks) if m.matches(mark)), None)
        single = mark.kind in _SINGLE
        if mark.closes and mate is not None and not (single and _is_possessive(marks, at, text)):
            while open_marks.pop() is not mate:
                pass
            if mark.start > mate.end:
                pairs.append((mate, mark))
        elif mark.opens and not (single and not _closes_later(marks, at, text)):
            if mate is not None and not single and not mark.closes:
                open_marks.remove(mate)  # opened twice: the first was never closed
            open_marks.append(mark)
            if len(open_marks) > MOST_OPEN:
                open_marks = [m for m in open_marks if mark.start - m.end <= LONGEST_SINGLE]
    return pairs, [m for m in open_marks if m.kind not in _SINGLE]


def find_quotes(text: str) -> list[tuple[int, int, int, int, bool]]:
    """Quotes of a paragraph as (start, end, outer start, outer end, closed), in order.

    >>> text = 'The mayor called it "a massacre" and left'
    >>> [text[start:end] for start, end, *_ in find_quotes(text)]
    ['a massacre']
    """
    pairs, unclosed = _pairs(text)
    found = [(a.end, b.start, a.start, b.end, True) for a, b in pairs]
    stop = len(text.rstrip())
    last = max((b.end for _, b in pairs), default=0)
    found += [(m.end, stop, m.start, stop, False) for m in unclosed[-1:] if stop > m.end and m.start >= last]
    return sorted(((s, e, a, z, c) for s, e, a, z, c in found if text[s:e].strip()), key=lambda q: (q[2], -q[3]))


def run(draft: Draft, language: Language) -> Iterator[Quote]:
    """The quotes of each block of the article, in order; an outer quote comes before those within it."""
    goes_on = False
    for block in draft.blocks:
        if block.role not in ARTICLE_ROLES:
            continue
        text = draft.text[block.start : block.end]
        lead = len(text) - len(text.lstrip())
        at_end = False
        for start, end, outer_start, outer_end, closed in find_quotes(text):
            yield Quote(
                start=block.start + start,
                end=block.start + end,
                outer_start=block.start + outer_start,
                outer_end=block.start + outer_end,
                closed=closed,
                opens_again=goes_on and outer_start == lead,
            )
            at_end = at_end or not closed
        goes_on = at_end


PART = Part(name="quotes", version="1", needs=("blocks",), gives=("quotes",), run=run)
