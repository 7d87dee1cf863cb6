"""Opening a store: the engine, its schema's version, and errors in plain words."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bellwire.errors import StoreError, StoreTooNew
from bellwire.store.server import (
    DRIVER,
    check_coded,
    check_server,
    is_postgres,
    make_server_engine,
    order_by_bytes,
    plain_reason,
    shown,
)

WAIT_SECONDS = 30
"""How long a second writer waits for the first."""
CACHE = "cache_size=-65536"
"""64 MB of pages are held."""
MAPPED = 2147418112
"""Bytes of the file that are read where the system has them, without a copy, the first 2 GB: looking up 5,000 of a
million incidents takes 7 ms, not 22 (2026-11). Who reads the store from end to end maps nothing, since every page that
was once seen would count as memory."""
SERVERS = ("postgresql", "postgres", DRIVER)


def store_url(name: str) -> URL:
    """The SQLAlchemy URL of a store: a path is an SQLite file. Printed, it hides its password.

    >>> store_url("desk.sqlite"), store_url("postgresql://desk:secret@db.example.org/record")
    (sqlite:///desk.sqlite, postgresql+pg8000://desk:***@db.example.org/record)
    """
    if "://" not in name:
        return URL.create("sqlite", database=name)
    try:
        url = make_url(name)
    except (ArgumentError, ValueError):
        how = "give a file's path, or a URL such as postgresql://USER@HOST/DATABASE"
        raise StoreError(f"{shown(name)!r} is no store: {how}") from None  # the cause would show the password
    if url.drivername in SERVERS:
        check_coded(name)
        return url.set(drivername=DRIVER)
    if url.get_backend_name() != "sqlite":
        known = "a file's path for an SQLite store, or postgresql://USER@HOST/DATABASE"
        raise StoreError(f"{shown(name)!r} is no store: there is no {url.drivername} store; give {known}")
    return url


# ---------------------------------------------------------------- errors

SQLITE_REASONS = {
    "locked": f"another writer is at work; waited {WAIT_SECONDS} s. Try again when it has ended",
    "full": "the disk is full; nothing of the last report was written",
    "not a database": "the file is not an SQLite database; give another --store",
    "unable to open": "the file cannot be opened; is its folder there, and may you write to it?",
    "readonly": "the file is read-only",
}
"""What to say, by a word of SQLite's own message."""


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turns the database's errors into a StoreError of one line."""
    try:
        yield
    except DBAPIError as error:
        raise StoreError(f"store {shown(name)}: {_reason(error)}") from error


def _reason(error: DBAPIError) -> str:
    original = error.orig
    if original is not None and type(original).__module__.startswith("pg8000"):
        return plain_reason(original, WAIT_SECONDS)
    said = str(original)
    return next((plain for word, plain in SQLITE_REASONS.items() if word in said), said)


# ---------------------------------------------------------------- engines


def make_engine(name: str, *, wait: float = WAIT_SECONDS) -> Engine:
    """An engine on the store; nothing is opened yet. A second writer waits for `wait` seconds.

    A transaction of `engine.execution_options(writes=True)` is a writer's: one at a time. Every other one sees the
    store as it was when it began.
    """
    url = store_url(name)
    if url.drivername == DRIVER:
        return make_server_engine(url, wait)
    engine = create_engine(url)
    event.listen(engine, "connect", _preparer(wait))
    event.listen(engine, "begin", _begin)
    return engine


def _preparer(wait: float) -> Any:
    pragmas = (f"busy_timeout={round(wait * 1000)}", "synchronous=FULL", "foreign_keys=ON", CACHE)

    def prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions are begun below, in SQLAlchemy's name
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        _write_ahead(connection, wait)

    return prepare


def _write_ahead(connection: Any, wait: float) -> None:
    """Sets WAL mode, which is kept in the file. SQLite does not wait by itself where two set it at once."""
    end = time.monotonic() + wait
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return  # whatever came of it: not every file system can
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql(f"PRAGMA mmap_size={0 if options.get('throughout') else MAPPED}")
    if options.get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return
    connection.exec_driver_sql("BEGIN")
    connection.exec_driver_sql("select 1 from sqlite_schema limit 1")  # SQLite fixes what is seen at the first read


# ---------------------------------------------------------------- the schema


_migrating = threading.Lock()
"""Alembic keeps what it works on in globals: one thread at a time."""


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def revision_of(connection: Connection) -> str:
    """The schema of the store that a connection is open to."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def migrate(engine: Engine, name: str) -> None:
    """Brings the store to this version's schema, in one transaction.

    Raises StoreTooNew where a newer Bellwire wrote it, StoreError where the server cannot hold a store.
    """
    with plain_errors(name), engine.connect() as connection:
        if is_postgres(connection):
            check_server(connection, shown(name))
        found = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(_alembic(connection))
        known = {revision.revision for revision in script.walk_revisions()}
    if found is not None and found not in known:
        raise StoreTooNew(
            f"store {shown(name)} was written by a newer Bellwire (schema {found}, this one knows {max(known)}); "
            "update Bellwire, or give another --store"
        )
    if found != script.get_current_head():
        with _migrating, plain_errors(name), engine.execution_options(writes=True).begin() as connection:
            command.upgrade(_alembic(connection), "head")
            if is_postgres(connection):
                order_by_bytes(connection)
