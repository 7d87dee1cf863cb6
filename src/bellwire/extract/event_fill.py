"""Fills in who struck, and who was struck, where one telling leaves it out and the page's other tellings say it."""

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
    events: Iterable[Told], able: frozenset[str], *, agents: bool, near: frozenset[str], sides: frozenset[str]
) -> Counter[str]:
    """How often each known party stands in a role beside the parties (else the sides) given."""
    exact: Counter[str] = Counter()
    alike: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for event in events:
        mine, others = (event.agents, event.names[1]) if agents else (event.patients, event.names[0])
        other_sides = event.sides[1 if agents else 0]
        for party in mine:
            if party.actor is None or party.actor in near or party.actor not in able:
                continue
            every[party.actor] += 1
            exact[party.actor] += bool(others & near)
            alike[party.actor] += bool(other_sides & sides)
    for counts in (exact, alike):
        counts = +counts
        if counts:
            return counts
    return every if not near else Counter()


def _words_of(events: Iterable[Told], actor: str, *, agents: bool) -> Participant | None:
    for event in events:
        for party in event.agents if agents else event.patients:
            if party.actor == actor:
                return party
    return None


_ARMED = ("state_forces", "armed_group", "militia", "police")
_FROM_THE_AIR = frozenset(("aerial", "drone"))


def rivals(actors: Iterable[Actor]) -> list[Participant]:
    """The two armed actors that the page names most, where there are two, with their first mention each."""
    armed = [a for a in actors if a.type in _ARMED]
    armed.sort(key=lambda a: (-len(a.mentions), a.mentions[0].start))
    if len(armed) < 2 or (len(armed) > 2 and len(armed[2].mentions) == len(armed[1].mentions)):
        return []
    return [Participant(actor=a.id, start=a.mentions[0].start, end=a.mentions[0].end) for a in armed[:2]]


def fill(events: list[Told], actors: tuple[Actor, ...]) -> None:
    """Completes the blows of a page in place, at some cost to the event's sureness.

    A strike whose doer one paragraph names is that doer's strike in the next; the evidence is the words that name it.
    """
    sides = rivals(actors)
    able = frozenset(a.id for a in actors if a.type not in _SINGLE)
    blows = [e for e in events if e.type in _BLOWS and not e.mutual]
    told = [e for e in blows if e.agents and e.patients]
    for event in blows:
        if event.status in _UNTOLD:
            continue  # what is said not to have been done is no other happening's
        if not event.agents:
            _take(event, told or blows, able, agents=True)
        if not event.agents:
            _oppose(event, sides, actors, [e for e in blows if e is not event])
        if not event.patients:
            _take(event, told or blows, able, agents=False)
    for at, event in enumerate(events):
        if event.type == "ACCUSE" and event.of_blow and not any(p.actor for p in event.patients):
            _blame(event, events[:at])
    for event in events:
        if (
            event.type in _BLOWS
            and event.status not in _UNTOLD
            and event.mutual
            and not event.agents
            and not event.patients
            and sides
        ):
            event.agents, event.patients = list(sides), list(sides)
            event.confidence = round(event.confidence * 0.9, 3)


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


def _oppose(event: Told, sides: list[Participant], actors: tuple[Actor, ...], told: list[Told]) -> None:
    """Who struck one of two rivals is the other; what fell from the air came from the page's only state forces."""
    struck = {p.actor for p in event.patients}
    others = [s for s in sides if s.actor not in struck]
    state = [a for a in actors if a.type == "state_forces"]
    if event.date_sure and told and all(_of_another_day(event, e) for e in told):
        return  # told of the past
    if len(sides) == 2 and len(others) == 1:
        event.agents.append(others[0])
    elif event.mode in _FROM_THE_AIR and len(state) == 1 and state[0].id not in struck:
        first = state[0].mentions[0]
        event.agents.append(Participant(actor=state[0].id, start=first.start, end=first.end))
    else:
        return
    event.confidence = round(event.confidence * 0.9, 3)


def _take(event: Told, told: list[Told], able: frozenset[str], *, agents: bool) -> None:
    near, sides = (event.names[1], event.sides[1]) if agents else (event.names[0], event.sides[0])
    near |= {p.actor for p in (event.patients if agents else event.agents) if p.actor}
    others = [e for e in told if e is not event and not _of_another_day(event, e)]
    same_mode = [e for e in others if event.mode and e.mode == event.mode]
    for group in (same_mode, others):
        actor = _leading(_tally(group, able, agents=agents, near=near, sides=sides - {"other"}))
        words = _words_of(group, actor, agents=agents) if actor else None
        if words is not None:
            (event.agents if agents else event.patients).append(words)
            event.confidence = round(event.confidence * 0.9, 3)
            return
