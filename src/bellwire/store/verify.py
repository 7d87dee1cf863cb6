"""Finds what is no longer as it was written: a flipped bit, a changed row, an entry that was taken away."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, func, select, text
from sqlalchemy.exc import DBAPIError

from bellwire.errors import BellwireError
from bellwire.model import Evidence, Incident, Judgement, Relation, text_digest
from bellwire.model.codec import decode
from bellwire.store import tables
from bellwire.store.audit import FIRST, chained, line, rows_digest
from bellwire.store.claim_lines import ClaimLine, lines_of, rows_of_lines, terms_of_line
from bellwire.store.columns import columns_of, point_of, read_text, terms_of
from bellwire.store.frame import check_spans
from bellwire.store.search import NOTHING
from bellwire.store.server import is_postgres
from bellwire.store.view import View, whole_report
from bellwire.store.writer import evidence_row, judgement_row, relation_row

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was written: in which table, which row, and what is wrong."""

    table: str
    row: str
    what: str


def head(connection: Connection) -> str:
    """The digest of the last entry: who notes it down can show later that nothing before it was changed."""
    e = tables.entry.c
    return connection.scalar(select(e.sha256).order_by(e.seq.desc()).limit(1)) or FIRST


def faults(connection: Connection, *, noted: str | None = None) -> Iterator[Fault]:
    """All faults of a store. `noted` is a `head` that was noted down before: it must still be among the entries."""
    for check in (_database, _entries, _texts, _reports, _bodies, _days, _points, _claims, _copies):
        try:
            with connection.begin_nested():  # PostgreSQL ends a transaction at an error: each check has its own part
                yield from check(connection)
        except (DBAPIError, BellwireError) as error:
            yield Fault(check.__name__.strip("_"), "", f"cannot be read: {getattr(error, 'orig', error)}")
    if noted is not None and noted != FIRST:
        e = tables.entry.c
        if connection.scalar(select(func.count()).where(e.sha256.startswith(noted, autoescape=True))) == 0:
            yield Fault("entry", noted[:12], "the noted entry is not there: the log was cut off or made anew")


def _database(connection: Connection) -> Iterator[Fault]:
    """What the database itself finds; PostgreSQL checks its pages when it reads them, where it was told to."""
    if not is_postgres(connection):
        for (said,) in connection.execute(text("pragma integrity_check")):
            if said != "ok":
                yield Fault("database", "", str(said))


def _entries(connection: Connection) -> Iterator[Fault]:
    """The chain of entries, and for each the digest of its rows."""
    log = tables.entry
    opened = {t.name: _Stream(connection, t, "pk", "since") for t in tables.KEPT}
    closed = {t.name: _Stream(connection, t, "until", "until") for t in tables.KEPT}
    before, number = FIRST, 0
    for entry in connection.execute(select(log).order_by(log.c.seq), execution_options={"yield_per": AT_ONCE}):
        number += 1
        if entry.seq != number:
            yield Fault("entry", str(number), "is missing")
            number = entry.seq
        if chained(before, entry._asdict()) != entry.sha256:
            yield Fault("entry", str(entry.seq), "does not follow from the entry before it, or was changed")
        before = entry.sha256
        lines = [line("+", name, row._asdict()) for name, s in opened.items() for row in s.upto(entry.seq)]
        lines += [line("-", name, row._asdict()) for name, s in closed.items() for row in s.upto(entry.seq)]
        if rows_digest(lines) != entry.rows:
            what = f"the rows of this entry ({entry.action} {entry.subject}) are not those that were written"
            yield Fault("entry", str(entry.seq), what)
    for sign, streams in (("opened", opened), ("closed", closed)):
        for name, stream in streams.items():
            if stream.upto(None):
                yield Fault(name, "", f"has rows that no entry {sign}")


