"""Dates in EDTF (ISO 8601-2) as the record writes them: which days a value names, and values made of days.

Read are years, months, days, date-times, ISO weeks (`2024-W10`), seasons, quarters and halves (sub-year codes 21 to
41), decades (`199X`), centuries (`19XX`), and intervals with open ends (`2024-05/..`). `~`, `?`, `%` are passed over.
"""

import re
from datetime import date, timedelta

Days = tuple[date | None, date | None]
"""First and last day; an open end is None."""

SUB_YEARS = {
    21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3),
    33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3),
    40: (1, 6), 41: (7, 6),
}  # fmt: skip
"""EDTF sub-year codes (northern seasons, quarters, halves): first month and number of months."""

_FORM = re.compile(
    r"(?P<year>\d{4})(?:-W(?P<week>\d\d)|-(?P<part>\d\d)(?:-(?P<day>\d\d)(?:T.*)?)?)?"
    r"|(?P<decade>\d{3})X|(?P<century>\d{2})XX"
)
_QUALIFIERS = str.maketrans("", "", "~?%")


def month_days(year: int, month: int, months: int = 1) -> tuple[date, date]:
    """First and last day of a run of months. `month` may lie outside 1 to 12: 13 is the next year's January.

    >>> month_days(2023, 14)
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    month += months
    return first, date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(1)


def days_of(value: str | None) -> Days:
    """The days that a value names, `(earliest, latest)`; None at an open end, `(None, None)` where it names none.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> days_of("2024-05/..")
    (datetime.date(2024, 5, 1), None)
    """
    if not value:
        return None, None
    if "/" in value:
        first, _, last = value.partition("/")
        return days_of(first)[0], days_of(last)[1]
    form = _FORM.fullmatch(value.translate(_QUALIFIERS))
    try:
        return _days(form) if form else (None, None)
    except (ValueError, OverflowError):
        return None, None


def _days(form: re.Match[str]) -> Days:
    if form["decade"]:
        return date(int(form["decade"]) * 10, 1, 1), date(int(form["decade"]) * 10 + 9, 12, 31)
    if form["century"]:
        return date(int(form["century"]) * 100, 1, 1), date(int(form["century"]) * 100 + 99, 12, 31)
    year = int(form["year"])
    if form["week"]:
        monday = date.fromisocalendar(year, int(form["week"]), 1)
        return monday, monday + timedelta(6)
    if form["day"]:
        day = date(year, int(form["part"]), int(form["day"]))
        return day, day
    if form["part"]:
        code = int(form["part"])
        if code not in SUB_YEARS and not 1 <= code <= 12:
            raise ValueError(code)
        return month_days(year, *SUB_YEARS.get(code, (code, 1)))
    return date(year, 1, 1), date(year, 12, 31)


def week_value(day: date) -> str:
    """The ISO week that a day lies in.

    >>> week_value(date(2024, 12, 31))
    '2025-W01'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_value(year: int, month: int) -> str:
    """A month's value; `month` may lie outside 1 to 12.

    >>> month_value(2024, 0)
    '2023-12'
    """
    return f"{year + (month - 1) // 12:04}-{(month - 1) % 12 + 1:02}"


def interval_value(first: date | None, last: date | None) -> str | None:
    """The value of days from first to last: one day, else an interval; `..` at an open end.

    >>> interval_value(date(2024, 5, 1), None)
    '2024-05-01/..'
    """
    if first is None and last is None:
        return None
    if first == last and first:
        return first.isoformat()
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


def day_of(value: str | None) -> date | None:
    """The calendar day of a date or date-time (its own, whatever the offset); None for anything wider.

    >>> day_of("2024-03-05T23:30:00-05:00")
    datetime.date(2024, 3, 5)
    >>> day_of("2024-03") is None
    True
    """
    first, last = days_of(value)
    return first if first == last else None
