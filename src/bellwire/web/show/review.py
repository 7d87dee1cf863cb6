"""A card of the review queue: what was read, the words that it was read from, who judged it, and what can be done."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bellwire.brief.words import outlet
from bellwire.model import Claim, Event, Figure, Grade, Incident, Judgement, Report, Span, content_id
from bellwire.pipeline import load_parts
from bellwire.review import effective, reviews, standing
from bellwire.review.effective import person
from bellwire.review.subjects import find
from bellwire.web.messages import Language
from bellwire.web.show.editing import Fact, facts_of
from bellwire.web.show.names import name_in
from bellwire.web.show.quoting import sentence_around
from bellwire.web.show.situation import Row, rows_of
from bellwire.web.show.subjects import Subject

TELLINGS = 3
"""Tellings of an incident on its card: the others are on its page."""
LONGEST_BLOCK = 1200
"""Characters of a passage that are shown around a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a passage; `mark` says what they were read as."""

    text: str
    mark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What one report says: the sentence, with the words marked that were read, and where it stands."""

    record: str
    report: str
    outlet: str
    published: str | None
    pieces: tuple[Piece, ...]
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What made a record: the part of the pipeline with its version, the program's version and the model's name."""

    part: str
    version: str
    bellwire: str
    model: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A judgement in the history of a subject; `stands`: no undo took it away; `own`: the reader may undo it."""

    judgement: Judgement
    stands: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far the review of a subject has come, as its reader may know it.

    `accepted_by` are those who accept it, of `people` who must; `mine` is the reader's own latest judgement in force.
    """

    review: str
    accepted_by: tuple[str, ...] = ()
    people: int = 1
    mine: Judgement | None = None
    lines: tuple[Line, ...] = ()
    hidden: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody accepts it, and others are needed."""
        return bool(self.accepted_by) and len(self.accepted_by) < self.people and self.review != "rejected"

    @property
    def i_accept(self) -> bool:
        """Whether the reader accepts it already."""
        return self.mine is not None and self.mine.verb == "accept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to review. `anchor` is its name in the page."""

    anchor: str
    subject: Subject
    name: str
    confidence: float | None
    state: State
    passages: tuple[Passage, ...] = ()
    more: int = 0
    facts: tuple[Fact, ...] = ()
    row: Row | None = None
    suggested: Grade | None = None
    made: Made | None = None

    @property
    def incident(self) -> Incident | None:
        """The incident, where it is one."""
        return self.subject.incident


def anchor_of(id: str) -> str:
    """The name of a subject's card in a page.

    >>> anchor_of("https://example.org/1#e-1")
    'c-09492bbd1c84'
    """
    return content_id("c", id)


def state_of(
    judgements: Sequence[Judgement], id: str, reader: str, *, people: int = 1, blind: bool = False, editor: bool = False
) -> State:
    """The state of a subject's review; blind, others' judgements are hidden until the reader has judged it.

    >>> yes = Judgement(id="j-1", verb="accept", subject="i-1", by="ana", at="2024-05-01")
    >>> state = state_of([yes], "i-1", "ben", people=2)
    >>> state.review, state.accepted_by, state.waits, state_of([yes], "i-1", "ben", blind=True).accepted_by
    ('unreviewed', ('ana',), True, ())
    """
    own = [j for j in judgements if person(j.by) == person(reader)]
    mine = [j for j in effective(own) if j.subject == id]
    hidden = blind and not mine and len(own) < len(judgements)
    known = own if blind and not mine else list(judgements)
    in_force = effective(known)
    accepts = {person(j.by): j.by for j in in_force if j.verb == "accept" and j.subject == id}
    stands = {j.id for j in standing(known)}
    return State(
        review=reviews(known, people).get(id, "unreviewed"),
        accepted_by=tuple(sorted(accepts.values())),
        people=people,
        mine=_mine(in_force, reader),
        lines=tuple(
            Line(judgement=j, stands=j.id in stands, own=editor or person(j.by) == person(reader))
            for j in reversed(known)
        ),
        hidden=hidden,
    )


def _mine(in_force: Sequence[Judgement], reader: str) -> Judgement | None:
    own = [j for j in in_force if person(j.by) == person(reader)]
    return own[-1] if own else None


def card_of(subject: Subject, state: State, reports: dict[str, Report], language: Language) -> Card:
    """The card of a subject; `reports` are those that its passages are of."""
    incident = subject.incident
    if incident is not None:
        records = [r for r in incident.evidence if r.rpartition("#")[0] in reports]
        return Card(
            anchor=anchor_of(subject.id),
            subject=subject,
            name=incident.title,
            confidence=incident.confidence,
            state=state,
            passages=tuple(p for r in records[:TELLINGS] if (p := _told(r, reports)) is not None),
            more=max(len(incident.evidence) - TELLINGS, 0),
            row=rows_of([incident], language)[0],
            suggested=incident.suggested,
        )
    assert subject.report is not None
    return Card(
        anchor=anchor_of(subject.id),
        subject=subject,
        name=name_in(subject),
        confidence=getattr(subject.record, "confidence", None),
        state=state,
        passages=(passage_of(subject.report, subject.layer, subject.record),) if subject.layer != "report" else (),
        facts=facts_of(subject),
        made=made_of(subject),
    )


