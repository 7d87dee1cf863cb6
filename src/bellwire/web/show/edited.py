"""What the form of a record sends: the new values of what it changes, and what is wrong with what was typed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bellwire.model import Event, Report, Span, Where
from bellwire.model.codec import to_plain
from bellwire.web.show.editing import EditField, Kind, Quoted, kinds, unnamed, value_in
from bellwire.web.show.quoting import Form, PlaceOfWords, quotation, quotations, sentence_around
from bellwire.web.show.subjects import Subject
from bellwire.web.words import N_

LONGEST_TEXT = 2000
"""Characters of a value that is typed."""


@dataclass(slots=True)
class Edited:
    """What a form asks for: the new values of what it changes, and what is wrong, by field."""

    value: dict[str, object] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    places: dict[str, tuple[PlaceOfWords, ...]] = field(default_factory=dict)


def edited_of(form: Form, subject: Subject) -> Edited:
    """What a form changes in a subject: the fields that it has and whose values are other ones than before."""
    made = Edited()
    for name, (kind, needed, words) in kinds(subject.layer).items():
        reader = _READERS[kind]
        if _has(form, name):
            reader(_Reading(form, subject, name, needed, words, made))
    where = {n.partition(".")[2]: made.value.pop(n) for n in [*made.value] if n.startswith("where.")}
    if where:
        made.value["where"] = _where(subject.record.where, where, made)
    if "trigger" in made.value and isinstance(subject.record, Event) and subject.report is not None:
        _move_sentence(made, subject.record, subject.report)
    return made


def what_it_changes(form: Form, subject: Subject) -> Form:
    """The fields of a form that change something: sent again later, they undo no one else's edits of the others.

    What is no field of the record, such as the reason, stays.
    """
    others = {name: values for name, values in form.items() if not name.startswith(("set.", "has."))}
    changing = [_only(form, name) for name in kinds(subject.layer)]
    return others | {n: v for part in changing if _says_something(edited_of(part, subject)) for n, v in part.items()}


def _only(form: Form, name: str) -> Form:
    """A form with one field of the record alone."""
    keys = (f"set.{name}", f"has.{name}", *(f"set.{name}.{part}" for part in ("words", "start", "end", "at")))
    return {key: form[key] for key in keys if key in form}


def _says_something(edited: Edited) -> bool:
    return bool(edited.value or edited.faults)


def _has(form: Form, name: str) -> bool:
    return any(key in form for key in (f"set.{name}", f"has.{name}", f"set.{name}.words", f"set.{name}.start"))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A field of a form that was sent."""

    form: Form
    subject: Subject
    name: str
    needed: bool
    words: tuple[str, ...]
    made: Edited

    @property
    def text(self) -> str:
        return self.subject.report.document.text if self.subject.report else ""

    @property
    def given(self) -> str:
        values = self.form.get(f"set.{self.name}", ())
        return values[0].strip() if values else ""

    @property
    def before(self) -> Any:
        return value_in(self.subject.record, self.name)

    def keep(self, new: Any, before: Any) -> None:
        """Notes the value where it is another one than before."""
        if new is None and self.needed:
            self.made.faults[self.name] = N_("a value is needed")
        elif new != before:
            self.made.value[self.name] = new


def _read_word(r: _Reading) -> None:
    if r.given and r.given not in r.words:
        r.made.faults[r.name] = f"there is no {r.given!r}; choose one of the list"
        return
    new: Any = r.given or None
    r.keep(int(new) if new and r.name.rpartition(".")[2] == "precision" else new, r.before)


def _read_text(r: _Reading) -> None:
    if len(r.given) > LONGEST_TEXT or not r.given.isprintable():
        r.made.faults[r.name] = N_("one line of at most 2,000 characters")
    else:
        r.keep(r.given or None, r.before)


def _read_texts(r: _Reading) -> None:
    r.keep([part.strip() for part in r.given.split(";") if part.strip()], list(r.before))


def _read_number(r: _Reading) -> None:
    plain = re.sub(r"[\s,_]", "", r.given)
    try:
        r.keep(float(plain) if plain else None, r.before)
    except ValueError:
        r.made.faults[r.name] = f"{r.given!r} is no number; write it in digits, such as 1200 or 7.5"


def _read_yes(r: _Reading) -> None:
    r.keep(r.given == "1", r.before)


def _read_date(r: _Reading) -> None:
    r.keep(r.given or None, r.before.value if r.before else None)


