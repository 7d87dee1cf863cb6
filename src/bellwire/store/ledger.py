"""The claims ledger: who said what, and what speaks against it and repeats it, asked as it is now or was on a day."""

from collections.abc import Collection, Iterable, Iterator, Sequence
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
    tuple_,
    union,
)
from sqlalchemy import text as sql

from bellwire.errors import InputError
from bellwire.model import Relation
from bellwire.model.codec import decode
from bellwire.model.words import Manner, ReviewState
from bellwire.store import tables
from bellwire.store.claim_lines import ClaimLine
from bellwire.store.filters import ALL, Filter, clause, days_of_period, known
from bellwire.store.pages import place_of
from bellwire.store.search import FEW, Hits, found
from bellwire.store.writer import chunks, report_of_end

PAGE, LARGEST_PAGE = 50, 1000
COUNTED = 10_000
"""Claims that are counted for a total; where there are more, it is said so."""
LARGEST_THREAD = 200
"""Claims that a thread follows: an echo of an echo, and so on."""
OF_FIGURES = ("update", "revised_down", "inconsistent")
"""Relations of a claim's figures that belong to its thread."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An incident that a claim is about."""

    id: str
    title: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A line of the ledger with what hangs on it: the incidents it is about, the claims (`REPORT#CLAIM`) that speak
    against it and that say it again, and the report that its report copies."""

    line: ClaimLine
    incidents: tuple[About, ...] = ()
    against: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """A page of the ledger: these, how many there are in all (`total_is_least`: or more), where the next page begins."""

    claims: tuple[Entered, ...]
    total: int
    total_is_least: bool
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks in the ledger: how many claims, from which day to which, and how many of them are spoken against.

    `key` finds them again (`ClaimFilter.speakers`); `named` says that they have a name of their own, which "residents"
    have not: those are others in each report.
    """

    key: str
    name: str
    named: bool
    claims: int
    first: str | None
    last: str | None
    contradicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What claims are about: an incident or a story; how many claims, from which day to which, how many contested."""

    kind: str
    id: str
    title: str
    claims: int
    first: str | None
    last: str | None
    contradicted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """A page of speakers, and where the next begins."""

    speakers: tuple[Speaker, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """A page of subjects, and where the next begins."""

    subjects: tuple[Subject, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A claim with those that say it again, those that speak against any of them, and how their figures changed.

    `claims` are in the order in which they were said; `relations` are those between them, and between their figures.
    """

    record: str
    claims: tuple[Entered, ...]
    relations: tuple[Relation, ...]


