"""What goes into the store and why it moves there: a report that is related, and what people decide.

Everything here works within one transaction of a Writer. An incident is made anew from its evidence whenever that, or
a judgement on it, changes; what is as it was is not written again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bellwire.errors import InputError, JudgementError
from bellwire.model import Incident, Judgement, Report, Story, content_id
from bellwire.model.ids import is_imported
from bellwire.model.words import JudgementVerb, ReviewState
from bellwire.relate.arrival import Arrival, Readings, alone, arrive
from bellwire.relate.incidents import evidence_of, merge
from bellwire.relate.readings import Reading
from bellwire.review import (
    check,
    effective,
    judged,
    judged_incident,
    make_judgement,
    merged_into,
    rematch,
    reviews,
    same_records,
)
from bellwire.review.masks import redacted_since
from bellwire.review.subjects import concerns
from bellwire.store import Entry, View, Writer
from bellwire.store.claim_lines import ClaimLine, lines_of
from bellwire.store.columns import words_of_evidence
from bellwire.store.shelf import Shelf
from bellwire.store.writer import report_of_end


@dataclass(frozen=True, slots=True)
class JudgedShelf(Shelf):
    """The store, with what people decided about the records of its reports."""

    people: int = 1

    def reports(self, ids: Collection[str]) -> Mapping[str, Report]:
        """Reports as they are to be compared."""
        return {r.id: r for r in judged_reports(View(self.connection), ids, people=self.people)}


def judged_reports(view: View, ids: Collection[str] | None = None, *, people: int = 1) -> tuple[Report, ...]:
    """The reports of a view, all or some, with what people decided about their records."""
    found = tuple(view.reports(ids))
    decided: dict[str, list[Judgement]] = {}
    for judgement in view.judgements_in([report.id for report in found]):
        for id in {judgement.subject, report_of_end(judgement.subject)}:
            decided.setdefault(id, []).append(judgement)
    return tuple(judged(report, decided.get(report.id, ()), people=people) for report in found)


def reports_as_known(view: View, now: View, ids: Collection[str], *, people: int = 1) -> tuple[Report, ...]:
    """The reports of a view of another day, with what was redacted since; those that came later as they are now."""
    then = {report.id: report for report in judged_reports(view, ids, people=people)}
    later = {report.id: report for report in judged_reports(now, ids, people=people)}
    made = {id: redacted_since(report, later[id]) if id in later else report for id, report in then.items()}
    return tuple({**later, **made}.values())


def relate_report(writer: Writer, id: str, readings: Readings, *, people: int = 1) -> None:
    """Relates a report to what is kept: its relations, its story, the incidents that its events belong to.

    A report that was coded anew keeps its events in the incidents that they were in, wherever the same words are read
    again, so that what people merged and split stays so; judgements on its records go with the records.
    """
    view, shelf = View(writer.connection), JudgedShelf(writer.connection, people)
    report = view.report(id)
    if report is None:
        return
    before = view.version_before(id)
    with writer.entry("relate", id) as entry:
        moved = _moved(view, report) if before else ()
        entry.rejudge(moved)
        decided = view.judgements_in([id])
        seen = judged(report, decided, people=people)
        if decided:
            entry.claim_lines(id, ledger_lines(report, decided, people=people))
        known = _incidents_before(shelf, before, report) if before else {}
        readings.forget(id)
        arrival = arrive(seen, shelf, known=known, apart=apart(view), readings=readings)
        keep(entry, shelf, Reading(seen), arrival, people=people)


def relate_rows(writer: Writer, ids: Collection[str]) -> tuple[str, ...]:
    """Makes incidents of rows of data sets, many at once, for none has anything to do with another; gives their ids.

    Those that are there in an older version are left for `relate_report`: people may have decided about them.
    """
    view, shelf = View(writer.connection), Shelf(writer.connection)
    new = shelf.in_first_version([id for id in ids if is_imported(id)])
    rows = [Reading(report) for report in view.reports(sorted(new))]
    if not rows:
        return ()
    more = f"with {len(rows) - 1} more rows of data sets" if len(rows) > 1 else None
    with writer.entry("relate", rows[0].id, more) as entry:
        arrivals = {row.id: alone(row.report) for row in rows}
        shelf.keep_alone({id: arrival.signature for id, arrival in arrivals.items()})
        told = [(arrivals[r.id].incidents[e.id], evidence_of(r, e)) for r in rows for e in r.report.events]
        entry.first_evidence(told)
        made = [merge(incident, [evidence]) for incident, evidence in told]
        entry.incidents(made, {incident: words_of_evidence([evidence]) for incident, evidence in told})
    return tuple(row.id for row in rows)


def _moved(view: View, report: Report) -> tuple[Judgement, ...]:
    """Judgements on the report's records, and splits that name them, whose record has another id in this version."""
    splits = [j for j in view.judgements((), verb="split") if any(report_of_end(n) == report.id for n in j.named)]
    before = {j.id: j for j in (*view.judgements_in([report.id]), *splits)}
    found, _ = rematch(tuple(before.values()), report)
    return tuple(j for j in found if before.get(j.id) != j)


