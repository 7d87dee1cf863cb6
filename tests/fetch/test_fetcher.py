"""Fetching pages: what a hostile site, or a hostile link, could do to the machine that reads it."""

import gzip
import socket
import zlib
from time import monotonic, sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fetch.conftest import HOST, Site, answer

from bellwire.errors import FetchError
from bellwire.fetch import Fetcher, checked_url
from bellwire.fetch.addresses import is_public, resolve
from bellwire.fetch.fetcher import Pace


def test_a_page_is_fetched_with_who_asks(site: Site) -> None:
    """Lost: any page at all; and a site that cannot tell who visits it."""
    site.pages["/a?b=1"] = answer(b"<p>Market shelled</p>", 'ETag: "7"', kind="text/html; charset=utf-8")
    found = site.fetcher().get(site.url("/a?b=1#top"))
    assert (found.body, found.kind, found.charset, found.etag) == (b"<p>Market shelled</p>", "html", "utf-8", '"7"')
    path, headers = site.asked[0]
    assert path == "/a?b=1"
    assert headers["Host"] == f"news.example:{site.port}"
    assert headers["User-Agent"].startswith("bellwire/")
    assert "Cookie" not in headers


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 224.0.0.1 "
    "240.0.0.1 255.255.255.255 168.63.129.16 192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 "
    "fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: "
    "2001:0:7f00:1:: 2001:db8::1 2606:4700::5efe:7f00:1 2606:4700::200:5efe:7f00:1 100::1 5f00::1 localhost".split(),
)
def test_no_address_of_a_private_network_is_public(address: str) -> None:
    """Lost: the machine's own services, and a cloud's keys, to whoever writes a link."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.216.34 2606:2800:220:1:248:1893:25c8:1946 2a00:1450:4001::1".split()
)
def test_public_addresses_are_public(address: str) -> None:
    """Lost: the web."""
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_no_way_to_write_an_inner_address_into_ipv6_gets_it_through(number: int) -> None:
    """Lost: the guard, to whoever knows one more way to wrap an address."""
    four = ".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0))
    high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
    for wrapped in (
        f"::ffff:{four}",
        f"::{four}",
        f"64:ff9b::{four}",
        f"2002:{high}:{low}::1",
        f"2001:0:{high}:{low}::",
    ):
        assert not is_public(wrapped)


@pytest.mark.parametrize(
    "host", "127.0.0.1 2130706433 0x7f.1 127.1 0177.0.0.1 0x7f000001 localhost [::1] [::ffff:127.0.0.1] 0".split()
)
@pytest.mark.parametrize("port", (80, 443))
def test_no_spelling_of_this_machine_is_fetched(host: str, port: int) -> None:
    """Lost: whatever listens on this machine alone."""
    with pytest.raises(FetchError, match=r"private network|no host|no address"):
        Fetcher(delay=0).get(f"http://{host}:{port}/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://news.example/a", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("news.example/a", "only http and https"),
        ("http://user:pass@news.example/", "user name or password"),
        ("http://news.example@10.0.0.1/", "user name or password"),
        ("http:///a", "names no host"),
        ("http://exa mple/", "names no host"),
        ("http://news.example\n.evil/", "no address"),
        ("http://news.example:99999/", "no port 99999"),
        ("http://" + "a" * 3000, "characters"),
        ("", "only http"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused_in_plain_words(url: str, why: str) -> None:
    """Lost: local files; or an analyst who does not learn what is wrong with a link."""
    with pytest.raises(FetchError, match=why):
        Fetcher(delay=0, resolver=lambda host, port: ("93.184.216.34",), overall=0.2).get(url)


def test_other_ports_are_not_fetched(site: Site) -> None:
    """Lost: a database or a mail server on a public address, asked by way of the desk."""
    with pytest.raises(FetchError, match=r"port 22 of news\.example"):
        Fetcher(delay=0, resolver=lambda host, port: ("93.184.216.34",)).get("http://news.example:22/")


@pytest.mark.parametrize(
    "onward",
    ["http://169.254.169.254/latest/meta-data/", "http://[::1]/", "//10.0.0.1/", "file:///etc/passwd", "http://a:b@c/"],
)
def test_a_page_cannot_lead_on_to_an_inner_address(site: Site, onward: str) -> None:
    """Lost: a cloud's keys, by a link that looks harmless."""
    site.pages["/a"] = answer(b"", f"Location: {onward}", status="302 Found")

    def resolver(host: str, port: int) -> tuple[str, ...]:
        return (HOST,) if host == "news.example" else resolve(host, port)

    with pytest.raises(FetchError, match=r"private network|only http|password"):
        site.fetcher(resolver=resolver).get(site.url("/a"))


