"""KML: what the schema and Google Earth make of it."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from lxml import etree
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import market

from bellwire.export.formats.kml import NAMESPACE, description
from bellwire.model.words import EVENT_TYPES

validator = pytest.importorskip("fastkml.validator")
NAMES = {"k": NAMESPACE}


def parsed(raw: bytes) -> Any:
    return etree.parse(BytesIO(raw)).getroot()


def found(root: Any, path: str) -> list[str]:
    return [e.text for e in root.findall(path, NAMES)]


def test_the_schema_of_kml_takes_it() -> None:
    """Google Earth says nothing but “Error” where an element stands out of order."""
    assert validator.validate(element=parsed(exported("kml")))
    assert validator.validate(element=parsed(exported("kml", market())))


def test_a_placemark_has_its_point_and_its_time() -> None:
    """KML wants longitude first; a time slider needs stamps and spans, open where the record is open."""
    root = parsed(exported("kml"))
    assert found(root, ".//k:Point/k:coordinates") == [
        "2.402200,15.918190", "-0.044720,16.271670", "2.400000,15.900000",
    ]  # fmt: skip
    assert found(root, ".//k:TimeStamp/k:when") == ["2024-05-01"]
    assert found(root, ".//k:TimeSpan/k:begin") == ["2024-05-04", "2024-04-01"]
    assert found(root, ".//k:TimeSpan/k:end") == ["2024-05-05"]
    assert len(root.findall(".//k:Placemark", NAMES)) == 4, "one without a point is in the list all the same"


def test_every_type_has_a_style_and_every_placemark_one_of_them() -> None:
    """A style that is missing leaves white pins without a word."""
    root = parsed(exported("kml"))
    styles = {f"#{e.get('id')}" for e in root.findall(".//k:Style", NAMES)}
    assert styles == {f"#type-{t}" for t in EVENT_TYPES}
    assert set(found(root, ".//k:styleUrl")) <= styles
    assert all(re.fullmatch("ff[0-9a-f]{6}", c) for c in found(root, ".//k:color"))


def test_the_description_is_html_in_which_nothing_that_was_read_is_markup() -> None:
    """A page's own markup must not run in the balloon."""
    root = parsed(exported("kml"))
    rumour = found(root, ".//k:description")[-1]
    assert "&lt;b&gt;barré&lt;/b&gt;" in rumour and "<b>" not in rumour


def test_an_address_that_is_a_script_is_no_link() -> None:
    """A link of javascript: would run in whoever clicks it."""
    from dataclasses import replace

    dossier = market()
    bad = tuple(replace(e, url='javascript:alert("x")') for e in dossier.evidence)
    assert "javascript" not in description(replace(dossier, evidence=bad))


def test_the_columns_of_the_table_are_there_by_name() -> None:
    """Whoever filters in QGIS needs the figures as data, not in a sentence."""
    root = parsed(exported("kml", market()))
    data = {e.get("name"): e[0].text for e in root.findall(".//k:Data", NAMES)}
    assert (data["killed_low"], data["killed_high"], data["killed_holders"]) == (
        "12", "17", "Gao Post (own voice); the army",
    )  # fmt: skip
    assert "injured_low" not in data


def test_a_point_that_stands_for_a_province_says_so() -> None:
    """A pin in the middle of a province is no place where anything happened."""
    assert any("the point stands for the province" in text for text in _descriptions())


def _descriptions() -> Iterator[str]:
    yield from found(parsed(exported("kml")), ".//k:description")


@given(TEXTS)
def test_no_text_breaks_the_file(text: str) -> None:
    """A control character in one headline makes a file that no program opens."""
    assert validator.validate(element=parsed(exported("kml", with_text(text))))
