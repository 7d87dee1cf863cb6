"""Which reports of a story are compared with which: all with all, in a large story each with those most like it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement, product
from typing import Protocol, TypeVar

import numpy as np

from bellwire.relate.readings import Reading
from bellwire.relate.space import Space
from bellwire.relate.words import Rarity, weighed

FEW = 24
"""Reports up to which all are compared with all."""
NEAREST = 12
"""Reports of a larger story that each is compared with: a story of 200 then takes seconds and not minutes (2026-11)."""

Pairs = Sequence[tuple[str, str]]
"""Ids of reports to compare, each with itself too, in the order of the reports."""


class Told(Protocol):
    """A record with the report that tells it."""

    @property
    def reading(self) -> Reading:
        """The report."""


T = TypeVar("T", bound=Told)


def neighbours(readings: Sequence[Reading], rarity: Rarity, copied: Mapping[str, str]) -> Pairs:
    """The pairs of reports of one story to compare; copies with their originals in any case."""
    ids = [r.id for r in readings]
    if len(ids) <= FEW:
        return list(combinations_with_replacement(ids, 2))
    space = Space([weighed(r.terms, rarity) for r in readings])
    near = {(i, i) for i in range(len(ids))}
    for i in range(len(ids)):
        likeness = space.cosines(i)
        likeness[i] = -1.0
        nearest = np.argsort(-likeness, kind="stable")[:NEAREST]
        near.update((min(i, int(j)), max(i, int(j))) for j in nearest)
    place = {id: i for i, id in enumerate(ids)}
    for i, id in enumerate(ids):
        original = place.get(copied.get(id, id), i)
        near.add((min(i, original), max(i, original)))
    return [(ids[i], ids[j]) for i, j in sorted(near)]


def paired(told: Iterable[T], near: Pairs) -> Iterator[tuple[T, T]]:
    """The pairs of records, each once, whose reports are to be compared."""
    of: dict[str, list[T]] = {}
    for t in told:
        of.setdefault(t.reading.id, []).append(t)
    for a, b in near:
        yield from combinations(of.get(a, ()), 2) if a == b else product(of.get(a, ()), of.get(b, ()))
