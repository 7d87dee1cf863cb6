"""Which judgements hold: an analyst's decision that is lost, or comes back by itself, is a wrong record."""

from hypothesis import given
from hypothesis import strategies as st
from tests.review.pages import Desk

from bellwire.model import Judgement
from bellwire.review import effective, merged_into, reviews, settled, standing


def verbs(judgements) -> list[str]:
    return [j.verb for j in judgements]


def test_an_undo_takes_its_judgement_away_and_an_undo_of_it_brings_it_back() -> None:
    """Whoever undoes by mistake must get the decision back, not a third state."""
    desk = Desk()
    undo = desk.undo(desk.judge("reject", "r1#f-1"))
    assert effective(desk.all) == ()
    again = desk.undo(undo)
    assert verbs(effective(desk.all)) == ["reject"]
    desk.undo(again)
    assert effective(desk.all) == ()


def test_a_reject_after_an_accept_wins_and_the_other_way_round() -> None:
    """The last word counts, or a record that was found to be wrong stays in the brief."""
    desk = Desk()
    desk.judge("accept", "r1#f-1")
    reject = desk.judge("reject", "r1#f-1", by="ben")
    assert effective(desk.all) == (reject,)
    accept = desk.judge("accept", "r1#f-1", by="cy")
    assert effective(desk.all) == (accept,)
    desk.undo(accept)
    assert effective(desk.all) == (reject,)


def test_edits_merge_field_by_field_and_keep_who_made_them() -> None:
    """A colleague who mends the place must not undo the number that another mended."""
    desk = Desk()
    desk.judge("edit", "r1#f-1", low=10, best=12)
    desk.judge("edit", "r1#f-1", by="ben", best=14)
    assert [(j.by, dict(j.value)) for j in effective(desk.all)] == [("ana", {"low": 10}), ("ben", {"best": 14})]
    desk.judge("edit", "r1#f-1", by="cy", low=9)
    assert [(j.by, dict(j.value)) for j in effective(desk.all)] == [("ben", {"best": 14}), ("cy", {"low": 9})]


def test_the_latest_grade_and_merge_hold_and_splits_and_redactions_add_up() -> None:
    """Two redactions on one page both hide; two grades on one incident cannot both be its grade."""
    desk = Desk()
    desk.judge("grade", "i-1", word="weak")
    desk.judge("merge", "i-1", into="i-2")
    desk.judge("split", "i-2", records=["r1#e-1"])
    desk.judge("redact", "r1", start=0, end=4)
    later = [
        desk.judge("redact", "r1", start=9, end=12),
        desk.judge("split", "i-2", records=["r3#e-1"]),
        desk.judge("merge", "i-1", into="i-3"),
        desk.judge("grade", "i-1", word="fair"),
    ]
    assert effective(desk.all) == (*desk.all[2:4], *later)


def test_subjects_are_apart() -> None:
    """A decision on one record must not touch another."""
    desk = Desk()
    desk.judge("accept", "r1#f-1")
    desk.judge("reject", "r1#f-2")
    assert effective(desk.all) == tuple(desk.all)
    assert reviews(desk.all) == {"r1#f-1": "accepted", "r1#f-2": "rejected"}


def test_two_people_are_two_people() -> None:
    """Under a two-person rule nobody may publish alone by accepting twice, or under a second spelling."""
    desk = Desk()
    desk.judge("accept", "i-1", by="Ana Sol")
    desk.judge("accept", "i-1", by="ana  sol ")
    assert settled(desk.all) == {}
    assert reviews(desk.all, people=2) == {}
    desk.judge("accept", "i-1", by="Ben")
    assert settled(desk.all) == {"i-1": ("Ben", "ana  sol ")}
    assert reviews(desk.all, people=2) == {"i-1": "accepted"}
    assert settled(desk.all, 3) == {}


