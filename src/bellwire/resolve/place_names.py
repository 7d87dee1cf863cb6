"""Names that are no places whatever the gazetteer says: peoples, bare directions and kinds, known organisations."""

import re
from functools import cache

from bellwire.knowledge import Language, table
from bellwire.knowledge.gazetteer.gazetteer import Gazetteer
from bellwire.knowledge.gazetteer.keys import key
from bellwire.resolve.place_mentions import Mention, cue_words
from bellwire.resolve.place_signs import demonyms

ORGANISATIONS = ("armed_groups", "forces", "intergovernmental", "ngos", "media", "parties")
_WORDS = re.compile(r"[^\W\d_]+")


@cache
def organisation_keys() -> frozenset[str]:
    """The keys of the names of known organisations.

    >>> "red cross" in organisation_keys()
    True
    """
    rows = (row for name in ORGANISATIONS for row in table("actors", name))
    return frozenset(key(n) for row in rows for n in (row["name"], *row["aliases"].split(";")) if n)


def is_name_of_other(m: Mention, language: Language) -> bool:
    """Whether a name is an adjective or a people, a bare direction or kind ("Region"), or a known organisation.

    Names of countries are not looked at: who acts in "Georgia said" is for the signs to say.
    """
    if m.entries and m.entries[0].feature == "PCLI" and m.entries[0].kind == 0:
        return False
    word = m.name.casefold()
    if word in demonyms():
        return True
    if m.first == m.last and word in cue_words(language, "kind_after"):
        return True
    if m.first == m.last and word in cue_words(language, "direction"):
        follows = m.line.words[m.last + 1].lower if m.last + 1 < len(m.line.words) else ""
        return follows not in cue_words(language, "kind_after")
    return key(m.name) in organisation_keys()


def countries_named(text: str, found: list[Mention]) -> frozenset[str]:
    """The countries that a page names, or whose people or adjective it uses.

    >>> sorted(countries_named("Malian soldiers crossed into a Nigerien village.", []))
    ['ML', 'NE']
    """
    known = demonyms()
    adjectives = {known[w] for w in {w.casefold() for w in _WORDS.findall(text) if w[0].isupper()} if w in known}
    states = {m.entries[0].country for m in found if m.entries and m.entries[0].feature == "PCLI"}
    return frozenset(adjectives | {c for c in states if c})


def part_of_country(m: Mention, language: Language, places: Gazetteer) -> tuple[str, float, float] | None:
    """Name and a point of the part of a country that a mention is about: "northern Iraq"; None where it is the whole.

    The point lies half-way between the middle of the country and its rim.
    """
    country = m.entries[0].country if m.entries and m.entries[0].feature == "PCLI" else None
    if country is None or m.first == 0 or m.line.gap(m.first - 1).strip(" "):
        return None
    word = m.line.words[m.first - 1]
    compass, first = cue_words(language, "direction").get(word.lower, ""), m.first - 1
    if len(compass) == 1 and first and m.line.gap(first - 1) == "-":  # north-eastern
        first -= 1
        compass = cue_words(language, "direction").get(m.line.words[first].lower, "") + compass
    extent = places.extent(country) if compass else None
    if extent is None:
        return None
    south, north, west, east = extent
    lat, lon = m.entries[0].lat, m.entries[0].lon
    to_lat = north if "n" in compass else south if "s" in compass else lat
    to_lon = east if "e" in compass else west if "w" in compass else lon
    name = f"{m.line.text[m.line.words[first].start : word.end]} {m.entries[0].name}"
    return name, round((lat + to_lat) / 2, 2), round((lon + to_lon) / 2, 2)
