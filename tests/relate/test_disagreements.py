"""How two figures stand: properties that hold whatever the figures."""

import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.relate.pages import AMBUSH, Page, ambush

from bellwire.knowledge import language
from bellwire.relate import relate
from bellwire.relate.counts import Count, count
from bellwire.relate.disagreements import compare, subsets, verdict
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


def test_a_part_that_is_larger_than_its_whole_is_said_to_be() -> None:
    """A toll of 12 with 20 children among them is a misprint that an analyst must see."""
    page = ambush("a", "12 people", "2025-10-13", low=12, best=12, high=12)
    page.figures.append(replace(page.figures[0], id="part", low=20, best=20, high=20, part_of=page.figures[0].id))
    reading = Reading(page.report())
    rarity = Rarity([reading.terms], reading.language)
    found = list(subsets([count(reading, figure, {}, rarity) for figure in page.figures]))
    assert [relation.relation for relation in found] == ["subset", "inconsistent"]
    assert found[1].why.endswith("and is larger")
    fitting = replace(page.figures[1], low=None, best=3, high=None)
    assert [r.relation for r in subsets([count(reading, fitting, {}, rarity)])] == ["subset"]


BOUNDS = st.sampled_from([0, 1, 2, 9, 10, 11, 12, 30, 31, 400])
SPOKEN = " The governor said {} were killed. The clinic, a short walk away, spoke of {}."


@st.composite
def figures(draw: st.DrawFn) -> dict[str, object]:
    """A figure as texts give it: a number, one bound, two in their order, or about a number."""
    kind = draw(st.sampled_from(["best", "low", "high", "between", "about"]))
    if kind == "between":
        low, high = sorted((draw(BOUNDS), draw(BOUNDS)))
        return {"low": low, "high": high}
    return {"best": draw(BOUNDS), "approx": True} if kind == "about" else {kind: draw(BOUNDS)}


def page(id: str, day: str | None, told: list[dict[str, object]]) -> Page:
    """The ambush, told by the outlet itself and by two holders in one breath."""
    made = Page(id, AMBUSH[id].format("the first number") + SPOKEN.format("a second number", "a third number"), day)
    governor, clinic = made.actor("governor", "government", "BF"), made.actor("clinic", "ngo")
    said = made.claim("a second number were killed", speaker=governor, cue="said")
    spoken = made.claim("a third number", speaker=clinic, cue="spoke")
    holders = {"the first number": None, "a second number": said, "a third number": spoken}
    ids = [
        made.figure(words, population="people", claim=claim, **fields)
        for (words, claim), fields in zip(holders.items(), told, strict=True)
    ]
    made.event("ambush", "2025-10-13", figures=tuple(ids))
    return made


def ends(figure: dict[str, object]) -> tuple[float, float]:
    """The bounds of a figure of this test."""
    best, low, high = figure.get("best"), figure.get("low"), figure.get("high")
    low, high = (best, best) if best is not None else (0 if low is None else low, math.inf if high is None else high)
    slack = 0.1 * float(low) if figure.get("approx") else 0.0  # type: ignore[arg-type]
    return float(low) - slack, float(high) + slack  # type: ignore[arg-type]


@settings(max_examples=120, deadline=None)
@given(st.lists(figures(), min_size=6, max_size=6), DAYS, DAYS)
def test_bounds_that_overlap_are_never_called_a_disagreement(
    told: list[dict[str, object]], first: str | None, second: str | None
) -> None:
    """ "At least 30" and "31" of two holders may both be right, in one report or two, whatever ties them together."""
    by = {f"{id}#f{n}": told[3 * i + n] for i, id in enumerate("ab") for n in range(3)}
    found = relate([page("a", first, told[:3]).report(), page("b", second, told[3:]).report()])
    for relation in found.relations:
        if relation.relation == "disagree":
            one, other = ends(by[relation.left]), ends(by[relation.right])
            assert one[1] < other[0] or other[1] < one[0]


def test_students_are_not_children() -> None:
    """Without it three students of a university would stand in the table as three children killed."""
    classes = {row["word"]: row["class"] for row in language("en").table("population_classes")}
    assert classes["students"] == classes["student"] == "civilians" and classes["schoolchildren"] == "children"
