"""The data files that non-programmers edit: a fault must be found here, with its line, and not by a reader."""

from pathlib import Path

import pytest

from bellwire.errors import KnowledgeError
from bellwire.knowledge import check_table, language, read_table, table
from bellwire.knowledge.tables import ROOT

TABLES = sorted(ROOT.rglob("*.tsv"))


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_table_keeps_its_schema_and_names_its_source(path: Path) -> None:
    """A wrong word in a table becomes a wrong record on every page."""
    assert check_table(path) == []
    assert read_table(path).rows


def test_stand_ins_are_as_long_as_what_they_stand_for() -> None:
    """Another length would shift every span after it."""
    for row in language("en").table("standins"):
        assert len(row["word"]) == len(row["standin"]), row


def test_a_fault_is_named_with_its_row(tmp_path: Path) -> None:
    """The editor of a table must find the line at once."""
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "t.toml").write_text('[columns.word]\nmeaning = "a word"\nrequired = true\n')
    (tmp_path / "t.tsv").write_text("word\tmode\n\tx\n")
    assert check_table(tmp_path / "t.tsv", tmp_path / "schemas") == [
        "t.tsv: no '# source:' line",
        "t.tsv: column 'mode' is not in the schema",
        "t.tsv, row '', word: empty",
    ]
    (tmp_path / "t.tsv").write_text("word\nx\ty\n")
    with pytest.raises(KnowledgeError, match=r"t.tsv, line 2: 2 cells under 1 columns"):
        read_table(tmp_path / "t.tsv")


def test_unknown_tables_and_languages_list_those_there_are() -> None:
    """The message must show the right spelling."""
    with pytest.raises(KnowledgeError, match=r"there are: .*standins"):
        table("languages", "en", "nonsense")
    with pytest.raises(KnowledgeError, match="there are: en"):
        language("xx")
