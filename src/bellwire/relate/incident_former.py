"""Which figures a report gives as former ones: "lowered the toll to 23 from 27", "had earlier said nine"."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from bellwire.knowledge import Language
from bellwire.model import Figure
from bellwire.relate.readings import Reading
from bellwire.relate.words import words_of

NEAR = 160
"""Characters before a figure in which what marks it may stand."""
AFTER = 40
"""Characters behind it."""
_CLAUSE = re.compile(r"[.?!]\W*\s|[\n;:,()–—]")
"""What ends that of which a mark before a figure speaks."""
_STOP = re.compile(r"[.?!;\n]")


@cache
def _marks(language: Language, kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("former_marks") if row["kind"] == kind)


def is_former(reading: Reading, figure: Figure) -> bool:
    """Whether the words around a figure say that it held before, and not whether another number stands for it now.

    >>> from bellwire.model import Document, MadeBy, Report
    >>> text = "Police lowered the toll to 23 from 27."
    >>> report = Report(id="r", document=Document(id="d", kind="article", text=text), made_by=MadeBy(bellwire="0"))
    >>> [is_former(Reading(report), Figure(id="f", start=at, end=at + 2, measure="killed")) for at in (27, 35)]
    [False, True]
    """
    language = reading.language
    before, after = _before(reading, figure), _after(reading, figure)
    return _stands_after(before, language) or _was_said(before, language) or _gives_way(after, language)


def _before(reading: Reading, figure: Figure) -> list[str]:
    """The words before it in its clause, from the figure before and the last word that breaks off."""
    text = reading.report.document.text
    first = max([figure.start - NEAR, 0, *(f.end for f in reading.report.figures if f.end <= figure.start)])
    words = _lower(_CLAUSE.split(text[first : figure.start])[-1])
    breaks = [n for n, word in enumerate(words) if word in _marks(reading.language, "break")]
    return words[breaks[-1] + 1 :] if breaks else words


def _after(reading: Reading, figure: Figure) -> list[str]:
    """The words behind it in its sentence, up to the next figure."""
    text = reading.report.document.text
    starts = (f.start for f in reading.report.figures if f.start >= figure.end)
    return _lower(_STOP.split(text[figure.end : min([figure.end + AFTER, *starts])])[0])


def _lower(text: str) -> list[str]:
    return [word.lower() for word in words_of(text)]


def _stands_after(words: Sequence[str], language: Language) -> bool:
    """Whether a word for what is no more stands right before it: "from 27", "from an initial toll of 27"."""
    between = _marks(language, "between")
    end = len(words)
    while end and words[end - 1] in between:
        end -= 1
    if not _marks(language, "older").isdisjoint(words[end:]) and not _marks(language, "count").isdisjoint(words[end:]):
        return True
    last = {" ".join(words[max(end - n, 0) : end]) for n in (1, 2)}
    return not last.isdisjoint(_marks(language, "before")) and _marks(language, "range").isdisjoint(
        words[end - 2 : end]
    )


def _was_said(words: Sequence[str], language: Language) -> bool:
    """Whether its clause says that it was told before: "had put the toll at", "earlier said"."""
    adverbs, verbs = _marks(language, "adverb"), _marks(language, "verb")
    past = _marks(language, "past")
    return any(
        (left in adverbs | past and right in verbs) or (left in verbs and right in adverbs)
        for left, right in pairwise(words)
    )


def _gives_way(words: Sequence[str], language: Language) -> bool:
    """Whether what comes behind says so: "27, later revised", "27 reported earlier"."""
    both = {f"{left} {right}" for left, right in pairwise(words)}
    return not both.isdisjoint(_marks(language, "after")) or _was_said(words, language)
