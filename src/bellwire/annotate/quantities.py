"""Quantities: number phrases with their bounds and units, whatever they count."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bellwire.annotate.quantity_amounts import ORDINAL_SUFFIXES, Amount, AmountReader, attached
from bellwire.annotate.quantity_words import Lex, Lexicon, Phrases, Unit, lexemes, lexicon
from bellwire.knowledge import Language

DETERMINERS = frozenset(("the", "its", "his", "her", "their", "our", "my", "these", "those"))
"""Between a bound and its number there stands none of these: "around the 12 posts" is no estimate."""
Tag = Callable[[int], str]
"""The part-of-speech tag (Penn Treebank) of the word at a character; empty where it is not known."""


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


def no_tag(_: int) -> str:
    """The tag of a word in a text without a parse."""
    return ""


def quantities(text: str, language: Language, tag: Tag = no_tag) -> Iterator[Quantity]:
    """The quantities of a text, in order. Years, ages, clock times, calibres and numbers in names are none.

    >>> from bellwire.knowledge import language
    >>> text = "At least 12 people died near Bor in 2024, some 40 km from a base with 300 to 400 men."
    >>> [(text[q.start:q.end], q.low, q.best, q.high) for q in quantities(text, language("en"))]
    [('At least 12', 12.0, None, None), ('some 40 km', None, 40.0, None), ('300 to 400', 300.0, None, 400.0)]
    """
    scanner = _Scanner(text, lexemes(text), lexicon(language), tag)
    i = 0
    while i < len(scanner.lexes):
        found = scanner.quantity(i)
        if found is None:
            i += 1
        else:
            quantity, i = found
            if quantity is not None:
                yield quantity


class _Scanner:
    """Reads quantities from lexemes; positions are those of lexemes."""

    def __init__(self, text: str, lexes: Sequence[Lex], words: Lexicon, tag: Tag) -> None:
        self.text, self.lexes, self.words, self.tag = text, lexes, words, tag
        self.reader = AmountReader(text, lexes, words)
        self.low = self.reader.low
        words = [lex for lex in lexes if lex.kind == "word"]
        self.titled = 10 * sum(text[w.start].isupper() for w in words) > 6 * len(words)

    def quantity(self, i: int) -> tuple[Quantity | None, int] | None:
        """The quantity whose number begins at i with the lexeme after it; (None, after) for a number that is none."""
        lex = self.lexes[i]
        if lex.kind != "digits" and lex.low not in self.words.numbers and lex.low not in ("a", "an"):
            return None
        amount = self.reader.read(i)
        if amount is None:
            return None
        if amount.digits and self._is_name(amount):
            return None, amount.end
        unit, end, start = self._unit(amount)
        if self._is_no_quantity(amount, unit, end):
            return None, max(end, i + 1)
        second = self._range(amount, unit, start, end)
        if second is None and self._is_chained(amount, end):
            return None, end + 2
        if second:
            other, other_unit, end = second
            if self._is_age(other, other_unit, end):
                return None, end
            return self._made(amount, other, unit or other_unit, start, end), end
        return self._made(amount, None, unit, start, end), end

    # ---- what is no quantity

    def _is_name(self, amount: Amount) -> bool:
        """Digits glued to letters or to other digits: T-72, M23, 9/11, 5G, 2:10, 1990s, 96th."""
        i, j = amount.start, amount.end
        if attached(self.lexes, i):
            before = self.lexes[i - 1]
            if before.kind == "word" and not self._currency_before(i):
                return True
            glued = attached(self.lexes, i - 1) and self.lexes[i - 2].kind in ("word", "digits")
            if before.low in "-‑/:._" and glued or before.low in "#@&":
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
        if after.low in ORDINAL_SUFFIXES or attached(self.lexes, j + 1) and self.lexes[j + 1].kind == "digits":
            return True
        return not self._match_unit(j)

    def _is_chained(self, amount: Amount, end: int) -> bool:
        """Whether digits are tied to more digits that make no range: scores, dates, telephone numbers."""
        return (
            amount.digits
            and self.low(end) in ("-", "–", "‑")
            and attached(self.lexes, end)
            and attached(self.lexes, end + 1)
            and self.lexes[end + 1].kind == "digits"
        )

    def _is_no_quantity(self, amount: Amount, unit: Unit | None, end: int) -> bool:
        if amount.none or amount.vague or amount.share:
            return False
        return (
            self._is_age(amount, unit, end)
            or unit is None
            and (
                self._is_year(amount)
                or self._is_date_or_clock(amount)
                or self._is_numbered(amount)
                or self._is_address_or_bore(amount)
            )
            or unit is not None
            and unit.name == "mm"
            and self._is_calibre(end)
        )

    def _is_year(self, amount: Amount) -> bool:
        raw = self.lexes[amount.start].low
        if not (amount.digits and len(raw) == 4 and raw.isdigit() and 1500 <= int(raw) <= 2100 and amount.scale == 1):
            return False
        value, before = int(raw), self.low(amount.start - 1)
        if value < 1800:
            return before in ("in", "since", "until", "year", "ad", "from") and not self._counts_next(amount.end)
        # 2000 soldiers, but 1988 sales: a count written without its comma is mostly a round one
        return not self._counts_next(amount.end) or 1900 <= value <= 2035 and value % 50 != 0

    def _counts_next(self, j: int) -> bool:
        """Whether the next word is a plural noun: what is counted."""
        return j < len(self.lexes) and self.tag(self.lexes[j].start) == "NNS"

    def _is_date_or_clock(self, amount: Amount) -> bool:
        marks, before, after = self.words.marks, self.low(amount.start - 1), self.low(amount.end)
        if (
            after in marks["clock"]
            or after in ("a", "p")
            and self.low(amount.end + 1) == "."
            and self.low(amount.end + 2) == "m"
        ):
            return True
        if not amount.digits or amount.value > 31:
            return False
        if before == "." and self.low(amount.start - 2) in marks["month"]:
            return True
        may = {"may", "march", "mar"}
        return (
            before in marks["month"] or after in marks["month"] and (after not in may or self._is_capital(amount.end))
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
        return not after.startswith(("N", "J", "VBN", "VBG")) or after == "NN" and amount.value > 1

    def _is_address_or_bore(self, amount: Amount) -> bool:
        """575 North Road, .50-calibre."""
        marks, j = self.words.marks, amount.end
        if self.low(j) in marks["bore"] or self.low(j) == "-" and self.low(j + 1) in marks["bore"]:
            return True
        return (
            amount.digits
            and self._is_capital(j)
            and any(self.low(k) in marks["street"] and self._is_capital(k) for k in (j + 1, j + 2))
        )

    def _at(self, j: int) -> int:
        return self.lexes[j].start if j < len(self.lexes) else -1

    def _is_calibre(self, end: int) -> bool:
        return any(self.low(k) in self.words.marks["calibre"] for k in (end, end + 1))

    def _is_age(self, amount: Amount, unit: Unit | None, end: int) -> bool:
        marks = self.words.marks
        if unit is not None and unit.kind == "duration":
            j = end + (self.low(end) == "-")
            return self.low(j) in marks["old"] or (self.low(end), self.low(end + 1)) == ("of", "age")
        if unit is not None or amount.value > 110:
            return False
        i = amount.start
        if self.low(i - 1) in marks["age"] or self.low(i - 1) in ("of", "between") and self.low(i - 2) in marks["age"]:
            return True
        if self.low(i - 1) == "of" and self.low(i - 2) in marks["of_age"] and not self._counts_next(amount.end):
            return True
        closed = self.low(i - 1) + self.low(amount.end) in (",,", ",.", ",;", "()", ",and", ",)", "(,") or (
            self.low(i - 1) == "," and amount.end >= len(self.lexes)
        )
        return closed and i >= 2 and self.lexes[i - 2].kind == "word" and self._named(i - 2)

    def _named(self, i: int) -> bool:
        return self._is_capital(i) and self.tag(self.lexes[i].start) in ("NNP", "NNPS", "")

    # ---- units

    def _money(self, low: str) -> Unit | None:
        for words, unit in self.words.units.get(low, ()):
            if unit.kind == "money" and len(words) == 1:
                return unit
        return None

    def _match_unit(self, j: int) -> tuple[Unit, int] | None:
        """The unit at lexeme j and the lexeme after it."""
        for words, unit in self.words.units.get(self.low(j), ()):
            if all(self.low(j + k) == word for k, word in enumerate(words)):
                return unit, j + len(words)
        return None

    def _unit(self, amount: Amount) -> tuple[Unit | None, int, int]:
        """The unit of an amount, the lexeme after it, and the lexeme at which the amount with its currency begins."""
        start, end = amount.start, amount.end
        if amount.none:
            return None, end, start
        if amount.share:
            return Unit("percent", "share"), end, start
        found = self._currency_before(start)
        if found:
            unit, start = found
            coin = self._match_unit(end)
            return unit, coin[1] if coin and coin[0].kind == "money" else end, start
        j = end + (self.low(end) in ("-", "‑") and attached(self.lexes, end) and attached(self.lexes, end + 1))
        match = self._match_unit(j)
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

    def _currency_before(self, start: int) -> tuple[Unit, int] | None:
        k = start - 1
        if k < 0:
            return None
        low = self.low(k)
        if low in ("us", "a") and self.low(k - 1) == "$" and attached(self.lexes, k) and attached(self.lexes, start):
            pair = self._match_unit(k - 1)
            return (pair[0], k - 1) if pair else None
        unit = self._money(low)
        if (
            unit is None
            or self.lexes[k].kind == "word"
            and not (attached(self.lexes, start) or self.text[self.lexes[k].start : self.lexes[k].end].isupper())
        ):
            return None
        if low == "$" and self.lexes[k - 1].kind == "word" and attached(self.lexes, k):
            pair = self._match_unit(k - 1)
            unit, k = (pair[0], k - 1) if pair and pair[0].kind == "money" else (unit, k)
        return unit, k

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
        while self.low(j) and self.lexes[j].kind != "digits" and (self._money(self.low(j)) or self.low(j) == "us"):
            j += 1
        second = self.reader.read(j)
        if second is None or second.none or second.share or second.vague and not first.vague:
            return None
        other, after, _ = self._unit(second)
        if first.scale == 1 and second.scale > 1 and first.value < 1000 and first.digits == second.digits:
            first = replace(first, value=first.value * second.scale)
        if not first.value < second.value or not self._may_range(link, unit, other, start, first, second):
            return None
        if link in "-–—‑" and first.digits and 1900 <= first.value <= 2100 and second.value <= 2100 and not other:
            return None
        return second, other, after

    def _is_tied(self, first: Amount, dash: int) -> bool:
        """Whether a dash ties two numbers: close on both sides, or spaced between digits."""
        close = attached(self.lexes, dash), attached(self.lexes, dash + 1)
        return (
            all(close)
            or not any(close)
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
            if not found or found != "plain" and self.low(start) in DETERMINERS:
                break
            effect, start = effect if effect in ("low", "high") or found == "plain" else found, first
        return effect, start

    def _after(self, end: int) -> tuple[str, int]:
        """The effect of the words behind a number ("or more"), and the lexeme after them."""
        j = end + (self.low(end) == "-")
        if self.low(end) == "+" and not attached(self.lexes, end):
            return "", end
        phrases: Phrases = self.words.after
        for words, effect in phrases.get(self.low(j), ()):
            if all(self.low(j + k) == word for k, word in enumerate(words)):
                return effect, j + len(words)
        return "", end

    def _unit_word(self, unit: Unit, end: int) -> str:
        """The unit as the text has it before lexeme `end`; its name where it stands before the number."""
        for words, named in (pair for k in (1, 2, 3) for pair in self.words.units.get(self.low(end - k), ())):
            k = len(words)
            if named == unit and [self.low(end - k + m) for m in range(k)] == list(words):
                return self.text[self.lexes[end - k].start : self.lexes[end - 1].end]
        return unit.name

    def _made(self, first: Amount, second: Amount | None, unit: Unit | None, start: int, end: int) -> Quantity:
        effect, begin = self._bounds(start)
        if unit and unit.kind == "duration" and self.low(begin) == "within":
            effect = ""
        if second and self.low(start - 1) in ("between", "from"):
            begin = start - 1
        stop = end
        behind, end = self._after(end)
        effect = effect or behind
        low: float | None
        low, best, high = None, first.value, None
        approx = effect == "approx" or first.vague
        values: tuple[float | None, float | None, float | None]
        if second:
            scaled = first.scale == 1 and second.scale > 1 and first.value < 1000 and first.digits == second.digits
            values = (first.value * second.scale if scaled else first.value, None, second.value)
        elif effect == "high":
            values, approx = (None, None, best), False
        elif effect == "low" or first.vague:
            values = (best, None, None)
            approx = first.vague and effect != "low"
        elif approx:
            values = (None, best, None)
        else:
            values = (best, best, best)
        last = self.lexes[end - 1]
        return Quantity(
            start=self.lexes[begin].start,
            end=last.end,
            number_start=self.lexes[first.start].start,
            number_end=last.end,
            low=values[0],
            best=values[1],
            high=values[2],
            approx=approx,
            unit=unit.name if unit else None,
            unit_word=self._unit_word(unit, stop) if unit else None,
            kind="none" if first.none else unit.kind if unit else "count",
            bounded=bool(effect),
        )
