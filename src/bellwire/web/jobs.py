"""Reading jobs: pages to read, relate and keep, one after the other, while people work at the desk.

One thread reads, because the store has one writer; another looks at what is watched. Both leave their work in the
workspace after every page, so that a desk that ends, or is ended, can say what was cut off and go on with it.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from threading import Event, Lock, Thread
from time import monotonic, time

from bellwire.desk import Desk, code_pages, config_digest, utc_now
from bellwire.errors import BellwireError, StoreError
from bellwire.fetch import Fetcher, Robots
from bellwire.fetch.inputs import pages_in
from bellwire.fetch.watching import look_at
from bellwire.model import Report
from bellwire.read import ReadPage
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace, jobs, watched
from bellwire.workspace.jobs import Input, Job, Page
from bellwire.workspace.watched import Watch

PATIENCE = 3600.0
"""Seconds that a job waits for its turn to write: others' turns are short, but it must not fail where one is not."""
IDLE = 30.0
"""Seconds after which the reading thread looks for jobs even though nobody told it of one."""
LOOK = 2.0
"""Seconds between two looks at which places are due."""
ENDING = 15.0
"""Seconds in which a page in hand is finished when the desk ends; one that is not is read when it goes on."""
AGAIN = 5.0
"""Seconds after which it is tried again where the workspace itself cannot be written."""
MANY = 20
"""Pages from which on it pays to start processes: each takes 3 seconds to begin (2026-11)."""
LOST = frozenset(("unreadable", "empty"))
"""Issues of a page that has nothing to keep."""
TOLD = frozenset(("part_failed", "too_large", "no_article", "bad_date", "bad_field"))
"""Issues that whoever added a page is told of, though it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What is being done just now: of which job, and a word for it (reading, relating) with the page's name."""

    job: int
    stage: str
    name: str


