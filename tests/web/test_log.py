"""The log's pages: what a desk loses if nobody can see who changed what, or take it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.store.ledger_record import fill, incident
from tests.web import desk as made

from bellwire.desk import Desk
from bellwire.web.security import Guarded


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Desk, TestClient]]:
    """A desk on which two people decided: one thing was taken back, one incident merged."""
    with made.opened(tmp_path / "desk.sqlite") as station:
        store = station[0].store
        fill(store)
        with store.write(now="2024-05-06T11:00:00Z") as writer, writer.entry("relate", "r2") as entry:
            entry.incidents([incident("i-2")])
        no = station[0].judge("reject", "r1#c-3", by="ben", why="no claim", now="2024-05-07T09:00:00Z")
        station[0].judge("undo", no.id, by="ana", now="2024-05-07T10:00:00Z")
        station[0].judge("accept", "r1#c-1", by="ana", now="2024-05-07T11:00:00Z")
        station[0].judge("merge", "i-2", by="ana", value={"into": "i-1"}, why="one attack", now="2024-05-08T09:00:00Z")
        yield station[0], made.client_of(made.create_app(*station, Guarded(analyst="ana")))


def test_the_log_says_who_did_what_when_and_why(desk: tuple[Desk, TestClient]) -> None:
    """A change without a name and a reason cannot be accounted for."""
    page = desk[1].get("/log")
    assert page.status_code == 200
    rows = page.text.split("<tr id=")[1:]
    assert "ben" in page.text and "no claim" in page.text and "one attack" in page.text
    assert [n for n, row in enumerate(rows) if "Merged" in row] == [0] and "Report kept" in rows[-1]
    assert "8 May 2024" in rows[0] and 'href="/incidents/i-2"' in rows[0]


def test_entries_are_found_by_person_and_action(desk: tuple[Desk, TestClient]) -> None:
    """A year of entries cannot be read from the end."""
    assert desk[1].get("/log?by=ben").text.count('<tr id="entry-') == 1
    assert desk[1].get("/log?by=ana&action=accept").text.count('<tr id="entry-') == 1
    assert "There is no such entry." in desk[1].get("/log?by=nobody").text
    assert desk[1].get("/log?after=x").status_code == 422


def test_each_judgement_that_stands_can_be_undone(desk: tuple[Desk, TestClient]) -> None:
    """A slip that cannot be taken back makes people afraid to decide."""
    opened, client = desk
    rows = client.get("/log").text.split("<tr id=")[1:]
    (rejected,) = [row for row in rows if "Rejected" in row]
    (accepted,) = [row for row in rows if "Accepted" in row]
    assert "undone" in rejected and "<form" not in rejected
    judgement = accepted.split('name="subject" value="')[1].split('"')[0]
    form = {"verb": "undo", "subject": judgement, "back": "/log", "csrf": made.CSRF}
    assert client.post("/judge", data=form).headers["location"] == "/log"
    with opened.view() as view:
        claim = view.claim("r1#c-1")
    assert claim is not None and claim.line.review == "unreviewed"


def test_the_past_and_a_viewer_see_no_undo(desk: tuple[Desk, TestClient]) -> None:
    """What cannot be done must not be offered."""
    past = desk[1].get("/log?as_known_on=2024-05-07").text.split("<tbody")[1]
    assert 'action="/judge"' not in past and "Merged" not in past and "Accepted" in past
    viewer = made.client_of(desk[1].app.app, role="viewer")  # type: ignore[attr-defined]
    seen = viewer.get("/log").text.split("<tbody")[1]
    assert "Merged" in seen and 'action="/judge"' not in seen


def test_the_log_is_read_page_by_page(desk: tuple[Desk, TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry between two pages would never be seen."""
    monkeypatch.setattr("bellwire.web.pages.log.PAGE", 3)
    address, seen = "/log", list[str]()
    while address:
        text = desk[1].get(address).text
        seen += [part.split('"')[0] for part in text.split('<tr id="')[1:]]
        following = text.split('rel="next" href="')
        address = following[1].split('"')[0].replace("&amp;", "&") if len(following) > 1 else ""
    with desk[0].view() as view:
        assert len(seen) == len(set(seen)) == view.last_seq()


def test_what_is_no_more_is_listed_with_what_became_of_it(desk: tuple[Desk, TestClient]) -> None:
    """An id that colleagues cited must lead on when it was merged."""
    page = desk[1].get("/log/gone")
    assert page.status_code == 200
    assert "i-2" in page.text and "merged" in page.text and 'href="/incidents/i-1"' in page.text
    assert "i-2" not in desk[1].get("/log/gone?as_known_on=2024-05-07").text
    assert "Nothing was merged" in desk[1].get("/log/gone?kind=story").text
    assert desk[1].get("/log/gone?kind=town").status_code == 422
    assert desk[1].get("/log/gone?after=-1").status_code == 422
