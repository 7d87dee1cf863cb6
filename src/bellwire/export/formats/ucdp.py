"""The 49 columns of UCDP's Georeferenced Event Dataset (GED), in their order (CSV, UTF-8).

**Look before you add up.** Rows are incidents as they were read, and no coder has put them together. One happening may
stand in several rows: where reports differ on its day, place or kind, or where one tells a whole day of fighting and
another a single strike in it. A sum of `best` over rows may so count the same people twice. Read the rows of one
day and area side by side first, and merge in the desk, or by `bellwire judge merge`, what is one.

One row for each incident in which somebody is said to have died: GED has lethal events only, so all others are left
out, and so is what was announced, denied by all who tell it or did not happen. The ids of conflicts, dyads and sides
are UCDP's own and stay empty; `id` and `relid` are Bellwire's.
An incident without a day or a place keeps its row, with these cells empty.

`low` <= `best` <= `high`, and `best` is the sum of `deaths_a`, `deaths_b`, `deaths_civilians` and `deaths_unknown`. A
row is a reading of reports by rule, not UCDP's judgement: GED's threshold of 25 deaths a year is not applied.
Rows of UCDP's own that were imported (`--origin imported`) come back by these rules too: `code_status` says whether the
row was reviewed here, and `adm_2` stays empty, for the record has no second-order division beside a place.

Read back with pandas, whole numbers as whole numbers and dates as dates:

    pandas.read_csv("ucdp.csv", dtype_backend="numpy_nullable", parse_dates=["date_start", "date_end"],
                    keep_default_na=False, na_values=[""])

A text that a spreadsheet would run as a formula has an apostrophe in front; `--raw-csv` leaves it as it is.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from bellwire.export.cells import number_text, write_csv
from bellwire.export.columns import Table, table
from bellwire.export.dates import MONTH, days, ucdp_precision
from bellwire.export.form import Format, Options, Source
from bellwire.export.geography import NOWHERE, country_of, number_of, priogrid
from bellwire.export.ucdp import Lethal, lethal, side_name
from bellwire.model import Evidence, Where

EMPTY = (
    "active_year conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id side_a_dset_id side_a_new_id "
    "side_b_dset_id side_b_new_id"
).split()
"""Columns that only UCDP can fill."""
DIVISION, COUNTRY = 3, 6
"""where_prec of a second-order division, and from which a place is a country or more."""

Value = Callable[[Lethal], object]


def ucdp_table() -> Table[Lethal]:
    """The table of GED's columns."""
    values: dict[str, Value] = {
        **{name: lambda e: None for name in EMPTY},
        "id": lambda e: number_of(e.dossier.incident.id),
        "relid": _relid,
        "year": _year,
        "code_status": lambda e: "Clear" if e.dossier.incident.review in ("accepted", "edited") else "Check",
        "type_of_violence": lambda e: e.violence,
        **_sides(),
        **_sources(),
        **_where(),
        **_when(),
        "deaths_a": lambda e: e.deaths.a,
        "deaths_b": lambda e: e.deaths.b,
        "deaths_civilians": lambda e: e.deaths.civilians,
        "deaths_unknown": lambda e: e.deaths.unknown,
        "best": lambda e: e.deaths.all.best,
        "high": lambda e: e.deaths.all.high,
        "low": lambda e: e.deaths.all.low,
    }
    return table("ucdp", values)


def _sides() -> dict[str, Value]:
    return {
        "dyad_name": lambda e: f"{side_name(e.a)} - {side_name(e.b)}" if e.a and e.b else None,
        "side_a": lambda e: e.a and side_name(e.a),
        "side_b": lambda e: e.b and side_name(e.b),
        "gwnoa": lambda e: e.a and e.a.gw,
        "gwnob": lambda e: e.b and e.b.gw,
    }


