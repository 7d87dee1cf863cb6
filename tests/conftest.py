"""Fixtures that tests share: stores of either kind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import BARE, REQUIRED, Missing, Server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL with PostGIS, one for all tests; they are skipped where the machine has none."""
    server = None
    try:
        try:
            server = Server(durable=False)
            server.drop(server.create(BARE))
        except Missing as missing:
            if os.environ.get(REQUIRED) == "1":
                pytest.fail(f"{missing}, and {REQUIRED}=1 asks for it", pytrace=False)
            pytest.skip(str(missing))
        yield server
    finally:
        if server is not None:
            server.stop()


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """The URL of a PostgreSQL store with this version's schema and nothing in it."""
    with postgres.database() as name:
        yield postgres.url(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """What `Store.open` and `--store` take: once an SQLite file that is not there yet, once a PostgreSQL database."""
    yield str(tmp_path / "desk.sqlite") if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """As `any_store`, but no store was ever opened there: PostgreSQL has PostGIS and no table."""
    if request.param == "sqlite":
        yield str(tmp_path / "desk.sqlite")
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(BARE) as name:
        yield server.url(name)
