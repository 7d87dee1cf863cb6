"""The desk as an application: its pages, the REST API and what guards them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp

from bellwire.desk import Desk
from bellwire.errors import BellwireError
from bellwire.version import __version__
from bellwire.web import api, security
from bellwire.web.errors import OUR_FAULT, NotLoggedIn, status_of
from bellwire.web.jobs import Jobs
from bellwire.web.messages import language_of
from bellwire.web.pages.table import PAGES
from bellwire.web.render import STATIC, render
from bellwire.web.security import Guarded
from bellwire.web.security.csrf import checked
from bellwire.web.station import Station
from bellwire.web.writing import Writing
from bellwire.workspace import Workspace

ASSETS = ("map.js", "timeline.js", "marks.js", "keys.js", "add.js", "site.js", "htmx.js", "leaflet.css")


def missing_assets() -> tuple[str, ...]:
    """The files that are built from TypeScript and are not there."""
    return tuple(name for name in ASSETS if not (STATIC / "built" / name).is_file())


def create_app(desk: Desk, workspace: Workspace, config: Guarded) -> FastAPI:
    """The application of a desk, without its guard: see `guarded`."""
    writing = Writing()
    station = Station(desk=desk, workspace=workspace, writing=writing, jobs=Jobs(desk, workspace, writing))

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        station.jobs.start()
        try:
            yield
        finally:
            station.jobs.stop()

    app = FastAPI(
        title="Bellwire",
        version=__version__,
        lifespan=running,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(checked)],
    )
    app.state.station = station
    app.state.config = config
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(api.router)
    for name in PAGES:
        app.include_router(import_module(f"bellwire.web.pages.{name}").router)
    app.add_exception_handler(BellwireError, _failed)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _failed)
    app.add_exception_handler(Exception, _failed)  # told in words; the server still prints what happened
    return app


def guarded(desk: Desk, workspace: Workspace, config: Guarded) -> ASGIApp:
    """The application of a desk behind its guard: what a server runs."""
    return security.guard(create_app(desk, workspace, config), config, workspace)


def _failed(request: Request, error: Exception) -> Response:
    """The answer to what failed: a problem in JSON under /api, else a page that says it in words."""
    if request.url.path.startswith("/api/"):
        return api.problem_of(request, error)
    status, message = said(error)
    language = language_of(request.query_params.get("lang"), request.headers.get("accept-language"))
    page = render(
        "error.html.j2",
        language,
        {"status": status, "message": message, "sign_in": isinstance(error, NotLoggedIn)},
    )
    return HTMLResponse(page, status)


def said(error: Exception) -> tuple[int, str]:
    """The status and the words of what failed."""
    if isinstance(error, BellwireError):
        return status_of(error), str(error)
    if isinstance(error, RequestValidationError):
        faults = [f"{'.'.join(str(p) for p in e['loc'][1:]) or 'the request'}: {e['msg']}" for e in error.errors()]
        return 422, "; ".join(faults)
    if isinstance(error, HTTPException):
        return error.status_code, str(error.detail)
    return 500, OUR_FAULT
