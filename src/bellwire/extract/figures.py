"""Figures: numbers of something, with their bounds, what they count, who holds them and as of when."""

from collections.abc import Iterator
from typing import cast, get_args

from bellwire.draft import Draft, Part
from bellwire.extract.figure_implied import implied
from bellwire.extract.figure_reading import VICTIMS, Reading
from bellwire.extract.figure_readings import Reader
from bellwire.extract.figure_words import FigureWords, figure_words
from bellwire.knowledge import Language
from bellwire.model import Claim, Figure, Span
from bellwire.model.ids import content_id
from bellwire.model.words import FigureState, Measure

STANDING = frozenset(("territory", "share", "detained", "abducted"))
"""Measures of what is held, where a verb of holding says so."""
UNDATED = frozenset(("money", "distance", "duration", "share"))
"""Measures that no day dates."""


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
    """Whether a figure is a stock, a running total, a peak, a plan, or (else) what one happening did."""
    lows, marks = {t.lower_ for t in found.sentence.tokens}, words.marks
    if lows & marks["peak"]:
        return "peak"
    if found.measure == "duration":
        return "planned" if lows & (marks["planned_time"] | marks["planned"]) else "flow"
    if found.measure == "troops":
        return "planned" if lows & marks["planned"] else "stock"
    if found.measure in ("combatants", "people_present", "missing"):
        return "stock"
    if found.measure in VICTIMS and lows & marks["cumulative"]:
        return "cumulative"
    stands = found.measure in STANDING or (found.is_count and found.measure == "other")
    return "stock" if stands and lows & marks["standing"] else "flow"


def _as_of(draft: Draft, found: Reading) -> str | None:
    """The day that dates a count: of the placed times of its sentence, the nearest, those behind it first."""
    if found.measure in UNDATED:
        return None
    sentence = found.sentence
    times = [t for t in draft.times if sentence.start <= t.start < sentence.end and t.value is not None]
    behind = [t for t in times if t.start >= found.end]
    return (behind or times[::-1])[0].value if times else None


def _place(draft: Draft, found: Reading) -> str | None:
    """The place that a figure is about: of those of its sentence, the nearest, those behind it first."""
    sentence = found.sentence
    places = [p for p in draft.places if sentence.start <= p.start < sentence.end]
    behind = [p for p in places if p.start >= found.end]
    return (behind or places[::-1])[0].id if places else None


def _confidence(found: Reading) -> float:
    """How often value and measure were right on the labelled desk reports (.915 and .60, 2026-11)."""
    other = found.is_count and found.measure == "other"
    return 0.9 if not other and (found.sure or found.measure in VICTIMS) else 0.6


def _id(draft: Draft, found: Reading) -> str:
    return content_id("f", draft.document.id, found.start, found.end)


def _figure(draft: Draft, found: Reading, words: FigureWords) -> Figure:
    q = found.quantity
    claim = _claim_at(draft, found.start, found.end) or _claim_at(draft, found.start, found.start + 1)
    actor = draft.actor_at(Span(start=found.start, end=found.end))
    measure = cast(Measure, found.measure if found.measure in get_args(Measure) else "other")
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
        as_of=_as_of(draft, found),
        place=_place(draft, found),
        confidence=_confidence(found),
    )


def run(draft: Draft, language: Language) -> Iterator[Figure]:
    """A Figure for each number that counts or measures something."""
    words, reader = figure_words(language), Reader(draft, language)
    for paragraph in draft.paragraphs:
        if paragraph.block.role != "byline":
            told = reader.paragraph(paragraph)
            for found in sorted([*told, *implied(reader, paragraph)], key=lambda r: (r.start, r.end)):
                yield _figure(draft, found, words)


PART = Part(name="figures", version="2", needs=("paragraphs",), gives=("figures",), run=run)
