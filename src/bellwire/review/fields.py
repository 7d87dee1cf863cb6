"""Fields that may be edited, and the record with new values in them: checked as strictly as what is read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar

from bellwire.errors import DecodeError, JudgementError
from bellwire.model import LAYERS, Event, EventDate, Figure, Incident, Judgement, Place, Report, Telling, TimeRef
from bellwire.model.codec import decode, encode_plain, to_plain
from bellwire.model.edtf import days_of
from bellwire.model.words import MODES, TimePrecision
from bellwire.review.references import Ids, ids_of, names
from bellwire.review.subjects import Record, spans_in

T = TypeVar("T")

OF_REPORT = ("url", "outlet", "title", "bylines", "language")
"""Of a report itself. Not its date: what was read against it would be wrong, so the page is ingested anew."""
OF_INCIDENT = ("title", "type", "mode", "status", "where", "date", "agents", "patients")
"""Of an incident: what is merged from what reports tell. Counts of sources and tallies follow from the records."""
NEVER = frozenset(("id", "confidence", "contexts"))
"""Of a record: how it is named, and how sure the machine was, which stays what it was."""


def editable(layer: str) -> tuple[str, ...]:
    """The fields of a layer's records (or of `report`, or `incident`) that may be edited.

    >>> editable("times")
    ('start', 'end', 'value', 'earliest', 'latest', 'precision')
    """
    if layer == "report":
        return OF_REPORT
    if layer == "incident":
        return OF_INCIDENT
    return tuple(f.name for f in fields(LAYERS[layer]) if f.name not in NEVER)


def precision_of(value: str) -> TimePrecision | None:
    """How precise a value in EDTF is; None where it names no days.

    >>> precision_of("2024-05"), precision_of("2024-05-01/2024-05-03"), precision_of("2024-05-01T14:00")
    ('month', 'days', 'time')
    """
    first, last = days_of(value)
    if first is None and last is None:
        return None
    if first is None or last is None:
        return "open"
    forms: tuple[tuple[str, TimePrecision], ...] = (
        (r".*/.*", "days"),
        (r".*T.*", "time"),
        (r"\d{4}-W\d\d", "week"),
        (r"\d{4}-\d\d-\d\d", "day"),
        (r"\d{4}-[2-4]\d", "season"),
        (r"\d{4}-\d\d", "month"),
        (r"\d{4}", "year"),
    )
    bare = re.sub(r"[~?%]", "", value)
    return next((precision for form, precision in forms if re.fullmatch(form, bare)), "decade")


def dated(value: str) -> dict[str, Any]:
    """The fields of a date of that value; raises JudgementError where it names no days.

    >>> dated("2024-05")
    {'value': '2024-05', 'earliest': '2024-05-01', 'latest': '2024-05-31', 'precision': 'month'}
    """
    first, last = days_of(value)
    if first is None and last is None:
        raise JudgementError(f"{value!r} is no date; write it as 2024-05-01, 2024-05, 2024 or 2024-05-01/2024-05-03")
    return {
        "value": value,
        "earliest": first.isoformat() if first else None,
        "latest": last.isoformat() if last else None,
        "precision": precision_of(value),
    }


def edited(record: T, new: Mapping[str, object], layer: str) -> T:
    """The record with new values in some of its fields; raises JudgementError, naming the field, where one cannot be.

    A date may be given by its value alone, and an event's new trigger takes the place of the old one in its tellings.

    >>> from bellwire.model import TimeRef
    >>> edited(TimeRef(id="t", start=0, end=3), {"value": "2024-05"}, "times").latest
    '2024-05-31'
    >>> edited(TimeRef(id="t", start=0, end=3), {"start": "soon"}, "times")
    Traceback (most recent call last):
    bellwire.errors.JudgementError: start: Expected `int`, got `str`
    """
    allowed = editable(layer)
    for name in new:
        if (layer, name) == ("report", "published"):
            raise JudgementError("published: dates were read against it; ingest the page again with --published")
        if name not in allowed:
            raise JudgementError(f"{name!r} is not a field that can be edited; those are: {', '.join(allowed)}")
    plain = to_plain(record)
    try:
        made = decode(encode_plain(plain | _spelled_out(record, new)), type(record))
    except (DecodeError, TypeError) as error:
        raise JudgementError(_plainly(str(error))) from error
    if isinstance(record, Event) and isinstance(made, Event):
        return _with_tellings(record, made, new)  # type: ignore[return-value]
    return made


def _spelled_out(record: object, new: Mapping[str, object]) -> dict[str, Any]:
    """The new values with dates spelled out that are given by their value alone; a whole number there is a year."""
    years = ("date",) if isinstance(record, Event | Incident) else ("value",) if isinstance(record, TimeRef) else ()
    values: dict[str, Any] = {k: str(v) if k in years and type(v) is int else v for k, v in new.items()}
    if isinstance(record, Event | Incident) and "date" in values:
        date = {"value": values["date"]} if isinstance(values["date"], str) else values["date"]
        if isinstance(date, Mapping) and isinstance(date.get("value"), str):
            values["date"] = dated(date["value"]) | dict(date)
    if isinstance(record, TimeRef) and "value" in values:
        bare: dict[str, Any] = dict.fromkeys(("earliest", "latest", "precision"))
        values = (dated(values["value"]) if isinstance(values["value"], str) else bare) | values
    return values


def _plainly(message: str) -> str:
    """The codec's message, the field before what is wrong with it."""
    found = re.fullmatch(r"not an? \w+: (?P<what>.+?)(?: - at `\$\.?(?P<path>[^`]*)`)?", message, re.DOTALL)
    if not found:
        return message
    return f"{found['path']}: {found['what']}" if found["path"] else found["what"]


