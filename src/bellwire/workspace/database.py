"""The desk's own file beside the record: one SQLite database that only its owner may read.

Each module of this package declares its tables with `table(...)`; opening the workspace finds them all, so that
a new module edits no other.
"""

import os
import pkgutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.schema import SchemaItem

from bellwire.errors import StoreError, StoreTooNew

SCHEMA = 1
"""The number of the schema (SQLite's user_version). Tables that are new are made when the file is opened; a change of
a table that was released takes a higher number, and steps that bring older files to it."""
WAIT_SECONDS = 30
SUFFIX = ".desk"
OWNER_ONLY = 0o600

metadata = MetaData()


def table(name: str, *items: SchemaItem) -> Table:
    """A STRICT table of the workspace: its columns are Integer, Text, REAL or LargeBinary (bytes)."""
    return Table(name, metadata, *items, sqlite_strict=True)


def workspace_of(store: str) -> str:
    """Where the workspace of a store is: beside an SQLite file; for a server's, in the folder one works in.

    >>> workspace_of("gao.sqlite"), workspace_of("postgresql://desk@db.example.org/record"), workspace_of("sqlite://")
    ('gao.sqlite.desk', 'record.desk', 'sqlite://')
    """
    if "://" not in store:
        return store + SUFFIX
    try:
        url = make_url(store)
    except (ArgumentError, ValueError):
        raise StoreError("the store is no URL; give a file's path, or postgresql://USER@HOST/DATABASE") from None
    if url.get_backend_name() == "sqlite":
        return f"{url.database}{SUFFIX}" if url.database and url.database != ":memory:" else "sqlite://"
    return f"{Path(url.database or 'bellwire').name}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Workspace:
    """What belongs to the desk and not to the record, open for reading and writing from several threads."""

    engine: Engine
    name: str

    @classmethod
    def open(cls, name: str) -> "Workspace":
        """Opens a workspace, a file's path or `sqlite://` (in memory), and makes it where it is not there.

        Raises StoreError where it cannot be opened, StoreTooNew where a newer Bellwire wrote it.

        >>> workspace = Workspace.open("sqlite://")
        >>> with workspace.connect() as connection:
        ...     connection.exec_driver_sql("PRAGMA user_version").scalar() == SCHEMA
        True
        """
        file = _file_of(name)
        _load_tables()
        if file is not None:
            _keep_private(file)
        workspace = cls(_engine(file), name)
        workspace._prepare()
        return workspace

    def close(self) -> None:
        """Ends its connections."""
        self.engine.dispose()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection to read with, which sees the workspace as it was at its first read. Do not nest them."""
        with _plain_errors(self.name), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writer's transaction, one at a time: kept at the end, undone where something is raised. Do not nest."""
        writer = self.engine.execution_options(writes=True)
        with _plain_errors(self.name), writer.begin() as connection:
            yield connection

    def _prepare(self) -> None:
        """Makes what is not there; nothing is written where all of it is."""
        with self.connect() as connection:
            found = _schema_of(connection)
            there = set(connection.exec_driver_sql("select name from sqlite_schema where type = 'table'").scalars())
        if found > SCHEMA:
            raise StoreTooNew(
                f"workspace {self.name} was written by a newer Bellwire (schema {found}, this one knows {SCHEMA}); "
                "update Bellwire, or give another --store"
            )
        if found == SCHEMA and there >= set(metadata.tables):
            return
        with self.begin() as connection:
            metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")


def _schema_of(connection: Connection) -> int:
    found: int = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    return found


def _load_tables() -> None:
    package = import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


# ---------------------------------------------------------------- the file


def _file_of(name: str) -> Path | None:
    """The file, None for one in memory."""
    if name in ("sqlite://", ":memory:"):
        return None
    if name.startswith("sqlite:///"):
        return Path(name.removeprefix("sqlite:///"))
    if "://" in name:
        raise StoreError("a workspace is an SQLite file: give its path")
    return Path(name)


def _keep_private(file: Path) -> None:
    """Makes the file so that only its owner may read it; SQLite gives its side files the same rights."""
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, OWNER_ONLY))
        if file.stat().st_mode & 0o077:
            file.chmod(OWNER_ONLY)
    except OSError as error:
        raise StoreError(
            f"workspace {file} cannot be opened ({error.strerror}); is its folder there, and may you write to it?"
        ) from error


def _engine(file: Path | None) -> Engine:
    if file is None:  # one connection for all threads, which take turns
        engine = create_engine(
            "sqlite://",
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            connect_args={"check_same_thread": False},
        )
    else:
        engine = create_engine(URL.create("sqlite", database=str(file)), pool_size=4, max_overflow=40)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, in SQLAlchemy's name
    for pragma in (f"busy_timeout={WAIT_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    end = time.monotonic() + WAIT_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:  # SQLite does not wait by itself where two set it at once
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


REASONS = {
    "locked": f"another process is writing to it; waited {WAIT_SECONDS} s. Try again when it has ended",
    "full": "the disk is full",
    "not a database": "the file is no workspace of a desk; move it away, or give another --store",
    "malformed": "the file is damaged; move it away and start again: the record is not in it",
    "unable to open": "the file cannot be opened; is its folder there, and may you write to it?",
    "readonly": "the file is read-only",
}
"""What to say, by a word of SQLite's own message."""


@contextmanager
def _plain_errors(name: str) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = str(getattr(error, "orig", error))
        reason = next((plain for word, plain in REASONS.items() if word in said), said)
        raise StoreError(f"workspace {name}: {reason}") from error
