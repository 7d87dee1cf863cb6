"""Judgements on a report: what an analyst threw out must be gone, and nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.pages import INCIDENT, TEXT, Desk, at, ends, page

from bellwire.errors import JudgementError
from bellwire.model import Redaction, Report, Span
from bellwire.model.codec import decode, encode
from bellwire.review import check, editable, incident_issues, judged, judged_incident
from bellwire.review.references import ids_of, names
from bellwire.review.subjects import LAYERS, all_records, spans_in


def record(report: Report, id: str):
    return next((r for _, r in all_records(report) if r.id == id), None)


def test_without_judgements_the_report_is_what_was_read() -> None:
    """The record as read is the ground: nobody's hand may be in it unseen."""
    report = page()
    assert judged(report, []) is report
    desk = Desk(report)
    desk.judge("accept", "r2#f-12")
    desk.judge("accept", "i-1")
    desk.undo(desk.judge("reject", "r1#f-12"))
    assert judged(report, desk.all) is report


def test_a_rejected_record_is_gone_and_nothing_names_it() -> None:
    """A brief that cites a figure that was thrown out is worse than one without it."""
    desk = Desk(page())
    for id in ("f-12", "c-1", "p-t", "a-army"):
        desk.judge("reject", f"r1#{id}")
    made = judged(page(), desk.all)
    assert [f.id for f in made.figures] == ["f-3"]
    assert record(made, "f-3").part_of is None
    event = record(made, "e-1")
    assert (event.place, event.figures, event.claims, event.agents) == (None, ("f-3",), (), ())
    assert [p.actor for p in event.patients] == ["a-baker"]
    assert record(made, "a-brigade").part_of is None
    assert made.redact == page().redact
    assert made.issues == ()


def test_a_rejected_report_has_no_records_and_says_so() -> None:
    """A forged page must not count; and its empty record must not pass for a quiet page."""
    desk = Desk(page())
    desk.judge("reject", "r1", why="a forgery")
    made = judged(page(), desk.all)
    assert list(all_records(made)) == []
    assert (made.document, made.redact) == (page().document, page().redact)
    assert [(issue.code, issue.message) for issue in made.issues] == [("rejected", "rejected by ana: a forgery")]


def test_edits_are_applied_with_what_follows_from_them() -> None:
    """A date needs its days, a new trigger its telling; codes of another type would be exported as a falsehood."""
    desk = Desk(page())
    desk.judge("edit", "r1#e-1", date="2024-05", trigger=ends("hit"), type="CONTROL")
    desk.judge("edit", "r1#f-3", by="ben", low=5, best=5, high=5)
    desk.judge("edit", "r1#t-m", value="2024-04-29")
    desk.judge("edit", "r1", outlet="The Hill")
    made = judged(page(), desk.all)
    event = record(made, "e-1")
    assert (event.date.earliest, event.date.latest, event.date.precision) == ("2024-05-01", "2024-05-31", "month")
    assert event.trigger == at("hit")
    assert [t.trigger for t in event.tellings] == [at("hit")]
    assert (event.type, event.mode) == ("CONTROL", None)
    assert (record(made, "f-3").low, record(made, "f-3").high) == (5, 5)
    assert (record(made, "t-m").earliest, record(made, "t-m").precision) == ("2024-04-29", "day")
    assert made.document.outlet == "The Hill"
    assert made.document.text == TEXT
    assert made.issues == ()


def test_a_year_may_be_given_as_a_number() -> None:
    """`date=2024` on the command line is read as a number; the analyst means the year."""
    desk = Desk(page())
    desk.judge("edit", "r1#e-1", date=2024)
    desk.judge("edit", "r1#t-m", value=2024)
    made = judged(page(), desk.all)
    assert (record(made, "e-1").date.value, record(made, "e-1").date.latest) == ("2024", "2024-12-31")
    assert (record(made, "t-m").value, made.issues) == ("2024", ())


