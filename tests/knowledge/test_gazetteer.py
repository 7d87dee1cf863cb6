"""The gazetteer: a name under any of its spellings must find its place."""

from pathlib import Path

import pytest

from bellwire.errors import KnowledgeError
from bellwire.knowledge.gazetteer.build import Source, is_fresh, write
from bellwire.knowledge.gazetteer.gazetteer import Gazetteer, gazetteer


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Baghuz", "SY", 34.45, 40.95),
        ("al-Baghouz", "SY", 34.45, 40.95),
        ("Hodeidah", "YE", 14.8, 42.95),
        ("Deir al-Zour", "SY", 35.2, 40.2),
        ("Khan Younis", "PS", 31.34, 34.3),
        ("Abu Kamal", "SY", 34.45, 40.92),
        ("KHARTOUM", "SD", 15.55, 32.53),
        ("Sana’a", "YE", 15.35, 44.2),
        ("Donbas", "UA", 48.3, 38.0),
    ],
)
def test_a_place_is_found_under_the_spellings_of_reports(name: str, country: str, lat: float, lon: float) -> None:
    """A place that is not found is not on the map."""
    found = gazetteer().find(name)
    assert any(e.country == country and abs(e.lat - lat) < 0.3 and abs(e.lon - lon) < 0.3 for e in found)


def test_a_name_is_found_by_its_sound() -> None:
    """A spelling that nobody listed would lose its place."""
    assert any(e.country == "YE" for e in gazetteer().find_alike("Hudaidah"))


def test_waters_have_the_precision_of_waters() -> None:
    """A ship's position must not look like a street address."""
    assert gazetteer().find("Red Sea")[0].precision == 7
    assert gazetteer().find("Syria")[0].precision == 6


def test_a_missing_file_says_how_to_build_it(tmp_path: Path) -> None:
    """Who runs from a source tree must be told what to do."""
    with pytest.raises(KnowledgeError, match=r"gazetteer\.build"):
        Gazetteer(tmp_path / "places.sqlite")


def test_a_file_is_built_whole_and_known_as_fresh(tmp_path: Path) -> None:
    """A stale file would hide what was added to the tables."""
    path = tmp_path / "places.sqlite"
    place = Source(
        names=("Tal Amin", "Tel Ameen"),
        lat=35.1,
        lon=40.2,
        country="SY",
        admin1="07",
        feature="PPL",
        weight=900,
        ref="bellwire:x",
    )
    assert write([place], path, "abc") == 1
    assert is_fresh(path, "abc")
    assert not is_fresh(path, "abd")
    assert [e.name for e in Gazetteer(path).find("tel-ameen")] == ["Tal Amin"]
