"""Writes the situation report. Attribution and hedges stay; every figure has its holder; nothing is averaged."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bellwire.brief.form import Brief, Part, Plotted, Source
from bellwire.brief.scene import Scene
from bellwire.brief.since import Before, new_since
from bellwire.brief.situation import plotted_of, title_of, write_selection
from bellwire.brief.telling import source_of
from bellwire.brief.told import Selection, Told, told_of
from bellwire.brief.words import period
from bellwire.model import Relation, Report
from bellwire.review.masks import without_words


def write_brief(
    reports: Sequence[Report],
    relations: Sequence[Relation],
    selections: Sequence[Selection],
    *,
    copied: Mapping[str, str] | None = None,
    before: Before | None = None,
    known_at: str | None = None,
) -> Brief:
    """The situation report of selections of incidents: a part for each, with one numbering of the sources.

    `copied` names each copy's original. `before` is what was known at the last brief: it is told what is new since
    then. Reports and relations are taken as they are: what people rejected must be left out, and what is hidden
    masked, before.
    """
    by_id = {report.id: report for report in sorted(reports, key=_published) if report.document.text}
    members = [[r for id, r in by_id.items() if id in some] for some in (s.report_ids() for s in selections)]
    numbers = {id: n for n, id in enumerate(dict.fromkeys(r.id for some in members for r in some), 1)}
    parts: list[Part] = []
    plotted: list[Plotted] = []
    scenes: list[Scene] = []
    for selection, some in zip(selections, members, strict=True):
        if not some and len(selections) > 1:
            continue
        scene = Scene(some, relations, numbers, _holders(selection), copied or {})
        part, shown = _part(selection, scene, before, len(plotted) + 1)
        scenes.append(scene)
        parts.append(part)
        plotted += shown
    title = parts[0].title if len(selections) == 1 and parts else _title(by_id, numbers)
    if len(selections) == 1:
        parts = [replace(part, title="") for part in parts]
    return Brief(
        title=title,
        parts=tuple(parts),
        sources=_sources(by_id, scenes),
        plotted=tuple(plotted),
        known_at=known_at,
    )


def _part(selection: Selection, scene: Scene, before: Before | None, first: int) -> tuple[Part, tuple[Plotted, ...]]:
    told = told_of(selection, scene)
    new = new_since(before, selection, scene, told) if before else None
    part, shown = plotted_of(told, write_selection(selection, scene, told, new), first)
    return replace(part, title=part_title(selection, scene, told)), shown


def part_title(selection: Selection, scene: Scene, told: Sequence[Told]) -> str:
    """Place, period, how many reports and how many of them are independent."""
    independent = len(scene.reports) - len(scene.copies)
    read = f"{len(scene.reports)} report{'' if len(scene.reports) == 1 else 's'} read, {independent} independent"
    published = [r.document.published.value or "" for r in scene.reports]
    return " · ".join(filter(None, (selection.named, title_of(told, published), read)))


def _title(by_id: Mapping[str, Report], numbers: Mapping[str, int]) -> str:
    days = [(by_id[id].document.published.value or "")[:10] for id in numbers]
    return f"Situation report · {period([d for d in days if len(d) == 10])} · {len(numbers)} reports"


def _published(report: Report) -> tuple[str, str]:
    return report.document.published.value or "~", report.id


def _holders(selection: Selection) -> dict[str, str]:
    """Who holds each figure, as that was found out when the report was related."""
    held = (h for each in selection.evidence.values() for e in each for h in e.figures if h.holder)
    return {h.record: without_words(h.holder or "", selection.hidden) for h in held}


def _sources(by_id: Mapping[str, Report], scenes: Sequence[Scene]) -> tuple[Source, ...]:
    """The reports by their numbers."""
    numbers = {id: n for scene in scenes for id, n in scene.numbers.items()}
    copies = {copy: numbers[original] for scene in scenes for copy, original in scene.copies.items()}
    return tuple(source_of(by_id[id], n, copies.get(id)) for id, n in sorted(numbers.items(), key=lambda row: row[1]))
