"""What leaves the record for other tools: one module a format, each a line in `formats.NAMES`."""

from bellwire.export.dossier import Dossier
from bellwire.export.form import About, Format, Options, Source
from bellwire.export.formats import all_formats, format_named
from bellwire.export.source import source_of

__all__ = ["About", "Dossier", "Format", "Options", "Source", "all_formats", "format_named", "source_of"]
