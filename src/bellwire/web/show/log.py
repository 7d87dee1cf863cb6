"""The audit log as its page shows it: what each entry is about, and whether its judgement still stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bellwire.model import Judgement
from bellwire.review import standing
from bellwire.store.view import LogLine

Kind = Literal["incident", "record", "report", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """An entry of the log. `stands` says that its judgement is in force and can be undone, `value` what it set."""

    line: LogLine
    kind: Kind
    stands: bool = False
    value: tuple[tuple[str, str], ...] = ()


def entered(lines: Sequence[LogLine], judgements: Sequence[Judgement]) -> tuple[Entered, ...]:
    """The entries of a page; `judgements` are all those on their subjects.

    >>> line = LogLine(seq=4, at="2024-05-02T10:00:00Z", by="ana", action="accept", subject="r1#f-1", why=None,
    ...                judgement="j-1")
    >>> yes = Judgement(id="j-1", verb="accept", subject="r1#f-1", by="ana", at="2024-05-02T10:00:00Z")
    >>> [(each.kind, each.stands) for each in entered([line], [yes])]
    [('record', True)]
    """
    standing_ids = {judgement.id for judgement in standing(judgements)}
    by_id = {judgement.id: judgement for judgement in judgements}
    return tuple(
        Entered(
            line=line,
            kind=_kind(line),
            stands=line.judgement in standing_ids,
            value=_value(by_id.get(line.judgement or "")),
        )
        for line in lines
    )


def _kind(line: LogLine) -> Kind:
    """What an entry is about; a report's own id may hold "#"."""
    if line.action in ("report", "relate"):
        return "report" if line.subject else "other"
    if "#" in line.subject:
        return "record"
    return "incident" if line.subject.startswith("i-") else "report"


def _value(judgement: Judgement | None) -> tuple[tuple[str, str], ...]:
    """What a judgement set, a field and its value each; long values cut."""
    if judgement is None:
        return ()
    return tuple((name, _short(value)) for name, value in judgement.value.items())


def _short(value: object) -> str:
    words = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return words if len(words) <= 120 else words[:119] + "…"
