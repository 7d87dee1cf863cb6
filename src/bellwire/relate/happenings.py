"""Which events of two reports are one happening: features that can be read, and their weights."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Event, Figure, Participant, Place, Relation
from bellwire.model.edtf import days_of
from bellwire.relate.neighbours import Pairs, paired
from bellwire.relate.readings import Reading
from bellwire.relate.values import overlap
from bellwire.relate.where import Window, days_apart, place_fit, window, window_fit
from bellwire.relate.who import UNNAMED, Who, same_actor, who_of
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
    undated: bool
    lead: bool
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

    days = window(*days_of(event.date.value)) if event.date else None
    return Told(
        reading=reading,
        event=event,
        words=weighed(terms(sentences, reading.language), rarity),
        triggers=frozenset(terms(triggers, reading.language)),
        agents=who(event.agents),
        patients=who(event.patients),
        place=reading.places.get(event.place or ""),
        days=days,
        undated=days is not None and days[0] == days[1] == reading.published,
        lead=any(t.trigger.start < reading.lead for t in event.tellings),
        figures=tuple(reading.figures[f] for f in event.figures if f in reading.figures),
    )


def _shared(mine: tuple[Who, ...], theirs: tuple[Who, ...]) -> float:
    if not mine or not theirs:
        return 0.0
    named = not any(w.type in UNNAMED for w in (*mine, *theirs))
    return max(same_actor(a, b) for a in mine for b in theirs) or -float(named)


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
    """1 for the same day, -1 from a week apart; 0 for a few days where a report tells of old news as of its own day."""
    fit = window_fit(left.days, right.days)
    late = max((t for t in (left, right) if t.days), key=lambda t: t.days or (), default=left)
    return 0.0 if late.undated and -LATE_DAYS / 7 <= fit < 0 else fit


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


def both_lead(left: Told, right: Told) -> float:
    """1 where both are told in the headline or the first paragraph."""
    return float(left.lead and right.lead)


def alone_of_kind(left: Told, right: Told) -> float:
    """1 where neither report has another event of the type and mode, less the more there are; 0 without a mode."""
    if left.event.mode is None or left.event.mode != right.event.mode:
        return 0.0
    kind = (left.event.type, left.event.mode)
    return 1 / (left.reading.alike[kind] * right.reading.alike[kind])


Feature = Callable[[Told, Told], float]
FEATURES: tuple[tuple[Feature, float], ...] = (
    (same_words, 2.0),
    (same_trigger, 0.4),
    (same_mode, 1.25),
    (same_place, 0.7),
    (same_days, 0.95),
    (same_agents, 0.45),
    (same_patients, 0.85),
    (same_figures, 0.8),
    (both_happened, 0.6),
    (both_lead, 1.35),
    (alone_of_kind, 1.05),
)
"""What speaks for one happening. Weights: logistic regression over pairs of events of one type in twelve hand-labelled
stories, as labelled and as read, in four folds by story, rounded (2026-11)."""
BIAS = -5.0
LEAST = 0.3
"""Probability from which two events are one; .2 to .6 were tried on the same stories (2026-11)."""
COPIED = 0.8
"""Likeness of sentences from which an event of a copy is the original's; spelling and datelines may differ."""
LATE_DAYS = 4
"""Days by which news may be told late as of the day of its report."""
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
    "both_lead": "a place in both leads",
    "alone_of_kind": "nothing else of its kind in either",
}


@dataclass(frozen=True, slots=True)
class Match:
    """Two tellings of one happening, with the values of the features that say so, in their order."""

    left: Told
    right: Told
    likely: float
    values: Sequence[float]

    @property
    def features(self) -> tuple[tuple[str, float], ...]:
        """The features with their values, rounded."""
        return tuple((f.__name__, round(value, 3)) for (f, _), value in zip(FEATURES, self.values, strict=True))


def match(left: Told, right: Told) -> Match:
    """How likely two tellings, of one type, are of one happening."""
    values = [f(left, right) for f, _ in FEATURES]
    odds = BIAS + sum(weight * value for (_, weight), value in zip(FEATURES, values, strict=True))
    return Match(left, right, 1 / (1 + math.exp(-odds)), values)


def _worth_matching(left: Told, right: Told) -> bool:
    """A cheap look first: one type, days not far apart, and a word or a trigger in common."""
    if left.event.type != right.event.type or left.reading is right.reading:
        return False
    if left.days and right.days and days_apart(left.days, right.days) > 7:
        return False
    return bool(left.triggers & right.triggers) or not left.words.keys().isdisjoint(right.words)


def _copied(left: Told, right: Told) -> Match | None:
    """The match of a copy's event with its original's, told with one word in the same sentence."""
    found = match(left, right)
    features = dict(found.features)
    if not features["same_trigger"] or features["same_words"] < COPIED:
        return None
    return Match(left, right, max(found.likely, features["same_words"]), found.values)


def matches(tellings: Sequence[Told], near: Pairs, copied: Mapping[str, str]) -> list[Match]:
    """The likely matches between tellings of neighbouring reports, likeliest first; `copied` names originals."""
    found = []
    for left, right in paired(tellings, near):
        if _worth_matching(left, right):
            a, b = left.reading.id, right.reading.id
            one = copied.get(a, a) == copied.get(b, b)
            m = _copied(left, right) if one else match(left, right)
            if m and m.likely >= LEAST:
                found.append(m)
    return sorted(found, key=lambda m: (-m.likely, m.left.end, m.right.end))


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
    return ", ".join(reasons) if reasons else "joined through other reports"


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
                    why=f"one happening: {_why(known.features)}",
                    features=known.features,
                )
