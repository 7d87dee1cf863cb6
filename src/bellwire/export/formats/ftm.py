"""FollowTheMoney entities as JSON lines, for Aleph, OpenAleph, Datashare and the `ftm` tool.

A report is an `Article`, an incident an `Event` at an `Address`, a report's telling of an incident a `Documentation`
with its words, and a name in a report a `Mention`. Those who act and those to whom it is done are `PublicBody` (forces,
police, governments, intergovernmental bodies), `Organization` (armed groups, militias, parties, media, other bodies),
`Company`, `Person`, or `LegalEntity` where no more is known. An entity comes before what names it.

Ids are hashes, the same in each export: of the report's or the incident's id, of name, type and country for bodies. A
person's is of the incident as well: two persons of one name are two, until somebody says that they are one. Civilians,
and people whose names are withheld, are no entities.

FollowTheMoney has no place for figures, for who says what, nor for who did it and to whom it was done. These are in a
second file:

    $ bellwire export ftm -o entities.ftm.json
    $ bellwire export ftm --table sidecar -o sidecar.jsonl

Each of its lines has `table` (`parties`, `figures` or `claims`), `event` and, where there is one, `document`: the ids
of the entities that it belongs to. A party has `role` (agent or patient), `entity` (null where it is none), `name`,
`type` and `country`; figures and claims have the columns of [the tables of those names](csv.md).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from bellwire.brief.words import country_name
from bellwire.export.columns import table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import Told, claims, figures, grade_of
from bellwire.model import Evidence, Party
from bellwire.model.codec import encode_plain
from bellwire.model.incidents import Where
from bellwire.model.words import ActorType
from bellwire.relate.incident_evidence import WITHHELD
from bellwire.review.masks import UNNAMED_PERSON

SCHEMATA: Mapping[ActorType, tuple[str, str | None]] = {
    "state_forces": ("PublicBody", "mil"),
    "police": ("PublicBody", "gov.security"),
    "government": ("PublicBody", "gov"),
    "igo": ("PublicBody", "gov.igo"),
    "armed_group": ("Organization", None),
    "militia": ("Organization", None),
    "party": ("Organization", "pol.party"),
    "ngo": ("Organization", None),
    "media": ("Organization", None),
    "company": ("Company", None),
    "person": ("Person", None),
    "other": ("LegalEntity", None),
}
"""FollowTheMoney's schema and topic for a type of actor; civilians are a population, and have none."""
DATE = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d(T\d\d:\d\d)?)?)?")
"""The beginning of an EDTF date that FollowTheMoney understands as well."""
Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """A party of an incident; with the telling that names it, where one does."""

    dossier: Dossier
    party: Party
    evidence: Evidence | None = None


def entity_id(*parts: str | None) -> str:
    """A stable id: the same parts give the same one.

    >>> entity_id("event", "i-1") == entity_id("event", "i-1") != entity_id("event", "i-2")
    True
    """
    return "bw-" + hashlib.sha256(encode_plain(parts)).hexdigest()[:40]


def article_id(report: str) -> str:
    """The id of a report's Article."""
    return entity_id("article", report)


def event_id(dossier: Dossier) -> str:
    """The id of an incident's Event."""
    return entity_id("event", dossier.incident.id)


def party_id(named: Named) -> str | None:
    """The id of a party's entity; None where it is none."""
    party = named.party
    if party.type not in SCHEMATA or any(words in party.name for words in (WITHHELD, UNNAMED_PERSON)):
        return None
    within = named.dossier.incident.id if party.type == "person" else None
    return entity_id("party", party.name, party.type, party.country, within)


def address_id(where: Where | None) -> str | None:
    """The id of a place's Address; None where there is none."""
    if where is None:
        return None
    return entity_id("address", where.name, where.admin1, where.country, f"{where.lat},{where.lon}")


