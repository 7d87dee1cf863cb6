"""What the claims ledger shows of a claim, and the columns that it is asked by: made from a report, kept beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bellwire.errors import InputError
from bellwire.knowledge import language, languages
from bellwire.model import Actor, Claim, Figure, Report, Span
from bellwire.model.codec import encode_each
from bellwire.model.words import ActorType, Manner, Measure, ReviewState
from bellwire.store.filters import days_of_period

AFTER_CUE = 60
"""Characters after a cue in which the hearer is looked for: "told state television MRTV"."""
SEARCHED = 5000
"""Characters of a claim that are searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFigure:
    """A figure that a claim holds, with the words that it was read from."""

    id: str
    measure: Measure
    words: str
    low: float | None = None
    best: float | None = None
    high: float | None = None
    approx: bool = False
    unit: str = "person"
    population: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim as the ledger shows it: who said what, to whom, through whom, when, how guarded.

    `record` is `REPORT#CLAIM`. `speaker` are the words for the speaker, `actor` the name of the actor behind them,
    `sides` those that the actor is a part of. `to` are those of `via` whom the words after the cue name as hearers.
    `about` are the actors that its words name, `events` and `figures` those of the report that hang on it. `day` is the
    day of the claim, else that of the report; what is of a month or a year stands under the first. `start` is where its
    words begin.
    `hidden` are words of it that a publish profile hides; `private` says that the speaker's name is one of them.
    """

    record: str
    report: str
    speaker: str | None = None
    actor: str | None = None
    actor_type: ActorType | None = None
    named: bool = False
    sides: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    outlet: str | None = None
    cue: str | None = None
    content: tuple[str, ...]
    start: int = 0
    hedges: tuple[str, ...] = ()
    manner: Manner
    day: str | None = None
    date: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    about: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    figures: tuple[ClaimFigure, ...] = ()
    private: bool = False
    hidden: tuple[str, ...] = ()
    review: ReviewState = "unreviewed"
    confidence: float = 0.5

    @property
    def who(self) -> str | None:
        """Who says it: the actor's name, else the report's words for the speaker; None where neither tells."""
        return self.actor or self.speaker

    @property
    def key(self) -> str:
        """Under which the claims of one speaker stand together: empty for a speaker who is not told."""
        return (self.who or "").casefold()


def lines_of(report: Report, reviews: Mapping[str, ReviewState] | None = None) -> tuple[ClaimLine, ...]:
    """The ledger's lines of a report's claims, in the order of the claims. `reviews` are their states, by claim.

    >>> from bellwire.model import Document, MadeBy, Span
    >>> text = "The army said on Monday that the village of Tessit had fallen."
    >>> claim = Claim(id="c-1", speaker=Span(start=0, end=8), cue=Span(start=9, end=13),
    ...               content=(Span(start=29, end=61),), manner="indirect")
    >>> report = Report(id="r1", document=Document(id="d", kind="article", text=text), claims=(claim,),
    ...                 made_by=MadeBy(bellwire="0"))
    >>> [(line.who, line.content) for line in lines_of(report)]
    [('The army', ('the village of Tessit had fallen',))]
    """
    laid_out = _LaidOut.of(report) if report.claims else None
    return tuple(
        laid_out.line(claim, (reviews or {}).get(claim.id, "unreviewed")) for claim in report.claims if laid_out
    )


@cache
def _pronouns(code: str) -> frozenset[str]:
    return language(code if code in languages() else "en").words("pronouns")


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A report with what its claims name, by id."""

    report: Report
    actors: Mapping[str, Actor]
    figures: Mapping[str, list[Figure]]
    events: Mapping[str, list[str]]
    pronouns: frozenset[str]

    @classmethod
    def of(cls, report: Report) -> "_LaidOut":
        figures: dict[str, list[Figure]] = {}
        for figure in report.figures:
            figures.setdefault(figure.claim or "", []).append(figure)
        holders = {figure.id: figure.claim for figure in report.figures if figure.claim}
        events: dict[str, list[str]] = {}
        for event in report.events:
            for claim in sorted({*event.claims, *(holders[f] for f in event.figures if f in holders)}):
                events.setdefault(claim, []).append(event.id)
        pronouns = _pronouns(report.document.language or "en")
        return cls(report, {a.id: a for a in report.actors}, figures, events, pronouns)

    def line(self, claim: Claim, review: ReviewState) -> ClaimLine:
        document, actor = self.report.document, self.actors.get(claim.speaker_actor or "")
        speaker = self.words(claim.speaker) if claim.speaker else None
        behind = actor.name if actor and actor.name.casefold() not in self.pronouns else None
        private = bool(actor and actor.private) or bool(claim.speaker and self.hides(claim.speaker))
        return ClaimLine(
            record=f"{self.report.id}#{claim.id}",
            report=self.report.id,
            speaker=None if not speaker or speaker.casefold() in self.pronouns else speaker,
            actor=behind,
            actor_type=actor.type if actor and behind else None,
            named=behind is not None and behind != behind.lower(),
            sides=tuple(self.sides(actor)),
            to=tuple(self.heard(claim)),
            via=claim.via,
            outlet=document.outlet,
            cue=self.words(claim.cue) if claim.cue else None,
            content=tuple(map(self.words, claim.content)),
            start=claim.content[0].start,
            hedges=tuple(map(self.words, claim.hedges)),
            manner=claim.manner,
            day=_day(claim.date) or _day(document.published.value),
            date=claim.date,
            published=document.published.value,
            title=document.title,
            url=document.url,
            language=document.language,
            about=tuple(self.about(claim)),
            events=tuple(self.events.get(claim.id, ())),
            figures=tuple(map(self.figure, self.figures.get(claim.id, ()))),
            private=private,
            hidden=tuple(self.hidden(claim)),
            review=review,
            confidence=claim.confidence,
        )

    def words(self, span: Span | Figure) -> str:
        """The words of a span, on one line."""
        return " ".join(self.report.document.text[span.start : span.end].split())

    def heard(self, claim: Claim) -> Iterator[str]:
        """Those of `via` that come right after the cue: "told Radio Gao that"."""
        if claim.cue:
            after = self.report.document.text[claim.cue.end : claim.cue.end + AFTER_CUE].lstrip().casefold()
            yield from (name for name in claim.via if after.startswith((name.casefold(), f"the {name.casefold()}")))

    def about(self, claim: Claim) -> Iterator[str]:
        """The names of the actors that the claim's words mention, each once."""
        parts = [(part.start, part.end) for part in claim.content]
        for actor in self.report.actors:
            if any(m.start < end and start < m.end for m in actor.mentions for start, end in parts):
                yield actor.name

    def hides(self, span: Span) -> bool:
        """Whether characters of it are to be hidden."""
        return any(r.start < span.end and span.start < r.end for r in self.report.redact)

    def hidden(self, claim: Claim) -> Iterator[str]:
        """The words within the claim that are to be hidden."""
        for r in self.report.redact:
            for part in claim.content:
                start, end = max(r.start, part.start), min(r.end, part.end)
                if start < end:
                    yield self.words(Span(start=start, end=end))

    def figure(self, figure: Figure) -> ClaimFigure:
        """The figure with its words."""
        names = ("id", "measure", "low", "best", "high", "approx", "unit", "population")
        return ClaimFigure(words=self.words(figure), **{name: getattr(figure, name) for name in names})

    def sides(self, actor: Actor | None) -> Iterator[str]:
        """What an actor is a part of, from the smaller to the larger."""
        seen = set[str]()
        while actor and actor.id not in seen:
            seen.add(actor.id)
            actor = self.actors.get(actor.part_of or "")
            if actor:
                yield actor.name


