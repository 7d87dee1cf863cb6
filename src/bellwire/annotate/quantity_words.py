"""What number phrases are made of: the lexer, and the tables of number words, bounds and units compiled for lookup."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bellwire.knowledge import Language

LEXEME = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+)|([^\W\d_]+)|(\S)")
"""A number in digits, a word of letters, or any other sign."""


class Lex(NamedTuple):
    """A lexeme: its characters in lower case, where they stand, and whether they are digits, a word or a sign."""

    low: str
    start: int
    end: int
    kind: str


def lexemes(text: str) -> list[Lex]:
    """The lexemes of a text.

    >>> [lex.low for lex in lexemes("At least 1,200 troops")]
    ['at', 'least', '1,200', 'troops']
    """
    kinds = ("", "digits", "word", "sign")
    return [Lex(m.group().lower(), m.start(), m.end(), kinds[m.lastindex or 3]) for m in LEXEME.finditer(text)]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure or currency: its name in the record, and what it measures."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A word of a number, its kind (see the table's schema) and its value."""

    kind: str
    value: float


Phrases = dict[str, tuple[tuple[tuple[str, ...], str], ...]]
"""Phrases with their meaning, by the word that one meets first on the way from the number; longest first."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of a language, ready for lookup."""

    some: re.Pattern[str]
    numbers: dict[str, NumberWord]
    units: dict[str, tuple[tuple[tuple[str, ...], Unit], ...]]
    before: Phrases
    after: Phrases
    marks: dict[str, frozenset[str]]


def split(phrase: str) -> tuple[str, ...]:
    """A table's phrase as the lexer would cut it."""
    return tuple(lex.low for lex in lexemes(phrase))


def _phrases(language: Language, side: str) -> Phrases:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in language.table("bounds"):
        if row["side"] == side:
            words = split(row["phrase"])
            found.setdefault(words[-1] if side == "before" else words[0], []).append((words, row["effect"]))
    return {key: tuple(sorted(some, key=lambda p: (-len(p[0]), p[0]))) for key, some in found.items()}


@cache
def lexicon(language: Language) -> Lexicon:
    """The tables of a language, compiled once."""
    units: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for row in language.table("units"):
        words = split(row["word"])
        units.setdefault(words[0], []).append((words, Unit(row["unit"], row["kind"])))
    marks = language.table("number_marks")
    numbers = language.table("numbers")
    some = "|".join(sorted(re.escape(r["word"]) for r in numbers if r["kind"] != "short"))
    return Lexicon(
        some=re.compile(rf"\d|(?i:(?<![^\W\d_])(?:{some})(?![^\W\d_]))"),
        numbers={r["word"]: NumberWord(r["kind"], float(r["value"])) for r in numbers},
        units={key: tuple(sorted(some, key=lambda p: (-len(p[0]), p[0]))) for key, some in units.items()},
        before=_phrases(language, "before"),
        after=_phrases(language, "after"),
        marks={kind: frozenset(r["word"] for r in marks if r["kind"] == kind) for kind in {r["kind"] for r in marks}},
    )
