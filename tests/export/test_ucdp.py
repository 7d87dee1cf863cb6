"""The table with UCDP GED's columns: numbers that add up, sides, cells, and what pandas makes of it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.record import place
from tests.export.tables import ARMY, CIVILIANS, GROUP, count, incident, rows, written

from bellwire.export.columns import said
from bellwire.export.geography import priogrid
from bellwire.export.ucdp import lethal
from bellwire.model import EventDate, Party

COLUMNS = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name "
    "dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b "
    "number_of_sources source_article source_office source_date source_headline source_original where_prec "
    "where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id "
    "region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown "
    "best high low gwnoa gwnob"
).split()
"""GED's 49 columns in their order, typed here a second time on purpose."""
FIVE = count("5 people", best=5.0)
MILITIA = Party(name="Dune Guard", type="militia", country="ML")


def one(*figures: Any, **fields: Any) -> dict[str, str]:
    """The row of an incident."""
    (row,) = rows("ucdp", incident(*figures, **fields))
    return row


def dead(row: dict[str, str]) -> tuple[int, ...]:
    """The dead of side a, side b, civilians and unknown, and best, low and high."""
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high")
    return tuple(int(row[name]) for name in names)


def test_the_columns_are_geds_in_their_order() -> None:
    """A script that reads GED by position or by name reads another thing otherwise."""
    assert len(COLUMNS) == 49 and [c.name for c in said("ucdp")] == COLUMNS
    assert written("ucdp").decode().splitlines()[0] == ",".join(COLUMNS)


def test_pandas_reads_it_back_without_surprises() -> None:
    """Deaths or ids that turn into floats break the joins that people make with them."""
    frame = pandas.read_csv(
        BytesIO(written("ucdp", incident(FIVE), incident(FIVE, id="i-2", place=None, date=None))),
        dtype_backend="numpy_nullable",
        parse_dates=["date_start", "date_end"],
        keep_default_na=False,
        na_values=[""],
    )
    whole = [c.name for c in said("ucdp") if c.kind == "whole" and not frame[c.name].isna().all()]
    assert {"id", "best", "low", "high", "priogrid_gid", "country_id", "gwnoa", "event_clarity"} <= set(whole)
    assert all(frame[name].dtype == "Int64" for name in whole)
    assert frame["id"].is_unique and not frame[["deaths_a", "best", "low", "high"]].isna().any().any()
    assert frame["date_start"].dtype.kind == "M" and frame["date_start"].isna().tolist() == [False, True]
    assert pandas.api.types.is_string_dtype(frame["relid"])
    plain = pandas.read_csv(BytesIO(written("ucdp")))
    assert plain["best"].dtype == "int64" and plain["id"].dtype == "int64"


def test_only_lethal_incidents_are_events() -> None:
    """GED has no event without a death: users who count rows count deadly events."""
    assert rows("ucdp", incident(), incident(count("3 people", best=3.0, measure="injured"))) == []
    assert rows("ucdp", incident(FIVE, status="announced")) == []
    assert rows("ucdp", incident(count("nobody", best=0.0))) == []


# ---------------------------------------------------------------- numbers

numbers = st.none() | st.integers(0, 10**6).map(float)
kinds = st.sampled_from(["all", "soldiers", "police", "fighters", "civilians", "children", "bodies"])
actors = st.sampled_from([None, ARMY.name, GROUP.name, "somebody"])
figures = st.tuples(numbers, numbers, numbers, st.booleans(), kinds, actors, st.sampled_from(["x", "y", None]))
parties = st.lists(st.sampled_from([ARMY, GROUP, MILITIA, CIVILIANS]), max_size=3, unique=True).map(tuple)


@given(st.lists(figures, max_size=6), parties, parties)
def test_low_best_high_and_the_sides_always_fit(told: list[Any], agents: Any, patients: Any) -> None:
    """A best above the high, or parts that are more than the whole, make every model that reads the table wrong."""
    made = incident(
        *(
            count(f"figure {n}", f"f-{n}", low=low, best=best, high=high, approx=approx, kind=kind, actor=actor,
                  holder=holder, side=(holder,) if holder else (), population=kind)
            for n, (low, best, high, approx, kind, actor, holder) in enumerate(told)
        ),
        agents=agents,
        patients=patients,
    )  # fmt: skip
    event = lethal(made)
    if event is not None:
        deaths = event.deaths
        assert 0 <= deaths.all.low <= deaths.all.best <= deaths.all.high > 0
        split = (deaths.a, deaths.b, deaths.civilians, deaths.unknown)
        assert sum(split) == deaths.all.best and min(split) >= 0


