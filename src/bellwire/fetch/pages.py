"""From addresses to pages: a page of the web, or the pages of a feed's entries."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from bellwire.errors import FetchError, InputError
from bellwire.fetch.fetcher import Fetched, Fetcher, checked_url
from bellwire.model import Published, content_id
from bellwire.read import Given, ReadPage, read_html, read_text
from bellwire.read.decode import decode
from bellwire.read.feed import Entry, Feed, feed_of, is_feed, page_of_entry
from bellwire.read.jsonl import unreadable
from bellwire.read.text import too_large

Check = Callable[[str], None]
"""Raises FetchError for an address that must be left alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What is at an address: a page, or a feed. `unchanged`: as it was at an earlier visit, neither is given."""

    fetched: Fetched
    feed: Feed | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the site says that nothing has changed."""
        return self.fetched.unchanged


def page_id(url: str) -> str:
    """The id of the report of a page on the web: the same each time it is fetched, so that a change is seen as one.

    >>> page_id("https://news.example/a#top") == page_id("https://news.example/a")
    True
    """
    return content_id("u", str(checked_url(url)))


def look(url: str, fetcher: Fetcher, *, etag: str | None = None, modified: str | None = None) -> Looked:
    """Fetches an address and says whether a feed is there; raises FetchError."""
    fetched = fetcher.get(url, etag=etag, modified=modified)
    if fetched.unchanged or not (fetched.kind == "feed" or is_feed(fetched.body[:4096])):
        return Looked(fetched=fetched)
    try:
        return Looked(fetched=fetched, feed=feed_of(fetched.body, url=fetched.url))
    except InputError as error:
        raise FetchError(f"{url}: {error}") from error


def pages_at(
    url: str,
    fetcher: Fetcher,
    given: Given = Given(),  # noqa: B008
    *,
    content_only: bool = False,
    check: Check | None = None,
) -> Iterator[ReadPage]:
    """The page at an address; of a feed, the page of each entry. An entry that cannot be read is an empty page.

    Raises FetchError where the address itself cannot be read.
    """
    found = look(url, fetcher)
    if found.feed is None:
        yield read_fetched(found.fetched, replace(given, id=given.id or page_id(url)))
        return
    for entry in found.feed.entries:
        try:
            yield page_of(entry, found.feed, fetcher, replace(given, id=None), content_only=content_only, check=check)
        except InputError as error:
            yield unreadable(str(error), id=entry.url or entry.id)


def page_of(
    entry: Entry,
    feed: Feed,
    fetcher: Fetcher,
    given: Given = Given(),  # noqa: B008
    *,
    content_only: bool = False,
    check: Check | None = None,
) -> ReadPage:
    """The page of a feed's entry: fetched, or of what the feed gives of it. Raises FetchError.

    What the page does not say of itself, its date or outlet, is taken from the feed.
    """
    if content_only or entry.url is None:
        return page_of_entry(entry, feed, given)
    if check:
        check(entry.url)
    page = read_fetched(fetcher.get(entry.url), replace(given, id=page_id(entry.url)))
    known = page.document
    published = known.published
    if published.value is None and entry.published:
        published = Published(value=entry.published, from_="metadata")
    document = replace(known, published=published, title=known.title or entry.title, outlet=known.outlet or feed.title)
    return replace(page, document=document)


def read_fetched(fetched: Fetched, given: Given = Given()) -> ReadPage:  # noqa: B008
    """The page of what was fetched; raises InputError for bytes that are no text, and for JSON and XML of no feed."""
    said = replace(given, url=given.url or fetched.url)
    issues = (too_large(fetched.url, len(fetched.body)),) if fetched.cut else ()
    if fetched.kind == "json":
        raise FetchError(f"{fetched.url} is JSON, and no feed; only web pages, plain text and feeds are read")
    text = _text(fetched)
    if fetched.kind == "text" and text.lstrip()[:1] != "<":
        return read_text(text, replace(said, kind=None if said.kind == "html" else said.kind), issues)
    return read_html(text, said, issues, max_bytes=max(len(text), 1))


def _text(fetched: Fetched) -> str:
    """The text of a body. The charset that the site names is believed only where its bytes are not UTF-8."""
    body = fetched.body
    try:
        return body.decode("utf-8-sig") if b"\0" not in body[:4096] else decode(body, name=fetched.url, markup=True)
    except UnicodeDecodeError:
        pass
    try:
        named = codecs.lookup(fetched.charset).name if fetched.charset else ""
        if named and named not in ("utf-8", "utf-16", "utf-32"):
            decode(body[:4096], name=fetched.url)  # raises for what is no text in any encoding
            return body.decode(named)
    except (LookupError, UnicodeDecodeError):
        pass
    return decode(body, name=fetched.url, markup=True)


def pages_of(
    urls: Iterable[str],
    fetcher: Fetcher,
    given: Given = Given(),  # noqa: B008
    *,
    content_only: bool = False,
) -> Iterator[ReadPage]:
    """The pages of several addresses, one after another; one that cannot be read gives an empty page with an issue."""
    for url in urls:
        try:
            yield from pages_at(url, fetcher, given, content_only=content_only)
        except InputError as error:
            yield unreadable(str(error), id=url)
