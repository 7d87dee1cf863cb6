"""Quoted speech: which cue each quote hangs on, and quotes that no cue introduces."""

from dataclasses import dataclass, field
from typing import Any

from bellwire.draft import Paragraph, Token
from bellwire.extract.claim_speakers import noun_span, subject_of
from bellwire.extract.claim_words import Finding, Quoted, cues, trimmed
from bellwire.knowledge import Language
from bellwire.model import Span

_STOPS = frozenset(".!?")
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
FREE_WORDS = 4
"""Words that a quote without a cue must have to be speech; a shorter one is a name or a scare quote."""
REACH = 30
"""Tokens between a quote and the cue behind it; before it, ten more."""


@dataclass(slots=True)
class _Scene:
    """A paragraph with its quotes and the cues, outside quotes, that may introduce speech."""

    paragraph: Paragraph
    text: str
    quoted: list[Quoted]
    speech: dict[int, Finding]
    here: list[Finding]
    spoken: dict[int, list[Span]] = field(default_factory=dict)
    extra: list[Finding] = field(default_factory=list)

    @property
    def doc(self) -> Any:
        """The paragraph's parse."""
        return self.paragraph.doc

    def span(self, quote: Quoted) -> Span:
        """A quote's words, within the paragraph."""
        return Span(start=quote.quote.start, end=min(quote.quote.end, self.paragraph.end))

    def outside(self, i: int) -> bool:
        """Whether a token stands outside all quotes."""
        return not any(q.covers(i) for q in self.quoted)


def _token(found: Finding) -> Token:
    assert found.token is not None
    return found.token


def _gap_start(scene: _Scene, quote: Quoted, stop: int) -> int:
    """The first word behind a quote."""
    doc, i = scene.doc, quote.last + 1
    while i < stop and (doc[i].is_punct or doc[i].is_space) and doc[i].text not in _STOPS:
        i += 1
    return i


def _after(scene: _Scene, quote: Quoted, stop: int) -> Finding | None:
    """The cue of the words right behind a quote: `"...," said X`, `"...," X said`."""
    doc, begin = scene.doc, _gap_start(scene, quote, stop)
    if begin >= stop or doc[begin].text in _STOPS or doc[begin].dep_ == "cc":
        return None
    ended = doc[quote.last].text == "."
    for i in range(begin, min(stop, begin + REACH)):
        if doc[i].text in _STOPS:
            return None
        found = scene.speech.get(i)
        if found is None or _token(found).dep_ in ("relcl", "acl") or _token(found).tag_ == "VBG":
            continue
        fits = _begins(found, begin) and (not ended or _ends_there(scene, found, stop))
        return found if fits else None
    return None


def _begins(found: Finding, begin: int) -> bool:
    """Whether the cue's clause begins where the words after the quote begin."""
    token = _token(found)
    if token.i - begin <= 2:
        return True
    if any(c.dep_ in _SUBJECTS and c.left_edge.i <= begin + 2 for c in token.children):
        return True
    return token.i - begin <= 12 and not any(t.pos_ == "VERB" for t in token.doc[begin : token.i])


def _ends_there(scene: _Scene, found: Finding, stop: int) -> bool:
    """Whether a cue behind a full stop has nothing else to introduce: `"..." X said.`"""
    doc, token = scene.doc, _token(found)
    end = next((i for i in range(token.i, stop) if doc[i].text in _STOPS), None)
    if end is None:
        return stop == len(doc)
    return not found.content or all(s.end <= scene.paragraph.start + token.idx for s in found.content)


def _before(scene: _Scene, quote: Quoted, start: int) -> Finding | None:
    """The cue of the words right before a quote: `X said: "..."`, `X told Y, "..."`."""
    doc, i = scene.doc, quote.first - 1
    while i >= start and doc[i].is_quote:
        i -= 1
    sign = scene.text[scene.paragraph.start : quote.quote.outer_start].rstrip()[-1:]
    mark = not sign.isalnum()
    if i < start or (mark and sign not in ",:-–—)"):
        return None
    if sign != ":" and scene.text[quote.quote.start : quote.quote.start + 1].islower() and quote.last - quote.first < 6:
        return None  # words within an indirect frame
    introduced = (mark and sign != ")") or i in scene.speech
    for j in range(i, max(start - 1, i - REACH - 10), -1):
        if doc[j].text in _STOPS:
            return None
        found = scene.speech.get(j)
        if found is not None:
            return found if introduced or _addressed(scene, found, quote) else None
    return None


def _broken(scene: _Scene, quoted: list[Quoted], n: int, last: Finding | None) -> Finding | None:
    """The cue that a sentence of quoted speech is broken by: `"It is a lie," he added, "and they know it."`"""
    quote = quoted[n]
    if last is None or last.token is None or n == 0:
        return None
    gap = scene.doc[quoted[n - 1].last + 1 : quote.first]
    sign = scene.text[scene.paragraph.start : quote.quote.outer_start].rstrip()[-1:]
    cue = last.token.i - gap.start
    if sign != "," or not 0 <= cue < len(gap) or any(t.text in _STOPS for t in gap):
        return None
    said = scene.doc[quoted[n - 1].last].text in ",-–—" or gap[0].text == ","
    return last if said and len(gap) - cue < 12 else None


