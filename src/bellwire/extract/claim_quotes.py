"""Quoted speech: which cue each quote hangs on, and quotes that no cue introduces."""

from bellwire.draft import Paragraph
from bellwire.extract.claim_words import Cue, Finding, Quoted, cues
from bellwire.knowledge import Language
from bellwire.model import Span

_STOPS = frozenset(".!?")
FREE_WORDS = 4
"""Words that a quote without a cue must have to be speech; a shorter one is a name or a scare quote."""


def _own(found: Finding, quoted: list[Quoted]) -> bool:
    return found.token is not None and not any(q.covers(found.token.i) for q in quoted)


def _span(quote: Quoted, paragraph: Paragraph) -> Span:
    return Span(start=quote.quote.start, end=min(quote.quote.end, paragraph.end))


def _after(paragraph: Paragraph, quote: Quoted, nxt: Quoted | None, speech: dict[int, Finding]) -> Finding | None:
    """The cue of the words right behind a quote: `"...," said X`, `"...," X said`."""
    doc = paragraph.doc
    stop = nxt.first if nxt else len(doc)
    i = quote.last + 1
    while i < stop and (doc[i].is_punct or doc[i].is_space) and doc[i].text not in _STOPS:
        i += 1
    begin = i
    if i < stop and doc[i].text in _STOPS and i <= quote.last + 2:
        return None
    ended = doc[quote.last].text in _STOPS and doc[quote.last].text == "."
    while i < stop and i - begin < 30:
        if doc[i].text in _STOPS:
            return None
        found = speech.get(i)
        if found is not None and found.token.dep_ not in ("relcl", "acl"):  # type: ignore[union-attr]
            if doc[begin].dep_ != "cc" and _begins(found, begin) and (not ended or _ends_there(paragraph, found, stop)):
                return found
            return None
        i += 1
    return None


def _begins(found: Finding, begin: int) -> bool:
    """Whether the cue's clause begins where the words after the quote begin."""
    token = found.token
    assert token is not None
    if token.i - begin <= 2:
        return True
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.left_edge.i <= begin + 2 for c in token.children) or (
        token.i - begin <= 12 and token.tag_ != "VBG" and not any(t.pos_ == "VERB" for t in token.doc[begin : token.i])
    )


def _ends_there(paragraph: Paragraph, found: Finding, stop: int) -> bool:
    """Whether a cue behind a full stop has nothing else to introduce: `"..." X said.`"""
    doc, token = paragraph.doc, found.token
    assert token is not None
    end = next((i for i in range(token.i, stop) if doc[i].text in _STOPS), None)
    if end is None:
        return stop == len(doc)
    return not found.content or all(s.end <= paragraph.start + token.idx for s in found.content)


def _before(paragraph: Paragraph, quote: Quoted, previous: Quoted | None, speech: dict[int, Finding]) -> Finding | None:
    """The cue of the words right before a quote: `X said: "..."`, `X told Y, "..."`."""
    doc = paragraph.doc
    start = previous.last + 1 if previous else 0
    i = quote.first - 1
    while i >= start and doc[i].is_quote:
        i -= 1
    if i < start:
        return None
    sign = doc[i]
    if sign.is_punct and sign.text not in (",", ":", "-", "–", "—", "that"):
        return None
    introduced = sign.is_punct or i in speech
    steps = 0
    while i >= start and doc[i].text not in _STOPS and steps < 40:
        found = speech.get(i)
        if found is not None:
            return found if introduced or _addressed(found, quote) else None
        i -= 1
        steps += 1
    return None


def _addressed(found: Finding, quote: Quoted) -> bool:
    """Whether only the cue's own addressee or circumstance stands between cue and quote, and the quote is a sentence."""
    doc, token = quote_doc(found), found.token
    assert token is not None
    between = doc[token.i + 1 : quote.first]
    return doc[quote.first].text[:1].isupper() and quote.last - quote.first >= 3 and not any(t.pos_ == "VERB" for t in between) and len(between) < 8 and between[-1].lower_ != "that" if len(between) else False


