"""What is refused: a judgement that cannot be must not get into a log that nobody may rewrite."""

from dataclasses import replace

import pytest
from tests.review.pages import INCIDENT, TEXT, Desk, page

from bellwire.errors import BellwireError, JudgementError
from bellwire.model import Judgement
from bellwire.review import check

ONLY = {"i-1", "i-2", "i-3"}


def made(verb: str, subject: str, by: str = "ana", **value: object) -> Judgement:
    return Judgement(id="j-new", verb=verb, subject=subject, by=by, at="2024-05-02T09:00:00Z", value=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        (made("praise", "r1"), "no such verb; there are: accept, edit"),
        (made("accept", "r1", by="  "), "say who judges"),
        (made("accept", "r1", by="ana\nben"), "a name is one line"),
        (replace(made("accept", "r1"), at=""), "say when it was made"),
        (made("accept", ""), "name an incident, a report or REPORT#RECORD"),
        (made("accept", "r2#f-12"), "the report is r1"),
        (made("accept", "r1#f-99"), "no record f-99"),
        (made("accept", "r1#f-12", low=3), "'low' means nothing here"),
        (made("grade", "r1", word="fair"), "only incidents can be graded"),
        (made("edit", "r1#f-12"), "no field is given"),
        (made("edit", "r1#f-12", toll=3), "'toll' is not a field that can be edited; those are: start"),
        (made("edit", "r1#f-12", id="f-1"), "'id' is not a field that can be edited"),
        (made("edit", "r1#f-12", confidence=1), "'confidence' is not a field that can be edited"),
        (made("edit", "r1#f-12", low="twelve"), r"low: Expected `float \| null`, got `str`"),
        (made("edit", "r1#f-12", measure="wounded"), "measure: Invalid enum value 'wounded'"),
        (made("edit", "r1#f-12", low=15, high=12), "low 15 is above high 12"),
        (made("edit", "r1#f-3", best=5), "best 5 is above high 3; give high as well"),
        (made("edit", "r1#f-12", claim="c-9"), "claim: the report has no claim 'c-9'"),
        (made("edit", "r1#f-12", part_of="f-12"), "a record cannot name itself"),
        (made("edit", "r1#f-12", start=0, end=9999), "end: 9999 lies outside the text"),
        (made("edit", "r1#f-12", start=40, end=30), "a span needs 0 <= start < end"),
        (made("edit", "r1#c-1", content=[]), "without evidence"),
        (made("edit", "r1#c-1", content=[{"start": 0, "end": 5000}]), "content: 0..5000 lies outside"),
        (made("edit", "r1#p-t", lat=91), "91 is no latitude"),
        (made("edit", "r1#p-t", lat=None), "a point needs lat and lon"),
        (made("edit", "r1#p-t", precision=9), "no where_prec"),
        (made("edit", "r1#e-1", mode="capture"), "'capture' is no mode of ASSAULT; those are: abduct"),
        (made("edit", "r1#e-1", date="last week"), "'last week' is no date; write it as 2024-05-01"),
        (made("edit", "r1#e-1", agents=[{"actor": "a-9", "start": 0, "end": 3}]), "no actor 'a-9'"),
        (made("edit", "r1", published="2024-05-01"), "ingest the page again with --published"),
        (made("edit", "r1", outlet=7), "outlet: Expected"),
        (made("redact", "r1"), "which characters"),
        (made("redact", "r1", start=5), "whole numbers"),
        (made("redact", "r1", start=5, end=5), "0 <= start < end"),
        (made("redact", "r1", start=5, end=len(TEXT) + 1), "lies outside the text"),
        (made("redact", "r1", start=True, end=2), "whole numbers"),
        (made("redact", "r1", spans=[[1, 2]]), "whole numbers"),
        (made("undo", "r1"), "give `judgement`"),
        (made("undo", "r1", judgement="j-none"), "no judgement j-none"),
    ],
)  # fmt: skip
def test_what_a_report_does_not_bear_is_refused(judgement: Judgement, message: str) -> None:
    """The message is all that an analyst sees: one line that names the fault and the way out."""
    with pytest.raises(JudgementError, match=message) as refused:
        check(judgement, report=page())
    assert "\n" not in str(refused.value)
    assert isinstance(refused.value, BellwireError)


@pytest.mark.parametrize(
    ("judgement", "message"),
    [
        (made("accept", "i-2"), "the incident is i-1"),
        (made("redact", "i-1", start=1, end=2), "an incident has no text"),
        (made("edit", "i-1", sources=9), "'sources' is not a field that can be edited; those are: title"),
        (made("edit", "i-1", mode="capture"), "no mode of ASSAULT"),
        (made("edit", "i-1", where={"name": "X", "lat": 99, "lon": 0}), "where: 99 is no latitude"),
        (made("edit", "i-1", where={"lat": 9, "lon": 0}), "where: Object missing required field `name`"),
        (made("grade", "i-1"), "give word, reliability or credibility"),
        (made("grade", "i-1", word="certain"), "'certain' is no word; those are: confirmed"),
        (made("grade", "i-1", credibility=2), "2 is no credibility"),
        (made("grade", "i-1", stars="5"), "'stars' means nothing here"),
        (made("merge", "i-1"), "into what"),
        (made("merge", "i-1", into="i-1"), "cannot be merged into itself"),
        (made("merge", "i-1", into="i-9"), "there is no incident i-9"),
        (made("split", "i-1"), "which records"),
        (made("split", "i-1", records="r1#e-1"), "which records"),
        (made("split", "i-1", records=["r1#e-1", "r1#e-1"]), "given twice"),
        (made("split", "i-1", records=["r9#e-1"]), "does not have r9#e-1"),
        (made("split", "i-1", records=["r1#e-1", "r2#e-7"]), "nothing would be left"),
    ],
)  # fmt: skip
def test_what_an_incident_does_not_bear_is_refused(judgement: Judgement, message: str) -> None:
    """A merge into itself or a split of nothing would leave reports without an incident."""
    with pytest.raises(JudgementError, match=message):
        check(judgement, incident=INCIDENT, knows=ONLY.__contains__)


