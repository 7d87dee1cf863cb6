"""What an expression means: from the words of a match to the days that it names.

A reading is a function of a match and its context, registered under the name that `time_patterns.tsv` gives its patterns.
It gives a Reading; `UNRESOLVED` where the expression is relative and the page has no date; None where it is no date at all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bellwire.annotate.time_calendar import holiday_days
from bellwire.annotate.time_lexer import Lexicon, Line, Match
from bellwire.annotate.time_tense import AHEAD, BACK, UNCLEAR, Tenses
from bellwire.model.edtf import days_of, month_days, month_value, week_value
from bellwire.model.words import TimePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The days that an expression names. `first` and `last` are narrower than the value's where words say so."""

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


UNRESOLVED = Reading(value=None, precision=None, anchors=False)


@dataclass(slots=True)
class Context:
    """What a reading may look at: the page's date, what was read before it, and the words around it."""

    published: date | None
    lexicon: Lexicon
    line: Line
    tenses: Tenses
    last: Reading | None = None
    last_day: date | None = None
    year: int | None = None
    known: list[date] = field(default_factory=list)
    here: list[tuple[int, date]] = field(default_factory=list)

    def told_day(self, match: Match) -> date | None:
        """The day named just before the match in its sentence, else the day of publication."""
        near = [day for end, day in self.here if end <= match.start and "." not in self.line.words[end : match.start]]
        return near[-1] if near else self.published

    def direction(self, match: Match) -> int:
        """Whether the words around a match look back or ahead."""
        before = match.start - 1
        while before >= 0 and self.word(before) in ("the", "about", "around", "early", "late", "mid", "-"):
            before -= 1
        if self.word(before) == "since":
            return BACK
        if self.lexicon.fills("ahead", self.word(before)):
            return AHEAD
        return self.tenses.direction(self.line.starts[match.start])

    def number(self, match: Match) -> float | None:
        """The number that a match's NUM says."""
        slots = match.slots
        if "num" in slots:
            return int(slots["num"])
        if "one" in slots:
            return 1
        if "numword" not in slots:
            return None
        value = int(self.lexicon.value("numword", slots["numword"]))
        return value + (int(self.lexicon.value("numword", slots["ones"])) if "ones" in slots else 0)

    def of(self, match: Match, slot: str, source: str | None = None) -> str:
        """The value of the word in a slot; empty where the match has none."""
        word = match.slots.get(slot)
        return self.lexicon.value(source or slot, word) if word else ""

    def word(self, index: int) -> str:
        """The token at a place of the line, in small letters; empty outside."""
        return self.line.words[index].lower() if 0 <= index < len(self.line.words) else ""


Reader = Callable[[Match, Context], Reading | None]
READERS: dict[str, Reader] = {}


def reads(name: str) -> Callable[[Reader], Reader]:
    """Registers a reader under a name of `time_patterns.tsv`."""

    def register(reader: Reader) -> Reader:
        READERS[name] = reader
        return reader

    return register


def of_value(value: str, precision: TimePrecision, **more: str | None) -> Reading | None:
    """A reading of an EDTF value; None where the value names no days (30 February)."""
    first, last = days_of(value)
    if first is None and last is None:
        return None
    return Reading(value=value, precision=precision, first=first, last=last, **more)  # type: ignore[arg-type]


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


def now_or_last(context: Context) -> date | None:
    """The day that a relative expression of the text's own time is read against."""
    return context.last_day or context.published


# ---------------------------------------------------------------- years


def year_said(match: Match, context: Context) -> int | None:
    """The year that YEARPART says: written, or by "last year", "that year"."""
    if "year" in match.slots:
        return int(match.slots["year"])
    shift = context.of(match, "shift")
    if not shift or context.published is None:
        return None
    year = context.published.year
    if shift in ("same", "previous", "following"):
        anchor = context.last
        base = anchor.first.year if anchor and anchor.first else year
        return base + {"same": 0, "previous": -1, "following": 1}[shift]
    return year + {"last": -1, "past": -1, "this": 0, "next": 1}.get(shift, 0)


YEAR_BEFORE = frozenset(
    "in since of from by until till to between during before after through throughout early mid late around about "
    "circa end year and the fiscal".split()
)


