"""Agreement between annotators, held against the examples in the papers."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.pages import TEXT, Desk, page

from bellwire.errors import JudgementError
from bellwire.review import agreement, double_coded
from bellwire.review.coefficients import alpha, alpha_of, both_ways, coincidences, expected, kappa, observed

# Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, C: four observers, twelve units, values missing.
FOUR = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)


def test_alpha_is_that_of_the_paper_with_missing_values() -> None:
    """A coefficient that is not the published one cannot be compared with anybody's."""
    units = list(zip(*FOUR, strict=True))
    assert alpha(units).value == pytest.approx(0.743, abs=0.0005)
    assert alpha(units, "interval").value == pytest.approx(0.849, abs=0.0005)
    assert coincidences(units)[3, 3] == pytest.approx(8)
    assert coincidences(units).total() == pytest.approx(40)


def test_alpha_is_that_of_the_paper_for_two_observers() -> None:
    """The same paper, A (two values) and B (five values): .095 and .692."""
    meg, owen = "0100000010", "1110010000"
    assert alpha(list(zip(meg, owen, strict=True))).value == pytest.approx(0.095, abs=0.0005)
    ben, gerry = "aabbdcccedda", "babbbccceddd"
    assert alpha(list(zip(ben, gerry, strict=True))).value == pytest.approx(0.692, abs=0.0005)


def test_alpha_is_that_of_the_book_for_three_observers() -> None:
    """Krippendorff's example of three coders and fifteen units, most values missing: .691, and .811 by interval."""
    coders = ("*****34121133*3", "1*213343*******", "**21344*21133*4")
    units = [tuple(None if v == "*" else int(v) for v in unit) for unit in zip(*coders, strict=True)]
    assert alpha(units).value == pytest.approx(0.691, abs=0.0005)
    assert alpha(units, "interval").value == pytest.approx(0.811, abs=0.0005)


def test_kappa_is_that_of_the_paper() -> None:
    """Cohen's table of 200 cases (1960; again in 1968, Psychological Bulletin 70, 213-220): kappa .492."""
    cells = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
    pairs = Counter({(a, b): n for a, row in enumerate(cells) for b, n in enumerate(row)})
    assert observed(pairs) == pytest.approx(0.70)
    assert expected(pairs) == pytest.approx(0.41)
    assert kappa(pairs).value == pytest.approx(0.492, abs=0.0005)


def test_what_is_not_defined_says_why() -> None:
    """One value throughout is no agreement to be proud of, and no crash."""
    same = Counter({("killed", "killed"): 9})
    assert (kappa(same).value, alpha_of(both_ways(same)).value) == (None, None)
    assert "one value only" in kappa(same).why
    assert "only one value" in alpha_of(both_ways(same)).why
    assert kappa(Counter()).why == "nothing that both coded"
    assert alpha([(1, None), (None, 2)]).why == "nothing that two or more coded"


pairs_of = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=30)


@given(pairs_of, st.sampled_from(["nominal", "interval"]))
def test_coefficients_are_symmetric_and_at_most_one(units: list[tuple[int, int]], metric) -> None:
    """Who is called A must not matter, nor the order of the pages."""
    turned = [(b, a) for a, b in reversed(units)]
    assert alpha(units, metric).value == pytest.approx(alpha(turned, metric).value)
    assert kappa(Counter(units)).value == pytest.approx(kappa(Counter(turned)).value)
    for value in (alpha(units, metric).value, kappa(Counter(units)).value):
        assert value is None or value <= 1
        assert value is None or (value == 1) == all(a == b for a, b in units)


@given(pairs_of)
def test_two_ways_to_count_coincidences_agree(units: list[tuple[int, int]]) -> None:
    """Pairs that were counted up and pairs one by one give the same alpha."""
    assert both_ways(Counter(units)) == coincidences(units)


def rows(a, b) -> dict[tuple[str, str], object]:
    return {(row.layer, row.field): row for row in agreement(a, b)}


