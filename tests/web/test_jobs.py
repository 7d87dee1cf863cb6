"""Reading jobs: what is lost where a page fails, somebody stops them, or the desk is ended in the middle."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest
from tests.fetch.conftest import Site, answer, site  # noqa: F401  (a fixture)

from bellwire import web
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.fetch import page_id
from bellwire.fetch.inputs import file_input, path_input, text_input, url_input
from bellwire.read import Given
from bellwire.settings import Settings
from bellwire.web.jobs import Jobs
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace, jobs, watched

TEXT = "Market shelled in Gao\n\nAt least 12 people were killed in Gao on Thursday, residents said."
HTML = (
    "<html><body><h1>Market shelled in Gao</h1><p>At least 12 people were killed when shells hit the market in Gao on "
    "Thursday, residents said. The army denied that it had fired on the town.</p></body></html>"
)
NOW = "2024-05-02T10:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(Settings(store=str(tmp_path / "desk.sqlite"))) as opened:
        yield opened


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = Workspace.open("sqlite://")
    yield made
    made.close()


@pytest.fixture
def made(desk: Desk, workspace: Workspace) -> Jobs:
    """Jobs whose work is done when `work` is called, not in a thread."""
    return Jobs(desk, workspace, Writing())


def work(made: Jobs) -> None:
    while (job := jobs.next_job(made.workspace)) is not None:
        made.run(job)


def until(true: Callable[[], object], seconds: float = 10) -> None:
    end = monotonic() + seconds
    while not true():
        assert monotonic() < end, "it did not come"
        sleep(0.01)


def outcomes(made: Jobs, id: int) -> list[tuple[str, str]]:
    return [(page.name, page.outcome) for page in jobs.pages(made.workspace, id)]


def test_what_is_added_is_read_related_and_kept(made: Jobs, desk: Desk) -> None:
    """Lost: the reports that an analyst adds."""
    rows = b'{"text": "Six died in Menaka on Friday, police said."}\n\n{"text": "Rebels left Kidal."}\n{"no": 1}'
    given = Given(outlet="Gao Post", published="2024-05-02", url="https://gaopost.example/1", title="Market shelled")
    id = made.add(
        [text_input(TEXT, given), file_input("a.html", HTML.encode()), file_input("rows.jsonl", rows)],
        title="three", by="ana",
    )  # fmt: skip
    work(made)
    job = jobs.job_of(made.workspace, id)
    assert job is not None
    assert (job.state, job.total, job.done) == ("done", 5, 5)
    assert (job.count("new"), job.count("failed")) == (4, 1)
    pages = jobs.pages(made.workspace, id)
    assert pages[0].name == "Market shelled"
    assert "neither text nor html" in pages[4].why
    with desk.view() as view:
        report = view.report(pages[0].report or "")
        assert report is not None
        assert (report.document.outlet, report.document.url) == ("Gao Post", "https://gaopost.example/1")
        assert pages[0].incidents
        assert all(view.incident(id) for id in pages[0].incidents)
        assert len(view.report_ids()) == 4  # what failed is not kept as an empty report
        assert not view.unrelated()


def test_the_same_again_is_said_to_be_unchanged(made: Jobs) -> None:
    """Lost: that a report was there before; or a record with everything twice."""
    for _ in range(2):
        id = made.add([text_input(TEXT, Given())], title="again", by="ana")
        work(made)
    assert [outcome for _, outcome in outcomes(made, id)] == ["unchanged"]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.pdf", b"%PDF-1.7", "not a form that can be read"),
        ("a.txt", b"%PDF-1.7", "no text"),
        ("a.zip", b"PK\x03\x04" + bytes(50), "not a form that can be read"),
        ("a.txt", b"", "no text"),
        ("a.rss", b"<html>", "not a feed"),
        ("a.jsonl", b"not json", "not JSON"),
        ("../../etc/passwd", b"\x00\x01\x02" * 50, "not a form that can be read"),
    ],
)
def test_what_cannot_be_read_says_why_and_the_rest_is_read(made: Jobs, name: str, body: bytes, why: str) -> None:
    """Lost: why a file is not in the record; or all others with it."""
    id = made.add([file_input(name, body), text_input(TEXT, Given())], title="two", by="ana")
    work(made)
    first, second = jobs.pages(made.workspace, id)
    assert (first.outcome, second.outcome) == ("failed", "new")
    assert why in first.why


def test_a_page_that_breaks_the_reader_is_set_aside(made: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost: all reading for good, because of one page that nobody had thought of."""

    def break_on(page: object, **_: object) -> object:
        if "Kidal" in page.document.text:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return code_page(page, **_)

    from bellwire.desk import code_page

    monkeypatch.setattr("bellwire.desk.code_page", break_on)
    texts = ("Rebels left Gao.", "Rebels left Kidal.", "Rebels left Menaka.")
    id = made.add([file_input(f"{n}.txt", text.encode()) for n, text in enumerate(texts)], title="three", by="ana")
    work(made)
    assert [outcome for _, outcome in outcomes(made, id)] == ["new", "failed", "new"]
    assert "too deep" in jobs.pages(made.workspace, id, failed=True)[0].why


