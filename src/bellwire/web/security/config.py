"""What the guard must know of the server that it guards."""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from threading import Lock

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
DROP = 10
"""As many pages of the largest size may come in one request."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Launch:
    """Links that let in whoever holds them, each once. Only their digests are held."""

    def __init__(self) -> None:
        self._digests: list[bytes] = []
        self._lock = Lock()

    def make(self) -> str:
        """A new link's secret: 256 bits."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._digests.append(sha256(secret.encode()).digest())
        return secret

    def use(self, secret: str) -> bool:
        """Whether it is the secret of a link that was not used before; from now on it is used.

        >>> launch = Launch()
        >>> secret = launch.make()
        >>> launch.use("guessed"), launch.use(secret), launch.use(secret)
        (False, True, False)
        """
        given = sha256(secret.encode("utf-8", "replace")).digest()
        with self._lock:
            found = [kept for kept in self._digests if hmac.compare_digest(kept, given)]
            self._digests = [kept for kept in self._digests if kept not in found]
        return bool(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A server: where it listens, under which names, whether people have accounts there, and how much may be sent.

    `hosts` are names that a proxy or the network gives it; `analyst` is who works at a desk without accounts.
    """

    host: str = "127.0.0.1"
    port: int = 8321
    hosts: tuple[str, ...] = ()
    analyst: str = "analyst"
    accounts: bool = False
    max_body: int = 100_000_000
    idle_seconds: float = 20.0
    body_seconds: float = 600.0
    launch: Launch = field(default_factory=Launch, compare=False, repr=False)

    @property
    def cookie(self) -> str:
        """The session cookie's name: browsers send cookies to all ports of a host, and two desks may run on one."""
        return f"bellwire-{self.port}"


def body_limit(max_page_mb: float) -> int:
    """Bytes that a request may have, by the setting for one page.

    >>> body_limit(10)
    100000000
    """
    return round(max_page_mb * 1e6) * DROP