def test_the_dead_go_to_their_sides() -> None:
    """Battle deaths by side are what GED is used for."""
    soldiers = count("4 soldiers", best=4.0, kind="soldiers", population="soldiers", actor=ARMY.name)
    fighters = count("6 fighters", "f-2", best=6.0, kind="fighters", population="fighters")
    child = count("a child", "f-3", best=1.0, kind="children", population="child")
    row = one(soldiers, fighters, child)
    assert (row["side_a"], row["side_b"], row["type_of_violence"]) == ("Government of Mali", "Azawad Front", "1")
    assert (row["gwnoa"], row["gwnob"], row["dyad_name"]) == ("432", "", "Government of Mali - Azawad Front")
    assert dead(row) == (4, 6, 1, 0, 11, 11, 11)
    assert dead(one(soldiers, fighters, child, count("20 people", "f-4", best=20.0))) == (4, 6, 1, 9, 20, 20, 20)
    assert dead(one(soldiers, fighters, child, count("8 people", "f-4", best=8.0))) == (0, 0, 0, 8, 8, 8, 11)


def test_no_holders_figure_is_taken_off_anothers() -> None:
    """A table would give two dead civilians whom nobody has told of: a clinic's eleven less an army's nine."""
    clinic = count("11 people", best=11.0, holder="the clinic", outlet="Gao Post")
    traders = count("at least 14 people", "f-2", low=14.0, holder="traders", outlet="Gao Post")
    army = count("9 terrorists", "f-3", best=9.0, kind="fighters", population="terrorists", holder="the army")
    for sides in ({}, {"agents": (ARMY,), "patients": (CIVILIANS,)}, {"agents": (GROUP,), "patients": (CIVILIANS,)}):
        assert dead(one(clinic, traders, army, **sides)) == (0, 0, 0, 11, 11, 11, 14)
    clinics_own = count("4 children", "f-4", best=4.0, kind="children", population="children", holder="the clinic")
    assert dead(one(clinic, traders, army, clinics_own))[:5] == (0, 0, 4, 7, 11)


def test_a_holders_own_best_is_the_best() -> None:
    """Another data set's estimate of 11, between 9 and 14, would come out of the record as 9."""
    estimate = count("11\nhigh: 14\nlow: 9", low=9.0, best=11.0, high=14.0, outlet="UCDP GED")
    assert dead(one(estimate, agents=(GROUP,), patients=(CIVILIANS,))) == (0, 0, 11, 0, 11, 9, 14)


def test_of_unknown_sides_soldiers_and_fighters_are_still_added() -> None:
    """The dead of one side would vanish where nobody says who acted."""
    soldiers = count("4 soldiers", best=4.0, kind="soldiers", population="soldiers")
    fighters = count("6 fighters", "f-2", best=6.0, kind="fighters", population="fighters")
    assert dead(one(soldiers, fighters, agents=(), patients=()))[3:5] == (10, 10)


def test_a_denial_lowers_the_low_and_an_open_end_is_the_number_told() -> None:
    """One side's denial must not delete an event, and “at least” must not be without an end."""
    claim = count("21 soldiers", low=21.0, kind="soldiers", holder="the Front", side=("front",), as_of="2024-05-02")
    denial = count("no losses", "f-2", best=0.0, kind="soldiers", holder="the army", side=("mali",), as_of="2024-05-02")
    assert dead(one(claim, denial))[4:] == (21, 0, 21)
    assert dead(one(count("up to 30 people", high=30.0)))[4:] == (0, 0, 30)


@pytest.mark.parametrize(
    ("agents", "patients", "violence"),
    [
        ((GROUP,), (ARMY,), "1"),
        ((ARMY,), (replace(ARMY, name="Army of Niger", country="NE"),), "1"),
        ((GROUP,), (MILITIA,), "2"),
        ((GROUP,), (CIVILIANS,), "3"),
        ((ARMY,), (CIVILIANS,), "3"),
        ((GROUP,), (ARMY, CIVILIANS), "1"),
        ((GROUP,), (), ""),
        ((), (CIVILIANS,), ""),
        ((CIVILIANS,), (CIVILIANS,), ""),
    ],
)
def test_the_type_of_violence_is_told_by_the_sides(agents: Any, patients: Any, violence: str) -> None:
    """State-based, non-state and one-sided violence are three data sets to their users; a guess is none."""
    assert one(FIVE, agents=agents, patients=patients)["type_of_violence"] == violence


def test_the_dead_of_one_sided_violence_are_civilians() -> None:
    """They would all stand among the unknown."""
    assert dead(one(FIVE, agents=(GROUP,), patients=(CIVILIANS,)))[:4] == (0, 0, 5, 0)


