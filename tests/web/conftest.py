"""Fixtures for the desk in the browser.

record_file   a store file with four invented reports; a copy of its own for every test
station       (Desk, Workspace) on that file
desk_app      the application, without its guard
client        somebody signed in as admin; `as_role("viewer")` gives others
desk_url      a real server behind its guard: the address that lets in (for a browser)
page          a new page in Debian's Chromium, wide; skipped where there is none
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from tests.web import attack
from tests.web import desk as made

from bellwire.desk import Desk
from bellwire.web.security import Guarded
from bellwire.workspace import Workspace

CHROMIUM = os.environ.get("BELLWIRE_CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def small_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store file that others are copies of."""
    file = tmp_path_factory.mktemp("record") / "desk.sqlite"
    with made.opened(file) as (desk, _):
        made.fill(desk, made.reports())
    return file


@pytest.fixture
def record_file(small_record: Path, tmp_path: Path) -> Path:
    """A store file of a test's own."""
    return Path(shutil.copy(small_record, tmp_path / "desk.sqlite"))


@pytest.fixture
def station(record_file: Path) -> Iterator[tuple[Desk, Workspace]]:
    """A desk on the small record, with a workspace."""
    with made.opened(record_file) as opened:
        yield opened


@pytest.fixture
def desk_app(station: tuple[Desk, Workspace]) -> FastAPI:
    """The application without its guard."""
    from bellwire.web.security import Guarded

    return made.create_app(*station, Guarded(analyst="ana"))


@pytest.fixture
def as_role(desk_app: FastAPI) -> Callable[..., TestClient]:
    """`as_role("viewer", name="ben")`: a client of somebody with a role."""
    return lambda role, name="ana": made.client_of(desk_app, name=name, role=role)


@pytest.fixture
def client(as_role: Callable[..., TestClient]) -> Iterator[TestClient]:
    """A client of an admin, with the application's background work running."""
    with as_role("admin") as found:
        yield found


@pytest.fixture
def desk_url(station: tuple[Desk, Workspace]) -> Iterator[str]:
    """The address that lets a browser into a real server."""
    with made.served(*station) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; tests skip where it is missing, and fail where BELLWIRE_REQUIRE_BROWSER=1 asks for it."""
    if CHROMIUM is None:
        why = "no Chromium; on Debian: apt-get install chromium"
        if os.environ.get("BELLWIRE_REQUIRE_BROWSER") == "1":
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A new page of its own; the test fails where its script fails."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    yield page
    context.close()
    assert not faults, faults


# ---------------------------------------------------------------- behind the guard


@pytest.fixture(scope="module")
def guarded_desk(small_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Workspace]]:
    """A desk that these tests share."""
    file = shutil.copy(small_record, tmp_path_factory.mktemp("desk") / "desk.sqlite")
    with attack.desk_of(Path(file)) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared(guarded_desk: tuple[Desk, Workspace]) -> tuple[TestClient, Guarded]:
    """A client of that desk, and what it is guarded with."""
    return attack.behind_guard(*guarded_desk, max_body=200_000)


@pytest.fixture
def door(shared: tuple[TestClient, Guarded]) -> tuple[TestClient, Guarded]:
    """A client that nobody let in yet, and what its desk is guarded with."""
    shared[0].cookies.clear()
    return shared


@pytest.fixture
def inside(door: tuple[TestClient, Guarded]) -> TestClient:
    """A client that a launch link let in."""
    attack.launch(*door)
    return door[0]
