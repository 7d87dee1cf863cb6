"""`bellwire ingest`: read, relate and keep."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import click

from bellwire.cli.common import check_inputs, coded_reports, failures_of, given_of, given_options, progress
from bellwire.desk import Desk
from bellwire.model.words import Kind
from bellwire.read import Given, ReadPage, count_inputs, read_inputs
from bellwire.settings import resolve
from bellwire.store import shown

COUNTED = ("events", "claims", "figures", "places", "actors", "times")


@click.command("ingest")
@click.argument("inputs", nargs=-1, metavar="INPUT...")
@click.option("--store", metavar="URL", help="The store: an SQLite file (bellwire.sqlite if left out).")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read pages.")
@click.option("--strict", is_flag=True, default=None, help="End with status 1 where a page could not be read.")
@click.option("--content-only", is_flag=True, help="Of a feed, read what it says itself; its pages are not fetched.")
@click.option("--coded", is_flag=True, help="INPUT are files that `bellwire code` wrote: keep their reports.")
@given_options
def command(
    inputs: tuple[str, ...],
    store: str | None,
    workers: int | None,
    strict: bool | None,
    content_only: bool,
    coded: bool,
    published: str | None,
    outlet: str | None,
    url: str | None,
    kind: Kind | None,
    language: str | None,
) -> int:
    """Read pages, relate them to what is there, and keep them in the store. The same page twice changes nothing.

    An INPUT is a file, a folder, `-` (standard input), or the address of a page or a feed, which is fetched.
    Without INPUT it relates what an earlier run, or an older version, kept without relating it.

    \b
    Example:
      bellwire ingest examples/ --store desk.sqlite
      bellwire ingest page.txt --published 2019-02-10
      bellwire ingest https://example.org/news/feed.xml
      bellwire ingest reports.jsonl --coded
    """
    check_inputs(inputs)
    with_inputs = bool(inputs)
    flags = {"store": store, "workers": workers, "strict": strict, "language": language}
    settings = resolve(flags).settings
    given = given_of(published, outlet, url, kind, settings.language)
    outcomes: Counter[str] = Counter()
    failed = 0
    with Desk.open(settings, make=with_inputs) as desk:
        if coded:
            kept, total = desk.keep(coded_reports(inputs)), None
        else:
            pages = pages_of(inputs, given, max_bytes=int(settings.max_page_mb * 1e6), content_only=content_only)
            kept, total = desk.ingest(pages), None if any(map(is_address, inputs)) else count_inputs(inputs)
        for report, outcome in progress(kept, "reading", total):
            outcomes[outcome] += 1
            failed += failures_of(report)
        related = sum(1 for _ in progress(desk.relate(), "relating"))  # also what a run that was cut off left
        if not (with_inputs or related):
            raise click.UsageError("Missing argument 'INPUT...', and nothing is waiting to be related")
        with desk.view() as view:
            counts = view.counts()
    click.echo(summary(shown(settings.store), outcomes, counts))
    return 1 if failed and settings.strict else 0


def is_address(name: str) -> bool:
    """Whether an input is the address of a page on the web.

    >>> is_address("HTTPS://example.org/a"), is_address("notes/http.txt")
    (True, False)
    """
    return re.match(r"https?://", name, re.IGNORECASE) is not None


def pages_of(inputs: Sequence[str], given: Given, *, max_bytes: int, content_only: bool = False) -> Iterator[ReadPage]:
    """The pages of files, folders, standard input and addresses, in order.

    Raises InputError, before any work, where a path is not there or an address is none.
    """
    if not any(map(is_address, inputs)):
        return read_inputs(inputs, given, max_bytes=max_bytes)
    from bellwire.fetch import Fetcher, checked_url
    from bellwire.fetch import pages_of as fetched

    fetcher = Fetcher(most=max_bytes)
    for name in filter(is_address, inputs):
        checked_url(name)
    each = [
        fetched([name], fetcher, given, content_only=content_only)
        if is_address(name)
        else read_inputs([name], given, max_bytes=max_bytes)
        for name in inputs
    ]
    return (page for pages in each for page in pages)


def summary(store: str, outcomes: Counter[str], counts: dict[str, int]) -> str:
    """What was read and what the store holds now, in two lines."""
    read = f"Read {outcomes.total()} pages: " + ", ".join(f"{outcomes[o]} {o}" for o in ("new", "changed", "unchanged"))
    held = [f"{counts.get(layer, 0)} {layer}" for layer in COUNTED]
    differing = sum(counts.get(kind, 0) for kind in ("disagree", "contradict"))
    revised = sum(counts.get(kind, 0) for kind in ("update", "revised_down"))
    related = [f"{differing} disagreements", f"{revised} revised figures", f"{counts['stories']} stories"]
    related.append(f"{counts['incidents']} incidents")
    return f"{read}.\nStore {store}: {counts['reports']} reports with {', '.join(held)}; {', '.join(related)}."
