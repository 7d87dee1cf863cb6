"""Where the record is kept: SQLite through SQLAlchemy Core, migrations by Alembic."""

from bellwire.store.store import Outcome, Store, View, Writer

__all__ = ["Outcome", "Store", "View", "Writer"]
