"""A report in the making: the layers that parts read and fill, and what a part is.

Layers hold records of the report, and working records that stay inside the pipeline: paragraphs with their parse,
quotes.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bellwire.knowledge import Language
from bellwire.model import (
    Actor,
    Block,
    Claim,
    Document,
    Event,
    Figure,
    Issue,
    Place,
    Redaction,
    Span,
    TimeRef,
)

Token = Any
"""A spaCy token. spaCy has no types worth checking against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a paragraph: its characters in the document and its tokens (a spaCy span)."""

    start: int
    end: int
    tokens: Any
    paragraph: "Paragraph"

    def at(self, token: Token) -> int:
        """Where a token begins in the document."""
        return self.paragraph.start + int(token.idx)

    def span(self, first: Token, last: Token | None = None) -> Span:
        """The characters from one token to another, both included."""
        last = first if last is None else last
        return Span(start=self.at(first), end=self.at(last) + len(last))


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A block of the article with its parse. `doc` is a spaCy Doc whose text lies at `start` in the document.

    Tokens may spell a stand-in (knowledge: standins.tsv) where the text has a name that the parser does not know;
    stand-ins are as long as what they stand for, so offsets hold. Read words from the document's text, not from tokens.
    """

    number: int
    block: Block
    start: int
    end: int
    doc: Any

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order; white space at their ends is left out."""
        found = []
        for tokens in self.doc.sents:
            solid = [t for t in tokens if not t.is_space]
            if solid:
                start = self.start + solid[0].idx
                end = self.start + solid[-1].idx + len(solid[-1])
                found.append(Sentence(start=start, end=end, tokens=tokens, paragraph=self))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quoted words: `start..end` without the marks, `outer_start..outer_end` with them.

    `closed` is False where no closing mark was found; `opens_again` is True where the quote goes on from the paragraph
    before (a new opening mark, none that closed).
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True
    opens_again: bool = False


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is known of a page so far. Parts get one and give records; the pipeline makes the next draft of them."""

    document: Document
    blocks: tuple[Block, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[TimeRef, ...] = ()
    places: tuple[Place, ...] = ()
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    redact: tuple[Redaction, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def sentences(self) -> Iterator[Sentence]:
        """All sentences of the article, in order."""
        for paragraph in self.paragraphs:
            yield from paragraph.sentences

    def actor_at(self, span: Span) -> Actor | None:
        """The actor with the mention that shares most characters with the span; the earliest made of equals."""
        mentions, longest = self._mentions
        best, most, earliest = None, 0, 0
        for start, end, number in mentions[bisect_left(mentions, (span.start - longest,)) :]:
            if start >= span.end:
                break
            shared = min(end, span.end) - max(start, span.start)
            if shared > most or (shared == most > 0 and number < earliest):
                best, most, earliest = self.actors[number], shared, number
        return best

    @cached_property
    def _mentions(self) -> tuple[list[tuple[int, int, int]], int]:
        """All mentions by their starts, with their actors' numbers; and the length of the longest."""
        found = sorted((m.start, m.end, n) for n, actor in enumerate(self.actors) for m in actor.mentions)
        return found, max((end - start for start, end, _ in found), default=0)


LAYER_OF: dict[type, str] = {
    Block: "blocks",
    Paragraph: "paragraphs",
    Quote: "quotes",
    TimeRef: "times",
    Place: "places",
    Actor: "actors",
    Claim: "claims",
    Figure: "figures",
    Event: "events",
    Redaction: "redact",
    Issue: "issues",
}
"""Which layer of the draft a record belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stage of the pipeline: a pure function from a draft to records.

    `needs` and `gives` name layers; any part may also give issues. `languages` are codes, or `*` for all.
    """

    name: str
    version: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    run: Callable[[Draft, Language], Iterable[object]]
    languages: tuple[str, ...] = ("*",)
