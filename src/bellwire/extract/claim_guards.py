"""What stands around a claim: hedges that guard it, outlets it came through, the day it was said."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cache

from bellwire.draft import Draft, Paragraph, Token
from bellwire.extract.claim_words import Finding, marks
from bellwire.knowledge import Language
from bellwire.model import Span


@cache
def _hedge_pattern(language: Language, *where: str) -> re.Pattern[str]:
    rows = [row["pattern"] for row in language.table("hedges") if row["where"] in where]
    return re.compile(rf"(?<!\w)(?:{'|'.join(rows)})(?!\w)", re.IGNORECASE)


def content_hedges(draft: Draft, language: Language) -> list[Span]:
    """Words that guard the claim whose content they stand in, in order."""
    return _matches(draft, _hedge_pattern(language, "content", "alone"))


def remarks(draft: Draft, language: Language) -> list[Span]:
    """Remarks that something was not verified or comes without evidence, in order."""
    return _matches(draft, _hedge_pattern(language, "about"))


def _matches(draft: Draft, pattern: re.Pattern[str]) -> list[Span]:
    found = []
    for paragraph in draft.paragraphs:
        for match in pattern.finditer(draft.text, paragraph.start, paragraph.end):
            if draft.text[match.start()].islower() or match.start() == paragraph.start or len(match.group()) > 5:
                found.append(Span(start=match.start(), end=match.end()))
    return found


def hedges_within(spans: list[Span], content: list[Span]) -> list[Span]:
    """The hedges that lie in the content."""
    starts = [s.start for s in spans]
    found = []
    for part in content:
        found += spans[bisect_left(starts, part.start) : bisect_right(starts, part.end - 1)]
    return found


@cache
def _channels(language: Language, kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("channels") if row["kind"] == kind)


_POSSESSIVE = re.compile(r"^(?:the |The )?(?:its|his|her|their|our|my)\s")


def channel_name(draft: Draft, language: Language, start: int, end: int) -> str | None:
    """The outlet or service that a noun phrase names, as the text has it; None where it names none.

    A mention of an actor of type media is an outlet; so is a name that the table of channels knows.
    """
    name = " ".join(draft.text[start:end].split()).strip(" ,.;:“”\"'")
    name = re.sub(r"\s*\([^)]*\)?$", "", name)
    bare = re.sub(r"^(?:the|The|a|an)\s+", "", name)
    if not bare or len(bare) > 60:
        return None
    if bare in ("us", "me") and draft.document.outlet:
        return draft.document.outlet
    words = bare.split()
    if bare in _channels(language, "name") or bare in _channels(language, "common"):
        return name
    if bare == draft.document.outlet or name == draft.document.outlet:
        return name
    if words[-1] in _channels(language, "platform"):
        return words[-1]
    actor = draft.actor_at(Span(start=start, end=end))
    if actor is not None and actor.type == "media":
        return name
    if len(words) <= 6 and (words[-1] in _channels(language, "tail") or words[0] in _channels(language, "head")):
        return name
    if len(words) > 1 and any(" ".join(words[-n:]) in _channels(language, "common") for n in (1, 2)):
        return name
    return None


def _phrase(paragraph: Paragraph, noun: Token) -> tuple[int, int]:
    """The noun with what stands before it: its name without clauses and phrases behind."""
    doc = paragraph.doc
    last = noun
    for right in noun.rights:
        if right.dep_ in ("flat", "compound", "nummod") and right.i == last.i + 1:
            last = right
    return paragraph.start + doc[noun.left_edge.i].idx, paragraph.start + last.idx + len(last)


def via_of(draft: Draft, language: Language, found: Finding) -> tuple[str, ...]:
    """The outlets and services that a claim came through, by the words around its cue."""
    token, paragraph = found.token, found.paragraph
    if token is None or token.pos_ not in ("VERB", "AUX"):
        return ()
    names: list[str] = []
    small = marks(language)

    def add(noun: Token) -> None:
        start, end = _phrase(paragraph, noun)
        name = channel_name(draft, language, start, end)
        if name and name not in names and not any(s.start <= start < s.end for s in found.content):
            names.append(name)

    for child in token.children:
        if (
            child.dep_ in ("dobj", "dative", "obj", "npadvmod")
            and child.pos_ in ("PROPN", "NOUN", "PRON")
            and child.i > token.i
        ):
            if token.lemma_ == "tell":
                add(child)
        elif child.dep_ in ("prep", "agent", "dative") and child.lower_ in small["way"]:
            _through(child, small, add)
    return tuple(names)


def _through(prep: Token, small: Mapping[str, frozenset[str]], add: Callable[[Token], None]) -> None:
    """Follows "in a post on X", "in an interview with Radio Y", "on Telegram"."""
    for noun in prep.children:
        if noun.dep_ != "pobj":
            continue
        if prep.lower_ != "in":
            add(noun)
        if noun.lemma_ in small["post"]:
            for inner in noun.children:
                if inner.dep_ == "prep" and inner.lower_ in small["way"]:
                    _through(inner, small, add)


def said_on(draft: Draft, found: Finding) -> str | None:
    """The day (EDTF) on which it was said, where a time expression hangs on the cue."""
    token, paragraph = found.token, found.paragraph
    if token is None:
        return None
    starts = {paragraph.start + t.idx: t for t in _circumstances(token)}
    for time in draft.times:
        if time.value is None or not paragraph.start <= time.start < paragraph.end:
            continue
        if time.start in starts and not any(s.start <= time.start < s.end for s in found.content):
            return time.value.split("T")[0]
    return None


def _circumstances(verb: Token) -> list[Token]:
    found = []
    for child in verb.children:
        if child.dep_ in ("npadvmod", "advmod", "prep", "nmod", "dobj", "tmod"):
            found += list(child.subtree)
    return found
