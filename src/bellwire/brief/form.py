"""The form of a situation report: sections of sentences and rows, each with the records that it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

BRIEF_SCHEMA = "bellwire.brief/1"
SectionKind = Literal[
    "in_short", "new", "contested", "developments", "place", "figures", "people", "statements", "not_established"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """What a sentence rests on: a source by its number in the brief, and the record read from it.

    `words` are the record's own, as the page has them; `around` is the sentence that they stand in where that is more.
    """

    source: int
    report: str
    record: str | None = None
    words: str = ""
    around: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with its references. One without any cannot be made.

    `about` is what it tells of, an incident's id or a record's end, by which it is found again when the brief is
    written anew. `holders` are those whose figures or words it gives. `unfounded` are numbers that an analyst's wording
    has and its evidence has not. `number` is that of the incident which it tells, on the map and the timeline.

    >>> Sentence(text="Twelve people were killed.", refs=())
    Traceback (most recent call last):
    ValueError: no sentence without evidence: 'Twelve people were killed.'
    """

    text: str
    refs: tuple[Ref, ...]
    about: str = ""
    holders: tuple[str, ...] = ()
    edited_by: str | None = None
    unfounded: tuple[str, ...] = ()
    number: int | None = None

    def __post_init__(self) -> None:
        if not self.refs:
            raise ValueError(f"no sentence without evidence: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The analyst's own words, which rest on no record and are marked so wherever they are shown."""

    text: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of a contested point: who says what, as of when."""

    holder: str
    words: str
    when: str
    refs: tuple[Ref, ...]

    def __post_init__(self) -> None:
        if not self.refs or not self.holder:
            raise ValueError(f"no account without holder and evidence: {self.words!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A point on which accounts differ, side by side."""

    what: str
    accounts: tuple[Account, ...]
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A head with its sentences, its contested points and the analyst's notes.

    `remark` is said of the section itself, not of what happened: that nothing changed since the last brief.
    """

    kind: SectionKind
    head: str
    sentences: tuple[Sentence, ...] = ()
    contested: tuple[Contested, ...] = ()
    notes: tuple[Note, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the reports of one story, or of one selection of incidents, come to; `counts` is what `method` tells."""

    title: str
    sections: tuple[Section, ...]
    method: str
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: SectionKind) -> tuple[Sentence, ...]:
        """The sentences of all sections of a kind."""
        return tuple(s for section in self.sections if section.kind == kind for s in section.sentences)

    @property
    def contested(self) -> tuple[Contested, ...]:
        """All contested points."""
        return tuple(point for section in self.sections for point in section.contested)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A report by its number in the brief; `copy_of` is the number of the report that it copies."""

    number: int
    report: str
    outlet: str
    title: str
    when: str
    url: str | None = None
    copy_of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """An incident that the text tells under a number, as the map and the timeline show it.

    `lat` and `lon` are degrees, `precision` is UCDP's where_prec (1 exact to 7), `start` and `end` are ISO days; each
    None where the record has none. `toll` is the highest number of people killed that somebody holds.
    """

    number: int
    about: str
    title: str
    type: str
    where: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    start: str | None = None
    end: str | None = None
    toll: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A situation report. `made_at` is when it was written (UTC), where that is to be told.

    `known_at` is the last change of the record that it knows of (UTC): a later brief tells what is new since then.
    """

    schema: str = BRIEF_SCHEMA
    title: str
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]
    plotted: tuple[Plotted, ...] = ()
    made_at: str | None = None
    by: str | None = None
    known_at: str | None = None

    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(s for part in self.parts for section in part.sections for s in section.sentences)

    def accounts(self) -> Iterator[Account]:
        """All accounts of contested points, in order."""
        for part in self.parts:
            for point in part.contested:
                yield from point.accounts
