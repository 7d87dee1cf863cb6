"""Scores that can be read: features of a pair with their weights, added up as log-odds."""

import math
from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
Feature = Callable[[T, T], float]
Values = Sequence[float]


class Odds(Generic[T]):
    """Features between -1 and 1 with their weights, the log-odds of a pair that has none, and the least chance wanted.

    `dear` are features that take long: they are asked last, and not at all where the pair can no longer reach the least
    chance, whatever they say.

    >>> score = Odds([(lambda a, b: float(a == b), 2.0), (lambda a, b: float(len(a) == len(b)), 1.0)], -1.0, 0.5)
    >>> score.reaching("Gao", "Gao")
    (0.88..., [1.0, 1.0])
    >>> score.reaching("Gao", "Djibo") is None
    True
    """

    def __init__(
        self,
        features: Sequence[tuple[Feature[T], float]],
        bias: float,
        least: float,
        dear: Collection[Feature[T]] = (),
    ) -> None:
        self.features, self.bias, self.least = tuple(features), bias, least
        order = sorted(range(len(self.features)), key=lambda i: self.features[i][0] in dear)
        rest, steps = 0.0, []
        for i in reversed(order):
            feature, weight = self.features[i]
            steps.append((i, feature, weight, rest))
            rest += abs(weight)
        self._steps = tuple(reversed(steps))
        self._wanted = math.log(least / (1 - least)) - 1e-9

    def reaching(self, left: T, right: T) -> tuple[float, list[float]] | None:
        """The chance of a pair and the values of its features in their order; None where it is below the least."""
        values, odds, wanted = [0.0] * len(self.features), self.bias, self._wanted
        for i, feature, weight, rest in self._steps:
            values[i] = value = feature(left, right)
            odds += weight * value
            if odds + rest < wanted:
                return None
        likely = self.chance(values)
        return (likely, values) if likely >= self.least else None

    def chance(self, values: Values) -> float:
        """The chance that the features' values make."""
        odds = self.bias + sum(weight * value for (_, weight), value in zip(self.features, values, strict=True))
        return 1 / (1 + math.exp(-odds))

    def of(self, left: T, right: T) -> tuple[float, list[float]]:
        """The chance of a pair whatever it is, and the values of its features in their order."""
        values = [feature(left, right) for feature, _ in self.features]
        return self.chance(values), values
