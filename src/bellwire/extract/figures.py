"""Figures: numbers of something, with their bounds, what they count, who holds them and as of when."""

from collections.abc import Iterator
from typing import get_args

from bellwire.draft import Draft, Part
from bellwire.extract.figure_implied import implied
from bellwire.extract.figure_readings import VICTIMS, Reader, Reading
from bellwire.extract.figure_words import FigureWords, figure_words
from bellwire.knowledge import Language
from bellwire.model import Claim, Figure, Span
from bellwire.model.ids import content_id
from bellwire.model.words import FigureState, Measure


def _claim_at(draft: Draft, start: int, end: int) -> Claim | None:
    """The innermost claim whose content holds the characters."""
    best, least = None, 0
    for claim in draft.claims:
        if any(s.start <= start and end <= s.end for s in claim.content):
            size = sum(s.end - s.start for s in claim.content)
            if best is None or size < least:
                best, least = claim, size
    return best


def _state(found: Reading, words: FigureWords) -> FigureState:
    lows = {t.lower_ for t in found.sentence.tokens}
    if lows & words.marks["peak"]:
        return "peak"
    if found.measure in ("combatants", "people_present", "missing", "distance"):
        return "stock"
    if found.measure == "troops":
        return "planned" if lows & words.marks["planned"] else "stock"
    if found.measure in VICTIMS and lows & words.marks["cumulative"]:
        return "cumulative"
    return "flow"


def _id(draft: Draft, found: Reading) -> str:
    return content_id("f", draft.document.id, found.start, found.end)


def _figure(draft: Draft, found: Reading, words: FigureWords) -> Figure:
    q = found.quantity
    claim = _claim_at(draft, found.start, found.end) or _claim_at(draft, found.start, found.start + 1)
    actor = draft.actor_at(Span(start=found.start, end=found.end))
    measure: Measure = found.measure if found.measure in get_args(Measure) else "other"  # type: ignore[assignment]
    return Figure(
        id=_id(draft, found),
        start=found.start,
        end=found.end,
        measure=measure,
        population=found.population,
        actor=actor.id if actor else None,
        unit=found.unit,
        low=q.low,
        best=q.best,
        high=q.high,
        approx=q.approx,
        state=_state(found, words),
        part_of=_id(draft, found.whole) if found.whole is not None else None,
        claim=claim.id if claim else None,
        confidence=0.7,
    )


def run(draft: Draft, language: Language) -> Iterator[Figure]:
    """A Figure for each number that counts or measures something."""
    words, reader = figure_words(language), Reader(draft, language)
    for paragraph in draft.paragraphs:
        if paragraph.block.role != "byline":
            told = reader.paragraph(paragraph)
            for found in sorted([*told, *implied(reader, paragraph)], key=lambda r: (r.start, r.end)):
                yield _figure(draft, found, words)


PART = Part(name="figures", version="1", needs=("paragraphs",), gives=("figures",), run=run)
