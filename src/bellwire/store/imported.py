"""Which data sets of others the store holds."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bellwire.store import tables
from bellwire.store.filters import imported, known
from bellwire.store.view import View


def imported_outlets(view: View) -> Mapping[str, int]:
    """The names under which tables were imported, and how many rows of each are there, by name."""
    r = tables.report
    here = imported(r.c.id) & known(r, view.seq)
    query = select(r.c.outlet, func.count().label("rows")).where(here).group_by(r.c.outlet).order_by(r.c.outlet)
    return {row.outlet or "": row.rows for row in view.connection.execute(query)}
