"""`bellwire verify`: is the store what was written?"""

import click

from bellwire.cli.common import say, store_option
from bellwire.desk import Desk
from bellwire.settings import resolve
from bellwire.store import shown
from bellwire.store.verify import faults, head


@click.command("verify")
@store_option
@click.option("--noted", metavar="SHA256", help="A head that was noted down before: it must still be in the log.")
@click.option("--mend-search", is_flag=True, help="Make the search and the map anew from the record.")
def command(store: str | None, noted: str | None, mend_search: bool) -> int:
    """Check every digest, every span and the audit log; end with status 1 where something was changed.

    It ends by printing the head of the log. Who notes it down elsewhere can show later that nothing was taken away.

    \b
    Example:
      bellwire verify --store desk.sqlite
      bellwire verify --noted 1f0c…
    """
    settings = resolve({"store": store}).settings
    with Desk.open(settings, make=False) as desk:
        if mend_search:
            desk.mend_search()
        with desk.view() as view:
            found = 0
            for fault in faults(view.connection, noted=noted):
                found += 1
                click.echo(f"{fault.table} {fault.row}: {fault.what}")
            counts, top, waiting = view.counts(), head(view.connection), view.unrelated()
    if found:
        say(f"{found} faults in {shown(settings.store)}; restore a backup: bellwire restore FILE --store NEW")
        return 1
    click.echo(
        f"{shown(settings.store)} is as it was written: {counts['reports']} reports, {counts['incidents']} incidents."
    )
    if waiting:
        click.echo(f"{waiting} reports are not related yet, and in no incident; to do it: bellwire ingest --store ...")
    click.echo(f"Head of the log: {top}")
    return 0
