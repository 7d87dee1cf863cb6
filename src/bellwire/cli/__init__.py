"""The command line: `bellwire VERB`. One module a verb."""

import os
import sys

from bellwire.errors import BellwireError

VERBS = (
    "code", "relate", "ingest", "import", "watch", "brief", "export", "plot", "compare", "explain", "incidents",
    "incident", "judge", "agreement", "log", "verify", "backup", "restore", "serve", "publish", "user", "token",
    "config", "schema", "completion",
)  # fmt: skip


def main() -> None:
    """Runs the command line and ends the process with the contract's exit status."""
    for library in ("OMP", "OPENBLAS", "MKL"):  # one thread a process: as fast on single sentences, and the same bytes
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """The exit status: 0 done, 1 pages failed under --strict, 2 a wrong call (one line says why)."""
    import click

    from bellwire.cli.group import bellwire

    try:
        status = bellwire.main(arguments, prog_name="bellwire", standalone_mode=False)
    except click.UsageError as error:
        where = f"bellwire {error.ctx.info_name} --help" if error.ctx and error.ctx.parent else "bellwire --help"
        click.echo(f"bellwire: {error.format_message().rstrip('.')}; see: {where}", err=True)
        return 2
    except click.ClickException as error:
        click.echo(f"bellwire: {error.format_message()}", err=True)
        return 2
    except BellwireError as error:
        click.echo(f"bellwire: {' '.join(str(error).split())}", err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("bellwire: stopped", err=True)
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  # or Python complains while it closes
        return 0
    return int(status or 0)
