"""Where the two databases differ: full-text search, points on the map, and the days' counts."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    TextClause,
    bindparam,
    column,
    delete,
    false,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy import table as sql_table

from bellwire.model import Incident
from bellwire.store import tables
from bellwire.store.columns import point_of, searched_words
from bellwire.store.dialect import insert_into, insert_rows
from bellwire.store.server import is_postgres

Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees; west is greater than east where the box crosses the date line."""
Counted = Counter[tuple[str, str, str]]
"""Incidents by day, country and type; an empty string where it is not known."""
SEARCHED = 250_000
"""Characters of a page that are searched: PostgreSQL takes a megabyte of words a row."""
FEW = 5000
"""Hits that are looked up one by one: some 25 ms at a million incidents (2026-11)."""
_BETWEEN = re.compile(r"[\W_]+")
_ASKED = re.compile(r'"([^"]+)"|(\S+)')
_BEYOND = re.compile(r"[^\x00-\x7f]+")
"""Beyond ASCII: only there are marks that combine, and looking at every character would take longest of all."""


def _without_marks(some: re.Match[str]) -> str:
    return "".join(c for c in some[0] if not unicodedata.combining(c))


def plain_words(text: str) -> str:
    """The words of a text as both databases keep them: without accents and without what stands between words.

    >>> plain_words("Bogot\u00e1: deaths and/or injuries, Deir ez-Zor")
    'bogota deaths and or injuries deir ez zor'
    """
    apart = unicodedata.normalize("NFKD", text[:SEARCHED].casefold())
    bare = unicodedata.normalize("NFC", _BEYOND.sub(_without_marks, apart))
    return _BETWEEN.sub(" ", bare).strip()


REPORT_WORDS = sql_table("report_words", column("pk", tables.Whole), column("words"))


CLAIM_WORDS = sql_table("claim_words", column("pk", tables.Whole), column("words"))


