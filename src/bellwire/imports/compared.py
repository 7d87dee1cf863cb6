"""Two collections compared: what can be in both at all, what is, and wherein they differ."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from bellwire.imports.noted import Collection
from bellwire.relate.linking import LEAST, Compared, Link, Noted, link
from bellwire.relate.linking_differences import FIELDS
from bellwire.relate.linking_features import type_fit

SHORTEST = 28
"""Days of a period whose halves are weeks apart."""
Outcome = Literal["matched", "only_a", "only_b"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A row of a comparison: a link, or what one side has alone; `beside` is the other side's id that it would fit as
    well, which is taken by another."""

    outcome: Outcome
    left: Noted | None = None
    right: Noted | None = None
    link: Link | None = None
    beside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two sides, and what linking them found. `foreign_a` are incidents of A that B never has."""

    a: Collection
    b: Collection
    foreign_a: int
    foreign_b: int
    found: Compared

    def pairs(self) -> Iterator[Pair]:
        """What is in both, then what is in A alone, then in B."""
        for each in self.found.links:
            yield Pair(outcome="matched", left=each.left, right=each.right, link=each)
        for noted in self.found.only_left:
            yield Pair(outcome="only_a", left=noted, beside=self.found.beside_left.get(noted.id))
        for noted in self.found.only_right:
            yield Pair(outcome="only_b", right=noted, beside=self.found.beside_right.get(noted.id))

    def differing(self) -> tuple[Link, ...]:
        """The links whose two ends cannot both be right."""
        return tuple(each for each in self.found.links if each.differing)

    def counts(self) -> Mapping[str, int]:
        """How many links differ, by field."""
        counted = Counter(difference.field for each in self.found.links for difference in each.differing)
        return {field: counted[field] for field in FIELDS}


def by_chance(found: Comparison, least: float = LEAST) -> int | None:
    """How many links chance alone would make: those that are found when B's days are moved by half of the period.

    It is an upper bound for the wrong ones among the links found, for what is linked rightly is no longer free for a
    wrong link. What leaves its end comes in at its beginning. None where the period is too short to tell.
    """
    days = [day for side in (found.a, found.b) for n in side.noted for day in (n.first, n.last) if day is not None]
    start, span = min(days, default=date.min), (max(days) - min(days)).days + 1 if days else 0
    if span < SHORTEST:
        return None
    moved = [_moved(noted, start, span) for noted in found.b.noted]
    return len(link(found.a.noted, moved, least=least).links)


def _moved(noted: Noted, start: date, span: int) -> Noted:
    """A happening half a period later, under an id of its own."""
    if noted.first is None or noted.last is None:
        return noted
    first = start + timedelta(((noted.first - start).days + span // 2) % span)
    last = first + min(noted.last - noted.first, date.max - first)
    return replace(noted, id=f"moved:{noted.id}", first=first, last=last)


def compare(a: Collection, b: Collection, *, least: float = LEAST) -> Comparison:
    """Compares two collections by what both can have: UCDP has no ceasefires, so that none is missing there.

    >>> one = Noted(id="a", type="AGREE")
    >>> sides = Collection(name="coded", noted=(one,)), Collection(name="UCDP", noted=(), types=frozenset(("ASSAULT",)))
    >>> compare(*sides).foreign_a, [n.id for n in compare(*sides).found.only_left]
    (1, [])
    """
    left, right = _possible(a, b), _possible(b, a)
    return Comparison(
        a=left,
        b=right,
        foreign_a=len(a.noted) - len(left.noted),
        foreign_b=len(b.noted) - len(right.noted),
        found=link(left.noted, right.noted, least=least),
    )


def _possible(side: Collection, other: Collection) -> Collection:
    """What of a side the other can have at all."""
    return replace(side, noted=tuple(noted for noted in side.noted if _may_have(other, noted)))


def _may_have(other: Collection, noted: Noted) -> bool:
    """Whether a data set may have such a happening: of a type like its own, and, where it wants deaths, with some.

    Of its own type a toll that nobody told may be deadly; of another one it is not.
    """
    types = other.types
    if types is not None and not any(type_fit(noted.type, own) > 0 for own in types):
        return False
    if not other.deadly:
        return True
    return noted.killed[1] > 0 if noted.killed else types is None or noted.type in types
