"""The audit log: every change is an entry that holds a digest of its rows and of the entry before it."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from bellwire.model.codec import encode_plain

FIRST = "0" * 64
"""What the first entry holds in the place of the digest before it."""
SAID: Mapping[str, tuple[str, ...]] = {
    "report": ("id", "version", "sha256"),
    "relation": ("body",),
    "member": ("story", "report"),
    "evidence": ("incident", "report", "event", "body"),
    "incident": ("id", "body"),
    "tombstone": ("kind", "id", "reason", "into", "why"),
    "judgement": ("subject", "body"),
}
"""What a row says, by table: all else in it is made from that, or from the entry."""


def line(sign: str, table: str, row: Mapping[str, Any]) -> bytes:
    """A row that an entry opens (`+`) or closes (`-`), as bytes.

    >>> line("+", "member", {"story": "s-1", "report": "a", "since": 3})
    b'["+","member","s-1","a"]'
    """
    return encode_plain([sign, str(table), *(row[name] for name in SAID[table])])


def rows_digest(lines: Iterable[bytes]) -> str:
    """SHA-256 over the rows of one entry, whatever the order in which they were written."""
    return sha256(b"\n".join(sorted(lines))).hexdigest()


def report_digest(frame: str, text_sha256: str, records: Iterable[tuple[str, int, str, str | None, str]]) -> str:
    """SHA-256 of a report as it is kept: its frame, its text's digest, and of each record the layer, number, id, kind
    and body. It is taken over what was written, so that a later version of the program finds it the same."""
    ordered = sorted(records, key=lambda record: (record[0], record[1]))
    return sha256(encode_plain([frame, text_sha256, ordered])).hexdigest()


def chained(before: str, entry: Mapping[str, Any]) -> str:
    """SHA-256 of an entry and of the one before it: who changes an old entry must change all that follow."""
    names = ("seq", "at", "by", "action", "subject", "why", "rows")
    return sha256(encode_plain([before, *(entry[name] for name in names)])).hexdigest()
