"""Makes a judgement: its id, and the anchors by which it outlives a new reading of the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bellwire.model import Anchor, Judgement, Report, Span, content_id
from bellwire.model.codec import encode_plain
from bellwire.model.words import JudgementVerb
from bellwire.review.check import redacted
from bellwire.review.match import anchor_of, anchor_of_spans
from bellwire.review.subjects import concerns, find, record_in


def judgement_id(verb: str, subject: str, *, by: str, at: str, value: Mapping[str, object], number: int) -> str:
    """The id of a judgement; `number` is the store's, so that the same decision twice is two judgements.

    >>> judgement_id("accept", "r1#f-1", by="ana", at="2024-05-01T10:00:00Z", value={}, number=7)
    'j-e7ad6656ebec'
    """
    return content_id("j", by, at, verb, subject, encode_plain(value).decode(), number)


def make_judgement(
    verb: JudgementVerb,
    subject: str,
    *,
    by: str,
    at: str,
    number: int,
    why: str | None = None,
    value: Mapping[str, object] | None = None,
    reports: Sequence[Report] = (),
) -> Judgement:
    """A judgement with its id and its anchors in `reports`: the subject's own, and those whose records it names.

    It is not checked: `check` does that.

    >>> make_judgement("reject", "i-1", by="ana", at="2024-05-01T10:00:00Z", number=1, why="an exercise").verb
    'reject'
    """
    value = dict(value or {})
    made = Judgement(
        id=judgement_id(verb, subject, by=by, at=at, value=value, number=number),
        verb=verb,
        subject=subject,
        by=by,
        at=at,
        why=why,
        value=value,
    )
    own = next((report for report in reports if concerns(subject, report.id)), None)
    if own is not None and verb == "redact":
        return _redaction(made, own)
    named = {name: anchor for report in reports for name, anchor in _named(value, report, own is report)}
    return replace(made, anchor=_anchor(subject, own) if own and verb != "undo" else None, named=named)


def _anchor(subject: str, report: Report) -> Anchor | None:
    found = find(report, record_in(subject, report.id) or "")
    return anchor_of(report, found[0], found[1].id) if found else None


def _redaction(made: Judgement, report: Report) -> Judgement:
    """A redaction's anchor is its characters; its record, where it has one, is named."""
    try:
        spans = [Span(start=start, end=end) for start, end in redacted(made, report)]
    except (TypeError, ValueError, KeyError):
        return made
    anchor = _anchor(made.subject, report)
    return replace(
        made,
        anchor=anchor_of_spans(report, spans) if spans else None,
        named={made.subject: anchor} if anchor else {},
    )


def _named(value: object, report: Report, own: bool) -> Iterator[tuple[str, Anchor]]:
    """The records of a report that a value names, by the names it uses: bare ids within the judged report itself."""
    for name in _texts(value):
        bare = record_in(name, report.id) or (name if own else None)
        found = find(report, bare) if bare else None
        if found is not None:
            yield name, anchor_of(report, found[0], found[1].id)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
