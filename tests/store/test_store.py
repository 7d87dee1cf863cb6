"""The store: what a user loses if it forgets, doubles or bends a record. One suite over SQLite and PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bellwire.errors import InputError, StoreError, StoreTooNew
from bellwire.model import (
    Claim,
    Document,
    EventDate,
    Figure,
    Holding,
    Incident,
    MadeBy,
    Party,
    Published,
    Relation,
    Report,
    Span,
    Story,
    Tally,
    Where,
)
from bellwire.store import Filter, Store
from bellwire.store.verify import faults

TEXT = "At least 12 people were killed in Tessit, residents said."
MONDAY, TUESDAY = "2024-05-06T10:00:00Z", "2024-05-07T10:00:00Z"


def report(id: str = "r1", best: float | None = None, text: str = TEXT) -> Report:
    return Report(
        id=id,
        document=Document(id="d1", kind="article", text=text, outlet="Post", published=Published(value="2024-05-02")),
        figures=(Figure(id="f1", start=0, end=18, measure="killed", low=12, best=best, claim="c1"),),
        claims=(Claim(id="c1", manner="indirect", content=(Span(start=0, end=40),), speaker=Span(start=42, end=51)),),
        made_by=MadeBy(bellwire="0"),
    )


def incident(id: str, day: str | None = "2024-05-02", *, killed: float = 3, **fields: object) -> Incident:
    where = Where(name="Tessit", lat=15.2, lon=0.9, country="ML", admin1="Gao", precision=1)
    holding = Holding(record="r1#f1", span=Span(start=0, end=18), quote="", measure="killed", low=killed)
    given = {"title": "Attack on Tessit", "type": "ASSAULT", "where": where} | fields
    return Incident(
        id=id,
        status="occurred",
        date=EventDate(value=day, earliest=day, latest=day) if day else None,
        tallies=(Tally(measure="killed", low=killed, high=killed, holdings=(holding,)),),
        **given,  # type: ignore[arg-type]
    )


@pytest.fixture
def store(any_store: str) -> Iterator[Store]:
    opened = Store.open(any_store)
    yield opened
    opened.close()


def keep(store: Store, *reports: Report, now: str = MONDAY) -> list[str]:
    with store.write(now=now) as writer:
        return [writer.add(each) for each in reports]


def keep_incidents(store: Store, *incidents: Incident, now: str = MONDAY) -> None:
    with store.write(now=now) as writer, writer.entry("relate", "r1") as entry:
        entry.incidents(incidents)


def ids(store: Store, wanted: Filter, as_known_on: str | None = None) -> list[str]:
    with store.view(as_known_on) as view:
        return [each.id for each in view.incidents(wanted).incidents]


def found_faults(store: Store) -> list[str]:
    with store.view() as view:
        return [fault.what for fault in faults(view.connection)]


def run(store: Store, statement: str) -> None:
    """Changes the store behind the program's back."""
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sql(statement))


# ---------------------------------------------------------------- reports


def test_a_report_comes_back_as_it_was_written(store: Store) -> None:
    """A store that bends a field makes every citation wrong."""
    assert keep(store, report()) == ["new"]
    with store.view() as view:
        assert view.report("r1") == report()
        assert view.report("r2") is None


@pytest.mark.parametrize(
    "odd", ["a\0b", "\ufdd0 \ufdd00", "\U0001f30d العربية 北京 e\u0301", "'; drop table report; --", "\\0 %s %% :x"]
)
def test_any_text_comes_back_as_it_was_written(store: Store, odd: str) -> None:
    """Pages hold everything; a letter lost moves every span after it."""
    page = report(text=f"{TEXT} {odd}")
    page = replace(page, document=replace(page.document, title=odd, outlet=odd))
    keep(store, page)
    with store.view() as view:
        assert view.report("r1") == page
    assert found_faults(store) == []


def test_a_page_of_very_many_words_is_kept(store: Store) -> None:
    """A list of names that fills a book must not stop a run."""
    page = report(text=TEXT + " " + " ".join(f"person{n}" for n in range(150_000)))
    assert keep(store, page) == ["new"]
    with store.view() as view:
        assert view.report("r1") == page


