"""Why a record was coded so: the words behind each of its fields, what it is a part of, and what made it."""

from collections.abc import Iterator
from typing import Any

from bellwire.model import LAYERS, Report
from bellwire.model.codec import to_plain
from bellwire.pipeline import load_parts
from bellwire.store import View
from bellwire.web.errors import NotFound


def why_of(view: View, report: Report, id: str) -> dict[str, Any]:
    """All that is known of a record of a report; raises NotFound for an id that none has."""
    for layer in LAYERS:
        for record in getattr(report, layer):
            if record.id == id:
                return _why(view, report, layer, to_plain(record))
    raise NotFound(f"report {report.id!r} has no record {id!r}")


def _why(view: View, report: Report, layer: str, plain: dict[str, Any]) -> dict[str, Any]:
    end = f"{report.id}#{plain['id']}"
    ever = view.incidents_ever(report.id) if layer == "events" else {}
    incident = ever.get(plain["id"])
    part = next((part for part in load_parts() if layer in part.gives), None)
    made = to_plain(report.made_by) | ({"part": part.name, "part_version": part.version} if part else {})
    return {
        "report": report.id,
        "layer": layer,
        "record": plain,
        "evidence": [*spans_of(plain, report.document.text)],
        "incident": incident if incident and view.incident(incident) is not None else None,
        "relations": [to_plain(r) for r in view.relations([report.id]) if end in (r.left, r.right)],
        "judgements": [to_plain(j) for j in view.judgements([end])],
        "made_by": made,
    }


def spans_of(plain: Any, text: str, field: str = "") -> Iterator[dict[str, Any]]:
    """The spans of a record with their words, each with the field that it is of.

    >>> [*spans_of({"id": "c-1", "cue": {"start": 9, "end": 13}}, "The army said so.")]
    [{'field': 'cue', 'start': 9, 'end': 13, 'words': 'said'}]
    """
    if isinstance(plain, dict):
        start, end = plain.get("start"), plain.get("end")
        if isinstance(start, int) and isinstance(end, int):
            yield {"field": field or "itself", "start": start, "end": end, "words": text[start:end]}
        for name, value in plain.items():
            yield from spans_of(value, text, f"{field}.{name}" if field else name)
    elif isinstance(plain, list):
        for value in plain:
            yield from spans_of(value, text, field)
