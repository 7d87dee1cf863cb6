"""Finds judged records again when their page is coded anew, by the characters that they were read from.

A record is the same where its id and its characters are. Else, in the same text, the record of its layer that shares
most characters; in a text that changed, its words are looked up first, and count where they stand once, or once
between the same neighbours.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bellwire.errors import JudgementError
from bellwire.model import LAYERS, Anchor, Event, Judgement, Quoted, Report, Span, text_digest
from bellwire.review.compared import seen_in
from bellwire.review.subjects import Record, concerns, find, kind_of, own_spans, record_in, records_of

LEAST = 0.5
"""Shared characters over all characters of both (Jaccard) from which two readings of one text are one record."""
LEAST_OF_A_KIND: Mapping[str, float] = {"figures": 0.1, "events": 0.1}
"""The same for short words of the same measure or type: `12` and `At least 12 people`.

Two older versions against today's on 87 pages (27 labelled reports, 60 news articles; 2026-11): all 16 figures between
.1 and .5 had the same numbers, both events the same type. All 9 actors in that range had another name.
"""
CONTEXT = 32
"""Characters kept before and after words, as in the text quote selectors that web annotation tools write."""
REDACTED = "redact"
"""The layer of an anchor whose characters are those of a redaction, not of a record."""


def anchor_of(report: Report, layer: str, record_id: str) -> Anchor:
    """The anchor of a record; raises JudgementError where the report has none of that id in that layer.

    >>> from bellwire.model import Document, Figure, MadeBy
    >>> report = Report(id="r1", document=Document(id="d", kind="article", text="Some 12 people died."),
    ...                 figures=(Figure(id="f-1", start=5, end=14, measure="killed"),), made_by=MadeBy(bellwire="0"))
    >>> anchor = anchor_of(report, "figures", "f-1")
    >>> anchor.kind, anchor.quoted[0].words, anchor.quoted[0].after
    ('killed', '12 people', ' died.')
    """
    record = next((r for r in records_of(report, layer) if r.id == record_id), None)
    if record is None:
        raise JudgementError(f"report {report.id} has no record {record_id} in {layer}")
    return _anchor(report, layer, record, text_digest(report.document.text))


def _anchor(report: Report, layer: str, record: Record, digest: str) -> Anchor:
    spans = own_spans(record)
    return Anchor(
        layer=layer,
        kind=kind_of(record),
        text_sha256=digest,
        spans=spans,
        quoted=tuple(quoted(report.document.text, span) for span in spans),
        sentence=record.sentence if isinstance(record, Event) else None,
        seen=seen_in(record, layer, report),
    )


def anchor_of_spans(report: Report, spans: Sequence[Span]) -> Anchor:
    """The anchor of characters that are no record: those of a redaction."""
    text = report.document.text
    words = tuple(quoted(text, span) for span in spans)
    return Anchor(layer=REDACTED, text_sha256=text_digest(text), spans=tuple(spans), quoted=words)


def quoted(text: str, span: Span) -> Quoted:
    """The words of a span with their neighbours."""
    before, after = text[max(0, span.start - CONTEXT) : span.start], text[span.end : span.end + CONTEXT]
    return Quoted(words=span.quote(text), before=before, after=after)


def places_of(words: Quoted, text: str) -> tuple[Span, ...]:
    """Where the words stand in another text: the one place where they do, or where their neighbours are the same too.

    Where neighbours do not decide, all places.

    >>> places_of(Quoted(words="12", before="killed ", after=" people"), "Aged 12. It killed 12 people.")
    (Span(start=19, end=21),)
    """
    found = tuple(_occurrences(words.words, text))
    for sides in (2, 1):
        alike = tuple(span for span in found if _alike(words, text, span) >= sides)
        if len(found) > 1 and len(alike) == 1:
            return alike
    return found


def _occurrences(words: str, text: str) -> Iterator[Span]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield Span(start=at, end=at + len(words))
        at = text.find(words, at + 1)


def _alike(words: Quoted, text: str, span: Span) -> int:
    """How many sides of a place have the neighbours that the words had; none to speak of is no likeness."""
    before = bool(words.before.strip()) and text[: span.start].endswith(words.before)
    after = bool(words.after.strip()) and text.startswith(words.after, span.end)
    return before + after


def length(spans: Sequence[Span]) -> int:
    """How many characters the spans cover."""
    covered = end = 0
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        covered += max(0, span.end - max(span.start, end))
        end = max(end, span.end)
    return covered


def likeness(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Shared characters over all characters of both, 0 to 1.

    >>> likeness([Span(start=0, end=4)], [Span(start=2, end=6)])
    0.3333333333333333
    """
    both = length([*left, *right])
    shared = length(left) + length(right) - both
    return shared / both if both else 0.0


