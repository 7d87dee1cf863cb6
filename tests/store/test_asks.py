"""What the desk asks of the store: what a user loses if the map, the timeline or a facet says other than the list."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import insert, select
from sqlalchemy import text as sql

from bellwire.errors import InputError
from bellwire.model import (
    Block,
    Document,
    EventDate,
    Grade,
    Holding,
    Incident,
    Judgement,
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
from bellwire.store import Filter, Store, tables
from bellwire.store.backup import find_again
from bellwire.store.database import _alembic, make_engine
from bellwire.store.lists import Part
from bellwire.store.verify import faults

MONDAY, TUESDAY = "2024-05-06T10:00:00Z", "2024-05-07T10:00:00Z"
PLACES = (
    Where(name="Tessit", lat=15.2, lon=0.9, country="ML", admin1="Gao", precision=1),
    Where(name="Menaka", lat=15.9, lon=2.4, country="ML", admin1="Ménaka", precision=2),
    Where(name="Tera", lat=14.0, lon=0.7, country="NE", admin1="Tillabéri", precision=3),
    Where(name="Suva", lat=-18.1, lon=178.4, country="FJ", admin1="Rewa", precision=1),
    Where(name="Apia", lat=-13.8, lon=-171.7, country="WS", admin1=None, precision=1),
    Where(name="the border", country="ML"),
)
KINDS = ("ASSAULT", "PROTEST", "ASSAULT", "AID", "ASSAULT")
DAYS = ("2024-04-28", "2024-04-29", "2024-05-02", "2024-05-31", None)
NAMES = ("JNIM", "Malian Army", "Jama'a Council", "farmers")


def incident(number: int) -> Incident:
    """The incident of a number: its values repeat at different lengths, so that all combinations come up."""
    day, low = DAYS[number % 5], float(number % 4 + 1)
    high = low + 2 if number % 3 == 0 else low
    holding = Holding(record="r1#f1", span=Span(start=0, end=18), quote="", measure="killed", low=low, high=high)
    tally = Tally(measure="killed", low=low, high=high, disagree=number % 3 == 0, holdings=(holding,))
    return Incident(
        id=f"i-{number:03}",
        title=f"Event {number}",
        type=KINDS[number % len(KINDS)],  # type: ignore[arg-type]
        status="denied" if number % 7 == 0 else "occurred",
        where=PLACES[number % 6] if number % 11 else None,
        date=EventDate(value=day, earliest=day, latest=day) if day else None,
        agents=(Party(name=NAMES[number % 4], type="armed_group"),),
        outlets=(f"Post {number % 3}",),
        tallies=(tally,) if number % 5 else (),
        suggested=Grade(word="fair" if number % 2 else "weak"),
        review="accepted" if number % 8 == 0 else "unreviewed",
        confidence=round((number * 37 % 100) / 100, 2),
    )


MANY = tuple(incident(n) for n in range(1, 61))


@pytest.fixture
def store(any_store: str) -> Iterator[Store]:
    opened = Store.open(any_store)
    with opened.write(now=MONDAY) as writer, writer.entry("relate", "r1") as entry:
        entry.incidents(MANY)
    yield opened
    opened.close()


def day_of(i: Incident) -> str:
    return (i.date.earliest if i.date else "") or ""


def lat_of(i: Incident) -> float:
    return i.where.lat or 0.0 if i.where else 0.0


ASKED: dict[str, tuple[Filter, Callable[[Incident], bool]]] = {
    "all": (Filter(), lambda i: True),
    "a type": (Filter(types=("ASSAULT",)), lambda i: i.type == "ASSAULT"),
    "a country": (Filter(countries=("ml",)), lambda i: bool(i.where and i.where.country == "ML")),
    "an actor": (Filter(actors=("jnim",)), lambda i: i.agents[0].name == "JNIM"),
    "words": (Filter(text="Tessit"), lambda i: bool(i.where and i.where.name == "Tessit")),
    "a grade and a source": (
        Filter(grades=("fair",), sources=("Post 1",)),
        lambda i: i.suggested.word == "fair" and i.outlets == ("Post 1",),
    ),
    "a box": (Filter(box=(0, 10, 10, 15.5)), lambda i: bool(i.where and i.where.name in ("Tessit", "Tera"))),
    "nothing": (Filter(text="nowhere"), lambda i: False),
}


def asked() -> Iterator[tuple[Filter, tuple[Incident, ...]]]:
    """Filters, and what each lets through."""
    for wanted, holds in ASKED.values():
        yield wanted, tuple(i for i in MANY if holds(i))


# ---------------------------------------------------------------- the map


def test_the_map_has_what_the_list_has(store: Store) -> None:
    """An incident missing on the map is a place that looks safe."""
    for wanted, right in asked():
        with store.view() as view:
            found = view.map_points(wanted)
            listed = [i.id for i in view.incidents(wanted, limit=100).incidents]
        placed = {i.id: i for i in right if i.where and i.where.lat is not None}
        assert {p.id for p in found.points} == set(placed)
        assert (found.total, found.nowhere, found.bins) == (len(placed), len(right) - len(placed), ())
        assert [p.id for p in found.points] == [id for id in listed if id in placed]
        for point in found.points:
            one = placed[point.id]
            assert one.where and (point.lat, point.lon) == (one.where.lat, one.where.lon)
            assert (point.title, point.type, point.where_prec) == (one.title, one.type, one.where.precision)
            assert point.disagree == any(t.disagree for t in one.tallies)
            assert (point.killed_low, point.killed_high) == (
                (one.tallies[0].low, one.tallies[0].high) if one.tallies else (None, None)
            )
            assert point.day == day_of(one)


def test_bins_count_every_point_once(store: Store) -> None:
    """A cluster's number must be the number of incidents that it opens into."""
    for (wanted, right), zoom in product(asked(), (0, 3, 8, 20)):
        placed = [i for i in right if i.where and i.where.lat is not None]
        with store.view() as view:
            found = view.map_points(wanted, most=0, zoom=zoom)
        assert found.points == ()
        assert found.total == sum(b.incidents for b in found.bins) == len(placed)
        assert sum(b.disagree for b in found.bins) == sum(any(t.disagree for t in i.tallies) for i in placed)
        for bin in found.bins:
            west, south, east, north = bin.box
            inside = [
                i
                for i in placed
                if i.where and west <= (i.where.lon or 0) < east and south <= (i.where.lat or 0) < north
            ]
            assert len(inside) == bin.incidents
            kinds = Counter(i.type for i in inside)
            assert bin.type == min(kinds, key=lambda kind: (-kinds[kind], kind))
            assert bin.lat == pytest.approx(sum(map(lat_of, inside)) / len(inside), abs=1e-4)


