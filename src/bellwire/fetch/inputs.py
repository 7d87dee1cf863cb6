"""What a job is to read, made and read: files that were sent, paths, pasted texts, addresses, entries of feeds."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import cast

from bellwire.errors import InputError
from bellwire.fetch.fetcher import Fetcher, checked_url
from bellwire.fetch.pages import page_of, pages_at
from bellwire.fetch.robots import Robots
from bellwire.model.codec import decode, encode
from bellwire.read import Given, ReadPage, Source, read_html, read_text
from bellwire.read.feed import Entry, Feed
from bellwire.read.inputs import reader_for
from bellwire.workspace.jobs import Input

LINES = (".jsonl", ".ndjson")
"""Suffixes of files that hold a page a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """How the page at an address is to be read: of a feed, what it says itself (`content_only`) or its pages."""

    content_only: bool = False
    url: str = ""
    feed_title: str | None = None
    entry: Entry | None = None


def file_input(name: str, body: bytes) -> Input:
    """A file that was sent.

    >>> file_input("reports.jsonl", b'{"text": "a"}\\n\\n{"text": "b"}').pages
    2
    """
    lines = sum(1 for line in body.splitlines() if line.strip()) if name.lower().endswith(LINES) else 1
    return Input(kind="file", name=name, body=body, pages=max(lines, 1))


def text_input(text: str, given: Given) -> Input:
    """A text that was pasted, with what is known of it."""
    first = next((line for line in text[:2000].splitlines() if line.strip()), "")
    name = given.title or " ".join(first.split())[:80]
    return Input(kind="text", name=name, body=text.encode("utf-8", "replace"), said=encode(given).decode())


def url_input(url: str, *, content_only: bool = False) -> Input:
    """An address of a page or a feed; raises FetchError for what is none."""
    said = Address(content_only=content_only)
    return Input(kind="url", name=str(checked_url(url)), said=encode(said).decode())


def path_input(path: Path) -> Input:
    """A file on this machine, read when its turn comes."""
    return Input(kind="path", name=str(path))


def entry_input(entry: Entry, feed: Feed, url: str, *, content_only: bool = False) -> Input:
    """An entry of a feed that is watched."""
    said = Address(content_only=content_only, url=url, feed_title=feed.title, entry=entry)
    return Input(kind="entry", name=entry.url or entry.id, said=encode(said).decode())


def pasted_page(text: str, given: Given) -> ReadPage:
    """The page of a pasted text, or of pasted mark-up."""
    return read_html(text, given) if text.lstrip()[:1] == "<" else read_text(text, given)


def pages_in(given: Input, body: bytes, fetcher: Fetcher, robots: Robots, *, max_bytes: int) -> Iterator[ReadPage]:
    """The pages of an input; `body` is what was sent. Raises InputError or OSError where it cannot be read."""
    match given.kind:
        case "file":
            yield from _read(Source(name=given.name, open=lambda: _opened(body), max_bytes=max_bytes), body[:4096])
        case "path":
            path = Path(given.name)
            with path.open("rb") as stream:
                head = stream.read(4096)
            yield from _read(Source(name=given.name, open=lambda: path.open("rb"), max_bytes=max_bytes), head)
        case "text":
            yield pasted_page(body.decode(), decode(given.said, Given))
        case "url":
            said = decode(given.said, Address)
            yield from pages_at(given.name, fetcher, content_only=said.content_only)
        case "entry":
            said = decode(given.said, Address)
            if said.entry is None:
                raise InputError(f"{given.name}: nothing is known of this entry")
            feed = Feed(title=said.feed_title, entries=())
            yield page_of(said.entry, feed, fetcher, content_only=said.content_only, check=robots.check)


def _read(source: Source, head: bytes) -> Iterator[ReadPage]:
    return reader_for(source.name, head).read(source)


def _opened(body: bytes) -> BufferedReader:
    return BufferedReader(cast("BufferedReader", BytesIO(body)))