def date_text(value: str | None) -> str | None:
    """A date as FollowTheMoney writes it: year, month, day or minute; None where EDTF says more than that.

    >>> date_text("2024-05-02"), date_text("2024-05-02T10:00:00Z"), date_text("2024-04/..")
    ('2024-05-02', '2024-05-02T10:00', None)
    """
    found = DATE.match(value or "")
    rest = (value or "")[found.end() :] if found else ""
    return found[0] if found and (not rest or "T" in found[0]) else None


def _country(code: str | None) -> str | None:
    return code.lower() if code else None


def _place_line(where: Where | None) -> str | None:
    parts = (where.name, where.admin1, country_name(where.country)) if where else ()
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _url(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None


def _page_notes(told: Told) -> tuple[str, ...]:
    original = told.dossier.copied.get(told.evidence.report)
    return (f"Report {told.evidence.report}", *((f"Copy of {article_id(original)}",) if original else ()))


def _notes(dossier: Dossier) -> tuple[str, ...]:
    incident, grade = dossier.incident, grade_of(dossier.incident)
    by = "an analyst's grade" if incident.grade else "the machine's suggestion"
    told = f"Independent sources: {incident.sources}; reports: {incident.reports}"
    return (*((f"{grade.word} ({by})",) if grade.word else ()), told)


def _parties(dossier: Dossier) -> Iterator[tuple[str, Named]]:
    """The parties of an incident, each with its role."""
    for role, parties in (("agent", dossier.incident.agents), ("patient", dossier.incident.patients)):
        yield from ((role, Named(dossier, party)) for party in parties)


def _event_values() -> dict[str, Callable[[Dossier], object]]:
    return {
        "Event.name": lambda d: d.incident.title,
        "Event.recordId": lambda d: d.incident.id,
        "Event.startDate": lambda d: d.incident.date and date_text(d.incident.date.earliest),
        "Event.endDate": lambda d: d.incident.date and date_text(d.incident.date.latest),
        "Event.location": lambda d: _place_line(d.incident.where),
        "Event.country": lambda d: d.incident.where and _country(d.incident.where.country),
        "Event.addressEntity": lambda d: address_id(d.incident.where),
        "Event.involved": lambda d: tuple(filter(None, (party_id(named) for _, named in _parties(d)))),
        "Event.keywords": lambda d: tuple(filter(None, (d.incident.type, d.incident.mode, d.incident.status))),
        "Event.notes": _notes,
        "Event.proof": lambda d: tuple(article_id(e.report) for e in d.evidence),
        "Event.modifiedAt": lambda d: date_text(d.changed),
    }


def _place_values() -> dict[str, Callable[[Where], object]]:
    return {
        "Address.full": _place_line,
        "Address.city": lambda w: w.name,
        "Address.state": lambda w: w.admin1,
        "Address.country": lambda w: _country(w.country),
        "Address.latitude": lambda w: w.lat,
        "Address.longitude": lambda w: w.lon,
    }


def _telling_values() -> dict[str, Callable[[Told], object]]:
    return {
        "Article.title": lambda t: t.evidence.title,
        "Article.publisher": lambda t: t.evidence.outlet,
        "Article.sourceUrl": lambda t: _url(t.evidence.url),
        "Article.publishedAt": lambda t: date_text(t.evidence.published),
        "Article.notes": _page_notes,
        "Documentation.document": lambda t: article_id(t.evidence.report),
        "Documentation.entity": lambda t: event_id(t.dossier),
        "Documentation.role": lambda t: "copy" if t.evidence.report in t.dossier.copied else "telling",
        "Documentation.status": lambda t: t.evidence.status,
        "Documentation.summary": lambda t: t.evidence.words,
        "Documentation.recordId": lambda t: t.evidence.record,
        "Documentation.date": lambda t: date_text(t.evidence.published),
    }


def _party_values() -> dict[str, Callable[[Named], object]]:
    return {
        "Mention.document": lambda n: n.evidence and article_id(n.evidence.report),
        "Mention.name": lambda n: n.party.name,
        "Mention.resolved": party_id,
        "Mention.detectedSchema": lambda n: SCHEMATA[n.party.type][0],
        "Mention.contextCountry": lambda n: _country(n.party.country),
        "LegalEntity.name": lambda n: n.party.name,
        "LegalEntity.country": lambda n: _country(n.party.country),
        "LegalEntity.topics": lambda n: SCHEMATA[n.party.type][1],
        "LegalEntity.classification": lambda n: n.party.type,
    }


@cache
def _properties() -> Mapping[str, Mapping[str, Callable[[Any], object]]]:
    """By schema, its properties with what gives their values."""
    values: dict[str, Callable[[Any], object]] = _event_values() | _place_values() | _telling_values()
    found: dict[str, dict[str, Callable[[Any], object]]] = {}
    for column in table("ftm", values | _party_values()).columns:
        schema, _, name = column.name.partition(".")
        found.setdefault(schema, {})[name] = column.value
    return found


def entity(id: str, schema: str, record: object, *, of: str | None = None) -> Entity:
    """An entity with its properties, each a list of texts; `of` is the schema that says which, if it is another one."""
    made = {name: _texts(value(record)) for name, value in _properties()[of or schema].items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in made.items() if values}}


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, tuple) else (value,)
    return [*dict.fromkeys(str(each) for each in values if each is not None and each != "")]