@pytest.mark.parametrize(
    "judgement",
    [
        made("accept", "r1"),
        made("reject", "r1#a-baker"),
        made("edit", "r1#f-3", low=5, best=5, high=5),
        made("edit", "r1#f-12", claim=None, place="p-t", population="civilians"),
        made("edit", "r1#e-1", type="COERCE", status="possible", date="2024-05", agents=[]),
        made("edit", "r1#e-1", trigger={"start": 13, "end": 16}),
        made("edit", "r1#t-m", value="2024-04-29"),
        made("edit", "r1", outlet="The Hill", title=None, bylines=["A. Writer"]),
        made("redact", "r1", start=0, end=len(TEXT)),
        made("redact", "r1", spans=[{"start": 1, "end": 2}], why="a home address"),
        made("redact", "r1#a-baker"),
    ],
)
def test_what_can_be_is_let_through(judgement: Judgement) -> None:
    """An analyst who is refused for no reason keeps notes elsewhere."""
    check(judgement, report=page())


def test_incidents_take_their_verbs() -> None:
    """Accept, edit, grade, merge and split are what incidents are for."""
    for judgement in (
        made("accept", "i-1"),
        made("edit", "i-1", title="Market of Tarsova", date={"value": "2024-04-29"}, where=None),
        made("grade", "i-1", word="fair", reliability="B", credibility=None),
        made("merge", "i-1", into="i-2"),
        made("split", "i-1", records=["r2#e-7"]),
    ):
        check(judgement, incident=INCIDENT, knows=ONLY.__contains__)


def test_what_was_wrong_before_does_not_stop_an_edit() -> None:
    """A figure that was read with odd bounds must still be open to a new population."""
    report = page()
    odd = replace(report.figures[0], low=9, best=3)
    report = replace(report, figures=(odd, *report.figures[1:]))
    check(made("edit", "r1#f-12", population="civilians"), report=report)


def test_an_edit_is_checked_against_the_edits_before_it() -> None:
    """Who lowers a number that a colleague raised must not be told of bounds that no longer stand."""
    desk = Desk(page())
    raised = desk.judge("edit", "r1#f-3", low=6, best=6, high=6)
    check(made("edit", "r1#f-3", low=4), report=page(), history=desk.all)
    with pytest.raises(JudgementError, match="best 3 is below low 4"):
        check(made("edit", "r1#f-3", low=4, best=3), report=page(), history=desk.all)
    desk.undo(raised)
    with pytest.raises(JudgementError, match="low 4 is above high 3"):
        check(made("edit", "r1#f-3", low=4), report=page(), history=desk.all)


def test_an_undo_needs_something_to_undo() -> None:
    """Undone twice, or undone in the wrong place, would leave an entry in the log that means nothing."""
    desk = Desk()
    accept = desk.judge("accept", "i-1")
    check(made("undo", "i-1", judgement=accept.id), history=desk.all, incident=INCIDENT)
    with pytest.raises(JudgementError, match=f"{accept.id} is of i-1; undo it there"):
        check(made("undo", "i-2", judgement=accept.id), history=desk.all)
    undo = desk.undo(accept)
    with pytest.raises(JudgementError, match="is undone already; undo the undo"):
        check(made("undo", "i-1", judgement=accept.id), history=desk.all)
    check(made("undo", "i-1", judgement=undo.id), history=desk.all)
    desk.undo(undo)
    check(made("undo", "i-1", judgement=accept.id), history=desk.all)
    with pytest.raises(JudgementError, match="give the next number"):
        check(replace(made("accept", "i-1"), id=accept.id), history=desk.all)


def test_a_merged_incident_is_judged_where_it_went() -> None:
    """A grade on a tombstone would be seen by nobody."""
    desk = Desk()
    merge = desk.judge("merge", "i-1", into="i-2")
    with pytest.raises(JudgementError, match="it was merged into i-2; judge i-2, or undo the merge"):
        check(made("accept", "i-1"), history=desk.all, incident=INCIDENT)
    check(made("undo", "i-1", judgement=merge.id), history=desk.all, incident=INCIDENT)
    with pytest.raises(JudgementError, match="i-1 was merged into it; undo that first"):
        check(made("merge", "i-2", into="i-1"), history=desk.all)
    with pytest.raises(JudgementError, match="i-1 was merged into i-2; merge into i-2"):
        check(made("merge", "i-3", into="i-1"), history=desk.all)
