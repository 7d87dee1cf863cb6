"""The store's tables. A migration for every change of this file: store/migrations/versions.

Kept tables are the record: rows are added, never changed but for `until`, which is set once. `since` is the audit
entry at which a row became known, `until` the one at which it was superseded; none: it is what is known now.
Derived tables can be made again from the kept ones; they are not versioned and no digest covers them.
"""

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import (
    text as sql,
)

metadata = MetaData()
Whole = BigInteger().with_variant(Integer, "sqlite")
Number: Double[float] = Double().with_variant(REAL(), "sqlite")
CURRENT = sql("until is null")
ASKED = ("latest", "type", "status", "country", "admin1", "grade", "review", "killed_high", "lat", "lon")
"""What is asked of incidents: an index that has it answers without the rows, which are long. `until` is in the indexes
of current rows too: SQLite does not see that their condition says it."""
QUEUED = tuple(name for name in ASKED if name != "review")
"""What is asked beside the state of review, for the queue of what is to be reviewed."""

SAID = "kind in ('contradict', 'echo')"
"""Relations between claims, which the ledger asks for."""


def _index(name: str, *columns: str, where: str | None = None) -> Index:
    condition = sql(where) if where else None
    return Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


def _asked(first: str, *more: str) -> tuple[str, ...]:
    return first, "day", "pk", *more, *(name for name in ASKED if name != first)


def _known() -> tuple[Column[int], Column[int]]:
    return Column("since", Whole, nullable=False), Column("until", Whole)


# ---------------------------------------------------------------- kept

