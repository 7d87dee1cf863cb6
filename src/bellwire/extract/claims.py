"""Claims: who says what, in what manner, through whom, how guarded."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part, Quote
from bellwire.extract.claim_frames import frame_findings
from bellwire.extract.claim_quotes import attach_quotes
from bellwire.extract.claim_words import Finding, quoted_in
from bellwire.knowledge import Language
from bellwire.model import Claim
from bellwire.model.ids import content_id

CONFIDENCE = {
    "according": 0.89, "before": 0.86, "complement": 0.85, "quote": 0.80, "object": 0.67, "infinitive": 0.66,
    "floating": 0.61, "passive": 0.5, "noun": 0.5, "headline": 0.7, "free": 0.5, "section": 0.9, "adverb": 0.5,
}  # fmt: skip
"""How often a rule's claims have the right source, cue and content on PolNeAR's development part (2026-11)."""


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


def _manner(found: Finding, quotes: list[Quote]) -> str:
    """Direct where all content is quoted speech, mixed where quoted words stand in an indirect frame."""
    if found.direct:
        return "direct"
    cue = found.cue
    for quote in quotes:
        if cue and quote.start <= cue.start and cue.end <= quote.end:
            continue
        if any(quote.start < span.end and span.start < quote.end for span in found.content):
            return "mixed"
    return "indirect"


def _claim(draft: Draft, found: Finding, quotes: list[Quote]) -> Claim:
    spans = tuple(found.content)
    actor = draft.actor_at(found.speaker) if found.speaker else None
    return Claim(
        id=content_id("c", draft.document.id, spans[0].start, spans[-1].end, found.cue.start if found.cue else ""),
        speaker=found.speaker,
        speaker_actor=actor.id if actor else None,
        cue=found.cue,
        content=spans,
        manner=_manner(found, quotes),  # type: ignore[arg-type]
        confidence=CONFIDENCE[found.rule],
    )


def run(draft: Draft, language: Language) -> Iterator[Claim]:
    """The page's claims in the order of their cues."""
    findings: list[Finding] = []
    quotes = _paragraph_quotes(draft)
    for paragraph, inside in zip(draft.paragraphs, quotes, strict=True):
        here = list(frame_findings(paragraph, draft.text, language))
        findings += attach_quotes(paragraph, draft.text, here, quoted_in(paragraph, inside), findings, language)
    for found in findings:
        if found.content:
            yield _claim(draft, found, quotes[found.paragraph.number])


PART = Part(name="claims", version="1", needs=("paragraphs", "quotes", "actors"), gives=("claims",), run=run)
