"""Statements that each database writes in its own way."""

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from bellwire.store.server import is_postgres


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can be told what to do where the row is there already."""
    return postgresql.insert(table) if is_postgres(connection) else sqlite.insert(table)


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that leaves rows as they are that are there already."""
    return insert_into(connection, table).on_conflict_do_nothing()
