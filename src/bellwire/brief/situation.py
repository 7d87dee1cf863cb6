"""The situation report of a selection of incidents: headlines, contested points, places, figures, what is open."""

from collections.abc import Iterator, Mapping, Sequence

from bellwire.brief.form import Part, Section, SectionKind, Sentence
from bellwire.brief.scene import Scene
from bellwire.brief.sections import contested, figures, headlines, not_established, places, statements
from bellwire.brief.telling import PEOPLE
from bellwire.brief.told import MOST_NAMED, Selection, Told, claims_of, told_of
from bellwire.brief.words import country_name, joined, period
from bellwire.model.words import MEASURES


def write_selection(selection: Selection, scene: Scene) -> Part:
    """The part of a brief that a selection makes; without sections where nothing at hand tells of it."""
    told = told_of(selection, scene)
    people = [m for m in MEASURES if m in PEOPLE]
    other = [m for m in MEASURES if m not in PEOPLE]
    written: tuple[tuple[SectionKind, str, Iterator[Sentence]], ...] = (
        ("figures", "Figures", figures(told, other)),
        ("people", "People", figures(told, people)),
        ("statements", "Statements", statements(told)),
        ("not_established", "Not established", not_established(told)),
    )
    sections = (
        Section(kind="in_short", head="In short", sentences=tuple(headlines(told))),
        Section(kind="contested", head="Contested", contested=tuple(contested(told))),
        *places(told),
        *(Section(kind=kind, head=head, sentences=tuple(sentences)) for kind, head, sentences in written),
    )
    counts = counts_of(selection, scene, told)
    return Part(
        title="",
        sections=tuple(s for s in sections if s.sentences or s.contested),
        method=method_of(selection, counts),
        counts=counts,
    )


def title_of(told: Sequence[Told], published: Sequence[str]) -> str:
    """Where and when: the countries by weight, the first and the last day of publication."""
    countries = [country_name(t.incident.where.country) for t in told if t.incident.where and t.incident.where.country]
    named = list(dict.fromkeys(filter(None, countries)))
    where = joined(named[:MOST_NAMED] + ([f"{len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []))
    days = [day[:10] for day in published if len(day) >= 10]
    return " · ".join(filter(None, (where or "Situation report", period(days) if days else "")))


def counts_of(selection: Selection, scene: Scene, told: Sequence[Told]) -> dict[str, int]:
    """What was read and what was left out, in numbers."""
    claims, tolds = claims_of(told), {end for t in told for _, ends in t.whole for end in ends}
    return {
        "found": max(selection.found, len(selection.incidents)),
        "told": len(told),
        "rejected": selection.rejected,
        "unreviewed": sum(t.incident.review == "unreviewed" for t in told),
        "reports": len(scene.reports),
        "copies": len(scene.copies),
        "set_aside": scene.set_aside(),
        "events": len(scene.ends("events")),
        "claims": len(scene.ends("claims")),
        "figures": len(scene.ends("figures")),
        "events_told": sum(len(t.ends) for t in told),
        "claims_told": len(claims),
        "figures_told": len(tolds),
    }


def method_of(selection: Selection, counts: Mapping[str, int]) -> str:
    """How the brief was made: what was asked for, what was read, what was left out."""
    found, told, rejected = counts["found"], counts["told"], counts["rejected"]
    known = f" As the record was known on {selection.as_known_on}." if selection.as_known_on else ""
    least = "At least " if selection.least else ""
    copies = f", {counts['copies']} of them copies that are no sources of their own" if counts["copies"] else ""
    left = f", {rejected:,} left out because analysts rejected them" if rejected else ""
    return (
        f"Asked for: {selection.asked or 'all incidents'}.{known} {least}{_many(found, 'incident')} found, {told:,} "
        f"told here{left}; {counts['unreviewed']:,} of these not reviewed by an analyst. "
        f"{_many(counts['reports'], 'report')} read{copies}; {_many(counts['set_aside'], 'line')} of menus, teasers, "
        f"comments and forms set aside. Of {_many(counts['events'], 'event')}, {_many(counts['claims'], 'claim')} and "
        f"{_many(counts['figures'], 'figure')} read from these pages, {counts['events_told']:,}, "
        f"{counts['claims_told']:,} and {counts['figures_told']:,} tell of these incidents; the others were left out."
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
