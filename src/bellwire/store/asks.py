"""What the desk asks of the store beside records: the map, the timeline, facets, the days on which it changed.

Answers come from columns and indexes, never from whole records: a hundred thousand incidents are looked through while
somebody waits. The methods are a part of View.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal_column, select

from bellwire.store import tables
from bellwire.store.facets import MOST_VALUES, SOME, Facet, facets_of
from bellwire.store.filters import ALL, Filter, clause
from bellwire.store.map import MOST_POINTS, Mapped, bounds_of, mapped
from bellwire.store.search import Box
from bellwire.store.timeline import timeline_of, types_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """A day (UTC) on which the record changed, and the entries of the audit log that it has."""

    day: str
    entries: int


class Asks:
    """What is asked of a View; it has a connection, and the audit entry up to which it looks (None: all)."""

    __slots__ = ()
    connection: Connection
    seq: int | None

    def map_points(
        self, wanted: Filter = ALL, *, most: int = MOST_POINTS, bounds: Box | None = None, zoom: int = 2
    ) -> Mapped:
        """The points of the incidents that a filter lets through, within bounds; where they are more than `most`, how
        many there are in each field of a grid, which is finer the nearer (`zoom`, as web maps count it: 0 to 20).
        """
        return mapped(self.connection, wanted, self.seq, most=most, bounds=bounds, zoom=zoom)

    def bounds(self, wanted: Filter = ALL) -> Box | None:
        """West, south, east and north of all that a filter lets through; None where nothing has a point."""
        return bounds_of(self.connection, wanted, self.seq)

    def timeline(self, wanted: Filter = ALL, *, step: str = "month") -> dict[str, int]:
        """How many incidents each day, week (by its Monday), month or year has; an empty string for those without a
        day. Raises InputError for another step.
        """
        return timeline_of(self.connection, wanted, self.seq, step)

    def timeline_by_type(self, wanted: Filter = ALL, *, step: str = "month") -> dict[str, dict[str, int]]:
        """How many incidents of each type each day, week, month or year has; as `timeline`."""
        return types_of(self.connection, wanted, self.seq, step)

    def facets(
        self,
        wanted: Filter = ALL,
        *,
        of: Collection[str] | None = None,
        beginning: str = "",
        most: int = MOST_VALUES,
        some: int = SOME,
    ) -> tuple[Facet, ...]:
        """The values that incidents have, each with how many there are under all that is asked but for its own facet.

        `of` names facets (facets.NAMES), all where left out. `beginning` is how the names of admin-1, actors and
        sources begin. The commonest come first, at most `most`. Actors and sources are counted in the latest `some`.
        """
        return facets_of(self.connection, wanted, self.seq, of=of, beginning=beginning, most=most, some=some)

    def count(self, wanted: Filter = ALL) -> int:
        """How many incidents a filter lets through, all counted."""
        query = select(func.count()).select_from(tables.incident)
        return self.connection.scalar(query.where(clause(self.connection, wanted, self.seq))) or 0

    def days_known(self) -> tuple[ChangedDay, ...]:
        """The days on which the record changed, in order, whatever moment the view looks at."""
        day = func.substr(tables.entry.c.at, literal_column("1"), literal_column("10"))
        query = select(day.label("day"), func.count().label("entries")).group_by(day).order_by(day)
        return tuple(ChangedDay(day=row.day, entries=row.entries) for row in self.connection.execute(query))