def test_what_lies_within_the_bounds_is_shown(store: Store) -> None:
    """A map that is moved over the date line must not lose the islands beyond it."""
    with store.view() as view:
        pacific = view.map_points(bounds=(170, -30, -160, 0))
        sahel = view.map_points(bounds=(-5, 10, 5, 20))
        both = view.map_points(Filter(box=(0, 10, 10, 15.5)), bounds=(0.8, 10, 5, 20))
        grid = view.map_points(bounds=(-5, 10, 5, 20), most=1, zoom=4)
    assert {round(p.lon) for p in pacific.points} == {178, -172}
    assert {round(p.lat) for p in sahel.points} == {14, 15, 16}
    assert {p.lat for p in both.points} == {15.2}
    assert grid.total == sahel.total and len(grid.bins) >= 2


def test_a_zoom_that_no_map_has_is_refused(store: Store) -> None:
    """A grid of fields too small to count would run for ever."""
    for zoom in (-1, 21):
        with store.view() as view, pytest.raises(InputError, match="0 to 20"):
            view.map_points(zoom=zoom)


def test_the_map_as_it_was_known(store: Store) -> None:
    """The slider must move the map too: a point that was moved later stands where it stood."""
    moved = replace(MANY[0], where=PLACES[0], tallies=())
    with store.write(now=TUESDAY) as writer, writer.entry("relate", "r2") as entry:
        entry.incidents([moved])
        entry.withdraw("i-002", "withdrawn")
    with store.view("2024-05-06") as view:
        then = {p.id: p for p in view.map_points().points}
    with store.view() as view:
        now = {p.id: p for p in view.map_points().points}
    assert (then["i-001"].lat, then["i-001"].killed_high) == (15.9, 2)
    assert (now["i-001"].lat, now["i-001"].killed_high) == (15.2, None)
    assert "i-002" in then and "i-002" not in now