class Jobs:
    """What is to be read at a desk, and what became of it. `start` and `stop` belong to the desk's life."""

    def __init__(self, desk: Desk, workspace: Workspace, writing: Writing, *, fetcher: Fetcher | None = None) -> None:
        self.desk, self.workspace, self.writing = desk, workspace, writing
        self.ending = Event()
        self.max_bytes = int(desk.settings.max_page_mb * 1e6)
        self._fetcher = fetcher or Fetcher(most=self.max_bytes, wait=self.ending.wait)
        self._robots = Robots(self._fetcher)
        self._config = config_digest(desk.settings)
        self._called, self._lock = Event(), Lock()
        self._stopped: set[int] = set()
        self._changes = 0
        self._doing: Doing | None = None
        self.trouble: str | None = None
        self._threads: list[Thread] = []

    # ------------------------------------------------------------ the desk's life

    def start(self) -> None:
        """Begins to work: on what waits, and with what is watched. What was at work when a desk ended was cut off."""
        jobs.cut_off(self.workspace, utc_now())
        self.ending.clear()
        self._threads = [
            Thread(target=self._read_all, name="bellwire-jobs", daemon=True),
            Thread(target=self._watch_all, name="bellwire-watches", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends after the page in hand; what is left of a job can go on another time."""
        self.ending.set()
        self._called.set()
        self._changed()
        end = monotonic() + ENDING
        for thread in self._threads:
            thread.join(max(0.0, end - monotonic()))
        self._threads = []

    # ------------------------------------------------------------ what people ask for

    def add(self, inputs: Sequence[Input], *, title: str, by: str, watch: int | None = None) -> int:
        """Lets something be read; gives the job's number."""
        number = jobs.add_job(self.workspace, inputs, title=title, by=by, at=utc_now(), watch=watch)
        self._called.set()
        self._changed()
        return number

    def end(self, id: int) -> bool:
        """Stops a job: one that waits at once, one at work after the page in hand. Whether there was one to stop."""
        stopped = jobs.set_state(self.workspace, id, "stopped", at=utc_now(), from_=("waiting",))
        if not stopped and (job := jobs.job_of(self.workspace, id)) is not None and job.state == "working":
            with self._lock:
                self._stopped.add(id)
            stopped = True
        self._changed()
        return stopped

    def go_on(self, id: int) -> bool:
        """Lets a job that was stopped or cut off go on where it was; whether there was one."""
        found = jobs.set_state(self.workspace, id, "waiting", from_=("stopped", "cut_off"))
        self._called.set()
        self._changed()
        return found

    def try_again(self, id: int) -> int:
        """Lets a job read again what failed; gives how many inputs that are."""
        count = jobs.try_again(self.workspace, id)
        self._called.set()
        self._changed()
        return count

    # ------------------------------------------------------------ what is to be seen of it

    @property
    def changes(self) -> int:
        """A number that grows whenever something has changed."""
        return self._changes

    @property
    def doing(self) -> Doing | None:
        """What is being done just now."""
        return self._doing

    def _changed(self) -> None:
        with self._lock:
            self._changes += 1

    def _do(self, job: int, stage: str, name: str) -> None:
        self._doing = Doing(job=job, stage=stage, name=name)
        self._changed()

    # ------------------------------------------------------------ reading

    def _read_all(self) -> None:
        while not self.ending.is_set():
            try:
                job = jobs.next_job(self.workspace)
                if job is not None:
                    self.run(job)
                else:
                    self._called.wait(IDLE)
                    self._called.clear()
            except BellwireError as error:  # the workspace itself fails: say so, and look again
                self._trouble(error)

    def _trouble(self, error: BellwireError) -> None:
        self.trouble = str(error)
        self._doing = None
        self._changed()
        self.ending.wait(AGAIN)
        with suppress(BellwireError):
            jobs.cut_off(self.workspace, utc_now())
            self.trouble = None

    def run(self, job: Job) -> None:
        """Reads what a job has still to read, in this thread, until it is done, stopped, or the desk ends."""
        if not jobs.set_state(self.workspace, job.id, "working", from_=("waiting",)):
            return
        with self._lock:
            self._stopped.discard(job.id)  # a stop that came as the job ended before
        self._do(job.id, "reading", "")
        workers = self.desk.settings.workers if job.total - job.done >= MANY else 1
        while not self._must_stop(job.id) and not self._read_on(job, workers):
            workers = 1  # the next page that cannot be coded is then known for certain
        self._finish(job)

    def _read_on(self, job: Job, workers: int) -> bool:
        """Reads until the end, or a page that cannot be coded, which is set aside; whether it came to the end."""
        stream = _Stream(self, job)
        reports = code_pages(stream.pages(), workers=workers, config_sha256=self._config)
        while True:
            try:
                report = next(reports, None)
            except Exception as error:  # one page must not end the desk's reading for good
                if isinstance(error, StoreError) or not stream.waiting:
                    raise
                given, page = stream.waiting.popleft()
                self._keep_page(job, _failed(given, _name(given, page), error))
                return False
            if report is None:
                return True
            given, page = stream.waiting.popleft()
            self._keep_page(job, self._kept(job, given, page, report))
            stream.settle()
            if self._must_stop(job.id) or self._gives_way(job):
                return True

    def _finish(self, job: Job) -> None:
        with self._lock:
            stopped = job.id in self._stopped
            self._stopped.discard(job.id)
        left = bool(jobs.unread_inputs(self.workspace, job.id))
        state: jobs.State = "done"
        if left:
            state = "stopped" if stopped else "cut_off" if self.ending.is_set() else "waiting"
        jobs.set_state(self.workspace, job.id, state, at=None if state == "waiting" else utc_now())
        self._doing = None
        self._changed()

    def _gives_way(self, job: Job) -> bool:
        """Whether what was found at a watched place waits for what a person has added since."""
        first = jobs.next_job(self.workspace) if job.watch is not None else None
        return first is not None and first.watch is None

    def _must_stop(self, id: int) -> bool:
        return self.ending.is_set() or id in self._stopped

    def _pages(self, job: Job, given: Input) -> Iterator[ReadPage]:
        """The pages of an input that were not read yet. What cannot be read is kept as failed."""
        done = jobs.pages_read(self.workspace, given.id)
        self._do(job.id, "reading", given.name)
        try:
            body = jobs.input_body(self.workspace, given.id) if given.kind in ("file", "text") else b""
            pages = pages_in(given, body, self._fetcher, self._robots, max_bytes=self.max_bytes)
            if given.kind == "url":  # a feed may have got new entries meanwhile: what was read is known by its id
                read = jobs.reports_read(self.workspace, given.id)
                yield from (page for page in pages if page.id not in read)
            else:
                yield from islice(pages, done, None)
        except Exception as error:  # one page must not end the desk's reading for good
            if isinstance(error, StoreError):
                raise
            self._keep_page(job, _failed(given, given.name, error))

    def _kept(self, job: Job, given: Input, page: ReadPage, report: Report) -> Page:
        """Keeps and relates a report; gives what became of its page."""
        name = _name(given, page)
        lost = [issue.message for issue in report.issues if issue.code in LOST]
        if lost:
            return Page(input=given.id, name=name, outcome="failed", why=lost[0])
        told = [issue.message for issue in report.issues if issue.code in TOLD]
        try:
            with self.writing.turn(PATIENCE):
                ((_, outcome),) = self.desk.keep([report])
        except Exception as error:  # noqa: BLE001  (a full disk is said page by page, and can be tried again)
            return _failed(given, name, error)
        self._do(job.id, "relating", name)
        try:
            self._relate()
        except Exception as error:  # noqa: BLE001  (what is kept is kept, and is related with the next page)
            told.append(_plain(error))
        joined = self._incidents_of(report)
        return Page(input=given.id, name=name, outcome=outcome, why="; ".join(told), report=report.id, incidents=joined)

    def _relate(self) -> None:
        """Relates what waits, a turn a report, so that nobody waits for more than one."""
        related = self.desk.relate()
        while True:
            with self.writing.turn(PATIENCE):
                if next(related, None) is None:
                    return

    def _incidents_of(self, report: Report) -> tuple[str, ...]:
        with self.desk.view() as view:
            ids = dict.fromkeys(view.incidents_ever(report.id).values())
            return tuple(id for id in ids if view.incident(id) is not None)

    def _keep_page(self, job: Job, page: Page) -> None:
        jobs.keep_page(self.workspace, job.id, page)
        if job.watch is not None and page.outcome == "failed":
            watched.seen_failed(self.workspace, job.watch, page.name)
        self._changed()

    # ------------------------------------------------------------ watching

    def _watch_all(self) -> None:
        while not self.ending.wait(LOOK):
            with suppress(BellwireError):  # the workspace itself fails: the reading thread says so
                self.look_at_due()

    def look_at_due(self) -> None:
        """Looks at all watched places whose time has come."""
        for watch in watched.due(self.workspace, utc_now(), busy=jobs.busy_watches(self.workspace)):
            if self.ending.is_set():
                return
            self.look(watch)

    def look(self, watch: Watch, *, now: float | None = None) -> int | None:
        """Looks at a watched place now; gives the number of the job for what is new there, None where nothing is."""
        try:
            found = look_at(watch, self.workspace, self._fetcher, now=time() if now is None else now)
        except Exception as error:  # noqa: BLE001  (one place that cannot be read must not end the watching of others)
            watched.looked(self.workspace, watch.id, at=utc_now(), error=_plain(error))
            self._changed()
            return None
        number = None
        if found.inputs:
            number = self.add(found.inputs, title=watch.place, by=watch.by, watch=watch.id)
            watched.keep_seen(self.workspace, watch.id, dict(found.marks))
        watched.looked(
            self.workspace,
            watch.id,
            at=utc_now(),
            found=len(found.inputs),
            etag=found.etag,
            modified=found.modified,
        )
        self._changed()
        return number


class _Stream:
    """The pages of a job's inputs, one after another, and which of them were read but not kept yet."""

    def __init__(self, jobs: Jobs, job: Job) -> None:
        self._jobs, self._job = jobs, job
        self._given_out: list[Input] = []
        self.waiting: deque[tuple[Input, ReadPage]] = deque()

    def pages(self) -> Iterator[ReadPage]:
        """The pages, each noted as it goes to be coded: reports come back in the same order."""
        for given in jobs.unread_inputs(self._jobs.workspace, self._job.id):
            if self._jobs._must_stop(self._job.id):
                return
            for page in self._jobs._pages(self._job, given):
                self.waiting.append((given, page))
                yield page
            self._given_out.append(given)
            self.settle()

    def settle(self) -> None:
        """Says of the inputs all of whose pages are kept that they were read."""
        open_ = {given.id for given, _ in self.waiting}
        for given in [g for g in self._given_out if g.id not in open_]:
            jobs.input_read(self._jobs.workspace, given.id)
            self._given_out.remove(given)


def _name(given: Input, page: ReadPage) -> str:
    """What a page is called: its input's name, with what tells it from the input's other pages."""
    if given.kind in ("path", "entry", "text"):
        return given.name
    if given.kind == "url":
        return page.document.url or page.id
    return given.name if given.pages == 1 else f"{given.name}: {page.document.title or page.id}"


def _failed(given: Input, name: str, error: Exception) -> Page:
    return Page(input=given.id, name=name, outcome="failed", why=_plain(error))


def _plain(error: Exception) -> str:
    """What went wrong, in a line."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    if isinstance(error, BellwireError):
        return " ".join(str(error).split())
    return f"this page cannot be read ({type(error).__name__}: {error}); please report it with the page"


__all__ = ["Doing", "Jobs"]
