"""Days that are worked out agree with the almanac."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.annotate.time_calendar import easter, hijri_day, holiday_days


@pytest.mark.parametrize(
    ("year", "day"), [(1998, date(1998, 4, 12)), (2000, date(2000, 4, 23)), (2025, date(2025, 4, 20))]
)
def test_easter(year: int, day: date) -> None:
    """An Easter truce would be dated to another Sunday."""
    assert easter(year) == day


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("nth:11-4-4", 1998, date(1998, 11, 26)),
        ("nth:5-1--1", 2024, date(2024, 5, 27)),
        ("easter-2", 2025, date(2025, 4, 18)),
        ("hijri:10-01", 2024, date(2024, 4, 10)),
        ("2001-09-11", 2024, date(2001, 9, 11)),
        ("12-24", 2023, date(2023, 12, 24)),
    ],
)
def test_holidays(rule: str, year: int, day: date) -> None:
    """A feast-day attack would be dated to the wrong day."""
    assert holiday_days(rule, year)[0] == day


@given(st.integers(1500, 2499), st.integers(1, 12), st.integers(1, 29))
def test_every_year_has_every_islamic_date(year: int, month: int, day: int) -> None:
    """A page of some year would fail on the word Ramadan."""
    first, last = holiday_days(f"hijri:{month:02}-{day:02}", year)
    assert first == last and first.year == year


def test_islamic_months_follow_each_other() -> None:
    """Ramadan would begin before Sha'ban had ended."""
    starts = [hijri_day(1445, month, 1) for month in range(1, 13)]
    assert all(28 < (b - a).days < 31 for a, b in pairwise(starts))
