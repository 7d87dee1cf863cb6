"""Reading the store: as it is now, or as it was known on a day."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from bellwire.errors import InputError, StoreError
from bellwire.model import Evidence, Incident, Judgement, Relation, Report, Story, text_digest
from bellwire.model.codec import decode
from bellwire.model.notebook import incidents_html
from bellwire.store import tables
from bellwire.store.asks import Asks
from bellwire.store.columns import read_text
from bellwire.store.filters import ALL, Filter, days_of_period, known
from bellwire.store.frame import digest_of_rows, report_of
from bellwire.store.ledger import Ledger
from bellwire.store.pages import LEAST_SURE, Keys, page_of
from bellwire.store.search import found
from bellwire.store.writer import chunks

PAGE = 50
"""Incidents on a page, where nothing else is asked for."""
LARGEST_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of incidents: these, how many there are in all, and where the next page begins (None: nowhere).

    `total_is_least` says that counting stopped early: there are `total`, or more.
    """

    incidents: tuple[Incident, ...]
    total: int
    total_is_least: bool = False
    after: str | None

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        caption = "Incidents" + (f" ({self.total:,} or more in all)" if self.total_is_least else "")
        return incidents_html(self.incidents, caption=caption, total=None if self.total_is_least else self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An incident as it was known from one moment to another; `by` and `action` say what changed it."""

    incident: Incident
    since: str
    until: str | None
    by: str
    action: str
    why: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What became of a story or an incident that is no more: merged, split or withdrawn, when and why."""

    kind: str
    id: str
    reason: str
    into: str | None
    why: str | None
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """An entry of the audit log; `judgement` is the one that it kept, if it did."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    why: str | None
    judgement: str | None = None


def seq_on(connection: Connection, moment: str) -> int:
    """The last entry that was known on a day, in a month or year, or at a moment (UTC); 0 where there was none yet.

    Raises InputError for what is no date.
    """
    last = moment if "T" in moment else f"{days_of_period(moment)[1]}T23:59:59Z"
    if "T" in moment and not _is_moment(moment):
        raise InputError(f"{moment!r} is no moment; give a day (2024-05-02) or a UTC time (2024-05-02T14:00:00Z)")
    return connection.scalar(select(func.max(tables.entry.c.seq)).where(tables.entry.c.at <= last)) or 0


def _is_moment(value: str) -> bool:
    from datetime import datetime

    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class View(Asks, Ledger):
    """What the store holds, read in one transaction: it does not change while it is looked at.

    `seq` is the audit entry up to which it looks; None is all that is known.
    """

    connection: Connection
    seq: int | None = None

    # ------------------------------------------------------------ reports

    def report_ids(self) -> tuple[str, ...]:
        """The ids of all reports, in the order in which they came first."""
        r = tables.report
        first = func.min(r.c.pk)
        seen = r.c.since <= self.seq if self.seq is not None else r.c.since.is_not(None)
        rows = self.connection.execute(select(r.c.id, first).where(seen).group_by(r.c.id).order_by(first)).all()
        now = set(self.connection.scalars(select(r.c.id).where(known(r, self.seq))))
        return tuple(row.id for row in rows if row.id in now)

    def report(self, id: str) -> Report | None:
        """A report; None where there is none of that id. Raises StoreError where it is not what was written."""
        return next(self.reports([id]), None)

    def reports(self, ids: Iterable[str] | None = None) -> Iterator[Report]:
        """Reports, all where no ids are given, in the order of the ids."""
        for some in chunks(self.report_ids() if ids is None else ids, 100):
            r = tables.report
            query = select(r, tables.text.c.text).join(tables.text).where(r.c.id.in_(some) & known(r, self.seq))
            rows = {row.id: row for row in self.connection.execute(query)}
            records = self.records_of([row.pk for row in rows.values()])
            for id in some:
                if id in rows:
                    yield whole_report(rows[id], records.get(rows[id].pk, []))

    def version_before(self, id: str) -> Report | None:
        """The version of a report before the current one; None where there is none."""
        r = tables.report
        query = select(r, tables.text.c.text).join(tables.text).where((r.c.id == id) & r.c.until.is_not(None))
        row = self.connection.execute(query.order_by(r.c.version.desc()).limit(1)).first()
        return whole_report(row, self.records_of([row.pk]).get(row.pk, [])) if row else None

    def records_of(self, keys: Collection[int]) -> dict[int, list[Any]]:
        """The rows of records, by the key of their report's version."""
        c = tables.record.c
        query = (
            select(c.report, c.layer, c.number, c.id, c.kind, c.body)
            .where(c.report.in_(keys))
            .order_by(c.report, c.layer, c.number)
        )
        found: dict[int, list[Any]] = {}
        for row in self.connection.execute(query):
            found.setdefault(row.report, []).append(row)
        return found

    def search_reports(self, asked: str, *, limit: int = PAGE) -> tuple[str, ...]:
        """The ids of reports whose article has what is asked for, the latest first."""
        r = tables.report
        hits = found(self.connection, "report_words", "report.pk", asked)
        here = known(r, self.seq) & r.c.pk.in_(hits.among)
        return tuple(self.connection.scalars(select(r.c.id).where(here).order_by(r.c.pk.desc()).limit(limit)))

    # ------------------------------------------------------------ relations and stories

    def relations(self, reports: Iterable[str] | None = None) -> tuple[Relation, ...]:
        """All relations, or those that touch certain reports, by kind and ends."""
        r = tables.relation
        here = known(r, self.seq)
        queries = [select(r.c.pk, r.c.kind, r.c.left, r.c.right, r.c.body).where(here)]
        if reports is not None:
            queries = [
                queries[0].where(r.c.left_report.in_(some) | r.c.right_report.in_(some)) for some in chunks(reports)
            ]
        rows = {row.pk: row for query in queries for row in self.connection.execute(query)}
        ordered = sorted(rows.values(), key=lambda row: (row.kind, row.left, row.right))
        return tuple(decode(row.body, Relation) for row in ordered)

    def stories(self) -> tuple[Story, ...]:
        """All stories, with their reports in the order in which they came."""
        m = tables.member
        found: dict[str, set[str]] = {}
        for row in self.connection.execute(select(m.c.story, m.c.report).where(known(m, self.seq)).order_by(m.c.story)):
            found.setdefault(row.story, set()).add(row.report)
        order = {id: number for number, id in enumerate(self.report_ids())}
        return tuple(
            Story(story=story, reports=tuple(sorted(members, key=lambda r: order.get(r, len(order)))))
            for story, members in found.items()
        )

    # ------------------------------------------------------------ incidents

    def incidents(self, wanted: Filter = ALL, *, limit: int = PAGE, after: str | None = None) -> Listed:
        """A page of the incidents that a filter lets through, the latest first; `after` is the last page's `after`."""
        limit = max(1, min(limit, LARGEST_PAGE))
        return self._listed(page_of(self.connection, wanted, self.seq, limit=limit, after=after))

    def review_queue(self, wanted: Filter = ALL, *, limit: int = PAGE, after: str | None = None) -> Listed:
        """A page of the incidents that a filter lets through, those that the machine is least sure of first.

        What people have looked at is left out, unless the filter asks for a state of review.
        """
        limit = max(1, min(limit, LARGEST_PAGE))
        wanted = wanted if wanted.reviews else replace(wanted, reviews=("unreviewed",))
        page = page_of(self.connection, wanted, self.seq, limit=limit, after=after, order=LEAST_SURE)
        return self._listed(page)

    def _listed(self, page: Keys) -> Listed:
        incidents = tuple(self._incidents(page.rows))
        return Listed(incidents=incidents, total=page.total, total_is_least=page.least, after=page.after)

    def _incidents(self, keys: Iterable[tuple[Any, int]]) -> Iterator[Incident]:
        """The incidents of days and keys, in their order."""
        i = tables.incident.c
        for some in chunks(pk for _, pk in keys):
            found = {r.pk: r.body for r in self.connection.execute(select(i.pk, i.body).where(i.pk.in_(some)))}
            yield from (decode(found[pk], Incident) for pk in some)

    def all_incidents(self, wanted: Filter = ALL) -> Iterator[Incident]:
        """The incidents that a filter lets through, one after the other, the latest first."""
        after: str | None = None
        while True:
            page = page_of(self.connection, wanted, self.seq, limit=LARGEST_PAGE, after=after)
            yield from self._incidents(page.rows)
            after = page.after
            if after is None:
                return

    def incident(self, id: str) -> Incident | None:
        """An incident; None where there is none of that id (`tombstones` says what became of it)."""
        i = tables.incident
        body = self.connection.scalar(select(i.c.body).where((i.c.id == id) & known(i, self.seq)))
        return decode(body, Incident) if body else None

    def incidents_like(self, beginning: str) -> tuple[str, ...]:
        """The ids of incidents that begin so, at most ten."""
        i = tables.incident
        ends = beginning + "\U0010ffff"
        here = (i.c.id >= beginning) & (i.c.id < ends) & known(i, self.seq)
        return tuple(self.connection.scalars(select(i.c.id).where(here).order_by(i.c.id).limit(10)))

    def evidence(self, incidents: Collection[str]) -> dict[str, tuple[Evidence, ...]]:
        """The evidence of incidents, by report."""
        e = tables.evidence
        found: dict[str, list[Evidence]] = {id: [] for id in incidents}
        for some in chunks(incidents):
            query = select(e.c.incident, e.c.body).where(e.c.incident.in_(some) & known(e, self.seq))
            for row in self.connection.execute(query.order_by(e.c.report, e.c.event)):
                found[row.incident].append(decode(row.body, Evidence))
        return {id: tuple(each) for id, each in found.items()}

    def originals(self, reports: Collection[str]) -> dict[str, str]:
        """For copies, the report that each copies."""
        o = tables.original.c
        found: dict[str, str] = {}
        for some in chunks(reports):
            query = select(o.copy, o.original).where(o.copy.in_(some))
            found |= {row.copy: row.original for row in self.connection.execute(query)}
        return found

    def history(self, id: str) -> tuple[Version, ...]:
        """All versions of an incident, in order; those after the moment of the view left out."""
        i, e = tables.incident.c, tables.entry.c
        query = select(i.body, i.since, i.until, e.at, e.by, e.action, e.why).join(tables.entry, i.since == e.seq)
        rows = self.connection.execute(query.where((i.id == id) & self._since(i.since)).order_by(i.since)).all()
        ends = {row.until for row in rows if row.until is not None}
        at = {r.seq: r.at for r in self.connection.execute(select(e.seq, e.at).where(e.seq.in_(ends)))} if ends else {}
        return tuple(
            Version(
                incident=decode(row.body, Incident),
                since=row.at,
                until=at.get(row.until) if self.seq is None or (row.until or 0) <= self.seq else None,
                by=row.by,
                action=row.action,
                why=row.why,
            )
            for row in rows
        )

    def tombstones(self, id: str | None = None, *, kind: str | None = None) -> tuple[Tombstone, ...]:
        """What became of what is no more, in order: of one id, of one kind (story, incident), or of all."""
        t, e = tables.tombstone, tables.entry.c
        query = select(t, e.at).join(tables.entry, t.c.since == e.seq).where(known(t, self.seq)).order_by(t.c.pk)
        if id is not None:
            query = query.where(t.c.id == id)
        if kind is not None:
            query = query.where(t.c.kind == kind)
        return tuple(
            Tombstone(kind=r.kind, id=r.id, reason=r.reason, into=r.into, why=r.why, at=r.at)
            for r in self.connection.execute(query)
        )

    # ------------------------------------------------------------ people and the log

    def judgements(self, subjects: Collection[str] | None = None, *, verb: str | None = None) -> tuple[Judgement, ...]:
        """Judgements, in order: all, or those about certain subjects; with `verb` also all of a verb, and all undos."""
        j = tables.judgement
        query = select(j.c.pk, j.c.body).where(known(j, self.seq))
        queries = [query] if subjects is None else [query.where(j.c.subject.in_(some)) for some in chunks(subjects)]
        if verb is not None:
            queries.append(query.where(j.c.verb.in_((verb, "undo"))))
        rows = sorted({(row.pk, row.body) for q in queries for row in self.connection.execute(q)})
        return tuple(decode(body, Judgement) for _, body in rows)

    def judgement(self, id: str) -> Judgement | None:
        """A judgement; None where there is none of that id."""
        j = tables.judgement
        body = self.connection.scalar(select(j.c.body).where((j.c.id == id) & known(j, self.seq)))
        return decode(body, Judgement) if body else None

    def judgements_in(self, reports: Collection[str]) -> tuple[Judgement, ...]:
        """Judgements about certain reports and their records, in order."""
        j = tables.judgement
        rows: list[tuple[int, str]] = []
        for some in chunks(reports):
            about = j.c.report.in_(some) | j.c.subject.in_(some)
            query = select(j.c.pk, j.c.body).where(about & known(j, self.seq))
            rows += [(row.pk, row.body) for row in self.connection.execute(query)]
        return tuple(decode(body, Judgement) for _, body in sorted(rows))

    def moved_by(self, judgement: str) -> dict[str, tuple[str, ...]]:
        """The evidence (`REPORT#EVENT`) that a judgement moved away, by the incident that it was in."""
        j, e = tables.judgement.c, tables.evidence.c
        seq = select(func.min(j.since)).where(j.id == judgement).scalar_subquery()
        found: dict[str, tuple[str, ...]] = {}
        for row in self.connection.execute(select(e.incident, e.report, e.event).where(e.until == seq).order_by(e.pk)):
            found[row.incident] = (*found.get(row.incident, ()), f"{row.report}#{row.event}")
        return found

    def incidents_ever(self, report: str) -> dict[str, str]:
        """The incident that each event of a report is in, or was in last."""
        e = tables.evidence.c
        query = select(e.event, e.incident).where(e.report == report).order_by(e.pk)
        return {row.event: row.incident for row in self.connection.execute(query)}

    def unrelated(self) -> int:
        """How many current reports were not related yet: a run was cut off, or an older version kept them."""
        r, s = tables.report, tables.signature
        related = (s.c.report == r.c.id) & (s.c.version == r.c.version)
        query = (
            select(func.count()).select_from(r.outerjoin(s, related)).where(r.c.until.is_(None), s.c.report.is_(None))
        )
        return self.connection.scalar(query) or 0

    def last_seq(self) -> int:
        """The number of the last entry."""
        return self.connection.scalar(select(func.max(tables.entry.c.seq))) or 0

    def log(
        self, *, limit: int = PAGE, before: int | None = None, by: str | None = None, action: str | None = None
    ) -> tuple[LogLine, ...]:
        """The last entries of the audit log, the latest first: all, or a person's, or of one kind of action.

        `before` an entry's number gives those before it.
        """
        e = tables.entry.c
        j = tables.judgement.c
        made = select(func.min(j.id)).where(j.since == e.seq, j.verb == e.action).scalar_subquery().label("judgement")
        query = select(e.seq, e.at, e.by, e.action, e.subject, e.why, made).order_by(e.seq.desc()).limit(limit)
        query = query.where(self._since(e.seq))
        if before is not None:
            query = query.where(e.seq < before)
        for column, value in ((e.by, by), (e.action, action)):
            query = query.where(column == value) if value is not None else query
        return tuple(LogLine(**row._mapping) for row in self.connection.execute(query))

    def _since(self, column: Any) -> Any:
        return column <= self.seq if self.seq is not None else column.is_not(None)

    def counts(self) -> dict[str, int]:
        """How many records each layer has, and how many reports, relations of a kind, stories and incidents."""
        report, record, relation = tables.report, tables.record.c, tables.relation
        current = select(report.c.pk).where(known(report, self.seq))
        n_reports = self.connection.scalar(select(func.count()).select_from(current.subquery())) or 0
        counts = {"reports": n_reports}
        query = select(record.layer, func.count()).where(record.report.in_(current)).group_by(record.layer)
        counts |= {row[0]: row[1] for row in self.connection.execute(query)}
        kinds = select(relation.c.kind, func.count()).where(known(relation, self.seq)).group_by(relation.c.kind)
        counts |= {row[0]: row[1] for row in self.connection.execute(kinds)}
        m, i = tables.member, tables.incident
        stories = select(func.count(func.distinct(m.c.story))).where(known(m, self.seq))
        incidents = select(func.count()).select_from(i).where(known(i, self.seq))
        counts["stories"] = self.connection.scalar(stories) or 0
        counts["incidents"] = self.connection.scalar(incidents) or 0
        return counts


def whole_report(row: Any, records: list[Any]) -> Report:
    """The report that rows hold; raises StoreError where it is not what was written."""
    text = read_text(row.text or "")
    digest = digest_of_rows(row.frame, text_digest(text), (r._mapping for r in records))
    if digest != row.sha256:
        raise StoreError(f"report {row.id} is not what was written: its digest does not match; restore a backup")
    return report_of(row.frame, text, records)
