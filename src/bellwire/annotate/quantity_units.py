"""Units of measure and currencies beside an amount."""

from collections.abc import Sequence

from bellwire.annotate.quantity_amounts import Amount, attached
from bellwire.annotate.quantity_words import Lex, Lexicon, Unit


class UnitReader:
    """Finds the units of amounts in the lexemes of a text."""

    def __init__(self, text: str, lexes: Sequence[Lex], words: Lexicon) -> None:
        self.text, self.lexes, self.words = text, lexes, words

    def low(self, i: int) -> str:
        """The lexeme's characters in lower case; empty beyond the ends."""
        return self.lexes[i].low if 0 <= i < len(self.lexes) else ""

    def money(self, low: str) -> Unit | None:
        """The currency of a sign or word."""
        for words, unit in self.words.units.get(low, ()):
            if unit.kind == "money" and len(words) == 1:
                return unit
        return None

    def match(self, j: int) -> tuple[Unit, int] | None:
        """The unit at lexeme j and the lexeme after it."""
        for words, unit in self.words.units.get(self.low(j), ()):
            if all(self.low(j + k) == word for k, word in enumerate(words)):
                return unit, j + len(words)
        return None

    def of(self, amount: Amount) -> tuple[Unit | None, int, int]:
        """The unit of an amount, the lexeme after it, and the lexeme at which the amount with its currency begins."""
        start, end = amount.start, amount.end
        if amount.none:
            return None, end, start
        if amount.share:
            return Unit("percent", "share"), end, start
        found = self.currency_before(start)
        if found:
            unit, start = found
            coin = self.match(end)
            return unit, coin[1] if coin and coin[0].kind == "money" else end, start
        j = end + (self.low(end) in ("-", "‑") and attached(self.lexes, end) and attached(self.lexes, end + 1))
        match = self.match(j)
        if (
            match
            and len(self.low(j)) == 1
            and self.low(j).isalpha()
            and not (amount.digits and attached(self.lexes, j))
        ):
            match = None
        if match:
            return match[0], match[1], start
        return None, end, start

    def currency_before(self, start: int) -> tuple[Unit, int] | None:
        """The currency that stands before lexeme `start`, and the lexeme at which it begins."""
        k = start - 1
        if k < 0:
            return None
        low = self.low(k)
        if low in ("us", "a") and self.low(k - 1) == "$" and attached(self.lexes, k) and attached(self.lexes, start):
            pair = self.match(k - 1)
            return (pair[0], k - 1) if pair else None
        unit = self.money(low)
        if unit is None or (
            self.lexes[k].kind == "word"
            and not (attached(self.lexes, start) or self.text[self.lexes[k].start : self.lexes[k].end].isupper())
        ):
            return None
        if low == "$" and self.lexes[k - 1].kind == "word" and attached(self.lexes, k):
            pair = self.match(k - 1)
            unit, k = (pair[0], k - 1) if pair and pair[0].kind == "money" else (unit, k)
        return unit, k

    def word(self, unit: Unit, end: int) -> str:
        """The unit as the text has it before lexeme `end`; its name where it stands before the number."""
        for words, named in (pair for k in (1, 2, 3) for pair in self.words.units.get(self.low(end - k), ())):
            k = len(words)
            if named == unit and [self.low(end - k + m) for m in range(k)] == list(words):
                return self.text[self.lexes[end - k].start : self.lexes[end - 1].end]
        return unit.name
