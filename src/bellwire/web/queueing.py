"""The review queue: incidents, or the records of a report, those that the machine is least sure of first.

of          incidents (as usual), events, claims or figures; these are of the reports given by `report`
order       confidence (as usual) or newest
sure        those of which the machine is at least so sure, 0 to 1: to accept them together
only        second: what others accepted and a second person is needed for
blind       1: what one has not judged oneself, whatever others decided
after       where the page begins
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import func, select

from bellwire.errors import InputError
from bellwire.model import Incident, Judgement
from bellwire.model.words import ReviewState
from bellwire.review import effective, reviews
from bellwire.review.effective import person
from bellwire.review.subjects import records_of
from bellwire.store import Filter, Listed, View, tables
from bellwire.store.filters import ALL, clause
from bellwire.store.writer import chunks
from bellwire.web.query import Params, filter_of, params_of, values_of

OF = ("incidents", "events", "claims", "figures")
ORDERS = ("confidence", "newest")
PAGE = 10
"""Things on a page: each with its evidence in view."""
SCANNED = 400
"""Incidents that are looked through for one page, where some are left out for what they are to the reader."""
MOST_REPORTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is to be reviewed."""

    of: str = "incidents"
    wanted: Filter = ALL
    order: str = "confidence"
    sure: float | None = None
    second: bool = False
    blind: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A page of the queue: the subjects' ids, how many there are in all (or more), and where the next page begins."""

    ids: tuple[str, ...]
    total: int | None = None
    least: bool = False
    after: str | None = None


def queue_of(params: Params) -> Queue:
    """The queue that a query asks for; raises InputError for what cannot be.

    >>> queue_of([("country", "ML"), ("of", "events"), ("report", "page-1")]).of
    'events'
    """
    given = values_of(params)
    of, order = _one(given, "of", OF), _one(given, "order", ORDERS)
    wanted = filter_of(given)
    second, blind = _one(given, "only", ("", "second")) == "second", _one(given, "blind", ("", "1")) == "1"
    sure = _sure(next(iter(given.get("sure", ())), ""))
    return Queue(
        of=of, wanted=wanted, order=order if sure is None else ORDERS[0], sure=sure, second=second, blind=blind
    )


def _sure(value: str) -> float | None:
    if not value.strip():
        return None
    try:
        sure = float(value)
    except ValueError:
        sure = -1.0
    if not 0 <= sure <= 1:
        raise InputError(f"sure: {value!r} is no confidence; give 0 to 1, such as 0.9")
    return sure


def _one(given: Mapping[str, Sequence[str]], name: str, allowed: tuple[str, ...]) -> str:
    value = next(iter(given.get(name, ())), "") or allowed[0]
    if value not in allowed:
        raise InputError(f"{name}: there is no {value!r}; there are: {', '.join(a for a in allowed if a)}")
    return value


def is_blind(address: str) -> bool:
    """Whether an address is that of a blind queue: what leads back there is to show no one else's judgements.

    >>> is_blind("/review?blind=1#c-1"), is_blind("/review"), is_blind("/incidents/i-1?blind=1")
    (True, False, False)
    """
    parts = urlsplit(address)
    return parts.path == "/review" and ("blind", "1") in parse_qsl(parts.query)


def params_of_queue(queue: Queue) -> list[tuple[str, str]]:
    """The queue as pairs of a query; what is as usual is left out.

    >>> params_of_queue(Queue(of="events", blind=True))
    [('of', 'events'), ('blind', '1')]
    """
    own = [("of", queue.of), ("order", queue.order), ("only", "second" if queue.second else "")]
    own += [("blind", "1" if queue.blind else ""), ("sure", "" if queue.sure is None else f"{queue.sure:g}")]
    usual = {"of": OF[0], "order": ORDERS[0]}
    return params_of(queue.wanted) + [(name, value) for name, value in own if value and usual.get(name) != value]


def queued(
    view: View, queue: Queue, by: str, *, people: int = 1, limit: int = PAGE, after: str | None = None
) -> Queued:
    """A page of the queue for a person: what they accepted already is left out, whatever waits for a second one."""
    if queue.of != "incidents":
        return _records(view, queue, by, people, limit, after)
    if queue.second:
        return _seconds(view, queue, by, people, limit, after)
    if not queue.blind and people < 2:
        return _plain(view, queue, limit, after)
    return _looked_through(view, queue, by, limit, after)


def _plain(view: View, queue: Queue, limit: int, after: str | None) -> Queued:
    listed = _listed(view, queue, limit, after)
    ids = tuple(incident.id for incident in listed.incidents)
    total, least = _total(view, queue, listed)
    return Queued(ids=ids, total=total, least=least, after=listed.after)


def _listed(view: View, queue: Queue, limit: int, after: str | None) -> Listed:
    read = view.review_queue if queue.order == "confidence" else view.incidents
    if after is None and queue.sure is not None:
        after = f"{queue.sure}~0"  # the place in the list before the first that is so sure
    return read(_wanted(queue), limit=limit, after=after)