def test_a_name_that_changes_its_address_gains_nothing(site: Site) -> None:
    """Lost: the guard, to a name that is public when it is checked and local when it is used."""
    given = iter([("93.184.216.34", HOST), (HOST,), ("93.184.216.34",)])
    asked = []

    def resolver(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return next(given)

    fetcher = Fetcher(delay=0, resolver=resolver, overall=2)
    for _ in range(2):  # one of two addresses is local; then the only one is
        with pytest.raises(FetchError, match="private network"):
            fetcher.get("http://rebind.example/")
    assert asked == ["rebind.example", "rebind.example"]  # looked up once for each connection, and that one is used
    assert not site.asked


def test_redirects_are_followed_but_not_for_ever(site: Site) -> None:
    """Lost: pages that moved; or the desk, in a circle."""
    for number in range(7):
        site.pages[f"/{number}"] = answer(b"", f"Location: {number + 1}", status="301 Moved Permanently")
    site.pages["/7"] = answer(b"here")
    assert site.fetcher().get(site.url("/2")).url == site.url("/7")
    with pytest.raises(FetchError, match="more than 5 times"):
        site.fetcher().get(site.url("/1"))


@pytest.mark.parametrize(
    ("status", "passing"),
    [
        ("404 Not Found", False),
        ("410 Gone", False),
        ("403 Forbidden", False),
        ("429 Too Many", True),
        ("503 Down", True),
    ],
)
def test_a_refusal_of_the_site_is_told_and_whether_it_may_pass(site: Site, status: str, passing: bool) -> None:
    """Lost: why a page is missing, and whether to try again."""
    site.pages["/a"] = answer(b"", status=status)
    with pytest.raises(FetchError, match=f"the site answers {status[:3]}") as error:
        site.fetcher().get(site.url("/a"))
    assert error.value.passing is passing


def test_what_is_no_page_is_not_read(site: Site) -> None:
    """Lost: memory and time, to a film."""
    site.pages["/a"] = answer(b"\x00\x00", kind="video/mp4")
    with pytest.raises(FetchError, match="it is video/mp4; only web pages"):
        site.fetcher().get(site.url("/a"))


def test_a_packed_page_is_unpacked(site: Site) -> None:
    """Lost: most of the web, which is sent packed."""
    page = b"<p>Twelve were killed.</p>" * 50
    bare = zlib.compressobj(wbits=-15)
    two = gzip.compress(page[:600]) + gzip.compress(page[600:])
    for encoding, packed in [
        ("gzip", gzip.compress(page)), ("gzip", two), ("deflate", zlib.compress(page)),
        ("deflate", bare.compress(page) + bare.flush()), ("GZIP", gzip.compress(page)),
    ]:  # fmt: skip
        site.pages["/a"] = answer(packed, f"Content-Encoding: {encoding}")
        assert site.fetcher().get(site.url("/a")).body == page


@pytest.mark.parametrize("times", (1, 2))
def test_a_bomb_is_not_unpacked(site: Site, times: int) -> None:
    """Lost: all memory, to a page of zeros."""
    bomb = bytes(80_000_000)
    for _ in range(times):
        bomb = gzip.compress(bomb)
    site.pages["/a"] = answer(bomb, "Content-Encoding: " + ", ".join(["gzip"] * times))
    with pytest.raises(FetchError, match=r"far more than a page has|not asked for"):
        site.fetcher().get(site.url("/a"))


@pytest.mark.parametrize(("encoding", "why"), [("br", "not asked for"), ("gzip", "broken"), ("deflate", "broken")])
def test_a_broken_packing_is_told(site: Site, encoding: str, why: str) -> None:
    """Lost: why a page could not be read."""
    site.pages["/a"] = answer(b"\x99\x98 not packed at all", f"Content-Encoding: {encoding}")
    with pytest.raises(FetchError, match=why):
        site.fetcher().get(site.url("/a"))


def test_an_endless_page_is_cut(site: Site) -> None:
    """Lost: all memory, to a page without an end."""

    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        while not site.over.is_set():
            connection.sendall(b"x" * 65_536)

    site.pages["/a"] = endless
    found = site.fetcher(most=100_000).get(site.url("/a"))
    assert len(found.body) == 100_000
    assert found.cut


@pytest.mark.parametrize(
    "beginning", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"]
)
def test_a_site_that_drips_is_left_after_a_set_time(site: Site, beginning: bytes) -> None:
    """Lost: a desk that waits for ever on one page."""

    def drip(connection: socket.socket) -> None:
        connection.sendall(beginning)
        while not site.over.is_set():
            connection.sendall(b"x")
            sleep(0.02)

    site.pages["/a"] = drip
    began = monotonic()
    with pytest.raises(FetchError, match=r"takes too long|does not answer") as error:
        site.fetcher(overall=0.4).get(site.url("/a"))
    assert monotonic() - began < 2
    assert error.value.passing


def test_a_site_that_is_silent_is_left(site: Site) -> None:
    """Lost: a desk that waits for ever on one page."""
    site.pages["/a"] = lambda connection: sleep(1)
    with pytest.raises(FetchError, match="does not answer"):
        site.fetcher(overall=0.3).get(site.url("/a"))


@pytest.mark.parametrize(
    "raw", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Type: text/html\r\n\r\nshort"]
)
def test_what_is_no_answer_is_told(site: Site, raw: bytes) -> None:
    """Lost: a job that ends with a traceback."""
    site.pages["/a"] = raw if raw else lambda connection: None
    with pytest.raises(FetchError, match="broke off"):
        site.fetcher().get(site.url("/a"))


def test_marks_of_an_earlier_visit_are_sent(site: Site) -> None:
    """Lost: a feed read whole every ten minutes."""
    site.pages["/f"] = answer(b"", status="304 Not Modified")
    found = site.fetcher().get(site.url("/f"), etag='"7"', modified="Thu, 02 May 2024 10:00:00 GMT")
    assert found.unchanged
    assert site.asked[0][1]["If-None-Match"] == '"7"'
    site.fetcher().get(site.url("/f"), etag='"7"\r\nX: y')
    assert "If-None-Match" not in site.asked[1][1]  # a site's own words never break into a request


def test_no_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lost: the guard, which a proxy would walk round."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/a"] = answer(b"here")
    assert site.fetcher().get(site.url("/a")).body == b"here"


def test_one_host_is_not_asked_twice_within_the_delay() -> None:
    """Lost: a small site's patience with the desk."""
    waited: list[float] = []
    now = [100.0]
    pace = Pace(1.0, waited.append, lambda: now[0])
    for host in ("a", "a", "b", "a"):
        pace.wait(host)
    assert waited == [1.0, 2.0]
    now[0] = 200.0
    pace.wait("a")
    assert waited == [1.0, 2.0]


def test_an_address_in_any_script_is_one_of_a_page() -> None:
    """Lost: pages whose address is not plain English."""
    assert str(checked_url("https://bücher.example/a?q=ü")) == "https://xn--bcher-kva.example/a?q=%C3%BC"
