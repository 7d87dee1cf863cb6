"""Judging in the desk: what a form asks for is done once, never over what changed meanwhile, and can be taken back."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web import desk as made

from bellwire.desk import Desk
from bellwire.model import Incident, Report
from bellwire.web.security import Guarded
from bellwire.workspace import Workspace

Station = tuple[Desk, Workspace]


def incidents(station: Station) -> tuple[Incident, ...]:
    """All incidents, the latest first."""
    with station[0].view() as view:
        return view.incidents().incidents


def incident(station: Station, id: str) -> Incident:
    """One incident, as it is now."""
    with station[0].view() as view:
        found = view.incident(id)
    assert found is not None
    return found


def seen(station: Station) -> int:
    """What a page that is shown now has read."""
    with station[0].view() as view:
        return view.last_seq()


def page(station: Station, words: str) -> Report:
    """The report whose text has certain words."""
    with station[0].view() as view:
        return next(report for report in view.reports() if words in report.document.text)


def plain(page: str) -> str:
    """A page without the marks that keep numbers apart from words of the other direction."""
    return re.sub(r"</?bdi[^>]*>", "", page)


def judge(client: TestClient, verb: str, subject: str | list[str], **fields: Any) -> Any:
    """Sends the form; a field's dots are written as two underscores."""
    data = {name.replace("__", "."): value for name, value in fields.items()}
    return client.post("/judge", data={"verb": verb, "subject": subject} | data)


@pytest.fixture
def two_people(record_file: Path) -> Iterator[tuple[Station, FastAPI]]:
    """A desk on which two must accept."""
    with made.opened(record_file, reviewers=2) as opened:
        yield opened, made.create_app(*opened, Guarded(analyst="ana"))


def test_accepting_is_kept_under_the_name_of_whoever_is_signed_in(client: TestClient, station: Station) -> None:
    """The record would not say who vouches for it."""
    id = incidents(station)[0].id
    answer = judge(client, "accept", id, why="checked", seen=seen(station), back="/review?after=x")
    assert answer.status_code == 303 and answer.headers["location"] == "/review?after=x"
    with station[0].view() as view:
        (kept,) = view.judgements([id])
    assert (kept.by, kept.verb, kept.why) == ("ana", "accept", "checked")
    assert incident(station, id).review == "accepted"


def test_the_next_page_offers_to_take_it_back(client: TestClient, station: Station) -> None:
    """A slip of the finger would need the command line."""
    id = incidents(station)[0].id
    judge(client, "reject", id, seen=seen(station))
    shown = client.get("/review").text
    assert "Rejected: " in shown and 'name="verb" value="undo"' in shown
    with station[0].view() as view:
        (kept,) = view.judgements([id])
    for _ in range(2):  # as by a double click
        assert judge(client, "undo", kept.id).status_code == 303
    assert incident(station, id).review == "unreviewed"
    with station[0].view() as view:
        _, undo = view.judgements([id])
    assert judge(client, "undo", undo.id).status_code == 303
    assert incident(station, id).review == "rejected"


def test_a_form_that_is_sent_twice_is_done_once(client: TestClient, station: Station) -> None:
    """A double click would stand as two judgements, or fail in the analyst's face."""
    id, at = incidents(station)[0].id, seen(station)
    answers = [judge(client, "reject", id, why="twice", seen=at) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with station[0].view() as view:
        assert len(view.judgements([id])) == 1


def test_two_who_send_at_once_do_not_judge_over_one_another(
    as_role: Callable[..., TestClient], station: Station
) -> None:
    """Of two who press at the same moment the later one would decide without having seen the other."""
    id, at = incidents(station)[0].id, seen(station)
    people = [as_role("analyst", name) for name in ("ana", "ben", "ana", "ben")]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: judge(client, "reject", id, seen=at).status_code, people))
    assert sorted(answers) == [303, 303, 409, 409]
    with station[0].view() as view:
        assert len(view.judgements([id])) == 1


def test_what_changed_meanwhile_is_shown_and_not_judged_over(
    as_role: Callable[..., TestClient], station: Station
) -> None:
    """A colleague's correction would be accepted or rejected unseen."""
    id, at = incidents(station)[0].id, seen(station)
    ben, ana = as_role("analyst", "ben"), as_role("analyst", "ana")
    judge(ben, "edit", id, set__title="A better title", why="clearer", seen=at)
    answer = judge(ana, "accept", id, seen=at, back="/review")
    assert answer.status_code == 409
    for words in ("It has changed since it was shown", "ben", "clearer", "A better title"):
        assert words in answer.text
    assert incident(station, id).review == "edited"
    again = judge(ana, "accept", id, seen=seen(station))
    assert again.status_code == 303 and incident(station, id).review == "accepted"


