"""The record itself, as JSON lines: a report a line, all that was read from a page and the page's text.

A line is a [report](../report.md) (`bellwire.report/1`, whose JSON Schema `bellwire schema report` prints), in the
order in which the pages were read; `bellwire relate` and `bellwire ingest --coded` take the file as it is. Whole pages
go out, so that a policy that shortens quotations or coarsens points refuses this format.

`--table incidents` writes an [incident](../incidents.md) a line instead (`bellwire.incident/1`), as
`bellwire incidents --json` does.
"""

from typing import BinaryIO

from bellwire.export.form import Format, Options, Source
from bellwire.model.codec import encode


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the reports that tell the incidents, or the incidents; a record a line."""
    if options.table == "incidents":
        out.writelines(encode(d.incident) + b"\n" for d in source.dossiers(False))
    else:
        out.writelines(encode(report) + b"\n" for report in source.reports())


FORMAT = Format(
    name="jsonl",
    about="The record as JSON lines: a report a line (bellwire.report/1), or with --table incidents an incident.",
    suffix=".jsonl",
    media="application/x-ndjson",
    write=write,
    columns=(),
    tables=("reports", "incidents"),
    options=("table",),
)