def test_an_accepted_record_is_sure_and_what_was_read_stays() -> None:
    """No threshold may hide what a person vouches for; under a two-person rule one person does not do."""
    report = page()
    desk = Desk(report)
    desk.judge("accept", "r1#f-12")
    assert record(judged(report, desk.all), "f-12").confidence == 1
    assert record(judged(report, desk.all, people=2), "f-12").confidence == report.figures[0].confidence
    desk.judge("accept", "r1#f-12", by="ben")
    assert record(judged(report, desk.all, people=2), "f-12").confidence == 1
    assert report.figures[0].confidence == 0.5


def test_redactions_hide_characters_records_and_people_made_private() -> None:
    """A witness's name that shows after it was redacted can cost a life."""
    desk = Desk(page())
    desk.judge("redact", "r1", **ends("Tarsova"), why="near a shelter")
    desk.judge("redact", "r1#a-mayor", why="threatened")
    desk.judge("edit", "r1#a-brigade", private=True)
    made = judged(page(), desk.all)
    hidden = {TEXT[r.start : r.end]: r.why for r in made.redact}
    assert hidden == {
        "Tarsova": "near a shelter",
        "the mayor": "threatened",
        "Oskar Dunn": "name of a private person",
        "4th Brigade": "name of a private person",
    }


def test_a_person_made_public_shows_but_not_where_another_hides_the_words() -> None:
    """A commander taken for a victim may be named; what a person redacted stays hidden."""
    desk = Desk(page())
    desk.judge("edit", "r1#a-baker", private=False)
    assert judged(page(), desk.all).redact == ()
    desk.judge("redact", "r1", **ends("Oskar Dunn"), why="asked for it")
    baker = at("Oskar Dunn")
    assert judged(page(), desk.all).redact == (Redaction(start=baker.start, end=baker.end, why="asked for it"),)


def test_what_cannot_be_applied_is_an_issue() -> None:
    """After a new reading a judgement may hang in the air: it must be seen, not dropped."""
    desk = Desk()
    desk.judge("accept", "r1#f-99")
    desk.judge("edit", "r1#f-12", low=5, claim="c-99")
    desk.judge("edit", "r1#f-12", by="ben", population="civilians")
    desk.judge("redact", "r1", start=1, end=9000)
    desk.judge("redact", "r1", start="here", end=2)
    made = judged(page(), desk.all)
    assert [issue.code for issue in made.issues] == ["judgement"] * 4
    assert "accept of r1#f-99 by ana" in made.issues[0].message
    assert "the report has no claim 'c-99'" in made.issues[1].message
    assert (record(made, "f-12").low, record(made, "f-12").population) == (12, "civilians")
    assert made.redact == page().redact


def test_edits_that_need_each_other_are_applied_together() -> None:
    """Two people who each mend a bound must not block each other."""
    desk = Desk(page())
    desk.judge("edit", "r1#f-3", low=14, best=14, high=14)
    desk.judge("edit", "r1#f-3", by="ben", high=16)
    three = record(judged(page(), desk.all), "f-3")
    assert (three.low, three.best, three.high) == (14, 14, 16)


def test_an_incident_keeps_the_machines_and_the_analysts_apart() -> None:
    """Who reads the grade must see whose it is."""
    desk = Desk()
    desk.judge("grade", "i-1", why="two named officials", word="fair", reliability="B")
    desk.judge("edit", "i-1", title="Market of Tarsova", date="2024-04-29")
    desk.judge("accept", "i-1")
    made = judged_incident(INCIDENT, desk.all)
    assert (made.grade.word, made.grade.reliability, made.grade.credibility) == ("fair", "B", None)
    assert made.grade.why == "two named officials"
    assert made.suggested == INCIDENT.suggested
    assert (made.title, made.date.earliest, made.review) == ("Market of Tarsova", "2024-04-29", "accepted")
    assert dict(made.edited) == {"title": "Market of Tarsova", "date": "2024-04-29"}
    assert judged_incident(INCIDENT, desk.all, people=2).review == "edited"
    assert judged_incident(INCIDENT, desk.all[:0]) is INCIDENT
    assert decode(encode(made), type(made)).title == made.title


