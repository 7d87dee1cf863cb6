"""Reading jobs: what is to be read, how far it has come, and what became of each page.

What was sent is kept until it is read, so that a job that was cut off can go on, and what failed be tried again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    case,
    delete,
    func,
    insert,
    select,
    update,
)

from bellwire.model.codec import decode_any, encode_plain
from bellwire.workspace.database import Workspace, table

State = Literal["waiting", "working", "done", "stopped", "cut_off"]
InputKind = Literal["file", "path", "text", "url", "entry"]
PageOutcome = Literal["new", "changed", "unchanged", "failed"]
UNDONE: tuple[State, ...] = ("waiting", "working")
KEPT_JOBS = 100
"""Jobs that are over and still listed; older ones are forgotten, with what they could not read."""

job = table(
    "job",
    Column("id", Integer, primary_key=True),
    Column("title", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("ended", Text),
    Column("watch", Integer),
    Index("job_by_state", "state", "id"),
)
job_input = table(
    "job_input",
    Column("id", Integer, primary_key=True),
    Column("job", Integer, ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary),
    Column("said", Text, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("read", Integer, nullable=False),
    Index("job_input_by_job", "job", "id"),
)
job_page = table(
    "job_page",
    Column("id", Integer, primary_key=True),
    Column("job", Integer, ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
    Column("input", Integer, ForeignKey("job_input.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("report", Text),
    Column("incidents", Text, nullable=False),
    Index("job_page_by_job", "job", "id"),
    Index("job_page_by_input", "input"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something to read: a file's bytes, a path, a pasted text, an address, a feed's entry.

    `said` is what is known of it, as JSON for whoever reads it; `pages` is how many it holds, as far as is known.
    `read` says that all of it was read before.
    """

    id: int = 0
    kind: InputKind
    name: str
    body: bytes | None = None
    said: str = "{}"
    pages: int = 1
    read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What became of a page. `why` says what failed, or what is to be known of a page that was read."""

    id: int = 0
    input: int
    name: str
    outcome: PageOutcome
    why: str = ""
    report: str | None = None
    incidents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job: who asked for it, how far it is (`done` of `total` pages), and how many pages had each outcome."""

    id: int
    title: str
    by: str
    state: State
    made: str
    ended: str | None
    watch: int | None
    total: int
    done: int
    outcomes: tuple[tuple[PageOutcome, int], ...]

    def count(self, outcome: PageOutcome) -> int:
        """Pages that had an outcome."""
        return dict(self.outcomes).get(outcome, 0)

    @property
    def over(self) -> bool:
        """Whether nothing more happens by itself."""
        return self.state not in UNDONE


# ---------------------------------------------------------------- to ask for one


def add_job(
    workspace: Workspace, inputs: Sequence[Input], *, title: str, by: str, at: str, watch: int | None = None
) -> int:
    """Keeps a job for what is to be read; gives its number.

    >>> workspace = Workspace.open("sqlite://")
    >>> number = add_job(workspace, [Input(kind="url", name="https://news.example/a")], title="1 address", by="ana",
    ...                  at="2024-05-02T10:00:00Z")
    >>> found = job_of(workspace, number)
    >>> found.state, found.total, found.done
    ('waiting', 1, 0)
    """
    row = {"title": title, "by": by, "state": "waiting", "made": at, "watch": watch}
    with workspace.begin() as connection:
        number = connection.execute(insert(job).values(row)).inserted_primary_key
        assert number is not None
        rows = [
            {
                "job": number[0],
                "kind": i.kind,
                "name": i.name,
                "body": i.body,
                "said": i.said,
                "pages": i.pages,
                "read": 0,
            }
            for i in inputs
        ]
        connection.execute(insert(job_input), rows)
        _forget_old(connection)
    return cast(int, number[0])


def _forget_old(connection: Connection) -> None:
    over = select(job.c.id).where(job.c.state.not_in(UNDONE)).order_by(job.c.id.desc()).offset(KEPT_JOBS)
    connection.execute(delete(job).where(job.c.id.in_(over.limit(1000))))


