"""Whether an incident is published at all under a policy, and if not, by which rule."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from bellwire.model import Evidence, Incident
from bellwire.model.edtf import days_of
from bellwire.publish.needles import Rule
from bellwire.publish.policy import Policy


def why_withheld(
    policy: Policy, incident: Incident, evidence: Sequence[Evidence], *, today: date
) -> tuple[Rule, str] | None:
    """The rule by which an incident is withheld, and the reason in words; None where it is published."""
    if incident.review not in policy.review:
        return "review", f"{incident.review}; published are: {', '.join(policy.review)}"
    if incident.id in policy.embargoed_incidents:
        return "embargo", "the incident is under embargo"
    if not any(e.report not in policy.embargoed_reports for e in evidence):
        return "embargo", "all its reports are under embargo"
    grade = grade_of(policy, incident)
    if grade not in policy.grades:
        return "grade", f"{'not graded' if grade == 'none' else grade}; published are: {', '.join(policy.grades)}"
    day = youngest(incident, evidence)
    if policy.delay_days and (day is None or day > today - timedelta(policy.delay_days)):
        age = f"of {day.isoformat()}" if day else "without a date"
        return "delay", f"{age}; published are those {policy.delay_days} days old"
    return None


def grade_of(policy: Policy, incident: Incident) -> str:
    """The grade that counts; `none` where there is none."""
    given = incident.grade.word if incident.grade else None
    if given is None and policy.graded_by == "anybody":
        given = incident.suggested.word
    return given or "none"


def youngest(incident: Incident, evidence: Iterable[Evidence]) -> date | None:
    """The last day on which it may have happened, else the last on which it was told; None where neither is known."""
    told = incident.date
    last = days_of(told.latest or told.value)[1] if told else None
    days = [last] if last else [days_of(e.published)[1] for e in evidence]
    return max((day for day in days if day), default=None)
