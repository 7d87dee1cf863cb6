"""The review queue: the least sure first, the words in view, a second reader who does not see the first's verdict."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web import desk as made

from bellwire.desk import Desk
from bellwire.model import Judgement, Report, Span
from bellwire.store import Filter
from bellwire.web.queueing import Queue, queued
from bellwire.web.reasons import reasons
from bellwire.web.security import Guarded
from bellwire.web.show.edited import edited_of
from bellwire.web.show.editing import form_fields, kinds
from bellwire.web.show.quoting import places_of_words, quotation
from bellwire.web.show.review import marks_of, pieces_of, state_of
from bellwire.web.show.subjects import subject_of
from bellwire.workspace import Workspace

Station = tuple[Desk, Workspace]


def reports(station: Station) -> tuple[Report, ...]:
    """All reports."""
    with station[0].view() as view:
        return tuple(view.reports())


def titles(page: str) -> list[str]:
    """The names of the cards of a page, in order."""
    return re.findall(r'<h2 id="h-c-[0-9a-f]+"[^>]*><a [^>]*><bdi>(.*?)</bdi>', page)


@pytest.fixture
def two_people(record_file: Path) -> Iterator[tuple[Station, FastAPI]]:
    """A desk on which two must accept."""
    with made.opened(record_file, reviewers=2) as opened:
        yield opened, made.create_app(*opened, Guarded(analyst="ana"))


def test_the_least_sure_come_first(client: TestClient, station: Station) -> None:
    """An analyst's hour would go into what needs no look."""
    with station[0].view() as view:
        expected = [i.title for i in view.review_queue(limit=10).incidents]
        sure = [i.confidence for i in view.review_queue(limit=10).incidents]
    assert titles(client.get("/review").text) == expected and sure == sorted(sure)


def test_a_card_shows_the_words_and_why_it_was_coded_so(client: TestClient) -> None:
    """Somebody would have to open every report before deciding."""
    page = client.get("/review").text
    assert 'class="as-trigger"' in page and 'class="as-figure"' in page and "17 people" in page
    assert "Why it was coded so" in page and "River Radio" in page
    for key in "axe":
        assert f'data-key="{key}"' in page


def test_the_queue_goes_by_any_filter_of_the_desk(client: TestClient) -> None:
    """One could not review one province, or one kind of event, at a time."""
    page = client.get("/review?type=PROTEST").text
    assert titles(page) and all("Bamako" in title for title in titles(page))
    assert 'name="queue" value="type=PROTEST"' in page
    assert client.get("/review?type=WAR").status_code == 422
    assert client.get("/review?of=everything").status_code == 422
    assert client.get("/review?of=claims&report=x&after=nowhere").status_code == 422


def test_what_was_judged_leaves_the_queue_and_its_place_stays_in_the_address(
    client: TestClient, station: Station
) -> None:
    """A reload would begin anew at the top, or show again what is done."""
    with station[0].view() as view:
        first, second = view.review_queue(limit=2).incidents
        after = view.review_queue(limit=1).after
    page = client.get(f"/review?after={after}").text
    assert first.title not in titles(page) and titles(page)[0] == second.title
    back = re.search(r'name="back" value="(/review\?after=[^"]+)"', page)
    assert back is not None
    answer = client.post("/judge", data={"verb": "accept", "subject": second.id, "back": back[1].replace("&#39;", "'")})
    assert answer.headers["location"].startswith(f"/review?after={after}")
    assert second.title not in titles(client.get(answer.headers["location"]).text)
    assert second.title in titles(client.get("/review?review=accepted").text)


@pytest.mark.parametrize("layer", ["events", "claims", "figures"])
def test_the_records_of_a_report_have_a_queue(client: TestClient, station: Station, layer: str) -> None:
    """Only incidents could be reviewed, not what they rest on."""
    report = next(r for r in reports(station) if len(getattr(r, layer)) > 1)
    page = client.get("/review", params={"of": layer, "report": report.id}).text
    assert len(titles(page)) == len(getattr(report, layer))
    record = getattr(report, layer)[0]
    client.post("/judge", data={"verb": "reject", "subject": f"{report.id}#{record.id}", "why": "not so"})
    left = client.get("/review", params={"of": layer, "report": report.id}).text
    assert len(titles(left)) == len(getattr(report, layer)) - 1


