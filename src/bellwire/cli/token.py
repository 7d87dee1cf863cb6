"""`bellwire token`: what lets a script use the REST API."""

import click

from bellwire.cli.common import say, store_option
from bellwire.cli.user import opened, role_option
from bellwire.errors import InputError


@click.group("token")
def command() -> None:
    """Make, list and revoke tokens: a script that sends one may use the REST API in somebody's name.

    \b
    Example:
      bellwire token make "nightly export" --days 30
      curl -H "Authorization: Bearer TOKEN" http://127.0.0.1:8321/api/v1/incidents
      bellwire token revoke t-0123456789ab
    """


@command.command("make")
@click.argument("name")
@role_option
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, help="How long it lets in.")
@click.option("--for", "owner", metavar="NAME", help="In whose name; yours if left out.")
@store_option
def make(name: str, role: str, days: int, owner: str | None, store: str | None) -> int:
    """Make a token for what NAME says, and print it this once."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.accounts import account_of, accounts
    from bellwire.workspace.tokens import make_token

    with opened(store) as (workspace, settings):
        by = analyst_of(settings)
        owner = owner or by
        account = account_of(workspace, owner)
        if account is None and accounts(workspace):
            raise InputError(f"there is no account {owner}; say whose the token is: --for NAME")
        owner = account.name if account else owner
        made, secret = make_token(workspace, name, owner, role, now=utc_now(), days=days, by=by)
    click.echo(secret)
    say(f"{made.id} lets in as {owner}, {role}, until {made.expires[:10]}. Keep it safe: it is not shown again.")
    return 0


@command.command("list")
@store_option
def show(store: str | None) -> int:
    """List the tokens, with when each was last used."""
    from bellwire.desk import utc_now
    from bellwire.workspace.tokens import tokens

    with opened(store) as (workspace, _):
        found = tokens(workspace)
    now = utc_now()
    for one in found:
        state = "until " + one.expires[:10] if one.works(now) else "revoked" if one.revoked else "ended"
        used = f"used {one.used[:10]}" if one.used else "never used"
        click.echo(f"{one.id}  {one.role:8} {one.owner:16} {state:16} {used:16} {one.name}")
    if not found:
        say("There are no tokens; make one: bellwire token make NAME")
    return 0


@command.command("revoke")
@click.argument("id")
@store_option
def revoke(id: str, store: str | None) -> int:
    """End a token at once."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.tokens import revoke_token

    with opened(store) as (workspace, settings):
        made = revoke_token(workspace, id, now=utc_now(), by=analyst_of(settings))
    click.echo(f"{made.id} ({made.name}) lets in no more.")
    return 0
