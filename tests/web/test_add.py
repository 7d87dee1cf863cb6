"""Adding reports in the browser: what an analyst would lose, and what a stranger could do."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bellwire.desk import Desk
from bellwire.web.events import job_events
from bellwire.web.security import Guarded
from bellwire.web.station import Station
from bellwire.workspace import Workspace, jobs, watched

TEXT = "Shells hit Ansongo\n\nAt least nine people were killed in Ansongo on Monday, a hospital doctor said."
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def job_of(response: Any) -> int:
    assert response.status_code == 303, response.text
    return int(response.headers["location"].rpartition("/")[2])


def read(client: TestClient, id: int) -> str:
    """The job's page once it is over."""
    end = monotonic() + 15
    workspace = client.app.app.state.station.workspace  # type: ignore[attr-defined]
    while not jobs.job_of(workspace, id).over:  # type: ignore[union-attr]
        assert monotonic() < end
        sleep(0.02)
    return client.get(f"/add/jobs/{id}").text


def test_files_are_read_and_lead_to_what_they_tell(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: the way from a dropped file to the incident that it tells of."""
    files = [("files", ("a.txt", TEXT.encode())), ("files", ("b.pdf", b"%PDF-1.7"))]
    id = job_of(client.post("/add/files", files=files))
    page = read(client, id)
    assert "not a form that can be read" in page
    assert "/incidents/i-" in page
    assert ">new</span>" in page
    report = jobs.pages(station[1], id)[0].report
    assert f"/reports/{report}" in page
    assert client.get(f"/reports/{report}").status_code == 200
    again = job_of(client.post("/add/files", files=files[:1]))
    assert ">unchanged</span>" in read(client, again)
    assert f"/add/jobs/{id}" in client.get("/add").text


def test_of_a_folder_only_what_can_be_read_is_taken(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: an afternoon, to the pictures in a folder of saved pages."""
    files = [
        ("folder", ("in/a.txt", TEXT.encode())),
        ("folder", ("in/photo.jpg", b"x")),
        ("folder", ("in/.x.txt", b"x")),
    ]
    answer = client.post("/add/files", files=files)
    page = client.get(answer.headers["location"]).text
    assert "2 other files were left out" in page
    assert [i.name for i in jobs.pages(station[1], job_of(answer))] in ([], ["in/a.txt"])
    answer = client.post("/add/files", files=[("folder", ("in/photo.jpg", b"x"))])
    assert answer.status_code == 422
    assert "None of these files can be read." in answer.text


def test_a_pasted_text_is_kept_with_what_is_known_of_it(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: whose report it is, and which Monday it means."""
    form = {
        "text": TEXT,
        "outlet": "River Radio",
        "published": "2024-05-07",
        "url": "https://river.example/2",
        "title": "",
    }
    id = job_of(client.post("/add/text", data=form))
    read(client, id)
    desk, workspace = station
    with desk.view() as view:
        report = view.report(jobs.pages(workspace, id)[0].report or "")
        assert report is not None
        assert report.document.outlet == "River Radio"
        assert report.document.published.value == "2024-05-07"


@pytest.mark.parametrize(
    ("path", "form", "said"),
    [
        ("/add/text", {"text": "  "}, "there is no text"),
        ("/add/text", {"text": TEXT, "published": "yesterday"}, "is no date"),
        ("/add/text", {"text": TEXT, "url": "javascript:alert(1)"}, "only http and https"),
        ("/add/preview", {"text": ""}, "there is no text"),
        ("/add/urls", {"urls": "\n \n"}, "there is no address"),
        ("/add/urls", {"urls": "https://a.example/\nfile:///etc/passwd"}, "line 2: file:///etc/passwd"),
        ("/add/urls", {"urls": "https://u:p@a.example/"}, "user name or password"),
        ("/add/urls", {"urls": "\n".join(f"https://a.example/{n}" for n in range(501))}, "at most 500"),
        ("/add/files", {}, "Choose a file first."),
        ("/add/watches", {"place": "", "every": "600"}, "give the address of a feed"),
        ("/add/watches", {"place": "/no/such/folder", "every": "600"}, "no such folder"),
        ("/add/watches", {"place": "ftp://a.example/", "every": "600"}, "only http and https"),
        ("/add/watches", {"place": "https://a.example/f", "every": "1"}, "an interval is"),
        ("/add/watches", {"place": "https://a.example/f", "every": "soon"}, "invalid literal"),
    ],
)
def test_what_cannot_be_added_says_why_and_loses_nothing_typed(
    client: TestClient, station: tuple[Desk, Workspace], path: str, form: dict[str, str], said: str
) -> None:
    """Lost: a long text that was pasted with a wrong date; and why."""
    answer = client.post(path, data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'role="alert"' in answer.text
    if form.get("text", "").strip():
        assert "At least nine people were killed" in answer.text
    assert not jobs.jobs(station[1])
    assert not watched.watches(station[1])


def test_a_text_can_be_looked_at_first(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: a look at what is taken for the article before it is in the record for good."""
    before = station[0].view
    with before() as view:
        count = len(view.report_ids())
    page = client.post(
        "/add/preview", data={"text": TEXT + "\n\nShare this article\n\nRead more", "outlet": "Radio"}
    ).text
    assert "This is what would be read" in page
    assert "At least nine people" in page
    assert "furniture" in page
    assert 'name="outlet" value="Radio"' in page
    with before() as view:
        assert len(view.report_ids()) == count


def test_what_was_typed_is_shown_as_text(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: the desk, to whoever names a file well."""
    pages = [
        client.post("/add/preview", data={"text": NASTY + " " + TEXT, "title": NASTY, "outlet": NASTY}).text,
        client.post("/add/urls", data={"urls": NASTY}).text,
        client.post("/add/watches", data={"place": NASTY, "every": "600"}).text,
        read(client, job_of(client.post("/add/files", files=[("files", (NASTY, b"\x00\x01" * 90))]))),
        client.get("/add").text,
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "script" in page


def test_a_viewer_adds_nothing(as_role: Callable[..., TestClient], station: tuple[Desk, Workspace]) -> None:
    """Lost: the record, to people who may only look."""
    viewer = as_role("viewer")
    for path in ("/add", "/add/jobs/1", "/add/jobs/1/events"):
        assert viewer.get(path).status_code == 403
    for path in ("/add/text", "/add/files", "/add/urls", "/add/watches", "/add/preview", "/add/jobs/1/stop"):
        assert viewer.post(path, data={"text": TEXT}).status_code == 403
    assert not jobs.jobs(station[1])


def test_no_form_of_another_site_adds_anything(client: TestClient, station: tuple[Desk, Workspace]) -> None:
    """Lost: the record, to any page that an analyst opens in another tab."""
    del client.headers["X-CSRF-Token"]
    for path in ("/add/text", "/add/urls", "/add/watches", "/add/jobs/1/stop"):
        assert client.post(path, data={"text": TEXT, "urls": "https://a.example/"}).status_code == 403
    assert client.post("/add/files", files=[("files", ("a.txt", b"x"))]).status_code == 403
    assert not jobs.jobs(station[1])


def test_nothing_is_added_to_the_past(client: TestClient) -> None:
    """Lost: the sense of "as known on"."""
    assert client.post("/add/text?as_known_on=2024-05-02", data={"text": TEXT}).status_code == 403


def test_places_are_watched_paused_and_removed(
    client: TestClient, station: tuple[Desk, Workspace], tmp_path: Path
) -> None:
    """Lost: a way to have a folder read as it fills, and to stop that."""
    (tmp_path / "in").mkdir()
    answer = client.post("/add/watches", data={"place": str(tmp_path / "in"), "every": "600"})
    assert answer.status_code == 303
    (found,) = watched.watches(station[1])
    assert (found.kind, found.every, found.by) == ("folder", 600, "ana")
    page = client.get("/add").text
    assert "every 10 minutes" in page
    for what, shown in (("pause", "paused"), ("go-on", "Pause"), ("now", "to be looked at")):
        assert client.post(f"/add/watches/{found.id}/{what}").status_code == 303
        assert shown in client.get("/add").text
    watched.looked(station[1], found.id, at="2024-05-02T10:00:00Z", error="the folder is not there")
    assert "the folder is not there" in client.get("/add").text
    assert client.post(f"/add/watches/{found.id}/explode").status_code == 404
    assert client.post(f"/add/watches/{found.id}/remove").status_code == 303
    assert client.post(f"/add/watches/{found.id}/remove").status_code == 404
    again = {"place": "https://gao.example/feed#x", "every": "3600", "content_only": "on"}
    assert client.post("/add/watches", data=again).status_code == 303
    assert "is watched already" in client.post("/add/watches", data=again).text


def test_a_shared_desk_watches_no_folder_of_anybodys_choice(
    station: tuple[Desk, Workspace], tmp_path: Path, desk_app: FastAPI, as_role: Callable[..., TestClient]
) -> None:
    """Lost: every file that the server may read, to whoever has an account there."""
    import dataclasses

    desk, workspace = station
    inside, outside = tmp_path / "root" / "in", tmp_path / "out"
    for folder in (inside, outside):
        folder.mkdir(parents=True)
    (tmp_path / "root/link").symlink_to(outside)
    desk_app.state.config = Guarded(host="0.0.0.0", accounts=True)

    def asked(role: str, place: Path) -> int:
        return as_role(role).post("/add/watches", data={"place": str(place), "every": "600"}).status_code

    assert asked("editor", inside) == 403
    assert asked("admin", inside) == 422  # no root is set
    made = dataclasses.replace(desk, settings=dataclasses.replace(desk.settings, watch_root=str(tmp_path / "root")))
    desk_app.state.station = dataclasses.replace(desk_app.state.station, desk=made)
    places = (outside, tmp_path / "root/link", tmp_path / "root/../out", Path("/etc"), Path("/no/such"))
    assert [asked("admin", place) for place in places] == [422] * 5
    assert not watched.watches(workspace)
    assert asked("editor", inside) == 403
    assert asked("admin", inside) == 303
    assert (
        as_role("analyst").post("/add/watches", data={"place": "https://a.example/f", "every": "600"}).status_code
        == 303
    )


def test_jobs_that_are_not_there_are_no_error_of_the_desk(client: TestClient) -> None:
    """Lost: a plain answer for an old link."""
    for path in ("/add/jobs/99", "/add/jobs/99/events"):
        assert client.get(path).status_code == 404
    assert client.post("/add/jobs/99/stop").status_code == 404
    assert client.get("/add/jobs/x").status_code == 422


def test_a_job_is_stopped_goes_on_and_is_forgotten(
    as_role: Callable[..., TestClient], station: tuple[Desk, Workspace]
) -> None:
    """Lost: a way out of a job that was a mistake. (Nothing works in the background here.)"""
    client = as_role("analyst")
    id = job_of(client.post("/add/text", data={"text": TEXT}))
    assert ">waits<" in client.get(f"/add/jobs/{id}").text
    assert client.post(f"/add/jobs/{id}/stop").status_code == 303
    page = client.get(f"/add/jobs/{id}").text
    assert ">stopped<" in page
    assert "Go on" in page
    assert client.post(f"/add/jobs/{id}/go-on").status_code == 303
    assert jobs.job_of(station[1], id).state == "waiting"  # type: ignore[union-attr]
    jobs.set_state(station[1], id, "cut_off")
    assert "The desk ended while this was being read" in client.get(f"/add/jobs/{id}").text
    assert client.post(f"/add/jobs/{id}/forget").headers["location"] == "/add"
    assert client.get(f"/add/jobs/{id}").status_code == 404


# ---------------------------------------------------------------- events


def events(raw: str) -> list[tuple[str, str, dict[str, Any]]]:
    found = []
    for block in raw.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line and line[0] != ":")
        if "event" in lines:
            found.append((lines["event"], lines.get("id", ""), json.loads(lines["data"])))
    return found


def test_progress_comes_as_it_happens_and_ends(client: TestClient) -> None:
    """Lost: how far a job is, without pressing reload."""
    rows = b"\n".join(b'{"text": "Six died in Menaka on day %d, police said."}' % n for n in range(3))
    id = job_of(client.post("/add/files", files=[("files", ("rows.jsonl", rows))]))
    answer = client.get(f"/add/jobs/{id}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    told = events(answer.text)
    pages = [data for name, _, data in told if name == "page"]
    assert [page["outcome"] for page in pages] == ["new"] * 3
    assert told[-1][0] == "end"
    assert [data for name, _, data in told if name == "progress"][-1]["done"] == 3
    ids = [int(number) for name, number, _ in told if name == "page"]
    rest = client.get(f"/add/jobs/{id}/events", headers={"Last-Event-ID": str(ids[0])})
    assert [int(number) for name, number, _ in events(rest.text) if name == "page"] == ids[1:]
    for odd in ("x", "-1", "9" * 30):
        assert client.get(f"/add/jobs/{id}/events", headers={"Last-Event-ID": odd}).status_code == 200


def test_a_line_ends_with_the_desk_and_beats_while_nothing_happens(
    desk_app: FastAPI, station: tuple[Desk, Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost: a desk that ends when it is told to; and the line, to a proxy that thinks it dead."""
    from bellwire.web import events as module

    monkeypatch.setattr(module, "HEARTBEAT", 0.05)
    monkeypatch.setattr(module, "LOOK", 0.01)
    here: Station = desk_app.state.station
    waits = [jobs.Input(kind="text", name="a")]
    id = jobs.add_job(here.workspace, waits, title="waits", by="ana", at="2024-05-02T10:00:00Z")

    async def listen(end_after: float) -> bytes:
        raw = b""
        end = asyncio.get_running_loop().time() + end_after
        async for piece in job_events(here, id).body_iterator:
            raw += piece if isinstance(piece, bytes) else str(piece).encode()
            if asyncio.get_running_loop().time() > end:
                here.jobs.ending.set()
        return raw

    with ThreadPoolExecutor(1) as apart:  # a browser that other tests opened keeps a loop running in this thread
        raw = apart.submit(lambda: asyncio.run(asyncio.wait_for(listen(0.2), 5))).result()
    assert raw.count(b": still here") >= 2
    assert raw.count(b"event: progress") == 1
