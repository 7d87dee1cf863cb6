"""`bellwire brief`: the situation report of a store, or of the incidents that a filter finds."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from bellwire.brief import FORMS, file_of, write_chosen, write_stories
from bellwire.brief.form import BRIEF_SCHEMA, Brief
from bellwire.brief.render import (
    check_template,
    form_of,
    read_template,
    shipped_template,
    template_flaws,
    with_template,
)
from bellwire.cli.common import as_known_on_option, out_file, store_option
from bellwire.cli.incidents import filter_of, filter_options
from bellwire.desk import Desk, utc_now
from bellwire.errors import DecodeError, InputError
from bellwire.model.codec import decode_any
from bellwire.settings import resolve
from bellwire.store import Filter, View
from bellwire.store.filters import days_of_period

ENDINGS = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html", ".docx": "docx", ".json": "json"}
"""Endings of a file's name that say what is in it."""


@click.command("brief")
@store_option
@as_known_on_option
@filter_options
@click.option("--story", metavar="ID", help="One story only.")
@click.option(
    "--since",
    metavar="DATE",
    help="Tell what is new since a day, a UTC time, or an earlier brief (its JSON file).",
)
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="md", show_default=True)
@click.option(
    "--template", metavar="FILE", help="Your own template, Markdown or HTML by its name; see --show-template."
)
@click.option(
    "--show-template",
    type=click.Choice(["md", "html"]),
    help="Print the template of a form, to start one's own from.",
)
@click.option(
    "--check-template",
    "checked",
    metavar="FILE",
    help="Say whether a template may be used: no figure without its holder.",
)
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output if left out.")
@click.option("--names", is_flag=True, help="With the names that are hidden otherwise: private persons, redactions.")
def command(
    store: str | None,
    as_known_on: str | None,
    story: str | None,
    since: str | None,
    form: str,
    output: str | None,
    names: bool,
    template: str | None,
    show_template: str | None,
    checked: str | None,
    **given: Any,
) -> int:
    """Print the situation report: every sentence with its sources, every figure with who holds it.

    With a filter it is of the incidents that this finds, and of nothing else; without one of all stories. Names of
    private persons and what was redacted are hidden (█), and what people rejected is left out.

    \b
    Example:
      bellwire brief --store desk.sqlite -o brief.md
      bellwire brief --country ML --from 2024-05 --format docx -o mali-may.docx
      bellwire brief --as-known-on 2024-05-02
      bellwire brief --country ML --since 2024-05-01 --format html -o mali.html
      bellwire brief --show-template md > mine.md.j2
      bellwire brief --country ML --template mine.md.j2 -o mali.md
      bellwire brief --format json | jq .parts[0].sections
    """
    if show_template is not None or checked is not None:
        return _of_template(show_template, checked, output)
    source = click.get_current_context().get_parameter_source("form")
    print_as = _printer(form, template, output, asked=source is ParameterSource.COMMANDLINE)
    wanted = filter_of(given)
    if story is not None and wanted != Filter():
        raise InputError("give a story or a filter, not both")
    moment = moment_of(since, as_known_on)
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        reports_of = partial(desk.reports_to_publish, view, View(view.connection) if as_known_on else None)
        if wanted == Filter():
            written = write_stories(view, reports_of, story=story, as_known_on=as_known_on, names=names, since=moment)
        else:
            written = write_chosen(view, wanted, reports_of, as_known_on=as_known_on, names=names, since=moment)
    if not written.sources:
        raise InputError(_nothing(wanted, as_known_on))
    with out_file(output) as file:
        file.write(print_as(written))
    return 0


def _of_template(show: str | None, check: str | None, output: str | None) -> int:
    """Prints the template of a form, or says what is wrong with one: 1 where it may not be used."""
    if show is not None:
        with out_file(output) as file:
            file.write(shipped_template(show).encode())
        return 0
    file_ = Path(check or "")
    flaws = template_flaws(read_template(file_), form_of(file_))
    for flaw in flaws:
        click.echo(f"{file_}:{flaw.line}: {flaw.message}")
    if not flaws:
        click.echo(f"{file_} may be used: it prints no figure without its holder, and no sentence without its source.")
    return int(bool(flaws))


def _printer(form: str, template: str | None, output: str | None, *, asked: bool) -> Callable[[Brief], bytes]:
    """What makes the file: a template, which is checked before the record is read, or one of the forms.

    Raises InputError where the template is not of the form that was `asked` for, and where the name of the file says
    that something else is in it.
    """
    if template is None:
        _check_ending(output, form)
        return lambda brief: file_of(brief, form)
    file = Path(template)
    text, kind = read_template(file), form_of(file)
    if asked and form != kind:
        raise InputError(f"{template} makes {kind}, not {form}: leave --format out, or give no --template")
    _check_ending(output, kind)
    check_template(text, kind, name=template)
    return lambda brief: with_template(brief, text, kind, name=template).encode("utf-8", "replace")


def _check_ending(output: str | None, form: str) -> None:
    """Raises InputError for a file's name that says that something else is in it than what is written."""
    said = ENDINGS.get(Path(output).suffix.lower(), form) if output else form
    if said != form:
        raise InputError(f"{output} would hold {form}: give --format {said}, or a name that ends in .{form}")


def moment_of(since: str | None, as_known_on: str | None = None) -> str | None:
    """The day or the moment since when to tell what is new; of an earlier brief's JSON, what it knew of last.

    Raises InputError for what is no such moment, and for one after the record that is told, where nothing can be new.
    """
    if since is None:
        return None
    moment = _known_of(since) if since.endswith(".json") else since
    first = days_of_period(moment.partition("T")[0])[0]
    begins = moment if "T" in moment else f"{first}T00:00:00Z"
    if as_known_on is not None:
        if begins > _end_of(as_known_on):
            raise InputError(
                f"nothing can be new since {since} in the record of {as_known_on}; give an earlier --since"
            )
    elif moment == since and begins > utc_now():  # a brief may come from a machine whose clock is ahead
        raise InputError(f"nothing can be new since {since}: that is still to come; give an earlier --since")
    return moment


def _end_of(moment: str) -> str:
    return moment if "T" in moment else f"{days_of_period(moment)[1]}T23:59:59Z"


def _known_of(since: str) -> str:
    """The last change of the record that an earlier brief, its JSON file, knew of."""
    try:
        told = decode_any(Path(since).read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {since}: {error.strerror or error}") from error
    except DecodeError:
        told = None
    known = told.get("known_at") if isinstance(told, dict) and told.get("schema") == BRIEF_SCHEMA else None
    if not isinstance(known, str):
        raise InputError(f"{since} is no brief; give a day, or a file of: bellwire brief --format json")
    return known


def _nothing(wanted: Filter, as_known_on: str | None) -> str:
    """Why there is nothing to report on, and what to do."""
    if wanted != Filter():
        return "no report tells of such an incident; ask for less, and see: bellwire incidents"
    if as_known_on is not None:
        return f"nothing was known yet on {as_known_on}: a day here is when a page was read, not published"
    return "no incident is in the store; read something first: bellwire ingest FILE..."