def test_bounds_hold_all_that_is_found(store: Store) -> None:
    """The map opens where the incidents are."""
    with store.view() as view:
        assert view.bounds() == (-171.7, -18.1, 178.4, 15.9)
        assert view.bounds(Filter(countries=("NE",))) == (0.7, 14.0, 0.7, 14.0)
        assert view.bounds(Filter(text="nowhere")) is None


# ---------------------------------------------------------------- the timeline


def test_the_timeline_by_type_adds_up(store: Store) -> None:
    """A bar must be as high as the list that it opens is long, whatever the filter and the step."""
    for wanted, right in asked():
        with store.view() as view:
            for step, length in (("day", 10), ("month", 7), ("year", 4)):
                found = view.timeline_by_type(wanted, step=step)
                expected = Counter((day_of(i)[:length], i.type) for i in right)
                assert {(day, kind): n for day, kinds in found.items() for kind, n in kinds.items()} == expected
                assert {day: sum(kinds.values()) for day, kinds in found.items()} == view.timeline(wanted, step=step)


def test_weeks_begin_on_monday(store: Store) -> None:
    """A Sunday counted into the next week moves an attack into another period."""
    with store.view() as view:
        weeks = view.timeline(step="week")
        grade = view.timeline_by_type(Filter(grades=("fair",)), step="week")
    days = Counter(day_of(i) for i in MANY)
    assert weeks == {
        "": days[""],
        "2024-04-22": days["2024-04-28"],
        "2024-04-29": days["2024-04-29"] + days["2024-05-02"],
        "2024-05-27": days["2024-05-31"],
    }
    assert set(grade) == set(weeks)


def test_a_step_that_is_none_is_refused(store: Store) -> None:
    """A mistyped step must say which there are."""
    with store.view() as view, pytest.raises(InputError, match="day, week, month, year"):
        view.timeline_by_type(step="decade")


# ---------------------------------------------------------------- facets

OF_FACET: dict[str, Callable[[Incident], str | None]] = {
    "type": lambda i: i.type,
    "status": lambda i: i.status,
    "country": lambda i: i.where.country if i.where else None,
    "admin1": lambda i: i.where.admin1 if i.where else None,
    "grade": lambda i: i.suggested.word,
    "review": lambda i: i.review,
    "actor": lambda i: i.agents[0].name,
    "source": lambda i: i.outlets[0],
}


def test_facets_count_what_choosing_them_would_show(store: Store) -> None:
    """A number beside a choice must be the number that the choice leaves."""
    for wanted, right in asked():
        own = {name: [*getattr(wanted, f"{name}s", ())] for name in OF_FACET}
        own |= {"status": [*wanted.statuses], "country": [*wanted.countries]}
        with store.view() as view:
            for facet in view.facets(wanted):
                assert not facet.least and not facet.more
                if not own[facet.name]:
                    expected = Counter(v for i in right if (v := OF_FACET[facet.name](i)) is not None)
                    assert {v.label: v.incidents for v in facet.values} == expected
                assert [v.incidents for v in facet.values] == sorted((v.incidents for v in facet.values), reverse=True)


def test_a_facet_that_is_chosen_still_shows_its_other_values(store: Store) -> None:
    """Who chose one country must see what a second one would add."""
    with store.view() as view:
        (facet,) = view.facets(Filter(countries=("NE",), types=("ASSAULT",)), of=["country"])
    found = Counter(i.where.country for i in MANY if i.where and i.type == "ASSAULT")
    assert {v.value: v.incidents for v in facet.values} == found