def test_more_tellings_count_as_a_change(client: TestClient, station: Station) -> None:
    """An acceptance would vouch for a report that nobody had looked at."""
    gao = next(i for i in incidents(station) if "Gao" in i.title and i.reports > 1)
    at = seen(station)
    text = (
        "Gao toll rises\n\nAt least 14 people were killed when shells hit the market in Gao on Wednesday, police said."
    )
    made.fill(station[0], [made.code(text, kind="article", outlet="New Post", published="2024-05-03")])
    if incident(station, gao.id).reports > gao.reports:
        assert judge(client, "accept", gao.id, seen=at).status_code == 409


def test_the_second_person_is_another_one(two_people: tuple[Station, FastAPI]) -> None:
    """The two-person rule would be met by one person who presses twice."""
    station, app = two_people
    ana, ben = made.client_of(app, name="Ana"), made.client_of(app, name="ben", role="analyst")
    id = incidents(station)[0].id
    assert judge(ana, "accept", id).status_code == 303
    refused = judge(made.client_of(app, name=" ana "), "accept", id)
    assert refused.status_code == 409 and "another person is needed" in refused.text
    assert incident(station, id).review == "unreviewed"
    assert "a second person is needed" in ben.get("/review").text
    assert judge(ben, "accept", id).status_code == 303
    assert incident(station, id).review == "accepted"


def test_only_an_editor_undoes_what_others_decided(as_role: Callable[..., TestClient], station: Station) -> None:
    """Anybody could quietly take away a colleague's work."""
    id = incidents(station)[0].id
    judge(as_role("analyst", "ben"), "reject", id)
    with station[0].view() as view:
        (kept,) = view.judgements([id])
    refused = judge(as_role("analyst", "ana"), "undo", kept.id)
    assert refused.status_code == 409 and "only an editor" in refused.text
    assert judge(as_role("editor", "eva"), "undo", kept.id).status_code == 303
    assert incident(station, id).review == "unreviewed"


def test_a_viewer_judges_nothing(as_role: Callable[..., TestClient], station: Station) -> None:
    """A guest's link would let them change the record."""
    id = incidents(station)[0].id
    assert judge(as_role("viewer"), "accept", id).status_code == 403
    assert as_role("viewer").get("/review").status_code == 403
    assert incident(station, id).review == "unreviewed"


def test_no_form_leads_away_from_the_desk(client: TestClient, station: Station) -> None:
    """A hostile page could send an analyst on to a copy of the desk that asks for a password."""
    answer = judge(client, "accept", incidents(station)[0].id, back="https://evil.example/")
    assert answer.headers["location"] == "/"


def test_nothing_is_judged_while_a_past_day_is_shown(client: TestClient, station: Station) -> None:
    """What is decided of yesterday's record would hold for today's."""
    data = {"verb": "accept", "subject": incidents(station)[0].id}
    assert client.post("/judge?as_known_on=2025-11-21", data=data).status_code == 403
    assert 'value="accept"' not in client.get("/review?as_known_on=2025-11-21").text


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"verb": "delete", "subject": "i-1"}, 422),
        ({"verb": "accept"}, 422),
        ({"verb": "accept", "subject": "i-000000000000"}, 409),
        ({"verb": "undo", "subject": "j-000000000000"}, 409),
        ({"verb": "undo", "subject": "b-000000000000"}, 404),
        ({"verb": "edit", "subject": "nothing#e-1"}, 404),
        ({"verb": "accept", "subject": "a\0b"}, 422),
        ({"verb": "accept", "subject": "i-1", "why": "x" * 3000}, 422),
        ({"verb": "merge", "subject": ["i-1", "i-2"]}, 422),
    ],
)
def test_what_cannot_be_is_refused_in_words(client: TestClient, data: dict[str, Any], status: int) -> None:
    """A stale link or a made-up form would end in a blank page."""
    answer = client.post("/judge", data=data)
    assert answer.status_code == status and "<h1>" in answer.text


def test_a_reason_is_shown_as_text(client: TestClient, station: Station) -> None:
    """A reason could carry a script into a colleague's page."""
    id = incidents(station)[0].id
    judge(client, "accept", id, why="<img src=x onerror=alert(1)>")
    shown = client.get(f"/review/incident?subject={id}").text
    assert "&lt;img src=x" in shown and "<img src=x" not in shown


