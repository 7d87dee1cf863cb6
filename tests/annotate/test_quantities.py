"""Quantities: numbers with their bounds and units, and numbers that are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.annotate.quantities import Quantity, quantities
from bellwire.knowledge import language

ENGLISH = language("en")


def read(text: str) -> list[Quantity]:
    return list(quantities(text, ENGLISH))


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "approx"),
    [
        ("12 people", 12, 12, 12, False),
        ("at least 12 people", 12, None, None, False),
        ("more than 7.7 million people", 7_700_000, None, None, False),
        ("no fewer than 35 officers", 35, None, None, False),
        ("up to 3,000 foreigners", None, None, 3000, False),
        ("as many as seventy people", None, None, 70, False),
        ("some 20,000 civilians", None, 20_000, None, True),
        ("nearly 700 patients", None, 700, None, True),
        ("between 14,000 and 18,000 militants", 14_000, None, 18_000, False),
        ("300-400 fighters", 300, None, 400, False),
        ("2 to 3 million people", 2_000_000, None, 3_000_000, False),
        ("five or six gunmen", 5, None, 6, False),
        ("dozens of families", 24, None, None, True),
        ("several hundred residents", 200, None, None, True),
        ("tens of thousands of people", 20_000, None, None, True),
        ("twenty-one men", 21, 21, 21, False),
        ("two hundred and fifty thousand refugees", 250_000, 250_000, 250_000, False),
        ("half a million people", 500_000, 500_000, 500_000, False),
        ("a dozen shells", 12, 12, 12, False),
        ("100 or more houses", 100, None, None, False),
        ("half of them", 50, 50, 50, False),
    ],
)
def test_bounds(text: str, low: float, best: float, high: float, approx: bool) -> None:
    """A reader would take an estimate or a bound for an exact count."""
    (found,) = read(text)
    assert (found.low, found.best, found.high, found.approx) == (low, best, high, approx)


@pytest.mark.parametrize(
    ("text", "best", "unit", "kind"),
    [
        ("$6", 6, "USD", "money"),
        ("€3m", 3_000_000, "EUR", "money"),
        ("201 million euros", 201_000_000, "EUR", "money"),
        ("40 per cent", 40, "percent", "share"),
        ("60km", 60, "km", "distance"),
        ("25 square kilometres", 25, "km2", "area"),
        ("a 30-day truce", 30, "day", "duration"),
    ],
)
def test_units(text: str, best: float, unit: str, kind: str) -> None:
    """Money, distances and shares would be counted as people."""
    (found,) = read(text)
    assert (found.best, found.unit, found.kind) == (best, unit, kind)


@pytest.mark.parametrize(
    "text",
    [
        "in 2019",
        "the T-72 tank",
        "the M23 rebels",
        "155mm shells",
        "the 93rd Brigade",
        "aged 34",
        "Amina Sule, 34, said",
        "a boy of nine",
        "a 5-year-old",
        "at 2:10",
        "at 8 a.m.",
        "on 5 March",
        "Article 5",
        "call 555-123-4567",
        "the 1990s",
        "a 9/11 trial",
        "no longer",
        "no one",
    ],
)
def test_no_quantity(text: str) -> None:
    """Years, ages, calibres and names of units would be reported as tolls."""
    assert read(text) == []


def test_a_change_is_no_range() -> None:
    """A toll that rose from 12 to 31 would be reported as 12 to 31."""
    assert [(q.low, q.high) for q in read("The toll rose from 12 to 31")] == [(12, 12), (31, 31)]


@given(
    st.text(
        alphabet=st.sampled_from("0123456789 ,.-–$%€km()'\"\nab one two half a dozen million to and مث😀"), max_size=60
    )
)
def test_spans_lie_in_the_text(text: str) -> None:
    """A strange page would stop the run, or its figures point outside of it."""
    end = 0
    for found in read(text):
        assert 0 <= found.start <= found.number_start < found.number_end <= found.end <= len(text)
        assert found.number_start >= end
        end = found.number_end