def entities(source: Source) -> Iterator[Entity]:
    """All entities; each comes once, and before those that name it."""
    seen: set[str] = set()
    for dossier in source.dossiers(False):
        for made in _of_dossier(dossier):
            if made["id"] not in seen:
                seen.add(made["id"])
                yield made


def _of_dossier(dossier: Dossier) -> Iterator[Entity]:
    where = dossier.incident.where
    told = [Told(dossier, e) for e in dossier.evidence]
    named = [Named(dossier, p, e) for e in dossier.evidence for p in (*e.agents, *e.patients)]
    for each in told:
        yield entity(article_id(each.evidence.report), "Article", each)
    for party in (*(n for _, n in _parties(dossier)), *named):
        if (id := party_id(party)) is not None:
            yield entity(id, SCHEMATA[party.party.type][0], party, of="LegalEntity")
    if where is not None:
        yield entity(str(address_id(where)), "Address", where)
    yield entity(event_id(dossier), "Event", dossier)
    for each in told:
        yield entity(entity_id("telling", dossier.incident.id, each.evidence.record), "Documentation", each)
    for party in named:
        if (id := party_id(party)) is not None and party.evidence is not None:
            yield entity(entity_id("mention", party.evidence.report, id, party.party.name), "Mention", party)


def sidecar(source: Source) -> Iterator[dict[str, object]]:
    """What FollowTheMoney has no place for, by the entities that it belongs to."""
    for dossier in source.dossiers(True):
        event = event_id(dossier)
        for role, named in _parties(dossier):
            party = named.party
            yield {
                "table": "parties", "event": event, "entity": party_id(named), "role": role, "name": party.name,
                "type": party.type, "country": party.country,
            }  # fmt: skip
        for own in (figures(), claims()):
            for row in own.table.rows(own.records(dossier)):
                values = dict(zip(own.table.names, row, strict=True))
                document = article_id(str(values["report"]))
                yield {"table": own.table.name, "event": event, "document": document, **values}


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the entities, or what FollowTheMoney has no place for; a record a line."""
    found: Iterator[dict[str, Any]] = sidecar(source) if options.table == "sidecar" else entities(source)
    out.writelines(encode_plain(made) + b"\n" for made in found)


FORMAT = Format(
    name="ftm",
    about="FollowTheMoney entities; with --table sidecar the figures, claims and roles that it has no place for.",
    suffix=".ftm.json",
    media="application/x-ndjson",
    write=write,
    columns=("ftm",),
    tables=("entities", "sidecar"),
    options=("table",),
)
