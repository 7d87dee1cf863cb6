"""Figures laid out for comparing, and the gates that two must pass: is it the same thing that they count?"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.model import Figure, Place
from bellwire.model.edtf import days_of
from bellwire.relate.readings import Reading
from bellwire.relate.values import interval, is_vague, stated
from bellwire.relate.where import Window, place_fit, window, window_fit
from bellwire.relate.who import Who, same_actor, who_of
from bellwire.relate.words import Bag, Rarity, cosine, stem, terms, weighed, words_of

NEVER = frozenset(("missing", "abducted"))
"""Counts of people whose fate is open: one list's missing are another's dead or freed, so they are never compared."""
APPLES = frozenset(("distance", "duration", "share", "money"))
"""Measures that say too little of what they measure."""
OF_ALL = frozenset(("people", "civilians"))
"""Classes that a count of all may be given under."""
FRESH_DAYS = 10
"""Days before its report from which a happening is background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure as one report gives it, with what comparing needs.

    `happenings` name the happenings that it counts for, `types` are their types. It is `among` others where it counts
    civilians and its report also counts people: then it is no count of all. It is `added` where it comes on top of
    others ("two more"). `fresh` says that it is of the days before its report, `most` that its holder gives no greater
    one of its kind in the report.
    """

    reading: Reading
    figure: Figure
    classes: frozenset[str]
    head: frozenset[str]
    actor: Who | None
    holder: Who | None
    words: Bag
    happenings: frozenset[str]
    windows: tuple[Window, ...]
    places: tuple[Place, ...]
    types: frozenset[str]
    fresh: bool
    most: bool
    among: bool
    added: bool

    @property
    def end(self) -> str:
        """Its name in a relation."""
        return self.reading.end(self.figure.id)

    @property
    def quote(self) -> str:
        """Its words."""
        return " ".join(self.reading.report.document.text[self.figure.start : self.figure.end].split())


@cache
def _classes(language: Language) -> dict[str, str]:
    return {row["word"]: row["class"] for row in language.table("population_classes")}


def count(reading: Reading, figure: Figure, happening_of: Mapping[str, str], rarity: Rarity) -> Count:
    """The figure laid out for comparing. `happening_of` names the happening of an event, by the event's end."""
    population = [w.lower() for w in words_of(figure.population or "")]
    events = reading.events_of_figures.get(figure.id, ())
    windows = tuple(w for e in events if e.date and (w := window(*days_of(e.date.value))))
    own_place = reading.places.get(figure.place or "")
    classes = classes_of(reading, figure)
    return Count(
        reading=reading,
        figure=figure,
        classes=classes,
        head=frozenset(stem(w, reading.language) for w in population[-1:]),
        actor=_who(figure.actor, reading),
        holder=holder_of(reading, figure),
        words=weighed(terms(reading.sentence_at(figure.start, figure.end), reading.language), rarity),
        happenings=frozenset(happening_of.get(reading.end(e.id), reading.end(e.id)) for e in events),
        windows=windows,
        places=(own_place,) if own_place else tuple(p for e in events if (p := reading.places.get(e.place or ""))),
        types=frozenset(e.type for e in events),
        fresh=_is_fresh(reading, windows),
        most=_is_most(reading, figure, classes),
        added=_adds(reading, figure),
        among=classes <= OF_ALL and "people" not in classes and _counts_all(reading, figure),
    )


def classes_of(reading: Reading, figure: Figure) -> frozenset[str]:
    """The classes of what a figure counts; people where it does not say."""
    known = _classes(reading.language)
    population = words_of((figure.population or "people").lower())
    classes = frozenset(known[w] for w in population if w in known)
    return classes - {"people"} or classes


def _is_fresh(reading: Reading, windows: Sequence[Window]) -> bool:
    if not windows or reading.published is None:
        return True
    return any(0 <= (reading.published - w[1]).days <= FRESH_DAYS or w[1] > reading.published for w in windows)


def _is_most(reading: Reading, figure: Figure, classes: frozenset[str]) -> bool:
    number, holder = stated(figure), _holder_id(reading, figure)
    return number is not None and not any(
        (stated(other) or 0) > number
        for other in reading.report.figures
        if other.measure == figure.measure
        and _holder_id(reading, other) == holder
        and kind_of(classes_of(reading, other)) == kind_of(classes)
    )


