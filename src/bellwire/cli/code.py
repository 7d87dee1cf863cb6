"""`bellwire code`: pages in, one report a line out."""

import click

from bellwire.cli.common import check_inputs, failures_of, given_of, given_options, out_file, progress
from bellwire.desk import code_pages, config_digest
from bellwire.model.codec import encode
from bellwire.model.words import Kind
from bellwire.read import count_inputs, read_inputs
from bellwire.settings import resolve


@click.command("code")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("-o", "--output", metavar="OUT.jsonl", help="Where to write; standard output if left out.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read pages; the output is the same bytes.")
@click.option("--strict", is_flag=True, default=None, help="End with status 1 where a page could not be read.")
@given_options
def command(
    inputs: tuple[str, ...],
    output: str | None,
    workers: int | None,
    strict: bool | None,
    published: str | None,
    outlet: str | None,
    url: str | None,
    kind: Kind | None,
    language: str | None,
) -> int:
    """Read pages and write one report a line (JSON, schema: bellwire schema).

    INPUT is a file (.html, .txt, a feed, or with many pages: .jsonl, .warc, .warc.gz, .parquet), a folder, or - for
    standard input.

    \b
    Example:
      bellwire code examples/ -o reports.jsonl --workers 2
      bellwire code page.html --published 2024-05-02
    """
    check_inputs(inputs)
    settings = resolve({"workers": workers, "strict": strict, "language": language}).settings
    given = given_of(published, outlet, url, kind, settings.language)
    pages = read_inputs(inputs, given, max_bytes=int(settings.max_page_mb * 1e6))
    reports = code_pages(pages, workers=settings.workers, config_sha256=config_digest(settings))
    failed = 0
    with out_file(output) as file:
        for report in progress(reports, "reading", count_inputs(inputs)):
            file.write(encode(report) + b"\n")
            failed += failures_of(report)
    return 1 if failed and settings.strict else 0
