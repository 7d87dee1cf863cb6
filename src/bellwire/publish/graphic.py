"""Finds words that tell of graphic content, so that nobody reads them who did not choose to."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from bellwire.errors import KnowledgeError
from bellwire.knowledge import language

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;\n]*\W*|[.!?;\n]\W*")
"""A sentence with what ends it and the space behind; together they are the whole text."""
LEFT_OUT = "[graphic content left out]"
"""What stands where a policy leaves graphic content out."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another, as the table has them; the last stands for all that begin so where `open`."""

    words: tuple[str, ...]
    open: bool
    category: str
    part: str

    def begins(self, words: list[str], at: int) -> bool:
        """Whether the phrase stands at a place among words in small letters."""
        found = words[at : at + len(self.words)]
        if len(found) < len(self.words) or found[:-1] != [*self.words[:-1]]:
            return False
        return found[-1].startswith(self.words[-1]) if self.open else found[-1] == self.words[-1]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A language's phrases by the first word, or by its first letters where that word is open."""

    categories: tuple[str, ...]
    closed: Mapping[str, tuple[Phrase, ...]]
    open: Mapping[str, tuple[Phrase, ...]]
    lengths: tuple[int, ...]

    def at(self, words: list[str], at: int) -> Iterator[Phrase]:
        """The phrases that stand at a place: a look-up for the word and one for each length of an open beginning."""
        word = words[at]
        some = [self.closed.get(word, ()), *(self.open.get(word[:n], ()) for n in self.lengths)]
        return (phrase for phrases in some for phrase in phrases if phrase.begins(words, at))


@cache
def _lexicon(code: str) -> Lexicon:
    closed: dict[str, list[Phrase]] = {}
    open_: dict[str, list[Phrase]] = {}
    rows = language(code).table("graphic")
    for row in rows:
        words = tuple(_WORD.findall(row["word"]))
        phrase = Phrase(words, row["word"].endswith("*"), row["category"], row["part"])
        first = open_ if phrase.open and len(words) == 1 else closed
        first.setdefault(words[0], []).append(phrase)
    return Lexicon(
        tuple(dict.fromkeys(row["category"] for row in rows)),
        {word: tuple(found) for word, found in closed.items()},
        {word: tuple(found) for word, found in open_.items()},
        tuple(sorted({len(word) for word in open_})),
    )


def categories(code: str = "en") -> tuple[str, ...]:
    """The categories of graphic content, in the table's order.

    >>> "bodies" in categories()
    True
    """
    return _lexicon(code).categories


def flags(text: str, code: str = "en") -> tuple[str, ...]:
    """The categories of graphic content that a text has, in the table's order; none where it has none.

    Time grows with the length of the text and no faster. A language without a table has no flags.

    >>> flags("Residents said bodies lay in the streets of Gao; two children were killed.")
    ('bodies', 'children harmed')
    >>> flags("The governing body met, and the children were taken home.")
    ()
    """
    try:
        lexicon = _lexicon(code)
    except KnowledgeError:
        return ()
    found = {category for sentence in _SENTENCE.findall(text) for category in _of_sentence(sentence, lexicon)}
    return tuple(category for category in lexicon.categories if category in found)


def _of_sentence(sentence: str, lexicon: Lexicon) -> Iterator[str]:
    words = _WORD.findall(sentence.lower())
    hits = {(p.category, p.part) for at in range(len(words)) for p in lexicon.at(words, at)}
    for category, part in hits:
        if part == "alone" or (part == "who" and (category, "harm") in hits):
            yield category


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences that are all graphic, or all not; `flags` are the categories of it."""

    text: str
    flags: tuple[str, ...]


def passages(text: str, code: str = "en") -> tuple[Passage, ...]:
    """The text cut where graphic content begins and ends; joined, the passages are the text.

    >>> [p.flags for p in passages("Shells fell at dawn. Corpses lay in the road. The army denied it.")]
    [(), ('bodies',), ()]
    """
    told = [(sentence, flags(sentence, code)) for sentence in _SENTENCE.findall(text)]
    runs = (tuple(run) for _, run in groupby(told, key=lambda pair: bool(pair[1])))
    order = _order(code)
    return tuple(
        Passage("".join(words for words, _ in run), tuple(sorted({f for _, found in run for f in found}, key=order)))
        for run in runs
    )


def _order(code: str) -> Callable[[str], int]:
    """The place of a category in the language's table."""
    return lambda category: _lexicon(code).categories.index(category)


def without_graphic(text: str, code: str = "en") -> str:
    """The text with each graphic passage replaced by a note that says so.

    >>> without_graphic("Shells fell at dawn. Corpses lay in the road. The army denied it.")
    'Shells fell at dawn. [graphic content left out] The army denied it.'
    """
    parts = (p.text if not p.flags else LEFT_OUT + p.text[len(p.text.rstrip()) :] for p in passages(text, code))
    return "".join(parts)
