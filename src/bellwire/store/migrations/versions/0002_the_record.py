"""The record: an audit log, versions of relations and stories, incidents with their evidence, judgements, indexes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import REAL, BigInteger, Column, Double, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy import text as sql

from bellwire.store.audit import FIRST, chained, line, report_digest, rows_digest

revision = "0002"
down_revision = "0001"

metadata = MetaData()
Whole = BigInteger().with_variant(Integer, "sqlite")
Number: Double[float] = Double().with_variant(REAL(), "sqlite")
ASKED = ("latest", "type", "status", "country", "admin1", "grade", "review", "killed_high", "lat", "lon")


def _index(name: str, *columns: str, where: str | None = None) -> Index:
    condition = sql(where) if where else None
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


def _asked(first: str, *more: str) -> tuple[str, ...]:
    return first, "day", "pk", *more, *(name for name in ASKED if name != first)


def _known() -> tuple[Column[int], Column[int]]:
    return Column("since", Whole, nullable=False), Column("until", Whole)


Table(
    "entry",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text),
    Column("rows", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("entry_by_time", "at"),
    sqlite_strict=True,
)

Table("report", metadata, Column("pk", Whole, primary_key=True))

Table(
    "relation",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("left_report", Text, nullable=False),
    Column("right_report", Text, nullable=False),
    Column("score", Number, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("relation_left", "left_report", where="until is null"),
    _index("relation_right", "right_report", where="until is null"),
    _index("relation_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "member",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("story", Text, nullable=False),
    Column("report", Text, nullable=False),
    *_known(),
    _index("member_now", "story", where="until is null"),
    _index("member_report", "report", where="until is null"),
    _index("member_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "evidence",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("incident", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("evidence_incident", "incident", "report"),
    _index("evidence_report", "report"),
    _index("evidence_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "incident",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Number),
    Column("lon", Number),
    Column("where_prec", Integer),
    Column("grade", Text),
    Column("review", Text, nullable=False),
    Column("killed_low", Number),
    Column("killed_high", Number),
    Column("reports", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("confidence", Number, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("incident_versions", "id", "since"),
    _index("incident_now", "pk", where="until is null"),
    _index("incident_day", "day", "pk", "until", *ASKED, where="until is null"),
    _index("incident_status", *_asked("status", "until"), where="until is null"),
    _index("incident_type", *_asked("type", "until"), where="until is null"),
    _index("incident_country", *_asked("country", "until"), where="until is null"),
    _index("incident_admin1", *_asked("admin1", "until"), where="until is null"),
    _index("incident_grade", *_asked("grade", "until"), where="until is null"),
    _index("incident_review", *_asked("review", "until"), where="until is null"),
    _index("incident_killed", *_asked("killed_high", "until"), where="until is null"),
    _index("incident_then", "day", "pk", "since", "until", *ASKED),
    _index("incident_country_then", *_asked("country", "since", "until")),
    _index("incident_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "tombstone",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("into", Text),
    Column("why", Text),
    *_known(),
    _index("tombstone_id", "id"),
    _index("tombstone_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "judgement",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("report", Text),
    Column("verb", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("judgement_id", "id"),
    _index("judgement_subject", "subject", where="until is null"),
    _index("judgement_report", "report", where="until is null"),
    _index("judgement_verb", "verb", where="until is null"),
    _index("judgement_since", "since"),
    _index("judgement_closed", "until", where="until is not null"),
    sqlite_strict=True,
)

Table(
    "signature",
    metadata,
    Column("report", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)

Table(
    "block_key",
    metadata,
    Column("key", Whole, primary_key=True),
    Column("report", Text, primary_key=True),
    Index("block_key_report", "report"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Table(
    "word_count",
    metadata,
    Column("word", Text, primary_key=True),
    Column("reports", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Table(
    "likeness",
    metadata,
    Column("left", Text, primary_key=True),
    Column("right", Text, primary_key=True),
    Column("likely", Number, nullable=False),
    Index("likeness_right", "right"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Table(
    "original",
    metadata,
    Column("copy", Text, primary_key=True),
    Column("original", Text, nullable=False),
    Index("original_of", "original"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Table(
    "incident_term",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("incident", Whole, ForeignKey("incident.pk"), primary_key=True),
    Index("incident_term_incident", "incident"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

Table(
    "rollup",
    metadata,
    Column("day", Text, primary_key=True),
    Column("country", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("incidents", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)


WORDS = "fts5(words, content='', tokenize='porter unicode61 remove_diacritics 2')"
SQLITE = (
    "create virtual table incident_box using rtree(pk, west, east, south, north)",
    f"create virtual table incident_words using {WORDS}",
    f"create virtual table report_words using {WORDS}",
)
POSTGRESQL = (
    "create extension if not exists postgis",
    # English stems without stop words: SQLite has none either, and a search must find the same in both.
    "create text search dictionary bellwire_stem (template = snowball, language = english)",
    "create text search configuration bellwire (copy = pg_catalog.english)",
    "alter text search configuration bellwire alter mapping replace english_stem with bellwire_stem",
    "create table incident_box (pk bigint primary key, point geometry(Point, 4326) not null)",
    "create index incident_box_point on incident_box using gist (point)",
    "create table incident_words (pk bigint primary key, words tsvector not null)",
    "create index incident_words_words on incident_words using gin (words)",
    "create table report_words (pk bigint primary key, words tsvector not null)",
    "create index report_words_words on report_words using gin (words)",
)


NOW, THEN = "until is null", "until is not null"


def upgrade() -> None:
    """Makes the tables; what a store of the first schema holds is entered in the audit log, in its order."""
    connection = op.get_bind()
    old = connection.execute(sa.text('select kind, "left", "right", score, body from relation order by 1, 2, 3')).all()
    stories = connection.execute(sa.text("select story, report from story order by 1, 2")).all()
    for name in ("relation", "story"):
        op.drop_table(name)
    op.add_column("report", sa.Column("since", Whole, nullable=False, server_default="0"))
    op.add_column("report", sa.Column("until", Whole))
    if connection.dialect.name == "postgresql":
        op.alter_column("report", "pk", type_=sa.BigInteger)
        op.alter_column("record", "report", type_=sa.BigInteger)
    metadata.create_all(connection, tables=[t for t in metadata.sorted_tables if t.name != "report"])
    _enter(connection, old, stories)
    op.drop_column("report", "added_at")
    op.create_index("report_now", "report", ["id"], sqlite_where=sql(NOW), postgresql_where=sql(NOW))
    op.create_index("report_closed", "report", ["until"], sqlite_where=sql(THEN), postgresql_where=sql(THEN))
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def _enter(connection: sa.Connection, relations: Sequence[Any], stories: Sequence[Any]) -> None:
    """Enters what was there: each report, then the relations and stories as they stood."""
    query = "select pk, id, version, added_at, frame, text_sha256 from report order by pk"
    rows = connection.execute(sa.text(query)).all()
    records = sa.text("select layer, number, id, kind, body from record where report = :pk")
    set_report = sa.text("update report set since = :seq, sha256 = :sha256 where pk = :pk")
    log: list[tuple[str, str, str, list[bytes]]] = []
    newest: dict[str, dict[str, Any]] = {}
    at = ""
    for seq, row in enumerate(rows, 1):
        at = max(at, row.added_at)
        found = connection.execute(records, {"pk": row.pk}).all()
        sha256 = report_digest(row.frame, row.text_sha256, (tuple(record) for record in found))
        values = {"id": row.id, "version": row.version, "sha256": sha256}
        lines = [line("+", "report", values)]
        if row.id in newest:
            connection.execute(
                sa.text("update report set until = :seq where pk = :pk"), {"seq": seq, "pk": newest[row.id]["pk"]}
            )
            lines.append(line("-", "report", newest[row.id]))
        connection.execute(set_report, {"seq": seq, "sha256": sha256, "pk": row.pk})
        newest[row.id] = values | {"pk": row.pk}
        log.append(("report", row.id, at, lines))
    if relations or stories:
        seq = len(log) + 1
        lines = [line("+", "relation", {"body": r.body}) for r in relations]
        lines += [line("+", "member", {"story": s.story, "report": s.report}) for s in stories]
        log.append(("relate", "", at, lines))
        for r in relations:
            left, right = (end.rpartition("#")[0] or end for end in (r.left, r.right))
            values = {"kind": r.kind, "left": r.left, "right": r.right, "score": r.score, "body": r.body}
            connection.execute(
                sa.insert(metadata.tables["relation"]).values(**values, left_report=left, right_report=right, since=seq)
            )
        for s in stories:
            connection.execute(sa.insert(metadata.tables["member"]).values(story=s.story, report=s.report, since=seq))
    before = FIRST
    for seq, (action, subject, at, lines) in enumerate(log, 1):
        entry = {"seq": seq, "at": at, "by": "bellwire", "action": action, "subject": subject, "why": "store upgraded"}
        entry["rows"] = rows_digest(lines)
        before = entry["sha256"] = chained(before, entry)
        connection.execute(sa.insert(metadata.tables["entry"]).values(entry))


def downgrade() -> None:
    """Not offered: the first schema has no place for what people decided."""
    raise NotImplementedError("a store is never taken back to schema 0001; restore a backup")