def test_a_full_disk_is_said_and_can_be_tried_again(made: Jobs, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost: what was added, because there was no room for a moment."""
    from sqlalchemy.exc import OperationalError

    from bellwire.store import Store

    def full(*_: object, **__: object) -> object:
        raise OperationalError("insert", {}, sqlite3.OperationalError("database or disk is full"))

    id = made.add([text_input(TEXT, Given())], title="one", by="ana")
    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", full)
        work(made)
    page = jobs.pages(made.workspace, id)[0]
    assert page.outcome == "failed"
    assert "full" in page.why
    assert made.try_again(id) == 1
    work(made)
    assert [outcome for _, outcome in outcomes(made, id)] == ["new"]


def test_what_failed_is_tried_again_and_only_that(made: Jobs, site: Site) -> None:  # noqa: F811
    """Lost: the pages of a site that was down for a minute."""
    made._fetcher = site.fetcher()
    id = made.add([url_input(site.url("/a")), url_input(site.url("/b"))], title="two", by="ana")
    site.pages["/b"] = answer(HTML.encode())
    work(made)
    assert outcomes(made, id) == [(site.url("/a"), "failed"), (site.url("/b"), "new")]
    assert "404 Not Found" in jobs.pages(made.workspace, id)[0].why
    site.pages["/a"] = answer(HTML.replace("Gao", "Menaka").encode())
    assert made.try_again(id) == 1
    work(made)
    assert sorted(outcomes(made, id)) == [(site.url("/a"), "new"), (site.url("/b"), "new")]
    assert [path for path, _ in site.asked] == ["/a", "/b", "/a"]
    assert made.try_again(id) == 0


def test_a_page_that_changed_on_the_web_is_changed_in_the_record(made: Jobs, desk: Desk, site: Site) -> None:  # noqa: F811
    """Lost: how a story was rewritten."""
    made._fetcher = site.fetcher()
    seen = []
    for number in ("12", "12", "17"):
        site.pages["/a"] = answer(HTML.replace("12", number).encode())
        id = made.add([url_input(site.url("/a"))], title="one", by="ana")
        work(made)
        seen += [outcome for _, outcome in outcomes(made, id)]
    assert seen == ["new", "unchanged", "changed"]
    with desk.view() as view:
        assert view.report_ids() == (page_id(site.url("/a")),)


def test_what_was_sent_is_kept_until_it_is_read_and_no_longer(made: Jobs) -> None:
    """Lost: what was to be read, when the desk ends; or the disk, to what was read long ago."""
    id = made.add([file_input("a.html", HTML.encode()), file_input("b.pdf", b"%PDF-1.7")], title="two", by="ana")
    given = jobs.unread_inputs(made.workspace, id)
    assert jobs.input_body(made.workspace, given[0].id) == HTML.encode()
    work(made)
    assert [jobs.input_body(made.workspace, i.id) for i in given] == [b"", b"%PDF-1.7"]
    assert jobs.forget_job(made.workspace, id)
    assert jobs.job_of(made.workspace, id) is None
    assert jobs.input_body(made.workspace, given[1].id) == b""


def test_a_job_can_be_stopped_and_go_on(made: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost: a way out of a job that was a mistake; and then what it had still to read."""
    rows = b"\n".join(b'{"text": "Six died in Menaka on day %d, police said."}' % n for n in range(4))
    id = made.add([file_input("rows.jsonl", rows)], title="four", by="ana")
    keep, kept = jobs.keep_page, []

    def stop_after_two(*args: object, **more: object) -> None:
        keep(*args, **more)  # type: ignore[arg-type]
        kept.append(args)
        if len(kept) == 2:
            assert made.end(id)

    monkeypatch.setattr(jobs, "keep_page", stop_after_two)
    work(made)
    job = jobs.job_of(made.workspace, id)
    assert job is not None
    assert (job.state, job.done, job.total) == ("stopped", 2, 4)
    assert made.go_on(id)
    work(made)
    job = jobs.job_of(made.workspace, id)
    assert job is not None
    assert (job.state, job.done, len(kept)) == ("done", 4, 4)  # no page twice
    assert not made.end(id)


def test_a_desk_that_was_killed_says_what_was_cut_off_and_goes_on(desk: Desk, tmp_path: Path) -> None:
    """Lost: two hundred reports that were dropped before the power failed."""
    file = str(tmp_path / "w.desk")
    workspace = Workspace.open(file)
    made = Jobs(desk, workspace, Writing())
    id = made.add([text_input(TEXT, Given()), text_input("Rebels left Kidal.", Given())], title="two", by="ana")
    jobs.set_state(workspace, id, "working")  # and then it was killed
    workspace.close()
    workspace = Workspace.open(file)
    again = Jobs(desk, workspace, Writing())
    again.start()
    try:
        job = jobs.job_of(workspace, id)
        assert job is not None
        assert job.state == "cut_off"
        assert again.go_on(id)
        until(lambda: jobs.job_of(workspace, id).state == "done")  # type: ignore[union-attr]
    finally:
        again.stop()
        workspace.close()


def test_the_desk_ends_after_the_page_in_hand(desk: Desk, workspace: Workspace) -> None:
    """Lost: an end that comes; and half a page in the record."""
    rows = b"\n".join(b'{"text": "Six died in Menaka on day %d, police said."}' % n for n in range(200))
    made = Jobs(desk, workspace, Writing())
    made.start()
    id = made.add([file_input("rows.jsonl", rows)], title="many", by="ana")
    until(lambda: jobs.pages(workspace, id))
    began = monotonic()
    made.stop()
    assert monotonic() - began < 5
    job = jobs.job_of(workspace, id)
    assert job is not None
    assert job.state == "cut_off"
    assert 0 < job.done < 200


def test_people_judge_while_a_job_reads(desk: Desk, workspace: Workspace) -> None:
    """Lost: the afternoon of an analyst whose colleague dropped a folder; or a record that two threads tore."""
    made = Jobs(desk, workspace, Writing())
    rows = b"\n".join(
        b'{"text": "At least %d people were killed in Gao on Thursday, residents said.", "published": "2024-05-02"}' % n
        for n in range(3, 15)
    )
    made.start()
    try:
        id = made.add([file_input("rows.jsonl", rows)], title="twelve", by="ana")
        until(lambda: jobs.pages(workspace, id))
        verbs = 0
        while not jobs.job_of(workspace, id).over:  # type: ignore[union-attr]
            with made.writing.turn(5), desk.view() as view:
                incident = view.incidents().incidents[0]
            with made.writing.turn(5):
                if desk.store and (verbs := verbs + 1) < 50:
                    from bellwire.errors import JudgementError

                    try:
                        desk.judge("grade", incident.id, by="ana", value={"word": "probable"}, why=str(verbs))
                    except JudgementError:
                        continue
    finally:
        made.stop()
    job = jobs.job_of(workspace, id)
    assert job is not None
    assert (job.state, job.count("failed")) == ("done", 0)
    assert verbs
    with desk.view() as view:
        assert not view.unrelated()


# ---------------------------------------------------------------- what is watched


def feed(site: Site, *paths: str) -> bytes:  # noqa: F811
    items = "".join(f"<item><title>Story {p}</title><link>{site.url(p)}</link></item>" for p in paths)
    return f"<rss><channel><title>Gao Post</title>{items}</channel></rss>".encode()


def watch(made: Jobs, kind: str, place: str, **more: bool) -> watched.Watch:
    id = watched.add_watch(made.workspace, kind, place, every=600, by="ana", at=NOW, **more)  # type: ignore[arg-type]
    found = watched.watch_of(made.workspace, id)
    assert found is not None
    return found


def test_a_watched_feed_gives_each_story_once(made: Jobs, site: Site) -> None:  # noqa: F811
    """Lost: new stories; or a site's patience with a desk that asks for the old ones again and again."""
    made._fetcher = site.fetcher()
    made._robots = web.jobs.Robots(made._fetcher)  # type: ignore[attr-defined]
    for path in ("/a", "/b"):
        site.pages[path] = answer(HTML.replace("Gao", f"Gao {path}").encode())
    site.pages["/feed"] = answer(feed(site, "/a"), 'ETag: "1"', kind="application/rss+xml")
    found = watch(made, "feed", site.url("/feed"))
    first = made.look(found)
    work(made)
    assert outcomes(made, first or 0) == [(site.url("/a"), "new")]
    site.pages["/feed"] = answer(feed(site, "/b", "/a"), kind="application/rss+xml")
    second = made.look(watched.watch_of(made.workspace, found.id) or found)
    work(made)
    assert outcomes(made, second or 0) == [(site.url("/b"), "new")]
    assert site.asked[3] == ("/feed", site.asked[3][1])
    assert site.asked[3][1]["If-None-Match"] == '"1"'
    assert [path for path, _ in site.asked] == ["/feed", "/robots.txt", "/a", "/feed", "/b"]
    site.pages["/feed"] = answer(b"", status="304 Not Modified")
    assert made.look(found) is None
    state = watched.watch_of(made.workspace, found.id)
    assert state is not None
    assert (state.found, state.last_error) == (0, None)


def test_a_story_that_cannot_be_read_is_tried_three_times(made: Jobs, site: Site) -> None:  # noqa: F811
    """Lost: a story whose page was down for a minute; or a site that is asked for ever for a page that is gone."""
    made._fetcher = site.fetcher()
    made._robots = web.jobs.Robots(made._fetcher)  # type: ignore[attr-defined]
    site.pages["/feed"] = answer(feed(site, "/a"), kind="application/rss+xml")
    found = watch(made, "feed", site.url("/feed"))
    for _ in range(5):
        made.look(found)
        work(made)
    assert [path for path, _ in site.asked].count("/a") == watched.MOST_TRIES


def test_a_feed_that_fails_is_looked_at_less_often_and_says_why(made: Jobs, site: Site) -> None:  # noqa: F811
    """Lost: why nothing comes; and a site's patience."""
    made._fetcher = site.fetcher()
    found = watch(made, "feed", site.url("/gone"))
    for _ in range(3):
        assert made.look(found) is None
    state = watched.watch_of(made.workspace, found.id)
    assert state is not None
    assert "404 Not Found" in (state.last_error or "")
    assert state.fails == 3
    assert (state.next_run or "") > watched.later(state.last_run or "", 600 * 8 - 1)
    site.pages["/gone"] = answer(HTML.encode())
    made.look(found)
    assert "this is a page, no feed" in (watched.watch_of(made.workspace, found.id).last_error or "")  # type: ignore[union-attr]


def test_a_feed_nested_without_end_is_said_and_ends_nothing(made: Jobs, site: Site) -> None:  # noqa: F811
    """Lost: every watched place, until the desk is started anew."""
    made._fetcher = site.fetcher()
    site.pages["/feed"] = answer(b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}", kind="application/feed+json")
    found = watch(made, "feed", site.url("/feed"))
    assert made.look(found) is None
    state = watched.watch_of(made.workspace, found.id)
    assert state is not None and state.last_error


def test_a_feed_that_got_new_stories_while_its_job_stood_still_loses_none(
    made: Jobs,
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Lost: the newest story, which came in above those that were read."""
    made._fetcher = site.fetcher()
    made._robots = web.jobs.Robots(made._fetcher)  # type: ignore[attr-defined]
    for name in "abc":
        site.pages[f"/{name}"] = answer(HTML.replace("Six", f"Six {name}").encode())
    site.pages["/feed"] = answer(feed(site, "/a", "/b"), kind="application/rss+xml")
    id = made.add([url_input(site.url("/feed"))], title="feed", by="ana")
    keep = jobs.keep_page

    def stop(*args: object) -> None:
        keep(*args)  # type: ignore[arg-type]
        made.end(id)

    with monkeypatch.context() as patched:
        patched.setattr(jobs, "keep_page", stop)
        work(made)
    site.pages["/feed"] = answer(feed(site, "/c", "/a", "/b"), kind="application/rss+xml")
    assert made.go_on(id)
    work(made)
    asked = [path for path, _ in site.asked]
    assert "/c" in asked
    assert {page_id(site.url(f"/{name}")) for name in "abc"} <= {p.report for p in jobs.pages(made.workspace, id)}


def test_a_watched_folder_gives_new_and_changed_files(made: Jobs, tmp_path: Path) -> None:
    """Lost: reports that colleagues drop in a folder."""
    import os

    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    (folder / "deep").mkdir(parents=True)
    outside.write_text("Six died in Menaka.")
    (folder / "link.txt").symlink_to(outside)
    (folder / ".hidden.txt").write_text("hidden")
    (folder / "new.txt").write_text("still being written")
    for name, text in (("a.txt", TEXT), ("deep/b.html", HTML), ("c.doc", "x")):
        (folder / name).write_text(text)
        os.utime(folder / name, (1, 1))
    found = watch(made, "folder", str(folder))
    first = made.look(found)
    work(made)
    assert [name for name, _ in outcomes(made, first or 0)] == [str(folder / "a.txt"), str(folder / "deep/b.html")]
    assert made.look(found) is None
    (folder / "a.txt").write_text(TEXT + " The army denied it.")
    os.utime(folder / "a.txt", (2, 2))
    second = made.look(found)
    work(made)
    assert outcomes(made, second or 0) == [(str(folder / "a.txt"), "new")]
    folder.rename(tmp_path / "away")
    made.look(found)
    assert "not there" in (watched.watch_of(made.workspace, found.id).last_error or "")  # type: ignore[union-attr]


def test_only_what_is_due_is_looked_at(made: Jobs, tmp_path: Path) -> None:
    """Lost: the meaning of "pause", and of an interval."""
    found = watch(made, "folder", str(tmp_path))
    assert [w.id for w in watched.due(made.workspace, NOW)] == [found.id]
    assert not watched.due(made.workspace, NOW, busy=[found.id])
    watched.pause(made.workspace, found.id)
    assert not watched.due(made.workspace, NOW)
    watched.pause(made.workspace, found.id, False)
    watched.looked(made.workspace, found.id, at=NOW)
    assert not watched.due(made.workspace, "2024-05-02T10:09:59Z")
    assert watched.due(made.workspace, "2024-05-02T10:10:00Z")
    assert watched.remove_watch(made.workspace, found.id)
    assert not watched.watches(made.workspace)


@pytest.mark.parametrize("every", (0, 59, -5, 10**9))
def test_an_interval_that_cannot_be_is_refused(workspace: Workspace, every: int) -> None:
    """Lost: a site, to a desk that asks it every second."""
    with pytest.raises(InputError, match="interval"):
        watched.add_watch(workspace, "feed", "https://a.example/f", every=every, by="ana", at=NOW)


def test_the_threads_do_it_all_by_themselves(
    desk: Desk, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost: everything above, in the desk that runs."""
    import os

    monkeypatch.setattr(web.jobs, "LOOK", 0.05)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    os.utime(tmp_path / "in/a.txt", (1, 1))
    made = Jobs(desk, workspace, Writing())
    watch(made, "folder", str(tmp_path / "in"))
    made.start()
    try:
        until(lambda: [j for j in jobs.jobs(workspace) if j.state == "done"])
    finally:
        made.stop()
    with desk.view() as view:
        assert len(view.report_ids()) == 1


def test_a_workspace_that_fails_does_not_end_the_reading(
    desk: Desk, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lost: all reading until the desk is started anew, for one moment without a disk."""
    from bellwire.errors import StoreError

    monkeypatch.setattr(web.jobs, "AGAIN", 0.05)
    made, down = Jobs(desk, workspace, Writing()), Event()
    real = jobs.next_job

    def failing(workspace: Workspace) -> object:
        if not down.is_set():
            raise StoreError("the disk is full")
        return real(workspace)

    monkeypatch.setattr(jobs, "next_job", failing)
    made.start()
    try:
        until(lambda: made.trouble)
        down.set()
        id = made.add([text_input(TEXT, Given())], title="one", by="ana")
        until(lambda: jobs.job_of(workspace, id).state == "done")  # type: ignore[union-attr]
    finally:
        made.stop()
    assert made.trouble is None


def test_what_a_person_adds_does_not_wait_for_what_is_watched(made: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost: ten minutes before a pasted text is read, while a feed of five hundred entries is."""
    rows = b"\n".join(b'{"text": "Six died in Menaka on day %d, police said."}' % n for n in range(3))
    long = made.add([file_input("rows.jsonl", rows)], title="feed", by="ana", watch=7)
    keep, short = jobs.keep_page, list[int]()

    def add_meanwhile(workspace: Workspace, id: int, page: jobs.Page) -> None:
        keep(workspace, id, page)
        if not short:
            short.append(made.add([text_input(TEXT, Given())], title="text", by="ana"))

    monkeypatch.setattr(jobs, "keep_page", add_meanwhile)
    work(made)
    first, second = jobs.pages(made.workspace, long), jobs.pages(made.workspace, short[0])
    assert [len(first), len(second)] == [3, 1]
    assert first[0].id < second[0].id < first[1].id
    assert {job.state for job in jobs.jobs(made.workspace)} == {"done"}


def test_a_line_without_an_end_is_not_read(made: Jobs) -> None:
    """Lost: all memory, to a small file that unpacks to one endless line."""
    import gzip

    made.max_bytes = 10_000
    body = gzip.compress(b'{"text": "Six died in Menaka."}\n{"text": "' + b"a" * 5_000_000)
    id = made.add([file_input("rows.jsonl.gz", body)], title="bomb", by="ana")
    work(made)
    good, bad = jobs.pages(made.workspace, id)
    assert (good.outcome, bad.outcome) == ("new", "failed")
    assert "a line is longer than 60,000 bytes" in bad.why


def test_a_path_is_read_when_its_turn_comes(made: Jobs, tmp_path: Path) -> None:
    """Lost: why a file that was taken away is not in the record."""
    id = made.add([path_input(tmp_path / "gone.txt")], title="one", by="ana")
    work(made)
    page = jobs.pages(made.workspace, id)[0]
    assert (page.outcome, page.why) == ("failed", f"{tmp_path / 'gone.txt'}: No such file or directory")