def _addressed(scene: _Scene, found: Finding, quote: Quoted) -> bool:
    """Whether only an addressee stands between cue and quote, and the quote is a sentence: `X told AFP "..."`."""
    between = scene.doc[_token(found).i + 1 : quote.first]
    if not 0 < len(between) < 8 or between[-1].lower_ == "that" or any(t.pos_ == "VERB" for t in between):
        return False
    return bool(scene.doc[quote.first].text[:1].isupper()) and quote.last - quote.first >= 3


def _unlisted(scene: _Scene, quote: Quoted, stop: int) -> Finding | None:
    """A cue that no table knows, in the very place of one: `"...," scoffed X`."""
    doc, begin = scene.doc, _gap_start(scene, quote, stop)
    comma = doc[quote.last].text == "," or (quote.last + 1 < len(doc) and "," in doc[quote.last + 1 : begin].text)
    if not comma or begin >= stop or quote.last - quote.first < FREE_WORDS:
        return None
    for token in doc[begin : min(stop, begin + 8)]:
        if token.text in _STOPS or token.lower_ in ("and", "but", "who", "which", "while"):
            return None
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"):
            subject = subject_of(token)
            if subject is None or not scene.outside(subject.i):
                return None
            start = scene.paragraph.start + token.idx
            return Finding(
                paragraph=scene.paragraph,
                rule="quote",
                kind="say",
                token=token,
                cue=Span(start=start, end=start + len(token)),
                speaker=noun_span(scene.paragraph, scene.text, subject, token),
            )
    return None


def _colon(scene: _Scene, quote: Quoted, start: int) -> Finding | None:
    """A name and a colon right before a quote: `Interior minister X: "..."`."""
    doc, i = scene.doc, quote.first - 1
    while i >= start and doc[i].is_quote:
        i -= 1
    if i <= start or doc[i].text != ":" or quote.last - quote.first < FREE_WORDS:
        return None
    j = i - 1
    while j >= start and doc[j].text not in _STOPS and doc[j].text not in ("-", "–", "—", ";") and i - j <= 9:
        j -= 1
    name = doc[j + 1 : i]
    if (
        not 0 < len(name) <= 8
        or any(t.pos_ in ("VERB", "AUX") for t in name)
        or not any(t.pos_ == "PROPN" for t in name)
    ):
        return None
    speaker = trimmed(scene.text, scene.paragraph.start + name.start_char, scene.paragraph.start + name.end_char)
    return Finding(
        paragraph=scene.paragraph, rule="colon", kind="say", speaker=speaker, content=[scene.span(quote)], direct=True
    )


def _is_free(scene: _Scene, quote: Quoted) -> bool:
    """Whether a quote without a cue is a sentence of its own."""
    doc = scene.doc
    if scene.paragraph.block.role not in ("paragraph", "standfirst"):
        return False
    if sum(1 for t in doc[quote.first : quote.last + 1] if not t.is_punct) < FREE_WORDS:
        return False
    i = quote.first - 1
    while i >= 0 and (doc[i].is_quote or doc[i].is_space):
        i -= 1
    if i >= 0 and doc[i].text not in _STOPS:
        return False
    ends = doc[quote.last].text[-1] in ".!?,-–—…" or not quote.quote.closed
    return ends or quote.last + 2 >= len(doc) or doc[quote.last + 2].text in _STOPS


def _announcer(scene: _Scene, earlier: list[Finding]) -> Finding | None:
    """The cue at the end of the paragraph before, where that ends in a colon."""
    number = scene.paragraph.number - 1
    for found in reversed(earlier):
        if found.paragraph.number != number or found.token is None:
            return None
        if found.kind in ("say", "command"):
            whole = scene.text[found.paragraph.start : found.paragraph.end].rstrip()
            return found if whole.endswith(":") else None
    return None


def _place_free(scene: _Scene, quote: Quoted, last: Finding | None, earlier: list[Finding]) -> None:
    """Gives a quote without a cue to the speech act that it goes on with, or to the last speaker."""
    span = scene.span(quote)
    announcer = _announcer(scene, earlier) if last is None else None
    if announcer is not None:
        if announcer.direct:
            announcer.content.append(span)
        else:
            announcer.content, announcer.direct, announcer.rule = [span], True, "quote"
        return
    anchor = last or _last_speech(scene, quote)
    if anchor is not None and anchor.token is not None and anchor.token.i in scene.spoken:
        scene.spoken[anchor.token.i].append(span)
        return
    anchor = anchor or (earlier[-1] if earlier else None)
    if anchor is None:
        return
    if anchor.direct and anchor.paragraph.number == scene.paragraph.number - 1:
        anchor.content.append(span)
        return
    scene.extra.append(
        Finding(
            paragraph=scene.paragraph,
            rule="free",
            kind="say",
            speaker=anchor.speaker,
            holder=anchor.holder,
            content=[span],
            direct=True,
        )
    )


