"""Who said what, as it goes out: the claims that tell of an incident, in their own words as far as a policy allows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bellwire.model import Claim, Evidence, Report, Span
from bellwire.model.words import Manner
from bellwire.publish.policy import Policy
from bellwire.publish.release import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim as it is published: who says it, in which words, through whom; `hedged` where it is guarded.

    `content` is where the words stand in the report's text; a policy changes the words, not their place.
    """

    incident: str
    report: str
    claim: str
    speaker: str | None
    words: str
    manner: Manner
    via: tuple[str, ...] = ()
    hedged: bool = False
    date: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    content: tuple[Span, ...] = ()


def statements(
    policy: Policy, release: Release, evidence: Iterable[Evidence], reports: Mapping[str, Report]
) -> Iterator[Statement]:
    """The claims of the events in an incident's evidence as it is kept, each once, in the order of the reports.

    None where the policy shows no claims or no quotes, and none of a report under embargo.
    """
    if policy.claims == "hide" or policy.quote_words == 0 or release.incident is None:
        return
    seen: set[tuple[str, str]] = set()
    for told in evidence:
        report = reports.get(told.report)
        if report is None or told.report in policy.embargoed_reports:
            continue
        named = {id for e in report.events if e.id == told.event for id in e.claims}
        for claim in report.claims:
            if claim.id in named and (report.id, claim.id) not in seen:
                seen.add((report.id, claim.id))
                yield _statement(release, told, report, claim)


def _statement(release: Release, told: Evidence, report: Report, claim: Claim) -> Statement:
    veil = release.veil
    assert veil is not None, "a release with an incident has a veil"
    text = report.document.text
    words = " ".join(" ".join(span.quote(text).split()) for span in claim.content)
    speaker = _speaker(report, claim)
    return Statement(
        incident=release.id,
        report=veil.id(report.id),
        claim=claim.id,
        speaker=veil.field("speaker", speaker)[0] if speaker else None,
        words=veil.field("words", words)[0],
        manner=claim.manner,
        via=tuple(veil.text(name)[0] for name in claim.via),
        hedged=bool(claim.hedges),
        date=claim.date,
        outlet=veil.text(told.outlet)[0] if told.outlet else None,
        url=veil.url(told.url)[0],
        published=told.published,
        content=claim.content,
    )


def _speaker(report: Report, claim: Claim) -> str | None:
    """Who speaks, by the actor's name, else in the report's own words."""
    actor = next((a for a in report.actors if a.id == claim.speaker_actor), None)
    if actor is not None:
        return actor.name
    return " ".join(claim.speaker.quote(report.document.text).split()) if claim.speaker else None
