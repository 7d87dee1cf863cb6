"""The form by which a record is edited: a field for each value. What it sends is read in `edited`.

What kind of field a value takes follows from its type in the model: a word of a vocabulary is chosen, a span is quoted
or selected, a record of the same report is chosen from a list. Names: `set.FIELD` (`.words`, `.start`, `.end`, `.at`
for a span); `has.FIELD` stands beside boxes, which send nothing when they are empty.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from bellwire.model import LAYERS, Claim, Document, EventDate, Incident, Participant, Span, Where
from bellwire.model.words import MODES
from bellwire.review.fields import editable
from bellwire.review.references import REFERENCES
from bellwire.review.subjects import own_spans
from bellwire.web.show.quoting import PlaceOfWords
from bellwire.web.show.subjects import Subject

Kind = Literal["word", "text", "texts", "number", "yes", "span", "spans", "record", "records", "parties", "date"]
LEFT_OUT = frozenset(
    "codes tellings sentence gazetteer_id mentions earliest latest agents@incident patients@incident end "
    "precision@times".split()
)
"""Fields that follow from others, or that no form can hold: those are edited from the command line."""
VOCABULARIES = {"type@events": "type", "type@incident": "type", "type@actors": "actor_type", "status": "status",
                "measure": "measure", "manner": "manner", "precision": "where_prec"}  # fmt: skip
WHERE = ("name", "lat", "lon", "precision", "country", "admin1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What can be chosen: its value, and the words that say what it is (of the page, or of a vocabulary)."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A span of a form: its words and where they stand, and places to choose from."""

    words: str = ""
    start: int | None = None
    end: int | None = None
    places: tuple[PlaceOfWords, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditField:
    """One field of the form; `vocabulary` names the words that its choices are shown by."""

    name: str
    kind: Kind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    spans: tuple[Quoted, ...] = ()
    vocabulary: str | None = None
    needed: bool = False
    fault: str | None = None


# ---------------------------------------------------------------- which fields


@cache
def kinds(layer: str) -> Mapping[str, tuple[Kind, bool, tuple[str, ...]]]:
    """The fields of a layer that the form has: the kind, whether a value is needed, and the words allowed.

    >>> kinds("figures")["low"], kinds("events")["trigger"][0], kinds("claims")["manner"][2]
    (('number', False, ()), 'span', ('direct', 'indirect', 'mixed', 'section'))
    """
    made = Incident if layer == "incident" else Document if layer == "report" else LAYERS[layer]
    hints = get_type_hints(made)
    found: dict[str, tuple[Kind, bool, tuple[str, ...]]] = {}
    for name in editable(layer):
        if name in LEFT_OUT or f"{name}@{layer}" in LEFT_OUT:
            continue
        if name == "start":
            found["span"] = ("span", True, ())
        elif name == "where":
            found |= {f"where.{part}": _kind(get_type_hints(Where)[part], "", layer) for part in WHERE}
        else:
            found[name] = _kind(hints[name], name, layer)
    return found


def _kind(hint: Any, name: str, layer: str) -> tuple[Kind, bool, tuple[str, ...]]:
    args = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    needed = type(None) not in args
    inner = next(a for a in args if a is not type(None))
    several = get_origin(inner) is tuple
    if several:
        inner = get_args(inner)[0]
    if get_origin(inner) is Literal:
        return "word", needed, get_args(inner)
    if name == "mode":
        return "word", False, tuple(sorted({mode for modes in MODES.values() for mode in modes}))
    if name == "precision" or inner is int:
        return "word", needed, tuple("1234567")
    if name in REFERENCES.get(layer, {}) and inner is str:
        return "records" if several else "record", needed, ()
    named: dict[Any, Kind] = {bool: "yes", float: "number", Participant: "parties", EventDate: "date"}
    if inner is Span:
        return "spans" if several else "span", needed, ()
    return named.get(inner, "texts" if several else "text"), needed, ()


# ---------------------------------------------------------------- what the form shows


def form_fields(subject: Subject) -> tuple[EditField, ...]:
    """The fields of a subject's form, with its present values in them."""
    return tuple(_field(subject, name, *kind) for name, kind in kinds(subject.layer).items())


def _field(subject: Subject, name: str, kind: Kind, needed: bool, words: tuple[str, ...]) -> EditField:
    made = EditField(name=name, kind=kind, needed=needed, vocabulary=_vocabulary(name, subject.layer))
    value = value_in(subject.record, name)
    match kind:
        case "word":
            chosen = str(value) if value is not None else ""
            return replace(
                made, value=chosen, choices=tuple(Choice(value=w, words=w, chosen=w == chosen) for w in words)
            )
        case "span" | "spans":
            text = subject.report.document.text if subject.report else ""
            return replace(made, spans=tuple(_quoted(s, text) for s in _spans(value)))
        case "record" | "records" | "parties":
            return replace(made, choices=tuple(_choices(subject, name, kind, value)))
        case "yes":
            return replace(made, value="1" if value else "")
        case "texts":
            return replace(made, value="; ".join(value))
        case "date":
            return replace(made, value=value.value or "" if value else "")
    return replace(made, value=_plain(value))


def _vocabulary(name: str, layer: str) -> str | None:
    bare = name.rpartition(".")[2]
    return VOCABULARIES.get(f"{bare}@{layer}") or VOCABULARIES.get(bare)


def value_in(record: Any, name: str) -> Any:
    """The value of a field; `span` is the record's own, `where.lat` one within another."""
    if name == "span":
        return Span(start=record.start, end=record.end)
    for part in name.split("."):
        record = getattr(record, part, None)
    return record


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return "" if value is None else str(value)


def _spans(value: Any) -> tuple[Span, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _quoted(span: Span, text: str) -> Quoted:
    return Quoted(words=re.sub(r"\s+", " ", span.quote(text)), start=span.start, end=span.end)


def _choices(subject: Subject, name: str, kind: Kind, value: Any) -> Iterator[Choice]:
    report = subject.report
    if report is None:
        return
    held = value if isinstance(value, tuple) else (value,)
    chosen = {item.actor or unnamed(item) if isinstance(item, Participant) else item for item in held}
    text = report.document.text
    if kind == "parties":
        others = (p for p in held if p.actor is None)
        yield from (Choice(value=unnamed(p), words=text[p.start : p.end], chosen=True) for p in others)
    for record in getattr(report, REFERENCES[subject.layer][name]):
        if record.id != getattr(subject.record, "id", None):
            yield Choice(value=record.id, words=record_words(record, text), chosen=record.id in chosen)


def unnamed(party: Participant) -> str:
    """The key of a participant that is no actor of the report, by its words."""
    return f"@{party.start}-{party.end}"


def record_words(record: Any, text: str) -> str:
    """A record in a list to choose from: its name or its words, and where it stands."""
    first = record.content[0] if isinstance(record, Claim) else own_spans(record)[0]
    words = re.sub(r"\s+", " ", first.quote(text))
    name = getattr(record, "name", None)
    if name and name != words:
        words = f"{name} (“{words}”)"
    before = re.sub(r"\s+", " ", text[max(0, first.start - 24) : first.start]).lstrip()
    return f"{words[:80]} — …{before}" if before else words[:80]


# ---------------------------------------------------------------- values in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value of a record as it is shown: a word of a vocabulary, or text, or words of the page (`quoted`)."""

    name: str
    values: tuple[str, ...]
    vocabulary: str | None = None
    quoted: bool = False


def facts_of(subject: Subject) -> tuple[Fact, ...]:
    """The values of a subject that are not empty, in the order of its form."""
    return tuple(fact for each in form_fields(subject) if (fact := _fact(each)).values)


def _fact(each: EditField) -> Fact:
    if each.kind in ("span", "spans"):
        return Fact(name=each.name, values=tuple(span.words for span in each.spans), quoted=True)
    if each.kind in ("record", "records", "parties"):
        chosen = (choice.words.partition(" — …")[0] for choice in each.choices if choice.chosen)
        return Fact(name=each.name, values=tuple(chosen))
    return Fact(name=each.name, values=(each.value,) if each.value else (), vocabulary=each.vocabulary)
