"""`bellwire import` and `bellwire compare` as they are called: what they print, and how they end."""

import csv
import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from bellwire.cli import run

HERE = Path(__file__).parent.parent / "imports"
ACLED, UCDP = str(HERE / "acled.csv"), str(HERE / "ucdp.csv")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = str(tmp_path_factory.mktemp("compared") / "desk.sqlite")
    assert run(["import", "acled", ACLED, "--store", file]) == 0
    assert run(["import", "ucdp", UCDP, "--store", file]) == 0
    return file


def test_what_was_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New, changed and unchanged rows are counted, and what tells of nothing is named."""
    store = ["--store", str(tmp_path / "desk.sqlite")]
    assert run(["import", "acled", ACLED, *store]) == 0
    said = capsys.readouterr()
    assert "Read 5 rows of ACLED: 5 new, 0 changed, 0 unchanged; 1 tell of no event." in said.out
    assert "bellwire compare coded ACLED" in said.out
    assert "import:acled:MLI900004: sub_event_type: Other is told by none" in said.err
    assert run(["import", "acled", ACLED, *store, "--strict"]) == 1
    assert "0 new, 0 changed, 5 unchanged" in capsys.readouterr().out


def test_standard_input_is_read_under_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`bellwire export acled | bellwire import acled -`, as a source with its own name."""
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(UCDP).read_bytes())))
    where = ["--store", str(tmp_path / "desk.sqlite")]
    assert run(["import", "ucdp", "-", "--outlet", "UCDP GED 24.1", *where]) == 0
    assert "3 rows of UCDP GED 24.1" in capsys.readouterr().out
    assert run(["incidents", "--source", "UCDP GED 24.1", *where]) == 0
    assert "Hombori" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["import", "gtd", ACLED], "no data set 'gtd'; there are: acled, ucdp"),
        (["import", "acled", "none.csv"], "no such file or folder: none.csv"),
        (["import", "acled", UCDP], "line 1: no column event_id_cnty or data_id, so this is no table of ACLED"),
        (["import", "acled", ACLED, "--outlet", " "], "--outlet needs a name"),
        (["compare", "none.csv", ACLED], "no such file: none.csv"),
        (
            ["compare", "coded", "GTD"],
            "'GTD' is no file, and no source that was imported; in the store are: coded",
        ),
        (
            ["compare", ACLED, str(HERE / "README.md")],
            "is neither of ACLED nor of UCDP GED nor of `bellwire",
        ),
        (["compare", ACLED, UCDP, "--json", "--csv"], "exclude each other"),
        (["compare", ACLED, UCDP, "--from", "May"], "is no day"),
    ],
)
def test_a_wrong_call_is_one_line_that_helps(
    call: list[str], said: str, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 2, and what to give instead."""
    capsys.readouterr()
    assert run([*call, "--store", store]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_a_torn_row_is_told_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One stray comma costs one row, which is named by its line."""
    torn = tmp_path / "torn.csv"
    lines = Path(ACLED).read_text().splitlines()
    torn.write_text("\n".join([*lines[:2], lines[2] + ",one,two", lines[3]]))
    assert run(["import", "acled", str(torn), "--store", str(tmp_path / "desk.sqlite"), "--strict"]) == 1
    said = capsys.readouterr()
    assert "torn.csv, line 3 has 33 cells under 31 columns" in said.err
    assert "Read 3 rows of ACLED: 3 new" in said.out


def test_two_sources_of_a_store_side_by_side(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Counts first, then what differs with both values and the reasons of the link, then what is missing where."""
    capsys.readouterr()
    assert run(["compare", "ACLED", "ucdp ged", "--store", store]) == 0
    said = capsys.readouterr().out
    assert "in both          2   differing: 1 (killed 1)" in said
    assert "only in A        1" in said and "only in B        1" in said
    assert "left out: 1 of kinds that the other never has" in said
    assert "killed  A 12  |  B 14 to 20" in said
    assert "the same day; 0 km apart" in said and "[990003]" in said


def test_tables_are_known_by_their_heads(capsys: pytest.CaptureFixture[str]) -> None:
    """Two files are compared without a store, and give the same as in one."""
    assert run(["compare", ACLED, UCDP, "--show", "matched"]) == 0
    said = capsys.readouterr().out
    assert "in both          2" in said and "MLI900001" in said and "990001" in said and "Only in" not in said


def test_a_store_file_and_a_source_within_it(store: str, capsys: pytest.CaptureFixture[str]) -> None:
    """STORE#SOURCE names what was imported; a store alone is what was coded in it."""
    assert run(["compare", f"{store}#ACLED", ACLED]) == 0
    assert "in both          4" in capsys.readouterr().out
    assert run(["compare", store, UCDP]) == 0
    assert f"A  {store}: 0 incidents" in capsys.readouterr().out


def test_our_own_table_is_known_too(store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An export of last month against the record of today."""
    table = tmp_path / "ours.csv"
    assert run(["export", "csv", "--store", store, "--source", "ACLED", "-o", str(table)]) == 0
    capsys.readouterr()
    assert run(["compare", str(table), f"{store}#ACLED"]) == 0
    said = capsys.readouterr().out
    assert "in both          4\n" in said and "only in A        0" in said


def test_json_has_features_and_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get what people read, and can check the sum."""
    assert run(["compare", ACLED, UCDP, "--json"]) == 0
    pairs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [p["outcome"] for p in pairs] == ["matched", "matched", "only_a", "only_b"]
    first = pairs[1]
    assert (first["a"]["id"], first["b"]["id"]) == ("MLI900001", "990001")
    assert first["score"] == pytest.approx(sum(value * weight for _, value, weight, _ in first["features"]), abs=0.01)
    assert first["differing"] == [{"field": "killed", "a": "12", "b": "14 to 20"}]


def test_csv_is_a_row_a_pair(capsys: pytest.CaptureFixture[str]) -> None:
    """The pairs can be sorted and ticked off in a spreadsheet."""
    assert run(["compare", ACLED, UCDP, "--csv", "--show", "differing"]) == 0
    (row,) = csv.DictReader(StringIO(capsys.readouterr().out))
    assert (row["a_id"], row["b_id"], row["differing"], row["b_killed"]) == (
        "MLI900001",
        "990001",
        "killed",
        "14 to 20",
    )


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (["--country", "ml"], (2, 2)),
        (["--country", "NE"], (0, 1)),
        (["--from", "2024-05-12"], (1, 1)),
        (["--to", "2024-05-03"], (3, 3)),
        (["--from", "2025"], (0, 0)),
    ],
)
def test_filters_hold_for_both_sides(
    options: list[str], numbers: tuple[int, int], store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A filter on one side alone would call everything else missing; a file and a store are filtered alike."""
    for sides in ([ACLED, UCDP], [f"{store}#ACLED", f"{store}#UCDP GED"]):
        capsys.readouterr()
        assert run(["compare", *sides, *options, "--json"]) == 0
        pairs = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert tuple(len([p for p in pairs if p[side]]) for side in "ab") == numbers
