"""Words that a person quotes from a page, found in its text: where they stand, and which place is meant."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Report, Span
from bellwire.web.words import N_

AROUND = 40
"""Characters shown on either side of words that stand in several places."""
MOST_PLACES = 30
_OFFSET = re.compile("[0-9]{1,10}")
Form = Mapping[str, Sequence[str]]
"""What a form sent: each name with its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfWords:
    """One place where words stand, with what is around them."""

    start: int
    end: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What a form says about a span: the span, or what is wrong (a message), or the places to choose from.

    `given` says that the form has the field at all; given without words means that there is to be none.
    """

    given: bool = False
    words: str = ""
    span: Span | None = None
    fault: str | None = None
    places: tuple[PlaceOfWords, ...] = ()


def places_of_words(text: str, words: str) -> tuple[Span, ...]:
    """Every place where words stand in a text, whatever the white space; in other letters' case if not in their own.

    >>> places_of_words("Aged 12. It killed 12\\npeople.", "12 people")
    (Span(start=19, end=28),)
    >>> places_of_words("Gunmen came.", "gunmen")
    (Span(start=0, end=6),)
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return ()
    for flags in (0, re.IGNORECASE):
        found = tuple(Span(start=m.start(), end=m.end()) for m in re.finditer(pattern, text, flags))
        if found:
            return found
    return ()


def around(text: str, span: Span) -> PlaceOfWords:
    """The words of a span with what stands before and after, on one line."""
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return PlaceOfWords(
        start=span.start,
        end=span.end,
        before=_folded(before),
        words=_folded(span.quote(text)),
        after=_folded(after),
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def quotation(form: Form, name: str, text: str, number: int = 0) -> Quotation:
    """The span that a form names: by `NAME.start` and `NAME.end`, or by `NAME.words`, which are looked up.

    Offsets count where they are of the words given, or no words are given: whoever types other words means those.
    `NAME.at` chooses a place among several. `number` is the row, of fields that are given several times.

    >>> quotation({"cue.words": ["said"]}, "cue", "He said so.").span
    Span(start=3, end=7)
    >>> quotation({"cue.words": ["shelled"]}, "cue", "He said so.").fault
    'the page does not have these words; copy them as they stand'
    >>> [place.start for place in quotation({"cue.words": ["said"]}, "cue", "He said. She said.").places]
    [3, 13]
    """
    words, start, end, at = (_value(form, f"{name}.{part}", number) for part in ("words", "start", "end", "at"))
    given = any(f"{name}.{part}" in form for part in ("words", "start", "end"))
    words = " ".join((words or "").split())
    span = _span(start, end, text)
    if span is not None and (not words or _folded(span.quote(text)).strip() == words):
        return Quotation(given=True, words=_folded(span.quote(text)), span=span)
    if not words:
        wrong = bool(start or end)
        return Quotation(
            given=given, fault=N_("these are no characters of the page; select the words") if wrong else None
        )
    found = places_of_words(text, words)
    chosen = [place for place in found if str(place.start) == at] if at else list(found)
    if len(chosen) == 1:
        return Quotation(given=True, words=words, span=chosen[0])
    if not found:
        return Quotation(
            given=True, words=words, fault=N_("the page does not have these words; copy them as they stand")
        )
    return Quotation(
        given=True,
        words=words,
        fault=N_("these words stand in several places; choose one"),
        places=tuple(around(text, place) for place in found[:MOST_PLACES]),
    )


def _value(form: Form, name: str, number: int) -> str | None:
    values = form.get(name, ())
    return values[number].strip() if number < len(values) else None


def _span(start: str | None, end: str | None, text: str) -> Span | None:
    if not _OFFSET.fullmatch(start or "") or not _OFFSET.fullmatch(end or ""):
        return None
    first, last = int(start or 0), int(end or 0)
    return Span(start=first, end=last) if 0 <= first < last <= len(text) else None


def quotations(form: Form, name: str, text: str) -> tuple[Quotation, ...]:
    """The spans of a field that may have several, a row each; rows without words are left out."""
    rows = max((len(form.get(f"{name}.{part}", ())) for part in ("words", "start", "end")), default=0)
    found = (quotation(form, name, text, number) for number in range(rows))
    return tuple(each for each in found if each.span or each.fault)


def sentence_around(report: Report, span: Span) -> Span:
    """The sentence that a span stands in: one that was read, else what lies between full stops in its block.

    >>> from bellwire.model import Document, MadeBy
    >>> text = "It rained. Gunmen came at dawn. All fled."
    >>> page = Report(id="r", document=Document(id="d", kind="article", text=text), made_by=MadeBy(bellwire="0"))
    >>> sentence_around(page, Span(start=18, end=22)).quote(text)
    'Gunmen came at dawn.'
    """
    known = [t.sentence for e in report.events for t in e.tellings if t.sentence.covers(span)]
    if known:
        return known[0]
    text = report.document.text
    block = next((b for b in report.blocks if b.start <= span.start < b.end), None)
    first, last = (block.start, block.end) if block else (0, len(text))
    before = [m.end() for m in re.finditer(r"[.!?]\s+|\n+", text[first : span.start])]
    after = re.search(r"[.!?](?=\s|$)|(?=\n)", text[span.end : last])
    return Span(
        start=first + (before[-1] if before else 0), end=span.end + after.end() if after else max(last, span.end)
    )
