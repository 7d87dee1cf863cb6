"""What a reader is given and gives back: a source; a document and what the reader already knows of its blocks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from re import fullmatch
from typing import BinaryIO

from bellwire.errors import InputError
from bellwire.model import Block, Document, Issue
from bellwire.model.words import Kind

MAX_BYTES = 10_000_000
"""Bytes of a page that are read. The longest real news pages have 4 million; parsers stall on more (2026-11)."""
MAX_TEXT = 1_000_000
"""Characters of visible text that are kept: some 170,000 words, more than any page of news, and labelled in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the caller says of a page; it beats what the page says of itself."""

    id: str | None = None
    kind: Kind | None = None
    url: str | None = None
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """A page as it was read. `id` is the id given, else the document's."""

    id: str
    document: Document
    blocks: tuple[Block, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where bytes come from: a name for messages, and a function that opens them."""

    name: str
    open: Callable[[], BinaryIO]
    given: Given = Given()
    max_bytes: int = MAX_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A format: the suffixes of its files, how its first bytes look, and how pages are read from a source."""

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[[Source], Iterator[ReadPage]]


def checked_date(value: str) -> str:
    """The date, or date and time, as it was given (EDTF); raises InputError where it is none.

    >>> checked_date("2024-11-17T09:15:00-05:00")
    '2024-11-17T09:15:00-05:00'
    >>> checked_date("2024-13-40")
    Traceback (most recent call last):
    bellwire.errors.InputError: '2024-13-40' is no date; give it as 2024-11-17 or 2024-11-17T09:15:00Z
    """
    text = value.strip() if isinstance(value, str) else ""
    try:
        if fullmatch(r"\d{4}-\d\d", text):
            date.fromisoformat(f"{text}-01")
        elif not fullmatch(r"[12]\d{3}", text):
            if not fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?", text):
                raise ValueError(text)
            datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"{value!r} is no date; give it as 2024-11-17 or 2024-11-17T09:15:00Z") from None
    return text.replace(" ", "T", 1)
