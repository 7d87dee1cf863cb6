"""The store: reports and what relates them. Written through a Writer, read through a View."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bellwire.errors import StoreError
from bellwire.model import Relation, Report, Story, text_digest
from bellwire.model.codec import decode, encode
from bellwire.store import tables
from bellwire.store.database import make_engine, migrate, plain_errors
from bellwire.store.frame import check_spans, digest_of, frame_of, report_of, rows_of

Outcome = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes in one transaction: all of it is kept, or nothing."""

    connection: Connection

    def add(self, report: Report, *, now: str) -> Outcome:
        """Keeps a report. The same report again changes nothing; another one under its id is its next version.

        `now` is when it was known (ISO date-time). Raises StoreError where a span lies outside the text.
        """
        check_spans(report)
        digest = digest_of(report)
        newest = self.connection.execute(
            select(tables.report.c.version, tables.report.c.sha256)
            .where(tables.report.c.id == report.id)
            .order_by(tables.report.c.version.desc())
            .limit(1)
        ).first()
        if newest and newest.sha256 == digest:
            return "unchanged"
        self._insert(report, digest, version=newest.version + 1 if newest else 1, now=now)
        return "changed" if newest else "new"

    def _insert(self, report: Report, digest: str, *, version: int, now: str) -> None:
        text_sha256 = text_digest(report.document.text)
        row = {"sha256": text_sha256, "text": report.document.text}
        self.connection.execute(upsert(tables.text).values(row).on_conflict_do_nothing())
        made = self.connection.execute(
            insert(tables.report).values(
                id=report.id,
                version=version,
                sha256=digest,
                text_sha256=text_sha256,
                outlet=report.document.outlet,
                published=report.document.published.value,
                added_at=now,
                frame=frame_of(report),
            )
        )
        (key,) = made.inserted_primary_key or (None,)
        rows = [row | {"report": key} for row in rows_of(report)]
        if rows:
            self.connection.execute(insert(tables.record), rows)

    def relate(self, relations: Iterable[Relation], stories: Iterable[Story]) -> None:
        """Puts these relations and stories in the place of those that were there."""
        self.connection.execute(delete(tables.relation))
        self.connection.execute(delete(tables.story))
        rows = [
            {"kind": r.relation, "left": r.left, "right": r.right, "score": r.score, "body": encode(r).decode()}
            for r in relations
        ]
        if rows:
            self.connection.execute(insert(tables.relation), rows)
        members = [{"story": s.story, "report": report} for s in stories for report in s.reports]
        if members:
            self.connection.execute(insert(tables.story), members)


@dataclass(frozen=True, slots=True)
class View:
    """What the store holds, read in one transaction: it does not change while it is looked at."""

    connection: Connection

    def report_ids(self) -> tuple[str, ...]:
        """The ids of all reports, in the order in which they came first."""
        first = func.min(tables.report.c.pk)
        query = select(tables.report.c.id).group_by(tables.report.c.id).order_by(first)
        return tuple(self.connection.scalars(query))

    def report(self, id: str) -> Report | None:
        """The current version of a report; None where there is none of that id."""
        row = self.connection.execute(
            select(tables.report, tables.text.c.text)
            .join(tables.text)
            .where(tables.report.c.id == id)
            .order_by(tables.report.c.version.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        records = self.connection.execute(
            select(tables.record.c.layer, tables.record.c.body)
            .where(tables.record.c.report == row.pk)
            .order_by(tables.record.c.layer, tables.record.c.number)
        ).all()
        report = report_of(row.frame, row.text, list(records))
        if digest_of(report) != row.sha256:
            raise StoreError(f"report {id} is not what was written: its digest does not match; restore a backup")
        return report

    def reports(self) -> Iterator[Report]:
        """The current version of every report."""
        for each in self.report_ids():
            report = self.report(each)
            if report is not None:
                yield report

    def relations(self) -> tuple[Relation, ...]:
        """All relations, by kind and ends."""
        columns = tables.relation.c
        query = select(columns.body).order_by(columns.kind, columns.left, columns.right)
        return tuple(decode(body, Relation) for body in self.connection.scalars(query))

    def stories(self) -> tuple[Story, ...]:
        """All stories, with their reports in the order in which they came."""
        columns = tables.story.c
        found: dict[str, set[str]] = {}
        for row in self.connection.execute(select(columns.story, columns.report).order_by(columns.story)):
            found.setdefault(row.story, set()).add(row.report)
        order = {id: number for number, id in enumerate(self.report_ids())}
        return tuple(
            Story(story=story, reports=tuple(sorted(members, key=lambda r: order.get(r, len(order)))))
            for story, members in found.items()
        )

    def counts(self) -> dict[str, int]:
        """How many records each layer has, and how many reports, relations of a kind and stories there are."""
        current = select(func.max(tables.report.c.pk)).group_by(tables.report.c.id)
        record = tables.record.c
        query = select(record.layer, func.count()).where(record.report.in_(current)).group_by(record.layer)
        counts = {"reports": len(self.report_ids())}
        for layer, n in self.connection.execute(query):
            counts[layer] = n
        kinds = select(tables.relation.c.kind, func.count()).group_by(tables.relation.c.kind)
        for kind, n in self.connection.execute(kinds):
            counts[kind] = n
        return counts | {"stories": len(self.stories())}


@dataclass(frozen=True, slots=True)
class Store:
    """A store that is open. `Store.open("desk.sqlite")` makes the file where it is not there."""

    name: str
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
    def write(self) -> Iterator[Writer]:
        """A Writer for one transaction."""
        with plain_errors(self.name), self.engine.execution_options(writes=True).begin() as connection:
            yield Writer(connection)

    @contextmanager
    def view(self) -> Iterator[View]:
        """A View of the store as it is now."""
        with plain_errors(self.name), self.engine.begin() as connection:
            yield View(connection)

    def close(self) -> None:
        """Lets go of the file."""
        self.engine.dispose()