def _wanted(queue: Queue) -> Filter:
    """The filter with the states of review that the queue holds."""
    states = get_args(ReviewState) if queue.blind else queue.wanted.reviews or ("unreviewed",)
    return replace(queue.wanted, reviews=states)


def _total(view: View, queue: Queue, listed: Listed) -> tuple[int, bool]:
    """How many the queue holds, and whether there may be more."""
    if queue.sure is None:
        return listed.total, listed.total_is_least
    i = tables.incident.c
    query = select(func.count()).select_from(tables.incident)
    here = clause(view.connection, _wanted(queue), view.seq) & (i.confidence >= queue.sure)
    return view.connection.scalar(query.where(here)) or 0, False


def _looked_through(view: View, queue: Queue, by: str, limit: int, after: str | None) -> Queued:
    """The page without what the person has judged (blind), or accepted already: a few are read at a time."""
    ids: list[str] = []
    listed = _listed(view, queue, limit, after)
    looked = 0
    while True:
        ids += _left(view, listed.incidents, by, blind=queue.blind)
        looked += len(listed.incidents)
        after = listed.after
        if after is None or len(ids) >= limit or looked >= SCANNED:
            break
        listed = _listed(view, queue, limit - len(ids), after)
    total, least = _total(view, queue, listed)
    return Queued(ids=tuple(ids), total=total, least=least, after=after)


def _left(view: View, incidents: Sequence[Incident], by: str, *, blind: bool) -> Iterator[str]:
    decided = by_subject(view.judgements([incident.id for incident in incidents]))
    for incident in incidents:
        own = [j for j in effective(decided.get(incident.id, ())) if person(j.by) == person(by)]
        if not any(blind or j.verb == "accept" for j in own):
            yield incident.id


def _seconds(view: View, queue: Queue, by: str, people: int, limit: int, after: str | None) -> Queued:
    """Incidents that somebody else accepted and that wait for another person."""
    accepts = effective(view.judgements((), verb="accept"))
    waiting: dict[str, set[str]] = {}
    for judgement in accepts:
        if judgement.verb == "accept" and "#" not in judgement.subject:
            waiting.setdefault(judgement.subject, set()).add(person(judgement.by))
    ids = [id for id, who in waiting.items() if person(by) not in who and len(who) < people]
    i = tables.incident.c
    here = clause(view.connection, replace(queue.wanted, reviews=("unreviewed", "edited")), view.seq)
    found: list[tuple[float, str]] = []
    for some in chunks(ids):
        rows = view.connection.execute(select(i.confidence, i.id).where(here & i.id.in_(some)))
        found += [(row.confidence, row.id) for row in rows if row.confidence >= (queue.sure or 0)]
    return _page(found, limit, after)


def _records(view: View, queue: Queue, by: str, people: int, limit: int, after: str | None) -> Queued:
    """The records of one layer of the reports that are asked for, the least sure first."""
    reports = tuple(view.reports(queue.wanted.reports[:MOST_REPORTS]))
    decided = by_subject(view.judgements_in([report.id for report in reports]))
    wanted = queue.wanted.reviews or ("unreviewed",)
    found: list[tuple[float, str]] = []
    for report in reports:
        for record in records_of(report, queue.of):
            subject = f"{report.id}#{record.id}"
            mine = decided.get(subject, ())
            if _record_is_left(subject, mine, queue, by, people, wanted):
                found.append((getattr(record, "confidence", 0.5), subject))
    return _page([each for each in found if each[0] >= (queue.sure or 0)], limit, after)


def _page(found: list[tuple[float, str]], limit: int, after: str | None) -> Queued:
    """A page of what was found, by confidence and id."""
    found.sort()
    place = _place(after)
    start = next((n for n, each in enumerate(found) if place is None or each > place), len(found))
    some = found[start : start + limit]
    last = "{}~{}".format(*some[-1]) if start + limit < len(found) else None
    return Queued(ids=tuple(subject for _, subject in some), total=len(found), after=last)


def _place(after: str | None) -> tuple[float, str] | None:
    """The record that the page before ended with; raises InputError where it is none."""
    if after is None:
        return None
    confidence, _, subject = after.partition("~")
    try:
        return float(confidence), subject
    except ValueError:
        raise InputError(f"after: {after!r} is no place in this queue; begin it anew") from None


def _record_is_left(
    subject: str, judgements: Sequence[Judgement], queue: Queue, by: str, people: int, wanted: Sequence[str]
) -> bool:
    in_force = effective(judgements)
    own = [j for j in in_force if person(j.by) == person(by)]
    if queue.blind:
        return not own
    accepted = {person(j.by) for j in in_force if j.verb == "accept"}
    if queue.second:
        return bool(accepted) and len(accepted) < people and person(by) not in accepted
    if person(by) in accepted and len(accepted) < people:
        return False
    return reviews(judgements, people).get(subject, "unreviewed") in wanted


def by_subject(judgements: Sequence[Judgement]) -> dict[str, tuple[Judgement, ...]]:
    """Judgements by what they are about, in order."""
    found: dict[str, tuple[Judgement, ...]] = {}
    for judgement in judgements:
        found[judgement.subject] = (*found.get(judgement.subject, ()), judgement)
    return found
