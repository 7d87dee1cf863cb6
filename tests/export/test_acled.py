"""The table with ACLED's columns: what a coder, a spreadsheet and pandas make of it."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.record import dossiers, place
from tests.export.tables import ARMY, CIVILIANS, GROUP, count, incident, over_days, rows, written

from bellwire.export import all_formats
from bellwire.export.columns import said
from bellwire.export.deaths import acled_number, conservative
from bellwire.model import EventDate, Party

COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location "
    "latitude longitude geo_precision source source_scale notes fatalities tags timestamp"
).split()
"""ACLED's 31 columns in their order, typed here a second time on purpose."""


def one(*figures: Any, **fields: Any) -> dict[str, str]:
    """The row of an incident."""
    (row,) = rows("acled", incident(*figures, **fields))
    return row


def back(body: bytes) -> pandas.DataFrame:
    """A table read as its reference page says."""
    return pandas.read_csv(
        BytesIO(body),
        dtype_backend="numpy_nullable",
        parse_dates=["event_date"],
        keep_default_na=False,
        na_values=[""],
    )


def test_the_columns_are_acleds_in_their_order() -> None:
    """A script that reads ACLED by position or by name reads another thing otherwise."""
    assert len(COLUMNS) == 31 and [c.name for c in said("acled")] == COLUMNS
    assert written("acled").decode().splitlines()[0] == ",".join(COLUMNS)


def test_pandas_reads_it_back_without_surprises() -> None:
    """Fatalities that turn into floats, or ids into numbers, break the joins that people make with them."""
    frame = back(written("acled"))
    assert len(frame) == 3
    for name in ("year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"):
        assert frame[name].dtype == "Int64", name
    assert not frame["fatalities"].isna().any()
    assert frame["event_date"].dtype.kind == "M" and frame["event_date"].isna().sum() == 1
    assert frame["latitude"].dtype == "Float64"
    for name in ("event_id_cnty", "actor1", "inter1", "interaction", "notes"):
        assert pandas.api.types.is_string_dtype(frame[name]), name
    assert frame["event_id_cnty"].is_unique


def test_plain_pandas_has_whole_fatalities_too() -> None:
    """Most people call read_csv without a word more."""
    frame = pandas.read_csv(BytesIO(written("acled")))
    assert frame["fatalities"].dtype == "int64" and list(frame["fatalities"]) == [8, 12, 0]


# ---------------------------------------------------------------- fatalities


@pytest.mark.parametrize(
    ("quote", "bounds", "number"),
    [
        ("at least 9 people", {"low": 9.0}, 9),
        ("more than 30 people", {"low": 30.0}, 30),
        ("12 people", {"best": 12.0}, 12),
        ("some 20 people", {"best": 20.0, "approx": True}, 20),
        ("between 14 and 18 people", {"low": 14.0, "high": 18.0}, 14),
        ("up to 30 people", {"high": 30.0}, 3),
        ("no more than 2 people", {"high": 2.0}, 2),
        ("several people", {"low": 3.0, "approx": True}, 3),
        ("Many people", {"low": 3.0, "approx": True}, 3),
        ("a few people", {"low": 3.0, "approx": True}, 3),
        ("tens of people", {"low": 20.0, "approx": True}, 10),
        ("dozens of people", {"low": 24.0, "approx": True}, 12),
        ("several dozen people", {"low": 36.0, "approx": True}, 12),
        ("two dozen people", {"best": 24.0}, 24),
        ("hundreds of people", {"low": 200.0, "approx": True}, 100),
        ("several\n hundred people", {"low": 200.0, "approx": True}, 100),
        ("tens of thousands of people", {"low": 20000.0, "approx": True}, 10000),
        ("nobody", {"best": 0.0}, 0),
        ("a crowd of people", {"low": 7.0, "approx": True}, 7),
    ],
)
def test_a_number_follows_acleds_convention(quote: str, bounds: dict[str, Any], number: int) -> None:
    """Two coders who read “dozens” differently make two wars of one."""
    assert acled_number(count(quote, **bounds)) == number
    assert one(count(quote, **bounds))["fatalities"] == str(number)


