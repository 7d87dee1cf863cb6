"""The two sides of a comparison, by what was given for them: a table, a store, or a source within a store."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from bellwire.errors import InputError
from bellwire.imports.noted import Collection, of_incidents, of_table
from bellwire.imports.reports import id_of
from bellwire.imports.sets import all_sets
from bellwire.imports.tables import open_rows
from bellwire.store import Filter, View
from bellwire.store.imported import imported_outlets

CODED = "coded"
"""The side of a store that was coded from pages, rather than imported."""
SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What was given for a side: a table's path, or a store (None: the one of the settings) and what of it."""

    name: str
    table: str | None = None
    store: str | None = None
    source: str = CODED


def given_of(name: str) -> Given:
    """What a side's name means: a file by what is in it, `STORE#SOURCE`, else a source of the settings' store.

    >>> given_of("coded"), given_of("-").table, given_of("postgresql://desk/record#ACLED").source
    (Given(name='coded', table=None, store=None, source='coded'), '-', 'ACLED')
    """
    if name == "-":
        return Given(name="standard input", table="-")
    if Path(name).is_file():
        with Path(name).open("rb") as file:
            return Given(name=name, store=name) if file.read(16) == SQLITE else Given(name=name, table=name)
    store, hash_, source = name.rpartition("#")
    if hash_:
        return Given(name=name, store=store, source=source or CODED)
    if "://" in name:
        return Given(name=name, store=name)
    if name.endswith((".csv", ".tsv", ".txt", ".sqlite", ".db")) or "/" in name:
        raise InputError(f"no such file: {name}")
    return Given(name=name, source=name)


def table_side(given: Given, stdin: BinaryIO) -> Collection:
    """A side that is a table."""
    with open_rows(given.table or "", stdin) as opened:
        return of_table(opened)


def store_side(given: Given, view: View, wanted: Filter) -> Collection:
    """A side that is a store's: what was coded, or what was imported under a name. Raises InputError for no such."""
    if given.source.casefold() == CODED:
        return of_incidents(given.name, view.all_incidents(replace(wanted, origin="coded")))
    there = imported_outlets(view)
    outlet = next((o for o in there if o.casefold() == given.source.casefold()), None)
    if outlet is None:
        sources = ", ".join([CODED, *there])
        raise InputError(f"{given.source!r} is no file, and no source that was imported; in the store are: {sources}")
    begins = id_of(outlet, "")
    kept = (
        i
        for i in view.all_incidents(replace(wanted, origin="imported"))
        if any(record.startswith(begins) for record in i.evidence)
    )
    side = of_incidents(given.name, kept)
    data = next((data for data in all_sets().values() if outlet.startswith(data.outlet)), None)
    return replace(side, types=data.types, deadly=data.deadly) if data else side