def test_the_same_report_twice_changes_nothing(store: Store) -> None:
    """Reading a folder again must not double the record."""
    for expected in ("new", "unchanged", "unchanged"):
        assert keep(store, report()) == [expected]
    with store.view() as view:
        assert view.counts() == {"reports": 1, "figures": 1, "claims": 1, "stories": 0, "incidents": 0}
        assert len(view.log()) == 1


def test_a_changed_report_is_a_new_version(store: Store) -> None:
    """What was known before must not be overwritten."""
    keep(store, report())
    assert keep(store, report(best=14), now=TUESDAY) == ["changed"]
    with store.view() as view:
        assert view.report("r1") == report(best=14)
        assert view.counts()["figures"] == 1
    with store.view("2024-05-06") as view:
        assert view.report("r1") == report()
    with store.view("2024-05-05") as view:
        assert view.report_ids() == ()
    assert found_faults(store) == []


def test_nothing_is_kept_of_a_failed_write(store: Store) -> None:
    """Half a report is worse than none."""
    bad = replace(report("r2"), figures=(Figure(id="f", start=0, end=999, measure="killed"),))
    with pytest.raises(StoreError, match="outside its 57 characters"):
        keep(store, report(), bad)
    with store.view() as view:
        assert view.report_ids() == ()
        assert view.log() == ()


def test_reports_are_found_by_their_words(store: Store) -> None:
    """An analyst who remembers a word must find the page again."""
    keep(store, report("r1"), report("r2", text=TEXT.replace("residents", "villagers") + " Shells fell near a clinic."))
    with store.view() as view:
        assert view.search_reports("Tessit") == ("r2", "r1")
        assert view.search_reports("killing villager") == ("r2",)
        assert view.search_reports('"near a clinic"') == ("r2",)
        assert view.search_reports('"clinic near"') == ()
        assert view.search_reports("shell*") == ("r2",)
        assert view.search_reports("it's \" & | ! ( :* <-> near") in (("r2",), ())
        assert view.search_reports("'") == ()


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("bogota", True),
        ("Bogotá", True),
        ('"in the west of"', True),
        ('"in a west of"', False),
        ("raid", True),
        ("ez-zor", True),
        ('"deir ez zor"', True),
        ("12.5", True),
        ("ez-z*", True),
        ("the", True),
        ("who", False),
        ("example.org", True),
    ],
)
def test_a_search_finds_the_same_on_either_database(store: Store, asked: str, there: bool) -> None:
    """A desk that moves to the server must find there what it found before: accents, small words, slashes, hyphens."""
    words = " In the west of Bogotá an attack/raid near Deir ez-Zor cost 12.5 million; see http://example.org/a_page."
    keep(store, report(text=TEXT + words))
    with store.view() as view:
        assert view.search_reports(asked) == (("r1",) if there else ())


# ---------------------------------------------------------------- relations and stories


def test_relations_and_stories_are_kept(store: Store) -> None:
    """Disagreements must be there when the desk is opened again, and as they were known on a day."""
    relation = Relation(
        relation="disagree", left="r1#f1", right="r2#f1", score=0.8, why="12 against 20", features=(("gap", 8.0),)
    )
    keep(store, report("r2"), report("r1"))
    with store.write(now=MONDAY) as writer, writer.entry("relate", "r1") as entry:
        entry.relations("r1", [relation])
        entry.story(Story(story="s", reports=("r1", "r2")))
    with store.write(now=TUESDAY) as writer, writer.entry("relate", "r1") as entry:
        entry.relations("r1", [])
    with store.view("2024-05-06") as view:
        assert view.relations() == view.relations(["r2"]) == (relation,)
        assert view.stories() == (Story(story="s", reports=("r2", "r1")),)
        assert view.counts()["disagree"] == 1
    with store.view() as view:
        assert view.relations() == ()
        assert len(view.stories()) == 1


# ---------------------------------------------------------------- incidents


