"""Readings against the day of publication or the day named last: "Friday", "yesterday", "two weeks ago", "8 p.m."."""

from dataclasses import replace
from datetime import date, timedelta

from bellwire.annotate.time_context import (
    UNRESOLVED,
    Context,
    Reading,
    moved,
    of_day,
    of_days,
    of_value,
    weekday_from,
    weekend_of,
    year_before,
)
from bellwire.annotate.time_lexer import Match
from bellwire.annotate.time_tense import AHEAD, BACK

STEPS = {"last": -1, "past": -1, "previous": -1, "this": 0, "same": 0, "next": 1, "following": 1}
"""How far a shift word moves a unit."""
NEAR = 7
"""Days before publication within which the text's "a day earlier" is read against the day of publication."""


def weekday(match: Match, context: Context) -> Reading | None:
    """ "Friday": the last one, the day of publication included; the next one where the text looks ahead."""
    base = context.published
    if base is None:
        return UNRESOLVED
    return of_day(weekday_from(base, int(context.of(match, "weekday")), context.direction(match)))


def shift_weekday(match: Match, context: Context) -> Reading | None:
    """ "last Friday", "next Friday", "this Friday", "the previous Friday"."""
    number, shift, base = int(context.of(match, "weekday")), context.of(match, "shift"), context.published
    if base is None:
        return UNRESOLVED
    if shift in ("previous", "following", "same"):
        step = STEPS[shift]
        direction = AHEAD if step > 0 else BACK
        return of_day(weekday_from((context.now or base) + timedelta(min(step, 0)), number, direction))
    if shift in ("last", "past"):
        return of_day(weekday_from(base - timedelta(1), number, BACK))
    return of_day(weekday_from(base, number, AHEAD if shift == "next" else context.direction(match) or AHEAD))


def relday(match: Match, context: Context) -> Reading | None:
    """ "yesterday", "today", "tonight", "tomorrow"; not the newspaper USA Today."""
    line, word = context.line, match.slots["relday"]
    if (
        word.istitle()
        and match.start
        and context.role in ("paragraph", "caption")
        and line.words[match.start - 1][0].isupper()
    ):
        return None
    if context.published is None:
        return UNRESOLVED
    return of_day(context.published + timedelta(int(context.of(match, "relday"))))


def relday_beyond(match: Match, context: Context) -> Reading | None:
    """ "the day before yesterday", "the day after tomorrow"."""
    if context.published is None:
        return UNRESOLVED
    step = int(context.of(match, "relday"))
    return of_day(context.published + timedelta(step + (1 if context.of(match, "offset") == "+" else -1)))


def daypart(match: Match, context: Context) -> Reading | None:
    """ "this morning"."""
    return of_day(context.published) if context.published else UNRESOLVED


def last_night(match: Match, context: Context) -> Reading | None:
    """ "last night": the evening before the day of publication."""
    return of_day(context.published - timedelta(1)) if context.published else UNRESOLVED


def overnight(match: Match, context: Context) -> Reading | None:
    """ "overnight": the night that ended on the day of publication; an overnight curfew is for every night."""
    if context.fills("habit", match.end):
        return None
    return all_night(match, context)


def all_night(match: Match, context: Context) -> Reading | None:
    """ "all night": the night that ended on the day of publication."""
    base = context.published
    return of_days(base - timedelta(1), base) if base else UNRESOLVED


def all_day(match: Match, context: Context) -> Reading | None:
    """ "all afternoon", of the day last named."""
    return of_day(context.now) if context.now else UNRESOLVED


def sharp(match: Match, context: Context) -> Reading | None:
    """ "at dawn", "by nightfall", of the day last named."""
    return of_day(context.now) if context.now and context.fills("sharp_before", match.start - 1) else None


def shift_daypart(match: Match, context: Context) -> Reading | None:
    """ "the same morning", "that night", "the following evening": of the day last named."""
    shift = context.of(match, "shift")
    base = context.published if shift in ("this", "past", "last") else context.now
    step = {"next": 1, "following": 1, "previous": -1}.get(shift, 0)
    return of_day(base + timedelta(step)) if base else UNRESOLVED