def _read_span(r: _Reading) -> None:
    read = quotation(r.form, f"set.{r.name}", r.text)
    if read.fault:
        r.made.faults[r.name], r.made.places[r.name] = read.fault, read.places
    elif r.name == "span":
        if read.span is None:
            r.made.faults[r.name] = N_("which words? quote or select them")
        elif read.span != r.before:
            r.made.value |= {"start": read.span.start, "end": read.span.end}
    else:
        r.keep(to_plain(read.span) if read.span else None, to_plain(r.before) if r.before else None)


def _read_spans(r: _Reading) -> None:
    rows = quotations(r.form, f"set.{r.name}", r.text)
    wrong = next((row for row in rows if row.fault), None)
    if wrong:
        r.made.faults[r.name], r.made.places[r.name] = f"“{wrong.words}”: {wrong.fault}", wrong.places
        return
    spans = sorted({(row.span.start, row.span.end) for row in rows if row.span})
    if not spans and r.name == "content":
        r.made.faults[r.name] = N_("which words? quote or select them")
    elif spans != sorted({(span.start, span.end) for span in r.before}):
        r.made.value[r.name] = [{"start": start, "end": end} for start, end in spans]


def _read_record(r: _Reading) -> None:
    r.keep(r.given or None, r.before)


def _read_records(r: _Reading) -> None:
    chosen = [v for v in r.form.get(f"set.{r.name}", ()) if v]
    if set(chosen) != set(r.before):
        r.made.value[r.name] = chosen


def _read_parties(r: _Reading) -> None:
    chosen = [v for v in r.form.get(f"set.{r.name}", ()) if v]
    before = {p.actor or unnamed(p): p for p in r.before}
    if set(chosen) == set(before):
        return
    report = r.subject.report
    known = {a.id: a for a in report.actors} if report else {}
    made = []
    for key in chosen:
        if key in before:
            made.append(to_plain(before[key]))
        elif key in known:
            mention = _nearest(known[key].mentions, r.subject.record.sentence)
            made.append({"actor": key, "start": mention.start, "end": mention.end})
        else:
            r.made.faults[r.name] = f"the report has no actor {key!r}"
    r.made.value[r.name] = made


def _nearest(mentions: tuple[Span, ...], sentence: Span) -> Span:
    return min(mentions, key=lambda m: (not sentence.covers(m), abs(m.start - sentence.start)))


_READERS: Mapping[Kind, Callable[[_Reading], None]] = {
    "word": _read_word,
    "text": _read_text,
    "texts": _read_texts,
    "number": _read_number,
    "yes": _read_yes,
    "date": _read_date,
    "span": _read_span,
    "spans": _read_spans,
    "record": _read_record,
    "records": _read_records,
    "parties": _read_parties,
}


def _where(before: Where | None, new: Mapping[str, object], made: Edited) -> object:
    """The whole place, as an edit takes it, the new values in it; another point is not the gazetteer's any longer."""
    plain = to_plain(before) if before else {}
    moved = {"gazetteer_id": None} if {"name", "lat", "lon"} & new.keys() else {}
    if not (plain | dict(new)).get("name"):
        made.faults["where.name"] = N_("a place needs a name")
    return plain | moved | dict(new)


def _move_sentence(made: Edited, event: Event, report: Report) -> None:
    """A trigger outside its sentence takes the sentence that it stands in."""
    place: Any = made.value["trigger"]
    span = Span(start=place["start"], end=place["end"])
    if not event.sentence.covers(span):
        made.value["sentence"] = to_plain(sentence_around(report, span))


def with_what_was_sent(shown: tuple[EditField, ...], form: Form, edited: Edited) -> tuple[EditField, ...]:
    """The form as it was sent, with what is wrong beside each field: nothing that was typed is lost."""
    return tuple(_as_sent(each, form, edited) for each in shown)


def _as_sent(each: EditField, form: Form, edited: Edited) -> EditField:
    each = replace(each, fault=edited.faults.get(each.name))
    if each.kind in ("span", "spans"):
        return _spans_as_sent(each, form, edited) if each.fault else each
    if not _has(form, each.name):
        return each
    sent = list(form.get(f"set.{each.name}", ()))
    chosen = tuple(replace(choice, chosen=choice.value in sent) for choice in each.choices)
    return replace(each, value=sent[0] if sent else "", choices=chosen)


def _spans_as_sent(each: EditField, form: Form, edited: Edited) -> EditField:
    """The words as they were typed; the places to choose from stand beside the first."""
    places = edited.places.get(each.name, ())
    rows = form.get(f"set.{each.name}.words", ())
    return replace(
        each, spans=tuple(Quoted(words=words, places=() if number else places) for number, words in enumerate(rows))
    )
