"""How the API answers: records as the bytes that the codec writes, where the next page is, and whether it changed."""

import hashlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from bellwire.errors import InputError
from bellwire.model.codec import encode, encode_plain
from bellwire.store import View
from bellwire.version import __version__
from bellwire.web.here import Here
from bellwire.web.query import QueryError

JSON = "application/json"
ELSEWHERE = ("lang",)
"""Parameters that change nothing in an answer."""


def joined(**fields: Any) -> bytes:
    """A JSON object of fields that are plain values, or JSON already (bytes).

    >>> joined(total=2, incidents=b'[{"id":"i-1"}]', after=None)
    b'{"total":2,"incidents":[{"id":"i-1"}],"after":null}'
    """
    pairs = (encode_plain(k) + b":" + (v if isinstance(v, bytes) else encode_plain(v)) for k, v in fields.items())
    return b"{" + b",".join(pairs) + b"}"


def listed(records: Iterable[object]) -> bytes:
    """Records as a JSON list."""
    return b"[" + b",".join(map(encode, records)) + b"]"


def number(value: float | None) -> float | int | None:
    """A number as JSON writes it shortest: 12, not 12.0."""
    return int(value) if value is not None and value == int(value) else value


def next_page(here: Here, after: object) -> str | None:
    """The address of the page after this one; None where it is the last."""
    if after is None:
        return None
    kept = [(name, v) for name, v in here.request.query_params.multi_items() if name not in ("after", *ELSEWHERE)]
    return f"{here.request.url.path}?{urlencode([*kept, ('after', str(after))])}"


def link_to(following: str | None) -> dict[str, str]:
    """The header that says where the next page is (RFC 8288)."""
    return {"Link": f'<{following}>; rel="next"'} if following else {}


def page(here: Here, name: str, records: Iterable[object], after: object, **more: Any) -> Response:
    """A page of a list, with where the next one begins."""
    following = next_page(here, after)
    body = joined(**{name: listed(records)}, **more, after=None if after is None else str(after), next=following)
    return Response(body, headers=link_to(following), media_type=JSON)


def record(found: object) -> Response:
    """A record alone."""
    return Response(encode(found), media_type=JSON)


def plain(found: object) -> Response:
    """Plain values."""
    return Response(encode_plain(found), media_type=JSON)


def etag_of(here: Here, view: View) -> str:
    """What an answer is known by: the record's last entry, and all that was asked. It costs one look into the log."""
    asked = sorted((k, v) for k, v in here.request.query_params.multi_items() if k not in ELSEWHERE)
    known = [__version__, view.last_seq(), here.settings.reviewers, here.request.url.path, asked]
    return f'"{hashlib.sha256(encode_plain(known)).hexdigest()[:32]}"'


def is_known(given: str | None, tag: str) -> bool:
    """Whether an If-None-Match names a tag.

    >>> is_known('"a", W/"b"', '"b"'), is_known("*", '"b"'), is_known(None, '"b"')
    (True, True, False)
    """
    names = [name.strip().removeprefix("W/") for name in (given or "").split(",")]
    return "*" in names or tag in names


def unless_known(here: Here, answer: Callable[[View], Response]) -> Response:
    """The answer, or that it is still what was given before (304), which costs next to nothing."""
    with ExitStack() as opened:
        try:
            view = opened.enter_context(here.view())
        except InputError as error:
            raise QueryError("as_known_on", str(error)) from error
        tag = etag_of(here, view)
        if is_known(here.request.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={"ETag": tag})
        response = answer(view)
    response.headers["ETag"] = tag
    return response
