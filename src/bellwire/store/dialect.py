"""Statements that each database writes in its own way."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, TableClause, insert
from sqlalchemy.dialects import postgresql, sqlite

from bellwire.store.server import is_postgres


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can be told what to do where the row is there already."""
    return postgresql.insert(table) if is_postgres(connection) else sqlite.insert(table)


def insert_rows(connection: Connection, table: TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows that all name the same columns. SQLite is given them as they are: each row costs a fifth."""
    if not rows:
        return
    if is_postgres(connection):
        connection.execute(insert(table), rows)
        return
    names = [*rows[0]]
    columns = ", ".join(f'"{table.c[name].name}"' for name in names)
    statement = f'insert into "{table.name}" ({columns}) values ({", ".join("?" * len(names))})'
    connection.exec_driver_sql(statement, [tuple(row[name] for name in names) for row in rows])


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves rows as they are that are there already."""
    return insert_into(connection, table).on_conflict_do_nothing()
