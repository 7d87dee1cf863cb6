"""A copy of the record as an SQLite file, ready for Datasette: five tables, searchable, with what their columns mean.

The tables are `incidents`, `evidence`, `figures`, `claims` and `sources`, with keys from each to what it rests on. Days
and moments are ISO text, truths 0 or 1, and lists JSON arrays, by whose values Datasette counts. `incidents` and
`evidence` are searched by their titles, names and words (FTS5). Three views answer what is asked first:
`figures_by_incident` (each figure with its incident's title and its holder), `disputed_figures` (those that exclude one
another) and `tellings` (each report's words with the incident's title).

    $ bellwire export sqlite -o record.db
    $ sqlite3 record.db "select value from about where name = 'metadata.json'" > metadata.json
    $ datasette record.db -m metadata.json

`about` says what the copy is of (filter, policy, as known on, last change), and has Datasette's `metadata.json` for a
file named `record.db`, with a description for each table and column; `columns` has the same rules as a table. The
file's `application_id` is 1112299346 (“BLWR”), its `user_version` 1. The same record makes the same file, with the same
version of SQLite.

It is made beside, in the folder of temporary files, and needs as much room there as the file has in the end.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import BinaryIO

from bellwire.errors import InputError
from bellwire.export.arrow import said_of
from bellwire.export.columns import Kind
from bellwire.export.form import About, Format, Options, Source
from bellwire.export.own import TABLES, OwnTable
from bellwire.model.codec import encode_plain

APPLICATION, VERSION = int.from_bytes(b"BLWR"), 1
"""What marks the file as such a copy, and the version of its form."""
TYPES: dict[Kind, str] = {"whole": "INTEGER", "number": "REAL", "truth": "INTEGER"}
KEYS = {
    "incidents": "PRIMARY KEY (incident)",
    "sources": "PRIMARY KEY (report)",
    "evidence": "PRIMARY KEY (incident, record)",
    "figures": "PRIMARY KEY (incident, record)",
    "claims": "PRIMARY KEY (incident, report, claim)",
}
"""What names a row of a table."""
RESTS_ON = {"incident": ("incidents", "incident"), "report": ("sources", "report"), "copy_of": ("sources", "report")}
"""Columns that name a row of another table, and that table's column: Datasette needs it said."""
INDEXED = {
    "incidents": ("date_start", "type", "country", "grade"),
    "evidence": ("report",),
    "figures": ("report", "measure", "holder"),
    "claims": ("report", "speaker"),
}
SEARCHED = {"incidents": ("title", "place", "agents", "patients"), "evidence": ("title", "words")}
"""Columns that can be searched; Datasette finds these tables by what they are made of."""
VIEWS = {
    "figures_by_incident": """SELECT i.title, i.date, i.place, i.country, f.measure, f.population, f.low, f.best,
    f.high, coalesce(f.holder, f.outlet || ' (own voice)') AS held_by, f.as_of, f.quote, f.incident, f.record
    FROM figures f JOIN incidents i USING (incident)""",
    "disputed_figures": "SELECT * FROM figures_by_incident WHERE (incident, record) IN "
    "(SELECT incident, record FROM figures WHERE disagree)",
    "tellings": """SELECT i.title AS incident_title, e.words, e.outlet, e.published, e.url, e.copy_of, e.speakers,
    e.incident, e.record FROM evidence e JOIN incidents i USING (incident)""",
}
VIEWS_SAID = {
    "figures_by_incident": "Each figure with its incident's title and who holds it.",
    "disputed_figures": "Figures that exclude another holder's figure of the same thing.",
    "tellings": "Each report's words, with the title of the incident that they tell.",
}
TABLES_SAID = {
    "incidents": "One row an incident: what happened, where, when, to how many, and how far it is established.",
    "evidence": "One row for each report's telling of an incident.",
    "figures": "One row for each figure that a report gives of an incident, with who holds it.",
    "claims": "One row for each claim that tells of an incident: who says it, in which words.",
    "sources": "One row for each report that tells of any of the incidents.",
}
DATABASE = "record"
"""The file's name without its ending, to which Datasette's metadata belong."""
FACETS: dict[str, tuple[str | dict[str, str], ...]] = {
    "incidents": ("type", "country", "grade", {"array": "agents"}),
    "figures": ("measure", "disagree"),
    "claims": ("manner", "hedged"),
}
"""Columns by which Datasette counts at once."""


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the copy: it is made in a temporary file, in one pass over the incidents."""
    with TemporaryDirectory(prefix="bellwire-") as folder:
        path = Path(folder) / "copy.sqlite"
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as made:
                _make(made, source)
        except sqlite3.OperationalError as error:
            raise InputError(f"cannot make the copy in {folder}: {error}; TMPDIR names another folder") from error
        with path.open("rb") as file:
            copyfileobj(file, out)


def _make(made: sqlite3.Connection, source: Source) -> None:
    """Fills an empty database."""
    made.executescript(
        f"PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
        f"PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION}; BEGIN;"
    )
    own = {name: table() for name, table in TABLES.items()}
    for table in own.values():
        made.execute(_create(table))
    _fill(made, source, own)
    for statement in _afterwards():
        made.execute(statement)
    _explain(made, source.about, own)
    made.execute("COMMIT")


def _create(own: OwnTable) -> str:
    """The statement that makes a table."""
    name = own.table.name
    columns = [f'"{c.name}" {TYPES.get(c.kind, "TEXT")}' for c in own.table.columns]
    rests = [
        f'FOREIGN KEY ("{c}") REFERENCES "{of}" ("{key}")'
        for c, (of, key) in RESTS_ON.items()
        if c in own.table.names and f"PRIMARY KEY ({c})" != KEYS[name]
    ]
    return f'CREATE TABLE "{name}" (' + ", ".join((*columns, KEYS[name], *rests)) + ")"


def _fill(made: sqlite3.Connection, source: Source, own: dict[str, OwnTable]) -> None:
    """One pass over the incidents; what several incidents share is kept once."""
    inserts = {
        name: f'INSERT OR IGNORE INTO "{name}" VALUES ({",".join("?" * len(table.table.columns))})'
        for name, table in own.items()
    }
    for dossier in source.dossiers(True):
        for name, table in own.items():
            rows = table.table.rows(table.records(dossier))
            made.executemany(inserts[name], ([_cell(value) for value in row] for row in rows))


def _cell(value: object) -> object:
    """A value as SQLite keeps it: a list as a JSON array, a truth as 0 or 1."""
    if isinstance(value, tuple):
        return encode_plain(list(value)).decode()
    return int(value) if isinstance(value, bool) else value


def _afterwards() -> Iterator[str]:
    """Indexes, what can be searched, and views; made when all rows are there, which is quicker."""
    for name, columns in INDEXED.items():
        for column in columns:
            yield f'CREATE INDEX "{name}_{column}" ON "{name}" ("{column}")'
    for name, columns in SEARCHED.items():
        listed = ", ".join(columns)
        yield f'CREATE VIRTUAL TABLE "{name}_fts" USING fts5({listed}, content="{name}", tokenize=\'unicode61\')'
        yield f'INSERT INTO "{name}_fts" ("{name}_fts") VALUES (\'rebuild\')'
    for name, query in VIEWS.items():
        yield f'CREATE VIEW "{name}" AS {query}'


def _explain(made: sqlite3.Connection, about: About, own: dict[str, OwnTable]) -> None:
    """Writes what the copy is of, and what its columns mean."""
    made.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)")
    metadata = encode_plain(metadata_of(about, own), indent=2).decode()
    made.executemany("INSERT INTO about VALUES (?, ?)", [*said_of(about).items(), ("metadata.json", metadata)])
    made.execute('CREATE TABLE columns ("table" TEXT, name TEXT, kind TEXT, rule TEXT, PRIMARY KEY ("table", name))')
    for name, table in own.items():
        rows = ((name, c.name, c.kind, c.rule) for c in table.table.columns)
        made.executemany("INSERT INTO columns VALUES (?, ?, ?, ?)", rows)


def metadata_of(about: About, own: dict[str, OwnTable]) -> dict[str, object]:
    """Datasette's metadata: a description of each table, view and column, and by what it counts at once."""
    tables: dict[str, object] = {}
    for name, table in own.items():
        said: dict[str, object] = {"description": TABLES_SAID[name]}
        said["columns"] = {c.name: c.rule for c in table.table.columns}
        if name in FACETS:
            said["facets"] = [*FACETS[name]]
        if name == "incidents":
            said |= {"label_column": "title", "sort_desc": "date_start"}
        tables[name] = said
    tables |= {name: {"description": said} for name, said in VIEWS_SAID.items()}
    when = f", as known on {about.as_known_on}" if about.as_known_on else ""
    title = f"Bellwire: {about.asked}{when} (policy {about.policy})"
    return {"title": title, "source": "Bellwire", "databases": {DATABASE: {"tables": tables}}}


FORMAT = Format(
    name="sqlite",
    about="All of Bellwire's own tables in one SQLite file, searchable, ready for Datasette.",
    suffix=".db",
    media="application/vnd.sqlite3",
    write=write,
    columns=tuple(TABLES),
    binary=True,
)