def test_incidents_are_found_by_what_they_are(store: Store) -> None:
    """A filter that lets the wrong ones through, or keeps the right ones back, makes every list of the desk wrong."""
    gao = incident("i-gao", killed=30, source_names=("Radio Plain",))
    north = Where(name="Kidal", lat=18.4, lon=1.4, country="ML", admin1="Kidal", precision=1)
    army = (Party(name="The Army", type="state_forces"),)
    kidal = incident("i-kidal", "2024-06-09", title="Shelling of Kidal", where=north, agents=army, killed=2)
    nowhere = incident("i-x", None, title="Protest", type="PROTEST", where=None)
    keep_incidents(store, gao, kidal, nowhere)
    everything = ["i-kidal", "i-gao", "i-x"]
    assert ids(store, Filter()) == everything
    for wanted, expected in [
        (Filter(types=("PROTEST",)), ["i-x"]),
        (Filter(countries=("ml",)), ["i-kidal", "i-gao"]),
        (Filter(admin1s=("Gao", "Kidal"), least_killed=3), ["i-gao"]),
        (Filter(actors=("the army",)), ["i-kidal"]),
        (Filter(sources=("RADIO PLAIN",)), ["i-gao"]),
        (Filter(start="2024-05-03"), ["i-kidal"]),
        (Filter(end="2024-05"), ["i-gao"]),
        (Filter(text="shell"), ["i-kidal"]),
        (Filter(text='"attack on"'), ["i-gao"]),
        (Filter(text="attack army"), []),
        (Filter(box=(0.0, 14.0, 1.0, 16.0)), ["i-gao"]),
        (Filter(box=(170.0, -90.0, 1.0, 90.0)), ["i-gao"]),
        (Filter(box=(1.4, 18.4, 1.4, 18.4)), ["i-kidal"]),
    ]:
        assert ids(store, wanted) == expected, wanted


def test_pages_of_a_list_hold_each_incident_once(store: Store) -> None:
    """Who pages through the list must see all of it, and nothing twice, in one order on either database."""
    days = ["2024-05-02", "2024-05-02", None, "2023-01-01", None, "2024-05-03"]
    keep_incidents(store, *(incident(f"i-{n}", day) for n, day in enumerate(days)))
    seen: list[str] = []
    after = None
    with store.view() as view:
        while True:
            page = view.incidents(limit=2, after=after)
            assert page.total == 6
            seen += [each.id for each in page.incidents]
            after = page.after
            if after is None:
                break
        assert [each.id for each in view.all_incidents()] == seen
        assert view.incidents_like("i-") == ("i-0", "i-1", "i-2", "i-3", "i-4", "i-5")
        with pytest.raises(InputError, match="no place in a list"):
            view.incidents(after="x")
    assert seen == ["i-5", "i-1", "i-0", "i-3", "i-4", "i-2"]


def test_the_timeline_counts_each_incident_once(store: Store) -> None:
    """A day's column that is too high by one version is a false rise."""
    keep_incidents(store, incident("i-1"), incident("i-2", "2024-06-09"), incident("i-3", None))
    keep_incidents(store, incident("i-1", killed=5), incident("i-2", "2024-05-31"), now=TUESDAY)
    with store.view() as view:
        assert view.timeline() == {"": 1, "2024-05": 2}
        assert view.timeline(step="day") == {"": 1, "2024-05-02": 1, "2024-05-31": 1}
        assert view.timeline(Filter(least_killed=4)) == {"2024-05": 1}
        assert view.timeline(Filter(countries=("ML",), types=("ASSAULT",)), step="year") == {"": 1, "2024": 2}
    with store.view("2024-05-06") as view:
        assert view.timeline() == {"": 1, "2024-05": 1, "2024-06": 1}
    assert found_faults(store) == []


