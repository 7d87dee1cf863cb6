"""Bylines: who wrote a page and when. A wrong date moves every event of the page."""

import pytest

from bellwire.clean.bylines import author_in, byline_strength, date_in, is_date_line


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published 3 May 2024", "2024-05-03"),
        ("May 3rd, 2024 at 9:05 pm EDT", "2024-05-03T21:05:00-04:00"),
        ("2024-05-03 18:40 UTC", "2024-05-03T18:40:00Z"),
        ("Fri 3 May 2024 18.05 BST", "2024-05-03T18:05:00+01:00"),
        ("Posted: 12:30 a.m., Sept. 14, 2023", "2023-09-14T00:30:00"),
        ("25/12/2023", "2023-12-25"),
        ("2023-12-25", "2023-12-25"),
        ("05/05/2023", "2023-05-05"),
    ],
)
def test_full_dates_are_read(line: str, date: str) -> None:
    """A page that says its date would count as undated."""
    assert date_in(line) == date


@pytest.mark.parametrize("line", ["05/06/2023", "31 February 2024", "2 hours ago", "Monday", "May 2024", "14:30", ""])
def test_unsure_dates_are_left_open(line: str) -> None:
    """A guessed date would be taken for what the page says."""
    assert date_in(line) is None


def test_a_date_line_says_nothing_else() -> None:
    """A sentence with a date in it would be taken out of the report."""
    assert is_date_line("Last updated on Friday, 3 May 2024 at 6:05pm GMT · 4 min read")
    assert not is_date_line("The truce of 3 May 2024 held")
    assert not is_date_line("Rebels")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Salma Idris in Cairo", "Salma Idris"),
        ("Analysis by diplomatic editor Tomás de la Cruz", "Tomás de la Cruz"),
        ("— Awa Diallo", "Awa Diallo"),
        ("Awa Diallo, Sahel analyst, Dakar", "Awa Diallo"),
        ("By our correspondent", None),
        ("Killed by shelling", None),
    ],
)
def test_authors_are_named(line: str, name: str | None) -> None:
    """An analyst's words would be taken for the outlet's own."""
    assert author_in(line) == name


def test_sentences_are_no_bylines() -> None:
    """The first sentence of a report would be lost to the byline."""
    assert byline_strength("By Sunday evening the army had retaken the bridge, residents said.") < 0.8
    assert byline_strength("By Awa Diallo and Salma Idris") >= 0.9
