"""Actors of two data sets by keys that survive other spellings, years in brackets, acronyms and aliases."""

import re
import unicodedata
from functools import cache, lru_cache

from bellwire.knowledge import table
from bellwire.model.words import ActorType

Keys = frozenset[str]
STATE: frozenset[ActorType] = frozenset(("state_forces", "police", "government"))
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")
_PLAIN = frozenset(
    "the of and for in to a an al de du la le les el forces force armed group groups militia movement front army "
    "military police government unidentified unknown".split()
)
"""Words that tell no actor from another."""
_ALIKE = 0.5
"""Share of an actor's words that another has too from which the two are one."""


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """A name without accents, case, brackets and signs.

    >>> fold("Military Forces of Côte d'Ivoire (2011-)")
    'military forces of cote d ivoire'
    """
    plain = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", name).casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


@cache
def _known() -> dict[str, str]:
    """Armed groups by their names and aliases, folded."""
    found: dict[str, str] = {}
    for row in table("actors", "armed_groups"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            found.setdefault(fold(name), fold(row["name"]))
    return found


@cache
def keys_of(name: str, type: ActorType, country: str | None = None) -> Keys:
    """What an actor is known by: its names, the state that it acts for, its words.

    >>> sorted(keys_of("Military Forces of Mali (2021-)", "state_forces", "ML"))
    ['military forces of mali', 'state:ML', 'word:mali']
    >>> not keys_of("JNIM: Group for Support of Islam and Muslims", "armed_group").isdisjoint(
    ...     keys_of("JNIM", "armed_group"))
    True
    """
    folded = [fold(part) for part in (name, *_BRACKETS.sub(" ", name).split(":"), *re.findall(r"\(([^)]*)\)", name))]
    forms = {form for form in folded if form and not re.fullmatch(r"[\d ]*", form)}
    forms |= {_known()[form] for form in forms if form in _known()}
    if type in STATE and country:
        forms.add(f"state:{country}")
    if type == "civilians":
        return frozenset((*(f for f in forms if not f.startswith("civilian")), "civilians"))
    words = {word for word in fold(name).split() if len(word) > 2 and word not in _PLAIN}
    return frozenset(forms | {f"word:{word}" for word in words})


@cache
def same_party(left: Keys, right: Keys) -> float:
    """How surely two actors are one, by their keys: 1 by a name or a state, less by words, or as civilians.

    >>> same_party(keys_of("Dozo Hunters of Mopti", "militia"), keys_of("Dozo fighters", "militia"))
    0.7
    """
    shared = {key for key in left & right if not key.startswith("word:")}
    if shared:
        return 0.6 if shared == {"civilians"} else 1.0
    mine, theirs = (frozenset(k for k in keys if k.startswith("word:")) for keys in (left, right))
    fewest = min(len(mine), len(theirs))
    return 0.7 if fewest and len(mine & theirs) / fewest >= _ALIKE else 0.0
