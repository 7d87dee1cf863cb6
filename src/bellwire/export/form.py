"""What a format is, what it is given and where it writes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bellwire.export.dossier import Dossier
from bellwire.model import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an export is of, for those formats that can say so.

    `asked` is the filter in words, `known_at` the moment (UTC) of the last change that the export knows of.
    """

    asked: str = "all incidents"
    policy: str = "internal"
    as_known_on: str | None = None
    known_at: str | None = None
    bellwire: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is exported: the incidents of a filter, the latest first, and the reports that tell them.

    Each call reads anew, so that nothing is held in memory. `dossiers(True)` are with their claims, which takes longer.
    `reports` raises InputError where the policy lets no whole pages out. `found` is how many incidents the filter
    finds, of which a policy may hold some back.
    """

    dossiers: Callable[[bool], Iterator[Dossier]]
    reports: Callable[[], Iterator[Report]]
    about: About = About()
    found: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to write: what a format has no use for it passes over.

    `table` is one of the tables of a format that has several, `raw_csv` leaves cells that a spreadsheet would run,
    `bom` puts a byte order mark first, `codes` writes codes where a format has both words and numbers.
    `partition_by` are columns by which a folder of files is laid out.
    """

    table: str | None = None
    raw_csv: bool = False
    bom: bool = False
    codes: bool = False
    partition_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: what it is for in a line, how its file's name ends, its media type, and what writes it.

    `columns` are the files of `bellwire.export.columns` that say what stands in it, `tables` those of which one can be
    asked for, the first where none is. `spread` writes a folder, where a format
    can. `options` are those that it heeds. `needs` is the extra that has to be installed (`bellwire[needs]`), `module`
    a package that it brings. `binary` files are not for a terminal. `leaves_out` says which incidents are not in it.
    """

    name: str
    about: str
    suffix: str
    media: str
    write: Callable[[Source, BinaryIO, Options], None]
    columns: tuple[str, ...]
    spread: Callable[[Source, Path, Options], None] | None = None
    tables: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    needs: str | None = None
    module: str | None = None
    binary: bool = False
    leaves_out: str | None = None
