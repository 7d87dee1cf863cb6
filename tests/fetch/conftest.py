"""A small web server on this machine whose answers a test writes byte by byte."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import pytest

from bellwire.fetch import Fetcher

Answer = bytes | Callable[[socket.socket], None]
HOST = "127.0.0.1"


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "text/html") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


class Site:
    """A web site on loopback: `site.pages["/a"] = answer(b"...")`; `site.asked` is what was asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = Event()
        self._listening = socket.create_server((HOST, 0))
        self.port = self._listening.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, path: str = "/", host: str = "news.example") -> str:
        """An address of the site, by a name that leads to it."""
        return f"http://{host}:{self.port}{path}"

    def fetcher(self, **more: Any) -> Fetcher:
        """A fetcher that may reach this site and nothing else that is not public."""
        options: dict[str, Any] = {"delay": 0.0, "resolver": lambda host, port: (HOST,), "allow": {(HOST, self.port)}}
        return Fetcher(**options | more)

    def close(self) -> None:
        """Ends it."""
        self.over.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked:
                piece = connection.recv(4096)
                if not piece:
                    return
                asked += piece
            first, *lines = asked.decode("latin-1").split("\r\n")
            path = first.split(" ")[1]
            self.asked.append((path, dict(line.split(": ", 1) for line in lines if ": " in line)))
            found = self.pages.get(path, answer(b"no such page", status="404 Not Found"))
            if callable(found):
                found(connection)
            else:
                connection.sendall(found)


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()
