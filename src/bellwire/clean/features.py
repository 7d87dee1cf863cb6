"""Numbers that describe the lines of a page: what the line model reads. No word of the page is among them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bellwire.clean.bylines import byline_strength
from bellwire.clean.furniture import SIGNS, signs
from bellwire.clean.segment import Line
from bellwire.knowledge import Language

Array = np.ndarray[Any, np.dtype[np.float32]]
TEXT = 80
"""Characters from which on a line that ends like a sentence counts as running text."""
OWN = (
    "words", "chars", "capitals", "shouted", "digits", "marks", "commas", "word_length", "small_words", "ends_full",
    "ends_asking", "ends_colon", "ends_quote", "ends_cut", "opens_small", "opens_quote", "opens_digit", "bars",
    "address", "sentences", "text_like", "brackets", "dash",
)  # fmt: skip
"""What a line shows by itself, before the signs of furniture."""
NEAR = ("words", "text_like", "ends_full", "furniture", "topic", "byline", "capitals")
"""What the model also sees of the three lines before and after."""
DIGIT, MARK = re.compile(r"\d"), re.compile(r"[^\w\s]|_")
REACH = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Words:
    """A line's words: of four letters and more, and those that begin with a capital within a sentence."""

    content: frozenset[str]
    names: frozenset[str]


def _words(text: str) -> Words:
    found = re.findall(r"[^\W_]+", text[:3000])
    content = frozenset(w.casefold() for w in found if len(w) > 3)
    names = frozenset(w.casefold() for w in found[1:] if w[0].isupper() and len(w) > 1)
    return Words(content, names)


def _own(text: str) -> list[float]:
    """The numbers of OWN for a line."""
    words = text.split()
    count, length = len(words), len(text)
    solid = [w for w in words if w[0].isalpha()] or words
    last = text.rstrip("\"'”’»)]")[-1:]
    full = last in ".!…" and last != ""
    return [
        min(count, 80),
        min(length, 600),
        sum(w[0].isupper() for w in solid) / len(solid),
        sum(w.isupper() and len(w) > 1 for w in words) / count,
        len(DIGIT.findall(text[:300])) / min(length, 300),
        len(MARK.findall(text[:300])) / min(length, 300),
        min(text.count(","), 12),
        length / count,
        sum(len(w) <= 3 and w.islower() for w in words) / count,
        full,
        last == "?",
        last == ":",
        text[-1] in "\"'”’»",
        last.isalnum(),
        text[0].islower(),
        text[0] in "\"'“‘«",
        text[0].isdigit(),
        text.count("|") + text.count("›") + text.count("·") + text.count("•") + text.count(" / "),
        "@" in text or "http" in text or "www." in text or ".com" in text,
        min(len(re.findall(r"[.!?][\"”’]? [A-Z\"“‘]", text[:1500])), 8),
        length >= TEXT and (full or last in "?:"),
        text.count("(") + text.count("["),
        " – " in text or " - " in text or " — " in text,
    ]


def _runs(text_like: Array) -> tuple[int, int]:
    """The stretch of lines that holds most running text for the fewest other lines (Kadane)."""
    best, best_span, score, start = 0.0, (0, 0), 0.0, 0
    for i, value in enumerate(text_like):
        if score <= 0:
            score, start = 0.0, i
        score += 1.0 if value else -0.25
        if score > best:
            best, best_span = score, (start, i + 1)
    return best_span


def _share(words: frozenset[str], known: Counter[str], own: bool, least: int = 1) -> float:
    """Share of words that other lines of running text have too; -1 where there are no words."""
    if not words:
        return -1.0
    least += own
    return sum(known[w] >= least for w in words) / len(words)


def _topics(words: Sequence[Words], text_like: Array, main: tuple[int, int]) -> Array:
    """How much of each line's words the article has, the paragraphs near by have, and the lines next to it have."""
    inside = [i for i in range(*main) if text_like[i]]
    topic, names = Counter[str](), Counter[str]()
    for i in inside:
        topic.update(words[i].content)
        names.update(words[i].names)
    known, found = set(inside), []
    for i, own in enumerate(words):
        near = [j for j in inside if j != i and abs(j - i) <= 6]
        local = frozenset[str]().union(*(words[j].content for j in near))
        after = next((words[j].content for j in near if j > i), frozenset[str]())
        mine = max(1, len(own.content))
        found.append(
            [
                _share(own.content, topic, i in known),
                _share(own.content, topic, i in known, 2),
                _share(own.names, topic, i in known),
                _share(own.names, names, i in known),
                len(own.content & local) / mine,
                len(own.content & after) / mine,
                len(own.content & words[i - 1].content) / mine if i else 0.0,
                len(own.content & words[i + 1].content) / mine if i + 1 < len(words) else 0.0,
                len(own.names),
            ]
        )
    return np.asarray(found, dtype=np.float32)


