"""From what is exported to what is drawn: marks, moments, figures and deeds, numbered as they come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bellwire.draw import (
    Deed,
    Held,
    Mark,
    Moment,
    Span,
    Words,
    figures_svg,
    map_svg,
    network_svg,
    shipped_basemap,
    timeline_svg,
)
from bellwire.export.dossier import Dossier
from bellwire.export.form import About, Source
from bellwire.model import Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """All that a picture of a source can show, with the list that its numbers refer to."""

    marks: tuple[Mark, ...]
    moments: tuple[Moment, ...]
    spans: tuple[Span, ...]
    deeds: tuple[Deed, ...]
    listed: tuple[str, ...]
    reports: int
    outlets: int


def scene_of(source: Source) -> Scene:
    """What a source's incidents give to draw."""
    marks, moments, listed = [], [], []
    spans: list[Span] = []
    deeds: list[Deed] = []
    reports: set[str] = set()
    outlets: set[str] = set()
    for ref, dossier in enumerate(source.dossiers(False), 1):
        marks.append(mark_of(dossier, ref))
        moments.append(moment_of(dossier, ref))
        spans += spans_of(dossier, ref)
        deeds += deeds_of(dossier, ref)
        listed.append(_line(dossier, ref))
        reports.update(told.report for told in dossier.evidence)
        outlets.update(told.outlet for told in dossier.evidence if told.outlet)
    return Scene(
        marks=tuple(marks),
        moments=tuple(moments),
        spans=tuple(spans),
        deeds=tuple(deeds),
        listed=tuple(listed),
        reports=len(reports),
        outlets=len(outlets),
    )


def mark_of(dossier: Dossier, ref: int | None = None) -> Mark:
    """An incident as a mark; its toll is the lowest number of people killed that anybody holds."""
    incident, where, killed = dossier.incident, dossier.incident.where, dossier.incident.whole("killed")
    toll = None if killed is None else killed.low if killed.low is not None else killed.high
    return Mark(
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        title=incident.title,
        type=incident.type,
        toll=toll,
        where_prec=where.precision if where else None,
        ref=ref,
    )


def moment_of(dossier: Dossier, ref: int | None = None) -> Moment:
    """An incident as a moment: from the earliest day to the latest."""
    incident, when = dossier.incident, dossier.incident.date
    return Moment(
        start=when.earliest if when else None,
        end=when.latest if when else None,
        title=incident.title,
        type=incident.type,
        place=incident.where.name if incident.where else None,
        ref=ref,
    )


def spans_of(dossier: Dossier, ref: int | None = None) -> list[Span]:
    """An incident's tallies with everybody who holds a figure in them, those that are no longer held left out."""
    return [
        Span(
            title=dossier.incident.title,
            measure=f"{tally.population} {tally.measure}" if tally.population else tally.measure,
            held=tuple(_held(holding) for holding in tally.holdings if not holding.former),
            disagree=tally.disagree,
            ref=ref,
        )
        for tally in dossier.incident.tallies
    ]


def _held(holding: Holding) -> Held:
    """A figure with its holder, who is the outlet where nobody else is named."""
    said = f"{holding.holder} ({holding.outlet})" if holding.holder and holding.outlet else holding.holder
    return Held(
        holder=said or holding.outlet or "(own voice)",
        low=holding.low,
        high=holding.high,
        approx=holding.approx,
        as_of=holding.as_of,
    )


def deeds_of(dossier: Dossier, ref: int | None = None) -> list[Deed]:
    """Each of an incident's agents with each of its patients."""
    incident = dossier.incident
    return [
        Deed(agent=agent.name, patient=patient.name, type=incident.type, ref=ref)
        for agent in incident.agents
        for patient in incident.patients
    ]


def _line(dossier: Dossier, ref: int) -> str:
    """An incident as the list names it."""
    incident = dossier.incident
    when = incident.date.value if incident.date and incident.date.value else "no date"
    where = incident.where.name if incident.where else "no place"
    return f"{ref:>4}  {when}  {where}  {incident.type.lower()}  {incident.title}  [{incident.id}]"


def words_of(about: About, scene: Scene, title: str | None = None) -> Words:
    """What stands around a picture of a scene: what was asked, what it rests on, and how it went out."""
    notes = [f"Shows: {about.asked}."]
    if about.policy != "internal":
        notes.append(f"As the publish policy {about.policy} lets it out.")
    reports = f"{scene.reports:,} report{'' if scene.reports == 1 else 's'}"
    outlets = f"{scene.outlets:,} outlet{'' if scene.outlets == 1 else 's'}"
    known = about.as_known_on
    return Words(title=title, notes=tuple(notes), sources=f"{reports} of {outlets}", as_known_on=known)


def _map(scene: Scene, words: Words) -> str:
    return map_svg(scene.marks, words=words, basemap=shipped_basemap())


PICTURES: dict[str, Callable[[Scene, Words], str]] = {
    "map": _map,
    "timeline": lambda scene, words: timeline_svg(scene.moments, words=words),
    "figures": lambda scene, words: figures_svg(scene.spans, words=words),
    "network": lambda scene, words: network_svg(scene.deeds, words=words),
}
"""What can be drawn of a scene, by name."""


def drawn(kind: str, source: Source, title: str | None = None) -> tuple[str, Sequence[str]]:
    """A picture of a source, and the list that its numbers refer to."""
    scene = scene_of(source)
    return PICTURES[kind](scene, words_of(source.about, scene, title)), scene.listed
