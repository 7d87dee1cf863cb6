"""A table with HXL hashtags (the Humanitarian Exchange Language 1.1): the tags are in the second line (CSV, UTF-8).

One row an incident. The first line has the tags' words for people, the second the tags for tools such as libhxl and
the HXL Proxy. A number of people has three columns: the one number without more, and the lowest and the highest that
stands (`low` <= the number <= `high`). Nothing is added up that may count the same people twice.

Read back with libhxl, or with pandas, which passes the tags over:

    pandas.read_csv("hxl.csv", skiprows=[1], dtype_backend="numpy_nullable", keep_default_na=False, na_values=[""])

`keep_default_na=False` keeps the code NA of Namibia from being read as nothing. A text that a spreadsheet would run as
a formula has an apostrophe in front; `--raw-csv` leaves it as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from bellwire.brief.words import country_name
from bellwire.export.acled import note
from bellwire.export.cells import write_csv
from bellwire.export.columns import Table, table
from bellwire.export.dates import days
from bellwire.export.deaths import toll, toll_of
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.opponents import opponents
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

Value = Callable[[Dossier], object]


def hxl_table() -> Table[Dossier]:
    """The table of tags."""
    values: dict[str, Value] = {
        "meta+id": lambda d: d.incident.id,
        "event+type": lambda d: d.incident.type,
        "event+type+sub": lambda d: d.incident.mode,
        "group+name+first": lambda d: tuple(p.name for p in opponents(d.incident).first),
        "group+name+second": lambda d: tuple(p.name for p in opponents(d.incident).second),
        **_when(),
        **_where(),
        "description": note,
        "meta+source": lambda d: d.incident.outlets,
        "meta+url": lambda d: tuple(dict.fromkeys(e.url for e in d.evidence if e.url)),
    }
    for measure in HARM:
        values |= _people(measure)
    return table("hxl", values)


def _when() -> dict[str, Value]:
    def day(which: int) -> Value:
        def found(d: Dossier) -> str | None:
            span = days(d.incident.date)
            one = (span.first, span.last)[which] if span else None
            return one.isoformat() if one else None

        return found

    def exact(d: Dossier) -> str | None:
        span = days(d.incident.date)
        return span.first.isoformat() if span and span.count == 1 else None

    return {"date+occurred": exact, "date+start": day(0), "date+end": day(1)}


def _where() -> dict[str, Value]:
    return {
        "country+code": lambda d: (at := _at(d)) and at.country,
        "country+name": lambda d: (at := _at(d)) and country_name(at.country),
        "adm1+name": lambda d: (at := _at(d)) and at.admin1,
        "adm2+name": lambda d: at.name if (at := _at(d)) and at.precision == DIVISION else None,
        "loc+name": lambda d: (at := _at(d)) and at.name,
        "geo+lat": lambda d: (at := _at(d)) and at.lat,
        "geo+lon": lambda d: (at := _at(d)) and at.lon,
        "geo+precision": lambda d: (at := _at(d)) and at.precision,
    }


def _at(d: Dossier) -> Where | None:
    return d.incident.where


def _people(measure: Measure) -> dict[str, Value]:
    """The columns of a measure: one number, the lowest and the highest, and those of sexes and ages."""

    def of_class(word: str) -> Value:
        def found(d: Dossier) -> int | None:
            mine = [t for t in d.incident.tallies if t.measure == measure and _is_of(t, word)]
            return toll_of(mine[0]).best if mine else None

        return found

    values: dict[str, Value] = {
        f"affected+{measure}": lambda d: (found := toll(d, measure)) and found.best,
        f"affected+{measure}+low": lambda d: (found := toll(d, measure)) and found.low,
        f"affected+{measure}+high": lambda d: (found := toll(d, measure)) and found.high,
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


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the table, an incident a row, below the words and the tags."""
    own = hxl_table()
    write_csv(out, heads(own.names), [c.kind for c in own.columns], own.rows(source.dossiers(False)), options)


FORMAT = Format(
    name="hxl",
    about="A table with HXL hashtags in its second line, for humanitarian tools.",
    suffix=".csv",
    media="text/csv; charset=utf-8",
    write=write,
    columns=("hxl",),
    options=("raw_csv", "bom"),
)
