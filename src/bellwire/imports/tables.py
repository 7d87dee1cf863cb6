"""Reads tables of others: a row at a time, by the names of the columns, in any order and with any usual delimiter."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, TextIO

from bellwire.errors import InputError
from bellwire.export.cells import undefused
from bellwire.imports.told import Cells, DataSet

DELIMITERS = ",;\t|"
DAYS_IN = ("event_date", "date_start", "date_end")
"""Columns with days, in whatever data set."""
EITHER = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
"""A day in numbers, of which the first or the second is the month."""
HEAD_BYTES = 4096
"""Bytes in which UTF-16 shows: every letter of a head in Latin has an empty byte there."""
LARGEST_CELL = 10_000_000
"""Characters of a cell; a larger one is a quotation mark that was never closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table, with the line on which it ends; `fault` says why it is none."""

    line: int
    cells: Cells
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A table whose head was read: its columns, and the rows, which are read as they are asked for.

    `month_first` says that at least one of its days, written in numbers, has the month first; `doubts` are for the
    person who gave the table.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]
    month_first: bool = False
    doubts: tuple[str, ...] = ()


@contextmanager
def open_rows(name: str, stdin: BinaryIO | None = None) -> Iterator[Opened]:
    """A table by its path, or of `stdin` where the name is `-`. Raises InputError where it is none."""
    if name == "-" and stdin is not None:
        with TemporaryFile() as kept:
            copyfileobj(stdin, kept)
            yield from _opened(kept, "standard input")
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115  # it is closed below; errors of opening alone are caught
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror or error}") from error
    with file:
        yield from _opened(file, name)


def _opened(file: BinaryIO, name: str) -> Iterator[Opened]:
    """A table that was looked through once, for what can only be seen of the whole."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if head.count(b"\0") > len(head) // 4:
        raise InputError(f"{name} is not in UTF-8 (it looks like UTF-16); save it as “CSV UTF-8” and give that file")
    file.seek(0)
    with _text(file) as lines:
        month_first, doubts = _looked_through(lines, name)
    file.seek(0)
    with _text(file) as lines:
        yield replace(read_rows(lines, name), month_first=month_first, doubts=doubts)


def _looked_through(lines: Iterable[str], name: str) -> tuple[bool, tuple[str, ...]]:
    """Whether a day of the table can only have the month first, and what else is in doubt."""
    doubts: list[str] = []

    def watched() -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if not doubts and not line.isascii() and not _is_unicode(line):
                doubts.append(
                    f"{name}, line {number}: not in UTF-8, so it is read as Windows-1252, as Western Europe writes; "
                    "where names look wrong, save the table as “CSV UTF-8” and import that"
                )
            yield line

    month_first = False
    for row in read_rows(watched(), name).rows:
        days = (EITHER.match(row.cells[column].strip()) for column in DAYS_IN if column in row.cells)
        month_first = month_first or any(int(d[1]) <= 12 < int(d[2]) for d in days if d)
    return month_first, tuple(doubts)


@contextmanager
def _text(file: BinaryIO) -> Iterator[TextIO]:
    """The file as text; it is not closed with it. Bytes that are no UTF-8 are kept for `_cell`."""
    text = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        yield text
    finally:
        text.detach()


def read_rows(lines: Iterable[str], name: str = "the table") -> Opened:
    """The rows of a table; its first line names the columns. Raises InputError, naming the line, where it is none.

    >>> table = read_rows(["Event_Date;Notes\\n", "2024-05-03;'=Gunmen\\n", "2024-05-04;a;b\\n"])
    >>> for row in table.rows:
    ...     print(row.line, row.cells, row.fault)
    2 {'event_date': '2024-05-03', 'notes': '=Gunmen'} None
    3 {} line 3 has 3 cells under 2 columns
    """
    given = iter(lines)
    head = next((line for line in given if line.strip()), None)
    if head is None:
        raise InputError(f"{name} is empty; a table begins with a line of column names")
    delimiter = max(DELIMITERS, key=head.count)
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(chain([head], given), delimiter=delimiter, strict=True)
    columns = tuple(_name(cell) for cell in _next(reader, name) or ())
    twice = {column for column in columns if columns.count(column) > 1 and column}
    if twice:
        raise InputError(f"{name}, line 1: two columns are named {sorted(twice)[0]!r}; rename one of them")
    return Opened(name=name, columns=columns, rows=_rows(reader, columns, name))


def _rows(reader: "csv._reader", columns: tuple[str, ...], name: str) -> Iterator[Row]:  # type: ignore[name-defined]
    while (cells := _next(reader, name)) is not None:
        line = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            yield Row(line=line, cells={}, fault=f"line {line} has {len(cells)} cells under {len(columns)} columns")
            continue
        values = ((column, _cell(cell)) for column, cell in zip(columns, cells, strict=False))
        yield Row(line=line, cells={column: value for column, value in values if column and value})


def _next(reader: Iterator[list[str]], name: str) -> list[str] | None:
    """The next row; None at the end. Raises InputError where the table breaks off or a quotation is not closed."""
    try:
        return next(reader, None)
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise InputError(
            f"{name}, line {line}: this is no table ({error}); look for a quotation mark that is not closed"
        ) from error


def _name(cell: str) -> str:
    """The name of a column, as the codebooks write it."""
    return "_".join(cell.strip().strip("\ufeff'").casefold().split())


def _cell(cell: str) -> str:
    """A cell: on one line, and, where it is no UTF-8, as Windows wrote it (code page 1252)."""
    if not cell.isascii() and not _is_unicode(cell):
        cell = cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
    return undefused(" ".join(cell.split()))


def _is_unicode(text: str) -> bool:
    """Whether all of a text was UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def check_columns(table: Opened, data: DataSet) -> None:
    """Raises InputError, naming the columns, where a table lacks those without which it tells nothing."""
    missing = [" or ".join(names) for names in data.needed if not set(names) & set(table.columns)]
    if missing:
        there = ", ".join(table.columns[:8]) + (" …" if len(table.columns) > 8 else "")
        raise InputError(f"{table.name}, line 1: no column {missing[0]}, so this is no table of {data.outlet}; "
                         f"it has: {there}")  # fmt: skip
