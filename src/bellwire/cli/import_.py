"""`bellwire import`: rows of a data set of others, as a source of their own."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

import click

from bellwire.cli.common import check_inputs, failures_of, progress, say, store_option
from bellwire.desk import Desk
from bellwire.imports import DataSet, open_rows, report_of, set_named
from bellwire.imports.checks import rows_of
from bellwire.imports.reports import unread
from bellwire.imports.tables import Opened, check_columns
from bellwire.model import Report
from bellwire.settings import resolve
from bellwire.store import shown

DIRTY = frozenset(("bad_cell", "no_event", "unreadable"))
"""Issues of a row: with --strict they end the run with status 1."""
TOLD = 10
"""Dirty rows of which the person at the terminal is told."""


@click.command("import")
@click.argument("data_set", metavar="DATASET")
@click.argument("file", metavar="FILE")
@store_option
@click.option("--outlet", metavar="NAME", help="The source's name in the record; ACLED or UCDP GED if left out.")
@click.option("--strict", is_flag=True, default=None, help="End with status 1 where a row or a cell could not be read.")
def command(data_set: str, file: str, store: str | None, outlet: str | None, strict: bool | None) -> int:
    """Read a table of ACLED (acled) or of UCDP's Georeferenced Event Dataset (ucdp) into the store.

    FILE is a CSV file, or `-` (standard input): columns in any order, parted by commas, semicolons or tabs, older
    editions too. Each row is kept as a report of which every field points at its cell. It is an incident of its own: it
    is not related to what was coded, and is no further source of it. The same table again changes nothing; a row that
    changed is a new version. Two editions are kept apart by --outlet.

    \b
    Example:
      bellwire import acled mali.csv
      bellwire import ucdp GEDEvent.csv --outlet "UCDP GED 24.1"
      bellwire incidents --source ACLED
      bellwire compare coded ACLED
    """
    data = set_named(data_set)
    check_inputs([file])
    if outlet is not None and not outlet.strip():
        raise click.UsageError("--outlet needs a name")
    settings = resolve({"store": store, "strict": strict}).settings
    outcomes: Counter[str] = Counter()
    dirty = Dirty()
    stdin: BinaryIO | None = sys.stdin.buffer if file == "-" else None
    with open_rows(file, stdin) as table:
        check_columns(table, data)
        for doubt in table.doubts:
            say(doubt)
        with Desk.open(settings) as desk:
            for report, outcome in progress(desk.keep(reports(table, data, outlet)), "reading"):
                outcomes[outcome] += 1
                dirty.tell(report)
            for _ in progress(desk.relate(), "keeping"):
                pass
    dirty.sum_up()
    told = ", ".join(f"{outcomes[o]:,} {o}" for o in ("new", "changed", "unchanged"))
    click.echo(
        f"Read {outcomes.total():,} rows of {outlet or data.outlet}: {told}; {dirty.no_event:,} tell of no event."
    )
    click.echo(f"Store {shown(settings.store)}; compare them: bellwire compare coded {_quoted(outlet or data.outlet)}")
    return 1 if dirty.rows and settings.strict else 0


def reports(table: Opened, data: DataSet, outlet: str | None) -> Iterator[Report]:
    """The reports of a table's rows; of two rows with one id the first counts, and the other is an issue."""
    for row in rows_of(table, data):
        if row.fault:
            yield unread(table.name, outlet or data.outlet, row.line, row.fault)
        else:
            yield report_of(row.cells, data, outlet=outlet, month_first=table.month_first)


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


class Dirty:
    """Counts rows that could not be read in full, and tells of the first of them."""

    def __init__(self) -> None:
        self.rows = self.no_event = 0

    def tell(self, report: Report) -> None:
        """Looks at a row."""
        found = [issue for issue in report.issues if issue.code in DIRTY]
        self.no_event += not report.events
        self.rows += bool(found)
        for issue in found if self.rows <= TOLD else ():
            if issue.code == "unreadable":
                failures_of(report)
            else:
                say(f"{report.id}: {issue.message}")

    def sum_up(self) -> None:
        """Says how many more there were."""
        if self.rows > TOLD:
            say(f"and {self.rows - TOLD:,} more rows with something that could not be read; it is noted with each")
