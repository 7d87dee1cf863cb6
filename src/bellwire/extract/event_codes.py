"""Codes of an event in other codebooks, by the crosswalk tables in knowledge/ontologies."""

from bellwire.knowledge import table
from bellwire.model import Codes

_FORCES = ("state_forces", "police", "government")
_ARMED = ("armed_group", "militia", *_FORCES)


def side(kind: str | None) -> str:
    """The side that an actor's type counts as in the crosswalks: state, armed, civilian, other.

    >>> side("militia")
    'armed'
    """
    if kind in _FORCES:
        return "state"
    if kind in ("armed_group", "militia"):
        return "armed"
    return "civilian" if kind in ("civilians", "person", "media", "ngo") else "other"


def codes_of(
    kind: str,
    mode: str | None,
    agents: list[str],
    patients: list[str],
    *,
    mutual: bool,
    means: frozenset[str] = frozenset(),
) -> Codes:
    """The codes of the first row of the crosswalk whose type, mode, sides and means fit.

    >>> codes_of("ASSAULT", "drone", ["state"], ["armed"], mutual=False).acled_sub_event_type
    'Air/drone strike'
    """
    for row in table("ontologies", "crosswalk"):
        if row["type"] != kind or row["mode"] not in ("", mode or "-"):
            continue
        if (row["mutual"] and not mutual) or (row["means"] and row["means"] not in means):
            continue
        if (row["agent"] and row["agent"] not in agents) or (row["patient"] and row["patient"] not in patients):
            continue
        return Codes(
            cameo=row["cameo"] or None,
            acled_event_type=row["acled_event_type"] or None,
            acled_sub_event_type=row["acled_sub_event_type"] or None,
        )
    return Codes()