def test_two_readings_are_compared_field_by_field_on_matched_records() -> None:
    """A reviewer of a data set asks for these numbers by field."""
    a = [page(id="r1"), page(id="r2"), page(id="only-a")]
    first = page(id="r1")
    twelve = replace(first.figures[0], id="f-b", start=first.figures[0].start + len("At least "), low=10)
    first = replace(first, figures=(twelve, first.figures[1]), events=first.events[:1])
    first = replace(first, events=(replace(first.events[0], mode="aerial"),))
    found = rows(a, [first, page(id="r2")])
    low = found["figures", "low"]
    assert (low.n, low.observed, low.metric) == (4, 0.75, "interval")
    assert low.alpha == pytest.approx(alpha([(12, 10), (3, 3), (12, 12), (3, 3)], "interval").value)
    mode = found["events", "mode"]
    assert (mode.n, mode.observed) == (3, pytest.approx(2 / 3))
    events = found["events", "spans"]
    assert (events.f1, events.only_a, events.only_b) == (pytest.approx(6 / 7), 1, 0)
    assert events.n == 2 * len(TEXT)
    assert events.alpha < 1
    kinds = found["figures", "measure"]
    assert (kinds.n, kinds.observed, kinds.kappa) == (4, 1.0, None)
    assert "one value only" in kinds.why


def test_a_place_or_a_speaker_is_compared_by_its_words() -> None:
    """Ids differ between annotators; what they mean does not."""
    other = page()
    other = replace(
        other,
        places=(replace(other.places[0], id="p-other"),),
        figures=(),
        events=tuple(replace(e, place="p-other" if e.place else None) for e in other.events),
    )
    found = rows([page()], [other])
    assert found["events", "place"].observed == 1
    assert found["claims", "speaker"].n == 1


def test_without_a_page_in_common_every_line_says_so() -> None:
    """An empty table would look like a fault of the program."""
    table = agreement([page(id="r1")], [page(id="r2")])
    assert {row.why for row in table} == {"nothing that both coded"}
    assert {row.n for row in table} == {0}
    (empty,) = agreement([], [])
    assert (empty.field, empty.n, empty.why) == ("decision", 0, "nothing that both coded")


def test_different_texts_are_not_compared() -> None:
    """Offsets into two texts mean nothing to each other."""
    with pytest.raises(JudgementError, match="report r1 was coded on two different texts"):
        agreement([page()], [page(TEXT + " More.")])


def test_judgements_are_compared_by_decision_grade_and_edited_value() -> None:
    """Two people review the same queue: how often do they decide alike?"""
    ana, ben = Desk(page()), Desk(page())
    for desk, verbs in ((ana, "accept reject accept accept"), (ben, "accept reject reject accept")):
        for id, verb in zip(("f-12", "f-3", "c-1", "e-1"), verbs.split(), strict=True):
            desk.judge(verb, f"r1#{id}")
    ana.undo(ana.judge("reject", "r1#e-1"))
    for desk, word, place in ((ana, "fair", "p-t"), (ben, "weak", "p-t")):
        desk.judge("grade", "i-1", word=word)
        desk.judge("edit", "r1#e-2", place=place, agents=[{"start": 1, "end": 2, "actor": None}])
    ben.judge("accept", "r1#a-army")
    found = rows(ana.all, ben.all)
    decision = found["all", "decision"]
    assert (decision.n, decision.observed) == (5, 0.8)
    assert decision.kappa == pytest.approx((0.8 - 0.36) / 0.64)
    assert found["figures", "decision"].kappa == 1
    assert (found["claims", "decision"].kappa, found["claims", "decision"].alpha) == (0, 0)
    assert found["other", "word"].observed == 0
    assert (found["events", "place"].observed, found["events", "agents"].observed) == (1, 1)


def test_pages_that_both_judged_are_compared_as_each_has_them() -> None:
    """What a colleague rejected must not vanish from my reading before the two are compared."""
    desk = Desk(page(id="r1"), page(id="r2"))
    desk.judge("reject", "r1#f-3", by="Ana")
    desk.judge("accept", "r1", by="ben")
    desk.judge("accept", "r2", by="ben")
    desk.undo(desk.judge("reject", "r2#f-3", by="ana"), by="ana")
    mine, theirs = double_coded(desk.reports, desk.all, "ana", "ben")
    assert [[f.id for f in r.figures] for r in (*mine, *theirs)] == [["f-12"], ["f-12", "f-3"]]
    figures = rows(mine, theirs)["figures", "spans"]
    assert (figures.f1, figures.only_a, figures.only_b) == (pytest.approx(2 / 3), 0, 1)
