"""The document page: the page as it was read, and a card for each record with the words behind each of its fields."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bellwire.brief.words import counted, folded, holder, speaker
from bellwire.model import Block, Claim, Event, Figure, Relation, Report
from bellwire.model.codec import to_plain
from bellwire.model.marks import MARKED, Mark, Piece, marks_of, pieces_of
from bellwire.model.words import ARTICLE_ROLES
from bellwire.pipeline import load_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """A block of the page: its role, whether it belongs to the article, and its text in pieces."""

    block: Block
    article: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record: its name, its value in words, and the words of the page that it points at."""

    name: str
    value: str = ""
    quote: str = ""
    start: int | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A record: what it says in a line, its fields, what made it, and how it stands to others."""

    id: str
    layer: str
    start: int
    line: str
    fields: tuple[Field, ...]
    part: str
    confidence: float | None = None
    incident: str | None = None
    relations: tuple[Relation, ...] = ()


def blocks_of(report: Report) -> tuple[ShownBlock, ...]:
    """The page, block by block."""
    marks = marks_of(report)
    text = report.document.text
    return tuple(
        ShownBlock(block=b, article=b.role in ARTICLE_ROLES, pieces=pieces_of(text, b, _touching(marks, b)))
        for b in report.blocks
    )


def _touching(marks: Iterable[Mark], block: Block) -> list[Mark]:
    return [m for m in marks if m.start < block.end and m.end > block.start]


def cards_of(
    report: Report, *, incidents: Mapping[str, str] | None = None, relations: Iterable[Relation] = ()
) -> tuple[Card, ...]:
    """A card for each record, in the order of the text; `incidents` names the incident of each event's id."""
    related: dict[str, list[Relation]] = {}
    for relation in relations:
        for end in (relation.left, relation.right):
            related.setdefault(end, []).append(relation)
    starts: dict[str, int] = {}
    for mark in marks_of(report):
        starts[mark.record] = min(mark.start, starts.get(mark.record, mark.start))
    parts = {layer: f"{part.name} {part.version}" for part in load_parts() for layer in part.gives}
    cards = [
        Card(
            id=record.id,
            layer=layer,
            start=starts.get(record.id, 0),
            line=line_of(record, report),
            fields=tuple(fields_of(record, report)),
            part=parts.get(layer, ""),
            confidence=getattr(record, "confidence", None),
            incident=(incidents or {}).get(record.id),
            relations=tuple(related.get(f"{report.id}#{record.id}", ())),
        )
        for layer in MARKED
        for record in getattr(report, layer)
    ]
    return tuple(sorted(cards, key=lambda c: (c.start, MARKED.index(c.layer), c.id)))


def line_of(record: Any, report: Report) -> str:
    """What a record says, in a line."""
    if isinstance(record, Event):
        return _event_line(record, report)
    if isinstance(record, Claim):
        said = " … ".join(folded(span.quote(report.document.text)) for span in record.content)
        return f"{speaker(record, report)}: {said}"
    if isinstance(record, Figure):
        return f"{record.measure}: {counted(record)}; {holder(record, report)}"
    return str(getattr(record, "name", None) or getattr(record, "value", None) or "not resolved")


def _event_line(event: Event, report: Report) -> str:
    text = report.document.text
    names = {actor.id: actor.name for actor in report.actors}

    def people(role: str) -> str:
        told = (names.get(p.actor or "") or folded(text[p.start : p.end]) for p in getattr(event, role))
        return " + ".join(told) or "?"

    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    return f"{kind} “{folded(event.trigger.quote(text))}”: {people('agents')} → {people('patients')}"


LEFT_OUT = frozenset(("id", "confidence", "tellings"))
"""Fields that a card shows elsewhere."""


def fields_of(record: Any, report: Report) -> Iterator[Field]:
    """The fields of a record that say something, each with the words of the page that it points at."""
    ids = {r.id: layer for layer in MARKED for r in getattr(report, layer)}
    plain = to_plain(record)
    if "start" in plain:
        yield _span_field("words", plain, report)
    for name, value in plain.items():
        if name in LEFT_OUT or name in ("start", "end") or value in (None, [], {}, "", False):
            continue
        for item in value if isinstance(value, list) else [value]:
            yield _field(name, item, report, ids)


def _field(name: str, item: Any, report: Report, ids: Mapping[str, str]) -> Field:
    if isinstance(item, dict) and isinstance(item.get("start"), int):
        return _span_field(name, item, report, ids)
    if isinstance(item, dict):
        told = ", ".join(f"{k.replace('_', ' ')} {v}" for k, v in item.items() if v not in (None, "", [], False))
        return Field(name=name, value=told)
    if isinstance(item, float):
        return Field(name=name, value=f"{item:g}")
    if item in ids:
        return Field(name=name, value=_name_of(item, report), record=str(item))
    return Field(name=name, value="yes" if item is True else str(item))


def _span_field(name: str, item: Mapping[str, Any], report: Report, ids: Mapping[str, str] | None = None) -> Field:
    named = item.get("actor") if ids else None
    return Field(
        name=name,
        quote=folded(report.document.text[item["start"] : item["end"]]),
        start=item["start"],
        value=_name_of(named, report) if named else "",
        record=named,
    )


def _name_of(id: str, report: Report) -> str:
    for layer in MARKED:
        for record in getattr(report, layer):
            if record.id == id:
                return line_of(record, report)
    return id
