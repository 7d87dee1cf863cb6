"""Rows of ACLED and UCDP as reports: what they say, where each value stands, and what is wrong with them."""

from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.export.columns import said
from bellwire.imports import DataSet, all_sets, open_rows, report_of, set_named
from bellwire.model import Report
from bellwire.model.codec import decode, encode

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with open_rows(str(HERE / name)) as table:
        return [dict(row.cells) for row in table.rows]


def reports(name: str, data: str) -> dict[str, Report]:
    return {r.id: r for r in (report_of(row, set_named(data)) for row in rows(name))}


@pytest.fixture(scope="module")
def acled() -> dict[str, Report]:
    return reports("acled.csv", "acled")


@pytest.fixture(scope="module")
def ucdp() -> dict[str, Report]:
    return reports("ucdp.csv", "ucdp")


def spans(record: Any) -> list[tuple[int, int]]:
    """All spans of a record, however deep."""
    if isinstance(record, tuple):
        return [span for each in record for span in spans(each)]
    if not is_dataclass(record):
        return []
    own = [(record.start, record.end)] if getattr(record, "start", None) is not None else []
    return own + [span for f in fields(record) for span in spans(getattr(record, f.name))]


@pytest.mark.parametrize(("name", "data"), [("acled.csv", "acled"), ("acled_2019.csv", "acled"), ("ucdp.csv", "ucdp")])
def test_every_field_points_at_its_cell(name: str, data: str) -> None:
    """A span that points beside its cell would be evidence for nothing."""
    for row in rows(name):
        report = report_of(row, set_named(data))
        text = report.document.text
        values = set(row.values())
        assert all(f"{column}: {value}" in text.split("\n") for column, value in row.items())
        assert all(0 <= start < end <= len(text) for start, end in spans(report))
        assert [text[b.start : b.end] for b in report.blocks] == text.split("\n")  # what the desk shows of a page
        for actor in report.actors:
            assert {m.quote(text) for m in actor.mentions} == {actor.name}
        for place in report.places:
            assert text[place.start : place.end] == place.name and place.name in values
        for event in report.events:
            assert event.trigger.quote(text) in values and event.sentence.covers(event.trigger)
        assert decode(encode(report), Report) == report


def test_an_acled_row_says_what_it_says(acled: dict[str, Report]) -> None:
    """The battle is read whole: type, day, place, both sides, who is with them, and the toll."""
    report = acled["import:acled:MLI900001"]
    (event,), (figure,), (place,) = report.events, report.figures, report.places
    names = {actor.id: (actor.name, actor.type, actor.country) for actor in report.actors}
    assert (event.type, event.mode, event.status) == ("ASSAULT", None, "occurred")
    assert event.codes.acled_sub_event_type == "Armed clash"
    assert event.date is not None and (event.date.value, event.date.precision) == ("2024-05-03", "day")
    assert [names[p.actor or ""] for p in event.agents] == [
        ("JNIM: Group for Support of Islam and Muslims", "armed_group", None)
    ]
    assert [names[p.actor or ""] for p in event.patients] == [
        ("Military Forces of Mali (2021-)", "state_forces", "ML"),
        ("Dozo Communal Militia (Mali)", "other", None),
    ]
    assert (place.name, place.lat, place.lon, place.country, place.admin1, place.precision) == (
        "Hombori", 15.28, -1.7, "ML", "Mopti", 1
    )  # fmt: skip
    assert (figure.measure, figure.low, figure.best, figure.high) == ("killed", 12, 12, 12)
    assert report.document.text[figure.start : figure.end] == "12"
    assert report.document.published.value == "2024-05-08T20:26:40Z"
    assert report.document.outlet == "ACLED" and report.claims == ()
    assert [issue.code for issue in report.issues] == ["imported"]
    assert "12 soldiers were killed" in event.sentence.quote(report.document.text)


def test_acleds_precisions_make_windows(acled: dict[str, Report]) -> None:
    """A week or a month that is read as a day would be compared as if somebody knew the day."""
    dates = {id: report.events[0].date for id, report in acled.items() if report.events}
    week, month = dates["import:acled:MLI900002"], dates["import:acled:BFO900005"]
    assert week is not None and (week.earliest, week.latest, week.precision) == ("2024-05-01", "2024-05-07", "week")
    assert month is not None and (month.value, month.earliest, month.latest) == ("2024-05", "2024-05-01", "2024-05-31")
    assert [acled[f"import:acled:{id}"].places[0].precision for id in ("MLI900002", "BFO900005")] == [3, 4]


def test_what_the_record_has_no_word_for_is_an_issue(acled: dict[str, Report]) -> None:
    """ACLED's “Other” is no event of ours; the row is kept, and says why nothing came of it."""
    report = acled["import:acled:MLI900004"]
    (issue,) = [i for i in report.issues if i.code == "no_event"]
    assert not report.events and "Other" in issue.message
    assert report.document.text[issue.start : issue.end] == "Other"


