"""What pages of other sites may not do: send forms here, or draw the desk's pages and data into their own.

Browsers say where a request comes from, in Sec-Fetch-Site or in Origin; programs that are no browsers say neither, and
hold no cookie that they were not given.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from bellwire.web.security.answers import bare_refusal
from bellwire.web.security.csrf import SAFE

OURS = frozenset(("same-origin", "none"))
NO_ORIGIN = "null"
"""What a browser sends with a form of our own pages, which ask it to tell nobody where it comes from (no-referrer). It
cannot be told from a sandboxed page's by itself, but Sec-Fetch-Site can, which no page can set."""
MESSAGE = "403: this came from another site's page. Open the desk itself, and do it there."


class Origins:
    """Refuses what a page of another site sends or embeds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] == "http" and not from_here(scope):
            await bare_refusal(403, MESSAGE)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def from_here(scope: Scope) -> bool:
    """Whether a request is one of the desk's own pages, of a person's, or only opens a page from a link elsewhere."""
    headers = Headers(scope=scope)
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if scope["method"] in SAFE:
        opens = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") in (None, "document")
        return site is None or site in OURS or opens
    if site is not None and site not in OURS:
        return False
    if site == "same-origin" and origin == NO_ORIGIN:
        return True
    return origin is None or same_origin(origin, headers.get("host", ""), scope.get("scheme", "http"))


def same_origin(origin: str, host: str, scheme: str) -> bool:
    """Whether an Origin is this host. A proxy that is not trusted may hide that it speaks https: that is let be.

    >>> same_origin("http://127.0.0.1:8321", "127.0.0.1:8321", "http"), same_origin("null", "127.0.0.1:8321", "http")
    (True, False)
    >>> same_origin("http://desk.example.org", "desk.example.org", "https")
    False
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or (scheme == "https" and parts.scheme != "https"):
        return False
    standard = {"http": 80, "https": 443}[parts.scheme]
    named = urlsplit(f"//{host.lower()}")
    return parts.hostname == named.hostname and (port or standard) == (named.port or standard)
