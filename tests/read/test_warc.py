"""Web archives: a crawl is read as it is, and what is hostile or broken in it costs one record, not the run."""

import gzip
import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.model import content_id
from bellwire.read import Given, ReadPage, Source, count_inputs, read_inputs
from bellwire.read.inputs import reader_for
from bellwire.read.warc import READER

TEXT = "The army said on Monday that it had retaken the town."
BODY = f"<p>{TEXT}</p>".encode()


def record(
    number: int,
    body: bytes = BODY,
    *,
    head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n",
    kind: str = "response",
    length: int | None = None,
) -> bytes:
    """A record as a crawler writes it; `length` is what it says of itself where that is wrong."""
    block = head + b"\r\n" + body
    said = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Date: 2024-03-05T10:00:00Z\r\n"
        f"WARC-Target-URI: https://gao.example/{number}\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return said.encode() + block + b"\r\n\r\n"


def http(*lines: str, status: str = "200 OK", type: str = "text/html") -> bytes:
    """The head of an answer."""
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", f"Content-Type: {type}", *lines)).encode()


def pages(raw: bytes, *, most: int = 10_000_000, given: Given = Given()) -> list[ReadPage]:  # noqa: B008
    """The pages of an archive."""
    return list(READER.read(Source(name="crawl.warc", open=lambda: BytesIO(raw), max_bytes=most, given=given)))


def urls(found: list[ReadPage]) -> list[str | None]:
    """The last part of each page's address; for one that could not be read the code of its issue."""
    return [page.document.url.rsplit("/")[-1] if page.document.url else page.issues[0].code for page in found]


PACKINGS = {
    "plain": lambda records: b"".join(records),
    "a member each": lambda records: b"".join(map(gzip.compress, records)),
    "one member": lambda records: gzip.compress(b"".join(records)),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_the_pages_of_a_crawl_are_read_in_order(packing: str, tmp_path: Path) -> None:
    """A crawl would have to be unpacked by hand, or its requests and pictures would become pages."""
    raw = PACKINGS[packing](
        [
            record(0, b"software: x", head=b"", kind="warcinfo"),
            record(1, kind="request", head=b"GET / HTTP/1.1\r\n", body=b""),
            record(2),
            record(3, head=http(status="404 Not Found")),
            record(4, head=http(type="image/png")),
            record(5, kind="revisit", body=b""),
            record(6, TEXT.encode(), head=http(type="text/plain")),
        ]
    )
    path = tmp_path / ("a.warc" if packing == "plain" else "a.warc.gz")
    path.write_bytes(raw)
    found = list(read_inputs([str(tmp_path)]))
    assert urls(found) == ["2", "6"]
    assert [page.document.text for page in found] == [TEXT, TEXT]
    assert [page.document.kind for page in found] == ["html", "article"]
    assert count_inputs([str(tmp_path)]) is None


def test_the_day_of_the_crawl_is_no_day_of_publication() -> None:
    """“On Monday” would be read against the day on which a crawler came by, years later."""
    (page,) = pages(record(1))
    assert page.document.published.value is None
    (page,) = pages(record(1, b'<meta property="article:published_time" content="2019-02-10T08:00:00Z">' + BODY))
    assert (page.document.published.value, page.document.published.from_) == ("2019-02-10T08:00:00Z", "metadata")


def test_ids_are_those_of_the_content_and_what_is_given_holds() -> None:
    """The same page from two crawls would be two reports."""
    first, second = pages(record(7) + record(7), given=Given(id="all", outlet="Gao Post", url="https://other.example"))
    assert first.id == second.id == content_id("d", TEXT, "https://gao.example/7")
    assert first.document.outlet == "Gao Post"


@pytest.mark.parametrize("name", ["download", "crawl.bin", "crawl.gz"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_an_archive_is_known_by_its_first_bytes(name: str, packing: str) -> None:
    """A file without its suffix would be read as text or lines of JSON, markup and all."""
    raw = PACKINGS[packing]([record(1)])
    assert reader_for(name, raw[:4096]).name == "warc"
    assert reader_for(name, gzip.compress(b'{"text": "a"}')).name == "jsonl"


def test_encodings_are_those_that_the_site_names() -> None:
    """Pages from sites that say their encoding only in the answer's head would be letters without sense."""
    words = "<p>Армия сообщила о взятии города.</p>"
    found = pages(
        record(1, words.encode("cp1251"), head=http(type="text/html; charset=windows-1251"))
        + record(2, words.encode("utf-8"), head=http(type="text/html; charset=windows-1251"))
        + record(3, words.encode("cp1251"), head=http(type="text/html; charset=undefined"))
        + record(4, words.encode("cp1251"), head=http(type="text/html; charset=klingon"))
    )
    assert {page.document.text for page in found} == {"Армия сообщила о взятии города."}


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(BODY)),
        ("Content-Encoding: GZIP", gzip.compress(BODY)),
        ("Content-Encoding: deflate", zlib.compress(BODY)),
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)),
        ("Content-Encoding: gzip", BODY),
        ("Content-Encoding: br", BODY),
        ("Transfer-Encoding: chunked", BODY),
    ],
)
def test_packed_answers_are_unpacked_and_bare_ones_left(coding: str, body: bytes) -> None:
    """Half of all crawls keep answers as the server packed them, the others keep only the head that says so."""
    (page,) = pages(record(1, body, head=http(coding)))
    assert page.document.text == TEXT


