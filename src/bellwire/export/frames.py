"""Bellwire's tables as pandas' data frames, and incidents as GeoPandas' points."""

from collections.abc import Iterable
from importlib.util import find_spec
from typing import Any

from bellwire.errors import InputError
from bellwire.export.arrow import batches, said_of, schema_of
from bellwire.export.columns import Table
from bellwire.export.form import Source
from bellwire.export.own import TABLES, OwnTable


def own_table(name: str) -> OwnTable:
    """One of Bellwire's own tables; raises InputError, naming them, for any other.

    >>> own_table("victims")
    Traceback (most recent call last):
    bellwire.errors.InputError: no table 'victims'; there are: incidents, evidence, figures, claims, sources
    """
    if name not in TABLES:
        raise InputError(f"no table {name!r}; there are: {', '.join(TABLES)}")
    return TABLES[name]()


def need(*packages: str) -> None:
    """Raises InputError where a package is not installed, and says how to install it."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise InputError(f"{missing[0]} is not installed: pip install 'bellwire[frames]'")


def frame_of(source: Source, name: str) -> Any:
    """A table as a pandas data frame; `attrs` say what it is of and each column's rule.

    Text is `string`, whole numbers `Int64`, truths `boolean`, days `datetime64`, moments the same in UTC, lists lists.
    """
    own = own_table(name)
    need("pandas", "pyarrow")
    frame = _frame(own.table, own.rows(source), source)
    frame.attrs = {**said_of(source.about), "rules": {c.name: c.rule for c in own.table.columns}}
    return frame


def _frame(table: Table[Any], rows: Iterable[tuple[object, ...]], source: Source) -> Any:
    import pandas as pd
    import pyarrow as pa

    schema = schema_of(table, source.about)
    types = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    whole = pa.Table.from_batches(batches(table, rows, schema), schema)
    frame = whole.to_pandas(types_mapper=types.get, date_as_object=False)
    for column in table.columns:
        if column.kind == "list":
            frame[column.name] = pd.Series(whole.column(column.name).to_pylist(), index=frame.index, dtype=object)
    return frame


def points_of(source: Source) -> Any:
    """The table of incidents as a GeoPandas data frame: points in WGS 84, none where there is no place on the map."""
    need("geopandas", "pandas", "pyarrow")
    import geopandas as gpd

    frame = frame_of(source, "incidents")
    points = gpd.points_from_xy(frame["longitude"], frame["latitude"], crs="EPSG:4326")
    placed = frame["longitude"].notna() & frame["latitude"].notna()
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, index=frame.index).where(placed, None))