class Ledger:
    """What a View answers about claims."""

    __slots__ = ()
    connection: Connection
    seq: int | None

    def claims(self, wanted: ClaimFilter = EVERY_CLAIM, *, limit: int = PAGE, after: str | None = None) -> Claims:
        """A page of the claims that a filter lets through, the latest first; `after` is the last page's `after`."""
        limit = max(1, min(limit, LARGEST_PAGE))
        here = _asked(self.connection, wanted, self.seq)
        query = _hinted(select(LINE.day, LINE.pk, LINE.body), here)
        if after is not None:
            query = query.where(tuple_(LINE.day, LINE.pk) < place_of(after))
        ordered = query.order_by(LINE.day.desc(), LINE.pk.desc()).limit(limit + 1)
        rows = self.connection.execute(ordered).all()
        some = _hinted(select(literal_column("1")).select_from(tables.claim_line), here).limit(COUNTED + 1).subquery()
        total = self.connection.scalar(select(func.count()).select_from(some)) or 0
        return Claims(
            claims=self._entered(decode(row.body, ClaimLine) for row in rows[:limit]),
            total=min(total, COUNTED),
            total_is_least=total > COUNTED,
            after=f"{rows[limit - 1].day}~{rows[limit - 1].pk}" if len(rows) > limit else None,
        )

    def claim(self, record: str) -> Entered | None:
        """The ledger's line of a claim, `REPORT#CLAIM`; None where there is none."""
        return next(iter(self._entered(self._lines([record]).values())), None)

    def speakers(
        self,
        wanted: ClaimFilter = EVERY_CLAIM,
        *,
        named: bool | None = None,
        limit: int = PAGE,
        after: str | None = None,
    ) -> Speakers:
        """Who says the claims that a filter lets through, those with most claims first."""
        limit = max(1, min(limit, LARGEST_PAGE))
        here = _asked(self.connection, wanted, self.seq)
        n = func.count().label("n")
        query = select(LINE.who, func.max(LINE.named).label("named"), n, *_period()).group_by(LINE.who)
        query = _hinted(query, here).where(LINE.who != "")
        if named is not None:
            query = query.where(LINE.named == int(named))
        if after is not None:
            most, who = _place(after)
            query = query.having((n < most) | ((n == most) & (LINE.who > who)))
        rows = self.connection.execute(query.order_by(n.desc(), LINE.who).limit(limit + 1)).all()
        page = rows[:limit]
        contradicted = self._contradicted(LINE.who, [row.who for row in page], here)
        names = self._names([row.who for row in page])
        return Speakers(
            speakers=tuple(
                Speaker(
                    key=row.who,
                    name=names.get(row.who, row.who),
                    named=bool(row.named),
                    claims=row.n,
                    first=row.first,
                    last=row.last,
                    contradicted=contradicted.get(row.who, 0),
                )
                for row in page
            ),
            after=f"{page[-1].n}~{page[-1].who}" if len(rows) > limit else None,
        )

    def subjects(
        self,
        wanted: ClaimFilter = EVERY_CLAIM,
        *,
        kind: str = "incident",
        limit: int = PAGE,
        after: str | None = None,
    ) -> Subjects:
        """What the claims that a filter lets through are about, incidents or stories, those with most claims first.

        Raises InputError for another kind.
        """
        if kind not in ("incident", "story"):
            raise InputError(f"no kind {kind!r} of subject; there are: incident, story")
        limit = max(1, min(limit, LARGEST_PAGE))
        here = _asked(self.connection, wanted, self.seq)
        subject, joined = _of_incidents(self.seq) if kind == "incident" else _of_stories(self.seq)
        n = func.count(LINE.pk.distinct()).label("n")
        query = _hinted(joined(select(subject.label("id"), n, *_period())), here).group_by(subject)
        if after is not None:
            most, id = _place(after)
            query = query.having((n < most) | ((n == most) & (subject > id)))
        rows = self.connection.execute(query.order_by(n.desc(), subject).limit(limit + 1)).all()
        page = rows[:limit]
        ids = [row.id for row in page]
        titles = self._incident_titles(ids) if kind == "incident" else self._story_titles(ids)
        contradicted = self._contradicted(subject, ids, here, joined)
        return Subjects(
            subjects=tuple(
                Subject(
                    kind=kind,
                    id=row.id,
                    title=titles.get(row.id, row.id),
                    claims=row.n,
                    first=row.first,
                    last=row.last,
                    contradicted=contradicted.get(row.id, 0),
                )
                for row in page
            ),
            after=f"{page[-1].n}~{page[-1].id}" if len(rows) > limit else None,
        )

    def claim_thread(self, record: str) -> Thread | None:
        """The thread of a claim, `REPORT#CLAIM`; None where there is no such claim."""
        if not self._lines([record]):
            return None
        said, relations = self._echoing(record)
        against = self._relations(_said({"contradict"}, self.seq), said)
        others = {end for r in against for end in (r.left, r.right)}
        lines = self._lines(sorted(said | others))
        claims = sorted(self._entered(lines.values()), key=_said_when)
        figures = {f"{line.report}#{figure.id}": line for line in lines.values() for figure in line.figures}
        here = REL.c.kind.in_(OF_FIGURES) & known(REL, self.seq)
        changes = self._relations(here, set(figures))
        found = [*relations, *against, *(r for r in changes if {r.left, r.right} <= figures.keys())]
        there = lines.keys() | figures.keys()
        return Thread(
            record=record,
            claims=tuple(claims),
            relations=tuple(r for r in found if {r.left, r.right} <= there),
        )

    def claims_waiting(self) -> tuple[str, ...]:
        """The reports whose judgements are yet to be applied to the ledger, after an upgrade."""
        waiting = sql("review = 'waiting'")
        return tuple(self.connection.scalars(select(LINE.report_id).where(waiting).distinct().order_by(LINE.report_id)))

    # ------------------------------------------------------------ the parts of it

    def _lines(self, records: Iterable[str]) -> dict[str, ClaimLine]:
        """The lines of claims, by record."""
        wanted = {(report_of_end(record), record.rpartition("#")[2]): record for record in records}
        lines: dict[str, ClaimLine] = {}
        for some in chunks(sorted({report for report, _ in wanted})):
            query = select(LINE.report_id, LINE.claim, LINE.body).where(LINE.report_id.in_(some))
            for row in self.connection.execute(query.where(known(tables.claim_line, self.seq))):
                if (row.report_id, row.claim) in wanted:
                    lines[wanted[row.report_id, row.claim]] = decode(row.body, ClaimLine)
        return lines

    def _entered(self, lines: Iterable[ClaimLine]) -> tuple[Entered, ...]:
        """Lines with what hangs on them."""
        given = list(lines)
        reports = sorted({line.report for line in given})
        about = self._incidents_of(reports)
        ends = {line.record for line in given}
        against, echoes = (_sides(self._relations(_said({kind}, self.seq), ends)) for kind in ("contradict", "echo"))
        copies = self._copies(reports)
        return tuple(
            Entered(
                line=line,
                incidents=tuple({a.id: a for e in line.events for a in about.get((line.report, e), ())}.values()),
                against=against.get(line.record, ()),
                echoes=echoes.get(line.record, ()),
                copy_of=copies.get(line.report),
            )
            for line in given
        )

    def _incidents_of(self, reports: Collection[str]) -> dict[tuple[str, str], list[About]]:
        """The incidents of the events of reports."""
        i, about = tables.incident, dict[tuple[str, str], list[About]]()
        for some in chunks(reports):
            joined = EVI.join(i, (i.c.id == EVI.c.incident) & known(i, self.seq))
            query = select(EVI.c.report, EVI.c.event, i.c.id, i.c.title, i.c.type).select_from(joined)
            for row in self.connection.execute(query.where(EVI.c.report.in_(some) & known(EVI, self.seq))):
                found = About(id=row.id, title=row.title, type=row.type)
                about.setdefault((row.report, row.event), []).append(found)
        return about

    def _copies(self, reports: Collection[str]) -> dict[str, str]:
        o, found = tables.original.c, dict[str, str]()
        for some in chunks(reports):
            query = select(o.copy, o.original).where(o.copy.in_(some))
            found |= {row.copy: row.original for row in self.connection.execute(query)}
        return found

    def _relations(self, here: ColumnElement[bool], ends: Collection[str]) -> list[Relation]:
        """The relations that meet a condition and have one of the ends, each once, by kind and ends."""
        rows: dict[int, str] = {}
        for some in chunks(sorted({report_of_end(end) for end in ends})):
            for side in ("left", "right"):
                query = select(REL.c.pk, REL.c[side], REL.c.body).where(REL.c[f"{side}_report"].in_(some) & here)
                rows |= {r.pk: r.body for r in self.connection.execute(query) if r._mapping[side] in ends}
        return sorted((decode(body, Relation) for body in rows.values()), key=lambda r: (r.relation, r.left, r.right))

    def _echoing(self, record: str) -> tuple[set[str], list[Relation]]:
        """The claims that say what one says, over any number of steps, and the echoes between them."""
        said, ask, relations = {record}, {record}, dict[tuple[str, str], Relation]()
        while ask and len(said) < LARGEST_THREAD:
            found = self._relations(_said({"echo"}, self.seq), ask)
            relations |= {(r.left, r.right): r for r in found}
            ask = {end for r in found for end in (r.left, r.right)} - said
            ask = set(sorted(ask)[: LARGEST_THREAD - len(said)])
            said |= ask
        return said, list(relations.values())

    def _contradicted(
        self, subject: Any, values: Sequence[str], here: "_Here", joined: Any = lambda query: query
    ) -> dict[str, int]:
        """How many of the claims of each subject are spoken against."""
        if not values:
            return {}
        n = func.count(LINE.pk.distinct())
        query = joined(select(subject, n)).where(subject.in_(values), *here.clauses, _contested(self.seq))
        return {row[0]: row[1] for row in self.connection.execute(query.group_by(subject))}

    def _names(self, keys: Sequence[str]) -> dict[str, str]:
        """How the speakers of keys are written, in their latest claims."""
        if not keys:
            return {}
        latest = select(func.max(LINE.pk)).where(LINE.who.in_(keys) & known(tables.claim_line, self.seq))
        rows = self.connection.execute(select(LINE.who, LINE.body).where(LINE.pk.in_(latest.group_by(LINE.who))))
        return {row.who: decode(row.body, ClaimLine).who or row.who for row in rows}

    def _incident_titles(self, ids: Sequence[str]) -> dict[str, str]:
        i = tables.incident
        query = select(i.c.id, i.c.title).where(i.c.id.in_(ids) & known(i, self.seq))
        return {row.id: row.title for row in self.connection.execute(query)}

    def _story_titles(self, ids: Sequence[str]) -> dict[str, str]:
        """A story by the title of one of its claims' reports: the first that has one."""
        m, titles = tables.member, dict[str, str]()
        joined = m.join(tables.claim_line, LINE.report_id == m.c.report)
        first = select(m.c.story, func.min(LINE.pk).label("pk")).select_from(joined)
        first = first.where(m.c.story.in_(ids) & known(m, self.seq) & known(tables.claim_line, self.seq))
        found = first.group_by(m.c.story, LINE.report_id).subquery()
        query = select(found.c.story, LINE.body).join(tables.claim_line, LINE.pk == found.c.pk).order_by(LINE.pk)
        for row in self.connection.execute(query):
            title = decode(row.body, ClaimLine).title
            if title:
                titles.setdefault(row.story, title)
        return titles


