"""`bellwire log`: what changed the record, the latest first."""

import click

from bellwire.cli.common import as_known_on_option, store_option
from bellwire.desk import Desk
from bellwire.settings import resolve


@click.command("log")
@store_option
@as_known_on_option
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Entries to show.")
@click.option("--before", type=int, metavar="N", help="Entries before this number.")
def command(store: str | None, as_known_on: str | None, limit: int, before: int | None) -> int:
    """Print the audit log: when, who, what, about what, and why.

    \b
    Example:
      bellwire log --limit 10
      bellwire log --as-known-on 2024-05-02
    """
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        for entry in view.log(limit=limit, before=before):
            why = (f"  {entry.judgement}" if entry.judgement else "") + (f"  ({entry.why})" if entry.why else "")
            click.echo(f"{entry.seq:>7}  {entry.at}  {entry.by:12} {entry.action:8} {entry.subject}{why}")
    return 0
