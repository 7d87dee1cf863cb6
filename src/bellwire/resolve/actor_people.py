"""Which mentions of people are one person: full names, surnames, first names alone."""

import unicodedata
from functools import cache

from bellwire.knowledge.tables import table
from bellwire.resolve.actor_mentions import Mention


def folded(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case, hyphens and quoted nicknames.

    >>> folded("Abu Bakr al-Baghdadi")
    ('abu', 'bakr', 'al', 'baghdadi')
    """
    flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return tuple("".join(c if c.isalnum() else " " for c in flat.casefold()).split())


def same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a shorter name may be the longer: its words stand in the longer one in order, first or last among them.

    >>> same_person(("burhan",), ("abdel", "fattah", "al", "burhan"))
    True
    """
    words = [word for word in full if word in short]
    return tuple(words) == short and (short[-1] == full[-1] or short[0] == full[0] or len(short) == 1)


@cache
def given_names() -> dict[str, str]:
    """The gender of those who bear a first name, by the name without accents and case."""
    return {" ".join(folded(row["name"])): row["gender"] for row in table("actors", "given_names")}


def has_given_name(name: str) -> bool:
    """Whether a name begins with a first name that the table knows.

    >>> has_given_name("Viktor Oster"), has_given_name("Oster Street")
    (True, False)
    """
    first = name.partition(" ")[0]
    return "'s " not in name and " ".join(folded(first)) in given_names()


def genders(mentions: list[Mention]) -> dict[str, str]:
    """The gender of people by key: as a title before the name tells, else the first name where a table knows it."""
    found: dict[str, str] = {}
    people = [m for m in mentions if m.key and m.kind in ("person", "role")]
    for mention in people:
        if mention.key and mention.gender:
            found.setdefault(mention.key, mention.gender)
    for mention in people:
        words = folded(mention.name) if mention.kind == "person" else ()
        gender = given_names().get(words[0]) if len(words) > 1 else None
        if mention.key and gender:
            found.setdefault(mention.key, gender)
    return found


def name_people(mentions: list[Mention]) -> None:
    """Gives the mentions of people their keys: that of the fullest name on the page that they may be short for.

    "The commander" is the person last called so, else a person without a name.
    """
    people = [m for m in mentions if m.kind == "person"]
    names = {m.start: folded(m.name) for m in people}
    full: list[tuple[str, ...]] = []
    for mention in sorted(people, key=lambda m: (-len(names[m.start]), m.start)):
        words = names[mention.start]
        fitting = [other for other in full if words and same_person(words, other)]
        if fitting:
            mention.key = "person:" + " ".join(_nearest(mention, fitting, people, names))
        elif words:
            full.append(words)
            mention.key = "person:" + " ".join(words)
    _name_roles(mentions)


def _name_roles(mentions: list[Mention]) -> None:
    last: dict[str, Mention] = {}
    for mention in mentions:
        if mention.kind == "person":
            for title in mention.roles:
                last[title.split()[-1]] = mention
        elif mention.kind == "role":
            role = mention.roles[0]
            other = last.get(role) if mention.definite else None
            if mention.speaks_for is None and other and other.speaks_for:
                mention.speaks_for = other.speaks_for
            mention.key = other.key if other else f"role:{mention.name.lower()}"
            if other:
                mention.name, mention.country, mention.part_of = other.name, other.country, other.part_of
            last[role] = mention
    for mention in mentions:
        if mention.kind == "role" and mention.speaks_for and (mention.key or "").startswith("role:"):
            _be(mention, mention.speaks_for)


def _be(mention: Mention, body: Mention) -> None:
    """Makes a spokesman without a name the body that he speaks for."""
    for field in ("kind", "key", "name", "type", "country", "part_of", "points_to", "owner", "owned", "creed"):
        setattr(mention, field, getattr(body, field))


def _nearest(
    mention: Mention, fitting: list[tuple[str, ...]], people: list[Mention], names: dict[int, tuple[str, ...]]
) -> tuple[str, ...]:
    """Of several full names the one that was last used before the mention, else the first on the page."""
    if len(fitting) == 1:
        return fitting[0]
    before = [names[m.start] for m in people if m.start < mention.start and names[m.start] in fitting]
    return before[-1] if before else fitting[0]
