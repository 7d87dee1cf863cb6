"""Claims laid out for comparing: who says it, in what words, and whether it denies something."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.model import Claim
from bellwire.relate.counts import Count, in_head
from bellwire.relate.readings import Reading
from bellwire.relate.who import Who, who_of
from bellwire.relate.words import Bag, Rarity, stem, stems_in, terms_in, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A claim as one report gives it.

    `number` is its place among the report's claims; `by_name` says that its speaker has a name of its own, which
    "residents" have not, nor a state, which speaks through many mouths; `about` are the stems of the words around it
    that name somebody, `contrary` the stems of words that would say the contrary; `cue_class` is what its cue does;
    `vague` is a denial in few words; `head` says that it stands in a headline; `happenings` are those it speaks of.
    """

    reading: Reading
    claim: Claim
    number: int
    speaker: Who | None
    by_name: bool
    words: Bag
    stems: frozenset[str]
    contrary: frozenset[str]
    about: frozenset[str]
    denies: bool
    negates: bool
    vague: bool
    head: bool
    cue_class: str | None
    counts: tuple[Count, ...]
    happenings: frozenset[str]

    @property
    def end(self) -> str:
        """Its name in a relation."""
        return self.reading.end(self.claim.id)

    @property
    def first(self) -> int:
        """Where its words begin."""
        return self.claim.content[0].start

    @property
    def last(self) -> int:
        """Where its words end."""
        return self.claim.content[-1].end

    @property
    def quote(self) -> str:
        """Its words, cut at a hundred characters."""
        words = " ".join(" … ".join(self.reading.quote(part) for part in self.claim.content).split())
        return words if len(words) <= 100 else words[:99].rstrip() + "…"


@cache
def _denials(language: Language, kind: str) -> frozenset[str]:
    return frozenset(stem(r["word"], language) for r in language.table("denials") if r["kind"] == kind)


@cache
def _cue_classes(language: Language) -> dict[str, str]:
    words = {r["word"]: r["class"] for r in language.table("cues") if " " not in r["word"]}
    return {stem(w, language).removesuffix("e"): c for w, c in words.items()}


def _cue_class(cue: str, language: Language) -> str | None:
    """What the last word of a cue that is known does: say, command, refuse and so on."""
    known = _cue_classes(language)
    stems = (stem(w, language).removesuffix("e") for w in reversed(words_of(cue)))
    return next((known[s] for s in stems if s in known), None)


@cache
def _opposites(language: Language) -> dict[str, frozenset[str]]:
    pairs = [(stem(r["word"], language), stem(r["opposite"], language)) for r in language.table("opposites")]
    both = [*pairs, *((b, a) for a, b in pairs)]
    return {word: frozenset(b for a, b in both if a == word) for word, _ in both}


STATE = "Government of "
"""How the name of a state's government begins, whatever the report calls it."""
OWN, REACH = 3, 8
"""Words at the head of what is said in which the speaker's own people are named, and words in which the denial stands:
"Our forces in the town did not at any time fire on ..."; set by reading invented sentences (2026-11)."""
VAGUE = 2
"""A denial of few telling words ("denied it", "rejected the accusation") is about what was said just before."""


def denies(reading: Reading, claim: Claim) -> bool:
    """Whether a claim denies something, by its cue or its words."""
    language = reading.language
    if claim.speaker and _stems(reading.quote(claim.speaker), language, 1) & _denials(language, "negation"):
        return False
    if claim.cue and _stems(reading.quote(claim.cue), language) & _denials(language, "cue"):
        return True
    content = " ".join(reading.quote(part) for part in claim.content)
    return bool(_stems(content, language) & _denials(language, "content")) or disowns(content, language)


def disowns(text: str, language: Language) -> bool:
    """Whether somebody says that he, or his own people, did no harm.

    >>> from bellwire.knowledge import language
    >>> said = "Our forces did not shell the camp", "We have not slept since", "They did not kill him", "We never fired"
    >>> [disowns(each, language("en")) for each in said]
    [True, False, False, True]
    """
    words = [word.casefold().replace("’", "'") for word in words_of(text)]
    own = next((n for n, word in enumerate(words[:OWN]) if word in _own(language)), None)
    if own is None:
        return False
    after = words[own : own + REACH]
    no = _denials(language, "negation")
    at = next((n for n, word in enumerate(after) if word.endswith("n't") or stem(word, language) in no), None)
    return at is not None and any(
        stem(w, language).removesuffix("e") in _deeds(language) for w in after[at + 1 :][:REACH]
    )


@cache
def _own(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("denials") if row["kind"] == "own")


@cache
def _deeds(language: Language) -> frozenset[str]:
    """The stems of verbs of harm, and of what else somebody may have had a part in."""
    verbs = (r["word"] for r in language.table("triggers") if r["pos"] == "verb" and r["type"] == "ASSAULT")
    deeds = _denials(language, "deed") | {stem(word, language) for word in verbs if " " not in word}
    return frozenset(deed.removesuffix("e") for deed in deeds)


def negates(reading: Reading, claim: Claim) -> bool:
    """Whether a claim says that something is not so."""
    content = " ".join(reading.quote(part) for part in claim.content)
    negations = _denials(reading.language, "negation")
    return bool(_stems(content, reading.language) & negations) or "n't" in content or "n’t" in content


def is_vague_denial(reading: Reading, claim: Claim) -> bool:
    """Whether a claim denies in few words what was said just before."""
    content = " ".join(reading.quote(part) for part in claim.content)
    return len(terms_in(content, reading.language)) <= VAGUE and denies(reading, claim)


def _stems(text: str, language: Language, most: int | None = None) -> frozenset[str]:
    if most is None:
        return stems_in(text, language)
    return frozenset(stem(w, language) for w in words_of(text)[:most])


def statement(
    reading: Reading,
    claim: Claim,
    number: int,
    counts: Mapping[str, Count],
    happening_of: Mapping[str, str],
    rarity: Rarity,
) -> Statement:
    """The claim laid out for comparing."""
    language = reading.language
    content = " ".join(reading.quote(part) for part in claim.content)
    cue = reading.quote(claim.cue) if claim.cue else ""
    bag = terms_in(content, language)
    speaker = reading.actors.get(claim.speaker_actor or "")
    sentence = reading.sentence_at(claim.content[0].start, claim.content[0].end)
    held = [f.id for f in reading.report.figures if f.claim == claim.id]
    told = [e for e in reading.report.events if claim.id in e.claims]
    denying = denies(reading, claim)
    return Statement(
        reading=reading,
        claim=claim,
        number=number,
        speaker=who_of(speaker, reading) if speaker else None,
        by_name=speaker is not None and not speaker.name.islower() and not speaker.name.startswith(STATE),
        words=rarity.vector(content, language),
        stems=_stems(content, language),
        contrary=frozenset(word for s in bag for word in _opposites(language).get(s, ())),
        about=frozenset(stem(w, language) for w in words_of(sentence) if w[:1].isupper()),
        denies=denying,
        negates=negates(reading, claim),
        vague=denying and len(bag) <= VAGUE,
        cue_class=_cue_class(cue, language),
        head=in_head(reading, claim.content[0].start),
        counts=tuple(counts[f] for f in held if f in counts),
        happenings=frozenset(happening_of.get(reading.end(e.id), reading.end(e.id)) for e in told),
    )
