"""`bellwire serve`, `user` and `token`: what is typed to open the desk, and what is said where it cannot be."""

import http.client
import io
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from bellwire.cli import run, serve
from bellwire.errors import InputError
from bellwire.workspace import Workspace, accounts, workspace_of
from bellwire.workspace.tokens import token_of

PASSWORD = "four green boats sail"
START = """
import sys
from bellwire.cli import run
from bellwire.web import app
app.ASSETS = ()
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, without the user's settings."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "hasher", lambda: quick)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that another program listens at."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def add(name: str, role: str) -> int:
    return run(["user", "add", name, "--role", role, "--password-file", "password"])


# ---------------------------------------------------------------- opening the desk


def asked(port: int, path: str, cookie: str = "") -> tuple[int, str, str]:
    """The status of an answer, its headers and its text."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        return answer.status, str(answer.headers), answer.read().decode()


def test_the_desk_opens_on_a_new_store_and_closes_with_a_line(folder: Path) -> None:
    """Without it the first thing that a newcomer types ends in an error."""
    call = [sys.executable, "-c", START, "serve", "--port", "8321", "--no-open", "--as", "ana"]
    with subprocess.Popen(call, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as desk:
        assert desk.stdout
        assert desk.stderr
        try:
            told = desk.stdout.readline() + desk.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)(/launch\?token=[\w-]{43})$", told.strip())
            assert found, told + desk.stderr.read()
            port, began = int(found[1]), time.monotonic()
            assert asked(port, "/")[0] == 401
            status, headers, _ = asked(port, found[2])
            cookie = re.search(r"bellwire-\d+=[\w-]+", headers)
            assert (status, bool(cookie)) == (303, True)
            status, headers, text = asked(port, "/", cookie[0] if cookie else "")
            assert time.monotonic() - began < 5
            assert status == 200
            assert "uvicorn" not in headers.lower()
            assert "/add" in text
            desk.send_signal(signal.SIGINT)
            rest, errors = desk.communicate(timeout=15)
        finally:
            desk.kill()
    assert desk.returncode == 0, errors
    assert rest.strip().endswith("The desk is closed; all is kept in bellwire.sqlite.")
    assert "Traceback" not in errors
    assert (folder / "bellwire.sqlite.desk").stat().st_mode & 0o077 == 0


