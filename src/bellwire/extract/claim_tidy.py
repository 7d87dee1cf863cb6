"""Last touches on a paragraph's claims: where content ends, and claims that are none."""

import re
from collections.abc import Sequence

from bellwire.draft import Quote
from bellwire.extract.claim_speakers import strayed
from bellwire.extract.claim_words import STRAYING, Finding, marks, trimmed
from bellwire.knowledge import Language
from bellwire.model import Span

_OWN_VOICE = re.compile(r",\s+(?:even )?(?:though|although|while|whereas)\s")


def _cut(text: str, found: Finding, at: int) -> None:
    """Ends the content before a place in the text."""
    kept = []
    for span in found.content:
        if span.end <= at:
            kept.append(span)
        elif span.start < at and (rest := trimmed(text, span.start, at)):
            kept.append(rest)
    found.content = kept or found.content


def _end_at_own_claims(text: str, here: list[Finding]) -> None:
    """Ends a claim's content where the next claim of its speaker begins: "..., adding that", "... and accused"."""
    for later in here:
        token = later.token
        if token is None or later.cue is None or token.i == 0:
            continue
        adds = token.tag_ == "VBG" and token.nbor(-1).text == ","
        if not adds and not (later.kind in STRAYING and strayed(token) is not None):
            continue
        for found in here:
            before = found is not later and found.cue and found.cue.end < later.cue.start and not found.direct
            if before and any(s.start < later.cue.start < s.end for s in found.content):
                _cut(text, found, later.cue.start if adds else later.paragraph.start + token.nbor(-1).idx)


def _in_speech(text: str, found: Finding, quotes: Sequence[Quote], language: Language) -> bool:
    """Whether it is said within quoted speech by no third person: "I say", "we think"."""
    cue = found.cue
    if cue is None or found.direct or not any(q.start <= cue.start and cue.end <= q.end for q in quotes):
        return False
    return found.kind != "say" or found.speaker is None or found.speaker.quote(text).lower() in marks(language)["self"]


_ANONYMITY = re.compile(
    r"\b(?:not|only|be) (?:to )?(?:be )?(?:named|identified|quoted|used|published|print)\b|\banonym|\bidentified only\b"
)


def _asks_for_anonymity(text: str, found: Finding) -> bool:
    """Whether a source asks not to be named: no claim about the world."""
    if found.kind == "say":
        return False
    return any(_ANONYMITY.search(text, s.start, min(s.end, s.start + 60)) for s in found.content)


def _end_at_own_voice(text: str, found: Finding, quotes: Sequence[Quote]) -> None:
    """Ends indirect content at a semicolon or "though", where the outlet speaks again."""
    if found.direct or found.rule not in ("complement", "rest"):
        return
    for span in found.content:
        stop = text.find(";", span.start, span.end)
        if stop > span.start + 10 and not any(q.start <= stop < q.end for q in quotes):
            _cut(text, found, stop)
            return
        match = _OWN_VOICE.search(text, span.start, span.end)
        if match and match.start() > span.start + 10:
            _cut(text, found, match.start())
            return


def tidy(text: str, here: list[Finding], quotes: Sequence[Quote], language: Language) -> list[Finding]:
    """The claims with their content cut where the next claim or the outlet's own voice begins."""
    kept = [f for f in here if not _in_speech(text, f, quotes, language) and not _asks_for_anonymity(text, f)]
    _end_at_own_claims(text, kept)
    for found in kept:
        _end_at_own_voice(text, found, quotes)
        _keep_in_quote(text, found, quotes)
        _drop_dateline(text, found)
        if found.direct:
            found.content = [_without_comma(text, span) for span in found.content]
    return kept


def _keep_in_quote(text: str, found: Finding, quotes: Sequence[Quote]) -> None:
    """Cuts the content of a cue within quoted speech where the quote ends."""
    cue = found.cue
    quote = next((q for q in quotes if cue and q.start <= cue.start and cue.end <= q.end), None)
    if quote is None:
        return
    inside = [trimmed(text, max(s.start, quote.start), min(s.end, quote.end)) for s in found.content]
    found.content = [s for s in inside if s is not None] or found.content


_DATELINE = re.compile(r"[A-Z][A-Z .,'’-]{2,40}(?:\([^)\n]{2,30}\) ?)?[-–—] ")


def _drop_dateline(text: str, found: Finding) -> None:
    """Takes the town and agency before a story's first words off the content."""
    first = found.content[0]
    match = _DATELINE.match(text, first.start, first.end) if first.start == found.paragraph.start else None
    if match and (rest := trimmed(text, match.end(), first.end)):
        found.content[0] = rest


def _without_comma(text: str, span: Span) -> Span:
    """Quoted words without the comma that parts them from the cue.

    >>> _without_comma('"We left," he said', Span(start=1, end=9)).quote('"We left," he said')
    'We left'
    """
    end = span.end
    while end > span.start + 1 and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    return Span(start=span.start, end=end)
