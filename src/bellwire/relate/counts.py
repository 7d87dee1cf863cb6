"""Figures laid out for comparing, and the gates that two must pass: is it the same thing that they count?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.model import Figure, Place
from bellwire.model.edtf import days_of
from bellwire.relate.readings import Reading
from bellwire.relate.values import interval, is_vague
from bellwire.relate.where import Window, days_apart, place_fit, window
from bellwire.relate.who import Who, same_actor, who_of
from bellwire.relate.words import Bag, Rarity, cosine, stem, terms, weighed, words_of

NEVER = frozenset(("missing", "abducted"))
"""Counts of people whose fate is open: one list's missing are another's dead or freed, so they are never compared."""
APPLES = frozenset(("distance", "duration", "share", "money"))
"""Measures that say too little of what they measure."""
OF_ALL = frozenset(("people", "civilians"))
"""Classes that a count of all may be given under."""
LIKE_WORDS = 0.35
"""Cosine of two sentences from which figures without a common happening count one thing. Twelve hand-labelled stories,
tried .2 to .5 (2026-11)."""
DAYS = 3
"""Days that two happenings may lie apart and still be one: reports differ on the night."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure as one report gives it, with what comparing needs.

    `happenings` name the happenings that it counts for, `types` are their types. It is `among` others where it counts
    civilians and its report also counts people: then it is no count of all. It is `added` where it comes on top of
    others ("two more").
    """

    reading: Reading
    figure: Figure
    classes: frozenset[str]
    head: frozenset[str]
    actor: Who | None
    holder: Who | None
    words: Bag
    happenings: frozenset[str]
    days: Window | None
    place: Place | None
    types: frozenset[str]
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


def count(reading: Reading, figure: Figure, happening_of: dict[str, str], rarity: Rarity) -> Count:
    """The figure laid out for comparing. `happening_of` names the happening of an event, by the event's end."""
    population = [w.lower() for w in words_of(figure.population or "")]
    known = _classes(reading.language)
    found = [known[w] for w in population if w in known]
    events = reading.events_of_figures.get(figure.id, ())
    windows = [w for e in events if e.date and (w := window(*days_of(e.date.value)))]
    places = [p for e in events if (p := reading.places.get(e.place or ""))]
    classes = frozenset(found) if found or population else frozenset(("people",))
    classes = classes - {"people"} or classes
    return Count(
        reading=reading,
        figure=figure,
        classes=classes,
        head=frozenset(stem(w, reading.language) for w in population[-1:]),
        actor=_who(figure.actor, reading),
        holder=holder_of(reading, figure),
        words=weighed(terms(reading.sentence_at(figure.start, figure.end), reading.language), rarity),
        happenings=frozenset(happening_of.get(reading.end(e.id), reading.end(e.id)) for e in events),
        days=windows[0] if windows else None,
        place=reading.places.get(figure.place or "") or (places[0] if places else None),
        types=frozenset(e.type for e in events),
        added=_adds(reading, figure),
        among=classes <= OF_ALL and "people" not in classes and _counts_all(reading, figure, known),
    )


def _adds(reading: Reading, figure: Figure) -> bool:
    words = words_of(reading.report.document.text[figure.start : figure.end].lower())
    return ("than" not in words) and not reading.language.words("additions").isdisjoint((*words[:1], *words[-1:]))


def _counts_all(reading: Reading, figure: Figure, known: dict[str, str]) -> bool:
    """Whether the report has a figure of people, of the same measure and happening."""
    mine = {e.id for e in reading.events_of_figures.get(figure.id, ())}
    for other in reading.report.figures:
        last = [known[w] for w in words_of((other.population or "people").lower()) if w in known][-1:]
        if other.measure == figure.measure and not other.part_of and last == ["people"]:
            theirs = {e.id for e in reading.events_of_figures.get(other.id, ())}
            if mine & theirs:
                return True
    return False


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
    if left.happenings & right.happenings:
        return None
    apart = left.happenings and right.happenings and not left.types & right.types
    one_side = bool(left.actor and right.actor)  # a gate before this one has seen that it is the same
    one_time = bool(left.days and right.days and not days_apart(left.days, right.days))
    least = LIKE_WORDS * (2.0 if apart else 0.3 if one_side and one_time else 0.6 if one_side else 1.0)
    if cosine(left.words, right.words) >= least:
        return None
    return "they belong to different happenings"


def _place(left: Count, right: Count) -> str | None:
    if place_fit(left.place, right.place) > -0.5 or left.happenings & right.happenings:
        return None
    assert left.place and right.place
    return f"one is for {left.place.name}, the other for {right.place.name}"


def _days(left: Count, right: Count) -> str | None:
    if left.days and right.days and days_apart(left.days, right.days) > DAYS:
        return "they are for different days"
    return None


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
    ("days", _days),
    ("happening", _happening),
    ("place", _place),
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
