"""`bellwire backup`: the whole store as one file."""

from pathlib import Path

import click

from bellwire.cli.common import store_option
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.settings import resolve


@click.command("backup")
@click.argument("file", metavar="FILE")
@store_option
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
def command(file: str, store: str | None, replace: bool) -> int:
    """Write the store into one file, while others go on working with it.

    The file is the same for SQLite and PostgreSQL: restore it into either.

    \b
    Example:
      bellwire backup desk-2024-05-02.bellwire --store desk.sqlite
      bellwire restore desk-2024-05-02.bellwire --store postgresql://desk@localhost/desk
    """
    if Path(file).exists() and not replace:
        raise InputError(f"{file} is there already; give another name, or --replace")
    with Desk.open(resolve({"store": store}).settings, make=False) as desk:
        desk.backup(Path(file))
    click.echo(f"Wrote {file}: {Path(file).stat().st_size / 1e6:.1f} MB.")
    return 0
