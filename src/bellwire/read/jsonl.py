"""One page a line of JSON, in the form of the contract."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, BinaryIO, cast, get_args

from bellwire.errors import DecodeError, InputError
from bellwire.model import Document, Issue, content_id
from bellwire.model.codec import decode_any
from bellwire.model.words import Kind
from bellwire.read.html import read_html
from bellwire.read.page import Given, Reader, ReadPage, Source
from bellwire.read.text import read_text

FIELDS = tuple(field.name for field in fields(Given))
GZIP = b"\x1f\x8b"
LONGEST_LINE = 6
"""Times the bytes that are read of a page: JSON may write a letter as six (2026-11)."""


def unreadable(message: str, *, id: str) -> ReadPage:
    """An empty page with an issue that says why: what an input that cannot be read becomes."""
    document = Document(id=content_id("d", id), kind="article", text="")
    return ReadPage(id=id, document=document, issues=(Issue(code="unreadable", message=message),))


def _given(row: dict[str, Any], default: Given, where: str, issues: list[Issue]) -> Given:
    """What a row says of its page; a value of the wrong type or an unknown kind is left out with an issue."""
    said: dict[str, Any] = {}
    for name in FIELDS:
        value = row.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and name == "id":
            value = str(value)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            issues.append(Issue(code="bad_field", message=f"{where}: {name} is {type(value).__name__}, not text"))
        elif name == "kind" and value not in get_args(Kind):
            known = ", ".join(get_args(Kind))
            issues.append(Issue(code="bad_field", message=f"{where}: kind {value!r} is unknown; it is one of {known}"))
        else:
            said[name] = value
    return Given(**{name: said.get(name, getattr(default, name)) for name in FIELDS})


def read_row(row: Any, *, where: str = "row", id: str | None = None, given: Given = Given()) -> ReadPage:  # noqa: B008
    """The page of a row. A row without text gives an empty page with an issue.

    Raises InputError for a report in the place of a page: reading it as one would empty the record.

    >>> page = read_row({"id": "r1", "text": "The army left Goma.", "published": "2024-99-99"})
    >>> page.id, page.document.published.value, [issue.code for issue in page.issues]
    ('r1', None, ['bad_date'])
    """
    if not isinstance(row, dict):
        return unreadable(f"{where}: not a JSON object but {type(row).__name__}", id=id or where)
    if str(row.get("schema")).startswith("bellwire."):
        raise InputError(
            f"{where} is {row['schema']}, no page; to keep reports that were coded: bellwire ingest --coded"
        )
    issues: list[Issue] = []
    said = _given(row, given, where, issues)
    html, text = row.get("html"), row.get("text")
    if isinstance(html, str) and html and said.kind not in ("article", "page"):
        page = read_html(html, said)
    elif isinstance(text, str):
        page = read_html(text, said) if said.kind == "html" else read_text(text, said)
    elif isinstance(html, str):
        page = read_html(html, said)
    else:
        return unreadable(f"{where}: neither text nor html, or not as a string", id=said.id or id or where)
    return ReadPage(id=page.id, document=page.document, blocks=page.blocks, issues=(*issues, *page.issues))


def _lines(source: Source) -> Iterator[bytes]:
    with source.open() as stream:
        head = stream.peek(2)[:2] if hasattr(stream, "peek") else b""
        if head == GZIP:
            with gzip.open(stream) as unpacked:
                yield from _bounded(cast("BinaryIO", unpacked), source)
        else:
            yield from _bounded(stream, source)


def _bounded(stream: BinaryIO, source: Source) -> Iterator[bytes]:
    """The lines of a stream; raises InputError at one without an end, which may be small only while it is packed."""
    most = source.max_bytes * LONGEST_LINE
    while line := stream.readline(most + 1):
        if len(line) > most:
            raise InputError(f"a line is longer than {most:,} bytes; it and what follows was not read")
        yield line


def read(source: Source) -> Iterator[ReadPage]:
    """A page a line; a line that is no JSON gives an empty page whose issue names file and line."""
    number = 0
    try:
        for number, line in enumerate(_lines(source), 1):
            if line.strip():
                yield _read_line(line, number, source)
    except (InputError, OSError, EOFError, zlib.error) as error:
        message = f"{source.name}, after line {number}: {error}"
        yield unreadable(message, id=f"{source.name}:{number + 1}")


def _read_line(line: bytes, number: int, source: Source) -> ReadPage:
    where, id_ = f"line {number} of {source.name}", f"{source.name}:{number}"
    try:
        row = decode_any(line.removeprefix(b"\xef\xbb\xbf"))
    except DecodeError as error:
        return unreadable(f"{where}: not JSON: {error}", id=id_)
    return read_row(row, where=where, id=id_, given=replace(source.given, id=None))


def sniff(head: bytes) -> bool:
    """Whether bytes begin like a JSON object, packed or not."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") or head.startswith(GZIP)


READER = Reader(name="jsonl", suffixes=(".jsonl", ".jsonl.gz", ".ndjson"), sniff=sniff, read=read)
