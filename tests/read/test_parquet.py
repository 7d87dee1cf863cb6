"""Parquet: a table of pages gives what the same rows give as lines of JSON, and a broken file costs no run."""

import json
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.errors import InputError
from bellwire.read import ReadPage, Source, count_inputs, read_inputs
from bellwire.read.inputs import reader_for
from bellwire.read.jsonl import READER as LINES
from bellwire.read.parquet import READER

TEXT = "The army said on Monday that it had retaken the town."


def packed(columns: dict[str, Any], **options: Any) -> bytes:
    """The bytes of a table."""
    out = BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def pages(raw: bytes, *, most: int = 10_000_000) -> list[ReadPage]:
    """The pages of a table."""
    return list(READER.read(Source(name="pages", open=lambda: BytesIO(raw), max_bytes=most)))


def codes(found: list[ReadPage]) -> list[list[str]]:
    """The codes of each page's issues."""
    return [[issue.code for issue in page.issues] for page in found]


words = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60) | st.sampled_from((TEXT, f"<p>{TEXT}"))
rows_of_pages = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.none() | words,
            "text": st.none() | words,
            "html": st.none() | words,
            "kind": st.none() | st.sampled_from(("article", "page", "html", "tweet")),
            "url": st.none() | st.just("https://gao.example/a"),
            "outlet": st.none() | words,
            "published": st.none() | st.sampled_from(("2024-05-02", "2024-05-02 00:00:00", "yesterday")),
            "title": st.none() | words,
            "language": st.none() | st.sampled_from(("en", "fr")),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(
    rows_of_pages,
    st.sampled_from((pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()))),
)
def test_rows_are_read_as_the_same_lines_of_json_are(rows: list[dict[str, str | None]], kind: pa.DataType) -> None:
    """The same corpus would give other reports in another form."""
    table = {name: pa.array([row[name] for row in rows], pa.string()).cast(kind) for name in rows[0]}
    lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
    expected = list(LINES.read(Source(name="pages", open=lambda: BytesIO(lines))))
    found = pages(packed(table))
    assert [(p.document, p.blocks) for p in found] == [(p.document, p.blocks) for p in expected]
    assert [p.id for p in found] == [p.id for p in expected] and codes(found) == codes(expected)


def test_a_folder_of_parts_is_read_in_order(tmp_path: Path) -> None:
    """Pages of a data set laid out in folders would be missed, or come in another order on another machine."""
    for number, part in enumerate(("year=2023/part-1", "year=2023/part-0", "year=2024/part-0")):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        (tmp_path / f"{part}.parquet").write_bytes(packed({"id": [f"{number}a", f"{number}b"], "text": [TEXT, TEXT]}))
    assert [page.id for page in read_inputs([str(tmp_path)])] == ["1a", "1b", "0a", "0b", "2a", "2b"]
    assert count_inputs([str(tmp_path)]) == 6


def test_order_holds_over_row_groups_and_other_columns_are_left(tmp_path: Path) -> None:
    """A table made for something else as well could not be read, or its rows would be shuffled."""
    numbers = list(range(50))
    raw = packed({"id": numbers, "text": [TEXT] * 50, "vector": [[1.0]] * 50}, row_group_size=7)
    assert [page.id for page in pages(raw)] == [str(number) for number in numbers]
    assert reader_for("download", raw[:4096]).name == "parquet"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([date(2024, 5, 2)]), "2024-05-02"),
        (pa.array([datetime(2024, 5, 2)], pa.timestamp("ns")), "2024-05-02"),
        (pa.array([datetime(2024, 5, 2, 9, 15)], pa.timestamp("us")), "2024-05-02T09:15:00"),
        (pa.array([datetime(2024, 5, 2, 9, 15, tzinfo=UTC)], pa.timestamp("ms", "UTC")), "2024-05-02T09:15:00Z"),
        (
            pa.array([datetime(2024, 5, 2, 9, 15, tzinfo=UTC)], pa.timestamp("us", "Africa/Bamako")),
            "2024-05-02T09:15:00Z",
        ),
        (pa.array([datetime(2024, 5, 2, tzinfo=UTC)], pa.timestamp("us", "UTC")), "2024-05-02T00:00:00Z"),
        (pa.array([b"2024-05-02"]), "2024-05-02"),
        (pa.array([None], pa.timestamp("us")), None),
    ],
)
def test_moments_become_dates(values: pa.Array, expected: str | None) -> None:
    """Every page of a data frame would come undated, and “on Monday” with it."""
    (page,) = pages(packed({"text": [TEXT], "published": values}))
    assert page.document.published.value == expected


