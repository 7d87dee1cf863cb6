"""Figures laid out for comparing: what each counts, for which happening, who holds it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from bellwire.knowledge import Language
from bellwire.model import Figure, Place
from bellwire.model.edtf import days_of
from bellwire.model.words import Measure
from bellwire.relate.readings import Reading
from bellwire.relate.values import stated
from bellwire.relate.where import Window, window
from bellwire.relate.who import Who, who_of
from bellwire.relate.words import Bag, Rarity, stem, words_of

OF_ALL = frozenset(("people", "civilians"))
"""Classes that a count of all may be given under."""
HELD = frozenset(("other", "abducted"))
"""Measures that people who are let go are given where the words around tell more of what was before."""
PRISONERS = frozenset(("prisoners",))
"""The class of those who are let go, who are people like all who are let go."""
_OWNER = re.compile(r"\w+(?:['’]s|s['’]) ")
"""Whose they are ("the rebels' captives") is not what they are."""
AFTER = 20
"""Characters behind a figure in which "more" may stand."""
FRESH_DAYS = 10
"""Days before its report from which a happening is background."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure as one report gives it, with what comparing needs.

    `happenings` name the happenings that it counts for, `types` are their types. It is `among` others where it counts
    civilians and its report also counts people: then it is no count of all. It is `added` where it comes on top of
    others ("two more"), a `part` where it is said to be of others ("nine of the dead"), `bare` where it is a number
    alone, `single` where it is one that is told of and no count ("a baby"). `measure` is the figure's, but deaths are
    killed and injuries injured whatever stands beside them. `fresh` says that it is of the days before its report,
    `most` that its holder gives no greater one of its kind in the report, `top` that nobody does.
    """

    reading: Reading
    figure: Figure
    measure: Measure
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
    top: bool
    among: bool
    added: bool
    part: bool
    bare: bool
    single: bool

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
    measure, classes = measure_of(reading, figure), classes_of(reading, figure)
    if measure == "returned" and classes == PRISONERS:
        classes = frozenset(("people",))
    return Count(
        reading=reading,
        figure=figure,
        measure=measure,
        classes=classes,
        head=frozenset(stem(w, reading.language) for w in population[-1:]),
        actor=_who(figure.actor, reading),
        holder=holder_of(reading, figure),
        words=rarity.vector(reading.sentence_at(figure.start, figure.end), reading.language),
        happenings=frozenset(happening_of.get(reading.end(e.id), reading.end(e.id)) for e in events),
        windows=windows,
        places=(own_place,) if own_place else tuple(p for e in events if (p := reading.places.get(e.place or ""))),
        types=frozenset(e.type for e in events),
        fresh=_is_fresh(reading, windows),
        most=not _greater(reading, figure, classes, _holder_id(reading, figure)),
        top=not _greater(reading, figure, classes),
        part=figure.part_of is not None or _is_of_others(reading, figure),
        added=_adds(reading, figure),
        single=_is_single(reading, figure),
        bare=figure.population is not None and not _names(reading, figure),
        among=classes <= OF_ALL and "people" not in classes and _counts_all(reading, figure),
    )


def classes_of(reading: Reading, figure: Figure) -> frozenset[str]:
    """The classes of what a figure counts; people where it does not say."""
    return _classes_of((figure.population or "people").lower(), reading.language)


@lru_cache(maxsize=10_000)
def _classes_of(population: str, language: Language) -> frozenset[str]:
    known = _classes(language)
    own = _OWNER.sub("", population)
    classes = frozenset(known[w] for w in words_of(own) if w in known)
    return classes - {"people"} or classes


def _is_fresh(reading: Reading, windows: Sequence[Window]) -> bool:
    if not windows or reading.published is None:
        return True
    return any(0 <= (reading.published - w[1]).days <= FRESH_DAYS or w[1] > reading.published for w in windows)


def _greater(reading: Reading, figure: Figure, classes: frozenset[str], *holder: str | None) -> bool:
    """Whether the report, or the holder that is given, has a greater figure of its kind."""
    number, kind = stated(figure), kind_of(classes)
    return number is None or any(
        other.measure == figure.measure
        and (stated(other) or 0) > number
        and (not holder or _holder_id(reading, other) == holder[0])
        and kind_of(classes_of(reading, other)) == kind
        for other in reading.report.figures
    )


def _holder_id(reading: Reading, figure: Figure) -> str | None:
    claim = reading.claims.get(figure.claim or "")
    return claim.speaker_actor if claim else None


def kind_of(classes: frozenset[str]) -> str:
    """One word for classes: `all` for people and civilians."""
    return "all" if classes <= OF_ALL else min(classes)


@cache
def _marks(language: Language, kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("figure_marks") if row["kind"] == kind)


def measure_of(reading: Reading, figure: Figure) -> Measure:
    """What a figure measures: its population's word for the dead or the hurt says so better than the words around.

    People in a sentence that tells of a release are returned, whatever else it tells of them.
    """
    head = words_of((figure.population or "").lower())[-1:]
    if head and head[0] in _marks(reading.language, "toll"):
        return "killed"
    if head and head[0] in _marks(reading.language, "hurt"):
        return "injured"
    return "returned" if figure.measure in HELD and _is_freed(reading, figure) else figure.measure


def _is_freed(reading: Reading, figure: Figure) -> bool:
    if not classes_of(reading, figure) & (OF_ALL | PRISONERS):
        return False
    words = [w.lower() for w in words_of(reading.sentence_at(figure.start, figure.end))]
    both = (f"{a} {b}" for a, b in pairwise(words))
    return not _marks(reading.language, "freed").isdisjoint((*words, *both))


def _is_of_others(reading: Reading, figure: Figure) -> bool:
    """Whether its words name the whole: "nine of the dead", "four of them"."""
    words = words_of(reading.report.document.text[figure.start : figure.end].lower())
    whole = _marks(reading.language, "whole") | _marks(reading.language, "toll")
    return "of" in words[:-1] and words[-1] in whole


def _is_single(reading: Reading, figure: Figure) -> bool:
    """Whether it is one with an article before it."""
    first = words_of(reading.report.document.text[figure.start : figure.end].lower())[:1]
    return stated(figure) == 1 and not _articles(reading.language).isdisjoint(first)


@cache
def _articles(language: Language) -> frozenset[str]:
    return language.words("common_words") - language.words("numbers")


def is_of_all(reading: Reading, figure: Figure) -> bool:
    """Whether a figure can be a count of all: not a part of others, not on top of others, not one that is told of."""
    if figure.part_of is not None or _is_of_others(reading, figure) or _is_of_wounded(reading, figure):
        return False
    if _adds(reading, figure) or _is_difference(reading, figure):
        return False
    classes = classes_of(reading, figure)
    if _is_single(reading, figure) and _greater(reading, figure, classes):
        return False
    return not (classes <= OF_ALL and "people" not in classes and _counts_all(reading, figure))


def _names(reading: Reading, figure: Figure) -> bool:
    """Whether its words have a word of its population."""
    words = words_of(reading.report.document.text[figure.start : figure.end].lower())
    return not {stem(w, reading.language) for w in words}.isdisjoint(
        stem(w, reading.language) for w in words_of(figure.population or "")
    )


def _adds(reading: Reading, figure: Figure) -> bool:
    text, more = reading.report.document.text, reading.language.words("additions")
    words = words_of(text[figure.start : figure.end].lower())
    after = words_of(text[figure.end : figure.end + AFTER].lower()) if text[figure.end : figure.end + 1] == " " else []
    return "than" not in (*words, *after[1:2]) and not more.isdisjoint((*words[:1], *words[-1:], *after[:1]))


def _is_difference(reading: Reading, figure: Figure) -> bool:
    """Whether it says how far one count is from another: "five more than the army had announced"."""
    text = reading.report.document.text
    after = words_of(text[figure.end : figure.end + AFTER].lower()) if text[figure.end : figure.end + 1] == " " else []
    if "than" not in after[:2]:
        return False
    following = after[after.index("than") + 1 :][:1]
    return not any(word[0].isdigit() or word in reading.language.words("numbers") for word in following)


def _is_of_wounded(reading: Reading, figure: Figure) -> bool:
    """Whether its words name the wounded as the whole: "several of the wounded"."""
    words = words_of(reading.report.document.text[figure.start : figure.end].lower())
    return "of" in words[:-1] and words[-1] in _marks(reading.language, "hurt")


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


def fuller(counts: Iterable[Count]) -> Count:
    """Of one number told several times, the telling that stands for it: in the text before a headline, the first."""
    return min(counts, key=lambda c: (in_head(c.reading, c.figure.start), c.figure.start))


def in_head(reading: Reading, at: int) -> bool:
    """Whether characters stand in a headline, a caption or another line that is no sentence."""
    text = reading.report.document.text
    block = next((b for b in reading.report.blocks if b.start <= at < b.end), None)
    return block is not None and (block.role != "paragraph" or text[block.start : block.end].rstrip()[-1:].isalnum())
