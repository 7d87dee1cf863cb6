"""What two readings of one record are compared by: the values that say what it is, ids put into words."""

from collections.abc import Mapping
from typing import Any

from bellwire.model import Event, Report
from bellwire.review.coefficients import Metric
from bellwire.review.subjects import Record

FIELDS: Mapping[str, Mapping[str, Metric]] = {
    "actors": {"type": "nominal", "country": "nominal"},
    "places": {"name": "nominal", "country": "nominal", "precision": "nominal"},
    "times": {"value": "nominal"},
    "claims": {"speaker": "nominal", "manner": "nominal"},
    "figures": {
        "measure": "nominal", "population": "nominal", "state": "nominal", "unit": "nominal",
        "low": "interval", "best": "interval", "high": "interval",
    },
    "events": {"type": "nominal", "mode": "nominal", "status": "nominal", "place": "nominal", "date": "nominal"},
}  # fmt: skip
"""What is compared on matched records: words as words, numbers by their distance."""
NONE = "(none)"
"""What stands for a word that was left out: leaving it out is a choice as well. A number left out is not compared."""


def value_of(record: Record, name: str, report: Report) -> Any:
    """What is compared of a record's field: an id or a span stands for words, so words are taken for it."""
    value = getattr(record, name)
    if value is None:
        return NONE
    if name == "speaker":
        return " ".join(value.quote(report.document.text).casefold().split())
    if isinstance(record, Event) and name == "place":
        return next((place.name for place in report.places if place.id == value), NONE)
    if isinstance(record, Event) and name == "date":
        return value.value or NONE
    return value.casefold() if name == "population" else value


def seen_in(record: Record, layer: str, report: Report) -> dict[str, object]:
    """All values of a record that are compared, by field."""
    return {name: value_of(record, name, report) for name in FIELDS[layer]}
