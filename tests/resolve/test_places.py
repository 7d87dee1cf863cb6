"""Places: the map shows what is told, where it is told to be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bellwire.model import Place
from tests.support import draft_of


def places(text: str) -> list[tuple[str, Place]]:
    draft = draft_of(text, upto="places")
    return [(text[p.start : p.end], p) for p in draft.places]


def test_a_village_is_on_the_map_with_its_country() -> None:
    """The event's point comes from here."""
    found = dict(places("Fighters held the village of Baghuz in eastern Syria on Friday."))
    assert found["Baghuz"].country == "SY"
    assert found["Baghuz"].precision == 1
    assert found["Syria"].precision == 5


def test_what_follows_the_comma_decides() -> None:
    """Paris in Texas would be drawn in France."""
    found = dict(places("A grain store burned down in Paris, Texas, late on Sunday."))
    assert found["Paris"].country == "US"


def test_province_of_is_the_province() -> None:
    """A province's centre must not pass for its capital's street."""
    found = dict(places("Clashes broke out in the province of Hama, residents said."))
    assert found["Hama"].precision == 4


@pytest.mark.parametrize("text", ["Kigali denied the accusation.", "Moscow rejected the offer."])
def test_a_capital_that_speaks_is_no_place(text: str) -> None:
    """The map would show a denial as an incident in the capital."""
    assert places(text) == []


def test_company_decides_between_namesakes() -> None:
    """Tripoli in Libya and Tripoli in Lebanon are two wars."""
    libya = dict(places("Militias from Misrata and Zawiya fought in Tripoli. Libya has had two governments."))
    assert libya["Tripoli"].country == "LY"
    lebanon = dict(places("Soldiers deployed in Tripoli and Beirut. Lebanon has had no president for months."))
    assert lebanon["Tripoli"].country == "LB"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="AbGoma éïß'’-.,\n(“”ا中🙂", max_size=60))
def test_spans_hold_on_any_text(text: str) -> None:
    """A span outside the text would break every view of the page."""
    draft = draft_of(text or "x", upto="places")
    for place in draft.places:
        assert 0 <= place.start < place.end <= len(draft.text)
        assert (place.lat is None) == (place.lon is None)


@pytest.mark.parametrize("word", ["Malian", "Syrian", "Region"])
def test_a_people_or_a_kind_is_no_place(word: str) -> None:
    """A village abroad that is called like the adjective would be on the map."""
    assert word not in dict(places(f"The {word} army shelled a village on Friday, residents said."))


def test_a_known_organisation_is_no_place() -> None:
    """The Red Cross would be a town in North Carolina."""
    found = dict(places("Families fled towards Ansongo in Mali, according to the Red Cross."))
    assert "Red Cross" not in found
    assert found["Ansongo"].country == "ML"


def test_a_small_namesake_abroad_is_not_meant() -> None:
    """A pin in the wrong country is worse than none."""
    found = dict(places("Ethiopian troops entered the village of Jiga in northern Ethiopia on Sunday, officials said."))
    assert found["Jiga"].country in (None, "ET")


def test_a_part_of_a_country_is_a_region_within_it() -> None:
    """Raids in the north would be drawn in the middle of the country, as if its exact place were known."""
    place = dict(places("Jets bombed hideouts in northern Iraq on Monday."))["Iraq"]
    assert (place.name, place.precision) == ("northern Iraq", 5)
    assert place.lat is not None
    assert 34 < place.lat < 37.3
