"""Refuses judgements that cannot be, with a line that says what to do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from bellwire.errors import JudgementError
from bellwire.model import Grade, Incident, Judgement, Report
from bellwire.model.codec import decode, encode_plain
from bellwire.model.words import Credibility, GradeWord, JudgementVerb, Reliability
from bellwire.review.effective import effective, merged_into, standing
from bellwire.review.fields import checked, with_edits
from bellwire.review.subjects import concerns, find, own_spans, record_in

VERBS: tuple[str, ...] = get_args(JudgementVerb)
OF_INCIDENTS = frozenset(("grade", "merge", "split"))
"""Verbs that only an incident bears."""
OF_REPORTS = frozenset(("redact",))
"""Verbs that only a report or a record bears."""
LONGEST_NAME = 200
GRADES: Mapping[str, tuple[str, ...]] = {
    "word": get_args(GradeWord),
    "reliability": get_args(Reliability),
    "credibility": get_args(Credibility),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """A judgement with what is known of its subject."""

    judgement: Judgement
    history: Sequence[Judgement]
    report: Report | None
    incident: Incident | None
    knows: Callable[[str], bool]

    def refuse(self, what: str) -> JudgementError:
        return JudgementError(f"{self.judgement.verb} {self.judgement.subject}: {what}")


def check(
    judgement: Judgement,
    *,
    history: Sequence[Judgement] = (),
    report: Report | None = None,
    incident: Incident | None = None,
    knows: Callable[[str], bool] = lambda incident_id: True,
) -> None:
    """Raises JudgementError where the judgement cannot be.

    `history` are the judgements before it (those of its subject at least), `report` or `incident` is what it is about,
    as read, and `knows` says whether there is an incident of an id. What is not given is not checked against.

    >>> check(Judgement(id="j", verb="accept", subject="r1", by=" ", at="2024-05-01"))
    Traceback (most recent call last):
    bellwire.errors.JudgementError: accept r1: nobody made it; say who judges
    """
    context = _Context(judgement=judgement, history=history, report=report, incident=incident, knows=knows)
    if judgement.verb not in VERBS:
        raise context.refuse(f"no such verb; there are: {', '.join(VERBS)}")
    if not judgement.by.strip():
        raise context.refuse("nobody made it; say who judges")
    if not judgement.by.isprintable() or len(judgement.by) > LONGEST_NAME:
        raise context.refuse(f"a name is one line of at most {LONGEST_NAME} characters; give a shorter one")
    if not judgement.at.strip():
        raise context.refuse("it has no time; say when it was made")
    if judgement.id in {j.id for j in history}:
        raise context.refuse(f"there is a judgement {judgement.id} already; give the next number")
    _check_subject(context)
    _CHECKS[judgement.verb](context)


def _check_subject(c: _Context) -> None:
    subject, verb = c.judgement.subject, c.judgement.verb
    if not subject.strip():
        raise c.refuse("nothing is judged; name an incident, a report or REPORT#RECORD")
    if c.incident is not None:
        if subject != c.incident.id:
            raise c.refuse(f"the incident is {c.incident.id}; judge that")
        if verb in OF_REPORTS:
            raise c.refuse("an incident has no text; redact the report, or REPORT#RECORD")
        target = merged_into(c.history).get(subject)
        if target and verb != "undo":
            raise c.refuse(f"it was merged into {target}; judge {target}, or undo the merge")
    elif c.report is not None:
        if not concerns(subject, c.report.id):
            raise c.refuse(f"the report is {c.report.id}; judge that, or a record of it as {c.report.id}#RECORD")
        if verb in OF_INCIDENTS:
            raise c.refuse(f"only incidents can be {_PAST[verb]}; name the incident")
        record = record_in(subject, c.report.id)
        if record is not None and verb != "undo" and find(c.report, record) is None:
            raise c.refuse(f"the report has no record {record}; `bellwire explain` shows those it has")


_PAST = {"grade": "graded", "merge": "merged", "split": "split"}


def _keys(c: _Context, allowed: Iterable[str]) -> None:
    allowed = tuple(allowed)
    for key in c.judgement.value:
        if key not in allowed:
            raise c.refuse(f"{key!r} means nothing here; it takes {', '.join(allowed) or 'no value'}")


def _check_plain(c: _Context) -> None:
    _keys(c, ())


def _check_edit(c: _Context) -> None:
    value, subject = c.judgement.value, c.judgement.subject
    if not value:
        raise c.refuse("no field is given; give at least one with its new value")
    before = [j for j in effective(c.history) if j.subject == subject and j.verb == "edit"]
    try:
        if c.incident is not None:
            incident, _, _ = with_edits(c.incident, before, "incident", None)
            checked(incident, value, "incident")
        elif c.report is not None:
            layer, record = find(c.report, record_in(subject, c.report.id) or "") or ("report", c.report.document)
            present, _, _ = with_edits(record, before, layer, c.report)
            checked(present, value, layer, c.report)
    except JudgementError as error:
        raise c.refuse(str(error)) from error


def _check_grade(c: _Context) -> None:
    _keys(c, GRADES)
    given = {name: word for name, word in c.judgement.value.items() if word is not None}
    if not given:
        raise c.refuse("no grade is given; give word, reliability or credibility")
    for name, word in given.items():
        if word not in GRADES[name]:
            raise c.refuse(f"{word!r} is no {name}; those are: {', '.join(GRADES[name])}")


def _check_merge(c: _Context) -> None:
    _keys(c, ("into",))
    into = c.judgement.value.get("into")
    if not isinstance(into, str) or not into.strip():
        raise c.refuse("into what? give `into`, an incident's id")
    if into == c.judgement.subject:
        raise c.refuse("an incident cannot be merged into itself; give another as `into`")
    if not c.knows(into):
        raise c.refuse(f"there is no incident {into}; give one that there is as `into`")
    merged = merged_into(c.history)
    if merged.get(into) == c.judgement.subject:
        raise c.refuse(f"{into} was merged into it; undo that first")
    if into in merged:
        raise c.refuse(f"{into} was merged into {merged[into]}; merge into {merged[into]}")


def _check_split(c: _Context) -> None:
    _keys(c, ("records",))
    records = c.judgement.value.get("records")
    if not isinstance(records, list | tuple) or not records or not all(isinstance(r, str) for r in records):
        raise c.refuse("which records? give `records`, a list of REPORT#EVENT")
    if len(set(records)) < len(records):
        raise c.refuse("a record is given twice; give each once")
    if c.incident is not None:
        missing = sorted(set(records) - set(c.incident.evidence))
        if missing:
            raise c.refuse(f"the incident does not have {', '.join(missing)}; give records that it has")
        if set(records) == set(c.incident.evidence):
            raise c.refuse("nothing would be left of the incident; leave at least one record, or reject it")


def _check_redact(c: _Context) -> None:
    _keys(c, ("start", "end", "spans", "why"))
    value = c.judgement.value
    if not isinstance(value.get("why", ""), str):
        raise c.refuse("`why` is text")
    try:
        spans = redacted(c.judgement, c.report)
    except (TypeError, ValueError, KeyError) as error:
        raise c.refuse("give `start` and `end`, whole numbers with 0 <= start < end") from error
    if not spans and c.report is not None:
        raise c.refuse("which characters? give `start` and `end`")
    length = len(c.report.document.text) if c.report else None
    for start, end in spans:
        if length is not None and end > length:
            raise c.refuse(f"{start}..{end} lies outside the text, which has {length} characters")


def redacted(judgement: Judgement, report: Report | None) -> tuple[tuple[int, int], ...]:
    """The characters that a redaction hides: those given, and all of the record's own where it is of a record.

    Raises ValueError, TypeError or KeyError where what is given are no spans.
    """
    value = judgement.value
    given = value.get("spans", [value] if "start" in value or "end" in value else [])
    if not isinstance(given, list | tuple):
        raise TypeError(given)
    record = find(report, record_in(judgement.subject, report.id) or "") if report else None
    own = own_spans(record[1]) if record else ()
    return tuple(sorted({*map(_span, given), *((span.start, span.end) for span in own)}))


def _span(item: Mapping[str, object]) -> tuple[int, int]:
    start, end = item["start"], item["end"]
    if type(start) is not int or type(end) is not int or not 0 <= start < end:
        raise ValueError(item)
    return start, end


def _check_undo(c: _Context) -> None:
    _keys(c, ("judgement",))
    name = c.judgement.value.get("judgement")
    if not isinstance(name, str) or not name:
        raise c.refuse("undo what? give `judgement`, the id of one")
    undone = next((j for j in c.history if j.id == name), None)
    if undone is None:
        raise c.refuse(f"there is no judgement {name} of it; give the id of one that there is")
    if undone.subject != c.judgement.subject:
        raise c.refuse(f"{name} is of {undone.subject}; undo it there")
    if name not in {j.id for j in standing(c.history)}:
        raise c.refuse(f"{name} is undone already; undo the undo to bring it back")


_CHECKS: Mapping[str, Callable[[_Context], None]] = {
    "accept": _check_plain,
    "reject": _check_plain,
    "edit": _check_edit,
    "grade": _check_grade,
    "merge": _check_merge,
    "split": _check_split,
    "redact": _check_redact,
    "undo": _check_undo,
}


def grade_of(judgement: Judgement) -> Grade:
    """The grade that a judgement gives, with its reason; a word that is none is left out."""
    given = {name: judgement.value.get(name) for name, words in GRADES.items() if judgement.value.get(name) in words}
    return decode(encode_plain(given | {"why": judgement.why}), Grade)