def test_an_incidents_edit_that_no_longer_fits_is_told() -> None:
    """When new reports change its type, a mode that an analyst set may be none of its modes."""
    desk = Desk()
    desk.judge("edit", "i-1", mode="aerial")
    desk.judge("edit", "i-1", by="ben", title="Strike on Tarsova")
    now = replace(INCIDENT, type="CONTROL", mode="capture")
    made = judged_incident(now, desk.all)
    assert (made.mode, made.title, dict(made.edited)) == (
        "capture",
        "Strike on Tarsova",
        {"title": "Strike on Tarsova"},
    )
    assert ["'aerial' is no mode" in issue.message for issue in incident_issues(now, desk.all)] == [True]
    assert incident_issues(INCIDENT, desk.all) == ()


RECORDS = [record.id for _, record in all_records(page())]
spans = st.fixed_dictionaries({"start": st.integers(-2, 250), "end": st.integers(-2, 250)})
ids = st.sampled_from([*RECORDS, "nobody"])
values = st.one_of(
    st.none(), st.integers(-5, 400), st.booleans(), ids, spans, st.sampled_from(["ASSAULT", "drone", "2024-05"]),
    st.lists(ids, max_size=3), st.lists(spans, max_size=2),
    st.lists(st.builds(lambda s, a: s | {"actor": a}, spans, ids), max_size=2),
)  # fmt: skip


@st.composite
def rough(draw) -> Desk:
    """Judgements of all kinds, many of which cannot be, as a faulty client might send them unchecked."""
    desk = Desk(page())
    for _ in range(draw(st.integers(1, 8))):
        id, layer = draw(st.sampled_from([(r.id, layer) for layer, r in all_records(page())]))
        match draw(st.sampled_from(["accept", "reject", "edit", "redact", "undo"])):
            case "edit":
                value = draw(st.dictionaries(st.sampled_from(editable(layer)), values, min_size=1, max_size=3))
                desk.judge("edit", f"r1#{id}", **value)
            case "redact":
                desk.judge("redact", "r1", **draw(spans))
            case "undo" if desk.all:
                desk.undo(draw(st.sampled_from(desk.all)))
            case "accept" | "reject" as verb:
                desk.judge(verb, f"r1#{id}")
    return desk


@given(rough())
def test_no_judgement_leaves_a_dangling_name_or_a_span_outside_the_text(desk: Desk) -> None:
    """Pages and exports follow every id and cut every span: one that leads nowhere breaks them all."""
    made = judged(page(), desk.all)
    known = ids_of(made)
    for layer, each in all_records(made):
        for field, target, id in names(each, layer):
            assert id in known[target], (each.id, field)
    assert all(span.end <= len(TEXT) for layer in LAYERS for span in spans_in(getattr(made, layer)))
    assert all(Span(start=r.start, end=r.end).end <= len(TEXT) for r in made.redact)
    assert decode(encode(made), Report) == made


@given(rough())
def test_what_passes_the_check_is_applied(desk: Desk) -> None:
    """A decision that was taken in must show, or the analyst's work is lost without a word."""
    for judgement in desk.all:
        if judgement.verb != "undo":
            try:
                check(judgement, report=page())
            except JudgementError:
                continue
            assert not [i for i in judged(page(), [judgement]).issues if i.code == "judgement"]


@pytest.mark.parametrize("layer", [*LAYERS, "report", "incident"])
def test_names_and_confidence_are_not_edited(layer: str) -> None:
    """An id that changes orphans all judgements on it."""
    assert {"id", "confidence", "text", "evidence", "suggested"}.isdisjoint(editable(layer))
