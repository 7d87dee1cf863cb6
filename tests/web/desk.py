"""A running desk for tests: a small record, an application with somebody signed in, a server for a browser."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from bellwire import code
from bellwire.desk import Desk
from bellwire.model import Report
from bellwire.settings import Settings
from bellwire.web.app import create_app, guarded
from bellwire.web.security import Guarded, User
from bellwire.web.security.users import KEY
from bellwire.workspace import Workspace

NOW = "2025-11-20T08:00:00Z"
CSRF = "a token for tests"

TEXTS = (
    (
        "https://gaopost.example/1", "Gao Post", "2024-05-02",
        "Market shelled in Gao\n\nAt least 12 people were killed on Wednesday when shells hit the market in Gao, "
        "residents said.\n\n“We carried the wounded ourselves,” said Amadou Traore, a trader.",
    ),
    (
        "https://riverradio.example/9", "River Radio", "2024-05-03",
        "Gao toll rises\n\nThe army said on Thursday that 17 people were killed in the shelling of Gao's market on "
        "Wednesday. A spokesman for the rebels denied that its fighters had fired on the town.",
    ),
    (
        "https://dailycoast.example/7", "Daily Coast", "2024-05-04",
        "Protest in Bamako\n\nHundreds of people marched in Bamako on Friday to protest against fuel prices, police "
        "said. Officers arrested 23 protesters.",
    ),
    (
        "https://sahelwire.example/3", "Sahel Wire", "2024-05-06",
        "Families flee Menaka\n\nSome 3,000 people have fled Menaka since Sunday after gunmen attacked two villages, "
        "the United Nations said on Monday. Six civilians were killed, according to local officials.",
    ),
)  # fmt: skip
"""Invented reports: what they tell of did not happen."""


def reports() -> list[Report]:
    """The reports of the small record."""
    return [code(text, kind="article", url=url, outlet=outlet, published=day) for url, outlet, day, text in TEXTS]


def fill(desk: Desk, found: list[Report], now: str = NOW) -> None:
    """Keeps and relates reports."""
    for _ in desk.keep(found, now=now):
        pass
    for _ in desk.relate(now=now):
        pass


@contextmanager
def opened(store: Path, **settings: object) -> Iterator[tuple[Desk, Workspace]]:
    """A desk on a store, with a workspace in memory."""
    made = Settings(store=str(store), **{"analyst": "ana", **settings})  # type: ignore[arg-type]
    workspace = Workspace.open("sqlite://")
    try:
        with Desk.open(made) as desk:
            yield desk, workspace
    finally:
        workspace.close()


class SignedIn:
    """The application with somebody signed in, without the guard around it."""

    def __init__(self, app: ASGIApp, user: User) -> None:
        self.app, self.user = app, user

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers as the application does."""
        if scope["type"] == "http":
            scope = {**scope, KEY: self.user}
        await self.app(scope, receive, send)


def client_of(app: FastAPI, *, name: str = "ana", role: str | None = "admin", fails: bool = True) -> TestClient:
    """A client that is signed in; it follows no redirect, and fails where the application does, if it should."""
    user = User(name=name, role=role, csrf=CSRF, session="s-1", by="launch")  # type: ignore[arg-type]
    made = TestClient(
        SignedIn(app, user), base_url="http://127.0.0.1:8321", follow_redirects=False, raise_server_exceptions=fails
    )
    made.headers["X-CSRF-Token"] = CSRF
    return made


@contextmanager
def served(desk: Desk, workspace: Workspace) -> Iterator[str]:
    """A server behind its guard; gives the address that lets in, once."""
    config = Guarded(port=0, analyst="ana")
    server = uvicorn.Server(uvicorn.Config(lambda: None, host="127.0.0.1", port=0, log_level="error"))
    sock = server.config.bind_socket()
    port = sock.getsockname()[1]
    config = Guarded(port=port, analyst="ana", launch=config.launch)
    server.config.app = guarded(desk, workspace, config)
    server.config.loaded = False
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            threading.Event().wait(0.02)
        yield f"http://127.0.0.1:{port}/launch?token={config.launch.make()}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        sock.close()


__all__ = ["CSRF", "NOW", "TEXTS", "client_of", "create_app", "fill", "opened", "reports", "served"]
