"""The incidents that a brief is about, with the tellings that are at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bellwire.brief.scene import Scene
from bellwire.brief.telling import NEWS, reach
from bellwire.brief.words import day, joined
from bellwire.model import Event, Evidence, Incident, Tally
from bellwire.relate.incident_speakers import home_of, speaker_of
from bellwire.relate.readings import Reading
from bellwire.relate.statements import denies
from bellwire.review.masks import without_words

MOST_NAMED = 3
"""Holders that a sentence names; the others are in the table of contested points."""
NOT_SO = frozenset(("denied", "not_occurred"))
"""Statuses of happenings that did not happen, as those say who tell of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents that a brief is about, and what was left out.

    `asked` says in words what was asked for; `found` is how many incidents that found, or at least so many (`least`);
    `rejected` is how many of them people threw out. `hidden` are the words that are to be hidden in what was made from
    the reports.
    """

    incidents: tuple[Incident, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    asked: str = ""
    found: int = 0
    least: bool = False
    rejected: int = 0
    as_known_on: str | None = None
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Told:
    """An incident with the tellings of it that are at hand, by when they were published."""

    incident: Incident
    evidence: tuple[Evidence, ...]
    scene: Scene
    hidden: frozenset[str]

    @cached_property
    def ends(self) -> list[str]:
        """The events that tell it."""
        return [e.record for e in self.evidence]

    @property
    def title(self) -> str:
        """The incident's title."""
        return without_words(self.incident.title, self.hidden)

    @property
    def when(self) -> str:
        """Its days in words; empty where they are not known."""
        value = self.incident.date.value if self.incident.date else None
        return day(value) if value else ""

    @property
    def first_day(self) -> str:
        """By which it is put in order; after all others where it has none."""
        date = self.incident.date
        return (date.earliest or date.value or "9999") if date else "9999"

    @property
    def where(self) -> str:
        """The name of its place; empty where there is none."""
        return self.incident.where.name if self.incident.where else ""

    @cached_property
    def whole(self) -> list[tuple[Tally, list[str]]]:
        """Its tallies of wholes, each with the figures that are at hand and hold still."""
        kept = []
        for tally in self.incident.tallies:
            ends = [h.record for h in tally.holdings if self.scene.has(h.record) and not h.former]
            if ends and not tally.part and reach([self.scene.figure(e) for e in ends]):
                kept.append((tally, ends))
        return kept

    @property
    def weight(self) -> tuple[object, ...]:
        """What happened before what is denied, news before talk, harm before none, then by sources and toll."""
        harm = max((t.high or t.low or 0.0 for t, _ in self.whole if t.unit == "person"), default=0.0)
        incident = self.incident
        affirmed = incident.status not in NOT_SO
        return affirmed, incident.type in NEWS, harm > 0, incident.sources, incident.reports, harm, incident.id

    @cached_property
    def denials(self) -> list[str]:
        """The claims that deny it, of those who are said to."""
        found: dict[str, None] = {}
        for e in self.evidence:
            if not e.denied_by:
                continue
            reading = Reading(self.scene.report_of(e.record))
            home = home_of(reading, self.scene.record_of(e.record))
            for claim in reading.report.claims:
                speaker = speaker_of(reading, claim, home)
                if speaker is not None and speaker[0] in e.denied_by and denies(reading, claim):
                    found[reading.end(claim.id)] = None
        return [*found]

    def named(self, names: Sequence[str]) -> str:
        """Names in a sentence, at most so many, without those that are hidden."""
        kept = list(dict.fromkeys(without_words(name, self.hidden) for name in names))
        more = [f"{len(kept) - MOST_NAMED} more"] if len(kept) > MOST_NAMED + 1 else []
        return joined(kept[: MOST_NAMED if more else MOST_NAMED + 1] + more)


def told_of(selection: Selection, scene: Scene) -> list[Told]:
    """The incidents of a selection that reports at hand still tell, the weightiest first."""
    made = []
    for incident in selection.incidents:
        here = tuple(e for e in selection.evidence.get(incident.id, ()) if scene.has(e.record))
        if here:
            ordered = tuple(sorted(here, key=lambda e: (scene.report_of(e.record).id in scene.copies, *_order(e))))
            made.append(Told(incident, ordered, scene, selection.hidden))
    return sorted(made, key=lambda t: t.weight, reverse=True)


def _order(evidence: Evidence) -> tuple[str, str, str]:
    return evidence.published or "~", evidence.report, evidence.event


def claims_of(told: Sequence[Told]) -> dict[str, None]:
    """The claims that tell the happenings, or stand in the sentences that do; in the order of the reports."""
    found: set[str] = set()
    for each in told:
        for end in each.ends:
            report, event = each.scene.report_of(end), each.scene.record_of(end)
            assert isinstance(event, Event)
            spans = [t.sentence for t in event.tellings] or [event.sentence]
            for claim in report.claims:
                if claim.id in event.claims or any(c.overlaps(s) for c in claim.content for s in spans):
                    found.add(f"{report.id}#{claim.id}")
    ordered = told[0].scene.ends("claims") if told else []
    return dict.fromkeys(end for end in ordered if end in found)