def test_a_grade_is_kept_with_its_reason(client: TestClient, station: Station) -> None:
    """The analyst's own grade could only be given from a terminal."""
    id = incidents(station)[0].id
    answer = judge(client, "grade", id, word="fair", reliability="", credibility="2", why="two officials")
    grade = incident(station, id).grade
    assert answer.status_code == 303 and grade is not None
    assert (grade.word, grade.reliability, grade.credibility, grade.why) == ("fair", None, "2", "two officials")
    assert judge(client, "grade", id).status_code == 409


def test_merging_and_splitting_go_and_come_back(client: TestClient, station: Station) -> None:
    """Two incidents that are one could not be put together, nor taken apart again."""
    first, second = [i for i in incidents(station) if "Menaka" in i.title][:2]
    assert judge(client, "merge", first.id, into=second.id, seen=seen(station)).status_code == 303
    joined = incident(station, second.id)
    assert set(joined.evidence) == {*first.evidence, *second.evidence}
    gone = client.get(f"/review/incident?subject={first.id}")
    assert gone.status_code == 404 and f"merged into {second.id}" in gone.text
    assert judge(client, "split", second.id, records=list(first.evidence)).status_code == 303
    assert incident(station, second.id).evidence == second.evidence
    with station[0].view() as view:
        split, merge = view.judgements([second.id])[-1], view.judgements([first.id])[-1]
    assert judge(client, "undo", [split.id]).status_code == 303
    assert judge(client, "undo", [merge.id]).status_code == 303
    assert incident(station, first.id).evidence == first.evidence


# ---------------------------------------------------------------- edits


def test_only_what_was_changed_is_edited(client: TestClient, station: Station) -> None:
    """A form that shows all fields would freeze them all at what was read."""
    report = page(station, "17 people")
    figure = next(f for f in report.figures if f.measure == "killed")
    subject = f"{report.id}#{figure.id}"
    fields = {"set__measure": "killed", "set__low": "1,800", "set__best": "1800", "set__high": "1800"}
    assert judge(client, "edit", subject, **fields, has__approx="1", seen=seen(station)).status_code == 303
    with station[0].view() as view:
        (kept,) = view.judgements([subject])
    assert kept.value == {"low": 1800, "best": 1800, "high": 1800}


def test_an_edit_all_the_same_leaves_a_colleagues_other_edits(client: TestClient, station: Station) -> None:
    """The old values that the form still shows would overwrite what a colleague set in the meantime."""
    first, at = incidents(station)[0], seen(station)
    station[0].judge("edit", first.id, by="ben", value={"title": "Ben’s title"})
    fields = {"set__title": first.title, "set__status": "possible", "set__mode": first.mode or ""}
    asked = judge(client, "edit", first.id, **fields, seen=at, why="not sure")
    assert asked.status_code == 409
    again = dict(
        re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.text.split('<main id="main"')[1])
    )
    assert "set.title" not in again and again["set.status"] == "possible" and again["why"] == "not sure"
    assert client.post("/judge", data=again).status_code == 303
    now = incident(station, first.id)
    assert (now.title, now.status) == ("Ben’s title", "possible")


def test_what_was_typed_is_not_lost_where_it_cannot_be(client: TestClient, station: Station) -> None:
    """A mistyped number would cost the analyst the whole form."""
    report = page(station, "17 people")
    subject = f"{report.id}#{report.figures[0].id}"
    answer = judge(client, "edit", subject, set__low="a dozen", set__population="traders", why="the list", seen=0)
    assert answer.status_code in (409, 422)
    answer = judge(client, "edit", subject, set__low="a dozen", set__population="traders", why="the list")
    assert answer.status_code == 422
    for words in ("is no number", 'value="a dozen"', 'value="traders"', 'value="the list"'):
        assert words in answer.text
    with station[0].view() as view:
        assert not view.judgements([subject])


def test_quoted_words_set_a_span(client: TestClient, station: Station) -> None:
    """Without a mouse or a script nobody could say which words are meant."""
    report = page(station, "17 people")
    event = next(e for e in report.events if e.trigger.quote(report.document.text) == "killed")
    subject = f"{report.id}#{event.id}"
    assert judge(client, "edit", subject, set__trigger__words="shelling", seen=seen(station)).status_code == 303
    with station[0].view() as view:
        (kept,) = view.judgements([subject])
    start = report.document.text.index("shelling")
    assert kept.value == {"trigger": {"start": start, "end": start + len("shelling")}}


