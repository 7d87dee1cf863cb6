"""Who stands against whom in an incident: its agents on one side, those it befell on the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from bellwire.extract.event_codes import side
from bellwire.knowledge import table
from bellwire.model import Incident, Party

STATE = frozenset(("state_forces", "police", "government"))
"""Types of actors that act for a state."""
ARMED = STATE | {"armed_group", "militia"}
"""Types of actors that fight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opponents:
    """The parties of an incident on two sides. It is `mutual` where the same ones act and suffer: a clash."""

    first: tuple[Party, ...] = ()
    second: tuple[Party, ...] = ()
    mutual: bool = False


def opponents(incident: Incident) -> Opponents:
    """The two sides of an incident.

    In a clash, where two or more parties are agents and patients both, the first of them stands against the others.

    >>> army, rebels = Party(name="army", type="state_forces"), Party(name="Front", type="armed_group")
    >>> clash = Incident(id="i", title="Clash", type="ASSAULT", status="occurred", agents=(army, rebels),
    ...                  patients=(rebels, army))
    >>> [[p.name for p in side] for side in (opponents(clash).first, opponents(clash).second)]
    [['army'], ['Front']]
    """
    agents, patients = _once(incident.agents), _once(incident.patients)
    both = {p.name for p in agents} & {p.name for p in patients if p.type in ARMED}
    if len(both) > 1:
        head = next(p for p in agents if p.name in both)
        others = _once((*(p for p in agents if p.name in both), *patients))
        first = (head, *(p for p in agents if p.name not in both))
        names = {p.name for p in first}
        return Opponents(first=first, second=tuple(p for p in others if p.name not in names), mutual=True)
    doers = {p.name for p in agents}
    return Opponents(first=agents, second=tuple(p for p in patients if p.name not in doers))


def _once(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Each party once, by its name."""
    found: dict[str, Party] = {}
    for party in parties:
        found.setdefault(party.name, party)
    return tuple(found.values())


@cache
def _crowd_words() -> frozenset[str]:
    rows = table("languages", "en", "event_classes")
    return frozenset(row["word"] for row in rows if row["class"] == "crowd")


def is_crowd(party: Party) -> bool:
    """Whether a party is people who march, strike or riot, by the last word of its name.

    >>> is_crowd(Party(name="student protesters", type="civilians")), is_crowd(Party(name="people", type="civilians"))
    (True, False)
    """
    last = party.name.casefold().split()[-1:] if party.type == "civilians" else []
    return any(form in _crowd_words() for word in last for form in (word, word.removesuffix("s")))


def sides(parties: Sequence[Party]) -> list[str]:
    """The sides on which parties stand in the crosswalk: state, armed, civilian, crowd, other; sorted."""
    return sorted({"crowd" if is_crowd(p) else side(p.type) for p in parties})
