"""`bellwire compare`: two data sets side by side."""

import csv
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import click

from bellwire.cli.common import as_known_on_option, say, store_option
from bellwire.cli.compare_text import csv_rows, lines_of, pair_of, summary_lines
from bellwire.desk import Desk
from bellwire.export.cells import defused
from bellwire.imports.compared import Comparison, Pair, by_chance, compare
from bellwire.imports.noted import Collection, within
from bellwire.imports.sides import Given, given_of, store_side, table_side
from bellwire.model.codec import encode_plain
from bellwire.relate.linking import LEAST
from bellwire.settings import resolve
from bellwire.store import Filter
from bellwire.store.filters import days_of_period

SHOWN = ("differing", "missing", "matched")


@click.command("compare")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@store_option
@as_known_on_option
@click.option("--country", metavar="CODE", multiple=True, help="In this country (ISO 3166, two letters).")
@click.option("--from", "start", metavar="DATE", help="From a day, month or year on.")
@click.option("--to", "end", metavar="DATE", help="Up to a day, month or year.")
@click.option("--show", type=click.Choice(SHOWN), multiple=True, help="List these; differing and missing if left out.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=20, show_default=True, help="Of each list at most so many."
)
@click.option(
    "--least", type=float, default=LEAST, show_default=True, help="Score from which on two are one: more is stricter."
)
@click.option("--json", "as_json", is_flag=True, help="One pair a line, with features and reasons.")
@click.option("--csv", "as_csv", is_flag=True, help="One pair a row.")
def command(
    left: str,
    right: str,
    store: str | None,
    as_known_on: str | None,
    country: tuple[str, ...],
    start: str | None,
    end: str | None,
    show: tuple[str, ...],
    limit: int,
    least: float,
    as_json: bool,
    as_csv: bool,
) -> int:
    """Compare two data sets: which incidents are in both, which in one alone, and wherein the two differ.

    \b
    A and B are each one of
      coded             what was coded from pages in the store (--store)
      ACLED             what was imported into it under that name
      FILE.csv          a table of ACLED, of UCDP GED or of bellwire export csv, known by its head; - is standard input
      FILE.sqlite       what was coded in another store; FILE.sqlite#ACLED what was imported into it

    Two incidents are linked by days, distance, place, type, actors and killed, each within the precision that is given;
    every incident is in one link at most. Links are suggestions: read the reasons (--json) before you count on one.

    \b
    Example:
      bellwire compare coded ACLED --country ML --from 2024-05
      bellwire compare acled.csv GEDEvent.csv --show matched
      bellwire compare coded "UCDP GED" --csv > pairs.csv
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    wanted = Filter(countries=country, start=start, end=end)
    sides = [_side(given_of(name), store, as_known_on, wanted) for name in (left, right)]
    found = compare(*(_within(side, wanted) for side in sides), least=least)
    if as_json:
        for pair in _chosen(found, show):
            click.echo(encode_plain(pair_of(pair)).decode())
    elif as_csv:
        _write_csv(found, show)
    else:
        lines = (*summary_lines(found, by_chance(found, least)), *lines_of(found, show or SHOWN[:2], limit))
        click.echo("\n".join(lines))
    return 0


def _side(given: Given, store: str | None, as_known_on: str | None, wanted: Filter) -> Collection:
    """A side, read whole."""
    if given.table is not None:
        return table_side(given, sys.stdin.buffer)
    settings = resolve({"store": given.store or store}).settings
    with Desk.open(settings, make=False) as desk, desk.view(as_known_on) as view:
        waiting = view.unrelated() if as_known_on is None else 0
        if waiting:
            say(f"{waiting} reports are not related yet, and in no incident; to do it: bellwire ingest --store ...")
        return store_side(given, view, wanted)


def _within(side: Collection, wanted: Filter) -> Collection:
    """What of a side the filter lets through; of a store's side it did so before, by the same days."""
    start = date.fromisoformat(days_of_period(wanted.start)[0]) if wanted.start else None
    end = date.fromisoformat(days_of_period(wanted.end)[1]) if wanted.end else None
    countries = frozenset(code.upper() for code in wanted.countries)
    return replace(side, noted=tuple(n for n in side.noted if within(n, countries, start, end)))


def _chosen(found: Comparison, show: tuple[str, ...]) -> Iterator[Pair]:
    """The pairs that are asked for; all where nothing is."""
    for pair in found.pairs():
        kinds = {"missing"} if pair.link is None else {"matched"}
        if pair.link and pair.link.differing:
            kinds.add("differing")
        if not show or kinds & set(show):
            yield pair


def _write_csv(found: Comparison, show: tuple[str, ...]) -> None:
    write = csv.writer(sys.stdout, lineterminator="\r\n")
    for row in csv_rows(_chosen(found, show)):
        write.writerow([defused(cell) for cell in row])
