"""Sign-ins and tokens: worth something for a time, and nothing from the moment on that they are ended."""

import pytest
from sqlalchemy import select, text

from bellwire.errors import InputError
from bellwire.workspace import Workspace
from bellwire.workspace.moments import later
from bellwire.workspace.sessions import (
    IDLE,
    LONGEST,
    end_session,
    note_seen,
    open_session,
    session,
    session_of,
    sessions_of,
)
from bellwire.workspace.tokens import make_token, revoke_token, token, token_of, tokens

NOW = "2026-11-20T10:00:00Z"
HOUR = 3600


def test_no_secret_is_kept(workspace: Workspace) -> None:
    """Without it whoever reads the file is signed in as everybody."""
    secret = open_session(workspace, "Ana", "account", now=NOW)
    _, bearer = make_token(workspace, "export", "Ana", "viewer", now=NOW)
    with workspace.connect() as connection:
        kept = str(connection.execute(select(session)).all()) + str(connection.execute(select(token)).all())
    assert secret not in kept
    assert bearer not in kept
    assert len({open_session(workspace, "Ana", "account", now=NOW) for _ in range(50)}) == 50


def test_a_sign_in_ends_when_it_is_not_used(workspace: Workspace) -> None:
    """Without it a machine that was left somewhere stays signed in."""
    secret = open_session(workspace, "Ana", "account", now=NOW)
    assert session_of(workspace, secret, now=later(NOW, IDLE - 1))
    assert session_of(workspace, secret, now=later(NOW, IDLE)) is None
    assert sessions_of(workspace, "Ana", now=later(NOW, IDLE)) == ()


def test_a_tab_that_is_left_open_stays_signed_in_but_not_for_ever(workspace: Workspace) -> None:
    """Without it an analyst signs in all day, or a stolen cookie works all year."""
    secret, moment = open_session(workspace, "Ana", "account", now=NOW), NOW
    hours = 0
    while found := session_of(workspace, secret, now=moment):
        note_seen(workspace, found, now=moment)
        moment = later(moment, HOUR)
        hours += 1
    assert hours == LONGEST // HOUR


def test_signing_out_ends_the_sign_in_for_whoever_has_the_cookie(workspace: Workspace) -> None:
    """Without it a cookie that was copied goes on working."""
    secret = open_session(workspace, "Ana", "account", now=NOW)
    found = session_of(workspace, secret, now=NOW)
    assert found
    assert not end_session(workspace, found.id, name="Ben", now=NOW)
    assert session_of(workspace, secret, now=NOW)
    assert end_session(workspace, found.id, name="ana", now=NOW)
    assert session_of(workspace, secret, now=NOW) is None


def test_sign_ins_that_have_ended_are_forgotten(workspace: Workspace) -> None:
    """Without it the file grows for ever, and says for ever who worked when."""
    open_session(workspace, "Ana", "account", now=NOW)
    open_session(workspace, "Ben", "account", now=later(NOW, LONGEST))
    with workspace.connect() as connection:
        assert connection.scalars(select(session.c.name)).all() == ["Ben"]


@pytest.mark.parametrize("secret", ["", "x", "' or 1=1 --", "\ud800", "x" * 100_000])
def test_what_is_no_secret_lets_nobody_in(workspace: Workspace, secret: str) -> None:
    """Without it a crafted cookie breaks the desk, or opens it."""
    open_session(workspace, "Ana", "account", now=NOW)
    assert session_of(workspace, secret, now=NOW) is None
    assert token_of(workspace, secret, now=NOW) is None


def test_a_token_lets_in_until_it_ends_or_is_revoked(workspace: Workspace) -> None:
    """Without it a leaked token could not be stopped."""
    made, secret = make_token(workspace, "export", "Ana", "viewer", now=NOW, days=1)
    other, _ = make_token(workspace, "export", "Ana", "viewer", now=NOW, days=1)
    assert token_of(workspace, secret, now=later(NOW, 23 * HOUR))
    assert token_of(workspace, secret, now=later(NOW, 24 * HOUR)) is None
    revoke_token(workspace, made.id, now=NOW, by="Ana")
    assert token_of(workspace, secret, now=NOW) is None
    assert {one.id: one.works(NOW) for one in tokens(workspace)} == {made.id: False, other.id: True}


def test_one_sees_when_a_token_was_last_used(workspace: Workspace) -> None:
    """Without it nobody dares to revoke an old token."""
    _, secret = make_token(workspace, "export", "Ana", "viewer", now=NOW)
    assert tokens(workspace)[0].used is None
    token_of(workspace, secret, now=later(NOW, HOUR))
    assert tokens(workspace)[0].used == later(NOW, HOUR)


def test_nobody_revokes_the_token_of_another(workspace: Workspace) -> None:
    """Without it one user stops another's exports."""
    made, secret = make_token(workspace, "export", "Ana", "viewer", now=NOW)
    with pytest.raises(InputError, match="no token"):
        revoke_token(workspace, made.id, now=NOW, by="Ben", owner="Ben")
    assert token_of(workspace, secret, now=NOW)


@pytest.mark.parametrize(
    ("name", "role", "days"), [("", "viewer", 1), ("x" * 65, "viewer", 1), ("x", "root", 1), ("x", "viewer", 0)]
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(workspace: Workspace, name: str, role: str, days: int) -> None:
    """Without it a token would be kept that nobody can name, or that never ends."""
    with pytest.raises(InputError):
        make_token(workspace, name, "Ana", role, now=NOW, days=days)
    with workspace.connect() as connection:
        assert connection.scalar(text("select count(*) from token")) == 0
