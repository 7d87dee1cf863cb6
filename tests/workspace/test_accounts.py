"""Accounts: who is let in, who is not, and that neither can be found out or forced."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from bellwire.errors import InputError
from bellwire.workspace import Workspace, accounts
from bellwire.workspace.accounts import (
    LIMITS,
    SignInRefused,
    account_of,
    add_account,
    has_admin,
    remove_account,
    set_password,
    set_role,
    sign_in,
)
from bellwire.workspace.journal import lines
from bellwire.workspace.moments import later
from bellwire.workspace.sessions import open_session, session_of, sessions_of
from bellwire.workspace.tokens import make_token, token_of

NOW = "2026-11-20T10:00:00Z"
GOOD = "four green boats sail"


def add(workspace: Workspace, name: str = "Ana", role: str = "editor", password: str = GOOD) -> None:
    add_account(workspace, name, role, password, by="bo", now=NOW)


def refused(workspace: Workspace, name: str, password: str = "a wrong guess", **more: str) -> str:
    with pytest.raises(SignInRefused) as caught:
        sign_in(workspace, name, password, **{"now": NOW, "address": "203.0.113.7", **more})
    return str(caught.value)


def test_a_password_is_kept_only_as_an_argon2id_hash(workspace: Workspace) -> None:
    """Without it whoever gets the file has everybody's password."""
    add(workspace)
    with workspace.connect() as connection:
        kept = connection.scalar(select(accounts.account.c.password))
    assert kept.startswith("$argon2id$")
    assert GOOD not in kept


def test_the_real_parameters_are_those_of_rfc_9106() -> None:
    """Without it a stolen file is guessed through at leisure."""
    made = PasswordHasher()
    assert (made.type.name, made.memory_cost >= 65536, made.time_cost >= 3) == ("ID", True, True)
    assert accounts.hasher().memory_cost == made.memory_cost