def _holder_id(reading: Reading, figure: Figure) -> str | None:
    claim = reading.claims.get(figure.claim or "")
    return claim.speaker_actor if claim else None


def kind_of(classes: frozenset[str]) -> str:
    """One word for classes: `all` for people and civilians."""
    return "all" if classes <= OF_ALL else min(classes)


def _adds(reading: Reading, figure: Figure) -> bool:
    words = words_of(reading.report.document.text[figure.start : figure.end].lower())
    return ("than" not in words) and not reading.language.words("additions").isdisjoint((*words[:1], *words[-1:]))


def _counts_all(reading: Reading, figure: Figure) -> bool:
    """Whether the report has a figure of people, of the same measure and happening."""
    mine = {e.id for e in reading.events_of_figures.get(figure.id, ())}
    return any(
        mine & {e.id for e in reading.events_of_figures.get(other.id, ())}
        for other in reading.report.figures
        if other.measure == figure.measure and not other.part_of and classes_of(reading, other) == {"people"}
    )


def _who(actor: str | None, reading: Reading) -> Who | None:
    return who_of(reading.actors[actor], reading) if actor in reading.actors else None


def holder_of(reading: Reading, figure: Figure) -> Who | None:
    """Who holds a figure: its claim's speaker; None where the outlet says it in its own voice."""
    claim = reading.claims.get(figure.claim or "")
    return _who(claim.speaker_actor, reading) if claim else None


def _measure(left: Count, right: Count) -> str | None:
    a, b = left.figure.measure, right.figure.measure
    if a in NEVER or b in NEVER:
        return f"{a if a in NEVER else b} people are never compared"
    if a in APPLES:
        return f"a {a} says too little of what it measures"
    return None if a == b else f"one counts {a}, the other {b}"


def _number(left: Count, right: Count) -> str | None:
    vague = next((c for c in (left, right) if interval(c.figure) is None or is_vague(c.figure)), None)
    return f"“{vague.quote}” names no number" if vague else None


def _unit(left: Count, right: Count) -> str | None:
    a, b = left.figure.unit, right.figure.unit
    return f"one is in {a}, the other in {b}" if a != b and not left.classes & right.classes else None


def _part(left: Count, right: Count) -> str | None:
    if left.reading is right.reading and (
        left.figure.part_of == right.figure.id or right.figure.part_of == left.figure.id
    ):
        return "one is a part of the other"
    parts = [c.figure.part_of is not None for c in (left, right)]
    if any(parts) and (left.classes | right.classes) <= OF_ALL:
        return "one is a part, the other a whole" if not all(parts) else "they are parts of different kinds"
    return None


def _addition(left: Count, right: Count) -> str | None:
    added = next((c for c in (left, right) if c.added), None)
    return f"“{added.quote}” come on top of others" if added else None


def _population(left: Count, right: Count) -> str | None:
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
    likely = one_thing(left, right)[0]
    return None if likely >= LEAST else f"it is unlikely ({likely:.0%}) that they are of one happening"


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
BIAS, LEAST = -6.1, 0.26
"""Weights: logistic regression over pairs of figures of twelve hand-labelled stories, as labelled and as read, in four
folds by story, rounded; least probabilities from .15 to .5 were tried on the same (2026-11)."""


def one_thing(left: Count, right: Count) -> tuple[float, tuple[tuple[str, float], ...]]:
    """How likely it is that two figures count one thing, with the features that say so."""
    values = tuple((f.__name__, round(f(left, right), 3)) for f, _ in ONE_THING)
    odds = BIAS + sum(weight * value for (_, weight), (_, value) in zip(ONE_THING, values, strict=True))
    return 1 / (1 + math.exp(-odds)), values


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


def fuller(counts: Iterable[Count]) -> Count:
    """Of one number told several times, the telling that stands for it: in the text before a headline, the first."""
    return min(counts, key=lambda c: (in_head(c.reading, c.figure.start), c.figure.start))


def in_head(reading: Reading, at: int) -> bool:
    """Whether characters stand in a headline, a caption or another line that is no sentence."""
    text = reading.report.document.text
    block = next((b for b in reading.report.blocks if b.start <= at < b.end), None)
    return block is not None and (block.role != "paragraph" or text[block.start : block.end].rstrip()[-1:].isalnum())
