"""Which events of two reports are one happening: features that can be read, and their weights."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Event, Figure, Participant, Place, Relation
from bellwire.model.edtf import days_of
from bellwire.relate.grouping import Tellings, one_a_report
from bellwire.relate.neighbours import Pairs, paired
from bellwire.relate.odds import Odds
from bellwire.relate.readings import Reading
from bellwire.relate.values import overlap
from bellwire.relate.where import Window, days_apart, place_fit, window, window_fit
from bellwire.relate.who import UNNAMED, Who, same_actor, who_of
from bellwire.relate.words import Bag, Rarity, cosine, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event as one report tells it, with what comparing needs.

    `stated` says that its place is named where it is told; `main` that it is what its report tells most of.
    """

    reading: Reading
    event: Event
    words: Bag
    rarity: Rarity
    triggers: frozenset[str]
    agents: tuple[Who, ...]
    patients: tuple[Who, ...]
    place: Place | None
    stated: bool
    days: Window | None
    undated: bool
    lead: bool
    main: bool
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
    place = reading.places.get(event.place or "")
    return Told(
        reading=reading,
        event=event,
        words=rarity.vector(sentences, reading.language),
        rarity=rarity,
        triggers=frozenset(terms(triggers, reading.language)),
        agents=who(event.agents),
        patients=who(event.patients),
        place=place,
        stated=place is not None and _is_stated(place, event, reading),
        days=days,
        undated=days is not None and days[0] == days[1] == reading.published,
        lead=_in_lead(event, reading),
        main=event.id == _main(reading),
        figures=tuple(reading.figures[f] for f in event.figures if f in reading.figures),
    )


def _in_lead(event: Event, reading: Reading) -> bool:
    return any(t.trigger.start < reading.lead for t in event.tellings)


def _is_stated(place: Place, event: Event, reading: Reading) -> bool:
    """Whether a place is named in a sentence that tells the event; a dateline ("NAIROBI, Kenya") says little of it."""
    text = reading.report.document.text
    own = [t.sentence for t in event.tellings if t.sentence.start <= place.start < t.sentence.end]
    return any(not text[s.start : place.end].isupper() for s in own)


def _main(reading: Reading) -> str | None:
    """The event that a report tells most of: by its tellings and figures, then by the lead, then the first."""

    def weight(event: Event) -> tuple[int, int]:
        told = len(event.tellings) + len(event.figures) + IN_LEAD * _in_lead(event, reading)
        return told, -event.trigger.start

    key = ("main event", "")
    if key not in reading.memory:
        reading.memory[key] = max(reading.report.events, key=weight).id if reading.report.events else None
    found: str | None = reading.memory[key]
    return found


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


def rare_words(left: Told, right: Told) -> float:
    """How rare the three rarest words are that both have: 0 for none, 1 for such as one report in all would have."""
    shared = (left.rarity(word) for word in left.words.keys() & right.words.keys())
    most = left.rarity.most
    return sum(sorted(shared, reverse=True)[:RAREST]) / (RAREST * most) if most else 0.0


def same_place(left: Told, right: Told) -> float:
    """1 for one place, -1 for places far apart, where both tell the place with the happening."""
    return place_fit(left.place, right.place) if left.stated and right.stated else 0.0


def same_area(left: Told, right: Told) -> float:
    """1 for one place where a place is only taken over from what stands around; other places say nothing then."""
    return 0.0 if left.stated and right.stated else max(0.0, place_fit(left.place, right.place))


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


def both_main(left: Told, right: Told) -> float:
    """1 where it is what either report tells most of."""
    return float(left.main and right.main)


def alone_of_kind(left: Told, right: Told) -> float:
    """1 where neither report has another event of the type and mode, less the more there are; 0 without a mode."""
    if left.event.mode is None or left.event.mode != right.event.mode:
        return 0.0
    kind = (left.event.type, left.event.mode)
    return 1 / (left.reading.alike[kind] * right.reading.alike[kind])


Feature = Callable[[Told, Told], float]
FEATURES: tuple[tuple[Feature, float], ...] = (
    (same_words, 1.0),
    (rare_words, 2.14),
    (same_trigger, 0.4),
    (same_mode, 1.3),
    (same_place, 0.9),
    (same_area, 0.5),
    (same_days, 1.1),
    (same_agents, 0.6),
    (same_patients, 1.0),
    (same_figures, 0.6),
    (both_happened, 0.5),
    (both_lead, 0.85),
    (both_main, 0.65),
    (alone_of_kind, 1.0),
)
"""What speaks for one happening. Weights: logistic regression over pairs of events of one type in twelve hand-labelled
stories, as labelled and as read, copies left out, in four folds by story, rounded (2026-11)."""
BIAS = -5.4
LEAST = 0.25
"""Probability from which two events are one; .2 to .4 were tried on the same stories (2026-11)."""
ODDS = Odds(FEATURES, BIAS, LEAST, (same_words, rare_words))
IN_LEAD = 2
"""Tellings that one in the lead is worth."""
RAREST = 3
"""Words that are looked at for how rare they are."""
COPIED = 0.8
"""Likeness of sentences from which an event of a copy is the original's; spelling and datelines may differ."""
LATE_DAYS = 4
"""Days by which news may be told late as of the day of its report."""
LARGEST_CLOSED = 30
"""A happening that more reports tell gives its direct pairs only, not all pairs of tellings."""
WORDS = {
    "same_words": "like words",
    "rare_words": "words that are rare",
    "same_trigger": "the same word for it",
    "same_mode": "the same means",
    "same_place": "the same place",
    "same_area": "the same place",
    "same_days": "the same days",
    "same_agents": "a shared doer",
    "same_patients": "a shared sufferer",
    "same_figures": "like figures",
    "both_lead": "a place in both leads",
    "both_main": "what both tell most of",
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
    return Match(left, right, *ODDS.of(left, right))


def likely_match(left: Told, right: Told) -> Match | None:
    """The match of two tellings, of one type, that are likely of one happening."""
    found = ODDS.reaching(left, right)
    return Match(left, right, *found) if found else None


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
            m = _copied(left, right) if one else likely_match(left, right)
            if m and m.likely >= LEAST:
                found.append(m)
    return sorted(found, key=lambda m: (-m.likely, m.left.end, m.right.end))


def happenings(
    found: Sequence[Match],
    known: Mapping[str, Collection[str]] | None = None,
    apart: Collection[tuple[str, str]] = (),
) -> list[Tellings]:
    """Tellings grouped by happening: likeliest matches first; a happening has one telling a report.

    `known` gives the tellings of incidents that are there already; those that are `apart` are not joined.
    """
    return one_a_report(((m.left.end, m.right.end) for m in found), known, apart)


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


def same_events(
    found: Sequence[Match], groups: Sequence[Sequence[Told]], arrived: str | None = None
) -> Iterator[Relation]:
    """A `same_event` for each pair of tellings of one happening; where a report `arrived`, for its tellings alone.

    Of a copy and its original only for what would be matched in other words too: that the copy repeats the rest is what
    `syndicated_copy` says.
    """
    direct = {(m.left.end, m.right.end): m for m in found}
    for group in groups:
        for i, a in enumerate(group):
            for b in group[i + 1 :]:
                if arrived is not None and arrived not in (a.reading.id, b.reading.id):
                    continue
                known = direct.get((a.end, b.end)) or direct.get((b.end, a.end))
                if known is None and len(group) > LARGEST_CLOSED:
                    continue
                if known and ODDS.chance(known.values) < LEAST:
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
