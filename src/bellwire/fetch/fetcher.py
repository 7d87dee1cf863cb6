"""A page from the network, fetched politely and with care: checked addresses, set limits, a delay for each host."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from time import monotonic, sleep
from typing import Literal

import httpcore2 as httpcore
import httpx2 as httpx

from bellwire.errors import FetchError
from bellwire.fetch.addresses import Resolver, resolve
from bellwire.fetch.body import read_body
from bellwire.fetch.network import Allowed, GuardedNetwork, Until
from bellwire.read.page import MAX_BYTES
from bellwire.version import __version__

AGENT = f"bellwire/{__version__} (reads reports for an analyst)"
REDIRECTS = 5
LONGEST_URL = 2048
OVERALL, ONE_STEP = 60.0, 15.0
"""Seconds: for a page with all its redirects, and for one connection or one read."""
DELAY = 1.0
"""Seconds between two requests to one host."""
MOVED = frozenset((301, 302, 303, 307, 308))
NOT_MODIFIED = 304
BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Answers of a site that may be otherwise later."""

ContentKind = Literal["html", "text", "feed", "json", "xml"]
CONTENT: dict[str, ContentKind] = {
    "": "html",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/feed+json": "feed",
    "application/rdf+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/json": "json",
}
"""Content types that are read, and what they are. Feeds are often sent as XML or JSON; the bytes tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a site sent. `url` is where it was found in the end; `unchanged`: it is as it was, and has no body."""

    url: str
    kind: ContentKind = "html"
    charset: str | None = None
    body: bytes = b""
    cut: bool = False
    unchanged: bool = False
    etag: str | None = None
    modified: str | None = None


class Fetcher:
    """Fetches pages. It may be shared by threads; requests to one host wait for each other.

    `wait` is called with the seconds to wait between two requests to one host. `resolver` and `allow` are for tests.
    """

    def __init__(
        self,
        *,
        most: int = MAX_BYTES,
        overall: float = OVERALL,
        delay: float = DELAY,
        wait: Callable[[float], object] = sleep,
        resolver: Resolver = resolve,
        allow: Allowed = (),
    ) -> None:
        self._most, self._overall, self._resolver, self._allow = most, overall, resolver, allow
        self._pace = Pace(delay, wait)
        self._ssl = httpx.create_ssl_context(trust_env=False)

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What is at an address. With the marks of an earlier visit it may say that nothing has changed since.

        Raises FetchError that says why nothing can be read.
        """
        here = checked_url(url)
        until = Until(end=monotonic() + self._overall)
        for _ in range(REDIRECTS + 1):
            self._pace.wait(here.host)
            found = self._ask(here, _marks(etag, modified), until)
            if isinstance(found, Fetched):
                return found
            here = found
        raise FetchError(f"{url} leads on more than {REDIRECTS} times")

    def _ask(self, url: httpx.URL, marks: dict[str, str], until: Until) -> Fetched | httpx.URL:
        """What is at an address, or the address that it leads on to."""
        network = GuardedNetwork(until, resolver=self._resolver, allow=self._allow)
        times = dict.fromkeys(("connect", "read", "write", "pool"), ONE_STEP)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        headers = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": AGENT,
            "Accept": "text/html, text/plain, application/rss+xml, application/atom+xml, */*;q=0.1",
            "Accept-Encoding": "gzip, deflate",
            **marks,
        }
        try:
            with (
                httpcore.ConnectionPool(self._ssl, network_backend=network, max_keepalive_connections=0) as pool,
                pool.stream("GET", target, headers=list(headers.items()), extensions={"timeout": times}) as response,
            ):
                return self._answer(url, response)
        except FetchError as error:
            raise FetchError(f"{url}: {error}", passing=error.passing) from error
        except httpcore.TimeoutException as error:
            raise FetchError(f"{url}: the site does not answer", passing=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchError(f"{url}: {_plain(error)}", passing=True) from error

    def _answer(self, url: httpx.URL, response: httpcore.Response) -> Fetched | httpx.URL:
        headers = httpx.Headers(response.headers)
        if response.status in MOVED and "location" in headers:
            return _next(url, headers["location"])
        etag, modified = headers.get("etag"), headers.get("last-modified")
        if response.status == NOT_MODIFIED:
            return Fetched(url=str(url), unchanged=True, etag=etag, modified=modified)
        if response.status != HTTPStatus.OK:
            raise FetchError(f"the site answers {_status(response.status)}", passing=response.status in BUSY)
        kind, charset = content_of(headers.get("content-type", ""))
        chunks: Iterable[bytes] = response.iter_stream()
        body = read_body(chunks, headers.get("content-encoding", ""), most=self._most)
        return Fetched(
            url=str(url), kind=kind, charset=charset, body=body.raw, cut=body.cut, etag=etag, modified=modified
        )


class Pace:
    """Keeps requests to one host apart, however many threads ask for them."""

    def __init__(self, delay: float, wait: Callable[[float], object], clock: Callable[[], float] = monotonic) -> None:
        self._delay, self._wait, self._clock = delay, wait, clock
        self._next: dict[str, float] = {}
        self._lock = Lock()

    def wait(self, host: str) -> None:
        """Waits until the host may be asked again."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, 0.0))
            self._next = {h: at for h, at in self._next.items() if at > now} | {host: turn + self._delay}
        if turn > now:
            self._wait(turn - now)


