"""What is asked of the claims ledger: a filter on claims, and the conditions that it makes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy import text as sql

from bellwire.errors import InputError
from bellwire.model.words import Manner, ReviewState
from bellwire.store import tables
from bellwire.store.filters import ALL, Filter, clause, days_of_period, known
from bellwire.store.search import FEW, Hits, found

LINE, TERM, REL, EVI = tables.claim_line.c, tables.claim_term.c, tables.relation, tables.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims: those that meet all that is given; of several values in one field any will do.

    `speakers` are speakers by the report's words, or by the actor behind them; `about` actors whom the claim's words
    name; `through` outlets and what a claim came through; `text` is searched in its words. `start` and `end` are days,
    both included. `contested` asks for claims that another speaks against; `rejected` lets those through that people
    rejected. `incidents` are ids; `incident` is what must hold of an incident that the claim is about.

    >>> ClaimFilter(manners=("shouted",))
    Traceback (most recent call last):
    bellwire.errors.InputError: no such value 'shouted' in manners; there are: direct, indirect, mixed, section
    """

    speakers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    stories: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    hedged: bool | None = None
    contested: bool = False
    rejected: bool = True
    start: str | None = None
    end: str | None = None
    text: str | None = None
    incident: Filter = ALL

    def __post_init__(self) -> None:
        for name, words in (("manners", get_args(Manner)), ("reviews", get_args(ReviewState))):
            for value in getattr(self, name):
                if value not in words:
                    raise InputError(f"no such value {value!r} in {name}; there are: {', '.join(words)}")
        first, last = (days_of_period(day) if day is not None else None for day in (self.start, self.end))
        if first and last and first[0] > last[1]:
            raise InputError(f"the period ends ({self.end}) before it begins ({self.start})")


EVERY_CLAIM = ClaimFilter()


@dataclass(frozen=True, slots=True)
class Here:
    """The conditions of a filter; `by_key` says that few claims are looked up by their keys."""

    clauses: tuple[Any, ...]
    by_key: bool


def asked(connection: Connection, wanted: ClaimFilter, seq: int | None) -> Here:
    hits = list(_hits_of(connection, wanted, seq))
    sizes = [part.count(connection, FEW + 1) for part in hits]
    few = min(sizes, default=FEW + 1)
    first = sizes.index(few) if few <= FEW else -1
    clauses = [part.by_key if number == first else part.each for number, part in enumerate(hits)]
    return Here((known(tables.claim_line, seq), *_columns(wanted), *clauses), first >= 0)


def hinted(query: Select[Any], here: Here) -> Select[Any]:
    """The query with a filter's conditions; SQLite, which cannot know how few they find, is told to begin with them."""
    query = query.where(*here.clauses)
    return query.with_hint(tables.claim_line, "not indexed", "sqlite") if here.by_key else query


