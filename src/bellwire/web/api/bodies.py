"""What is sent: bodies in JSON, checked before anything is done with them."""

import math
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bellwire.model.words import JudgementVerb, Kind
from bellwire.web.query import LONGEST, NAMES, QueryError
from bellwire.workspace.words import Role

LARGEST = 2**53
"""The largest whole number that every reader of JSON reads as it is."""
DEEPEST = 2
"""How deep a new value of a field may be nested: a list of parties, each with its fields."""
MOST_AT_ONCE = 200
"""Decisions in one request: a second or two (2026-11)."""
NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=NO_NUL)]
"""A name, an id, an address."""
Long = Annotated[str, StringConstraints(max_length=10 * LONGEST, pattern=NO_NUL)]


def _whole(value: Any) -> Any:
    """12.0 is a whole number in JSON, and true is none."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Entry = Annotated[int, Field(ge=0, le=LARGEST), BeforeValidator(_whole)]
"""An entry of the log, or a version."""


class Sent(BaseModel):
    """A body: a field that is unknown is refused, as one that is mistyped would else be left out."""

    model_config = ConfigDict(extra="forbid", strict=True)


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

    seen: Entry | None = None


class DecidingMany(Sent):
    """Decisions that are made together; what cannot be keeps no other back."""

    decisions: list[Deciding] = Field(min_length=1, max_length=MOST_AT_ONCE)
    seen: Entry | None = None


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

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, given: Any) -> Any:
        """Nothing is null: what is not known is left out."""
        for name, value in given.items() if isinstance(given, dict) else ():
            if value is None:
                raise ValueError(f"{name} is null; leave it out")
        return given


class Asking(Sent):
    """What a brief is made of: a filter, as in a query; its title; the day as of which the record is read."""

    filter: dict[str, str | float | list[str]] = Field(default_factory=dict)
    title: Annotated[str, StringConstraints(max_length=300, pattern=NO_NUL)] = ""
    as_known_on: str | None = None


class Rewording(Sent):
    """A line of a brief: in other words, or left out. `seen` is the version of the line that was read."""

    text: Long | None = None
    hidden: bool | None = None
    seen: Entry


class Renaming(Sent):
    """A brief's title."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=NO_NUL)]


class NewToken(Sent):
    """A token: what it is for, the most that it may do, how many days it lasts."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=NO_NUL)]
    role: Role = "viewer"
    days: Annotated[int, Field(ge=1, le=366), BeforeValidator(_whole)] = 90


_TEXT = {"type": "string", "pattern": NO_NUL, "maxLength": LONGEST}
_PLAIN: list[dict[str, Any]] = [
    {"type": "string", "pattern": NO_NUL},
    {"type": "number", "minimum": -LARGEST, "maximum": LARGEST},
    {"type": ["boolean", "null"]},
]


def _holding(inner: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lists and objects of values, and plain ones."""
    of = {"anyOf": inner}
    return [
        *_PLAIN,
        {"type": "array", "items": of},
        {"type": "object", "propertyNames": {"pattern": NO_NUL}, "additionalProperties": of},
    ]


_ADDRESS = {"type": "string", "format": "web-address"}
_ONE_OF_THREE = [{"required": [name]} for name in ("text", "html", "urls")]


def body_schemas(made: dict[str, Any], filters: dict[str, Any]) -> dict[str, Any]:
    """The schemas of bodies, which say more than can be read from the classes; `filters` are those of parameters."""
    for name in ("Deciding", "DecidingOne"):
        made[name]["properties"]["value"] |= {
            "propertyNames": {"pattern": NO_NUL},
            "additionalProperties": {"anyOf": _holding(_holding(_PLAIN))},
        }
    chosen = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: parameter["schema"] for name, parameter in filters.items() if name in NAMES},
    }
    day = filters["as_known_on"]["schema"] | {"type": ["string", "null"]}
    made["Asking"]["properties"] |= {"filter": chosen, "as_known_on": day}
    adding = Adding.model_json_schema()
    plain = {name: {**_TEXT, "minLength": 1} for name in ("title", "url", "outlet")}
    adding["properties"] |= plain | {
        "text": {"type": "string", "pattern": r"^[^\x00]*\S[^\x00]*$"},
        "html": {"type": "string", "pattern": r"^[^\x00]*\S[^\x00]*$"},
        "urls": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1000,
            "items": {"type": "string", "format": "web-address"},
        },
        "published": {"type": "string", "format": "published"},
        "kind": {"type": "string", "enum": [*get_args(Kind)]},
        "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}$"},
    }
    return made | {"Adding": adding | {"oneOf": _ONE_OF_THREE}}


def checked(value: Any, field: str = "value", depth: int = 0) -> Any:
    """A value that can be kept; raises QueryError for characters that are no text, numbers that are none, and JSON that
    is nested too deeply."""
    if isinstance(value, dict | list) and depth > DEEPEST:
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