def test_a_hash_of_older_parameters_is_made_anew_at_the_next_sign_in(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it accounts of today would stay at today's strength for ever."""
    add(workspace)
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", lambda: stronger)
    sign_in(workspace, "Ana", GOOD, now=NOW)
    with workspace.connect() as connection:
        kept = connection.scalar(select(accounts.account.c.password))
    assert not stronger.check_needs_rehash(kept)
    assert sign_in(workspace, "Ana", GOOD, now=NOW).name == "Ana"


@pytest.mark.parametrize("name", ["Ana", "ana", "  ANA "])
def test_a_name_is_the_same_however_it_is_capitalised(workspace: Workspace, name: str) -> None:
    """Without it one would be told that a right password is wrong."""
    add(workspace)
    assert sign_in(workspace, name, GOOD, now=NOW).name == "Ana"


def test_nobody_learns_whether_a_name_is_known(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a stranger could list who works at the desk."""
    add(workspace)
    checked: list[str] = []
    verify = accounts._verify
    monkeypatch.setattr(accounts, "_verify", lambda kept, given: checked.append(kept) or verify(kept, given))
    assert refused(workspace, "Ana") == refused(workspace, "Nobody")
    assert len(checked) == 2  # the same work: as long for one as for the other
    assert all(kept.startswith("$argon2id$") for kept in checked)


@pytest.mark.parametrize("name", ["Ana", "Nobody"])
def test_guessing_ends_after_a_few_tries_even_with_the_right_password(workspace: Workspace, name: str) -> None:
    """Without it a machine guesses until it is in; a name that is not there behaves the same."""
    add(workspace)
    for _ in range(LIMITS["both"]):
        assert "not right" in refused(workspace, name)
    assert "Too many tries" in refused(workspace, name, GOOD)


def test_another_person_may_sign_in_while_one_is_held_off(workspace: Workspace) -> None:
    """Without it anyone could lock a whole office, or a colleague who is elsewhere, out."""
    add(workspace)
    add(workspace, "Ben")
    for _ in range(LIMITS["both"]):
        refused(workspace, "Ana")
    assert sign_in(workspace, "Ben", GOOD, now=NOW, address="203.0.113.7").name == "Ben"
    assert sign_in(workspace, "Ana", GOOD, now=NOW, address="198.51.100.2").name == "Ana"


def test_one_address_may_not_try_many_names(workspace: Workspace) -> None:
    """Without it one common password is tried on everybody."""
    for number in range(LIMITS["address"]):
        refused(workspace, f"name {number}")
    assert "Too many tries" in refused(workspace, "another")


def test_an_address_is_not_changed_within_its_network_to_go_on(workspace: Workspace) -> None:
    """Without it whoever has one line of IPv6 has 2^64 addresses to guess from."""
    for number in range(LIMITS["both"]):
        refused(workspace, "Ana", address=f"2001:db8::{number + 1:x}")
    assert "Too many tries" in refused(workspace, "Ana", address="2001:db8::ffff")
    assert "not right" in refused(workspace, "Ana", address="2001:db8:1::1")


def test_one_may_try_again_after_some_minutes(workspace: Workspace) -> None:
    """Without it a forgotten password locks one out for good."""
    add(workspace)
    for _ in range(LIMITS["both"]):
        refused(workspace, "Ana")
    assert sign_in(workspace, "Ana", GOOD, now=later(NOW, 16 * 60), address="203.0.113.7").name == "Ana"


@pytest.mark.parametrize(
    "password", ["short", "x" * 2000, "aaaaaaaaaaaaaaaa", "Maria-Magdalena"], ids=["short", "long", "same", "name"]
)
def test_a_password_that_is_soon_guessed_is_refused_in_plain_words(workspace: Workspace, password: str) -> None:
    """Without it the desk is as safe as its laziest password."""
    with pytest.raises(InputError, match="password"):
        add(workspace, "Maria-Magdalena", password=password)


@pytest.mark.parametrize("name", ["", "   ", "x" * 65, "Ana\u202egnp", "An\x00a", "A\u200bna"])
def test_a_name_that_looks_like_another_is_refused(workspace: Workspace, name: str) -> None:
    """Without it somebody could judge under a name that looks like a colleague's."""
    with pytest.raises(InputError, match="name"):
        add(workspace, name)


def test_there_is_one_account_of_a_name(workspace: Workspace) -> None:
    """Without it two people would be one to the two-person rule, or one two."""
    add(workspace)
    with pytest.raises(InputError, match="already"):
        add(workspace, "ANA")


def test_a_new_password_ends_the_sign_ins_that_the_old_one_let_in(workspace: Workspace) -> None:
    """Without it a thief stays in after the password was changed."""
    add(workspace)
    kept, lost = (open_session(workspace, "Ana", "account", now=NOW) for _ in range(2))
    mine = session_of(workspace, kept, now=NOW)
    set_password(workspace, "Ana", "nine red kites circle", by="Ana", now=NOW, but=mine.id if mine else None)
    assert session_of(workspace, kept, now=NOW)
    assert session_of(workspace, lost, now=NOW) is None
    assert "not right" in refused(workspace, "Ana", GOOD)


def test_who_is_removed_is_out_at_once_and_stays_out(workspace: Workspace) -> None:
    """Without it somebody who left goes on reading, or comes back with whoever gets their name next."""
    add(workspace)
    secret = open_session(workspace, "Ana", "account", now=NOW)
    _, token = make_token(workspace, "export", "Ana", "viewer", now=NOW)
    remove_account(workspace, "Ana", by="bo", now=NOW)
    assert session_of(workspace, secret, now=NOW) is None
    add(workspace)
    assert token_of(workspace, token, now=NOW) is None
    assert sessions_of(workspace, "Ana", now=NOW) == ()


def test_the_last_admin_stays(workspace: Workspace) -> None:
    """Without it a slip leaves a desk that nobody can manage."""
    add(workspace, role="admin")
    for change in (
        lambda: set_role(workspace, "Ana", "viewer", by="Ana", now=NOW),
        lambda: remove_account(workspace, "Ana", by="Ana", now=NOW),
    ):
        with pytest.raises(InputError, match="last admin"):
            change()
    add(workspace, "Ben", role="admin")
    set_role(workspace, "Ana", "viewer", by="Ben", now=NOW)
    assert has_admin(workspace)
    assert (found := account_of(workspace, "Ana")) and found.role == "viewer"


def test_the_journal_says_who_signed_in_and_who_changed_what(workspace: Workspace) -> None:
    """Without it nobody can say afterwards who was let in, and by whom."""
    add(workspace)
    sign_in(workspace, "ana", GOOD, now=NOW, address="203.0.113.7")
    refused(workspace, "Ana")
    set_role(workspace, "Ana", "analyst", by="bo", now=NOW)
    remove_account(workspace, "Ana", by="bo", now=NOW)
    told = [(line.what, line.name, line.by, line.detail) for line in lines(workspace)]
    assert told == [
        ("account removed", "Ana", "bo", ""),
        ("role changed", "Ana", "bo", "editor to analyst"),
        ("refused", "Ana", "", ""),
        ("signed in", "Ana", "Ana", ""),
        ("account made", "Ana", "bo", "editor"),
    ]
    assert lines(workspace)[3].address == "203.0.113.7"


def test_what_a_stranger_sends_as_a_name_does_not_fill_the_journal(workspace: Workspace) -> None:
    """Without it one request a second with a megabyte fills the disk."""
    refused(workspace, "x" * 1_000_000)
    assert len(lines(workspace)[0].name) == 200
