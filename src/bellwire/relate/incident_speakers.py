"""Who speaks in a claim, as evidence names it: by a name, and by the side that it speaks for."""

from functools import cache

from bellwire.knowledge import Language
from bellwire.model import Actor, Claim, Event, Span
from bellwire.relate.readings import Reading
from bellwire.relate.who import STATE, body_of, names_of, side_of
from bellwire.relate.words import words_of

SOMEBODY = "an unnamed person"
"""A speaker whose name a publish policy hides."""
LONGEST_NAME = 60
"""Characters from which a report's own words for a speaker are no name."""
Said = tuple[str, tuple[str, ...]]
"""A speaker's name and side."""


def folded(text: str) -> str:
    """Text with each run of white space as one space."""
    return " ".join(text.split())


def home_of(reading: Reading, event: Event) -> str | None:
    """The country in which it happens, whose police it is that speaks of it; None where that is not told."""
    place = reading.places.get(event.place or "")
    if place is not None:
        return place.country
    states = {a.country for a in reading.report.actors if a.type in STATE and a.country}
    return states.pop() if len(states) == 1 else None


def speaker_of(reading: Reading, claim: Claim, home: str | None = None) -> Said | None:
    """Who speaks, by name and side; None where nobody is named. `home` is the country in which it happens.

    One without a name has no side, but where a state speaks through it. A name that a publish policy hides is not told.
    """
    actor = reading.actors.get(claim.speaker_actor or "")
    if actor is not None and actor.private:
        return SOMEBODY, ()
    called = _called(reading, claim, actor)
    independent = _is_independent(called, reading.language)
    if actor is not None and _is_named(actor) and not (independent and actor.type in STATE):
        side = names_of(actor, reading) if independent else side_of(actor, reading)
        return actor.name, tuple(sorted(side | _state(reading, actor, called, home)))
    if actor is None and claim.speaker is not None and _is_thing(reading, claim.speaker):
        return None
    words = _hidden(reading, claim.speaker).split(",")[0] if claim.speaker else ""
    if actor is not None and (not 0 < len(words) <= LONGEST_NAME or _is_pronoun(words, reading)):
        words = actor.name
    if not words or _is_pronoun(words, reading):
        return None
    return _as_within(words, reading), tuple(_state(reading, actor, called, home))


# ---------------------------------------------------------------- the state that speaks


def _called(reading: Reading, claim: Claim, actor: Actor | None) -> list[str]:
    """The words for a speaker; a person's in all claims, who may be "the police spokesman" once and then "he"."""
    claims = reading.report.claims if actor and actor.type == "person" and _is_named(actor) else (claim,)
    spans = [c.speaker for c in claims if c.speaker and c.speaker_actor == claim.speaker_actor]
    return [word for span in spans for word in words_of(reading.quote(span))]


@cache
def _kinds(language: Language, kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("official_words") if row["kind"] == kind)


def _is_independent(words: list[str], language: Language) -> bool:
    """Whether words for a speaker name a body that does not speak for a government: a hospital, a commission."""
    return not language.words("independent_bodies").isdisjoint(w.lower() for w in words)


def _state(reading: Reading, actor: Actor | None, called: list[str], home: str | None) -> frozenset[str]:
    """The side of the state whose police, army or government speaks; empty where none does.

    That of the body that is named, else, where the words say only what it is, that of the country in which it happens.
    An army or a government may be another one's where the report names one of those.
    """
    language = reading.language
    body = body_of(actor, reading) if actor else None
    if any(_is_independent(words, language) for words in (called, words_of(body.name if body else ""))):
        return frozenset()
    if body and body.type in STATE and body.country:
        return frozenset((f"state:{body.country}",))
    if home is None or not _is_official(body, called, language, alone=_is_alone(reading, home)):
        return frozenset()
    return frozenset((f"state:{home}",))


def _is_alone(reading: Reading, home: str) -> bool:
    return all(a.country in (None, home) for a in reading.report.actors if a.type in STATE)


def _is_official(body: Actor | None, called: list[str], language: Language, *, alone: bool) -> bool:
    """Whether a speaker of no known state is the police or, where no other state is named, an official.

    Forces with a name of their own need not be the state's in which they are.
    """
    words = {*called, *words_of(body.name)} if body and body.type in STATE else {*called}
    lower = {w.lower() for w in words}
    if body and body.type not in STATE | {"person", "civilians", "other"}:
        return False
    if not _kinds(language, "other").isdisjoint(lower):
        return False
    if (body and body.type == "police") or not _kinds(language, "police").isdisjoint(lower):
        return True
    if body and body.type in STATE:
        return alone and (body.type == "government" or body.name.islower())
    return alone and not _kinds(language, "official").isdisjoint(words)


# ---------------------------------------------------------------- how it is called


def _is_thing(reading: Reading, span: Span) -> bool:
    """Whether characters are a count of what cannot speak: "two missiles"."""
    figures = reading.report.figures
    return any(f.unit != "person" and f.start <= span.start and span.end <= f.end for f in figures)


def _as_within(words: str, reading: Reading) -> str:
    """Words as they stand within a sentence: "Two residents" become "two residents", names stay."""
    first, language = words.split()[0].lower(), reading.language
    common = first in language.words("common_words") or first in language.words("numbers")
    return words[0].lower() + words[1:] if common or first in language.words("population_classes") else words


def _is_named(actor: Actor) -> bool:
    return actor.type != "civilians" and not actor.name.islower()


@cache
def _no_names(language: Language) -> frozenset[str]:
    """Words that name nobody: pronouns and what stands for them ("who")."""
    empty = frozenset(row["word"] for row in language.table("common_words") if row["share"] == "1")
    return language.words("pronouns") | empty


def _is_pronoun(words: str, reading: Reading) -> bool:
    return words.lower() in _no_names(reading.language)


def _hidden(reading: Reading, span: Span) -> str:
    """The words of a span, or SOMEBODY where a publish policy hides a part of them."""
    if any(r.start < span.end and span.start < r.end for r in reading.report.redact):
        return SOMEBODY
    return folded(reading.quote(span))
