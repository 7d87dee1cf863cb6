"""Finds the names and words that are to be hidden, however they are spelled, and puts a mark in their place."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from bellwire.knowledge import language
from bellwire.publish.folding import Token, squeezed, tokens
from bellwire.relate.incident_evidence import WITHHELD

Rule = Literal[
    "private names", "redactions", "coordinates", "place names", "links", "quotes", "graphic content",
    "embargo", "delay", "review", "grade",
]  # fmt: skip
"""Why something is not published as it is kept."""
MARKS: Mapping[Rule, str] = {"private names": WITHHELD, "redactions": "[withheld]", "place names": "[place withheld]"}
"""What stands in the place of what is hidden: of one length, so that it tells nothing of it."""
GAP = 3
"""Characters that may stand between two words of a name: "Amina  Duba", "Duba, Amina" is another order and no match."""
SHORTEST_RUN = 7
"""Letters from which a name is looked for within a run of letters; shorter ones are found in other words."""
FEWEST_DIGITS = 3
"""Digits that are hidden wherever they stand; fewer are in dates and tolls too, and go with the word beside them."""
PLURALS = ("es", "s")


@dataclass(frozen=True, slots=True)
class Needle:
    """Words in a row that are to be hidden, by their keys; `exact` where only this spelling is one (a common word)."""

    keys: tuple[str, ...]
    rule: Rule
    exact: str | None = None

    @property
    def run(self) -> str:
        """The needle as it stands in an address."""
        return "".join(self.keys)


def whole(text: str, rule: Rule) -> Needle | None:
    """The needle of a text; None where it has no letters and fewer than three digits.

    >>> whole("Amina DUBA", "private names").keys
    ('amina', 'duba')
    """
    keys = tuple(token.key for token in tokens(text))
    run = "".join(keys)
    return Needle(keys, rule) if any(map(str.isalpha, run)) or len(run) >= FEWEST_DIGITS else None


@cache
def common_words() -> frozenset[str]:
    """Words of every text, titles and words for a person's kin: alone they name nobody."""
    english = language("en")
    found = {*english.words("common_words"), *english.words("titles", "title"), *english.words("pronouns")}
    return frozenset(token.key for word in found for token in tokens(word))


def parts(name: str, rule: Rule) -> Iterator[Needle]:
    """The parts of a name, each hidden alone as well: given name, surname, each half of a double name.

    Initials and words in small letters ("bin", "the") are none. A part that is a common word too ("Will") is hidden
    only where it is spelled as in the name.

    >>> [p.keys for p in parts("Amina al-Duba", "private names")]
    [('amina',), ('al', 'duba'), ('duba',)]
    """
    for word in name.split():
        within = [*tokens(word)]
        if len(within) > 1:
            yield Needle(tuple(t.key for t in within), rule)
        for token in within:
            spelled = word[token.start : token.end]
            if len(token.key) < 2 or (spelled.islower() and len(within) == 1) or not any(map(str.isalpha, token.key)):
                continue
            if len(within) > 1 and len(token.key) < 3:
                continue
            yield Needle((token.key,), rule, spelled if token.key in common_words() else None)