def _with_tellings(old: Event, made: Event, new: Mapping[str, object]) -> Event:
    """The edited event with its fullest telling among its tellings; codes of another type or mode are not kept."""
    if not {"trigger", "sentence"}.isdisjoint(new) and "tellings" not in new:
        was = Telling(trigger=old.trigger, sentence=old.sentence)
        own = Telling(trigger=made.trigger, sentence=made.sentence)
        others = tuple(t for t in made.tellings if t not in (was, own))
        made = replace(made, tellings=tuple(sorted((own, *others), key=lambda t: t.trigger.start)))
    if made.type != old.type and "mode" not in new and made.mode not in MODES.get(made.type, frozenset()):
        made = replace(made, mode=None)
    if (made.type, made.mode) != (old.type, old.mode) and "codes" not in new:
        made = replace(made, codes=type(made.codes)())
    return made


def faults(record: object, layer: str, report: Report | None = None) -> Iterator[tuple[str, str]]:
    """What cannot be about a record although each of its values can: the field, and what is wrong with it.

    Spans and references are checked where its report is given.
    """
    if report is not None:
        yield from _outside(record, report)
        if layer in LAYERS:
            yield from _unknown(record, layer, ids_of(report))
    match record:
        case Figure():
            yield from _of_figure(record)
        case Place():
            yield from _of_point(record.lat, record.lon, record.precision)
        case Event() | Incident():
            yield from _of_happening(record)


def _outside(record: object, report: Report) -> Iterator[tuple[str, str]]:
    length = len(report.document.text)
    for f in fields(record):  # type: ignore[arg-type]
        for span in spans_in(getattr(record, f.name)):
            if span.end > length:
                yield f.name, f"{span.start}..{span.end} lies outside the text, which has {length} characters"
    end = getattr(record, "end", None)
    if isinstance(end, int) and end > length:
        yield "end", f"{end} lies outside the text, which has {length} characters"


def _unknown(record: Any, layer: str, ids: Ids) -> Iterator[tuple[str, str]]:
    own: Record = record
    for field, target, id in names(own, layer):
        if id not in ids[target]:
            yield field, f"the report has no {target[:-1]} {id!r}; `bellwire explain` shows those it has"
        elif id == own.id:
            yield field, "a record cannot name itself"


def _of_figure(figure: Figure) -> Iterator[tuple[str, str]]:
    low, best, high = figure.low, figure.best, figure.high
    if low is not None and high is not None and low > high:
        yield "low", f"low {low:g} is above high {high:g}; give both"
    if best is not None and low is not None and best < low:
        yield "best", f"best {best:g} is below low {low:g}; give low as well"
    if best is not None and high is not None and best > high:
        yield "best", f"best {best:g} is above high {high:g}; give high as well"


def _of_point(lat: float | None, lon: float | None, precision: int | None) -> Iterator[tuple[str, str]]:
    if lat is not None and not -90 <= lat <= 90:
        yield "lat", f"{lat:g} is no latitude; those are -90 to 90"
    if lon is not None and not -180 <= lon <= 180:
        yield "lon", f"{lon:g} is no longitude; those are -180 to 180"
    if (lat is None) != (lon is None):
        yield "lat" if lat is None else "lon", "a point needs lat and lon; give both, or null for both"
    if precision is not None and not 1 <= precision <= 7:
        yield "precision", f"{precision} is no where_prec; those are 1 to 7"


def _of_happening(happening: Event | Incident) -> Iterator[tuple[str, str]]:
    modes = MODES.get(happening.type, frozenset())
    if happening.mode is not None and happening.mode not in modes:
        known = ", ".join(sorted(modes)) or "none"
        yield "mode", f"{happening.mode!r} is no mode of {happening.type}; those are: {known}"
    if isinstance(happening, Incident) and happening.where is not None:
        where = happening.where
        yield from (("where", what) for _, what in _of_point(where.lat, where.lon, where.precision))
    if isinstance(happening.date, EventDate) and happening.date.value and days_of(happening.date.value) == (None, None):
        yield "date", f"{happening.date.value!r} is no date"


def checked(record: T, new: Mapping[str, object], layer: str, report: Report | None = None) -> T:
    """The edited record; raises JudgementError where a value cannot be, or not beside the others.

    What was wrong before and is not touched is let be: it is not the editor's fault.
    """
    made = edited(record, new, layer)
    before = set(faults(record, layer, report))
    for name, what in faults(made, layer, report):
        if (name, what) not in before:
            raise JudgementError(f"{name}: {what}")
    return made


def with_edits(
    record: T, edits: Sequence[Judgement], layer: str, report: Report | None
) -> tuple[T, dict[str, object], list[tuple[Judgement, str]]]:
    """The record with edits in it, the new values, and the edits that could not be applied, each with the reason.

    Where the edits cannot be together, those are applied that can be one after another.
    """
    new = {name: value for edit in edits for name, value in edit.value.items()}
    try:
        return checked(record, new, layer, report) if new else record, new, []
    except JudgementError:
        applied: dict[str, object] = {}
        left_out = []
        for edit in edits:
            try:
                record = checked(record, edit.value, layer, report)
                applied |= edit.value
            except JudgementError as error:
                left_out.append((edit, str(error)))
        return record, applied, left_out
