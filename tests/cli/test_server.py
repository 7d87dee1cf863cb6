"""The commands on a PostgreSQL server: what a desk loses if they do otherwise there than on a file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.postgres import PASSWORD, Server

from bellwire.cli import run
from bellwire.store.server import shown

PAGES = {
    "a.txt": "At least 12 people were killed in an air strike on Gao, residents told AFP.\n\nThe army denied it.\n",
    "b.txt": "An air strike on Gao on Thursday killed 20, the mayor said.\n\nShelling wounded three in Bogotá.\n",
}


@pytest.fixture
def server_store(postgres: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A store's URL with a password in it; the folder has two pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with postgres.database() as database:
        yield postgres.tcp_url(database)


def said(capsys: pytest.CaptureFixture[str], store: str, *call: str) -> str:
    """What a command prints, on a store called STORE."""
    status = run([*call, "--store", store])
    captured = capsys.readouterr()
    assert status == 0, captured.err
    assert PASSWORD not in captured.out + captured.err
    return captured.out.replace(shown(store), "STORE")


def test_every_command_does_the_same_on_a_server(
    server_store: str, postgres: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who moves to a server must find there what was in the file; and no command may print the password."""
    stores = ("desk.sqlite", server_store)
    date = ("--published", "2024-05-03")

    def both(*call: str) -> str:
        first, second = (said(capsys, store, *call) for store in stores)
        assert first == second
        return first

    both("ingest", "a.txt", *date)
    both("ingest", "b.txt", *date)
    assert "2 unchanged" in both("ingest", "a.txt", "b.txt", *date)
    assert "Gao" in both("brief")
    listed = both("incidents")
    (incident, *_) = re.findall(r"^i-\w+", listed, re.M)
    both("incidents", "--text", "bogota")
    assert "Gao" in both("incidents", "--box", "-1,16,1,17")
    both("incident", incident)
    assert len({said(capsys, store, "verify").splitlines()[0] for store in stores}) == 1
    for store in stores:
        said(capsys, store, "judge", "accept", incident, "--by", "ana")
    assert incident in both("incidents", "--review", "accepted")
    said(capsys, "desk.sqlite", "backup", "desk.bellwire")
    with postgres.database() as other:
        moved = postgres.tcp_url(other)
        said(capsys, moved, "restore", "desk.bellwire")
        assert said(capsys, moved, "brief") == both("brief")
        assert said(capsys, moved, "verify") == said(capsys, "desk.sqlite", "verify")
        said(capsys, moved, "ingest", "b.txt", *date)


def test_a_wrong_call_is_one_line_without_the_password(
    server_store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message is copied into a question to others."""
    monkeypatch.setenv("BELLWIRE_STORE", server_store.replace(PASSWORD, "s3cret"))
    for call in (["config"], ["brief"], ["ingest", "a.txt"], ["explain", "nothing"], ["verify"], ["log"]):
        run(call)
        captured = capsys.readouterr()
        assert "s3cret" not in captured.out + captured.err, call
        if call != ["config"]:
            assert "wrong user or password" in captured.err
            assert captured.err.count("\n") == 1
