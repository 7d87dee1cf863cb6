"""Numbers that are no quantities: years, dates, clock times, ages, calibres, numbers in names."""

from collections.abc import Callable, Sequence

from bellwire.annotate.quantity_amounts import Amount, attached
from bellwire.annotate.quantity_units import UnitReader
from bellwire.annotate.quantity_words import Lex, Lexicon, Unit

Tag = Callable[[int], str]
"""The part-of-speech tag (Penn Treebank) of the word at a character; empty where it is not known."""

QUOTATION = ('"', "“", "”", "'", "‘", "’")
BRACKETED = 12
"""Words and signs that brackets between a name and an age hold at most."""


def no_tag(_: int) -> str:
    """The tag of a word in a text without a parse."""
    return ""


class NameReader:
    """Tells numbers that count nothing from quantities."""

    def __init__(self, text: str, lexes: Sequence[Lex], words: Lexicon, tag: Tag) -> None:
        self.text, self.lexes, self.words, self.tag = text, lexes, words, tag
        self.units = UnitReader(text, lexes, words)
        self.low = self.units.low
        said = [lex for lex in lexes if lex.kind == "word"]
        self.titled = 10 * sum(text[lex.start].isupper() for lex in said) > 6 * len(said)

    def is_name(self, amount: Amount) -> bool:
        """Digits glued to letters or to other digits: T-72, M23, 9/11, 5G, 2:10, 1990s, 96th."""
        i, j = amount.start, amount.end
        if attached(self.lexes, i):
            before = self.lexes[i - 1]
            if before.kind == "word" and not self.units.currency_before(i):
                return True
            glued = attached(self.lexes, i - 1) and self.lexes[i - 2].kind in ("word", "digits")
            if (before.low in "-‑/:._" and glued) or before.low in "#@&":
                return True
        raw = self.lexes[i].low
        if raw.startswith("0") and len(raw) > 1 and raw.isdigit():
            return True
        if not attached(self.lexes, j) or j >= len(self.lexes):
            return False
        after = self.lexes[j]
        if after.low in "/:.@_" and attached(self.lexes, j + 1) and self.lexes[j + 1].kind == "digits":
            return True
        if after.kind != "word":
            return False
        if after.low in self.words.marks["ordinal"] or (
            attached(self.lexes, j + 1) and self.lexes[j + 1].kind == "digits"
        ):
            return True
        return not self.units.match(j)

    def is_enumerator(self, amount: Amount) -> bool:
        """Whether a number at the beginning of a line counts the line itself: "3. Access"."""
        after = self.low(amount.end)
        return (
            amount.start == 0
            and amount.digits
            and amount.end - amount.start == 1
            and amount.value < 100
            and after in (".", ")")
            and attached(self.lexes, amount.end)
            and self._is_capital(amount.end + 1)
        )

    def is_chained(self, amount: Amount, end: int) -> bool:
        """Whether digits are tied to more digits that make no range: scores, dates, telephone numbers."""
        return (
            amount.digits
            and self.low(end) in ("-", "–", "‑")
            and attached(self.lexes, end)
            and attached(self.lexes, end + 1)
            and self.lexes[end + 1].kind == "digits"
        )

    def is_no_quantity(self, amount: Amount, unit: Unit | None, end: int) -> bool:
        """Whether a number is a year, a date, a time gone by, an age, a calibre or part of a name."""
        if amount.none or amount.vague or amount.share:
            return False
        return (
            self.is_age(amount, unit, end)
            or (unit is not None and unit.kind == "duration" and self.low(end) in self.words.marks["ago"])
            or (
                unit is None
                and (
                    self._is_year(amount)
                    or self._is_date_or_clock(amount)
                    or self._is_numbered(amount)
                    or self._is_address_or_bore(amount)
                )
            )
            or (unit is not None and self._is_calibre(amount, unit, end))
        )

    def _is_year(self, amount: Amount) -> bool:
        """Whether four digits without a comma are a year."""
        raw = self.lexes[amount.start].low
        if not (amount.digits and len(raw) == 4 and raw.isdigit() and 1500 <= int(raw) <= 2100 and amount.scale == 1):
            return False
        value, before = int(raw), self.low(amount.start - 1)
        if value < 1800:
            return before in ("in", "since", "until", "year", "ad", "from") and not self._counts_next(amount.end)
        # 2000 soldiers, but 1988 sales: a count written without its comma is mostly a round one
        return not self._counts_next(amount.end) or (1900 <= value <= 2035 and value % 50 != 0)

    def _counts_next(self, j: int) -> bool:
        """Whether the next word is a plural noun: what is counted."""
        return j < len(self.lexes) and self.tag(self.lexes[j].start) == "NNS"

    def _is_date_or_clock(self, amount: Amount) -> bool:
        marks, before, after = self.words.marks, self.low(amount.start - 1), self.low(amount.end)
        if after in marks["clock"] or (
            after in ("a", "p") and self.low(amount.end + 1) == "." and self.low(amount.end + 2) == "m"
        ):
            return True
        if not amount.digits or amount.value > 31:
            return False
        if before == "." and self.low(amount.start - 2) in marks["month"]:
            return True
        may = {"may", "march", "mar"}
        return before in marks["month"] or (
            after in marks["month"] and (after not in may or self._is_capital(amount.end))
        )

    def _is_capital(self, i: int) -> bool:
        return i < len(self.lexes) and self.text[self.lexes[i].start].isupper()

    def _is_numbered(self, amount: Amount) -> bool:
        """Article 5, Flight 370, iPhone 11: a number behind what bears it."""
        if not amount.digits or amount.start == 0 or self._counts_next(amount.end):
            return False
        before = self.lexes[amount.start - 1]
        if before.kind != "word":
            return before.low == "." and self.low(amount.start - 2) == "no"
        if before.low in self.words.marks["numbered"]:
            return True
        if self.titled or self.tag(before.start) not in ("NNP", "NNPS"):
            return False
        after = self.tag(self._at(amount.end))
        return not after.startswith(("N", "J", "VBN", "VBG")) or (after == "NN" and amount.value > 1)

    def _is_address_or_bore(self, amount: Amount) -> bool:
        """575 North Road, .50-calibre."""
        marks, j = self.words.marks, amount.end
        if self.low(j) in marks["bore"] or (self.low(j) == "-" and self.low(j + 1) in marks["bore"]):
            return True
        return (
            amount.digits
            and self._is_capital(j)
            and any(self.low(k) in marks["street"] and self._is_capital(k) for k in (j + 1, j + 2))
        )

    def _at(self, j: int) -> int:
        return self.lexes[j].start if j < len(self.lexes) else -1

    def _is_calibre(self, amount: Amount, unit: Unit, end: int) -> bool:
        """Whether millimetres or pounds name a kind of weapon: a 120 mm shell, a 500-pound bomb."""
        tied = unit.name in ("GBP", "pound") and self.low(amount.end) in ("-", "‑", "lb")
        return (unit.name == "mm" or tied) and any(self.low(k) in self.words.marks["calibre"] for k in (end, end + 1))

    def is_age(self, amount: Amount, unit: Unit | None, end: int) -> bool:
        """Whether a number is somebody's age: aged 5, a boy of nine, "Huda, 34,", ten years old."""
        marks = self.words.marks
        if unit is not None and unit.kind == "duration":
            j = end + (self.low(end) == "-")
            return self.low(j) in marks["old"] or (self.low(end), self.low(end + 1)) == ("of", "age")
        if unit is not None or amount.value > 110:
            return False
        i = amount.start
        if self.low(i - 1) in marks["age"] or (
            self.low(i - 1) in ("of", "between") and self.low(i - 2) in marks["age"]
        ):
            return True
        if self._ages_before(i):
            return True
        if self.low(i - 1) == "of" and self.low(i - 2) in marks["of_age"] and not self._counts_next(amount.end):
            return True
        before = self._without_quotes(i - 1)
        closed = self.low(before) + self.low(amount.end) in (",,", ",.", ",;", "()", ",and", ",)", "(,") or (
            self.low(before) == "," and amount.end >= len(self.lexes)
        )
        named = self._before_brackets(self._without_quotes(before - 1))
        return closed and named >= 0 and self.lexes[named].kind == "word" and self._named(named)

    def _without_quotes(self, i: int) -> int:
        """The lexeme at i, or the first before it that is no quotation mark."""
        while i >= 0 and self.low(i) in QUOTATION:
            i -= 1
        return i

    def _before_brackets(self, i: int) -> int:
        """The lexeme at i, or the one before the brackets that end there: "Huda Lind (known as Dudu), 34,"."""
        if self.low(i) != ")":
            return i
        opening = next((k for k in range(i - 1, max(-1, i - BRACKETED), -1) if self.low(k) in "()"), -1)
        return self._without_quotes(opening - 1) if opening >= 0 and self.low(opening) == "(" else -1

    def _ages_before(self, i: int) -> bool:
        """Whether ages stand before, joined by commas and "and": aged 12 and 15."""
        k = i - 1
        while self.low(k) in (",", "and", "or") and i - k < 12:
            k -= 1
            if self.low(k) == ",":
                k -= 1
            if not (self.lexes[k].kind == "digits" or self.low(k) in self.words.numbers):
                return False
            if self.low(k - 1) in self.words.marks["age"]:
                return True
            k -= 1
        return False

    def _named(self, i: int) -> bool:
        """Whether a word is one of a name; the parser cannot tell those of a script without capitals."""
        first = self.text[self.lexes[i].start]
        if first.lower() == first.upper():
            return first.isalpha()
        return self._is_capital(i) and self.tag(self.lexes[i].start) in ("NNP", "NNPS", "")
