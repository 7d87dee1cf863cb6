"""Bellwire's own tables: incidents, evidence, figures, claims and sources, each row with what it rests on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bellwire.brief.words import country_name
from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Source
from bellwire.model import Evidence, Holding, Incident, Party, Tally
from bellwire.model.incidents import Grade
from bellwire.model.words import Measure
from bellwire.publish.statements import Statement

HARM: tuple[Measure, ...] = ("killed", "injured", "missing", "abducted", "detained", "displaced")
"""Measures that have columns of their own in the table of incidents."""
OWN_VOICE = "(own voice)"
"""What stands in the place of a holder where an outlet gives a figure in its own voice."""


@dataclass(frozen=True, slots=True)
class Told:
    """A telling with its incident."""

    dossier: Dossier
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Figured:
    """A figure with its incident and tally."""

    dossier: Dossier
    tally: Tally
    holding: Holding


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table, and how an incident makes its records; `claims` says that it needs the claims."""

    table: Table[Any]
    records: Callable[[Dossier], Iterable[Any]]
    claims: bool = False
    once: Callable[[Any], str] | None = None

    def rows(self, source: Source) -> Iterator[tuple[object, ...]]:
        """The rows of all incidents; what several incidents share comes once."""
        return self.table.rows(self._records(source))

    def _records(self, source: Source) -> Iterator[Any]:
        seen: set[str] = set()
        for dossier in source.dossiers(self.claims):
            for record in self.records(dossier):
                name = self.once(record) if self.once else None
                if name is None or name not in seen:
                    if name is not None:
                        seen.add(name)
                    yield record


def grade_of(incident: Incident) -> Grade:
    """The analyst's grade, else the machine's."""
    return incident.grade or incident.suggested


def holder_of(holding: Holding) -> str:
    """Who holds a figure: the outlet, marked so, where it gives it in its own voice."""
    return holding.holder or " ".join(filter(None, (holding.outlet, OWN_VOICE)))


