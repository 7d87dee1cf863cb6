"""`bellwire export`: what a filter finds, in a form that other tools read."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from bellwire.cli.common import (
    as_known_on_option,
    day_of,
    nothing_out,
    out_file,
    policy_options,
    progress,
    say,
    store_option,
)
from bellwire.cli.incidents import filter_of, filter_options
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.export import Dossier, Format, Options, Source, all_formats, format_named
from bellwire.export.writing import check_options, write_to
from bellwire.model import Report
from bellwire.publish.folder import check_new_folder
from bellwire.settings import resolve

T = TypeVar("T")


def _list(context: click.Context, _: click.Parameter, asked: bool) -> None:
    """Prints the formats and ends."""
    if asked:
        for found in all_formats().values():
            tables = f" Tables: {', '.join(found.tables)}." if found.tables else ""
            click.echo(f"{found.name:14} {found.suffix:12} {found.about}{tables}")
        context.exit()


@click.command("export")
@click.argument("name", metavar="FORMAT")
@store_option
@as_known_on_option
@filter_options
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output if left out.")
@policy_options
@click.option("--table", metavar="NAME", help="One of a format's tables, where it has several.")
@click.option("--partition-by", metavar="COLUMNS", help="A folder of files, laid out by columns (parquet).")
@click.option("--codes", is_flag=True, help="Codes in the place of words, where a format has both (acled).")
@click.option("--raw-csv", is_flag=True, help="Leave cells that a spreadsheet would run as formulas.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, which Excel needs to read UTF-8.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the formats.")
def command(
    name: str,
    store: str | None,
    as_known_on: str | None,
    output: str | None,
    named: str,
    names: bool,
    today: str | None,
    table: str | None,
    partition_by: str | None,
    codes: bool,
    raw_csv: bool,
    bom: bool,
    **given: Any,
) -> int:
    """Export what a filter finds in a form that other tools read; --list shows the forms.

    What analysts rejected is left out. Names of private persons are hidden and all else goes out as it is, unless
    another policy is chosen; what a policy does is shown by bellwire publish --diff.

    \b
    Example:
      bellwire export csv --country ML --from 2024-05 -o mali.csv
      bellwire export acled --as-known-on 2024-06-01 --policy public -o acled.csv
      bellwire export csv --table figures | head
      bellwire export parquet --partition-by country,year -o incidents
    """
    form, wanted, day = format_named(name), filter_of(given), day_of(today)
    columns = tuple(filter(None, (column.strip() for column in (partition_by or "").split(","))))
    options = Options(table=table, raw_csv=raw_csv, bom=bom, codes=codes, partition_by=columns)
    _check(form, options, output)
    with Desk.open(resolve({"store": store}).settings, make=False) as desk:
        chosen = desk.export(wanted, policy=named, names=names, as_known_on=as_known_on, today=day)
        with chosen.opened() as source:
            counted = Counted(source)
            if output in (None, "-"):
                with out_file(output) as file:
                    form.write(counted.source, file, options)
            else:
                write_to(form, counted.source, Path(str(output)), options)
    if not counted.number:
        say(nothing_out(named))
    elif output not in (None, "-"):
        but = f", but for {form.leaves_out}" if form.leaves_out else ""
        say(f"{counted.number:,} {counted.of} in {output}{but}")
    return 0


class Counted:
    """A source that counts its incidents, or its reports, as they go by, with a bar on the terminal."""

    def __init__(self, source: Source) -> None:
        self.number, self.of = 0, "incidents"
        self._from = source
        self.source = replace(source, dossiers=self._dossiers, reports=self._reports)

    def _dossiers(self, claims: bool) -> Iterator[Dossier]:
        return self._each(self._from.dossiers(claims), "incidents", self._from.found)

    def _reports(self) -> Iterator[Report]:
        return self._each(self._from.reports(), "reports", None)

    def _each(self, found: Iterable[T], of: str, total: int | None) -> Iterator[T]:
        self.number, self.of = 0, of
        for each in progress(found, of, total):
            self.number += 1
            yield each


def _check(form: Format, options: Options, output: str | None) -> None:
    """Raises InputError for what a format cannot do, before anything is read."""
    check_options(form, options)
    if options.partition_by:
        if output in (None, "-"):
            raise InputError("with --partition-by give a new folder: -o DIR")
        check_new_folder(Path(str(output)))
    elif form.binary and output in (None, "-") and sys.stdout.isatty():
        raise InputError(f"{form.name} is no text; give a file: -o NAME{form.suffix}")
