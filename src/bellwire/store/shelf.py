"""What relating a new report asks of the store, and what it leaves there (`relate.arrival.Shelf`)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from bellwire.model import Report
from bellwire.model.codec import decode, encode, encode_plain
from bellwire.model.ids import is_imported
from bellwire.model.signatures import Signature
from bellwire.store import tables
from bellwire.store.dialect import insert_into, insert_new
from bellwire.store.server import is_postgres
from bellwire.store.view import View
from bellwire.store.writer import chunks, report_of_end

ALL_REPORTS = ""
"""The word under which the number of reports is counted."""
MOST_SHARING = 200
"""Candidates that are looked at, those that share most keys first."""
CROWD = 500
"""Reports from which a key tells nothing: it is passed over."""


SHARING = """
with asked as (select cast(value as bigint) as key from {given}),
  telling as (select key from asked where
    (select count(*) from (select 1 from block_key b where b.key = asked.key limit :crowd + 1) as holders) <= :crowd)
select report, count(*) as shared from block_key where key in (select key from telling)
group by report having count(*) > 1 order by shared desc, report limit :most
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The current state of the store, for relating a report."""

    connection: Connection

    def word_counts(self, words: Collection[str]) -> tuple[int, Mapping[str, int]]:
        """How many reports were counted, and in how many each word is."""
        w = tables.word_count.c
        counts: dict[str, int] = {}
        for some in chunks([ALL_REPORTS, *words]):
            counts |= {
                r.word: r.reports for r in self.connection.execute(select(w.word, w.reports).where(w.word.in_(some)))
            }
        return counts.pop(ALL_REPORTS, 0), counts

    def sharing(self, keys: Collection[int]) -> Mapping[str, int]:
        """Reports that share at least two keys, and how many; keys that a crowd shares are passed over."""
        given = "json_array_elements_text(cast(:keys as json))" if is_postgres(self.connection) else "json_each(:keys)"
        statement = text(SHARING.format(given=given))
        asked = {"keys": encode_plain(sorted(keys)).decode(), "crowd": CROWD, "most": MOST_SHARING}
        return {row.report: row.shared for row in self.connection.execute(statement, asked)}

    def signatures(self, ids: Collection[str]) -> Mapping[str, Signature]:
        """The signatures of reports that were related."""
        s = tables.signature.c
        rows = (
            row
            for some in chunks(ids)
            for row in self.connection.execute(select(s.report, s.body).where(s.report.in_(some)))
        )
        return {row.report: decode(row.body, Signature) for row in rows}

    def stories_of(self, ids: Collection[str]) -> Mapping[str, str]:
        """The stories of reports; one that is alone is left out."""
        m = tables.member
        return self._pairs(m.c.report, m.c.story, m.c.report, m.c.until, ids)

    def members(self, stories: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The reports of stories."""
        m = tables.member
        found: dict[str, tuple[str, ...]] = {}
        for some in chunks(stories):
            query = select(m.c.story, m.c.report).where(m.c.story.in_(some) & m.c.until.is_(None))
            for row in self.connection.execute(query.order_by(m.c.report)):
                found[row.story] = (*found.get(row.story, ()), row.report)
        return found

    def likeness(self, ids: Collection[str]) -> Mapping[tuple[str, str], float]:
        """How likely pairs of these reports tell of one story, as far as it was kept."""
        k, wanted = tables.likeness.c, set(ids)
        found: dict[tuple[str, str], float] = {}
        for some in chunks(ids):
            for row in self.connection.execute(select(k.left, k.right, k.likely).where(k.left.in_(some))):
                if row.right in wanted:
                    found[row.left, row.right] = row.likely
        return found

    def originals(self, ids: Collection[str]) -> Mapping[str, str]:
        """For copies, the report that each copies."""
        s = tables.original.c
        return self._pairs(s.copy, s.original, s.copy, None, ids)

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        """Reports as they were coded."""
        return {report.id: report for report in View(self.connection).reports(ids)}

    def incidents_of(self, records: Collection[str]) -> Mapping[str, str]:
        """The incidents of events (`REPORT#EVENT`)."""
        e, wanted = tables.evidence, set(records)
        found: dict[str, str] = {}
        for some in chunks(sorted({report_of_end(record) for record in records})):
            query = select(e.c.report, e.c.event, e.c.incident).where(e.c.report.in_(some) & e.c.until.is_(None))
            found |= {f"{row.report}#{row.event}": row.incident for row in self.connection.execute(query)}
        return {record: incident for record, incident in found.items() if record in wanted}

    def incident_members(self, incidents: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The events of incidents."""
        e = tables.evidence
        found: dict[str, tuple[str, ...]] = {}
        for some in chunks(incidents):
            query = select(e.c.incident, e.c.report, e.c.event).where(e.c.incident.in_(some) & e.c.until.is_(None))
            for row in self.connection.execute(query.order_by(e.c.report, e.c.event)):
                found[row.incident] = (*found.get(row.incident, ()), f"{row.report}#{row.event}")
        return found

    def _pairs(self, key: Any, value: Any, column: Any, until: Any, ids: Collection[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in chunks(ids):
            query = select(key, value).where(column.in_(some))
            if until is not None:
                query = query.where(until.is_(None))
            found |= {row[0]: row[1] for row in self.connection.execute(query)}
        return found

    # ------------------------------------------------------------ what relating leaves

    def in_first_version(self, ids: Collection[str]) -> frozenset[str]:
        """Those of the reports that were never there in another version."""
        r = tables.report.c
        found: set[str] = set()
        for some in chunks(ids):
            query = select(r.id).where(r.id.in_(some) & r.until.is_(None) & (r.version == 1))
            found.update(self.connection.scalars(query))
        return frozenset(found)

    def unrelated(self) -> tuple[str, ...]:
        """Reports whose current version was not related yet, in the order in which they came."""
        r, s = tables.report, tables.signature
        joined = select(r.c.id).outerjoin(s, (s.c.report == r.c.id) & (s.c.version == r.c.version))
        return tuple(self.connection.scalars(joined.where(r.c.until.is_(None) & s.c.report.is_(None)).order_by(r.c.pk)))

    def relate_again(self, ids: Iterable[str]) -> None:
        """Has reports related once more, with the next that are."""
        s = tables.signature
        for some in chunks(ids):
            self.connection.execute(update(s).where(s.c.report.in_(some)).values(version=0))

    def keep(
        self,
        report: str,
        signature: Signature,
        *,
        keys: Collection[int],
        words: Collection[str],
        likeness: Mapping[tuple[str, str], float],
        originals: Mapping[str, str],
    ) -> None:
        """Keeps what comparing later reports with this one needs, in the place of what an older version left."""
        r, s = tables.report, tables.signature
        version = self.connection.scalar(select(r.c.version).where((r.c.id == report) & r.c.until.is_(None)))
        known = self.connection.scalar(select(func.count()).where(s.c.report == report))
        if known:
            self._forget(report)
        body = encode(signature).decode()
        self.connection.execute(insert(s), [{"report": report, "version": version, "body": body}])
        self._insert(tables.block_key, [{"key": key, "report": report} for key in sorted(keys)])
        pairs = [{"left": a, "right": b, "likely": p} for (a, b), p in sorted(likeness.items())]
        self._insert(tables.likeness, pairs)
        if originals:
            o = tables.original.c
            self.connection.execute(delete(tables.original).where(o.copy.in_(list(originals))))
            self._insert(tables.original, [{"copy": c, "original": o} for c, o in sorted(originals.items())])
        if not known and not is_imported(report):
            self._count(words)

    def keep_alone(self, signatures: Mapping[str, Signature]) -> None:
        """Keeps new reports that none is compared with, many at once; each is in its first version."""
        s = tables.signature
        rows = [{"report": id, "version": 1, "body": encode(each).decode()} for id, each in sorted(signatures.items())]
        self._insert(s, rows)

    def _insert(self, table: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(insert_new(self.connection, table), rows)

    def _count(self, words: Iterable[str]) -> None:
        w = tables.word_count
        new = insert_into(self.connection, w)
        counted = new.on_conflict_do_update(index_elements=[w.c.word], set_={"reports": w.c.reports + 1})
        rows = [{"word": word, "reports": 1} for word in [ALL_REPORTS, *sorted(set(words))]]
        self.connection.execute(counted, rows)

    def _forget(self, report: str) -> None:
        for table, columns in (
            (tables.signature, ("report",)),
            (tables.block_key, ("report",)),
            (tables.likeness, ("left", "right")),
            (tables.original, ("copy", "original")),
        ):
            for column in columns:
                self.connection.execute(delete(table).where(table.c[column] == report))
