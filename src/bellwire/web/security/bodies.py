"""How much may be sent, and how slowly: a request that is too big or never ends is cut off."""

import time

import anyio
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bellwire.web.security.answers import refusal
from bellwire.web.security.config import Guarded

SIGN_IN = 64_000
"""Bytes that somebody who is not known yet may send."""
SLOW = "What you sent came too slowly, and was cut off. Please try again."


def too_large(limit: int) -> str:
    """What is said to somebody who sends too much."""
    return f"This is more than {limit / 1e6:g} MB. Send less at once, or raise the setting max_page_mb."


class Bodies:
    """Counts what comes in as it comes in, whatever its announced length."""

    def __init__(self, app: ASGIApp, config: Guarded) -> None:
        self.app = app
        self.config = config

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = SIGN_IN if scope["path"] == "/login" else self.config.max_body
        announced = Headers(scope=scope).get("content-length", "0")
        if not announced.isdigit() or int(announced) > limit:
            await refusal(scope, 413, too_large(limit), {"Connection": "close"})(scope, receive, send)
            return
        await self.app(scope, self._counted(receive, limit), send)

    def _counted(self, receive: Receive, limit: int) -> Receive:
        total, ended, end = 0, False, time.monotonic() + self.config.body_seconds

        async def counted() -> Message:
            nonlocal total, ended
            if ended:  # what comes now is only that the reader has gone
                return await receive()
            patience = min(self.config.idle_seconds, end - time.monotonic())
            with anyio.move_on_after(max(patience, 0)) as waiting:
                message = await receive()
            if waiting.cancelled_caught:
                raise HTTPException(408, SLOW, {"Connection": "close"})
            total += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if total > limit:
                raise HTTPException(413, too_large(limit), {"Connection": "close"})
            return message

        return counted
