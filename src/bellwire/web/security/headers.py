"""What every answer tells the browser: run only the desk's own scripts, show it in nobody's frame, keep nothing."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
YEAR = 365 * 24 * 3600
"""Seconds."""


class Headers:
    """Adds them to every answer, whoever gives it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(scope, MutableHeaders(scope=message), message["status"])
            await send(message)

        await self.app(scope, receive, with_headers)


def add_headers(scope: Scope, headers: MutableHeaders, status: int) -> None:
    """Adds them; a page may say a stricter policy beside this one, as browsers keep to both, but none in its place."""
    headers.append("Content-Security-Policy", POLICY)
    for name, value in ALWAYS.items():
        headers[name] = value
    if scope.get("scheme") == "https":
        headers["Strict-Transport-Security"] = f"max-age={YEAR}"
    headers.setdefault("Cache-Control", kept_for(scope, status, headers.get("content-type", "")))


def kept_for(scope: Scope, status: int, kind: str) -> str:
    """How long a browser may keep an answer: pages not at all, the API only to ask whether it is still so, and the
    desk's own files, whose address changes with them, for good."""
    path: str = scope["path"]
    if path.startswith("/static/") and status == 200:
        return f"public, max-age={YEAR}, immutable" if b"v=" in scope.get("query_string", b"") else "no-cache"
    if path.startswith("/api/") and status in (200, 304) and not kind.startswith("text/html"):
        return "private, no-cache"
    return "no-store"