class _Stream:
    """A table's rows in the order of their entries, handed out entry by entry."""

    def __init__(self, connection: Connection, table: Table, order: str, key: str) -> None:
        query = select(table).order_by(table.c[order], table.c.pk)
        if key == "until":
            query = query.where(table.c.until.is_not(None))
        self._rows = iter(connection.execute(query, execution_options={"yield_per": AT_ONCE}))
        self._key = key
        self._next = next(self._rows, None)

    def upto(self, seq: int | None) -> list[Row[Any]]:
        """The rows up to an entry that were not handed out yet; None: all that are left."""
        found = []
        while self._next is not None and (seq is None or self._next._mapping[self._key] <= seq):
            found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _texts(connection: Connection) -> Iterator[Fault]:
    for row in connection.execute(select(tables.text), execution_options={"yield_per": 100}):
        if text_digest(read_text(row.text)) != row.sha256:
            yield Fault("text", row.sha256[:12], "is not the text that was read")


def _reports(connection: Connection) -> Iterator[Fault]:
    """Every version of every report, put together again; and that each span lies in its text."""
    r, view = tables.report, View(connection)
    keys = list(connection.scalars(select(r.c.pk).order_by(r.c.pk)))
    for start in range(0, len(keys), 100):
        some = keys[start : start + 100]
        query = select(r, tables.text.c.text).outerjoin(tables.text).where(r.c.pk.in_(some)).order_by(r.c.pk)
        records = view.records_of(some)
        ledger = _ledger(connection, some)
        for row in connection.execute(query):
            try:
                parts = records.get(row.pk, [])
                report = whole_report(row, parts)
                check_spans(row.id, len(report.document.text), (row.frame, *(part.body for part in parts)))
                told = (report.id, report.document.outlet, report.document.published.value)
                if told != (row.id, row.outlet, row.published):
                    yield Fault("report", f"{row.id} version {row.version}", "a column does not say what it says")
                if row.pk in ledger and ledger[row.pk] != [line["body"] for line in rows_of_lines(lines_of(report))]:
                    yield Fault(
                        "claim_line", f"{row.id} version {row.version}", "the ledger does not say what was read"
                    )
            except (BellwireError, ValueError, TypeError) as error:
                yield Fault("report", f"{row.id} version {row.version}", str(error))


def _ledger(connection: Connection, keys: list[int]) -> dict[int, list[str]]:
    """The lines of the claims ledger, by the key of their report's version; those of judged reports left out."""
    c, j = tables.claim_line.c, tables.judgement.c
    judged = select(j.report).where(j.report.is_not(None)).union(select(j.subject))
    query = select(c.report, c.body).where(c.report.in_(keys) & c.report_id.not_in(judged)).order_by(c.pk.desc())
    found: dict[int, list[str]] = {}
    for row in connection.execute(query):
        found.setdefault(row.report, []).append(row.body)
    return found


def _bodies(connection: Connection) -> Iterator[Fault]:
    """That the columns which are searched say what the bodies say."""
    made = {
        "relation": lambda row: relation_row(decode(row.body, Relation)),
        "evidence": lambda row: evidence_row(row.incident, decode(row.body, Evidence)),
        "incident": lambda row: columns_of(decode(row.body, Incident)),
        "judgement": lambda row: judgement_row(decode(row.body, Judgement)),
    }
    for table in tables.KEPT:
        if table.name not in made:
            continue
        for row in connection.execute(select(table), execution_options={"yield_per": AT_ONCE}):
            try:
                wanted = made[table.name](row)
            except (BellwireError, ValueError) as error:
                yield Fault(str(table.name), str(row.pk), f"cannot be read: {error}")
                continue
            wrong = [name for name, value in wanted.items() if name != "body" and row._mapping[name] != value]
            if wrong:
                yield Fault(str(table.name), str(row.pk), f"the column {wrong[0]} does not say what the record says")


