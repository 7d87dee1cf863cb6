"""Agreement beyond chance: Cohen's kappa and Krippendorff's alpha, written from the papers.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, departmental papers.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

V = TypeVar("V", bound=Hashable)
Metric = Literal["nominal", "interval"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient, at most 1; None where it is not defined, and then `why`."""

    value: float | None
    why: str | None = None


NO_UNITS = Coefficient(None, "nothing that both coded")
NO_PAIRS = Coefficient(None, "nothing that two or more coded")


def observed(pairs: Counter[tuple[V, V]]) -> float | None:
    """The share of units to which both gave one value."""
    n = pairs.total()
    return sum(count for (a, b), count in pairs.items() if a == b) / n if n else None


def expected(pairs: Counter[tuple[V, V]]) -> float | None:
    """The share of units to which both would give one value by chance, each with the frequencies of their own."""
    n = pairs.total()
    if not n:
        return None
    lefts: Counter[V] = Counter()
    rights: Counter[V] = Counter()
    for (a, b), count in pairs.items():
        lefts[a] += count
        rights[b] += count
    return sum(count * rights[value] for value, count in lefts.items()) / n**2


def kappa(pairs: Counter[tuple[V, V]]) -> Coefficient:
    """Cohen's kappa of two coders; `pairs` counts units by the two values that they were given.

    >>> kappa(Counter({("killed", "killed"): 20, ("killed", "injured"): 5, ("injured", "killed"): 10,
    ...                ("injured", "injured"): 15})).value
    0.4
    """
    seen, chance = observed(pairs), expected(pairs)
    if seen is None or chance is None:
        return NO_UNITS
    if chance == 1:
        return Coefficient(None, "both used one value only, so chance would agree as well")
    return Coefficient(round((seen - chance) / (1 - chance), 12))


def _differ(a: Hashable, b: Hashable) -> float:
    return float(a != b)


def _squared(a: Hashable, b: Hashable) -> float:
    return float((a - b) ** 2)  # type: ignore[operator]


_DISTANCE: Mapping[Metric, Callable[[Hashable, Hashable], float]] = {"nominal": _differ, "interval": _squared}


def coincidences(units: Iterable[Sequence[V | None]]) -> Counter[tuple[V, V]]:
    """How often two values were given to one unit, each unit's pairs weighted by 1 over its values less one.

    A unit is the values of all coders; None is a missing one. Units with fewer than two values say nothing.
    """
    found: Counter[tuple[V, V]] = Counter()
    for unit in units:
        given = [value for value in unit if value is not None]
        for i, a in enumerate(given):
            for j, b in enumerate(given):
                if i != j:
                    found[a, b] += 1 / (len(given) - 1)  # type: ignore[assignment]
    return found


def both_ways(pairs: Mapping[tuple[V, V], float]) -> Counter[tuple[V, V]]:
    """The coincidences of two coders, from their units counted by the two values."""
    found: Counter[tuple[V, V]] = Counter()
    for (a, b), count in pairs.items():
        found[a, b] += count  # type: ignore[assignment]
        found[b, a] += count  # type: ignore[assignment]
    return found


def alpha(units: Iterable[Sequence[V | None]], metric: Metric = "nominal") -> Coefficient:
    """Krippendorff's alpha of any number of coders, missing values allowed.

    >>> alpha([("drone", "drone"), ("aerial", "drone"), ("aerial", "aerial"), ("drone", None)]).value
    0.444444444444
    """
    return alpha_of(coincidences(units), metric)


def alpha_of(found: Counter[tuple[V, V]], metric: Metric = "nominal") -> Coefficient:
    """Krippendorff's alpha of a matrix of coincidences."""
    distance = _DISTANCE[metric]
    totals: Counter[V] = Counter()
    for (a, _), count in found.items():
        totals[a] += count
    n = totals.total()
    if not n:
        return NO_PAIRS
    chance = sum(x * y * distance(a, b) for a, x in totals.items() for b, y in totals.items())
    if not chance:
        return Coefficient(None, "only one value was used, so there is nothing to tell apart")
    seen = sum(count * distance(a, b) for (a, b), count in found.items())
    return Coefficient(round(1 - (n - 1) * seen / chance, 12))
