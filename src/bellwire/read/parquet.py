"""Tables (Apache Parquet) with a page a row, in the columns of the contract. Reading them needs pyarrow."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from bellwire.errors import InputError
from bellwire.read.decode import cut, decode
from bellwire.read.jsonl import FIELDS, read_row, unreadable
from bellwire.read.page import Reader, ReadPage, Source
from bellwire.read.text import too_large

TEXTS = ("text", "html")
COLUMNS = (*FIELDS, *TEXTS)
MAGIC = b"PAR1"
SOME = 8
"""Rows that are held at a time: a small file can hold long texts a million times over (2026-11)."""
BUFFER = 1 << 20
"""Bytes of a column that are read at a time."""


def _pyarrow() -> Any:
    try:
        import pyarrow as pa
        import pyarrow.compute
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise InputError("reading Parquet needs pyarrow: pip install 'bellwire[parquet]'") from None
    return pa


def _faults(pa: Any) -> tuple[type[Exception], ...]:
    """What reading a broken file raises."""
    return (pa.ArrowException, OSError, ValueError, OverflowError)


def _opened(pa: Any, stream: BinaryIO, name: str) -> Any:
    """The table of a stream; raises InputError where it is none."""
    if not stream.seekable():
        raise InputError(f"{name}: Parquet is read from its end, so not from a pipe; give the file")
    try:
        return pa.parquet.ParquetFile(stream, buffer_size=BUFFER, pre_buffer=False)
    except _faults(pa) as error:
        raise InputError(f"{name}: not a whole Parquet file: {_line(error)}") from error


def _line(error: Exception) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split())[:300]


def _columns(table: Any, name: str) -> list[str]:
    """The columns to read; raises InputError where none of them can hold a page."""
    there = table.schema_arrow.names
    if not set(there) & set(TEXTS):
        have = ", ".join(there[:20]) or "none"
        raise InputError(f"{name}: no column is called text or html; its columns are {have}")
    return [column for column in COLUMNS if column in there]


def _plain(pa: Any, column: Any) -> Any:
    """A column as values that can be read one by one: text as bytes, moments as text to the second."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.large_binary())
    if pa.types.is_timestamp(kind):
        return _moments(pa, column, "UTC" if kind.tz else None)
    return column.cast(pa.string()) if pa.types.is_date(kind) else column


def _moments(pa: Any, column: Any, zone: str | None) -> Any:
    """Moments as text. One without a zone at midnight is a day: data frames have no other way to keep one."""
    whole = column.cast(pa.timestamp("s", column.type.tz), safe=False)
    said = whole.cast(pa.timestamp("s", zone)).cast(pa.string())
    return said if zone else pa.compute.replace_substring_regex(said, pattern=" 00:00:00$", replacement="")


def _rows(pa: Any, batch: Any) -> list[dict[str, Any]]:
    """The rows of a batch."""
    columns = {name: _plain(pa, batch.column(name)) for name in batch.schema.names}
    return [{name: column[n].as_py() for name, column in columns.items()} for n in range(batch.num_rows)]


def _group(pa: Any, table: Any, group: int, columns: list[str]) -> Iterator[list[dict[str, Any]] | InputError]:
    """The rows of a row group, some at a time; last an error where the rest of it is damaged."""
    try:
        for batch in table.iter_batches(SOME, row_groups=[group], columns=columns, use_threads=False):
            yield _rows(pa, batch)
    except _faults(pa) as error:
        yield InputError(f"row group {group + 1} is damaged: {_line(error)}")


def _said(name: str, value: Any, where: str) -> Any:
    """A value as a line of jsonl would give it; raises InputError for bytes that are no text."""
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return decode(value, name=f"{where}, {name}", markup=name == "html")
    return value


def _page(row: dict[str, Any], number: int, source: Source) -> ReadPage:
    where, id_, most = f"row {number} of {source.name}", f"{source.name}:{number}", source.max_bytes
    long = [name for name in TEXTS if isinstance(row.get(name), bytes) and len(row[name]) > most]
    row = row | {name: cut(row[name], most) for name in long}
    try:
        row = {name: _said(name, value, where) for name, value in row.items()}
        page = read_row(row, where=where, id=id_, given=replace(source.given, id=None))
    except InputError as error:
        return unreadable(str(error), id=id_)
    return replace(page, issues=(too_large(where, most), *page.issues)) if long else page


def read(source: Source) -> Iterator[ReadPage]:
    """A page a row, in the file's order; a part of the file that is damaged gives an empty page that names it.

    Raises InputError where the file is no table of pages, and where pyarrow is not installed.
    """
    pa = _pyarrow()
    with source.open() as stream:
        table = _opened(pa, stream, source.name)
        columns, number = _columns(table, source.name), 0
        for group in range(table.num_row_groups):
            ends = number + table.metadata.row_group(group).num_rows
            for rows in _group(pa, table, group, columns):
                if isinstance(rows, InputError):
                    yield unreadable(f"{source.name}, after row {number}: {rows}", id=f"{source.name}:{number + 1}")
                    break
                for row in rows:
                    number += 1
                    yield _page(row, number, source)
            number = ends


def rows_of(path: Path) -> int | None:
    """How many rows a file has; None where that cannot be told."""
    try:
        pa = _pyarrow()
        with path.open("rb") as stream:
            return int(_opened(pa, stream, path.name).metadata.num_rows)
    except (InputError, OSError):
        return None


def sniff(head: bytes) -> bool:
    """Whether bytes begin like a Parquet file."""
    return head.startswith(MAGIC)


READER = Reader(name="parquet", suffixes=(".parquet",), sniff=sniff, read=read)
