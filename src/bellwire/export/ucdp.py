"""An incident as UCDP's event data have it: two sides, the type of violence, and on whose side the dead were."""

from collections.abc import Callable
from dataclasses import dataclass

from bellwire.export.deaths import Belongs, Deaths, counted, deaths_of, side_of
from bellwire.export.dossier import Dossier
from bellwire.export.geography import country_of
from bellwire.export.opponents import ARMED, STATE, Opponents, opponents
from bellwire.model import Party, Tally

HAPPENED = frozenset(("occurred", "ongoing", "possible"))
"""Statuses of what can be an event; what was announced, denied by all or did not happen is none."""
CIVILIANS = "Civilians"
"""UCDP's name of the second side of one-sided violence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideOf:
    """A side: its first party (None for civilians), whether it is a state, and the state's number."""

    party: Party | None
    state: bool = False
    gw: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lethal:
    """An incident in which somebody is said to have died; `violence` is UCDP's type_of_violence."""

    dossier: Dossier
    a: SideOf | None
    b: SideOf | None
    violence: int | None
    deaths: Deaths


def lethal(dossier: Dossier) -> Lethal | None:
    """An incident as UCDP has it; None where nobody is said to have died, or it did not happen."""
    incident = dossier.incident
    if incident.status not in HAPPENED or not counted(dossier, "killed"):
        return None
    a, b = _sides(opponents(incident))
    violence = _violence(a, b)
    deaths = deaths_of(dossier, _belongs(a, b), one_sided=violence == 3)
    if not deaths.all.high:
        return None
    return Lethal(dossier=dossier, a=a, b=b, violence=violence, deaths=deaths)


def side_name(side: SideOf) -> str:
    """A side's name: a state's forces are its government, as in UCDP's data; others go by their own.

    >>> side_name(SideOf(party=Party(name="Malian army", type="state_forces", country="ML"), state=True))
    'Government of Mali'
    """
    if side.party is None:
        return CIVILIANS
    found = country_of(side.party.country) if side.state else None
    return f"Government of {found.ucdp}" if found and found.ucdp else side.party.name


def _sides(met: Opponents) -> tuple[SideOf | None, SideOf | None]:
    """Side a and side b: a state before others, who does it before civilians; None where it is not known."""
    doers = [p for p in met.first if p.type in ARMED]
    others = [p for p in met.second if p.type in ARMED]
    harmed = any(p.type not in ARMED for p in met.second)
    found = [_side(p) for p in (*doers[:1], *others[:1])]
    if len(found) == 2:
        first, second = sorted(found, key=lambda s: not s.state)
        return first, second
    civilians = SideOf(party=None) if harmed else None
    if doers:
        return found[0], civilians
    return None, found[0] if others else civilians


def _side(party: Party) -> SideOf:
    state = party.type in STATE
    found = country_of(party.country) if state else None
    return SideOf(party=party, state=state, gw=found.gw if found else None)


def _violence(a: SideOf | None, b: SideOf | None) -> int | None:
    """1 where a state fights an armed side, 2 where none of two armed sides is a state, 3 against civilians."""
    if a is None or b is None:
        return None
    if b.party is None:
        return 3
    return 1 if a.state or b.state else 2


def _belongs(a: SideOf | None, b: SideOf | None) -> Callable[[Tally], Belongs | None]:
    """Whose dead a tally counts: by the party that the figures name, else by what they were, where one side fits."""
    sides: dict[Belongs, SideOf | None] = {"a": a, "b": b}

    def found(tally: Tally) -> Belongs | None:
        side = side_of(tally.holdings[0].kind)
        if side == "civilian":
            return "civilians"
        actors = {h.actor.casefold() for h in tally.holdings if h.actor}
        for name, own in sides.items():
            if own and own.party and own.party.name.casefold() in actors:
                return name
        if side is None:
            return None
        fit = [name for name, own in sides.items() if own and own.party and own.state is (side == "state")]
        return fit[0] if len(fit) == 1 else None

    return found
