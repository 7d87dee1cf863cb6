"""Only names that this server is known by: a site whose name is made to point here (DNS rebinding) is refused."""

import re
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from bellwire.web.security.answers import bare_refusal
from bellwire.web.security.config import LOOPBACK_NAMES, Guarded, is_loopback

_NAME = re.compile(r"([a-z0-9.\-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?")
MESSAGE = (
    "403: this desk is not known by that name. Open it by the address that `bellwire serve` printed; behind a proxy, "
    "start it with --proxy-host NAME."
)


class Hosts:
    """Refuses a request for any other host."""

    def __init__(self, app: ASGIApp, config: Guarded) -> None:
        self.app = app
        self.config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "http" and not self.known(scope):
            await bare_refusal(403, MESSAGE)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def known(self, scope: Scope) -> bool:
        """Whether the request names this server, once."""
        named = [value for name, value in scope["headers"] if name == b"host"]
        found = _NAME.fullmatch(named[0].decode("latin-1").lower()) if len(named) == 1 else None
        if found is None:
            return False
        name, port = found[1].rstrip("."), found[2]
        if name in (host.lower() for host in self.config.hosts):
            return True
        if int(port or (443 if scope.get("scheme") == "https" else 80)) != self.config.port:
            return False
        if name in LOOPBACK_NAMES:
            return True
        # An address itself cannot be made to point elsewhere: the one at which the request came in will do.
        reached = (scope.get("server") or ("", 0))[0]
        return not is_loopback(self.config.host) and is_address(reached) and name.strip("[]") == reached


def is_address(host: str) -> bool:
    """Whether it is a number of the network and no name.

    >>> is_address("203.0.113.7"), is_address("2001:db8::1"), is_address("desk.example.org")
    (True, True, False)
    """
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
