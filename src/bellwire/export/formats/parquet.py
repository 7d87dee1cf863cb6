"""Bellwire's own tables as Apache Parquet: typed columns that pandas, R, DuckDB and Arrow read as they are.

Kinds of columns are stored as Arrow's types: text as string, list as list of strings, whole as int64, number as double,
day as date32, moment as timestamp in UTC, truth as bool. Each column's rule is in its field's metadata (`rule`), and
what the export is of (filter, policy, as known on, last change) in that of the schema (`bellwire`, JSON).

`--partition-by country,year -o DIR` writes a folder laid out as Hive does (`country=ML/year=2024/part-0.parquet`),
which is there all at once or not at all. Folders can be made by any column of kind text, and in tables that have
`date_start` also by `year` and `month`, which are those of the first day on which it can have happened. What is not
known is in `country=unknown` and `year=0`: pandas cannot read a folder whose name stands for nothing
(`__HIVE_DEFAULT_PARTITION__`). More than a thousand folders are refused.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from bellwire.errors import InputError
from bellwire.export.arrow import SOME, batches, schema_of
from bellwire.export.columns import Table
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import TABLES
from bellwire.publish.folder import check_new_folder, new_folder

MOST_FOLDERS = 1_000
"""Folders at most: more are files of some rows each, which are slower to read than one file."""
MOST_OPEN, LEAST_ROWS = 64, 1_000
"""Files that are open at a time, and rows that wait for each until they are written: so memory stays flat."""
FROM_DAY = ("year", "month")
"""What folders can be made by, besides columns, where a table has `date_start`."""
NO_TEXT, NO_DAY = "unknown", 0
"""What names the folder of what is not known. Hive's own name for it is read as a null in a dictionary, and pandas
stops at those of several files (“Cannot yet unify dictionaries with nulls”, pyarrow 26)."""


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes one of the tables, of incidents where no other is asked for, a row group at a time."""
    import pyarrow.parquet as pq

    own = TABLES[options.table or "incidents"]()
    schema = schema_of(own.table, source.about)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in batches(own.table, own.rows(source), schema):
            writer.write_batch(batch, row_group_size=SOME)


def spread(source: Source, folder: Path, options: Options) -> None:
    """Writes one of the tables as a new folder of files, laid out by columns.

    Raises InputError for columns by which it cannot be laid out, and where there would be too many folders.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds
    import pyarrow.parquet as pq

    own = TABLES[options.table or "incidents"]()
    by = check_columns(own.table, options.partition_by)
    plain = schema_of(own.table, source.about)
    schema = _with_days(plain, by)
    parts = _parts(batches(own.table, own.rows(source), plain), schema, by)
    with new_folder(folder, check_new_folder) as part:
        ds.write_dataset(
            pa.RecordBatchReader.from_batches(schema, parts),
            part,
            format="parquet",
            file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
            partitioning=ds.partitioning(pa.schema([schema.field(name) for name in by]), flavor="hive"),
            max_partitions=MOST_FOLDERS,
            max_open_files=MOST_OPEN,
            min_rows_per_group=LEAST_ROWS,
            max_rows_per_group=SOME,
            use_threads=False,
            existing_data_behavior="overwrite_or_ignore",
        )
        if not any(part.iterdir()):
            pq.write_table(schema.empty_table(), part / "part-0.parquet")


def check_columns(table: Table[Any], by: Sequence[str]) -> tuple[str, ...]:
    """The columns by which a table is laid out; raises InputError, naming those that can be, for any other."""
    allowed = [c.name for c in table.columns if c.kind == "text"]
    if "date_start" in table.names:
        allowed += FROM_DAY
    for name in by:
        if name not in allowed:
            raise InputError(
                f"{table.name} cannot be laid out by {name!r}; give some of: {', '.join(allowed)} "
                "(such as --partition-by country,year)"
            )
    if len({*by}) < len(by):
        raise InputError("--partition-by names a column twice")
    return tuple(by)


def _with_days(schema: Any, by: Sequence[str]) -> Any:
    """The schema with the columns that are made of the day."""
    import pyarrow as pa

    for name in by:
        if name in FROM_DAY:
            schema = schema.append(pa.field(name, pa.int32(), metadata={"rule": f"The {name} of date_start."}))
    return schema


def _parts(found: Iterator[Any], schema: Any, by: Sequence[str]) -> Iterator[Any]:
    """The batches with those columns; raises InputError once there are too many folders."""
    import pyarrow as pa
    import pyarrow.compute as pc

    seen: set[tuple[object, ...]] = set()
    year_or_month = {"year": pc.year, "month": pc.month}
    for batch in found:
        columns = {name: batch.column(name) for name in batch.schema.names}
        for name in by:
            if name in FROM_DAY:
                columns[name] = year_or_month[name](columns["date_start"]).cast(pa.int32()).fill_null(NO_DAY)
            else:
                columns[name] = pc.if_else(pc.equal(columns[name], "").fill_null(True), NO_TEXT, columns[name])
        whole = pa.record_batch([columns[name] for name in schema.names], schema=schema)
        seen.update(zip(*(whole.column(name).to_pylist() for name in by), strict=True))
        if len(seen) > MOST_FOLDERS:
            raise InputError(
                f"by {', '.join(by)} there would be more than {MOST_FOLDERS:,} folders; "
                "lay it out by columns with fewer values, such as country,year"
            )
        yield whole


FORMAT = Format(
    name="parquet",
    about="Bellwire's own tables as Parquet, typed; in a folder laid out by columns with --partition-by.",
    suffix=".parquet",
    media="application/vnd.apache.parquet",
    write=write,
    spread=spread,
    columns=tuple(TABLES),
    tables=tuple(TABLES),
    options=("table", "partition_by"),
    needs="parquet",
    module="pyarrow",
    binary=True,
)
