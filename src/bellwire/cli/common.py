"""What verbs share: options, progress, writing, and errors in one line."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import click

from bellwire.errors import DecodeError, InputError
from bellwire.model import Report
from bellwire.model.codec import decode_reports
from bellwire.model.words import Kind
from bellwire.publish.folder import new_file
from bellwire.publish.policy import SHIPPED
from bellwire.read import Given

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

FAILURES = frozenset(("unreadable", "part_failed"))
"""Issues that mean that a page, or a layer of it, was lost: under --strict they end a run with status 1."""


def given_options(command: F) -> F:
    """The options that say what is known of a page."""
    for option in (
        click.option("--language", metavar="CODE", help="The language, such as en; found from the text if left out."),
        click.option("--kind", type=click.Choice(["article", "page", "html"]), help="How clean the text is."),
        click.option("--url", metavar="URL", help="Where a single page was found."),
        click.option("--outlet", metavar="NAME", help="Who published it."),
        click.option("--published", metavar="DATE", help="When it was published, such as 2019-02-10."),
    ):
        command = option(command)
    return command


store_option = click.option("--store", metavar="URL", help="The store: an SQLite file (bellwire.sqlite if left out).")
as_known_on_option = click.option(
    "--as-known-on", metavar="DATE", help="As the record was known on a day (2024-05-02), or at a UTC time."
)


def policy_options(command: F) -> F:
    """The options that say what may leave the record: a policy, names or not, the day from which it counts."""
    for option in (
        click.option("--today", metavar="DATE", help="The day from which a policy's delays are counted; else today."),
        click.option(
            "--names", is_flag=True, help="With the names that are hidden otherwise: private persons, redactions."
        ),
        click.option(
            "--policy",
            "named",
            metavar="NAME",
            default="internal",
            show_default=True,
            help=f"What may go out: {', '.join(SHIPPED)}, or a TOML file.",
        ),
    ):
        command = option(command)
    return command


def given_of(
    published: str | None, outlet: str | None, url: str | None, kind: Kind | None, language: str | None
) -> Given:
    """What was given on the command line."""
    return Given(published=published, outlet=outlet, url=url, kind=kind, language=language)


def day_of(given: str | None) -> date:
    """The day that is given, or today (UTC); raises InputError for what is no day."""
    try:
        return date.fromisoformat(given) if given else datetime.now(UTC).date()
    except ValueError:
        raise InputError(f"{given!r} is no day; give 2024-05-02") from None


def check_inputs(inputs: Sequence[str]) -> None:
    """Raises InputError, before any work, where an input is not there."""
    for name in inputs:
        if name != "-" and "://" not in name and not Path(name).exists():
            raise InputError(f"no such file or folder: {name}")


def coded_reports(inputs: Sequence[str]) -> Iterator[Report]:
    """The reports of files that `bellwire code` wrote; raises DecodeError that names the file and the line."""
    for name in inputs:
        if Path(name).is_dir():
            raise InputError(f"{name} is a folder; give the file that `bellwire code` wrote")
        with click.open_file(name, "rb") if name == "-" else Path(name).open("rb") as file:
            try:
                yield from decode_reports(file)
            except DecodeError as error:
                raise DecodeError(f"{name} is not what `bellwire code` writes: {error}") from error


@contextmanager
def out_file(path: str | None) -> Iterator[BinaryIO]:
    """Where to write: standard output, or a file that is there only when all of it is written."""
    if path is None or path == "-":
        try:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise  # whoever reads has read enough
        except OSError as error:
            sys.stdout = Path(os.devnull).open("w")  # or Python complains again while it closes  # noqa: SIM115
            raise InputError(f"cannot write to standard output: {error.strerror or error}") from error
        return
    with new_file(Path(path)) as file:
        yield file


def progress(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """The items, with a bar on the terminal; quiet where standard error is none."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        for item in items:
            yield item
            bar.advance(task)


def failures_of(report: Report) -> int:
    """1 where a page, or a layer of it, was lost, which is told to the person at the terminal; else 0."""
    broken = [issue.message for issue in report.issues if issue.code in FAILURES]
    for message in broken:
        say(message if report.id in message else f"{report.id}: {message}")
    return int(bool(broken))


def nothing_out(policy: str) -> str:
    """What to say where a filter finds nothing that a policy lets out."""
    return f"no incident that the policy {policy} lets out is found by this filter; see: bellwire incidents"


def say(message: str) -> None:
    """A line for the person at the terminal: to standard error, so that output can be piped on."""
    click.echo(message, err=True)
