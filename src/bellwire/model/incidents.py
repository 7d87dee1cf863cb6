"""What analysts call an event: the merged view over the reports that tell of it (`bellwire.incident/1`).

A report gives `Evidence`; the evidence of one happening makes an `Incident`. What the machine suggests and what an
analyst chose are kept apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bellwire.model.records import EventDate, Place, Span
from bellwire.model.words import (
    ActorType,
    Change,
    Credibility,
    EventType,
    FigureState,
    GradeWord,
    Measure,
    Reliability,
    ReviewState,
    Status,
)

INCIDENT_SCHEMA = "bellwire.incident/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """An actor in an incident, as it is named; `sources` is how many independent sources name it so.

    `side` is what it stands for, as `relate.who` names that; `private` says that a publish profile hides its name.
    """

    name: str
    type: ActorType
    country: str | None = None
    sources: int = 1
    side: tuple[str, ...] = ()
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A figure as one report gives it. `record` is `REPORT#RECORD`; no `holder` is the outlet's own voice.

    `kind` is the class of what it counts, by which figures are compared; `side` is what its holder speaks for. It is a
    `part` where it is no count of all: said to be of others, to come on top of others, or to be one that is told of.
    `actor_side` is the side of the actor whose people are counted. It is `former` where the words around say that it
    no longer holds: "to 23 from 27".
    """

    record: str
    span: Span
    quote: str
    measure: Measure
    population: str | None = None
    kind: str = "all"
    actor: str | None = None
    actor_side: str | None = None
    unit: str = "person"
    low: float | None = None
    best: float | None = None
    high: float | None = None
    approx: bool = False
    state: FigureState = "flow"
    part: bool = False
    former: bool = False
    holder: str | None = None
    side: tuple[str, ...] = ()
    outlet: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one report tells of an incident. `speakers` are those whose words tell it; none is the outlet's own voice.

    `sides` are the sides that each speaker speaks for, as `relate.who` names them, in the speakers' order; none is a
    speaker without a name ("residents"), who is another one in another outlet. So are `denied_sides` of `denied_by`.
    """

    report: str
    event: str
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    type: EventType
    mode: str | None = None
    status: Status
    trigger: Span
    sentence: Span
    words: str
    agents: tuple[Party, ...] = ()
    patients: tuple[Party, ...] = ()
    place: Place | None = None
    date: EventDate | None = None
    figures: tuple[Holding, ...] = ()
    speakers: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()
    denied_by: tuple[str, ...] = ()
    denied_sides: tuple[tuple[str, ...], ...] = ()
    confidence: float = 0.5

    @property
    def record(self) -> str:
        """The event's name in a relation: `REPORT#RECORD`."""
        return f"{self.report}#{self.event}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """The place of an incident, of the most precise telling. `precision` is UCDP's where_prec, 1 to 7.

    `spread_km` is how far the tellings' points lie from it at most: how much they disagree.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: int | None = None
    gazetteer_id: str | None = None
    spread_km: float = 0.0
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All figures of one measure and population that an incident has: the span, and who holds what.

    `low` and `high` are the lowest and the highest number that anybody holds (None: open), `disagree` says that two
    holders' figures cannot both be right. `holdings` are in the order of their as-of.
    """

    measure: Measure
    population: str | None = None
    unit: str = "person"
    part: bool = False
    low: float | None = None
    high: float | None = None
    disagree: bool = False
    holdings: tuple[Holding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step in how a toll grew: a figure, and what it changed from.

    `change` is by the number that its holder gave `before`; of another holder `before` is the number given last.
    """

    holding: Holding
    change: Change
    before: Holding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How far an incident is established: Airwars' word, and Admiralty's letter and digit; `why` in a sentence."""

    word: GradeWord | None = None
    reliability: Reliability | None = None
    credibility: Credibility | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A happening as all reports together tell it.

    `reports` counts the reports, `copies` those of them that are copies, `sources` what is left when copies are folded
    and everybody is counted once who speaks through several outlets. `outlets` are those that published them.
    `suggested` is the machine's grade, `grade` the analyst's; `edited` are values that an analyst set in the place of
    what was read, by the field's name.
    """

    schema: str = INCIDENT_SCHEMA
    id: str
    title: str
    type: EventType
    mode: str | None = None
    status: Status
    where: Where | None = None
    date: EventDate | None = None
    agents: tuple[Party, ...] = ()
    patients: tuple[Party, ...] = ()
    tallies: tuple[Tally, ...] = ()
    reports: int = 1
    copies: int = 0
    sources: int = 1
    source_names: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    suggested: Grade = Grade()
    grade: Grade | None = None
    review: ReviewState = "unreviewed"
    edited: Mapping[str, object] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    confidence: float = 0.5

    def _repr_html_(self) -> str:
        """As notebooks show it."""
        from bellwire.model.notebook import incident_html

        return incident_html(self)

    def whole(self, measure: Measure) -> Tally | None:
        """The tally of all people that a measure counts: of no part, and of everybody before some of them."""
        found = [t for t in self.tallies if t.measure == measure and not t.part and t.unit == "person"]
        return max(found, key=lambda t: (t.holdings[0].kind == "all", t.high or t.low or 0.0), default=None)
