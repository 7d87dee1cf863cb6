"""Bellwire's tables as Arrow's: typed columns that carry their rules, some rows at a time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, cast

from bellwire.export.columns import Kind, Table
from bellwire.export.form import About
from bellwire.model.codec import encode_plain

SOME = 10_000
"""Rows in a batch, and in a row group of Parquet: some ten megabytes of incidents at a time."""


def arrow_type(kind: Kind) -> Any:
    """Arrow's type for a kind of column; a moment is in UTC."""
    import pyarrow as pa

    return {
        "text": pa.string(),
        "list": pa.list_(pa.string()),
        "whole": pa.int64(),
        "number": pa.float64(),
        "day": pa.date32(),
        "moment": pa.timestamp("ms", tz="UTC"),
        "truth": pa.bool_(),
    }[kind]


def schema_of(table: Table[Any], about: About) -> Any:
    """The schema of a table: each field's metadata has its rule, the schema's what the export is of."""
    import pyarrow as pa

    fields = [pa.field(c.name, arrow_type(c.kind), metadata={"rule": c.rule, "kind": c.kind}) for c in table.columns]
    return pa.schema(fields, metadata={"bellwire": encode_plain({"table": table.name, **said_of(about)})})


def said_of(about: About) -> dict[str, str | None]:
    """What an export is of, by name.

    >>> said_of(About(asked="in Mali"))["asked"]
    'in Mali'
    """
    names = ("asked", "policy", "as_known_on", "known_at", "bellwire")
    return {name: getattr(about, name) for name in names}


def batches(table: Table[Any], rows: Iterable[tuple[object, ...]], schema: Any) -> Iterator[Any]:
    """The rows in Arrow's batches; `schema` is that of the table, or begins as it does."""
    import pyarrow as pa

    kinds = [c.kind for c in table.columns]
    left = iter(rows)
    while some := [*islice(left, SOME)]:
        columns = [
            pa.array([typed(value, kind) for value in column], type=arrow_type(kind))
            for column, kind in zip(zip(*some, strict=True), kinds, strict=True)
        ]
        yield pa.record_batch(columns, schema=schema)


def typed(value: object, kind: Kind) -> object:
    """A value as Arrow takes it; None for a day that no calendar has.

    >>> typed("2024-05-02", "day"), typed("-0044-03-15", "day")
    (datetime.date(2024, 5, 2), None)
    """
    if value is None:
        return None
    if kind == "day":
        return day_of(cast(str, value))
    if kind == "moment":
        return datetime.fromisoformat(cast(str, value)).astimezone(UTC)
    if kind == "whole":
        return int(cast(float, value))
    return float(cast(float, value)) if kind == "number" else value


def day_of(value: str) -> date | None:
    """The day that ISO 8601 names; None for one before the year 1 or after 9999, which Python's calendar has not."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