def test_without_the_built_files_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """Without it the desk would open as pages without a map, and nobody would know why."""
    monkeypatch.setattr("bellwire.web.app.ASSETS", ("map.js", "no-such-file.js"))
    assert run(["serve"]) == 2
    said = capsys.readouterr().err
    assert all(what in said for what in ("no-such-file.js", "make assets", "Node 18", "https://nodejs.org"))
    assert said.count("\n") == 1
    assert not (folder / "bellwire.sqlite").exists()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--host", "0.0.0.0"], "bellwire user add NAME --role admin"),
        (["--proxy-host", "desk.example.org"], "bellwire user add NAME --role admin"),
        (["--host", "nowhere.invalid"], "no admin has an account"),
        (["--certificate", "password"], "--key FILE"),
        (["--port", "0"], "--port"),
        (["--store", "mysql://desk"], "no store"),
        (["--store", "password"], "no store"),
    ],
)
def test_a_desk_that_cannot_be_opened_says_so_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    """Without it a desk stands open to the network, or one sees a stack of Python."""
    monkeypatch.setattr("bellwire.web.app.ASSETS", ())
    monkeypatch.setattr(serve, "run", lambda *_, **__: pytest.fail("the desk was opened"))
    assert run(["serve", *more]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert said in told or "not an SQLite database" in told or "no workspace" in told


def test_a_desk_that_others_reach_opens_once_there_is_an_admin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without it a team could not share a desk; a viewer's account alone would do."""
    monkeypatch.setattr("bellwire.web.app.ASSETS", ())
    opened = []
    monkeypatch.setattr(serve, "run", lambda app, listener, started, **__: (started(), opened.append(app)))
    assert add("Vi", "viewer") == 0
    assert run(["serve", "--host", "0.0.0.0", "--no-open"]) == 2
    assert add("Ana", "admin") == 0
    assert run(["serve", "--host", "0.0.0.0", "--no-open"]) == 0
    told = capsys.readouterr()
    assert len(opened) == 1
    assert "Sign in at http://127.0.0.1:" in told.out
    assert "launch" not in told.out
    assert "in clear text" in told.err


def test_a_port_that_is_taken_gives_way_to_the_next(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it a second desk would not open."""
    with serve.listening("127.0.0.1", taken) as found:
        port = found.getsockname()[1]
    assert taken < port < taken + serve.PORTS
    assert f"Port {taken} is taken" in capsys.readouterr().err


def test_an_address_that_is_not_this_machines_is_refused_in_a_line() -> None:
    """Without it a mistyped host shows a stack of Python."""
    for host in ("192.0.2.1", "nowhere.invalid", "a b"):
        with pytest.raises(InputError, match=r"host|address"):
            serve.listening(host, 8321)


@pytest.mark.parametrize(
    ("asked_for", "screen", "ssh", "opens"),
    [(None, ":0", "", False), (None, "", "", False), (True, "", "x", True), (False, ":0", "", False)],
)
def test_no_browser_is_opened_where_nobody_would_see_it(
    monkeypatch: pytest.MonkeyPatch, asked_for: bool | None, screen: str, ssh: str, opens: bool
) -> None:
    """Without it a text browser takes over the terminal of a server."""
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    monkeypatch.setenv("SSH_CONNECTION", ssh)
    assert serve.wants_browser(asked_for) is opens  # standard output is no terminal here


# ---------------------------------------------------------------- accounts and tokens, at the terminal


def test_accounts_are_made_listed_changed_and_removed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without it nobody could be let in, or out."""
    assert add("Ana", "admin") == 0
    assert add("Ben", "viewer") == 0
    assert run(["user", "role", "ben", "editor"]) == 0
    assert run(["user", "list"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"admin +Ana +since \d{4}", told)
    assert re.search(r"editor +Ben +since", told)
    assert run(["user", "password", "Ben", "--password-file", "password"]) == 0
    assert run(["user", "remove", "Ben"]) == 0
    assert run(["user", "remove", "Ana"]) == 2
    assert "last admin" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["user", "add", "Ana", "--password-file", "nothing"], "cannot read the password"),
        (["user", "add", "Ana"], "--password-file"),
        (["user", "add", "A\u202ena", "--password-file", "password"], "not seen"),
        (["user", "add", "Ana", "--role", "root", "--password-file", "password"], "root"),
        (["user", "role", "Nobody", "admin"], "no account Nobody"),
        (["user", "remove", "Nobody"], "no account Nobody"),
        (["user"], "bellwire user"),
        (["token", "make", ""], "what the token is for"),
        (["token", "make", "x", "--days", "9999"], "--days"),
        (["token", "revoke", "t-1"], "no token t-1"),
    ],
)
def test_a_mistake_is_said_in_a_line(capsys: pytest.CaptureFixture[str], call: list[str], said: str) -> None:
    """Without it one would see a stack of Python, and not what to do."""
    assert run(call) == 2
    told = capsys.readouterr()
    assert said in told.err + told.out
    assert "Traceback" not in told.err


def test_a_password_may_come_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it a desk could not be set up by a script."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\nmore\n"))
    assert run(["user", "add", "Ana", "--role", "admin", "--password-file", "-"]) == 0
    workspace = Workspace.open(workspace_of("bellwire.sqlite"))
    assert accounts.sign_in(workspace, "Ana", PASSWORD, now="2999-01-01T00:00:00Z").role == "admin"
    workspace.close()


def test_a_token_is_printed_alone_so_that_it_can_be_piped_on(capsys: pytest.CaptureFixture[str]) -> None:
    """Without it a script that keeps the token keeps a sentence beside it."""
    assert run(["token", "make", "nightly export", "--days", "3"]) == 0
    told = capsys.readouterr()
    secret = told.out.strip()
    id = told.err.split()[0]
    workspace = Workspace.open(workspace_of("bellwire.sqlite"))
    assert (found := token_of(workspace, secret, now="2026-01-01T00:00:00Z")) and found.id == id
    assert run(["token", "revoke", id]) == 0
    assert token_of(workspace, secret, now="2026-01-01T00:00:00Z") is None
    assert run(["token", "list"]) == 0
    listed = capsys.readouterr().out
    assert "revoked" in listed
    assert secret not in listed
    workspace.close()


def test_a_token_for_somebody_without_an_account_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Without it one would be given a token that never lets in."""
    assert add("Ana", "admin") == 0
    assert run(["token", "make", "export", "--for", "Nobody"]) == 2
    assert "no account Nobody" in capsys.readouterr().err
    assert run(["token", "make", "export", "--for", "ana"]) == 0