def test_words_in_several_places_ask_which(client: TestClient, station: Station) -> None:
    """The wrong “said” would become the cue."""
    report = page(station, "17 people")
    text = report.document.text
    claim = report.claims[0]
    subject, words = f"{report.id}#{claim.id}", "the"
    answer = judge(client, "edit", subject, set__cue__words=words)
    assert answer.status_code == 422 and "Which of these places?" in answer.text
    second = text.index(" the ", text.index(" the ") + 1) + 1
    assert answer.text.count('name="set.cue.at"') >= 2 and f'value="{second}"' in answer.text
    assert judge(client, "edit", subject, set__cue__words=words, set__cue__at=str(second)).status_code == 303
    with station[0].view() as view:
        (kept,) = view.judgements([subject])
    assert kept.value["cue"] == {"start": second, "end": second + 3}


def test_words_that_the_page_does_not_have_are_not_taken(client: TestClient, station: Station) -> None:
    """A span would be made up."""
    report = page(station, "17 people")
    subject = f"{report.id}#{report.events[0].id}"
    answer = judge(client, "edit", subject, set__trigger__words="bombarded")
    assert answer.status_code == 422 and "the page does not have these words" in answer.text


def test_offsets_outside_of_the_page_are_not_taken(client: TestClient, station: Station) -> None:
    """A forged form could keep a span that quotes nothing."""
    report = page(station, "17 people")
    subject = f"{report.id}#{report.events[0].id}"
    for value in ("-1", "999999", "x", "１２", "9" * 5000):
        for sent in ({"start": value, "end": "3"}, {"start": "0", "end": value}):
            fields = {f"set__trigger__{name}": offset for name, offset in sent.items()}
            assert judge(client, "edit", subject, **fields).status_code == 422


def test_a_trigger_elsewhere_takes_its_sentence_along(client: TestClient, station: Station) -> None:
    """The evidence shown for an event would not have its trigger in it."""
    report = page(station, "17 people")
    text = report.document.text
    event = next(e for e in report.events if e.trigger.quote(text) == "killed")
    subject = f"{report.id}#{event.id}"
    assert judge(client, "edit", subject, set__trigger__words="fired on").status_code == 303
    with station[0].view() as view:
        (now,) = station[0].judged_reports(view, [report.id])
    edited = next(e for e in now.events if e.id == event.id)
    assert edited.trigger.quote(text) == "fired on"
    assert edited.sentence.covers(edited.trigger) and edited.sentence.quote(text).startswith("A spokesman")


def test_a_place_of_an_incident_is_edited_as_a_whole(client: TestClient, station: Station) -> None:
    """A moved point would keep the gazetteer's id of another place."""
    first = next(i for i in incidents(station) if i.where and i.where.lat)
    assert judge(client, "edit", first.id, **{"set__where.lat": "16.5"}).status_code == 303
    where = incident(station, first.id).where
    assert where is not None and first.where is not None
    assert (where.lat, where.lon, where.name, where.gazetteer_id) == (16.5, first.where.lon, first.where.name, None)


def test_a_typed_value_is_one_line(client: TestClient, station: Station) -> None:
    """A title of a thousand lines would bend every list that it stands in."""
    first = incidents(station)[0]
    for title in ("x" * 3000, "one\ntwo", "\u202eright"):
        answer = judge(client, "edit", first.id, set__title=title)
        assert answer.status_code == 422 and "one line" in answer.text
    assert incident(station, first.id).title == first.title


def test_values_that_cannot_be_together_are_refused_in_words(client: TestClient, station: Station) -> None:
    """A lowest above the highest would stand in the record."""
    report = page(station, "17 people")
    figure = report.figures[0]
    answer = judge(client, "edit", f"{report.id}#{figure.id}", set__low="20", set__high="10", set__best="")
    assert answer.status_code == 409 and "above high" in answer.text


def test_words_are_hidden_by_quoting_them(client: TestClient, station: Station) -> None:
    """A name that must not go out could not be hidden from the desk."""
    report = page(station, "Amadou Traore")
    text = report.document.text
    assert judge(client, "redact", report.id, span__words="").status_code == 422
    answer = judge(client, "redact", report.id, span__words="Amadou Traore", why="at risk", seen=seen(station))
    assert answer.status_code == 303
    with station[0].view() as view:
        (now,) = station[0].judged_reports(view, [report.id])
    assert "Amadou Traore" in [text[r.start : r.end] for r in now.redact]


