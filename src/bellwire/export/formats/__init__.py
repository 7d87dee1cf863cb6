"""The formats: a module each, whose `FORMAT` says what it is; third parties' by the entry-point group."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from types import MappingProxyType

from bellwire.errors import InputError
from bellwire.export.form import Format

NAMES = (
    "csv",
    "acled",
    "ucdp",
    "hxl",
    "geojson",
    "kml",
    "timemap",
    "ics",
    "parquet",
    "jsonl",
    "sqlite",
    "ftm",
    "claims-jsonld",
    "annotations",
    "bibtex",
    "csl",
)
"""The formats that come with Bellwire, in the order in which they are listed; `-` stands for `_` of a module's name."""
GROUP = "bellwire.formats"
"""The entry-point group of packages that bring a format: a name, and a `Format`."""


@cache
def all_formats() -> Mapping[str, Format]:
    """Every format by its name.

    >>> all_formats()["csv"].suffix
    '.csv'
    """
    own = {name: import_module(f"bellwire.export.formats.{name.replace('-', '_')}").FORMAT for name in NAMES}
    others = {found.name: found.load() for found in entry_points(group=GROUP)}
    return MappingProxyType(others | own)


def format_named(name: str) -> Format:
    """A format; raises InputError, naming them, where there is none of that name.

    >>> format_named("xls")
    Traceback (most recent call last):
    bellwire.errors.InputError: no format 'xls'; there are: ...
    """
    formats = all_formats()
    if name not in formats:
        raise InputError(f"no format {name!r}; there are: {', '.join(formats)}")
    return formats[name]


def needed(form: Format) -> str | None:
    """What has to be installed before a format can be written, in a sentence; None where it is there."""
    if form.needs is None or form.module is None or find_spec(form.module) is not None:
        return None
    return f"the format {form.name} needs more packages; install them: pip install 'bellwire[{form.needs}]'"
