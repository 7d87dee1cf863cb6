"""Where in a page each value was read, as W3C Web Annotations (JSON-LD, an AnnotationCollection with one page).

Each trigger of an event, each sentence that tells one, each figure, place and claim is an annotation: what was read is
its body, once as a tag and once as the record in JSON; the page's address is its source, or `urn:bellwire:report:` and
the report's id where there is no address. A claim whose words stand in several places is one annotation for each.

**Positions.** `start` and `end` of the TextPositionSelector are Unicode code points, as the data model asks (“in terms
of unicode code points … not in terms of code units”, section 4.2.4); Bellwire counts so too. Several clients,
Hypothesis among them, count UTF-16 code units, as scripts in a browser do. For them `bellwire:utf16Start` and
`bellwire:utf16End` say the same places in those units; the two differ behind each letter outside the Basic Multilingual
Plane, such as an emoji. They are left out where the policy lets no whole pages out, and behind a hidden name, whose
letters cannot be counted.

Both count in the text that Bellwire read from the page, which has no menus and no markup. In the page itself find the
words by the TextQuoteSelector: its `prefix` and `suffix` are up to 32 characters of the sentence around. Words that a
policy hid or shortened are not quoted, since nobody would find them.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from typing import Any, BinaryIO

from bellwire.errors import InputError
from bellwire.export.columns import Table, table
from bellwire.export.dossier import Dossier
from bellwire.export.form import Format, Options, Source
from bellwire.export.plain import iso, link, urn
from bellwire.export.stream import json_bytes, nested, write_array
from bellwire.model import Evidence, Holding, Place, Span
from bellwire.model.codec import encode
from bellwire.publish.statements import Statement
from bellwire.publish.texts import CUT
from bellwire.review.masks import MASK, UNNAMED_PERSON

CONTEXT = ("http://www.w3.org/ns/anno.jsonld", {"bellwire": "urn:bellwire:term:"})
AROUND = 32
"""Characters before and after the words, as Hypothesis takes them."""
_HIDDEN = re.compile(rf"\[[^\]\[]*(?:withheld|left out)\]|{re.escape(CUT.strip())}|{MASK}|{re.escape(UNNAMED_PERSON)}")
"""What stands where a policy hid or shortened something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """Where a text has characters that take two UTF-16 code units; `sure` is the position up to which that is known."""

    astral: tuple[int, ...]
    sure: int

    @classmethod
    def of(cls, text: str) -> "Units":
        """Those of a text; behind a masked name nothing is sure, for its letters are gone.

        >>> Units.of("📢 12 killed").at(2)
        3
        """
        masked = text.find(MASK)
        return cls(
            astral=tuple(n for n, c in enumerate(text) if ord(c) > 0xFFFF), sure=len(text) if masked < 0 else masked
        )

    def at(self, position: int) -> int | None:
        """A position in UTF-16 code units, given in code points."""
        return position + bisect_left(self.astral, position) if position <= self.sure else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A place in a page, and what was read there. `exact` are its words, where they are known as they stand there."""

    dossier: Dossier
    told: Evidence
    kind: str
    span: Span
    exact: str | None
    tag: str
    record: Mapping[str, Any]
    name: str
    units: Units | None = None


def verbatim(told: Evidence) -> str | None:
    """The sentence's words, where each of them stands where it stood in the page; None where a policy changed them."""
    same = len(told.words) == told.sentence.end - told.sentence.start
    return told.words if same and not _HIDDEN.search(told.words) else None


def within(told: Evidence, span: Span) -> str | None:
    """The words of a span that lies in the sentence; None where they are not known."""
    words = verbatim(told)
    if words is None or not told.sentence.covers(span):
        return None
    return words[span.start - told.sentence.start : span.end - told.sentence.start]


def around(told: Evidence, span: Span, exact: str) -> tuple[str | None, str | None]:
    """The characters of the sentence before and after some words, as far as nothing is hidden there."""
    at = span.start - told.sentence.start if within(told, span) == exact else told.words.find(exact)
    if at < 0 or (told.words.count(exact) > 1 and within(told, span) is None):
        return None, None
    before, after = told.words[:at], told.words[at + len(exact) :]
    return _HIDDEN.split(before)[-1][-AROUND:] or None, _HIDDEN.split(after)[0][:AROUND] or None


def marks(dossier: Dossier) -> Iterator[Mark]:
    """The places in the pages that an incident rests on; a figure that two events of a page share once."""
    figures: set[str] = set()
    for told in dossier.evidence:
        yield from _of_event(dossier, told)
        for held in told.figures:
            if held.record not in figures:
                figures.add(held.record)
                yield _of_figure(dossier, told, held)
        if told.place is not None:
            yield _of_place(dossier, told, told.place)
    first = {told.report: told for told in reversed(dossier.evidence)}
    for claim in dossier.claims:
        if claim.report in first:
            yield from _of_claim(dossier, first[claim.report], claim)


def _only(record: object, names: str) -> dict[str, Any]:
    """Some fields of a record."""
    return {name: getattr(record, name) for name in names.split()}


