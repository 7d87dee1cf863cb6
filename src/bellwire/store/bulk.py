"""Loading very much at once: indexes that are made when all rows are there cost a fraction of those kept row by row.

At a million incidents with five million pieces of evidence on two cores, 2026-11: docs/reference/store-speed.md.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Index, Table, text

from bellwire.store import tables
from bellwire.store.server import is_postgres

KEEP = frozenset({"incident_versions", "tombstone_id", "report_now", "judgement_id"})
"""Indexes that writing itself asks."""


def drop_indexes(connection: Connection, of: Iterable[Table] = tables.KEPT) -> list[Index]:
    """Takes away the indexes of tables that slow the writing of many rows and serve none of it; gives them back."""
    away = [index for table in of for index in sorted(table.indexes, key=lambda i: str(i.name))]
    away = [index for index in away if index.name not in KEEP]
    for index in away:
        index.drop(connection, checkfirst=True)
    return away


def make_indexes(connection: Connection, indexes: Iterable[Index]) -> None:
    """Makes indexes again; one that is there stays."""
    for index in indexes:
        index.create(connection, checkfirst=True)


def tidy(connection: Connection) -> None:
    """Makes the search's parts one, and counts what the tables hold: queries are planned by that."""
    if not is_postgres(connection):
        for table in ("incident_words", "report_words", "claim_words"):
            connection.execute(text(f"insert into {table} ({table}) values ('optimize')"))
    connection.execute(text("analyze"))
