"""The situation report of a selection of incidents: headlines, contested points, places, figures, what is open."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bellwire.brief.counted import contested, figures
from bellwire.brief.form import Part, Plotted, Section, SectionKind, Sentence
from bellwire.brief.scene import Scene
from bellwire.brief.sections import headlines, more_open, not_established, places, statements_and_plans
from bellwire.brief.telling import PEOPLE
from bellwire.brief.told import MOST_NAMED, Selection, Told, claims_of
from bellwire.brief.words import country_name, joined, period
from bellwire.model import Where
from bellwire.model.words import MEASURES

NEAR = 2
"""where_prec up to which a place is the town itself or near it."""
OF_A_PLACE, OF_A_COUNTRY = 0.4, 0.1
"""Shares of the happenings from which a brief is headed by a place or a country: below, it is named in passing."""


def write_selection(selection: Selection, scene: Scene, told: Sequence[Told], new: Section | None = None) -> Part:
    """The part of a brief that a selection makes; without sections where nothing at hand tells of it.

    `new` is what is new since the last brief, which comes right after what is told in short.
    """
    people = [m for m in MEASURES if m in PEOPLE]
    other = [m for m in MEASURES if m not in PEOPLE]
    written: tuple[tuple[SectionKind, str, Iterator[Sentence]], ...] = (
        ("figures", "Figures", figures(told, other)),
        ("people", "People", figures(told, people)),
        ("statements", "Statements and plans", statements_and_plans(told)),
    )
    sections = (
        Section(kind="in_short", head="In short", sentences=tuple(headlines(told))),
        *((new,) if new else ()),
        Section(kind="contested", head="Contested", contested=tuple(contested(told))),
        *places(told),
        *(Section(kind=kind, head=head, sentences=tuple(sentences)) for kind, head, sentences in written),
        Section(
            kind="not_established",
            head="Not established",
            sentences=tuple(not_established(told, scene)),
            remark=more_open(told),
        ),
    )
    counts = counts_of(selection, scene, told)
    return Part(
        title="",
        sections=tuple(s for s in sections if s.sentences or s.contested or s.remark),
        method=method_of(selection, counts),
        counts=counts,
    )


def title_of(told: Sequence[Told], published: Sequence[str]) -> str:
    """Where and when: the place or the countries of most happenings, the first and the last day of publication."""
    days = [day[:10] for day in published if len(day) >= 10]
    return " · ".join(filter(None, (_where(told) or "Situation report", period(days) if days else "")))


def _where(told: Sequence[Told]) -> str:
    """The place of many of the happenings, else the countries that are not named in passing only."""
    lately = [t.incident.where for t in told if not t.past and t.incident.where] or [
        t.incident.where for t in told if t.incident.where
    ]
    towns = Counter((w.name, w.admin1 or "", country_name(w.country) or "") for w in lately if _is_near(w))
    if towns and (first := towns.most_common(1)[0])[1] >= OF_A_PLACE * len(lately):
        return ", ".join(dict.fromkeys(filter(None, first[0])))
    countries = Counter(name for w in lately if (name := country_name(w.country)))
    named = [name for name, count in countries.most_common() if count >= OF_A_COUNTRY * len(lately)]
    return joined(named[:MOST_NAMED] + ([f"{len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []))


def _is_near(where: Where) -> bool:
    return bool(where.name) and (where.precision or 9) <= NEAR


def plotted_of(told: Sequence[Told], part: Part, first: int) -> tuple[Part, tuple[Plotted, ...]]:
    """The part with the numbers of the incidents that its sections by place tell, and these for map and timeline.

    What is long past has no number: the map and the timeline are of the days that the brief is about.
    """
    by_id = {each.incident.id: each for each in told}
    found: list[Plotted] = []
    sections = []
    for section in part.sections:
        numbered = []
        for sentence in section.sentences:
            number = None
            if section.kind == "place" and sentence.about in by_id and not by_id[sentence.about].past:
                number = first + len(found)
                found.append(_plotted(by_id[sentence.about], number))
            numbered.append(replace(sentence, number=number))
        sections.append(replace(section, sentences=tuple(numbered)))
    return replace(part, sections=tuple(sections)), tuple(found)


def _plotted(told: Told, number: int) -> Plotted:
    incident, where, date = told.incident, told.incident.where, told.incident.date
    killed = [t.low or t.high for t, _ in told.whole if t.measure == "killed"]
    return Plotted(
        number=number,
        about=incident.id,
        title=told.deed,
        type=incident.type,
        where=told.where,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        precision=where.precision if where else None,
        start=(date.earliest or "")[:10] or None if date else None,
        end=(date.latest or "")[:10] or None if date else None,
        toll=min((n for n in killed if n), default=None),
    )


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
        **precision_of(told),
    }


def precision_of(told: Sequence[Told]) -> dict[str, int]:
    """How precisely happenings are placed, by UCDP's where_prec."""
    given = [(t.incident.where.precision or 7) if t.incident.where else None for t in told]
    return {
        "near": sum(p is not None and p <= NEAR for p in given),
        "district": sum(p in (3, 4) for p in given),
        "wider": sum(p is not None and p > 4 for p in given),
        "nowhere": given.count(None),
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
        f"{counts['claims_told']:,} and {counts['figures_told']:,} tell of these incidents; the others were left out, "
        f"{_many(counts['figures'] - counts['figures_told'], 'figure')} read but not compared among them. Placed to "
        f"the town or near it (precision 1–2): {counts['near']:,}; to a district or province (3–4): "
        f"{counts['district']:,}; less exactly (5–7): {counts['wider']:,}; nowhere: {counts['nowhere']:,}."
    )


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
