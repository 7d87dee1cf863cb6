"""The desk's cookies: read by no script, sent by no other site's page, and over https never in clear."""

import re
import secrets

from starlette.requests import HTTPConnection
from starlette.responses import Response

from bellwire.web.security.config import Guarded
from bellwire.workspace.sessions import LONGEST

VISIT = "bellwire-visit"
_SECRET = re.compile(r"[A-Za-z0-9_\-]{43}")
"""256 bits as they are written in a cookie."""


def new_visit() -> str:
    """A secret for somebody who has not signed in."""
    return secrets.token_urlsafe(32)


def _name(request: HTTPConnection, name: str) -> str:
    # Browsers take a __Host- cookie from this very host over https only: no neighbour can plant one.
    return f"__Host-{name}" if request.url.scheme == "https" else name


def secret_of(request: HTTPConnection, name: str) -> str | None:
    """A cookie's secret; None where it has none, or what cannot be one."""
    found = request.cookies.get(_name(request, name), "")
    return found if _SECRET.fullmatch(found) else None


def cookie_of(request: HTTPConnection, config: Guarded) -> str | None:
    """The secret of a session."""
    return secret_of(request, config.cookie)


def set_cookie(
    response: Response, request: HTTPConnection, config: Guarded, secret: str, *, name: str | None = None
) -> None:
    """Gives the browser a secret to keep: a session's, for as long as it can last, or one by another name."""
    response.set_cookie(
        _name(request, name or config.cookie),
        secret,
        max_age=LONGEST if name is None else None,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def drop_cookie(response: Response, request: HTTPConnection, config: Guarded) -> None:
    """Takes the session's back."""
    secure = request.url.scheme == "https"
    name = _name(request, config.cookie)
    response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="strict")