def _names(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(party.name for party in parties)


def _types(parties: Iterable[Party]) -> tuple[str, ...]:
    return tuple(party.type for party in parties)


def _harm(measure: Measure) -> Mapping[str, Callable[[Dossier], object]]:
    """The columns of a measure."""

    def holders(d: Dossier) -> tuple[str, ...] | None:
        tally = d.incident.whole(measure)
        return tuple(dict.fromkeys(holder_of(h) for h in tally.holdings)) if tally else None

    return {
        f"{measure}_low": lambda d: (t := d.incident.whole(measure)) and t.low,
        f"{measure}_high": lambda d: (t := d.incident.whole(measure)) and t.high,
        f"{measure}_population": lambda d: (t := d.incident.whole(measure)) and t.population,
        f"{measure}_holders": holders,
        f"{measure}_disagree": lambda d: (t := d.incident.whole(measure)) and t.disagree,
    }


def _where(name: str) -> Callable[[Dossier], object]:
    return lambda d: getattr(d.incident.where, name) if d.incident.where else None


def _date(name: str) -> Callable[[Dossier], object]:
    return lambda d: getattr(d.incident.date, name) if d.incident.date else None


def _plain(*names: str) -> Mapping[str, Callable[[Dossier], object]]:
    """Columns that are fields of the incident."""
    return {name: lambda d, field=name: getattr(d.incident, field) for name in names}  # type: ignore[misc]


@cache
def incidents() -> OwnTable:
    """One row an incident."""
    values: dict[str, Callable[[Dossier], object]] = {
        "incident": lambda d: d.incident.id,
        **_plain("title", "type", "mode", "status"),
        "date": _date("value"),
        "date_start": _date("earliest"),
        "date_end": _date("latest"),
        "date_precision": _date("precision"),
        "place": _where("name"),
        "admin1": _where("admin1"),
        "country": _where("country"),
        "country_name": lambda d: country_name(d.incident.where.country) if d.incident.where else None,
        "latitude": _where("lat"),
        "longitude": _where("lon"),
        "where_prec": _where("precision"),
        "spread_km": _where("spread_km"),
        "gazetteer_id": _where("gazetteer_id"),
        "agents": lambda d: _names(d.incident.agents),
        "agent_types": lambda d: _types(d.incident.agents),
        "patients": lambda d: _names(d.incident.patients),
        "patient_types": lambda d: _types(d.incident.patients),
    }
    for measure in HARM:
        values |= _harm(measure)
    values |= {
        **_plain("reports", "copies", "sources", "source_names", "outlets", "review", "confidence"),
        "grade": lambda d: grade_of(d.incident).word,
        "grade_by": lambda d: "analyst" if d.incident.grade else "machine",
        "reliability": lambda d: grade_of(d.incident).reliability,
        "credibility": lambda d: grade_of(d.incident).credibility,
        "edited": lambda d: tuple(d.incident.edited),
        "changed": lambda d: d.changed,
    }
    return OwnTable(table("incidents", values), lambda d: (d,))


@cache
def evidence() -> OwnTable:
    """One row for each report's telling of an incident."""
    values: dict[str, Callable[[Told], object]] = {
        "incident": lambda t: t.dossier.incident.id,
        "record": lambda t: t.evidence.record,
        "copy_of": lambda t: t.dossier.copied.get(t.evidence.report),
        "trigger_start": lambda t: t.evidence.trigger.start,
        "trigger_end": lambda t: t.evidence.trigger.end,
        "sentence_start": lambda t: t.evidence.sentence.start,
        "sentence_end": lambda t: t.evidence.sentence.end,
        "agents": lambda t: _names(t.evidence.agents),
        "patients": lambda t: _names(t.evidence.patients),
        "place": lambda t: t.evidence.place and t.evidence.place.name,
        "latitude": lambda t: t.evidence.place and t.evidence.place.lat,
        "longitude": lambda t: t.evidence.place and t.evidence.place.lon,
        "where_prec": lambda t: t.evidence.place and t.evidence.place.precision,
        "date": lambda t: t.evidence.date and t.evidence.date.value,
        "date_start": lambda t: t.evidence.date and t.evidence.date.earliest,
        "date_end": lambda t: t.evidence.date and t.evidence.date.latest,
    }
    plain = "report outlet url title published type mode status words speakers denied_by confidence".split()
    values |= {name: lambda t, field=name: getattr(t.evidence, field) for name in plain}  # type: ignore[misc]
    return OwnTable(table("evidence", values), lambda d: (Told(d, e) for e in d.evidence))


@cache
def figures() -> OwnTable:
    """One row for each figure that a report gives of an incident."""
    values: dict[str, Callable[[Figured], object]] = {
        "incident": lambda f: f.dossier.incident.id,
        "report": lambda f: f.holding.record.rpartition("#")[0],
        "start": lambda f: f.holding.span.start,
        "end": lambda f: f.holding.span.end,
        "own_voice": lambda f: f.holding.holder is None,
        "disagree": lambda f: f.tally.disagree,
    }
    plain = "record quote measure population kind actor unit low best high approx state part former holder outlet as_of"
    values |= {name: lambda f, field=name: getattr(f.holding, field) for name in plain.split()}  # type: ignore[misc]
    return OwnTable(table("figures", values), lambda d: (Figured(d, t, h) for t, h in d.held()))


@cache
def claims() -> OwnTable:
    """One row for each claim that tells of an incident."""
    names = "incident report claim speaker words manner via hedged date outlet url published".split()
    values: dict[str, Callable[[Statement], object]] = {
        name: lambda s, field=name: getattr(s, field)  # type: ignore[misc]
        for name in names
    }
    return OwnTable(table("claims", values), lambda d: d.claims, claims=True)


@cache
def sources() -> OwnTable:
    """One row for each report that tells of any of the incidents."""
    values: dict[str, Callable[[Told], object]] = {
        name: lambda t, field=name: getattr(t.evidence, field)  # type: ignore[misc]
        for name in "report outlet title url published".split()
    }
    values["copy_of"] = lambda t: t.dossier.copied.get(t.evidence.report)
    return OwnTable(table("sources", values), lambda d: (Told(d, e) for e in d.evidence), once=_report)


def _report(told: Told) -> str:
    return told.evidence.report


TABLES: Mapping[str, Callable[[], OwnTable]] = {
    "incidents": incidents,
    "evidence": evidence,
    "figures": figures,
    "claims": claims,
    "sources": sources,
}
"""Bellwire's own tables, by name."""
