"""Sign-ins: what a browser's cookie stands for. The cookie's secret is nowhere kept, only its digest."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Column, Connection, Index, Text, delete, insert, or_, select, update

from bellwire.workspace.database import Workspace, table
from bellwire.workspace.journal import folded, note
from bellwire.workspace.moments import later

Kind = Literal["launch", "account"]
DAY = 24 * 3600
LONGEST = 7 * DAY
"""Seconds that a sign-in lasts at most: a tab stays open over a working week."""
IDLE = DAY
"""Seconds without a request after which it ends."""
SEEN_EVERY = 60
"""Seconds between two notes of when it was last seen: reading a page should rarely have to write."""
AGENT = 200

session = table(
    "session",
    Column("sha256", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("seen", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Index("session_by_name", "folded"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A sign-in: whose, since when, last seen when, until when at most, from where and with which browser."""

    id: str
    name: str
    kind: Kind
    made: str
    seen: str
    expires: str
    address: str
    agent: str


def digest_of(secret: str) -> str:
    """What is kept of a secret of 256 random bits: nobody can guess from it, so no slow hash is needed."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def open_session(workspace: Workspace, name: str, kind: Kind, *, now: str, address: str = "", agent: str = "") -> str:
    """Begins a sign-in and gives its secret, which is new every time; forgets those that have ended.

    >>> workspace = Workspace.open("sqlite://")
    >>> secret = open_session(workspace, "ana", "launch", now="2024-05-02T10:00:00Z")
    >>> session_of(workspace, secret, now="2024-05-02T11:00:00Z").name
    'ana'
    >>> session_of(workspace, secret, now="2024-05-09T11:00:00Z") is None
    True
    """
    secret = secrets.token_urlsafe(32)
    row = {
        "sha256": digest_of(secret),
        "id": f"s-{secrets.token_hex(6)}",
        "name": name,
        "folded": folded(name),
        "kind": kind,
        "made": now,
        "seen": now,
        "expires": later(now, LONGEST),
        "address": address,
        "agent": agent[:AGENT],
    }
    with workspace.begin() as connection:
        connection.execute(delete(session).where(or_(session.c.expires <= now, session.c.seen <= later(now, -IDLE))))
        connection.execute(insert(session), [row])
    return secret


def session_of(workspace: Workspace, secret: str, *, now: str) -> Session | None:
    """The sign-in that a secret is of; None where there is none, or it has ended."""
    with workspace.connect() as connection:
        row = connection.execute(select(session).where(session.c.sha256 == digest_of(secret))).mappings().one_or_none()
    if row is None or row["expires"] <= now or row["seen"] <= later(now, -IDLE):
        return None
    return _session(row)


def note_seen(workspace: Workspace, found: Session, *, now: str) -> None:
    """Keeps when a sign-in was last seen, where that was some time ago."""
    if found.seen > later(now, -SEEN_EVERY):
        return
    with workspace.begin() as connection:
        connection.execute(update(session).where(session.c.id == found.id).values(seen=now))


def sessions_of(workspace: Workspace, name: str, *, now: str) -> tuple[Session, ...]:
    """Someone's sign-ins that have not ended, the last seen first."""
    held = select(session).where(session.c.folded == folded(name), session.c.expires > now)
    held = held.where(session.c.seen > later(now, -IDLE)).order_by(session.c.seen.desc(), session.c.id)
    with workspace.connect() as connection:
        return tuple(_session(row) for row in connection.execute(held).mappings())


def end_session(workspace: Workspace, id: str, *, name: str, now: str, signed_out: bool = False) -> bool:
    """Ends one of someone's sign-ins; False where they have none of that id."""
    with workspace.begin() as connection:
        which = delete(session).where(session.c.id == id, session.c.folded == folded(name))
        ended = connection.execute(which).rowcount > 0
        if ended:
            note(connection, "signed out" if signed_out else "session ended", name, at=now)
    return ended


def end_all(connection: Connection, name: str, *, but: str | None = None) -> int:
    """Ends all of someone's sign-ins, but for one, within a transaction; gives how many."""
    which = delete(session).where(session.c.folded == folded(name))
    if but:
        which = which.where(session.c.id != but)
    return connection.execute(which).rowcount


def _session(row: Mapping[Any, Any]) -> Session:
    return Session(**{name: value for name, value in row.items() if name not in ("sha256", "folded")})