def test_of_holders_who_disagree_the_lowest_counts() -> None:
    """A side's boast must not become the number that everybody quotes."""
    boast = count("40 people", best=40.0, holder="the Front", side=("front",), as_of="2024-05-02")
    sober = count("6 people", "f-2", best=6.0, holder="a hospital", side=("hospital",), as_of="2024-05-02")
    assert one(boast, sober)["fatalities"] == "6"
    nobody = count("no losses", "f-2", best=0.0, holder="the army", side=("mali",), as_of="2024-05-02")
    assert one(boast, nobody)["fatalities"] == "0"


def test_a_toll_that_grew_is_told_as_it_is_now() -> None:
    """The first day's count would stay for ever."""
    first = ("2024-05-01", count("5 people", best=5.0, holder="police", side=("police",), as_of="2024-05-01"))
    later = ("2024-05-03", count("9 people", best=9.0, holder="a hospital", side=("hospital",), as_of="2024-05-03"))
    again = ("2024-05-04", count("11 people", best=11.0, holder="police", side=("police",), as_of="2024-05-04"))
    assert rows("acled", over_days(first, later))[0]["fatalities"] == "9"
    assert rows("acled", over_days(first, later, again))[0]["fatalities"] == "11"
    assert rows("ucdp", over_days(first, later))[0]["low"] == "5"


def test_a_policy_without_quotes_keeps_the_convention() -> None:
    """“Dozens” would be 12 in the one table and 24 in the published one."""
    veiled = count("[quote left out]", low=24.0, approx=True, holder="the army")
    row = one(veiled)
    assert row["fatalities"] == "12" and "left out" not in row["notes"]
    assert "at least 24 (according to the army)" in row["notes"]


def test_the_dead_of_two_sides_are_added_and_of_one_side_not_twice() -> None:
    """Children among the civilians would be counted twice, or soldiers left out."""
    soldiers = count("4 soldiers", best=4.0, kind="soldiers", population="soldiers", actor=ARMY.name)
    fighters = count("6 fighters", "f-2", best=6.0, kind="fighters", population="fighters", actor=GROUP.name)
    civilians = count("7 civilians", "f-3", best=7.0, kind="civilians", population="civilians")
    children = count("2 children", "f-4", best=2.0, kind="children", population="children")
    assert one(soldiers, fighters, civilians, children)["fatalities"] == "17"
    everybody = count("12 people", "f-5", best=12.0)
    assert one(soldiers, fighters, civilians, children, everybody)["fatalities"] == "12"


def test_who_is_hurt_is_not_dead() -> None:
    """The injured, or a plan's number, would stand among fatalities."""
    assert one(count("8 people", best=8.0, measure="injured"))["fatalities"] == "0"
    assert one(count("8 people", best=8.0, state="planned"))["fatalities"] == "0"
    assert one()["fatalities"] == "0"


numbers = st.none() | st.integers(0, 10**6).map(float)


@given(st.lists(st.tuples(numbers, numbers, numbers, st.booleans(), st.sampled_from(["a", "b", None])), max_size=5))
def test_fatalities_are_a_whole_number_whatever_is_told(told: list[tuple[Any, ...]]) -> None:
    """One odd figure must not end a nightly export, or make an empty cell."""
    figures = [
        count(f"figure {n}", f"f-{n}", low=low, best=best, high=high, approx=approx, holder=holder)
        for n, (low, best, high, approx, holder) in enumerate(told)
    ]
    number = conservative(incident(*figures))
    assert isinstance(number, int) and number >= 0


# ---------------------------------------------------------------- kind of event, actors


def test_a_clash_is_a_battle_of_two_named_sides() -> None:
    """Who fought whom is what the table is for."""
    row = one()
    assert (row["disorder_type"], row["event_type"], row["sub_event_type"]) == (
        "Political violence", "Battles", "Armed clash",
    )  # fmt: skip
    assert (row["actor1"], row["inter1"]) == ("Azawad Front", "Rebel group")
    assert (row["actor2"], row["inter2"]) == ("Malian Armed Forces", "State forces")
    assert row["interaction"] == "State forces-Rebel group" and row["civilian_targeting"] == ""


