"""Judgements outlive a new reading: an analyst's work of a year must not be lost with an update."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.pages import TEXT, Desk, at, ends, page, told

from bellwire.errors import JudgementError
from bellwire.model import Report, Span
from bellwire.review import anchor_of, effective, judged, rematch, same_records
from bellwire.review.match import likeness
from bellwire.review.subjects import LAYERS, all_records, records_of


def renamed(report: Report, layer: str, **new: str) -> Report:
    """The report with other ids in a layer, as a newer version would give them; references follow."""
    records = tuple(replace(r, id=new.get(r.id.replace("-", "_"), r.id)) for r in records_of(report, layer))
    return replace(report, **{layer: records})


def longer(report: Report, id: str, words: str) -> Report:
    """The report with a figure read from more words, under a new id."""
    figures = tuple(
        replace(f, id=f"{f.id}-new", start=at(words).start, end=at(words).end) if f.id == id else f
        for f in report.figures
    )
    return replace(report, figures=figures)


def subjects(judgements) -> list[str]:
    return [j.subject for j in judgements]


def test_the_same_reading_changes_nothing() -> None:
    """A page that is coded again by the same version keeps every judgement as it is."""
    desk = Desk(page())
    for _, record in all_records(page()):
        desk.judge("accept", f"r1#{record.id}")
    desk.undo(desk.all[0])
    assert rematch(desk.all, page()) == (tuple(desk.all), ())


def test_a_record_read_from_other_words_is_found_by_what_it_shares() -> None:
    """`12 people` and `At least 12 people` are one figure, whichever the version reads."""
    desk = Desk(page())
    desk.judge("edit", "r1#f-12", population="civilians")
    again = longer(page(), "f-12", "12 people")
    moved, lost = rematch(desk.all, again)
    assert (subjects(moved), lost) == (["r1#f-12-new"], ())
    assert moved[0].id == desk.all[0].id
    assert moved[0].anchor == anchor_of(again, "figures", "f-12-new")
    assert judged(again, moved).figures[0].population == "civilians"


def test_a_record_that_is_gone_is_lost_and_told() -> None:
    """A decision that nothing bears any longer goes to a person, not to the next best record."""
    desk = Desk(page())
    desk.judge("reject", "r1#f-3")
    desk.judge("accept", "r1#f-12")
    again = replace(page(), figures=page().figures[:1])
    moved, lost = rematch(desk.all, again)
    assert (subjects(moved), subjects(lost)) == (["r1#f-12"], ["r1#f-3"])
    assert lost[0] is desk.all[0]


def test_too_little_in_common_is_another_record() -> None:
    """Below half of the characters shared, a judgement would move to what nobody looked at."""
    desk = Desk(page())
    desk.judge("accept", "r1#c-1")
    was = page().claims[0]
    other = replace(was, id="c-new", content=(Span(start=was.content[0].start, end=len(TEXT)),))
    moved, lost = rematch(desk.all, replace(page(), claims=(other,)))
    assert (moved, subjects(lost)) == ((), ["r1#c-1"])


def test_a_number_is_the_same_figure_with_and_without_its_words() -> None:
    """One version reads `12`, the next `At least 12 people`; but deaths do not become injuries."""
    desk = Desk(page())
    desk.judge("accept", "r1#f-12")
    again = longer(page(), "f-12", "12")
    assert subjects(rematch(desk.all, again)[0]) == ["r1#f-12-new"]
    injured = replace(again, figures=(replace(again.figures[0], measure="injured"),))
    assert subjects(rematch(desk.all, injured)[1]) == ["r1#f-12"]


def test_an_id_that_now_names_something_else_is_not_followed() -> None:
    """Ids that count records move when one more is read; the words do not."""
    desk = Desk(page())
    desk.judge("reject", "r1#f-12")
    swapped = renamed(page(), "figures", f_12="f-3", f_3="f-12")
    moved, lost = rematch(desk.all, swapped)
    assert (subjects(moved), lost) == (["r1#f-3"], ())


def test_of_two_alike_the_same_kind_is_taken() -> None:
    """Two figures in the same words are told apart by what they count."""
    desk = Desk(page())
    desk.judge("accept", "r1#f-12")
    was = page().figures[0]
    both = (replace(was, id="f-a", measure="injured"), replace(was, id="f-b"))
    moved, _ = rematch(desk.all, replace(page(), figures=both))
    assert subjects(moved) == ["r1#f-b"]


def test_two_judged_records_never_become_one() -> None:
    """A reject of the double and an accept of the original must not fall on one record."""
    twin = replace(page().events[0], id="e-twin")
    old = replace(page(), events=(*page().events, twin))
    desk = Desk(old)
    desk.judge("reject", "r1#e-twin")
    desk.judge("accept", "r1#e-1")
    moved, lost = rematch(desk.all, page())
    assert (subjects(moved), subjects(lost)) == (["r1#e-1"], ["r1#e-twin"])
    assert moved[0].verb == "accept"


def test_an_event_told_by_another_word_is_found_in_its_sentence() -> None:
    """The trigger moves from `Shelling` to `hit`; the happening is the same."""
    desk = Desk(page())
    desk.judge("accept", "r1#e-1")
    sentence = "Shelling hit the market of Tarsova on Monday."
    hit = told("e-hit", "ASSAULT", "hit", TEXT, sentence)
    assert subjects(rematch(desk.all, replace(page(), events=(hit, page().events[1])))[0]) == ["r1#e-hit"]
    other = told("e-m", "ASSAULT", "market", TEXT, sentence)
    assert rematch(desk.all, replace(page(), events=(hit, other)))[0] == ()
    assert rematch(desk.all, replace(page(), events=(replace(hit, type="AID"),)))[0] == ()


def test_undos_go_with_what_they_undo() -> None:
    """An undo that is left behind brings a rejected record back, or throws an accepted one out."""
    desk = Desk(page())
    desk.undo(desk.undo(desk.judge("reject", "r1#f-12")))
    desk.undo(desk.judge("reject", "r1#f-3"))
    again = replace(renamed(page(), "figures", f_12="f-x"), figures=renamed(page(), "figures", f_12="f-x").figures[:1])
    moved, lost = rematch(desk.all, again)
    assert subjects(moved) == ["r1#f-x"] * 3
    assert [j.verb for j in lost] == ["reject", "undo"]
    assert subjects(effective(moved)) == ["r1#f-x"]


def test_records_that_an_edit_names_are_found_again_too() -> None:
    """A place that an analyst chose must stay chosen when its id changes; without it the edit is lost, not empty."""
    desk = Desk(page())
    desk.judge("edit", "r1#e-2", place="p-t", agents=[{"actor": "a-army", **ends("soldiers", nth=1)}])
    again = renamed(page(), "places", p_t="p-new")
    moved, lost = rematch(desk.all, again)
    assert (moved[0].value["place"], set(moved[0].named), lost) == ("p-new", {"p-new", "a-army"}, ())
    assert judged(again, moved).events[1].place == "p-new"
    assert rematch(desk.all, replace(again, places=()))[1] == tuple(desk.all)


def test_a_split_goes_on_with_the_records_that_are_left() -> None:
    """What an analyst took out of an incident must not fall back into it with the next version."""
    desk = Desk(page(), page(id="r2"))
    desk.judge("split", "i-1", records=["r1#e-1", "r2#e-2"])
    desk.judge("split", "i-1", records=["r1#e-1"])
    moved, lost = rematch(desk.all, renamed(page(), "events", e_1="e-x"))
    assert [j.value["records"] for j in moved] == [["r1#e-x", "r2#e-2"], ["r1#e-x"]]
    moved, lost = rematch(desk.all, replace(page(), events=page().events[1:]))
    assert [j.value["records"] for j in moved] == [["r2#e-2"]]
    assert [j.value["records"] for j in lost] == [["r1#e-1"]]


CORRECTED = "CORRECTION: adds a quote. " + TEXT.replace("three children", "seven children") + " He was not hurt."


def corrected() -> Report:
    """The page after the outlet changed it: everything has moved, one figure is another one."""
    made = page(CORRECTED.replace("seven children", "three children"))
    moved = tuple(replace(r, id=f"{r.id}-v2") for r in made.figures)
    seven = at("seven children", CORRECTED)
    figures = (moved[0], replace(moved[1], start=seven.start, end=seven.end, low=7, best=7, high=7))
    return replace(made, document=replace(made.document, text=CORRECTED), figures=figures)


def test_a_page_that_changed_keeps_judgements_on_words_that_still_stand() -> None:
    """Outlets correct their pages; what did not change was judged already."""
    desk = Desk(page())
    for id in ("f-12", "f-3", "e-2", "c-1"):
        desk.judge("accept", f"r1#{id}")
    moved, lost = rematch(desk.all, corrected())
    assert subjects(moved) == ["r1#f-12-v2", "r1#e-2", "r1#c-1"]
    assert subjects(lost) == ["r1#f-3"]


def test_words_that_stand_twice_are_told_apart_by_their_neighbours() -> None:
    """`12` may be a toll here and an age there."""
    desk = Desk(page())
    desk.judge("redact", "r1", **ends("soldiers", nth=1))
    moved, _ = rematch(desk.all, corrected())
    second = at("soldiers", CORRECTED, 1)
    assert moved[0].value["spans"] == [{"start": second.start, "end": second.end}]


def test_who_accepted_twelve_did_not_accept_twenty() -> None:
    """A new version that reads another number from the same words must not inherit the word of a person."""
    desk = Desk(page())
    desk.judge("edit", "r1#f-3", population="pupils")
    for id in ("f-12", "f-3"):
        desk.judge("accept", f"r1#{id}")
    figures = (replace(page().figures[0], low=20), replace(page().figures[1], population="people"))
    again = replace(page(), figures=figures)
    moved, lost = rematch(desk.all, again)
    assert (len(moved), lost) == (3, ())
    made = judged(again, moved)
    assert [f.confidence for f in made.figures] == [0.5, 1.0]
    assert [issue.code for issue in made.issues] == ["judgement"]
    assert "low was 12 and is 20 now; judge it anew" in made.issues[0].message


def test_a_reject_is_of_what_was_read() -> None:
    """Deaths that were thrown out because they were injuries come back when they are read as injuries."""
    desk = Desk(page())
    desk.judge("reject", "r1#f-3")
    injured = replace(page(), figures=(page().figures[0], replace(page().figures[1], id="f-new", measure="injured")))
    made = judged(injured, rematch(desk.all, injured)[0])
    assert [f.id for f in made.figures] == ["f-12", "f-new"]
    assert "it was killed and is read as injured now" in made.issues[0].message
    more = replace(page(), figures=(page().figures[0], replace(page().figures[1], id="f-new", low=2)))
    assert [f.id for f in judged(more, rematch(desk.all, more)[0]).figures] == ["f-12"]


def test_characters_of_the_old_text_are_not_looked_for_in_the_new_one() -> None:
    """An offset means other words after a correction; the edit is told as lost instead."""
    desk = Desk(page())
    desk.judge("edit", "r1#c-1", content=[ends("At least 12 people")])
    desk.judge("edit", "r1#c-1", manner="mixed")
    moved, lost = rematch(desk.all, corrected())
    assert ([list(j.value) for j in moved], [list(j.value) for j in lost]) == ([["manner"]], [["content"]])
    made = judged(corrected(), [*moved, *lost])
    assert (made.claims[0].content, made.claims[0].manner) == (corrected().claims[0].content, "mixed")
    assert "the page's text has changed since" in made.issues[0].message


def test_a_redaction_hides_every_place_where_it_is_not_clear_which() -> None:
    """Better one word too many hidden than the name of a witness shown."""
    desk = Desk(page())
    desk.judge("redact", "r1", **ends("Oskar Dunn"), why="witness")
    text = "Oskar Dunn spoke. So Oskar Dunn said."
    new = Report(id="r1", document=replace(page().document, text=text), made_by=page().made_by)
    moved, _ = rematch(desk.all, new)
    assert [text[r.start : r.end] for r in judged(new, moved).redact] == ["Oskar Dunn", "Oskar Dunn"]
    gone = replace(new, document=replace(new.document, text="Nobody spoke."))
    assert rematch(desk.all, gone) == ((), tuple(desk.all))


def test_a_redaction_outlives_its_record() -> None:
    """A name must not come back because a new version does not see a person in it; nor after a second one."""
    desk = Desk(page())
    desk.judge("redact", "r1#a-mayor", why="threatened")
    unseen = replace(page(), actors=page().actors[:2])
    moved, lost = rematch(desk.all, unseen)
    assert (subjects(moved), lost) == (["r1"], ())
    moved, lost = rematch(moved, corrected())
    hidden = [CORRECTED[r.start : r.end] for r in judged(corrected(), moved).redact]
    assert (hidden, lost) == (["the mayor", "Oskar Dunn"], ())


def test_judgements_on_other_things_are_left_alone() -> None:
    """A page that is coded anew must not touch another page's judgements."""
    desk = Desk(page())
    desk.judge("accept", "r10#f-12")
    desk.judge("grade", "i-1", word="fair")
    assert rematch(desk.all, page()) == ((), ())