# ---------------------------------------------------------------- to look at them


def jobs(workspace: Workspace, *, limit: int = 20) -> tuple[Job, ...]:
    """The last jobs, the newest first."""
    with workspace.connect() as connection:
        return _jobs(connection, select(job).order_by(job.c.id.desc()).limit(limit))


def job_of(workspace: Workspace, id: int) -> Job | None:
    """A job; None where there is none of that number."""
    with workspace.connect() as connection:
        found = _jobs(connection, select(job).where(job.c.id == id))
    return found[0] if found else None


def next_job(workspace: Workspace) -> Job | None:
    """The job that has waited longest, those of people before those of watches; None where none waits."""
    query = select(job).where(job.c.state == "waiting").order_by(job.c.watch.is_not(None), job.c.id).limit(1)
    with workspace.connect() as connection:
        found = _jobs(connection, query)
    return found[0] if found else None


def _jobs(connection: Connection, query: Any) -> tuple[Job, ...]:
    rows = connection.execute(query).all()
    ids = [row.id for row in rows]
    i, p = job_input.c, job_page.c
    expected = select(i.job, func.sum(i.pages).label("pages")).where(i.job.in_(ids)).group_by(i.job)
    totals = {row.job: int(row.pages) for row in connection.execute(expected)}
    counted: dict[int, list[tuple[PageOutcome, int]]] = {}
    for row in connection.execute(
        select(p.job, p.outcome, func.count().label("n")).where(p.job.in_(ids)).group_by(p.job, p.outcome)
    ):
        counted.setdefault(row.job, []).append((row.outcome, row.n))
    return tuple(
        Job(
            **{name: getattr(row, name) for name in ("id", "title", "by", "state", "made", "ended", "watch")},
            total=max(totals.get(row.id, 0), sum(n for _, n in counted.get(row.id, ()))),
            done=sum(n for _, n in counted.get(row.id, ())),
            outcomes=tuple(counted.get(row.id, ())),
        )
        for row in rows
    )


def unread_inputs(workspace: Workspace, id: int) -> tuple[Input, ...]:
    """What a job has still to read, without the bytes (see `input_body`)."""
    c = job_input.c
    query = select(c.id, c.kind, c.name, c.said, c.pages).where((c.job == id) & (c.read == 0)).order_by(c.id)
    with workspace.connect() as connection:
        return tuple(Input(**row) for row in connection.execute(query).mappings())


def input_body(workspace: Workspace, id: int) -> bytes:
    """The bytes of an input."""
    with workspace.connect() as connection:
        return connection.scalar(select(job_input.c.body).where(job_input.c.id == id)) or b""


def pages_read(workspace: Workspace, input: int) -> int:
    """How many pages of an input have an outcome."""
    with workspace.connect() as connection:
        return connection.scalar(select(func.count()).where(job_page.c.input == input)) or 0


def reports_read(workspace: Workspace, input: int) -> frozenset[str]:
    """The ids of the reports that pages of an input became."""
    with workspace.connect() as connection:
        found = connection.scalars(select(job_page.c.report).where(job_page.c.input == input))
        return frozenset(id for id in found if id is not None)


def pages(workspace: Workspace, id: int, *, after: int = 0, limit: int = 100, failed: bool = False) -> tuple[Page, ...]:
    """What became of a job's pages, in order, from after a page on; or of those that failed."""
    c = job_page.c
    query = select(job_page).where((c.job == id) & (c.id > after)).order_by(c.id).limit(limit)
    with workspace.connect() as connection:
        rows = connection.execute(query.where(c.outcome == "failed") if failed else query).all()
    return tuple(_page(row) for row in rows)


def last_pages(workspace: Workspace, id: int, *, limit: int = 100) -> tuple[Page, ...]:
    """What became of the pages that were read last, the newest first."""
    c = job_page.c
    with workspace.connect() as connection:
        rows = connection.execute(select(job_page).where(c.job == id).order_by(c.id.desc()).limit(limit)).all()
    return tuple(_page(row) for row in rows)


