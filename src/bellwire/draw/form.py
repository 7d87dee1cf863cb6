"""What a picture is drawn from: plain values, so that exports, briefs and notebooks draw alike."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """An incident on the map. Degrees; None is no point. `where_prec` is UCDP's, 1 to 7; above 2 it is drawn hollow.

    `toll` is a number of people killed that somebody holds; `ref` is the number by which a list names the incident.
    """

    lat: float | None
    lon: float | None
    title: str
    type: str
    toll: float | None = None
    where_prec: int | None = None
    ref: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An incident in time: from an ISO day to an ISO day. None is an open end; two of them are no date at all."""

    start: str | None
    end: str | None
    title: str
    type: str
    place: str | None = None
    ref: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A figure as one holder gives it: from `low` to `high`, None where that is open."""

    holder: str
    low: float | None
    high: float | None
    approx: bool = False
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The figures of one measure in one incident; `disagree` says that two of them cannot both be right."""

    title: str
    measure: str
    held: tuple[Held, ...]
    disagree: bool = False
    ref: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who did what to whom, in one incident; `type` is what was done."""

    agent: str
    patient: str
    type: str
    ref: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands around a picture: its title, lines of note under it, and what it rests on.

    `sources` are named with those of the map; `as_known_on` is the day as of which the record was read.
    """

    title: str | None = None
    notes: tuple[str, ...] = field(default=())
    sources: str | None = None
    as_known_on: str | None = None
