"""What an analyst's wording of a sentence has that its evidence has not: numbers, quotations, a figure's holder."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bellwire.annotate.quantities import Quantity, quantities
from bellwire.knowledge import language

WarningKind = Literal["number", "bound", "quote", "holder"]
LANGUAGE = "en"
"""What briefs are written in."""
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"")
_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Words that a wording should not have, or has no more.

    `number` and `quote` do not occur in the evidence; a `bound` was dropped or put in ("at least 12" and "12"); the
    `holder` of what is told is not named any longer.
    """

    kind: WarningKind
    words: str


def check(text: str, original: str, evidence: Iterable[str], holders: Sequence[str] = ()) -> tuple[Warned, ...]:
    """What to warn of in an edited sentence; nothing where it is as it was written.

    >>> given = ("At least 12 people were killed, residents said.", ["At least 12 people"], ["residents"])
    >>> [(w.kind, w.words) for w in check("Some 20 people were killed, residents said.", *given)]
    [('number', 'Some 20')]
    >>> [(w.kind, w.words) for w in check("12 people were killed.", *given)]
    [('bound', '12'), ('holder', 'residents')]
    """
    if text == original:
        return ()
    known = [original, *evidence]
    return (*_quotes(text, known), *_numbers(text, known), *_holder(text, original, holders))


def unfounded(warned: Iterable[Warned]) -> tuple[str, ...]:
    """The words that are nowhere in the evidence, which a reader of the brief is told of."""
    return tuple(w.words for w in warned if w.kind in ("number", "quote"))


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _quotes(text: str, known: Sequence[str]) -> Iterator[Warned]:
    """Quotations that are not word for word in what is known, however they are punctuated."""
    sources = [f" {_plain(each)} " for each in known]
    for found in _QUOTED.finditer(text):
        parts = [_plain(part) for part in re.split(r"…|\.\.\.|\[[^\]]*\]", found[1] or found[2])]
        if not all(any(f" {part} " in source for source in sources) for part in parts if part):
            yield Warned(kind="quote", words=found[0])


def _values(q: Quantity) -> frozenset[float]:
    return frozenset(v for v in (q.low, q.best, q.high) if v is not None)


def _shape(q: Quantity) -> tuple[object, ...]:
    return q.low, q.best, q.high, q.approx, q.kind


def _numbers(text: str, known: Sequence[str]) -> Iterator[Warned]:
    """Quantities whose values, or whose bounds, are in nothing that is known; then digits that are."""
    lang = language(LANGUAGE)
    there = [q for each in known for q in quantities(each, lang)]
    values = frozenset(v for q in there for v in _values(q))
    shapes = {_shape(q) for q in there}
    told = list(quantities(text, lang))
    for q in told:
        words = text[q.start : q.end]
        if not _values(q) <= values:
            yield Warned(kind="number", words=words)
        elif len(_values(q)) == 1 and _shape(q) not in shapes:
            yield Warned(kind="bound", words=words)
    digits = {d for each in known for d in _digits(each)}
    within = [(q.start, q.end) for q in told]
    for found in _DIGITS.finditer(text):
        covered = any(start <= found.start() < end for start, end in within)
        if not covered and found[0].replace(",", "") not in digits:
            yield Warned(kind="number", words=found[0])


def _digits(text: str) -> Iterator[str]:
    return (found[0].replace(",", "") for found in _DIGITS.finditer(text))


def _holder(text: str, original: str, holders: Sequence[str]) -> Iterator[Warned]:
    """The holder, where the wording as it was written named one and the new one names none."""
    named = [h for h in holders if _plain(h) and _plain(h) in _plain(original)]
    if named and not any(_names(h, text) for h in named):
        yield Warned(kind="holder", words=named[0])


def _names(holder: str, text: str) -> bool:
    """Whether a text names a holder, be it by one of its longer words: "the ministry" for "the health ministry"."""
    words, there = set(_plain(holder).split()), set(_plain(text).split())
    return any(len(word) > 3 and word in there for word in words) or _plain(holder) in _plain(text)
