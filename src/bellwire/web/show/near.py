"""Incidents that may be the same happening as one: near it in place and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt

from bellwire.model import Incident
from bellwire.store import Filter

DEGREES = 0.75
"""How far around an incident is looked, in degrees of latitude: some 80 km, as far as a province is wide."""
DAYS = 7
MOST = 12
EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An incident near another: how many kilometres and days lie between them (None: not known)."""

    incident: Incident
    km: float | None
    days: int | None


def filter_near(incident: Incident) -> Filter | None:
    """Where and when to look; None where neither place nor day is known.

    >>> from bellwire.model import EventDate, Where
    >>> when = EventDate(value="2024-05-02", earliest="2024-05-02", latest="2024-05-02", precision="day")
    >>> made = Incident(id="i", title="t", type="ASSAULT", status="occurred", date=when,
    ...                 where=Where(name="Gao", lat=16.3, lon=0.0, country="ML"))
    >>> wanted = filter_near(made)
    >>> wanted.start, wanted.end, wanted.box
    ('2024-04-25', '2024-05-09', (-0.75, 15.55, 0.75, 17.05))
    """
    where, when = incident.where, incident.date
    first = when.earliest or when.latest if when else None
    last = when.latest or when.earliest if when else None
    start = _moved(first, -DAYS) if first else None
    end = _moved(last, DAYS) if last else None
    if where is not None and where.lat is not None and where.lon is not None:
        west, east = max(where.lon - DEGREES, -180.0), min(where.lon + DEGREES, 180.0)
        south, north = max(where.lat - DEGREES, -90.0), min(where.lat + DEGREES, 90.0)
        box = (round(west, 4), round(south, 4), round(east, 4), round(north, 4))
        return Filter(start=start, end=end, box=box)
    if where is not None and where.country:
        return Filter(start=start, end=end, countries=(where.country,))
    return Filter(start=start, end=end) if start or end else None


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()


def nearest(incident: Incident, others: Sequence[Incident]) -> tuple[Near, ...]:
    """The others, those of its type and nearest in time and place first."""
    found = [Near(incident=o, km=_km(incident, o), days=_days(incident, o)) for o in others if o.id != incident.id]
    return tuple(sorted(found, key=lambda n: _far(n, incident))[:MOST])


def _far(near: Near, incident: Incident) -> tuple[bool, float, str]:
    days = near.days if near.days is not None else DAYS
    km = near.km if near.km is not None else 80.0
    return near.incident.type != incident.type, days + km / 10, near.incident.id


def _km(a: Incident, b: Incident) -> float | None:
    here, there = a.where, b.where
    if here is None or there is None:
        return None
    if here.lat is None or here.lon is None or there.lat is None or there.lon is None:
        return None
    south, north = radians(here.lat), radians(there.lat)
    east = radians(there.lon - here.lon)
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin(east / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _days(a: Incident, b: Incident) -> int | None:
    first, second = (i.date.earliest or i.date.latest if i.date else None for i in (a, b))
    return abs((date.fromisoformat(first) - date.fromisoformat(second)).days) if first and second else None