def test_bytes_are_decoded(tmp_path: Path) -> None:
    """Pages that a crawler kept as bytes could not be read, and one that is no text would end the run."""
    raw = packed(
        {
            "html": [
                "<p>Armée à Gao".encode(),
                "<meta charset=cp1251><p>Армия".encode("cp1251"),
                b"\x89PNG\r\n\xff\0" * 9,
                None,
            ]
        }
    )
    found = pages(raw)
    assert [page.document.text for page in found] == ["Armée à Gao", "Армия", "", ""]
    assert codes(found)[2:] == [["unreadable"], ["unreadable"]]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"text": [3]}, ["unreadable"]),
        ({"text": [None]}, ["unreadable"]),
        ({"text": [[TEXT]]}, ["unreadable"]),
        ({"text": [TEXT], "outlet": [[1, 2]]}, ["bad_field"]),
        ({"text": [TEXT], "id": [1.5]}, ["bad_field"]),
        ({"text": [TEXT], "id": [7]}, []),
        ({"text": [TEXT], "published": pa.array([10**15], pa.timestamp("s"))}, ["bad_date"]),
        ({"text": [TEXT], "published": pa.array([2**62], pa.timestamp("us", "Nowhere/Land"))}, ["bad_date"]),
        ({"text": [TEXT], "title": pa.array([2**62], pa.duration("ns"))}, ["bad_field"]),
    ],
)
def test_columns_of_the_wrong_type_become_issues(columns: dict[str, Any], expected: list[str]) -> None:
    """One column of the wrong type would stop the run or be read as something else."""
    (page,) = pages(packed(columns))
    assert codes([page]) == [expected]


def test_a_table_without_rows_has_no_pages() -> None:
    """An empty part of a data set would stop the run."""
    assert pages(packed({"text": pa.array([], pa.string())})) == []


def test_a_table_of_something_else_is_told_once(tmp_path: Path) -> None:
    """A million rows without text would be a million empty reports."""
    (tmp_path / "a.parquet").write_bytes(packed({"id": ["a", "b"], "body": [TEXT, TEXT]}))
    (page,) = read_inputs([str(tmp_path)])
    assert "no column is called text or html; its columns are id, body" in page.issues[0].message


@pytest.mark.parametrize("cut", [4, 8, 30, 200])
def test_a_file_that_was_not_written_to_its_end_is_told(cut: int, tmp_path: Path) -> None:
    """A download that broke off would end the run, or be left out without a word."""
    (tmp_path / "a.parquet").write_bytes(packed({"text": [TEXT] * 20})[:-cut])
    (tmp_path / "b.parquet").write_bytes(packed({"text": [TEXT]}))
    first, second = read_inputs([str(tmp_path)])
    assert "a.parquet: not a whole Parquet file" in first.issues[0].message and codes([first]) == [["unreadable"]]
    assert second.document.text == TEXT


def test_a_damaged_row_group_costs_no_other() -> None:
    """A flipped bit would cost the rest of a table."""
    raw = bytearray(packed({"text": [f"{n}: {TEXT}" for n in range(30)]}, row_group_size=10, use_dictionary=False))
    at = raw.index(b"PAR1") + pq.ParquetFile(BytesIO(bytes(raw))).metadata.row_group(1).column(0).data_page_offset
    raw[at : at + 20] = b"\xff" * 20
    found = pages(bytes(raw))
    assert [page.document.text[:2] for page in (*found[:10], *found[-10:])] == [
        f"{n}:"[:2] for n in (*range(10), *range(20, 30))
    ]
    assert "row group 2 is damaged" in found[10].issues[0].message and found[10].id == "pages:11"


def test_a_page_that_is_too_large_is_cut_and_says_so() -> None:
    """One endless cell would hold up the run."""
    first, second = pages(packed({"html": [f"<p>{TEXT}</p>\n" * 3000, f"<p>{TEXT}"]}), most=20_000)
    assert "too_large" in codes([first])[0] and 0 < len(first.document.text) < 20_000
    assert second.document.text == TEXT


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_stop_the_reader(data: st.DataObject) -> None:
    """A hostile table would end the run."""
    raw = bytearray(packed({"id": ["a", "b", "c"], "text": [TEXT, None, TEXT], "html": [None, f"<p>{TEXT}", None]}))
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        pages(bytes(raw))
    except InputError as error:
        assert str(error).startswith("pages: ")


def test_without_pyarrow_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user would see an import error."""
    path = tmp_path / "a.parquet"
    path.write_bytes(packed({"text": [TEXT]}))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (page,) = read_inputs([str(path)])
    assert "pip install 'bellwire[parquet]'" in page.issues[0].message
    assert count_inputs([str(path)]) is None
