"""The gates that two figures must pass to be compared: is it the same thing that they count?"""

import math
from collections.abc import Callable

from bellwire.relate.counts import OF_ALL, Count, kind_of
from bellwire.relate.values import interval, is_vague, stated
from bellwire.relate.where import place_fit, window_fit
from bellwire.relate.who import same_actor
from bellwire.relate.words import cosine

NEVER = frozenset(("missing", "abducted"))
"""Counts of people whose fate is open: one list's missing are another's dead or freed, so they are never compared."""
APPLES = frozenset(("distance", "duration", "share", "money"))
"""Measures that say too little of what they measure."""
MAIN = frozenset(("killed", "injured", "displaced"))
"""What reports of one happening count first."""
SAME_PLACE, SAME_DAYS, SAME_SIDE = 0.9, 0.7, 0.7
"""From which places, days and holders are the same."""
SIDES = frozenset(("soldiers", "ranks", "police", "fighters", "gangs"))
"""Classes that each side of a conflict has its own of."""
ODD = 10
"""A number from here on is rarely met twice by chance in reports of one story."""
PARTIES = frozenset(("state_forces", "government", "armed_group", "militia"))
"""Holders that are sides of a conflict, or may be."""
CLOSE = 500
"""Characters between two counts of which one answers the other."""
ONE_SIZE = 0.35
"""Likeness of sizes, about one to four, up to which counts that stand together are taken to be of one thing."""


def _measure(left: Count, right: Count) -> str | None:
    a, b = left.measure, right.measure
    if a in NEVER or b in NEVER:
        return f"{a if a in NEVER else b} people are never compared"
    if a in APPLES:
        return f"a {a} says too little of what it measures"
    if a != b:
        return f"one counts {a}, the other {b}"
    known = left.head & right.head and (left.happenings & right.happenings or _one_holder(left, right))
    return "they say too little of what they count" if a == "other" and not known else None


def _number(left: Count, right: Count) -> str | None:
    vague = next((c for c in (left, right) if interval(c.figure) is None or is_vague(c.figure)), None)
    if vague:
        return f"“{vague.quote}” names no number"
    single = next((c for c in (left, right) if c.single), None)
    return f"“{single.quote}” is one that is told of, no count" if single and not left.head & right.head else None


def _unit(left: Count, right: Count) -> str | None:
    a, b = left.figure.unit, right.figure.unit
    return f"one is in {a}, the other in {b}" if a != b and not left.classes & right.classes else None


def _part(left: Count, right: Count) -> str | None:
    if left.reading is right.reading and (
        left.figure.part_of == right.figure.id or right.figure.part_of == left.figure.id
    ):
        return "one is a part of the other"
    if (left.part or right.part) and (left.classes | right.classes) <= OF_ALL:
        return "they are parts of different kinds" if left.part and right.part else "one is a part, the other a whole"
    return None


def _addition(left: Count, right: Count) -> str | None:
    added = next((c for c in (left, right) if c.added), None)
    return f"“{added.quote}” is given on top of others" if added else None


def _population(left: Count, right: Count) -> str | None:
    bare = next((c for c in (left, right) if c.bare and c.figure.unit != "person"), None)
    if bare is not None:
        return f"“{bare.quote}” does not say itself what it counts"
    if left.classes & right.classes or left.head & right.head:
        return None
    if left.classes and right.classes and left.classes | right.classes <= OF_ALL and not (left.among or right.among):
        return None
    if left.actor and right.actor and same_actor(left.actor, right.actor) >= 0.7:
        return None
    return f"one counts {left.figure.population or 'people'}, the other {right.figure.population or 'people'}"


def _side(left: Count, right: Count) -> str | None:
    if left.actor and right.actor and not same_actor(left.actor, right.actor):
        return "they count different sides"
    return None


def _state(left: Count, right: Count) -> str | None:
    a, b = left.figure.state, right.figure.state
    own = {"planned", "peak"}
    return f"one is {a}, the other {b}" if a != b and {a, b} & own else None


def _happening(left: Count, right: Count) -> str | None:
    if not tied(left, right):
        return "no happening, place and day, or holder is known to be the same"
    if _answers(left, right):
        return None
    likely = one_thing(left, right)
    return None if likely >= LEAST else f"it is unlikely ({likely:.0%}) that they are of one happening"


def tied(left: Count, right: Count) -> bool:
    """Whether something known ties two figures to one thing.

    That is a happening that both belong to, one place and day, one holder, one number that is rarely met by chance, or
    that each is its report's greatest count of people killed, injured or displaced, or answers the other.
    """
    return bool(left.happenings & right.happenings) or any(tie(left, right) for tie in TIES)


def _one_place(left: Count, right: Count) -> bool:
    likely = 0.0 if both_most(left, right) else SAME_DAYS
    return same_days(left, right) >= likely and same_place(left, right) >= SAME_PLACE


def _one_holder(left: Count, right: Count) -> bool:
    return bool(left.holder and right.holder) and other_holder(left, right) <= 1 - SAME_SIDE


def _one_number(left: Count, right: Count) -> bool:
    return interval(left.figure) == interval(right.figure) and (stated(left.figure) or 0) >= ODD


def _both_top(left: Count, right: Count) -> bool:
    kind = kind_of(left.classes)
    if not (left.top and right.top and left.reading is not right.reading and kind == kind_of(right.classes)):
        return False
    return left.measure in MAIN and (kind not in SIDES or _one_actor(left, right))


