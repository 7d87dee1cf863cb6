"""From addresses to pages: what is lost between a feed and the record."""

import pytest
from tests.fetch.conftest import Site, answer

from bellwire.errors import FetchError
from bellwire.fetch import Robots, page_id, page_of, pages_at, pages_of, read_fetched
from bellwire.fetch.fetcher import Fetched
from bellwire.fetch.pages import look
from bellwire.read import Given

PAGE = (
    b"<html><head><title>Market shelled</title></head><body><h1>Market shelled</h1>"
    b"<p>At least twelve people were killed when shells hit the market of Gao on Thursday, residents said.</p>"
    b"</body></html>"
)


def feed(site: Site, *paths: str) -> bytes:
    items = "".join(
        f"<item><title>Story {p}</title><link>{site.url(p)}</link><description>In short: {p}</description>"
        "<pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate></item>"
        for p in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Gao Post</title>{items}</channel></rss>'.encode()


def test_an_address_gives_its_page_always_under_one_id(site: Site) -> None:
    """Lost: that a page fetched again is the same page, changed."""
    site.pages["/a"] = answer(PAGE)
    (page,) = pages_at(site.url("/a#part"), site.fetcher())
    assert page.id == page_id(site.url("/a"))
    assert "At least twelve people" in page.document.text
    assert page.document.url == site.url("/a")
    site.pages["/a"] = answer(PAGE.replace(b"twelve", b"fourteen"))
    (again,) = pages_at(site.url("/a"), site.fetcher())
    assert again.id == page.id
    assert again.document.id != page.document.id


def test_a_feed_gives_the_pages_of_its_entries(site: Site) -> None:
    """Lost: a feed's stories; and all of them where one is gone."""
    site.pages["/feed"] = answer(feed(site, "/a", "/gone"), kind="application/rss+xml")
    site.pages["/a"] = answer(PAGE)
    read, gone = pages_at(site.url("/feed"), site.fetcher())
    assert "At least twelve people" in read.document.text
    assert read.document.published.value == "2024-05-02T10:00:00Z"  # the page gives none; the feed does
    assert read.document.outlet == "Gao Post"
    assert [i.code for i in gone.issues] == ["unreadable"]
    assert "404 Not Found" in gone.issues[0].message


def test_of_a_feed_its_own_text_can_be_read_alone(site: Site) -> None:
    """Lost: feeds whose pages are behind a wall."""
    site.pages["/feed"] = answer(feed(site, "/a"), kind="text/xml")
    (page,) = pages_at(site.url("/feed"), site.fetcher(), content_only=True)
    assert page.document.text == "Story /a\nIn short: /a"
    assert page.id == page_id(site.url("/a"))
    assert [path for path, _ in site.asked] == ["/feed"]


def test_one_address_that_fails_does_not_stop_the_others(site: Site) -> None:
    """Lost: nine pages, because the first is gone."""
    site.pages["/a"] = answer(PAGE)
    gone, page = pages_of([site.url("/gone"), site.url("/a")], site.fetcher())
    assert gone.issues[0].code == "unreadable"
    assert page.document.text


def test_an_entry_cannot_make_the_desk_ask_an_inner_address(site: Site) -> None:
    """Lost: the machine's own services, to whoever writes a feed."""
    raw = b"<rss><channel><item><link>http://169.254.169.254/latest</link></item></channel></rss>"
    site.pages["/feed"] = answer(raw, kind="application/rss+xml")
    found = look(site.url("/feed"), site.fetcher()).feed
    assert found is not None
    from bellwire.fetch.addresses import resolve

    with pytest.raises(FetchError, match="private network"):
        page_of(found.entries[0], found, site.fetcher(resolver=resolve))


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("L’armée a repris la ville".encode(), None, "L’armée a repris la ville"),
        ("L’armée a repris la ville".encode(), "iso-8859-1", "L’armée a repris la ville"),  # the site is wrong
        ("Город обстрелян".encode("cp1251"), "windows-1251", "Город обстрелян"),
        ("Город обстрелян".encode("koi8-r"), "koi8-r", "Город обстрелян"),
        ("Köln".encode("cp1252"), "no-such-charset", "Köln"),
        ("Köln".encode("utf-16"), "utf-8", "Köln"),
        (b"\xef\xbb\xbfGao", "utf-8", "Gao"),
    ],
)
def test_text_is_decoded_whatever_the_site_says(body: bytes, charset: str | None, text: str) -> None:
    """Lost: every letter that is not plain ASCII, where a site names the wrong encoding."""
    fetched = Fetched(url="https://news.example/a", kind="text", charset=charset, body=body)
    assert read_fetched(fetched).document.text == text


def test_json_that_is_no_feed_is_refused(site: Site) -> None:
    """Lost: a record full of a program's data."""
    site.pages["/a"] = answer(b'{"a": 1}', kind="application/json")
    with pytest.raises(FetchError, match="JSON, and no feed"):
        list(pages_at(site.url("/a"), site.fetcher()))


def test_bytes_that_are_no_text_are_refused(site: Site) -> None:
    """Lost: a record full of noise."""
    site.pages["/a"] = answer(b"%PDF-1.7 " + bytes(200), kind="text/html")
    (page,) = pages_of([site.url("/a")], site.fetcher())
    assert "no text" in page.issues[0].message


def test_a_page_that_is_cut_says_so(site: Site) -> None:
    """Lost: that the end of a page was not read."""
    site.pages["/a"] = answer(b"<p>" + b"word " * 1000)
    (page,) = pages_at(site.url("/a"), site.fetcher(most=500), Given(outlet="Gao Post"))
    assert "too_large" in [i.code for i in page.issues]
    assert page.document.outlet == "Gao Post"


def test_a_sites_wish_to_be_left_alone_is_kept(site: Site) -> None:
    """Lost: a site's good will; and the desk's good name."""
    site.pages["/robots.txt"] = answer(b"User-agent: *\nDisallow: /inner/\n", kind="text/plain")
    robots = Robots(site.fetcher())
    robots.check(site.url("/a"))
    with pytest.raises(FetchError, match=r"robots\.txt"):
        robots.check(site.url("/inner/a"))
    assert [path for path, _ in site.asked] == ["/robots.txt"]  # asked once


@pytest.mark.parametrize(("status", "allowed"), [("404 Not Found", True), ("503 Down", False)])
def test_a_site_without_rules_allows_all_and_one_that_is_down_nothing(site: Site, status: str, allowed: bool) -> None:
    """Lost: every site that has no robots.txt."""
    site.pages["/robots.txt"] = answer(b"", status=status)
    if allowed:
        Robots(site.fetcher()).check(site.url("/a"))
    else:
        with pytest.raises(FetchError, match="503"):
            Robots(site.fetcher()).check(site.url("/a"))
