"""What is asked for of an incident, each in a column of its own; and text as a database keeps it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bellwire.model import Evidence, Incident
from bellwire.model.codec import encode

MOST_WORDS = 5000
"""Characters of an incident's sentences that are searched: some twenty tellings."""
NUL, MARK = "\0", "\ufdd0"
"""PostgreSQL keeps no NUL; U+FDD0 is no character of any text (Unicode, section 23.7) and stands in for it."""


def kept_text(text: str) -> str:
    """The text as it is kept.

    >>> read_text(kept_text("a\\0b")) == "a\\0b"
    True
    """
    return text if NUL not in text and MARK not in text else text.replace(MARK, MARK + "1").replace(NUL, MARK + "0")


def read_text(kept: str) -> str:
    """The text again."""
    return kept if MARK not in kept else kept.replace(MARK + "0", NUL).replace(MARK + "1", MARK)


def columns_of(incident: Incident) -> dict[str, Any]:
    """The row of an incident: what is shown counts, so that edits of an analyst are found too."""
    where, date = incident.where, incident.date
    killed = [t for t in incident.tallies if t.measure == "killed" and not t.part and t.unit == "person"]
    grade = incident.grade or incident.suggested
    return {
        "id": incident.id,
        "day": (date.earliest or date.latest or "") if date else "",
        "earliest": date.earliest if date else None,
        "latest": date.latest if date else None,
        "type": incident.type,
        "mode": incident.mode,
        "status": incident.status,
        "country": where.country if where else None,
        "admin1": where.admin1 if where else None,
        "lat": where.lat if where else None,
        "lon": where.lon if where else None,
        "where_prec": where.precision if where else None,
        "grade": grade.word,
        "review": incident.review,
        "killed_low": min((t.low for t in killed if t.low is not None), default=None),
        "killed_high": max((n for t in killed for n in (t.low, t.high) if n is not None), default=None),
        "reports": incident.reports,
        "sources": incident.sources,
        "confidence": incident.confidence,
        "title": incident.title,
        "body": encode(incident).decode(),
    }


def names_of(incident: Incident) -> Iterator[tuple[str, str]]:
    """The actors and sources of an incident, as they are written."""
    for party in (*incident.agents, *incident.patients):
        yield "actor", party.name
    for name in (*incident.source_names, *incident.outlets):
        yield "source", name
    for name in incident.source_names:
        yield "source", name.partition(" (in ")[0]


def terms_of(incident: Incident) -> Iterator[dict[str, str]]:
    """The actors and sources of an incident, in lower case, each once."""
    for kind, value in sorted({(kind, name.casefold()) for kind, name in names_of(incident)}):
        yield {"kind": kind, "value": value}


def point_of(row: Mapping[str, Any], incident: Incident) -> dict[str, Any] | None:
    """What a map shows of an incident, whose row has a key already; None where it has no point."""
    if row["lat"] is None or row["lon"] is None:
        return None
    names = ("pk", "id", "day", "type", "lat", "lon", "where_prec", "killed_low", "killed_high", "title")
    return {name: row[name] for name in names} | {"disagree": int(any(t.disagree for t in incident.tallies))}


def words_of_evidence(evidence: Iterable[Evidence]) -> str:
    """The sentences that tell an incident, each once, as far as they are searched."""
    return " ".join(dict.fromkeys(each.words for each in evidence))[:MOST_WORDS]


def searched_words(incident: Incident) -> str:
    """The words under which an incident is found: its title, place, actors and sources."""
    names = [party.name for party in (*incident.agents, *incident.patients)]
    where = [incident.where.name, incident.where.admin1 or ""] if incident.where else []
    return " ".join([incident.title, *where, *names, *incident.source_names])
