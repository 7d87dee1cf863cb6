"""How the guard refuses: a page in plain words, or a problem in JSON for the API; never data."""

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Scope

from bellwire.web.messages import language_of
from bellwire.web.problem import MEDIA, problem
from bellwire.web.render import render

API = "/api/"


def refusal(scope: Scope, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that no page is run for."""
    if scope["path"].startswith(API):
        return JSONResponse(problem(status, message, scope["path"]), status, headers, media_type=MEDIA)
    language = language_of(None, Headers(scope=scope).get("accept-language"))
    context = {"status": status, "message": language.gettext(message), "sign_in": False}
    return HTMLResponse(render("error.html.j2", language, context), status, headers)


def bare_refusal(status: int, message: str) -> Response:
    """The answer to a request that may not even come from a person."""
    return PlainTextResponse(message + "\n", status)
