"""How the files that are no text are shown in golden files, so that a difference can be read."""

import sqlite3
from contextlib import closing
from io import BytesIO

import pyarrow.parquet as pq


def parquet(body: bytes) -> str:
    """The schema with its rules, what the export is of, and the rows."""
    table = pq.read_table(BytesIO(body))
    fields = [f"{f.name}: {f.type}  # {f.metadata[b'rule'].decode()}" for f in table.schema]
    rows = [f"{n}. {name}: {value}" for n, row in enumerate(table.to_pylist(), 1) for name, value in row.items()]
    return "\n".join([table.schema.metadata[b"bellwire"].decode(), "", *fields, "", *rows, ""])


def sqlite(body: bytes) -> str:
    """The database as SQL, what full-text search keeps for itself left out."""
    with closing(sqlite3.connect(":memory:")) as made:
        made.deserialize(body)
        lines = [line for line in made.iterdump() if "_fts_" not in line and "sqlite_" not in line]
    return "\n".join(lines) + "\n"
