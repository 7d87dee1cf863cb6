"""Quantities: number phrases with their bounds and units, whatever they count."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bellwire.annotate.quantity_amounts import Amount, AmountReader, attached
from bellwire.annotate.quantity_names import NameReader, Tag, no_tag
from bellwire.annotate.quantity_units import UnitReader
from bellwire.annotate.quantity_words import Lex, Lexicon, Unit, lexemes, lexicon
from bellwire.knowledge import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number phrase: `start..end` with bounds and unit, `number_start..number_end` the number alone.

    `kind` is what the unit measures (see units.tsv), "count" without one, "none" for "no" and "none".
    """

    start: int
    end: int
    number_start: int
    number_end: int
    low: float | None = None
    best: float | None = None
    high: float | None = None
    approx: bool = False
    unit: str | None = None
    unit_word: str | None = None
    kind: str = "count"
    bounded: bool = False


def quantities(text: str, language: Language, tag: Tag = no_tag) -> Iterator[Quantity]:
    """The quantities of a text, in order. Years, ages, clock times, calibres and numbers in names are none.

    >>> from bellwire.knowledge import language
    >>> text = "At least 12 people died near Bor in 2024, some 40 km from a base with 300 to 400 men."
    >>> [(text[q.start:q.end], q.low, q.best, q.high) for q in quantities(text, language("en"))]
    [('At least 12', 12.0, None, None), ('some 40 km', None, 40.0, None), ('300 to 400', 300.0, None, 400.0)]
    """
    words = lexicon(language)
    if not words.some.search(text):
        return
    scanner, i = _Scanner(text, lexemes(text), words, tag), 0
    for at, lex in enumerate(scanner.lexes):
        if at < i or (lex.kind != "digits" and lex.low not in words.numbers and lex.low not in ("a", "an")):
            continue
        found = scanner.quantity(at)
        if found is not None:
            quantity, i = found
            if quantity is not None:
                yield quantity


