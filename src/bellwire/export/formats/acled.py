"""The 31 columns of ACLED's tables, in their order (CSV, UTF-8).

**Look before you add up.** Rows are incidents as they were read, and no coder has put them together. One happening may
stand in several rows: where reports differ on its day, place or kind, or where one tells a whole day of fighting and
another a single strike in it. A sum of `fatalities` over rows may so count the same people twice. Read the rows of one
day and area side by side first, and merge in the desk, or by `bellwire judge merge`, what is one.

One row an incident. Left out is what ACLED does not code: what was announced, denied by all who tell it or did not
happen, and types that have no event type there, such as talks, threats, aid and displacement. ACLED gives no event
without a day and a place; an incident that has none keeps its row with these cells empty, for nothing is made up.
No cell of `latitude` and `longitude` says 0, 0 for nowhere. Who is not told stays empty, where ACLED's coders would
write an unidentified armed group.

Types of actors and how they meet are in words, as in ACLED's newer tables; with `--codes` they are the numbers 1 to 8
and 10 to 88 of the older ones. The ids are Bellwire's own: a row is no row of ACLED's.

Read back with pandas, whole numbers as whole numbers and days as days:

    pandas.read_csv("acled.csv", dtype_backend="numpy_nullable", parse_dates=["event_date"],
                    keep_default_na=False, na_values=[""])

A text that a spreadsheet would run as a formula has an apostrophe in front; `--raw-csv` leaves it as it is.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from bellwire.export.acled import (
    Actor,
    Coded,
    coded,
    crowd_size,
    inter_words,
    interaction,
    interaction_words,
    note,
    targets_civilians,
)
from bellwire.export.cells import write_csv
from bellwire.export.columns import Table, table
from bellwire.export.dates import acled_day, days, unix
from bellwire.export.form import Format, Options, Source
from bellwire.export.geography import NOWHERE, acled_country, country_of, number_of
from bellwire.model import Where

GEO_PRECISION = {1: 1, 2: 2, 3: 2}
"""ACLED's geo_precision by UCDP's where_prec: 1 the place, 2 near it or a small division, 3 all that is wider."""
DIVISION = 3
"""where_prec of a place that is a second-order division."""

Value = Callable[[Coded], object]


def acled_table(*, codes: bool = False) -> Table[Coded]:
    """The table of ACLED's columns; with `codes` the types of actors are numbers."""
    values: dict[str, Value] = {
        **_when(),
        "event_id_cnty": _id,
        "disorder_type": lambda c: c.kind.disorder,
        "event_type": lambda c: c.kind.event,
        "sub_event_type": lambda c: c.kind.sub_event,
        **_actors(codes=codes),
        "civilian_targeting": lambda c: "Civilian targeting" if targets_civilians(c) else None,
        **_where(),
        "source": lambda c: c.dossier.incident.outlets,
        "source_scale": lambda c: None,
        "notes": lambda c: note(c.dossier),
        "fatalities": lambda c: c.fatalities,
        "tags": _tags,
        "timestamp": lambda c: unix(c.dossier.changed),
    }
    return table("acled", values)


def _where() -> dict[str, Value]:
    return {
        "iso": lambda c: (found := country_of(_country(c))) and found.numeric,
        "region": lambda c: (found := country_of(_country(c))) and found.acled_region,
        "country": lambda c: acled_country(_country(c)),
        "admin1": lambda c: (at := _at(c)) and at.admin1,
        "admin2": lambda c: at.name if (at := _at(c)) and at.precision == DIVISION else None,
        "admin3": lambda c: None,
        "location": lambda c: (at := _at(c)) and at.name,
        "latitude": lambda c: (at := _at(c)) and at.lat,
        "longitude": lambda c: (at := _at(c)) and at.lon,
        "geo_precision": lambda c: GEO_PRECISION.get(at.precision, 3) if (at := _at(c)) and at.precision else None,
    }


def _when() -> dict[str, Value]:
    return {
        "event_date": lambda c: (day := acled_day(days(c.dossier.incident.date))[0]) and day.isoformat(),
        "year": _year,
        "time_precision": lambda c: acled_day(days(c.dossier.incident.date))[1],
    }


def _actors(*, codes: bool) -> dict[str, Value]:
    def kind(actor: Actor | None) -> object:
        if actor is None or actor.inter is None:
            return None
        return actor.inter if codes else inter_words()[actor.inter]

    def met(c: Coded) -> object:
        found = interaction(c.first, c.second)
        return found[0] * 10 + found[1] if found and codes else interaction_words(found)

    return {
        "actor1": lambda c: c.first and c.first.name,
        "assoc_actor_1": lambda c: c.first and c.first.associates,
        "inter1": lambda c: kind(c.first),
        "actor2": lambda c: c.second and c.second.name,
        "assoc_actor_2": lambda c: c.second and c.second.associates,
        "inter2": lambda c: kind(c.second),
        "interaction": met,
    }


def _at(c: Coded) -> Where | None:
    return c.dossier.incident.where


def _country(c: Coded) -> str | None:
    return at.country if (at := _at(c)) else None


def _id(c: Coded) -> str:
    found = country_of(_country(c))
    return f"{found.iso3 if found else NOWHERE}{number_of(c.dossier.incident.id)}"


def _year(c: Coded) -> int | None:
    """The year of the day, else the one in which all days lie on which it can have been."""
    found = days(c.dossier.incident.date)
    day, _ = acled_day(found)
    if day is not None:
        return day.year
    return found.first.year if found and found.last and found.last.year == found.first.year else None


def _tags(c: Coded) -> str | None:
    """ACLED's tag of the crowd's size, which it gives every demonstration."""
    return f"crowd size={crowd_size(c.dossier)}" if "Demonstrations" in c.kind.disorder else None


def rows(source: Source) -> Iterator[Coded]:
    """The incidents that ACLED would code."""
    return (found for dossier in source.dossiers(False) if (found := coded(dossier)) is not None)


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the table, an incident a row."""
    own = acled_table(codes=options.codes)
    write_csv(out, [own.names], [c.kind for c in own.columns], own.rows(rows(source)), options)


FORMAT = Format(
    name="acled",
    about="A table with the columns, words and rules of ACLED, for tools and people that read ACLED's.",
    suffix=".csv",
    media="text/csv; charset=utf-8",
    write=write,
    columns=("acled",),
    options=("codes", "raw_csv", "bom"),
    leaves_out="those that ACLED does not code",
)