def test_names_are_found_by_their_beginning(store: Store) -> None:
    """Among thousands of actors one is found by typing; it stands as it is written, not in lower case."""
    with store.view() as view:
        (actors,) = view.facets(of=["actor"], beginning="j")
        (regions,) = view.facets(of=["admin1"], beginning="ti")
        assert view.facets(of=["source"], beginning="100%")[0].values == ()
        (few,) = view.facets(of=["actor"], most=1)
        (latest,) = view.facets(of=["actor"], some=10)
    assert {v.label for v in actors.values} == {"JNIM", "Jama'a Council"}
    assert {v.value for v in actors.values} == {"jnim", "jama'a council"}
    assert [v.label for v in regions.values] == ["Tillabéri"]
    assert (len(few.values), few.more) == (1, True)
    assert latest.least and sum(v.incidents for v in latest.values) == 10


def test_an_unknown_facet_is_refused(store: Store) -> None:
    """A mistyped facet must not look like one without values."""
    with store.view() as view, pytest.raises(InputError, match="type, status, country"):
        view.facets(of=["colour"])


# ---------------------------------------------------------------- the queue of what is to be reviewed


def test_the_queue_begins_with_what_is_least_sure(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reviewers' time goes first where the machine was least sure; page after page, nothing twice, nothing left out."""
    for wanted, right in asked():
        expected = sorted((i for i in right if i.review == "unreviewed"), key=lambda i: (i.confidence, MANY.index(i)))
        for few in (5000, 3):
            monkeypatch.setattr("bellwire.store.pages.FEW", few)
            found, after = [], None
            with store.view() as view:
                while True:
                    page = view.review_queue(wanted, limit=7, after=after)
                    assert page.total == len(expected) or page.total_is_least
                    found += [i.id for i in page.incidents]
                    after = page.after
                    if after is None:
                        break
            assert found == [i.id for i in expected]


def test_the_queue_of_what_was_accepted(store: Store) -> None:
    """A second pair of eyes asks for what others have looked at."""
    with store.view() as view:
        found = view.review_queue(Filter(reviews=("accepted",)))
    assert {i.id for i in found.incidents} == {i.id for i in MANY if i.review == "accepted"}


def test_a_place_in_the_queue_that_is_none_is_refused(store: Store) -> None:
    """A bent link must say so, not show the queue from somewhere."""
    for after in ["", "x~1", "0.5", "0.5~x", "0.5~-1", "nan~1", "0.5~99999999999999999999"]:
        with store.view() as view, pytest.raises(InputError, match="no place in a list"):
            view.review_queue(after=after)


# ---------------------------------------------------------------- days, and keeping it right


def test_the_days_on_which_the_record_changed(store: Store) -> None:
    """The slider stops where something changed."""
    with store.write(now=TUESDAY) as writer, writer.entry("relate", "r2") as entry:
        entry.withdraw("i-002", "withdrawn")
    with store.view() as view:
        assert [(d.day, d.entries) for d in view.days_known()] == [("2024-05-06", 1), ("2024-05-07", 1)]
    with store.view("2024-05-06") as view:
        assert len(view.days_known()) == 2
        assert view.count() == 60


def found_faults(store: Store) -> list[str]:
    with store.view() as view:
        return [fault.what for fault in faults(view.connection)]


@pytest.mark.parametrize(
    "damage",
    [
        "update incident_point set disagree = 1 - disagree where id = 'i-001'",
        "update incident_point set title = 'x' where id = 'i-001'",
        "delete from incident_point where id = 'i-001'",
    ],
)
def test_a_point_that_was_changed_is_found_and_mended(store: Store, damage: str) -> None:
    """A map that shows what the record does not say must not stay unseen."""
    assert found_faults(store) == []
    with store.write(now=TUESDAY) as writer:
        writer.connection.execute(sql(damage))
    assert found_faults(store) == ["what the map shows is not what the incident says"]
    with store.write(now=TUESDAY) as writer:
        find_again(writer.connection)
    assert found_faults(store) == []


def test_a_store_made_before_there_was_a_map_gets_one(bare_store: str, tmp_path: Path) -> None:
    """After an update, the map of a year's record must be full at once."""
    new = Store.open(str(tmp_path / "new.sqlite"))
    with new.write(now=MONDAY) as writer, writer.entry("relate", "r1") as entry:
        entry.incidents(MANY)
    engine = make_engine(bare_store)
    with new.view() as view, engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_alembic(connection), "0002")
        for table in (tables.entry, tables.incident, tables.incident_term, tables.rollup):
            connection.execute(insert(table), [row._asdict() for row in view.connection.execute(select(table))])
        before = view.map_points()
    engine.dispose()
    new.close()
    store = Store.open(bare_store)
    with store.view() as view:
        assert view.map_points() == before
    assert found_faults(store) == []
    store.close()


