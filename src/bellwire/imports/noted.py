"""Happenings laid out for linking: of a row of a data set, of an incident of the record, of a row of our own table."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from bellwire.errors import InputError
from bellwire.imports.checks import read_checked, rows_of
from bellwire.imports.sets import all_sets
from bellwire.imports.tables import Opened, Row
from bellwire.imports.told import Cells, Told
from bellwire.imports.values import code_in, count_in, day_in, degrees_in
from bellwire.model import Incident
from bellwire.model.edtf import days_of
from bellwire.model.ids import is_imported
from bellwire.model.words import ACTOR_TYPES, EVENT_TYPES, ActorType, EventType
from bellwire.relate.linking import Noted
from bellwire.relate.linking_names import keys_of

OWN = ("incident", "title", "type", "date_start")
"""Columns by which our own table of incidents is known."""
HAPPENED = frozenset(("occurred", "ongoing"))
"""Statuses of what data sets of events list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """One side of a comparison: its name, its happenings, how many were left out, and what it can have at all.

    `types` are the types of its events, None where it may have any; `deadly` says that somebody died in all of them.
    """

    name: str
    noted: tuple[Noted, ...]
    left_out: int = 0
    types: frozenset[EventType] | None = None
    deadly: bool = False


def of_told(told: Told) -> Noted | None:
    """A row's event; None where the row tells of none.

    >>> from bellwire.imports.sets import set_named
    >>> row = {"event_id_cnty": "MLI9", "event_date": "2024-05-03", "event_type": "Battles", "fatalities": "12"}
    >>> of_told(set_named("acled").read(row)).killed
    (12.0, 12.0)
    """
    if told.type is None or not told.id:
        return None
    spot, days, killed = told.spot, told.days, told.killed
    bounds = [n for n in (killed.low, killed.best, killed.high) if n is not None] if killed else []
    return Noted(
        id=told.id,
        title=", ".join(dict.fromkeys(actor.name for actor in told.actors)),
        type=told.type,
        mode=told.mode,
        first=days[0] if days else None,
        last=days[1] if days else None,
        place=spot.name if spot else None,
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        precision=spot.precision if spot else None,
        country=spot.country if spot else None,
        names=tuple(actor.name for actor in told.actors),
        actors=tuple(keys_of(actor.name, actor.type, actor.country) for actor in told.actors),
        killed=(min(bounds), max(bounds)) if bounds else None,
    )


def of_incident(incident: Incident) -> Noted:
    """An incident of the record."""
    where, when = incident.where, incident.date
    first, last = (days_of(value)[0] for value in ((when.earliest, when.latest) if when else (None, None)))
    parties = (*incident.agents, *incident.patients)
    tally = incident.whole("killed")
    return Noted(
        id=incident.id,
        title=_titled(incident),
        type=incident.type,
        mode=incident.mode,
        first=first or last,
        last=last or first,
        place=where.name if where else None,
        lat=where.lat if where else None,
        lon=where.lon if where else None,
        precision=where.precision if where else None,
        country=where.country if where else None,
        names=tuple(party.name for party in parties),
        actors=tuple(keys_of(party.name, party.type, party.country) for party in parties),
        killed=_range(tally.low, tally.high) if tally else None,
    )


def _titled(incident: Incident) -> str:
    """The incident's title, with the row that it is, where it is one."""
    rows = [record.rpartition("#")[0].split(":", 2)[2] for record in incident.evidence if is_imported(record)]
    return f"{incident.title} [{rows[0]}]" if len(rows) == len(incident.evidence) == 1 else incident.title


def _range(low: float | None, high: float | None) -> tuple[float, float] | None:
    """A range, open ends included; None where neither end is known."""
    if low is None and high is None:
        return None
    return low or 0.0, math.inf if high is None else high


def of_own(cells: Cells) -> Noted:
    """A row of our own table of incidents (`bellwire export csv`); raises ValueError for a cell that cannot be."""
    if cells.get("type") not in EVENT_TYPES:
        raise ValueError(f"{cells.get('type')!r} is no type of event")
    first, last = (day_in(cells[c]) if c in cells else None for c in ("date_start", "date_end"))
    low, high = (count_in(cells[c]) if c in cells else None for c in ("killed_low", "killed_high"))
    names, kinds = (_listed(cells, "agents", "patients"), _listed(cells, "agent_types", "patient_types"))
    if len(kinds) != len(names):
        kinds = ["other"] * len(names)
    return Noted(
        id=cells["incident"],
        title=cells.get("title", ""),
        type=cast(EventType, cells["type"]),
        mode=cells.get("mode"),
        first=first or last,
        last=last or first,
        place=cells.get("place"),
        lat=degrees_in(cells["latitude"], 90) if "latitude" in cells else None,
        lon=degrees_in(cells["longitude"], 180) if "longitude" in cells else None,
        precision=int(code_in(cells["where_prec"], tuple("1234567"))) if "where_prec" in cells else None,
        country=cells.get("country"),
        names=tuple(names),
        actors=tuple(
            keys_of(name, cast(ActorType, kind if kind in ACTOR_TYPES else "other"))
            for name, kind in zip(names, kinds, strict=True)
        ),
        killed=_range(low, high),
    )


def _listed(cells: Cells, *columns: str) -> list[str]:
    return [part.strip() for column in columns for part in cells.get(column, "").split(";") if part.strip()]


def of_table(table: Opened) -> Collection:
    """The happenings of a table, which is known by its head: ACLED's, UCDP's, or our own table of incidents.

    Raises InputError where it is none of these.
    """
    if set(OWN) <= set(table.columns):
        return _collected(table, (_own_or_none(row) for row in table.rows))
    for data in all_sets().values():
        if all(set(names) & set(table.columns) for names in data.needed):
            rows = (
                None if row.fault else of_told(read_checked(row.cells, data, month_first=table.month_first))
                for row in rows_of(table, data)
            )
            return replace(_collected(table, rows), types=data.types, deadly=data.deadly)
    raise InputError(
        f"{table.name}, line 1: this head is neither of ACLED nor of UCDP GED nor of `bellwire export csv`; "
        f"it has: {', '.join(table.columns[:8])}"
    )


def _own_or_none(row: Row) -> Noted | None:
    try:
        return None if row.fault or "incident" not in row.cells else of_own(row.cells)
    except ValueError:
        return None


def _collected(table: Opened, rows: Iterable[Noted | None]) -> Collection:
    """What rows tell; of two with one id the first counts, as where they are kept."""
    found: dict[str, Noted] = {}
    left_out = 0
    for noted in rows:
        if noted is None or noted.id in found:
            left_out += 1
        else:
            found[noted.id] = noted
    return Collection(name=table.name, noted=tuple(found.values()), left_out=left_out)


def of_incidents(name: str, incidents: Iterator[Incident]) -> Collection:
    """Incidents of the record, without what was only announced, denied or rejected."""
    kept, left_out = [], 0
    for incident in incidents:
        if incident.status in HAPPENED and incident.review != "rejected":
            kept.append(of_incident(incident))
        else:
            left_out += 1
    return Collection(name=name, noted=tuple(kept), left_out=left_out)


def within(noted: Noted, countries: frozenset[str], start: date | None, end: date | None) -> bool:
    """Whether a happening is in one of the countries, where any are given, and touches the period."""
    if countries and noted.country not in countries:
        return False
    if (start or end) and (noted.first is None or noted.last is None):
        return False
    return not ((start and noted.last and noted.last < start) or (end and noted.first and noted.first > end))
