"""The claims ledger: who said what, and what speaks against it and repeats it, asked as it is now or was on a day."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, literal_column, select, tuple_
from sqlalchemy import text as sql

from bellwire.errors import InputError
from bellwire.model import Relation
from bellwire.model.codec import decode
from bellwire.store import tables
from bellwire.store.claim_answers import About, Claims, Entered, Speaker, Speakers, Subject, Subjects, Thread
from bellwire.store.claim_filters import (
    EVERY_CLAIM,
    EVI,
    LINE,
    REL,
    ClaimFilter,
    Here,
    asked,
    contested,
    hinted,
    of_incidents,
    of_stories,
    period,
    said_of_kind,
)
from bellwire.store.claim_lines import ClaimLine
from bellwire.store.filters import known
from bellwire.store.pages import place_of
from bellwire.store.writer import chunks, report_of_end

PAGE, LARGEST_PAGE = 50, 1000
COUNTED, COUNTED_SLOWLY = 1_000_000, 1000
"""Claims that are counted for a total, where counting is cheap and where not; where there are more, it is said so."""
LARGEST_THREAD = 200
"""Claims that a thread follows: an echo of an echo, and so on."""
OF_FIGURES = ("update", "revised_down", "inconsistent")
"""Relations of a claim's figures that belong to its thread."""


class Ledger:
    """What a View answers about claims."""

    __slots__ = ()
    connection: Connection
    seq: int | None

    def claims(self, wanted: ClaimFilter = EVERY_CLAIM, *, limit: int = PAGE, after: str | None = None) -> Claims:
        """A page of the claims that a filter lets through, the latest first; `after` is the last page's `after`."""
        limit = max(1, min(limit, LARGEST_PAGE))
        here = asked(self.connection, wanted, self.seq)
        query = hinted(select(LINE.day, LINE.pk), here)
        if after is not None:
            query = query.where(tuple_(LINE.day, LINE.pk) < place_of(after))
        ordered = query.order_by(LINE.day.desc(), LINE.pk.desc()).limit(limit + 1)
        rows = self.connection.execute(ordered).all()
        most = COUNTED_SLOWLY if here.slow else COUNTED
        some = hinted(select(literal_column("1")).select_from(tables.claim_line), here).limit(most + 1).subquery()
        total = self.connection.scalar(select(func.count()).select_from(some)) or 0
        return Claims(
            claims=self._entered(self._of_keys([row.pk for row in rows[:limit]])),
            total=min(total, most),
            total_is_least=total > most,
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
        here = asked(self.connection, wanted, self.seq)
        n = func.count().label("n")
        query = select(LINE.who, func.max(LINE.named).label("named"), n, *period()).group_by(LINE.who)
        query = hinted(query, here).where(LINE.who != "")
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
        here = asked(self.connection, wanted, self.seq)
        subject, joined = of_incidents(self.seq) if kind == "incident" else of_stories(self.seq)
        n = func.count(LINE.pk.distinct()).label("n")
        query = hinted(joined(select(subject.label("id"), n, *period())), here).group_by(subject)
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
        against = self._relations(said_of_kind({"contradict"}, self.seq), said)
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

    def _of_keys(self, keys: Sequence[int]) -> list[ClaimLine]:
        """The lines of keys, in their order."""
        rows: dict[int, str] = {}
        for some in chunks(keys):
            rows |= {r.pk: r.body for r in self.connection.execute(select(LINE.pk, LINE.body).where(LINE.pk.in_(some)))}
        return [decode(rows[pk], ClaimLine) for pk in keys]

    def _entered(self, lines: Iterable[ClaimLine]) -> tuple[Entered, ...]:
        """Lines with what hangs on them."""
        given = list(lines)
        reports = sorted({line.report for line in given})
        about = self._incidents_of(reports)
        ends = {line.record for line in given}
        against, echoes = (
            _sides(self._relations(said_of_kind({kind}, self.seq), ends)) for kind in ("contradict", "echo")
        )
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
            found = self._relations(said_of_kind({"echo"}, self.seq), ask)
            relations |= {(r.left, r.right): r for r in found}
            ask = {end for r in found for end in (r.left, r.right)} - said
            ask = set(sorted(ask)[: LARGEST_THREAD - len(said)])
            said |= ask
        return said, list(relations.values())

    def _contradicted(
        self, subject: Any, values: Sequence[str], here: Here, joined: Any = lambda query: query
    ) -> dict[str, int]:
        """How many of the claims of each subject are spoken against."""
        if not values:
            return {}
        n = func.count(LINE.pk.distinct())
        query = joined(select(subject, n)).where(subject.in_(values), *here.clauses, contested(self.seq))
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


def _said_when(entered: Entered) -> tuple[str, str, str, int, str]:
    """By day, then by when the report says that it was published, then as they stand there; what has no day, last."""
    line = entered.line
    return line.day or "~", line.published or "~", line.report, line.start, line.record
