"""Where the two databases differ: full-text search, points on the map, and the days' counts."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, column, delete, false, func, text

from bellwire.model import Incident
from bellwire.store import tables
from bellwire.store.columns import searched_words
from bellwire.store.dialect import insert_into
from bellwire.store.server import is_postgres

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees; west is greater than east where the box crosses the date line."""
Counted = Counter[tuple[str, str, str]]
"""Incidents by day, country and type; an empty string where it is not known."""
_ASKED = re.compile(r'"([^"]+)"|(\S+)')


def add_report_words(connection: Connection, pk: int, words: str) -> None:
    """Makes a report's words findable."""
    _add_words(connection, "report_words", [{"pk": pk, "words": words}])


def add_words(connection: Connection, incidents: Sequence[tuple[int, Incident]]) -> None:
    """Makes incidents' words findable."""
    _add_words(connection, "incident_words", [{"pk": pk, "words": searched_words(i)} for pk, i in incidents])


def _add_words(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    column, value = ("pk", "to_tsvector('english', :words)") if is_postgres(connection) else ("rowid", ":words")
    connection.execute(text(f"insert into {table} ({column}, words) values (:pk, {value})"), rows)


def add_boxes(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts incidents' points on the map."""
    points = [
        {"pk": r["pk"], "lat": r["lat"], "lon": r["lon"]} for r in rows if r["lat"] is not None and r["lon"] is not None
    ]
    if not points:
        return
    if is_postgres(connection):
        values = "(:pk, st_setsrid(st_makepoint(:lon, :lat), 4326))"
        connection.execute(text(f"insert into incident_box (pk, point) values {values}"), points)
    else:
        connection.execute(text("insert into incident_box values (:pk, :lon, :lon, :lat, :lat)"), points)


def count_days(connection: Connection, days: Counted) -> None:
    """Adds to the days' counts; a count of none is taken away."""
    rows = [
        {"day": day, "country": country, "type": type, "incidents": n} for (day, country, type), n in days.items() if n
    ]
    if not rows:
        return
    rollup = tables.rollup
    new = insert_into(connection, rollup)
    added = new.on_conflict_do_update(
        index_elements=[rollup.c.day, rollup.c.country, rollup.c.type],
        set_={"incidents": rollup.c.incidents + new.excluded.incidents},
    )
    connection.execute(added, sorted(rows, key=lambda r: (r["day"], r["country"], r["type"])))
    if any(n < 0 for n in days.values()):
        connection.execute(delete(rollup).where(rollup.c.incidents == 0))


def found(connection: Connection, table: str, pk: ColumnElement[int], asked: str) -> ColumnElement[bool]:
    """Rows whose words have all that is asked for: words, "phrases in quotes", beginnings with a star (shell*)."""
    wanted = [
        (quoted or word.rstrip("*"), word.endswith("*"))
        for quoted, word in _ASKED.findall(asked.replace("'", " "))
        if (quoted or word).strip('*"')
    ]
    if not wanted:
        return false()
    if is_postgres(connection):
        parts = [
            f"to_tsquery('english', :word{n})" if starts else f"phraseto_tsquery('english', :word{n})"
            for n, (_, starts) in enumerate(wanted)
        ]
        values = {f"word{n}": re.sub(r"\W+", "", w) + ":*" if starts else w for n, (w, starts) in enumerate(wanted)}
        hits = text(f"select pk from {table} where words @@ ({' && '.join(parts)})").bindparams(**values)
    else:
        words = " ".join(f'"{w}"{"*" if starts else ""}' for w, starts in wanted)
        hits = text(f"select rowid as pk from {table} where {table} match :asked").bindparams(asked=words)
    return pk.in_(hits.columns(column("pk", tables.Whole)))


def in_box(connection: Connection, pk: ColumnElement[int], box: Box) -> ColumnElement[bool]:
    """Rows whose point lies in a box."""
    west, south, east, north = box
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    clauses, values = [], {"south": south, "north": north}
    for n, (w, e) in enumerate(halves):
        values |= {f"west{n}": w, f"east{n}": e}
        if is_postgres(connection):
            clauses.append(f"point && st_makeenvelope(:west{n}, :south, :east{n}, :north, 4326)")
        else:
            clauses.append(f"west >= :west{n} and east <= :east{n} and south >= :south and north <= :north")
    hits = text(f"select pk from incident_box where {' or '.join(f'({c})' for c in clauses)}").bindparams(**values)
    return pk.in_(hits.columns(column("pk", tables.Whole)))


def step_of(day: ColumnElement[str], step: str) -> ColumnElement[str]:
    """A day cut to a step of the timeline: day, month or year."""
    length = {"day": 10, "month": 7, "year": 4}[step]
    return func.substr(day, 1, length)
