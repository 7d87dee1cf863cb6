"""The store: reports and what they come to. Written through a Writer, read through a View."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine

from bellwire.store.database import make_engine, migrate, plain_errors, revision_of
from bellwire.store.view import View, seq_on
from bellwire.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Store:
    """A store that is open. `Store.open("desk.sqlite")` makes the file where it is not there."""

    name: str = field(repr=False)  # it may hold a password
    engine: Engine

    @classmethod
    def open(cls, name: str) -> "Store":
        """Opens the store and brings its schema up to date; raises StoreError, StoreTooNew."""
        engine = make_engine(name)
        try:
            migrate(engine, name)
        except BaseException:
            engine.dispose()
            raise
        return cls(name, engine)

    @contextmanager
    def write(self, *, now: str, by: str = "bellwire") -> Iterator[Writer]:
        """A Writer for one transaction. `now` is when it is known (UTC, `2024-05-02T10:00:00Z`), `by` who says so."""
        with plain_errors(self.name), self.engine.execution_options(writes=True).begin() as connection:
            yield Writer(connection, now, by)

    @contextmanager
    def view(self, as_known_on: str | None = None, *, throughout: bool = False) -> Iterator[View]:
        """A View of the store as it is now, or as it was known at the end of a day, month or year, or at a moment.

        `throughout` is for reading all of it: memory stays small, and looking things up is slower.
        """
        engine = self.engine.execution_options(throughout=throughout)
        with plain_errors(self.name), engine.begin() as connection:
            yield View(connection, seq_on(connection, as_known_on) if as_known_on is not None else None)

    def revision(self) -> str:
        """The store's schema."""
        with plain_errors(self.name), self.engine.begin() as connection:
            return revision_of(connection)

    def close(self) -> None:
        """Lets go of the file."""
        self.engine.dispose()
