"""What became of a thing between two moments: which values are others now, and who judged it meanwhile."""

from dataclasses import dataclass

from bellwire.model import Incident
from bellwire.web.show.editing import Fact, facts_of
from bellwire.web.show.subjects import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedValue:
    """A value that is another one now; None where there was none, or is none now."""

    name: str
    before: Fact | None
    now: Fact | None


def changed_values(before: Subject | None, now: Subject) -> tuple[ChangedValue, ...]:
    """The values that differ, in the order of the form; all of them where it was not there before."""
    then = {fact.name: fact for fact in _facts(before)} if before else {}
    today = {fact.name: fact for fact in _facts(now)}
    return tuple(
        ChangedValue(name=name, before=then.get(name), now=today.get(name))
        for name in dict.fromkeys((*today, *then))
        if then.get(name) != today.get(name)
    )


def _facts(subject: Subject) -> tuple[Fact, ...]:
    incident = subject.incident
    return (*facts_of(subject), *(_of_incident(incident) if incident else ()))


def _of_incident(incident: Incident) -> tuple[Fact, ...]:
    """What follows from the tellings of an incident and is not edited."""
    figures = tuple(
        f"{t.measure}: {_end(t.low)}–{_end(t.high)} {t.population or ''}".strip()
        for t in incident.tallies
        if not t.part
    )
    return (
        Fact(name="reports", values=(str(incident.reports),)),
        Fact(name="sources", values=(str(incident.sources),)),
        Fact(name="figures", values=figures),
        Fact(name="review", values=(incident.review,), vocabulary="review"),
        Fact(name="grade", values=(incident.grade.word or "",) if incident.grade else (), vocabulary="grade"),
    )


def _end(value: float | None) -> str:
    return "…" if value is None else f"{value:,.10g}"
