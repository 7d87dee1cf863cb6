"""The cue table of a language, read once, and small helpers over the parse that the claim rules share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from bellwire.draft import Paragraph, Quote, Token
from bellwire.knowledge import Language
from bellwire.model import Span

Range = tuple[int, int]
"""Token numbers of a paragraph, first and last, both included."""


SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
OBJECTS = frozenset(("dobj", "obj", "oprd", "attr", "dative"))
STRAYING = frozenset(("judge", "command", "refuse"))
"""Classes of cues that take somebody who speaks: no people counted."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of the cue table: its class, the complements that may hold the content, and the language's small words."""

    word: str
    kind: str
    takes: frozenset[str]
    marks: Mapping[str, frozenset[str]] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Finding:
    """A claim in the making: one cue with its speaker and content, and the rule that found them.

    `guards` is True where the cue itself is a hedge; `holder` is where the speaker is named, if not by `speaker`.
    """

    paragraph: Paragraph
    rule: str
    kind: str
    token: Token | None = None
    cue: Span | None = None
    speaker: Span | None = None
    content: list[Span] = field(default_factory=list)
    direct: bool = False
    guards: bool = False
    holder: Span | None = None

    @property
    def at(self) -> int:
        """Where it stands in the text: at its cue, else at its content."""
        return self.cue.start if self.cue else self.content[0].start


@cache
def marks(language: Language) -> Mapping[str, frozenset[str]]:
    """The small words by which claims are read, by kind."""
    rows = language.table("claim_marks")
    return {kind: frozenset(r["word"] for r in rows if r["kind"] == kind) for kind in sorted({r["kind"] for r in rows})}


@cache
def cues(language: Language, part: str) -> dict[str, Cue]:
    """The cues of a part of speech, by word."""
    small = marks(language)
    return {
        row["word"]: Cue(row["word"], row["class"], frozenset(row["takes"].split()), small)
        for row in language.table("cues")
        if row["part"] == part
    }


def range_of(token: Token) -> Range:
    """The token with all that depends on it."""
    return token.left_edge.i, token.right_edge.i


def minus(ranges: Iterable[Range], cut: Range) -> list[Range]:
    """What is left of the ranges without the tokens of another."""
    left: list[Range] = []
    for first, last in ranges:
        if cut[1] < first or last < cut[0]:
            left.append((first, last))
            continue
        if first < cut[0]:
            left.append((first, cut[0] - 1))
        if cut[1] < last:
            left.append((cut[1] + 1, last))
    return left


_EDGE = frozenset(".,;:–—―-…\"“”‘’'`«»‹›„ \n\t")
_QUOTE_SIGNS = frozenset("\"“”‘’'`«»‹›„")
_FIRST = frozenset(("that", "and", "but"))


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The characters without punctuation at the ends; a quote mark stays where its mate lies inside."""
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        if text[start] in _QUOTE_SIGNS and _mate(text, start + 1, end, text[start]):
            break
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        if text[end - 1] in _QUOTE_SIGNS and _mate(text, start, end - 1, text[end - 1]):
            break
        end -= 1
    return Span(start=start, end=end) if start < end else None


_MATES = {"“": "”", "”": "“", "‘": "’", "’": "‘", "«": "»", "»": "«", "‹": "›", "›": "‹", "„": "“"}


def _mate(text: str, start: int, end: int, sign: str) -> bool:
    mate = _MATES.get(sign, sign)
    if sign in "'’":
        return False
    return text.find(mate, start, end) >= 0


def unquoted(text: str, span: Span) -> Span:
    """The span without outer quotation marks that hold it whole."""
    inner = text[span.start + 1 : span.end - 1]
    first, last = text[span.start], text[span.end - 1]
    if len(inner) > 0 and first in _QUOTE_SIGNS and _MATES.get(first, first) == last and not set(inner) & {first, last}:
        return trimmed(text, span.start + 1, span.end - 1) or span
    return span


def balanced(text: str, span: Span) -> Span:
    """The span with the quote mark beside it whose mate lies within: the parser may hang it elsewhere.

    >>> text = 'he called it a “lie” and left'
    >>> balanced(text, Span(start=13, end=19)).quote(text)
    'a “lie”'
    """
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    start, end, inside = span.start, span.end, text[span.start : span.end]
    if before in _MATES and before in "“«„" and inside.count(_MATES[before]) > inside.count(before):
        start -= 1
    if after in _MATES and after in "”»" and inside.count(_MATES[after]) > inside.count(after):
        end += 1
    if '"' in (before, after) and inside.count('"') % 2:
        start, end = (start - 1, end) if before == '"' else (start, end + 1)
    return Span(start=start, end=end)


def spans_of(paragraph: Paragraph, text: str, ranges: Iterable[Range]) -> list[Span]:
    """The characters of token ranges, trimmed, without a leading "that"; ranges of punctuation alone are dropped."""
    doc, found = paragraph.doc, []
    for first, last in sorted(ranges):
        while first <= last and (doc[first].is_punct or doc[first].is_space or doc[first].lower_ in _FIRST):
            if doc[first].lower_ == "that" and doc[first].dep_ not in ("mark", "ROOT", "dep"):
                break
            if doc[first].text[0] in _QUOTE_SIGNS:
                break
            first += 1
        while last > first and (doc[last].is_punct or doc[last].dep_ == "cc") and doc[last].text[0] not in _QUOTE_SIGNS:
            if doc[last].text == ")" and any(t.text == "(" for t in doc[first:last]):
                break
            last -= 1
        if first > last:
            continue
        start = paragraph.start + doc[first].idx
        end = paragraph.start + doc[last].idx + len(doc[last])
        span = trimmed(text, start, end)
        if span and any(c.isalnum() for c in text[span.start : span.end]):
            found.append(unquoted(text, balanced(text, span)))
    return found


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote of a paragraph with the numbers of its tokens, marks left out."""

    quote: Quote
    first: int
    last: int

    def covers(self, i: int) -> bool:
        """Whether a token lies within the quote."""
        return self.first <= i <= self.last


def quoted_in(paragraph: Paragraph, quotes: Iterable[Quote]) -> list[Quoted]:
    """The outermost quotes of a paragraph, in order."""
    found: list[Quoted] = []
    reach = paragraph.start
    for quote in quotes:
        if quote.outer_start < reach or quote.outer_start < paragraph.start or quote.start >= paragraph.end:
            continue
        words = paragraph.doc.char_span(
            quote.start - paragraph.start,
            min(quote.end, paragraph.end) - paragraph.start,
            alignment_mode="expand",
        )
        if words is None:
            continue
        first, last = words.start, words.end - 1
        if first <= last:
            found.append(Quoted(quote, first, last))
            reach = quote.outer_end
    return found