def test_older_editions_are_read() -> None:
    """Numbers for types of actors, other columns, semicolons, days with the month in words."""
    found = reports("acled_2019.csv", "acled")
    battle, protest = found["import:acled:MLI3001"], found["import:acled:MLI3002"]
    assert [actor.type for actor in battle.actors] == ["armed_group", "state_forces"]
    assert battle.events[0].date is not None and battle.events[0].date.value == "2019-03-02"
    assert protest.events[0].type == "PROTEST" and protest.events[0].trigger.quote(protest.document.text) == (
        "Riots/Protests"
    )


def test_a_ucdp_row_says_what_it_says(ucdp: dict[str, Report]) -> None:
    """Estimates, the deaths of each side, the sides themselves and where_prec come from their own columns."""
    report = ucdp["import:ucdp-ged:990001"]
    (event,), text = report.events, report.document.text
    whole, soldiers, fighters = report.figures
    assert (whole.low, whole.best, whole.high) == (14, 17, 20)
    assert text[whole.start : whole.end] == "17\nhigh: 20\nlow: 14"
    assert [(f.best, f.part_of) for f in (soldiers, fighters)] == [(14, whole.id), (3, whole.id)]
    assert [(a.name, a.type, a.country) for a in report.actors] == [
        ("Government of Mali", "government", "ML"),
        ("JNIM", "armed_group", None),
    ]
    assert soldiers.actor == report.actors[0].id
    assert (report.places[0].name, report.places[0].precision, report.places[0].country) == ("Hombori town", 1, "ML")
    assert event.sentence.quote(text).endswith("Army post attacked near Hombori")
    month = ucdp["import:ucdp-ged:990003"].events[0].date
    assert month is not None and (month.earliest, month.latest) == ("2024-05-01", "2024-05-31")
    civilians = ucdp["import:ucdp-ged:990002"]
    assert [a.type for a in civilians.actors] == ["government", "civilians"]
    assert civilians.figures[1].population == "civilians"


@pytest.mark.parametrize("data", all_sets().values(), ids=lambda d: d.name)
def test_the_columns_are_those_of_the_export(data: DataSet) -> None:
    """One that is misspelled would never be found in a table."""
    try:
        exported = {column.name for column in said(data.name)}
    except FileNotFoundError:
        pytest.skip(f"no export {data.name}")
    assert set(data.columns) == exported
    assert len(data.columns) == len(set(data.columns)) == {"acled": 31, "ucdp": 49}[data.name]


def test_another_order_of_columns_is_the_same_report() -> None:
    """A table that was sorted otherwise by somebody's tool must not make a new version of every row."""
    row = rows("acled.csv")[0]
    shuffled = dict(reversed(row.items()))
    assert encode(report_of(row, set_named("acled"))) == encode(report_of(shuffled, set_named("acled")))


BAD = {
    "event_date": "soon",
    "time_precision": "9",
    "latitude": "91",
    "longitude": "east",
    "geo_precision": "0",
    "fatalities": "-3",
    "country": "Elbonia",
    "inter1": "Wizards",
    "timestamp": "yesterday",
    "event_type": "Picnics",
}


@pytest.mark.parametrize("column", BAD)
def test_a_bad_cell_is_an_issue_that_points_at_it(column: str) -> None:
    """One typing error in a table must not end the run, nor go unseen."""
    row = rows("acled.csv")[0] | {column: BAD[column]}
    row.pop("iso")
    if column == "event_type":
        row.pop("sub_event_type")
    report = report_of(row, set_named("acled"))
    found = [i for i in report.issues if i.code in ("bad_cell", "no_event")]
    assert len(found) == 1 and found[0].message.startswith(f"{column}: ")
    assert report.document.text[found[0].start : found[0].end] == BAD[column]


def test_estimates_out_of_order_are_an_issue() -> None:
    """A low estimate above the high one is somebody's slip; the range still holds all three."""
    report = report_of(rows("ucdp.csv")[0] | {"low": "30"}, set_named("ucdp"))
    assert [i.code for i in report.issues] == ["imported", "bad_cell"]
    assert (report.figures[0].low, report.figures[0].high) == (17, 30)
    ends = report_of(rows("ucdp.csv")[0] | {"date_end": "2024-05-01"}, set_named("ucdp"))
    assert ends.events[0].date is None and "before it begins" in ends.issues[1].message


CELLS = st.dictionaries(
    st.sampled_from((*set_named("acled").columns, *set_named("ucdp").columns)),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool),
    min_size=1,
)


@given(CELLS, st.sampled_from(["acled", "ucdp"]))
def test_no_row_ends_the_run(cells: dict[str, str], data: str) -> None:
    """Whatever stands in a row, it becomes a report whose spans lie within its text."""
    report = report_of(cells, set_named(data))
    assert all(0 <= start < end <= len(report.document.text) for start, end in spans(report))
    assert report.issues[0].code == "imported"
