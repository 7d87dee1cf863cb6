"""From a filter to a brief: the incidents that it finds, the reports that tell them, and what is hidden in them."""

from collections.abc import Callable, Collection, Sequence

from bellwire.brief.form import Brief
from bellwire.brief.told import Selection
from bellwire.brief.words import country_name, day, joined, number
from bellwire.brief.write import write_brief
from bellwire.model import Incident, Report
from bellwire.review import masked
from bellwire.review.masks import hidden_words
from bellwire.store import Filter, View

MOST_INCIDENTS = 200
"""Incidents that a brief is made of at most, the latest: more than anybody reads, few enough to write in seconds."""
ReportsOf = Callable[[Collection[str]], Sequence[Report]]
"""Gives reports by their ids, with what people decided about their records."""


def write_chosen(
    view: View,
    wanted: Filter,
    reports_of: ReportsOf,
    *,
    as_known_on: str | None = None,
    names: bool = False,
    most: int = MOST_INCIDENTS,
) -> Brief:
    """The situation report of the incidents that a filter finds; `names` shows what is hidden otherwise.

    Incidents that people rejected are left out, unless the filter asks for them, and so are rejected reports.
    """
    page = view.incidents(wanted, limit=most)
    kept = [i for i in page.incidents if "rejected" in wanted.reviews or not is_rejected(i)]
    evidence = view.evidence([i.id for i in kept])
    ids = sorted({e.report for each in evidence.values() for e in each})
    reports = [r for r in reports_of(ids) if not any(issue.code == "rejected" for issue in r.issues)]
    selection = Selection(
        incidents=tuple(kept),
        evidence=evidence,
        asked=asked_in_words(wanted),
        found=page.total,
        least=page.total_is_least,
        rejected=len(page.incidents) - len(kept),
        as_known_on=as_known_on,
        hidden=frozenset() if names else frozenset(word for r in reports for word in hidden_words(r)),
    )
    shown = tuple(r if names else masked(r) for r in reports)
    return write_brief(shown, view.relations(ids), (), selection=selection)


def is_rejected(incident: Incident) -> bool:
    """Whether people threw an incident out, or graded it as one that did not take place."""
    return incident.review == "rejected" or (incident.grade is not None and incident.grade.word == "discounted")


def asked_in_words(wanted: Filter) -> str:
    """What a filter asks for, as a reader of the brief is told it.

    >>> asked_in_words(Filter(types=("ASSAULT",), countries=("ml", "ne"), start="2024-05", text="market"))
    'type assault; in Mali or Niger; from May 2024 on; words “market”'
    """
    said = [
        ("type", [t.lower() for t in wanted.types]),
        ("in", [country_name(c.upper()) or c for c in wanted.countries]),
        ("in", list(wanted.admin1s)),
        ("with", list(wanted.actors)),
        ("told by", list(wanted.sources)),
        ("status", list(wanted.statuses)),
        ("grade", list(wanted.grades)),
        ("review", list(wanted.reviews)),
        ("in report", list(wanted.reports)),
    ]
    parts = [f"{word} {joined(values).replace(' and ', ' or ')}" for word, values in said if values]
    if wanted.start or wanted.end:
        parts.append(_period(wanted.start, wanted.end))
    if wanted.text:
        parts.append(f"words “{wanted.text}”")
    if wanted.box:
        parts.append("within {} to {} degrees of longitude, {} to {} of latitude".format(*_degrees(wanted.box)))
    if wanted.least_killed is not None:
        parts.append(f"of which somebody says that {number(wanted.least_killed)} or more were killed")
    return "; ".join(parts)


def _period(start: str | None, end: str | None) -> str:
    if start and end:
        return day(start) if start == end else f"from {day(start)} to {day(end)}"
    return f"from {day(start)} on" if start else f"up to {day(end)}"


def _degrees(box: tuple[float, float, float, float]) -> tuple[str, str, str, str]:
    west, south, east, north = (f"{value:g}" for value in box)
    return west, east, south, north
