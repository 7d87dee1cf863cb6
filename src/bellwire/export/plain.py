"""An incident in a few lines of plain text, and its days: for formats that have room for no more."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from urllib.parse import quote

from bellwire.brief.words import bounds, country_name, publisher
from bellwire.export.dossier import Dossier
from bellwire.export.own import holder_of
from bellwire.export.stream import scalars
from bellwire.model import Evidence, Holding
from bellwire.model.incidents import Where

SHOWN = 12
"""Tellings that are quoted at most: a balloon on a map and a calendar's note are read, not searched."""
ADMIN1, COUNTRY = 4, 6
"""UCDP's where_prec from which a point stands for a province, and from which for a country."""
_ISO = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?)[~?%]*", re.ASCII)


def days_of(dossier: Dossier) -> tuple[str | None, str | None]:
    """The first and the last day (ISO) on which it can have happened; None where that end is open, or not known."""
    when = dossier.incident.date
    return (day(when.earliest), day(when.latest)) if when else (None, None)


def day(value: str | None) -> str | None:
    """The day that an ISO date or moment is on; None for anything else.

    >>> day("2024-05-02T10:00"), day("2024-05"), day(None)
    ('2024-05-02', None, None)
    """
    try:
        return date.fromisoformat((value or "")[:10]).isoformat()
    except ValueError:
        return None


def iso(value: str | None) -> str | None:
    """An EDTF value as ISO 8601, as exact as it is given; None where ISO has no way to write it.

    >>> iso("2024-05~"), iso("2025-11-05T07:30:00+00:00"), iso("2024-05/.."), iso(None)
    ('2024-05', '2025-11-05T07:30:00+00:00', None, None)
    """
    found = _ISO.fullmatch(value or "")
    return found[1] if found else None


def place_line(where: Where) -> str:
    """Where it happened; it is said where the point stands for something larger than a place."""
    named = ", ".join(dict.fromkeys(filter(None, (where.name, where.admin1, country_name(where.country)))))
    if where.precision is None or where.lat is None or where.precision < ADMIN1:
        return named
    larger = "the province or area" if where.precision < COUNTRY else "the country or a larger area"
    return f"{named} (the point stands for {larger})"


def figure_lines(dossier: Dossier) -> Iterator[str]:
    """Each figure with who holds it, each once."""
    yield from dict.fromkeys(_figure(held) for _, held in dossier.held() if not held.former)


def _figure(held: Holding) -> str:
    number = bounds(held.low, held.best, held.high, approx=held.approx)
    if held.unit == "person":
        what = f"{number} {held.population or 'people'}"
    else:
        what = f"{number} {held.unit}" + (f" ({held.population})" if held.population else "")
    part = ", a part" if held.part else ""
    as_of = f", as of {held.as_of}" if held.as_of else ""
    return f"{held.measure.replace('_', ' ')}: {what}{part} – {holder_of(held) or 'an unnamed outlet'}{as_of}"


def shown(dossier: Dossier) -> Iterator[tuple[Evidence, str]]:
    """The tellings that are no copies, some of them at most, each with a line that says whose it is."""
    for each in islice(dossier.originals(), SHOWN):
        yield each, ", ".join(filter(None, (publisher(each.outlet, each.url), day(each.published) or each.published)))


def more_line(dossier: Dossier) -> str | None:
    """How many tellings are left out of the few that are shown; None where there are none."""
    left = len(dossier.evidence) - min(SHOWN, len(dossier.originals()))
    return f"{left} more report{'s' if left > 1 else ''}, not quoted here" if left else None


def link(url: str | None) -> str | None:
    """An address that may become a link: of the web, not of a script."""
    return url if url and url.startswith(("https://", "http://")) else None


def urn(kind: str, *names: str) -> str:
    """The name of a thing of the record, wherever the record is kept.

    >>> urn("claim", "r 1", "c-1")
    'urn:bellwire:claim:r%201:c-1'
    """
    return ":".join(("urn:bellwire", kind, *(quote(scalars(name), safe="") for name in names)))
