"""What went wrong, as application/problem+json (RFC 9457), with the parameter or field at fault where there is one."""

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bellwire.errors import BellwireError
from bellwire.model.codec import encode_plain
from bellwire.web.errors import OUR_FAULT, status_of
from bellwire.web.problem import DOCS, MEDIA, problem
from bellwire.web.query import QueryError
from bellwire.web.writing import Busy

WAIT_SECONDS = "5"
MOST_FAULTS = 20


class ParameterError(QueryError):
    """A query has a parameter that is none of the operation's."""


def problem_of(request: Request, error: Exception) -> Response:
    """The answer to what failed."""
    status, detail, faults = _read(request, error)
    body = problem(status, detail, request.url.path)
    if faults:
        body |= {"parameter": faults[0]["parameter"], "faults": faults[:MOST_FAULTS]}
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if status == 405:
        headers["Allow"] = _allowed(request)
    if status == 503:
        headers["Retry-After"] = WAIT_SECONDS
    return Response(encode_plain(body), status, headers, MEDIA)


def _read(request: Request, error: Exception) -> tuple[int, str, list[dict[str, str]]]:
    """The status, what is said, and each parameter at fault."""
    if isinstance(error, QueryError):
        return 422, str(error), [{"parameter": error.parameter, "detail": str(error)}]
    if isinstance(error, Busy):
        return 503, str(error), []
    if isinstance(error, BellwireError):
        return status_of(error), str(error), []
    if isinstance(error, RequestValidationError):
        faults = [{"parameter": _named(e["loc"]), "detail": str(e["msg"])} for e in error.errors()]
        return 422, "; ".join(f"{f['parameter']}: {f['detail']}" for f in faults[:MOST_FAULTS]), faults
    if isinstance(error, HTTPException):
        return error.status_code, _said(request, error), []
    return 500, OUR_FAULT, []


def _named(place: tuple[int | str, ...]) -> str:
    """A parameter, or a field of a body by its path."""
    return ".".join(str(part) for part in place[1:]) or str(place[0])


def _said(request: Request, error: HTTPException) -> str:
    if error.status_code == 404:
        return f"there is nothing at {request.url.path}; see {DOCS}"
    if error.status_code == 405:
        return f"{request.method} cannot be used here; {request.url.path} takes {_allowed(request)}"
    return str(error.detail)


def _allowed(request: Request) -> str:
    """The methods that a path takes: several operations may share it."""
    from bellwire.web.api.openapi import methods_of

    return ", ".join(sorted(methods_of(request.url.path)))
