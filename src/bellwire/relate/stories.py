"""Which reports tell of one course of events."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from bellwire.model import Story, content_id
from bellwire.relate.grouping import alike_on_average, linked
from bellwire.relate.readings import Reading
from bellwire.relate.space import Numbers, Row, Space
from bellwire.relate.words import Rarity, weighed

Flags = npt.NDArray[np.bool_]


def term_bag(reading: Reading) -> Counter[str]:
    """What it is about: the stems of its words."""
    return reading.terms


def name_bag(reading: Reading) -> Counter[str]:
    """Whom and what it names."""
    return reading.names


def number_bag(reading: Reading) -> Counter[str]:
    """The numbers it gives."""
    return reading.numbers


def day_bag(reading: Reading) -> Counter[str]:
    """The days, months and years it speaks of, in its own words."""
    text = reading.report.document.text
    return Counter(
        w for t in reading.report.times for w in text[t.start : t.end].split() if w[:1].isupper() or w.isdigit()
    )


def year_bag(reading: Reading) -> Counter[str]:
    """The years that the dates it speaks of are in, where they could be placed."""
    return Counter(year for t in reading.report.times for year in _YEAR.findall(t.value or ""))


_YEAR = re.compile(r"\b[12]\d{3}\b")
LIKENESS: tuple[tuple[Callable[[Reading], Counter[str]], float], ...] = (
    (term_bag, 8.3),
    (name_bag, 7.3),
    (number_bag, 1.3),
    (day_bag, 0.55),
    (year_bag, 1.55),
)
"""What makes two reports one story: the square root of the bags' cosine, and its weight in the log-odds."""
YEARS = 4
"""The place of the years among them."""
OTHER_YEARS = -0.9
"""Log-odds where both speak of years, and of no year in common."""
BIAS = -8.35
"""Log-odds of two reports that share nothing. Weights and bias: logistic regression on pairs of ECB+ documents, topics
1 to 35, checked by fitting on one half of the topics and grouping the other (2026-11)."""
CLOSE, APART = 1.5, -0.07
"""Log-odds where two reports were published within a week of each other, and for each day beyond it, at most 30. ECB+
has no days of publication and pairs stories with their doubles years apart; news of one week seldom has doubles. Chosen
on the forty reports of twelve hand-labelled stories (2026-11)."""
LEAST_SHARED = 0.05
"""Cosine of terms below which two reports are not compared further."""
LEAST_LIKELY = 0.4
"""Mean probability from which groups of reports are joined. ECB+ topics 1 to 35, tried .25 to .5 (2026-11)."""
LEAST_KEPT = 0.03
"""Probability below which two reports count as not alike at all."""


def likely_pairs(readings: Sequence[Reading]) -> Iterator[tuple[int, Numbers, Row]]:
    """For each reading its number, those of later ones that may tell the same story, and how likely each does."""
    spaces = [Space(_vectors(readings, bag)) for bag, _ in LIKENESS]
    dated = np.array([bool(year_bag(r)) for r in readings], dtype=bool)
    days = np.array([r.published.toordinal() if r.published else math.nan for r in readings])
    for number in range(len(readings)):
        cosines = [space.cosines(number) for space in spaces]
        others = np.flatnonzero(cosines[0] >= LEAST_SHARED)
        others = others[others > number]
        if len(others):
            both = dated[others] & dated[number]
            yield number, others, likely([c[others] for c in cosines], np.abs(days[others] - days[number]), both)


def likely(cosines: Sequence[Row], gap: Row, dated: Flags) -> Row:
    """How likely reports tell of one story.

    By their bags' cosines, the days between them (NaN where not known), and whether both speak of years.
    """
    odds = BIAS + sum(w * np.sqrt(c) for (_, w), c in zip(LIKENESS, cosines, strict=True))
    odds = odds + np.where(dated & (cosines[YEARS] == 0.0), OTHER_YEARS, 0.0)
    odds = odds + np.where(np.isnan(gap), 0.0, np.where(gap <= 7, CLOSE, APART * np.clip(gap - 7, 0, 30)))
    chance: Row = 1 / (1 + np.exp(-odds))
    return chance


def _vectors(readings: Sequence[Reading], bag: Callable[[Reading], Counter[str]]) -> list[dict[str, float]]:
    bags = [bag(r) for r in readings]
    rarity = Rarity(bags, readings[0].language if readings else None)
    return [weighed(b, rarity) for b in bags]


def tell_together(readings: Sequence[Reading], copies: Sequence[tuple[int, int]] = ()) -> list[list[int]]:
    """The numbers of the readings, story by story; a reading that tells of nothing else's story is alone in its list.

    Copies, given as pairs of numbers, are of one story.
    """
    pairs = {
        (number, int(other)): float(p)
        for number, others, chances in likely_pairs(readings)
        for other, p in zip(others, chances, strict=True)
        if p >= LEAST_KEPT
    }
    pairs.update((pair, 1.0) for pair in copies)
    together = []
    for block in linked([*((i, i) for i in range(len(readings))), *(k for k, p in pairs.items() if p >= LEAST_LIKELY)]):
        block.sort()
        square = np.zeros((len(block), len(block)))
        for a, i in enumerate(block):
            for b, j in enumerate(block[:a]):
                square[a, b] = square[b, a] = pairs.get((j, i), 0.0)
        together += [[block[i] for i in group] for group in alike_on_average(square, LEAST_LIKELY)]
    return sorted(together)


def stories_of(groups: Sequence[Sequence[Reading]]) -> Iterator[Story]:
    """A Story for each group of two or more. Its id is made from the first of its reports' ids."""
    for group in groups:
        if len(group) > 1:
            ids = tuple(sorted(r.id for r in group))
            yield Story(story=content_id("s", ids[0]), reports=ids)
