"""A line of days: where a day lies in a picture, and which days are named under it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NAMED = 62.0
"""Pixels that a name under the line has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Days from the first to the last, both whole, over a width in pixels, beginning at `left`."""

    first: date
    last: date
    left: float
    width: float

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    def at(self, day: date) -> float:
        """Where a day begins, in pixels."""
        return self.left + (day - self.first).days * self.width / self.days

    def until(self, day: date) -> float:
        """Where a day ends, in pixels."""
        return self.left + ((day - self.first).days + 1) * self.width / self.days


def day_of(value: str | None) -> date | None:
    """The day that an ISO date names; None where it names none.

    >>> day_of("2024-05-02T06:00"), day_of("2024-13-01")
    (datetime.date(2024, 5, 2), None)
    """
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def ticks(line: Line) -> list[tuple[date, str]]:
    """The days that are marked, each with its name: days, weeks, months or years, as there is room."""
    room = max(int(line.width / NAMED), 2)
    for unit in (1, 2, 7, 14):
        if line.days / unit <= room:
            return _weekly(line, unit)
    for months in (1, 2, 3, 6):
        if line.days / 30.4 / months <= room:
            return [(day, f"{MONTHS[day.month - 1]} {day.year}") for day in _monthly(line, months)]
    steps = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
    years = next(n for n in steps if line.days / 365.25 / n <= room or n == steps[-1])
    return [(day, str(day.year)) for day in _yearly(line, years)]


def _weekly(line: Line, unit: int) -> list[tuple[date, str]]:
    """Days `unit` apart, weeks beginning on Mondays; the first of each year with the year."""
    start = line.first - timedelta(days=line.first.weekday() if unit >= 7 and line.first.toordinal() > 7 else 0)
    days = [start + timedelta(days=n) for n in range(0, line.days + 7, unit) if line.last - start >= timedelta(days=n)]
    days = [day for day in days if day >= line.first]
    years = {day.year for day in days}
    named = {min(day for day in days if day.year == year) for year in years}
    return [(d, f"{d.day} {MONTHS[d.month - 1]}" + (f" {d.year}" if d in named else "")) for d in days]


def _monthly(line: Line, months: int) -> Iterator[date]:
    """The first of every month, of every third, and so on."""
    for n in range(line.first.year * 12, line.last.year * 12 + 12, months):
        day = date(n // 12, n % 12 + 1, 1)
        if line.first <= day <= line.last:
            yield day


def _yearly(line: Line, years: int) -> Iterator[date]:
    """New Year's Day of every year, of every second, and so on."""
    for year in range(max(line.first.year // years * years, 1), line.last.year + 1, years):
        if line.first <= date(max(year, 1), 1, 1) <= line.last:
            yield date(year, 1, 1)


def padded(first: date, last: date) -> tuple[date, date]:
    """Days a little before and after, a week at least in all."""
    more = max((last - first).days // 25, 1)
    while (last - first).days + 1 + 2 * more < 7:
        more += 1
    low, high = date.min.toordinal(), date.max.toordinal()
    return (
        date.fromordinal(max(first.toordinal() - more, low)),
        date.fromordinal(min(last.toordinal() + more, high)),
    )
