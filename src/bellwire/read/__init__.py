"""Bytes to documents."""

from typing import Any

from bellwire.read.page import Given, ReadPage
from bellwire.read.text import read_text

__all__ = ["Given", "ReadPage", "read_row", "read_text"]


def read_row(row: dict[str, Any]) -> ReadPage:
    """The page of a jsonl row."""
    given = Given(**{k: row.get(k) for k in ("id", "kind", "url", "outlet", "published", "title", "language")})
    return read_text(row.get("text") or "", given)
