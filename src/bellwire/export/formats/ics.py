"""Incidents as a calendar (iCalendar, RFC 5545): an all-day event each.

In it are incidents whose first and last possible day are known and lie a week apart at most; one of “some time in May”
or “since April” would fill the calendar for months. The events do not block time. All are TENTATIVE but those that an
analyst graded confirmed: a calendar shows what is CONFIRMED as a fact, and what reports tell is not yet one. Lines are
folded at 75 octets, text is escaped, control characters are left out.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import BinaryIO

from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import About, Format, Options, Source
from bellwire.export.plain import days_of, figure_lines, link, more_line, place_line, shown
from bellwire.export.stream import scalars
from bellwire.model import Incident

LONGEST = timedelta(days=6)
"""From the first day to the last at most."""
FOLD = 75
"""Octets of a line at most, its end not counted (RFC 5545, 3.1)."""
EPOCH = "19700101T000000Z"
"""When an event was made, where the record does not say: the standard asks for a moment."""
URIS = frozenset(("URL",))
"""Properties that are no text and are not escaped."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_IN_URI = re.compile(r"[\s\x00-\x20\x7f-\x9f\"<>\\^`{|}]")


def escaped(text: str) -> str:
    r"""A text as a value (RFC 5545, 3.3.11).

    >>> print(escaped("Gao; Menaka, Mali\nC:\\x"))
    Gao\; Menaka\, Mali\nC:\\x
    """
    plain = scalars(text).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", plain).translate(_ESCAPED)


def uri(text: str) -> str:
    """An address that ends no line and opens none."""
    return _IN_URI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), scalars(text))


def folded(line: str) -> bytes:
    """A line as octets, folded where it is too long, never within a character.

    >>> folded("SUMMARY:" + "é" * 40).count(b"\\r\\n ")
    1
    """
    octets, first = line.encode(), 0
    made: list[bytes] = []
    while len(octets) - first > FOLD - bool(made):
        last = first + FOLD - bool(made)  # a line that goes on begins with a space
        while octets[last] & 0xC0 == 0x80:  # within a character
            last -= 1
        made.append(octets[first:last])
        first = last
    return b"\r\n ".join([*made, octets[first:]]) + b"\r\n"


def _stamp(moment: str | None) -> str | None:
    """A moment of the record (ISO, UTC) as the standard writes it."""
    digits = re.sub(r"\D", "", (moment or "")[:19])
    return f"{digits[:8]}T{digits[8:]}Z" if len(digits) == 14 else None


def _days(dossier: Dossier) -> tuple[date, date] | None:
    """The first day, and the day after the last; None where they are not known closely enough."""
    first, last = days_of(dossier)
    if first is None or last is None:
        return None
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return (start, min(end, date.max - timedelta(days=1)) + timedelta(days=1)) if end - start <= LONGEST else None


def _day(which: int) -> Callable[[Dossier], object]:
    return lambda d: f"{days[which]:%Y%m%d}" if (days := _days(d)) else None


def _geo(dossier: Dossier) -> str | None:
    where = dossier.incident.where
    return f"{where.lat:.6f};{where.lon:.6f}" if where and where.lat is not None and where.lon is not None else None


def description(dossier: Dossier) -> str:
    """What is told of an incident, by whom, in plain lines."""
    lines = [*figure_lines(dossier)]
    for telling, whose in shown(dossier):
        lines.append(" ".join(filter(None, (f"“{telling.words}” ({whose})", link(telling.url)))))
    return "\n".join(filter(None, (*lines, more_line(dossier), f"Incident {dossier.incident.id}")))


def _address(dossier: Dossier) -> str | None:
    first = dossier.first()
    return link(first.url) if first else None


def _is_confirmed(incident: Incident) -> bool:
    """Whether an analyst graded it confirmed, and it is told as having occurred; the machine confirms nothing."""
    graded = incident.grade is not None and incident.grade.word == "confirmed"
    return graded and incident.status in ("occurred", "ongoing")


@cache
def properties() -> Table[Dossier]:
    """The properties of an event."""
    values: dict[str, Callable[[Dossier], object]] = {
        "UID": lambda d: f"{d.incident.id}@bellwire",
        "DTSTAMP": lambda d: _stamp(d.changed) or EPOCH,
        "DTSTART;VALUE=DATE": _day(0),
        "DTEND;VALUE=DATE": _day(1),
        "SUMMARY": lambda d: d.incident.title,
        "DESCRIPTION": description,
        "LOCATION": lambda d: place_line(d.incident.where) if d.incident.where else None,
        "GEO": _geo,
        "CATEGORIES": lambda d: d.incident.type,
        "STATUS": lambda d: "CONFIRMED" if _is_confirmed(d.incident) else "TENTATIVE",
        "TRANSP": lambda d: "TRANSPARENT",
        "URL": _address,
    }
    return table("ics", values)


def _value(name: str, value: str) -> str:
    if name == "GEO":  # two numbers, whose semicolon parts them
        return value
    return uri(value) if name in URIS else escaped(value)


def event(dossier: Dossier) -> Iterator[str]:
    """The lines of an event, not yet folded."""
    yield "BEGIN:VEVENT"
    for name, value in zip(properties().names, next(properties().rows((dossier,))), strict=True):
        if value is not None:
            yield f"{name}:{_value(name, str(value))}"
    yield "END:VEVENT"


def head(about: About) -> Iterator[str]:
    """The lines before the first event."""
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Bellwire//Bellwire {escaped(about.bellwire)}//EN")
    yield f"X-WR-CALNAME:{escaped(f'Bellwire: {about.asked}')}"


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the calendar, an event at a time."""
    out.writelines(map(folded, head(source.about)))
    for dossier in source.dossiers(False):
        if _days(dossier):
            out.writelines(map(folded, event(dossier)))
    out.write(folded("END:VCALENDAR"))


FORMAT = Format(
    name="ics",
    about="Incidents whose days are known as all-day events, for any calendar (RFC 5545).",
    suffix=".ics",
    media="text/calendar; charset=utf-8",
    write=write,
    columns=("ics",),
)