@pytest.mark.parametrize("dossier", dossiers(), ids=lambda d: d.incident.id)
def test_codes_and_words_say_the_same(dossier: Any) -> None:
    """Tables of two editions of the codebook would not match."""
    words, codes = rows("acled", dossier), rows("acled", dossier, codes=True)
    named = {"State forces": "1", "Rebel group": "2", "Political militia": "3", "Protesters": "6", "Civilians": "7"}
    for worded, coded in zip(words, codes, strict=True):
        for side in ("inter1", "inter2"):
            assert named.get(worded[side], "") == coded[side]
        joined = worded["interaction"].replace(" only", "-").split("-")
        assert "".join(sorted(named[w] for w in joined if w)).ljust(2, "0") == coded["interaction"]
        same = set(COLUMNS) - {"inter1", "inter2", "interaction"}
        assert {c: worded[c] for c in same} == {c: coded[c] for c in same}


def test_civilians_are_named_as_acled_names_them() -> None:
    """“villagers” beside “people” would be two actors in every count by actor."""
    workers = Party(name="railway workers", type="civilians")
    row = one(patients=(CIVILIANS, workers))
    assert (row["actor2"], row["inter2"], row["assoc_actor_2"]) == ("Civilians (Mali)", "Civilians", "Railway workers")
    assert (row["event_type"], row["civilian_targeting"]) == ("Violence against civilians", "Civilian targeting")


def test_forces_abroad_are_external() -> None:
    """A neighbour's army would be counted as the country's own."""
    row = one(agents=(replace(ARMY, name="Ghanaian Army", country="GH"),), patients=(GROUP,))
    assert row["inter1"] == "External/Other forces" and row["interaction"] == "Rebel group-External/Other forces"
    assert one(agents=(ARMY,), type="CONTROL", mode="capture")["sub_event_type"] == "Government regains territory"
    abroad = (replace(ARMY, country="GH"),)
    taken = one(agents=abroad, type="CONTROL", mode="capture")["sub_event_type"]
    assert taken == "Non-state actor overtakes territory"


def test_who_protests_is_an_actor_without_a_name() -> None:
    """ACLED's demonstrations always have protesters or rioters."""
    row = one(type="PROTEST", mode="demo", agents=(), patients=())
    assert (row["actor1"], row["interaction"]) == ("Protesters (Mali)", "Protesters only")
    assert (row["disorder_type"], row["tags"]) == ("Demonstrations", "crowd size=no report")
    crowd = count("hundreds of people", low=200.0, approx=True, measure="people_present", state="stock")
    assert one(crowd, type="PROTEST", mode="demo")["tags"] == "crowd size=hundreds"
    fifty = count("about 50 people", best=50.0, approx=True, measure="people_present", state="stock")
    assert one(fifty, type="PROTEST", mode="riot")["tags"] == "crowd size=around 50"


def test_force_against_protesters_is_theirs_and_the_polices() -> None:
    """Those who were beaten would stand as bystanders, or be left out."""
    police = Party(name="Malian Police", type="police", country="ML")
    marchers = Party(name="student protesters", type="civilians")
    row = one(mode="crowd-control", agents=(police,), patients=(marchers,))
    assert (row["event_type"], row["sub_event_type"]) == ("Protests", "Excessive force against protesters")
    assert (row["actor1"], row["assoc_actor_1"]) == ("Protesters (Mali)", "Student protesters")
    assert (row["actor2"], row["assoc_actor_2"]) == ("Malian Police", "")
    assert (row["interaction"], row["civilian_targeting"]) == ("State forces-Protesters", "Civilian targeting")
    assert row["disorder_type"] == "Political violence; Demonstrations"


def test_soldiers_killed_where_property_burned_is_no_looting() -> None:
    """The deadliest attack of a year stood among strategic developments."""
    dead = count("62 soldiers", best=62.0, kind="soldiers", population="soldiers")
    assert one(dead, mode="destroy")["event_type"] == "Battles"
    assert one(mode="destroy")["sub_event_type"] == "Looting/property destruction"


def test_an_attack_on_nobody_knows_whom_is_left_open() -> None:
    """An attack without a word on its victims would be counted as one on civilians."""
    row = one(agents=(), patients=(), mode=None)
    assert (row["disorder_type"], row["event_type"], row["civilian_targeting"]) == ("Political violence", "", "")
    dead = count("3 soldiers", best=3.0, kind="soldiers", population="soldiers")
    assert one(dead, agents=(), patients=(), mode=None)["event_type"] == "Battles"
    assert one(agents=(), patients=(CIVILIANS,))["interaction"] == ""


