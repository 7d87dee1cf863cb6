"""Incidents for Forensic Architecture's timemap: its domain of events, associations and sources, as JSON.

timemap asks for each of the three at an address of its own, so put them there one by one (`--table events`, `--table
associations`, `--table sources`); without `--table` all three are in one object. It refuses members that it does not
know and wants every value as text, latitudes too: the members are those of its own checks (src/reducers/validate).

Days are written as its default DATE_FMT has them, MM/DD/YYYY. An event of several days stands on the first; timemap
leaves out what has no day. In timemap's settings switch on USE_ASSOCIATIONS and USE_SOURCES. An association with the
mode CATEGORY stands for a type of event, one with the mode FILTER for a country or a grade.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO

from bellwire.brief.words import country_name, publisher
from bellwire.brief.words import day as day_words
from bellwire.export.cells import number_text
from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import grade_of
from bellwire.export.plain import days_of, figure_lines, link, place_line, shown
from bellwire.export.stream import nested, tellings, write_array, write_object
from bellwire.model import Evidence

TABLES = ("domain", "events", "associations", "sources")


@dataclass(frozen=True, slots=True)
class Kin:
    """What events have in common: an association of timemap's. `path` is where a filter stands in the tree."""

    id: str
    title: str
    mode: str
    path: tuple[str, ...] = ()


def kin_of(dossier: Dossier) -> Iterator[Kin]:
    """The associations of an incident: its type, its country, its grade."""
    incident, grade = dossier.incident, grade_of(dossier.incident).word
    title = incident.type.capitalize()
    yield Kin(f"type-{incident.type}", title, "CATEGORY")
    if incident.where and incident.where.country:
        named = country_name(incident.where.country) or incident.where.country
        yield Kin(f"country-{incident.where.country}", named, "FILTER", ("Country", named))
    if grade:
        yield Kin(f"grade-{grade}", grade, "FILTER", ("Grade", grade))


def is_shown(dossier: Dossier) -> bool:
    """Whether timemap takes it: its check asks for a day or a point."""
    where = dossier.incident.where
    return any(days_of(dossier)) or (where is not None and where.lat is not None)


def _date(dossier: Dossier) -> str:
    first, last = days_of(dossier)
    year, _, rest = (first or last or "").partition("-")
    return f"{rest.replace('-', '/')}/{year}" if year else ""


def _degrees(name: str) -> Callable[[Dossier], object]:
    def written(dossier: Dossier) -> str:
        value = getattr(dossier.incident.where, name) if dossier.incident.where else None
        return "" if value is None else number_text(value)

    return written


def description(dossier: Dossier) -> str:
    """What happened: the title, each figure with its holder, the sentences that tell it."""
    lines = [f"“{telling.words}” ({whose})" for telling, whose in shown(dossier)]
    return "\n\n".join((dossier.incident.title, *figure_lines(dossier), *lines))


@cache
def events() -> Table[Dossier]:
    """The members of an event."""
    values: dict[str, Callable[[Dossier], object]] = {
        "id": lambda d: d.incident.id,
        "description": description,
        "date": _date,
        "time": lambda d: "",
        "time_precision": lambda d: (d.incident.date and d.incident.date.precision) or "",
        "time_display": lambda d: day_words(d.incident.date.value) if d.incident.date else "",
        "location": lambda d: place_line(d.incident.where) if d.incident.where else "",
        "latitude": _degrees("lat"),
        "longitude": _degrees("lon"),
        "type": lambda d: d.incident.type,
        "category": lambda d: d.incident.type.capitalize(),
        "associations": lambda d: tuple(kin.id for kin in kin_of(d)),
        "sources": lambda d: tuple(dict.fromkeys(e.report for e in d.originals())),
    }
    return table("timemap-events", values)


@cache
def associations() -> Table[Kin]:
    """The members of an association."""
    values: dict[str, Callable[[Kin], object]] = {
        "id": lambda k: k.id,
        "title": lambda k: k.title,
        "desc": lambda k: "",
        "mode": lambda k: k.mode,
        "filter_paths": lambda k: k.path,
    }
    return table("timemap-associations", values)


@cache
def sources() -> Table[Evidence]:
    """The members of a source."""
    values: dict[str, Callable[[Evidence], object]] = {
        "id": lambda e: e.report,
        "title": lambda e: e.title or "",
        "type": lambda e: "Report",
        "paths": lambda e: (),
        "url": lambda e: link(e.url) or "",
        "author": lambda e: publisher(e.outlet, e.url),
        "date": lambda e: e.published or "",
        "description": lambda e: e.words,
    }
    return table("timemap-sources", values)


def event_nodes(source: Source, seen: dict[str, Kin]) -> Iterator[dict[str, Any]]:
    """The events; what they have in common is noted as they go by."""
    for dossier in source.dossiers(False):
        if is_shown(dossier):
            seen |= {kin.id: kin for kin in kin_of(dossier)}
            yield nested(events().names, next(events().rows((dossier,))))


def association_nodes(seen: dict[str, Kin]) -> Iterator[dict[str, Any]]:
    """The associations in the order of their ids."""
    for row in associations().rows(seen[id] for id in sorted(seen)):
        yield nested(associations().names, row)


def source_nodes(source: Source) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sources by their ids."""
    for _, told in tellings(source):
        yield told.report, nested(sources().names, next(sources().rows((told,))))


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the domain, or one of its three parts."""
    seen: dict[str, Kin] = {}
    match options.table:
        case "events":
            write_array(out, event_nodes(source, seen))
        case "associations":
            seen |= {kin.id: kin for d in source.dossiers(False) if is_shown(d) for kin in kin_of(d)}
            write_array(out, association_nodes(seen))
        case "sources":
            write_object(out, source_nodes(source))
        case _:
            write_array(out, event_nodes(source, seen), head=b'{"events":', tail=b",\n")
            write_array(out, association_nodes(seen), head=b'"associations":', tail=b",\n")
            write_object(out, source_nodes(source), head=b'"sources":', tail=b"}\n")


FORMAT = Format(
    name="timemap",
    about="Incidents with their reports for timemap, Forensic Architecture's map in time.",
    suffix=".json",
    media="application/json",
    write=write,
    columns=("timemap-events", "timemap-associations", "timemap-sources"),
    tables=TABLES,
    options=("table",),
)
