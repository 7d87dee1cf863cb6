"""What the desk asks of the store beside records: the map, the timeline, facets, the days on which it changed.

Answers come from columns and indexes, never from whole records: a hundred thousand incidents are looked through while
somebody waits. The methods are a part of View.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, literal_column, select

from bellwire.model import Judgement, Relation, Story
from bellwire.store import tables
from bellwire.store.facets import MOST_VALUES, SOME, Facet, facets_of
from bellwire.store.filters import ALL, LAST_SEQ, Filter, clause, known
from bellwire.store.lists import Part, ReportLine, judgements_of, relations_of, reports_of, stories_of, story_of
from bellwire.store.map import MOST_POINTS, Mapped, bounds_of, mapped
from bellwire.store.search import Box
from bellwire.store.timeline import timeline_of, types_of
from bellwire.store.writer import chunks

PAGE = 50
"""Records on a page, where nothing else is asked for."""


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

    def report_lines(
        self,
        *,
        text: str | None = None,
        outlets: Sequence[str] = (),
        start: str | None = None,
        end: str | None = None,
        limit: int = PAGE,
        after: str | None = None,
    ) -> Part[ReportLine]:
        """A page of reports, the last kept first: those whose article has some words, of some outlets, published in a
        period. Raises InputError for what is no day.
        """
        return reports_of(
            self.connection, self.seq, text=text, outlets=outlets, start=start, end=end, limit=limit, after=after
        )

    def relation_page(
        self, *, reports: Sequence[str] = (), kinds: Sequence[str] = (), limit: int = PAGE, after: str | None = None
    ) -> Part[Relation]:
        """A page of relations: all, those that touch some reports, those of some kinds."""
        return relations_of(self.connection, self.seq, reports=reports, kinds=kinds, limit=limit, after=after)

    def judgement_page(
        self,
        *,
        subjects: Sequence[str] = (),
        verbs: Sequence[str] = (),
        by: Sequence[str] = (),
        limit: int = PAGE,
        after: str | None = None,
    ) -> Part[Judgement]:
        """A page of judgements, the latest first: all, those of some subjects, verbs, people."""
        return judgements_of(self.connection, self.seq, subjects=subjects, verbs=verbs, by=by, limit=limit, after=after)

    def story_page(self, *, limit: int = PAGE, after: str | None = None) -> Part[Story]:
        """A page of stories, by their ids."""
        return stories_of(self.connection, self.seq, limit=limit, after=after)

    def story(self, id: str) -> Story | None:
        """A story; None where there is none of that id."""
        return story_of(self.connection, self.seq, id)

    def log_people(self) -> tuple[str, ...]:
        """Who changed the record, by name in alphabetical order."""
        return tuple(sorted(set(self.connection.scalars(select(tables.entry.c.by).distinct()))))

    def days_known(self, *, since: int = 0) -> tuple[ChangedDay, ...]:
        """The days on which the record changed, in order, whatever moment the view looks at; `since` is an entry of the
        audit log: only those after it are looked at.
        """
        day = func.substr(tables.entry.c.at, literal_column("1"), literal_column("10"))
        query = select(day.label("day"), func.count().label("entries")).where(tables.entry.c.seq > since)
        query = query.group_by(day).order_by(day)
        return tuple(ChangedDay(day=row.day, entries=row.entries) for row in self.connection.execute(query))

    def changed_at(self, incidents: Collection[str]) -> dict[str, str]:
        """When each incident got the form that it has in this view (UTC)."""
        i, e = tables.incident, tables.entry.c
        found: dict[str, str] = {}
        for some in chunks(incidents):
            query = select(i.c.id, e.at).join(tables.entry, i.c.since == e.seq)
            rows = self.connection.execute(query.where(i.c.id.in_(some) & known(i, self.seq)))
            found |= {row.id: row.at for row in rows}
        return found

    def known_at(self) -> str | None:
        """When the last change was made that this view knows of (UTC); None where there was none."""
        e = tables.entry.c
        upto = LAST_SEQ if self.seq is None else self.seq
        return self.connection.scalar(select(e.at).where(e.seq <= upto).order_by(e.seq.desc()).limit(1))
