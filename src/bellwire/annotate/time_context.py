"""What readings are made of: the days an expression names, and what a reading may look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from bellwire.annotate.time_lexer import Lexicon, Line, Match
from bellwire.annotate.time_tense import AHEAD, BACK, Tenses
from bellwire.model.edtf import days_of, month_days, month_value, week_value
from bellwire.model.words import Role, TimePrecision

PERFECT_REACH = 8
"""Tokens before "by Sunday" in which "had" shows that the text looks back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The days that an expression names. `first` and `last` are narrower than the value's where words say so.

    `clock` is the time of day; a reading that `anchors` is what later relative expressions are read against.
    """

    value: str | None
    precision: TimePrecision | None
    first: date | None = None
    last: date | None = None
    clock: str | None = None
    anchors: bool = True

    @property
    def day(self) -> date | None:
        """The single day, where it is one."""
        return self.first if self.first == self.last else None

    @property
    def is_quarter(self) -> bool:
        """Whether it is a quarter of a year."""
        return bool(self.value and self.value[5:] in ("33", "34", "35", "36"))


UNRESOLVED = Reading(value=None, precision=None, anchors=False)
"""A relative expression on a page without a date."""


@dataclass(slots=True, kw_only=True)
class Context:
    """What a reading may look at: the page's date, what was read before it, and the words around it.

    `last` and `last_day` are the reading and the day named last; `year` is the year that a later month gives;
    `known` are days read on a page without a date; `here` are readings of this line, with the token after each.
    """

    published: date | None
    lexicon: Lexicon
    line: Line
    tenses: Tenses
    role: Role = "paragraph"
    last: Reading | None = None
    last_day: date | None = None
    year: int | None = None
    known: list[date] = field(default_factory=list)
    here: list[tuple[int, Reading]] = field(default_factory=list)

    @property
    def now(self) -> date | None:
        """The day that the text last spoke of, else the day of publication."""
        return self.last_day or self.published

    def told(self, match: Match) -> Reading | None:
        """What was named last before the match in its sentence; None where nothing was."""
        near = [r for end, r in self.here if end <= match.start and not self._sentence_ends(end, match.start)]
        return near[-1] if near else None

    def _sentence_ends(self, start: int, end: int) -> bool:
        return any(self.fills("full_stop", index) for index in range(start, end))

    def direction(self, match: Match) -> int:
        """Whether the words around a match look back or ahead."""
        if self.role == "caption":
            return BACK  # pictures show what has been, whatever their tense
        before = match.start - 1
        while self.fills("passed", before):
            before -= 1
        if self.fills("back", before):
            return BACK
        if self.fills("ahead", before):
            return AHEAD
        if self.fills("deadline", before):
            had = any(self.fills("perfect", i) for i in range(max(0, before - PERFECT_REACH), before))
            return BACK if had else AHEAD
        return self.tenses.direction(self.line.start(match.start))

    def number(self, match: Match) -> int | None:
        """The number that a match's NUM says."""
        slots = match.slots
        if "num" in slots:
            return int(slots["num"])
        if "one" in slots:
            return 1
        if "numword" not in slots:
            return None
        return int(self.of(match, "numword")) + int(self.of(match, "ones", "numword") or 0)

    def nth(self, match: Match) -> int:
        """The number of a day of the month or of an ordinal; 0 where there is none."""
        slots = match.slots
        if "day" in slots:
            return int(slots["day"])
        if "ord" in slots:
            return int(slots["ord"][:-2])
        if "ordten" in slots:
            return int(self.of(match, "ordten")) + int(self.of(match, "nine", "ordword"))
        return int(self.of(match, "ordword") or 0)

    def unit(self, match: Match) -> str:
        """The unit that a match counts in."""
        return self.of(match, "unit") or self.of(match, "units")

    def of(self, match: Match, slot: str, source: str | None = None) -> str:
        """The value of the word in a slot; empty where the match has none."""
        word = match.slots.get(slot)
        return self.lexicon.value(source or slot, word) if word else ""

    def word(self, index: int) -> str:
        """The token at a place of the line; empty outside."""
        return self.line.words[index] if 0 <= index < len(self.line.words) else ""

    def fills(self, slot: str, index: int) -> bool:
        """Whether the token at a place can fill a slot."""
        return self.lexicon.fills(slot, self.word(index))


def of_value(value: str, precision: TimePrecision, *, anchors: bool = True) -> Reading | None:
    """A reading of an EDTF value; None where the value names no days (30 February)."""
    first, last = days_of(value)
    if first is None and last is None:
        return None
    return Reading(value=value, precision=precision, first=first, last=last, anchors=anchors)


def of_day(day: date) -> Reading:
    """A reading of one day."""
    return Reading(value=day.isoformat(), precision="day", first=day, last=day)


def of_days(first: date, last: date, precision: TimePrecision = "days") -> Reading:
    """A reading of days from first to last."""
    if first == last:
        return of_day(first)
    return Reading(value=f"{first.isoformat()}/{last.isoformat()}", precision=precision, first=first, last=last)


def of_week(day: date) -> Reading:
    """The week of a day."""
    monday = day - timedelta(day.isoweekday() - 1)
    return Reading(value=week_value(day), precision="week", first=monday, last=monday + timedelta(6))


def of_month(year: int, month: int) -> Reading:
    """A month; `month` may lie outside 1 to 12."""
    first, last = month_days(year, month)
    return Reading(value=month_value(year, month), precision="month", first=first, last=last)


def of_year(year: int) -> Reading | None:
    """A year."""
    return of_value(f"{year:04}", "year")


def of_quarter(year: int, quarter: int) -> Reading | None:
    """A quarter; `quarter` may lie outside 1 to 4."""
    return of_value(f"{year + (quarter - 1) // 4:04}-{33 + (quarter - 1) % 4}", "season")


def of_decade(year: int) -> Reading | None:
    """The decade of a year."""
    return of_value(f"{year // 10:03}X", "decade")


def weekend_of(base: date, n: int = 0) -> Reading:
    """The weekend that a day lies in or that was last before it, moved by n weeks."""
    saturday = base - timedelta((base.isoweekday() - 6) % 7) + timedelta(7 * n)
    return of_days(saturday, saturday + timedelta(1))


def moved(base: date, unit: str, n: int) -> Reading | None:
    """The unit (as in `time_words.tsv`) that lies n units from the one of a day."""
    movers: dict[str, Callable[[], Reading | None]] = {
        "D": lambda: of_day(base + timedelta(n)),
        "W": lambda: of_week(base + timedelta(7 * n)),
        "F": lambda: of_week(base + timedelta(14 * n)),
        "E": lambda: weekend_of(base, n),
        "M": lambda: of_month(base.year, base.month + n),
        "Q": lambda: of_quarter(base.year, (base.month + 2) // 3 + n),
        "Y": lambda: of_year(base.year + n),
        "10Y": lambda: of_decade(base.year + 10 * n),
        "100Y": lambda: of_value(f"{base.year // 100 + n:02}XX", "decade"),
    }
    return movers[unit]() if unit in movers else None


def year_before(reading: Reading) -> Reading | None:
    """The same quarter or month of the year before."""
    value = reading.value or ""
    return of_value(f"{int(value[:4]) - 1:04}{value[4:]}", reading.precision or "season", anchors=False)


def weekday_from(base: date, weekday: int, direction: int) -> date:
    """The weekday on or before a day, or after it where the text looks ahead."""
    if direction == AHEAD:
        return base + timedelta((weekday - base.isoweekday()) % 7 or 7)
    return base - timedelta((base.isoweekday() - weekday) % 7)
