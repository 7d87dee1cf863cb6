"""Amounts: the number itself, in digits or words, without its bounds and unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.annotate.quantity_words import Lex, Lexicon


@dataclass(frozen=True, slots=True)
class Amount:
    """A number read from lexemes `start..end`. Of a vague one ("dozens") the value is the least that is meant.

    `scale` is what a word behind the number multiplied it by; `share` says that the value is per cent of a whole.
    """

    start: int
    end: int
    value: float
    vague: bool = False
    scale: float = 1.0
    digits: bool = False
    share: bool = False
    none: bool = False


def attached(lexes: Sequence[Lex], i: int) -> bool:
    """Whether lexeme i touches the one before."""
    return 0 < i < len(lexes) and lexes[i - 1].end == lexes[i].start


class AmountReader:
    """Reads amounts from the lexemes of a text with the number words of a language."""

    def __init__(self, text: str, lexes: Sequence[Lex], lexicon: Lexicon) -> None:
        self.text = text
        self.lexes = lexes
        self.numbers = lexicon.numbers
        self.units = lexicon.units
        self.wholes = lexicon.marks["whole"]

    def low(self, i: int) -> str:
        """The lexeme's characters in lower case; empty beyond the ends."""
        return self.lexes[i].low if 0 <= i < len(self.lexes) else ""

    def kind(self, i: int) -> str:
        """The kind of number word at i; empty where there is none."""
        word = self.numbers.get(self.low(i))
        return word.kind if word else ""

    def value(self, i: int) -> float:
        """The value of the number word at i."""
        return self.numbers[self.low(i)].value

    def read(self, i: int) -> Amount | None:
        """The amount that begins at lexeme i."""
        if i >= len(self.lexes):
            return None
        if self.lexes[i].kind == "digits":
            return self._digits(i)
        low, kind = self.low(i), self.kind(i)
        if low in ("a", "an"):
            return self._article(i)
        if kind == "fraction":
            return self._half(i)
        if kind in ("unit", "tens"):
            return None if low == "one" and self.low(i - 1) == "no" else self._fraction(i) or self._words(i)
        if kind == "plural":
            return self._plural(i)
        if kind == "few":
            return self._few(i)
        if kind == "none":
            return self._none(i)
        if kind == "times" and self.low(i + 1) in self.wholes:
            return Amount(i, i + 1, 100 * self.value(i), share=True)
        return None

    def _none(self, i: int) -> Amount | None:
        """No, none, not one, not a single; "no fewer", "no longer" and "no one" are none of these."""
        after = self.low(i + 1)
        if self.low(i) == "not":
            length = 2 if after == "one" else 3 if after == "a" and self.low(i + 2) == "single" else 0
            return Amount(i, i + length, 0.0, none=True) if length else None
        if after in ("fewer", "less", "more", "longer", "one", "matter", "doubt", "later", "way"):
            return None
        return Amount(i, i + 1, 0.0, none=True)

    def _digits(self, i: int) -> Amount | None:
        value, j, scale = float(self.lexes[i].low.replace(",", "")), i + 1, 1.0
        if self.kind(j) == "short" and attached(self.lexes, j) and not self._is_metres(j, i):
            scale, j = self.value(j), j + 1
        while self.kind(j) == "scale" or (self.low(j) in ("-", "‑") and self.kind(j + 1) == "scale"):
            j += self.kind(j) != "scale"
            scale, j = scale * self.value(j), j + 1
        fraction = self._fraction(i) if j == i + 1 and value < 10 else None
        return fraction or Amount(i, j, round(value * scale, 6), scale=scale, digits=True)

    def _is_metres(self, j: int, i: int) -> bool:
        """Whether an m behind digits is metres: no currency stands before, nothing counted follows."""
        if self.low(j) != "m" or self.text[self.lexes[j].start] == "M":
            return False
        before = self.low(i - 1)
        money = any(unit.kind == "money" for _, unit in self.units.get(before, ()))
        after = self.low(j + 1)
        counted = after.isalpha() and len(after) > 3 and after.endswith(("s", "people", "children", "men", "women"))
        coin = any(unit.kind == "money" for _, unit in self.units.get(after, ()))
        return not (money or counted or coin)

    def _article(self, i: int) -> Amount | None:
        kind = self.kind(i + 1)
        if kind == "scale":
            return self._words(i + 1, start=i)
        if kind == "few":
            return self._few(i + 1, start=i)
        if kind == "fraction" and self.low(i + 1) != "half" and self.low(i + 2) == "of":
            return Amount(i, i + 2, float(round(100 / self.value(i + 1))), share=True)
        if kind == "fraction" and self._is_scale(i + 2):
            return Amount(i, i + 3, self.value(i + 2) / self.value(i + 1), scale=self.value(i + 2))
        return None

    def _is_scale(self, i: int) -> bool:
        return self.kind(i) == "scale"

    def _half(self, i: int) -> Amount | None:
        """Half a million, half of them, quarter million; a half alone is none."""
        part = 1 / self.value(i)
        j = i + 1 + (self.low(i + 1) in ("a", "an", "-"))
        if self._is_scale(j):
            return Amount(i, j + 1, part * self.value(j), scale=self.value(j))
        if self.low(i) != "half":
            return None
        if (
            any(unit.kind == "duration" and len(words) == 1 for words, unit in self.units.get(self.low(j), ()))
            and j > i + 1
        ):
            return Amount(i, j, part)
        if self.low(i + 1) in self.wholes:
            return Amount(i, i + 1, 50.0, share=True)
        return None

    def _fraction(self, i: int) -> Amount | None:
        """Two-thirds, one in five, one out of three: per cent of a whole."""
        if self.kind(i) not in ("unit", ""):
            return None
        top = self.value(i) if self.kind(i) else float(self.low(i).replace(",", ""))
        j = i + 1 + (self.low(i + 1) == "-" and attached(self.lexes, i + 1))
        if self.kind(j) == "fraction" and self.low(j) != "half" and top < self.value(j):
            if (top == 1) != (not self.low(j).endswith("s")) or self.low(i) == "second":
                return None
            return Amount(i, j + 1, float(round(100 * top / self.value(j))), share=True)
        j = i + (2 if self.low(i + 1) == "in" else 3 if (self.low(i + 1), self.low(i + 2)) == ("out", "of") else 0)
        if j > i and top <= 9 and self.low(i) in ("one", "1", "nine", "9") and self._is_number(j):
            bottom = self.value(j) if self.kind(j) else float(self.low(j))
            if bottom > top:
                return Amount(i, j + 1, float(round(100 * top / bottom)), share=True)
        return None

    def _is_number(self, j: int) -> bool:
        """Whether a whole number stands there, in a word or in digits."""
        return self.kind(j) in ("unit", "tens") or (self.low(j).isdecimal() and len(self.low(j)) < 4)

    def _words(self, i: int, start: int | None = None) -> Amount | None:
        """A number in words: two hundred and fifty thousand, twenty-one, one and a half million."""
        total, current, last, scale, j = 0.0, 0.0 if start is None else 1.0, "", 1.0, i
        while True:
            kind = self.kind(j)
            if (kind == "unit" and (last in ("", "scale") or (last == "tens" and self.value(j) < 10))) or (
                kind == "tens" and last in ("", "scale")
            ):
                current += self.value(j)
            elif kind == "scale":
                scale = self.value(j)
                current = max(current, 1.0) * scale
                if scale >= 1000:
                    total, current = total + current, 0.0
            else:
                break
            last, j = kind, j + 1
            j += self._joins(j, last)
        if last == "":
            return None
        value, j = total + current, j
        return self._and_a_half(start if start is not None else i, j, value, scale)

    def _joins(self, j: int, last: str) -> int:
        """How many lexemes at j join number words: the hyphen of twenty-one, the and of two hundred and six."""
        next_kind = self.kind(j + 1)
        if (
            self.low(j) in ("-", "‑")
            and attached(self.lexes, j)
            and next_kind in ("unit", "scale")
            and last in ("tens", "unit")
        ):
            return int(next_kind == "scale" or last == "tens")
        return int(self.low(j) == "and" and last == "scale" and next_kind in ("unit", "tens"))

    def _and_a_half(self, start: int, j: int, value: float, scale: float) -> Amount:
        if [self.low(j), self.low(j + 1), self.low(j + 2)] == ["and", "a", "half"]:
            if self._is_scale(j + 3):
                return Amount(start, j + 4, (value + 0.5) * self.value(j + 3), scale=self.value(j + 3))
            return Amount(start, j + 3, value + 0.5, scale=scale)
        return Amount(start, j, value, scale=scale)

    def _plural(self, i: int) -> Amount | None:
        """Dozens, tens of thousands: at least two of what the word counts."""
        value, j = 2 * self.value(i), i + 1
        while self.low(j) == "of" and self.kind(j + 1) == "plural":
            value, j = value * self.value(j + 1), j + 2
        if self.low(i) == "tens" and j == i + 1:
            return None
        return Amount(i, j, value, vague=True)

    def _few(self, i: int, start: int | None = None) -> Amount | None:
        """Several hundred, a few dozen, a couple of thousand; a few and a couple need their article."""
        start = i if start is None else start
        j = i + 1 + (self.low(i + 1) == "of" and self.kind(i + 2) == "scale")
        if self._is_scale(j):
            return Amount(start, j + 1, 2 * self.value(j), vague=True)
        if self.low(i) == "several" or start < i:
            return Amount(start, i + 1, self.value(i), vague=True)
        return None