# ---------------------------------------------------------------- what a filter asks


@dataclass(frozen=True, slots=True)
class _Here:
    """The conditions of a filter; `by_key` says that few claims are looked up by their keys."""

    clauses: tuple[Any, ...]
    by_key: bool


def _asked(connection: Connection, wanted: ClaimFilter, seq: int | None) -> _Here:
    hits = list(_hits_of(connection, wanted, seq))
    sizes = [part.count(connection, FEW + 1) for part in hits]
    few = min(sizes, default=FEW + 1)
    first = sizes.index(few) if few <= FEW else -1
    clauses = [part.by_key if number == first else part.each for number, part in enumerate(hits)]
    return _Here((known(tables.claim_line, seq), *_columns(wanted), *clauses), first >= 0)


def _hinted(query: Select[Any], here: _Here) -> Select[Any]:
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
        among = select(LINE.pk).join(m, m.c.report == LINE.report_id).where(told)
        yield _ByLine(among, exists().where(m.c.report == LINE.report_id, told))
    if wanted.contested:
        yield _ByLine(_contested_among(seq), _contested(seq))
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


def _said(kinds: Collection[str], seq: int | None) -> ColumnElement[bool]:
    """The relations between claims of some kinds; the index is of both, which the condition must say."""
    return and_(sql(f"relation.{tables.SAID}"), REL.c.kind.in_(kinds), known(REL, seq))


