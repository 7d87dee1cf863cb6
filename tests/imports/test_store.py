"""Imported rows in the store: a source of their own, which changes nothing about what was coded."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from bellwire import code
from bellwire.desk import Desk
from bellwire.export import Options, format_named, source_of
from bellwire.imports import open_rows, report_of, set_named
from bellwire.imports.compared import compare
from bellwire.imports.sides import given_of, store_side
from bellwire.model import Report
from bellwire.publish.policy import named_policy
from bellwire.relate.together import relate
from bellwire.store import Filter
from bellwire.store.filters import ALL
from bellwire.store.imported import imported_outlets

HERE = Path(__file__).parent
PAGE = (
    "Twelve soldiers were killed when jihadist fighters attacked an army post near Hombori in Mali on 3 May 2024, "
    "the army said in a statement on Saturday."
)
NOW = "2024-06-01T00:00:00Z"


def rows(name: str, data: str, outlet: str | None = None) -> list[Report]:
    with open_rows(str(HERE / name)) as table:
        return [report_of(row.cells, set_named(data), outlet=outlet) for row in table.rows]


def page(id: str, text: str = PAGE) -> Report:
    return replace(code(text, published="2024-05-04", outlet=f"Outlet {id}", kind="article"), id=id)


def keep(desk: Desk, *reports: Report) -> list[str]:
    outcomes = [outcome for _, outcome in desk.keep(reports, now=NOW)]
    assert set(desk.relate(now=NOW)) == {r.id for r, o in zip(reports, outcomes, strict=True) if o != "unchanged"}
    return [str(outcome) for outcome in outcomes]


EVERY = Filter(origin="all")


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Desk.open("sqlite://") as opened:
        yield opened


def test_the_same_table_again_changes_nothing_and_a_changed_row_is_a_version(desk: Desk) -> None:
    """Data sets are downloaded anew every week; what was known before must stay known."""
    table = rows("acled.csv", "acled")
    assert keep(desk, *table) == ["new"] * 5
    assert keep(desk, *table) == ["unchanged"] * 5
    with open_rows(str(HERE / "acled.csv")) as opened:
        first = next(opened.rows).cells | {"fatalities": "14"}
    before = ids(desk)
    assert keep(desk, report_of(first, set_named("acled"))) == ["changed"]
    assert ids(desk) == before
    with desk.view() as view:
        (incident,) = view.incidents(Filter(text="Hombori", origin="imported")).incidents
        assert incident.tallies[0].high == 14
        assert [v.incident.tallies[0].high for v in view.history(incident.id)] == [12, 14]


def ids(desk: Desk) -> list[str]:
    with desk.view() as view:
        return sorted(i.id for i in view.all_incidents(EVERY))


def test_an_imported_row_is_an_incident_of_its_own_and_no_source(desk: Desk) -> None:
    """A data set has it from the same outlets: counted as a source, it would make a rumour look confirmed."""
    keep(desk, page("one"))
    with desk.view() as view:
        before = view.incidents(ALL).incidents
    keep(desk, *rows("acled.csv", "acled"), *rows("ucdp.csv", "ucdp"))
    with desk.view() as view:
        assert view.incidents(ALL).incidents == before, "what is imported is shown where it is asked for"
        imported = list(view.all_incidents(Filter(origin="imported")))
        assert [i.id for i in view.all_incidents(EVERY) if i in before] == [i.id for i in before]
        assert len([*view.all_incidents(EVERY)]) == len(before) + len(imported)
        assert len(imported) == 7 and {i.reports for i in imported} == {1}
        assert view.relations() == () and view.stories() == ()
        assert {i.outlets for i in view.incidents(Filter(sources=("ACLED",))).incidents} == {("ACLED",)}
        assert imported_outlets(view) == {"ACLED": 5, "UCDP GED": 3}


def test_relating_pages_finds_the_same_with_imported_rows_in_the_store(desk: Desk) -> None:
    """Words of ten thousand rows must not change how rare a word is, nor which pages are alike."""
    pages = [page("one"), page("two", PAGE + " Residents said on Sunday that 15 people were killed in the attack.")]
    keep(desk, *rows("acled.csv", "acled"), *rows("acled_2019.csv", "acled"))
    keep(desk, *pages)
    with Desk.open("sqlite://") as plain:
        keep(plain, *pages)
        with plain.view() as alone, desk.view() as mixed:
            assert mixed.relations() == alone.relations() != ()
            assert mixed.stories() == alone.stories()
            assert list(mixed.all_incidents()) == list(alone.all_incidents())


def test_relating_files_leaves_imported_rows_out() -> None:
    """`bellwire relate` of a file that holds both must not call a row a copy of another."""
    table = rows("acled.csv", "acled")
    assert relate([*table, page("one"), page("two")]) == relate([page("one"), page("two")])


def test_what_an_analyst_merges_counts_the_coded_sources_alone(desk: Desk) -> None:
    """An analyst may say that a row and an incident are one; the row still is no second source."""
    keep(desk, page("one"), *rows("acled.csv", "acled"))
    with desk.view() as view:
        coded = next(i for i in view.all_incidents() if "Outlet one" in i.outlets)
        row = next(i for i in view.incidents(Filter(text="Hombori", sources=("ACLED",))).incidents)
    desk.judge("merge", row.id, by="ana", why="the same attack", value={"into": coded.id}, now=NOW)
    with desk.view() as view:
        merged = view.incident(coded.id)
        assert merged is not None and merged.reports == 2
        assert (merged.sources, merged.source_names) == (coded.sources, coded.source_names)
        assert merged.suggested == coded.suggested
        found = compare(*(store_side(given_of(name), view, ALL) for name in ("coded", "ACLED")))
        assert [(link.left.id, link.right.id) for link in found.found.links] == [(coded.id, coded.id)]


def test_two_editions_are_kept_apart(desk: Desk) -> None:
    """What ACLED changed between two downloads is a question of its own."""
    keep(desk, *rows("acled.csv", "acled"), *rows("acled.csv", "acled", outlet="ACLED of May"))
    with desk.view() as view:
        assert imported_outlets(view) == {"ACLED": 5, "ACLED of May": 5}
        found = compare(*(store_side(given_of(name), view, ALL) for name in ("ACLED", "ACLED of May")))
        assert len(found.found.links) == 4 and not found.differing()


def test_what_is_coded_is_compared_with_what_was_imported(desk: Desk) -> None:
    """The question of the whole: which attacks did we miss, which did they?"""
    keep(desk, page("one"), *rows("acled.csv", "acled"))
    with desk.view() as view:
        found = compare(*(store_side(given_of(name), view, ALL) for name in ("coded", "ACLED")))
    (link,) = found.found.links
    assert link.right.place == "Hombori" and not link.differing
    assert len(found.found.only_right) == 3 and not found.found.only_left


@pytest.mark.parametrize("form", ["acled", "ucdp"])
def test_our_own_export_comes_back(desk: Desk, form: str) -> None:
    """What we give away in another's form must read there as what it is; formulas are no part of a name."""
    told = rows("acled.csv", "acled")
    keep(desk, page("one"), *told)
    out = BytesIO()
    with desk.view() as view:
        judged = partial(desk.judged_reports, view)
        source = source_of(view, named_policy("internal"), EVERY, date(2024, 6, 1), judged)
        format_named(form).write(source, out, Options())
    out.seek(0)
    wanted = list(csv.DictReader(out.getvalue().decode().splitlines()))
    with open_rows("-", out) as table:
        back = [report_of(row.cells, set_named(form), outlet="ours") for row in table.rows]
    assert len(back) == len(wanted) >= 3
    for row, report in zip(wanted, back, strict=True):
        assert [i.code for i in report.issues] == ["imported"], report.issues
        (event,) = report.events
        names = {actor.name for actor in report.actors}
        first, second = ("actor1", "actor2") if form == "acled" else ("side_a", "side_b")
        assert {row[first], row[second]} - {""} <= names
        assert report.places[0].lat == pytest.approx(float(row["latitude"]))
        assert report.figures[0].best == float(row["fatalities" if form == "acled" else "best"])
        assert event.date is not None
    with desk.view() as view:
        coded = store_side(given_of("coded"), view, ALL)
    keep(desk, *back)
    with desk.view() as view:
        found = compare(coded, store_side(given_of("ours"), view, ALL))
        assert len(found.found.links) == len(coded.noted) and not found.differing()