def _sources() -> dict[str, Value]:
    def each(value: Callable[[Evidence], str | None]) -> Value:
        """One value a report in one order; nothing where no report has one."""

        def found(e: Lethal) -> tuple[str, ...] | None:
            values = tuple(value(told) or "" for told in e.dossier.originals())
            return values if any(values) else None

        return found

    return {
        "number_of_sources": lambda e: len({told.report for told in e.dossier.originals()}),
        "source_article": each(lambda t: ", ".join(filter(None, (t.outlet, _day(t), t.title)))),
        "source_office": each(lambda t: t.outlet),
        "source_date": each(_day),
        "source_headline": each(lambda t: t.title),
        "source_original": each(lambda t: ", ".join(t.speakers)),
    }


def _day(told: Evidence) -> str | None:
    """The day on which a report was published."""
    return told.published[:10] if told.published else None


def _where() -> dict[str, Value]:
    return {
        "where_prec": lambda e: (at := _at(e)) and at.precision,
        "where_coordinates": lambda e: (at := _at(e)) and at.name,
        "where_description": _description,
        "adm_1": lambda e: (at := _at(e)) and at.admin1,
        "adm_2": lambda e: at.name if (at := _at(e)) and at.precision == DIVISION else None,
        "latitude": lambda e: point[0] if (point := _point(e)) else None,
        "longitude": lambda e: point[1] if (point := _point(e)) else None,
        "geom_wkt": lambda e: f"POINT ({number_text(p[1])} {number_text(p[0])})" if (p := _point(e)) else None,
        "priogrid_gid": lambda e: priogrid(*point) if (point := _point(e)) else None,
        "country": lambda e: (found := country_of(_country(e))) and found.ucdp,
        "country_id": lambda e: (found := country_of(_country(e))) and found.gw,
        "region": lambda e: (found := country_of(_country(e))) and found.ucdp_region,
    }


def _when() -> dict[str, Value]:
    def moment(which: int) -> Value:
        def found(e: Lethal) -> str | None:
            span = days(e.dossier.incident.date)
            day = (span.first, span.last or span.first)[which] if span else None
            return f"{day.isoformat()} 00:00:00.000" if day else None

        return found

    return {
        "event_clarity": _clarity,
        "date_prec": lambda e: ucdp_precision(days(e.dossier.incident.date)),
        "date_start": moment(0),
        "date_end": moment(1),
    }


def _at(e: Lethal) -> Where | None:
    return e.dossier.incident.where


def _country(e: Lethal) -> str | None:
    return at.country if (at := _at(e)) else None


def _point(e: Lethal) -> tuple[float, float] | None:
    at = _at(e)
    return (at.lat, at.lon) if at and at.lat is not None and at.lon is not None else None


def _description(e: Lethal) -> str | None:
    """The place with what it lies in, each name once."""
    at, found = _at(e), country_of(_country(e))
    names = (at.name, at.admin1, found.ucdp if found else None) if at else ()
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _year(e: Lethal) -> int | None:
    span = days(e.dossier.incident.date)
    return span.first.year if span else None


def _relid(e: Lethal) -> str:
    found = country_of(_country(e))
    return f"{found.iso3 if found else NOWHERE}-{_year(e) or 'XXXX'}-{number_of(e.dossier.incident.id)}"


def _clarity(e: Lethal) -> int:
    """1 where the reports tell one event of its own; 2 where days or place are so wide that they may tell several."""
    span, at = days(e.dossier.incident.date), _at(e)
    wide = span is None or span.count is None or span.count >= MONTH - 3
    return 2 if wide or at is None or (at.precision or COUNTRY) >= COUNTRY else 1


def rows(source: Source) -> Iterator[Lethal]:
    """The incidents in which somebody is said to have died."""
    return (found for dossier in source.dossiers(False) if (found := lethal(dossier)) is not None)


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the table, an incident a row."""
    own = ucdp_table()
    write_csv(out, [own.names], [c.kind for c in own.columns], own.rows(rows(source)), options)


FORMAT = Format(
    name="ucdp",
    about="A table with the columns of UCDP's events (GED): lethal incidents with low, best and high, and whose dead.",
    suffix=".csv",
    media="text/csv; charset=utf-8",
    write=write,
    columns=("ucdp",),
    options=("raw_csv", "bom"),
    leaves_out="those in which nobody is said to have died",
)
