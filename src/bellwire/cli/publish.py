"""`bellwire publish`: a site, or one JSON file, of what a policy lets out of the record."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from bellwire.cli.common import day_of, out_file, say, store_option
from bellwire.cli.incidents import filter_of, filter_options
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.publish.fields import Difference
from bellwire.publish.folder import check_folder, write_folder, zipped
from bellwire.publish.policy import SHIPPED, named_policy
from bellwire.publish.release import Release
from bellwire.publish.selection import Selection, Summary, nothing_out, select, summary_of
from bellwire.settings import resolve

SHOWN = 90
"""Characters of a field that a line of --diff shows."""


@click.command("publish")
@store_option
@filter_options
@click.option(
    "--policy",
    "named",
    metavar="NAME",
    default="public",
    show_default=True,
    help=f"What may go out: {', '.join(SHIPPED)}, or a TOML file.",
)
@click.option("--out", metavar="DIR", help="Where to write the site: a new folder, or one that was written before.")
@click.option("--zip", "archive", metavar="FILE", help="Write the site as a zip instead.")
@click.option("--json", "as_json", metavar="FILE", help="Write one JSON file instead (bellwire.published/1).")
@click.option("--diff", "show_diff", is_flag=True, help="Print each field that is changed, from what to what, and why.")
@click.option("--yes", is_flag=True, help="Write without being asked.")
@click.option("--today", metavar="DATE", help="The day from which delays are counted; today if left out.")
@click.option("--language", metavar="CODE", default="en", show_default=True, help="The language of the pages.")
def command(
    store: str | None,
    named: str,
    out: str | None,
    archive: str | None,
    as_json: str | None,
    show_diff: bool,
    yes: bool,
    today: str | None,
    language: str,
    **given: Any,
) -> int:
    """Publish what a filter finds, under a policy: names hidden, points coarsened, what may not go out withheld.

    Prints what the policy does first; nothing is written without --yes or an answer. Without --out, --zip or --json
    that is all it does. --diff shows what stands in the record, names included: it is for your eyes.

    \b
    Example:
      bellwire publish --country ML --policy public --diff
      bellwire publish --from 2024-05 --policy partner.toml --out site --yes
    """
    policy, wanted, day = named_policy(named), filter_of(given), day_of(today)
    if sum(target is not None for target in (out, archive, as_json)) > 1:
        raise click.UsageError("give one of --out, --zip and --json")
    if out is not None:
        check_folder(Path(out))
    piped = "-" in (archive, as_json)
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view() as view:
        selection = select(view, policy, wanted, day, lambda ids: desk.judged_reports(view, ids))
        summary = summary_of(selection)
        for line in summary_lines(policy.name, summary):
            click.echo(line, err=piped)
        if show_diff:
            for release, _ in selection.releases(summary.changed):
                for line in diff_lines(release):
                    click.echo(line, err=piped)
        if not (out or archive or as_json):
            return 0
        if not summary.out:
            raise nothing_out(summary)
        if not yes and not click.confirm(f"Publish {summary.out:,} incidents?", err=True):
            raise click.Abort
        _write(selection, language, out=out, archive=archive, as_json=as_json)
    return 0


def _write(selection: Selection, code: str, *, out: str | None, archive: str | None, as_json: str | None) -> None:
    from bellwire.web.messages import Language, languages
    from bellwire.web.site import files_of, record_of, site_of

    if code not in languages():
        raise InputError(f"the pages do not speak {code!r}; there are: {', '.join(languages())}")
    site = site_of(selection, Language(code))
    if out is not None:
        size = write_folder(files_of(site), Path(out))
        say(f"written: {out} ({size / 1e6:.1f} MB); open index.html through any web server")
        return
    with out_file(archive or as_json) as file:
        file.write(zipped(files_of(site)) if archive else record_of(site))


def summary_lines(policy: str, summary: Summary) -> Iterator[str]:
    """What a policy does to a selection, in lines."""
    yield f"policy {policy}: {summary.out:,} of {summary.total:,} incidents go out, with {summary.reports:,} reports"
    for rule, number in summary.withheld.items():
        yield f"  withheld    {number:>7,} incidents by {rule}"
    for rule, number in summary.fields.items():
        yield f"  changed     {number:>7,} fields by {rule}, in {summary.incidents[rule]:,} incidents"


def diff_lines(release: Release) -> Iterator[str]:
    """What is changed in an incident, a line a field."""
    if release.why is not None:
        yield f"{release.id}  {release.title}"
        yield f"  withheld by {release.why}: {release.because}"
        return
    yield f"{release.id}  {release.title}"
    for each in release.differences:
        record = "" if each.record == release.id else f"{each.record} "
        yield f"  {record}{each.field}  ({', '.join(each.rules)})"
        yield from _both(each)


def _both(each: Difference) -> Iterator[str]:
    yield f"    - {_short(each.before)}"
    yield f"    + {_short(each.after)}" if each.after is not None else "    + (nothing)"


def _short(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= SHOWN else folded[: SHOWN - 1] + "…"