@dataclass(frozen=True, slots=True)
class Finder:
    """Needles by their first word, for texts, and as runs of letters, for addresses."""

    first: Mapping[str, tuple[Needle, ...]]
    runs: tuple[Needle, ...]
    uncased: tuple[Needle, ...] = ()

    @classmethod
    def of(cls, needles: Iterable[Needle]) -> "Finder":
        """A finder of needles."""
        first: dict[str, dict[Needle, None]] = {}
        found = dict.fromkeys(needles)
        for needle in found:
            first.setdefault(needle.keys[0], {})[needle] = None
            if len(needle.keys) > 1 and len(needle.run) > 2:
                first.setdefault(needle.run, {})[Needle((needle.run,), needle.rule)] = None
        runs = (n for n in found if len(n.run) >= SHORTEST_RUN and n.exact is None)
        uncased = tuple(n for n in found if len(n.keys) == 1 and len(n.run) > 1 and _is_uncased(n.run))
        return cls({key: tuple(group) for key, group in first.items()}, tuple(runs), uncased)

    def __bool__(self) -> bool:
        return bool(self.first)

    def spans(self, text: str) -> list[tuple[int, int, Rule]]:
        """Where needles stand, the longest of those that overlap, in order."""
        if not self.first:
            return []
        words = tokens(text)
        found: list[tuple[int, int, Rule]] = []
        at = 0
        while at < len(words):
            key = words[at].key
            if key not in self.first and not self.uncased and not key.endswith(PLURALS):
                at += 1  # nearly every word ends here
                continue
            best = max(self._at(text, words, at), key=lambda hit: hit[0], default=self._within(words[at]))
            if best is None:
                at += 1
                continue
            found.append((words[at].start, _end(words[at + best[0] - 1], best[2]), best[1]))
            at += best[0]
        return found

    def _at(self, text: str, words: Sequence[Token], at: int) -> Iterator[tuple[int, Rule, int]]:
        """The needles that begin at a word: how many words, the rule, and how many letters of a plural."""
        key = words[at].key
        for stem in (key, *(key.removesuffix(p) for p in PLURALS if key.endswith(p))):
            for needle in self.first.get(stem, ()):
                if len(needle.keys) > 1 and stem != key:
                    continue
                if _stands(needle, words[at : at + len(needle.keys)], text):
                    yield (
                        len(needle.keys),
                        needle.rule,
                        len(words[at + len(needle.keys) - 1].key) - len(needle.keys[-1]),
                    )

    def _within(self, word: Token) -> tuple[int, Rule, int] | None:
        """A needle within a word of a script without capitals, where particles and whole sentences are written joined:
        all of the word is hidden."""
        if not self.uncased or not _is_uncased(word.key):
            return None
        return next(((1, needle.rule, 0) for needle in self.uncased if needle.run in word.key), None)

    def in_run(self, text: str) -> Rule | None:
        """The rule of a needle that stands in an address or an id, in whichever way it is joined; None for none."""
        run = squeezed(text)
        hit = next((needle.rule for needle in self.runs if needle.run in run), None)
        return hit or next((rule for _, _, rule in self.spans(text)), None)


def _is_uncased(key: str) -> bool:
    """Whether a word is in a script without capitals, such as Arabic or Chinese."""
    return any(c.isalpha() and c.lower() == c.upper() for c in key)


def _end(last: Token, plural: int) -> int:
    """The end of a needle; the letters of a plural stay, as those of a possessive do, where they can be told."""
    return last.end - plural if plural and len(last.key) == last.end - last.start else last.end


def _stands(needle: Needle, words: Sequence[Token], text: str) -> bool:
    if len(words) < len(needle.keys) or any(b.start - a.end > GAP for a, b in pairwise(words)):
        return False
    if needle.exact is not None:
        return text[words[0].start : words[0].end].removesuffix("s") in (needle.exact, needle.exact.removesuffix("s"))
    last, key = words[-1].key, needle.keys[-1]
    if [w.key for w in words[:-1]] != [*needle.keys[:-1]]:
        return False
    return last == key or any(last == key + plural for plural in PLURALS)


def hide(text: str, finders: Collection[Finder], kept: Finder | None = None) -> tuple[str, frozenset[Rule]]:
    """The text with a mark in the place of each needle, and the rules by which it was put there.

    What lies within one of the names that are `kept` is let be.

    >>> finder = Finder.of(parts("Amina Duba", "private names"))
    >>> hide("AMINA DUBA's uncle spoke of the Dubas.", [finder])[0]
    "[name withheld]'s uncle spoke of the [name withheld]s."
    """
    rules: set[Rule] = set()
    for finder in finders:
        made, upto = [], 0
        spared = kept.spans(text) if kept else []
        hits = [hit for hit in finder.spans(text) if not any(a <= hit[0] and hit[1] <= b for a, b, _ in spared)]
        for start, end, rule in _joined(hits, text):
            made += [text[upto:start], MARKS[rule]]
            upto = end
            rules.add(rule)
        text = "".join((*made, text[upto:]))
    return text, frozenset(rules)


def _joined(spans: Sequence[tuple[int, int, Rule]], text: str) -> Iterator[tuple[int, int, Rule]]:
    """Neighbours of one rule as one: a mark for "Amina Duba", not two."""
    held: tuple[int, int, Rule] | None = None
    for start, end, rule in spans:
        if held and held[2] == rule and not text[held[1] : start].strip(" \t\u00a0"):
            held = held[0], end, rule
            continue
        if held:
            yield held
        held = start, end, rule
    if held:
        yield held