def _contested(seq: int | None) -> ColumnElement[bool]:
    """That another claim speaks against the line's."""
    record = LINE.report_id + literal_column("'#'") + LINE.claim
    ends = ((REL.c[f"{side}_report"] == LINE.report_id) & (REL.c[side] == record) for side in ("left", "right"))
    return or_(*(exists().where(end, _said({"contradict"}, seq)) for end in ends))


def _contested_among(seq: int | None) -> Any:
    """The keys of the lines against which another claim speaks."""
    record = LINE.report_id + literal_column("'#'") + LINE.claim
    parts = []
    for side in ("left", "right"):
        of = (LINE.report_id == REL.c[f"{side}_report"]) & (record == REL.c[side])
        parts.append(select(LINE.pk.label("pk")).join(REL, of).where(_said({"contradict"}, seq)))
    return union(*parts)


def _period() -> tuple[ColumnElement[Any], ...]:
    """The first and the last day; claims without one left out."""
    day = func.nullif(LINE.day, literal_column("''"))
    return func.min(day).label("first"), func.max(day).label("last")


def _of_incidents(seq: int | None) -> tuple[Any, Any]:
    """The incident that a line is about, and how it is joined to it."""

    def joined(query: Select[Any]) -> Select[Any]:
        of_event = (EVI.c.report == LINE.report_id) & (EVI.c.event == TERM.value)
        query = query.select_from(tables.claim_line).join(tables.claim_term, TERM.line == LINE.pk)
        return query.join(EVI, of_event).where(TERM.kind == "event", known(EVI, seq))

    return EVI.c.incident, joined


def _of_stories(seq: int | None) -> tuple[Any, Any]:
    """The story that a line's report belongs to, and how it is joined to it."""
    m = tables.member

    def joined(query: Select[Any]) -> Select[Any]:
        return query.select_from(tables.claim_line).join(m, m.c.report == LINE.report_id).where(known(m, seq))

    return m.c.story, joined


def _place(after: str) -> tuple[int, str]:
    """The count and the name that a page ended with; raises InputError where it is none."""
    count, _, name = after.partition("~")
    if not (count.isascii() and count.isdecimal() and len(count) < 19):
        raise InputError(f"{after!r} is no place in a list; give the `after` of the page before")
    return int(count), name


def _sides(relations: Iterable[Relation]) -> dict[str, tuple[str, ...]]:
    """For each end of relations, the other ends."""
    found: dict[str, list[str]] = {}
    for relation in relations:
        found.setdefault(relation.left, []).append(relation.right)
        found.setdefault(relation.right, []).append(relation.left)
    return {end: tuple(sorted(set(others))) for end, others in found.items()}


def _said_when(entered: Entered) -> tuple[str, str, str]:
    """By day, then by when the report says that it was published; what has no day stands last."""
    line = entered.line
    return line.day or "~", line.published or "~", line.record