def _columns(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the line's own columns."""
    if wanted.reports:
        yield LINE.report_id.in_(wanted.reports)
    if wanted.manners:
        yield LINE.manner.in_(wanted.manners)
    if wanted.reviews:
        yield LINE.review.in_(wanted.reviews)
    if not wanted.rejected:
        yield LINE.review != "rejected"
    if wanted.hedged is not None:
        yield LINE.hedged == int(wanted.hedged)
    if wanted.start:
        yield LINE.day >= days_of_period(wanted.start)[0]
    if wanted.end:
        yield (LINE.day > "") & (LINE.day <= days_of_period(wanted.end)[1])


def _hits_of(connection: Connection, wanted: ClaimFilter, seq: int | None) -> Iterator[Hits]:
    """What is asked of other tables: words, names, incidents, stories, what speaks against it."""
    if wanted.text:
        yield _by_line(found(connection, "claim_words", "claim_line.pk", wanted.text))
    for kind, names in (("speaker", wanted.speakers), ("about", wanted.about), ("through", wanted.through)):
        if names:
            named = (TERM.kind == kind) & TERM.value.in_([name.casefold() for name in names])
            yield _ByLine(select(TERM.line.label("pk")).where(named), exists().where(named, TERM.line == LINE.pk))
    if wanted.stories:
        m = tables.member
        told = m.c.story.in_(wanted.stories) & known(m, seq)
        among = select(LINE.pk).select_from(m.join(tables.claim_line, m.c.report == LINE.report_id)).where(told)
        yield _ByLine(among, exists().where(m.c.report == LINE.report_id, told))
    if wanted.contested:
        yield _ByLine(_contested_among(seq), contested(seq))
    if wanted.incidents:
        yield _told_of(EVI.c.incident.in_(wanted.incidents), seq)
    if wanted.incident != ALL:
        yield _told_of(_incidents_where(connection, wanted.incident, seq), seq)


class _ByLine(Hits):
    """Hits among the ledger's lines."""

    @property
    def by_key(self) -> ColumnElement[bool]:
        """The condition for looking them up."""
        return LINE.pk.in_(self.among)


def _by_line(hits: Hits) -> _ByLine:
    return _ByLine(hits.among, hits.each)


def _incidents_where(connection: Connection, wanted: Filter, seq: int | None) -> ColumnElement[bool]:
    """The condition on evidence that its incident is one that a filter lets through."""
    i = tables.incident
    here = clause(connection, wanted, seq)
    few = list(connection.scalars(select(i.c.id).where(here).limit(FEW + 1)))
    if len(few) <= FEW:
        return EVI.c.incident.in_(few) if few else false()
    return exists().where(i.c.id == EVI.c.incident, here)


def _told_of(incidents: ColumnElement[bool], seq: int | None) -> _ByLine:
    """Claims on which an event of certain incidents hangs."""
    told = and_(TERM.kind == "event", EVI.c.event == TERM.value, known(EVI, seq), incidents)
    joined = tables.evidence.join(tables.claim_line, LINE.report_id == EVI.c.report)
    joined = joined.join(tables.claim_term, TERM.line == LINE.pk)
    among = select(LINE.pk).select_from(joined).where(told)
    return _ByLine(among, exists().where(TERM.line == LINE.pk, EVI.c.report == LINE.report_id, told))


def said_of_kind(kinds: Collection[str], seq: int | None) -> ColumnElement[bool]:
    """The relations between claims of some kinds; the index is of both, which the condition must say."""
    return and_(sql(f"relation.{tables.SAID}"), REL.c.kind.in_(kinds), known(REL, seq))


def contested(seq: int | None) -> ColumnElement[bool]:
    """That another claim speaks against the line's."""
    record = LINE.report_id + literal_column("'#'") + LINE.claim
    ends = ((REL.c[f"{side}_report"] == LINE.report_id) & (REL.c[side] == record) for side in ("left", "right"))
    return or_(*(exists().where(end, said_of_kind({"contradict"}, seq)) for end in ends))


def _contested_among(seq: int | None) -> Any:
    """The keys of the lines against which another claim speaks."""
    record = LINE.report_id + literal_column("'#'") + LINE.claim
    parts = []
    for side in ("left", "right"):
        of = (LINE.report_id == REL.c[f"{side}_report"]) & (record == REL.c[side])
        parts.append(select(LINE.pk.label("pk")).select_from(tables.claim_line.join(REL, of)).where(said_of_kind({"contradict"}, seq)))
    return union(*parts)


def period() -> tuple[ColumnElement[Any], ...]:
    """The first and the last day; claims without one left out."""
    day = func.nullif(LINE.day, literal_column("''"))
    return func.min(day).label("first"), func.max(day).label("last")


def of_incidents(seq: int | None) -> tuple[Any, Any]:
    """The incident that a line is about, and how it is joined to it."""

    def joined(query: Select[Any]) -> Select[Any]:
        of_event = (EVI.c.report == LINE.report_id) & (EVI.c.event == TERM.value)
        query = query.select_from(tables.claim_line).join(tables.claim_term, TERM.line == LINE.pk)
        return query.join(EVI, of_event).where(TERM.kind == "event", known(EVI, seq))

    return EVI.c.incident, joined


def of_stories(seq: int | None) -> tuple[Any, Any]:
    """The story that a line's report belongs to, and how it is joined to it."""
    m = tables.member

    def joined(query: Select[Any]) -> Select[Any]:
        return query.select_from(tables.claim_line).join(m, m.c.report == LINE.report_id).where(known(m, seq))

    return m.c.story, joined
