"""What sections share: references together, sentences once, accounts by their size, names within a sentence."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bellwire.brief.form import Account, Ref, Sentence
from bellwire.brief.telling import figure_accounts, reach
from bellwire.brief.told import Told
from bellwire.brief.words import POSSESSIVES

LOWERED = POSSESSIVES | {"the", "a", "an", "one", "another", "some"}


def joined_refs(*some: Sequence[Ref]) -> tuple[Ref, ...]:
    """References, each once, in the order of the sources."""
    return tuple(sorted(dict.fromkeys(ref for refs in some for ref in refs), key=lambda r: (r.source, r.record or "")))


def capital(words: str) -> str:
    """The words as a sentence begins."""
    return words[:1].upper() + words[1:]


def inner(name: str) -> str:
    """A holder as he is named within a sentence: a name keeps its capital, "Its spokesman" does not."""
    first = name.partition(" ")[0].casefold()
    return name[:1].lower() + name[1:] if first in LOWERED else name


def text_of(sentence: Sentence) -> str:
    return sentence.text


def once(sentences: Iterable[Sentence], same: Callable[[Sentence], str] = text_of) -> list[Sentence]:
    """Each sentence once, as it comes first, with the references of all that say the same."""
    kept: dict[str, Sentence] = {}
    for each in sentences:
        before = kept.setdefault(same(each), each)
        if before is not each:
            kept[same(each)] = replace(before, refs=joined_refs(before.refs, each.refs))
    return list(kept.values())


Sized = list[tuple[float, float, Account]]
"""Accounts with the lowest and the highest number that each gives."""


def by_size(told: Told, ends: Sequence[str]) -> Sized:
    """The accounts of figures from the lowest to the highest."""
    sized = []
    for account in figure_accounts(told.scene, ends):
        given = reach([told.scene.figure(f"{r.report}#{r.record}") for r in account.refs])
        if given:
            sized.append((*given, account))
    return sorted(sized, key=lambda row: (row[:2], row[2].holder))
