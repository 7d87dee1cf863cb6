"""`bellwire watch` and `bellwire ingest ADDRESS`: what is lost between a folder, a feed and the record."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest
from tests.fetch.conftest import HOST, Site, answer, site  # noqa: F401  (a fixture)

from bellwire.cli import run
from bellwire.desk import Desk
from bellwire.fetch import fetcher
from bellwire.settings import Settings
from bellwire.workspace import Workspace, jobs, watched

TEXT = "Market shelled in Gao\n\nAt least 12 people were killed in Gao on Thursday, residents said."
HTML = f"<html><body><h1>Market shelled</h1><p>{TEXT} The army denied that it had fired on the town.</p></body></html>"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    return tmp_path


@pytest.fixture
def reached(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:  # noqa: F811
    """A site that fetchers reach, as they do public ones."""
    made = fetcher.Fetcher.__init__

    def local(self: fetcher.Fetcher, **given: object) -> None:
        made(self, **given, delay=0.0, resolver=lambda host, port: (HOST,), allow={(HOST, site.port)})  # type: ignore[arg-type]

    monkeypatch.setattr(fetcher.Fetcher, "__init__", local)
    return site


def kept(store: str = "bellwire.sqlite") -> int:
    with Desk.open(Settings(store=store)) as desk, desk.view() as view:
        assert not view.unrelated()
        return len(view.report_ids())


def test_a_folder_is_looked_at_once_and_each_file_read_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Lost: reports in a folder, or an hour to reading them all again each time."""
    assert run(["watch", "in", "--once"]) == 0
    assert "1 new" in capsys.readouterr().out
    assert run(["watch", "in", "--once"]) == 0
    assert capsys.readouterr().out == ""
    Path("in/b.txt").write_text("Six died in Menaka on Friday, police said.")
    Path("in/c.txt").write_bytes(b"%PDF-1.7")
    assert run(["watch", "in", "--once"]) == 0
    told = capsys.readouterr()
    assert "1 failed, 1 new" in told.out
    assert "no text" in told.err
    assert kept() == 2


def test_a_feed_is_read_and_what_it_cannot_give_is_said(reached: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Lost: a feed's stories; or that the feed is gone."""
    items = f"<item><link>{reached.url('/a')}</link></item><item><link>{reached.url('/gone')}</link></item>"
    reached.pages["/feed"] = answer(f"<rss><channel>{items}</channel></rss>".encode(), kind="application/rss+xml")
    reached.pages["/a"] = answer(HTML.encode())
    assert run(["watch", reached.url("/feed"), "--once"]) == 0
    told = capsys.readouterr()
    assert "1 failed, 1 new" in told.out
    assert "404 Not Found" in told.err
    del reached.pages["/feed"]
    assert run(["watch", reached.url("/feed"), "--once"]) == 1
    assert capsys.readouterr().err.count("/feed: the site answers 404 Not Found") == 1


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["no-such-folder"], "no such folder"),
        (["ftp://a.example/"], "only http and https"),
        (["in", "--every", "soon"], "such as 10m"),
        (["in", "--every", "1s"], "an interval is from 1 minute"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_watched_says_why(arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Lost: why nothing happens."""
    assert run(["watch", *arguments]) == 2
    assert why in capsys.readouterr().err


def test_what_an_earlier_run_left_is_read_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Lost: files that were taken up when the machine went down."""
    assert run(["watch", "in", "--once"]) == 0
    workspace = Workspace.open("bellwire.sqlite.desk")
    (place,) = watched.watches(workspace)
    assert place.paused  # a desk that is opened does not look at it too
    Path("late.txt").write_text("Six died in Menaka on Friday, police said.")
    late = [jobs.Input(kind="path", name="late.txt")]
    id = jobs.add_job(workspace, late, title="late", by="ana", at="2024-05-02T10:00:00Z", watch=place.id)
    jobs.set_state(workspace, id, "cut_off")
    workspace.close()
    assert run(["watch", "in", "--once"]) == 0
    assert kept() == 2


@pytest.mark.parametrize("number", (signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)))
def test_it_runs_until_it_is_stopped_and_ends_cleanly(folder: Path, number: int) -> None:
    """Lost: half a report; or a terminal full of traceback."""
    code = "from bellwire.cli import main; main()"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-c", code, "watch", "in"]
    os.utime(folder / "in/a.txt", (1, 1))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder
    ) as running:
        assert running.stdout is not None
        assert "1 new" in running.stdout.readline()
        running.send_signal(number)
        end = monotonic() + 10
        while running.poll() is None and monotonic() < end:
            sleep(0.05)
        if running.poll() is None:
            running.kill()  # or the whole suite waits for it
        _, told = running.communicate(timeout=5)
    assert running.returncode == 0
    assert told == "ends after the page in hand\n"
    assert kept() == 1


def test_an_address_is_ingested(reached: Site, capsys: pytest.CaptureFixture[str]) -> None:
    """Lost: the shortest way from a link to the record."""
    reached.pages["/a"] = answer(HTML.encode())
    assert run(["ingest", reached.url("/a"), "in", reached.url("/gone")]) == 0
    told = capsys.readouterr()
    assert "Read 3 pages: 3 new" in told.out
    assert "404 Not Found" in told.err
    reached.pages["/a"] = answer(HTML.replace("12", "17").encode())
    assert run(["ingest", reached.url("/a"), "in"]) == 0
    assert "1 changed, 1 unchanged" in capsys.readouterr().out
    assert run(["ingest", reached.url("/gone"), "--strict"]) == 1


@pytest.mark.parametrize(
    ("address", "why"), [("http://127.0.0.1/", "private network"), ("http://a:b@c.example/", "password")]
)
def test_an_address_that_must_not_be_fetched_is_refused(
    address: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lost: what listens on this machine alone."""
    assert run(["ingest", address, "--strict"]) in (1, 2)
    assert why in capsys.readouterr().err
