"""How two figures stand: properties that hold whatever the figures."""

from hypothesis import given
from hypothesis import strategies as st
from tests.relate.pages import ambush

from bellwire.relate.counts import Count, count
from bellwire.relate.disagreements import compare, verdict
from bellwire.relate.gates import gate
from bellwire.relate.readings import Reading
from bellwire.relate.values import interval, overlap
from bellwire.relate.words import Rarity

NUMBERS = st.none() | st.integers(0, 500)
MEASURES = st.sampled_from(["killed", "injured", "missing", "abducted", "displaced"])
DAYS = st.sampled_from(["2025-10-13", "2025-10-14", "2025-10-14T06:00:00Z", "2025-10-20"]) | st.none()


@st.composite
def counts(draw: st.DrawFn, id: str) -> Count:
    """Any figure of the ambush, bounds in any order."""
    fields = {k: draw(NUMBERS) for k in ("low", "best", "high")}
    page = ambush(id, "a number of people", draw(DAYS), measure=draw(MEASURES), approx=draw(st.booleans()), **fields)
    reading = Reading(page.report())
    return count(reading, page.figures[0], {}, Rarity([reading.terms], reading.language))


@given(counts("a"), counts("b"))
def test_overlapping_intervals_never_disagree(left: Count, right: Count) -> None:
    """Two sources that may both be right must not be shown as a quarrel."""
    if overlap(left.figure, right.figure):
        assert verdict(left, right) != "disagree"


@given(counts("a"), counts("b"))
def test_it_does_not_matter_which_comes_first(left: Count, right: Count) -> None:
    """The relation would depend on the order in which pages were read."""
    assert gate(left, right) == gate(right, left) or gate(left, right)[0] == gate(right, left)[0]
    one, other = compare(left, right), compare(right, left)
    assert (one and one.relation) == (other and other.relation)
    if one and other and one.relation in ("update", "revised_down"):
        assert (one.left, one.right) == (other.left, other.right)


@given(counts("a"), counts("b"))
def test_missing_and_abducted_stop_at_the_gate(left: Count, right: Count) -> None:
    """Counts of people whose fate is open say nothing about each other."""
    if {left.figure.measure, right.figure.measure} & {"missing", "abducted"}:
        assert gate(left, right) is not None


@given(counts("a"))
def test_an_interval_is_in_order(told: Count) -> None:
    """A bound read the wrong way round would make every comparison wrong."""
    found = interval(told.figure)
    assert found is None or found[0] <= found[1]
