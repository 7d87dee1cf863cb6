"""What was judged in one go, so that one button takes it back: the judgements made, and what could not be."""

from dataclasses import dataclass

from sqlalchemy import Column, Text, delete, insert, select

from bellwire.model.codec import decode, encode
from bellwire.workspace.database import Workspace, table

batch = table(
    "batch",
    Column("id", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of one subject: the judgement that was made of it, or why none was."""

    subject: str
    judgement: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A verb done to several subjects at once; `back` is the page that it was done from."""

    id: str
    verb: str
    by: str
    at: str
    why: str | None = None
    back: str = "/review"
    done: tuple[Done, ...]

    @property
    def judgements(self) -> tuple[str, ...]:
        """The ids of the judgements that it made, in order."""
        return tuple(each.judgement for each in self.done if each.judgement)


def keep_batch(workspace: Workspace, made: Batch) -> None:
    """Keeps a batch in the place of one of the same id."""
    row = {"id": made.id, "by": made.by, "at": made.at, "body": encode(made).decode()}
    with workspace.begin() as connection:
        connection.execute(delete(batch).where(batch.c.id == made.id))
        connection.execute(insert(batch), [row])


def latest_batches(workspace: Workspace, *, by: str | None = None, limit: int = 50) -> tuple[Batch, ...]:
    """The batches, of all or of one person, the latest first."""
    query = select(batch.c.body).order_by(batch.c.at.desc(), batch.c.id).limit(limit)
    if by is not None:
        query = query.where(batch.c.by == by)
    with workspace.connect() as connection:
        return tuple(decode(body, Batch) for body in connection.scalars(query))


def batch_of(workspace: Workspace, id: str) -> Batch | None:
    """A batch; None where there is none of that id.

    >>> workspace = Workspace.open("sqlite://")
    >>> made = Batch(id="b-1", verb="accept", by="ana", at="2024-05-02T10:00:00Z",
    ...              done=(Done(subject="i-1", judgement="j-1"), Done(subject="i-2", refused="it was merged")))
    >>> keep_batch(workspace, made)
    >>> batch_of(workspace, "b-1").judgements, batch_of(workspace, "b-2")
    (('j-1',), None)
    """
    with workspace.connect() as connection:
        body = connection.scalar(select(batch.c.body).where(batch.c.id == id))
    return decode(body, Batch) if body else None
