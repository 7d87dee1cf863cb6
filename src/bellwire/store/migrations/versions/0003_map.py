"""What a map shows of each incident, in short rows; the order of the queue of what is to be reviewed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import REAL, BigInteger, Column, Double, ForeignKey, Integer, Text

from bellwire.model.codec import decode_any

revision = "0003"
down_revision = "0002"

Whole = BigInteger().with_variant(Integer, "sqlite")
Number: Double[float] = Double().with_variant(REAL(), "sqlite")
QUEUE = ("latest", "type", "status", "country", "admin1", "grade", "killed_high", "lat", "lon")
COPIED = ("pk", "id", "day", "type", "lat", "lon", "where_prec", "killed_low", "killed_high", "title")
AT_ONCE = 1000


def upgrade() -> None:
    """Makes the table and the index; fills the table from what is kept."""
    op.create_table(
        "incident_point",
        Column("pk", Whole, ForeignKey("incident.pk"), primary_key=True),
        Column("id", Text, nullable=False),
        Column("day", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("lat", Number, nullable=False),
        Column("lon", Number, nullable=False),
        Column("where_prec", Integer),
        Column("killed_low", Number),
        Column("killed_high", Number),
        Column("disagree", Integer, nullable=False),
        Column("title", Text, nullable=False),
        sqlite_strict=True,
    )
    current = sa.text("until is null")
    columns = ["review", "confidence", "pk", "until", "day", *QUEUE]
    op.create_index("incident_queue", "incident", columns, sqlite_where=current, postgresql_where=current)
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    names = ", ".join(COPIED)
    query = f"select {names}, body from incident where pk > :last order by pk limit {AT_ONCE}"
    values = ", ".join(f":{name}" for name in COPIED)
    add = sa.text(f"insert into incident_point ({names}, disagree) values ({values}, :disagree)")
    last = 0
    while rows := connection.execute(sa.text(query), {"last": last}).all():
        last = rows[-1].pk
        points = [row for row in rows if row.lat is not None and row.lon is not None]
        if points:
            connection.execute(add, [_point(row) for row in points])


def _point(row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    tallies = decode_any(row.body)["tallies"]
    disagree = any(tally["disagree"] for tally in tallies)
    return {name: row._mapping[name] for name in COPIED} | {"disagree": int(disagree)}


def downgrade() -> None:
    """Not offered: a store is never taken back."""
    raise NotImplementedError("a store is never taken back to schema 0002; restore a backup")