def _window(values: Array, before: int, after: int) -> Array:
    """For each line, the sum of the values from `before` lines back to `after` lines on, its own left out."""
    total = np.concatenate(([0.0], np.cumsum(values)))
    at = np.arange(len(values))
    high, low = np.minimum(at + after + 1, len(values)), np.maximum(at - before, 0)
    return np.asarray(total[high] - total[low] - values, dtype=np.float32)


def _layout(lines: Sequence[Line], own: Array, main: tuple[int, int]) -> Array:
    """Where each line stands: in the page, to the stretch of running text, to blank lines, to its like."""
    n = len(lines)
    at = np.arange(n, dtype=np.float32)
    text_like, chars = own[:, OWN.index("text_like")], own[:, OWN.index("chars")]
    gaps = np.asarray([min(line.gap, 3) for line in lines], dtype=np.float32)
    below = np.append(gaps[1:], 1.0).astype(np.float32)
    count = Counter(line.text for line in lines)
    twice = [lines[i].text == lines[i - 1].text if i else False for i in range(n)]
    again = [lines[i].text == lines[i + 1].text if i + 1 < n else False for i in range(n)]
    where = np.flatnonzero(text_like)
    back = np.searchsorted(where, at, side="left")
    before = np.where(back > 0, at - where[np.maximum(back - 1, 0)], 50) if len(where) else np.full(n, 50.0)
    on = np.searchsorted(where, at, side="right")
    after = (
        np.where(on < len(where), where[np.minimum(on, len(where) - 1)] - at, 50) if len(where) else np.full(n, 50.0)
    )
    columns = [
        at / max(1, n),
        np.minimum(at, 40),
        np.minimum(n - at, 40),
        np.clip(at - main[0], -30, 60),
        np.clip(main[1] - 1 - at, -30, 60),
        np.minimum(before, 50),
        np.minimum(after, 50),
        _window(text_like, 5, 0),
        _window(text_like, 0, 5),
        _window(text_like, 2, 2),
        _window(np.minimum(chars, 300), 1, 1),
        _window(np.minimum(chars, 300), 5, 5),
        gaps,
        below,
        gaps - gaps.mean(),
        [count[line.text] for line in lines],
        twice,
        again,
        np.full(n, text_like.mean()),
        np.full(n, main[1] - main[0]),
    ]
    return np.stack([np.asarray(c, dtype=np.float32) for c in columns], axis=1)


def _shifted(values: Array) -> Array:
    """The values of the lines REACH away, -1 beyond the page's ends."""
    n, parts = len(values), []
    for step in REACH:
        moved = np.full_like(values, -1.0)
        if step < 0 and n > -step:
            moved[-step:] = values[: n + step]
        elif 0 < step < n:
            moved[: n - step] = values[step:]
        parts.append(moved)
    return np.concatenate(parts, axis=1)


def features(lines: Sequence[Line], language: Language) -> Array:
    """A row of numbers for each line.

    >>> from bellwire.clean.segment import lines_of
    >>> from bellwire.knowledge import language
    >>> features(lines_of("Home\\nRebels take Bunagana\\nThe M23 said so."), language("en")).shape[0]
    3
    """
    own = np.asarray([_own(line.text) for line in lines], dtype=np.float32)
    found = [signs(line.text, language) for line in lines]
    marks = np.asarray([[sign in f for sign in SIGNS] for f in found], dtype=np.float32)
    pairs = zip(lines, found, strict=True)
    by = np.asarray([[byline_strength(line.text, language.code, f)] for line, f in pairs], dtype=np.float32)
    text_like = own[:, OWN.index("text_like")] * (1 - marks[:, SIGNS.index("boilerplate")])
    main = _runs(text_like)
    topics = _topics([_words(line.text) for line in lines], text_like, main)
    named = {name: own[:, OWN.index(name)] for name in NEAR if name in OWN}
    named |= {"furniture": marks[:, :6].max(axis=1), "topic": topics[:, 0], "byline": by[:, 0]}
    near = _shifted(np.stack([named[name] for name in NEAR], axis=1))
    return np.concatenate([own, marks, by, topics, _layout(lines, own, main), near], axis=1, dtype=np.float32)
