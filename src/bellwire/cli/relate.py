"""`bellwire relate`: reports in, relations and stories out."""

from pathlib import Path

import click

from bellwire.cli.common import check_inputs, out_file
from bellwire.errors import DecodeError, InputError
from bellwire.model.codec import decode_reports, encode
from bellwire.relate import explain, relate


@click.command("relate")
@click.argument("reports", metavar="OUT.jsonl")
@click.option("-o", "--output", metavar="REL.jsonl", help="Where to write; standard output if left out.")
@click.option("--explain", "explained", is_flag=True, help="Also figures that were compared and found incomparable.")
def command(reports: str, output: str | None, explained: bool) -> int:
    """Relate the reports that `bellwire code` wrote: copies, same events, figures that agree or disagree, stories.

    \b
    Example:
      bellwire relate reports.jsonl -o relations.jsonl
      bellwire relate reports.jsonl --explain | grep gate
    """
    check_inputs((reports,))
    if Path(reports).is_dir():
        raise InputError(f"{reports} is a folder; give the file that `bellwire code` wrote")
    try:
        with click.open_file(reports, "rb") if reports == "-" else Path(reports).open("rb") as file:
            read = tuple(decode_reports(file))
    except DecodeError as error:
        raise DecodeError(f"{reports} is not what `bellwire code` writes: {error}") from error
    found = relate(read)
    with out_file(output) as file:
        for record in (*found.relations, *found.stories, *(explain(read) if explained else ())):
            file.write(encode(record) + b"\n")
    return 0
