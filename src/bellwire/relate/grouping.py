"""Putting things into groups: what is linked falls together, or what is alike on average."""

from collections.abc import Hashable, Iterable, Iterator
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
