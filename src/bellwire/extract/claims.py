"""Claims: who says what, in what manner, through whom, how guarded."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part, Quote
from bellwire.extract.claim_boxes import box_findings
from bellwire.extract.claim_frames import frame_findings, lone_findings
from bellwire.extract.claim_guards import content_hedges, hedges_within, remarks, said_on, via_of
from bellwire.extract.claim_heads import head_findings
from bellwire.extract.claim_quotes import attach_quotes
from bellwire.extract.claim_tidy import tidy
from bellwire.extract.claim_words import Finding, marks, quoted_in
from bellwire.knowledge import Language
from bellwire.model import Claim, Span
from bellwire.model.ids import content_id
from bellwire.model.words import Manner

CONFIDENCE = {
    "according": 0.86, "before": 0.80, "complement": 0.78, "quote": 0.88, "object": 0.57, "infinitive": 0.57,
    "floating": 0.63, "passive": 0.40, "noun": 0.20, "headline": 0.75, "free": 0.30, "section": 0.70,
    "alone": 0.40, "rest": 0.35, "colon": 0.50, "count": 0.65,
}  # fmt: skip
"""How often a rule's claims have the right source, cue and content: the mean of the rates on PolNeAR's development
part and on the desk set (2026-11), rounded; rules seen fewer than twenty times are rounded towards one half."""
HEADS = frozenset(("headline", "standfirst", "heading"))
SHORT_HEAD = 160
"""Characters of a clean article's first line that is taken for its headline."""


def _paragraph_quotes(draft: Draft) -> list[list[Quote]]:
    """The quotes of each paragraph."""
    found: list[list[Quote]] = [[] for _ in draft.paragraphs]
    at = 0
    for quote in draft.quotes:
        while at < len(draft.paragraphs) and draft.paragraphs[at].end <= quote.outer_start:
            at += 1
        if at < len(draft.paragraphs) and draft.paragraphs[at].start <= quote.outer_start:
            found[at].append(quote)
    return found


def _manner(found: Finding, quotes: list[Quote]) -> Manner:
    """Direct where all content is quoted speech, mixed where quoted words stand in an indirect frame."""
    if found.rule == "section":
        return "section"
    if found.direct:
        return "direct"
    cue = found.cue
    for quote in quotes:
        if cue and quote.start <= cue.start and cue.end <= quote.end:
            continue
        if any(quote.start < span.end and span.start < quote.end for span in found.content):
            return "mixed"
    return "indirect"


def _is_head(draft: Draft, number: int) -> bool:
    block = draft.paragraphs[number].block
    return block.role in HEADS or (
        number == 0
        and block.role == "paragraph"
        and draft.document.kind == "article"
        and block.end - block.start < SHORT_HEAD
    )


def find(draft: Draft, language: Language) -> list[Finding]:
    """All claims in the making, in the order of the text."""
    findings: list[Finding] = []
    for number, (paragraph, inside) in enumerate(zip(draft.paragraphs, _paragraph_quotes(draft), strict=True)):
        here = list(frame_findings(paragraph, draft.text, language))
        if _is_head(draft, number):
            here = _heads(list(head_findings(draft, language, paragraph)), here)
        here = attach_quotes(paragraph, draft.text, here, quoted_in(paragraph, inside), findings, language)
        here = tidy(draft.text, [f for f in here if f.content], inside, language)
        findings += sorted([*here, *lone_findings(paragraph, draft.text, language, here)], key=lambda f: f.at)
    return sorted([*findings, *box_findings(draft)], key=lambda f: f.at)


def _heads(heads: list[Finding], frames: list[Finding]) -> list[Finding]:
    """Headline claims and those of the parse; where both read one cue, the parse's, if it found the content."""
    read = [f.cue for f in frames if f.cue and f.content]
    kept = [h for h in heads if not (h.cue and any(h.cue.overlaps(cue) for cue in read))]
    return [*kept, *(f for f in frames if not any(h.cue and f.cue and h.cue.overlaps(f.cue) for h in kept))]


def _via(draft: Draft, language: Language, findings: list[Finding]) -> list[tuple[str, ...]]:
    """What each claim came through; what a speaker goes on to say in the same paragraph came the same way."""
    found: list[tuple[str, ...]] = []
    for n, this in enumerate(findings):
        names = via_of(draft, language, this)
        if not names and n and this.rule != "section":
            before = findings[n - 1]
            if found[-1] and before.paragraph is this.paragraph and _same_speaker(draft, language, before, this):
                names = found[-1]
        found.append(names)
    return found


def _same_speaker(draft: Draft, language: Language, before: Finding, this: Finding) -> bool:
    if this.speaker is None or before.speaker is None:
        return False
    words = this.speaker.quote(draft.text).lower()
    if words == before.speaker.quote(draft.text).lower():
        return True
    actor = draft.actor_at(this.holder or this.speaker)
    return words in marks(language)["pronoun"] and (
        actor is None or actor is draft.actor_at(before.holder or before.speaker)
    )


def _hedges(draft: Draft, language: Language, findings: list[Finding]) -> list[list[Span]]:
    """The hedges of each claim: in its content, and remarks on it in its sentence or the next."""
    words = content_hedges(draft, language)
    found = [[] if f.rule == "section" else hedges_within(words, f.content) for f in findings]
    for f, hedges in zip(findings, found, strict=True):
        if f.guards and f.cue:
            hedges[:] = [f.cue, *(h for h in hedges if not h.overlaps(f.cue))]
    for remark in remarks(draft, language):
        for n in _remarked(draft, findings, remark):
            if not any(h.overlaps(remark) for h in found[n]):
                found[n].append(remark)
    return found


def _remarked(draft: Draft, findings: list[Finding], remark: Span) -> list[int]:
    """Which claims a remark is about: those of its own sentence before it, else those of the sentence before."""
    sentences = []
    for paragraph in draft.paragraphs:
        if paragraph.start <= remark.start < paragraph.end:
            sentences = [s for s in paragraph.sentences if s.start <= remark.start]
    for sentence in sentences[:-3:-1]:
        inside = [
            n
            for n, f in enumerate(findings)
            if f.rule != "section"
            and sentence.start <= f.at < sentence.end
            and not any(c.covers(remark) for c in f.content)
        ]
        if inside:
            return inside
    return []


def run(draft: Draft, language: Language) -> Iterator[Claim]:
    """The page's claims in the order of the text."""
    quotes = _paragraph_quotes(draft)
    findings = find(draft, language)
    guards = zip(findings, _via(draft, language, findings), _hedges(draft, language, findings), strict=True)
    for found, via, hedges in guards:
        spans = tuple(found.content)
        actor = draft.actor_at(found.holder or found.speaker) if found.speaker else None
        yield Claim(
            id=content_id("c", draft.document.id, spans[0].start, spans[-1].end, found.cue.start if found.cue else ""),
            speaker=found.speaker,
            speaker_actor=actor.id if actor else None,
            cue=found.cue,
            content=spans,
            manner=_manner(found, quotes[found.paragraph.number]),
            via=via,
            hedges=tuple(sorted(hedges, key=lambda s: s.start)),
            date=said_on(draft, found),
            confidence=CONFIDENCE[found.rule],
        )


PART = Part(name="claims", version="1", needs=("paragraphs", "quotes", "actors"), gives=("claims",), run=run)
