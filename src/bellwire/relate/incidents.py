"""The incident: what all reports together tell of one happening. Pure functions from evidence to the merged view.

`evidence_of` reads one report's event; `merge` makes the incident of the evidence, in whatever order that comes;
`growth` tells how its toll grew. What analysts decide is laid over it by `review`.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bellwire.errors import InputError
from bellwire.model import Evidence, Incident
from bellwire.model.ids import is_imported
from bellwire.relate.incident_evidence import evidence_of
from bellwire.relate.incident_facts import date_of, parties_of, status_of, type_and_mode, where_of
from bellwire.relate.incident_grades import confidence_of, suggested
from bellwire.relate.incident_sources import in_order, sources_of, without_copies
from bellwire.relate.incident_tallies import growth, tallies_of
from bellwire.relate.incident_titles import title_of

__all__ = ["evidence_of", "growth", "merge"]
NO_COPIES: Mapping[str, str] = MappingProxyType({})


def merge(id: str, evidence: Sequence[Evidence], *, copied: Mapping[str, str] = NO_COPIES) -> Incident:
    """The incident that evidence makes, the same whatever its order; `copied` names each copy's original.

    Raises InputError where there is no evidence, or the same record twice.

    >>> from bellwire.model import Holding, Span
    >>> def told(report, **figure):
    ...     held = Holding(record=f"{report}#f", span=Span(start=0, end=2), quote="12", measure="killed", **figure)
    ...     return Evidence(report=report, event="e", outlet=report.title(), type="ASSAULT", status="occurred",
    ...                     trigger=Span(start=0, end=1), sentence=Span(start=0, end=2), words="", figures=(held,))
    >>> pages = [told("sahel post", low=12.0), told("river radio", best=15.0), told("daily copy", low=12.0)]
    >>> made = merge("i-1", pages, copied={"daily copy": "sahel post"})
    >>> made.title, made.reports, made.copies, made.sources, made.suggested.word
    ('12 to 15 killed in attack', 3, 1, 2, 'fair')
    """
    records = [e.record for e in evidence]
    if not records or len(set(records)) < len(records):
        raise InputError(f"incident {id}: {'no evidence' if not records else 'the same record twice'}")
    own = without_copies(evidence, copied)
    sources = sources_of(own)
    first, mode = type_and_mode(own, sources)
    agents, patients = parties_of(own, sources, "agents"), parties_of(own, sources, "patients")
    where, date, status, tallies = where_of(own), date_of(own), status_of(own, sources), tallies_of(own)
    counted = [e for e in own if not is_imported(e.report)] or own  # a data set has it from reports: no further source
    counting = sources if len(counted) == len(own) else sources_of(counted)
    grade = suggested(counted, counting, tallies)
    reports = {e.report for e in evidence}
    return Incident(
        id=id,
        title=title_of(
            first.type,
            mode,
            status,
            where=where,
            date=date,
            agents=agents,
            patients=patients,
            tallies=tallies,
            source=own[0].outlet or f"report {own[0].report}",
        ),
        type=first.type,
        mode=mode,
        status=status,
        where=where,
        date=date,
        agents=agents,
        patients=patients,
        tallies=tallies,
        reports=len(reports),
        copies=len(reports - {e.report for e in own}),
        sources=len(counting),
        source_names=tuple(dict.fromkeys(s.name for s in counting)),
        outlets=tuple(sorted({e.outlet for e in evidence if e.outlet})),
        suggested=grade,
        evidence=tuple(e.record for e in in_order(evidence)),
        confidence=confidence_of(counted, counting, grade),
    )
