"""The command `bellwire` with its verbs, each loaded when it is called."""

from importlib import import_module
from keyword import iskeyword

import click

from bellwire.cli import VERBS
from bellwire.version import __version__


class Verbs(click.Group):
    """A group whose verbs are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order in which they are used."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb's module."""
        if cmd_name not in VERBS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command: click.Command = import_module(f"bellwire.cli.{module}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown verb is answered with those there are."""
        if args and args[0] not in VERBS:
            ctx.fail(f"no command {args[0]!r}; there are: {', '.join(VERBS)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bellwire")
def bellwire() -> None:
    """Reads conflict reporting and keeps the record: what happened, where, when, to how many, and who says so.

    \b
    bellwire ingest examples/            read pages into the store (bellwire.sqlite)
    bellwire serve                       open the desk on it, in the browser
    bellwire brief                       print the situation report
    bellwire explain examples/NAME.txt   show a page with what was read from it
    """