def _one_actor(left: Count, right: Count) -> bool:
    return left.actor is not None and right.actor is not None and same_actor(left.actor, right.actor) >= SAME_SIDE


def _answers(left: Count, right: Count) -> bool:
    """Whether two sides' counts stand close together in one report, and are of one size, or one says that it was none.

    Each is the greatest that its holder gives. Those of the displaced may be of different regions.
    """
    apart = max(left.figure.start, right.figure.start) - min(left.figure.end, right.figure.end)
    if answered(left, right) < 1.0 or apart > CLOSE or left.measure in ("displaced", "other"):
        return False
    if kind_of(left.classes) != kind_of(right.classes) or not both_most(left, right):
        return False
    return 0 in (stated(left.figure), stated(right.figure)) or (
        like_size(left, right) >= ONE_SIZE and _aside(left, right)
    )


def _aside(left: Count, right: Count) -> bool:
    """Whether the holders are no two sides of the conflict, of which each counts its own losses."""
    states = [{s for s in c.holder.side if s.startswith("state:")} for c in (left, right) if c.holder]
    if all(states):
        return False
    return kind_of(left.classes) not in SIDES or not any(c.holder and c.holder.type in PARTIES for c in (left, right))


def same_happening(left: Count, right: Count) -> float:
    """1 where they belong to one happening, -1 where to different ones, 0 where one belongs to none."""
    if left.happenings & right.happenings:
        return 1.0
    return -1.0 if left.happenings and right.happenings else 0.0


def same_type(left: Count, right: Count) -> float:
    """1 where a type of happening is shared."""
    return float(bool(left.types & right.types))


def same_words(left: Count, right: Count) -> float:
    """How alike their sentences are, rare words first."""
    return cosine(left.words, right.words)


def same_days(left: Count, right: Count) -> float:
    """1 for the same day, -1 from a week apart, 0 where not known."""
    return max((window_fit(a, b) for a in left.windows for b in right.windows), default=0.0)


def same_place(left: Count, right: Count) -> float:
    """1 for one place, -1 for places far apart, 0 where not known."""
    return max((place_fit(a, b) for a in left.places for b in right.places), default=0.0)


def both_fresh(left: Count, right: Count) -> float:
    """1 where both are of the days before their reports, -1 where one is."""
    return float(left.fresh and right.fresh) if left.fresh == right.fresh else -1.0


def like_size(left: Count, right: Count) -> float:
    """1 for equal numbers, 0 where one is ten times the other."""
    a, b = stated(left.figure) or 0.5, stated(right.figure) or 0.5
    return max(0.0, 1 - abs(math.log10(a / b)))


def same_class(left: Count, right: Count) -> float:
    """Whether they count the same by its class or its word."""
    return float(bool(left.classes & right.classes or left.head & right.head))


def both_most(left: Count, right: Count) -> float:
    """Whether each is the greatest of its kind that its holder gives in the report."""
    return float(left.most and right.most)


def one_report(left: Count, right: Count) -> float:
    """Whether one report gives both."""
    return float(left.reading is right.reading)


def other_holder(left: Count, right: Count) -> float:
    """1 where different sides hold them, 0.5 where one is the outlet's own, 0 where neither or one side holds both."""
    if left.holder is None or right.holder is None:
        return 0.5 * (left.holder is not right.holder)
    return 1.0 - same_actor(left.holder, right.holder)


def answered(left: Count, right: Count) -> float:
    """1 where different sides hold them in one report."""
    return one_report(left, right) * float(other_holder(left, right) == 1.0)


Feature = Callable[[Count, Count], float]
ONE_THING: tuple[tuple[Feature, float], ...] = (
    (same_happening, 0.4),
    (same_type, 0.5),
    (same_words, 1.1),
    (same_days, 0.3),
    (same_place, 0.1),
    (both_fresh, 0.7),
    (like_size, 3.1),
    (same_class, 0.9),
    (both_most, 1.25),
    (one_report, -1.4),
    (other_holder, -0.6),
    (answered, 1.5),
)
BIAS, LEAST = -6.1, 0.2
"""Weights: logistic regression over pairs of figures of twelve hand-labelled stories, as labelled and as read, in four
folds by story, rounded; least probabilities from .12 to .26 were tried on tied pairs of the same as read (2026-11)."""


def one_thing(left: Count, right: Count) -> float:
    """How likely it is that two figures count one thing."""
    odds = BIAS + sum(weight * f(left, right) for f, weight in ONE_THING)
    return 1 / (1 + math.exp(-odds))


TIES = (_one_place, _one_holder, _one_number, _both_top, _answers)
Gate = Callable[[Count, Count], str | None]
GATES: tuple[tuple[str, Gate], ...] = (
    ("measure", _measure),
    ("number", _number),
    ("unit", _unit),
    ("part", _part),
    ("addition", _addition),
    ("population", _population),
    ("side", _side),
    ("state", _state),
    ("happening", _happening),
)
"""In this order, the first that fails decides. A gate gives None where two figures pass, else why they do not."""


def gate(left: Count, right: Count) -> tuple[str, str] | None:
    """The name of the first gate that two figures do not pass, and why; None where they can be compared."""
    return next(((name, why) for name, check in GATES if (why := check(left, right))), None)