def then(match: Match, context: Context) -> Reading | None:
    """ "since then": what was named last."""
    last = context.last
    if not context.fills("then_before", match.start - 1) or not last or not last.value or "/" in last.value:
        return None
    return replace(last, anchors=False)


def clock(match: Match, context: Context) -> Reading | None:
    """ "8 p.m.", "14:30", "two in the morning" of the day last named."""
    said = clock_said(match, context)
    base = context.now
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
    hour, minute = divmod(int(slots["clock"]), 100) if "clock" in slots else (0, int(slots.get("minute", 0)))
    if "clock" not in slots:
        hour = int(slots.get("hour") or context.of(match, "numword") or 99)
    half, part = context.of(match, "ampm"), context.of(match, "clockpart", "daypart")
    if hour > 24 or (part and hour > 12):
        return None
    if hour < 12 and (half == "pm" or part > "T12"):
        hour += 12
    elif hour == 12 and half == "am":
        hour = 0
    return f"{hour % 24:02}:{minute:02}:00"


def shift_unit(match: Match, context: Context) -> Reading | None:
    """ "last week", "this year", "the previous day", "that month"."""
    unit, shift, base = context.of(match, "unit"), context.of(match, "shift"), context.published
    if unit in ("m", "h"):
        return None
    if unit == "E":
        return weekend(match, context)
    if shift in ("same", "previous", "following") or unit == "D":
        return _shift_from_last(context, unit, shift)
    if base is None:
        return UNRESOLVED
    if unit == "W" and shift == "past":
        return of_days(base - timedelta(7), base)
    if unit == "W" and shift == "this" and base.isoweekday() == 7 and context.direction(match) == AHEAD:
        return moved(base, unit, 1)  # on a Sunday the week ahead is the one that begins tomorrow
    return moved(base, unit, STEPS[shift])


def _shift_from_last(context: Context, unit: str, shift: str) -> Reading | None:
    if unit == "D":
        if shift in ("this", "last", "past") or (shift == "next" and context.last_day is None):
            return None
        base = context.now
    else:
        base = context.last.first if context.last and context.last.first else context.published
    return moved(base, unit, STEPS[shift]) if base else UNRESOLVED


def past_unit(match: Match, context: Context) -> Reading | None:
    """ "this past week"."""
    unit, base = context.of(match, "unit"), context.published
    if unit in ("m", "h", "D"):
        return None
    return moved(base, unit, -1) if base else UNRESOLVED


def units_past(match: Match, context: Context) -> Reading | None:
    """ "the past three months", "the last 24 hours", "the next two weeks"."""
    n, shift, base = context.number(match), context.of(match, "shift"), context.published
    if shift in ("same", "this") or not n:
        return None
    return span_of(base, context.unit(match), n * STEPS[shift]) if base else UNRESOLVED


