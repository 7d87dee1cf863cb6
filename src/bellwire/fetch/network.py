"""Connections for fetching: made to an address that was checked, and over by a moment that was set."""

import ssl
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from time import monotonic
from typing import Any

import httpcore2 as httpcore

from bellwire.errors import FetchError
from bellwire.fetch.addresses import PORTS, Resolver, is_public, resolve

Allowed = Collection[tuple[str, int]]
"""Addresses and ports that may be connected to although they are not public: a test's own server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Until:
    """The moment by which all must be done, however slowly the other side drips."""

    end: float
    clock: Callable[[], float] = monotonic

    def left(self, limit: float | None = None) -> float:
        """Seconds left, at most so many; raises FetchError where there are none."""
        left = self.end - self.clock()
        if left <= 0:
            raise FetchError("the site takes too long to answer", passing=True)
        return left if limit is None else min(left, limit)


class GuardedNetwork(httpcore.NetworkBackend):
    """Resolves a host, checks every address it has, and connects to one that was checked.

    The name stays what it was for the Host header and the certificate. A name that is looked up anew gives a new
    connection, and every connection is checked, so an answer that changes in between (DNS rebinding) gains nothing.
    """

    def __init__(self, until: Until, *, resolver: Resolver = resolve, allow: Allowed = ()) -> None:
        self._until, self._resolver, self._allow = until, resolver, frozenset(allow)
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to one of the host's addresses; raises FetchError where one of them must not be fetched from."""
        addresses = self._checked(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._inner.connect_tcp(address, port, self._until.left(timeout), None, socket_options)
                return _TimedStream(stream, self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(addresses):
                    raise
        raise FetchError(f"there is no host {host}; check the address", passing=True)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Never: pages are fetched from the network."""
        raise FetchError("a socket of this machine is not fetched from")

    def _checked(self, host: str, port: int) -> tuple[str, ...]:
        addresses = self._resolver(host, port)
        for address in addresses:
            if (address, port) in self._allow:
                continue
            if port not in PORTS:
                raise FetchError(f"port {port} of {host} is not fetched from; only 80 and 443 are")
            if not is_public(address):
                raise FetchError(f"{host} is an address of a private network, and is not fetched from")
        return addresses


class _TimedStream(httpcore.NetworkStream):
    """A connection whose every step must end by a moment."""

    def __init__(self, inner: httpcore.NetworkStream, until: Until) -> None:
        self._inner, self._until = inner, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._until.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._until.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._until.left(timeout))
        return _TimedStream(stream, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