def _incidents_before(shelf: Shelf, before: Report, report: Report) -> dict[str, str]:
    """The incidents of the report's events, by event, as far as the version before it had them too."""
    same = same_records(before, report, "events")
    ends = {f"{report.id}#{old}": new for old, new in same.items()}
    return {ends[end]: incident for end, incident in shelf.incidents_of(list(ends)).items()}


def keep(entry: Entry, shelf: Shelf, reading: Reading, arrival: Arrival, *, people: int = 1) -> None:
    """Writes what relating a report found."""
    id = reading.id
    shelf.keep(
        id,
        arrival.signature,
        keys=arrival.keys,
        words=arrival.words,
        likeness=arrival.likeness,
        originals=arrival.originals,
    )
    shelf.relate_again(arrival.again)
    entry.relations(id, arrival.relations)
    for story in arrival.stories:
        entry.story(Story(story=story.story, reports=story.reports))
        if not story.reports:
            entry.tombstone("story", story.story, "withdrawn", why=f"{id} was related anew")
        for gone in story.joined:
            entry.story(Story(story=gone, reports=()))
            entry.tombstone("story", gone, "merged", into=story.story, why=f"{id} tells of both")
    touched: set[str] = set()
    for gone, into in sorted(arrival.merged.items()):
        members = shelf.incident_members([gone]).get(gone, ())
        entry.move_evidence(members, into)
        entry.withdraw(gone, "merged", into=into, why=f"{id} tells of both as one")
        touched.add(into)
    told = [(arrival.incidents[e.id], evidence_of(reading, e)) for e in reading.report.events]
    touched |= entry.evidence(id, told)
    refresh(entry, touched, people=people)


def refresh(entry: Entry, incidents: Iterable[str], *, people: int = 1, why: str | None = None) -> None:
    """Makes incidents anew from their evidence and the judgements on them; one without evidence is withdrawn."""
    view, shelf = View(entry.connection), Shelf(entry.connection)
    wanted = sorted(set(incidents))
    evidence = view.evidence(wanted)
    copied = shelf.originals(sorted({e.report for each in evidence.values() for e in each}))
    decided: dict[str, list[Judgement]] = {}
    for judgement in view.judgements(wanted):
        decided.setdefault(judgement.subject, []).append(judgement)
    made: list[Incident] = []
    words = {id: words_of_evidence(each) for id, each in evidence.items()}
    for id in wanted:
        if evidence[id]:
            merged = merge(id, evidence[id], copied=copied)
            made.append(judged_incident(merged, decided.get(id, ()), people=people))
        elif (into := merged_into(decided.get(id, ())).get(id)) is not None:
            entry.withdraw(id, "merged", into=into, why=why)
        else:
            entry.withdraw(id, "withdrawn", why=why or "no report tells of it any longer")
    entry.incidents(made, words)


def apart(view: View) -> frozenset[tuple[str, str]]:
    """The pairs of incidents that people split, which must not be joined again."""
    splits = [j for j in effective(view.judgements((), verb="split")) if j.verb == "split"]
    return frozenset(pair for j in splits for pair in _both_ways(j.subject, split_id(j)))


