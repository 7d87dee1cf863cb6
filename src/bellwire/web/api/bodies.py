"""What is sent: bodies in JSON, checked before anything is done with them."""

import math
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from bellwire.model.words import JudgementVerb, Kind
from bellwire.web.query import LONGEST, QueryError
from bellwire.workspace.words import Role

LARGEST = 2**53
"""The largest whole number that every reader of JSON reads as it is."""
DEEPEST = 8
NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=NO_NUL)]
"""A name, an id, an address."""
Long = Annotated[str, StringConstraints(max_length=10 * LONGEST, pattern=NO_NUL)]


class Sent(BaseModel):
    """A body: a field that is unknown is refused, as one that is mistyped would else be left out."""

    model_config = ConfigDict(extra="forbid")


class Deciding(Sent):
    """What is to be decided of a subject: an incident, `REPORT#RECORD`, a report; for undo, a judgement."""

    verb: JudgementVerb
    subject: Line
    why: Long | None = None
    value: dict[str, Any] = Field(
        default_factory=dict,
        description="edit: fields with their new values; grade: word, reliability, credibility; merge: into; "
        "split: records; redact: start, end, why; nothing for the others.",
    )


class DecidingOne(Deciding):
    """A decision; with `seen`, nothing is decided over what changed since that entry of the log."""

    seen: int | None = Field(default=None, ge=0, le=LARGEST)


class DecidingMany(Sent):
    """Decisions that are made together; what cannot be keeps no other back."""

    decisions: list[Deciding] = Field(min_length=1, max_length=1000)
    seen: int | None = Field(default=None, ge=0, le=LARGEST)


class Adding(Sent):
    """What is to be read: one of `text`, `html` and `urls`, with what is known of it."""

    text: str | None = Field(default=None, min_length=1)
    html: str | None = Field(default=None, min_length=1)
    urls: list[Line] | None = Field(default=None, min_length=1, max_length=1000)
    title: Line | None = None
    url: Line | None = Field(default=None, description="Where a text was found.")
    outlet: Line | None = Field(default=None, description="Who published it.")
    published: Line | None = Field(default=None, description="When it was published, such as 2024-05-02.")
    kind: Kind | None = Field(default=None, description="How clean a text is.")
    language: Annotated[str, StringConstraints(pattern="^[A-Za-z]{2,3}$")] | None = None


class Asking(Sent):
    """What a brief is made of: a filter, as in a query; its title; the day as of which the record is read."""

    filter: dict[str, str | list[str]] = Field(default_factory=dict)
    title: Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)] = ""
    as_known_on: str | None = None


class Rewording(Sent):
    """A line of a brief: in other words, or left out. `seen` is the version of the line that was read."""

    text: Long | None = None
    hidden: bool | None = None
    seen: int = Field(ge=0, le=LARGEST)


class Renaming(Sent):
    """A brief's title."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_NUL)]


class NewToken(Sent):
    """A token: what it is for, the most that it may do, how many days it lasts."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=NO_NUL)]
    role: Role = "viewer"
    days: int = Field(default=90, ge=1, le=366)


def checked(value: Any, field: str = "value", depth: int = 0) -> Any:
    """A value that can be kept; raises QueryError for characters that are no text, numbers that are none, and JSON that
    is nested too deeply."""
    if depth > DEEPEST:
        raise QueryError(field, f"it is nested more than {DEEPEST} deep")
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= c <= "\udfff" for c in value)):
        raise QueryError(field, "it has a character that is no text")
    if isinstance(value, float) and not math.isfinite(value):
        raise QueryError(field, "a number must be finite")
    if isinstance(value, int | float) and abs(value) > LARGEST:
        raise QueryError(field, f"a number is larger than {LARGEST}")
    if isinstance(value, dict):
        for name, item in value.items():
            checked(name, field, depth)
            checked(item, f"{field}.{name}", depth + 1)
    if isinstance(value, list):
        for item in value:
            checked(item, field, depth + 1)
    return value
