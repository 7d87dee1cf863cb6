"""The form in which the API says what went wrong: application/problem+json (RFC 9457)."""

from http import HTTPStatus
from typing import Any

MEDIA = "application/problem+json"
DOCS = "/api/v1/docs"
KINDS = {
    400: "bad-request",
    401: "not-signed-in",
    403: "refused",
    404: "not-found",
    405: "method-not-allowed",
    408: "too-slow",
    409: "conflict",
    413: "too-large",
    415: "unknown-kind",
    422: "cannot-be",
    500: "failed",
    503: "busy",
}
"""The kind of problem of each status: the documentation has a paragraph for each."""


def problem(status: int, detail: str, path: str) -> dict[str, Any]:
    """What went wrong, by status, in words, and what was asked.

    >>> problem(404, "there is no incident 'i-0' in the record", "/api/v1/incidents/i-0")["type"]
    '/api/v1/docs#not-found'
    """
    return {
        "type": f"{DOCS}#{KINDS.get(status, 'failed')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": path,
    }
