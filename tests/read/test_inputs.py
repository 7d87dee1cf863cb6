"""Inputs: every page that the user names, in order, and one clear line for each that cannot be read."""

import gzip
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from bellwire.errors import InputError
from bellwire.model import content_id
from bellwire.read import Given, count_inputs, read_inputs, read_row

TEXT = "The army said on Monday that it had retaken the town."


def texts(*paths: Path) -> list[str]:
    """The texts of the pages of some paths."""
    return [page.document.text for page in read_inputs([str(path) for path in paths])]


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    """Pages would be missed, or come in another order on another machine."""
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "b/a.txt", "a.txt", ".git/x.txt", "picture.png"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert texts(tmp_path) == ["a.txt", "b/a.txt", "c.txt"]
    assert count_inputs([str(tmp_path)]) == 3


def test_an_empty_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    """The user would get an empty file and no reason."""
    with pytest.raises(InputError, match=r"no pages in .*; looked for .*\.html"):
        read_inputs([str(tmp_path)])


@pytest.mark.parametrize("path", ["missing.txt", "https://example.org/page.html"])
def test_a_path_that_is_none_is_refused_at_once(path: str) -> None:
    """The run would fail after hours, or silently leave pages out."""
    with pytest.raises(InputError, match=r"no such file|not fetched"):
        read_inputs([path])


def test_a_date_that_is_none_is_refused_at_once(tmp_path: Path) -> None:
    """A whole run would be coded against a wrong day."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(InputError, match="no date"):
        read_inputs([str(tmp_path)], Given(published="Tuesday"))


def test_a_broken_line_is_an_empty_page_that_names_it(tmp_path: Path) -> None:
    """One broken line would stop the run, or vanish."""
    path = tmp_path / "x.jsonl"
    path.write_text(f'{{"id": "a", "text": "{TEXT}"}}\n{{"id": \n\n[1]\n{{"id": "d"}}\n', encoding="utf-8")
    pages = list(read_inputs([str(path)]))
    assert [page.id for page in pages] == ["a", f"{path}:2", f"{path}:4", "d"]
    assert [[issue.code for issue in page.issues] for page in pages] == [
        [],
        ["unreadable"],
        ["unreadable"],
        ["unreadable"],
    ]
    assert "line 2 of" in pages[1].issues[0].message and "line 5 of" in pages[3].issues[0].message
    assert count_inputs([str(path)]) == 4


def test_packed_lines_are_read(tmp_path: Path) -> None:
    """A crawl kept as .jsonl.gz would have to be unpacked by hand; a cut file would stop the run."""
    whole = gzip.compress(json.dumps({"id": "a", "text": TEXT}).encode() + b"\n")
    (tmp_path / "a.jsonl.gz").write_bytes(whole)
    (tmp_path / "b.jsonl.gz").write_bytes(whole[:-12])
    pages = list(read_inputs([str(tmp_path)]))
    assert pages[0].document.text == TEXT
    assert pages[-1].issues[0].code == "unreadable"


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ({"text": 3}, ["unreadable"]),
        ({"text": None}, ["unreadable"]),
        ({"text": TEXT, "kind": "tweet"}, ["bad_field"]),
        ({"text": TEXT, "outlet": ["a"]}, ["bad_field"]),
        ({"text": TEXT, "published": "2024-13-01"}, ["bad_date"]),
        ({"text": ""}, ["empty"]),
        (["text"], ["unreadable"]),
        ({"text": TEXT, "id": 7}, []),
    ],
)
def test_rows_of_the_wrong_form_become_issues(row: object, codes: list[str]) -> None:
    """Dirty rows would stop the run or be read as something else."""
    assert [issue.code for issue in read_row(row).issues] == codes


def test_html_in_a_row_is_read_as_markup() -> None:
    """Tags would be read as text."""
    page = read_row({"id": "h", "html": f"<h1>Town retaken</h1><p>{TEXT}</p>", "kind": "html"})
    assert page.document.text == f"Town retaken\n{TEXT}" and page.document.kind == "html"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bellwire could not stand in a pipe."""
    for raw, kind in ((TEXT.encode(), "article"), (f"<html><body><p>{TEXT}".encode(), "html")):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(raw))))
        (page,) = read_inputs(["-"])
        assert (page.document.text, page.document.kind) == (TEXT, kind)


def test_ids_are_given_or_made_of_content(tmp_path: Path) -> None:
    """The same page would have another id on another machine."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (page,) = read_inputs([str(tmp_path / "a.txt")])
    assert page.id == page.document.id == content_id("d", TEXT)
    (named,) = read_inputs([str(tmp_path / "a.txt")], Given(id="report-1"))
    assert named.id == "report-1"


def test_an_unreadable_file_does_not_stop_the_others(tmp_path: Path) -> None:
    """One picture among the pages would stop the run."""
    (tmp_path / "a.txt").write_bytes(bytes(range(256)))
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    first, second = read_inputs([str(tmp_path)])
    assert first.issues[0].code == "unreadable" and first.document.text == ""
    assert second.document.text == TEXT


def test_a_huge_page_is_cut_and_says_so(tmp_path: Path) -> None:
    """One huge file would hold up the run for hours."""
    path = tmp_path / "a.html"
    path.write_text("<body>" + f"<p>{TEXT}</p>\n" * 3000, encoding="utf-8")
    (page,) = read_inputs([str(path)], max_bytes=20_000)
    assert "too_large" in [issue.code for issue in page.issues]
    assert 0 < len(page.document.text) < 20_000
    assert len(page.blocks) > 100
