"""`bellwire brief`: the situation report of a store, or of the incidents that a filter finds."""

from functools import partial
from typing import Any

import click

from bellwire.brief import FORMS, Brief, file_of, write_brief, write_chosen
from bellwire.cli.common import as_known_on_option, out_file, store_option
from bellwire.cli.incidents import filter_of, filter_options
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.review import masked
from bellwire.settings import resolve
from bellwire.store import Filter, View


@click.command("brief")
@store_option
@as_known_on_option
@filter_options
@click.option("--story", metavar="ID", help="One story only.")
@click.option("--format", "form", type=click.Choice(list(FORMS)), default="md", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output if left out.")
@click.option("--names", is_flag=True, help="With the names that are hidden otherwise: private persons, redactions.")
def command(
    store: str | None,
    as_known_on: str | None,
    story: str | None,
    form: str,
    output: str | None,
    names: bool,
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
      bellwire brief --format json | jq .parts[0].sections
    """
    wanted = filter_of(given)
    if story is not None and wanted != Filter():
        raise InputError("give a story or a filter, not both")
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        if wanted == Filter():
            written = _of_stories(desk, view, story, names=names)
        else:
            reports_of = partial(desk.judged_reports, view)
            written = write_chosen(view, wanted, reports_of, as_known_on=as_known_on, names=names)
    if not written.sources:
        raise InputError(_nothing(wanted, as_known_on))
    with out_file(output) as file:
        file.write(file_of(written, form))
    return 0


def _of_stories(desk: Desk, view: View, story: str | None, *, names: bool) -> Brief:
    """The report of all stories, or of one."""
    reports, relations, stories = desk.judged_reports(view), view.relations(), view.stories()
    reports = tuple(r if names else masked(r) for r in reports if not any(i.code == "rejected" for i in r.issues))
    if story is not None and reports:
        stories = tuple(s for s in stories if s.story == story)
        if not stories:
            raise InputError(f"no story {story!r} in the store")
        reports = tuple(r for r in reports if r.id in stories[0].reports)
    return write_brief(reports, relations, stories)


def _nothing(wanted: Filter, as_known_on: str | None) -> str:
    """Why there is nothing to report on, and what to do."""
    if wanted != Filter():
        return "no report tells of such an incident; ask for less, and see: bellwire incidents"
    if as_known_on is not None:
        return f"nothing was known yet on {as_known_on}: a day here is when a page was read, not published"
    return "the store is empty; read something first: bellwire ingest FILE..."
