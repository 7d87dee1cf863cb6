"""Titles, heads of names and other words that tell what a name names, from the language's tables."""

import re
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.model.words import ActorType


@dataclass(frozen=True, slots=True)
class Title:
    """A row of titles."""

    word: str
    branch: str
    public: bool
    gender: str = ""
    desk: bool = False
    """Whether it speaks for a body: "a spokesman" without a name is that body's."""


@cache
def titles(language: Language) -> dict[str, Title]:
    """Titles by their words in small letters."""
    return {
        row["title"]: Title(row["title"], row["branch"], row["public"] == "yes", row["gender"], row["desk"] == "yes")
        for row in language.table("titles")
    }


@cache
def org_heads(language: Language) -> dict[str, ActorType]:
    """Types of bodies by the head of their name."""
    return {row["word"]: row["type"] for row in language.table("org_heads")}  # type: ignore[misc]


@cache
def speech_verbs(language: Language) -> frozenset[str]:
    """Verbs that take somebody who speaks."""
    return frozenset(row["word"] for row in language.table("cues") if row["part"] == "verb")


@cache
def words_of(language: Language, kind: str) -> frozenset[str]:
    """The words of a class of actor_words."""
    return frozenset(row["word"] for row in language.table("actor_words") if row["class"] == kind)


@cache
def name_cues(language: Language) -> tuple[str, ...]:
    """What stands right before a name that somebody goes by: "identified as "."""
    return tuple(f"{row['cue']} " for row in language.table("private_cues") if row["place"] == "before")


def title_in(words: list[str], known: dict[str, Title]) -> tuple[int, Title | None]:
    """The longest title that ends the words, and how many words it takes."""
    for size in (3, 2, 1):
        if len(words) >= size:
            phrase = " ".join(words[-size:]).lower().removeprefix("then-").removeprefix("ex-")
            title = known.get(phrase) or known.get(phrase.rstrip("."))
            if title:
                return size, title
    return 0, None


def split_titles(words: list[re.Match[str]], known: dict[str, Title]) -> tuple[int, list[Title]]:
    """How many words of a run are titles with what belongs to them ("Defence Minister"), and the titles."""
    found: list[Title] = []
    cut = 0
    for i in range(1, len(words)):
        size, title = title_in([w.group() for w in words[:i]], known)
        if title and size:
            found.append(title)
            cut = i
    return cut, found
