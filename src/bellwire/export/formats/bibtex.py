"""The sources that the incidents rest on, as BibTeX.

Each report is one entry of type `misc`, in the order in which the incidents come. Its key is the outlet, the year and
eight digits that no other report has: the same report has the same key in every export and in the desk's citations. The
text is UTF-8, as biber and all newer styles read it; what TeX would run is escaped. Names that a policy hides are
hidden in titles.
"""

from typing import BinaryIO

from bellwire.brief.cite import citation_of, entry
from bellwire.export.form import Format, Options, Source
from bellwire.export.stream import scalars, tellings


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes an entry for each report."""
    for number, (_, told) in enumerate(tellings(source)):
        out.write(scalars(("\n" if number else "") + entry(citation_of(told))).encode())


FORMAT = Format(
    name="bibtex",
    about="The reports that the incidents rest on, each once, for TeX and reference managers.",
    suffix=".bib",
    media="application/x-bibtex",
    write=write,
    columns=("bibtex",),
)
