"""Tables as people have them: any delimiter, any code page, broken ones with an error that says where."""

from io import BytesIO
from pathlib import Path

import pytest

from bellwire.cli.import_ import reports
from bellwire.errors import InputError
from bellwire.imports import open_rows, read_rows, set_named
from bellwire.imports.noted import of_table
from bellwire.imports.tables import check_columns
from bellwire.model import Report

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


# ---------------------------------------------------------------- what can be read and is wrong all the same

BASE = {"event_id_cnty": "MLI1", "event_date": "2024-05-03", "event_type": "Battles", "sub_event_type": "Armed clash"}
BASE |= {"country": "Mali", "location": "Gao", "latitude": "16.27", "longitude": "-0.04", "fatalities": "3"}


def read(*rows: dict[str, str]) -> list[Report]:
    """The reports of a table of ACLED's."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    with open_rows("-", BytesIO("\n".join(lines).encode())) as table:
        return list(reports(table, set_named("acled"), None))


def faults(report: Report) -> list[str]:
    return [issue.message for issue in report.issues if issue.code in ("bad_cell", "unreadable")]


def test_of_one_id_twice_the_first_row_counts_and_the_other_is_told() -> None:
    """The later row would take the place of the earlier one, and nobody would know that an event was lost."""
    first, again, other = read(BASE, BASE | {"fatalities": "30"}, BASE | {"event_id_cnty": "MLI2"})
    assert first.figures[0].best == 3 and not faults(first) and not faults(other)
    assert not again.events and again.id != first.id and "line 3 has the id 'MLI1'" in faults(again)[0]
    raw = b"id,type_of_violence,date_start,best\n7,1,2024-05-03,2\n7,1,2024-05-03,5\n"
    with open_rows("-", BytesIO(raw)) as table:
        side = of_table(table)
    assert [n.killed for n in side.noted] == [(2, 2)] and side.left_out == 1


def test_days_that_may_be_two_are_issues_where_others_have_the_month_first() -> None:
    """A table from the United States would have half of its days in other months."""
    days = ("06/13/2025", "06/02/2025", "05/05/2025", "2025-06-02")
    told = read(*(BASE | {"event_id_cnty": f"MLI{n}", "event_date": day} for n, day in enumerate(days)))
    assert [r.times[0].value if r.times else None for r in told] == [None, None, "2025-05-05", "2025-06-02"]
    assert "may be two days" in faults(told[1])[0] and "2025-MM-DD" in faults(told[1])[0]
    (plain,) = read(BASE | {"event_date": "06/02/2025"})
    assert plain.times[0].value == "2025-02-06" and not faults(plain)


def test_a_year_that_is_not_the_days_is_an_issue() -> None:
    """A slip in one of them puts the event into another year of the war."""
    (report,) = read(BASE | {"year": "2023"})
    assert report.events[0].date is None and faults(report)[0].startswith("year: '2023'")
    assert not faults(read(BASE | {"year": "2024.0"})[0])
    assert not faults(read(BASE | {"year": "2025", "event_date": "2024-12-30", "time_precision": "2"})[0])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"latitude": "-0.04", "longitude": "16.27"}, "seem to be swapped"),
        ({"latitude": "48.85", "longitude": "2.35"}, "look at the point and the country"),
        ({"latitude": "0", "longitude": "0"}, "far outside ML"),
    ],
)
def test_a_point_far_from_its_country_is_an_issue(cells: dict[str, str], said: str) -> None:
    """Two heads that changed places put a war into the sea, and every map shows it there."""
    (report,) = read(BASE | cells)
    assert report.places[0].lat is None and report.places[0].name == "Gao" and said in faults(report)[0]


@pytest.mark.parametrize(
    ("country", "lat", "lon"),
    [("Mali", "24.9", "-4"), ("Russia", "64.7", "177.5"), ("United States", "21.3", "-157.8"), ("Fiji", "-17", "-179"),
     ("Yemen", "12.5", "47"), ("Sudan", "13.2", "30.2")],
)  # fmt: skip
def test_a_point_in_a_far_corner_or_at_sea_is_no_issue(country: str, lat: str, lon: str) -> None:
    """A warning at every good row is one that nobody reads."""
    (report,) = read(BASE | {"country": country, "latitude": lat, "longitude": lon})
    assert not faults(report) and report.places[0].lat == float(lat)


def test_a_count_that_cannot_be_is_an_issue() -> None:
    """A date or an id in the wrong column would be a thousand million dead in every sum."""
    (report,) = read(BASE | {"fatalities": "1000000000"})
    assert not report.figures and "more than died in any one event" in faults(report)[0]


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_said_to_be_it(code: str) -> None:
    """Excel's “Unicode text” would be a table without a column that is known."""
    with pytest.raises(InputError, match=r"looks like UTF-16.*save it as"):
        cells((HEAD + "A1,2024-05-03,Battles,Gunmen attacked\n").encode(code))


def test_who_gives_bytes_that_are_no_utf_8_is_told_so() -> None:
    """Arabic in an old code page would be read as letters of Western Europe without a word."""
    with open_rows("-", BytesIO(b"id,side_a\n1,plain\n" + "2,تسيت\n".encode("cp1256"))) as table:
        assert len(table.doubts) == 1 and "line 3: not in UTF-8" in table.doubts[0]
    with open_rows("-", BytesIO("id,side_a\n1,تسيت\n".encode())) as table:
        assert table.doubts == ()