@reads("year")
def year(match: Match, context: Context) -> Reading | None:
    """ "2014": a bare number is a year only where its surroundings or the parse say so."""
    value = int(match.slots["year"])
    if match.end - match.start == 1 and not _is_year(match, context, value):
        return None
    return of_year(value)


def _is_year(match: Match, context: Context, value: int) -> bool:
    if not 1800 <= value <= 2050:
        return False
    before, after = context.word(match.start - 1), context.word(match.end)
    line = context.line
    glued = match.start > 0 and line.ends[match.start - 1] == line.starts[match.start]
    if glued and before not in ("(", "–", "—", "/", "-", "'", "‘", "“", '"'):
        return False
    if after in ("%", "°") or before in ("$", "€", "£", "#", "no", "-", "/"):
        return False
    token = context.tenses.token_at(line.starts[match.start])
    if token is None:
        return False
    dated = token.ent_type_ == "DATE"
    if token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS") and token.head.i > token.i:
        return dated and before in YEAR_BEFORE
    if (
        before in ("its", "their", "his", "her", "a", "an")
        and token.head.tag_ in ("NN", "NNP")
        and token.head.i > token.i
    ):
        return value > 1900
    return dated or before in YEAR_BEFORE or before == "("


@reads("years")
def years(match: Match, context: Context) -> Reading | None:
    """ "2019-2021", "1998-99"."""
    first = int(match.slots["year"])
    last = int(match.slots["last"]) if "last" in match.slots else first // 100 * 100 + int(match.slots["shortlast"])
    if not 1800 <= first < last <= 2100:
        return None
    return of_value(f"{first:04}/{last:04}", "year")


@reads("spoken_year")
def spoken_year(match: Match, context: Context) -> Reading | None:
    """ "nineteen ninety-six"."""
    if "hundred" not in match.slots:
        return of_year(2000)
    hundred = int(context.of(match, "hundred", "numword"))
    ones = int(context.of(match, "ones", "numword") or 0)
    if hundred not in (17, 18, 19, 20) or ones > 9:
        return None
    return of_year(hundred * 100 + int(context.of(match, "tens")) + ones)


@reads("decade")
def decade(match: Match, context: Context) -> Reading | None:
    """ "the 1990s", "the '80s", "the nineties"."""
    if "tenyear" in match.slots:
        return of_decade(int(match.slots["tenyear"]))
    short = int(match.slots.get("short") or context.of(match, "decadeword"))
    if short % 10:
        return None
    now = context.published.year if context.published else 2000
    return of_decade(max(c + short for c in (1800, 1900, 2000) if c + short <= now + 9))


@reads("century")
def century(match: Match, context: Context) -> Reading | None:
    """ "the 20th century"."""
    number = nth(match, context)
    return of_value(f"{number - 1:02}XX", "decade") if 1 < number <= 22 else None


# ---------------------------------------------------------------- dates


def nth(match: Match, context: Context) -> int:
    """The number of a DAYNO or NTH."""
    slots = match.slots
    if "day" in slots:
        return int(slots["day"])
    if "ord" in slots:
        return int(slots["ord"][:-2])
    if "ordten" in slots:
        return int(context.of(match, "ordten")) + int(context.of(match, "nine", "ordword"))
    return int(context.of(match, "ordword") or 0)


def _safe_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


TENSE_REACH = 270
"""Days within which tense decides between two years: a date "bought Nov. 20", read on 2 November, is three weeks ahead."""


def nearest_day(month: int, day: int, context: Context, direction: int) -> date | None:
    """The day of that name that the page means: the last one, the next one, or the nearest where tense is unclear."""
    base = context.published or next(reversed(context.known), None)
    if base is None:
        return None
    around = [_safe_day(base.year + n, month, day) for n in range(-4, 5)]
    days = sorted((d for d in around if d), key=lambda d: abs((d - base).days))
    tensed = [d for d in days if direction == UNCLEAR or (d >= base if direction == AHEAD else d <= base)]
    if context.published and tensed and abs((tensed[0] - base).days) <= TENSE_REACH:
        return tensed[0]
    return days[0] if days else None


@reads("date")
def dated(match: Match, context: Context) -> Reading | None:
    """ "5 March 2024", "Friday, Oct. 13", "the 9th of August"."""
    month, day = int(context.of(match, "month")), nth(match, context)
    said = year_said(match, context) or context.year
    if said:
        found = _safe_day(said, month, day)
    elif _safe_day(2000, month, day) is None:
        return None
    else:
        found = nearest_day(month, day, context, context.direction(match))
        if found is None:
            return UNRESOLVED
    return of_day(found) if found else None


