"""`bellwire relate`: reports in, relations and stories out."""

import click

from bellwire.cli.common import check_inputs, coded_reports, out_file
from bellwire.model.codec import encode
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
    read = tuple(coded_reports((reports,)))
    found = relate(read)
    with out_file(output) as file:
        for record in (*found.relations, *found.stories, *(explain(read) if explained else ())):
            file.write(encode(record) + b"\n")
    return 0
