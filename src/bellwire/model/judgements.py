"""What people decide about the record (`bellwire.judgement/1`): appended, never overwritten, undone by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bellwire.model.records import Span
from bellwire.model.words import JudgementVerb

JUDGEMENT_SCHEMA = "bellwire.judgement/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Words of a text with the characters before and after them, so that they are found when the text has changed."""

    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The characters that a judged record was read from, so that the judgement finds it when the page is coded anew.

    `quoted` are the words of `spans`, in their order; `sentence` is an event's, for a trigger that is read anew. `seen`
    are the values that were read when it was judged: an accept vouches for those, not for others read since.
    """

    layer: str
    kind: str | None = None
    text_sha256: str
    spans: tuple[Span, ...]
    quoted: tuple[Quoted, ...] = ()
    sentence: Span | None = None
    seen: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision: `subject` is an incident's id, a record (`REPORT#RECORD`) or a report's id.

    `value` holds what the verb needs: for edit the fields with their new values, for grade `word`, `reliability` and
    `credibility`, for merge `into`, for split `records`, for redact `start`, `end` and `why`, for undo `judgement`.
    `anchor` is the subject's; `named` are the anchors of the records that `value` names, by the names it uses.
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
    named: Mapping[str, Anchor] = field(default_factory=dict)