@reads("days")
def dated_days(match: Match, context: Context) -> Reading | None:
    """ "3-5 May", "from 3 to 7 May 2024"."""
    first = dated(match, context)
    last = int(match.slots["last"])
    if first is None or first.day is None:
        return first
    end = _safe_day(first.day.year, first.day.month, last)
    return of_days(first.day, end) if end and end > first.day else None


@reads("numeric")
def numeric(match: Match, context: Context) -> Reading | None:
    """ "2024-03-05"."""
    day = _safe_day(int(match.slots["year"]), int(match.slots["monthnum"]), int(match.slots["day"]))
    return of_day(day) if day else None


@reads("slashed")
def slashed(match: Match, context: Context) -> Reading | None:
    """ "25/03/2024", "03/25/2024"; "05/03/2024" only where the page's own date shows which is the month."""
    year, a, b = (int(match.slots[k]) for k in ("year", "day", "last"))
    days = sorted({d for d in (_safe_day(year, b, a), _safe_day(year, a, b)) if d})
    if len(days) > 1 and context.published in days:
        days = [context.published]
    return of_day(days[0]) if len(days) == 1 else None


@reads("month")
def month(match: Match, context: Context) -> Reading | None:
    """ "March 2024", "January this year", "March"."""
    number = int(context.of(match, "month"))
    said = year_said(match, context) or context.year
    if said:
        return of_month(said, number)
    if match.end - match.start > 1 or not _is_month(match, context):
        return None if match.end - match.start == 1 else UNRESOLVED
    return _nearest_month(number, context, context.direction(match))


def _is_month(match: Match, context: Context) -> bool:
    word = match.slots["month"]
    if word.lower() not in ("may", "march") and not context.lexicon.fills("abbr", word):
        return True
    if context.word(match.start - 1) in (
        "in",
        "since",
        "by",
        "until",
        "of",
        "from",
        "late",
        "early",
        "mid",
        "during",
        "-",
    ):
        return True
    token = context.tenses.token_at(context.line.starts[match.start])
    return token is not None and token.ent_type_ == "DATE" and token.pos_ == "PROPN"


def _nearest_month(number: int, context: Context, direction: int) -> Reading:
    base = context.published
    if base is None:
        return UNRESOLVED
    back = (base.month - number) % 12
    if direction == AHEAD and back:
        return of_month(base.year, base.month + (number - base.month) % 12)
    if direction == UNCLEAR and back > 9:
        return of_month(base.year, base.month + 12 - back)
    return of_month(base.year, base.month - back)


@reads("shift_month")
def shift_month(match: Match, context: Context) -> Reading | None:
    """ "last May", "this September", "next March"."""
    base = context.published
    number, shift = int(context.of(match, "month")), context.of(match, "shift")
    if base is None:
        return UNRESOLVED
    if shift in ("last", "past", "previous"):
        return of_month(base.year, base.month - ((base.month - number) % 12 or 12))
    if shift in ("next", "following"):
        return of_month(base.year, base.month + ((number - base.month) % 12 or 12))
    return of_month(base.year, number)


# ---------------------------------------------------------------- days


def weekday_from(base: date, weekday: int, direction: int) -> date:
    """The weekday on or before a day, or after it where the text looks ahead."""
    if direction == AHEAD:
        return base + timedelta((weekday - base.isoweekday()) % 7 or 7)
    return base - timedelta((base.isoweekday() - weekday) % 7)


@reads("weekday")
def weekday(match: Match, context: Context) -> Reading | None:
    """ "Friday": the last one, the day of publication included; the next one where the text looks ahead."""
    base = context.published
    if base is None:
        return UNRESOLVED
    return of_day(weekday_from(base, int(context.of(match, "weekday")), context.direction(match)))


