"""`bellwire judge`: what a person decides about an incident, a record or a report."""

import getpass
from collections.abc import Sequence

import click

from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model.codec import decode_any
from bellwire.model.words import JudgementVerb
from bellwire.review.check import VERBS
from bellwire.settings import Settings, resolve

LISTS = frozenset(("records",))
"""Values that are lists: given with commas between."""


def analyst_of(settings: Settings) -> str:
    """Who judges: the setting, else the login name."""
    return settings.analyst or getpass.getuser()


def values_of(given: Sequence[str]) -> dict[str, object]:
    """FIELD=VALUE pairs; a value is JSON where it can be read so, else text.

    >>> values_of(["word=fair", "low=12", "records=a#e-1,b#e-2"])
    {'word': 'fair', 'low': 12, 'records': ['a#e-1', 'b#e-2']}
    """
    values: dict[str, object] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise InputError(f"{pair!r} is no FIELD=VALUE, such as word=fair")
        values[name] = value.split(",") if name in LISTS else _read(name, value)
    return values


def _read(name: str, value: str) -> object:
    try:
        read = decode_any(value)
    except InputError:
        return value
    # Admiralty's digits are words, and so are dates of a year alone.
    return value if name in ("credibility", "value") else read


@click.command("judge")
@click.argument("verb", type=click.Choice(VERBS))
@click.argument("subject")
@click.argument("values", nargs=-1, metavar="[FIELD=VALUE...]")
@click.option("--why", metavar="TEXT", help="The reason, in a sentence; it is kept.")
@click.option("--by", metavar="NAME", help="Who judges; the setting `analyst`, else the login name if left out.")
@click.option("--store", metavar="URL", help="The store: an SQLite file (bellwire.sqlite if left out).")
def command(
    verb: JudgementVerb, subject: str, values: tuple[str, ...], why: str | None, by: str | None, store: str | None
) -> int:
    """Accept, edit, reject, merge, split, grade or redact; nothing is overwritten, and undo takes a judgement back.

    SUBJECT is an incident, a record as REPORT#RECORD, a report, or, for undo, a judgement.

    \b
    Example:
      bellwire judge accept i-0123456789ab
      bellwire judge edit page-1#f-0123456789ab low=14 --why "the list names fourteen"
      bellwire judge grade i-0123456789ab word=fair credibility=2
      bellwire judge merge i-0123456789ab into=i-ba9876543210
      bellwire judge split i-0123456789ab records=page-1#e-0123456789ab,page-2#e-ba9876543210
      bellwire judge undo j-0123456789ab
    """
    settings = resolve({"store": store, "analyst": by}).settings
    with Desk.open(settings, make=False) as desk:
        made = desk.judge(verb, subject, by=analyst_of(settings), why=why, value=values_of(values))
    click.echo(f"{made.id}: {made.verb} {made.subject} by {made.by}")
    return 0