def _day(value: str | None) -> str | None:
    """The first day of an EDTF value, where it names one whole day, month or year; None where it names none.

    >>> _day("2025-09-06T16:20:00+02:00"), _day("2025-09~"), _day("2025-W10"), _day(None)
    ('2025-09-06', '2025-09-01', None, None)
    """
    first = (value or "").partition("/")[0].partition("T")[0].rstrip("~?%")
    try:
        return days_of_period(first)[0]
    except InputError:
        return None


# ---------------------------------------------------------------- rows


def rows_of_lines(lines: Iterable[ClaimLine]) -> list[dict[str, Any]]:
    """The lines as rows of `claim_line`, without the key of their report's version and of themselves."""
    made = list(lines)
    return [
        {
            "report_id": line.report,
            "claim": line.record[len(line.report) + 1 :],
            "day": line.day or "",
            "who": line.key,
            "named": int(line.named),
            "manner": line.manner,
            "hedged": int(bool(line.hedges)),
            "review": line.review,
            "body": body,
        }
        for line, body in zip(made, encode_each(made), strict=True)
    ]


def terms_of_line(line: ClaimLine) -> Iterator[dict[str, str]]:
    """What a line is found by, in lower case: its speaker, whom it is about, through whom it came; and its events."""
    through = (line.outlet, *line.via)
    for kind, names in (
        ("speaker", (line.speaker, line.actor, *line.sides)),
        ("about", line.about),
        ("through", through),
    ):
        for name in sorted({name.casefold() for name in names if name}):
            yield {"kind": kind, "value": name}
    for event in sorted(set(line.events)):
        yield {"kind": "event", "value": event}


def words_of_line(line: ClaimLine) -> str:
    """The words under which a claim is found: those of its content and its cue."""
    return " ".join([*line.content, line.cue or ""])[:SEARCHED]
