"""A workspace in memory, and passwords that are checked quickly (the real parameters take 64 MB)."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from bellwire.workspace import Workspace, accounts


@pytest.fixture
def workspace(monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A new workspace."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", lambda: quick)
    opened = Workspace.open("sqlite://")
    yield opened
    opened.close()
