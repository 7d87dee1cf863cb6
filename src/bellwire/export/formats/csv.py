"""Bellwire's own tables as CSV (RFC 4180, UTF-8).

Lists are parted by `; `. What a spreadsheet would run as a formula has an apostrophe in front: `=`, `+`, `-` or `@` at
the beginning, behind spaces or behind a semicolon; a tab or the end of a line at the beginning. `--raw-csv` leaves it.
"""

from typing import BinaryIO

from bellwire.export.cells import write_csv
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import TABLES


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes one of the tables, of incidents where no other is asked for."""
    own = TABLES[options.table or "incidents"]()
    write_csv(out, [own.table.names], [c.kind for c in own.table.columns], own.rows(source), options)


FORMAT = Format(
    name="csv",
    about="Bellwire's own table: incidents, or with --table their evidence, figures, claims or sources.",
    suffix=".csv",
    media="text/csv; charset=utf-8",
    write=write,
    columns=tuple(TABLES),
    tables=tuple(TABLES),
    options=("table", "raw_csv", "bom"),
)
