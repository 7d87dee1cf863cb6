"""`bellwire agreement`: how far two annotators agree."""

from collections.abc import Iterable

import click
from rich.console import Console
from rich.table import Table

from bellwire.cli.common import check_inputs, coded_reports, store_option
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model.codec import encode
from bellwire.review import Agreement, agreement
from bellwire.settings import resolve

COLUMNS = ("layer", "field", "n", "observed", "expected", "kappa", "alpha", "F1", "only A", "only B", "note")


@click.command("agreement")
@click.argument("files", nargs=-1, metavar="[A.jsonl B.jsonl]")
@click.option("--by", nargs=2, metavar="A B", help="Two people's judgements in the store, in the place of files.")
@store_option
@click.option("--json", "as_json", is_flag=True, help="One line a field.")
def command(files: tuple[str, ...], by: tuple[str, str] | None, store: str | None, as_json: bool) -> int:
    """Compare two readings of the same pages, or two people's judgements: Cohen's kappa and Krippendorff's alpha.

    A.jsonl and B.jsonl hold reports (bellwire.report/1) on the same texts under the same ids.

    \b
    Example:
      bellwire agreement ana.jsonl ben.jsonl
      bellwire agreement --by ana ben --store desk.sqlite
    """
    if bool(files) == bool(by) or len(files) not in (0, 2):
        raise InputError("give two files of reports, or --by and two names")
    if by:
        with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view() as view:
            decided = view.judgements()
        table = agreement(*([j for j in decided if j.by == name] for name in by))
    else:
        check_inputs(files)
        table = agreement(*(tuple(coded_reports((name,))) for name in files))
    if as_json:
        for row in table:
            click.echo(encode(row).decode())
    else:
        Console(width=max(140, Console().width)).print(_printed(table))
    return 0


def _printed(rows: Iterable[Agreement]) -> Table:
    table = Table(*COLUMNS)
    for r in rows:
        shares = ("" if x is None else f"{x:.3f}" for x in (r.observed, r.expected, r.kappa, r.alpha, r.f1))
        alone = (str(r.only_a), str(r.only_b)) if r.field == "spans" else ("", "")
        table.add_row(r.layer, r.field, str(r.n), *shares, *alone, r.why or "")
    return table
