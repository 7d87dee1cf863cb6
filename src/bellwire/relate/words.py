"""Words as they are compared between reports: cut to their stems, and weighed by how rare they are."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from zlib import crc32

from bellwire.knowledge import Language

Bag = Mapping[str, float]
"""Words with their weights."""
Weigh = Callable[[str], float]
"""What gives a word its weight."""

BACKGROUND = 50
"""Reports that are thought to lie behind those given, so that three reports have a sense of what is rare."""
RARE = 0.005
"""The share of those reports that has a word of no table."""
KNOWN = 200_000
"""Words of a language whose stems are kept at hand."""
SENTENCES = 10_000
"""Sentences whose words are kept at hand: several records stand in one."""
SHINGLE = 5
"""Words in a shingle: enough that two writers seldom share one by chance."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NAME = re.compile(r"(?:(?<=[^\W\d_A-Z][ ’“\"'(])|(?<=[,;] ))[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_NUMBER = re.compile(r"\d[\d,.:]*\d|\d")


@cache
def _suffixes(language: Language) -> tuple[tuple[str, str, int], ...]:
    return tuple((r["suffix"], r["instead"], int(r["least"])) for r in language.table("suffixes"))


class Stems(dict[str, str]):
    """The stems of a language's words, each worked out when it is first asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str:
        if len(self) >= KNOWN:
            self.clear()
        self[word] = stemmed = _stem(word, self._language)
        return stemmed


@cache
def stems(language: Language) -> Stems:
    """The stem of each word of a language."""
    return Stems(language)


def stem(word: str, language: Language) -> str:
    """What the forms of a word have in common.

    >>> from bellwire.knowledge import language
    >>> [stem(w, language("en")) for w in ("shelling", "shelled", "shells", "villages")]
    ['shell', 'shell', 'shell', 'villag']
    """
    return stems(language)[word]


def _stem(word: str, language: Language) -> str:
    word = word.lower().replace("’", "'").removesuffix("'s")
    for suffix, instead, least in _suffixes(language):
        if word.endswith(suffix) and len(word) - len(suffix) >= least and not word.endswith("ss"):
            word = word.removesuffix(suffix) + instead
            break
    if len(word) > 4 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _shares(language: Language) -> dict[str, float]:
    shares: dict[str, float] = {}
    for row in language.table("common_words"):
        key, share = stem(row["word"], language), float(row["share"])
        shares[key] = max(share, shares.get(key, 0.0))
    return shares


@cache
def empty_words(language: Language) -> frozenset[str]:
    """Words that tell nothing."""
    return frozenset(row["word"] for row in language.table("common_words") if row["share"] == "1")


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, as written."""
    return _WORD.findall(text)


def terms(text: str, language: Language) -> Counter[str]:
    """The stems of a text's words, those left out that tell nothing, with how often they occur."""
    empty, stem_of = empty_words(language), stems(language)
    return Counter([stem_of[w] for w in words_of(text) if len(w) > 1 and w.lower() not in empty])


@lru_cache(maxsize=SENTENCES)
def terms_in(text: str, language: Language) -> Mapping[str, int]:
    """The terms of a short text, kept at hand."""
    return terms(text, language)


@lru_cache(maxsize=SENTENCES)
def stems_in(text: str, language: Language) -> frozenset[str]:
    """The stems of all words of a short text."""
    stem_of = stems(language)
    return frozenset(stem_of[w] for w in words_of(text))


def names(text: str) -> Counter[str]:
    """The words of the names in a text: words with a capital that do not begin a sentence.

    >>> sorted(names("Shells fell on the market of Minova, said the army in South Kivu."))
    ['kivu', 'minova', 'south']
    """
    return Counter(w.lower().removesuffix("'s").removesuffix("’s") for n in _NAME.findall(text) for w in n.split())


def numbers(text: str) -> Counter[str]:
    """The numbers of a text, as written in digits."""
    return Counter(_NUMBER.findall(text))


def shingles(text: str, size: int = SHINGLE) -> frozenset[int]:
    """Hashes of all runs of `size` words; the same on every machine. A shorter text is one run.

    >>> len(shingles("At least 28 people were killed on Monday"))
    4
    """
    words = [w.lower() for w in words_of(text)]
    if not words:
        return frozenset()
    runs = (" ".join(words[i : i + size]) for i in range(max(1, len(words) - size + 1)))
    return frozenset(crc32(run.encode()) for run in runs)


class Rarity:
    """How much a word tells: the logarithm of how few reports have it.

    Counted in the reports given, with a background in which common words are common.
    """

    def __init__(self, bags: Iterable[Iterable[str]], language: Language | None) -> None:
        """Counts in how many of the bags a word is; without a language no word is known to be common."""
        self._found: Counter[str] = Counter()
        self._reports = 0
        self._vectors: dict[str, Bag] = {}
        for bag in bags:
            self._found.update(set(bag))
            self._reports += 1
        self._shares = _shares(language) if language else {}

    @classmethod
    def counted(cls, reports: int, found: Mapping[str, int], language: Language | None) -> "Rarity":
        """Weighs by counts that were made before: in how many of so many reports each word is."""
        rarity = cls((), language)
        rarity._found, rarity._reports = Counter(found), reports
        return rarity

    def vector(self, text: str, language: Language) -> Bag:
        """The terms of a sentence as a vector of length 1."""
        vector = self._vectors.get(text)
        if vector is None:
            if len(self._vectors) >= SENTENCES:
                self._vectors.clear()
            vector = self._vectors[text] = weighed(terms_in(text, language), self)
        return vector

    @property
    def most(self) -> float:
        """The weight of a word that one report alone has."""
        return math.log((self._reports + BACKGROUND) / (1 + BACKGROUND * RARE))

    def __call__(self, word: str) -> float:
        """The weight of a word, 0 or more."""
        behind = BACKGROUND * self._shares.get(word, RARE)
        return max(0.0, math.log((self._reports + BACKGROUND) / (self._found[word] + behind)))


def often(count: int) -> float:
    """How much a word weighs that occurs so often: more, at a falling rate."""
    return 1 + math.log(count) if count > 1 else 1.0


def weighed(bag: Mapping[str, int], rarity: Weigh) -> dict[str, float]:
    """The bag as a vector of length 1: more of a rare word weighs more, at a falling rate."""
    raw = {w: often(n) * rarity(w) for w, n in bag.items()}
    length = math.sqrt(sum(x * x for x in raw.values()))
    return {w: x / length for w, x in raw.items() if x} if length else {}


def cosine(left: Bag, right: Bag) -> float:
    """How alike two vectors of length 1 are, 0 to 1."""
    if len(left) > len(right):
        left, right = right, left
    return min(1.0, sum(x * right[w] for w, x in left.items() if w in right))


def covered(left: Iterable[str], right: Iterable[str], rarity: Rarity) -> float:
    """The share of the smaller set's weight that the other has too, 0 to 1."""
    a, b = set(left), set(right)
    least = min(sum(map(rarity, sorted(a))), sum(map(rarity, sorted(b))))
    return sum(map(rarity, sorted(a & b))) / least if least else 0.0
