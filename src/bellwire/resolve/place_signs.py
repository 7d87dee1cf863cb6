"""Signs that a name stands for a place here, and not for a person, a body, a people or a common word."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from bellwire.knowledge import Language, table
from bellwire.resolve.place_mentions import PLACE_LABELS, Mention, cue_words, name_key, stop_words

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))


@cache
def demonyms() -> dict[str, str]:
    """Adjectives and nouns of peoples with their country."""
    found: dict[str, str] = {}
    for row in table("gazetteer", "place_countries"):
        for word in row["demonyms"].split("|"):
            if word:
                found.setdefault(word.casefold(), row["iso"])
    return found


@cache
def weights(name: str) -> dict[str, float]:
    """The weights of signs, by the decision that they serve."""
    return {r["sign"]: float(r["weight"]) for r in table("gazetteer", "place_weights") if r["decision"] == name}


@dataclass(slots=True)
class Page:
    """What the whole page says about its names."""

    language: Language
    placed: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


def page_of(found: list[Mention], people: set[str], language: Language) -> Page:
    """Names that the parser takes for places somewhere on the page, and last names of persons."""
    placed = {name_key(m) for m in found if m.label in PLACE_LABELS}
    return Page(language, placed, people)


def _before(m: Mention, page: Page) -> Iterator[str]:
    line = m.line
    number = m.first - 1
    if number < 0 or line.gap(number).strip(" \t\n\u00a0") not in ("", "."):
        if number >= 0 and line.gap(number).strip() == "-":
            yield "after_hyphen"
        return
    word = line.words[number]
    if line.gap(number).startswith(".") and word.lower not in cue_words(page.language, "title"):
        return
    if word.lower in ("the",) or word.lower in cue_words(page.language, "direction"):
        yield "after_direction" if word.lower != "the" else "after_the"
        if number == 0:
            return
        number -= 1
        word = line.words[number]
    if kind := cue_words(page.language, "before").get(word.lower):
        yield f"after_{kind}"
        if word.lower == "of" and number and line.words[number - 1].lower in cue_words(page.language, "kind_before"):
            yield "kind_before"
    elif word.lower in cue_words(page.language, "title") and word.capital:
        yield "title_before"
    elif word.capital and not line.shouting:
        yield "capital_before"
    if word.lower in cue_words(page.language, "kind_before"):
        yield "kind_before"


def _after(m: Mention, page: Page) -> Iterator[str]:
    line = m.line
    rest = line.text[m.end : m.end + 2]
    if rest[:1] in ("'", "’"):
        yield "possessive"
    elif rest[:1] == "-":
        yield "before_hyphen"
    elif rest[:1] == ",":
        yield "before_comma"
    number = m.last + 1
    if number >= len(line.words) or line.gap(m.last).strip(" \u00a0"):
        return
    word = line.words[number]
    if word.lower in cue_words(page.language, "kind_after"):
        yield "kind_after"
    elif word.capital and not line.shouting:
        if word.lower in cue_words(page.language, "body_after"):
            yield "body_after"
        elif word.lower in cue_words(page.language, "local_after"):
            yield "local_after"
        else:
            yield "capital_after"
    elif word.lower in cue_words(page.language, "local_after"):
        yield "local_after_low"


def _entity(m: Mention) -> Iterator[str]:
    if m.ent is None:
        yield "no_entity"
        return
    label = m.label if m.label in ("PERSON", "ORG", "NORP") else "place" if m.label in PLACE_LABELS else "other"
    inside = m.ent[1] > m.end + 2 or m.ent[0] < m.start - 4
    yield f"{'in_' if inside else 'is_'}{label}"


def _strength(m: Mention, page: Page) -> Iterator[str]:
    best = m.entries[0] if m.entries else None
    single = m.first == m.last
    if best is None:
        yield "unknown"
    elif m.alike:
        yield "alike"
    elif best.feature == "PCLI":
        yield "country"
    elif best.feature == "ADM1" and best.weight > 300_000:
        yield "adm1"
    elif best.ref.startswith("bellwire"):
        yield "curated"
    elif best.weight >= 100_000 and best.kind == 0:
        yield "big"
    elif best.weight >= 10_000:
        yield "middling"
    else:
        yield "small"
    if not single:
        yield "words"
    elif m.name.casefold() in stop_words(page.language):
        yield "stop"
    if single and len(m.name) <= 3 and m.name.isupper() and (best is None or best.feature != "PCLI"):
        yield "acronym"


def signs(m: Mention, page: Page) -> tuple[str, ...]:
    """The signs of a mention, by the names of the table `place_weights`."""
    found = [*_entity(m), *_before(m, page), *_after(m, page), *_strength(m, page)]
    this = name_key(m)
    if this in page.placed and m.label not in PLACE_LABELS:
        found.append("placed_elsewhere")
    if this in page.people:
        found.append("surname")
    if m.name.casefold() in demonyms():
        found.append("demonym")
    head = m.head
    if head is not None:
        if head.pos_ not in ("PROPN", "NOUN"):
            found.append("no_noun")
        if head.dep_ in SUBJECTS:
            found.append("speaks" if head.head.lemma_ in speech_verbs(page.language) else "subject")
            if m.entries and m.entries[0].feature in ("PCLI", "PPLC"):
                found.append("state_subject")
        elif head.dep_ == "conj":
            found.append("conjunct")
        elif head.dep_ == "pobj" and head.head.dep_ == "agent":
            found.append("agent")
        elif head.dep_ in ("pobj", "compound", "poss", "appos", "dobj", "ROOT", "nmod", "npadvmod"):
            found.append(f"dep_{head.dep_}")
    if m.line.shouting:
        found.append("shouting")
    if m.line.paragraph.block.role in ("headline", "heading"):
        found.append("headline")
    if m.first == 0:
        found.append("begins")
    return tuple(dict.fromkeys(found))


@cache
def speech_verbs(language: Language) -> frozenset[str]:
    """Verbs whose subject acts: a state or a seat of government there is an actor, not a place."""
    return language.words("place_actor_verbs")


def is_place(found: tuple[str, ...]) -> float:
    """How far the signs speak for a place: above 0 more than not."""
    table = weights("is_place")
    return table["bias"] + sum(table.get(s, 0.0) for s in found)
