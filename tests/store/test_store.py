"""The store: what a user loses if it forgets, doubles or bends a record."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bellwire.errors import StoreError, StoreTooNew
from bellwire.model import Claim, Document, Figure, MadeBy, Published, Relation, Report, Span, Story
from bellwire.store import Store
from bellwire.store.database import WAIT_SECONDS, make_engine

TEXT = "At least 12 people were killed in Tessit, residents said."


def report(id: str = "r1", best: float | None = None) -> Report:
    return Report(
        id=id,
        document=Document(id="d1", kind="article", text=TEXT, outlet="Post", published=Published(value="2024-05-02")),
        figures=(Figure(id="f1", start=0, end=18, measure="killed", low=12, best=best, claim="c1"),),
        claims=(Claim(id="c1", manner="indirect", content=(Span(start=0, end=40),), speaker=Span(start=42, end=51)),),
        made_by=MadeBy(bellwire="0"),
    )


@pytest.fixture
def store(tmp_path: Path):
    opened = Store.open(str(tmp_path / "desk.sqlite"))
    yield opened
    opened.close()


def test_a_report_comes_back_as_it_was_written(store: Store) -> None:
    """A store that bends a field makes every citation wrong."""
    with store.write() as writer:
        assert writer.add(report(), now="2024-05-02T10:00:00") == "new"
    with store.view() as view:
        assert view.report("r1") == report()
        assert view.report("r2") is None


def test_the_same_report_twice_changes_nothing(store: Store) -> None:
    """Reading a folder again must not double the record."""
    for expected in ("new", "unchanged", "unchanged"):
        with store.write() as writer:
            assert writer.add(report(), now="2024-05-02T10:00:00") == expected
    with store.view() as view:
        assert view.counts() == {"reports": 1, "figures": 1, "claims": 1, "stories": 0}


def test_a_changed_report_is_a_new_version(store: Store) -> None:
    """What was known before must not be overwritten."""
    with store.write() as writer:
        writer.add(report(), now="2024-05-02T10:00:00")
        assert writer.add(report(best=14), now="2024-05-03T10:00:00") == "changed"
    with store.view() as view:
        assert view.report("r1") == report(best=14)
        assert view.counts()["figures"] == 1
        assert view.connection.exec_driver_sql("select count(*) from report").scalar() == 2


def test_nothing_is_kept_of_a_failed_write(store: Store) -> None:
    """Half a report is worse than none."""
    bad = replace(report("r2"), figures=(Figure(id="f", start=0, end=999, measure="killed"),))
    with pytest.raises(StoreError, match="outside its 57 characters"), store.write() as writer:
        writer.add(report(), now="2024-05-02T10:00:00")
        writer.add(bad, now="2024-05-02T10:00:00")
    with store.view() as view:
        assert view.report_ids() == ()


def test_relations_and_stories_are_kept(store: Store) -> None:
    """Disagreements must be there when the desk is opened again."""
    relation = Relation(
        relation="disagree", left="r1#f1", right="r2#f1", score=0.8, why="12 against 20", features=(("gap", 8.0),)
    )
    with store.write() as writer:
        writer.add(report("r2"), now="2024-05-02T10:00:00")
        writer.add(report("r1"), now="2024-05-02T10:00:00")
        writer.relate([relation], [Story(story="s", reports=("r1", "r2"))])
    with store.view() as view:
        assert view.relations() == (relation,)
        assert view.stories() == (Story(story="s", reports=("r2", "r1")),)
        assert view.counts()["disagree"] == 1


def test_a_flipped_bit_is_found(store: Store, tmp_path: Path) -> None:
    """A record that is no longer what was written must never be shown as if it were."""
    with store.write() as writer:
        writer.add(report(), now="2024-05-02T10:00:00")
    with sqlite3.connect(tmp_path / "desk.sqlite") as raw:
        raw.execute("update record set body = replace(body, '12', '72') where layer = 'figures'")
    raw.close()
    with pytest.raises(StoreError, match="digest does not match"), store.view() as view:
        view.report("r1")


def test_a_store_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    """An old program must not write into a schema that it does not know."""
    path = tmp_path / "desk.sqlite"
    Store.open(str(path)).close()
    with sqlite3.connect(path) as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    raw.close()
    with pytest.raises(StoreTooNew, match=r"newer Bellwire .schema 9999, this one knows 0001"):
        Store.open(str(path))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/such/folder/desk.sqlite", "cannot be opened"),
        ("junk.sqlite", "not an SQLite database"),
        ("postgresql://here/desk", "postgresql store is not built yet"),
        ("nonsense://", "is no store|store is not built"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(tmp_path: Path, monkeypatch, name: str, message: str) -> None:
    """The message must tell what to do."""
    monkeypatch.chdir(tmp_path)
    Path("junk.sqlite").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreError, match=message):
        Store.open(name)


def test_a_full_disk_gives_a_clean_error(store: Store) -> None:
    """A full disk must not leave half of a report."""
    with store.view() as view:
        pages = view.connection.exec_driver_sql("pragma page_count").scalar()
    big = replace(report("big"), document=replace(report().document, text=TEXT + " x" * 200_000))
    with pytest.raises(StoreError, match="disk is full"), store.write() as writer:
        writer.connection.exec_driver_sql(f"pragma max_page_count={pages + 10}")
        writer.add(big, now="2024-05-02T10:00:00")
    with store.view() as view:
        assert view.report_ids() == ()


def test_a_second_writer_waits_or_says_so(store: Store, monkeypatch) -> None:
    """Two runs into one store must not corrupt it, nor hang without a word."""
    other = make_engine(store.name)
    with other.connect() as connection:
        connection.exec_driver_sql("pragma busy_timeout=50")
    second = Store(store.name, other)
    with store.write() as first:
        first.add(report("r1"), now="2024-05-02T10:00:00")
        with pytest.raises(StoreError, match=f"another writer is at work; waited {WAIT_SECONDS} s"), second.write():
            pass
    second.close()
    with store.view() as view:
        assert view.report_ids() == ("r1",)