def quote_doc(found: Finding):  # type: ignore[no-untyped-def]
    """The parse that a finding stands in."""
    return found.paragraph.doc


def _is_free(paragraph: Paragraph, quote: Quoted) -> bool:
    """Whether a quote without a cue is a sentence of its own."""
    doc = paragraph.doc
    if sum(1 for t in doc[quote.first : quote.last + 1] if not t.is_punct) < FREE_WORDS:
        return False
    i = quote.first - 1
    while i >= 0 and (doc[i].is_quote or doc[i].is_space):
        i -= 1
    if i >= 0 and doc[i].text not in _STOPS:
        return False
    j = quote.last
    ends = doc[j].text[-1] in _STOPS or doc[j].text[-1] in ",-–—…" or not quote.quote.closed
    return ends or (j + 2 < len(doc) and doc[j + 2].text in _STOPS) or j + 2 >= len(doc)


def attach_quotes(
    paragraph: Paragraph,
    text: str,
    here: list[Finding],
    quoted: list[Quoted],
    earlier: list[Finding],
    language: Language,
) -> list[Finding]:
    """The paragraph's findings with quoted speech as content; quotes without a cue go to the last speech act."""
    table: dict[str, Cue] = cues(language, "verb")
    speech = {
        f.token.i: f
        for f in here
        if f.token is not None and f.token.pos_ != "NOUN" and _own(f, quoted) and _quotes(f, table)
    }
    spoken: dict[int, list[Span]] = {}
    last: Finding | None = None
    extra: list[Finding] = []
    for n, quote in enumerate(quoted):
        previous = quoted[n - 1] if n else None
        following = quoted[n + 1] if n + 1 < len(quoted) else None
        found = _after(paragraph, quote, following, speech) or _before(paragraph, quote, previous, speech)
        if found is not None:
            assert found.token is not None
            spoken.setdefault(found.token.i, []).append(_span(quote, paragraph))
            last = found
        elif _is_free(paragraph, quote):
            span = _span(quote, paragraph)
            anchor = last or _last_speech(here, paragraph, quote) or (earlier[-1] if earlier else None)
            if anchor is not None and anchor.token is not None and anchor.paragraph is paragraph and anchor.token.i in spoken:
                spoken[anchor.token.i].append(span)
            elif anchor is not None and anchor.direct and anchor.paragraph.number == paragraph.number - 1:
                anchor.content.append(span)
            elif anchor is not None:
                extra.append(Finding(paragraph=paragraph, rule="free", kind="say", speaker=anchor.speaker, content=[span], direct=True))
    for found in here:
        if found.token is not None and found.token.i in spoken:
            _speak(found, spoken[found.token.i], paragraph)
    return sorted([*here, *extra], key=lambda f: (f.at if f.cue or f.content else 0))


def _quotes(found: Finding, table: dict[str, Cue]) -> bool:
    assert found.token is not None
    row = table.get(found.token.lemma_.lower())
    return found.rule == "according" or (row is not None and "quote" in row.takes)


def _last_speech(here: list[Finding], paragraph: Paragraph, quote: Quoted) -> Finding | None:
    """The last claim before the quote in its paragraph that is a speech act."""
    before = [f for f in here if f.kind == "say" and f.content and f.cue and f.cue.start < quote.quote.start]
    return before[-1] if before else None


def _speak(found: Finding, spans: list[Span], paragraph: Paragraph) -> None:
    """Makes quoted words the content; indirect words beside them stay (mixed)."""
    assert found.cue is not None
    rest = [
        c for c in found.content if not any(s.start < c.end and c.start < s.end for s in spans) and found.rule != "object"
    ]
    if rest and found.rule in ("complement", "before") and not _split(rest, spans):
        found.content = sorted([*rest, *spans], key=lambda s: s.start)
        return
    found.content, found.rule, found.direct = spans, "quote", True


def _split(rest: list[Span], spans: list[Span]) -> bool:
    """Whether the words beside the quotes are a scrap of the parse and no clause."""
    return sum(s.end - s.start for s in rest) < 20
