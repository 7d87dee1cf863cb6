"""Readings of quarters, halves, seasons and feasts."""

from datetime import date

from bellwire.annotate.time_calendar import holiday_days
from bellwire.annotate.time_context import (
    UNRESOLVED,
    Context,
    Reading,
    moved,
    of_day,
    of_days,
    of_quarter,
    of_value,
    of_year,
    year_before,
)
from bellwire.annotate.time_dates import year_said
from bellwire.annotate.time_lexer import Match
from bellwire.annotate.time_tense import AHEAD, BACK
from bellwire.model.edtf import SUB_YEARS


def quarter(match: Match, context: Context) -> Reading | None:
    """ "the third quarter", "first quarter of 1998", "this year's third quarter"."""
    number, base = context.nth(match), context.published
    if not 1 <= number <= 4:
        return None
    said = int(match.slots["yearafter"]) if "yearafter" in match.slots else year_said(match, context)
    if said or base is None:
        return of_quarter(said, number) if said else None
    begun = (base.month + 2) // 3 + (base.month % 3 == 0)  # results are told of in the quarter's last month
    ahead = number > begun and (context.direction(match) == BACK or number - begun == 3)
    return of_quarter(base.year - ahead, number)


def q_quarter(match: Match, context: Context) -> Reading | None:
    """ "Q1 2024"."""
    number = int(match.slots["monthnum"])
    return of_quarter(int(match.slots["year"]), number) if number <= 4 else None


def this_quarter(match: Match, context: Context) -> Reading | None:
    """ "this quarter", "the current quarter"."""
    return moved(context.published, "Q", 0) if context.published else None


def latest_quarter(match: Match, context: Context) -> Reading | None:
    """ "the latest quarter", "the quarter": the one named last, else the last that has ended."""
    base, last = context.published, context.last
    if base is None:
        return None
    if last and last.is_quarter and last.last and last.last <= base:
        return last
    return moved(base, "Q", -1)


def year_quarter(match: Match, context: Context) -> Reading | None:
    """ "the 1988 period": the quarter named last, of that year."""
    year, last = int(match.slots["year"]), context.last
    if last and last.is_quarter:
        return of_value(f"{year:04}{(last.value or '')[4:]}", "season", anchors=False)
    return of_year(year)


def ago_quarter(match: Match, context: Context) -> Reading | None:
    """ "the year-earlier quarter": the one named last, a year before."""
    base, last, number = context.published, context.last, context.nth(match)
    if base is None:
        return None
    if 1 <= number <= 4:
        return of_quarter(base.year - 1, number)
    if last and last.is_quarter and last.first and last.first.year <= base.year:
        return year_before(last) if last.first.year == base.year else last
    if last and last.precision == "year":
        return of_year(base.year - 1)
    return moved(base, "Q", -5)


def half(match: Match, context: Context) -> Reading | None:
    """ "the first half of 1998"."""
    number = context.nth(match)
    said = year_said(match, context) or (context.published.year if context.published else None)
    return of_value(f"{said:04}-{39 + number}", "season") if said and number in (1, 2) else None


def last_half(match: Match, context: Context) -> Reading | None:
    """ "the last half of 1998"."""
    said = year_said(match, context)
    return of_value(f"{said:04}-41", "season") if said else None


def season_of(match: Match, context: Context) -> Reading | None:
    """ "summer of 1998", "spring last year"."""
    said = year_said(match, context)
    return of_value(f"{said:04}-{context.of(match, 'season')}", "season") if said else UNRESOLVED


def bare_season(match: Match, context: Context) -> Reading | None:
    """ "in the spring", "early summer"; not the verbs "fall" and "spring"."""
    if not context.fills("season_before", match.start - 1) and not context.of(match, "part"):
        return None
    return season(match, context)


def season(match: Match, context: Context) -> Reading | None:
    """ "last fall", "this summer", "next spring"."""
    code, base, shift = int(context.of(match, "season")), context.published, context.of(match, "shift")
    if base is None:
        return UNRESOLVED
    start, direction = SUB_YEARS[code][0], context.direction(match)
    year = base.year if start <= base.month else base.year - 1
    if shift in ("last", "previous") and (base.month - start) % 12 < 3:
        year -= 1
    elif shift == "next":
        year = base.year if start > base.month else base.year + 1
    elif (direction == AHEAD and shift != "past") or (shift == "this" and direction != BACK):
        year = base.year if start >= base.month else year
    return of_value(f"{year:04}-{code}", "season")


def year_end(match: Match, context: Context) -> Reading | None:
    """ "year-end": 31 December, of this year ahead and of the last looking back."""
    base = context.published
    if base is None:
        return None
    return of_day(date(base.year - (context.direction(match) == BACK and base.month < 7), 12, 31))


def holiday_of(match: Match, context: Context) -> Reading | None:
    """ "Ramadan 2024", "Christmas last year"."""
    said = year_said(match, context)
    return of_days(*holiday_days(context.of(match, "holiday"), said)) if said else UNRESOLVED


def holiday(match: Match, context: Context) -> Reading | None:
    """ "Christmas Eve", "last Easter": the nearest one that the words allow."""
    rule, base = context.of(match, "holiday"), context.published
    if base is None and not rule[:4].isdigit():
        return UNRESOLVED
    base = base or date(2000, 1, 1)
    near = [holiday_days(rule, base.year + n) for n in (-1, 0, 1)]
    shift = context.of(match, "shift")
    direction = {"last": BACK, "past": BACK, "next": AHEAD}.get(shift) or context.direction(match)
    if direction == AHEAD:
        near = [d for d in near if d[1] >= base] or near
    elif direction == BACK:
        near = [d for d in near if d[0] <= base] or near
    return of_days(*min(near, key=lambda d: abs((d[0] - base).days)))