@dataclass(frozen=True, slots=True)
class _Pair:
    """A judged record and one that it may be now."""

    old: str
    new: Record
    same_id: bool
    score: float
    other_kind: bool

    @property
    def rank(self) -> tuple[bool, float, bool, int, str, str]:
        first = own_spans(self.new)[0].start
        return not self.same_id, -self.score, self.other_kind, first, self.old, self.new.id


def _pairs(anchors: Mapping[str, Anchor], report: Report) -> Iterator[_Pair]:
    text = report.document.text
    digest = text_digest(text)
    for old, anchor in anchors.items():
        if anchor.layer not in LAYERS:
            continue
        same_text = anchor.text_sha256 == digest
        spans = anchor.spans if same_text else _looked_up(anchor, text)
        for record in records_of(report, anchor.layer):
            score = _score(spans, own_spans(record), same_text)
            same_id = record.id == old and (score > 0 or (not same_text and _same_words(anchor, record, text)))
            other_kind = kind_of(record) != anchor.kind
            if same_id or score >= (LEAST if other_kind else LEAST_OF_A_KIND.get(anchor.layer, LEAST)):
                yield _Pair(old, record, same_id, score, other_kind)


def _looked_up(anchor: Anchor, text: str) -> tuple[Span, ...]:
    found = (places_of(words, text) for words in anchor.quoted)
    return tuple(places[0] for places in found if len(places) == 1)


def _score(spans: Sequence[Span], own: Sequence[Span], same_text: bool) -> float:
    """Likeness; in a text that changed, the share of what was found again, for not all is found."""
    if same_text or not spans:
        return likeness(spans, own)
    return (length(spans) + length(own) - length([*spans, *own])) / length(spans)


def _same_words(anchor: Anchor, record: Record, text: str) -> bool:
    return not {words.words for words in anchor.quoted}.isdisjoint(span.quote(text) for span in own_spans(record))


def _matched(anchors: Mapping[str, Anchor], report: Report) -> dict[str, str]:
    """Each old record with the one that it is now: surest pairs first, one to one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for pair in sorted(_pairs(anchors, report), key=lambda p: p.rank):
        if pair.old not in found and pair.new.id not in taken:
            found[pair.old] = pair.new.id
            taken.add(pair.new.id)
    return found | _by_sentence({old: a for old, a in anchors.items() if old not in found}, report, taken)


def _by_sentence(left: Mapping[str, Anchor], report: Report, taken: set[str]) -> dict[str, str]:
    """Events whose trigger is read from other words now: the one event of their type in their sentence."""
    digest = text_digest(report.document.text)
    found: dict[str, list[str]] = {}
    for old, anchor in left.items():
        if anchor.layer == "events" and anchor.sentence and anchor.text_sha256 == digest:
            for event in report.events:
                near = likeness([anchor.sentence], [event.sentence]) >= LEAST
                if near and event.type == anchor.kind and event.id not in taken:
                    found.setdefault(old, []).append(event.id)
    wanted = [id for ids in found.values() for id in ids]
    return {old: ids[0] for old, ids in found.items() if len(ids) == 1 and wanted.count(ids[0]) == 1}


def same_records(old: Report, new: Report, layer: str) -> Mapping[str, str]:
    """Records of a layer that two readings of a page have both, by their ids in the old and in the new one."""
    digest = text_digest(old.document.text)
    return _matched({r.id: _anchor(old, layer, r, digest) for r in records_of(old, layer)}, new)


def rematch(judgements: Sequence[Judgement], report: Report) -> tuple[tuple[Judgement, ...], tuple[Judgement, ...]]:
    """Judgements on a report and its records after it was coded anew: those found again, and those that are lost.

    Those found again have the record's present id in subject and value, and an anchor in the present text; undos go
    with what they undo. Judgements on other things are in neither, but splits that name records of the report are.
    Lost ones are as they were: `judged` does not apply them, and says so in the report's issues.
    """
    mine = [j for j in judgements if _touches(j, report.id)]
    anchors = _anchors(mine, report)
    now = _matched(anchors, report)
    again = {j.id: _moved(j, report, anchors, now) for j in mine}
    moved: list[Judgement] = []
    lost: list[Judgement] = []
    for judgement in mine:
        present = again[judgement.id]
        undone = str(judgement.value.get("judgement")) if judgement.verb == "undo" else ""
        if undone in again:
            target = again[undone]
            present = again[judgement.id] = replace(judgement, subject=target.subject) if target else None
        (lost if present is None else moved).append(present or judgement)
    return tuple(moved), tuple(lost)


def _touches(judgement: Judgement, report_id: str) -> bool:
    return concerns(judgement.subject, report_id) or any(record_in(name, report_id) for name in judgement.named)


def _anchors(judgements: Sequence[Judgement], report: Report) -> dict[str, Anchor]:
    """The anchor of each record that the judgements are on or name; the latest holds."""
    found: dict[str, Anchor] = {}
    for judgement in judgements:
        record = record_in(judgement.subject, report.id)
        if record and judgement.anchor and judgement.anchor.layer in LAYERS:
            found[record] = judgement.anchor
        for name, anchor in judgement.named.items():
            found.setdefault(record_in(name, report.id) or name, anchor)
    return found


def _moved(
    judgement: Judgement, report: Report, anchors: Mapping[str, Anchor], now: Mapping[str, str]
) -> Judgement | None:
    """The judgement as it reads on the report of today; None where what it is about is not there."""
    if judgement.anchor and judgement.anchor.layer == REDACTED:
        return _redaction(judgement, judgement.anchor, report, now)
    record = record_in(judgement.subject, report.id)
    if record is not None:
        found = find(report, now.get(record, record))
        if found is None or (record in anchors and record not in now):
            return None
        layer, present = found
        if (
            judgement.anchor
            and has_offsets(judgement)
            and judgement.anchor.text_sha256 != text_digest(report.document.text)
        ):
            return None
        anchor = anchor_of(report, layer, present.id)
        if judgement.anchor:
            anchor = replace(anchor, kind=judgement.anchor.kind, seen=judgement.anchor.seen)
        judgement = replace(judgement, subject=f"{report.id}#{present.id}", anchor=anchor)
    return _with_names(judgement, report, now) if judgement.named else judgement


def has_offsets(judgement: Judgement) -> bool:
    """Whether an edit's values point at characters, which mean others in a text that changed."""
    return judgement.verb == "edit" and any(_points(key, item) for key, item in judgement.value.items())


