"""GeoJSON: what validators, geopandas and a map make of it."""

import json
import warnings
from dataclasses import replace
from io import BytesIO
from typing import Any

import jsonschema
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import market

from bellwire.model import EventDate

DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
JSON_FG = {
    "type": "object",
    "required": ["type", "conformsTo", "features"],
    "properties": {
        "conformsTo": {"contains": {"const": "http://www.opengis.net/spec/json-fg-1/1.0/conf/core"}},
        "features": {
            "items": {
                "required": ["type", "id", "time", "geometry", "properties"],
                "properties": {
                    "id": {"type": "string"},
                    "time": {
                        "oneOf": [
                            {"type": "null"},
                            {"type": "object", "required": ["date"], "additionalProperties": False,
                             "properties": {"date": DATE}},
                            {"type": "object", "required": ["interval"], "additionalProperties": False, "properties": {
                                "interval": {"type": "array", "minItems": 2, "maxItems": 2,
                                             "items": {"oneOf": [DATE, {"const": ".."}]},
                                             "not": {"items": {"const": ".."}}}}},
                        ]
                    },
                    "properties": {"additionalProperties": {"not": {"type": "object"}}},
                },
            }
        },
    },
}  # fmt: skip
"""The members that JSON-FG 1.0 adds, as its schema (time.json) has them; properties are flat."""


def collection(*dossiers: Any) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(exported("geojson", *dossiers))
    return made


def test_validators_of_geojson_and_json_fg_take_it() -> None:
    """A file that is no GeoJSON opens in no map."""
    made = collection()
    FeatureCollection[Any].model_validate(made)
    jsonschema.validate(made, JSON_FG)


def test_geopandas_reads_every_incident_with_its_point() -> None:
    """Points that swap their degrees put Gao into the sea."""
    geopandas = pytest.importorskip("geopandas")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        frame = geopandas.read_file(BytesIO(exported("geojson"))).set_index("incident")
    assert list(frame.index) == ["i-clash", "i-market", "i-flight", "i-rumour"]
    at = frame.geometry["i-market"]
    assert (at.x, at.y) == (-0.04472, 16.27167)
    assert frame.geometry["i-rumour"] is None or frame.geometry.isna()["i-rumour"]
    assert frame["killed_low"]["i-market"] == 12 and frame.crs.to_epsg() == 4326


@pytest.mark.parametrize(
    ("first", "last", "time"),
    [
        ("2024-05-01", "2024-05-01", {"date": "2024-05-01"}),
        ("2024-05-01", "2024-05-09", {"interval": ["2024-05-01", "2024-05-09"]}),
        ("2024-05-01", None, {"interval": ["2024-05-01", ".."]}),
        (None, "2024-05-09", {"interval": ["..", "2024-05-09"]}),
        (None, None, None),
    ],
)
def test_time_is_a_day_or_an_interval_with_open_ends(first: str | None, last: str | None, time: object) -> None:
    """“Since April” is not the first of April."""
    dossier = market()
    dossier = replace(
        dossier, incident=replace(dossier.incident, date=EventDate(value="x", earliest=first, latest=last))
    )
    made = collection(dossier)
    jsonschema.validate(made, JSON_FG)
    assert made["features"][0]["time"] == time


def test_lists_stay_lists_and_what_is_not_known_is_null() -> None:
    """A semicolon in a list of names makes two actors of one, and a zero is no unknown."""
    by_id = {f["id"]: f["properties"] for f in collection()["features"]}
    assert by_id["i-market"]["killed_holders"] == ["Gao Post (own voice)", "the army"]
    assert by_id["i-rumour"]["killed_low"] is None and by_id["i-rumour"]["latitude"] is None


def test_the_collection_says_what_it_is_of() -> None:
    """A file that was passed on must say under which policy and as of when it was made."""
    assert collection()["bellwire"]["known_at"] == "2024-06-01T08:00:00Z"


@given(TEXTS)
def test_no_text_breaks_the_json(text: str) -> None:
    """One odd headline must not cost the whole file."""
    made = collection(with_text(text))
    assert len(made["features"]) == 1
    FeatureCollection[Any].model_validate(made)
