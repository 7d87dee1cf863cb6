"""What people decide about the record (`bellwire.judgement/1`): appended, never overwritten, undone by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bellwire.model.records import Span
from bellwire.model.words import JudgementVerb

JUDGEMENT_SCHEMA = "bellwire.judgement/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The characters that a judged record was read from, so that the judgement finds it when the page is coded anew."""

    layer: str
    kind: str | None = None
    text_sha256: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision: `subject` is an incident's id, a record (`REPORT#RECORD`) or a report's id.

    `value` holds what the verb needs: for edit the fields with their new values, for grade `word`, `reliability` and
    `credibility`, for merge `into`, for split `records`, for redact `start`, `end` and `why`, for undo `judgement`.
    """

    schema: str = JUDGEMENT_SCHEMA
    id: str
    verb: JudgementVerb
    subject: str
    by: str
    at: str
    why: str | None = None
    value: Mapping[str, object] = field(default_factory=dict)
    anchor: Anchor | None = None
