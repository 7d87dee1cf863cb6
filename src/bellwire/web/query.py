"""The words of a query: one vocabulary for the pages, the REST API and links between them.

    type status country admin1 actor source grade review report     several values may be given: any of them will do
    start end q box origin killed                                   one value each
    as_known_on after limit lang                                    what is no filter: read elsewhere

What is empty counts as not given, as browsers send it for a field that was left empty. Other names are left to others.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlencode

from bellwire.errors import InputError
from bellwire.model.words import EVENT_TYPES, GradeWord, ReviewState, Status
from bellwire.store import Filter
from bellwire.store.filters import ORIGINS, days_of_period

Params = Mapping[str, Sequence[str]] | Iterable[tuple[str, str]]
"""What was asked: each name with its values, or pairs of a name and a value."""
MOST_VALUES = 200
"""Values of one name: a database takes many more, no page shows so many."""
LONGEST = 1000
"""Characters of a value."""


class QueryError(InputError):
    """A value of a query cannot be; `parameter` is its name."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"{parameter}: {message}")
        self.parameter = parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A name in a query, the filter's field that it fills, and how one of its values is read and written."""

    name: str
    field: str
    about: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str
    several: bool = True
    allowed: tuple[str, ...] = ()


def _one_of(words: Sequence[str]) -> Callable[[str], str]:
    by_plain = {word.casefold(): word for word in words}

    def read(value: str) -> str:
        if value.casefold() not in by_plain:
            raise InputError(f"there is no {value!r}; there are: {', '.join(words)}")
        return by_plain[value.casefold()]

    return read


def _country(value: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", value):
        raise InputError(f"{value!r} is no country; give the two letters of ISO 3166, such as ML for Mali")
    return value.upper()


def _day(value: str) -> str:
    days_of_period(value)
    return value


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        raise InputError(f"{value!r} is no number of people; give 0 or more, such as 10")
    return number


def _plain_number(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def box_of(value: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a box; west is greater than east where it crosses the date line.

    >>> box_of("-10,5,10,25")
    (-10.0, 5.0, 10.0, 25.0)

    Raises InputError for what is no box on the globe.
    """
    how = "give west,south,east,north in degrees, such as -10,5,10,25"
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise InputError(f"{value!r} is no box; {how}") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"{value!r} is no box on the globe; {how}")
    return west, south, east, north


def _box_text(box: Iterable[float]) -> str:
    return ",".join(map(_plain_number, box))


_STATUSES, _GRADES, _REVIEWS = get_args(Status), get_args(GradeWord), get_args(ReviewState)

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(name="type", field="types", about="Kind of event.", read=_one_of(EVENT_TYPES), allowed=EVENT_TYPES),
    Parameter(
        name="status", field="statuses", about="Whether it happened.", read=_one_of(_STATUSES), allowed=_STATUSES
    ),
    Parameter(name="country", field="countries", about="Country: two letters of ISO 3166.", read=_country),
    Parameter(name="admin1", field="admin1s", about="Province or state, by name.", read=str),
    Parameter(name="actor", field="actors", about="Who did it, or to whom it was done, by name.", read=str),
    Parameter(name="source", field="sources", about="Outlet or speaker who tells it, by name.", read=str),
    Parameter(name="grade", field="grades", about="How far it is established.", read=_one_of(_GRADES), allowed=_GRADES),
    Parameter(name="review", field="reviews", about="State of review.", read=_one_of(_REVIEWS), allowed=_REVIEWS),
    Parameter(name="report", field="reports", about="Told by this report, by id.", read=str),
    Parameter(name="start", field="start", about="From this day, month or year on.", read=_day, several=False),
    Parameter(name="end", field="end", about="Up to this day, month or year.", read=_day, several=False),
    Parameter(
        name="q",
        field="text",
        about='Words, "phrases" and beginnings* in title, place, names and sentences.',
        read=str,
        several=False,
    ),
    Parameter(
        name="box",
        field="box",
        about="Within degrees: west,south,east,north.",
        read=box_of,
        write=_box_text,
        several=False,
    ),
    Parameter(
        name="origin",
        field="origin",
        about="Coded from reports (if left out), imported from a data set of others, or all.",
        read=_one_of(ORIGINS),
        several=False,
        allowed=ORIGINS,
    ),
    Parameter(
        name="killed",
        field="least_killed",
        about="Of which somebody says that so many or more were killed.",
        read=_number,
        write=_plain_number,
        several=False,
    ),
)
"""Every name of a filter, in the order in which they are written."""
NAMES: tuple[str, ...] = tuple(parameter.name for parameter in PARAMETERS)


def filter_of(params: Params) -> Filter:
    """The filter that a query asks for.

    >>> wanted = filter_of([("type", "ASSAULT"), ("country", "ml"), ("country", "NE"), ("q", "market"), ("end", "")])
    >>> wanted.types, wanted.countries, wanted.text, wanted.end
    (('ASSAULT',), ('ML', 'NE'), 'market', None)

    Raises QueryError, an InputError, that names the parameter and says what is allowed.
    """
    given = values_of(params)
    found: dict[str, Any] = {}
    for parameter in PARAMETERS:
        values = [v for value in given.get(parameter.name, ()) if (v := clean(parameter.name, value))]
        if len(values) > MOST_VALUES or (len(values) > 1 and not parameter.several):
            most = MOST_VALUES if parameter.several else 1
            raise QueryError(parameter.name, f"{len(values)} values were given; at most {most} can be")
        read = [_read(parameter, value) for value in values]
        if read:
            found[parameter.field] = tuple(dict.fromkeys(read)) if parameter.several else read[0]
    try:
        return Filter(**found)
    except InputError as error:  # only the period is left to be wrong
        raise QueryError("end", str(error)) from error


def values_of(params: Params) -> dict[str, list[str]]:
    """Each name of a query with all its values."""
    pairs = params.items() if isinstance(params, Mapping) else params
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).extend([value] if isinstance(value, str) else value)
    return found


def _read(parameter: Parameter, value: str) -> Any:
    try:
        return parameter.read(value)
    except InputError as error:
        raise QueryError(parameter.name, str(error)) from error


def clean(name: str, value: str) -> str:
    """A value without space around it; raises QueryError for what no database takes."""
    if len(value) > LONGEST:
        raise QueryError(name, f"a value has {len(value)} characters; at most {LONGEST} can be")
    if "\0" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise QueryError(name, "a value has a character that is no text")
    return value.strip()


def params_of(wanted: Filter) -> list[tuple[str, str]]:
    """A filter as pairs of a query, in one order always: `filter_of` gives the same filter again.

    >>> params_of(Filter(types=("ASSAULT",), box=(-10.0, 5.0, 10.5, 25.0), least_killed=10.0))
    [('type', 'ASSAULT'), ('box', '-10,5,10.5,25'), ('killed', '10')]
    """
    return [*_pairs(wanted)]


def _pairs(wanted: Filter) -> Iterator[tuple[str, str]]:
    for parameter in PARAMETERS:
        held = getattr(wanted, parameter.field)
        values = held if parameter.several else () if held is None else (held,)
        yield from ((parameter.name, parameter.write(value)) for value in values)


def query_of(wanted: Filter, **more: object) -> str:
    """A filter as the query of a URL, without the question mark; `more` are other names, left out where None.

    >>> query_of(Filter(countries=("ML",), text="drone strike"), limit=20, after=None)
    'country=ML&q=drone+strike&limit=20'
    """
    others = [(name, str(value)) for name, value in more.items() if value is not None]
    return urlencode([*params_of(wanted), *others])
