"""Feeds: what a hostile or careless feed could do, and what is lost of a good one."""

from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import DecodeError
from bellwire.read import read_inputs
from bellwire.read.feed import feed_of, is_feed, page_of_entry

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
 <channel><title>Gao Post</title><link>https://gao.example/</link>
  <atom:link href="https://gao.example/feed" rel="self"/>
  <item><media:title>A picture</media:title><title>Market <![CDATA[<b>shelled</b>]]></title><link>/a?x=1&amp;y=2</link>
   <guid isPermaLink="false">7</guid><dc:date>2024-05-02T10:00:00+02:00</dc:date>
   <description>&lt;p&gt;In short.&lt;/p&gt;</description>
   <content:encoded><![CDATA[<p>At least 12 people were killed.</p>]]></content:encoded></item>
  <item><guid>https://gao.example/b</guid><description>Only a summary</description><pubDate>no date</pubDate></item>
  <item><title>No address, no text</title></item>
  <item><link>javascript:alert(1)</link><description>Bad link</description></item>
 </channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gao.example/x/">
 <title type="html">Gao &lt;i&gt;Post&lt;/i&gt;</title>
 <entry><id>tag:1</id><title>Shells hit market</title><link rel="self" href="self"/><link href="a"/>
  <updated>2024-05-02T10:00:00Z</updated><published>2024-05-01T23:30:00-02:00</published>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Twelve <b>died</b>.</p></div></content></entry>
 <entry><id>tag:2</id><link href="b"/><summary type="text">5 &lt; 6 were hurt</summary></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Gao Post", "items": [
 {"id": 1, "url": "https://gao.example/a", "title": "Market shelled", "content_text": "12 < 13 died",
  "date_published": "2024-05-02T10:00:00Z"},
 {"id": "2", "content_html": "<p>Five died.</p>", "title": ["not", "text"]}, "not an entry", {"id": "3"}]}"""


def test_rss_gives_its_entries() -> None:
    """Lost: the most common feeds."""
    feed = feed_of(RSS, url="https://gao.example/feed")
    first, second, bad = feed.entries
    assert feed.title == "Gao Post"
    assert (first.id, first.url, first.title) == ("7", "https://gao.example/a?x=1&y=2", "Market shelled")
    assert (first.published, first.content, first.whole) == (
        "2024-05-02T08:00:00Z", "<p>At least 12 people were killed.</p>", True,
    )  # fmt: skip
    assert (second.url, second.published, second.whole) == ("https://gao.example/b", None, False)
    assert bad.url is None


def test_atom_gives_its_entries() -> None:
    """Lost: Atom feeds, their relative addresses, and which day it was."""
    feed = feed_of(ATOM, url="https://gao.example/feed")
    first, second = feed.entries
    assert feed.title == "Gao Post"
    assert (first.url, first.published) == ("https://gao.example/x/a", "2024-05-02T01:30:00Z")
    assert page_of_entry(first, feed).document.text == "Shells hit market\nTwelve died."
    assert page_of_entry(second, feed).document.text == "5 < 6 were hurt"


def test_json_feeds_give_their_entries() -> None:
    """Lost: JSON feeds; or a whole feed for one entry of the wrong form."""
    feed = feed_of(JSON)
    assert [(e.id, e.url) for e in feed.entries] == [("1", "https://gao.example/a"), ("2", None)]
    assert "12 < 13 died" in page_of_entry(feed.entries[0], feed).document.text


def test_rdf_and_other_encodings_are_read() -> None:
    """Lost: old feeds."""
    rdf = (
        '<?xml version="1.0" encoding="iso-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/"><channel><title>Köln</title></channel>'
        "<item><title>Straße</title><link>https://k.example/a</link></item></rdf:RDF>"
    ).encode("iso-8859-1")
    feed = feed_of(rdf)
    assert (feed.title, feed.entries[0].title) == ("Köln", "Straße")
    assert is_feed(rdf)


def test_marks_that_are_no_xml_lose_nothing() -> None:
    """Lost: half a headline, or where its page is, for one careless letter."""
    raw = (
        "<rss><channel><title>A&nbsp;B &amp; C &hearts; &amp;eacute;</title>"
        "<item><title>Shelling &amp;amp; fire &#39;again&#39; & more</title><link>https://a.example/?a=1&b=2&amp;c=3</link>"
        "<description><![CDATA[<p>Fire & smoke&nbsp;seen</p>]]></description></item></channel></rss>"
    )
    feed = feed_of(raw.encode())
    assert feed.title == "A B & C ♥ é"
    assert feed.entries[0].title == "Shelling & fire 'again' & more"
    assert feed.entries[0].url == "https://a.example/?a=1&b=2&c=3"
    assert "Fire & smoke seen" in page_of_entry(feed.entries[0], feed).document.text


def bomb(levels: int) -> bytes:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, levels))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "boom">{names}]><rss><channel><title>&l{levels - 1};</title>'
        "<item><link>https://a.example/a</link><title>ok</title></item></channel></rss>"
    ).encode()


def test_entities_neither_blow_up_nor_read_files(tmp_path: Path) -> None:
    """Lost: all memory, or a file of the machine, to a feed."""
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    began = monotonic()
    assert len(feed_of(bomb(12)).entries) <= 1
    raw = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % y SYSTEM "http://127.0.0.1:9/"> %y;]>'
        "<rss><channel><item><title>A &x; B</title><link>https://a.example/</link></item></channel></rss>"
    ).encode()
    assert "secret" not in repr(feed_of(raw))
    assert monotonic() - began < 2


def test_a_deep_feed_is_refused_or_read_but_never_fatal() -> None:
    """Lost: the whole desk, to one feed."""
    began = monotonic()
    for raw in (b"<rss><channel>" + b"<item>" * 100_000, b"<rss><channel><item><title>" + b"<b>" * 5000):
        try:
            feed_of(raw)
        except DecodeError as error:
            assert "not a feed" in str(error)
    assert not is_feed(b"<!--a-->" * 500)
    assert monotonic() - began < 3


@pytest.mark.parametrize("raw", [b"", b"<html><body>no</body></html>", b"{}", b'{"version": "1"}', b"\x00\x01", b"<"])
def test_what_is_no_feed_is_refused(raw: bytes) -> None:
    """Lost: why nothing came of it."""
    with pytest.raises(DecodeError):
        feed_of(raw)


@given(st.binary(max_size=300))
def test_no_bytes_are_fatal(raw: bytes) -> None:
    """Lost: a job, to one broken feed."""
    for whole in (
        raw,
        b"<rss><channel><item>" + raw,
        b'{"version": "https://jsonfeed.org/version/1", "items": [' + raw,
    ):
        is_feed(whole)
        try:
            feed_of(whole)
        except DecodeError:
            continue


def test_a_feed_on_disk_is_read_as_pages(tmp_path: Path) -> None:
    """Lost: `bellwire ingest feed.xml`."""
    for name in ("feed.xml", "feed.rss", "feed"):
        (tmp_path / name).write_bytes(RSS)
        pages = list(read_inputs([str(tmp_path / name)]))
        assert [p.document.text for p in pages] == [
            "Market shelled\nAt least 12 people were killed.", "Only a summary", "Bad link",
        ]  # fmt: skip
        assert pages[0].document.outlet == "Gao Post"
        assert pages[0].document.published.value == "2024-05-02T08:00:00Z"
    (tmp_path / "feed.json").write_bytes(JSON)
    assert len(list(read_inputs([str(tmp_path / "feed.json")]))) == 2
    (tmp_path / "broken.rss").write_bytes(b"<html>no</html>")
    assert next(iter(read_inputs([str(tmp_path / "broken.rss")]))).issues[0].code == "unreadable"
