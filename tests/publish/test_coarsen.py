"""Coarsened points: a published map must not lead anybody to a door."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.model import Place, Where
from bellwire.publish.coarsen import PointRule, admin1_point, coarsened, has_point, rule_for, without_points

DECIMALS = PointRule(to="decimals", amount=1)
GRID = PointRule(to="grid", amount=0.5)
LATS, LONS = st.floats(-90, 90), st.floats(-180, 180)


def at(lat: float | None, lon: float | None, **fields: object) -> Where:
    given: dict[str, object] = {"name": "Tessit", "country": "ML", "admin1": "Gao", "precision": 1}
    return Where(lat=lat, lon=lon, **(given | fields))  # type: ignore[arg-type]


@given(LATS, LONS, st.sampled_from([DECIMALS, GRID, PointRule(to="grid", amount=0.07), PointRule(to="decimals")]))
def test_a_point_moves_to_the_same_place_again_and_never_off_the_globe(lat: float, lon: float, rule: PointRule) -> None:
    """Points that jump about between two exports are averaged until the true one is known."""
    made = coarsened(at(lat, lon), rule)
    assert made.lat is not None and made.lon is not None
    assert -90 <= made.lat <= 90 and -180 <= made.lon <= 180
    assert coarsened(made, rule) == made
    assert abs(made.lat - lat) <= rule.degrees and abs(made.lon - lon) <= rule.degrees


@given(st.floats(0.001, 0.499), st.floats(0.001, 0.499))
def test_all_points_of_a_cell_look_the_same(a: float, b: float) -> None:
    """A second point in the cell must not tell where in it the first lies."""
    assert coarsened(at(15 + a, 2 + a), GRID) == coarsened(at(15 + b, 2 + b), GRID)


def test_precision_says_that_it_was_coarsened() -> None:
    """A rounded point that calls itself exact is drawn as a house."""
    assert coarsened(at(15.2031, 0.6142), DECIMALS).precision == 2
    assert coarsened(at(15.2031, 0.6142), GRID).precision == 3
    assert coarsened(at(15.2031, 0.6142), PointRule(to="admin1")).precision == 4
    assert coarsened(at(17.0, -4.0, precision=6), DECIMALS).precision == 6


def test_no_other_field_tells_the_point() -> None:
    """An id of the gazetteer is the point, and a distance between tellings narrows it down."""
    made = coarsened(at(15.2031, 0.6142, gazetteer_id="geonames:2449", spread_km=7.3), DECIMALS)
    assert made.gazetteer_id is None
    assert made.spread_km == 0.0
    assert coarsened(at(15.2, 0.6, spread_km=61.7), DECIMALS).spread_km == 50.0


def test_a_division_has_one_point_and_an_unknown_one_none() -> None:
    """Where the division is not known, a guess would be a place that is wrong."""
    made = coarsened(at(19.1, 1.7, admin1="Kidal"), PointRule(to="admin1"))
    assert (made.lat, made.lon) == admin1_point("ML", "Kidal") == (19.426, 1.094)
    nowhere = coarsened(at(19.1, 1.7, admin1="Nowhere"), PointRule(to="admin1", hide_name=True))
    assert (nowhere.lat, nowhere.lon, nowhere.name) == (None, None, "Nowhere")
    assert coarsened(at(19.1, 1.7), PointRule(to="withheld")).lat is None


def test_the_coarsest_rule_that_a_place_calls_for_holds_for_the_whole_incident() -> None:
    """A camp shown by its province must not be told by the town that another report names."""
    camp = PointRule(to="admin1", hide_name=True, features=("CMP",), words=("camp",))
    rules = (camp, DECIMALS)
    town = Place(id="p1", start=0, end=5, name="Hagadera", lat=0.0, lon=40.36, country="KE", precision=1, feature="PPL")
    by_kind = Place(id="p2", start=0, end=5, name="Ifo", lat=0.1, lon=40.31, country="KE", precision=1, feature="CMP")
    by_word = Where(name="Ifo Camp", lat=0.1, lon=40.31, precision=1)
    assert rule_for(rules, "ASSAULT", [town]) == DECIMALS
    assert rule_for(rules, "ASSAULT", [town, by_kind]) == camp
    assert rule_for(rules, "ASSAULT", [by_word, town]) == camp
    assert rule_for((PointRule(to="grid", amount=1.0, types=("PROTEST",)), DECIMALS), "ASSAULT", [town]) == DECIMALS
    assert rule_for((PointRule(to="grid", amount=1.0, types=("PROTEST",)), DECIMALS), "PROTEST", [town]).to == "grid"
    assert rule_for((), "ASSAULT", [town]).to == "exact"


@pytest.mark.parametrize(
    "point",
    [
        "15.2031, 0.6142", "15.2031,0.6142", "-15.2031 -0.6142", "15.2031° N, 0.6142° E", "15.2031N 0.6142E",
        "15°12′11″N 0°36′51″E", "15°12'11\"N, 0°36'51\"E", "15° 12.18' N", "lat: 15.2", "longitude 0.6142",
        "31PDR 12345 67890", "31P DR 1234567890", "6FV9 nothing 7FG9V3W2+XR", "15,2031° 0,6142°",
    ],
)  # fmt: skip
def test_coordinates_in_words_are_found(point: str) -> None:
    """A report that prints the grid reference undoes all that was done to the map."""
    made = without_points(f"The post at {point} was hit.")
    assert "withheld" in made
    for piece in ("15.2031", "0.6142", "12′11", "12345", "V3W2"):
        assert piece not in made
    assert made.endswith(" was hit.")


@pytest.mark.parametrize(
    "text",
    [
        "Some 12,500 or 13,200 people fled.", "It rose 12.5 to 13.75 percent.", "On 2024-05-02 at 14.30 they came.",
        "12.5 km from Tessit", "Between 12.50 euros and 100", "a 122 mm gun, 7.62x39", "AB12 3456",
    ],
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    """A toll that is taken for a coordinate would be lost."""
    assert without_points(text) == text
    assert not has_point(text)


def test_the_numbers_of_the_point_itself_are_hidden_alone_as_well() -> None:
    """One half of a coordinate beside a coarse map gives the other."""
    assert "15.20" not in without_points("North of the 15.203 line; 15.2031, they said; 15.20 too", [15.2031, 0.6142])
    assert without_points("12.5 killed a day", [15.2031]) == "12.5 killed a day"


@pytest.mark.parametrize("piece", ["1.23 ", "15°", "lat ", "12.345678901234", "1", "31PDR", "N ", "lon: "])
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """A hostile page must not hold up the export."""
    import time

    def seconds(text: str) -> float:
        began = time.perf_counter()
        without_points(text, [15.2031])
        return time.perf_counter() - began

    short, long = (min(seconds(piece * n) for _ in range(3)) for n in (2000, 8000))
    assert long < 12 * short + 0.1
