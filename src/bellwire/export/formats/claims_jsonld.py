"""Who said what, as schema.org's Claim in JSON-LD.

One graph, a node a line. Each claim that tells of an incident is a `Claim` with its words, its speaker, the report in
which it appears and the incident that it is about. A speaker has a type where the incident names it as one of its
parties; otherwise none is guessed.

A `ClaimReview` stands only where an analyst graded the incident by the Admiralty code. It reviews what the record says
(the incident's title, as a claim that appears in its reports), not any one speaker's words: the grade is no verdict on
who told the truth. Its rating is the code's digit turned over, so that more is more credible; 6 (“truth cannot be
judged”) has no number. The analyst is not named: give `author` and `url` before you publish the reviews, as search
engines ask for them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.plain import days_of, iso, urn
from bellwire.export.stream import json_bytes, nested, write_array
from bellwire.knowledge import table as known
from bellwire.model import Evidence
from bellwire.publish.statements import Statement

CONTEXT = "https://schema.org"
BEST, WORST = 5, 1
"""The scale of a rating: Admiralty's 1 (confirmed) is the best, its 5 (improbable) the worst."""
NOT_JUDGED = "6"


@dataclass(frozen=True, slots=True)
class Said:
    """A claim with the incident that it is about."""

    dossier: Dossier
    claim: Statement


def _speaker_type(said: Said) -> str | None:
    """Person or Organization, where the incident has the speaker as a party."""
    incident = said.dossier.incident
    types = {party.name: party.type for party in (*incident.agents, *incident.patients)}
    type_ = types.get(said.claim.speaker or "")
    if type_ in (None, "civilians", "other"):
        return None
    return "Person" if type_ == "person" else "Organization"


def _marks(claim: Statement) -> tuple[str, ...]:
    """How it is said, in words."""
    return (claim.manner, *(("hedged",) if claim.hedged else ()), *(f"via {name}" for name in claim.via))


@cache
def claims() -> Table[Said]:
    """The members of a claim."""
    values: dict[str, Callable[[Said], object]] = {
        "@type": lambda s: "Claim",
        "@id": lambda s: urn("claim", s.claim.report, s.claim.claim),
        "text": lambda s: s.claim.words,
        "author.@type": _speaker_type,
        "author.name": lambda s: s.claim.speaker,
        "dateCreated": lambda s: iso(s.claim.date),
        "datePublished": lambda s: iso(s.claim.published),
        "keywords": lambda s: _marks(s.claim),
        "appearance": lambda s: appearance(s.claim),
        "about": lambda s: happening(s.dossier),
    }
    return table("claims-jsonld", values)


def appearance(of: Statement | Evidence) -> dict[str, Any]:
    """The report in which something is said."""
    publisher = {"@type": "Organization", "name": of.outlet} if of.outlet else None
    title = of.title if isinstance(of, Evidence) else None
    return nested(
        ("@type", "@id", "headline", "url", "datePublished", "publisher"),
        ("Article", urn("report", of.report), title, of.url, iso(of.published), publisher),
    )


def happening(dossier: Dossier) -> dict[str, Any]:
    """The incident as schema.org's Event."""
    incident, where = dossier.incident, dossier.incident.where
    first, last = days_of(dossier)
    named = where is not None
    located = where is not None and where.lat is not None
    return nested(
        (
            *("@type", "@id", "name", "startDate", "endDate", "location.@type", "location.name"),
            *("location.address.@type", "location.address.addressRegion", "location.address.addressCountry"),
            *("location.geo.@type", "location.geo.latitude", "location.geo.longitude"),
        ),
        (
            *("Event", urn("incident", incident.id), incident.title, first, last),
            *("Place" if named else None, where and where.name),
            *("PostalAddress" if where and (where.admin1 or where.country) else None,),
            *(where and where.admin1, where and where.country),
            *("GeoCoordinates" if located else None, where and where.lat, where and where.lon),
        ),
    )


@cache
def credibility() -> dict[str, str]:
    """What each digit of the Admiralty code says of information."""
    return {row["grade"]: row["meaning"] for row in known("grades") if row["scale"] == "credibility"}


@cache
def reviews() -> Table[Dossier]:
    """The members of the review of an incident that an analyst graded."""
    values: dict[str, Callable[[Dossier], object]] = {
        "@type": lambda d: "ClaimReview",
        "@id": lambda d: urn("review", d.incident.id),
        "claimReviewed": lambda d: d.incident.title,
        "dateModified": lambda d: iso(d.changed),
        "itemReviewed.@type": lambda d: "Claim",
        "itemReviewed.@id": lambda d: urn("told", d.incident.id),
        "itemReviewed.text": lambda d: d.incident.title,
        "itemReviewed.about": happening,
        "itemReviewed.appearance": lambda d: tuple(map(appearance, d.originals())),
        "reviewRating.@type": lambda d: "Rating",
        "reviewRating.ratingValue": lambda d: None if _digit(d) == NOT_JUDGED else BEST + 1 - int(_digit(d)),
        "reviewRating.bestRating": lambda d: None if _digit(d) == NOT_JUDGED else BEST,
        "reviewRating.worstRating": lambda d: None if _digit(d) == NOT_JUDGED else WORST,
        "reviewRating.alternateName": lambda d: credibility()[_digit(d)].partition(":")[0],
        "reviewRating.ratingExplanation": explained,
    }
    return table("claim-reviews", values)


def _digit(dossier: Dossier) -> str:
    """Admiralty's digit as the analyst gave it."""
    grade = dossier.incident.grade
    assert grade is not None and grade.credibility is not None, "only what an analyst graded is reviewed"
    return grade.credibility


def explained(dossier: Dossier) -> str:
    """What the rating means, and why the analyst gave it."""
    grade = dossier.incident.grade
    code = f"Admiralty code {(grade and grade.reliability) or ''}{_digit(dossier)}: {credibility()[_digit(dossier)]}."
    why = f" The analyst's reason: {grade.why.rstrip('.')}." if grade and grade.why else ""
    return f"{code}{why} An analyst's grade of the incident as the record tells it, not of one speaker's words."


def nodes(source: Source) -> Iterator[dict[str, Any]]:
    """The claims of each incident, and its review where there is one."""
    claimed, reviewed = claims(), reviews()
    for dossier in source.dossiers(True):
        for row in claimed.rows(Said(dossier, claim) for claim in dossier.claims):
            yield nested(claimed.names, row)
        if dossier.incident.grade and dossier.incident.grade.credibility:
            yield nested(reviewed.names, next(reviewed.rows((dossier,))))


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the graph, a node at a time."""
    write_array(out, nodes(source), head=json_bytes({"@context": CONTEXT})[:-1] + b',"@graph":', tail=b"}\n")


FORMAT = Format(
    name="claims-jsonld",
    about="Who said what of the incidents, as schema.org Claim in JSON-LD; ClaimReview where an analyst graded.",
    suffix=".jsonld",
    media="application/ld+json",
    write=write,
    columns=("claims-jsonld", "claim-reviews"),
)
