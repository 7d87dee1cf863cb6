"""Names known before reading: organisations, states, their seats and adjectives, found in a text in one pass."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from bellwire.knowledge.tables import Row, table
from bellwire.model.words import ActorType

ORGANISATIONS = ("armed_groups", "forces", "intergovernmental", "ngos", "media", "parties")
"""The tables of organisations under knowledge/actors."""

WORD = re.compile(r"\w+")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\n": " ", "\t": " ", "\u00a0": " ", "‑": "-"})
SHOUTED = 5
"""An alias of fewer letters is not read in a line of capitals, where "IS" may be the verb and "US" the pronoun."""

Kind = Literal["organisation", "state", "seat", "adjective", "people"]


@dataclass(frozen=True, slots=True)
class Known:
    """Something the tables know. For `state`, `seat`, `adjective` and `people`, `name` is the state's government."""

    name: str
    type: ActorType
    country: str | None
    part_of: str | None
    kind: Kind
    creed: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state's row: what its government, forces and police are called."""

    code: str
    name: str
    government: str
    forces: str
    police: str
    adjective: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in the text, and what it may stand for."""

    start: int
    end: int
    choices: tuple[Known, ...]

    def choose(self, countries: Iterable[str]) -> Known:
        """What it stands for on a page about these countries, the page's main one first; else the table's first."""
        if len(self.choices) > 1:
            for country in countries:
                for known in self.choices:
                    if known.country == country:
                        return known
        return self.choices[0]


def plain(text: str) -> str:
    """The text with straight apostrophes and plain spaces, exactly as long.

    >>> plain("Mali’s army")
    "Mali's army"
    """
    return text.translate(APOSTROPHES)


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def _state(row: Row) -> State:
    article = "the " if row["article"] else ""
    return State(
        code=row["code"],
        name=row["name"],
        government=f"Government of {article}{row['name']}",
        forces=row["forces"],
        police=row["police"],
        adjective=_split(row["adjectives"])[0],
    )


@cache
def states() -> dict[str, State]:
    """The states by their ISO code."""
    return {row["code"]: _state(row) for row in table("actors", "countries")}


def _state_names(row: Row) -> Iterator[tuple[str, Known]]:
    state = _state(row)

    def known(kind: Kind) -> Known:
        return Known(state.government, "government", state.code, None, kind)

    for name in (row["name"], *_split(row["aliases"])):
        yield name, known("state")
    for name in _split(row["metonyms"]):
        yield name, known("seat")
    for name in _split(row["adjectives"]):
        yield name, known("adjective")
    for name in set(_split(row["people"])) - set(_split(row["adjectives"])):
        yield name, known("people")
    yield state.government, Known(state.government, "government", state.code, None, "organisation")
    yield state.forces, Known(state.forces, "state_forces", state.code, None, "organisation")
    yield state.police, Known(state.police, "police", state.code, None, "organisation")


def _organisation_names() -> Iterator[tuple[str, Known]]:
    for name in ORGANISATIONS:
        for row in table("actors", name):
            kind: Any = row["type"]  # the table's schema holds it to the actor types
            country, part_of = row["country"] or None, row["part_of"] or None
            known = Known(row["name"], kind, country, part_of, "organisation", row.get("creed", ""))
            for alias in (row["name"], *_split(row["aliases"])):
                yield alias, known


@cache
def organisations() -> dict[str, Known]:
    """The known organisations by name."""
    return {known.name: known for known in (pair[1] for pair in _organisation_names())}


@cache
def index() -> dict[str, tuple[tuple[str, tuple[Known, ...]], ...]]:
    """Aliases by their first word, long ones first, each with what it may stand for, in the order of the tables."""
    choices: dict[str, list[Known]] = {}
    names = list(_organisation_names())
    for row in table("actors", "countries"):
        names += _state_names(row)
    for alias, known in names:
        found = choices.setdefault(plain(alias), [])
        if known not in found and not any(k.name == known.name and k.kind == known.kind for k in found):
            found.append(known)
    by_word: dict[str, list[tuple[str, tuple[Known, ...]]]] = {}
    for alias, found in choices.items():
        first = WORD.search(alias)
        if first:
            by_word.setdefault(first.group(), []).append((alias, tuple(found)))
    return {word: tuple(sorted(all_, key=lambda pair: (-len(pair[0]), pair[0]))) for word, all_ in by_word.items()}


def _ends_word(text: str, at: int) -> bool:
    return at >= len(text) or not (text[at].isalnum() or text[at] == "_")


def _known_at(text: str, at: int, word: str, *, shouted: bool) -> tuple[str, tuple[Known, ...]] | None:
    for alias, choices in index().get(word, ()):
        end = at + len(alias)
        if text.startswith(alias, at) and _ends_word(text, end) and not (shouted and len(alias) < SHOUTED):
            return alias, choices
    return None


def hits(text: str) -> list[Hit]:
    """The known names in a text (one that `plain` gave), in order; of overlapping ones the first and longest.

    >>> [(hit.choices[0].name, hit.choices[0].kind) for hit in hits("Mali's army and Boko Haram clashed, Abuja said")]
    [('Government of Mali', 'state'), ('Boko Haram', 'organisation'), ('Government of Nigeria', 'seat')]
    """
    found: list[Hit] = []
    shouted, names = text.isupper(), index()
    after = 0
    for match in WORD.finditer(text):
        at = match.start()
        if (
            at < after
            or match.group() not in names
            or (at and text[at - 1] in "-@#" and not text[at - 2 : at - 1].isspace())
        ):
            continue
        known = _known_at(text, at, match.group(), shouted=shouted)
        if known:
            after = at + len(known[0])
            found.append(Hit(at, after, known[1]))
    return found
