"""timemap: what its own checks of the data make of it."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import market, rumour

from bellwire.export import Options
from bellwire.export.formats.timemap import TABLES
from bellwire.model import EventDate

TEXT, LIST = {"type": "string"}, {"type": "array"}


def _texts(*names: str, **others: Any) -> dict[str, Any]:
    return dict.fromkeys(names, TEXT) | others


EVENT = {
    "additionalProperties": False,
    "required": ["description", "associations", "latitude", "longitude"],
    "anyOf": [{"properties": {"date": {"minLength": 1}}}, {"properties": {"latitude": {"minLength": 1}}}],
    "properties": _texts(
        "id", "description", "date", "time", "time_precision", "location", "latitude", "longitude", "type",
        "category", "category_full", "comments", "time_display", "shape", "colour", associations=LIST, sources=LIST,
    ),
}  # fmt: skip
ASSOCIATION = {
    "additionalProperties": False,
    "required": ["id", "title", "mode"],
    "properties": _texts("id", "title", "desc", "mode", "colour", "type", "display", filter_paths=LIST),
}
SOURCE = {
    "additionalProperties": False,
    "required": ["id", "paths"],
    "properties": _texts(
        "id", "title", "thumbnail", "type", "url", "description", "parent", "author", "date", "notes", paths=LIST,
    ),
}  # fmt: skip
DOMAIN = {
    "required": ["events", "associations", "sources"],
    "properties": {
        "events": {"type": "array", "items": EVENT},
        "associations": {"type": "array", "items": ASSOCIATION},
        "sources": {"type": "object", "additionalProperties": SOURCE},
    },
}
"""timemap's src/reducers/validate as a JSON Schema: a member that it does not know makes it drop an event."""


def domain(*dossiers: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(exported("timemap", *dossiers))
    jsonschema.validate(made, DOMAIN)
    return made


def test_the_checks_of_timemap_take_it() -> None:
    """timemap leaves out without much ado what its checks refuse."""
    made = domain()
    assert [e["id"] for e in made["events"]] == ["i-clash", "i-market", "i-flight"]
    gao = made["events"][1]
    assert (gao["date"], gao["latitude"], gao["longitude"]) == ("05/01/2024", "16.27167", "-0.04472")


def test_what_an_event_names_is_there() -> None:
    """An id that leads nowhere is a filter without events, or a source that cannot be opened."""
    made = domain()
    known = {a["id"] for a in made["associations"]}
    assert all(set(e["associations"]) <= known and set(e["sources"]) <= set(made["sources"]) for e in made["events"])
    assert {a["mode"] for a in made["associations"]} == {"CATEGORY", "FILTER"}
    assert "r-copy" not in made["events"][1]["sources"], "a copy is no source of its own"


@pytest.mark.parametrize("part", TABLES[1:])
def test_each_part_is_to_be_had_alone(part: str) -> None:
    """timemap asks for events, associations and sources at three addresses."""
    assert json.loads(exported("timemap", options=Options(table=part))) == domain()[part]


def test_an_event_needs_a_day_or_a_point() -> None:
    """Without either timemap's check refuses it."""
    assert domain(rumour())["events"] == []
    dossier = market()
    until = EventDate(value="../2024-05-09", earliest=None, latest="2024-05-09", precision="open")
    (event,) = domain(replace(dossier, incident=replace(dossier.incident, date=until, where=None)))["events"]
    assert (event["date"], event["latitude"]) == ("05/09/2024", "")


@given(TEXTS)
def test_no_text_breaks_the_domain(text: str) -> None:
    """One odd headline must not cost the whole map."""
    assert len(domain(with_text(text))["events"]) == 1
