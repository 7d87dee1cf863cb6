"""Readings of dates that a calendar shows: years, months, days of a month."""

from dataclasses import replace
from datetime import date, timedelta

from bellwire.annotate.time_context import (
    UNRESOLVED,
    Context,
    Reading,
    of_day,
    of_days,
    of_decade,
    of_month,
    of_value,
    of_year,
)
from bellwire.annotate.time_lexer import Match
from bellwire.annotate.time_tense import AHEAD, BACK, UNCLEAR

TENSE_REACH = 300
"""Days within which tense decides between two years; farther off, the nearer day is meant: "an offer extended to
Nov. 20", read on 2 November, ends in three weeks. Tuned on TimeBank (2026-11), value F1: 180 days .818, 270 .823,
330 .824, no bound .819."""
MONTHS_REACH = 10
"""Months within which tense decides the year: "a cut in September", read in August, lies ahead in any tense. Tuned on
TimeBank (2026-11), value F1: 8 and 9 .836, 10 .838, 11 .836."""
MONTHS_UNCLEAR = 8
"""Months up to which a month without a tense is the last one. Tuned as above: 6 to 8 the same, 9 .002 less."""
ODD_YEARS = range(1800, 2051)
"""Numbers that may be a year where nothing but their surroundings says so."""


def year_said(match: Match, context: Context) -> int | None:
    """The year that YEARPART says: written, or by "last year", "that year"."""
    if "year" in match.slots:
        return int(match.slots["year"])
    if "hundred" in match.slots:
        return _spoken(match, context)
    shift = context.of(match, "shift")
    if not shift or context.published is None:
        return None
    year = context.published.year
    if shift in ("same", "previous", "following") and context.last and context.last.first:
        year = context.last.first.year
    return year + {"last": -1, "past": -1, "previous": -1, "next": 1, "following": 1}.get(shift, 0)


def year(match: Match, context: Context) -> Reading | None:
    """ "the year 2014", "fiscal 1989"."""
    return of_year(int(match.slots["year"]))


def bare_year(match: Match, context: Context) -> Reading | None:
    """ "2014": a bare number is a year only where its surroundings or the parse say so."""
    value = int(match.slots["year"])
    return of_year(value) if value in ODD_YEARS and _is_year(match, context) else None


def _is_year(match: Match, context: Context) -> bool:
    line, before = context.line, match.start - 1
    glued = match.start > 0 and line.end(before) == line.start(match.start)
    if glued and context.fills("part", before - 1):
        return True  # "mid-1998"
    if (glued and not context.fills("opening", before)) or context.fills("not_year_after", match.end):
        return False
    token = context.tenses.token_at(line.start(match.start))
    if token is None or context.fills("not_year_before", before):
        return False
    dated, owned = token.ent_type_ == "DATE", context.fills("year_owner", before)
    introduced = context.fills("year_before", before) or glued
    if token.head.i > token.i and token.head.tag_ in ("NNS", "NNPS") and token.dep_ == "nummod":
        return dated and (introduced or owned)  # "2,000 men" has a comma, "2000 men" has not
    if token.head.i > token.i and token.head.tag_ in ("NN", "NNP") and owned:
        return True  # "its 1990 invasion"
    return dated or introduced


def years(match: Match, context: Context) -> Reading | None:
    """ "2019-2021", "1998-99"."""
    first = int(match.slots["year"])
    last = int(match.slots["last"]) if "last" in match.slots else first // 100 * 100 + int(match.slots["shortlast"])
    return of_value(f"{first:04}/{last:04}", "year") if first < last and first in ODD_YEARS else None


def _spoken(match: Match, context: Context) -> int | None:
    hundred = int(context.of(match, "hundred", "numword"))
    ones = int(context.of(match, "ones", "numword") or 0)
    return hundred * 100 + int(context.of(match, "tens")) + ones if hundred in (17, 18, 19, 20) and ones <= 9 else None


def spoken_year(match: Match, context: Context) -> Reading | None:
    """ "nineteen ninety-six", "the year two thousand"."""
    said = _spoken(match, context) if "hundred" in match.slots else 2000
    return of_year(said) if said else None


def decade(match: Match, context: Context) -> Reading | None:
    """ "the 1990s", "the '80s", "the nineties"."""
    if "tenyear" in match.slots:
        return of_decade(int(match.slots["tenyear"]))
    short = int(match.slots.get("short") or context.of(match, "decadeword"))
    if short % 10:
        return None
    now = context.published.year if context.published else 2000
    return of_decade(max(c + short for c in (1800, 1900, 2000) if c + short <= now + 9))


def century(match: Match, context: Context) -> Reading | None:
    """ "the 20th century"."""
    number = context.nth(match)
    return of_value(f"{number - 1:02}XX", "decade") if 1 < number <= 22 else None


