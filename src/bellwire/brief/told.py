"""The incidents that a brief is about, with the tellings that are at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from bellwire.brief.scene import Scene
from bellwire.brief.telling import NEWS, SAID, reach
from bellwire.brief.words import day, joined
from bellwire.model import Event, Evidence, Incident, Tally
from bellwire.relate.incident_speakers import home_of, speaker_of
from bellwire.relate.incident_titles import title_of
from bellwire.relate.readings import Reading
from bellwire.relate.statements import denies
from bellwire.review.masks import without_words

LOOKING_BACK = timedelta(days=31)
"""How long before a page was published a happening must have ended to be its background."""
MOST_NAMED = 3
"""Holders that a sentence names; the others are in the table of contested points."""
NOT_SO = frozenset(("denied", "not_occurred"))
"""Statuses of happenings that did not happen, as those say who tell of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents that a brief is about, and what was left out.

    `asked` says in words what was asked for; `found` is how many incidents that found, or at least so many (`least`);
    `rejected` is how many of them people threw out. `hidden` are the words that are to be hidden in what was made from
    the reports. `reports` are those that were read, where that is more than those that tell of these incidents.
    """

    incidents: tuple[Incident, ...]
    evidence: Mapping[str, tuple[Evidence, ...]]
    asked: str = ""
    found: int = 0
    least: bool = False
    rejected: int = 0
    as_known_on: str | None = None
    hidden: frozenset[str] = frozenset()
    reports: tuple[str, ...] = ()
    named: str = ""

    def report_ids(self) -> frozenset[str]:
        """The reports that the brief is written from."""
        return frozenset((*self.reports, *(e.report for each in self.evidence.values() for e in each)))


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
    def deed(self) -> str:
        """What happened and where, without a toll: that of a title has no holder beside it."""
        made = self._titled(self.incident.mode)
        same = made.partition(" ")[0].casefold() in self.incident.title.casefold()
        return without_words(made if same else self._titled(None), self.hidden)

    def _titled(self, mode: str | None) -> str:
        i = self.incident
        return title_of(
            i.type,
            mode,
            i.status,
            where=i.where,
            date=i.date,
            agents=i.agents,
            patients=i.patients,
            source=i.outlets[0] if i.outlets else "a report",
        )

    @property
    def when(self) -> str:
        """Its days in words; empty where they are not known."""
        value = self.incident.date.value if self.incident.date else None
        return day(value) if value else ""

    @property
    def first_day(self) -> str:
        """By which it is put in order; after all others where it has none."""
        date = self.incident.date
        return f"{date.earliest or date.value or '9999'} {date.latest or ''}" if date else "9999"

    @cached_property
    def past(self) -> bool:
        """Whether all who tell it look back on it: it was over long before they were published."""
        last = _day_of(self.incident.date.latest if self.incident.date else None)
        told = [_day_of(e.published) for e in self.evidence if e.published]
        known = [day for day in told if day is not None]
        return last is not None and bool(known) and last < min(known) - LOOKING_BACK

    @property
    def plan(self) -> bool:
        """Whether it is only announced."""
        return self.incident.status == "announced"

    @property
    def said(self) -> bool:
        """Whether it is something that was said, rather than done."""
        return self.incident.type in SAID

    @cached_property
    def led(self) -> int:
        """How many reports, copies left out, tell it in their heads or their first paragraphs."""
        own = [e for e in self.ends if self.scene.report_of(e).id not in self.scene.copies]
        reports = {r.id: self.scene.lead(r) for r in map(self.scene.report_of, own)}
        return len({r for e in own if (r := self.scene.report_of(e).id) and self._start(e) < reports[r]})

    def _start(self, end: str) -> int:
        event: Event = self.scene.record_of(end)
        return min((t.sentence.start for t in event.tellings), default=event.sentence.start)

    @property
    def where(self) -> str:
        """The name of its place; empty where there is none."""
        return self.incident.where.name if self.incident.where else ""

    @cached_property
    def whole(self) -> list[tuple[Tally, list[str]]]:
        """Its tallies of wholes, each with the figures that are at hand and hold still.

        One that holds no more stays where the range ends with it: no end of a range is without its holder.
        """
        kept = []
        for tally in self.incident.tallies:
            here = [h for h in tally.holdings if self.scene.has(h.record)]
            standing = reach([self.scene.figure(h.record) for h in here if not h.former])
            ends = [h.record for h in here if not h.former or self._widens(h.record, tally, standing)]
            if ends and not tally.part and reach([self.scene.figure(e) for e in ends]):
                kept.append((tally, ends))
        return kept

    def _widens(self, end: str, tally: Tally, standing: tuple[float, float] | None) -> bool:
        """Whether a figure is an end of a tally's range that none of those which hold still reaches."""
        mine = reach([self.scene.figure(end)])
        if mine is None or standing is None:
            return False
        return (mine[0] == tally.low and mine[0] < standing[0]) or (mine[1] == tally.high and mine[1] > standing[1])

    @property
    def weight(self) -> tuple[object, ...]:
        """What happened before what is denied, lately before long ago, news before talk, harm before none.

        Then what is told at the head of a report, by sources and by toll.
        """
        harm = max((t.high or t.low or 0.0 for t, _ in self.whole if t.unit == "person"), default=0.0)
        incident = self.incident
        affirmed = 0 if incident.status in NOT_SO or self.plan else 1 if incident.status == "possible" else 2
        news, led = incident.type in NEWS, self.led > 0
        return affirmed, not self.past, news, harm > 0, led, incident.sources, incident.reports, harm, incident.id

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


def _day_of(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


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
