"""Folders and feeds that are looked at again and again, and what was seen there before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from bellwire.errors import InputError
from bellwire.workspace.database import Workspace, table
from bellwire.workspace.moments import later

WatchKind = Literal["folder", "feed"]
SHORTEST, LONGEST = 60, 7 * 24 * 3600
"""Seconds between two looks: a site is not asked more often than once a minute."""
MOST_TRIES = 3
"""How often something that cannot be read is tried."""
SLOWEST = 16
"""A place that cannot be reached is looked at less and less often: at most so many times its interval apart."""

watched = table(
    "watched",
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("every", Integer, nullable=False),
    Column("paused", Integer, nullable=False),
    Column("content_only", Integer, nullable=False),
    Column("by", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("last_run", Text),
    Column("last_error", Text),
    Column("found", Integer, nullable=False),
    Column("fails", Integer, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    UniqueConstraint("kind", "place"),
)
seen = table(
    "watched_seen",
    Column("watch", Integer, ForeignKey("watched.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("mark", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A folder or a feed that is looked at every so many seconds.

    `found` is how much it had that was new at the last look; `fails` how many looks in a row have failed. Of a feed,
    `content_only` reads what it says itself, and `etag` and `modified` are the marks of the last visit.
    """

    id: int
    kind: WatchKind
    place: str
    every: int
    paused: bool = False
    content_only: bool = False
    by: str
    made: str
    last_run: str | None = None
    last_error: str | None = None
    found: int = 0
    fails: int = 0
    etag: str | None = None
    modified: str | None = None

    @property
    def next_run(self) -> str | None:
        """When it is looked at next; None: at once."""
        if self.last_run is None:
            return None
        return later(self.last_run, self.every * min(2**self.fails, SLOWEST))


def add_watch(
    workspace: Workspace,
    kind: WatchKind,
    place: str,
    *,
    every: int,
    by: str,
    at: str,
    content_only: bool = False,
    paused: bool = False,
) -> int:
    """Keeps a place to look at; gives its number. Raises InputError where it is watched, or the interval cannot be.

    >>> workspace = Workspace.open("sqlite://")
    >>> number = add_watch(workspace, "feed", "https://a.example/f", every=600, by="ana", at="2024-05-02T10:00:00Z")
    >>> [(w.place, w.next_run) for w in due(workspace, "2024-05-02T10:00:00Z")]
    [('https://a.example/f', None)]
    """
    if not SHORTEST <= every <= LONGEST:
        raise InputError(f"an interval is from {SHORTEST // 60} minute to {LONGEST // 86400} days")
    row = {"kind": kind, "place": place, "every": every, "by": by, "made": at, "paused": int(paused)}
    row |= {"content_only": int(content_only), "found": 0, "fails": 0}
    with workspace.begin() as connection:
        if connection.scalar(select(watched.c.id).where((watched.c.kind == kind) & (watched.c.place == place))):
            raise InputError(f"{place} is watched already")
        made = connection.execute(insert(watched).values(row)).inserted_primary_key
    assert made is not None
    return cast(int, made[0])


def watches(workspace: Workspace) -> tuple[Watch, ...]:
    """All places that are watched, in the order in which they were added."""
    with workspace.connect() as connection:
        return tuple(_watch(row) for row in connection.execute(select(watched).order_by(watched.c.id)).mappings())


def watch_of(workspace: Workspace, id: int) -> Watch | None:
    """A watched place; None where there is none of that number."""
    with workspace.connect() as connection:
        row = connection.execute(select(watched).where(watched.c.id == id)).mappings().first()
    return _watch(row) if row else None


def _watch(row: Any) -> Watch:
    return Watch(**{**row, "paused": bool(row["paused"]), "content_only": bool(row["content_only"])})


def due(workspace: Workspace, now: str, *, busy: Iterable[int] = ()) -> tuple[Watch, ...]:
    """The places that are to be looked at now; not those that are paused, nor those in `busy`."""
    at_work = frozenset(busy)
    ready = (w for w in watches(workspace) if not w.paused and w.id not in at_work)
    return tuple(w for w in ready if w.next_run is None or w.next_run <= now)


def pause(workspace: Workspace, id: int, paused: bool = True) -> bool:
    """Pauses a watch, or lets it go on; whether there was one."""
    values: dict[str, Any] = {"paused": int(paused)}
    if not paused:
        values |= {"last_run": None, "fails": 0}
    with workspace.begin() as connection:
        return connection.execute(update(watched).where(watched.c.id == id).values(values)).rowcount > 0


def look_now(workspace: Workspace, id: int) -> bool:
    """Lets a place be looked at at once; whether there was one."""
    with workspace.begin() as connection:
        query = update(watched).where(watched.c.id == id).values(last_run=None, paused=0)
        return connection.execute(query).rowcount > 0


def remove_watch(workspace: Workspace, id: int) -> bool:
    """Ends a watch and forgets what was seen there; the record keeps what was read. Whether there was one."""
    with workspace.begin() as connection:
        return connection.execute(delete(watched).where(watched.c.id == id)).rowcount > 0


def looked(
    workspace: Workspace,
    id: int,
    *,
    at: str,
    found: int = 0,
    error: str | None = None,
    etag: str | None = None,
    modified: str | None = None,
) -> None:
    """Keeps that a place was looked at, what came of it, and its marks where it could be reached."""
    values: dict[str, Any] = {"last_run": at, "last_error": error, "found": found}
    values |= {"fails": watched.c.fails + 1} if error else {"fails": 0, "etag": etag, "modified": modified}
    with workspace.begin() as connection:
        connection.execute(update(watched).where(watched.c.id == id).values(values))


def fresh(workspace: Workspace, id: int, marks: Mapping[str, str]) -> tuple[str, ...]:
    """Of things and the marks they bear now, those that are new, have changed, or failed and are to be tried again."""
    c = seen.c
    with workspace.connect() as connection:
        known = {row.key: row for row in connection.execute(select(seen).where(c.watch == id))}
    return tuple(key for key, mark in marks.items() if key not in known or _again(known[key], mark))


def _again(row: Any, mark: str) -> bool:
    return row.mark != mark or (bool(row.failed) and row.tries < MOST_TRIES)


def keep_seen(workspace: Workspace, id: int, marks: Mapping[str, str]) -> None:
    """Keeps what was seen at a place, with its marks."""
    if not marks:
        return
    rows = [{"watch": id, "key": key, "mark": mark, "tries": 1, "failed": 0} for key, mark in marks.items()]
    query = upsert(seen)
    same = seen.c.mark == query.excluded.mark
    tries = func.iif(same, seen.c.tries + 1, 1)
    query = query.on_conflict_do_update(
        index_elements=["watch", "key"], set_={"mark": query.excluded.mark, "tries": tries, "failed": 0}
    )
    with workspace.begin() as connection:
        connection.execute(query, rows)


def seen_failed(workspace: Workspace, id: int, key: str) -> None:
    """Says that something that was seen could not be read, so that it is tried again."""
    c = seen.c
    with workspace.begin() as connection:
        connection.execute(update(seen).where((c.watch == id) & (c.key == key)).values(failed=1))


def failed_waiting(workspace: Workspace, id: int) -> bool:
    """Whether something of a place failed and is to be tried again: then its marks do not count."""
    c = seen.c
    query = select(func.count()).where((c.watch == id) & (c.failed == 1) & (c.tries < MOST_TRIES))
    with workspace.connect() as connection:
        return bool(connection.scalar(query))
