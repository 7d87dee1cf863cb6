"""`bellwire completion`: the script that completes verbs and options in a shell."""

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script of a shell.

    \b
    Example:
      bellwire completion bash >> ~/.bashrc
      bellwire completion fish > ~/.config/fish/completions/bellwire.fish
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(kind(ctx.find_root().command, {}, "bellwire", "_BELLWIRE_COMPLETE").source())
    return 0
