"""Which events of two reports are one happening: features that can be read, and their weights."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bellwire.model import Event, Figure, Participant, Place, Relation
from bellwire.model.edtf import days_of
from bellwire.relate.readings import Reading
from bellwire.relate.values import overlap
from bellwire.relate.where import Window, days_apart, place_fit, window, window_fit
from bellwire.relate.who import Who, same_actor, who_of
from bellwire.relate.words import Bag, Rarity, cosine, terms, weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as one report tells it, with what comparing needs."""

    reading: Reading
    event: Event
    words: Bag
    triggers: frozenset[str]
    agents: tuple[Who, ...]
    patients: tuple[Who, ...]
    place: Place | None
    days: Window | None
    figures: tuple[Figure, ...]

    @property
    def end(self) -> str:
        """Its name in a relation."""
        return self.reading.end(self.event.id)


def told(reading: Reading, event: Event, rarity: Rarity) -> Told:
    """The event laid out for comparing."""
    sentences = " ".join(dict.fromkeys(reading.quote(t.sentence) for t in event.tellings))
    triggers = " ".join(reading.quote(t.trigger) for t in event.tellings)

    def who(role: tuple[Participant, ...]) -> tuple[Who, ...]:
        return tuple(who_of(reading.actors[p.actor], reading) for p in role if p.actor in reading.actors)

    return Told(
        reading=reading,
        event=event,
        words=weighed(terms(sentences, reading.language), rarity),
        triggers=frozenset(terms(triggers, reading.language)),
        agents=who(event.agents),
        patients=who(event.patients),
        place=reading.places.get(event.place or ""),
        days=window(*days_of(event.date.value)) if event.date else None,
        figures=tuple(reading.figures[f] for f in event.figures if f in reading.figures),
    )


def _shared(mine: tuple[Who, ...], theirs: tuple[Who, ...]) -> float:
    if not mine or not theirs:
        return 0.0
    return max(same_actor(a, b) for a in mine for b in theirs) or -1.0


def same_words(left: Told, right: Told) -> float:
    """How alike the sentences are that tell it, rare words first."""
    return math.sqrt(cosine(left.words, right.words))


def same_trigger(left: Told, right: Told) -> float:
    """Whether a word for the happening itself is in both."""
    return float(bool(left.triggers & right.triggers))


def same_mode(left: Told, right: Told) -> float:
    """1 where both tell how and it is the same, -1 where it differs."""
    a, b = left.event.mode, right.event.mode
    if not a or not b:
        return 0.0
    return 1.0 if a == b else 0.0 if {a, b} <= {"aerial", "drone"} else -1.0


def same_place(left: Told, right: Told) -> float:
    """1 for one place, -1 for places far apart."""
    return place_fit(left.place, right.place)


def same_days(left: Told, right: Told) -> float:
    """1 for the same day, -1 from a week apart."""
    return window_fit(left.days, right.days)


def same_agents(left: Told, right: Told) -> float:
    """1 where one who did it is in both, -1 where none is."""
    return _shared(left.agents, right.agents)


def same_patients(left: Told, right: Told) -> float:
    """1 where one to whom it was done is in both, -1 where none is."""
    return _shared(left.patients, right.patients)


def same_figures(left: Told, right: Told) -> float:
    """1 where figures of one measure agree, 0.5 where there are such figures and they differ."""
    pairs = [(a, b) for a in left.figures for b in right.figures if a.measure == b.measure]
    return float(max((1.0 if overlap(a, b) else 0.5 for a, b in pairs), default=0.0))


def both_happened(left: Told, right: Told) -> float:
    """-1 where one is only announced and the other took place."""
    ahead = [t.event.status == "announced" for t in (left, right)]
    return -1.0 if ahead[0] != ahead[1] else 0.0


def both_central(left: Told, right: Told) -> float:
    """How far both are what their report is about: told more than once, or with figures."""
    return min(1.0, min(len(t.event.tellings) - 1 + len(t.figures) for t in (left, right)) / 3)


