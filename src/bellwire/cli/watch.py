"""`bellwire watch`: look at folders and feeds again and again, and read what is new."""

import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from threading import Event, Thread
from time import monotonic, time

import click

from bellwire.cli.common import say, store_option
from bellwire.desk import Desk, utc_now
from bellwire.errors import InputError
from bellwire.fetch.watching import SETTLED, watched_place
from bellwire.settings import Settings, resolve
from bellwire.web.jobs import Jobs
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace, watched, workspace_of
from bellwire.workspace.jobs import job_of, pages, unfinished
from bellwire.workspace.watched import WatchKind

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
NAP = 1.0
"""Seconds between two looks at the clock."""


@click.command("watch")
@click.argument("places", nargs=-1, required=True, metavar="FOLDER|FEED...")
@store_option
@click.option("--every", default="10m", show_default=True, metavar="TIME", help="How long between two looks: 10m, 2h.")
@click.option("--once", is_flag=True, help="Look once, read what is new, and end.")
@click.option("--content-only", is_flag=True, help="Of a feed, read what it says itself; its pages are not fetched.")
def command(places: tuple[str, ...], store: str | None, every: str, once: bool, content_only: bool) -> int:
    """Watch folders and feeds: read what is new in them, relate it to what is there, and keep it. Ctrl-C ends it.

    What was read is remembered beside the store, also for the next time. A desk that is open (`bellwire serve`)
    watches places by itself: add them there, under "Add reports".

    \b
    Example:
      bellwire watch incoming/ https://example.org/news/feed.xml --every 30m
      bellwire watch incoming/ --once --store desk.sqlite
    """
    return _watch(resolve({"store": store}).settings, places, seconds_of(every), once=once, content_only=content_only)


def seconds_of(every: str) -> int:
    """The seconds of a length of time; raises InputError where it is none.

    >>> seconds_of("10m"), seconds_of("2h"), seconds_of("90 s")
    (600, 7200, 90)
    """
    found = re.fullmatch(r"(\d{1,6})\s*([smhd])", every.strip().lower())
    if found is None:
        raise InputError(f"--every {every}: give a number and s, m, h or d, such as 10m")
    return int(found[1]) * UNITS[found[2]]


def _watch(settings: Settings, places: Sequence[str], every: int, *, once: bool, content_only: bool) -> int:
    wanted = tuple(dict.fromkeys(map(watched_place, places)))
    with Desk.open(settings) as desk, closing(Workspace.open(workspace_of(settings.store))) as workspace:
        ids = [_kept(workspace, kind, place, every, content_only=content_only) for kind, place in wanted]
        jobs = Jobs(desk, workspace, Writing())
        with _ended_by_signal(jobs.ending):
            due = dict.fromkeys(ids, 0.0)
            while not jobs.ending.is_set():
                for id in [id for id, at in due.items() if monotonic() >= at and not jobs.ending.is_set()]:
                    due[id] = monotonic() + _look(jobs, id, every, once=once)
                if once:
                    break
                jobs.ending.wait(NAP)
        failed = [watch for id in ids if (watch := watched.watch_of(workspace, id)) and watch.last_error]
    return int(once and bool(failed))


def _kept(workspace: Workspace, kind: WatchKind, place: str, every: int, *, content_only: bool) -> int:
    """The number of a watch. One of the desk's own is used as it is; a new one is paused there, and looked at here."""
    there = next((w for w in watched.watches(workspace) if (w.kind, w.place) == (kind, place)), None)
    if there is not None:
        return there.id
    more = {"content_only": content_only, "paused": True}
    return watched.add_watch(workspace, kind, place, every=every, by="bellwire watch", at=utc_now(), **more)


def _look(jobs: Jobs, id: int, every: int, *, once: bool) -> float:
    """Looks at a place, reads what is new and what an earlier run left; gives the seconds to the next look."""
    for left in unfinished(jobs.workspace, id):
        jobs.go_on(left)
        _read(jobs, left)
    watch = watched.watch_of(jobs.workspace, id)
    if watch is None:
        raise InputError("this place is watched no longer: it was removed at the desk")
    number = jobs.look(watch, now=time() + SETTLED if once else None)  # there is no next look for the newest files
    if number is not None:
        _read(jobs, number)
    after = watched.watch_of(jobs.workspace, id) or watch
    if after.last_error:
        say(after.last_error if after.place in after.last_error else f"{after.place}: {after.last_error}")
    return float(every * min(2**after.fails, watched.SLOWEST))


def _read(jobs: Jobs, number: int) -> None:
    """Reads what a job has to read, and says what came of it."""
    job = job_of(jobs.workspace, number)
    if job is None:
        return
    jobs.run(job)
    job = job_of(jobs.workspace, number) or job
    for page in pages(jobs.workspace, number, failed=True):
        say(page.why if page.name in page.why else f"{page.name}: {page.why}")
    counted = ", ".join(f"{count} {outcome}" for outcome, count in sorted(job.outcomes))
    click.echo(f"{utc_now()} {job.title}: {counted or 'nothing'}")


@contextmanager
def _ended_by_signal(ending: Event) -> Iterator[None]:
    """Ctrl-C, or the system's wish to end, sets the event; a second Ctrl-C ends at once."""

    asked = False

    def end(number: int, _: object) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        Thread(target=set_ending).start()  # here it could wait for ever: the lock may be held by what was interrupted

    def set_ending() -> None:
        say("ends after the page in hand")
        ending.set()

    kept = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
