"""Upgrading: what a user loses if a store of an older version does not open, or opens with less in it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from bellwire.model.codec import decode_any
from bellwire.store import Store, tables
from bellwire.store.database import make_engine
from bellwire.store.verify import faults

RELEASED = sorted(Path(__file__).with_name("stores").glob("*.sql"))
VIRTUAL = ("incident_box", "incident_words", "report_words", "claim_words", "spatial_ref_sys", "alembic_version")


@pytest.fixture(params=RELEASED, ids=[path.stem for path in RELEASED])
def dumped(request: pytest.FixtureRequest) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.executescript(request.param.read_text(encoding="utf-8"))
    return connection


@pytest.fixture
def old_store(dumped: sqlite3.Connection, bare_store: str) -> Iterator[str]:
    """A store of a released schema, on either database."""
    if "://" not in bare_store:
        with sqlite3.connect(bare_store) as file:
            dumped.backup(file)
        file.close()
    else:
        _copy_to_server(dumped, bare_store)
    yield bare_store


def _copy_to_server(dumped: sqlite3.Connection, url: str) -> None:
    """Makes the old tables on the server by the old migrations, then copies the rows."""
    from alembic import command

    from bellwire.store.database import _alembic

    (revision,) = dumped.execute("select version_num from alembic_version").fetchone()
    engine = make_engine(url)
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_alembic(connection), revision)
        names = inspect(connection).get_table_names()
        order = ["text", "report", "record", *sorted(set(names) - {"text", "report", "record", *VIRTUAL})]
        for name in order:
            rows = dumped.execute(f"select * from {name}")
            columns = [column[0] for column in rows.description]
            places = ", ".join(f":{column}" for column in columns)
            quoted = ", ".join(f'"{column}"' for column in columns)
            for row in rows:
                values = dict(zip(columns, row, strict=True))
                connection.execute(text(f"insert into {name} ({quoted}) values ({places})"), values)
    engine.dispose()


def test_an_old_store_opens_with_all_that_was_in_it(old_store: str, dumped: sqlite3.Connection) -> None:
    """A year of work must open after an update: every version, relation and story."""
    store = Store.open(old_store)
    with store.view() as view:
        assert list(faults(view.connection)) == []
        known = [id for (id,) in dumped.execute("select id from report group by id order by min(pk)")]
        assert list(view.report_ids()) == known
        bodies = {body for (body,) in dumped.execute("select body from relation")}
        assert len(view.relations()) == len(bodies) > 10
        assert [s.reports for s in view.stories()] != []
        for report in view.reports():
            (frame,) = dumped.execute(
                "select frame from report where id = ? order by version desc", (report.id,)
            ).fetchone()
            assert report.made_by.bellwire == decode_any(frame)["made_by"]["bellwire"]
            assert report.events and report.document.text
        versions = {row.version for row in view.connection.execute(text("select version from report"))}
        assert versions == {v for (v,) in dumped.execute("select version from report")}
    store.close()


def test_an_upgraded_store_is_known_as_it_was(old_store: str, dumped: sqlite3.Connection) -> None:
    """What was known on a day before the update must still be what is shown for that day."""
    store = Store.open(old_store)
    first, last = dumped.execute("select min(added_at), max(added_at) from report").fetchone()
    with store.view(first[:10]) as view:
        assert view.report_ids()
    with store.view("1999") as view:
        assert view.report_ids() == ()
    with store.view(last) as view:
        assert len(view.report_ids()) == len({id for (id,) in dumped.execute("select id from report")})
    store.close()


def test_migrations_end_in_the_schema_that_the_program_uses(any_store: str) -> None:
    """A column that a migration forgot breaks every store that was made before it."""
    Store.open(any_store).close()
    engine = make_engine(any_store)
    with engine.begin() as connection:

        def ours(name: str | None, type_: str, parents: dict[str, str | None]) -> bool:
            table = parents.get("table_name") or (name if type_ == "table" else None)
            return not (table or "").startswith(VIRTUAL)

        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, tables.metadata) == []
    engine.dispose()


def test_an_upgrade_that_fails_leaves_the_store_as_it_was(
    dumped: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an upgrade is a lost store."""
    path = tmp_path / "desk.sqlite"
    with sqlite3.connect(path) as file:
        dumped.backup(file)
    file.close()
    monkeypatch.setattr("bellwire.store.audit.chained", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        Store.open(str(path))
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        assert "added_at" in {column["name"] for column in inspect(connection).get_columns("report")}
        assert inspect(connection).get_table_names() == sorted(
            name for (name,) in dumped.execute("select name from sqlite_master where type = 'table'")
        )
    engine.dispose()