@pytest.mark.parametrize("coding", ["gzip", "zip", "gzip, gzip, gzip, gzip"])
def test_an_answer_packed_in_a_way_that_is_not_known_is_told(coding: str) -> None:
    """Bytes without sense would be read as text, or the record left out without a word."""
    found = pages(record(1, b"\0\1\2\3" * 50, head=http(f"Content-Encoding: {coding}")) + record(2))
    assert urls(found) == ["unreadable", "2"]
    assert "record 1 of crawl.warc, at byte 0" in found[0].issues[0].message


def test_a_page_that_is_too_large_is_cut_and_the_next_is_read() -> None:
    """One endless page would hold up the run, or end it."""
    found = pages(record(1, BODY * 3000) + record(2), most=20_000)
    assert urls(found) == ["1", "2"]
    assert "too_large" in [issue.code for issue in found[0].issues]
    assert 0 < len(found[0].document.text) < 20_000


VAST = b"<p>" + b"a" * 50_000_000
PACKED_TWICE = http("Content-Encoding: gzip, gzip")
BOMBS = {
    "record": lambda: record(2, VAST),
    "wrong length": lambda: record(2, VAST, length=200),
    "answer": lambda: record(2, gzip.compress(VAST), head=http("Content-Encoding: gzip")),
    "answer packed twice": lambda: record(2, gzip.compress(gzip.compress(VAST)), head=PACKED_TWICE),
    "head": lambda: b"WARC/1.1\r\nX: " + VAST,
    "gap": lambda: b"\r\n" * 25_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_little_and_the_next_record_is_read(name: str) -> None:
    """A few kilobytes from a hostile site would fill the machine's memory."""
    pages(record(1, VAST[:2_000_000]), most=1_000_000)  # what is loaded for a first page is not the bomb's
    raw = gzip.compress(record(1)) + gzip.compress(BOMBS[name]()) + gzip.compress(record(3))
    tracemalloc.start()
    try:
        found = pages(raw, most=1_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (urls(found)[0], urls(found)[-1]) == ("1", "3")
    assert peak < 40_000_000


def damaged(raw: bytes) -> bytes:
    """Bytes with some in the middle turned over."""
    middle = len(raw) // 2
    return raw[:middle] + bytes(255 - byte for byte in raw[middle : middle + 4]) + raw[middle + 4 :]


@pytest.mark.parametrize("packing", ["plain", "a member each"])
@pytest.mark.parametrize(
    "broken",
    [
        record(2).replace(b"WARC/1.1", b"XARC/1.1"),
        record(2).replace(b"Content-Length: ", b"Content-Length: x"),
        record(2, length=10**12),
        record(2, length=10**40),
        record(2, length=40),
        record(2, length=400),
        b"<html>no record at all</html>\r\n\r\n",
    ],
)
def test_reading_goes_on_after_a_broken_record(packing: str, broken: bytes) -> None:
    """The rest of an archive would be lost with one record."""
    found = pages(PACKINGS[packing]([record(1), broken, record(3), record(4)]))
    assert urls(found) == ["1", "unreadable", "3", "4"]
    start = len(PACKINGS[packing]([record(1)]))
    assert f"record 2 of crawl.warc, at byte {start}:" in found[1].issues[0].message
    assert len({page.id for page in found}) == 4


def test_reading_goes_on_after_damaged_packing() -> None:
    """A flipped bit on a disk would cost the rest of a crawl."""
    first, second, third = (gzip.compress(record(n)) for n in (1, 2, 3))
    for broken in (damaged(second), b"garbage" * 50, second[:-30], second[:-4]):
        found = pages(first + broken + third)
        assert urls(found) == ["1", "unreadable", "3"]
        assert f"at byte {len(first)}:" in found[1].issues[0].message


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_last_record_that_is_cut_off_is_told(packing: str) -> None:
    """Half a page would be coded as a whole one: the denial stands at its end."""
    raw = PACKINGS[packing]([record(1), record(2)])
    for cut in (30, 40, 60):
        found = pages(raw[:-cut])
        assert urls(found)[-1] == "unreadable"
        assert urls(found)[:-1] in (["1"], []) if packing == "one member" else urls(found)[:-1] == ["1"]


@pytest.mark.parametrize("raw", [b"", gzip.compress(b""), record(1, head=http(status="403 Forbidden"))])
def test_an_archive_without_pages_says_so(raw: bytes) -> None:
    """The user would get nothing and no reason."""
    (page,) = pages(raw)
    assert page.issues[0].code == "empty" and "no page among" in page.issues[0].message


@settings(max_examples=150, deadline=None)
@given(st.data(), st.booleans())
def test_no_bytes_stop_the_reader(data: st.DataObject, packed: bool) -> None:
    """A hostile archive would end the run."""
    raw = bytearray(record(1) + record(2, gzip.compress(BODY), head=http("Content-Encoding: gzip")) + record(3))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 5))] = data.draw(st.binary(max_size=6))
    whole = gzip.compress(bytes(raw)) if packed else bytes(raw)
    cut = data.draw(st.integers(0, len(whole)))
    found = pages(whole[:cut])
    assert found and all(page.document.text or page.issues for page in found)