def checked_url(url: str) -> httpx.URL:
    """An address that may be asked for, without its fragment; raises FetchError that says what is wrong with it.

    >>> str(checked_url(" https://news.example/a#top "))
    'https://news.example/a'
    >>> checked_url("file:///etc/passwd")
    Traceback (most recent call last):
    bellwire.errors.FetchError: file:///etc/passwd: only http and https addresses are fetched
    """
    text = url.strip()
    if len(text) > LONGEST_URL:
        raise FetchError(f"{text[:60]}…: an address may have {LONGEST_URL:,} characters")
    try:
        found = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise FetchError(f"{text!r} is no address of a page: {error}") from error
    if found.scheme not in ("http", "https"):
        raise FetchError(f"{text}: only http and https addresses are fetched")
    if found.userinfo:
        raise FetchError(f"{found.host}: an address with a user name or password in it is not fetched")
    if not found.host or re.search(r"[\s%\\]", found.host):
        raise FetchError(f"{text!r} is no address of a page: it names no host")
    if found.port is not None and not 0 < found.port < 65_536:
        raise FetchError(f"{text!r} is no address of a page: there is no port {found.port}")
    return found.copy_with(fragment=None)


def content_of(header: str) -> tuple[ContentKind, str | None]:
    """What a content type says: the kind, and the encoding of its text. Raises FetchError for what is not read.

    >>> content_of('text/html; charset="windows-1252"')
    ('html', 'windows-1252')
    """
    kind, *parameters = (part.strip() for part in header.lower().split(";"))
    if kind not in CONTENT:
        raise FetchError(f"it is {kind[:60]}; only web pages, plain text and feeds are read")
    found = next((p.removeprefix("charset=").strip("\"' ") for p in parameters if p.startswith("charset=")), None)
    return CONTENT[kind], found or None


def _marks(etag: str | None, modified: str | None) -> dict[str, str]:
    marks = {"If-None-Match": etag, "If-Modified-Since": modified}
    return {name: value for name, value in marks.items() if value and value.isprintable() and value.isascii()}


def _next(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return checked_url(str(url.join(location)))
    except httpx.InvalidURL as error:
        raise FetchError(f"it leads on to {location[:100]!r}, which is no address") from error


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _plain(error: Exception) -> str:
    said = str(error).lower()
    if "certificate" in said:
        return f"its certificate cannot be trusted ({error})"
    if "refused" in said:
        return "the connection was refused"
    return f"the connection broke off ({error or type(error).__name__})"
