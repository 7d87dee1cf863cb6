"""Putting things into groups: what is linked falls together, or what is alike on average."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Square = npt.NDArray[np.float64]
H = TypeVar("H", bound=Hashable)


def linked(pairs: Iterable[tuple[H, H]]) -> list[list[H]]:
    """The groups that links make, in the order in which their members are first named.

    >>> linked([("a", "b"), ("c", "d"), ("b", "e")])
    [['a', 'b', 'e'], ['c', 'd']]
    """
    parent: dict[H, H] = {}

    def root(x: H) -> H:
        parent.setdefault(x, x)
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for a, b in pairs:
        first, second = root(a), root(b)
        parent[second] = first
    groups: dict[H, list[H]] = {}
    for x in parent:
        groups.setdefault(root(x), []).append(x)
    return list(groups.values())


@dataclass(slots=True)
class Tellings:
    """Events that tell of one happening, by their ends (`REPORT#EVENT`); `known` are the incidents they were in."""

    ends: list[str] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)


def report_of(end: str) -> str:
    """The report that an end of a relation is of."""
    return end.rpartition("#")[0] or end


def one_a_report(
    matched: Iterable[tuple[str, str]],
    known: Mapping[str, Collection[str]] | None = None,
    apart: Collection[tuple[str, str]] = (),
) -> list[Tellings]:
    """Events grouped by happening, the matches taken in their order: a happening has one telling a report.

    `known` gives the events of incidents that are there already; incidents that are `apart` are not joined.

    >>> groups = one_a_report([("a#e1", "b#e1"), ("a#e1", "b#e2"), ("b#e1", "c#e1")])
    >>> [group.ends for group in groups]
    [['a#e1', 'b#e1', 'c#e1'], ['b#e2']]
    """
    group_of: dict[str, Tellings] = {}
    for incident, ends in (known or {}).items():
        group = Tellings(list(ends), {report_of(end) for end in ends}, {incident})
        group_of.update(dict.fromkeys(ends, group))
    split = {*apart, *((b, a) for a, b in apart)}
    for pair in matched:
        mine, theirs = (group_of.setdefault(end, Tellings([end], {report_of(end)})) for end in pair)
        if mine is theirs or mine.reports & theirs.reports:
            continue
        if split and any((a, b) in split for a in mine.known for b in theirs.known):
            continue
        mine.ends += theirs.ends
        mine.reports |= theirs.reports
        mine.known |= theirs.known
        group_of.update(dict.fromkeys(theirs.ends, mine))
    return list({id(group): group for group in group_of.values()}.values())


def alike_on_average(likeness: Square, least: float) -> list[list[int]]:
    """Groups of rows: the two most alike are joined until none are alike by at least `least` on average.

    Average linkage; the square is symmetric and is not changed.

    >>> alike_on_average(np.array([[0, .9, .1], [.9, 0, .2], [.1, .2, 0]]), 0.5)
    [[0, 1], [2]]
    """
    square = likeness.copy()
    np.fill_diagonal(square, -1.0)
    sizes, groups = np.ones(len(square)), [[i] for i in range(len(square))]
    for i, j in _joins(square, sizes, least):
        groups[i], groups[j] = groups[i] + groups[j], []
    return sorted(sorted(g) for g in groups if g)


def _joins(square: Square, sizes: npt.NDArray[np.float64], least: float) -> Iterator[tuple[int, int]]:
    """The joins in their order; the best partner of each row is kept, so that a join costs a row and not the square."""
    if len(square) < 2:
        return
    best = square.max(axis=1)
    while True:
        i = int(best.argmax())
        if best[i] < least:
            return
        j = int(square[i].argmax())
        i, j = min(i, j), max(i, j)
        yield i, j
        old = np.maximum(square[i], square[j])
        square[i] = (square[i] * sizes[i] + square[j] * sizes[j]) / (sizes[i] + sizes[j])
        gone = square[j] < -0.5
        square[i, gone] = -1.0
        square[i, i] = -1.0
        square[:, i] = square[i]
        square[j], square[:, j] = -1.0, -1.0
        sizes[i] += sizes[j]
        best[i], best[j] = square[i].max(), -1.0
        stale = np.flatnonzero((best <= old) & (best > -1.0))
        if len(stale):
            best[stale] = square[stale].max(axis=1)
