"""Reports and incidents with people's judgements on them. What was read is not changed: these are views of it.

- A rejected record is left out, and so is every reference to it: a participant goes with its actor, a figure whose
  claim is rejected is in the outlet's own voice, a part whose whole is rejected stands alone.
- An accepted record has confidence 1: a person vouches for it, so no threshold may hide it. The machine's own
  confidence is in the report as it was read.
- A judgement that cannot be applied is an issue (`judgement`) of the report, never dropped in silence.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from bellwire.model import LAYERS, Actor, Incident, Issue, Judgement, Redaction, Report, text_digest
from bellwire.review.check import grade_of, redacted
from bellwire.review.compared import seen_in
from bellwire.review.effective import effective, reviews
from bellwire.review.fields import with_edits
from bellwire.review.match import REDACTED, has_offsets
from bellwire.review.references import cleaned
from bellwire.review.subjects import Record, concerns, find, kind_of, record_in

PRIVATE = "name of a private person"


def judged(report: Report, judgements: Sequence[Judgement], *, people: int = 1) -> Report:
    """The report with the judgements on it and its records applied; the same report where there are none.

    `people` is how many must accept a record before it counts as accepted.

    >>> from bellwire.model import Document, Figure, MadeBy
    >>> text = "At least 12 people were killed, aged 40."
    >>> figures = (Figure(id="f-1", start=0, end=18, measure="killed", low=12),
    ...            Figure(id="f-2", start=37, end=39, measure="killed", best=40))
    >>> report = Report(id="r1", document=Document(id="d", kind="article", text=text), figures=figures,
    ...                 made_by=MadeBy(bellwire="0"))
    >>> no = Judgement(id="j-1", verb="reject", subject="r1#f-2", by="ana", at="2024-05-01", why="an age")
    >>> [figure.id for figure in judged(report, [no]).figures]
    ['f-1']
    """
    mine = [j for j in effective(judgements) if concerns(j.subject, report.id)]
    if not mine:
        return report
    mine, told = _still_meant(report, mine)
    state = reviews(mine, people)
    made, issues = _with_edits(report, [j for j in mine if j.verb == "edit"])
    made = _with_verdicts(made, {record_in(s, report.id): verdict for s, verdict in state.items()})
    made, more = _with_redactions(report, made, [j for j in mine if j.verb == "redact"])
    told = [*_rejected(report, mine), *told, *issues, *more]
    return replace(cleaned(made), issues=(*made.issues, *told))


def judged_incident(incident: Incident, judgements: Sequence[Judgement], *, people: int = 1) -> Incident:
    """The incident with the judgements on it applied: review state, the analyst's grade, and edited values in place.

    `edited` holds the values that an analyst set; those that were read are in the incident as it was merged. Merges
    and splits are not applied: they change which evidence an incident has.
    """
    mine = [j for j in effective(judgements) if j.subject == incident.id]
    if not mine:
        return incident
    made, applied, _ = with_edits(incident, [j for j in mine if j.verb == "edit"], "incident", None)
    grade = next((grade_of(j) for j in reversed(mine) if j.verb == "grade"), incident.grade)
    return replace(
        made,
        review=reviews(mine, people).get(incident.id, incident.review),
        grade=grade,
        edited={**incident.edited, **applied},
    )


def incident_issues(incident: Incident, judgements: Sequence[Judgement]) -> tuple[Issue, ...]:
    """An issue for each edit of the incident that its other fields do not bear any longer."""
    edits = [j for j in effective(judgements) if j.subject == incident.id and j.verb == "edit"]
    return tuple(_issue(edit, why) for edit, why in with_edits(incident, edits, "incident", None)[2])


def _issue(judgement: Judgement, what: str) -> Issue:
    return Issue(
        code="judgement",
        message=f"{judgement.verb} of {judgement.subject} by {judgement.by} ({judgement.id}) is not applied: {what}",
    )


def _rejected(report: Report, mine: Iterable[Judgement]) -> list[Issue]:
    """An issue that says so where the whole report is rejected: an empty record must not pass for a quiet page."""
    whole = [j for j in mine if j.subject == report.id and j.verb == "reject"]
    return [Issue(code="rejected", message=f"rejected by {j.by}{f': {j.why}' if j.why else ''}") for j in whole]


def _still_meant(report: Report, mine: Iterable[Judgement]) -> tuple[list[Judgement], list[Issue]]:
    """The judgements that are of what the report has now, and an issue for each of the others."""
    kept, issues = [], []
    edited: dict[str, set[str]] = {}
    digest = text_digest(report.document.text)
    for judgement in mine:
        why = _not_meant(judgement, report, digest, edited.get(judgement.subject, set()))
        if why is None:
            kept.append(judgement)
            if judgement.verb == "edit":
                edited.setdefault(judgement.subject, set()).update(judgement.value)
        else:
            issues.append(_issue(judgement, why))
    return kept, issues


def _not_meant(judgement: Judgement, report: Report, digest: str, edited: Collection[str]) -> str | None:
    """Why a judgement is not of what the report has now; None where it is.

    `edited` are the fields that people set before: what was read there does not matter.
    """
    anchor, id = judgement.anchor, record_in(judgement.subject, report.id)
    found = find(report, id) if id else None
    if id and found is None and judgement.verb != "redact":
        return "the report has no such record"
    if anchor is None:
        return None
    if anchor.text_sha256 != digest and (anchor.layer == REDACTED or has_offsets(judgement)):
        return "the page's text has changed since"
    if found is None or found[0] != anchor.layer:
        return None
    if judgement.verb == "reject" and anchor.kind != kind_of(found[1]):
        return f"it was {anchor.kind} and is read as {kind_of(found[1])} now; judge it anew"
    if judgement.verb == "accept":
        now = seen_in(found[1], found[0], report)
        changed = [name for name in anchor.seen if name not in edited and anchor.seen[name] != now.get(name)]
        told = [f"{name} was {anchor.seen[name]} and is {now.get(name)} now" for name in changed]
        return f"{'; '.join(told)}; judge it anew" if told else None
    return None


def _with_edits(report: Report, edits: Sequence[Judgement]) -> tuple[Report, list[Issue]]:
    issues: list[Issue] = []
    changed: dict[str, Record] = {}
    made = report
    ordered = sorted(edits, key=lambda j: j.subject)
    for subject, group in groupby(ordered, key=lambda j: j.subject):
        found = find(report, record_in(subject, report.id) or "")
        if found is not None:
            changed[found[1].id], _, left_out = with_edits(found[1], list(group), found[0], report)
        elif subject == report.id:
            document, _, left_out = with_edits(report.document, list(group), "report", None)
            made = replace(made, document=document)
        else:
            continue
        issues += [_issue(edit, why) for edit, why in left_out]
    return _replaced(made, changed), issues


def _replaced(report: Report, changed: Mapping[str, Record]) -> Report:
    layers: dict[str, Any] = {
        layer: tuple(changed.get(record.id, record) for record in getattr(report, layer)) for layer in LAYERS
    }
    return replace(report, **layers) if changed else report


def _with_verdicts(report: Report, verdicts: Mapping[str | None, str]) -> Report:
    """The report without what was rejected (None: the report itself), accepted records at confidence 1."""
    whole = verdicts.get(None) == "rejected"
    layers: dict[str, Any] = {
        layer: tuple(
            _accepted(record) if verdicts.get(record.id) == "accepted" else record
            for record in getattr(report, layer)
            if not whole and verdicts.get(record.id) != "rejected"
        )
        for layer in LAYERS
    }
    return replace(report, **layers)


def _accepted(record: Any) -> Any:
    return replace(record, confidence=1.0) if hasattr(record, "confidence") else record


def _with_redactions(was: Report, report: Report, redactions: Iterable[Judgement]) -> tuple[Report, list[Issue]]:
    """The report with what people redact, and with the names of those whom an edit made private, or public."""
    issues: list[Issue] = []
    hidden = {(r.start, r.end): r for r in _after_edits(was, report)}
    length = len(report.document.text)
    for judgement in redactions:
        why = str(judgement.value.get("why") or judgement.why or "redacted")
        try:
            spans = redacted(judgement, was)
        except (TypeError, ValueError, KeyError):
            spans = ()
            issues.append(_issue(judgement, "it names no characters"))
        for start, end in spans:
            if end <= length:
                hidden[start, end] = Redaction(start=start, end=end, why=why)
            else:
                issues.append(_issue(judgement, f"{start}..{end} lies outside the text"))
    return replace(report, redact=tuple(hidden[span] for span in sorted(hidden))), issues


def _after_edits(was: Report, report: Report) -> Iterable[Redaction]:
    """The redactions of what was read, less the names of persons made public, and the names of those made private."""
    before = {actor.id: (actor.private, actor.mentions) for actor in was.actors}
    turned = [actor for actor in report.actors if (actor.private, actor.mentions) != before[actor.id]]
    public = {(m.start, m.end) for a in turned if not a.private and before[a.id][0] for m in a.mentions}
    private = {(m.start, m.end) for actor in report.actors if actor.private for m in actor.mentions}
    yield from (r for r in was.redact if r.why != PRIVATE or (r.start, r.end) not in public - private)
    for actor in turned:
        yield from _names(actor, report.document.text) if actor.private else ()


def _names(actor: Actor, text: str) -> Iterable[Redaction]:
    """The mentions of an actor by name: those that are not all in small letters, as pronouns and nouns are."""
    for mention in actor.mentions:
        words = mention.quote(text)
        if words != words.lower() or words == words.upper():
            yield Redaction(start=mention.start, end=mention.end, why=PRIVATE)
