"""Figures: numbers of something, with their bounds, what they count, who holds them and as of when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import get_args

from bellwire.annotate.quantities import Quantity, quantities
from bellwire.draft import Draft, Paragraph, Part, Sentence, Token
from bellwire.extract.figure_roles import RoleReader, counted, population_of, top_of
from bellwire.extract.figure_words import FigureWords, Population, figure_words, singular
from bellwire.knowledge import Language
from bellwire.model import Claim, Figure, Span
from bellwire.model.ids import content_id
from bellwire.model.words import FigureState, Measure

UNIT_MEASURES = {"money": "money", "distance": "distance", "duration": "duration", "area": "territory", "share": "share"}
VICTIMS = frozenset(("killed", "injured", "missing", "abducted", "detained", "arrested", "displaced", "returned"))


@dataclass(slots=True, kw_only=True)
class Reading:
    """A figure in the making."""

    quantity: Quantity
    paragraph: Paragraph
    sentence: Sentence
    tokens: Sequence[Token]
    noun: Token | None
    partitive: bool
    population: str | None = None
    about: Population = Population()
    measure: str = ""
    unit: str = "person"
    start: int
    end: int


def _tokens(paragraph: Paragraph, start: int, end: int) -> list[Token]:
    """The tokens that share a character with `start..end` of the paragraph."""
    span = paragraph.doc.char_span(start, end, alignment_mode="expand")
    return list(span) if span is not None else []


def readings(draft: Draft, paragraph: Paragraph, language: Language) -> Iterator[Reading]:
    """The figures of a paragraph in the making, in order."""
    tags = {t.idx: t.tag_ for t in paragraph.doc}
    text = draft.text[paragraph.start : paragraph.end]
    words = figure_words(language)
    sentences = paragraph.sentences
    before: Reading | None = None
    for q in quantities(text, language, lambda at: tags.get(at, "")):
        found = _reading(draft, paragraph, sentences, q, words, before)
        if found is not None:
            before = found
            yield found


def _reading(
    draft: Draft, paragraph: Paragraph, sentences: Sequence[Sentence], q: Quantity, words: FigureWords, before: Reading | None
) -> Reading | None:
    tokens = _tokens(paragraph, q.number_start, q.number_end)
    if not tokens:
        return None
    at = paragraph.start + q.start
    sentence = next((s for s in sentences if s.start <= at < s.end), None)
    if sentence is None or _is_dated(draft, paragraph, q):
        return None
    noun, partitive = counted(tokens)
    found = Reading(
        quantity=q, paragraph=paragraph, sentence=sentence, tokens=tokens, noun=noun, partitive=partitive,
        start=at, end=paragraph.start + q.end,
    )  # fmt: skip
    _fill(draft, found, words, before)
    return found if _is_kept(found) else None


def _is_dated(draft: Draft, paragraph: Paragraph, q: Quantity) -> bool:
    """Whether the number is part of a date or time that was placed."""
    start, end = paragraph.start + q.number_start, paragraph.start + q.number_end
    return any(t.start < end and start < t.end and t.value is not None for t in draft.times)


def _fill(draft: Draft, found: Reading, words: FigureWords, before: Reading | None) -> None:
    q, noun, base = found.quantity, found.noun, found.paragraph.start
    found.about = population_of(words, noun)
    measured = q.kind not in ("count", "none", "times", "share")
    if noun is not None and not measured:
        found.end = max(found.end, base + noun.idx + len(noun))
        found.population = _population(draft, found, noun)
    if noun is not None and (noun.tag_ in ("PRP", "WP", "WDT", "DT") or noun.pos_ == "PRON"):
        found.population = before.population if before else None
        found.about = before.about if before else found.about
    if q.kind in UNIT_MEASURES:
        found.measure, found.unit = UNIT_MEASURES[q.kind], q.unit or "other"
        found.population = found.population or q.unit
        return
    found.measure = _measure(found, words, before)
    if found.population is None and found.measure in VICTIMS:
        found.population = before.population if before and before.measure == found.measure else "people"
    found.unit = q.unit or _unit(found)


def _population(draft: Draft, found: Reading, noun: Token) -> str:
    """The words counted, from behind the number or its of and article."""
    base = found.paragraph.start
    doc = found.paragraph.doc
    first = next(
        (t for t in doc[found.tokens[-1].i + 1 : noun.i] if t.pos_ in ("ADJ", "NOUN", "PROPN") or t.tag_ in ("VBN", "VBG")), noun
    )
    return draft.text[base + first.idx : base + noun.idx + len(noun)].strip()


def _unit(found: Reading) -> str:
    if found.about.kind == "person" or found.measure in VICTIMS and found.about.kind != "group":
        return "person"
    noun = (found.population or "").split()
    return singular(noun[-1].lower()) if noun else "person"


def _measure(found: Reading, words: FigureWords, before: Reading | None) -> str:
    reader, top = RoleReader(words), top_of(found.tokens)
    kind = found.about.kind
    after = found.tokens[-1].i + 1
    doc = found.paragraph.doc
    if found.noun is None and after < len(doc) and doc[after].lower_ in words.marks["adjective_count"]:
        found.end = max(found.end, found.paragraph.start + doc[after].idx + len(doc[after]))
    role = found.noun if found.noun is not None and not found.partitive else top
    measure = reader.measure(role, kind) or (reader.measure(top, kind) if role is not top else "")
    if not measure and found.about.measure not in ("", "combatants", "troops", "people_present"):
        return found.about.measure
    last = found.noun if found.noun is not None and found.noun.i > found.tokens[-1].i else found.tokens[-1]
    measure = measure or reader.near(found.tokens[0], last, kind)
    if not measure and before and before.sentence is found.sentence and found.noun is None and before.measure in VICTIMS:
        measure = before.measure
    if not measure and any(t.lower_ == "toll" for t in found.sentence.tokens) and found.noun is None:
        measure = "killed"
    return measure or found.about.measure or "other"


def _is_kept(found: Reading) -> bool:
    return found.quantity.kind != "none" or found.measure in VICTIMS


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


def _figure(draft: Draft, found: Reading, words: FigureWords) -> Figure:
    q = found.quantity
    claim = _claim_at(draft, found.start, found.end) or _claim_at(draft, found.start, found.start + 1)
    actor = draft.actor_at(Span(start=found.start, end=found.end))
    measure: Measure = found.measure if found.measure in get_args(Measure) else "other"  # type: ignore[assignment]
    return Figure(
        id=content_id("f", draft.document.id, found.start, found.end),
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
        claim=claim.id if claim else None,
        confidence=0.7,
    )


def run(draft: Draft, language: Language) -> Iterator[Figure]:
    """A Figure for each number that counts or measures something."""
    words = figure_words(language)
    for paragraph in draft.paragraphs:
        for found in readings(draft, paragraph, language):
            yield _figure(draft, found, words)


PART = Part(name="figures", version="1", needs=("paragraphs",), gives=("figures",), run=run)
