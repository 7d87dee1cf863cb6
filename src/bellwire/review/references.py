"""Ids by which a report's records name each other: which name none, and the report without those."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bellwire.model import LAYERS, Report
from bellwire.review.subjects import Record

REFERENCES: dict[str, dict[str, str]] = {
    "actors": {"part_of": "actors"},
    "claims": {"speaker_actor": "actors"},
    "figures": {"actor": "actors", "part_of": "figures", "claim": "claims", "place": "places"},
    "events": {"place": "places", "figures": "figures", "claims": "claims", "agents": "actors", "patients": "actors"},
}
"""By layer: the fields that name other records, and the layer that those are in."""

Ids = Mapping[str, frozenset[str]]
"""The ids that a report has, by layer."""


def ids_of(report: Report) -> Ids:
    """The ids of a report's records, by layer."""
    return {layer: frozenset(record.id for record in getattr(report, layer)) for layer in LAYERS}


def names(record: Record, layer: str) -> Iterator[tuple[str, str, str]]:
    """Each record that a record names: the field that names it, the layer it should be in, its id."""
    for field, target in REFERENCES.get(layer, {}).items():
        value = getattr(record, field)
        for item in value if isinstance(value, tuple) else (value,):
            id = getattr(item, "actor", item)
            if id is not None:
                yield field, target, id


def cleaned(report: Report) -> Report:
    """The report without references to records that it does not have; the same report where there are none.

    A participant of an event goes with its actor; everything else that named a missing record is null.
    """
    ids = ids_of(report)
    layers: dict[str, Any] = {
        layer: tuple(_cleaned(record, layer, ids) for record in getattr(report, layer)) for layer in REFERENCES
    }
    changed = {layer: records for layer, records in layers.items() if records != getattr(report, layer)}
    return replace(report, **changed) if changed else report


def _cleaned(record: Record, layer: str, ids: Ids) -> Record:
    missing = {(field, id) for field, target, id in names(record, layer) if id not in ids[target]}
    changes: dict[str, Any] = {}
    for field, _ in missing:
        value = getattr(record, field)
        if isinstance(value, tuple):
            changes[field] = tuple(item for item in value if (field, getattr(item, "actor", item)) not in missing)
        else:
            changes[field] = None
    return replace(record, **changes) if changes else record
