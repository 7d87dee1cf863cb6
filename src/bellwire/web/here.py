"""What a page's handler gets: who asks, what for, in which language, and as of when; and how it answers."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.requests import Request

from bellwire.brief.words import country_name
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model import Incident
from bellwire.model.words import EVENT_TYPES
from bellwire.settings import Settings
from bellwire.store import Filter, View
from bellwire.web.messages import ENGLISH, Language, language_of, languages
from bellwire.web.pages.table import NAV, Nav
from bellwire.web.query import filter_of, params_of
from bellwire.web.render import path_part, render
from bellwire.web.security import User, needs, user_of
from bellwire.web.station import Station
from bellwire.web.words import shown_word
from bellwire.workspace import Workspace

__all__ = ["Asked", "Here", "at", "needs"]
NOTICE = "bellwire-notice"
GRAPHIC = "graphic"
LANGUAGE = "bellwire-language"
YEAR = 365 * 24 * 3600
"""Seconds."""
Params = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """One request to the desk. `static` says that the page is written to a file, for a site without a server."""

    request: Request
    station: Station
    user: User
    language: Language
    as_known_on: str | None = None
    static: bool = False
    _notices: list[dict[str, str]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The record, and what works on it."""
        return self.station.desk

    @property
    def workspace(self) -> Workspace:
        """What belongs to the desk and not to the record."""
        return self.station.workspace

    @property
    def settings(self) -> Settings:
        """What is set."""
        return self.desk.settings

    @property
    def filter(self) -> Filter:
        """What the query string asks for; raises InputError for what cannot be."""
        return filter_of(self.request.query_params.multi_items())

    @property
    def htmx(self) -> bool:
        """Whether only a piece of the page is asked for."""
        return self.request.headers.get("hx-request") == "true" and "hx-boosted" not in self.request.headers

    @property
    def graphic(self) -> str:
        """Whether the reader chose to see graphic content at once: `show`, else nothing."""
        return "show" if self.request.cookies.get(GRAPHIC) == "show" else ""

    def map_of(self, incident: Incident) -> dict[str, object]:
        """An incident alone, in the form that the map reads."""
        where = incident.where
        killed = [t for t in incident.tallies if t.measure == "killed" and not t.part]
        point: dict[str, object] = {
            "id": incident.id,
            "lat": where and where.lat,
            "lon": where and where.lon,
            "type": incident.type,
            "prec": where and where.precision,
            "killed": max((t.high for t in killed if t.high is not None), default=None),
            "low": min((t.low for t in killed if t.low is not None), default=None),
            "disagree": int(any(t.disagree for t in incident.tallies)),
            "title": incident.title,
            "day": incident.date.value if incident.date else None,
        }
        columns = {name: [value] for name, value in point.items()}
        return {"total": 1, "binned": False, "points": columns}

    def types(self) -> dict[str, str]:
        """What each type of event is called."""
        return {type: self._(shown_word("type", type)) for type in EVENT_TYPES}

    def _(self, message: str, **values: object) -> str:
        """A message in the reader's language."""
        said = self.language.gettext(message)
        return said % values if values else said

    @contextmanager
    def view(self) -> Iterator[View]:
        """The record as the reader asks to see it: now, or as it was known on a day."""
        with self.desk.view(self.as_known_on) as view:
            yield view

    def asked(self, name: str, default: str = "") -> str:
        """A value of the query string."""
        return self.request.query_params.get(name, default).strip()

    def url(self, path: str, given: Filter | Params | None = None, **more: object) -> str:
        """An address of the desk: a path with a filter or parameters; a value of None leaves a parameter out.

        The day as of which the reader looks goes with every link.
        """
        pairs = params_of(given) if isinstance(given, Filter) else list(given or ())
        pairs = [(name, value) for name, value in pairs if name not in more]
        pairs += [(name, str(value)) for name, value in more.items() if value is not None]
        if self.as_known_on and not any(name == "as_known_on" for name, _ in pairs) and "as_known_on" not in more:
            pairs.append(("as_known_on", self.as_known_on))
        path, mark, anchor = path.partition("#")
        return path + (f"?{urlencode(pairs)}" if pairs else "") + mark + anchor

    def here(self, **more: object) -> str:
        """The address of this page with some parameters changed, and begun anew where it is a list."""
        kept = [(name, v) for name, v in self.request.query_params.multi_items() if name not in ("after", "lang")]
        return self.url(self.request.url.path, kept, **more)

    def kept(self) -> Params:
        """What the query string asks for, but for the day that is looked at: for a form that changes only that."""
        left = ("as_known_on", "after", "lang")
        return [(name, value) for name, value in self.request.query_params.multi_items() if name not in left]

    def days(self) -> tuple[str, ...]:
        """The days on which the record changed, the first first."""
        with self.desk.view() as view:
            return self.station.known.of(view)

    def page(self, template: str, **context: object) -> str:
        """A template filled in, as text."""
        shared: dict[str, Any] = {
            "here": self,
            "url": self.url,
            "user": self.user,
            "nav": self.nav(),
            "languages": [Language(code) for code in languages()],
            "csrf": self.csrf,
            "notice": self.notice(),
        }
        return render(template, self.language, shared | context)

    def render(self, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
        """A page."""
        response = HTMLResponse(self.page(template, **context), status)
        if self.asked("lang"):
            response.set_cookie(LANGUAGE, self.language.code, max_age=YEAR, samesite="lax", path="/")
        if NOTICE in self.request.cookies and not self.htmx:
            response.delete_cookie(NOTICE, path="/")
        return response

    def data(self, name: str) -> str:
        """Where the map or the timeline gets what this page's filter lets through."""
        return self.url(f"/api/v1/{name}", self.filter)

    def asset(self, name: str) -> str:
        """Where a file, or a folder, of the desk's own lies."""
        return f"/static/{name}"

    def incident_url(self, id: str) -> str:
        """The address of an incident's page."""
        return self.url(f"/incidents/{path_part(id)}")

    def report_url(self, id: str, record: str | None = None) -> str:
        """The address of a report's page; with a record, of the words it was read from."""
        return self.url(f"/reports/{path_part(id)}" + (f"#{record}" if record else ""))

    def record_url(self, end: str) -> str:
        """The address of a record that is named `REPORT#RECORD`."""
        report, _, record = end.rpartition("#")
        return self.report_url(report, record) if report else self.report_url(end)

    def country(self, code: str) -> str:
        """A country's name in the reader's language; the code itself where it is none."""
        if self.language.code == ENGLISH:
            return country_name(code.upper()) or code
        return str(self.language.locale.territories.get(code.upper(), code))

    def nav(self) -> tuple[Nav, ...]:
        """The pages that this person may open."""
        return tuple(entry for entry in NAV if self.user.may(entry.role))

    def csrf(self) -> Any:
        """The field that every form that changes something carries."""
        from markupsafe import Markup

        return Markup('<input type="hidden" name="csrf" value="{}">').format(self.user.csrf)

    def notice(self) -> dict[str, str] | None:
        """What the last request wants to be told, once."""
        kept = self.request.cookies.get(NOTICE)
        try:
            found = json.loads(bytes.fromhex(kept)) if kept else None
        except ValueError:
            return None
        return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else None

    def see(
        self, path: str, message: str | None = None, *, undo: str | None = None, again: bool = False
    ) -> RedirectResponse:
        """On to a page of the desk, with a message at its head; `undo` is a judgement that a button there undoes.

        `again` says that it is an undo itself: then the key does not press the button, or undoing twice would redo.
        """
        response = RedirectResponse(local_path(path), 303)
        if message:
            told = (
                json.dumps(
                    {"message": message} | ({"undo": undo} if undo else {}) | ({"again": "yes"} if again else {})
                )
                .encode()
                .hex()
            )
            response.set_cookie(NOTICE, told, max_age=60, httponly=True, samesite="strict", path="/")
        return response


def local_path(path: str) -> str:
    """The path where it is one of this desk, else its first page: no form leads a reader away.

    >>> local_path("/review?after=1"), local_path("//evil.example/"), local_path("https://evil.example/")
    ('/review?after=1', '/', '/')
    """
    ours = path.startswith("/") and path[1:2] not in ("/", "\\") and not any(c in path for c in "\r\n\t\\")
    return quote(path, safe="/:?#[]@!$&'()*+,;=%~") if ours else "/"


def at(request: Request) -> Here:
    """What a handler gets: `here: Here = Depends(at)`. Raises InputError for a day that is none."""
    asked = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    day = request.query_params.get("as_known_on", "").strip() or None
    if day is not None and len(day) > 32:
        raise InputError("as_known_on: give a day (2024-05-02) or a UTC time (2024-05-02T14:00:00Z)")
    return Here(
        request=request,
        station=request.app.state.station,
        user=user_of(request),
        language=language_of(asked, request.headers.get("accept-language")),
        as_known_on=day,
    )


Asked = Annotated[Here, Depends(at)]
"""A handler's parameter: `def page(here: Asked)`."""
Handler = Callable[..., Any]
