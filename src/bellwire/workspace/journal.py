"""The journal of the desk: sign-ins, refused ones, accounts, tokens. Lines are added, never changed."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Column, Connection, Index, Integer, Text, insert, select

from bellwire.workspace.database import Workspace, table

What = Literal[
    "signed in", "refused", "signed out", "account made", "role changed", "password changed", "account removed",
    "token made", "token revoked", "session ended",
]  # fmt: skip

journal = table(
    "journal",
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("journal_by_name", "folded", "at"),
    Index("journal_by_address", "address", "at"),
)
LONGEST = 200
"""Characters of a name that are kept: anyone may send anything as a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What happened, to whose account, when, and through whom; `address` is the group that theirs is of."""

    seq: int
    at: str
    what: str
    name: str
    by: str
    address: str
    detail: str


def folded(name: str) -> str:
    """A name as it is compared: however it is spaced, capitalised or composed, it is the same person.

    >>> folded("  Ana  María "), folded("ANA MARÍA") == folded("Ana Mari\u0301a")
    ('ana maría', True)
    """
    import unicodedata

    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def note(
    connection: Connection,
    what: What,
    name: str,
    *,
    at: str,
    by: str | None = None,
    address: str = "",
    detail: str = "",
) -> None:
    """Adds a line, within a transaction; `by` is the person themselves where it is left out."""
    name = name[:LONGEST]
    row = {"at": at, "what": what, "name": name, "folded": folded(name), "by": (name if by is None else by)[:LONGEST]}
    connection.execute(insert(journal), [row | {"address": address, "detail": detail[:LONGEST]}])


def lines(workspace: Workspace, *, name: str | None = None, limit: int = 100) -> tuple[Line, ...]:
    """The last lines, of all or of one person, the newest first.

    >>> workspace = Workspace.open("sqlite://")
    >>> with workspace.begin() as connection:
    ...     note(connection, "role changed", "ana", at="2024-05-02T10:00:00Z", by="bo", detail="editor")
    >>> [(line.what, line.name, line.by) for line in lines(workspace, name="Ana")]
    [('role changed', 'ana', 'bo')]
    """
    c = journal.c
    asked = select(c.seq, c.at, c.what, c.name, c.by, c.address, c.detail).order_by(c.seq.desc()).limit(limit)
    if name is not None:
        asked = asked.where(c.folded == folded(name))
    with workspace.connect() as connection:
        return tuple(Line(**row) for row in connection.execute(asked).mappings())
