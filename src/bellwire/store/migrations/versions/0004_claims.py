"""The claims ledger: a line for each claim of each version of a report, what it is found by, and its words."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text
from sqlalchemy import text as sql

from bellwire.store.claim_lines import lines_of, rows_of_lines, terms_of_line, words_of_line
from bellwire.store.columns import read_text
from bellwire.store.frame import report_of
from bellwire.store.search import add_claim_words

revision = "0004"
down_revision = "0003"

metadata = MetaData()
Whole = BigInteger().with_variant(Integer, "sqlite")
SAID = "kind in ('contradict', 'echo')"
AT_ONCE = 100


def _index(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, sqlite_where=sql(where), postgresql_where=sql(where))


Table("report", metadata, Column("pk", Whole, primary_key=True))
LINE = Table(
    "claim_line",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("report", Whole, ForeignKey("report.pk"), nullable=False),
    Column("report_id", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("named", Integer, nullable=False),
    Column("manner", Text, nullable=False),
    Column("hedged", Integer, nullable=False),
    Column("review", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("since", Whole, nullable=False),
    Column("until", Whole),
    Index("claim_line_of", "report", "claim"),
    Index("claim_line_report", "report_id", "claim"),
    _index("claim_line_day", "day", "pk", "manner", "hedged", "review", where="until is null"),
    _index("claim_line_who", "who", "day", "named", "review", "manner", "hedged", where="until is null"),
    Index("claim_line_then", "day", "pk", "since", "until"),
    _index("claim_line_waiting", "report_id", where="review = 'waiting'"),
    sqlite_strict=True,
)
TERM = Table(
    "claim_term",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("line", Whole, ForeignKey("claim_line.pk"), primary_key=True),
    Index("claim_term_line", "line", "kind", "value"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
SQLITE = (
    "create virtual table claim_words using fts5(words, content='', tokenize='porter unicode61 remove_diacritics 2')",
)
POSTGRESQL = (
    "create table claim_words (pk bigint primary key, words tsvector not null)",
    "create index claim_words_words on claim_words using gin (words)",
)


def upgrade() -> None:
    """Makes the tables; fills them from the reports that are kept."""
    connection = op.get_bind()
    metadata.create_all(connection, tables=[LINE, TERM])
    for side in ("left", "right"):
        columns = [f"{side}_report", "until", "since", "kind", "left", "right"]
        where = sql(SAID)
        op.create_index(f"relation_said_{side}", "relation", columns, sqlite_where=where, postgresql_where=where)
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
    _fill(connection)


def _fill(connection: sa.Connection) -> None:
    """The lines as they were read; those of judged reports wait for their judgements, which are not applied here."""
    judged = set(connection.scalars(sql("select report from judgement where report is not null")))
    judged |= set(connection.scalars(sql("select subject from judgement")))
    query = (
        "select pk, id, frame, since, until, text.text as words from report join text on text.sha256 = text_sha256"
        f" where pk > :last order by pk limit {AT_ONCE}"
    )
    last, key = 0, 0
    while some := connection.execute(sql(query), {"last": last}).all():
        last = some[-1].pk
        for report in some:
            key = _add(connection, report, key, waits=report.id in judged)


def _add(connection: sa.Connection, row: Any, key: int, *, waits: bool) -> int:
    records = connection.execute(
        sql("select layer, body from record where report = :pk order by layer, number"), {"pk": row.pk}
    ).all()
    lines = lines_of(report_of(row.frame, read_text(row.words), list(records)))
    rows, terms, words = [], [], []
    for line, made in reversed([*zip(lines, rows_of_lines(lines), strict=True)]):
        key += 1
        own = {"pk": key, "report": row.pk, "since": row.since, "until": row.until}
        rows.append(made | own | ({"review": "waiting"} if waits else {}))
        terms += [term | {"line": key} for term in terms_of_line(line)]
        words.append({"pk": key, "words": words_of_line(line)})
    if rows:
        connection.execute(sa.insert(LINE), rows)
        add_claim_words(connection, words)
    if terms:
        connection.execute(sa.insert(TERM), terms)
    return key


def downgrade() -> None:
    """Not offered: a store is never taken back."""
    raise NotImplementedError("a store is never taken back to schema 0003; restore a backup")
