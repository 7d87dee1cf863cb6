"""Stories."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.relate.pages import Page
from tests.relate.test_copies import OTHER, WIRE

from bellwire.relate.grouping import alike_on_average, linked
from bellwire.relate.readings import Reading
from bellwire.relate.stories import LIKENESS, YEARS, likely, stories_of, tell_together, year_bag

SECOND = (
    "The number of people killed when a convoy was ambushed near Bourzanga in Burkina Faso has risen, officials in the "
    "north said. Djibo, under blockade, waits for grain and fuel. The army says the convoy's escort fought off gunmen."
)


def test_a_handful_of_reports_is_told_apart() -> None:
    """With three reports there is little to learn what is rare from; they must still fall into their stories."""
    texts = {"a": WIRE, "b": SECOND, "c": OTHER}
    readings = [Reading(Page(id, text, "2025-10-14").report()) for id, text in texts.items()]
    assert tell_together(readings) == [[0, 1], [2]]


def test_other_years_tell_other_stories() -> None:
    """This year's ambush on a road would be put into the story of the one three years ago."""
    share = np.array([0.3]), np.array([0.3]), np.array([0.1]), np.array([0.0]), np.array([0.0])
    gap = np.array([np.nan])
    apart, unknown = (likely(share, gap, np.array([dated]))[0] for dated in (True, False))
    assert apart < unknown
    assert LIKENESS[YEARS][0] is year_bag


def test_a_story_keeps_its_id_when_reports_are_added() -> None:
    """A link to a story would die with every new report."""
    readings = [Reading(Page(id, WIRE).report()) for id in "abc"]
    two, three = (next(stories_of([readings[:n]])) for n in (2, 3))
    assert two.story == three.story and three.reports == ("a", "b", "c")


def test_a_report_alone_is_no_story() -> None:
    """Every stray page would be listed as a story."""
    assert list(stories_of([[Reading(Page("a", WIRE).report())]])) == []


@given(
    st.integers(1, 9).flatmap(lambda n: st.lists(st.floats(0, 1), min_size=n * n, max_size=n * n)), st.floats(0.05, 1)
)
def test_groups_hold_each_report_once(values: list[float], least: float) -> None:
    """A report in two stories, or in none, would be shown twice or lost."""
    n = int(len(values) ** 0.5)
    square = np.array(values).reshape(n, n)
    square = (square + square.T) / 2
    before = square.copy()
    groups = alike_on_average(square, least)
    assert sorted(i for g in groups for i in g) == list(range(n))
    assert (square == before).all()


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12))))
def test_linked_things_fall_together(pairs: list[tuple[int, int]]) -> None:
    """A chain of copies would fall apart into several originals."""
    groups = linked(pairs)
    where = {x: n for n, group in enumerate(groups) for x in group}
    assert all(where[a] == where[b] for a, b in pairs)
    assert len(where) == sum(map(len, groups))
