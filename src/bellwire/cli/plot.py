"""`bellwire plot`: what a filter finds as a picture."""

import sys
from pathlib import Path
from typing import Any

import click

from bellwire.cli.common import as_known_on_option, day_of, nothing_out, out_file, policy_options, say, store_option
from bellwire.cli.incidents import filter_of, filter_options
from bellwire.desk import Desk
from bellwire.draw import can_png, plain, png
from bellwire.errors import InputError
from bellwire.export.pictures import PICTURES, drawn
from bellwire.settings import resolve


@click.command("plot")
@click.argument("kind", type=click.Choice(tuple(PICTURES)), metavar="|".join(PICTURES))
@store_option
@as_known_on_option
@filter_options
@click.option(
    "-o", "--output", metavar="FILE", help="Where to write: NAME.svg or NAME.png; SVG to standard output if left out."
)
@click.option("--title", metavar="WORDS", help="The title over the picture.")
@click.option("--scale", type=float, default=2.0, show_default=True, help="How many pixels of a PNG a point is wide.")
@click.option("--list", "listing", is_flag=True, help="Print the list that the numbers refer to, and draw nothing.")
@policy_options
def command(
    kind: str,
    store: str | None,
    as_known_on: str | None,
    output: str | None,
    title: str | None,
    scale: float,
    listing: bool,
    named: str,
    names: bool,
    today: str | None,
    **given: Any,
) -> int:
    """Draw what a filter finds: a map, a timeline, the figures with their holders, or who did what to whom.

    The numbers in a picture refer to a list, which is printed to standard error, or alone with --list.

    \b
    Example:
      bellwire plot map --country ML --from 2024-05 -o mali.svg
      bellwire plot timeline --actor "Azawad Front" -o front.png
      bellwire plot figures --killed 10 --as-known-on 2024-06-01 -o tolls.svg
      bellwire plot network --policy public -o who.svg
      bellwire plot map --country ML --list
    """
    wanted, day = filter_of(given), day_of(today)
    if not listing:
        _check(output, scale)
    with Desk.open(resolve({"store": store}).settings, make=False) as desk:
        chosen = desk.export(wanted, policy=named, names=names, as_known_on=as_known_on, today=day)
        with chosen.opened() as source:
            svg, listed = drawn(kind, source, title)
    if not listed:
        say(nothing_out(named))
    if listing:
        for line in listed:
            click.echo(line)
        return 0
    picture = png(svg, scale) if _is_png(output) else (plain(svg) + "\n").encode()
    with out_file(output) as file:
        file.write(picture)
    for line in listed:
        say(line)
    return 0


def _check(output: str | None, scale: float) -> None:
    """Raises InputError, before anything is read, for a file that is no picture of ours, or that would be none."""
    if output not in (None, "-") and Path(str(output)).suffix.lower() not in (".svg", ".png"):
        raise InputError(f"{output}: pictures are SVG or PNG; give NAME.svg or NAME.png")
    if output in (None, "-") and _terminal():
        raise InputError("a picture is not for a terminal; give a file: -o NAME.svg")
    if _is_png(output):
        can_png(scale)


def _is_png(output: str | None) -> bool:
    return output is not None and output.lower().endswith(".png")


def _terminal() -> bool:
    return sys.stdout.isatty()
