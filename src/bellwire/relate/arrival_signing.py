"""A report's signature, and the keys by which reports like it are found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bellwire.model.edtf import days_of
from bellwire.model.signatures import Signature
from bellwire.relate.readings import Reading
from bellwire.relate.space import Row
from bellwire.relate.stories import LIKENESS, YEARS, Flags
from bellwire.relate.words import Bag, Rarity, often, weighed

LEAST_HASHES = 28
"""Shingles that stand for a report: those of the least hashes, so that a copy that was cut chooses the same ones."""
HEAVIEST = 16
"""Words that stand for a report. Of 772 reports of ECB+ 12, 16, 24 and 36 give stories that are as good (2026-11)."""
CROWD = 100
"""Reports with a word from which it is no key by itself, but only together with the week."""
WEIGHT = 65_535
"""A weight of 1 in a signature."""
_SHINGLE, _WORD, _WEEK = 1, 2, 3
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A report's signature with the words to be counted, and keys: those to keep, and those to look for."""

    signature: Signature
    words: frozenset[str]
    keys: frozenset[int]
    sought: frozenset[int]


class Remembered(Rarity):
    """How rare the words of a report were when it was related, as its signature remembers."""

    def __init__(self, reading: Reading, signature: Signature) -> None:
        """Takes the words of the first bag, which must be the reading's terms."""
        super().__init__((), reading.language)
        self._reports, self._signature, self._reading = signature.reports, signature, reading

    @cached_property
    def _known(self) -> dict[str, float]:
        signature = self._signature
        size = signature.bags[0] if signature.bags else 0
        words = np.frombuffer(signature.words, "<u4", size)
        weights = np.frombuffer(signature.weights, "<u2", size) * (signature.scale / WEIGHT)
        known = dict(zip(words.tolist(), weights.tolist(), strict=True))
        return {
            word: known[hashed] / often(count)
            for word, count in self._reading.terms.items()
            if (hashed := crc32(word.encode())) in known
        }

    def __call__(self, word: str) -> float:
        """The weight of a word, 0 or more."""
        weight = self._known.get(word)
        if weight is None:
            weight = self._known[word] = min(self.most, super().__call__(word))
        return weight


def words_in(reading: Reading) -> tuple[Counter[str], ...]:
    """The report's bags, in the order of LIKENESS."""
    return tuple(bag(reading) for bag, _ in LIKENESS)


def labelled(number: int, word: str) -> str:
    """A word as it is counted, by its bag: "term:shell"."""
    return f"{LIKENESS[number][0].__name__.removesuffix('_bag')}:{word}"


def counted(bags: Sequence[Mapping[str, int]]) -> frozenset[str]:
    """The words of bags as they are counted."""
    return frozenset(labelled(number, word) for number, bag in enumerate(bags) for word in bag)


def sign(reading: Reading, bags: Sequence[Counter[str]], reports: int, found: Mapping[str, int]) -> Signed:
    """The report's signature, where so many reports are counted and each of its words in so many, this one included."""
    vectors: list[dict[str, float]] = []
    for number, bag in enumerate(bags):
        label = labelled(number, "")
        rarity = Rarity.counted(reports, {w: found.get(label + w, 0) for w in bag}, reading.language)
        vectors.append(weighed(bag, rarity))
        if number == 0:
            scale = _length(bag, vectors[0], rarity)
    least = sorted(reading.shingles)[:LEAST_HASHES]
    signature = Signature(
        published=reading.report.document.published.value,
        length=len(reading.article),
        reports=reports,
        records=len(reading.report.events) + len(reading.report.figures) + len(reading.report.claims),
        bags=tuple(map(len, vectors)),
        scale=round(scale, 4),
        **_packed(vectors),
        shingles=np.array(least, "<u4").tobytes(),
    )
    keys, sought = _keys(reading, vectors[0], least, found)
    return Signed(signature=signature, words=counted(bags), keys=keys, sought=sought)


def _length(bag: Mapping[str, int], vector: Bag, rarity: Rarity) -> float:
    """How long the bag's vector was before it was made 1, told by its heaviest word."""
    heaviest = max(vector, key=lambda w: (vector[w], w), default=None)
    return often(bag[heaviest]) * rarity(heaviest) / vector[heaviest] if heaviest else 0.0


