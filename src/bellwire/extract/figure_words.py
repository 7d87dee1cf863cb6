"""The tables that tell what a count is a count of, compiled for lookup."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language

PLURALS = (("men", "man"), ("people", "person"), ("children", "child"), ("wives", "wife"), ("ies", "y"), ("ches", "ch"),
           ("shes", "sh"), ("sses", "ss"), ("xes", "x"), ("s", ""))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Population:
    """The class of what is counted ("" where unknown) and the measure of a bare count of it ("" for other)."""

    kind: str = ""
    measure: str = ""


UNKNOWN = Population()
PERSON = Population("person", "")


@dataclass(frozen=True, slots=True)
class FigureWords:
    """Triggers by (part, word, role), and populations by noun."""

    triggers: dict[tuple[str, str, str], tuple[str, ...]]
    particles: frozenset[str]
    populations: dict[str, Population]
    marks: dict[str, frozenset[str]]
    person_endings: tuple[str, ...]

    def trigger(self, part: str, word: str, role: str) -> tuple[str, ...]:
        """The measures of a trigger word, most usual first; the word is looked up as it is and without its ending."""
        for base in bases(word) if part == "verb" else (word,):
            found = self.triggers.get((part, base, role))
            if found:
                return found
        return ()

    def population(self, noun: str) -> Population:
        """What is known of a noun, plural or singular."""
        low = noun.lower()
        single = singular(low)
        found = self.populations.get(low) or self.populations.get(single)
        if found is None and single.endswith(self.person_endings):
            return PERSON
        return found or UNKNOWN


@cache
def figure_words(language: Language) -> FigureWords:
    """The tables of a language, compiled once."""
    triggers: dict[tuple[str, str, str], list[str]] = {}
    for row in language.table("measure_triggers"):
        triggers.setdefault((row["part"], row["word"], row["role"]), []).append(row["measure"])
    marks = language.table("figure_marks")
    return FigureWords(
        triggers={key: tuple(measures) for key, measures in triggers.items()},
        particles=frozenset(word.split()[1] for _, word, _ in triggers if " " in word),
        populations={r["word"]: Population(r["class"], r["measure"]) for r in language.table("populations")},
        person_endings=tuple(r["word"] for r in marks if r["kind"] == "person_ending"),
        marks={
            kind: frozenset(r["word"] for r in marks if r["kind"] == kind)
            for kind in sorted({r["kind"] for r in marks})
        },
    )


def bases(word: str) -> Iterator[str]:
    """What a verb form may be a form of.

    >>> list(bases("wounded"))
    ['wounded', 'wound', 'wounde']
    """
    yield word
    for ending in ("ed", "ing", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word[: -len(ending)]
            yield stem
            if ending != "s":
                yield stem + "e"
                if stem[-1] == stem[-2]:
                    yield stem[:-1]
            return


@cache
def singular(noun: str) -> str:
    """A noun's singular, lower case, as far as its ending tells.

    >>> singular("policemen"), singular("bodies"), singular("houses"), singular("police")
    ('policeman', 'body', 'house', 'police')
    """
    for ending, single in PLURALS:
        if noun.endswith(ending) and len(noun) > 3 and not (ending == "s" and noun.endswith(("ss", "us"))):
            return noun[: len(noun) - len(ending)] + single
    return noun