def span_of(base: date, unit: str, n: int) -> Reading | None:
    """The n units up to a day, or after it."""
    hours = {"h": 1, "D": 24, "W": 168, "F": 336}.get(unit)
    if hours is not None:
        days = timedelta(-(-abs(n) * hours // 24))
        return of_days(base - days, base) if n < 0 else of_days(base, base + days)
    other, own = moved(base, unit, n), moved(base, unit, 0)
    if not other or not own or unit == "E":
        return None
    first, last = (other, own) if n < 0 else (own, other)
    return of_value(f"{first.value}/{last.value}", first.precision or "days")


def ago(match: Match, context: Context) -> Reading | None:
    """ "two weeks ago": days and one week to the day, weeks to the week, months and years as such."""
    unit, n, base = context.unit(match), context.number(match) or 0, context.published
    if base is None:
        return UNRESOLVED
    if unit == "Y" and n == 1 and context.last and context.last.is_quarter:
        return year_before(context.last)
    if unit in ("h", "m"):
        return of_day(base)
    if unit in ("W", "F") and n == 1:
        return of_day(base - timedelta(14 if unit == "F" else 7))
    return _unanchored(moved(base, unit, -n), unit)


def week_from(match: Match, context: Context) -> Reading | None:
    """ "a week from Friday", "two weeks ago Friday"."""
    n, unit, base = context.number(match) or 0, context.unit(match), context.published
    days = {"D": 1, "W": 7, "F": 14}.get(unit)
    if days is None or not n:
        return None
    if base is None:
        return UNRESOLVED
    back = "ago" in match.slots or context.of(match, "offset") == "-"
    if "relday" in match.slots:
        start = base + timedelta(int(context.of(match, "relday")))
    else:
        start = weekday_from(base, int(context.of(match, "weekday")), BACK if back else AHEAD)
    return of_day(start + timedelta(-n * days if back else n * days))


def units_ahead(match: Match, context: Context) -> Reading | None:
    """ "votes in six weeks": only where it tells when, not "the first in six weeks" or "killed in two days"."""
    unit, n, base = context.unit(match), context.number(match) or 0, context.published
    token = context.tenses.token_at(context.line.start(match.start))
    if unit in ("h", "m") or token is None or token.head.pos_ not in ("VERB", "AUX") or n < 2:
        return None
    if base is None or context.direction(match) != AHEAD:
        return None
    return of_day(base + timedelta(n * (14 if unit == "F" else 7))) if unit in ("W", "F") else moved(base, unit, n)


def _unanchored(found: Reading | None, unit: str) -> Reading | None:
    """Years are compared with now: "a year earlier" after "a year ago" is the same year."""
    return replace(found, anchors=False) if found and unit.endswith("Y") else found


def offset(match: Match, context: Context) -> Reading | None:
    """ "a day earlier", "two weeks later", "the day before": counted from what was named last."""
    unit, n = context.unit(match), context.number(match) or 1
    n = -n if context.of(match, "offset") == "-" else n
    if unit in ("h", "m"):
        return None
    if context.fills("beside", match.end - 1) and not context.fills("stop", match.end):
        return _beside_a_happening(match, context, unit, n)
    if unit == "Y" and n == -1 and context.last and context.last.is_quarter:
        return year_before(context.last)
    base = _offset_base(match, context, unit, n)
    return _unanchored(moved(base, unit, n), unit) if base else UNRESOLVED


def _offset_base(match: Match, context: Context, unit: str, n: int) -> date | None:
    last, published = context.last, context.published
    if unit != "D":
        return last.first if last and last.first else published
    told = context.told(match)
    if told and told.day:
        return told.day
    if n > 0 or published is None or context.last_day is None:
        return context.now
    # where its sentence names no day, "a day earlier" compares with today's news, but not in a tale of long ago
    return published if (published - context.last_day).days <= NEAR else context.last_day


def _beside_a_happening(match: Match, context: Context, unit: str, n: int) -> Reading | None:
    """ "two days after gunmen attacked": the day that the sentence tells of, else the day of publication."""
    told = context.told(match)
    if n < 0 or context.number(match) is None:
        return None
    if told and (unit != "D" or told.day):
        return replace(told, anchors=False)
    return replace(of_day(context.published), anchors=False) if unit == "D" and context.published else None


def weekend(match: Match, context: Context) -> Reading | None:
    """ "the weekend": the last one, or the one that the day of publication lies in; the next one ahead."""
    base, shift = context.published, context.of(match, "shift")
    if base is None:
        return UNRESOLVED
    ahead = shift == "next" or (shift == "this" and base.isoweekday() < 6 and context.direction(match) != BACK)
    if ahead or (not shift and context.direction(match) == AHEAD and base.isoweekday() < 6):
        return weekend_of(base, 1)
    return weekend_of(base, -1 if shift == "last" and base.isoweekday() >= 6 else 0)


def own_unit(match: Match, context: Context) -> Reading | None:
    """ "for the year", "of the month": the page's own; "the year" elsewhere says too little."""
    told = context.fills("own_before", match.start - 1) or context.fills("own_after", match.end)
    if not told or context.unit(match) not in ("W", "M", "Y"):
        return None
    return full_unit(match, context)


def full_unit(match: Match, context: Context) -> Reading | None:
    """ "the full year", "the current month"."""
    return moved(context.published, context.of(match, "unit"), 0) if context.published else None


def latest_unit(match: Match, context: Context) -> Reading | None:
    """ "the latest fiscal year"."""
    return moved(context.published, context.of(match, "unit"), -1) if context.published else None
