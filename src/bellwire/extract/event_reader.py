"""What the finders of events look words up in: classes of words, and which characters name places and actors."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from bellwire.draft import Draft, Sentence, Token
from bellwire.extract.event_words import Lexicon
from bellwire.model import Actor, Span

_HYPHEN = re.compile(r"(?<=\S)-(?=\S)")
TIMES = frozenset(("DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY"))
PLACES = frozenset(("GPE", "LOC", "FAC"))
COUNTRY = 6
"""The precision of a place that is a country: it can act, as no town can."""
LONGEST_MENTION = 200
_PERSON_WORDS = frozenset(("he", "she", "they", "him", "her", "them", "we", "us", "i", "me", "who", "you", "everyone"))
_PEOPLE = frozenset(("civilian", "forces", "official", "worker", "crowd", "suspect"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What the finders look things up in: the lexicon, and which characters name places and actors."""

    words: Lexicon
    places: frozenset[int]
    grounds: frozenset[int]
    actors: dict[int, str]
    mentions: tuple[tuple[int, int, Actor], ...]
    hyphens: frozenset[int]

    def actor_at(self, span: Span) -> Actor | None:
        """The actor with the mention that shares most characters with the span; the first of equals."""
        best, most = None, 0
        at = bisect_left(self.mentions, span.start - LONGEST_MENTION, key=lambda m: m[0])
        for start, end, actor in self.mentions[at:]:
            if start >= span.end:
                break
            shared = min(end, span.end) - max(start, span.start)
            if shared > most:
                best, most = actor, shared
        return best

    def in_class(self, sentence: Sentence, token: Token, name: str) -> bool:
        """Whether a token belongs to a class of event_classes.tsv, or is a name that does."""
        known = self.words.classes.get(token.lemma_.lower(), frozenset())
        at = sentence.at(token)
        if name == "person":
            return self.is_person(sentence, token)
        if name == "place":
            return at in self.places or "place" in known or token.ent_type_ in PLACES
        if name in known:
            return True
        if name == "forces":
            return self.actors.get(at) in ("state_forces", "armed_group", "militia", "police")
        if name == "civilian":
            return self.actors.get(at) == "civilians" or token.lower_ in ("they", "people")
        return name == "official" and (self.is_name(token) or at in self.actors)

    def is_party(self, sentence: Sentence, token: Token) -> bool:
        """Whether a token stands for somebody who can take part: a person or body, or a country as a body."""
        return self.is_person(sentence, token) or token.ent_type_ in ("GPE", "ORG") or sentence.at(token) in self.places

    def is_name(self, token: Token) -> bool:
        """Whether a token is a proper name that is neither place nor time."""
        return bool(token.pos_ == "PROPN" and token.ent_type_ not in TIMES and token.ent_type_ not in PLACES)

    def is_person(self, sentence: Sentence, token: Token) -> bool:
        """Whether a token stands for somebody: a word for people, a number of them, a pronoun, a name."""
        if token.lower_ in _PERSON_WORDS or token.ent_type_ in ("PERSON", "NORP"):
            return True
        if self.words.classes.get(token.lemma_.lower(), frozenset()) & _PEOPLE:
            return True
        whole = part_of(token, self)
        if whole is not None:
            return self.is_person(sentence, whole)
        if token.pos_ == "NUM" or (token.ent_type_ == "CARDINAL" and token.tag_ == "NNS"):  # "thousands"
            return token.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT")
        at = sentence.at(token)
        return at in self.actors or (at not in self.places and self.is_name(token))


def reader(draft: Draft, words: Lexicon) -> Reader:
    """A Reader of a draft."""
    mentions = [(m.start, m.end, a) for a in draft.actors for m in a.mentions]
    mentions.sort(key=lambda m: (m[0], -m[1]))
    return Reader(
        words=words,
        places=frozenset(i for p in draft.places for i in range(p.start, p.end)),
        grounds=frozenset(i for p in draft.places if (p.precision or 9) != COUNTRY for i in range(p.start, p.end)),
        actors={i: actor.type for start, end, actor in mentions for i in range(start, end)},
        mentions=tuple(mentions),
        hyphens=frozenset(m.start() for m in _HYPHEN.finditer(draft.text)),
    )


def part_of(token: Token, read: Reader) -> Token | None:
    """What a partitive is part of: the troops in "some of its troops", the fighters in "dozens of fighters"."""
    if token.pos_ in ("NUM", "DET", "PRON") or "partitive" in read.words.classes.get(token.lemma_.lower(), ()):
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ == "of":
                return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def joined(token: Token, sentence: Sentence, read: Reader) -> str:
    """A word with what a hyphen ties to its front, which the parser takes apart: "cease-fire" as `ceasefire`."""
    if sentence.at(token) - 1 in read.hyphens and token.i >= 2:
        return str(token.doc[token.i - 2].lower_ + token.lemma_.lower())
    return str(token.lemma_.lower())


def names_party(token: Token, sentence: Sentence, read: Reader) -> bool:
    """Whether a word before an event noun says whose it is: "Russian", "RSF", "rebel"."""
    if token.ent_type_ in ("NORP", "ORG", "GPE", "PERSON") or sentence.at(token) in read.actors:
        return True
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    if token.pos_ == "ADJ":
        return False
    return bool(known & {"forces", "official"}) or (token.pos_ == "PROPN" and token.ent_type_ not in TIMES)


_INWARD = ("of", "on", "against", "to", "for", "from", "with", "by", "into", "toward", "towards", "over", "in")


def party_within(token: Token, sentence: Sentence, read: Reader, depth: int = 0) -> Token | None:
    """The party that a nominal is about: Chad in "Chad's strikes", workers in "limits on the movement of workers"."""
    if token.pos_ != "VERB" and read.is_party(sentence, token):
        return token
    children = list(token.children)
    for child in children:
        if (child.dep_ == "poss" and child.pos_ != "PRON") or (
            child.dep_ in ("compound", "amod") and names_party(child, sentence, read)
        ):
            return child
    if depth > 3:
        return None
    preps = sorted(
        (c for c in children if c.dep_ == "prep" and c.lower_ in _INWARD), key=lambda c: _INWARD.index(c.lower_)
    )
    inner = [g for c in preps for g in c.children if g.dep_ in ("pobj", "pcomp")]
    if token.pos_ == "VERB":
        inner = [c for c in children if c.dep_ in ("dobj", "nsubjpass")] + inner
    for other in inner:
        found = party_within(other, sentence, read, depth + 1) if other.ent_type_ not in TIMES else None
        if found is not None:
            return found
    return None
