"""The sources that the incidents rest on, as CSL-JSON (citationstyles.org, schema 1.0.2).

Zotero, Pandoc and every program that speaks CSL read it. An array with one item a report, each once, in the order in
which the incidents come; the ids are the keys of the BibTeX export. Names that a policy hides are hidden in titles.
"""

from typing import BinaryIO

from bellwire.brief.cite import citation_of, item
from bellwire.export.form import Format, Options, Source
from bellwire.export.stream import tellings, write_array


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes an item for each report."""
    write_array(out, (item(citation_of(told)) for _, told in tellings(source)))


FORMAT = Format(
    name="csl",
    about="The reports that the incidents rest on, each once, as CSL-JSON: for Zotero, Pandoc and others.",
    suffix=".json",
    media="application/vnd.citationstyles.csl+json",
    write=write,
    columns=("csl",),
)
