"""A body from the network, unpacked no further than is read: what is small when packed may be endless."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bellwire.errors import FetchError

RATIO = 200
"""Bytes unpacked for each byte packed. Pages of news reach 12; a bomb of zeros has 1,000 (2026-11)."""
FREE = 1_000_000
"""Bytes that are unpacked whatever the ratio: a small page of one repeated line is no bomb."""
STEP = 65_536
GZIP, ZLIB, BARE = 31, 15, -15
"""zlib's windows for gzip, for deflate as the standard has it, and for deflate as some servers send it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The bytes of a page; `cut` where there were more than are read."""

    raw: bytes
    cut: bool = False


def read_body(chunks: Iterable[bytes], encoding: str = "", *, most: int) -> Body:
    """The body, at most so many bytes of it. Stops taking chunks as soon as it has them.

    Raises FetchError for a packing that is not known or broken, and for one that unpacks to far more than it is.

    >>> import gzip
    >>> read_body([gzip.compress(b"Rebels take Bunagana")], "gzip", most=6)
    Body(raw=b'Rebels', cut=True)
    """
    kept = bytearray()
    for piece in _unpacked(chunks, encoding.strip().lower()):
        kept += piece
        if len(kept) > most:
            return Body(raw=bytes(kept[:most]), cut=True)
    return Body(raw=bytes(kept))


def _unpacked(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        return iter(chunks)
    if encoding in ("gzip", "x-gzip"):
        return _inflated(chunks, GZIP)
    if encoding == "deflate":
        return _inflated(chunks, ZLIB)
    raise FetchError(f"the page is packed as {encoding!r}, which was not asked for")


def _inflated(chunks: Iterable[bytes], window: int) -> Iterator[bytes]:
    """The chunks unpacked, in small steps. Where the end is missing, what came before is given."""
    packed = unpacked = 0
    unpacker = zlib.decompressobj(window)
    for chunk in chunks:
        packed += len(chunk)
        rest = chunk
        while rest:
            try:
                piece = unpacker.decompress(rest, STEP)
            except zlib.error as error:
                if window != ZLIB or unpacked:
                    raise FetchError("the page is packed in a broken way", passing=True) from error
                window, unpacker = BARE, zlib.decompressobj(BARE)
                continue
            unpacked += len(piece)
            used = packed - len(unpacker.unconsumed_tail)
            if unpacked > FREE and unpacked > used * RATIO:
                raise FetchError("the page unpacks to far more than a page has; it was not read")
            yield piece
            rest = unpacker.unconsumed_tail
            if unpacker.eof:
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(window)