def test_an_anchor_needs_its_record() -> None:
    """An anchor of nothing would be found nowhere."""
    with pytest.raises(JudgementError, match="no record f-9 in figures"):
        anchor_of(page(), "figures", "f-9")
    with pytest.raises(JudgementError, match="no layer 'blocks'; records are judged in: actors"):
        anchor_of(page(), "blocks", "b-1")


def test_events_stay_in_their_incidents() -> None:
    """The desk asks which event is which after a new reading, to keep incidents together."""
    assert same_records(page(), renamed(page(), "events", e_1="e-x"), "events") == {"e-1": "e-x", "e-2": "e-2"}
    assert same_records(page(), replace(page(), events=()), "events") == {}


@pytest.mark.parametrize("layer", list(LAYERS))
def test_every_record_is_itself(layer: str) -> None:
    """A reading compared with itself must find all of it."""
    assert same_records(page(), page(), layer) == {r.id: r.id for r in records_of(page(), layer)}


some = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda s: Span(start=s[0], end=s[0] + s[1])), min_size=1
)


@given(some, some)
def test_likeness_is_that_of_the_sets_of_characters(left: list[Span], right: list[Span]) -> None:
    """Spans that overlap each other must not count twice."""
    a = {n for s in left for n in range(s.start, s.end)}
    b = {n for s in right for n in range(s.start, s.end)}
    assert likeness(left, right) == len(a & b) / len(a | b)


@given(st.lists(st.sampled_from([r.id for _, r in all_records(page())]), unique=True), st.data())
def test_nothing_is_dropped_and_nothing_doubled(gone: list[str], data) -> None:
    """Found again or lost: every judgement on the page is in one of the two, whatever the new version reads."""
    desk = Desk(page())
    for _, record in all_records(page()):
        desk.judge(data.draw(st.sampled_from(["accept", "reject"])), f"r1#{record.id}")
    again = replace(
        page(), **{layer: tuple(r for r in records_of(page(), layer) if r.id not in gone) for layer in LAYERS}
    )
    moved, lost = rematch(desk.all, again)
    assert sorted([*moved, *lost], key=lambda j: j.at) == desk.all
    assert {j.subject for j in lost} == {f"r1#{id}" for id in gone}
