"""Writing to the store: entries that open and close rows, in one transaction that is kept whole or not at all."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Table, TableClause, bindparam, func, select, update

from bellwire.model import Evidence, Incident, Judgement, Relation, Report, Story, text_digest
from bellwire.model.codec import encode
from bellwire.store import tables
from bellwire.store.audit import FIRST, SAID, chained, line, rows_digest
from bellwire.store.claim_lines import ClaimLine, lines_of, rows_of_lines, terms_of_line, words_of_line
from bellwire.store.columns import columns_of, kept_text, terms_of
from bellwire.store.dialect import insert_new, insert_rows
from bellwire.store.frame import check_spans, digest_of_rows, frame_of, rows_of, words_of_report
from bellwire.store.search import (
    CLAIM_WORDS,
    REPORT_WORDS,
    Counted,
    add_boxes,
    add_claim_words,
    add_points,
    add_report_words,
    add_words,
    count_days,
)

Outcome = Literal["new", "changed", "unchanged"]
MANY = 500
"""Values in one `in (...)`: SQLite takes 32,766 variables, plans get slow long before."""
_E, _R = tables.entry.c, tables.report.c
LAST = select(_E.seq, _E.at, _E.sha256).order_by(_E.seq.desc()).limit(1)
NEWEST = select(_R.id, _R.pk, _R.version, _R.sha256, _R.until)
NEWEST = NEWEST.where(_R.id.in_(bindparam("reports", expanding=True))).order_by(_R.version)
"""Made once: they are asked all the time."""


def chunks(values: Iterable[Any], size: int = MANY) -> Iterator[list[Any]]:
    """The values in lists of at most `size`.

    >>> [*chunks("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def report_of_end(end: str) -> str:
    """The report of a relation's end.

    >>> report_of_end("page-1#f-2"), report_of_end("page-1")
    ('page-1', 'page-1')
    """
    return end.rpartition("#")[0] or end


@dataclass(slots=True)
class Writer:
    """Writes in one transaction: all of it is kept, or nothing. `now` is when it is known, `by` who says so."""

    connection: Connection
    now: str
    by: str = "bellwire"
    _last: tuple[int, str, str] | None = None
    _keys: dict[str, int] = field(default_factory=dict)
    _gathered: dict[str, list[dict[str, Any]]] | None = None

    @contextmanager
    def entry(self, action: str, subject: str, why: str | None = None) -> Iterator["Entry"]:
        """An entry of the audit log; rows are opened and closed through it. One that changes nothing is not kept."""
        seq, at, before = self._before()
        entry = Entry(self, seq + 1)
        yield entry
        if entry.lines:
            entry.finish()
            row: dict[str, Any] = {"seq": seq + 1, "at": max(at, self.now), "by": self.by, "action": action}
            row |= {"subject": subject, "why": why, "rows": rows_digest(entry.lines)}
            row["sha256"] = chained(before, row)
            self.insert(tables.entry, [row])
            self._last = seq + 1, row["at"], row["sha256"]

    def add(self, report: Report) -> Outcome:
        """Keeps a report. The same report again changes nothing; another one under its id is its next version.

        Raises StoreError where a span lies outside the text.
        """
        return self.add_all([report])[0]

    def add_all(self, reports: Sequence[Report]) -> list[Outcome]:
        """Keeps reports, as `add` does; many together cost few statements."""
        outcomes: list[Outcome] = []
        for some in _distinct(reports):
            newest = {row.id: row for row in self.connection.execute(NEWEST, {"reports": [r.id for r in some]})}
            self._gathered = {}
            for report in some:
                with self.entry("report", report.id) as entry:
                    outcomes.append(entry.report(report, newest.get(report.id)))
            self._write_gathered()
        return outcomes

    def insert(self, table: TableClause, rows: list[dict[str, Any]]) -> None:
        """Adds rows, at once or with all that are gathered."""
        if self._gathered is None and table is CLAIM_WORDS:
            add_claim_words(self.connection, rows)
        elif self._gathered is None:
            insert_rows(self.connection, table, rows)
        else:
            self._gathered.setdefault(table.name, []).extend(rows)

    def _write_gathered(self) -> None:
        gathered, self._gathered = self._gathered or {}, None
        if texts := gathered.get("text"):
            self.connection.execute(insert_new(self.connection, tables.text), texts)
        for table in (tables.report, tables.record, tables.entry, tables.claim_line, tables.claim_term):
            insert_rows(self.connection, table, gathered.get(table.name, []))
        if words := gathered.get("report_words"):
            add_report_words(self.connection, words)
        add_claim_words(self.connection, gathered.get("claim_words", []))

    def key(self, table: Table) -> int:
        """The next free primary key: there is one writer at a time, so counting on is safe."""
        if table.name not in self._keys:
            self._keys[table.name] = self.connection.scalar(select(func.max(table.c.pk))) or 0
        self._keys[table.name] += 1
        return self._keys[table.name]

    def judged_at(self, report: str) -> tuple[int, ...]:
        """The entries since a report's current version at which judgements on it were made or moved, in order."""
        r, j = tables.report.c, tables.judgement.c
        began = self.connection.scalar(select(r.since).where((r.id == report) & r.until.is_(None))) or 0
        query = select(j.since, j.until).where((j.report == report) | (j.subject == report))
        seqs = {seq for row in self.connection.execute(query) for seq in row if seq is not None}
        return tuple(sorted({max(seq, began) for seq in seqs}))

    def waits_no_longer(self, report: str) -> None:
        """Says that judgements on a report were applied to the ledger."""
        c = tables.claim_line.c
        here = (c.report_id == report) & (c.review == "waiting")
        self.connection.execute(update(tables.claim_line).where(here).values(review="unreviewed"))

    def _before(self) -> tuple[int, str, str]:
        if self._last is None:
            row = self.connection.execute(LAST).first()
            self._last = (row.seq, row.at, row.sha256) if row else (0, "", FIRST)
        return self._last


@dataclass(slots=True)
class Entry:
    """One change of the record. `seq` is its number; `lines` are the rows that it opened and closed, as bytes."""

    writer: Writer
    seq: int
    lines: list[bytes] = field(default_factory=list)
    days: Counted = field(default_factory=Counter)

    @property
    def connection(self) -> Connection:
        """The transaction."""
        return self.writer.connection

    def open(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Adds rows; gives them back with their primary keys."""
        opened = [dict(row) | {"pk": self.writer.key(table), "since": self.seq} for row in rows]
        if opened:
            self.writer.insert(table, opened)
            self.lines += [line("+", table.name, row) for row in opened]
        return opened

    def close(self, table: Table, column: str, values: Iterable[Any]) -> list[Any]:
        """Closes the current rows whose column has one of the values; gives them back."""
        closed: list[Any] = []
        for some in chunks(values):
            here = table.c[column].in_(some) & table.c.until.is_(None)
            closed += self.connection.execute(select(table).where(here).order_by(table.c.pk)).all()
        for some in chunks(row.pk for row in closed):
            self.connection.execute(update(table).where(table.c.pk.in_(some)).values(until=self.seq))
        self.lines += [line("-", table.name, row._mapping) for row in closed]
        return closed

    def settle(self, table: Table, now: Sequence[Any], then: Iterable[Mapping[str, Any]]) -> None:
        """Makes `then` current in the place of the rows `now`; rows that say the same stay as they are."""
        names = SAID[table.name]
        stay = {tuple(row._mapping[n] for n in names): row.pk for row in now}
        wanted = {tuple(row[n] for n in names): row for row in then}
        self.close(table, "pk", [pk for said, pk in stay.items() if said not in wanted])
        self.open(table, [row for said, row in wanted.items() if said not in stay])

    def report(self, report: Report, newest: Any) -> Outcome:
        """Keeps a report, whose newest version is this row, or none; for `Writer.add_all`, which writes the rows."""
        frame, rows, text_sha256 = frame_of(report), rows_of(report), text_digest(report.document.text)
        check_spans(report.id, len(report.document.text), (frame, *(row["body"] for row in rows)))
        digest = digest_of_rows(frame, text_sha256, rows)
        if newest and newest.sha256 == digest and newest.until is None:
            return "unchanged"
        if newest:
            self.close(tables.report, "pk", [newest.pk])
            self._close_lines(tables.claim_line.c.report == newest.pk)
        insert = self.writer.insert
        insert(tables.text, [{"sha256": text_sha256, "text": kept_text(report.document.text)}])
        row = {"id": report.id, "version": newest.version + 1 if newest else 1, "sha256": digest}
        row |= {"text_sha256": text_sha256, "outlet": report.document.outlet, "frame": frame}
        (kept,) = self.open(tables.report, [row | {"published": report.document.published.value}])
        insert(tables.record, [row | {"report": kept["pk"]} for row in rows])
        insert(REPORT_WORDS, [{"pk": kept["pk"], "words": words_of_report(report)}])
        self._open_lines(kept["pk"], lines_of(report))
        return "changed" if newest else "new"

    def claim_lines(self, report: str, lines: Iterable[ClaimLine]) -> None:
        """Makes these the ledger's lines of a report; those that say the same stay as they are."""
        r, c = tables.report.c, tables.claim_line.c
        version = self.connection.scalar(select(r.pk).where((r.id == report) & r.until.is_(None)))
        query = select(c.pk, c.claim, c.review, c.body).where((c.report == version) & c.until.is_(None))
        now = {(row.claim, row.review, row.body): row.pk for row in self.connection.execute(query)}
        wanted = list(lines)
        said = [(row["claim"], row["review"], row["body"]) for row in rows_of_lines(wanted)]
        gone = [pk for key, pk in now.items() if key not in set(said)]
        for some in chunks(gone):
            self._close_lines(c.pk.in_(some))
        if version is not None:
            self._open_lines(version, [line for line, key in zip(wanted, said, strict=True) if key not in now])

    def relations(self, report: str, relations: Iterable[Relation]) -> None:
        """Makes these the relations that touch a report."""
        r = tables.relation
        touching = (r.c.left_report == report) | (r.c.right_report == report)
        now = self.connection.execute(select(r).where(touching & r.c.until.is_(None)).order_by(r.c.pk)).all()
        self.settle(r, now, map(relation_row, relations))

    def story(self, story: Story) -> None:
        """Makes these the reports of a story; none: the story is no more."""
        m = tables.member
        now = self.connection.execute(select(m).where((m.c.story == story.story) & m.c.until.is_(None))).all()
        self.settle(m, now, ({"story": story.story, "report": report} for report in story.reports))

    def evidence(self, report: str, of: Iterable[tuple[str, Evidence]]) -> frozenset[str]:
        """Makes this what a report tells, as pairs of an incident's id and evidence; gives the incidents it touches."""
        e = tables.evidence
        now = self.connection.execute(select(e).where((e.c.report == report) & e.c.until.is_(None))).all()
        then = [evidence_row(incident, evidence) for incident, evidence in of]
        self.settle(e, now, then)
        return frozenset([*(row.incident for row in now), *(row["incident"] for row in then)])

    def first_evidence(self, of: Iterable[tuple[str, Evidence]]) -> None:
        """Adds what new reports tell, as pairs of an incident's id and evidence."""
        self.open(tables.evidence, [evidence_row(incident, evidence) for incident, evidence in of])

    def move_evidence(self, records: Collection[str], into: str) -> frozenset[str]:
        """Moves evidence (`REPORT#EVENT`) to another incident; gives the incidents that it was in."""
        e = tables.evidence
        found: list[Any] = []
        for some in chunks({report_of_end(record) for record in records}):
            found += self.connection.execute(select(e).where(e.c.report.in_(some) & e.c.until.is_(None))).all()
        moved = [row for row in found if f"{row.report}#{row.event}" in records and row.incident != into]
        closed = self.close(e, "pk", [row.pk for row in moved])
        names = ("report", "event", "body")
        self.open(e, [{"incident": into} | {n: row._mapping[n] for n in names} for row in closed])
        return frozenset(row.incident for row in closed)

    def incidents(self, incidents: Collection[Incident], words: Mapping[str, str] | None = None) -> None:
        """Keeps these as they are now; one that is as it was changes nothing.

        `words` are those of their evidence, by incident: they are found by them too.
        """
        i = tables.incident
        rows = {incident.id: columns_of(incident) for incident in incidents}
        for some in chunks(rows):
            query = select(i.c.pk, i.c.id, i.c.body).where(i.c.id.in_(some) & i.c.until.is_(None))
            now = {row.id: row for row in self.connection.execute(query)}
            changed = [id for id in some if id not in now or now[id].body != rows[id]["body"]]
            self._close_incidents([now[id].pk for id in changed if id in now])
            self._open_incidents([rows[id] for id in changed], {each.id: each for each in incidents}, words or {})

    def withdraw(self, incident: str, reason: str, *, into: str | None = None, why: str | None = None) -> None:
        """Ends an incident: merged (`into` which), split, or withdrawn. A tombstone says so."""
        i = tables.incident.c
        now = self.connection.scalars(select(i.pk).where((i.id == incident) & i.until.is_(None))).all()
        if now:
            self._close_incidents(list(now))
            self.tombstone("incident", incident, reason, into=into, why=why)

    def tombstone(self, kind: str, id: str, reason: str, *, into: str | None = None, why: str | None = None) -> None:
        """Says that a story or an incident is no more, and why."""
        row = {"kind": kind, "id": id, "reason": reason, "into": into, "why": why}
        self.open(tables.tombstone, [row])

    def splits(self, incident: str, into: Mapping[str, str | None]) -> None:
        """Makes these the tombstones of what was split from an incident: the new incidents, and why."""
        t = tables.tombstone
        now = (t.c.id == incident) & (t.c.reason == "split") & t.c.until.is_(None)
        then = [
            {"kind": "incident", "id": incident, "reason": "split", "into": new, "why": why}
            for new, why in sorted(into.items())
        ]
        self.settle(t, self.connection.execute(select(t).where(now)).all(), then)

    def revive(self, ids: Sequence[str]) -> None:
        """Takes away the tombstones of what is there again; those of splits stand beside what was split."""
        t = tables.tombstone.c
        for some in chunks(ids):
            here = t.id.in_(some) & (t.reason != "split") & t.until.is_(None)
            self.close(tables.tombstone, "pk", self.connection.scalars(select(t.pk).where(here)).all())

    def judge(self, judgement: Judgement) -> None:
        """Keeps a judgement."""
        self.open(tables.judgement, [judgement_row(judgement)])

    def rejudge(self, judgements: Iterable[Judgement]) -> None:
        """Moves judgements, known by their ids, to the records that they are about now."""
        moved = list(judgements)
        self.close(tables.judgement, "id", [j.id for j in moved])
        self.open(tables.judgement, map(judgement_row, moved))

    def finish(self) -> None:
        """Writes what was counted while the entry was made."""
        count_days(self.connection, self.days)

    def _close_lines(self, here: ColumnElement[bool]) -> None:
        c = tables.claim_line
        self.connection.execute(update(c).where(here & c.c.until.is_(None)).values(until=self.seq))

    def _open_lines(self, report: int, lines: Sequence[ClaimLine]) -> None:
        """Adds lines to the ledger; what is made from the record is not entered in the log."""
        rows = rows_of_lines(lines)
        for row in reversed(rows):  # the latest stands first in the ledger: so a report's claims are in their order
            row |= {"report": report, "pk": self.writer.key(tables.claim_line), "since": self.seq, "until": None}
        keyed = [(row["pk"], line) for row, line in zip(rows, lines, strict=True)]
        self.writer.insert(tables.claim_line, rows)
        self.writer.insert(
            tables.claim_term, [term | {"line": pk} for pk, line in keyed for term in terms_of_line(line)]
        )
        self.writer.insert(CLAIM_WORDS, [{"pk": pk, "words": words_of_line(line)} for pk, line in keyed])

    def _close_incidents(self, keys: Sequence[int]) -> None:
        for row in self.close(tables.incident, "pk", keys):
            self.days[row.day, row.country or "", row.type] -= 1

    def _open_incidents(
        self, rows: Sequence[Mapping[str, Any]], incidents: Mapping[str, Incident], words: Mapping[str, str]
    ) -> None:
        opened = self.open(tables.incident, rows)
        if not opened:
            return
        self.revive([row["id"] for row in opened])
        for row in opened:
            self.days[row["day"], row["country"] or "", row["type"]] += 1
        terms = [term | {"incident": row["pk"]} for row in opened for term in terms_of(incidents[row["id"]])]
        insert_rows(self.connection, tables.incident_term, terms)
        add_boxes(self.connection, opened)
        add_points(self.connection, [(row, incidents[row["id"]]) for row in opened])
        add_words(self.connection, [(row["pk"], incidents[row["id"]], words.get(row["id"], "")) for row in opened])


def _distinct(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """The reports in batches in which no id is twice: the second is the next version of the first."""
    batch: dict[str, Report] = {}
    for report in reports:
        if report.id in batch or len(batch) == MANY:
            yield list(batch.values())
            batch = {}
        batch[report.id] = report
    if batch:
        yield list(batch.values())


def relation_row(relation: Relation) -> dict[str, Any]:
    """A relation as a row."""
    ends = {"left": relation.left, "right": relation.right}
    whole = relation.relation == "syndicated_copy"  # its ends are reports, and a report's id may hold "#"
    reports = {f"{side}_report": end if whole else report_of_end(end) for side, end in ends.items()}
    return {"kind": relation.relation, "score": relation.score, "body": encode(relation).decode()} | ends | reports


def evidence_row(incident: str, evidence: Evidence) -> dict[str, Any]:
    """Evidence as a row."""
    row = {"incident": incident, "report": evidence.report, "event": evidence.event}
    return row | {"body": encode(evidence).decode()}


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    """A judgement as a row; `report` is the report that its subject is of, where it is a record."""
    row = {"id": judgement.id, "subject": judgement.subject, "verb": judgement.verb, "by": judgement.by}
    report = report_of_end(judgement.subject) if "#" in judgement.subject else None
    return row | {"report": report, "body": encode(judgement).decode()}
