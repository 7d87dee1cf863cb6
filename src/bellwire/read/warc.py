"""Web archives (WARC, ISO 28500): the pages among the answers that a crawl kept, one record after another.

Where a record begins and ends is found here, since an archive is read on after a broken record, bytes that unpack to
too much are bounded, and a record that is cut off is told; fastwarc reads what stands in a record.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from bellwire.errors import InputError
from bellwire.model import Issue
from bellwire.read.decode import cut, decode, is_binary
from bellwire.read.html import read_html
from bellwire.read.html import sniff as is_markup
from bellwire.read.jsonl import unreadable
from bellwire.read.page import Given, Reader, ReadPage, Source
from bellwire.read.text import read_text, too_large
from bellwire.read.unpack import CHUNK, Packed, Unpacked, unpacked_head

if TYPE_CHECKING:
    from fastwarc.stream_io import WarcReader
    from fastwarc.warc import WarcRecord

BEGINS = b"WARC/"
HEAD_END = re.compile(rb"\r?\n\r?\n")
LINE_END = re.compile(rb"\r?\n")
LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
RESPONSE = re.compile(rb"^warc-type[ \t]*:[ \t]*response[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
NEXT = re.compile(rb"(?:^|\n)(?=WARC/[01]\.\d\d?\r?\n)")
"""A line on which a record begins."""
LINE = 16
"""Bytes of such a line at most, with the end of the one before: it may lie across two pieces."""
AFTER = (b"\r\n", b"\n", BEGINS[:2])
"""What may follow a record: an empty line, or with some writers the next record at once."""
MOST_HEAD = 65_536
"""Bytes of a record's own head, as long as browsers and servers bear."""
MOST_UNPACKED = 1_000_000_000
"""Bytes that a packed record may unpack to, pages or not; films that a crawl kept seldom have more (2026-11)."""
MARKUP = ("text/html", "application/xhtml+xml")
MOST_CODINGS = 2
"""Times that an answer may be packed: servers pack once, and twice by mistake (2026-11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record that holds an answer: its number and where it begins in the file. `why` says what is broken in it."""

    number: int
    offset: int
    data: bytes = b""
    why: str = ""


class _Archive:
    """The records of an archive, one by one; `most` bytes of each are kept."""

    def __init__(self, stream: Unpacked, most: int) -> None:
        self._stream, self._most, self.number = stream, most, 0

    def records(self) -> Iterator[Record]:
        """The answers, and a record with `why` for each that is broken, after which it goes on at the next."""
        while True:
            self._stream.allowance = self._most
            offset: int | None = None
            self.number += 1
            try:
                there = self._gap()
                offset, self._stream.allowance = self._stream.offset, MOST_UNPACKED
                if not there:
                    self.number -= 1
                    return
                if record := self._record(offset):
                    yield record
                continue
            except InputError as error:
                at = self._stream.offset if offset is None else offset
                yield Record(number=self.number, offset=at, why=str(error))
                found = self._stream.next_member(BEGINS) if isinstance(error, Packed) else self._find()
            if not found:
                return

    def _gap(self) -> bool:
        """Leaves out the empty lines between two records; whether something follows them."""
        while piece := self._stream.look():
            rest = piece.lstrip(b"\r\n")
            self._stream.skip(len(piece) - len(rest))
            if rest:
                return True
        return False

    def _head(self) -> bytes:
        """The head of the record that begins here, with its empty line. Raises InputError where there is none."""
        if not self._stream.look(len(BEGINS)).startswith(BEGINS):
            raise InputError("no record begins here")
        seen = b""
        while len(seen) < MOST_HEAD and len(piece := self._stream.look(len(seen) + 1)) > len(seen):
            seen = piece
            if end := HEAD_END.search(piece, 0, MOST_HEAD):
                return self._stream.take(end.end())
        self._stream.skip(1)
        raise InputError("its head has no end")

    def _record(self, offset: int) -> Record | None:
        """The record that begins here; None where it holds no answer. Raises InputError where it is broken."""
        head = self._head()
        said = LENGTH.search(head)
        if said is None:
            raise InputError("its head gives no length")
        length = int(said[1])
        if self._stream.packed and length > MOST_UNPACKED:
            raise Packed(f"it says that it unpacks to {length:,} bytes")
        data = self._stream.take(min(length, self._most))
        there = len(data) + self._stream.skip(length - len(data))
        whole = there == length
        if not whole or (not self._stream.look(2).startswith(AFTER) and self._stream.look()):
            if again := NEXT.search(data):  # a wrong length hides the records that follow
                self._stream.give_back(data[again.end() :])
            said_so = f"its head says that it has {length:,} bytes, "
            raise InputError(said_so + ("and it has not" if whole else f"but only {there:,} are there"))
        self._stream.settle()
        if not RESPONSE.search(head):
            return None
        return Record(number=self.number, offset=offset, data=LINE_END.sub(b"\r\n", head) + data)

    def _find(self) -> bool:
        """Goes on to the next line on which a record begins; whether there is one."""
        self._stream.allowance = self._most  # beyond that the next gzip member is looked for
        try:
            while piece := self._stream.look(2 * LINE):
                if BEGINS in piece and (found := NEXT.search(piece)):
                    self._stream.skip(found.end())
                    return True
                self._stream.skip(len(piece) - LINE if len(piece) > LINE else len(piece))
        except Packed:
            pass
        return self._stream.packed and self._stream.next_member(BEGINS)


