"""Figures as bars: from the lowest to the highest that anybody gives, on one scale."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

LEAST_WIDTH = 2.0
"""Percent of the scale: an exact figure is still seen."""
OPEN_WIDTH = 6.0
"""Percent: how far a bar without an upper end runs on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar on a scale from 0 to 100; `open` has no upper end; `words` say it in words."""

    x: float
    width: float
    open: bool = False
    disagree: bool = False
    words: str = ""


def scale_of(highest: float) -> Callable[[float], float]:
    """Where a number lies between 0 and 100: by its square root, so that 5 and 500 can both be seen.

    >>> at = scale_of(400)
    >>> at(0), at(100), at(400)
    (0.0, 50.0, 100.0)
    """
    top = max(highest, 1.0)
    return lambda value: 100 * sqrt(min(max(value, 0.0), top) / top)


def bar_of(
    low: float | None, high: float | None, scale: Callable[[float], float], *, disagree: bool = False, words: str = ""
) -> Bar:
    """The bar of a figure; without a lower end it begins at 0, without an upper one it runs on.

    >>> bar_of(100, None, scale_of(400))
    Bar(x=50.0, width=6.0, open=True, disagree=False, words='')
    """
    left = scale(low) if low is not None else 0.0
    right = scale(high) if high is not None else left + OPEN_WIDTH
    width = max(right - left, LEAST_WIDTH)
    return Bar(x=min(left, 100 - width), width=width, open=high is None, disagree=disagree, words=words)
