"""What a filter finds, in Python: to look at in a notebook, to turn into data frames, to write in any format."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from bellwire.export.dossier import Dossier
from bellwire.export.form import Options, Source
from bellwire.export.formats import format_named
from bellwire.export.frames import frame_of, points_of
from bellwire.export.writing import check_options, write_to
from bellwire.model.notebook import ROWS, incidents_html


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The incidents of a filter as a policy lets them out: `Desk.export` gives it.

    Nothing is held: each use opens a view of the store (`opened`) and reads anew, as of now or of a past day. A
    notebook shows the first incidents.
    """

    opened: Callable[[], AbstractContextManager[Source]]

    def __iter__(self) -> Iterator[Dossier]:
        """Each incident with its evidence and claims, the latest first."""
        with self.opened() as source:
            yield from source.dossiers(True)

    def to_pandas(self, table: str = "incidents") -> Any:
        """A table as a data frame: incidents, evidence, figures, claims or sources.

        Raises InputError for any other, and where pandas is not installed (`pip install 'bellwire[frames]'`).
        """
        with self.opened() as source:
            return frame_of(source, table)

    def to_geopandas(self) -> Any:
        """The incidents as points in WGS 84; raises InputError where GeoPandas is not installed."""
        with self.opened() as source:
            return points_of(source)

    def write(self, name: str, path: Path | str, **given: Any) -> None:
        """Writes a file in a format, or a folder with `partition_by`; `given` are those of `Options`.

        The file is there when all of it is written. Raises InputError for what the format cannot do.
        """
        form, options = format_named(name), Options(**given)
        check_options(form, options)
        with self.opened() as source:
            write_to(form, source, Path(path), options)

    def _repr_html_(self) -> str:
        with self.opened() as source:
            about = source.about
            when = f", as known on {about.as_known_on}" if about.as_known_on else ""
            caption = f"Incidents: {about.asked}{when} (policy {about.policy})"
            some = (dossier.incident for dossier in islice(source.dossiers(False), ROWS + 1))
            return incidents_html(some, caption=caption)