def test_what_an_incident_was_is_known_for_ever(store: Store) -> None:
    """How the toll grew is what a fact-checker asks for; an incident that is no more must say what became of it."""
    keep_incidents(store, incident("i-1", killed=3), incident("i-2"))
    keep_incidents(store, incident("i-1", killed=5), now=TUESDAY)
    with store.write(now=TUESDAY) as writer, writer.entry("merge", "i-2", "the same attack") as entry:
        entry.withdraw("i-2", "merged", into="i-1", why="the same attack")
    with store.view() as view:
        history = [(v.incident.tallies[0].low, v.since, v.until) for v in view.history("i-1")]
        assert history == [(3, MONDAY, TUESDAY), (5, TUESDAY, None)]
        (stone,) = view.tombstones("i-2")
        assert (stone.reason, stone.into, stone.at) == ("merged", "i-1", TUESDAY)
    assert ids(store, Filter()) == ["i-1"]
    assert ids(store, Filter(least_killed=5), "2024-05-06") == []
    assert ids(store, Filter(text="Tessit"), "2024-05-06") == ["i-2", "i-1"]
    assert found_faults(store) == []


# ---------------------------------------------------------------- faults


def test_a_flipped_bit_is_found(store: Store) -> None:
    """A record that is no longer what was written must never be shown as if it were."""
    keep(store, report())
    run(store, "update record set body = replace(body, '12', '72') where layer = 'figures'")
    with pytest.raises(StoreError, match="digest does not match"), store.view() as view:
        view.report("r1")
    assert any("digest does not match" in what for what in found_faults(store))


def test_a_row_that_was_changed_or_taken_away_is_found(store: Store) -> None:
    """Who changes the record with the database's own tools must not go unseen."""
    keep(store, report("r1"), report("r2"))
    keep_incidents(store, incident("i-1"))
    run(store, "update incident set country = 'NE'")
    assert found_faults(store)[0] == "the column country does not say what the record says"
    run(store, "update incident set country = 'ML'")
    assert found_faults(store) == []
    run(store, "update entry set at = '2020-01-01T00:00:00Z' where seq = 2")
    assert "does not follow from the entry before it, or was changed" in found_faults(store)


def test_the_check_goes_on_where_a_table_cannot_be_read(store: Store) -> None:
    """One broken page of the disk must not hide what is wrong elsewhere."""
    keep(store, report("r1"))
    keep_incidents(store, incident("i-1"))
    run(store, "alter table text rename to gone")
    run(store, "update incident set country = 'NE'")
    with store.view() as view:
        found = [(fault.table, fault.what) for fault in faults(view.connection)]
    assert any(table == "texts" and what.startswith("cannot be read") for table, what in found)
    assert ("incident", "the column country does not say what the record says") in found
    assert any(table == "rollup" for table, _ in found)


def test_a_store_from_a_newer_version_is_refused(any_store: str) -> None:
    """An old program must not write into a schema that it does not know."""
    store = Store.open(any_store)
    run(store, "update alembic_version set version_num = '9999'")
    store.close()
    with pytest.raises(StoreTooNew, match=r"newer Bellwire .schema 9999, this one knows \d{4}"):
        Store.open(any_store)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no/such/folder/desk.sqlite", "cannot be opened"),
        ("junk.sqlite", "not an SQLite database"),
        ("nonsense://", "is no store|store is not built"),
    ],
)
def test_a_store_that_cannot_be_opened_says_why(tmp_path: Path, monkeypatch, name: str, message: str) -> None:
    """The message must tell what to do."""
    monkeypatch.chdir(tmp_path)
    Path("junk.sqlite").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreError, match=message):
        Store.open(name)


def test_a_full_disk_gives_a_clean_error(tmp_path: Path) -> None:
    """A full disk must not leave half of a report."""
    store = Store.open(str(tmp_path / "desk.sqlite"))
    with store.view() as view:
        pages = view.connection.exec_driver_sql("pragma page_count").scalar()
    big = report("big", text=TEXT + " x" * 200_000)
    with pytest.raises(StoreError, match="disk is full"), store.write(now=MONDAY) as writer:
        writer.connection.exec_driver_sql(f"pragma max_page_count={pages + 10}")
        writer.add(big)
    with store.view() as view:
        assert view.report_ids() == ()
    store.close()
