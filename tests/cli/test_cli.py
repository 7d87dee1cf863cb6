"""The command line: what an analyst types, and what she gets when it goes wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bellwire.cli import VERBS, run
from bellwire.desk import Desk
from bellwire.read import Given, read_inputs
from bellwire.settings import Settings

PAGE = "At least 12 people were killed in Gao on Thursday, residents told AFP.\n\nThe army denied it.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, without the user's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def reports(path: str) -> list[dict]:
    return [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("verb", [*VERBS, None])
def test_help_shows_an_example(verb: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """The first thing that people type."""
    assert run([verb, "--help"] if verb else ["--help"]) == 0
    assert capsys.readouterr().out.count("bellwire ") >= 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (["code", "nothing.txt"], "no such file or folder: nothing.txt"),
        (["code"], "Missing argument 'INPUT...'; see: bellwire code --help"),
        (["code", "page.txt", "--wrokers", "2"], "No such option"),
        (["code", "page.txt", "--published", "last week"], "last week"),
        (["code", "page.txt", "--workers", "0"], "--workers"),
        (["code", "page.txt", "-o", "no/such/folder/out.jsonl"], "cannot write no/such/folder/out.jsonl"),
        (["code", "empty"], "no pages in empty; looked for"),
        (["code", "https://news.example/story"], "save the page"),
        (["ingset", "page.txt"], "no command 'ingset'; there are: code, relate, ingest"),
        (["ingest", "page.txt", "--store", "no/such/folder/desk.sqlite"], "is its folder there"),
        (["relate", "empty"], "empty is a folder"),
        (["relate", "page.txt"], "page.txt is not what `bellwire code` writes: line 1"),
        (["brief", "--store", "fresh.sqlite"], "there is no store fresh.sqlite; read something first"),
        (["explain", "page.txt", "--record", "f-1"], "no record 'f-1'"),
        (["explain", "page.txt", "--layers", "nonsense"], "no layer 'nonsense'; there are: events, claims"),
        (["explain", "nothing.txt"], "no such file"),
        (["schema", "nonsense"], "nonsense"),
    ],
)
def test_a_wrong_call_is_one_line_and_status_2(
    call: list[str], message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A traceback tells an analyst nothing; one line must say what to do."""
    (folder / "empty").mkdir()
    assert run(call) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("bellwire: ")
    assert message in lines[0]


