"""Feeds (RSS, Atom, JSON Feed) to entries, and each entry's own text to a page. Nothing is fetched.

The XML is read with entities left alone, no network and libxml2's own limits on depth and size, so a hostile feed
can neither blow up nor reach out.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import escape, unescape
from html.entities import html5
from typing import Any
from urllib.parse import urljoin, urlsplit

from bellwire.errors import DecodeError, InputError
from bellwire.model import content_id
from bellwire.model.codec import decode_any
from bellwire.read.html import read_html
from bellwire.read.page import Given, Reader, ReadPage, Source

MOST_ENTRIES = 1000
"""Entries of a feed that are read: feeds hold 10 to 100, archives some hundreds (2026-11)."""
JSON_FEED = "https://jsonfeed.org/version/"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN = "http://purl.org/dc/elements/1.1/"
XHTML = "{http://www.w3.org/1999/xhtml}"
OURS = frozenset((None, "", ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"))
"""Name spaces whose elements are the feed's own; others' `title` and `content` are a picture's or a player's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry of a feed. `content` is mark-up, whole (`whole`) or a summary; `published` is in UTC."""

    id: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    content: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed: its title and its entries, in its order."""

    title: str | None
    entries: tuple[Entry, ...]


def is_feed(head: bytes) -> bool:
    """Whether bytes begin like a feed.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0">'), is_feed(b"<html><body>")
    (True, False)
    """
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain.startswith(b"{"):
        return re.search(rb'"version"\s*:\s*"https:\\?/\\?/jsonfeed\.org\\?/version', plain) is not None
    first = re.search(rb"<([A-Za-z][\w:.-]*)", plain) if plain.startswith(b"<") else None
    return first is not None and first[1] in (b"rss", b"feed", b"rdf:RDF")


def feed_of(raw: bytes, *, url: str = "") -> Feed:
    """The feed of bytes that came from an address; raises DecodeError where they are none.

    >>> feed = feed_of(b"<rss><channel><title>Gao Post</title><item><title>Market shelled</title><link>/a</link>"
    ...                b"<pubDate>Thu, 02 May 2024 10:00:00 +0200</pubDate></item></channel></rss>",
    ...                url="https://gao.example/feed")
    >>> feed.title, [(e.url, e.published) for e in feed.entries]
    ('Gao Post', [('https://gao.example/a', '2024-05-02T08:00:00Z')])
    """
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(raw, url)
    return _xml_feed(raw, url)


def page_of_entry(entry: Entry, feed: Feed, given: Given = Given()) -> ReadPage:  # noqa: B008
    """The page of what the feed itself gives of an entry; its id is that of its address.

    >>> entry = Entry(id="1", url="https://gao.example/a", title="Market shelled", content="<p>At least 12 died.</p>")
    >>> page_of_entry(entry, Feed(title="Gao Post", entries=())).document.text
    'Market shelled\\nAt least 12 died.'
    """
    said = replace(
        given,
        id=given.id or entry_id(entry),
        url=given.url or entry.url,
        title=given.title or entry.title,
        outlet=given.outlet or feed.title,
        published=given.published or entry.published,
    )
    head = f"<h1>{escape(entry.title)}</h1>" if entry.title else ""
    return read_html(f"<html><body><article>{head}<div>{entry.content}</div></article></body></html>", said)


def entry_id(entry: Entry) -> str:
    """The id of an entry's report: that of the page at its address."""
    return content_id("u", entry.url or entry.id)


# ---------------------------------------------------------------- XML


def _xml_feed(raw: bytes, url: str) -> Feed:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_sound(raw.lstrip(b" \t\r\n")), parser)
    except (etree.LxmlError, ValueError) as error:
        raise DecodeError(f"not a feed: {error}") from error
    if root is None or _name(root) not in ("rss", "feed", "RDF"):
        raise DecodeError("not a feed: it has no rss, feed or rdf element")
    atom = _name(root) == "feed"
    channel = root if atom else next((c for c in root if _name(c) == "channel"), root)
    holders = (root,) if atom or _name(root) == "RDF" else (channel, root)
    items = [item for holder in holders for item in holder if _name(item) == ("entry" if atom else "item")]
    entries = (_entry(item, url) for item in items[:MOST_ENTRIES])
    return Feed(title=_text(channel, "title"), entries=tuple(e for e in entries if e.url or e.content))


def _sound(raw: bytes) -> bytes:
    """The bytes with each `&` that XML does not know written as it does; after one of them lxml loses text."""

    def known(found: re.Match[bytes]) -> bytes:
        name = (found[1] or b"").decode("ascii", "replace")
        if name in ("amp;", "lt;", "gt;", "quot;", "apos;") or name.startswith("#"):
            return found[0]
        letters = html5.get(name)
        return "".join(f"&#{ord(c)};" for c in letters).encode() if letters else b"&amp;" + (found[1] or b"")

    return raw if b"\0" in raw[:100] else re.sub(rb"&(#?\w{1,31};)?", known, raw)