def _packed(vectors: Sequence[Bag]) -> dict[str, bytes]:
    hashed = [sorted((crc32(w.encode()), round(x * WEIGHT)) for w, x in vector.items()) for vector in vectors]
    words = [w for bag in hashed for w, _ in bag]
    weights = [x for bag in hashed for _, x in bag]
    return {"words": np.array(words, "<u4").tobytes(), "weights": np.array(weights, "<u2").tobytes()}


def _keys(
    reading: Reading, terms: Bag, least: Sequence[int], found: Mapping[str, int]
) -> tuple[frozenset[int], frozenset[int]]:
    """The keys to keep and those to look for: shingles, rare words, and words with the week and those beside it."""
    ranked = [w for w, _ in sorted(terms.items(), key=lambda item: (-item[1], item[0]))]
    rare = [w for w in ranked if found.get(labelled(0, w), 0) <= CROWD][:HEAVIEST]
    both = {_key(_SHINGLE, 0, shingle) for shingle in least} | {_key(_WORD, 0, crc32(w.encode())) for w in rare}
    if reading.published is None:
        return frozenset(both), frozenset(both)
    week, heavy = reading.published.toordinal() // 7, [crc32(w.encode()) for w in ranked[:HEAVIEST]]
    own = {_key(_WEEK, week, w) for w in heavy}
    beside = {_key(_WEEK, week + step, w) for step in (-1, 1) for w in heavy}
    return frozenset(both | own), frozenset(both | own | beside)


def _key(kind: int, week: int, hashed: int) -> int:
    return kind << 56 | week << 32 | hashed


def cosines(one: Signature, others: Sequence[Signature]) -> list[Row]:
    """The cosines of one report with others, a row a bag."""
    size = len(LIKENESS)
    mine, weights = _laid_out([one])
    keys, factors = _laid_out(others)
    found: Row = np.zeros(len(others) * size)
    if len(mine) and len(keys):
        at = np.minimum(np.searchsorted(mine, keys), len(mine) - 1)
        shared = np.where(mine[at] == keys, weights[at] * factors, 0.0)
        owner = np.repeat(np.arange(len(others) * size), np.concatenate([_sizes(s) for s in others]))
        np.add.at(found, owner, shared)
    square = np.clip(found.reshape(len(others), size), 0.0, 1.0)
    return [square[:, number] for number in range(size)]


def _sizes(signature: Signature) -> tuple[int, ...]:
    return signature.bags or (0,) * len(LIKENESS)


def _laid_out(signatures: Sequence[Signature]) -> tuple[Hashes, Row]:
    """The words of signatures one after the other, each with its bag's number before it, and their weights."""
    words = np.frombuffer(b"".join(s.words for s in signatures), "<u4").astype(np.uint64)
    weights = np.frombuffer(b"".join(s.weights for s in signatures), "<u2") / WEIGHT
    bags = np.tile(np.arange(len(LIKENESS), dtype=np.uint64), len(signatures))
    numbers = np.repeat(bags, np.concatenate([_sizes(s) for s in signatures]))
    return words | numbers << np.uint64(32), weights


def day_gaps(one: Signature, others: Sequence[Signature]) -> Row:
    """Days between the publication of one report and others; NaN where a day is not known."""
    days = [days_of(s.published)[0] for s in (one, *others)]
    numbers = np.array([day.toordinal() if day else np.nan for day in days], dtype=float)
    return np.asarray(np.abs(numbers[1:] - numbers[0]))


def both_dated(one: Signature, others: Sequence[Signature]) -> Flags:
    """Whether one report and another both speak of years."""
    return np.array([_sizes(one)[YEARS] > 0 and _sizes(s)[YEARS] > 0 for s in others], dtype=bool)


def like_copies(one: bytes, others: Sequence[bytes]) -> list[tuple[float, int]]:
    """How much of the shorter report's shingles the other has too, by those that stand for them, and by how many.

    One without any, which is not to be looked at, has none of them.
    """
    mine = frozenset(np.frombuffer(one, "<u4").tolist())
    return [_contained(mine, frozenset(np.frombuffer(s, "<u4").tolist())) if s else (0.0, LEAST_HASHES) for s in others]


def _contained(left: frozenset[int], right: frozenset[int]) -> tuple[float, int]:
    """Compared up to the least of both sets' greatest hashes: beyond it a set that is full says nothing."""
    ends = [max(s) for s in (left, right) if len(s) >= LEAST_HASHES]
    if ends:
        left, right = (frozenset(x for x in s if x <= min(ends)) for s in (left, right))
    least = min(len(left), len(right))
    return (len(left & right) / least if least else 0.0), least
