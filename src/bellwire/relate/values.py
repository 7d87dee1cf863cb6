"""Figures as intervals: what a figure allows, and how two of them stand."""

import math
from typing import Protocol


class Bounds(Protocol):
    """What has bounds as a figure has them: a figure, or a holding of one."""

    @property
    def low(self) -> float | None:
        """The least that it allows, where it says so."""

    @property
    def best(self) -> float | None:
        """The number itself."""

    @property
    def high(self) -> float | None:
        """The most that it allows, where it says so."""

    @property
    def approx(self) -> bool:
        """Whether it is about that."""


Interval = tuple[float, float]
ABOUT = 0.1
"""How far "about N" reaches to either side, as a share of N."""


def interval(figure: Bounds) -> Interval | None:
    """The least and greatest number that a figure allows; None where it gives no number.

    "At least 12" has no upper end, "up to 12" begins at 0. Approximate figures reach a tenth to either side.
    """
    low, best, high = figure.low, figure.best, figure.high
    if low is None and best is None and high is None:
        return None
    least = low if low is not None else best if best is not None else 0.0
    most = high if high is not None else best if best is not None else math.inf
    if figure.approx and best is not None:
        least, most = min(least, best * (1 - ABOUT)), max(most, best * (1 + ABOUT))
    return min(least, most), max(least, most)


def overlap(left: Bounds, right: Bounds) -> bool:
    """Whether some number is allowed by both."""
    a, b = interval(left), interval(right)
    return bool(a and b and a[0] <= b[1] and b[0] <= a[1])


def is_vague(figure: Bounds) -> bool:
    """Whether a figure is a word for many ("dozens"), which names no number."""
    return figure.approx and figure.best is None and figure.high is None


def stated(figure: Bounds) -> float | None:
    """The number that a figure is built on: the best, else the one bound, else the middle of two."""
    if figure.best is not None:
        return figure.best
    if figure.low is not None and figure.high is not None:
        return (figure.low + figure.high) / 2
    return figure.low if figure.low is not None else figure.high