def _days(connection: Connection) -> Iterator[Fault]:
    """That what the timeline and the search by actor and source read is what the incidents say."""
    i, r, t = tables.incident, tables.rollup, tables.incident_term
    day, country = func.coalesce(i.c.day, NOTHING), func.coalesce(i.c.country, NOTHING)
    counted = select(day, country, i.c.type, func.count()).where(i.c.until.is_(None)).group_by(day, country, i.c.type)
    told = {tuple(row) for row in connection.execute(counted)}
    kept = {tuple(row) for row in connection.execute(select(r.c.day, r.c.country, r.c.type, r.c.incidents))}
    for row in sorted(told ^ kept):
        yield Fault("rollup", " ".join(map(str, row[:3])), "the days' count is not that of the incidents")
    terms: dict[int, set[tuple[str, str]]] = {}
    for row in connection.execute(select(t), execution_options={"yield_per": AT_ONCE}):
        terms.setdefault(row.incident, set()).add((row.kind, row.value))
    for row in connection.execute(select(i.c.pk, i.c.body), execution_options={"yield_per": AT_ONCE}):
        wanted = {(term["kind"], term["value"]) for term in terms_of(decode(row.body, Incident))}
        if wanted != terms.get(row.pk, set()):
            yield Fault("incident_term", str(row.pk), "the actors or sources are not those of the incident")


def _points(connection: Connection) -> Iterator[Fault]:
    """That the map shows what the incidents say."""
    i, p = tables.incident, tables.incident_point
    if gone := connection.scalar(select(func.count()).select_from(p).where(p.c.pk.not_in(select(i.c.pk)))):
        yield Fault("incident_point", "", f"{gone} points are of no incident")
    query = select(i, *(c.label(f"point_{c.name}") for c in p.c)).outerjoin(p, p.c.pk == i.c.pk)
    for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
        kept = {c.name: row._mapping[f"point_{c.name}"] for c in p.c}
        wanted = point_of(row._asdict(), decode(row.body, Incident)) or dict.fromkeys(kept)
        if kept != wanted:
            yield Fault("incident_point", str(row.pk), "what the map shows is not what the incident says")


def _claims(connection: Connection) -> Iterator[Fault]:
    """That the claims ledger has each claim of each version, and says of it what the record and the judgements say."""
    c, t, r = tables.claim_line, tables.claim_term, tables.record.c
    there = set[tuple[int, str]]()
    terms: dict[int, set[tuple[str, str]]] = {}
    for row in connection.execute(select(t), execution_options={"yield_per": AT_ONCE}):
        terms.setdefault(row.line, set()).add((row.kind, row.value))
    for row in connection.execute(select(c), execution_options={"yield_per": AT_ONCE}):
        there.add((row.report, row.claim))
        said = decode(row.body, ClaimLine)
        (wanted,) = rows_of_lines([said])
        wrong = [n for n, v in wanted.items() if row._mapping[n] != v and (n, row._mapping[n]) != ("review", "waiting")]
        if wrong:
            yield Fault("claim_line", str(row.pk), f"the column {wrong[0]} does not say what the line says")
        if {(term["kind"], term["value"]) for term in terms_of_line(said)} != terms.get(row.pk, set()):
            yield Fault("claim_term", str(row.pk), "what the claim is found by is not what its line says")
    claims = connection.execute(select(r.report, r.id).where(r.layer == "claims")).all()
    for report, claim in sorted(there ^ {(row.report, row.id) for row in claims}):
        yield Fault("claim_line", f"{report} {claim}", "the ledger and the record do not have the same claims")


def _copies(connection: Connection) -> Iterator[Fault]:
    """That each report which is said to be another's copy is counted as one."""
    r, o, s = tables.relation, tables.original, tables.signature
    pairs = connection.execute(
        select(r.c.left, r.c.right).where((r.c.kind == "syndicated_copy") & r.c.until.is_(None))
    ).all()
    related = set(connection.scalars(select(s.c.report)))
    known = {*connection.scalars(select(o.c.copy)), *connection.scalars(select(o.c.original))}
    for left, right in pairs:
        if {left, right} <= related and not {left, right} & known:
            yield Fault("original", f"{left}, {right}", "one is a copy of the other and is not counted as one")