def wanted_reports(incidents: Sequence[Incident]) -> tuple[str, ...]:
    """The reports whose words the cards of incidents show."""
    ends = (record for incident in incidents for record in incident.evidence[:TELLINGS])
    return tuple(dict.fromkeys(end.rpartition("#")[0] for end in ends))


def _told(record: str, reports: dict[str, Report]) -> Passage | None:
    report_id, _, id = record.rpartition("#")
    report = reports[report_id]
    found = find(report, id)
    return passage_of(report, found[0], found[1]) if found else None


def made_of(subject: Subject) -> Made | None:
    """What made a record, so that one knows why it was coded so; None for a report or an incident."""
    if subject.report is None:
        return None
    part = next((part for part in load_parts() if subject.layer in part.gives), None)
    made = subject.report.made_by
    return Made(part=part.name, version=str(part.version), bellwire=made.bellwire, model=made.model) if part else None


# ---------------------------------------------------------------- the words


def passage_of(report: Report, layer: str, record: Any) -> Passage:
    """The passage that a record was read from, with its words marked."""
    marks = sorted(marks_of(record, report), key=lambda m: (m[0].start, m[0].end))
    window = _window(record, report)
    return Passage(
        record=f"{report.id}#{record.id}",
        report=report.id,
        outlet=outlet(report),
        published=report.document.published.value,
        pieces=tuple(pieces_of(report.document.text, window, marks)),
        facts=facts_of(Subject(id=f"{report.id}#{record.id}", layer=layer, record=record, report=report)),
    )


def _window(record: Any, report: Report) -> Span:
    if isinstance(record, Event):
        return record.sentence
    spans = [span for span, _ in marks_of(record, report) if span]
    first, last = min(spans, key=lambda s: s.start), max(spans, key=lambda s: s.end)
    start, end = sentence_around(report, first).start, sentence_around(report, last).end
    return Span(start=start, end=min(end, start + LONGEST_BLOCK))


def marks_of(record: Any, report: Report) -> Iterator[tuple[Span, str]]:
    """The words that a record was read from, each with what it was read as."""
    match record:
        case Event():
            yield record.trigger, "trigger"
            yield from _around_event(record, report)
        case Figure():
            yield Span(start=record.start, end=record.end), "figure"
            yield from _around_figure(record, report)
        case Claim():
            yield from ((span, "content") for span in record.content)
            yield from ((span, "cue") for span in (record.cue,) if span)
            yield from ((span, "speaker") for span in (record.speaker,) if span)
            yield from ((span, "hedge") for span in record.hedges)
        case _:
            mentions = getattr(record, "mentions", None)
            span = mentions[0] if mentions else Span(start=record.start, end=record.end)
            yield span, "words"


def _around_event(event: Event, report: Report) -> Iterator[tuple[Span, str]]:
    figures = {f.id: f for f in report.figures}
    for id in event.figures:
        if id in figures:
            yield Span(start=figures[id].start, end=figures[id].end), "figure"
    yield from ((Span(start=p.start, end=p.end), "place") for p in report.places if p.id == event.place)
    value = event.date.value if event.date else None
    yield from ((Span(start=t.start, end=t.end), "date") for t in report.times if value and t.value == value)
    yield from ((Span(start=p.start, end=p.end), "actor") for p in (*event.agents, *event.patients))


def _around_figure(figure: Figure, report: Report) -> Iterator[tuple[Span, str]]:
    claim = next((c for c in report.claims if c.id == figure.claim), None)
    sentence = sentence_around(report, Span(start=figure.start, end=figure.end))
    near = [span for span in ((claim.speaker, claim.cue) if claim else ()) if span and sentence.overlaps(span)]
    yield from ((span, "speaker" if claim and span == claim.speaker else "cue") for span in near)
    yield from (
        (Span(start=p.start, end=p.end), "place")
        for p in report.places
        if p.id == figure.place and sentence.overlaps(Span(start=p.start, end=p.end))
    )


RANK = ("trigger", "figure", "cue", "speaker", "hedge", "place", "date", "actor", "content", "words")
"""Where marks overlap, the first of these is shown."""


def pieces_of(text: str, window: Span, marks: Sequence[tuple[Span, str]]) -> Iterator[Piece]:
    """A passage cut where marks begin and end; of overlapping marks the first by rank is shown.

    >>> text = "Shelling killed 12 people in Gao."
    >>> marks = [(Span(start=0, end=8), "trigger"), (Span(start=16, end=25), "figure")]
    >>> [(piece.text, piece.mark) for piece in pieces_of(text, Span(start=0, end=33), marks)]
    [('Shelling', 'trigger'), (' killed ', None), ('12 people', 'figure'), (' in Gao.', None)]
    """
    inside = [(span, mark) for span, mark in marks if span.overlaps(window)]
    ends = {window.start, window.end, *(e for s, _ in inside for e in (s.start, s.end))}
    cuts = sorted(end for end in ends if window.start <= end <= window.end)
    start, last = window.start, _mark_at(inside, window.start)
    for cut in cuts[1:]:
        mark = _mark_at(inside, cut) if cut < window.end else None
        if cut == window.end or mark != last:
            yield Piece(text=text[start:cut], mark=last)
            start, last = cut, mark


def _mark_at(marks: Sequence[tuple[Span, str]], at: int) -> str | None:
    found = [mark for span, mark in marks if span.start <= at < span.end]
    return min(found, key=RANK.index, default=None)
