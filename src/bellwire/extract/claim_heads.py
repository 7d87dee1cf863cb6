"""Claims of headlines, where a dash, a colon or a trailing "X says" stands for a sentence."""

import re
from collections.abc import Iterator
from functools import cache

from bellwire.draft import Draft, Paragraph
from bellwire.extract.claim_guards import channel_name
from bellwire.extract.claim_words import Finding, cues, trimmed, unquoted
from bellwire.knowledge import Language
from bellwire.model import Span

LONGEST_SOURCE = 7
"""Words that the source of a headline's claim may have; longer, it is half of the headline."""
LONGEST_LINE = 300
"""Characters of a headline; a longer line is none."""
_PARTS = re.compile(r"(?:[^;.]|\.(?!\s))+")
_TAIL = re.compile(r"^(?P<content>.{8,})\s*(?P<sign>[–—:]|\s-{1,2})\s+(?P<source>[^–—:]{2,60})$")
_HEAD = re.compile(r"^(?P<source>[^–—:]{2,60}?)(?P<sign>:)\s+(?P<content>.{8,})$")


@cache
def _speaks(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """ "..., X says" and "X says ..." with the plain cues of headlines."""
    verbs = [
        w for w, cue in cues(language, "verb").items() if cue.kind == "say" and "clause" in cue.takes and " " not in w
    ]
    forms = "|".join(
        sorted({f for v in verbs for f in (v, v + "s", v + "es", _third(v))} | {"said"}, key=len, reverse=True)
    )
    before = re.compile(rf"^(?P<content>.{{8,}}?),\s+(?P<source>[^,]{{2,60}}?)\s+(?P<sign>{forms})$")
    after = re.compile(rf"^(?P<source>[^,:]{{2,60}}?)\s+(?P<sign>{forms})\s+(?P<content>.{{8,}})$")
    return before, after


def _third(verb: str) -> str:
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2:-1] not in "aeiou" else verb + "s"


@cache
def _holders(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("holders") if row["kind"] == "holder")


@cache
def _labels(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("holders") if row["kind"] == "label")


def is_source(draft: Draft, language: Language, paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether some words of a headline name somebody who can speak: an actor, a person, a body, "police"."""
    words = draft.text[start:end].split()
    if not words or len(words) > LONGEST_SOURCE or words[-1].lower() in _labels(language):
        return False
    first, last = start - paragraph.start, end - paragraph.start
    named = paragraph.doc.char_span(first, last, alignment_mode="expand")
    if named is None or any(t.pos_ == "VERB" for t in named):
        return False
    if words[-1].lower().strip("'’s") in _holders(language) or words[-1].lower() in _holders(language):
        return True
    actor = draft.actor_at(Span(start=start, end=end))
    if actor is not None and any(min(m.end, end) - max(m.start, start) > (end - start) / 2 for m in actor.mentions):
        return True
    return any(
        e.label_ in ("PERSON", "ORG") and e.start_char <= first + 1 and e.end_char >= last - 1
        for e in paragraph.doc.ents
    )


def _is_verb(paragraph: Paragraph, at: int) -> bool:
    """Whether the word there is a verb; "posts" and "protests" may be nouns."""
    word = paragraph.doc.char_span(at - paragraph.start, at - paragraph.start + 1, alignment_mode="expand")
    return word is not None and (word[0].pos_ in ("VERB", "AUX") or word[0].lower_ in ("say", "says", "said"))


def _is_place(draft: Draft, paragraph: Paragraph, start: int, end: int) -> bool:
    """Whether a country or town stands before a colon: the place that a headline is about."""
    named = [(p.start, p.end) for p in draft.places]
    for e in paragraph.doc.ents:
        if e.label_ in ("GPE", "LOC"):
            named.append((e.start_char + paragraph.start, e.end_char + paragraph.start))
    return any(first <= start and end <= last for first, last in named)


def _is_imprint(draft: Draft, language: Language, paragraph: Paragraph, content: Span, source: tuple[int, int]) -> bool:
    """Whether an outlet's name stands beside a title that says nothing: "World in brief - The Harbour Post"."""
    said = paragraph.doc.char_span(
        content.start - paragraph.start, content.end - paragraph.start, alignment_mode="expand"
    )
    if said is not None and any(t.pos_ in ("VERB", "AUX") for t in said):
        return False
    return channel_name(draft, language, *source) is not None


def head_findings(draft: Draft, language: Language, paragraph: Paragraph) -> Iterator[Finding]:
    """The claims that a headline's marks and order show; none for a line that is a sentence."""
    text = draft.text
    for part in _PARTS.finditer(text, paragraph.start, paragraph.end):
        line = part.group().strip().rstrip(".")
        offset = part.start() + len(part.group()) - len(part.group().lstrip())
        if len(line) > LONGEST_LINE:
            continue
        for pattern in (*_speaks(language)[:1], _TAIL, _HEAD, *_speaks(language)[1:]):
            match = pattern.match(line)
            if match is None:
                continue
            start, end = offset + match.start("source"), offset + match.end("source")
            content = trimmed(text, offset + match.start("content"), offset + match.end("content"))
            if content is None or not is_source(draft, language, paragraph, start, end):
                continue
            sign = match.group("sign").strip()
            if sign == ":" and pattern is _HEAD and _is_place(draft, paragraph, start, end):
                continue
            if not sign[0].isalpha() and _is_imprint(draft, language, paragraph, content, (start, end)):
                continue
            if sign[0].isalpha() and not _is_verb(paragraph, offset + match.start("sign")):
                continue
            cue = (
                Span(start=offset + match.start("sign"), end=offset + match.end("sign")) if sign[0].isalpha() else None
            )
            yield Finding(
                paragraph=paragraph,
                rule="headline",
                kind="say",
                cue=cue,
                speaker=Span(start=start, end=end),
                content=[unquoted(text, content)],
            )
            break
