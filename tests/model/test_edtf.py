"""EDTF values name the days that they say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.model.edtf import day_of, days_of, interval_value, month_days, month_value, week_value


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-03-05", "2024-03-05", "2024-03-05"),
        ("2024-03-05~", "2024-03-05", "2024-03-05"),
        ("2024-03-05T23:30:00-05:00", "2024-03-05", "2024-03-05"),
        ("2024-W10", "2024-03-04", "2024-03-10"),
        ("2024-22", "2024-06-01", "2024-08-31"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("2024-35", "2024-07-01", "2024-09-30"),
        ("2024-41", "2024-07-01", "2024-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("2024-03-05/2024-04", "2024-03-05", "2024-04-30"),
    ],
)
def test_days_of(value: str, first: str, last: str) -> None:
    """An event would be drawn on the wrong days of the timeline."""
    assert days_of(value) == (date.fromisoformat(first), date.fromisoformat(last))


def test_open_ends_stay_open() -> None:
    """ "Since May" would end somewhere that nobody said."""
    assert days_of("2024-05/..") == (date(2024, 5, 1), None)
    assert days_of("../2024-03-18") == (None, date(2024, 3, 18))


@pytest.mark.parametrize(
    "value", [None, "", "2024-13", "2024-02-30", "2024-W60", "soon", "../..", "24", "0000", "2024-00"]
)
def test_values_that_name_no_days(value: str | None) -> None:
    """A mistyped date would stop the page instead of staying unknown."""
    assert days_of(value) == (None, None)
    assert day_of(value) is None


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 4000))
def test_intervals_read_back(first: date, length: int) -> None:
    """An interval that was written would be read as another one."""
    last = date.fromordinal(first.toordinal() + length)
    assert days_of(interval_value(first, last)) == (first, last)
    assert interval_value(None, None) is None


@given(st.dates(date(1000, 1, 1), date(9000, 1, 1)))
def test_weeks_hold_their_days(day: date) -> None:
    """The last days of December would fall into the wrong year's week."""
    first, last = days_of(week_value(day))
    assert first is not None and last is not None
    assert first <= day <= last and first.isoweekday() == 1 and (last - first).days == 6


@given(st.integers(1900, 2100), st.integers(-24, 36), st.integers(1, 12))
def test_runs_of_months(year: int, month: int, months: int) -> None:
    """ "The past three months" in January would break at the turn of the year."""
    first, last = month_days(year, month, months)
    assert days_of(month_value(year, month))[0] == first
    assert days_of(month_value(year, month + months - 1))[1] == last
