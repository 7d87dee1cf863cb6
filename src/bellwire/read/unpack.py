"""A stream of bytes, packed by gzip or not, read on with a bound, that can go on after what is broken in it."""

import re
import zlib
from typing import BinaryIO

from bellwire.errors import InputError

GZIP = b"\x1f\x8b"
MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
"""How a member of a gzip file begins (RFC 1952, 2.3): its magic bytes, deflate, and no reserved flag."""
CHUNK = 65_536
GZIP_HEAD = 31
"""`wbits` by which zlib expects a gzip member."""


class Packed(InputError):
    """Bytes cannot be unpacked, or unpack to too much."""


def unpacked_head(head: bytes, most: int = 512) -> bytes:
    """The first bytes of a file, unpacked where they are gzip; empty where they cannot be.

    >>> import gzip
    >>> unpacked_head(gzip.compress(b"WARC/1.0"), 5)
    b'WARC/'
    """
    if not head.startswith(GZIP):
        return head[:most]
    try:
        return zlib.decompressobj(GZIP_HEAD).decompress(head, most)
    except zlib.error:
        return b""


class Unpacked:
    """The bytes of a stream, unpacked piece by piece; never more than a piece beyond what was asked for is held.

    `offset` is where in the file the bytes stand that are read next; of packed bytes, where their gzip member begins.
    `allowance` is how much may still be unpacked: whoever reads sets it anew for each record.
    """

    def __init__(self, stream: BinaryIO, *, allowance: int) -> None:
        self._stream = stream
        self._raw = stream.read(CHUNK)
        self._raw_at = 0
        self.packed = self._raw.startswith(GZIP)
        self._marks = [(0, 0)]
        self._made = 0
        self._engine = zlib.decompressobj(GZIP_HEAD)
        self._fresh = True
        self._held = b""
        self._read = 0
        self.allowance = allowance

    @property
    def offset(self) -> int:
        """Where the next bytes stand in the file."""
        while len(self._marks) > 1 and self._marks[1][0] <= self._read:
            del self._marks[0]
        return self._marks[0][1] if self.packed else self._read

    def look(self, size: int = 1) -> bytes:
        """The next bytes, which stay: all that are held, and fewer than asked for only at the end. Raises Packed."""
        while len(self._held) < size and (more := self._more()):
            self._held += more
        return self._held

    def settle(self) -> None:
        """Reads to the checksum of a gzip member that has no more than that left. Raises Packed where it is wrong."""
        while self.packed and not (self._engine.eof or self._fresh):
            if self._fill() and (data := self._piece()):
                self._held += data
                return

    def take(self, size: int) -> bytes:
        """The next bytes; fewer only at the end. Raises Packed."""
        pieces, missing = [], size
        while missing and (piece := self._held or self._more()):
            pieces.append(piece[:missing])
            self._held = piece[missing:]
            missing -= len(pieces[-1])
        self._read += size - missing
        return b"".join(pieces)

    def skip(self, size: int) -> int:
        """Leaves bytes out; how many there were. Raises Packed."""
        left = size
        while left and (piece := self.take(min(left, CHUNK))):
            left -= len(piece)
        return size - left

    def give_back(self, data: bytes) -> None:
        """Puts bytes that were taken in front again."""
        self._held = data + self._held
        self._read -= len(data)

    def next_member(self, begins: bytes) -> bool:
        """Goes on to the gzip member after that of `offset` that unpacks to such a beginning; whether there is one.

        What is damaged can be unpacked far into the members that follow, so the file is read from there again; a
        pipe, which cannot be, is only read on.
        """
        self._read, self._held = self._made, b""
        start = 1 if self._fresh else 0
        if self._stream.seekable():
            self._raw_at, self._raw, start = self._stream.seek(self._marks[0][1] + 1), b"", 0
        while True:
            for found in MEMBER.finditer(self._raw, start):
                while len(self._raw) < found.start() + 1024 and (more := self._stream.read(CHUNK)):
                    self._raw += more
                if unpacked_head(self._raw[found.start() : found.start() + 1024], len(begins)) == begins:
                    self._raw_at += found.start()
                    self._raw = self._raw[found.start() :]
                    self._begin()
                    self._marks = [(self._made, self._raw_at)]
                    return True
            more = self._stream.read(CHUNK)
            if not more:
                self._raw, self._fresh = b"", True
                return False
            kept = min(len(self._raw), 3)  # a beginning may lie across two pieces
            self._raw_at += len(self._raw) - kept
            self._raw, start = self._raw[len(self._raw) - kept :] + more, 0

    def _begin(self) -> None:
        self._engine, self._fresh = zlib.decompressobj(GZIP_HEAD), True

    def _more(self) -> bytes:
        """The next piece; empty at the end."""
        if not self.packed:
            data, self._raw = self._raw, b""
            return data or self._stream.read(CHUNK)
        while True:
            if self._engine.eof:
                self._begin()
            if not self._fill():
                return b""
            if data := self._piece():
                return data

    def _fill(self) -> bool:
        """Reads from the file where nothing is left of what was read; whether there was more. Raises Packed."""
        self._raw = self._raw or self._stream.read(CHUNK)
        if not (self._raw or self._fresh):
            self._fresh = True
            raise Packed("the file ends within what is packed")
        return bool(self._raw)

    def _piece(self) -> bytes:
        """The next piece of a member; empty at its end."""
        if self.allowance <= 0:
            raise Packed("it unpacks to more than a record may")
        if self._fresh:
            self._raw_at += len(self._raw) - len(self._raw.lstrip(b"\0"))  # padding between members is allowed
            self._raw = self._raw.lstrip(b"\0")
            self._marks.append((self._made, self._raw_at))
        try:
            data = self._engine.decompress(self._raw, CHUNK) if self._raw else b""
        except zlib.error as error:
            raise Packed(f"what is packed is damaged ({error})") from error
        left = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
        self._fresh = self._fresh and not self._raw
        self._raw_at += len(self._raw) - len(left)
        self._raw = left
        self.allowance -= len(data)
        self._made += len(data)
        return data