def _last_speech(scene: _Scene, quote: Quoted) -> Finding | None:
    """The last claim before the quote in its paragraph that is a speech act."""
    before = [f for f in scene.here if f.kind == "say" and f.content and f.cue and f.cue.start < quote.quote.start]
    return before[-1] if before else None


def _introducing(here: list[Finding], quoted: list[Quoted], language: Language) -> dict[int, Finding]:
    """The findings whose cue, outside quotes, may introduce speech, by the cue's token."""
    table, speech = cues(language, "verb"), {}
    for found in here:
        token = found.token
        if token is None or token.pos_ == "NOUN" or any(q.covers(token.i) for q in quoted):
            continue
        row = table.get(token.lemma_.lower())
        if found.rule == "according" or (row is not None and "quote" in row.takes):
            speech[token.i] = found
    return speech


def attach_quotes(
    paragraph: Paragraph,
    text: str,
    here: list[Finding],
    quoted: list[Quoted],
    earlier: list[Finding],
    language: Language,
) -> list[Finding]:
    """The paragraph's findings with quoted speech as content; quotes without a cue go to the last speech act."""
    if not quoted:
        return here
    speech = _introducing(here, quoted, language)
    scene = _Scene(paragraph, text, quoted, speech, here)
    last: Finding | None = None
    for n, quote in enumerate(quoted):
        start = quoted[n - 1].last + 1 if n else 0
        stop = quoted[n + 1].first if n + 1 < len(quoted) else len(scene.doc)
        cue = _after(scene, quote, stop) or _before(scene, quote, start) or _broken(scene, quoted, n, last)
        if cue is None and (cue := _unlisted(scene, quote, stop)) is not None:
            scene.extra.append(cue)
        if cue is not None:
            scene.spoken.setdefault(_token(cue).i, []).append(scene.span(quote))
            last = cue
        elif (name := _colon(scene, quote, start)) is not None:
            scene.extra.append(name)
            last = name
        elif _is_free(scene, quote):
            _place_free(scene, quote, last, earlier)
    for found in (*here, *scene.extra):
        if found.token is not None and found.token.i in scene.spoken:
            _speak(scene, found, scene.spoken[found.token.i])
    return sorted([*here, *scene.extra], key=lambda f: f.at if f.cue or f.content else 0)


def _speak(scene: _Scene, found: Finding, spans: list[Span]) -> None:
    """Makes quoted words the content; where they are but the end of a clause, the clause (mixed)."""
    framed = _framed(scene, found, spans)
    if framed is not None:
        found.content = [framed, *(s for s in spans if not s.overlaps(framed) and s.start > framed.end)]
        found.rule = "before"
        return
    rest = [c for c in found.content if not any(s.overlaps(c) for s in spans)]
    beside = sum(s.end - s.start for s in rest) >= 20 and found.rule in ("complement", "before")
    if beside:  # "X said he was well: "..."
        found.content = sorted([*rest, *spans], key=lambda s: s.start)
    else:
        found.content, found.rule, found.direct = spans, "quote", True
    _mend_speaker(scene, found, spans)


def _framed(scene: _Scene, found: Finding, spans: list[Span]) -> Span | None:
    """The clause that a quote before its cue is part of: `It was "a lie," X said`."""
    doc, token = scene.doc, _token(found)
    first = next(q for q in scene.quoted if q.quote.start == spans[0].start)
    if first.first > token.i:
        return None
    start = first.first
    while start > 0 and doc[start - 1].text not in _STOPS and not _spoken_before(scene, start - 1, spans):
        start -= 1
    if sum(1 for t in doc[start : first.first] if t.is_alpha) == 0:
        return None
    if any(i in scene.speech for i in range(start, first.first)):
        return None
    if not any(t.pos_ == "AUX" or t.tag_ in ("VBD", "VBZ", "VBP") for t in doc[start : token.i] if scene.outside(t.i)):
        return None
    begin = scene.paragraph.start + doc[start].idx
    return trimmed(scene.text, begin, max(first.quote.outer_end, begin + 1))


def _spoken_before(scene: _Scene, i: int, spans: list[Span]) -> bool:
    """Whether a token lies in a quote that another cue has, or that is speech of its own."""
    return any(q.covers(i) and q.last - q.first >= FREE_WORDS for q in scene.quoted)


def _mend_speaker(scene: _Scene, found: Finding, spans: list[Span]) -> None:
    """Takes the noun beside the cue where the parse found the speaker in the quoted words."""
    if found.speaker is not None and not any(s.overlaps(found.speaker) for s in spans):
        return
    token, doc = _token(found), scene.doc
    beside = [t for t in doc[token.i + 1 : token.i + 8] if scene.outside(t.i)]
    for noun in beside:
        if noun.is_punct:
            break
        if noun.pos_ in ("PROPN", "NOUN", "PRON"):
            head = noun
            while head.head.i in range(token.i + 1, token.i + 8) and head.dep_ in (
                "compound",
                "amod",
                "nmod",
                "poss",
                "flat",
            ):
                head = head.head
            found.speaker = noun_span(scene.paragraph, scene.text, head, token)
            return
    if found.speaker is not None:
        found.speaker = None
