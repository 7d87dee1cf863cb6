"""What a map shows: the points of incidents, or how many there are in each field of a grid where they are too many."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, cast, func, literal_column, select

from bellwire.errors import InputError
from bellwire.store import tables
from bellwire.store.filters import Filter, clause
from bellwire.store.search import FEW, Box, in_box
from bellwire.store.server import is_postgres

MOST_POINTS = 20_000
"""Points that a browser still draws while the map moves (software rendering, 2026-11)."""
FIELDS_OF_TILE = 8
"""Fields of the grid along the edge of a map's tile: 32 pixels each."""
NEAREST = 20
ROW = 100_000_000
"""More fields than the finest grid has in a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An incident on the map. `disagree` says that two holders' figures cannot both be right."""

    id: str
    lat: float
    lon: float
    type: str
    where_prec: int | None
    killed_low: float | None
    killed_high: float | None
    disagree: bool
    title: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The incidents of a field of the grid: how many, in how many of them figures disagree, their commonest type, the
    middle of their points, and the field's west, south, east and north."""

    lat: float
    lon: float
    incidents: int
    disagree: int
    type: str
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """What a map shows: points, or bins. `total` counts what lies within its bounds, `nowhere` what has no point."""

    points: tuple[Point, ...] = ()
    bins: tuple[Bin, ...] = ()
    total: int
    nowhere: int


POINT, INCIDENT = tables.incident_point.c, tables.incident.c
JOINED = tables.incident.join(tables.incident_point, POINT.pk == INCIDENT.pk)


def mapped(
    connection: Connection, wanted: Filter, seq: int | None, *, most: int, bounds: Box | None, zoom: int
) -> Mapped:
    """The points that a filter lets through within bounds, or their bins."""
    if not 0 <= zoom <= NEAREST:
        raise InputError(f"there is no zoom {zoom}; give 0 to {NEAREST}")
    here = clause(connection, wanted, seq)
    nowhere = (
        connection.scalar(select(func.count()).select_from(tables.incident).where(here, INCIDENT.lat.is_(None))) or 0
    )
    if bounds is not None:
        hits = in_box(connection, INCIDENT, bounds)
        here = and_(here, hits.by_key if hits.count(connection, FEW + 1) <= FEW else hits.each)
    some = select(POINT.pk).select_from(JOINED).where(here).limit(most + 1).subquery()
    total = connection.scalar(select(func.count()).select_from(some)) or 0
    if total <= most:
        return Mapped(points=_points(connection, here), total=total, nowhere=nowhere)
    bins = _bins(connection, here, 360 / 2**zoom / FIELDS_OF_TILE)
    return Mapped(bins=bins, total=sum(b.incidents for b in bins), nowhere=nowhere)


def _points(connection: Connection, here: ColumnElement[bool]) -> tuple[Point, ...]:
    """The points, the latest first: it is drawn over by none that is older."""
    columns = (
        POINT.id,
        POINT.lat,
        POINT.lon,
        POINT.type,
        POINT.where_prec,
        POINT.killed_low,
        POINT.killed_high,
        POINT.disagree,
        POINT.title,
        POINT.day,
        POINT.pk,
    )
    rows = sorted(connection.execute(select(*columns).select_from(JOINED).where(here)), key=_latest, reverse=True)
    return tuple(
        Point(
            id=id, lat=lat, lon=lon, type=type, where_prec=where_prec, killed_low=killed_low, killed_high=killed_high,
            disagree=bool(disagree), title=title, day=day,
        )
        for id, lat, lon, type, where_prec, killed_low, killed_high, disagree, title, day, _ in rows
    )  # fmt: skip


def _latest(row: Any) -> tuple[str, int]:
    return row[9], row[10]


def _bins(connection: Connection, here: ColumnElement[bool], size: float) -> tuple[Bin, ...]:
    """The fields of a grid of so many degrees that hold a point, from south-west on."""
    cells = (
        select(_field(connection, size).label("field"), POINT.type, POINT.lat, POINT.lon, POINT.disagree)
        .select_from(JOINED)
        .where(here)
        .subquery()
    )
    sums = (func.count(), func.sum(cells.c.disagree), func.sum(cells.c.lat), func.sum(cells.c.lon))
    query = select(cells.c.field, cells.c.type, *sums).group_by(cells.c.field, cells.c.type)
    found: dict[int, _Field] = {}
    for field, kind, number, disagree, lat, lon in connection.execute(query):
        found.setdefault(int(field), _Field()).add(kind, int(number), int(disagree), float(lat), float(lon))
    return tuple(each.bin(*divmod(field, ROW), size) for field, each in sorted(found.items()))


def _field(connection: Connection, size: float) -> ColumnElement[Any]:
    """A point's field as one number, rows times ROW: grouping by one column takes two thirds of the time."""
    degrees: ColumnElement[Any] = literal_column(repr(size))
    row: ColumnElement[Any] = literal_column(str(ROW))
    north = (POINT.lat + literal_column("90")) / degrees
    east = (POINT.lon + literal_column("180")) / degrees
    if is_postgres(connection):
        return func.floor(north) * row + func.floor(east)
    return cast(north, Integer) * row + cast(east, Integer)


class _Field:
    """What was counted in a field of the grid."""

    def __init__(self) -> None:
        self.types: Counter[str] = Counter()
        self.disagree, self.lat, self.lon = 0, 0.0, 0.0

    def add(self, kind: str, number: int, disagree: int, lat: float, lon: float) -> None:
        self.types[kind] += number
        self.disagree += disagree
        self.lat += lat
        self.lon += lon

    def bin(self, y: int, x: int, size: float) -> Bin:
        number = self.types.total()
        box = (x * size - 180, y * size - 90, (x + 1) * size - 180, (y + 1) * size - 90)
        return Bin(
            lat=round(self.lat / number, 5),
            lon=round(self.lon / number, 5),
            incidents=number,
            disagree=self.disagree,
            type=min(self.types, key=lambda kind: (-self.types[kind], kind)),
            box=box,
        )


def bounds_of(connection: Connection, wanted: Filter, seq: int | None) -> Box | None:
    """The box around all that a filter lets through; None where nothing has a point."""
    query = select(func.min(INCIDENT.lon), func.min(INCIDENT.lat), func.max(INCIDENT.lon), func.max(INCIDENT.lat))
    row = connection.execute(query.where(clause(connection, wanted, seq), INCIDENT.lat.is_not(None))).one()
    return None if row[0] is None else (float(row[0]), float(row[1]), float(row[2]), float(row[3]))