# ---------------------------------------------------------------- lists, a page at a time


def report(id: str, day: str, words: str) -> Report:
    text = f"{words} was told of, residents said."
    page = Document(
        id=id, kind="article", text=text, title=words, outlet=f"Post {id[-1]}", published=Published(value=day)
    )
    blocks = (Block(start=0, end=len(text), role="paragraph"),)
    return Report(id=id, document=page, blocks=blocks, made_by=MadeBy(bellwire="0"))


def read_all(read: Callable[[str | None], Part[Any]]) -> list[Any]:
    """All records of a list, page after page."""
    found, after = list[Any](), None
    while True:
        part = read(after)
        found += part.records
        after = part.after
        if after is None:
            return found


def test_lists_of_the_record_are_read_to_their_end(any_store: str) -> None:
    """A script that reads page after page must get every report, relation, story and judgement, each once."""
    store = Store.open(any_store)
    reports = [report(f"r{n}", f"2024-05-{n + 1:02}", f"Shelling {n} of Gao") for n in range(7)]
    relations = [
        Relation(relation="same_event" if n % 2 else "echo", left="r0#e", right=f"r{n}#e", score=0.5, why="told alike")
        for n in range(1, 7)
    ]
    stories = [Story(story=f"s-{n}", reports=(f"r{n + 1}", f"r{n}")) for n in range(5)]
    with store.write(now=MONDAY, by="ana") as writer:
        writer.add_all(reports)
        with writer.entry("relate", "r0") as entry:
            entry.relations("r0", relations)
            for story in stories:
                entry.story(story)
        for n in range(5):
            verb = "accept" if n % 2 else "reject"
            with writer.entry(verb, f"r{n}") as entry:
                entry.judge(Judgement(id=f"j-{n}", verb=verb, subject=f"r{n}", by="ana", at=MONDAY))  # type: ignore[arg-type]
    with store.write(now=TUESDAY) as writer:
        writer.add(report("r0", "2024-05-01", "Shelling 0 of Gao, corrected"))
    with store.view() as view:
        lines = read_all(lambda after: view.report_lines(limit=2, after=after))
        assert [(line.id, line.version, line.kept) for line in lines] == [
            ("r0", 2, TUESDAY),
            *((f"r{n}", 1, MONDAY) for n in range(6, 0, -1)),
        ]
        assert [line.title for line in view.report_lines(text="corrected").records] == ["Shelling 0 of Gao, corrected"]
        assert [line.id for line in view.report_lines(outlets=["Post 3"]).records] == ["r3"]
        assert [line.id for line in view.report_lines(start="2024-05-06", end="2024-05").records] == ["r6", "r5"]
        assert set(read_all(lambda after: view.relation_page(limit=2, after=after))) == set(relations)
        assert {r.right for r in view.relation_page(kinds=["echo"]).records} == {"r2#e", "r4#e", "r6#e"}
        assert [r.right for r in view.relation_page(reports=["r3"]).records] == ["r3#e"]
        found = read_all(lambda after: view.story_page(limit=2, after=after))
        assert [(s.story, set(s.reports)) for s in found] == [(s.story, set(s.reports)) for s in stories]
        assert view.story("s-1") == found[1] and view.story("s-9") is None
        ids = [j.id for j in read_all(lambda after: view.judgement_page(limit=2, after=after))]
        assert ids == ["j-4", "j-3", "j-2", "j-1", "j-0"]
        assert [j.id for j in view.judgement_page(verbs=["accept"], by=["ana"]).records] == ["j-3", "j-1"]
        assert [j.id for j in view.judgement_page(subjects=["r2"]).records] == ["j-2"]
        with pytest.raises(InputError, match="no place in a list"):
            view.report_lines(after="x")
    with store.view("2024-05-06") as view:
        assert [line.version for line in view.report_lines().records] == [1] * 7
    with store.view("2024-05-05") as view:
        assert view.report_lines().records == view.story_page().records == view.judgement_page().records == ()
    store.close()