@reads("shift_weekday")
def shift_weekday(match: Match, context: Context) -> Reading | None:
    """ "last Friday", "next Friday", "this Friday", "the previous Friday"."""
    number, shift = int(context.of(match, "weekday")), context.of(match, "shift")
    base = context.published
    if base is None:
        return UNRESOLVED
    if shift in ("previous", "following"):
        anchor = now_or_last(context) or base
        return of_day(
            weekday_from(
                anchor + timedelta(1 if shift == "following" else -1), number, AHEAD if shift == "following" else BACK
            )
        )
    if shift in ("last", "past"):
        return of_day(weekday_from(base - timedelta(1), number, BACK))
    if shift == "next":
        return of_day(weekday_from(base, number, AHEAD))
    if shift == "same":
        return of_day(weekday_from(context.last_day or base, number, BACK))
    return of_day(weekday_from(base - timedelta(0), number, context.direction(match) or AHEAD))


@reads("relday")
def relday(match: Match, context: Context) -> Reading | None:
    """ "yesterday", "today", "tonight", "tomorrow"."""
    if context.published is None:
        return UNRESOLVED
    return of_day(context.published + timedelta(int(context.of(match, "relday"))))


@reads("relday_beyond")
def relday_beyond(match: Match, context: Context) -> Reading | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    if context.published is None:
        return UNRESOLVED
    step = int(context.of(match, "relday"))
    return of_day(context.published + timedelta(step + (1 if context.of(match, "offset") == "+" else -1)))


@reads("daypart")
def daypart(match: Match, context: Context) -> Reading | None:
    """ "this morning"."""
    return of_day(context.published) if context.published else UNRESOLVED


@reads("last_night")
def last_night(match: Match, context: Context) -> Reading | None:
    """ "last night": the evening before the day of publication."""
    return of_day(context.published - timedelta(1)) if context.published else UNRESOLVED


@reads("overnight")
def overnight(match: Match, context: Context) -> Reading | None:
    """ "overnight": the night that ended on the day of publication."""
    base = context.published
    return of_days(base - timedelta(1), base) if base else UNRESOLVED


@reads("all_night")
def all_night(match: Match, context: Context) -> Reading | None:
    """ "all night", "all afternoon", of the day last named."""
    if context.word(match.end - 1) == "night":
        return overnight(match, context)
    base = now_or_last(context)
    return of_day(base) if base else UNRESOLVED


@reads("sharp")
def sharp(match: Match, context: Context) -> Reading | None:
    """ "dawn", "nightfall", "noon" of the day last named."""
    base = now_or_last(context)
    if context.word(match.start) == "the" or base is None:
        return None
    if context.word(match.start - 1) not in (
        "at",
        "by",
        "before",
        "since",
        "until",
        "around",
        "about",
        "after",
        "from",
        "till",
    ):
        return None
    return of_day(base)


@reads("clock")
def clock(match: Match, context: Context) -> Reading | None:
    """ "8 p.m.", "14:30", "two in the morning" of the day last named."""
    said = clock_said(match, context)
    base = now_or_last(context)
    if said is None:
        return None
    if base is None:
        return replace(UNRESOLVED, clock=said)
    return at_clock(of_day(base), said)


def at_clock(day: Reading, said: str) -> Reading:
    """A day's reading with a time of day."""
    if day.day is None:
        return day
    return replace(day, value=f"{day.day.isoformat()}T{said}", precision="time", clock=said)


def clock_said(match: Match, context: Context) -> str | None:
    """The time of day as HH:MM:00; None where it is none."""
    slots = match.slots
    if "clock" in slots:
        hour, minute = int(slots["clock"]) // 100, int(slots["clock"]) % 100
    else:
        hour = int(slots.get("hour") or context.of(match, "numword") or 99)
        minute = int(slots.get("minute", 0))
    half = context.of(match, "ampm")
    part = context.of(match, "clockpart", "daypart")
    late = half == "pm" or part > "T12"
    if (half or part) and hour > 12 and not (half and hour <= 23):
        return None
    if hour < 12 and late:
        hour += 12
    if hour == 12 and (half == "am"):
        hour = 0
    return f"{hour % 24:02}:{minute:02}:00" if hour <= 24 else None


# ---------------------------------------------------------------- weeks and longer


