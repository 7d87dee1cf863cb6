"""A table with HXL hashtags (the Humanitarian Exchange Language 1.1): the tags are in the second line (CSV, UTF-8).

One row an incident. The first line has the tags' words for people, the second the tags for tools such as libhxl and
the HXL Proxy. A number of people has three columns: the one number without more, and the lowest and the highest that
stands (`low` <= the number <= `high`). Nothing is added up that may count the same people twice.

Read back with libhxl, or with pandas, which passes the tags over:

    pandas.read_csv("hxl.csv", skiprows=[1], dtype_backend="numpy_nullable", keep_default_na=False, na_values=[""])

`keep_default_na=False` keeps the code NA of Namibia from being read as nothing. A text that a spreadsheet would run as
a formula has an apostrophe in front; `--raw-csv` leaves it as it is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from bellwire.brief.words import country_name
from bellwire.export.acled import note
from bellwire.export.cells import write_csv
from bellwire.export.columns import Table, table
from bellwire.export.dates import days
from bellwire.export.deaths import Toll, toll, toll_of
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.opponents import Opponents, opponents
from bellwire.model import Tally, Where
from bellwire.model.words import Measure

HARM: tuple[Measure, ...] = ("killed", "injured", "abducted", "displaced")
"""Measures that have columns."""
CLASSES: Mapping[str, str] = {"f": "women", "m": "men", "children": "children"}
"""HXL's attributes of people, and the class of figures, or the word for whom they count, that each stands for."""
BY_CLASS: tuple[Measure, ...] = ("killed", "injured")
"""Measures that are told by sex and age."""
DIVISION = 3
"""where_prec of a second-order division."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident with its sides and tolls."""

    dossier: Dossier
    met: Opponents
    tolls: Mapping[Measure, Toll | None]

    @property
    def where(self) -> Where | None:
        """Its place."""
        return self.dossier.incident.where


Value = Callable[[Row], object]


def hxl_table() -> Table[Row]:
    """The table of tags."""
    values: dict[str, Value] = {
        "meta+id": lambda r: r.dossier.incident.id,
        "event+type": lambda r: r.dossier.incident.type,
        "event+type+sub": lambda r: r.dossier.incident.mode,
        "group+name+first": lambda r: tuple(p.name for p in r.met.first),
        "group+name+second": lambda r: tuple(p.name for p in r.met.second),
        **_when(),
        **_where(),
        "description": lambda r: note(r.dossier),
        "meta+source": lambda r: r.dossier.incident.outlets,
        "meta+url": lambda r: tuple(dict.fromkeys(e.url for e in r.dossier.evidence if e.url)),
    }
    for measure in HARM:
        values |= _people(measure)
    return table("hxl", values)


def _when() -> dict[str, Value]:
    def day(which: int) -> Value:
        def found(r: Row) -> str | None:
            span = days(r.dossier.incident.date)
            one = (span.first, span.last)[which] if span else None
            return one.isoformat() if one else None

        return found

    def exact(r: Row) -> str | None:
        span = days(r.dossier.incident.date)
        return span.first.isoformat() if span and span.count == 1 else None

    return {"date+occurred": exact, "date+start": day(0), "date+end": day(1)}


def _where() -> dict[str, Value]:
    return {
        "country+code": lambda r: (at := r.where) and at.country,
        "country+name": lambda r: (at := r.where) and country_name(at.country),
        "adm1+name": lambda r: (at := r.where) and at.admin1,
        "adm2+name": lambda r: at.name if (at := r.where) and at.precision == DIVISION else None,
        "loc+name": lambda r: (at := r.where) and at.name,
        "geo+lat": lambda r: (at := r.where) and at.lat,
        "geo+lon": lambda r: (at := r.where) and at.lon,
        "geo+precision": lambda r: (at := r.where) and at.precision,
    }


def _people(measure: Measure) -> dict[str, Value]:
    """The columns of a measure: one number, the lowest and the highest, and those of sexes and ages."""

    def of_class(word: str) -> Value:
        def found(r: Row) -> int | None:
            mine = [t for t in r.dossier.incident.tallies if t.measure == measure and _is_of(t, word)]
            return toll_of(mine[0]).best if mine else None

        return found

    values: dict[str, Value] = {
        f"affected+{measure}": lambda r: (found := r.tolls[measure]) and found.best,
        f"affected+{measure}+low": lambda r: (found := r.tolls[measure]) and found.low,
        f"affected+{measure}+high": lambda r: (found := r.tolls[measure]) and found.high,
    }
    if measure in BY_CLASS:
        values |= {f"affected+{measure}+{tag}": of_class(word) for tag, word in CLASSES.items()}
    return values


def _is_of(tally: Tally, word: str) -> bool:
    """Whether a tally counts a class of people, or people by that word."""
    return tally.unit == "person" and (
        tally.holdings[0].kind == word or (tally.population or "").casefold().split()[-1:] == [word]
    )


def heads(names: Sequence[str]) -> list[list[str]]:
    """The two lines above the rows: the words of each tag, and the tags.

    >>> heads(["affected+killed+low"])
    [['affected killed low'], ['#affected+killed+low']]
    """
    return [[name.replace("+", " ") for name in names], [f"#{name}" for name in names]]


def rows(source: Source) -> Iterator[Row]:
    """The incidents."""
    for d in source.dossiers(False):
        yield Row(dossier=d, met=opponents(d.incident), tolls={measure: toll(d, measure) for measure in HARM})


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the table, an incident a row, below the words and the tags."""
    own = hxl_table()
    write_csv(out, heads(own.names), [c.kind for c in own.columns], own.rows(rows(source)), options)


FORMAT = Format(
    name="hxl",
    about="A table with HXL hashtags in its second line, for humanitarian tools.",
    suffix=".csv",
    media="text/csv; charset=utf-8",
    write=write,
    columns=("hxl",),
    options=("raw_csv", "bom"),
)
