"""What the caller names (files, folders, standard input) to pages, one after another."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from bellwire.errors import InputError
from bellwire.read.jsonl import unreadable
from bellwire.read.page import MAX_BYTES, Given, Reader, ReadPage, Source, checked_date
from bellwire.read.parquet import rows_of

READERS = tuple(f"bellwire.read.{name}" for name in ("warc", "parquet", "feed", "jsonl", "html", "text"))
"""The readers, in the order in which they are asked whether bytes are theirs. A line a format; each has a READER."""


def readers() -> tuple[Reader, ...]:
    """The readers of the table."""
    return tuple(import_module(name).READER for name in READERS)


def suffixes() -> tuple[str, ...]:
    """The suffixes of files that can be read.

    >>> ".html" in suffixes()
    True
    """
    return tuple(suffix for reader in readers() for suffix in reader.suffixes)


def reader_for(name: str, head: bytes) -> Reader:
    """The reader of a file: by its suffix, else by its first bytes; raises InputError where none fits."""
    lower = name.lower()
    for reader in readers():
        if lower.endswith(reader.suffixes):
            return reader
    for reader in readers():
        if reader.sniff(head):
            return reader
    raise InputError(f"{name}: not a form that can be read; there are: {' '.join(suffixes())}")


def files_of(path: str) -> tuple[Path, ...]:
    """The file of a path, or the files of a folder, sorted; hidden ones are left out. Raises InputError."""
    found = Path(path)
    if re.match(r"(?:https?|ftp)://", path, re.IGNORECASE):
        raise InputError(f"{path}: pages are not fetched here; bellwire ingest does, or save the page")
    if not found.exists():
        raise InputError(f"{path}: no such file or folder")
    if not found.is_dir():
        return (found,)
    inside = (p for p in found.rglob("*") if p.is_file() and p.name.lower().endswith(suffixes()))
    files = sorted(p for p in inside if not any(part.startswith(".") for part in p.relative_to(found).parts))
    if not files:
        raise InputError(f"no pages in {path}; looked for {' '.join(suffixes())}")
    return tuple(files)


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _standard_input() -> Source:
    stream = sys.stdin.buffer
    buffered = stream if hasattr(stream, "peek") else BufferedReader(cast("BytesIO", stream))
    return Source(name="standard input", open=lambda: cast("BinaryIO", buffered))


def _head(source: Source) -> bytes:
    stream = source.open()
    if source.name == "standard input":
        return cast("BufferedReader", stream).peek(4096)[:4096]
    with stream:
        return stream.read(4096)


def _read_source(source: Source) -> Iterator[ReadPage]:
    """The pages of a source; bytes that no reader can read give an empty page with an issue."""
    try:
        yield from reader_for(source.name, _head(source)).read(source)
    except (InputError, OSError) as error:
        yield unreadable(str(error), id=source.given.id or source.name)


def sources_of(paths: Sequence[str], given: Given, max_bytes: int = MAX_BYTES) -> Iterator[Source]:
    """A source for each file of the paths, in order; raises InputError for a path that is not there."""
    for path in paths:
        if path == "-":
            yield replace(_standard_input(), given=given, max_bytes=max_bytes)
        else:
            for file in files_of(path):
                yield Source(name=str(file), open=partial(_open, file), given=given, max_bytes=max_bytes)


def read_inputs(
    paths: Sequence[str],
    given: Given = Given(),  # noqa: B008
    *,
    max_bytes: int = MAX_BYTES,
) -> Iterator[ReadPage]:
    """The pages of files, folders and standard input (`-`), in order, one at a time.

    Raises InputError at once for a path that is not there and a date given that is none. A file that cannot be read
    gives an empty page with an issue.
    """
    if given.published:
        given = replace(given, published=checked_date(given.published))
    sources = list(sources_of(paths, given, max_bytes))
    if given.id and len(sources) > 1:
        raise InputError(f"id {given.id!r} is given for {len(sources)} files; give an id for one file only")
    return (page for source in sources for page in _read_source(source))


def count_inputs(paths: Sequence[str]) -> int | None:
    """How many pages the paths hold; None where that is not known without reading them."""
    count = 0
    for path in paths:
        if path == "-":
            return None
        for file in files_of(path):
            name = file.name.lower()
            if name.endswith((".jsonl", ".ndjson")):
                with file.open("rb") as stream:
                    count += sum(1 for line in stream if line.strip())
            elif name.endswith((".gz", ".warc")):
                return None
            elif name.endswith(".parquet"):
                rows = rows_of(file)
                if rows is None:
                    return None
                count += rows
            else:
                count += 1
    return count
