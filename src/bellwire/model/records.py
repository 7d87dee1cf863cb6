"""The record: frozen dataclasses whose fields are those of the report format (`bellwire.report/1`).

Offsets are Unicode code points, half-open, into `Document.text`. What is not known is None.
A record without evidence cannot be made: constructors refuse empty evidence and spans that are none.
"""

from dataclasses import dataclass

from bellwire.model.words import (
    ActorType,
    EventType,
    FigureState,
    Kind,
    Manner,
    Measure,
    PublishedFrom,
    RelationKind,
    Role,
    Status,
    TimePrecision,
)

REPORT_SCHEMA = "bellwire.report/1"


def _check_span(record: object, start: int, end: int) -> None:
    if not 0 <= start < end:
        raise ValueError(f"{type(record).__name__}: a span needs 0 <= start < end, not {start}..{end}")


def _need(record: object, name: str, evidence: object) -> None:
    if not evidence:
        raise ValueError(f"{type(record).__name__}: {name} is empty; a record without evidence does not exist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters of the document: `text[start:end]`.

    >>> Span(start=3, end=8).quote("At least 12 people")
    'least'
    >>> Span(start=3, end=3)
    Traceback (most recent call last):
    ValueError: Span: a span needs 0 <= start < end, not 3..3
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)

    def quote(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When the page says it was published (EDTF), and where that was read; `from_` is `from` in JSON."""

    value: str | None = None
    from_: PublishedFrom | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as it was read. `text` is fixed on reading and never changes."""

    id: str
    kind: Kind
    text: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    bylines: tuple[str, ...] = ()
    language: str | None = None
    published: Published = Published()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A line or paragraph of the page and what it is there for."""

    start: int
    end: int
    role: Role
    section: str | None = None
    author: str | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, force, group or body, with every place where the text names it."""

    id: str
    name: str
    type: ActorType
    country: str | None = None
    part_of: str | None = None
    mentions: tuple[Span, ...]
    private: bool = False

    def __post_init__(self) -> None:
        _need(self, "mentions", self.mentions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention of a place, and the place that it names. `precision` is UCDP's where_prec, 1 to 7."""

    id: str
    start: int
    end: int
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: int | None = None
    gazetteer_id: str | None = None
    confidence: float = 0.5

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRef:
    """A date or time expression; `value` is EDTF, `earliest` and `latest` are ISO dates. None where unresolved."""

    id: str
    start: int
    end: int
    value: str | None = None
    earliest: str | None = None
    latest: str | None = None
    precision: TimePrecision | None = None

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One speech act: who says what, in what manner, through whom, how guarded."""

    id: str
    speaker: Span | None = None
    speaker_actor: str | None = None
    cue: Span | None = None
    content: tuple[Span, ...]
    manner: Manner
    via: tuple[str, ...] = ()
    hedges: tuple[Span, ...] = ()
    date: str | None = None
    confidence: float = 0.5

    def __post_init__(self) -> None:
        _need(self, "content", self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of something, with its bounds, what it counts, who holds it (`claim`) and as of when."""

    id: str
    start: int
    end: int
    measure: Measure
    population: str | None = None
    actor: str | None = None
    unit: str = "person"
    low: float | None = None
    best: float | None = None
    high: float | None = None
    approx: bool = False
    state: FigureState = "flow"
    part_of: str | None = None
    claim: str | None = None
    as_of: str | None = None
    place: str | None = None
    confidence: float = 0.5

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One place where the text tells the happening."""

    trigger: Span
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor in a role, with the words it was read from."""

    actor: str | None
    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When it happened; as in TimeRef."""

    value: str | None
    earliest: str | None = None
    latest: str | None = None
    precision: TimePrecision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The event in other codebooks' words."""

    cameo: str | None = None
    acled_event_type: str | None = None
    acled_sub_event_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A happening: who did what to whom, where and when. `trigger` and `sentence` are its fullest telling."""

    id: str
    type: EventType
    mode: str | None = None
    status: Status
    trigger: Span
    sentence: Span
    tellings: tuple[Telling, ...]
    agents: tuple[Participant, ...] = ()
    patients: tuple[Participant, ...] = ()
    instruments: tuple[Span, ...] = ()
    place: str | None = None
    date: EventDate | None = None
    figures: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    codes: Codes = Codes()
    confidence: float = 0.5

    def __post_init__(self) -> None:
        _need(self, "tellings", self.tellings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """Characters that a publish policy hides, and why."""

    start: int
    end: int
    why: str

    def __post_init__(self) -> None:
        _check_span(self, self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What went wrong or stayed open, for a person to read; `start` and `end` where it concerns certain characters."""

    code: str
    message: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeBy:
    """What made the report: versions and digests, so that it can be made again."""

    bellwire: str
    model: str | None = None
    model_sha256: str | None = None
    config_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was read from one page. `id` is the id that was given, else the content id."""

    schema: str = REPORT_SCHEMA
    id: str
    document: Document
    blocks: tuple[Block, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[TimeRef, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    redact: tuple[Redaction, ...] = ()
    issues: tuple[Issue, ...] = ()
    made_by: MadeBy

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        from bellwire.model.notebook import report_html

        return report_html(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How two records, or two reports, stand to each other. An end is `REPORT` or `REPORT#RECORD`."""

    relation: RelationKind
    left: str
    right: str
    score: float
    why: str
    features: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Reports that tell of one course of events."""

    story: str
    reports: tuple[str, ...]


LAYERS: dict[str, type] = {
    "actors": Actor,
    "places": Place,
    "times": TimeRef,
    "claims": Claim,
    "figures": Figure,
    "events": Event,
}
"""The layers of a report that hold records with ids of their own: kept, related and judged one by one."""
