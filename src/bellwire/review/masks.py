"""A report with the names hidden that must not go out: those that people redact, and those of private persons."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from bellwire.model import Actor, Redaction, Report

MASK = "█"
UNNAMED_PERSON = "a person whose name is withheld"
LONGEST = 6
"""Words from which a redaction is a passage and no name."""
SHORTEST = 3
"""Characters of a word from which it is a name that is hidden wherever it stands in a title."""


def masked(report: Report, also: Collection[str] = ()) -> Report:
    """The report with every character hidden that is to be redacted; spans stay as they are.

    `also` are names that other reports of the same happenings redact: they are hidden wherever they stand.

    >>> from bellwire.model import Document, MadeBy, Span
    >>> text = "Asal Demo, 9, was killed, her uncle said."
    >>> report = Report(id="r", document=Document(id="d", kind="article", text=text), made_by=MadeBy(bellwire="0"),
    ...                 actors=(Actor(id="a", name="Asal Demo", type="person", mentions=(Span(start=0, end=9),)),),
    ...                 redact=(Redaction(start=0, end=9, why="a child"),))
    >>> hidden = masked(report)
    >>> hidden.document.text, hidden.actors[0].name
    ('█████████, 9, was killed, her uncle said.', 'a person whose name is withheld')
    """
    further = tuple(_elsewhere(report.document.text, also))
    if not report.redact and not further:
        title = without_words(report.document.title, also) if report.document.title else None
        return (
            report
            if title == report.document.title
            else replace(report, document=replace(report.document, title=title))
        )
    report = replace(report, redact=(*report.redact, *further))
    text, words = _hidden(report.document.text, report.redact), hidden_words(report) | {*also}
    document = replace(
        report.document,
        text=text,
        title=without_words(report.document.title, words) if report.document.title else report.document.title,
        bylines=tuple(without_words(name, words) for name in report.document.bylines),
    )
    return replace(report, document=document, actors=tuple(_actor(a, report) for a in report.actors))


def redacted_since(report: Report, later: Report) -> Report:
    """The report as it was, with what is redacted in a later state of it hidden as well.

    Where the page was read anew since, the redacted words are hidden wherever they stand.

    >>> from bellwire.model import Document, MadeBy
    >>> document = Document(id="d", kind="article", text="Asal Demo, 9, was killed, her uncle said.")
    >>> report = Report(id="r", document=document, made_by=MadeBy(bellwire="0"))
    >>> later = replace(report, redact=(Redaction(start=0, end=9, why="a child"),))
    >>> masked(redacted_since(report, later)).document.text
    '█████████, 9, was killed, her uncle said.'
    """
    text, new = report.document.text, later.document.text
    found = {(r.start, r.end): r for r in report.redact}
    for redaction in later.redact:
        at = [redaction.start] if new == text else _places(text, new[redaction.start : redaction.end])
        for start in at:
            end = start + redaction.end - redaction.start
            found.setdefault((start, end), replace(redaction, start=start, end=end))
    return replace(report, redact=tuple(found[span] for span in sorted(found)))


def _places(text: str, words: str) -> list[int]:
    """Where words stand in a text."""
    return [match.start() for match in re.finditer(re.escape(words), text)] if words.strip() else []


def _hidden(text: str, redactions: tuple[Redaction, ...]) -> str:
    for redaction in redactions:
        length = min(redaction.end, len(text)) - redaction.start
        text = text[: redaction.start] + MASK * length + text[redaction.start + length :]
    return text


def redacted_names(reports: Iterable[Report]) -> frozenset[str]:
    """The names that reports redact, whole and word by word, as they were read: no short words, and no passages.

    >>> from bellwire.model import Document, MadeBy
    >>> document = Document(id="d", kind="article", text="Asal Demo, 9, was killed, her uncle said.")
    >>> redact = (Redaction(start=0, end=9, why="a child"), Redaction(start=11, end=12, why="age"))
    >>> sorted(redacted_names([Report(id="r", document=document, made_by=MadeBy(bellwire="0"), redact=redact)]))
    ['Asal', 'Asal Demo', 'Demo']
    """
    found = (" ".join(r.document.text[x.start : x.end].split()).strip(".,;:") for r in reports for x in r.redact)
    names = [name for name in found if _is_name(name)]
    return frozenset(part for name in names for part in (name, *name.split()) if _is_name(part))


def _is_name(words: str) -> bool:
    parts = words.split()
    return (
        len(words) > SHORTEST and len(parts) <= LONGEST and all(_may_be_name(part) for part in parts[:1] + parts[-1:])
    )


def _may_be_name(word: str) -> bool:
    """Whether a word may be of a name: it begins with a capital, or is of a script that has none."""
    return word[:1].isalpha() and not word[:1].islower()


def _elsewhere(text: str, names: Collection[str]) -> Iterator[Redaction]:
    """Where names of others' redactions stand as whole words."""
    if names:
        longest_first = sorted(names, key=lambda n: (-len(n), n))
        pattern = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
        for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text):
            yield Redaction(start=found.start(), end=found.end(), why="redacted in another report")


def hidden_words(report: Report) -> set[str]:
    """The words of the names that are to be redacted in a report as it was read, not in one that is masked."""
    return set(_words(report))


def _words(report: Report) -> Iterator[str]:
    for redaction in report.redact:
        for word in report.document.text[redaction.start : redaction.end].split():
            if len(word.strip(".,;:")) >= SHORTEST and _may_be_name(word):
                yield word.strip(".,;:")


def without_words(text: str, hidden: Collection[str]) -> str:
    """The text with words hidden, wherever they stand.

    >>> without_words("Asal Demo was seen", {"Asal", "Demo"})
    '████ ████ was seen'
    """
    for name in sorted(hidden, key=len, reverse=True):
        text = text.replace(name, MASK * len(name))
    return text


def _actor(actor: Actor, report: Report) -> Actor:
    """The actor without its name, where the name is one that is hidden."""
    hides = any(r.start < m.end and m.start < r.end for r in report.redact for m in actor.mentions)
    return replace(actor, name=UNNAMED_PERSON) if actor.private or (hides and actor.type == "person") else actor
