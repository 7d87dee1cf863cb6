"""The SQLite copy: everything is in it, keys hold, it is searched, and says what its columns mean."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

import pytest
from tests.export.record import source

from bellwire.export import Options
from bellwire.export.formats import sqlite
from bellwire.export.own import TABLES
from bellwire.model.codec import decode_any


@pytest.fixture
def made() -> Iterator[sqlite3.Connection]:
    out = BytesIO()
    sqlite.write(source(), out, Options())
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(out.getvalue())
        yield connection


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_every_row_and_value(made: sqlite3.Connection, name: str) -> None:
    """A row that a key swallowed is a figure that nobody will miss until it matters."""
    own = TABLES[name]()
    found = made.execute(f'SELECT * FROM "{name}"')
    assert tuple(c[0] for c in found.description) == own.table.names
    rows = [tuple([*value] if isinstance(value, tuple) else value for value in row) for row in own.rows(source())]
    lists = [c.kind == "list" for c in own.table.columns]
    back = [
        tuple(decode_any(v) if is_list and v is not None else v for v, is_list in zip(row, lists, strict=True))
        for row in found
    ]
    assert back == rows and rows


def test_keys_hold(made: sqlite3.Connection) -> None:
    """A link in Datasette that leads nowhere."""
    assert made.execute("PRAGMA foreign_key_check").fetchall() == []
    assert made.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    links = {(name, *r[2:5]) for name in TABLES for r in made.execute(f"PRAGMA foreign_key_list({name})")}
    assert ("figures", "incidents", "incident", "incident") in links
    assert ("evidence", "sources", "copy_of", "report") in links
    assert all(to is not None for *_, to in links), "Datasette 0.65 shows an error page for a key without its column"


def test_titles_and_words_are_searched(made: sqlite3.Connection) -> None:
    """A copy that can only be scrolled is no better than a spreadsheet."""
    query = (
        'SELECT title FROM incidents WHERE rowid IN (SELECT rowid FROM incidents_fts WHERE incidents_fts MATCH "{}")'
    )
    assert made.execute(query.replace('"{}"', "?"), ["shelling"]).fetchall()[0][0].startswith("12 to 17 killed")
    hits = made.execute("SELECT report FROM evidence WHERE rowid IN (SELECT rowid FROM evidence_fts('marche'))")
    assert hits.fetchall() == [("r-rumour",)], "letters with accents are found without them"


def test_lists_are_json_that_sqlite_reads(made: sqlite3.Connection) -> None:
    """Datasette counts by the values of a list only where it is a JSON array."""
    query = "SELECT value, count(*) FROM incidents, json_each(agents) GROUP BY value ORDER BY value"
    assert made.execute(query).fetchall() == [("Azawad Front", 2), ("civilians", 2)]


def test_views_answer_who_holds_which_figure(made: sqlite3.Connection) -> None:
    """A number without its holder is what this record exists to prevent."""
    query = "SELECT held_by, low, best FROM figures_by_incident WHERE incident = 'i-market' ORDER BY held_by"
    assert made.execute(query).fetchall() == [("Gao Post (own voice)", 12.0, None), ("the army", None, 17.0)]
    for view in sqlite.VIEWS:
        made.execute(f"SELECT * FROM {view}").fetchall()


def test_every_column_is_explained_in_the_file_and_for_datasette(made: sqlite3.Connection) -> None:
    """Whoever is handed the file alone must still learn what best and high mean."""
    rules = {(t, n): r for t, n, r in made.execute('SELECT "table", name, rule FROM columns')}
    about = dict(made.execute("SELECT name, value FROM about"))
    metadata = decode_any(about["metadata.json"])
    tables = metadata["databases"]["record"]["tables"]
    for name, table in TABLES.items():
        assert tables[name]["columns"] == {c.name: rules[name, c.name] for c in table().table.columns}
        assert tables[name]["description"]
    assert {*sqlite.VIEWS} < {*tables} and about["policy"] == "internal"


def test_the_file_is_marked_as_such_a_copy(made: sqlite3.Connection) -> None:
    """`file` and scripts tell it from a store, which it is not."""
    assert made.execute("PRAGMA application_id").fetchone() == (1112299346,)
    assert made.execute("PRAGMA user_version").fetchone() == (1,)
