"""The trigger lexicon, read from the language's tables: which words name a happening, and on what conditions."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language, Row
from bellwire.model.words import EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must stand beside a trigger. `words` are lemmas, `classes` names of classes; both empty: anything.

    `kind` is a slot (`obj`, `subj`, a preposition, `xcomp`, ...), `mod` for a word before a noun, `+` for a particle.
    """

    kind: str
    absent: bool
    words: frozenset[str]
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A row of triggers.tsv: the word, its conditions, and what it tells."""

    word: str
    noun: bool
    conditions: tuple[Condition, ...]
    type: EventType
    mode: str | None
    agent: tuple[str, ...]
    patient: tuple[str, ...]
    weight: float
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Triggers by word, the choosiest first; classes by word; modes by the words for weapons and means."""

    verbs: dict[str, tuple[Trigger, ...]]
    nouns: dict[str, tuple[Trigger, ...]]
    classes: dict[str, frozenset[str]]
    modes: dict[str, str]
    cues: dict[str, dict[str, str]]


def _condition(text: str) -> Condition:
    if text.startswith("+"):
        return Condition(kind="+", absent=False, words=frozenset((text[1:],)), classes=())
    kind, _, wanted = text.lstrip("!").partition("=")
    parts = [p for p in wanted.split("|") if p]
    return Condition(
        kind=kind,
        absent=text.startswith("!"),
        words=frozenset(p for p in parts if not p.startswith("@")),
        classes=tuple(p[1:] for p in parts if p.startswith("@")),
    )


def _trigger(row: Row) -> Trigger:
    return Trigger(
        word=row["word"],
        noun=row["pos"] == "noun",
        conditions=tuple(_condition(c) for c in row["with"].split()),
        type=row["type"],  # type: ignore[arg-type]  # the schema allows no other words
        mode=row["mode"] or None,
        agent=tuple(row["agent"].split()),
        patient=tuple(row["patient"].split()),
        weight=float(row["weight"]),
        status=row["status"] or None,
    )


def _by_word(triggers: list[Trigger]) -> dict[str, tuple[Trigger, ...]]:
    found: dict[str, list[Trigger]] = defaultdict(list)
    for trigger in sorted(triggers, key=lambda t: -_choosiness(t)):
        found[trigger.word].append(trigger)
    return {word: tuple(rows) for word, rows in found.items()}


def _choosiness(trigger: Trigger) -> float:
    """How much a trigger asks for: words more than classes, classes more than bare slots."""
    return sum(1 + (bool(c.words) or c.kind == "+") + 0.5 * bool(c.classes) for c in trigger.conditions)


@cache
def lexicon(language: Language) -> Lexicon:
    """The language's lexicon of events, compiled once.

    >>> from bellwire.knowledge import language
    >>> lexicon(language("en")).verbs["shell"][0].mode
    'heavy-weapons'
    """
    triggers = [_trigger(row) for row in language.table("triggers")]
    classes: dict[str, set[str]] = defaultdict(set)
    for row in language.table("event_classes"):
        classes[row["word"]].add(row["class"])
    cues: dict[str, dict[str, str]] = defaultdict(dict)
    for row in language.table("modality"):
        cues[row["kind"]][row["word"]] = row["sign"]
    return Lexicon(
        verbs=_by_word([t for t in triggers if not t.noun]),
        nouns=_by_word([t for t in triggers if t.noun]),
        classes={word: frozenset(names) for word, names in classes.items()},
        modes={row["word"]: row["mode"] for row in language.table("event_means")},
        cues=dict(cues),
    )