def test_an_edit_or_a_reject_starts_the_count_anew() -> None:
    """Who accepted 12 dead did not accept 120."""
    desk = Desk()
    for by in ("ana", "ben"):
        desk.judge("accept", "r1#f-1", by=by)
    edit = desk.judge("edit", "r1#f-1", by="ben", best=120)
    assert settled(desk.all) == {}
    assert reviews(desk.all) == {"r1#f-1": "edited"}
    desk.undo(edit)
    assert settled(desk.all) == {"r1#f-1": ("ana", "ben")}
    desk.judge("reject", "r1#f-1", by="cy")
    desk.judge("accept", "r1#f-1", by="ana")
    assert settled(desk.all) == {}
    assert settled(desk.all, 1) == {"r1#f-1": ("ana",)}


def test_a_merged_incident_is_found_in_the_last_of_the_chain() -> None:
    """A link to an incident that was merged twice must lead to where its reports are."""
    desk = Desk()
    first = desk.judge("merge", "i-1", into="i-2")
    desk.judge("merge", "i-2", into="i-3")
    assert merged_into(desk.all) == {"i-1": "i-3", "i-2": "i-3"}
    desk.undo(first)
    assert merged_into(desk.all) == {"i-2": "i-3"}
    desk.judge("merge", "i-3", into="i-2")
    assert set(merged_into(desk.all)) == {"i-2", "i-3"}


@st.composite
def histories(draw) -> list[Judgement]:
    """Judgements on a few subjects by a few people, with undos of any of those before."""
    desk = Desk()
    for _ in range(draw(st.integers(0, 14))):
        verb = draw(st.sampled_from(["accept", "reject", "edit", "grade", "undo"]))
        subject, by = draw(st.sampled_from(["r1#f-1", "r1#f-2", "i-1"])), draw(st.sampled_from(["ana", "ben", "cy"]))
        if verb == "undo" and desk.all:
            desk.undo(draw(st.sampled_from(desk.all)), by=by)
        elif verb == "edit":
            value = draw(st.dictionaries(st.sampled_from(["low", "best", "high"]), st.integers(0, 9), min_size=1))
            desk.judge("edit", subject, by=by, **value)
        elif verb != "undo":
            desk.judge(verb, subject, by=by, **({"word": "fair"} if verb == "grade" else {}))
    return desk.all


@given(histories())
def test_what_holds_holds_when_asked_again(history: list[Judgement]) -> None:
    """Views are made of views: what was sorted out once must not change when it is sorted out again."""
    once = effective(history)
    assert effective(once) == once
    assert effective([*history, *history]) == once
    assert reviews(once) == reviews(history)


@given(histories(), st.data())
def test_an_undo_of_an_undo_changes_nothing(history: list[Judgement], data) -> None:
    """To take an undo back must restore just what was, whatever was judged in between."""
    if not history:
        return
    desk = Desk()
    desk.all = list(history)
    desk.undo(desk.undo(data.draw(st.sampled_from(standing(history)))))
    assert effective(desk.all) == effective(history)


@given(histories(), st.randoms())
def test_subjects_do_not_depend_on_each_others_order(history: list[Judgement], random) -> None:
    """Two analysts at work at once on two records get the same result whoever is a second faster."""
    subjects = sorted({j.subject for j in history})
    random.shuffle(subjects)
    apart = [j for subject in subjects for j in history if j.subject == subject]
    key = lambda j: j.id  # noqa: E731
    assert sorted(effective(apart), key=key) == sorted(effective(history), key=key)


@given(histories())
def test_nothing_holds_that_nobody_decided(history: list[Judgement]) -> None:
    """Every judgement in force is one that was made, by the same person, with values that were given."""
    made = {j.id: j for j in history}
    for judgement in effective(history):
        origin = made[judgement.id]
        assert (judgement.by, judgement.at, judgement.verb) == (origin.by, origin.at, origin.verb)
        assert judgement.value.items() <= origin.value.items()
