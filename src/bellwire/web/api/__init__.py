"""The REST API, /api/v1: one module a resource."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.requests import Request

router = APIRouter(prefix="/api/v1")


def problem_of(request: Request, error: Exception) -> Response:
    """The answer to what failed, as application/problem+json (RFC 9457)."""
    from bellwire.web.app import said

    status, detail = said(error)
    body = {"type": "about:blank", "status": status, "detail": detail, "instance": request.url.path}
    return JSONResponse(body, status, media_type="application/problem+json")