def day_in(year: int, month: int, day: int) -> date | None:
    """The day; None where the month has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def nearest_day(month: int, day: int, context: Context, direction: int) -> date | None:
    """The day of that name that the page means: the last one, the next one, or the nearest where tense is unclear."""
    base = context.published or next(reversed(context.known), None)
    if base is None:
        return None
    around = [day_in(base.year + n, month, day) for n in range(-4, 5)]
    days = sorted((d for d in around if d), key=lambda d: abs((d - base).days))
    tensed = [d for d in days if direction == UNCLEAR or (d >= base if direction == AHEAD else d <= base)]
    if context.published and tensed and abs((tensed[0] - base).days) <= TENSE_REACH:
        return tensed[0]
    return days[0] if days else None


def dated(match: Match, context: Context) -> Reading | None:
    """ "5 March 2024", "Friday, Oct. 13", "the 9th of August"."""
    month, day = int(context.of(match, "month")), context.nth(match)
    said = year_said(match, context) or context.year
    if said:
        found = day_in(said, month, day)
    elif day_in(2000, month, day) is None:
        return None
    else:
        found = nearest_day(month, day, context, _direction(match, context))
        if found is None:
            return UNRESOLVED
    return of_day(found) if found else None


def dated_days(match: Match, context: Context) -> Reading | None:
    """ "3-5 May", "from 3 to 7 May 2024"."""
    first = dated(match, context)
    last = int(match.slots["last"])
    if first is None or first.day is None:
        return first
    end = day_in(first.day.year, first.day.month, last)
    return of_days(first.day, end) if end and end > first.day else None


def numeric(match: Match, context: Context) -> Reading | None:
    """ "2024-03-05"."""
    day = day_in(int(match.slots["year"]), int(match.slots["monthnum"]), int(match.slots["day"]))
    return of_day(day) if day else None


def slashed(match: Match, context: Context) -> Reading | None:
    """ "25/03/2024", "03/25/2024"; "05/03/2024" only where the page's own date shows which is the month."""
    year, a, b = (int(match.slots[k]) for k in ("year", "day", "last"))
    days = sorted({d for d in (day_in(year, b, a), day_in(year, a, b)) if d})
    if len(days) > 1 and context.published in days:
        days = [context.published]
    return of_day(days[0]) if len(days) == 1 else None


def month(match: Match, context: Context) -> Reading | None:
    """ "March 2024", "January this year", "March"."""
    number = int(context.of(match, "month"))
    said = year_said(match, context) or context.year
    if said:
        return of_month(said, number)
    if "shift" in match.slots:
        return UNRESOLVED
    return _nearest_month(number, context, _direction(match, context)) if _is_month(match, context) else None


def _direction(match: Match, context: Context) -> int:
    """The direction of a month or day; "until mid-November" goes by the calendar alone."""
    before = match.start - 1
    while context.fills("passed", before):
        before -= 1
    return UNCLEAR if context.fills("till", before) else context.direction(match)


def _is_month(match: Match, context: Context) -> bool:
    """Whether a bare word is the month, and not the verb "may", a march or the abbreviation of something else."""
    if not context.fills("doubtful", match.start) or context.fills("month_before", match.start - 1):
        return True
    token = context.tenses.token_at(context.line.start(match.start))
    return token is not None and token.ent_type_ == "DATE" and token.pos_ == "PROPN"


def _nearest_month(number: int, context: Context, direction: int) -> Reading:
    base = context.published
    if base is None:
        return UNRESOLVED
    back = (base.month - number) % 12
    ahead = (number - base.month) % 12
    far = {AHEAD: 12 - MONTHS_REACH, BACK: MONTHS_REACH, UNCLEAR: MONTHS_UNCLEAR}[direction]
    return of_month(base.year, base.month + ahead if back > far else base.month - back)


def nth_of(match: Match, context: Context) -> Reading | None:
    """ "the last day of 1999", "the second week of May"."""
    if "month" in match.slots:
        whole = month(replace(match, start=match.end - 1) if "year" not in match.slots else match, context)
    else:
        whole = year(match, context)
    if whole is None or whole.first is None or whole.last is None:
        return whole
    unit, n = context.unit(match), -1 if "final" in match.slots else context.nth(match)
    if unit == "M" and "month" not in match.slots:
        return of_month(whole.first.year, 12 if n < 0 else n) if n <= 12 else None
    days = {"D": 1, "W": 7}.get(unit)
    if days is None:
        return None
    first = whole.last - timedelta(days - 1) if n < 0 else whole.first + timedelta(days * (n - 1))
    last = first + timedelta(days - 1)
    return of_days(first, min(last, whole.last)) if first <= whole.last else None


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
