"""What a line's words say of it: signs of menus, forms, teasers, credits and bylines (knowledge: furniture.tsv)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from bellwire.knowledge import Language, language, languages

SIGNS = (
    "boilerplate", "related_head", "list_head", "related", "comment_head", "comment", "caption", "byline", "analysis",
    "analyst",
)  # fmt: skip
TRIMMED = " .:;,)]"
"""Marks that may follow the words at a line's end."""
LONGEST = 400
"""Characters of a line that are looked at; furniture is short."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """The table, arranged for look-up: by the whole line, by the first two characters, by the first word."""

    whole: dict[str, frozenset[str]] = field(default_factory=dict)
    start: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    end: tuple[tuple[str, str], ...] = ()
    ends: tuple[str, ...] = ()
    any: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


@cache
def tables(code: str) -> Language:
    """The tables of a language; those of English where it has none."""
    return language(code if code in languages() else "en")


@cache
def furniture(code: str) -> Furniture:
    """The furniture of a language."""
    rows = tables(code).table("furniture")
    whole: dict[str, set[str]] = {}
    start: dict[str, list[tuple[str, str]]] = {}
    anywhere: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["where"] == "any":
            anywhere.setdefault(_tokens(row["phrase"])[0], []).append((row["phrase"], row["sign"]))
        elif row["where"] == "whole":
            whole.setdefault(row["phrase"], set()).add(row["sign"])
        elif row["where"] == "start":
            start.setdefault(row["phrase"][:2].ljust(2), []).append((row["phrase"], row["sign"]))
    return Furniture(
        whole={phrase: frozenset(signs) for phrase, signs in whole.items()},
        start={two: tuple(found) for two, found in start.items()},
        end=tuple((row["phrase"].rstrip(TRIMMED), row["sign"]) for row in rows if row["where"] == "end"),
        ends=tuple(row["phrase"].rstrip(TRIMMED) for row in rows if row["where"] == "end"),
        any={word: tuple(found) for word, found in anywhere.items()},
    )


def _tokens(line: str) -> list[str]:
    """The words of a line, and its marks that stand for one."""
    return re.findall(r"\w+|©", line)


def _bare(line: str) -> str:
    """The line without the marks and counts around its words."""
    return re.sub(r"^(?:[^\w+©]{1,6}|\d{1,5}[.)]? )|[\W\d]{1,12}$", "", line)


def _edge(line: str, at: int) -> bool:
    """Whether a word ends or begins at a place of the line."""
    return not (0 < at < len(line) and line[at - 1].isalnum() and line[at].isalnum())


def _starts(line: str, table: Furniture) -> Iterator[str]:
    for phrase, sign in table.start.get(line[:2].ljust(2), ()):
        if line.startswith(phrase) and _edge(line, len(phrase)):
            yield sign


def signs(text: str, known: Language | None = None) -> frozenset[str]:
    """The signs that a line shows.

    >>> sorted(signs("Comments (14)"))
    ['comment_head']
    >>> sorted(signs("Smoke over the port on Sunday. Photo: Getty Images"))
    ['caption']
    >>> sorted(signs("The army said it had opened the road to the port."))
    []
    """
    return _signs(text[:LONGEST], known.code if known else "en")


@lru_cache(maxsize=4096)
def _signs(text: str, code: str) -> frozenset[str]:
    table = furniture(code)
    line = " ".join(text.split()).casefold().replace("’", "'")
    bare = _bare(line)
    found = set(table.whole.get(line, ())) | set(table.whole.get(bare, ()))
    found.update(_starts(line, table))
    if bare != line:
        found.update(_starts(bare, table))
    for word in table.any.keys() & set(_tokens(line)):
        found.update(sign for phrase, sign in table.any[word] if phrase in line and _within(line, phrase))
    tail = line.rstrip(TRIMMED)
    if tail.endswith(table.ends):
        found.update(
            sign for phrase, sign in table.end if tail.endswith(phrase) and _edge(tail, len(tail) - len(phrase))
        )
    return frozenset(found)


def _within(line: str, phrase: str) -> bool:
    at = line.find(phrase)
    return _edge(line, at) and _edge(line, at + len(phrase))