# ---------------------------------------------------------------- where, when, sources


@pytest.mark.parametrize(
    ("lat", "lon", "gid"),
    [
        (10.51, 2.29, 145085),  # priogrid tools' own example
        (-89.75, -179.75, 1),
        (-89.75, 179.75, 720),
        (-89.25, -179.75, 721),
        (0.0, 0.0, 180 * 720 + 361),
        (-0.01, -0.01, 179 * 720 + 360),
        (-14.75, 25.75, 108412),  # row 151, column 412
        (89.9, 179.9, 259200),
        (90.0, 180.0, 259200),
    ],
)
def test_a_cell_of_priogrid_is_the_documented_one(lat: float, lon: float, gid: int) -> None:
    """Every join with PRIO-GRID would be off by a cell."""
    assert priogrid(lat, lon) == gid


@given(st.integers(1, 360), st.integers(1, 720), st.floats(0.01, 0.49), st.floats(0.01, 0.49))
def test_every_point_of_a_cell_has_its_id(row: int, column: int, north: float, east: float) -> None:
    """Points near an edge would fall into the neighbour."""
    assert priogrid(-90 + (row - 1) / 2 + north, -180 + (column - 1) / 2 + east) == (row - 1) * 720 + column


def test_a_place_is_in_geds_words() -> None:
    """Joins by country number or region would lose the row."""
    row = one(FIVE, place=place(country="CD", name="Minova", precision=3, lat=-1.7, lon=29.0, admin1="South Kivu"))
    assert (row["country"], row["country_id"], row["region"]) == ("DR Congo (Zaire)", "490", "Africa")
    assert (row["geom_wkt"], row["adm_1"], row["adm_2"]) == ("POINT (29 -1.7)", "South Kivu", "Minova")
    assert row["where_description"] == "Minova, South Kivu, DR Congo (Zaire)" and row["relid"].startswith("COD-2024-")


def test_nowhere_and_undated_is_empty() -> None:
    """A point or a day that nobody told would be made up."""
    row = one(FIVE, place=None, date=None)
    empty = "year latitude longitude geom_wkt priogrid_gid country country_id region where_prec date_prec date_start"
    assert {row[name] for name in [*empty.split(), "date_end", "where_coordinates"]} == {""}
    assert row["event_clarity"] == "2" and row["relid"].startswith("XXX-XXXX-")


@pytest.mark.parametrize(
    ("value", "precision", "start", "end", "clarity"),
    [
        ("2024-05-01", "1", "2024-05-01", "2024-05-01", "1"),
        ("2024-05-01~", "2", "2024-05-01", "2024-05-01", "1"),
        ("2024-05-01/2024-05-06", "2", "2024-05-01", "2024-05-06", "1"),
        ("2024-W18", "3", "2024-04-29", "2024-05-05", "1"),
        ("2024-02", "4", "2024-02-01", "2024-02-29", "2"),
        ("2024", "5", "2024-01-01", "2024-12-31", "2"),
        ("2024-05-08/..", "5", "2024-05-08", "2024-05-08", "2"),
    ],
)
def test_a_date_has_geds_precision(value: str, precision: str, start: str, end: str, clarity: str) -> None:
    """Whoever leaves out vague dates would leave out the wrong ones."""
    row = one(FIVE, date=EventDate(value=value))
    assert (row["date_prec"], row["event_clarity"]) == (precision, clarity)
    assert (row["date_start"], row["date_end"]) == (f"{start} 00:00:00.000", f"{end} 00:00:00.000")


def test_sources_stand_in_one_order() -> None:
    """A headline would be put to another paper's name."""
    market = next(r for r in rows("ucdp") if r["where_coordinates"] == "Gao")
    assert market["number_of_sources"] == "2"
    assert market["source_office"].split("; ") == ["Gao Post", "River Radio"]
    assert market["source_date"].split("; ") == ["2024-05-02", "2024-05-03"]
    assert market["source_original"].split("; ") == ["", "the army"]


def test_review_and_ids_are_bellwires_own() -> None:
    """A machine's row must not look as if Uppsala had checked it."""
    row = one(FIVE, id="i-f258544f5c7f")
    assert (row["id"], row["code_status"]) == ("266461185531007", "Check")
    assert one(FIVE, analyst={"review": "accepted"})["code_status"] == "Clear"
    assert {row[name] for name in COLUMNS if name.endswith(("dset_id", "new_id"))} == {""}


def test_formulas_are_text() -> None:
    """A group's name could run code on an analyst's machine."""
    assert one(FIVE, agents=(Party(name="@SUM(1)", type="armed_group"),))["side_b"] == "'@SUM(1)"
