"""A form counts only when it carries what a page of this desk gave to this very session."""

import hmac
from collections.abc import AsyncIterator
from hashlib import sha256

from starlette.requests import Request

from bellwire.web.errors import Refused
from bellwire.web.security.users import user_of

SAFE = frozenset(("GET", "HEAD", "OPTIONS", "TRACE"))
HEADER = "x-csrf-token"
FIELD = "csrf"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LONGEST_FIELD = 64_000_000
"""Bytes of a pasted text; the whole request is bounded before it comes here (see bodies.py)."""


def csrf_of(secret: str) -> str:
    """What the forms of a session carry: derived from the cookie's secret, which it does not give away."""
    return hmac.new(secret.encode(), b"csrf", sha256).hexdigest()


async def checked(request: Request) -> AsyncIterator[None]:
    """Refuses an unsafe request that does not carry its session's word, in a header or in a field of a form.

    A dependency of the whole application. Who came with a token of the API needs none: no browser sends that by itself.
    What a form sent is let go of at the end.
    """
    try:
        if request.method not in SAFE and user_of(request).by != "token":
            await _check(request)
        yield
    finally:
        await request.close()


async def _check(request: Request) -> None:
    user, given = user_of(request), request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").lower().startswith(FORMS):
        form = await request.form(max_part_size=LONGEST_FIELD)
        field = form.get(FIELD)
        given = field if isinstance(field, str) else None
    if not (given and user.csrf and hmac.compare_digest(given.encode(), user.csrf.encode())):
        raise Refused(
            "This form is of an older sign-in, or not of this desk. Go back, load the page again, and repeat."
        )