def _page(row: Any) -> Page:
    values = {name: getattr(row, name) for name in ("id", "input", "name", "outcome", "why", "report")}
    return Page(**values, incidents=tuple(decode_any(row.incidents)))


# ---------------------------------------------------------------- to move them on


def set_state(
    workspace: Workspace, id: int, state: State, *, at: str | None = None, from_: Iterable[State] = ()
) -> bool:
    """Gives a job a state, where it has one of those that it may come from; whether it did."""
    query = update(job).where(job.c.id == id).values(state=state, ended=at)
    with workspace.begin() as connection:
        return connection.execute(query.where(job.c.state.in_(from_)) if from_ else query).rowcount > 0


def cut_off(workspace: Workspace, at: str) -> int:
    """Says of the jobs that were at work when the desk ended that they were cut off; gives how many.

    Those of a watch wait again: nobody asked for them, so nobody would let them go on.
    """
    working = update(job).where(job.c.state == "working")
    watching = update(job).where(job.c.state.in_(("working", "cut_off")) & job.c.watch.is_not(None))
    with workspace.begin() as connection:
        connection.execute(watching.values(state="waiting", ended=None))
        return connection.execute(working.values(state="cut_off", ended=at)).rowcount


def keep_page(workspace: Workspace, id: int, page: Page) -> None:
    """Keeps what became of a page."""
    row = {"job": id, "input": page.input, "name": page.name, "outcome": page.outcome, "why": page.why}
    row |= {"report": page.report, "incidents": encode_plain(page.incidents).decode()}
    with workspace.begin() as connection:
        connection.execute(insert(job_page), [row])


def input_read(workspace: Workspace, input: int) -> None:
    """Says that all of an input was read; its bytes are kept only where some of it failed, for another try."""
    c = job_page.c
    with workspace.begin() as connection:
        count, failed = connection.execute(
            select(func.count(), func.sum(case((c.outcome == "failed", 1), else_=0))).where(c.input == input)
        ).one()
        values: dict[str, Any] = {"read": 1, "pages": count}
        if not failed:
            values["body"] = None
        connection.execute(update(job_input).where(job_input.c.id == input).values(values))


def try_again(workspace: Workspace, id: int) -> int:
    """Lets a job that is over read once more what failed; gives how many inputs that are."""
    failed = select(job_page.c.input).where((job_page.c.job == id) & (job_page.c.outcome == "failed")).distinct()
    with workspace.begin() as connection:
        state = connection.scalar(select(job.c.state).where(job.c.id == id))
        inputs = list(connection.scalars(failed)) if state not in (None, *UNDONE) else []
        if inputs:
            connection.execute(delete(job_page).where(job_page.c.input.in_(inputs)))
            connection.execute(update(job_input).where(job_input.c.id.in_(inputs)).values(read=0))
            connection.execute(update(job).where(job.c.id == id).values(state="waiting", ended=None))
    return len(inputs)


def forget_job(workspace: Workspace, id: int) -> bool:
    """Forgets a job that is over, and what it could not read; the record keeps what it read. Whether there was one."""
    with workspace.begin() as connection:
        return connection.execute(delete(job).where((job.c.id == id) & job.c.state.not_in(UNDONE))).rowcount > 0


def busy_watches(workspace: Workspace) -> frozenset[int]:
    """The watches that have a job which is not over."""
    query = select(job.c.watch).where(job.c.watch.is_not(None) & job.c.state.in_(UNDONE))
    with workspace.connect() as connection:
        return frozenset(connection.scalars(query))


def unfinished(workspace: Workspace, watch: int) -> tuple[int, ...]:
    """The jobs of a watch that wait, were stopped or cut off, the oldest first."""
    c = job.c
    query = select(c.id).where((c.watch == watch) & c.state.in_(("waiting", "stopped", "cut_off"))).order_by(c.id)
    with workspace.connect() as connection:
        return tuple(connection.scalars(query))
