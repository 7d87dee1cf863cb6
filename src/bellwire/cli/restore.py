"""`bellwire restore`: a store from a backup."""

from pathlib import Path

import click

from bellwire.cli.common import check_inputs, store_option
from bellwire.desk import Desk
from bellwire.errors import BellwireError
from bellwire.settings import resolve
from bellwire.store import shown


@click.command("restore")
@click.argument("file", metavar="FILE")
@store_option
def command(file: str, store: str | None) -> int:
    """Fill a new, empty store from a backup. All of it is restored, or nothing.

    \b
    Example:
      bellwire restore desk-2024-05-02.bellwire --store restored.sqlite
      bellwire verify --store restored.sqlite
    """
    check_inputs((file,))
    settings = resolve({"store": store}).settings
    there = Path(settings.store).exists()
    try:
        with Desk.open(settings) as desk:
            head = desk.restore(Path(file))
    except BellwireError:
        if not there and "://" not in settings.store:
            for ending in ("", "-wal", "-shm"):
                Path(settings.store + ending).unlink(missing_ok=True)
        raise
    click.echo(f"Restored {file} into {shown(settings.store)}. Head of the log: {head}")
    return 0