Feature = Callable[[Told, Told], float]
FEATURES: tuple[tuple[Feature, float], ...] = (
    (same_words, 2.6),
    (same_trigger, 1.0),
    (same_mode, 1.6),
    (same_place, 1.2),
    (same_days, 1.5),
    (same_agents, 0.4),
    (same_patients, 1.0),
    (same_figures, 1.2),
    (both_happened, 0.5),
    (both_central, 1.1),
)
"""What speaks for one happening. Weights: logistic regression over pairs of hand-labelled events of one type in twelve
stories, in four folds by story, rounded (2026-11)."""
BIAS = -6.0
LEAST = 0.35
"""Probability from which two events are one; .3 to .6 were tried on the same stories (2026-11)."""
LARGEST_CLOSED = 30
"""A happening that more reports tell gives its direct pairs only, not all pairs of tellings."""
WORDS = {
    "same_words": "like words",
    "same_trigger": "the same word for it",
    "same_mode": "the same means",
    "same_place": "the same place",
    "same_days": "the same days",
    "same_agents": "a shared doer",
    "same_patients": "a shared sufferer",
    "same_figures": "like figures",
    "both_central": "central in both",
}


@dataclass(frozen=True, slots=True)
class Match:
    """Two tellings of one happening, with the features that say so."""

    left: Told
    right: Told
    likely: float
    features: tuple[tuple[str, float], ...]


def match(left: Told, right: Told) -> Match:
    """How likely two tellings, of one type, are of one happening."""
    features = tuple((f.__name__, round(f(left, right), 3)) for f, _ in FEATURES)
    odds = BIAS + sum(w * value for (_, w), (_, value) in zip(FEATURES, features, strict=True))
    return Match(left, right, 1 / (1 + math.exp(-odds)), features)


def _worth_matching(left: Told, right: Told) -> bool:
    """A cheap look first: one type, days not far apart, and a word or a trigger in common."""
    if left.event.type != right.event.type or left.reading is right.reading:
        return False
    if left.days and right.days and days_apart(left.days, right.days) > 7:
        return False
    return bool(left.triggers & right.triggers) or not left.words.keys().isdisjoint(right.words)


def matches(tellings: Sequence[Told]) -> list[Match]:
    """The likely matches between tellings of different reports, likeliest first."""
    by_type: dict[str, list[Told]] = {}
    for telling in tellings:
        by_type.setdefault(telling.event.type, []).append(telling)
    found = [
        match(a, b)
        for group in by_type.values()
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if _worth_matching(a, b)
    ]
    return sorted((m for m in found if m.likely >= LEAST), key=lambda m: (-m.likely, m.left.end, m.right.end))


def happenings(found: Sequence[Match]) -> list[list[Told]]:
    """Tellings grouped by happening: likeliest matches first; a happening has one telling a report."""
    group_of: dict[str, list[Told]] = {}
    for m in found:
        mine, theirs = group_of.setdefault(m.left.end, [m.left]), group_of.setdefault(m.right.end, [m.right])
        if mine is theirs or {t.reading.id for t in mine} & {t.reading.id for t in theirs}:
            continue
        mine += theirs
        group_of.update((t.end, mine) for t in theirs)
    groups = {id(g): g for g in group_of.values() if len(g) > 1}
    return [sorted(g, key=lambda t: t.end) for g in groups.values()]


def _why(features: tuple[tuple[str, float], ...]) -> str:
    ranked = sorted(
        (
            (value * weight, WORDS[name])
            for (name, value), (_, weight) in zip(features, FEATURES, strict=True)
            if name in WORDS
        ),
        reverse=True,
    )
    reasons = [words for strength, words in ranked if strength > 0.3][:3]
    return f"told with {', '.join(reasons)}" if reasons else "joined through other reports' tellings"


def same_events(found: Sequence[Match], groups: Sequence[Sequence[Told]]) -> Iterator[Relation]:
    """A `same_event` for each pair of tellings of one happening."""
    direct = {(m.left.end, m.right.end): m for m in found}
    for group in groups:
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                known = direct.get((a.end, b.end)) or direct.get((b.end, a.end))
                if known is None and len(group) > LARGEST_CLOSED:
                    continue
                known = known or match(a, b)
                yield Relation(
                    relation="same_event",
                    left=a.end,
                    right=b.end,
                    score=round(known.likely, 3),
                    why=f"both tell of one happening: {_why(known.features)}",
                    features=known.features,
                )