def moved(base: date, unit: str, n: int) -> Reading | None:
    """The unit that lies n units from the one of a day."""
    try:
        if unit == "D":
            return of_day(base + timedelta(n))
        if unit in ("W", "F"):
            return of_week(base + timedelta(n * (14 if unit == "F" else 7)))
        if unit == "M":
            return of_month(base.year, base.month + n)
        if unit == "Q":
            return of_quarter(base.year, (base.month + 2) // 3 + n)
        if unit == "Y":
            return of_year(base.year + n)
        if unit == "10Y":
            return of_decade(base.year + 10 * n)
        if unit == "100Y":
            return of_value(f"{base.year // 100 + n:02}XX", "decade")
        if unit == "E":
            return weekend_of(base, n)
    except (ValueError, OverflowError):
        return None
    return None


def weekend_of(base: date, n: int = 0) -> Reading:
    """The weekend that a day lies in or that was last before it, moved by n weeks."""
    saturday = base - timedelta((base.isoweekday() - 6) % 7) + timedelta(7 * n)
    return of_days(saturday, saturday + timedelta(1))


@reads("shift_unit")
def shift_unit(match: Match, context: Context) -> Reading | None:
    """ "last week", "this year", "the previous day", "that month"."""
    unit, shift = context.of(match, "unit"), context.of(match, "shift")
    base = context.published
    if unit in ("m", "h"):
        return None
    if shift in ("same", "previous", "following"):
        return _shift_from_last(match, context, unit, {"same": 0, "previous": -1, "following": 1}[shift])
    if unit == "D" or not shift and context.word(match.start) == "this" and context.word(match.start + 1) == "past":
        return None if unit == "D" else (moved(base, unit, -1) if base else UNRESOLVED)
    if base is None:
        return UNRESOLVED
    if unit == "W" and shift == "past":
        return of_days(base - timedelta(7), base)
    if unit == "W" and shift == "this" and base.isoweekday() == 7 and context.direction(match) == AHEAD:
        return moved(base, unit, 1)
    return moved(base, unit, {"last": -1, "past": -1, "this": 0, "next": 1}[shift])


@reads("shift_daypart")
def shift_daypart(match: Match, context: Context) -> Reading | None:
    """ "the same morning", "that night", "the following day's dawn": of the day last named."""
    base, shift = now_or_last(context), context.of(match, "shift")
    if shift in ("this", "past", "last"):
        base = context.published
    if base is None:
        return UNRESOLVED
    return of_day(base + timedelta({"next": 1, "following": 1, "previous": -1}.get(shift, 0)))


def _shift_from_last(match: Match, context: Context, unit: str, step: int) -> Reading | None:
    if unit == "D":
        base = context.last_day
        if base is None and step == 0 and context.word(match.start) == "that":
            return None
        base = base or context.published
    else:
        base = context.last.first if context.last and context.last.first else context.published
    return moved(base, unit, step) if base else UNRESOLVED


@reads("units_past")
def units_past(match: Match, context: Context) -> Reading | None:
    """ "the past three months", "the last 24 hours", "the next two weeks"."""
    unit = context.of(match, "unit") or context.of(match, "units")
    n, shift, base = int(context.number(match) or 0), context.of(match, "shift"), context.published
    if shift in ("same", "this") or not n:
        return None
    if base is None:
        return UNRESOLVED
    sign = 1 if shift in ("next", "following") else -1
    return span_of(base, unit, sign * n)


def span_of(base: date, unit: str, n: int) -> Reading | None:
    """The n units up to a day, or after it."""
    days = {"D": 1, "W": 7, "F": 14, "h": 1 / 24, "m": 0}.get(unit)
    if days is not None:
        other = base + timedelta(round(days * n + (0.49 if n > 0 else -0.49) * (unit == "h")))
        return of_days(min(base, other), max(base, other))
    other_reading, own = moved(base, unit, n), moved(base, unit, 0)
    if not other_reading or not own or unit == "E":
        return None
    parts = (other_reading, own) if n < 0 else (own, other_reading)
    return of_value(f"{parts[0].value}/{parts[1].value}", parts[0].precision or "days")


@reads("ago")
def ago(match: Match, context: Context) -> Reading | None:
    """ "two weeks ago": days and one week to the day, weeks to the week, months and years as such."""
    unit = context.of(match, "unit") or context.of(match, "units")
    n, base = int(context.number(match) or 0), context.published
    if base is None:
        return UNRESOLVED
    if unit == "Y" and n == 1 and context.last and context.last.value and is_quarter(context.last):
        return year_before(context.last)
    if unit in ("h", "m"):
        return of_day(base)
    if unit in ("W", "F") and n == 1:
        return of_day(base - timedelta(14 if unit == "F" else 7))
    return moved(base, unit, -n)


def is_quarter(reading: Reading) -> bool:
    """Whether a reading is a quarter."""
    return bool(reading.value and reading.value[5:] in ("33", "34", "35", "36"))


def year_before(reading: Reading) -> Reading | None:
    """The same quarter or month of the year before."""
    value = reading.value or ""
    found = of_value(f"{int(value[:4]) - 1:04}{value[4:]}", reading.precision or "season")
    return replace(found, anchors=False) if found else None


@reads("offset")
def offset(match: Match, context: Context) -> Reading | None:
    """ "a day earlier", "two weeks later", "the day before": counted from what was named last."""
    unit = context.of(match, "unit") or context.of(match, "units")
    n = int(context.number(match) or 1) * (-1 if context.of(match, "offset") == "-" else 1)
    last, word = context.last, context.word(match.end - 1)
    if word == "on" or unit in ("h", "m"):
        return None
    if word in ("after", "before") and context.word(match.end) not in ("", ".", ",", ";", ")", "—", "–", "-", "”", '"'):
        return _beside_a_happening(match, context, unit, word)
    if unit == "D":
        return moved(now_or_last(context), unit, n) if now_or_last(context) else UNRESOLVED  # type: ignore[arg-type]
    if unit == "Y" and last and abs(n) == 1 and is_quarter(last) and n < 0:
        return year_before(last)
    base = last.first if last and last.first else context.published
    if base is None:
        return UNRESOLVED
    return moved(base, unit, n)


def _beside_a_happening(match: Match, context: Context, unit: str, word: str) -> Reading | None:
    """ "two days after gunmen attacked": the day that the sentence tells of, else the day of publication."""
    if unit != "D" or word == "before" or "num" not in match.slots and not {"one", "numword"} & match.slots.keys():
        return None
    told = context.told_day(match)
    return replace(of_day(told), anchors=False) if told else None


@reads("weekend")
def weekend(match: Match, context: Context) -> Reading | None:
    """ "the weekend": the last one, or the one that the day of publication lies in; the next one ahead."""
    base, shift = context.published, context.of(match, "shift")
    if base is None:
        return UNRESOLVED
    ahead = shift == "next" or shift == "this" and base.isoweekday() < 6 and context.direction(match) != BACK
    if ahead or not shift and context.direction(match) == AHEAD and base.isoweekday() < 6:
        return weekend_of(base, 1)
    return weekend_of(base, -1 if shift == "last" and base.isoweekday() >= 6 else 0)


@reads("the_unit")
def the_unit(match: Match, context: Context) -> Reading | None:
    """ "the current year", "the full year"; plain "the year" says too little."""
    words = {context.word(i) for i in range(match.start, match.end)}
    base = context.published
    if not words & {"full", "current", "latest", "fiscal"} and not _is_own(match, context):
        return None
    if base is None:
        return None
    unit = {"year": "Y", "month": "M", "week": "W"}[context.word(match.end - 1)]
    return moved(base, unit, -1 if "latest" in words else 0)


def _is_own(match: Match, context: Context) -> bool:
    """Whether "the year" is the page's own: "for the year", "of the month", "the year ended"."""
    before = context.word(match.start - 1)
    return before in ("of", "in", "for", "during", "through", "throughout") or context.word(match.end) in (
        "ended",
        "ending",
    )


# ---------------------------------------------------------------- quarters, halves, seasons, feasts


@reads("quarter")
def quarter(match: Match, context: Context) -> Reading | None:
    """ "the third quarter", "first quarter of 1998", "this year's third quarter"."""
    number = nth(match, context)
    if not 1 <= number <= 4:
        return None
    if "yearafter" in match.slots:
        return of_quarter(int(match.slots["yearafter"]), number)
    said = year_said(match, context)
    base = context.published
    if said:
        return of_quarter(said, number)
    if base is None:
        return None
    begun = (base.month + 2) // 3 + (1 if base.month % 3 == 0 else 0)
    year = base.year if number <= begun or context.direction(match) != BACK and number - begun < 3 else base.year - 1
    return of_quarter(year, number)


@reads("this_quarter")
def this_quarter(match: Match, context: Context) -> Reading | None:
    """ "the latest quarter", "the quarter", "this quarter"."""
    words = {context.word(i) for i in range(match.start, match.end)}
    base = context.published
    if base is None:
        return None
    if words & {"this", "current"}:
        return moved(base, "Q", 0)
    last = context.last
    if last and is_quarter(last) and last.last and last.last <= base:
        return last
    return moved(base, "Q", -1)


@reads("year_quarter")
def year_quarter(match: Match, context: Context) -> Reading | None:
    """ "the 1988 period": the quarter named last, of that year."""
    year = int(match.slots["year"])
    if context.last and is_quarter(context.last):
        found = of_value(f"{year:04}{(context.last.value or '')[4:]}", "season")
        return replace(found, anchors=False) if found else None
    return of_year(year)


@reads("ago_quarter")
def ago_quarter(match: Match, context: Context) -> Reading | None:
    """ "the year-earlier quarter": the one named last, a year before."""
    base, last = context.published, context.last
    number = nth(match, context)
    if base is None:
        return None
    if 1 <= number <= 4:
        return of_quarter(base.year - 1, number)
    if last and is_quarter(last):
        return year_before(last) if last.first and last.first.year >= base.year else last
    if last and last.precision == "year":
        return of_year(base.year - 1)
    return moved(base, "Q", -5)


@reads("half")
def half(match: Match, context: Context) -> Reading | None:
    """ "the first half of 1998"."""
    number = (
        2
        if context.of(match, "shift") and "ordword" not in match.slots and "ord" not in match.slots
        else nth(match, context) or 2
    )
    said = year_said(match, context) or (context.published.year if context.published else None)
    return of_value(f"{said:04}-{39 + number}", "season") if said and number in (1, 2) else None


SEASON_BEFORE = frozenset("in during of since by until for over through into early late mid - throughout".split())


@reads("season")
def season(match: Match, context: Context) -> Reading | None:
    """ "summer of 1998", "last fall", "the spring"."""
    code, base = int(context.of(match, "season")), context.published
    shift = context.of(match, "shift") if "year" not in match.slots else ""
    words = [context.word(i) for i in range(match.start, match.end)]
    if "year" in match.slots or "year" in words:
        said = year_said(match, context)
        return of_value(f"{said:04}-{code}", "season") if said else UNRESOLVED
    if not shift and words[0] not in ("the", "this") or base is None:
        return None
    if words[0] == "the" and context.word(match.start - 1) not in (
        "in",
        "during",
        "of",
        "since",
        "by",
        "until",
        "for",
        "over",
        "through",
    ):
        return None
    return _nearest_season(code, base, shift, words, context.direction(match))


def _nearest_season(code: int, base: date, shift: str, words: list[str], direction: int) -> Reading | None:
    start = {21: 3, 22: 6, 23: 9, 24: 12}[code]
    year = base.year if start <= base.month else base.year - 1
    if shift == "last" and (base.month - start) % 12 < 3:
        year -= 1
    if (
        shift == "next"
        or not shift
        and direction == AHEAD
        or shift == "this"
        and "past" not in words
        and direction != BACK
    ):
        year = base.year if start >= base.month else base.year + (shift == "next")
    return of_value(f"{year:04}-{code}", "season")


@reads("year_end")
def year_end(match: Match, context: Context) -> Reading | None:
    """ "year-end": 31 December, of this year ahead and of the last looking back."""
    base = context.published
    if base is None:
        return None
    back = context.direction(match) == BACK and base.month < 7
    return of_day(date(base.year - back, 12, 31))


@reads("holiday")
def holiday(match: Match, context: Context) -> Reading | None:
    """ "Christmas Eve", "Ramadan 2024", "last Easter"."""
    rule = context.of(match, "holiday")
    said, base = year_said(match, context), context.published
    shift = context.of(match, "shift")
    if "year" not in match.slots and context.word(match.end - 1) != "year":
        said = None
    if said:
        return of_days(*holiday_days(rule, said))
    if base is None:
        return UNRESOLVED
    near = [holiday_days(rule, base.year + n) for n in (-1, 0, 1)]
    direction = {"last": BACK, "past": BACK, "next": AHEAD}.get(shift) or context.direction(match)
    if direction == AHEAD:
        near = [d for d in near if d[1] >= base]
    elif direction == BACK:
        near = [d for d in near if d[0] <= base + timedelta(1)]
    return of_days(*min(near, key=lambda d: abs((d[0] - base).days)))
