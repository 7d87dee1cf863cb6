"""Opening a store: the engine, its schema's version, and errors in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bellwire.errors import StoreError, StoreTooNew

WAIT_SECONDS = 30
"""How long a second writer waits for the first."""


def store_url(name: str) -> str:
    """The SQLAlchemy URL of a store: a path is an SQLite file.

    >>> store_url("desk.sqlite")
    'sqlite:///desk.sqlite'
    """
    if "://" not in name:
        return f"sqlite:///{name}"
    try:
        backend = make_url(name).get_backend_name()
    except ArgumentError as error:
        raise StoreError(f"{name!r} is no store: give a file's path or a URL such as sqlite:///desk.sqlite") from error
    if backend != "sqlite":
        raise StoreError(f"a {backend} store is not built yet; give a file's path for an SQLite store")
    return name


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turns the database's errors into a StoreError of one line."""
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig)
        if "locked" in reason:
            reason = f"another writer is at work; waited {WAIT_SECONDS} s. Try again when it has ended"
        elif "full" in reason:
            reason = "the disk is full; nothing of the last report was written"
        elif "not a database" in reason:
            reason = "the file is not an SQLite database; give another --store"
        elif "unable to open" in reason:
            reason = "the file cannot be opened; is its folder there, and may you write to it?"
        elif "readonly" in reason:
            reason = "the file is read-only"
        raise StoreError(f"store {name}: {reason}") from error


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions are begun below, in SQLAlchemy's name
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={WAIT_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def make_engine(name: str) -> Engine:
    """An engine on the store; nothing is opened yet."""
    engine = create_engine(store_url(name))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine, name: str) -> None:
    """Brings the store to this version's schema; raises StoreTooNew where a newer Bellwire wrote it."""
    with plain_errors(name), engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        script = ScriptDirectory.from_config(_alembic(connection))
        known = {revision.revision for revision in script.walk_revisions()}
    if found is not None and found not in known:
        raise StoreTooNew(
            f"store {name} was written by a newer Bellwire (schema {found}, this one knows {max(known)}); "
            "update Bellwire, or give another --store"
        )
    if found != script.get_current_head():
        with plain_errors(name), engine.execution_options(writes=True).connect() as connection:
            command.upgrade(_alembic(connection), "head")
            connection.commit()