# ---------------------------------------------------------------- several at once


def test_one_undo_takes_back_all_that_was_done_in_one_go(client: TestClient, station: Station) -> None:
    """Accepting the wrong page of the queue would take as many undos as it had lines."""
    ids = [i.id for i in incidents(station)][:4]
    answer = client.post("/judge/many", data={"verb": "accept", "subject": ids, "seen": seen(station)})
    assert answer.status_code == 303
    assert {incident(station, id).review for id in ids} == {"accepted"}
    shown = client.get("/review").text
    batch = shown.split('value="b-')[1].split('"')[0]
    assert judge(client, "undo", f"b-{batch}").status_code == 303
    assert {incident(station, id).review for id in ids} == {"unreviewed"}


def test_what_was_done_in_one_go_is_found_again(as_role: Callable[..., TestClient], station: Station) -> None:
    """The button of the notice is gone after a page; a hundred judgements would stay."""
    ids = [i.id for i in incidents(station)][:2]
    ana = as_role("analyst", "ana")
    ana.post("/judge/many", data={"verb": "accept", "subject": ids, "why": "by mistake"})
    listed = ana.get("/judge/batches").text
    link = listed.split('href="/judge/batches/')[1].split('"')[0]
    assert "by mistake" in listed and "2 of 2 done" in plain(ana.get(f"/judge/batches/{link}").text)
    assert link not in as_role("analyst", "ben").get("/judge/batches").text
    assert link in as_role("editor", "eva").get("/judge/batches").text


def test_what_could_not_be_done_is_said_of_each(client: TestClient, station: Station) -> None:
    """One stale line would keep all others back, or be passed over in silence."""
    first, second, third = incidents(station)[:3]
    at = seen(station)
    judge(client, "edit", third.id, set__title="Meanwhile")
    data = {"verb": "reject", "subject": [first.id, "i-000000000000", third.id], "seen": at, "confirmed": "1"}
    answer = client.post("/judge/many", data=data)
    assert answer.headers["location"].startswith("/judge/batches/b-")
    shown = plain(client.get(answer.headers["location"]).text)
    assert "1 of 3 done" in shown and "there is no incident" in shown and "it has changed since it was shown" in shown
    assert incident(station, first.id).review == "rejected" and incident(station, third.id).review == "edited"
    assert second.review == "unreviewed"


def test_all_of_a_filter_are_judged_only_after_they_were_shown(client: TestClient, station: Station) -> None:
    """“Accept all” would take along what nobody has seen."""
    wanted = [i for i in incidents(station) if i.type == "ASSAULT"]
    form = {"every": "accept", "queue": "type=ASSAULT", "seen": seen(station), "back": "/review?type=ASSAULT"}
    asked = client.post("/judge/many", data=form)
    assert asked.status_code == 200 and f"{len(wanted)} things?" in plain(asked.text)
    assert all(str(i.title) in asked.text for i in wanted)
    assert {incident(station, i.id).review for i in wanted} == {"unreviewed"}
    made.fill(
        station[0], [made.code("Gunmen killed 4 people in Ansongo on Sunday, police said.", published="2024-06-03")]
    )
    done = client.post("/judge/many", data=form | {"confirmed": "1"})
    assert done.status_code == 303
    assert {incident(station, i.id).review for i in wanted} == {"accepted"}
    late = [i for i in incidents(station) if "Ansongo" in i.title]
    assert late and {i.review for i in late} == {"unreviewed"}


def test_the_same_batch_sent_twice_is_done_once(client: TestClient, station: Station) -> None:
    """A double click on “accept all” would fail on every line."""
    ids, at = [i.id for i in incidents(station)][:2], seen(station)
    for _ in range(2):
        answer = client.post("/judge/many", data={"verb": "accept", "subject": ids, "seen": at})
        assert answer.headers["location"] == "/review"
    with station[0].view() as view:
        assert len(view.judgements(ids)) == 2


@pytest.mark.parametrize(
    "data", [{"verb": "merge", "subject": "i-1"}, {"verb": "accept"}, {"every": "accept", "queue": "of=x"}]
)
def test_what_cannot_be_done_to_many_is_refused(client: TestClient, data: dict[str, str]) -> None:
    """A made-up form would do half of something."""
    assert client.post("/judge/many", data=data).status_code == 422
