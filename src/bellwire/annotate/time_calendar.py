"""Days that are worked out: Easter, the tabular Islamic calendar, the rules of `time_holidays.tsv`."""

import re
from datetime import date, timedelta

from bellwire.model.edtf import month_days

_ISLAMIC_EPOCH = 227015  # ordinal of 1 Muharram 1 AH, 19 July 622 in the Gregorian calendar


def easter(year: int) -> date:
    """Easter Sunday of a year, by the anonymous Gregorian rule (Meeus, Astronomical Algorithms).

    >>> easter(2025)
    datetime.date(2025, 4, 20)
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def hijri_day(year: int, month: int, day: int) -> date:
    """The day of a date in the tabular Islamic calendar; the one observed may be a day earlier or later.

    >>> hijri_day(1446, 9, 1)
    datetime.date(2025, 3, 1)
    """
    passed = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return date.fromordinal(_ISLAMIC_EPOCH + passed + day - 1)


def _hijri_in(year: int, month: int, day: int) -> date:
    first = (year - 622) * 33 // 32
    days = (hijri_day(y, month, day) for y in range(first - 1, first + 4))
    return next(d for d in days if d.year == year)


def _nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first, last = month_days(year, month)
    if n < 0:
        return last - timedelta((last.isoweekday() - weekday) % 7 + 7 * (-n - 1))
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (n - 1))


def _day(rule: str, year: int) -> date:
    if rule.startswith("easter"):
        return easter(year) + timedelta(int(rule[6:]))
    if rule.startswith("nth:"):
        month, weekday, n = (int(x) for x in re.findall(r"(?<=-)-\d+|\d+", rule))
        return _nth_weekday(year, month, weekday, n)
    month, day = (int(x) for x in rule.split("-"))
    return date(year, month, day)


def holiday_days(rule: str, year: int) -> tuple[date, date]:
    """First and last day of the holiday in a year, by its rule; of two in one year the first.

    >>> holiday_days("nth:11-4-4", 1998)
    (datetime.date(1998, 11, 26), datetime.date(1998, 11, 26))
    """
    if rule[:4].isdigit():
        return date.fromisoformat(rule), date.fromisoformat(rule)
    name, _, rest = rule.partition(":")
    if name == "hijri":
        (month, day), *end = [tuple(int(x) for x in part.split("-")) for part in rest.split("/")]
        first = _hijri_in(year, month, day)
        return first, first + timedelta(end[0][1] - day) if end else first
    parts = [_day(part, year) for part in rule.split("/")]
    return parts[0], parts[-1]
