"""What is asked of the claims ledger: a filter on claims, and the conditions that it makes."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    column,
    exists,
    false,
    func,
    literal_column,
    select,
    union,
)
from sqlalchemy import text as sql

from bellwire.errors import InputError
from bellwire.model.codec import encode_plain
from bellwire.model.words import Manner, ReviewState
from bellwire.store import tables
from bellwire.store.filters import ALL, Filter, clause, days_of_period, known
from bellwire.store.search import FEW, Hits, found
from bellwire.store.server import is_postgres

AT_ONCE = 20_000
"""Lines that are looked up by their keys: some 30 ms (2026-11)."""
LINE, TERM, REL, EVI = tables.claim_line.c, tables.claim_term.c, tables.relation, tables.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims: those that meet all that is given; of several values in one field any will do.

    `speakers` are speakers by the report's words, by the actor behind them, or by what that is a part of; `keys` are
    those under which the ledger counts a speaker (`Speaker.key`). `about` are actors whom the claim's words name;
    `through` outlets and what a claim came through; `text` is searched in its words. `start` and `end` are days, both
    included. `contested` asks for claims that another speaks against; `rejected` lets those through that people
    rejected. `incidents` are ids; `incident` is what must hold of an incident that the claim is about.

    >>> ClaimFilter(manners=("shouted",))
    Traceback (most recent call last):
    bellwire.errors.InputError: no such value 'shouted' in manners; there are: direct, indirect, mixed, section
    """

    speakers: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
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
    """The conditions of a filter; `by_key` says that the lines are known by their keys, `slow` that each costs time."""

    clauses: tuple[Any, ...]
    by_key: bool
    slow: bool


def asked(connection: Connection, wanted: ClaimFilter, seq: int | None) -> Here:
    """The conditions of a filter. What finds few lines is looked up at once, what finds many is asked of each line."""
    keys: set[int] | None = None
    each: list[Any] = []
    for part in _hits_of(connection, wanted, seq):
        lines = part.among.subquery()
        found = connection.scalars(select(lines.c.pk).limit(AT_ONCE + 1)).all()
        if len(found) > AT_ONCE:
            each.append(part.each)
        else:
            keys = set(found) if keys is None else keys & set(found)
    if keys is not None:
        each.append(_one_of(connection, keys))
    return Here(
        (known(tables.claim_line, seq), *_columns(wanted), *each), keys is not None, len(each) > (keys is not None)
    )


def _one_of(connection: Connection, keys: Collection[int]) -> ColumnElement[bool]:
    """That a line has one of very many keys, which are handed over as one value."""
    given = "json_array_elements_text(cast(:keys as json))" if is_postgres(connection) else "json_each(:keys)"
    among = sql(f"select cast(value as bigint) as pk from {given}").bindparams(keys=encode_plain(sorted(keys)).decode())
    return LINE.pk.in_(among.columns(column("pk", tables.Whole)))


def hinted(query: Select[Any], here: Here) -> Select[Any]:
    """The query with a filter's conditions; SQLite, which cannot know how few they find, is told to begin with them."""
    query = query.where(*here.clauses)
    return query.with_hint(tables.claim_line, "not indexed", "sqlite") if here.by_key else query


def _columns(wanted: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the line's own columns."""
    if wanted.reports:
        yield LINE.report_id.in_(wanted.reports)
    if wanted.keys:
        yield LINE.who.in_([key.casefold() for key in wanted.keys])
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
        yield found(connection, "claim_words", "claim_line.pk", wanted.text)
    for kind, names in (("speaker", wanted.speakers), ("about", wanted.about), ("through", wanted.through)):
        if names:
            named = (TERM.kind == kind) & TERM.value.in_([name.casefold() for name in names])
            yield Hits(select(TERM.line.label("pk")).where(named), exists().where(named, TERM.line == LINE.pk))
    if wanted.stories:
        m = tables.member
        told = m.c.story.in_(wanted.stories) & known(m, seq)
        among = select(LINE.pk).select_from(m.join(tables.claim_line, m.c.report == LINE.report_id)).where(told)
        yield Hits(among, exists().where(m.c.report == LINE.report_id, told))
    if wanted.contested:
        yield Hits(contested_among(seq), contested(seq))
    if wanted.incidents:
        yield _told_of(lambda id: id.in_(wanted.incidents), seq)
    if wanted.incident != ALL:
        yield _told_where(connection, wanted.incident, seq)


def _told_where(connection: Connection, wanted: Filter, seq: int | None) -> Hits:
    """Claims about incidents that a filter lets through."""
    i = tables.incident
    here = clause(connection, wanted, seq)
    few = list(connection.scalars(select(i.c.id).where(here).limit(FEW + 1)))
    if len(few) > FEW:
        return _told_of(lambda id: exists().where(i.c.id == id, here), seq, few=False)
    return _told_of(lambda id: id.in_(few) if few else false(), seq)


def _told_of(incidents: Callable[[Any], ColumnElement[bool]], seq: int | None, *, few: bool = True) -> Hits:
    """Claims on which an event of certain incidents hangs; of few incidents they are looked up once for all lines."""
    e: Any = tables.evidence.alias("hung")
    t, line = tables.claim_term.alias("hang"), tables.claim_line.alias("hanging")
    told = and_(t.c.kind == "event", e.c.event == t.c.value, known(e, seq), incidents(e.c.incident))
    joined = e.join(line, line.c.report_id == e.c.report).join(t, t.c.line == line.c.pk)
    among = select(line.c.pk).select_from(joined).where(told)
    if few:
        return Hits(among, _looked_up_once(among))
    return Hits(among, exists().where(t.c.line == LINE.pk, e.c.report == LINE.report_id, told))


def said_of_kind(kinds: Collection[str], seq: int | None) -> ColumnElement[bool]:
    """The relations between claims of some kinds; the index is of both, which the condition must say."""
    return and_(sql(f"relation.{tables.SAID}"), REL.c.kind.in_(kinds), known(REL, seq))


def contested(seq: int | None) -> ColumnElement[bool]:
    """That another claim speaks against the line's."""
    return _looked_up_once(contested_among(seq))


def _looked_up_once(among: Any) -> ColumnElement[bool]:
    """That a line is among some which are found once for all lines (`+`: they do not lead)."""
    return literal_column("+claim_line.pk").in_(among)


def contested_among(seq: int | None) -> Any:
    """The keys of the lines against which another claim speaks."""
    told = tables.claim_line.alias("told")
    record = told.c.report_id + literal_column("'#'") + told.c.claim
    parts = []
    for side in ("left", "right"):
        of = (told.c.report_id == REL.c[f"{side}_report"]) & (record == REL.c[side])
        parts.append(
            select(told.c.pk.label("pk")).select_from(told.join(REL, of)).where(said_of_kind({"contradict"}, seq))
        )
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
