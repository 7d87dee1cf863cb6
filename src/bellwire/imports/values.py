"""Cells as values: days, numbers, countries; what cannot be read raises ValueError with what to do."""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import cache

from babel import Locale

from bellwire.knowledge import table
from bellwire.model import EventDate
from bellwire.relate.linking_names import fold

DAYS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%B-%Y", "%d-%b-%Y", "%d-%b-%y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
"""How editions of the two data sets write a day; where only numbers stand, the day comes before the month."""


MOST_DEAD = 1_000_000
"""Dead of one row that can be: the greatest of UCDP GED's rows are below 100,000 (2026-11)."""


def day_in(cell: str) -> date:
    """The day that a cell gives.

    >>> day_in("03 May 2024"), day_in("2024-05-03 00:00:00.000")
    (datetime.date(2024, 5, 3), datetime.date(2024, 5, 3))
    """
    text = re.sub(r"[T ]\d{1,2}:\d\d(:\d\d)?(\.\d+)?Z?$", "", cell.strip())
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"{cell!r} is no day; write 2024-05-03")


def number_in(cell: str) -> float:
    """The number of a cell, which must be finite; thousands may be parted by commas or spaces.

    >>> number_in("1,200"), number_in("12.0")
    (1200.0, 12.0)
    """
    text = re.sub(r"(?<=\d)[, \u00a0](?=\d{3}\b)", "", cell.strip())
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        raise ValueError(f"{cell!r} is no number") from None
    if not abs(value) < 1e12:
        raise ValueError(f"{cell!r} is no number that counts anything")
    return value


def count_in(cell: str) -> float:
    """A number of dead: not below 0, nor more than any one event has had.

    >>> count_in("1000000000")
    Traceback (most recent call last):
    ValueError: '1000000000' is more than died in any one event; look at the cell
    """
    value = number_in(cell)
    if value > MOST_DEAD:
        raise ValueError(f"{cell!r} is more than died in any one event; look at the cell")
    if value < 0:
        raise ValueError(f"{cell!r} is no number of people")
    return value


def degrees_in(cell: str, most: int) -> float:
    """Degrees north or east."""
    value = number_in(cell)
    if abs(value) > most:
        raise ValueError(f"{cell!r} is not on the globe; latitudes go to 90, longitudes to 180")
    return value


def code_in(cell: str, codes: tuple[str, ...]) -> str:
    """One of a few codes, which may be written as 1.0.

    >>> code_in("2.0", ("1", "2", "3"))
    '2'
    """
    code = re.sub(r"\.0$", "", cell.strip())
    if code not in codes:
        raise ValueError(f"{cell!r} is none of {', '.join(codes)}")
    return code


@cache
def _countries() -> dict[str, str]:
    """Countries by their names, folded."""
    found: dict[str, str] = {}
    for row in table("ontologies", "country_codes"):
        for name in filter(None, (row["acled"], row["ucdp"])):
            found.setdefault(fold(name), row["code"])
    for row in table("actors", "countries"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            found.setdefault(fold(name), row["code"])
    for row in table("gazetteer", "place_countries"):
        found.setdefault(fold(row["name"]), row["iso"])
    for code, name in Locale("en").territories.items():
        if re.fullmatch("[A-Z]{2}", code):
            found.setdefault(fold(name), code)
    return found


@cache
def country_named(name: str) -> str | None:
    """A country's two letters by its name, as data sets write it; None where it is not known.

    >>> country_named("DR Congo (Zaire)"), country_named("Bosnia-Herzegovina"), country_named("Elbonia")
    ('CD', 'BA', None)
    """
    inside = re.findall(r"\(([^)]*)\)", name)
    parts = [fold(part) for part in (name, *inside, *name.split(","))]
    plain = [part.removeprefix("the ").removeprefix("kingdom of ").replace(" and ", " ") for part in parts]
    joined = {known.replace(" and ", " "): code for known, code in _countries().items()} if plain else {}
    return next((code for part in (*parts, *plain) if (code := _countries().get(part) or joined.get(part))), None)


@cache
def country_numbered(number: str, system: str) -> str | None:
    """A country's two letters by its number: of ISO 3166-1 ("numeric"), or of Gleditsch and Ward ("gw").

    >>> country_numbered("466", "numeric"), country_numbered("432.0", "gw")
    ('ML', 'ML')
    """
    digits = re.sub(r"\.0$", "", number.strip()).lstrip("0")
    rows = table("ontologies", "country_codes")
    return next((row["code"] for row in rows if digits and row[system].lstrip("0") == digits), None)


def on_day(day: date) -> EventDate:
    """The date of one day."""
    return EventDate(value=day.isoformat(), earliest=day.isoformat(), latest=day.isoformat(), precision="day")


def between(first: date, last: date) -> EventDate:
    """The date of a span of days.

    >>> between(date(2024, 5, 3), date(2024, 5, 9)).precision
    'week'
    """
    if first == last:
        return on_day(first)
    span = (last - first).days + 1
    precision = "days" if span < 7 else "week" if span == 7 else "month" if span <= 31 else "year"
    value = f"{first}/{last}"
    return EventDate(value=value, earliest=first.isoformat(), latest=last.isoformat(), precision=precision)  # type: ignore[arg-type]


def week_around(day: date) -> EventDate:
    """The week of which a day is the middle."""
    return between(day - timedelta(3), day + timedelta(3))


def month_of(day: date) -> EventDate:
    """The month of a day."""
    first, last = day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return EventDate(value=f"{day:%Y-%m}", earliest=first.isoformat(), latest=last.isoformat(), precision="month")


def moment_in(cell: str) -> str:
    """A moment (UTC) of seconds since 1970, or a day.

    >>> moment_in("1714748400"), moment_in("2024-05-03")
    ('2024-05-03T15:00:00Z', '2024-05-03')
    """
    if re.fullmatch(r"\d{9,11}(\.0)?", cell.strip()):
        return datetime.fromtimestamp(float(cell), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return day_in(cell).isoformat()
