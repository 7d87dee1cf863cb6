"""Verbs of headlines that the parser takes for nouns: "Police battle gangs", "Camp empties after raid"."""

from dataclasses import dataclass

from bellwire.draft import Token
from bellwire.extract.event_reader import Reader
from bellwire.extract.predicates import Predicate, Slots, add_preps

_NAMES = ("compound", "amod", "nmod", "poss")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineVerb:
    """A verb read out of a noun phrase: its lemma, and what stands before and behind it."""

    lemma: str
    predicate: Predicate


def headline_verb(token: Token, read: Reader) -> HeadlineVerb | None:
    """The verb that a headline's noun may be, between those who act and those who are acted on, or at its end."""
    return _between(token, read) or _last(token, read)


def _people(token: Token, read: Reader) -> bool:
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    return token.pos_ in ("NOUN", "PROPN") and bool(known & {"forces", "civilian", "crowd", "official", "worker"})


def _between(token: Token, read: Reader) -> HeadlineVerb | None:
    """ "Haiti police battle gangs": one bare noun between two words for people."""
    head, lemma = token.head, token.lower_
    if token.dep_ != "compound" or head.i != token.i + 1 or lemma not in read.words.verbs or token.i == 0:
        return None
    before = token.nbor(-1)
    if before.tag_ not in ("NNS", "NNPS") and before.lemma_.lower() not in ("police", "army", "military"):
        return None
    if not (_people(before, read) and _people(head, read)):
        return None
    slots: Slots = {"subj": [before], "obj": [head]}
    add_preps(slots, head.children)
    return HeadlineVerb(lemma=lemma, predicate=_predicate(token, slots))


def _last(token: Token, read: Reader) -> HeadlineVerb | None:
    """ "Darfur camp empties after raid": the plural that a headline ends its first phrase with may be a verb."""
    lemma = token.lemma_.lower()
    if token.tag_ != "NNS" or token.dep_ != "ROOT" or lemma not in read.words.verbs or lemma in read.words.nouns:
        return None
    before = [c for c in token.children if c.dep_ in _NAMES and c.i < token.i]
    if not before or before[-1].i != token.i - 1:
        return None
    slots: Slots = {"subj": before[-1:]}
    add_preps(slots, token.children)
    return HeadlineVerb(lemma=lemma, predicate=_predicate(token, slots))


def _predicate(token: Token, slots: Slots) -> Predicate:
    return Predicate(token=token, slots=slots, particles=frozenset(), passive=False)