def test_a_setting_that_cannot_be_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typo in the settings file must not be ignored."""
    (folder / "bellwire.toml").write_text("wrokers = 2")
    assert run(["config"]) == 2
    assert "no setting 'wrokers'" in capsys.readouterr().err


def test_config_says_where_a_value_came_from(capsys, monkeypatch) -> None:
    """When a run behaves oddly this is the first question."""
    monkeypatch.setenv("BELLWIRE_STORE", "desk.sqlite")
    assert run(["config"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("store"))
    assert "desk.sqlite" in line and "BELLWIRE_STORE" in line


def test_what_cannot_be_read_is_reported_and_nothing_else_is_lost(folder: Path) -> None:
    """One bad page in a folder of a thousand must not cost the others."""
    pages = folder / "pages"
    pages.mkdir()
    (pages / "1-good.txt").write_text(PAGE, encoding="utf-8")
    (pages / "2-empty.txt").write_text("")
    (pages / "3-junk.txt").write_bytes(bytes(range(256)) * 40)
    (pages / "4-nothing.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (pages / "5-lines.jsonl").write_text('{"id": "a", "text": "x", "kind": "article"}\n{"id": "b", \n')
    (pages / "6-french.txt").write_text(
        "Des hommes armés ont attaqué le village de Tessit jeudi matin, tuant douze civils.\n" * 3
    )
    (pages / "7-windows.txt").write_bytes("“At least 12 people were killed” – Amnesty’s report says.".encode("cp1252"))
    assert run(["code", "pages", "-o", "out.jsonl"]) == 0
    found = reports("out.jsonl")
    assert len(found) == 8
    assert found[0]["figures"] and found[0]["issues"] != []
    codes = [[i["code"] for i in r["issues"]] for r in found]
    assert all(codes[n] for n in (1, 2, 3, 5, 6)), codes
    assert found[4]["id"] == "a"
    assert "line 2" in found[5]["issues"][0]["message"]
    assert found[6]["document"]["language"] == "fr" and found[6]["events"] == []
    assert "“At least 12" in found[7]["document"]["text"]
    assert run(["code", "pages", "-o", "out.jsonl", "--strict"]) == 1


def test_workers_do_not_change_the_bytes(folder: Path) -> None:
    """A run on two cores must be the same run."""
    rows = [
        {"id": str(n), "text": f"Gunmen killed {n} people in Gao, police said.", "kind": "article"} for n in range(2, 9)
    ]
    (folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    assert run(["code", "rows.jsonl", "-o", "one.jsonl"]) == 0
    assert run(["code", "rows.jsonl", "-o", "two.jsonl", "--workers", "2"]) == 0
    assert (folder / "one.jsonl").read_bytes() == (folder / "two.jsonl").read_bytes()
    assert [r["id"] for r in reports("two.jsonl")] == [str(n) for n in range(2, 9)]


def test_an_unfinished_output_leaves_no_file(folder: Path) -> None:
    """Half a file that looks whole is a trap."""
    (folder / "rows.jsonl").write_text('{"id": "a", "text": "x", "kind": "article"}\n')
    assert run(["code", "rows.jsonl", "nothing.txt", "-o", "out.jsonl"]) == 2
    assert not list(folder.glob("out.jsonl*"))


def test_ingest_twice_and_brief(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole way: read, keep, read again, report."""
    call = ["ingest", "page.txt", "--published", "2024-05-04", "--outlet", "Gao Post", "--store", "desk.sqlite"]
    assert run(call) == 0
    assert "Read 1 pages: 1 new, 0 changed, 0 unchanged." in capsys.readouterr().out
    assert run(call) == 0
    assert "0 new, 0 changed, 1 unchanged" in capsys.readouterr().out
    assert run(["brief", "--store", "desk.sqlite"]) == 0
    brief = capsys.readouterr().out
    assert "residents" in brief and "Gao Post" in brief and "[1]" in brief
    assert run(["brief", "--store", "desk.sqlite", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["sources"][0]["outlet"] == "Gao Post"


def test_explain_shows_roles_records_and_what_made_them(capsys: pytest.CaptureFixture[str]) -> None:
    """Every record must be traceable to the words it was read from."""
    assert run(["explain", "page.txt", "--published", "2024-05-04", "--layers", "all"]) == 0
    out = capsys.readouterr().out
    assert "paragraph" in out and "killed: at least 12" in out and "held by residents" in out
    figure = next(line.split()[-1] for line in out.splitlines() if "killed: at least 12" in line)
    assert run(["explain", "page.txt", "--published", "2024-05-04", "--record", figure]) == 0
    out = capsys.readouterr().out
    assert "“At least 12 people”" in out and "made by part 'figures'" in out


def test_schema_and_completion_print(capsys: pytest.CaptureFixture[str]) -> None:
    """Colleagues' programs read the one, shells the other."""
    assert run(["schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$ref"] == "#/$defs/Report"
    for shell in ("bash", "zsh", "fish"):
        assert run(["completion", shell]) == 0
        assert "_BELLWIRE_COMPLETE" in capsys.readouterr().out


def test_hash_seeds_do_not_change_the_bytes(folder: Path) -> None:
    """Two machines must make the same record of the same page."""
    made = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "bellwire", "code", "page.txt", "--published", "2024-05-04"]
        made.add(
            subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
        )
    assert len(made) == 1


def test_a_run_that_was_cut_off_is_mended_by_the_next(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reports that were kept before the cut must be related when the same pages are read again."""
    text = "At least 12 people were killed in an attack on the market of Tessit on Thursday, residents told AFP."
    for name in ("one", "two"):
        (folder / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": text, "published": "2024-05-04"}))
    call = ["ingest", "one.jsonl", "two.jsonl", "--store", "desk.sqlite"]
    assert run(call) == 0
    assert " 1 stories" in capsys.readouterr().out
    Path("desk.sqlite").unlink()
    with Desk.open(Settings(store="desk.sqlite")) as desk:
        pages = read_inputs(("one.jsonl", "two.jsonl"), Given(), max_bytes=10**6)
        assert [outcome for _, outcome in desk.ingest(pages)] == ["new", "new"]
        with desk.view() as view:
            assert view.counts()["stories"] == 0
    assert run(call) == 0
    out = capsys.readouterr().out
    assert "2 unchanged" in out and " 1 stories" in out
