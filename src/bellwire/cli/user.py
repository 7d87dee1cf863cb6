"""`bellwire user`: the accounts of a desk that others can reach."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bellwire.cli.common import say, store_option
from bellwire.errors import InputError
from bellwire.settings import Settings, resolve
from bellwire.workspace import Workspace, workspace_of
from bellwire.workspace.words import ROLES

role_option = click.option("--role", type=click.Choice(ROLES), default="viewer", show_default=True, help="What for.")
password_option = click.option(
    "--password-file", metavar="FILE", help="Read the password from a file's first line (- for standard input)."
)


@contextmanager
def opened(store: str | None) -> Iterator[tuple[Workspace, Settings]]:
    """The workspace beside a store, which need not be there yet."""
    settings = resolve({"store": store}).settings
    workspace = Workspace.open(workspace_of(settings.store))
    try:
        yield workspace, settings
    finally:
        workspace.close()


def asked_password(file: str | None) -> str:
    """A password: from a file, else typed twice and not shown."""
    if file is not None:
        try:
            text = sys.stdin.readline() if file == "-" else Path(file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"cannot read the password from {file}: {error}") from error
        return next(iter(text.splitlines()), "")
    if not sys.stdin.isatty():
        raise InputError("there is no terminal to type a password at; give --password-file FILE")
    typed: str = click.prompt("Password (12 characters or more)", hide_input=True, confirmation_prompt=True)
    return typed


@click.group("user")
def command() -> None:
    """Make, list, change and remove the accounts of a desk that others can reach.

    A desk on this machine alone needs none: `bellwire serve` prints a link. With accounts, everybody signs in.

    \b
    viewer    reads the record
    analyst   adds reports, judges and drafts
    editor    publishes as well
    admin     manages people as well

    \b
    Example:
      bellwire user add Ana --role admin
      bellwire user list
    """


@command.command("add")
@click.argument("name")
@role_option
@password_option
@store_option
def add(name: str, role: str, password_file: str | None, store: str | None) -> int:
    """Make an account; the password is asked for."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.accounts import add_account, check_name

    check_name(name)
    with opened(store) as (workspace, settings):
        by = analyst_of(settings)
        made = add_account(workspace, name, role, asked_password(password_file), by=by, now=utc_now())
    click.echo(f"{made.name} may sign in as {made.role}.")
    return 0


@command.command("list")
@store_option
def show(store: str | None) -> int:
    """List who has an account."""
    from bellwire.workspace.accounts import accounts

    with opened(store) as (workspace, settings):
        found = accounts(workspace)
    for one in found:
        click.echo(f"{one.role:8} {one.name:24} since {one.made[:10]}")
    if not found:
        say(f"There are no accounts beside {settings.store}: the desk opens with a link, on this machine alone.")
    return 0


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@store_option
def change(name: str, role: str, store: str | None) -> int:
    """Give somebody another role, from their next request on."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.accounts import set_role

    with opened(store) as (workspace, settings):
        made = set_role(workspace, name, role, by=analyst_of(settings), now=utc_now())
    click.echo(f"{made.name} is {made.role}.")
    return 0


@command.command("password")
@click.argument("name")
@password_option
@store_option
def password(name: str, password_file: str | None, store: str | None) -> int:
    """Give somebody another password, and end their sign-ins."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.accounts import set_password

    with opened(store) as (workspace, settings):
        by = analyst_of(settings)
        set_password(workspace, name, asked_password(password_file), by=by, now=utc_now())
    click.echo(f"{name} has a new password, and is signed out everywhere.")
    return 0


@command.command("remove")
@click.argument("name")
@store_option
def remove(name: str, store: str | None) -> int:
    """Take an account away, with its sign-ins and tokens; what they judged stays."""
    from bellwire.cli.judge import analyst_of
    from bellwire.desk import utc_now
    from bellwire.workspace.accounts import remove_account

    with opened(store) as (workspace, settings):
        remove_account(workspace, name, by=analyst_of(settings), now=utc_now())
    click.echo(f"{name} can sign in no more.")
    return 0
