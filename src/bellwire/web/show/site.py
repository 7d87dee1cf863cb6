"""What the pages and data files of a published site show: from releases to rows, points, counts and tables."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from bellwire.model import Evidence, Incident
from bellwire.model.edtf import days_of
from bellwire.publish.release import Release
from bellwire.store.facets import Facet, Value

COLUMNS = (
    "id", "title", "type", "mode", "status", "date", "earliest", "latest", "place", "admin1", "country", "lat", "lon",
    "where_prec", "killed_low", "killed_high", "injured_low", "injured_high", "sources", "reports", "grade", "review",
)  # fmt: skip
"""Columns of incidents.csv."""
POINT = ("id", "lat", "lon", "prec", "type", "killed", "low", "disagree", "title", "day")
"""Columns of map.json."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report in the list of sources: an anchor, what is known of it, and the incidents that it tells of."""

    anchor: str
    report: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    copy: bool
    incidents: tuple[tuple[str, str], ...]


def day_of(incident: Incident) -> str:
    """The first day on which an incident may have happened; empty where none is known."""
    told = incident.date
    first = days_of(told.earliest or told.value)[0] if told else None
    return first.isoformat() if first else ""


def bounds_of(incident: Incident, measure: str) -> tuple[float | None, float | None]:
    """The lowest and the highest figure of people that anybody gives."""
    mine = [t for t in incident.tallies if t.measure == measure and not t.part and t.unit == "person"]
    low = min((t.low for t in mine if t.low is not None), default=None)
    return low, max((t.high for t in mine if t.high is not None), default=None)


def columns_of(incidents: Iterable[Incident]) -> dict[str, list[object]]:
    """Incidents in the columns that the map reads, one below the other."""
    columns: dict[str, list[object]] = {name: [] for name in POINT}
    for i in incidents:
        low, high = bounds_of(i, "killed")
        where = (i.where.lat, i.where.lon, i.where.precision) if i.where else (None, None, None)
        row = (i.id, *where, i.type, high, low, int(any(t.disagree for t in i.tallies)), i.title, day_of(i))
        for name, value in zip(POINT, row, strict=True):
            columns[name].append(value)
    return columns


def points_of(incidents: Iterable[Incident]) -> dict[str, object]:
    """What the map reads: the incidents that have a point."""
    located = [i for i in incidents if i.where is not None and i.where.lat is not None]
    return {"total": len(located), "binned": False, "points": columns_of(located)}


def counts_of(incidents: Iterable[Incident]) -> dict[str, object]:
    """What the timeline reads: how many of each type each day has."""
    days: dict[str, Counter[str]] = {}
    undated = 0
    for incident in incidents:
        day = day_of(incident)
        undated += not day
        if day:
            days.setdefault(day, Counter())[incident.type] += 1
    types = sorted({kind for counted in days.values() for kind in counted})
    rows = [[days[day][kind] for kind in types] for day in sorted(days)]
    return {"step": "day", "days": sorted(days), "types": types, "counts": rows, "undated": undated}


def facets_of(incidents: Sequence[Incident]) -> dict[str, Facet]:
    """The types that there are, as the situation page lists them."""
    counted = Counter(i.type for i in incidents)
    values = tuple(
        Value(value=k, label=k, incidents=n) for k, n in sorted(counted.items(), key=lambda p: (-p[1], p[0]))
    )
    return {"type": Facet(name="type", values=values)}


def told_by(releases: Iterable[Release]) -> tuple[Told, ...]:
    """The reports that go out, by outlet and day, each with its incidents."""
    reports: dict[str, Evidence] = {}
    incidents: dict[str, dict[str, str]] = {}
    copies: set[str] = set()
    for release in releases:
        copies |= release.copied.keys()
        for each in release.evidence:
            reports.setdefault(each.report, each)
            incidents.setdefault(each.report, {})[release.id] = release.title
    ordered = sorted(reports.values(), key=lambda e: ((e.outlet or "~").casefold(), e.published or "~", e.report))
    return tuple(
        Told(
            anchor=f"s-{number}", report=e.report, outlet=e.outlet, title=e.title, url=e.url, published=e.published,
            copy=e.report in copies, incidents=tuple(incidents[e.report].items()),
        )
        for number, e in enumerate(ordered, 1)
    )  # fmt: skip


def table_of(incidents: Iterable[Incident]) -> str:
    """The incidents as CSV; no cell begins as a formula does."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for incident in incidents:
        writer.writerow([_cell(value) for value in _row(incident)])
    return out.getvalue()


def _row(i: Incident) -> Iterator[object]:
    date, where, grade = i.date, i.where, i.grade or i.suggested
    yield from (i.id, i.title, i.type, i.mode, i.status)
    yield from (date and date.value, date and date.earliest, date and date.latest)
    yield from (where and where.name, where and where.admin1, where and where.country)
    yield from (where and where.lat, where and where.lon, where and where.precision)
    yield from (*bounds_of(i, "killed"), *bounds_of(i, "injured"), i.sources, i.reports, grade.word, i.review)


def _cell(value: object) -> object:
    """A cell as a spreadsheet must read it: as text, never as a formula.

    >>> _cell("=1+1"), _cell(-1.5), _cell(12.0), _cell(None)
    ("'=1+1", -1.5, 12, '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
