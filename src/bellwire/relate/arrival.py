"""A new report is brought into a store of many: compared with the few that are like it, not with all."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bellwire.model import Report
from bellwire.model.ids import is_imported
from bellwire.model.signatures import Signature
from bellwire.relate.arrival_incidents import assigned, seeds
from bellwire.relate.arrival_shelf import Arrival, Shelf, StoryChange
from bellwire.relate.arrival_signing import Remembered, Signed, counted, sign, words_in
from bellwire.relate.arrival_stories import Placed, place
from bellwire.relate.grouping import report_of
from bellwire.relate.readings import Reading
from bellwire.relate.scenes import Laid, Scene

__all__ = ["Arrival", "Readings", "Shelf", "StoryChange", "alone", "arrive"]

MOST_LAID = 256
"""Reports that are kept laid out: those of some twenty stories, about 50 MB."""


@dataclass(slots=True)
class Readings:
    """Reports that were laid out for comparing, those that were used last. What is found is the same without it."""

    most: int = MOST_LAID
    _kept: "OrderedDict[str, tuple[Signature, Laid]]" = field(default_factory=OrderedDict)

    def forget(self, id: str) -> None:
        """Drops a report, which was coded anew or judged."""
        self._kept.pop(id, None)

    def laid(self, signatures: Mapping[str, Signature], shelf: Shelf) -> list[Laid]:
        """The reports that have these signatures, laid out, in the order of their ids."""
        kept = {id: self._kept[id] for id in sorted(signatures) if id in self._kept}
        found = {id: laid for id, (signature, laid) in kept.items() if signature == signatures[id]}
        missing = sorted(signatures.keys() - found.keys())
        for id, report in shelf.reports(missing).items() if missing else ():
            reading = Reading(report)
            found[id] = Laid(reading, Remembered(reading, signatures[id]))
        for id in sorted(found):
            self.keep(signatures[id], found[id])
        return [found[id] for id in sorted(found)]

    def keep(self, signature: Signature, laid: Laid) -> None:
        """Keeps a report that was laid out."""
        self._kept[laid.reading.id] = signature, laid
        self._kept.move_to_end(laid.reading.id)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)


def arrive(
    report: Report,
    shelf: Shelf,
    *,
    known: Mapping[str, str] | None = None,
    apart: Collection[tuple[str, str]] = (),
    readings: Readings | None = None,
) -> Arrival:
    """Relates a report to those on the shelf; what it finds is to be kept before the next arrives.

    `known` gives the incidents that events of the report were in before, by the event's id: they stay there. Incidents
    that are `apart` are not joined. It is for a report that is new, or that is there in an older version.
    """
    if is_imported(report.id):
        return alone(report, None if not shelf.signatures([report.id]) else shelf, known=known)
    readings = readings or Readings()
    readings.forget(report.id)
    reading = Reading(report)
    first = not shelf.signatures([report.id])
    signed = _signed(reading, shelf, first=first)
    placed = place(reading, signed, shelf, lambda signatures: readings.laid(signatures, shelf))
    mine = Laid(reading, Remembered(reading, signed.signature))
    others = readings.laid({id: placed.signatures[id] for id in placed.near}, shelf)
    before = seeds(report, [laid.reading.report for laid in others], known or {}, shelf)
    scene = _scene(mine, others, placed, before, apart)
    relations = [r for r in scene.relations() if report.id in (report_of(r.left), report_of(r.right))]
    incidents, merged = assigned(report, scene.happenings, before, None if first else shelf)
    readings.keep(signed.signature, mine)
    return Arrival(
        signature=signed.signature,
        keys=signed.keys,
        words=signed.words,
        likeness=placed.likeness,
        relations=tuple(sorted((*placed.copies, *relations), key=lambda r: (r.relation, r.left, r.right))),
        originals=placed.originals,
        stories=placed.stories,
        incidents=incidents,
        merged=merged,
        again=tuple(sorted(placed.originals.keys() - {report.id})),
    )


def alone(report: Report, shelf: Shelf | None = None, *, known: Mapping[str, str] | None = None) -> Arrival:
    """A row of somebody's data set: no report is like it, it is in no story, and its event is an incident of its own.

    It tells of what reports told, so that it is neither a source nor a copy; its words are not counted. A `shelf` is
    asked only of one that is there in an older version.
    """
    new, _ = assigned(report, (), {}, shelf)
    signature = Signature(published=report.document.published.value, records=len(report.events) + len(report.figures))
    incidents = {event: (known or {}).get(event, incident) for event, incident in new.items()}
    return Arrival(signature=signature, keys=frozenset(), words=frozenset(), incidents=incidents)


def _signed(reading: Reading, shelf: Shelf, *, first: bool) -> Signed:
    bags = words_in(reading)
    words = sorted(counted(bags))
    reports, found = shelf.word_counts(words)
    if first:  # an older version is counted already
        reports, found = reports + 1, {word: found.get(word, 0) + 1 for word in words}
    return sign(reading, bags, reports, found)


def _scene(
    mine: Laid,
    others: Collection[Laid],
    placed: Placed,
    before: Mapping[str, Collection[str]],
    apart: Collection[tuple[str, str]],
) -> Scene:
    id = mine.reading.id
    laid = sorted((mine, *others), key=lambda one: one.reading.id)
    ids = [one.reading.id for one in laid]
    near = [(a, b) for i, a in enumerate(ids) for b in ids[i:] if id in (a, b) and (a != b or a == id)]
    copied = {copy: original for copy, original in placed.copied.items() if copy in ids}
    return Scene(laid, near, copied, arrived=id, known=before, apart=apart)