def test_ucdps_own_numbers_come_back(desk: Desk) -> None:
    """A table that went through the record would come out with other dead, or with those of one side lost."""
    keep(desk, *rows("ucdp.csv", "ucdp"))
    columns = ("best", "high", "low", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")

    def numbers(lines: list[str]) -> set[tuple[str, ...]]:
        return {tuple(row[column] for column in columns) for row in csv.DictReader(lines)}

    written = {}
    with desk.view() as view:
        for form in ("ucdp", "acled"):
            judged = partial(desk.judged_reports, view)
            source = source_of(view, named_policy("internal"), Filter(origin="imported"), date(2024, 6, 1), judged)
            out = BytesIO()
            format_named(form).write(source, out, Options())
            written[form] = out.getvalue().decode().splitlines()
    assert numbers(written["ucdp"]) == numbers((HERE / "ucdp.csv").read_text(encoding="utf-8").splitlines())
    notes = " ".join(row["notes"] for row in csv.DictReader(written["acled"]))
    assert "Killed: 17 (between 14 and 20) (according to UCDP GED)" in notes and "high:" not in notes


def test_a_page_cannot_pass_for_a_row_of_a_data_set() -> None:
    """A page with such an id would be told by no source and stand in no list: a way to hide a report."""
    from bellwire.desk import code_page
    from bellwire.read.jsonl import read_row

    report = code_page(read_row({"id": "import:acled:MLI1", "text": PAGE, "kind": "article"}))
    assert report.id == "page:import:acled:MLI1" and "id" in {issue.code for issue in report.issues}