def test_those_that_the_machine_is_sure_of_are_found_to_be_accepted_together(
    client: TestClient, station: Station
) -> None:
    """What needs no look would have to be pressed away one by one."""
    with station[0].view() as view:
        every = view.review_queue(limit=50).incidents
    least = every[len(every) // 2].confidence
    sure = [i for i in every if i.confidence >= least]
    page = client.get(f"/review?sure={least}").text
    assert titles(page) == [i.title for i in sure] and f"<title>({len(sure)}) Review" in page
    form = {"every": "accept", "queue": f"sure={least}", "confirmed": "1"}
    assert client.post("/judge/many", data=form).status_code == 303
    with station[0].view() as view:
        assert {i.id for i in view.incidents().incidents if i.review == "accepted"} == {i.id for i in sure}
    for wrong in ("2", "-1", "nan", "much"):
        assert client.get(f"/review?sure={wrong}").status_code == 422


def test_without_a_report_one_is_asked_for(client: TestClient) -> None:
    """The page would be empty, and nobody would know why."""
    page = client.get("/review?of=claims").text
    assert "Of which report?" in page and "of=claims&amp;report=" in page


def test_pages_of_records_go_on_where_the_last_one_ended(station: Station) -> None:
    """Records would be shown twice, or never."""
    report = max(reports(station), key=lambda r: len(r.figures) + len(r.claims))
    queue = Queue(of="claims", wanted=Filter(reports=(report.id,)))
    found: list[str] = []
    after: str | None = None
    with station[0].view() as view:
        while True:
            page = queued(view, queue, "ana", limit=1, after=after)
            found += page.ids
            after = page.after
            if after is None:
                break
    assert sorted(found) == sorted(f"{report.id}#{claim.id}" for claim in report.claims)


def test_what_waits_for_a_second_person_is_found_by_that_person(two_people: tuple[Station, FastAPI]) -> None:
    """Acceptances would wait for ever."""
    station, app = two_people
    with station[0].view() as view:
        first = view.review_queue(limit=1).incidents[0]
    ana, ben = made.client_of(app, name="ana"), made.client_of(app, name="ben")
    ana.post("/judge", data={"verb": "accept", "subject": first.id})
    assert titles(ben.get("/review?only=second").text) == [first.title]
    other = "PROTEST" if first.type != "PROTEST" else "ASSAULT"
    assert titles(ben.get(f"/review?only=second&type={other}").text) == []
    assert titles(ana.get("/review?only=second").text) == []
    assert first.title not in titles(ana.get("/review").text) and first.title in titles(ben.get("/review").text)


# ---------------------------------------------------------------- two who code the same


def test_blind_hides_what_others_decided_until_one_has_judged(
    as_role: Callable[..., TestClient], station: Station
) -> None:
    """The second coder would follow the first, and their agreement would mean nothing."""
    with station[0].view() as view:
        first, seen = view.review_queue(limit=1).incidents[0], view.last_seq()
    ana, ben = as_role("analyst", "ana"), as_role("analyst", "ben")
    edit = {"verb": "edit", "subject": first.id, "set.title": "Ben’s own title", "why": "Ben’s reason"}
    assert ben.post("/judge", data=edit).status_code == 303
    open_page, blind = ana.get("/review?review=edited").text, ana.get("/review?blind=1").text
    assert "Ben’s own title" in open_page
    assert first.title in titles(blind)
    for hidden in ("Ben’s own title", "Ben’s reason", ">ben<"):
        assert hidden not in blind
    assert "What others decided is hidden" in blind
    item = ana.get("/review/incident", params={"subject": first.id, "back": "/review?blind=1"}).text
    assert "Ben’s" not in item and first.title in item
    late = {"verb": "accept", "subject": first.id, "seen": seen, "back": "/review?blind=1"}
    assert ana.post("/judge", data=late).status_code == 303
    assert first.title not in titles(ana.get("/review?blind=1").text)


def test_agreement_is_counted_and_differences_are_settled_by_an_editor(
    as_role: Callable[..., TestClient], station: Station
) -> None:
    """Nobody would know how far two coders can be relied on, nor end their quarrel."""
    with station[0].view() as view:
        some = view.review_queue(limit=4).incidents
    ana, ben, eva = as_role("analyst", "ana"), as_role("analyst", "ben"), as_role("editor", "eva")
    assert "One person alone" in ana.get("/review/agreement").text
    for number, incident in enumerate(some):
        ana.post("/judge", data={"verb": "accept", "subject": incident.id})
        ben.post("/judge", data={"verb": "reject" if number == 0 else "accept", "subject": incident.id})
    page = eva.get("/review/agreement?a=ana&b=ben").text
    assert "Cohen’s kappa" in page and ">0.75<" in page and some[0].title in page
    assert "an editor settles it" in ana.get("/review/agreement?a=ana&b=ben").text
    eva.post("/judge", data={"verb": "reject", "subject": some[0].id, "why": "the page was taken back"})
    settled = eva.get("/review/agreement?a=ana&b=ben").text
    assert "<bdi>eva</bdi>" in settled and "Decided otherwise" in settled


def test_one_name_spelled_otherwise_is_one_person() -> None:
    """A second person could be made of the first by a capital letter."""
    yes = Judgement(id="j-1", verb="accept", subject="i-1", by="Ana Lopez", at="2024-05-01")
    state = state_of([yes], "i-1", " ana  lopez", people=2)
    assert state.i_accept and state.waits and state.review == "unreviewed"


# ---------------------------------------------------------------- one thing


def test_every_kind_of_record_has_a_form_that_changes_nothing_by_itself(client: TestClient, station: Station) -> None:
    """Looking at a record and pressing Keep would change it."""
    with station[0].view() as view:
        for report in view.reports():
            for layer in ("events", "claims", "figures", "places", "times", "actors"):
                for record in getattr(report, layer):
                    subject = subject_of(view, f"{report.id}#{record.id}")
                    sent = sent_as_shown(subject)
                    edited = edited_of(sent, subject)
                    assert edited.value == {} and edited.faults == {}, (layer, record)
        for incident in view.incidents().incidents:
            subject = subject_of(view, incident.id)
            assert edited_of(sent_as_shown(subject), subject).value == {}
    record = reports(station)[0].events[0]
    page = client.get("/review/record", params={"subject": f"{reports(station)[0].id}#{record.id}"}).text
    assert "data-select-span" in page and "data-page" in page and "data-keep" in page


def sent_as_shown(subject: object) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    sent: dict[str, list[str]] = {}
    for each in form_fields(subject):  # type: ignore[arg-type]
        name = f"set.{each.name}"
        if each.kind in ("span", "spans"):
            sent[f"{name}.words"] = [span.words for span in each.spans] + [""] * (each.kind == "spans")
            sent[f"{name}.start"] = [str(span.start) for span in each.spans] + [""] * (each.kind == "spans")
            sent[f"{name}.end"] = [str(span.end) for span in each.spans] + [""] * (each.kind == "spans")
        elif each.kind in ("records", "parties", "yes"):
            sent[f"has.{each.name}"] = ["1"]
            chosen = ["1"] if each.value else []
            sent[name] = chosen if each.kind == "yes" else [c.value for c in each.choices if c.chosen]
        elif each.kind == "record":
            sent[name] = [next((c.value for c in each.choices if c.chosen), "")]
        else:
            sent[name] = [each.value]
    return sent


def test_the_form_has_a_field_for_everything_that_can_be_edited() -> None:
    """A field added to the model would quietly not be editable in the desk."""
    assert set(kinds("figures")) == {
        "span", "measure", "population", "actor", "unit", "low", "best", "high", "approx", "state", "part_of", "claim",
        "as_of", "place",
    }  # fmt: skip
    assert {"trigger", "type", "mode", "agents", "place", "date", "figures"} <= set(kinds("events"))
    assert {"where.lat", "where.name", "title", "date"} <= set(kinds("incident"))


def test_near_incidents_are_offered_for_a_merge(client: TestClient, station: Station) -> None:
    """One would have to know the other incident's id by heart."""
    with station[0].view() as view:
        menaka = [i for i in view.incidents().incidents if "Menaka" in i.title]
    page = client.get(f"/review/incident?subject={menaka[0].id}").text
    assert all(f'name="into" value="{other.id}"' in page for other in menaka[1:])
    assert "km away" in page and "Admiralty" not in page and "usually reliable" in page


def test_what_is_no_more_says_what_became_of_it(client: TestClient) -> None:
    """A bookmark would end in a blank page."""
    assert client.get("/review/incident?subject=i-000000000000").status_code == 404
    assert client.get("/review/record?subject=none%23e-1").status_code == 404
    assert client.get("/review/incident").status_code == 404


def test_a_hostile_page_is_shown_as_text(station: Station, client: TestClient) -> None:
    """A page that was fetched could run a script in an analyst's desk."""
    text = "Gunmen killed 9 people in Gao on Sunday, <script>alert(1)</script> police said."
    made.fill(station[0], [made.code(text, kind="article", outlet="<b>Out</b>", published="2024-05-08")])
    report = next(r for r in reports(station) if "alert(1)" in r.document.text)
    for path in ("/review", f"/review?of=figures&report={report.id}", f"/review/redact?subject={report.id}"):
        page = client.get(path).text
        assert "<script>alert" not in page and "<b>Out" not in page
    assert "&lt;script&gt;alert(1)" in client.get(f"/review/redact?subject={report.id}").text


def test_words_are_found_whatever_their_white_space() -> None:
    """Words copied over a line's end would not be found."""
    assert places_of_words("killed 12\n  people. 12 people", "12 people") == (
        Span(start=7, end=18),
        Span(start=20, end=29),
    )
    assert places_of_words("a+b (c)", "a+b (c)") == (Span(start=0, end=7),)
    assert places_of_words("text", "  ") == ()


@given(st.text("ab .\n", max_size=40), st.integers(0, 40), st.integers(1, 8))
def test_quoted_words_are_found_where_they_stand(text: str, start: int, size: int) -> None:
    """Words that were copied from the page would not be found in it, or elsewhere only."""
    words = text[start : start + size]
    read = quotation({"x.words": [words]}, "x", text)
    if not words.strip():
        assert read.span is None and read.fault is None
        return
    begin = start + len(words) - len(words.lstrip())
    found = [read.span] if read.span else places_of_words(text, words)
    assert all(" ".join(span.quote(text).split()) == " ".join(words.split()) for span in found)
    if not any(span.start < begin < span.end for span in found):  # of places that overlap, the first is found
        assert begin in [span.start for span in found]


def test_marks_never_lose_a_character(station: Station) -> None:
    """The evidence that is shown would not be what the page says."""
    for report in reports(station):
        text = report.document.text
        for record in (*report.events, *report.figures, *report.claims):
            for window in (Span(start=0, end=len(text)), Span(start=5, end=len(text) - 5)):
                pieces = pieces_of(text, window, list(marks_of(record, report)))
                assert "".join(piece.text for piece in pieces) == window.quote(text)


def test_reasons_are_offered_for_what_asks_for_them() -> None:
    """A file that was edited by hand could take a verb's reasons away."""
    assert {"reject", "edit", "merge", "split", "grade", "redact", "accept"} == set(reasons())
    assert all(texts and all(text == text.strip() for text in texts) for texts in reasons().values())
