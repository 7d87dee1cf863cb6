"""No output takes the place of a record: one wrong `-o` must not cost a team months of work."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.web import published

from bellwire.cli import run
from bellwire.errors import InputError
from bellwire.publish.folder import new_file
from bellwire.store.spared import check_spared
from bellwire.workspace.database import Workspace

CALLS = (
    ["export", "csv"],
    ["export", "geojson"],
    ["export", "sqlite"],
    ["brief"],
    ["brief", "--format", "docx"],
    ["publish", "--policy", "internal", "--yes", "--json"],
    ["backup", "--replace"],
)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("spared") / "desk.sqlite"
    published.fill(file)
    return file


@pytest.fixture
def store(record: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(record, tmp_path / "desk.sqlite"))


def call(given: list[str], store: Path, out: Path) -> int:
    to = [] if given[0] in ("publish", "backup") else ["-o"]
    return run([*given, *to, str(out), "--store", str(store)])


@pytest.mark.parametrize("given", CALLS, ids=" ".join)
def test_the_record_of_a_call_is_not_written_over(
    given: list[str], store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole record would be gone, and an export in its place."""
    before = store.read_bytes()
    (tmp_path / "link.csv").symlink_to(store)
    for out in (store, tmp_path / "." / "desk.sqlite", tmp_path / "link.csv", tmp_path / "desk.sqlite-wal"):
        assert call(given, store, out) == 2
        said = capsys.readouterr().err
        assert "is a record; give another name to write to" in said and len(said.splitlines()) == 1
    assert store.read_bytes() == before
    assert run(["verify", "--store", str(store)]) == 0


def test_a_picture_does_not_take_the_place_of_a_record_either(store: Path, tmp_path: Path) -> None:
    """A record that somebody named as a picture is named."""
    odd = store.rename(tmp_path / "desk.svg")
    assert run(["plot", "map", "--store", str(odd), "-o", str(odd)]) == 2
    assert run(["verify", "--store", str(odd)]) == 0


def test_another_record_and_a_desk_s_own_file_are_spared_too(store: Path, tmp_path: Path) -> None:
    """The accounts of all who work at a desk, or a colleague's record, are as much of a loss."""
    desk = tmp_path / "other.sqlite.desk"
    Workspace.open(str(desk)).close()
    other = Path(shutil.copy(store, tmp_path / "other.csv"))
    for out in (other, desk, tmp_path / "other.csv-shm"):
        with pytest.raises(InputError, match="give another name"), new_file(out) as file:
            file.write(b"x")
    beside = store.rename(tmp_path / "mali.csv.part")
    kept = beside.read_bytes()
    with new_file(tmp_path / "mali.csv") as file:
        file.write(b"x")
    assert beside.read_bytes() == kept, "an unfinished file has a name that no other file has"


def test_two_that_write_one_file_at_once_leave_it_whole(tmp_path: Path) -> None:
    """A nightly job that overlaps with yesterday's must not mix two exports, nor end with a riddle."""
    out = tmp_path / "mali.csv"
    with new_file(out) as first:
        first.write(b"first\n" * 1000)
        with new_file(out) as second:
            second.write(b"second\n" * 10)
        assert out.read_bytes() == b"second\n" * 10
    assert out.read_bytes() == b"first\n" * 1000
    assert [path.name for path in tmp_path.glob("*mali*")] == ["mali.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(store: Path) -> None:
    """Twenty lines of traceback do not say that the disk is full."""
    code = "import sys; from bellwire.cli import run; sys.exit(run(sys.argv[1:]))"
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-c", code, "export", "csv", "--store", str(store)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr == "bellwire: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("old", [b"", b"id,title\n", b"SQLite format 3\x00 and then nothing of it", b"\x00\xff" * 900])
def test_any_other_file_is_written_over_as_before(old: bytes, tmp_path: Path) -> None:
    """Who writes the same export every morning must not have to delete yesterday's."""
    out = tmp_path / "made"
    out.write_bytes(old)
    with new_file(out) as file:
        file.write(b"new")
    assert out.read_bytes() == b"new" and [*tmp_path.iterdir()] == [out]


def test_an_exported_database_is_written_over(store: Path, tmp_path: Path) -> None:
    """The SQLite export is no record, though it looks like one from outside."""
    out = tmp_path / "mali.sqlite"
    assert call(["export", "sqlite"], store, out) == 0
    assert call(["export", "sqlite"], store, out) == 0
    assert call(["export", "csv"], store, out) == 0


def test_a_database_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    """A damaged record may still be saved by somebody who knows how."""
    out = tmp_path / "made.sqlite"
    with closing(sqlite3.connect(out)) as made:
        made.executescript("create table alembic_version (x); create table report (x);")
    whole = out.read_bytes()
    out.write_bytes(whole[:100] + b"\xff" * 400 + whole[500:])
    with pytest.raises(InputError, match="cannot be read, and may be a record"):
        check_spared(out)
