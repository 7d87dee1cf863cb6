"""The store's tables. A migration for every change of this file: store/migrations/versions."""

from sqlalchemy import REAL, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

metadata = MetaData()

text = Table(
    "text",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)
"""The pages' texts, each once, by their digest."""

report = Table(
    "report",
    metadata,
    Column("pk", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text_sha256", Text, ForeignKey("text.sha256"), nullable=False),
    Column("outlet", Text),
    Column("published", Text),
    Column("added_at", Text, nullable=False),
    Column("frame", Text, nullable=False),
    UniqueConstraint("id", "version"),
    sqlite_strict=True,
)
"""A report's versions; the highest is the current one. `frame` is the report without its text and its records."""

record = Table(
    "record",
    metadata,
    Column("report", Integer, ForeignKey("report.pk"), primary_key=True),
    Column("layer", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("kind", Text),
    Column("body", Text, nullable=False),
    Index("record_by_kind", "layer", "kind"),
    sqlite_strict=True,
)
"""The records of a report, in order. `kind` is an event's or actor's type, a figure's measure, a claim's manner."""

relation = Table(
    "relation",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("left", Text, primary_key=True),
    Column("right", Text, primary_key=True),
    Column("score", REAL, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)

story = Table(
    "story",
    metadata,
    Column("story", Text, primary_key=True),
    Column("report", Text, primary_key=True),
    sqlite_strict=True,
)
