"""Parquet: types that readers need not guess, rules that travel with the columns, folders that pandas reads."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.export.record import clash, dossiers, source

from bellwire.errors import InputError
from bellwire.export import About, Options
from bellwire.export.arrow import typed
from bellwire.export.formats import parquet
from bellwire.export.own import TABLES
from bellwire.model.codec import decode_any


def written(*given: object, **options: object) -> BytesIO:
    out = BytesIO()
    parquet.write(source(*given), out, Options(**options))  # type: ignore[arg-type]
    out.seek(0)
    return out


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_columns_with_types_and_rules(name: str) -> None:
    """A day that comes as text, or a number without its rule, is one to look up elsewhere."""
    found, table = pq.read_table(written(table=name)), TABLES[name]().table
    assert tuple(found.column_names) == table.names
    types = {"text": "string", "list": "list<element: string>", "whole": "int64", "number": "double", "truth": "bool"}
    types |= {"day": "date32[day]", "moment": "timestamp[ms, tz=UTC]"}
    assert [str(f.type) for f in found.schema] == [types[c.kind] for c in table.columns]
    assert [f.metadata[b"rule"].decode() for f in found.schema] == [c.rule for c in table.columns]


def test_values_come_back_as_they_are_in_the_record() -> None:
    """A list read as one text, or a day moved by a time zone, is a wrong value in every analysis."""
    row = next(r for r in pq.read_table(written()).to_pylist() if r["incident"] == "i-clash")
    assert row["date_start"] == date(2024, 5, 4) and row["agents"] == ["Azawad Front"]
    assert row["changed"] == datetime(2024, 5, 31, 12, tzinfo=UTC)
    assert row["killed_disagree"] is False and row["where_prec"] == 2 and row["displaced_low"] is None


def test_the_file_says_what_it_is_of() -> None:
    """A file without its filter and day is one that nobody can make again."""
    said = decode_any(pq.read_table(written()).schema.metadata[b"bellwire"])
    assert said["asked"] == "all incidents" and said["policy"] == "internal" and said["table"] == "incidents"
    assert said["known_at"] == "2024-06-01T08:00:00Z" and said["as_known_on"] is None


def test_pandas_reads_columns_without_surprises() -> None:
    """An integer that becomes a float because a row has none is printed as 12.0 ever after."""
    frame = pd.read_parquet(written(), dtype_backend="numpy_nullable")
    assert str(frame["where_prec"].dtype) == "Int64" and str(frame["killed_disagree"].dtype) == "boolean"
    assert frame.loc[frame["incident"] == "i-market", "killed_high"].item() == 17.0


def test_many_rows_are_written_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A million incidents must not be held in memory before the first is written."""
    monkeypatch.setattr("bellwire.export.arrow.SOME", 2)
    found = pq.ParquetFile(written(*[clash()] * 5))
    assert found.num_row_groups == 3 and found.metadata.num_rows == 5


def test_a_folder_by_country_and_year_is_read_by_pandas_and_arrow(tmp_path: Path) -> None:
    """A folder that pandas stops at, for one incident without a day, would break the nightly job."""
    out = tmp_path / "incidents"
    parquet.spread(source(), out, Options(partition_by=("country", "year", "month")))
    assert (out / "country=ML/year=2024/month=5/part-0.parquet").is_file()
    assert (out / "country=unknown/year=0/month=0/part-0.parquet").is_file()
    frame = pd.read_parquet(out)
    assert {*frame["incident"]} == {d.incident.id for d in dossiers()}
    assert pd.read_parquet(out, filters=[("year", ">=", 2024)]).shape[0] == 3
    found = ds.dataset(out, partitioning="hive")
    assert found.schema.field("year").type == pa.int32() and found.count_rows() == 4
    assert {*found.schema.names} == {*TABLES["incidents"]().table.names, "year", "month"}
    assert found.schema.field("title").metadata[b"rule"] == b"What happened, in a line."
    mali = found.to_table(filter=ds.field("country") == "ML").to_pylist()
    assert {r["incident"] for r in mali} == {"i-clash", "i-market", "i-flight"}


def test_the_same_record_makes_the_same_folder(tmp_path: Path) -> None:
    """Who keeps exports under version control must not see each file change each night."""
    for name in ("a", "b"):
        parquet.spread(source(), tmp_path / name, Options(partition_by=("type",)))
    files = [{p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.parquet")} for n in "ab"]
    assert files[0] == files[1] and len(files[0]) == 3


def test_a_folder_of_nothing_can_be_read(tmp_path: Path) -> None:
    """A filter that finds nothing today must not break what reads the folder."""
    parquet.spread(source(about=About()), tmp_path / "x", Options(table="claims", partition_by=("speaker",)))
    from bellwire.export import Source

    nothing = Source(dossiers=lambda claims: iter(()), reports=lambda: iter(()))
    parquet.spread(nothing, tmp_path / "out", Options(partition_by=("country", "year")))
    assert pd.read_parquet(tmp_path / "out").empty and "year" in pd.read_parquet(tmp_path / "out")


@pytest.mark.parametrize(
    ("table", "by", "why"),
    [
        ("incidents", ("agents",), "cannot be laid out by 'agents'; give some of: incident, title"),
        ("incidents", ("latitude",), "cannot be laid out by 'latitude'"),
        ("incidents", ("../x",), "cannot be laid out by"),
        ("figures", ("year",), "figures cannot be laid out by 'year'"),
        ("incidents", ("country", "country"), "names a column twice"),
    ],
)
def test_columns_that_cannot_be_folders_are_refused(tmp_path: Path, table: str, by: tuple[str, ...], why: str) -> None:
    """An error from within a library names no column to take instead."""
    with pytest.raises(InputError, match=why):
        parquet.spread(source(), tmp_path / "out", Options(table=table, partition_by=by))
    assert list(tmp_path.iterdir()) == []


def test_too_many_folders_are_refused_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file an incident fills a disk with a million folders; half of them are worse than none."""
    monkeypatch.setattr(parquet, "MOST_FOLDERS", 2)
    with pytest.raises(InputError, match="more than 2 folders; lay it out by columns with fewer values"):
        parquet.spread(source(), tmp_path / "out", Options(partition_by=("incident",)))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    """An export must not mix with what stood there before."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is there already; give a new folder"):
        parquet.spread(source(), tmp_path, Options(partition_by=("country",)))
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_values_with_slashes_stay_one_folder_deep(tmp_path: Path) -> None:
    """A place named with a slash must not write beside the folder."""
    from dataclasses import replace

    odd = replace(clash(), incident=replace(clash().incident, title="../../a/b=c %"))
    parquet.spread(source(odd), tmp_path / "out", Options(partition_by=("title",)))
    assert [p.name for p in tmp_path.iterdir()] == ["out"] and len([*(tmp_path / "out").iterdir()]) == 1
    assert pd.read_parquet(tmp_path / "out")["title"].tolist() == ["../../a/b=c %"]


def test_a_day_that_no_calendar_has_is_empty_not_an_error() -> None:
    """One page that dates to the year -44 must not end the export."""
    assert typed("-0044-03-15", "day") is None and typed("2024-02-30", "day") is None
    assert typed(3.0, "whole") == 3 and typed(3, "number") == 3.0