def _points(key: str, value: object) -> bool:
    if isinstance(value, Mapping):
        return any(_points(name, item) for name, item in value.items())
    if isinstance(value, list | tuple):
        return any(_points("", item) for item in value)
    return key in ("start", "end")


def _with_names(judgement: Judgement, report: Report, now: Mapping[str, str]) -> Judgement | None:
    """The judgement with the present ids of the records that its value names.

    A split goes on without the records that are lost; an edit that names a lost record is lost.
    """
    own = concerns(judgement.subject, report.id)
    ids: dict[str, str | None] = {}
    named: dict[str, Anchor] = {}
    for name, anchor in judgement.named.items():
        bare = record_in(name, report.id) or (name if own else None)
        if bare is None:
            named[name] = anchor
        elif bare in now:
            present = now[bare] if bare == name else f"{report.id}#{now[bare]}"
            ids[name], named[present] = present, anchor_of(report, anchor.layer, now[bare])
        else:
            ids[name] = None
    if None in ids.values() and (own or not named):
        return None
    return replace(judgement, value=_renamed(judgement.value, ids), named=named)


def _renamed(value: Any, ids: Mapping[str, str | None]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, Mapping):
        return {key: _renamed(item, ids) for key, item in value.items()}
    if isinstance(value, list | tuple):
        renamed = [(item, _renamed(item, ids)) for item in value]
        return [new for old, new in renamed if new is not None or old is None]
    return value


def _redaction(judgement: Judgement, anchor: Anchor, report: Report, now: Mapping[str, str]) -> Judgement | None:
    """A redaction with its characters in the present text: wherever the words stand, where it is not clear which.

    It outlives its record, for a name must not come back because the page is read otherwise.
    """
    text = report.document.text
    same_text = anchor.text_sha256 == text_digest(text)
    found = anchor.spans if same_text else tuple(s for words in anchor.quoted for s in places_of(words, text))
    record = now.get(record_in(judgement.subject, report.id) or "")
    if not found and record is None:
        return None
    spans = tuple(sorted(set(found), key=lambda s: (s.start, s.end)))
    value = {key: item for key, item in judgement.value.items() if key not in ("start", "end", "spans")}
    value["spans"] = [{"start": span.start, "end": span.end} for span in spans]
    subject = f"{report.id}#{record}" if record else report.id
    layer = next((a.layer for a in judgement.named.values()), "")
    return replace(
        judgement,
        subject=subject,
        value=value,
        anchor=anchor_of_spans(report, spans),
        named={subject: anchor_of(report, layer, record)} if record else {},
    )
