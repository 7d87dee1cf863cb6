"""What a judgement is about: a report, a record of it, or an incident; and the characters a record was read from."""

from collections.abc import Iterator

from bellwire.errors import JudgementError
from bellwire.model import LAYERS, Actor, Claim, Event, Figure, Place, Report, Span, TimeRef

Record = Actor | Place | TimeRef | Claim | Figure | Event


def record_in(subject: str, report_id: str) -> str | None:
    """The id of the record that a subject names in a report; None where it names another thing.

    A report's own id may hold `#`, as the address of a page does.

    >>> record_in("https://example.org/#top#f-1", "https://example.org/#top")
    'f-1'
    >>> record_in("https://example.org/#top", "https://example.org/#top") is None
    True
    """
    prefix = f"{report_id}#"
    record = subject.removeprefix(prefix) if subject.startswith(prefix) else ""
    return record if record and "#" not in record else None


def concerns(subject: str, report_id: str) -> bool:
    """Whether a subject is the report or a record of it."""
    return subject == report_id or record_in(subject, report_id) is not None


def records_of(report: Report, layer: str) -> tuple[Record, ...]:
    """The records of one layer; raises JudgementError, naming the layers, where it is none that can be judged."""
    if layer not in LAYERS:
        raise JudgementError(f"no layer {layer!r}; records are judged in: {', '.join(LAYERS)}")
    found: tuple[Record, ...] = getattr(report, layer)
    return found


def all_records(report: Report) -> Iterator[tuple[str, Record]]:
    """Every record that can be judged, with its layer."""
    for layer in LAYERS:
        for record in records_of(report, layer):
            yield layer, record


def find(report: Report, record_id: str) -> tuple[str, Record] | None:
    """The record of that id with its layer; None where the report has none."""
    return next(((layer, record) for layer, record in all_records(report) if record.id == record_id), None)


def own_spans(record: Record) -> tuple[Span, ...]:
    """The characters that are the record: an actor's mentions, a claim's content and cue, the triggers of an event.

    >>> own_spans(Figure(id="f", start=3, end=5, measure="killed"))
    (Span(start=3, end=5),)
    """
    match record:
        case Actor():
            found = set(record.mentions)
        case Claim():
            found = {*record.content, *((record.cue,) if record.cue else ())}
        case Event():
            found = {record.trigger, *(telling.trigger for telling in record.tellings)}
        case _:
            found = {Span(start=record.start, end=record.end)}
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def kind_of(record: Record) -> str | None:
    """What kind of its layer a record is: an actor's or event's type, a figure's measure, a claim's manner …"""
    match record:
        case Actor() | Event():
            return record.type
        case Figure():
            return record.measure
        case Claim():
            return record.manner
        case Place():
            return record.name
        case TimeRef():
            return record.precision


def spans_in(record: object) -> Iterator[Span]:
    """Every span in a record, however deep.

    >>> list(spans_in(Claim(id="c", manner="direct", content=(Span(start=0, end=4),))))
    [Span(start=0, end=4)]
    """
    if isinstance(record, Span):
        yield record
    elif isinstance(record, tuple):
        for item in record:
            yield from spans_in(item)
    elif hasattr(record, "__dataclass_fields__"):
        start, end = getattr(record, "start", None), getattr(record, "end", None)
        if isinstance(start, int) and isinstance(end, int):
            yield Span(start=start, end=end)
        for name in record.__dataclass_fields__:
            yield from spans_in(getattr(record, name))
