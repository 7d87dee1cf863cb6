"""Lists of the record, a page at a time: reports, relations, stories, judgements, and what is no more."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, func, select

from bellwire.errors import InputError
from bellwire.model import Judgement, Relation, Report, Story
from bellwire.model.codec import decode
from bellwire.model.words import Kind
from bellwire.store import tables
from bellwire.store.filters import days_of_period, known
from bellwire.store.pages import MOST_KEY
from bellwire.store.search import found

T = TypeVar("T")
LARGEST = 1000


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A page of a list, and where the next one begins (None: nowhere)."""

    records: tuple[T, ...]
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report in a list: what it is, when it was published, and when this version of it came into the record."""

    id: str
    version: int
    kind: Kind
    title: str | None
    outlet: str | None
    url: str | None
    language: str | None
    published: str | None
    kept: str
    issues: int


def reports_of(
    connection: Connection,
    seq: int | None,
    *,
    text: str | None,
    outlets: Sequence[str],
    start: str | None,
    end: str | None,
    limit: int,
    after: str | None,
) -> Part[ReportLine]:
    """A page of reports, the last kept first. `start` and `end` are days of publishing, both included."""
    r, e = tables.report, tables.entry.c
    here = [known(r, seq)]
    if text:
        here.append(r.c.pk.in_(found(connection, "report_words", "report.pk", text).among))
    if outlets:
        here.append(r.c.outlet.in_(outlets))
    if start:
        here.append(r.c.published >= days_of_period(start)[0])
    if end:
        here.append(r.c.published <= days_of_period(end)[1] + "T~")  # a time of the last day too
    query = select(r.c.pk, r.c.id, r.c.version, r.c.frame, e.at).join(tables.entry, r.c.since == e.seq)
    return _page(connection, query, r.c.pk, and_(*here), limit, after, _report_line, latest=True)


def _report_line(row: Any) -> ReportLine:
    report = decode(row.frame, Report)
    page = report.document
    return ReportLine(
        id=row.id, version=row.version, kind=page.kind, title=page.title, outlet=page.outlet, url=page.url,
        language=page.language, published=page.published.value, kept=row.at, issues=len(report.issues),
    )  # fmt: skip


def relations_of(
    connection: Connection,
    seq: int | None,
    *,
    reports: Sequence[str],
    kinds: Sequence[str],
    limit: int,
    after: str | None,
) -> Part[Relation]:
    """A page of relations, as they were found; those that touch some reports, or are of some kinds."""
    r = tables.relation
    here: list[ColumnElement[bool]] = [known(r, seq)]
    if reports:
        here.append(r.c.left_report.in_(reports) | r.c.right_report.in_(reports))
    if kinds:
        here.append(r.c.kind.in_(kinds))
    query = select(r.c.pk, r.c.body)
    return _page(connection, query, r.c.pk, and_(*here), limit, after, lambda row: decode(row.body, Relation))


def judgements_of(
    connection: Connection,
    seq: int | None,
    *,
    subjects: Sequence[str],
    verbs: Sequence[str],
    by: Sequence[str],
    limit: int,
    after: str | None,
) -> Part[Judgement]:
    """A page of judgements, the latest first."""
    j = tables.judgement
    here: list[ColumnElement[bool]] = [known(j, seq)]
    for column, values in ((j.c.subject, subjects), (j.c.verb, verbs), (j.c.by, by)):
        if values:
            here.append(column.in_(values))
    query = select(j.c.pk, j.c.body)
    return _page(connection, query, j.c.pk, and_(*here), limit, after, _judgement, latest=True)


def _judgement(row: Any) -> Judgement:
    return decode(row.body, Judgement)


def _page(
    connection: Connection,
    query: Any,
    key: ColumnElement[int],
    here: ColumnElement[bool],
    limit: int,
    after: str | None,
    read: Callable[[Any], T],
    *,
    latest: bool = False,
) -> Part[T]:
    """Rows in the order in which they were written, or the latest first."""
    limit = max(1, min(limit, LARGEST))
    if after is not None:
        if not (after.isascii() and after.isdecimal() and int(after) < MOST_KEY):
            raise InputError(f"{after!r} is no place in a list; give the `after` of the page before")
        here = and_(here, key < int(after) if latest else key > int(after))
    ordered = query.where(here).order_by(key.desc() if latest else key).limit(limit + 1)
    rows = connection.execute(ordered).all()
    records = tuple(read(row) for row in rows[:limit])
    return Part(records, str(rows[limit - 1].pk) if len(rows) > limit else None)


def stories_of(connection: Connection, seq: int | None, *, limit: int, after: str | None) -> Part[Story]:
    """A page of stories, by their ids, each with its reports as they came."""
    m = tables.member
    limit = max(1, min(limit, LARGEST))
    query = select(m.c.story).where(known(m, seq)).group_by(m.c.story).order_by(m.c.story).limit(limit + 1)
    ids = list(connection.scalars(query if after is None else query.where(m.c.story > after)))
    return Part(tuple(_whole(connection, seq, ids[:limit])), ids[limit - 1] if len(ids) > limit else None)


def story_of(connection: Connection, seq: int | None, id: str) -> Story | None:
    """A story; None where there is none of that id."""
    return next(_whole(connection, seq, [id]), None)


def _whole(connection: Connection, seq: int | None, ids: Sequence[str]) -> Iterator[Story]:
    m, r = tables.member, tables.report
    first = select(r.c.id, func.min(r.c.pk).label("pk")).group_by(r.c.id).subquery()
    joined = m.join(first, first.c.id == m.c.report)
    query = select(m.c.story, m.c.report).select_from(joined).where(m.c.story.in_(ids) & known(m, seq))
    members: dict[str, list[str]] = {}
    for row in connection.execute(query.order_by(first.c.pk)):
        members.setdefault(row.story, []).append(row.report)
    yield from (Story(story=id, reports=tuple(members[id])) for id in ids if id in members)