def _readers() -> dict[str, type["WarcReader"]]:
    from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

    gzip = GzipReader  # it knows deflate too
    return {
        "chunked": ChunkedReader,
        "gzip": gzip,
        "x-gzip": gzip,
        "deflate": gzip,
        "br": BrotliReader,
        "zstd": ZstdReader,
    }


def _unpacked(body: bytes, coding: str, most: int) -> bytes:
    """An answer's body unpacked, up to one byte more than the most; raises InputError where it cannot be.

    Crawlers keep the head of an answer and unpack its body, so bytes that are text already are left as they are.
    """
    reader = _readers().get(coding)
    if reader is None:
        raise InputError(f"it is packed as {coding!r}, which is not known")
    stream = reader(BytesIO(body), zlib=True) if coding == "deflate" else reader(BytesIO(body))  # type: ignore[call-arg]
    found = bytearray()
    with suppress(OSError):  # what is there of a body that was cut is read
        while len(found) <= most and (piece := stream.read(min(CHUNK, most + 1 - len(found)))):
            found += piece
    if not found and body and is_binary(body[:4096]):
        raise InputError(f"it says that it is packed as {coding!r}, and is not")
    return bytes(found) or body


def _body(record: "WarcRecord", most: int) -> bytes:
    """What an answer holds, up to one byte more than the most."""
    said = record.http_headers
    codings = [
        c.strip().lower()
        for name in ("Content-Encoding", "Transfer-Encoding")
        for c in ((said.get(name) if said else None) or "").split(",")
        if c.strip().lower() not in ("", "identity", "utf-8", "none")
    ]
    if len(codings) > MOST_CODINGS + codings.count("chunked"):
        raise InputError(f"it is packed {len(codings)} times over")
    body: bytes = record.reader.read(most + MOST_HEAD) if record.reader else b""
    for coding in reversed(codings):
        body = _unpacked(body, coding, most)
    return body


def _page(found: Record, where: str, source: Source) -> ReadPage | None:
    """The page of a record; None where its answer is no page. Raises InputError where it cannot be read."""
    from fastwarc.warc import WarcRecord

    try:
        record = WarcRecord.from_bytes(found.data)
        record.parse_http(max_header_len=MOST_HEAD, quirks_mode=True)
    except OSError as error:
        raise InputError(f"{error}") from error
    said = record.http_headers
    if said is None or said.status_code != 200:
        return None
    kind = (record.http_content_type or "").strip().lower()
    if kind not in (*MARKUP, "text/plain", ""):
        return None
    body = _body(record, source.max_bytes)
    if not kind and not is_markup(body[:4096]):
        return None
    url = (record.headers.get("WARC-Target-URI") or "").strip().strip("<>")
    given = replace(source.given, id=None, url=url or None)
    return _read_body(body, record.http_charset, given, where, source, markup=kind != "text/plain")


def _read_body(body: bytes, charset: str | None, given: Given, where: str, source: Source, *, markup: bool) -> ReadPage:
    issues = (too_large(where, source.max_bytes),) if len(body) > source.max_bytes else ()
    text = decode(cut(body, source.max_bytes), name=where, markup=markup, said=charset)
    if markup or is_markup(body[:4096]):
        return read_html(text, given, issues, max_bytes=max(len(text), 1))
    return read_text(text, replace(given, kind=None if given.kind == "html" else given.kind), issues)


def read(source: Source) -> Iterator[ReadPage]:
    """A page for each answer with status 200 that is markup or plain text; all else in an archive is left out.

    A record that cannot be read gives an empty page whose issue names the file and the byte; the next ones are read.
    The day of the crawl (WARC-Date) is not taken for that of publication.
    """
    pages = 0
    with source.open() as stream:
        archive = _Archive(Unpacked(stream, allowance=MOST_UNPACKED), source.max_bytes + MOST_HEAD)
        for found in archive.records():
            where = f"record {found.number} of {source.name}, at byte {found.offset:,}"
            try:
                if found.why:
                    raise InputError(found.why)
                page = _page(found, where, source)
            except InputError as error:
                why = str(error).removeprefix(f"{where}: ")
                page = unreadable(f"{where}: {why}", id=f"{source.name}:{found.number}")
            if page:
                pages += 1
                yield page
    if not pages:
        yield _none(archive.number, source)


def _none(records: int, source: Source) -> ReadPage:
    """The empty page of an archive in which there is none."""
    why = f"{source.name}: there is no page among {records:,} records (answers with status 200, markup or plain text)"
    page = unreadable(why, id=source.name)
    return replace(page, issues=(Issue(code="empty", message=why),))


def sniff(head: bytes) -> bool:
    """Whether bytes begin like an archive, packed or not."""
    return unpacked_head(head, len(BEGINS)) == BEGINS


READER = Reader(name="warc", suffixes=(".warc", ".warc.gz"), sniff=sniff, read=read)
