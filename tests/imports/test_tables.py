"""Tables as people have them: any delimiter, any code page, broken ones with an error that says where."""

from io import BytesIO
from pathlib import Path

import pytest

from bellwire.errors import InputError
from bellwire.imports import open_rows, read_rows, set_named
from bellwire.imports.tables import check_columns

HEAD = "event_id_cnty,event_date,event_type,notes\n"


def cells(raw: bytes) -> list[dict[str, str]]:
    with open_rows("-", BytesIO(raw)) as table:
        return [dict(row.cells) for row in table.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(delimiter: str) -> None:
    """Spreadsheets in half of Europe write semicolons."""
    raw = (HEAD + "A1,2024-05-03,Battles,Gunmen attacked\n").replace(",", delimiter)
    assert cells(raw.encode()) == [
        {"event_id_cnty": "A1", "event_date": "2024-05-03", "event_type": "Battles", "notes": "Gunmen attacked"}
    ]


def test_a_byte_order_mark_and_crlf_are_no_part_of_a_name() -> None:
    """Excel puts a mark before the first column, whose name would not be found with it."""
    assert cells(b"\xef\xbb\xbfID,Date Start\r\n7,2024-05-03\r\n") == [{"id": "7", "date_start": "2024-05-03"}]


def test_an_old_code_page_is_read() -> None:
    """Older editions are not in UTF-8; a name with an accent must not cost the table."""
    assert cells("id,side_a\n1,Armée\n".encode("cp1252")) == [{"id": "1", "side_a": "Armée"}]


def test_an_apostrophe_against_formulas_is_taken_off() -> None:
    """Our own export puts it in front of what a spreadsheet would run; it is no part of a name."""
    assert cells(b"id,side_a,side_b\n1,'+Alpha,'t Veld\n") == [{"id": "1", "side_a": "+Alpha", "side_b": "'t Veld"}]


def test_lines_within_a_cell_stay_in_it() -> None:
    """Notes hold line ends, in quotation marks; written out they stand on one line."""
    assert cells(b'id,notes\n1,"Shells\nfell, ""many"""\n\n2,\n') == [
        {"id": "1", "notes": 'Shells fell, "many"'},
        {"id": "2"},
    ]


def test_a_row_with_too_many_cells_is_named_by_its_line() -> None:
    """One row that was torn by a stray comma is reported, and the next is read."""
    table = read_rows([HEAD, "A1,2024-05-03,Battles,Gunmen, fled\n", "A2,2024-05-03,Battles\n"])
    first, second = table.rows
    assert first.fault == "line 2 has 5 cells under 4 columns" and not first.cells
    assert second.fault is None and second.cells["event_id_cnty"] == "A2"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"id,id\n1,2\n", "two columns are named 'id'"),
        (b'id,notes\n1,"never closed\n2,x\n', "quotation mark that is not closed"),
    ],
)
def test_what_is_no_table_is_one_error_that_says_where(raw: bytes, said: str) -> None:
    """A broken file ends the run with a line that helps, not with a trace."""
    with pytest.raises(InputError, match=said):
        cells(raw)


def test_a_table_of_another_kind_is_told_so_by_the_missing_column() -> None:
    """Whoever gives the wrong file learns which column was looked for."""
    with pytest.raises(InputError, match=r"line 1: no column id,.*UCDP GED.*event_id_cnty"):
        check_columns(read_rows([HEAD]), set_named("ucdp"))


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    """The path stands in the error."""
    with pytest.raises(InputError, match=r"cannot read .*none\.csv"), open_rows(str(tmp_path / "none.csv")):
        pass