class _Scanner:
    """Reads quantities from lexemes; positions are those of lexemes."""

    def __init__(self, text: str, lexes: Sequence[Lex], words: Lexicon, tag: Tag) -> None:
        self.lexes, self.words = lexes, words
        self.reader = AmountReader(text, lexes, words)
        self.units = UnitReader(text, lexes, words)
        self.names = NameReader(text, lexes, words, tag)
        self.low = self.reader.low

    def quantity(self, i: int) -> tuple[Quantity | None, int] | None:
        """The quantity whose number begins at i with the lexeme after it; (None, after) for a number that is none."""
        amount = self.reader.read(i)
        if amount is None:
            return None
        if amount.digits and (self.names.is_name(amount) or self.names.is_enumerator(amount)):
            return None, amount.end
        unit, end, start = self.units.of(amount)
        if self.names.is_no_quantity(amount, unit, end):
            return None, max(end, i + 1)
        second = self._range(amount, unit, start, end)
        if second is None and self.names.is_chained(amount, end):
            return None, end + 2
        if second:
            other, other_unit, end = second
            if self.names.is_age(other, other_unit, end):
                return None, end
            return self._made(amount, other, unit or other_unit, start, end), end
        return self._made(amount, None, unit, start, end), end

    # ---- ranges and bounds

    def _range(self, first: Amount, unit: Unit | None, start: int, end: int) -> tuple[Amount, Unit | None, int] | None:
        """The second amount of a range, its unit and the lexeme after it."""
        link = self.low(end)
        if first.none or first.share or link not in ("to", "-", "–", "—", "‑", "and", "or"):
            return None
        if link == "and" and self.low(start - 1) != "between":
            return None
        if link in "-–—‑" and not self._is_tied(first, end):
            return None
        j = end + 1
        while self.low(j) and self.lexes[j].kind != "digits" and (self.units.money(self.low(j)) or self.low(j) == "us"):
            j += 1
        second = self.reader.read(j)
        if second is None or second.none or second.share or (second.vague and not first.vague):
            return None
        other, after, _ = self.units.of(second)
        if _shares_scale(first, second):
            first = replace(first, value=first.value * second.scale)
        if not first.value < second.value or not self._may_range(link, unit, other, start, first, second):
            return None
        if link in "-–—‑" and first.digits and 1900 <= first.value <= 2100 and second.value <= 2100 and not other:
            return None
        return second, other, after

    def _is_tied(self, first: Amount, dash: int) -> bool:
        """Whether a dash ties two numbers: close on both sides, or spaced between digits."""
        close = attached(self.lexes, dash), attached(self.lexes, dash + 1)
        return all(close) or (
            not any(close)
            and first.digits
            and self.lexes[dash + 1 : dash + 2] != []
            and (self.lexes[dash + 1].kind == "digits")
        )

    def _may_range(
        self, link: str, unit: Unit | None, other: Unit | None, start: int, first: Amount, second: Amount
    ) -> bool:
        if unit and other and unit.name != other.name:
            return False
        if link == "or":
            return unit is None and second.value <= 20 and second.value - first.value <= 5
        if link != "to":
            return True
        if unit and not other:
            return unit.kind == "money"
        before = [self.low(k) for k in range(max(0, start - 7), start)]
        if not any(word in self.words.marks["change"] for word in before):
            return True
        return before[-1:] != ["from"] and not unit

    def _bound(self, start: int) -> tuple[str, int]:
        """The effect of the phrase that ends before a lexeme ("" for none) and where the phrase begins."""
        for words, effect in self.words.before.get(self.low(start - 1), ()):
            first = start - len(words)
            if first >= 0 and all(self.low(first + k) == word for k, word in enumerate(words)):
                return effect, first
        return "", start

    def _bounds(self, start: int) -> tuple[str, int]:
        """The effect of the words before a number, and the lexeme at which they begin."""
        effect = ""
        for _ in range(3):
            found, first = self._bound(start)
            if not found or (
                found != "plain"
                and (self.low(start) in self.words.marks["determiner"] or (effect and first == start - 1))
            ):
                break
            effect, start = effect if effect in ("low", "high") or found == "plain" else found, first
        return effect, start

    def _after(self, end: int) -> tuple[str, int]:
        """The effect of the words behind a number ("or more"), and the lexeme after them."""
        j = end + (self.low(end) == "-")
        if self.low(end) == "+" and not attached(self.lexes, end):
            return "", end
        for words, effect in self.words.after.get(self.low(j), ()):
            if all(self.low(j + k) == word for k, word in enumerate(words)):
                return effect, j + len(words)
        return "", end

    def _made(self, first: Amount, second: Amount | None, unit: Unit | None, start: int, end: int) -> Quantity:
        effect, begin = self._bounds(start)
        if unit and unit.kind == "duration" and self.low(begin) == "within":
            effect = ""
        if second and self.low(start - 1) in ("between", "from"):
            begin = start - 1
        stop = end
        behind, end = self._after(end)
        effect = effect or behind
        low, best, high, approx = _values(first, second, effect)
        last = self.lexes[end - 1]
        return Quantity(
            start=self.lexes[begin].start,
            end=last.end,
            number_start=self.lexes[first.start].start,
            number_end=last.end,
            low=low,
            best=best,
            high=high,
            approx=approx,
            unit=unit.name if unit else None,
            unit_word=self.units.word(unit, stop) if unit else None,
            kind="none" if first.none else unit.kind if unit else "count",
            bounded=bool(effect),
        )


def _shares_scale(first: Amount, second: Amount) -> bool:
    """Whether the second number's scale holds for the first: two to three million."""
    return first.scale == 1 and second.scale > 1 and first.value < 1000 and first.digits == second.digits


def _values(first: Amount, second: Amount | None, effect: str) -> tuple[float | None, float | None, float | None, bool]:
    """Low, best, high and whether it is about right, of a number or range and the effect of the words beside it."""
    value = first.value
    if second:
        low = value * second.scale if _shares_scale(first, second) else value
        return low, None, second.value, effect == "approx" or first.vague
    if effect == "high":
        return None, None, value, False
    if effect == "low" or first.vague:
        return value, None, None, effect != "low"
    if effect == "approx":
        return None, value, None, True
    return value, value, value, False
