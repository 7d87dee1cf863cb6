"""The desk's own file: made at once, kept private, refused in plain words."""

import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from bellwire.errors import StoreError, StoreTooNew
from bellwire.workspace import Workspace
from bellwire.workspace.database import SCHEMA, metadata

SESSIONS = "select name from sqlite_schema where type = 'table'"


def test_a_workspace_is_made_with_its_tables_when_first_opened(tmp_path: Path) -> None:
    """Without it a new desk could not be opened."""
    workspace = Workspace.open(str(tmp_path / "a.sqlite.desk"))
    with workspace.connect() as connection:
        names = set(connection.execute(text(SESSIONS)).scalars())
    assert names >= set(metadata.tables)
    assert names


def test_every_table_is_strict() -> None:
    """Without it a wrong value would be kept and break the desk later."""
    Workspace.open("sqlite://")
    assert [t.name for t in metadata.tables.values() if not t.dialect_options["sqlite"]["strict"]] == []


@pytest.mark.parametrize("before", [None, 0o644])
def test_only_the_owner_may_read_the_workspace(tmp_path: Path, before: int | None) -> None:
    """Without it another user of the machine could read password hashes and sessions."""
    file = tmp_path / "a.desk"
    if before:
        file.touch(before)
    workspace = Workspace.open(str(file))
    with workspace.begin() as connection:
        connection.exec_driver_sql("create table more (id integer) strict")
        modes = {stat.S_IMODE(f.stat().st_mode) for f in tmp_path.iterdir()}
    assert modes == {0o600}


def test_a_newer_workspace_is_refused(tmp_path: Path) -> None:
    """Without it an old Bellwire would garble what a newer one keeps."""
    file = tmp_path / "a.desk"
    Workspace.open(str(file)).close()
    with sqlite3.connect(file) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    with pytest.raises(StoreTooNew, match="update Bellwire"):
        Workspace.open(str(file))


@pytest.mark.parametrize("name", ["postgresql://desk@localhost/record", "missing-folder/a.desk"])
def test_what_cannot_be_a_workspace_is_refused_in_a_line(name: str) -> None:
    """Without it one would see a stack of Python."""
    with pytest.raises(StoreError, match=r"path|folder"):
        Workspace.open(name)


def test_a_file_of_something_else_is_refused_and_not_written_over(tmp_path: Path) -> None:
    """Without it a report given by mistake could be lost."""
    file = tmp_path / "report.txt"
    file.write_text("At least 12 people were killed, residents said. " * 40)
    with pytest.raises(StoreError, match="no workspace"):
        Workspace.open(str(file))
    assert file.read_text().startswith("At least 12")


def test_what_is_raised_in_a_transaction_undoes_it() -> None:
    """Without it half of a change would be kept."""
    workspace = Workspace.open("sqlite://")
    with workspace.begin() as connection:
        connection.exec_driver_sql("create table more (id integer) strict")
    with pytest.raises(ZeroDivisionError), workspace.begin() as connection:
        connection.exec_driver_sql("insert into more values (1)")
        raise ZeroDivisionError
    with workspace.connect() as connection:
        assert connection.exec_driver_sql("select count(*) from more").scalar() == 0


@pytest.mark.parametrize("where", ["file", "memory"])
def test_threads_that_write_at_once_lose_nothing(tmp_path: Path, where: str) -> None:
    """Without it two people who work at the same moment would lose one's change."""
    workspace = Workspace.open(str(tmp_path / "a.desk") if where == "file" else "sqlite://")
    with workspace.begin() as connection:
        connection.exec_driver_sql("create table more (id integer) strict")
        connection.exec_driver_sql("insert into more values (0)")

    def count() -> None:
        for _ in range(10):
            with workspace.begin() as connection:
                found = connection.exec_driver_sql("select id from more").scalar_one()
                connection.exec_driver_sql(f"update more set id = {found + 1}")

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with workspace.connect() as connection:
        assert connection.exec_driver_sql("select id from more").scalar_one() == 40


def test_two_that_open_a_new_workspace_at_once_both_get_it(tmp_path: Path) -> None:
    """Without it `bellwire user add` beside a starting desk would fail by chance."""
    failures: list[Exception] = []

    def opened() -> None:
        try:
            Workspace.open(str(tmp_path / "a.desk")).close()
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=opened) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
