"""What a judgement is about, as it is now: an incident, a report, or a record of one, with its edits in it."""

from dataclasses import dataclass
from typing import Any

from bellwire.model import Incident, Report
from bellwire.relate.incidents import merge
from bellwire.review import effective, judged_incident
from bellwire.review.effective import person
from bellwire.review.fields import with_edits
from bellwire.review.subjects import find, record_in
from bellwire.store import View
from bellwire.store.writer import report_of_end
from bellwire.web.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`record` has its present values; `layer` is one of the report's, or `report`, or `incident`.

    `report` is the page as it was read; an incident has none.
    """

    id: str
    layer: str
    record: Any
    report: Report | None = None

    @property
    def incident(self) -> Incident | None:
        """The incident, where it is one."""
        return self.record if isinstance(self.record, Incident) else None


def subject_of(view: View, id: str, *, only: str | None = None) -> Subject:
    """The subject of an id, with everybody's edits, or with those of one person `only`.

    Raises NotFound that says what became of it.
    """
    incident = view.incident(id)
    if incident is not None:
        return Subject(
            id=id, layer="incident", record=incident if only is None else _as_judged_by(view, incident, only)
        )
    report = view.report(id) or view.report(report_of_end(id))
    if report is None:
        raise NotFound(_gone(view, id))
    judgements = [j for j in view.judgements([id]) if only is None or person(j.by) == person(only)]
    edits = [j for j in effective(judgements) if j.verb == "edit"]
    if report.id == id:
        document, _, _ = with_edits(report.document, edits, "report", None)
        return Subject(id=id, layer="report", record=document, report=report)
    found = find(report, record_in(id, report.id) or "")
    if found is None:
        raise NotFound(f"the report {report.id} has no such record: {id}")
    record, _, _ = with_edits(found[1], edits, found[0], report)
    return Subject(id=id, layer=found[0], record=record, report=report)


def _as_judged_by(view: View, incident: Incident, only: str) -> Incident:
    """The incident as its tellings make it, with one person's judgements: for who is to judge without the others'."""
    evidence = view.evidence([incident.id])[incident.id]
    merged = merge(incident.id, evidence, copied=view.originals([each.report for each in evidence]))
    own = [j for j in view.judgements([incident.id]) if person(j.by) == person(only)]
    return judged_incident(merged, own)


def _gone(view: View, id: str) -> str:
    gone = view.tombstones(id)
    if gone:
        return f"{id} was {gone[-1].reason}{f' into {gone[-1].into}' if gone[-1].into else ''}"
    return f"there is no incident, report or record {id!r}"
