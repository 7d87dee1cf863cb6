"""`bellwire brief`: the situation report of a store."""

import click

from bellwire.brief import markdown, write_brief
from bellwire.cli.common import as_known_on_option, out_file, store_option
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model.codec import encode
from bellwire.review import masked
from bellwire.settings import resolve


@click.command("brief")
@store_option
@as_known_on_option
@click.option("--story", metavar="ID", help="One story only.")
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="Where to write; standard output if left out.")
@click.option("--names", is_flag=True, help="With the names that are hidden otherwise: private persons, redactions.")
def command(
    store: str | None, as_known_on: str | None, story: str | None, form: str, output: str | None, names: bool
) -> int:
    """Print the situation report: every sentence with its sources, every figure with who holds it.

    Names of private persons and what was redacted are hidden (█), and reports that people rejected are left out.

    \b
    Example:
      bellwire brief --store desk.sqlite -o brief.md
      bellwire brief --as-known-on 2024-05-02
      bellwire brief --format json | jq .stories[0].contested
    """
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        reports, relations, stories = desk.judged_reports(view), view.relations(), view.stories()
    reports = tuple(r if names else masked(r) for r in reports if not any(i.code == "rejected" for i in r.issues))
    if not reports:
        if as_known_on is not None:
            raise InputError(
                f"nothing was known yet on {as_known_on}: a day here is when a page was read, not published"
            )
        raise InputError("the store is empty; read something first: bellwire ingest FILE...")
    if story is not None:
        stories = tuple(s for s in stories if s.story == story)
        if not stories:
            raise InputError(f"no story {story!r} in the store")
        reports = tuple(r for r in reports if r.id in stories[0].reports)
    written = write_brief(reports, relations, stories)
    with out_file(output) as file:
        file.write(markdown(written).encode() if form == "md" else encode(written) + b"\n")
    return 0
