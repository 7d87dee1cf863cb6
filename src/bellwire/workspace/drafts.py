"""Drafts of briefs: sentences with their evidence, as an analyst words, hides and orders them. Every version is kept.

A draft is one value. A change makes a new one from the one before; `undo` goes back to what was before the last change
that was not undone, and is a change itself, so that nothing is lost.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy import Column, Connection, ForeignKey, Integer, LargeBinary, Text, delete, insert, select, update

from bellwire.errors import InputError
from bellwire.model.codec import decode, encode
from bellwire.workspace.database import Workspace, table

LineKind = Literal["sentence", "account", "note"]
MOST_VERSIONS = 200
"""Versions of a draft that are kept; a version of a long brief is some 100 KB (2026-11)."""


class DraftChanged(InputError):
    """Somebody else changed the draft, or the line of it, since it was shown."""


draft = table(
    "draft",
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("removed", Integer, nullable=False),
)
draft_version = table(
    "draft_version",
    Column("draft", Text, ForeignKey("draft.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("before", Integer, nullable=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRef:
    """What a line rests on: the record of a report, and its words when the line was written."""

    report: str
    record: str | None = None
    words: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """A sentence, an account of a contested point (`point`, `holder`, `when`), or a note.

    `original` is the wording that was written from the record; a note has none, and rests on nothing: it is the words
    of the analyst who wrote it (`edited_by`). `version` is the draft's version in which the line changed last. `gone`
    says what became of its evidence, where the record bears it no more.
    """

    id: str
    kind: LineKind = "sentence"
    text: str
    original: str = ""
    refs: tuple[DraftRef, ...] = ()
    about: str = ""
    holders: tuple[str, ...] = ()
    point: str = ""
    holder: str = ""
    when: str = ""
    hidden: bool = False
    edited_by: str | None = None
    version: int = 0
    gone: str | None = None

    def __post_init__(self) -> None:
        if self.kind != "note" and not self.refs:
            raise ValueError(f"no sentence without evidence: {self.text!r}")

    @property
    def edited(self) -> bool:
        """Whether an analyst worded it."""
        return self.kind == "sentence" and self.text != self.original


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """A head and its lines."""

    id: str
    kind: str
    head: str
    lines: tuple[DraftLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """A report by its number."""

    number: int
    report: str
    outlet: str
    title: str
    when: str
    url: str | None = None
    copy_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceDraft:
    """A brief that is being written. `filter` are the pairs of the query that chose its incidents.

    `made_at` is when it was written from the record, or compared with it last; `version` counts its changes.
    """

    id: str
    title: str
    filter: tuple[tuple[str, str], ...] = ()
    as_known_on: str | None = None
    made_at: str
    by: str
    sections: tuple[DraftSection, ...] = ()
    sources: tuple[DraftSource, ...] = ()
    method: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    version: int = 1
    changed_at: str = ""
    changed_by: str = ""

    def lines(self) -> Iterator[DraftLine]:
        """All lines, in order."""
        return (line for section in self.sections for line in section.lines)

    def line(self, id: str) -> DraftLine:
        """The line of an id; raises InputError where there is none."""
        found = next((line for line in self.lines() if line.id == id), None)
        if found is None:
            raise InputError("the brief has no such sentence any longer; load the page again")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """A draft in the list of drafts."""

    id: str
    title: str
    version: int
    made_at: str
    made_by: str
    changed_at: str
    changed_by: str


Change = Callable[[WorkspaceDraft], WorkspaceDraft]


def keep_draft(workspace: Workspace, made: WorkspaceDraft) -> WorkspaceDraft:
    """Keeps a new draft; gives it as it is kept.

    >>> workspace = Workspace.open("sqlite://")
    >>> made = keep_draft(workspace, WorkspaceDraft(id="b-1", title="Gao", made_at="2024-05-02T10:00:00Z", by="ana"))
    >>> again = change_draft(workspace, "b-1", lambda d: replace(d, title="Gao, May"), by="bo", now="2024-05-02T11:00:00Z")
    >>> again.version, find_draft(workspace, "b-1").title, undo_draft(workspace, "b-1", by="bo", now="2024-05-02T12:00:00Z")
    (2, 'Gao, May', 'changed')
    >>> find_draft(workspace, "b-1").title, [entry.version for entry in list_drafts(workspace)]
    ('Gao', [3])
    """  # noqa: E501
    kept = replace(made, version=1, changed_at=made.made_at, changed_by=made.by)
    with workspace.begin() as connection:
        connection.execute(insert(draft).values(id=kept.id, made_at=kept.made_at, made_by=kept.by, **_row(kept)))
        _add_version(connection, kept, before=None, what="made")
    return kept


def find_draft(workspace: Workspace, id: str) -> WorkspaceDraft | None:
    """A draft as it is now; None where there is none, or it was removed."""
    with workspace.connect() as connection:
        return _current(connection, id)


def list_drafts(workspace: Workspace) -> tuple[DraftEntry, ...]:
    """All drafts that were not removed, the one that changed last first."""
    c = draft.c
    columns = (c.id, c.title, c.version, c.made_at, c.made_by, c.changed_at, c.changed_by)
    with workspace.connect() as connection:
        rows = connection.execute(select(*columns).where(c.removed == 0).order_by(c.changed_at.desc(), c.id))
        return tuple(DraftEntry(**row) for row in rows.mappings())


def change_draft(
    workspace: Workspace, id: str, change: Change, *, by: str, now: str, what: str = "changed"
) -> WorkspaceDraft:
    """Changes a draft within one transaction, and gives what it is then; what `change` raises leaves it as it was.

    Nothing is written where nothing changes. Raises InputError where there is no such draft.
    """
    with workspace.begin() as connection:
        before = _current(connection, id)
        if before is None:
            raise InputError(f"there is no brief {id}")
        made = change(before)
        if made == before:
            return before
        return _keep(connection, made, before.version, before.version, by=by, now=now, what=what)


def undo_draft(workspace: Workspace, id: str, *, by: str, now: str, seen: int | None = None) -> str | None:
    """Takes back the last change that was not taken back; says what that was, None where nothing is left to undo.

    `seen` is the version that the person sees: raises DraftChanged where it is another by now, and InputError where
    there is no such draft.
    """
    c = draft_version.c
    with workspace.begin() as connection:
        current = _current(connection, id)
        if current is None:
            raise InputError(f"there is no brief {id}")
        if seen is not None and seen != current.version:
            raise DraftChanged(f"{current.changed_by} changed the brief meanwhile; look at it before you undo")
        last = connection.execute(select(c.before, c.what).where(c.draft == id, c.version == current.version)).one()
        asked = select(c.before, c.what, c.body).where(c.draft == id, c.version == last.before)
        earlier = connection.execute(asked).first()
        if earlier is None:
            return None
        body = decode(earlier.body, WorkspaceDraft)
        _keep(connection, body, current.version, earlier.before, by=by, now=now, what=earlier.what)
        return str(last.what)


def remove_draft(workspace: Workspace, id: str, *, removed: bool = True) -> None:
    """Takes a draft off the list, or puts it back; its versions are kept."""
    with workspace.begin() as connection:
        connection.execute(update(draft).where(draft.c.id == id).values(removed=int(removed)))


def _row(made: WorkspaceDraft) -> dict[str, object]:
    return {
        "version": made.version,
        "title": made.title,
        "changed_at": made.changed_at,
        "changed_by": made.changed_by,
        "removed": 0,
    }


def _current(connection: Connection, id: str) -> WorkspaceDraft | None:
    d, v = draft.c, draft_version.c
    joined = draft.join(draft_version, (d.id == v.draft) & (d.version == v.version))
    body = connection.scalar(select(v.body).select_from(joined).where(d.id == id, d.removed == 0))
    return decode(body, WorkspaceDraft) if body is not None else None


def _keep(
    connection: Connection,
    made: WorkspaceDraft,
    current: int,
    before: int | None,
    *,
    by: str,
    now: str,
    what: str,
) -> WorkspaceDraft:
    kept = replace(made, version=current + 1, changed_at=now, changed_by=by)
    connection.execute(update(draft).where(draft.c.id == kept.id).values(**_row(kept)))
    _add_version(connection, kept, before=before, what=what)
    old = (draft_version.c.draft == kept.id) & (draft_version.c.version <= kept.version - MOST_VERSIONS)
    connection.execute(delete(draft_version).where(old))
    return kept


def _add_version(connection: Connection, made: WorkspaceDraft, *, before: int | None, what: str) -> None:
    row = {"draft": made.id, "version": made.version, "before": before, "at": made.changed_at, "by": made.changed_by}
    connection.execute(insert(draft_version).values(**row, what=what, body=encode(made)))
