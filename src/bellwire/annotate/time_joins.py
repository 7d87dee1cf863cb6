"""How expressions stand together: "early March", "8 p.m. Friday", "between 3 May and 7 May", "since Monday"."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bellwire.annotate.time_context import Context, Reading, of_days, of_week
from bellwire.annotate.time_lexer import Match
from bellwire.annotate.time_readings import read
from bellwire.annotate.time_relative import at_clock, clock_said
from bellwire.model.edtf import days_of

NO_DATES = frozenset(("every", "name"))
"""Readings of what looks like a date and is none: "every Friday", "Bloody Sunday", "the March 23 Movement"."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Tokens `start..end` of a line and what they name."""

    start: int
    end: int
    reading: Reading


def select(matches: Iterable[Match]) -> list[Match]:
    """Of matches that share tokens the longest, of equals the one whose pattern stands first; in order of the text."""
    taken: set[int] = set()
    kept = []
    for match in sorted(matches, key=lambda m: m.start - m.end):
        tokens = range(match.start, match.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(match)
    return sorted(kept, key=lambda m: m.start)


def expressions(matches: list[Match], context: Context) -> list[Expression]:
    """What the matches of one line name, in order, with what belongs to them drawn in."""
    found: list[Expression] = []
    queue = select(matches)
    while queue:
        match = queue.pop(0)
        if match.reading in NO_DATES or (found and match.end <= found[-1].end):
            continue
        if queue and (timed := _part_and_day(match, queue[0], context)):
            queue.pop(0)
            _add(found, timed, context)
            continue
        context.year = _year_ahead(match, queue[0], context) if queue else None
        reading = read(match, context)
        context.year = None
        if reading is None:
            queue[:0] = select(m for m in matches if _within(m, match))
        elif not _clock_joined(found, match, context):
            _add(found, _drawn_in(Expression(match.start, match.end, reading), context), context)
    return list(_opened(_ranges(found, context), context))


def _within(inner: Match, outer: Match) -> bool:
    shorter = inner.end - inner.start < outer.end - outer.start
    return shorter and outer.start <= inner.start and inner.end <= outer.end


def _clock_joined(found: list[Expression], match: Match, context: Context) -> bool:
    """Whether the match is the time of day of the expression before it, "Saturday at 3 p.m.", which then gets it."""
    if match.reading != "clock" or not found or not _gap(found[-1].end, match.start, "day_clock", context):
        return False
    said, day = clock_said(match, context), found[-1].reading
    if not said or not day.day or day.clock:
        return False
    found[-1] = Expression(found[-1].start, match.end, at_clock(day, said))
    return True


def _add(found: list[Expression], new: Expression, context: Context) -> None:
    while found and found[-1].end > new.start:
        found.pop()
    found.append(new)
    if new.reading.anchors:
        context.last = new.reading
        context.here.append((new.end, new.reading))
        if new.reading.day:
            if context.published is None or new.reading.day <= context.published:
                context.last_day = new.reading.day
            if context.published is None and not new.reading.clock:
                context.known.append(new.reading.day)


def _gap(start: int, end: int, kind: str, context: Context) -> bool:
    if end == start:
        return kind != "range"
    return end > start and context.lexicon.between(context.line, start, end, kind) is not None


_DAYS = ("date", "weekday", "shift_weekday", "relday", "numeric")


def _part_and_day(match: Match, following: Match, context: Context) -> Expression | None:
    """ "8 p.m. Friday", "noon Thursday", "overnight on Friday"; None where the two do not belong together."""
    if match.reading not in ("clock", "sharp", "overnight") or following.reading not in (*_DAYS, "sharp"):
        return None
    if not _gap(match.end, following.start, "clock_day", context):
        return None
    said = clock_said(match, context) if match.reading == "clock" else ""
    day = read(following, context)
    if said is None or day is None:
        return None
    if said:
        reading = at_clock(day, said) if day.day else replace(day, clock=said)
    else:
        ended = context.fills("into", match.end) or day.day == context.published
        reading = night_of(day, ended=ended) if match.reading == "overnight" else day
    return _drawn_in(Expression(match.start, following.end, reading), context)


def night_of(day: Reading, *, ended: bool) -> Reading:
    """The night that ended on a day ("into Sunday", or the day of publication), else the one that began on it."""
    if day.day is None:
        return day
    first = day.day - timedelta(1) if ended else day.day
    return of_days(first, first + timedelta(1))


def _year_ahead(match: Match, following: Match | None, context: Context) -> int | None:
    """The year of a month that a later one gives: "between June and November 2023"."""
    if match.reading not in ("month", "date") or not following or following.reading not in ("month", "date"):
        return None
    if "year" in match.slots or "shift" in match.slots or not {"year", "shift"} & following.slots.keys():
        return None
    skipped = following.start
    if left := context.lexicon.before(context.line, skipped, "left"):
        skipped = max(left.start, match.end)
    if not _gap(match.end, skipped, "range", context):
        return None
    later = read(following, context)
    if later is None or later.first is None:
        return None
    month, other = (int(context.of(m, "month")) for m in (match, following))
    return later.first.year - (month > other)


# ---------------------------------------------------------------- what stands beside an expression


def _drawn_in(found: Expression, context: Context) -> Expression:
    """The expression with the words left and right of it that narrow it."""
    lexicon, line = context.lexicon, context.line
    while left := lexicon.before(line, found.start, "left"):
        reading = found.reading
        if left.reading == "week" and reading.day:
            reading = of_week(reading.day)
        elif left.reading in ("part", "edge"):
            reading = narrowed(reading, context.of(left, "part") or context.of(left, "edge"))
        elif left.reading != "about" and reading.value and not reading.day:
            break
        found = Expression(left.start, found.end, reading)
    if found.reading.day or found.reading.value is None:
        right = lexicon.after(line, found.end, "right")
        if right:
            found = Expression(found.start, right.end, found.reading)
    return found


def narrowed(reading: Reading, part: str) -> Reading:
    """The reading with its days cut to the early, middle or late third, its value kept."""
    if reading.first is None or reading.last is None:
        return reading
    third = (reading.last - reading.first).days // 3
    first, last = reading.first, reading.last
    if part == "early":
        last = first + timedelta(third)
    elif part in ("late", "end"):
        first = last - timedelta(third)
    elif part == "mid":
        first, last = first + timedelta(third), last - timedelta(third)
    return replace(reading, first=first, last=last)


# ---------------------------------------------------------------- intervals


def _ranges(found: list[Expression], context: Context) -> Iterator[Expression]:
    index = 0
    while index < len(found):
        left = found[index]
        right = found[index + 1] if index + 1 < len(found) else None
        if right and _nightly(left, right, context):
            index += 2
            continue
        joined = _joined(left, right, context) if right else None
        yield joined or left
        index += 2 if joined else 1


def _nightly(left: Expression, right: Expression, context: Context) -> bool:
    """Whether two clock times are a rule for every night, "from 7 pm to 5 am", and no date."""
    a, b = left.reading, right.reading
    turned = a.clock is not None and b.clock is not None and a.day == b.day and b.clock <= a.clock
    return turned and _gap(left.end, right.start, "range", context)


def _joined(left: Expression, right: Expression, context: Context) -> Expression | None:
    if not _gap(left.end, right.start, "range", context):
        return None
    opening = context.lexicon.before(context.line, left.start, "open")
    link = context.word(left.end)
    opened = opening is not None and opening.reading in ("between", "from")
    if link in ("and", "or") and not (opening and opening.reading == "between"):
        return None
    if not opened and left.reading.precision != right.reading.precision:
        return None
    if opening is not None and opening.reading not in ("between", "from"):
        return None
    a, b = left.reading, right.reading
    if not (a.value and b.value and a.first and b.last and a.first <= b.last) or "/" in a.value + b.value:
        return None
    start = opening.start if opening and opening.reading == "between" else left.start
    precision = a.precision if a.precision == b.precision and a.precision not in ("day", "time") else "days"
    return Expression(start, right.end, replace(a, value=f"{a.value}/{b.value}", precision=precision, last=b.last))


def _opened(found: Iterable[Expression], context: Context) -> Iterator[Expression]:
    for expression in found:
        opening = context.lexicon.before(context.line, expression.start, "open")
        reading = expression.reading
        if opening is None or opening.reading == "from":
            yield expression
        elif opening.reading == "between":
            whole = reading.precision == "days" and expression.start > opening.start
            yield Expression(opening.start, expression.end, reading) if whole else expression
        elif reading.value is None:
            yield Expression(opening.start, expression.end, reading)
        else:
            yield Expression(opening.start, expression.end, opened(reading, opening.reading))


def opened(reading: Reading, by: str) -> Reading:
    """ "since X" as `X/..`, "by X" as `../X`."""
    value = reading.value or ""
    first, _, last = value.partition("/")
    if by == "since":
        return replace(reading, value=f"{first}/..", precision="open", last=None)
    return replace(reading, value=f"../{last or first}", precision="open", first=None)


def bounds(reading: Reading) -> tuple[date | None, date | None]:
    """Earliest and latest day of a reading; never wider than its value."""
    first, last = days_of(reading.value)
    return reading.first or first, reading.last or last