@pytest.mark.parametrize(
    "fields",
    [{"type": "THREATEN", "mode": None}, {"type": "AID", "mode": None}, {"status": "announced"}, {"status": "denied"}],
)
def test_what_acled_does_not_code_is_left_out(fields: dict[str, Any]) -> None:
    """A threat, or an attack that was only announced, would be counted as one that happened."""
    assert rows("acled", incident(**fields)) == []


def test_what_is_left_out_is_said_at_the_end() -> None:
    """Whoever reads “103 incidents in acled.csv” would look for the rows that are missing."""
    left = {form.name: form.leaves_out for form in all_formats().values() if form.leaves_out}
    assert set(left) >= {"acled", "ucdp"} and "hxl" not in left


def test_single_persons_are_no_actors_by_name() -> None:
    """A victim's name would stand in a table that goes round."""
    person = Party(name="Amina Duba", type="person")
    row = one(patients=(CIVILIANS, person))
    assert "Duba" not in row["actor2"] + row["assoc_actor_2"]
    assert one(patients=(person,))["actor2"] == "Civilians (Mali)"


# ---------------------------------------------------------------- where and when


@pytest.mark.parametrize(
    ("value", "row"),
    [
        ("2024-05-01", ("2024-05-01", "2024", "1")),
        ("2024-05-01~", ("2024-05-01", "2024", "2")),
        ("2024-05-01/2024-05-03", ("2024-05-01", "2024", "2")),
        ("2024-W18", ("2024-04-29", "2024", "2")),
        ("2024-05", ("2024-05-16", "2024", "3")),
        ("2024-05-08/..", ("2024-05-08", "2024", "3")),
        ("2024", ("", "2024", "")),
        ("2023-12/2024-01", ("", "", "")),
    ],
)
def test_a_date_is_a_day_with_how_exact_it_is(value: str, row: tuple[str, str, str]) -> None:
    """A month that becomes its first day piles all vague events on the first."""
    made = one(date=EventDate(value=value))
    assert (made["event_date"], made["year"], made["time_precision"]) == row


def test_no_day_and_no_place_is_empty_and_not_made_up() -> None:
    """Points at 0, 0 fill the Gulf of Guinea with battles."""
    row = one(place=None, date=None)
    empty = "event_date year time_precision iso region country admin1 location latitude longitude geo_precision"
    assert {row[name] for name in empty.split()} == {""}
    assert row["event_id_cnty"].startswith("XXX") and row["event_type"] == "Battles"


def test_a_country_is_in_acleds_words() -> None:
    """Joins by country or region would lose those rows."""
    row = one(place=place(country="CD", name="Minova", precision=3, lat=-1.7, lon=29.0))
    assert (row["country"], row["iso"], row["region"]) == ("Democratic Republic of Congo", "180", "Middle Africa")
    assert (row["admin2"], row["geo_precision"], row["latitude"]) == ("Minova", "2", "-1.7")
    assert row["event_id_cnty"].startswith("COD")


def test_an_id_is_the_same_each_time_and_no_other_ones() -> None:
    """A table that is fetched again would double its rows."""
    first, second = rows("acled", incident(id="i-f258544f5c7f"), incident(id="i-f258544f5c7e"))
    assert first["event_id_cnty"] == "MLI266461185531007" != second["event_id_cnty"]


def test_formulas_are_text() -> None:
    """A report's title or an actor's name could run code on an analyst's machine."""
    evil = Party(name="=HYPERLINK(1)", type="armed_group")
    assert one(agents=(evil,))["actor1"] == "'=HYPERLINK(1)"
    (raw,) = rows("acled", incident(agents=(evil,)), raw_csv=True)
    assert raw["actor1"] == "=HYPERLINK(1)"


def test_a_note_says_who_holds_each_toll_and_who_denies() -> None:
    """A sentence without its source is the table's own word."""
    clash, market, *_ = rows("acled")
    assert "“4 soldiers” (according to the army)" in clash["notes"]
    assert "“At least 12 people” (according to Gao Post); “17 people” (according to the army)" in market["notes"]
    assert market["notes"].endswith("Denied by a spokesman for the Azawad Front.")