entry = Table(
    "entry",
    metadata,
    Column("seq", Whole, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text),
    Column("rows", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("entry_by_time", "at"),
    sqlite_strict=True,
)
"""The audit log, in order. `rows` is the digest of all rows that the entry opened and closed; `sha256` that of the
entry and of the one before it."""

text = Table(
    "text",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
    sqlite_strict=True,
)
"""The pages' texts, each once, by their digest. A NUL character is kept as the two characters backslash and 0."""

report = Table(
    "report",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("text_sha256", Text, ForeignKey("text.sha256"), nullable=False),
    Column("outlet", Text),
    Column("published", Text),
    Column("frame", Text, nullable=False),
    *_known(),
    UniqueConstraint("id", "version"),
    _index("report_now", "id", where="until is null"),
    _index("report_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""A report's versions. `frame` is the report without its text and its records."""

record = Table(
    "record",
    metadata,
    Column("report", Whole, ForeignKey("report.pk"), primary_key=True),
    Column("layer", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False),
    Column("kind", Text),
    Column("body", Text, nullable=False),
    _index("record_by_kind", "layer", "kind"),
    sqlite_strict=True,
)
"""The records of a report's version, in order. `kind` is an event's or actor's type, a figure's measure, a claim's
manner."""

relation = Table(
    "relation",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("left", Text, nullable=False),
    Column("right", Text, nullable=False),
    Column("left_report", Text, nullable=False),
    Column("right_report", Text, nullable=False),
    Column("score", Number, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("relation_left", "left_report", where="until is null"),
    _index("relation_right", "right_report", where="until is null"),
    _index("relation_closed", "until", where="until is not null"),
    _index("relation_said_left", "left_report", "until", "since", "kind", "left", "right", where=SAID),
    _index("relation_said_right", "right_report", "until", "since", "kind", "left", "right", where=SAID),
    sqlite_strict=True,
)

member = Table(
    "member",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("story", Text, nullable=False),
    Column("report", Text, nullable=False),
    *_known(),
    _index("member_now", "story", where="until is null"),
    _index("member_report", "report", where="until is null"),
    _index("member_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""Which reports a story has."""

evidence = Table(
    "evidence",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("incident", Text, nullable=False),
    Column("report", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("evidence_incident", "incident", "report"),
    _index("evidence_report", "report"),
    _index("evidence_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""What each report tells of an incident."""

incident = Table(
    "incident",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("earliest", Text),
    Column("latest", Text),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("status", Text, nullable=False),
    Column("country", Text),
    Column("admin1", Text),
    Column("lat", Number),
    Column("lon", Number),
    Column("where_prec", Integer),
    Column("grade", Text),
    Column("review", Text, nullable=False),
    Column("killed_low", Number),
    Column("killed_high", Number),
    Column("reports", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("confidence", Number, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("incident_versions", "id", "since"),
    _index("incident_now", "pk", where="until is null"),
    _index("incident_day", "day", "pk", "until", *ASKED, where="until is null"),
    _index("incident_status", *_asked("status", "until"), where="until is null"),
    _index("incident_type", *_asked("type", "until"), where="until is null"),
    _index("incident_country", *_asked("country", "until"), where="until is null"),
    _index("incident_admin1", *_asked("admin1", "until"), where="until is null"),
    _index("incident_grade", *_asked("grade", "until"), where="until is null"),
    _index("incident_review", *_asked("review", "until"), where="until is null"),
    _index("incident_killed", *_asked("killed_high", "until"), where="until is null"),
    _index("incident_queue", "review", "confidence", "pk", "until", "day", *QUEUED, where="until is null"),
    _index("incident_then", "day", "pk", "since", "until", *ASKED),
    _index("incident_country_then", *_asked("country", "since", "until")),
    _index("incident_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""The versions of incidents. What is asked for has a column of its own; `body` is the incident whole. `day` is what it
is put in order by: its first day, else its last, else nothing (an empty string)."""

tombstone = Table(
    "tombstone",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("into", Text),
    Column("why", Text),
    *_known(),
    _index("tombstone_id", "id"),
    _index("tombstone_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""Stories and incidents that are no more: merged into another, split, or withdrawn."""

judgement = Table(
    "judgement",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("report", Text),
    Column("verb", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    _index("judgement_id", "id"),
    _index("judgement_subject", "subject", where="until is null"),
    _index("judgement_report", "report", where="until is null"),
    _index("judgement_verb", "verb", where="until is null"),
    _index("judgement_since", "since"),
    _index("judgement_closed", "until", where="until is not null"),
    sqlite_strict=True,
)
"""What people decided. One whose record is found again under another id, when its page is coded anew, moves there: the
old row is closed, a new one opened."""

# ---------------------------------------------------------------- derived

signature = Table(
    "signature",
    metadata,
    Column("report", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_strict=True,
)
"""What comparing needs of a report without reading it; the version that was related last."""

block_key = Table(
    "block_key",
    metadata,
    Column("key", Whole, primary_key=True),
    Column("report", Text, primary_key=True),
    Index("block_key_report", "report"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Reports that share a key are looked at as candidates for one story, or for copies."""

word_count = Table(
    "word_count",
    metadata,
    Column("word", Text, primary_key=True),
    Column("reports", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""In how many reports a word is; the word of no letters counts the reports."""

likeness = Table(
    "likeness",
    metadata,
    Column("left", Text, primary_key=True),
    Column("right", Text, primary_key=True),
    Column("likely", Number, nullable=False),
    Index("likeness_right", "right"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""How likely two reports are to tell of one story."""

original = Table(
    "original",
    metadata,
    Column("copy", Text, primary_key=True),
    Column("original", Text, nullable=False),
    Index("original_of", "original"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""Which report a copy copies."""

incident_term = Table(
    "incident_term",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("incident", Whole, ForeignKey("incident.pk"), primary_key=True),
    Index("incident_term_incident", "incident"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""The actors and sources of an incident's version, in lower case."""

incident_point = Table(
    "incident_point",
    metadata,
    Column("pk", Whole, ForeignKey("incident.pk"), primary_key=True),
    Column("id", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("lat", Number, nullable=False),
    Column("lon", Number, nullable=False),
    Column("where_prec", Integer),
    Column("killed_low", Number),
    Column("killed_high", Number),
    Column("disagree", Integer, nullable=False),
    Column("title", Text, nullable=False),
    sqlite_strict=True,
)
"""What a map shows of each version of an incident that has a point: short rows, read by the thousand. `disagree` is 1
where two holders' figures cannot both be right. Made anew with the search."""

rollup = Table(
    "rollup",
    metadata,
    Column("day", Text, primary_key=True),
    Column("country", Text, primary_key=True),
    Column("type", Text, primary_key=True),
    Column("incidents", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""How many current incidents a day has, by country and type: what the timeline is drawn from."""

claim_line = Table(
    "claim_line",
    metadata,
    Column("pk", Whole, primary_key=True),
    Column("report", Whole, ForeignKey("report.pk"), nullable=False),
    Column("report_id", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("named", Integer, nullable=False),
    Column("manner", Text, nullable=False),
    Column("hedged", Integer, nullable=False),
    Column("review", Text, nullable=False),
    Column("body", Text, nullable=False),
    *_known(),
    Index("claim_line_of", "report", "claim"),
    Index("claim_line_report", "report_id", "claim"),
    _index("claim_line_day", "day", "pk", "manner", "hedged", "review", where="until is null"),
    _index("claim_line_who", "who", "day", "named", "review", "manner", "hedged", where="until is null"),
    Index("claim_line_then", "day", "pk", "since", "until"),
    _index("claim_line_waiting", "report_id", where="review = 'waiting'"),
    sqlite_strict=True,
)
"""The claims ledger: the claims of every version of a report, as they were read and as people judged them. A line is
closed with its report's version, or where a judgement changes it. `who` is the speaker in lower case, `body` the line
whole. One whose review is `waiting` was made by an upgrade: judgements on it are yet to be applied."""

claim_term = Table(
    "claim_term",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("line", Whole, ForeignKey("claim_line.pk"), primary_key=True),
    Index("claim_term_line", "line", "kind", "value"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
"""What a line of the ledger is found by: its speaker, whom it is about, through whom it came, its events."""

KEPT = (report, relation, member, evidence, incident, tombstone, judgement)
"""The tables that entries open and close rows of, in the order in which they are verified."""
DERIVED = (rollup, incident_term, original, likeness, word_count, block_key, signature, claim_line, claim_term)
