"""A shelf in memory: what a store answers to relating, in its plainest form."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bellwire.model import Relation, Report
from bellwire.model.signatures import Signature
from bellwire.relate.arrival import Arrival, Readings, arrive
from bellwire.relate.grouping import report_of

CROWD, MOST = 500, 200


class MemoryShelf:
    """Reports with what was found of them, in dictionaries."""

    def __init__(self) -> None:
        self.count = 0
        self.words: Counter[str] = Counter()
        self.holders: dict[int, set[str]] = {}
        self.keys: dict[str, frozenset[int]] = {}
        self.signed: dict[str, Signature] = {}
        self.story_of: dict[str, str] = {}
        self.stories: dict[str, tuple[str, ...]] = {}
        self.alike: dict[tuple[str, str], float] = {}
        self.original: dict[str, str] = {}
        self.kept: dict[str, Report] = {}
        self.incident: dict[str, str] = {}
        self.told: dict[str, set[str]] = {}
        self.found: dict[tuple[str, str, str], Relation] = {}

    # what relating asks

    def word_counts(self, words: Collection[str]) -> tuple[int, Mapping[str, int]]:
        return self.count, {w: self.words[w] for w in words if w in self.words}

    def sharing(self, keys: Collection[int]) -> Mapping[str, int]:
        shared: Counter[str] = Counter()
        for key in keys:
            holders = self.holders.get(key, set())
            if len(holders) <= CROWD:
                shared.update(holders)
        return dict(sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:MOST])

    def signatures(self, ids: Collection[str]) -> Mapping[str, Signature]:
        return {id: self.signed[id] for id in ids if id in self.signed}

    def stories_of(self, ids: Collection[str]) -> Mapping[str, str]:
        return {id: self.story_of[id] for id in ids if id in self.story_of}

    def members(self, stories: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return {story: self.stories[story] for story in stories if story in self.stories}

    def likeness(self, ids: Collection[str]) -> Mapping[tuple[str, str], float]:
        ids = sorted(ids)
        pairs = ((a, b) for i, a in enumerate(ids) for b in ids[i + 1 :])
        return {pair: self.alike[pair] for pair in pairs if pair in self.alike}

    def originals(self, ids: Collection[str]) -> Mapping[str, str]:
        return {id: self.original[id] for id in ids if id in self.original}

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        return {id: self.kept[id] for id in ids if id in self.kept}

    def incidents_of(self, records: Collection[str]) -> Mapping[str, str]:
        return {record: self.incident[record] for record in records if record in self.incident}

    def incident_members(self, incidents: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        return {i: tuple(sorted(self.told[i])) for i in incidents if self.told.get(i)}

    # what relating leaves

    def add(
        self,
        report: Report,
        *,
        known: Mapping[str, str] | None = None,
        apart: Collection[tuple[str, str]] = (),
        readings: Readings | None = None,
    ) -> Arrival:
        """Relates a report and keeps what was found; so too what must be found again because of it."""
        arrival = arrive(report, self, known=known, apart=apart, readings=readings)
        if report.id not in self.signed:
            self.count += 1
            self.words.update(arrival.words)
        else:
            self._forget(report.id)
        self.kept[report.id], self.signed[report.id] = report, arrival.signature
        self.keys[report.id] = arrival.keys
        for key in arrival.keys:
            self.holders.setdefault(key, set()).add(report.id)
        self.alike |= arrival.likeness
        self.original |= arrival.originals
        self._keep_stories(arrival)
        self._keep_incidents(report, arrival)
        self.found |= {(r.relation, r.left, r.right): r for r in arrival.relations}
        for id in arrival.again:
            again = self.kept[id]
            places = {e.id: self.incident[f"{id}#{e.id}"] for e in again.events}
            self.add(again, known=places, apart=apart, readings=readings)
        return arrival

    def _forget(self, id: str) -> None:
        for key in self.keys[id]:
            self.holders[key].discard(id)
        self.alike = {pair: p for pair, p in self.alike.items() if id not in pair}
        self.original = {c: o for c, o in self.original.items() if id not in (c, o)}
        self.found = {k: r for k, r in self.found.items() if id not in (report_of(k[1]), report_of(k[2]))}

    def _keep_stories(self, arrival: Arrival) -> None:
        for change in arrival.stories:
            for gone in (change.story, *change.joined):
                for report in self.stories.pop(gone, ()):
                    if self.story_of.get(report) == gone:
                        del self.story_of[report]
        for change in arrival.stories:
            if change.reports:
                self.stories[change.story] = change.reports
                self.story_of |= dict.fromkeys(change.reports, change.story)

    def _keep_incidents(self, report: Report, arrival: Arrival) -> None:
        for end in [end for end in self.incident if report_of(end) == report.id]:
            self.told[self.incident.pop(end)].discard(end)
        for gone, into in arrival.merged.items():
            self.incident |= dict.fromkeys(self.told[gone], into)
            self.told[into] |= self.told.pop(gone)
        for event, incident in arrival.incidents.items():
            self.incident[f"{report.id}#{event}"] = incident
            self.told.setdefault(incident, set()).add(f"{report.id}#{event}")


def shelved(reports: Iterable[Report], readings: Readings | None = None) -> MemoryShelf:
    """A shelf on which reports arrived in this order."""
    shelf = MemoryShelf()
    for report in reports:
        shelf.add(report, readings=readings)
    return shelf
