"""Into which incidents the events of a new report come."""

from collections.abc import Collection, Mapping, Sequence

from bellwire.model import Report, content_id, text_digest
from bellwire.relate.arrival_shelf import Shelf
from bellwire.relate.grouping import Tellings, report_of

Members = Mapping[str, Sequence[str]]
"""The events of incidents, by `REPORT#EVENT`."""


def seeds(report: Report, others: Collection[Report], known: Mapping[str, str], shelf: Shelf) -> Members:
    """The incidents that other reports tell of, with all that tells them, and those that events were in before.

    What an older version of the report told is left out.
    """
    ends = sorted(f"{other.id}#{event.id}" for other in others for event in other.events)
    wanted = {*shelf.incidents_of(ends).values(), *known.values()}
    found = shelf.incident_members(sorted(wanted))
    told = {incident: [end for end in found.get(incident, ()) if report_of(end) != report.id] for incident in wanted}
    for event in report.events:
        if event.id in known:
            told[known[event.id]].append(f"{report.id}#{event.id}")
    return {incident: told[incident] for incident in sorted(told) if told[incident]}


def assigned(
    report: Report, groups: Sequence[Tellings], before: Members, shelf: Shelf | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """For each event of the report its incident, and the incidents that went into another.

    Of several that turn out to be one, that with the most tellings stays. A `shelf` is asked whether ids of new ones
    are taken: by what an older version of the report told.
    """
    incident_of: dict[str, str] = {}
    merged: dict[str, str] = {}
    for group in groups:
        if group.known:
            stays = min(group.known, key=lambda incident: (-len(before[incident]), incident))
            incident_of |= dict.fromkeys(group.ends, stays)
            merged |= dict.fromkeys(sorted(group.known - {stays}), stays)
    mine = {event.id: f"{report.id}#{event.id}" for event in report.events}
    new = _new_ids(report, [end for end in mine.values() if end not in incident_of], {*before}, shelf)
    return {id: incident_of.get(end) or new[end] for id, end in mine.items()}, merged


def _new_ids(report: Report, ends: Sequence[str], before: Collection[str], shelf: Shelf | None) -> dict[str, str]:
    """Ids of new incidents, made from the event that tells each, with the text where that id is taken."""
    ids = {end: content_id("i", end) for end in ends}
    told = shelf.incident_members(sorted(ids.values())) if shelf else {}
    taken = {id for id in ids.values() if id in before or any(report_of(e) != report.id for e in told.get(id, ()))}
    digest = text_digest(report.document.text) if taken else ""
    return {end: content_id("i", end, digest) if id in taken else id for end, id in ids.items()}
