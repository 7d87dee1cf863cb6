"""Files that no output may replace: a record, the desk's own file beside it, and what SQLite keeps of both."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bellwire.errors import InputError

_KINDS = {
    "a record": frozenset(("alembic_version", "report")),
    "a desk's own file": frozenset(("account", "session")),
}
"""Tables that the first release of each had; what `bellwire export sqlite` writes has none of them."""
_BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files in which SQLite keeps the last changes of a database."""
_NO_DATABASE = sqlite3.SQLITE_NOTADB


def check_spared(out: Path) -> None:
    """Raises InputError where writing a file would cost somebody a record, or any part of one.

    The file is asked, not its name: a record under a name of its own is one, behind a link too.

    >>> check_spared(Path("mali.csv"))
    """
    for file in _concerned(out):
        kind = _kind_of(file) if file.is_file() else None
        if kind is not None:
            raise InputError(f"{out} is left as it is: {file} is {kind}; give another name to write to")


def _concerned(out: Path) -> Iterator[Path]:
    yield out
    for ending in _BESIDE:
        if out.name.endswith(ending) and out.name != ending:
            yield out.with_name(out.name.removesuffix(ending))


def _kind_of(file: Path) -> str | None:
    """What a file is that must be kept; None for all that may be written over.

    SQLite itself opens it: a process that has the file open as a database loses its locks where it opens it otherwise.
    """
    for how in ("mode=ro", "mode=ro&immutable=1"):  # the second reads what stands in a folder that nobody may write to
        try:
            with closing(sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)) as asked:
                there = {name for (name,) in asked.execute("select name from sqlite_schema where type = 'table'")}
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == _NO_DATABASE:
                return None
            continue
        return next((kind for kind, tables in _KINDS.items() if tables <= there), None)
    return "a database that cannot be read, and may be a record"
