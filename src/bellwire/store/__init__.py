"""Where the record is kept: SQLite or PostgreSQL through SQLAlchemy Core, migrations by Alembic."""

from bellwire.store.claim_filters import ClaimFilter
from bellwire.store.filters import Filter
from bellwire.store.server import shown
from bellwire.store.store import Store
from bellwire.store.view import Listed, LogLine, Tombstone, Version, View
from bellwire.store.writer import Entry, Outcome, Writer

__all__ = [
    "ClaimFilter",
    "Entry",
    "Filter",
    "Listed",
    "LogLine",
    "Outcome",
    "Store",
    "Tombstone",
    "Version",
    "View",
    "Writer",
    "shown",
]
