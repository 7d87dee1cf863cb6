"""Matches a word with the triggers of the lexicon: which row's conditions hold for what stands beside it."""

from dataclasses import dataclass, field

from bellwire.draft import Sentence, Token
from bellwire.extract.event_reader import Reader, joined, part_of
from bellwire.extract.event_words import Condition, Trigger
from bellwire.extract.predicates import Predicate, conjuncts, speaker_of


@dataclass(slots=True, kw_only=True)
class Find:
    """A trigger found in a sentence, before happenings told twice are brought together."""

    trigger: Trigger
    predicate: Predicate
    sentence: Sentence
    used: list[Token]
    agents: list[Token] = field(default_factory=list)
    patients: list[Token] = field(default_factory=list)
    mode: str | None = None
    absorbed: list["Find"] = field(default_factory=list)

    @property
    def token(self) -> Token:
        """The trigger's head."""
        return self.predicate.token


def _stands(condition: Condition, predicate: Predicate) -> list[Token]:
    kind = condition.kind
    slots = predicate.slots
    if kind == "subj" and predicate.governor is not None:
        return slots.get("gov.subj", [])
    if kind == "speaker":
        return speaker_of(predicate.token)
    found = slots.get(kind, [])
    if not found and kind == "of":
        found = slots.get("obj.of", [])
    return found


def _fits(condition: Condition, predicate: Predicate, sentence: Sentence, read: Reader) -> list[Token] | None:
    """The tokens that fulfil a condition (empty where none is needed); None where it fails."""
    if condition.kind == "+":
        wanted = next(iter(condition.words))
        return [] if wanted in predicate.particles else None
    if condition.kind == "neg":
        return [] if any(c.dep_ == "neg" for c in predicate.token.children) else None
    found = _stands(condition, predicate)
    if condition.absent:
        return None if found else []
    if not found:
        return None
    if not condition.words and not condition.classes:
        return found[:1]
    for head in found:
        if condition.kind == "ccomp" and any(c.dep_ == "aux" and c.lower_ in condition.words for c in head.children):
            return [head]
        for token in conjuncts(head):
            if _matches(condition, token, sentence, read):
                return [token]
    return None


def _matches(condition: Condition, token: Token, sentence: Sentence, read: Reader) -> bool:
    whole = part_of(token, read)
    if whole is not None and _matches(condition, whole, sentence, read):
        return True
    lemma = joined(token, sentence, read)
    if lemma in condition.words or token.lower_ in condition.words:
        return True
    if any(read.in_class(sentence, token, name) for name in condition.classes):
        return True
    if "place" in condition.classes and _explained_as_place(token, sentence, read):
        return True
    if condition.kind in ("obj", "in", "under", "on", "of") and condition.words:
        return any(c.lower_ in condition.words for c in token.children if c.dep_ in ("compound", "amod"))
    return False


def _explained_as_place(token: Token, sentence: Sentence, read: Reader) -> bool:
    """Whether a name that no gazetteer has is said to be a place: "Sarnivka, a village west of the town"."""
    beside = [c for c in token.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
    return token.pos_ == "PROPN" and any(read.in_class(sentence, c, "place") for c in beside)


def match(rows: tuple[Trigger, ...], predicate: Predicate, sentence: Sentence, read: Reader) -> Find | None:
    """The choosiest trigger whose conditions all hold."""
    for row in rows:
        used: list[Token] = []
        for condition in row.conditions:
            found = _fits(condition, predicate, sentence, read)
            if found is None:
                break
            used += found if condition.words or condition.classes else []
        else:
            return Find(trigger=row, predicate=predicate, sentence=sentence, used=used, mode=row.mode)
    return None
