"""Tokens of the REST API: for a script that reads or writes the desk. Shown once, kept as a digest."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Column, Connection, Index, Text, insert, select, update

from bellwire.errors import InputError
from bellwire.workspace.database import Workspace, table
from bellwire.workspace.journal import folded, note
from bellwire.workspace.moments import later
from bellwire.workspace.sessions import DAY, SEEN_EVERY, digest_of
from bellwire.workspace.words import Role, check_role

PREFIX = "bellwire_"
"""So that a token that leaked into a file is found by those who look for such."""
DAYS = 90
MOST_DAYS = 366
LONGEST_NAME = 64

token = table(
    "token",
    Column("id", Text, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("used", Text),
    Column("revoked", Text),
    Index("token_by_owner", "folded"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token: what it is for, whose it is, what it may do, until when, and when it was last used."""

    id: str
    name: str
    owner: str
    role: Role
    made: str
    expires: str
    used: str | None = None
    revoked: str | None = None

    def works(self, now: str) -> bool:
        """Whether it still lets in."""
        return self.revoked is None and self.expires > now


def make_token(
    workspace: Workspace, name: str, owner: str, role: str, *, now: str, days: int = DAYS, by: str | None = None
) -> tuple[Token, str]:
    """A new token and its secret, which is nowhere kept. Raises InputError for a name, role or time that cannot be.

    >>> workspace = Workspace.open("sqlite://")
    >>> made, secret = make_token(workspace, "nightly export", "ana", "viewer", now="2024-05-02T10:00:00Z", days=30)
    >>> token_of(workspace, secret, now="2024-05-03T10:00:00Z").name, made.expires
    ('nightly export', '2024-06-01T10:00:00Z')
    >>> token_of(workspace, secret, now="2024-07-01T10:00:00Z") is None
    True
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(f"say in 1 to {LONGEST_NAME} characters what the token is for")
    if not 1 <= days <= MOST_DAYS:
        raise InputError(f"a token lasts 1 to {MOST_DAYS} days")
    secret = PREFIX + secrets.token_urlsafe(32)
    made = Token(
        id=f"t-{secrets.token_hex(6)}",
        name=name,
        owner=owner,
        role=check_role(role),
        made=now,
        expires=later(now, days * DAY),
    )
    row = {"id": made.id, "name": name, "owner": owner, "role": role, "made": now, "expires": made.expires}
    with workspace.begin() as connection:
        connection.execute(insert(token), [row | {"sha256": digest_of(secret), "folded": folded(owner)}])
        note(connection, "token made", owner, at=now, by=by, detail=f"{made.id}: {role}, {name}")
    return made, secret


def token_of(workspace: Workspace, secret: str, *, now: str) -> Token | None:
    """The token that a secret is of, which counts as used; None where there is none, or it does not let in any more."""
    with workspace.connect() as connection:
        row = connection.execute(select(token).where(token.c.sha256 == digest_of(secret))).mappings().one_or_none()
    found = _token(row) if row else None
    if found is None or not found.works(now):
        return None
    if found.used is None or found.used <= later(now, -SEEN_EVERY):
        with workspace.begin() as connection:
            connection.execute(update(token).where(token.c.id == found.id).values(used=now))
    return found


def tokens(workspace: Workspace, owner: str | None = None) -> tuple[Token, ...]:
    """All tokens, or someone's, the newest first; with those that do not let in any more."""
    held = select(token).order_by(token.c.made.desc(), token.c.id)
    if owner is not None:
        held = held.where(token.c.folded == folded(owner))
    with workspace.connect() as connection:
        return tuple(_token(row) for row in connection.execute(held).mappings())


def revoke_token(workspace: Workspace, id: str, *, now: str, by: str, owner: str | None = None) -> Token:
    """Ends a token at once; only one of the owner's, where that is given. Raises InputError where there is none."""
    with workspace.begin() as connection:
        which = select(token).where(token.c.id == id, token.c.revoked.is_(None))
        if owner is not None:
            which = which.where(token.c.folded == folded(owner))
        row = connection.execute(which).mappings().one_or_none()
        if row is None:
            raise InputError(f"there is no token {id} that lets in; see: bellwire token list")
        connection.execute(update(token).where(token.c.id == id).values(revoked=now))
        note(connection, "token revoked", row["owner"], at=now, by=by, detail=f"{id}: {row['name']}")
    return _token({**row, "revoked": now})


def revoke_all(connection: Connection, owner: str, *, now: str) -> None:
    """Ends all of someone's tokens, within a transaction."""
    which = update(token).where(token.c.folded == folded(owner), token.c.revoked.is_(None))
    connection.execute(which.values(revoked=now))


def _token(row: Mapping[Any, Any]) -> Token:
    kept = {name: value for name, value in row.items() if name not in ("sha256", "folded")}
    return Token(**kept | {"role": cast(Role, row["role"])})
