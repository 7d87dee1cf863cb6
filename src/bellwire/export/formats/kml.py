"""Incidents for Google Earth (KML 2.2): a placemark each, with its time, coloured by type of event.

The description is what a click shows: the figures with their holders, and the sentences that tell it with links to
their pages, twelve at most. All columns of Bellwire's own table of incidents stand in the ExtendedData. An incident
without a point is in the list and not on the globe; where a point stands for a province or a country, the description
says so. The file names no picture of a server's: it opens without a network.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from typing import Any, BinaryIO

from lxml import etree

from bellwire.draw.shapes import look_of
from bellwire.export.cells import cell_text
from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.own import incidents
from bellwire.export.plain import days_of, figure_lines, link, more_line, place_line, shown
from bellwire.export.stream import xml_text
from bellwire.model.words import EVENT_TYPES

NAMESPACE = "http://www.opengis.net/kml/2.2"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*", re.ASCII)
"""Ids that XML takes as such."""


def _element(tag: str, text: str | None = None, *within: Any, **attributes: str) -> Any:
    made = etree.Element(f"{{{NAMESPACE}}}{tag}", attributes, nsmap={None: NAMESPACE})
    made.text = None if text is None else xml_text(text)
    made.extend(within)
    return made


def colour(type_: str) -> str:
    """The colour of a type of event as KML writes it: opacity, blue, green, red.

    >>> len(colour("ASSAULT"))
    8
    """
    shade = look_of(type_)[1].lstrip("#")
    return f"ff{shade[4:6]}{shade[2:4]}{shade[0:2]}"


def styles() -> Iterator[Any]:
    """The style of each type of event."""
    for type_ in EVENT_TYPES:
        icon = _element("IconStyle", None, _element("color", colour(type_)))
        yield _element("Style", None, icon, id=f"type-{type_}")


def description(dossier: Dossier) -> str:
    """What a click shows, as HTML in which all that was read is escaped."""
    where = dossier.incident.where
    parts = [f"<p>{escape(place_line(where))}</p>"] if where else []
    figures = "".join(f"<li>{escape(line)}</li>" for line in figure_lines(dossier))
    parts += [f"<ul>{figures}</ul>"] if figures else []
    for telling, whose in shown(dossier):
        address = link(telling.url)
        named = f'<a href="{escape(address)}">{escape(whose)}</a>' if address else escape(whose)
        parts.append(f"<p>“{escape(telling.words)}” ({named})</p>")
    more = more_line(dossier)
    return "\n".join([*parts, *([f"<p>{more}</p>"] if more else [])])


def _point(dossier: Dossier) -> str | None:
    where = dossier.incident.where
    return f"{where.lon:.6f},{where.lat:.6f}" if where and where.lat is not None and where.lon is not None else None


@cache
def placemarks() -> Table[Dossier]:
    """The elements of a placemark, in the order that the schema asks for."""
    values: dict[str, Callable[[Dossier], object]] = {
        "name": lambda d: d.incident.title,
        "Snippet": lambda d: d.incident.date.value if d.incident.date else None,
        "description": description,
        "TimeStamp/when": lambda d: days_of(d)[0] if days_of(d)[0] == days_of(d)[1] else None,
        "TimeSpan/begin": lambda d: days_of(d)[0] if days_of(d)[0] != days_of(d)[1] else None,
        "TimeSpan/end": lambda d: days_of(d)[1] if days_of(d)[0] != days_of(d)[1] else None,
        "styleUrl": lambda d: f"#type-{d.incident.type}",
        "ExtendedData": extended,
        "Point/coordinates": _point,
    }
    return table("kml", values)


def extended(dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """The columns of the table of incidents that say something, by name."""
    own = incidents().table
    cells = zip(own.columns, next(own.rows((dossier,))), strict=True)
    return tuple((c.name, text) for c, value in cells if (text := cell_text(value, c.kind, raw=True)))


def placemark(dossier: Dossier) -> Any:
    """The placemark of an incident."""
    id = dossier.incident.id
    made = _element("Placemark", **({"id": id} if _NAME.fullmatch(id) else {}))
    for name, value in zip(placemarks().names, next(placemarks().rows((dossier,))), strict=True):
        if isinstance(value, tuple):
            made.append(_element(name, None, *(_element("Data", None, _element("value", v), name=k) for k, v in value)))
        elif value is not None:
            _put(made, name.split("/"), str(value))
    return made


def _put(parent: Any, path: list[str], text: str) -> None:
    """Appends an element; those around it that are open already are used again."""
    for tag in path[:-1]:
        last = parent[-1] if len(parent) else None
        if last is None or last.tag != f"{{{NAMESPACE}}}{tag}":
            parent.append(_element(tag))
        parent = parent[-1]
    parent.append(_element(path[-1], text))


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the document, a placemark at a time."""
    with etree.xmlfile(out, encoding="utf-8") as file:
        file.write_declaration()
        with (
            file.element(f"{{{NAMESPACE}}}kml", nsmap={None: NAMESPACE}),
            file.element(f"{{{NAMESPACE}}}Document"),
        ):
            file.write("\n", _element("name", f"Bellwire: {source.about.asked}"), "\n")
            for style in styles():
                file.write(style, "\n")
            for dossier in source.dossiers(False):
                file.write(placemark(dossier), "\n")


FORMAT = Format(
    name="kml",
    about="Incidents as placemarks with their time, for Google Earth and other globes (KML 2.2).",
    suffix=".kml",
    media="application/vnd.google-earth.kml+xml",
    write=write,
    columns=("kml", "incidents"),
)
