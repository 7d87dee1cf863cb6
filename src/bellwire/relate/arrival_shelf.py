"""What relating a new report asks of a store, and what it says of stories and incidents."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bellwire.model import Relation, Report
from bellwire.model.signatures import Signature


class Shelf(Protocol):
    """What the store answers, by its current state."""

    def word_counts(self, words: Collection[str]) -> tuple[int, Mapping[str, int]]:
        """How many reports were counted, and in how many each word is."""

    def sharing(self, keys: Collection[int]) -> Mapping[str, int]:
        """The reports that share most block keys, and how many; keys that a crowd shares are passed over."""

    def signatures(self, ids: Collection[str]) -> Mapping[str, Signature]:
        """The signatures of reports that were related."""

    def stories_of(self, ids: Collection[str]) -> Mapping[str, str]:
        """The stories of reports; one that is alone is left out."""

    def members(self, stories: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The reports of stories."""

    def likeness(self, ids: Collection[str]) -> Mapping[tuple[str, str], float]:
        """How likely pairs of these reports, left < right, tell of one story, as far as it was kept."""

    def originals(self, ids: Collection[str]) -> Mapping[str, str]:
        """For copies the report that each copies."""

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        """Reports as they are to be compared."""

    def incidents_of(self, records: Collection[str]) -> Mapping[str, str]:
        """The incidents of events, which are named `REPORT#EVENT`."""

    def incident_members(self, incidents: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The events of incidents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """A story as it is after an arrival; `joined` are stories that went into it. One without reports is no more."""

    story: str
    reports: tuple[str, ...]
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What relating a new report found, and what is to be kept for those that come after it.

    `keys` are its block keys, below 2**63; `words` are to be counted. `relations` have an end in the report.
    `originals` are pairs of copy and original that are new or changed. `incidents` gives for each event of the report,
    by its id, its incident; `merged` are incidents that went into another. `again` are reports of which the arrival
    made copies: what was found of them before stood for accounts of their own, until they are related again.
    """

    signature: Signature
    keys: frozenset[int]
    words: frozenset[str]
    likeness: Mapping[tuple[str, str], float] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    originals: Mapping[str, str] = field(default_factory=dict)
    stories: tuple[StoryChange, ...] = ()
    incidents: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    again: tuple[str, ...] = ()
