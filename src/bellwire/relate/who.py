"""Who is who in two reports: an actor's names, and the side that it speaks or acts for."""

from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.model import Actor
from bellwire.model.words import ActorType
from bellwire.relate.readings import Reading
from bellwire.relate.words import empty_words, stem, words_of

STATE = frozenset(("state_forces", "police", "government"))
"""Actors that act for a state; the state is their side."""
UNNAMED = frozenset(("civilians", "other"))
"""Actors that are known by what they are, not by a name."""


@cache
def _name_key(name: str, language: Language) -> str:
    empty = empty_words(language)
    return " ".join(stem(w, language) for w in words_of(name) if w.lower() not in empty)


def names_of(actor: Actor, reading: Reading) -> frozenset[str]:
    """What an actor is called, cut to stems: its name, mentions that are names, a person's last name."""
    forms = {actor.name}
    for mention in actor.mentions:
        form = reading.quote(mention)
        if form.isupper() or (form[:1].isupper() and " " in form):
            forms.add(form)
    if actor.type == "person" and " " in actor.name:
        forms.add(actor.name.split()[-1])
    return frozenset(key for form in forms if len(key := _name_key(form, reading.language)) > 1)


def body_of(actor: Actor, reading: Reading) -> Actor:
    """The force, government or group that an actor belongs to in the end; itself where it belongs to none."""
    seen = {actor.id}
    while actor.part_of in reading.actors and actor.part_of not in seen:
        seen.add(actor.part_of)
        actor = reading.actors[actor.part_of]
    return actor


def side_of(actor: Actor, reading: Reading) -> frozenset[str]:
    """What an actor stands for: a state, or a body by its names.

    Two actors are on one side where their sides share a member.
    """
    body = body_of(actor, reading)
    names = names_of(body, reading)
    own = reading.language.words("independent_bodies").isdisjoint(w.lower() for w in words_of(body.name))
    return names | {f"state:{body.country}"} if own and body.type in STATE and body.country else names


@dataclass(frozen=True, slots=True)
class Who:
    """An actor as it is compared: its names, what it stands for, its type."""

    names: frozenset[str]
    side: frozenset[str]
    type: ActorType


def who_of(actor: Actor, reading: Reading) -> Who:
    """An actor laid out for comparing."""
    key = ("who", actor.id)
    if key not in reading.memory:
        reading.memory[key] = Who(names_of(actor, reading), side_of(actor, reading), actor.type)
    who: Who = reading.memory[key]
    return who


def same_actor(left: Who, right: Who) -> float:
    """How surely two actors are one, 0 to 1: by name, by body or state, or by being the same kind of people."""
    if left.names & right.names:
        return 1.0
    if left.side & right.side:
        return 0.7
    return 0.5 if left.type == right.type and left.type in UNNAMED else 0.0
