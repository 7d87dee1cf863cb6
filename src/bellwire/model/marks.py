"""A page's text cut where records begin and end, so that each piece knows what was read from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bellwire.model.records import LAYERS, Block, Report, Span

MARKED = tuple(layer for layer in LAYERS if layer in ("events", "claims", "figures", "places", "times", "actors"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters that a record was read from, and as what: an event's trigger, a claim's cue."""

    start: int
    end: int
    layer: str
    record: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of characters that the same marks cover. `start` is its offset in code points."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def records(self) -> str:
        """The ids of the records, with spaces between."""
        return " ".join(dict.fromkeys(mark.record for mark in self.marks))

    @property
    def layers(self) -> str:
        """The layers that the records are of, with spaces between."""
        return " ".join(dict.fromkeys(mark.layer for mark in self.marks))

    @property
    def parts(self) -> str:
        """What the characters are to the records, as names that a style sheet knows."""
        return " ".join(dict.fromkeys(f"as-{mark.part}" for mark in self.marks))


def marks_of(report: Report) -> tuple[Mark, ...]:
    """All characters of a report that a record was read from, in order.

    >>> from bellwire import code
    >>> report = code("At least 12 people were killed in Gao, residents said.", published="2024-05-02")
    >>> [(mark.layer, mark.part, report.document.text[mark.start : mark.end]) for mark in marks_of(report)][:2]
    [('claims', 'content', 'At least 12 people were killed in Gao'), ('figures', 'figure', 'At least 12 people')]
    """
    return tuple(sorted(_marks(report), key=lambda m: (m.start, -m.end, MARKED.index(m.layer), m.record, m.part)))


def _marks(report: Report) -> Iterator[Mark]:
    def made(layer: str, record: str, parts: Mapping[str, Iterable[Span | None]]) -> Iterator[Mark]:
        for part, spans in parts.items():
            for span in spans:
                if span is not None:
                    yield Mark(start=span.start, end=span.end, layer=layer, record=record, part=part)

    for e in report.events:
        tellings = [t.trigger for t in e.tellings]
        people = [Span(start=p.start, end=p.end) for p in (*e.agents, *e.patients)]
        yield from made("events", e.id, {"trigger": dict.fromkeys([e.trigger, *tellings]), "party": people})
    for c in report.claims:
        yield from made(
            "claims", c.id, {"speaker": [c.speaker], "cue": [c.cue], "content": c.content, "hedge": c.hedges}
        )
    for f in report.figures:
        yield from made("figures", f.id, {"figure": [Span(start=f.start, end=f.end)]})
    for place in report.places:
        yield from made("places", place.id, {"place": [Span(start=place.start, end=place.end)]})
    for time in report.times:
        yield from made("times", time.id, {"time": [Span(start=time.start, end=time.end)]})
    for actor in report.actors:
        yield from made("actors", actor.id, {"actor": actor.mentions})


def pieces_of(text: str, block: Block, marks: Iterable[Mark]) -> tuple[Piece, ...]:
    """A block's characters in pieces; together they are the block's text, each character once.

    >>> block = Block(start=0, end=7, role="paragraph")
    >>> mark = Mark(start=2, end=4, layer="figures", record="f-1", part="figure")
    >>> [(piece.text, piece.records) for piece in pieces_of("abcdefg", block, [mark])]
    [('ab', ''), ('cd', 'f-1'), ('efg', '')]
    """
    inside = [m for m in marks if m.start < block.end and m.end > block.start]
    cuts = {block.start, block.end}
    cuts |= {at for m in inside for at in (m.start, m.end) if block.start < at < block.end}
    edges = sorted(cuts)
    return tuple(
        Piece(start=a, text=text[a:b], marks=tuple(m for m in inside if m.start <= a and b <= m.end))
        for a, b in pairwise(edges)
    )
