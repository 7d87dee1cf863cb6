"""Fills in who was struck, where one telling leaves it out and the page's other tellings say it."""

from collections import Counter
from collections.abc import Iterable

from bellwire.extract.event_merge import Told, apart
from bellwire.model import Actor, Participant

_SINGLE = frozenset(("person", "media"))
"""Types of actors that one happening's words never lend to another."""
_UNTOLD = frozenset(("denied", "not_occurred"))
_BLOWS = frozenset(("ASSAULT",))
_CLEARLY = 2
"""How many times as often as the next a party must be told to be taken over; tuned on half of the desk (2026-11)."""


def _leading(counts: Counter[str]) -> str | None:
    """The party that is told most, where it is told clearly more often than any other."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEARLY * ranked[1][1]):
        return None
    return ranked[0][0]


def _tally(
    events: Iterable[Told], able: frozenset[str], *, near: frozenset[str], sides: frozenset[str]
) -> Counter[str]:
    """How often each known party is struck by the doers (else the sides) given."""
    exact: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for event in events:
        for party in event.patients:
            if party.actor is None or party.actor in near or party.actor not in able:
                continue
            every[party.actor] += 1
            exact[party.actor] += bool(event.names[0] & near)
            alike[party.actor] += bool(event.sides[0] & sides)
    for counts in (exact, alike):
        counts = +counts
        if counts:
            return counts
    return every if not near else Counter()


def _words_of(events: Iterable[Told], actor: str) -> Participant | None:
    return next((party for event in events for party in event.patients if party.actor == actor), None)


def fill(events: list[Told], actors: tuple[Actor, ...]) -> None:
    """Completes the blows of a page in place with who was struck, at some cost to the event's sureness.

    Who struck is never filled in: a party that no telling names as the doer must not stand in the record as one.
    """
    able = frozenset(a.id for a in actors if a.type not in _SINGLE)
    blows = [e for e in events if e.type in _BLOWS and not e.mutual]
    told = [e for e in blows if e.agents and e.patients]
    for event in blows:
        if event.status not in _UNTOLD and not event.patients:  # a blow that is denied is no other happening's
            _take(event, told or blows, able)
    for at, event in enumerate(events):
        if event.type == "ACCUSE" and event.of_blow and not any(p.actor for p in event.patients):
            _blame(event, events[:at])


def _blame(event: Told, before: list[Told]) -> None:
    """Whom "condemned the attack" condemns: who struck the blow that was told last, where the page says who."""
    own = {p.actor for p in event.agents}
    for blow in reversed(before):
        known = [p for p in blow.agents if p.actor and p.actor not in own]
        if blow.type in _BLOWS and not blow.mutual and known:
            event.patients = known
            return


def _of_another_day(event: Told, other: Told) -> bool:
    """Whether an event has a date of its own that the other's is not."""
    return event.date_sure and apart(event.date, other.date)


def _take(event: Told, told: list[Told], able: frozenset[str]) -> None:
    """Gives a blow the patient of the page's other blows by the same doer, where one is told clearly most."""
    near = event.names[0] | {p.actor for p in event.agents if p.actor}
    others = [e for e in told if e is not event and not _of_another_day(event, e)]
    same_mode = [e for e in others if event.mode and e.mode == event.mode]
    for group in (same_mode, others):
        actor = _leading(_tally(group, able, near=near, sides=event.sides[0] - {"other"}))
        words = _words_of(group, actor) if actor else None
        if words is not None:
            event.patients.append(words)
            event.confidence = round(event.confidence * 0.9, 3)
            return