def _both_ways(left: str, right: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (left, right), (right, left)


def split_id(judgement: Judgement) -> str:
    """The id of the incident that a split makes."""
    return content_id("i", "split", judgement.id)


# ---------------------------------------------------------------- what people decide


def judge(
    writer: Writer,
    verb: JudgementVerb,
    subject: str,
    *,
    why: str | None = None,
    value: Mapping[str, object] | None = None,
    people: int = 1,
) -> Judgement:
    """Keeps a judgement and what follows from it; gives it back.

    `subject` is an incident, a record (`REPORT#RECORD`) or a report; for undo, a judgement. `people` is how many must
    accept before something counts as accepted. Raises JudgementError for what cannot be.
    """
    view = View(writer.connection)
    if verb == "undo":
        subject, value = _undone_subject(view, subject)
    else:
        subject = _whole_id(view, subject)
    incident = view.incident(subject)
    reports = tuple(view.reports(_reports_named(view, subject, value or {})))
    number = view.last_seq() + 1
    judgement = make_judgement(
        verb, subject, by=writer.by, at=writer.now, number=number, why=why, value=value, reports=reports
    )
    report = None if incident else next((r for r in reports if concerns(subject, r.id)), None)
    history = _history(view, subject, value or {})
    if verb != "undo" and incident is None and report is None:
        raise JudgementError(_unknown(view, subject))
    check(judgement, history=history, report=report, incident=incident, knows=lambda id: view.incident(id) is not None)
    with writer.entry(verb, subject, why) as entry:
        entry.judge(judgement)
        touched = _follow(entry, view, judgement, history)
        refresh(entry, touched, people=people, why=why)
        if verb in ("split", "undo"):
            in_force = effective(view.judgements([subject]))
            entry.splits(subject, {split_id(j): j.why for j in in_force if j.verb == "split"})
        if report is not None:
            refresh(entry, renew_evidence(entry, report.id, people=people), people=people, why=why)
            entry.claim_lines(report.id, ledger_lines(report, view.judgements_in([report.id]), people=people))
    return judgement


def _whole_id(view: View, beginning: str) -> str:
    """The id of the only incident that begins so; else what was given."""
    ids = view.incidents_like(beginning) if beginning.startswith("i-") and "#" not in beginning else ()
    return ids[0] if len(ids) == 1 else beginning


def _undone_subject(view: View, id: str) -> tuple[str, dict[str, object]]:
    undone = view.judgement(id)
    if undone is None:
        raise JudgementError(f"there is no judgement {id!r}; see: bellwire log, or bellwire incident ID --history")
    return undone.subject, {"judgement": id}


def _history(view: View, subject: str, value: Mapping[str, object]) -> tuple[Judgement, ...]:
    """The judgements that a new one is checked against: those of its subject and of what it names, and all merges."""
    return view.judgements([subject, str(value.get("into"))], verb="merge")


def _unknown(view: View, subject: str) -> str:
    gone = view.tombstones(subject)
    if gone:
        into = f" into {gone[-1].into}; judge that" if gone[-1].into else ""
        return f"{subject} was {gone[-1].reason}{into}"
    return f"there is no incident, report or record {subject!r}; see: bellwire incidents"


def _reports_named(view: View, subject: str, value: Mapping[str, object]) -> list[str]:
    records = value.get("records")
    named = [subject, *(str(r) for r in records)] if isinstance(records, list | tuple) else [subject]
    return sorted({*named, *map(report_of_end, named)})  # a report's own id may hold "#"


def _undone(judgement: Judgement, history: Sequence[Judgement]) -> Iterator[Judgement]:
    """What an undo takes away, and, where that is an undo too, what it brings back."""
    by_id = {j.id: j for j in history}
    seen: set[str] = set()
    while judgement.verb == "undo":
        named = str(judgement.value.get("judgement"))
        if named in seen or named not in by_id:
            return
        seen.add(named)
        judgement = by_id[named]
        yield judgement


def _follow(entry: Entry, view: View, judgement: Judgement, history: Sequence[Judgement]) -> set[str]:
    """Moves evidence as a judgement says; gives the incidents that are to be made anew."""
    touched = {judgement.subject} if view.incident(judgement.subject) else set()
    match judgement.verb:
        case "merge":
            into = str(judgement.value["into"])
            members = Shelf(entry.connection).incident_members([judgement.subject]).get(judgement.subject, ())
            entry.move_evidence(members, into)
            entry.withdraw(judgement.subject, "merged", into=into, why=judgement.why)
            return {into}
        case "split":
            records = judgement.value["records"]
            new = split_id(judgement)
            named: Collection[str] = [str(r) for r in records] if isinstance(records, list | tuple) else []
            return {new, *entry.move_evidence(frozenset(named), new)}
        case "undo":
            undone = next(_undone(judgement, history), None)
            return touched | (_put_back(entry, view, undone) if undone else set())
    return touched


def _put_back(entry: Entry, view: View, undone: Judgement) -> set[str]:
    """Moves back what a judgement moved; gives the incidents that are to be made anew."""
    touched = {undone.subject} if view.incident(undone.subject) else set()
    for incident, records in view.moved_by(undone.id).items():
        touched |= {incident, *entry.move_evidence(frozenset(records), incident)}
    return touched


def renew_evidence(entry: Entry, id: str, *, people: int = 1) -> frozenset[str]:
    """Makes a report's evidence anew, with the judgements on its records; gives the incidents that it touches.

    A record that is brought back goes to the incident that it was in.
    """
    view = View(entry.connection)
    report = view.report(id)
    if report is None:
        return frozenset()
    reading = Reading(judged(report, view.judgements_in([id]), people=people))
    known = view.incidents_ever(id)
    told = [
        (known.get(e.id) or content_id("i", f"{id}#{e.id}"), evidence_of(reading, e)) for e in reading.report.events
    ]
    return entry.evidence(id, told)


def ledger_lines(report: Report, decided: Sequence[Judgement], *, people: int = 1) -> tuple[ClaimLine, ...]:
    """The claims ledger's lines of a report with the judgements on it; what was rejected is there, and says so."""
    made = judged(report, decided, people=people)
    states = reviews(decided, people)
    kept = {claim.id: claim for claim in made.claims}
    told: dict[str, ReviewState] = {}
    for id, claim in kept.items():
        state = states.get(f"{report.id}#{id}", "unreviewed")
        unmeant = state == "rejected" or (state == "accepted" and claim.confidence < 1)  # the judgement is not applied
        told[id] = "unreviewed" if unmeant else state
    lines = {line.record: line for line in lines_of(made, told)}
    return tuple(lines.get(read.record) or replace(read, review="rejected") for read in lines_of(report))


def apply_waiting(writer: Writer, *, people: int = 1) -> None:
    """Applies to the claims ledger what people decided before the store had one, as of when they did."""
    for id in View(writer.connection).claims_waiting():
        for seq in writer.judged_at(id):
            view = View(writer.connection, seq)
            report = view.report(id)
            if report is not None:
                lines = ledger_lines(report, view.judgements_in([id]), people=people)
                Entry(writer, seq).claim_lines(id, lines)
        writer.waits_no_longer(id)


def named_incident(view: View, beginning: str) -> Incident:
    """The incident of an id, or of the only id that begins so; raises InputError that says what there is."""
    found = view.incident(beginning)
    if found is not None:
        return found
    gone = view.tombstones(beginning)
    if gone:
        into = f" into {gone[-1].into}" if gone[-1].into else ""
        raise InputError(f"incident {beginning} was {gone[-1].reason}{into} on {gone[-1].at[:10]}")
    ids = view.incidents_like(beginning) if len(beginning) > 2 else ()
    only = view.incident(ids[0]) if len(ids) == 1 else None
    if only is None:
        which = f"; there are: {', '.join(ids)}" if ids else ""
        raise InputError(f"no incident {beginning!r}{which}; see: bellwire incidents")
    return only