def _of_event(dossier: Dossier, told: Evidence) -> Iterator[Mark]:
    shown = "report event type mode status agents patients date speakers denied_by confidence"
    record = _only(told, shown)
    for role in ("agents", "patients"):
        record[role] = [_only(party, "name type country") for party in record[role]]
    mode = f"/{told.mode}" if told.mode else ""
    common: dict[str, Any] = {"dossier": dossier, "told": told, "record": record, "tag": f"{told.type}{mode}"}
    yield Mark(kind="trigger", span=told.trigger, exact=within(told, told.trigger), name=told.record, **common)
    words = None if _HIDDEN.search(told.words) else told.words or None
    yield Mark(kind="sentence", span=told.sentence, exact=words, name=told.record, **common)


def _of_figure(dossier: Dossier, told: Evidence, held: Holding) -> Mark:
    exact = None if _HIDDEN.search(held.quote) else held.quote or None
    shown = "record quote measure population kind actor unit low best high approx state part former holder outlet as_of"
    record = _only(held, shown)
    return Mark(
        dossier=dossier, told=told, kind="figure", span=held.span, exact=exact, tag=held.measure, record=record,
        name=held.record,
    )  # fmt: skip


def _of_place(dossier: Dossier, told: Evidence, place: Place) -> Mark:
    span = Span(start=place.start, end=place.end)
    record = _only(place, "id name lat lon country admin1 feature precision gazetteer_id confidence")
    return Mark(
        dossier=dossier, told=told, kind="place", span=span, exact=within(told, span), tag=place.name, record=record,
        name=told.record,
    )  # fmt: skip


def _of_claim(dossier: Dossier, told: Evidence, claim: Statement) -> Iterator[Mark]:
    record = _only(claim, "report claim speaker words manner via hedged date")
    whole = claim.words if len(claim.content) == 1 and not _HIDDEN.search(claim.words) else None
    for number, span in enumerate(claim.content, 1):
        yield Mark(
            dossier=dossier, told=told, kind="claim", span=span, exact=within(told, span) or whole or None,
            tag="claim", record=record, name=f"{claim.report}#{claim.claim}" + (f"/{number}" if number > 1 else ""),
        )  # fmt: skip


def _selectors(mark: Mark) -> tuple[dict[str, Any], ...]:
    """The words with what stands around them, and the positions: each says the same place."""
    first = mark.units.at(mark.span.start) if mark.units else None
    last = mark.units.at(mark.span.end) if mark.units else None
    known = first is not None and last is not None
    position = nested(
        ("type", "start", "end", "bellwire:utf16Start", "bellwire:utf16End"),
        ("TextPositionSelector", mark.span.start, mark.span.end, first if known else None, last if known else None),
    )
    if mark.exact is None:
        return (position,)
    before, after = around(mark.told, mark.span, mark.exact)
    quoted = nested(("type", "exact", "prefix", "suffix"), ("TextQuoteSelector", mark.exact, before, after))
    return quoted, position


def _bodies(mark: Mark) -> tuple[dict[str, Any], ...]:
    """What was read: as a tag, as the record in JSON, and the incident that it belongs to."""
    text = {"type": "TextualBody", "purpose": "tagging", "value": mark.tag}
    if mark.kind == "sentence":
        text = {"type": "TextualBody", "purpose": "describing", "value": mark.dossier.incident.title}
    record = {"type": "TextualBody", "purpose": "describing", "format": "application/json"}
    linked = {"type": "SpecificResource", "purpose": "linking", "source": urn("incident", mark.dossier.incident.id)}
    return text, record | {"value": json_bytes(mark.record).decode()}, linked


@cache
def annotations() -> Table[Mark]:
    """The members of an annotation."""
    values: dict[str, Callable[[Mark], object]] = {
        "id": lambda m: urn(m.kind, m.dossier.incident.id, m.name),
        "type": lambda m: "Annotation",
        "motivation": lambda m: "describing" if m.kind == "sentence" else "tagging",
        "modified": lambda m: iso(m.dossier.changed),
        "body": _bodies,
        "target.source": lambda m: link(m.told.url) or urn("report", m.told.report),
        "target.selector": _selectors,
    }
    return table("annotations", values)


def units_of(source: Source) -> dict[str, Units]:
    """How each page's code points become code units, by the report's id; nothing where no whole pages go out."""
    try:
        return {report.id: Units.of(report.document.text) for report in source.reports()}
    except InputError:
        return {}


def nodes(source: Source) -> Iterator[dict[str, Any]]:
    """The annotations of all incidents."""
    units, made = units_of(source), annotations()
    for dossier in source.dossiers(True):
        for mark in marks(dossier):
            yield nested(made.names, next(made.rows((replace(mark, units=units.get(mark.told.report)),))))


def write(source: Source, out: BinaryIO, options: Options) -> None:
    """Writes the collection, an annotation at a time."""
    id = f"urn:bellwire:annotations:{sha256(encode(source.about)).hexdigest()[:12]}"
    head = {"@context": CONTEXT, "id": id, "type": "AnnotationCollection", "label": f"Bellwire: {source.about.asked}"}
    page = {"id": f"{id}:1", "type": "AnnotationPage", "partOf": id, "startIndex": 0}
    opened = json_bytes(head)[:-1] + b',"first":' + json_bytes(page)[:-1] + b',"items":'
    total = write_array(out, nodes(source), head=opened, tail=b"},")
    out.write(b'"total":%d}\n' % total)


FORMAT = Format(
    name="annotations",
    about="Where in the pages each event, figure, place and claim was read, as W3C Web Annotations (JSON-LD).",
    suffix=".jsonld",
    media='application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"',
    write=write,
    columns=("annotations",),
)
