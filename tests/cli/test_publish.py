"""`bellwire publish`: the same rules on the command line, and nothing written that was not asked for."""

import json
from pathlib import Path

import pytest
from tests.web import published

from bellwire.cli import run

TODAY = ["--today", "2024-06-01"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("cli-publish") / "desk.sqlite"
    published.fill(file)
    (file.parent / "ours.toml").write_text(published.POLICY)
    return file


def publish(store: Path, *more: str) -> int:
    return run(["publish", "--store", str(store), "--policy", str(store.parent / "ours.toml"), *TODAY, *more])


def test_it_says_first_what_it_does(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a target it only tells, so that nobody publishes by looking."""
    assert publish(store, "--diff") == 0
    said = capsys.readouterr().out
    assert "incidents go out" in said and "fields by private names" in said
    assert "- Amina Duba" in said or "Amina Duba" in said
    assert "+ " in said and "[name withheld]" in said


def test_a_site_is_written_and_written_again(store: Path, tmp_path: Path) -> None:
    """The nightly export replaces its own folder, and gives the same bytes for the same record."""
    out = tmp_path / "site"
    assert publish(store, "--out", str(out), "--yes") == 0
    first = {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert publish(store, "--out", str(out), "--yes") == 0
    assert {p.relative_to(out): p.read_bytes() for p in out.rglob("*") if p.is_file()} == first


def test_a_folder_with_other_files_is_refused_before_any_work(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--out .` must not cost the thesis that lies there."""
    (tmp_path / "thesis.txt").write_text("mine")
    assert publish(store, "--out", str(tmp_path), "--yes") == 2
    assert "was not written by `bellwire publish`" in capsys.readouterr().err
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_nothing_is_written_without_a_yes(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is asked for, and no answer is a no."""
    import io

    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert publish(store, "--out", str(tmp_path / "site")) == 130
    assert not (tmp_path / "site").exists()


def test_json_goes_to_a_file_or_on(store: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Standard output holds the data alone, so that it can be piped on."""
    assert publish(store, "--json", str(tmp_path / "out.json"), "--yes") == 0
    capfdbinary.readouterr()
    assert publish(store, "--json", "-", "--yes") == 0
    assert json.loads(capfdbinary.readouterr().out) == json.loads((tmp_path / "out.json").read_bytes())
    assert publish(store, "--zip", str(tmp_path / "out.zip"), "--yes", "--language", "ar") == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--policy", "pubic"], "no policy 'pubic'; there are: internal, partner, public"),
        (["--policy", "public", "--out", "{tmp}/x", "--yes"], "are withheld"),
        (["--today", "soon"], "'soon' is no day"),
        (["--out", "{tmp}/x", "--zip", "{tmp}/y"], "give one of --out, --zip and --json"),
        (["--out", "{tmp}/x", "--yes", "--language", "xx"], "there are: en"),
        (["--country", "ZZ", "--out", "{tmp}/x", "--yes"], "no incident is found by this filter"),
    ],
)
def test_a_wrong_call_says_what_to_do(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], message: str
) -> None:
    """One line, and nothing written."""
    assert publish(store, *(m.format(tmp=tmp_path) for m in more)) == 2
    assert message in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