def add_claim_words(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Makes claims' words findable: rows of `pk`, of the ledger's line, and `words`."""
    if rows:
        _add_words(connection, "claim_words", [{"pk": r["pk"], "words": plain_words(r["words"])} for r in rows])


def add_report_words(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Makes reports' words findable: rows of `pk` and `words`."""
    _add_words(connection, "report_words", [{"pk": r["pk"], "words": plain_words(r["words"])} for r in rows])


def add_words(connection: Connection, incidents: Sequence[tuple[int, Incident, str]]) -> None:
    """Makes incidents' words, and those of their evidence, findable."""
    rows = [{"pk": pk, "words": plain_words(f"{searched_words(i)} {told}")} for pk, i, told in incidents]
    _add_words(connection, "incident_words", rows)


def _add_words(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if is_postgres(connection):  # an Insert, so that many rows go in one statement
        into = sql_table(table, column("pk", tables.Whole), column("words"))
        made = func.to_tsvector(literal_column("'bellwire'"), bindparam("words", type_=Text))
        connection.execute(insert(into).values(pk=bindparam("pk"), words=made), rows)
    else:
        connection.execute(text(f"insert into {table} (rowid, words) values (:pk, :words)"), rows)


def add_boxes(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Puts incidents' points on the map."""
    points = [
        {"pk": r["pk"], "lat": r["lat"], "lon": r["lon"]} for r in rows if r["lat"] is not None and r["lon"] is not None
    ]
    if not points:
        return
    if is_postgres(connection):
        into = sql_table("incident_box", column("pk", tables.Whole), column("point"))
        lon, lat = (bindparam(name, type_=tables.Number) for name in ("lon", "lat"))
        made = func.st_setsrid(func.st_makepoint(lon, lat), 4326)
        connection.execute(insert(into).values(pk=bindparam("pk"), point=made), points)
    else:
        connection.execute(text("insert into incident_box values (:pk, :lon, :lon, :lat, :lat)"), points)


def add_points(connection: Connection, incidents: Iterable[tuple[Mapping[str, Any], Incident]]) -> None:
    """Keeps what a map shows of incidents: pairs of a row with its key and what it says."""
    points = [point for row, incident in incidents if (point := point_of(row, incident)) is not None]
    insert_rows(connection, tables.incident_point, points)


def empty(connection: Connection) -> None:
    """Takes all words and points away, to make them again."""
    for table in ("incident_words", "report_words", "claim_words"):
        if is_postgres(connection):
            connection.execute(text(f"delete from {table}"))
        else:
            connection.execute(text(f"insert into {table} ({table}) values ('delete-all')"))
    for table in ("incident_box", "incident_point"):
        connection.execute(text(f"delete from {table}"))


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


@dataclass(frozen=True, slots=True)
class Asked:
    """A word or phrase that is searched for; `starts` says that its last word may go on."""

    said: str
    starts: bool

    @property
    def words(self) -> list[str]:
        """Its words, as they are kept."""
        return plain_words(self.said).split()

    @property
    def for_sqlite(self) -> str:
        """As FTS5 reads it."""
        return f'"{" ".join(self.words)}"{"*" if self.starts else ""}'

    @property
    def for_postgres(self) -> str:
        """As to_tsquery reads a beginning, and phraseto_tsquery anything else."""
        return " <-> ".join(self.words) + ":*" if self.starts else " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Hits:
    """The incidents that a part of a question finds, said twice: `among` selects their keys, `each` asks of a row.

    Few hits are looked up by their keys; of many, rows in the wanted order are asked until enough are found. Where
    asking row by row is slow, `between` selects the hits whose keys lie between two. Where `among` finds a few too
    many, it is not `exact`, and `each` decides.
    """

    among: Any
    each: ColumnElement[bool] | TextClause
    between: Callable[[int, int], Any] | None = None
    exact: bool = True

    @property
    def by_key(self) -> ColumnElement[bool]:
        """The condition for looking them up."""
        here: ColumnElement[bool] = tables.incident.c.pk.in_(self.among)
        return here if self.exact else here & self.each

    def count(self, connection: Connection, most: int) -> int:
        """How many hits there are, counted no further than to `most`."""
        some = select(literal_column("1")).select_from(self.among.subquery()).limit(most).subquery()
        return connection.scalar(select(func.count()).select_from(some)) or 0


def found(connection: Connection, table: str, pk: str, asked: str) -> Hits:
    """Rows whose words have all that is asked for: words, "phrases in quotes", beginnings with a star (shell*).

    `pk` is the column that the rows are known by, as SQL writes it.
    """
    wanted = [Asked(quoted or word, word.endswith("*")) for quoted, word in _ASKED.findall(asked)]
    wanted = [each for each in wanted if each.words]
    if not wanted:
        return Hits(text("select 0 as pk where 1 = 0").columns(column("pk", tables.Whole)), false())
    if not is_postgres(connection):
        return _found_in_sqlite(table, pk, " ".join(each.for_sqlite for each in wanted))
    functions = ["to_tsquery" if each.starts else "phraseto_tsquery" for each in wanted]
    query = " && ".join(f"{function}('bellwire', :word{n})" for n, function in enumerate(functions))
    values = {f"word{n}": each.for_postgres for n, each in enumerate(wanted)}
    matches = f"words @@ ({query})"
    among = text(f"select pk from {table} where {matches}").bindparams(**values)
    each = text(f"exists (select 1 from {table} where {matches} and {table}.pk = {pk})").bindparams(**values)
    return Hits(among.columns(column("pk", tables.Whole)), each)


def _found_in_sqlite(table: str, pk: str, asked: str) -> Hits:
    """FTS5 begins anew for every row that it is asked of: all hits are read once (`+` keeps them from leading)."""
    query = f"select rowid as pk from {table} where {table} match :asked"

    def between(first: int, last: int) -> Any:
        some = text(f"{query} and rowid between {first:d} and {last:d}").bindparams(asked=asked)
        return some.columns(column("pk", tables.Whole))

    among = text(query).bindparams(asked=asked).columns(column("pk", tables.Whole))
    return Hits(among, text(f"+{pk} in ({query})").bindparams(asked=asked), between)


def in_box(connection: Connection, i: Any, box: Box) -> Hits:
    """Incidents whose point lies in a box: SQLite's index rounds, so the columns decide (`each`)."""
    west, south, east, north = map(float, box)
    halves = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    exact = i.lat.between(south, north) & or_(*(i.lon.between(w, e) for w, e in halves))
    clauses, values = [], {"south": south, "north": north}
    for n, (w, e) in enumerate(halves):
        values |= {f"west{n}": w, f"east{n}": e}
        if is_postgres(connection):
            clauses.append(f"point && st_makeenvelope(:west{n}, :south, :east{n}, :north, 4326)")
        else:
            clauses.append(f"west <= :east{n} and east >= :west{n} and south <= :north and north >= :south")
    given = [bindparam(name, float(value), type_=tables.Number, unique=True) for name, value in values.items()]
    hits = text(f"select pk from incident_box where {' or '.join(f'({c})' for c in clauses)}").bindparams(*given)
    return Hits(hits.columns(column("pk", tables.Whole)), exact, exact=False)


NOTHING: ColumnElement[str] = literal_column("''")
"""The empty string, written out: PostgreSQL groups by no expression that has a parameter."""


def step_of(day: ColumnElement[str], step: str) -> ColumnElement[str]:
    """A day cut to a step of the timeline: day, month or year."""
    length = {"day": 10, "month": 7, "year": 4}[step]
    return func.substr(day, literal_column("1"), literal_column(str(length)))  # literal, or it cannot be grouped by