def _entry(item: Any, url: str) -> Entry:
    content = _markup(item, CONTENT, "encoded") or _markup(item, ATOM, "content")
    summary = _markup(item, None, "description") or _markup(item, ATOM, "summary")
    link = _link(item, url)
    dates = ("pubDate", "published", "issued", "date", "updated", "modified")
    found = next((day for name in dates if (day := _moment(_text(item, name)))), None)
    return Entry(
        id=_text(item, "guid") or _text(item, "id") or link or content_id("e", summary),
        url=link,
        title=_text(item, "title"),
        published=found,
        content=content or summary or "",
        whole=bool(content),
    )


def _name(element: Any) -> str:
    """The name of an element of the feed's own, of Dublin Core (dates) too; empty for any other."""
    if not isinstance(element.tag, str):
        return ""
    space, mark, name = element.tag.rpartition("}")
    own = (space[1:] if mark else None) in OURS or (space[1:] == DUBLIN and name == "date")
    return name if own or name == "RDF" else ""


def _text(holder: Any, name: str) -> str | None:
    """The text of the first child of a name, in one line, without mark-up."""
    for child in holder:
        if _name(child) == name:
            plain = re.sub(r"<[^<>]{1,200}>", "", "".join(child.itertext()))
            return " ".join(unescape(plain).split()) or None
    return None


def _markup(item: Any, space: str | None, name: str) -> str | None:
    """The mark-up that a child holds: escaped, or as its own elements (Atom's xhtml)."""
    for child in item:
        here, _, local = child.tag.rpartition("}") if isinstance(child.tag, str) else ("", "", "")
        if local != name or (space is not None and here != "{" + space) or (space is None and not _name(child)):
            continue
        if child.get("type") == "xhtml" or len(child):
            from lxml import etree

            inner = "".join(etree.tostring(c, encoding="unicode", with_tail=True) for c in child)
            return re.sub(r'\sxmlns(?::\w+)?="[^"]*"', "", (child.text or "") + inner).strip() or None
        text = "".join(child.itertext())
        return (escape(text) if child.get("type") == "text" else text).strip() or None
    return None


def _link(item: Any, url: str) -> str | None:
    """The address of an entry's page."""
    for child in item:
        if _name(child) != "link":
            continue
        if child.get("href") and child.get("rel", "alternate") == "alternate":
            return _absolute(child.get("href"), child.base or url, url)
        if child.text and child.text.strip():
            return _absolute(child.text, child.base or url, url)
    guid = next((c for c in item if _name(c) == "guid" and c.get("isPermaLink", "true") == "true"), None)
    return _absolute(guid.text, url, url) if guid is not None and guid.text else None


def _absolute(link: str, *bases: str) -> str | None:
    """The address of a link on the web; None for any other."""
    try:
        found = link.strip()
        for base in bases:
            found = urljoin(base, found)
        return found if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname else None
    except ValueError:
        return None


def _moment(text: str | None) -> str | None:
    """The moment of a feed's date, in UTC, or its day; None where it is none."""
    if not text:
        return None
    found = None
    with suppress(ValueError, TypeError, OverflowError):
        found = parsedate_to_datetime(text)
    if found is None:
        with suppress(ValueError):
            found = datetime.fromisoformat(text)
            if len(text) == 10:
                return found.date().isoformat()
    if found is None or found.year < 1900:
        return None
    with suppress(OverflowError):
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return None


# ---------------------------------------------------------------- JSON


def _json_feed(raw: bytes, url: str) -> Feed:
    found = decode_any(raw.removeprefix(b"\xef\xbb\xbf"))
    if not isinstance(found, dict) or not str(found.get("version", "")).startswith(JSON_FEED):
        raise DecodeError("not a feed: no JSON Feed")
    items = found.get("items")
    rows = [row for row in items if isinstance(row, dict)] if isinstance(items, list) else []
    entries = (_json_entry(row, url) for row in rows[:MOST_ENTRIES])
    return Feed(title=_said(found, "title"), entries=tuple(e for e in entries if e.url or e.content))


def _json_entry(row: dict[str, Any], url: str) -> Entry:
    text = _said(row, "content_text")
    content = _said(row, "content_html") or (f"<p>{escape(text)}</p>" if text else None)
    link = _said(row, "url")
    link = _absolute(link, url) if link else None
    summary = _said(row, "summary")
    return Entry(
        id=_said(row, "id") or link or content_id("e", content),
        url=link,
        title=_said(row, "title"),
        published=_moment(_said(row, "date_published") or _said(row, "date_modified")),
        content=content or (f"<p>{escape(summary)}</p>" if summary else ""),
        whole=bool(content),
    )


def _said(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


# ---------------------------------------------------------------- the reader


def read(source: Source) -> Iterator[ReadPage]:
    """A page an entry, of what the feed itself gives; raises InputError where a feed is broken or too large."""
    with source.open() as stream:
        raw = stream.read(source.max_bytes + 1)
    if len(raw) > source.max_bytes:
        raise InputError(f"{source.name} is larger than {source.max_bytes:,} bytes (setting: max_page_mb)")
    try:
        feed = feed_of(raw, url=source.given.url or "")
    except DecodeError as error:
        raise DecodeError(f"{source.name}: {error}") from error
    for entry in feed.entries:
        yield page_of_entry(entry, feed, replace(source.given, id=None, url=None))


READER = Reader(name="feed", suffixes=(".rss", ".atom"), sniff=is_feed, read=read)
