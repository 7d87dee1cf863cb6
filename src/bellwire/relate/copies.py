"""Syndicated copies: reports that print the same text, whole or cut short."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bellwire.model import Relation
from bellwire.relate.grouping import linked
from bellwire.relate.readings import Reading

COPY = 0.5
"""Share of the shorter report's shingles that the longer has, from which it is a copy. Of different articles on one
story none has more than .27, of wire copies cut to a quarter .998 have more (2026-11)."""
SHORT, SHORT_COPY = 30, 0.8
"""A report of few shingles is a copy only where nearly all are there: a quotation alone does not make one."""
SAMPLE = 4
"""Candidates are found by every fourth shingle, chosen by its hash, so that both reports choose the same ones. A copy
of SHORT shingles shares seven or eight of those; MinHash would miss copies that were cut."""


def containment(left: frozenset[int], right: frozenset[int]) -> float:
    """The share of the smaller set that the other has too.

    >>> containment(frozenset({1, 2, 3, 4}), frozenset({3, 4}))
    1.0
    """
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0


def _candidates(readings: Sequence[Reading]) -> list[tuple[int, int]]:
    """Pairs of reports that share a chosen shingle; all pairs of reports too short to choose from."""
    holders: dict[int, list[int]] = {}
    for number, reading in enumerate(readings):
        few = len(reading.shingles) < SHORT
        for shingle in reading.shingles:
            if few or shingle % SAMPLE == 0:
                holders.setdefault(shingle, []).append(number)
    shared = Counter(
        (a, b)
        for numbers in holders.values()
        if len(numbers) > 1
        for i, a in enumerate(numbers)
        for b in numbers[i + 1 :]
    )
    return sorted(pair for pair, count in shared.items() if count > 1 or len(readings[pair[0]].shingles) < SAMPLE)


def copies(readings: Sequence[Reading]) -> Iterator[tuple[int, int, Relation]]:
    """A `syndicated_copy` for each pair of which one contains the other's text, with the pair's numbers."""
    for a, b in _candidates(readings):
        relation = copy(readings[a], readings[b])
        if relation is not None:
            yield a, b, relation


def copy(left: Reading, right: Reading) -> Relation | None:
    """The `syndicated_copy` of two reports of which one contains the other's text."""
    shared = containment(left.shingles, right.shingles)
    least = COPY if min(len(left.shingles), len(right.shingles)) >= SHORT else SHORT_COPY
    if shared < least:
        return None
    shorter = left if len(left.shingles) <= len(right.shingles) else right
    size = len(shorter.shingles) / max(len(left.shingles), len(right.shingles))
    return Relation(
        relation="syndicated_copy",
        left=left.id,
        right=right.id,
        score=round(shared, 3),
        why=f"{shared:.0%} of the text of {shorter.id} is in the other, word for word",
        features=(("containment", round(shared, 3)), ("length_ratio", round(size, 3))),
    )


def rank(published: str | None, length: int, id: str) -> tuple[str, int, str]:
    """The place of a report among those that print one text: the original, the first, is the earliest, then longest."""
    return published or "~", -length, id


def copied_from(readings: Sequence[Reading], pairs: Sequence[tuple[int, int]]) -> dict[str, str]:
    """For each copy the id of its original: of reports that print one text the earliest, of those the longest."""
    found = {}
    for group in linked(pairs):
        first = min(
            (readings[i] for i in group), key=lambda r: rank(r.report.document.published.value, len(r.article), r.id)
        )
        found.update({readings[i].id: first.id for i in group if readings[i] is not first})
    return found
