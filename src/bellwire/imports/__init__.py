"""Other people's tables of events, read into the record as a source of their own. One module of `sets` a data set."""

from bellwire.imports.reports import report_of
from bellwire.imports.sets import all_sets, set_named
from bellwire.imports.tables import Row, open_rows, read_rows
from bellwire.imports.told import DataSet, Told

__all__ = ["DataSet", "Row", "Told", "all_sets", "open_rows", "read_rows", "report_of", "set_named"]
