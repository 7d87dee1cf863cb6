"""Other forms of a person's name beside it: in brackets, in another script, behind "known as"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.knowledge import Language
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_people import has_given_name
from bellwire.resolve.actor_titles import org_heads, titles

PARTICLE = r"(?:al|el|bin|ibn|bint|abu|umm|de|del|der|di|du|dos|van|von|ul|ur|ud)"
WORD = r"(?:[A-Z]\.(?:[A-Z]\.)*|(?:[a-z]{1,3}[-'])?[A-ZÀ-ÖØ-ÞĀ-ſ][\w]*(?:[-'][\w]+)*)"
NAME = rf"{WORD}(?:(?: {PARTICLE}){{0,2}}[ -]{WORD}| \"[A-Z][^\"]{{1,24}}\"){{0,7}}"
MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
"""Accents and vowels that are characters of their own, and joiners: no letters, but within words."""
SCRIPT_WORD = rf"[^\W\d_A-Za-zªºµÀ-ɏḀ-ỿ][\w{MARKS}]*(?:['-][\w{MARKS}]+)*"
SCRIPT_NAME = rf"{SCRIPT_WORD}(?:[ ·]{SCRIPT_WORD}){{0,5}}"
"""A name in a script that is not the text's."""
AGE = re.compile(r", (?:aged )?\d{1,2}(?:,(?!\d)|[.;])| \(\d{1,2}\)|, (?:a|an|the) \d{1,2}-year-old")
"""An age right behind a name."""
SCRIPT = re.compile(rf"(?<![\w-]){SCRIPT_NAME}")
LED_BY_SCRIPT = re.compile(rf"(?<![\w-])({SCRIPT_NAME}) ?[(（]$")
REACH = 90
"""Characters beside a name in which another form of it stands."""


def is_in_other_script(name: str) -> bool:
    """Whether a name is in a script that is not the text's.

    >>> is_in_other_script("Анна Кова"), is_in_other_script("Anna Kova")
    (True, False)
    """
    return SCRIPT.match(name) is not None


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another form of a name: where it stands in the paragraph, and whether the words tell for sure that it is one."""

    start: int
    end: int
    sure: bool


@cache
def _behind(language: Language) -> re.Pattern[str]:
    """What follows a name and holds another form of it: "(known as Ania)", "(أحمد)", ", also known as Ania"."""

    def any_of(*places: str) -> str:
        cues = [r["cue"] for r in language.table("private_cues") if r["place"] in places]
        ordered = sorted(cues, key=len, reverse=True)
        return "|".join(re.escape(cue).replace(r"\*", r"(?:[a-z]+ ){0,3}[a-z]+") for cue in ordered)

    def name(number: int) -> str:
        return rf"[\"“‘']?(?:(?P<script{number}>{SCRIPT_NAME})|(?P<name{number}>{NAME}))(?:,?[\"”’'])?"

    said = rf"(?P<said>(?:[a-z]+ ){{0,4}}?(?:{any_of('beside', 'bracketed')})[,:]? |[A-Z][a-z]+: ?)?"
    bracketed = rf" ?[(\[（]{said}{name(1)}[)\]）]"
    beside = rf"(?:,| [–—-])? (?:{any_of('beside')}) {name(2)}"
    return re.compile(f"{bracketed}|{beside}")


def others_behind(page: Page, end: int, language: Language) -> tuple[list[OtherName], int]:
    """The other form of a name that ends at `end`, and where what is said of the person goes on."""
    if page.text[end : end + 1] not in (" ", ",", "(", "（"):
        return [], end
    found = _behind(language).match(page.text, end, end + REACH)
    if found is None:
        return [], end
    group = next(g for g in ("script1", "name1", "script2", "name2") if found[g])
    start, stop = found.span(group)
    if any(hit.start < stop and start < hit.end for hit in page.hits):
        return [], end
    sure = group != "name1" or bool(found["said"]) or bool(AGE.match(page.text[found.end() : found.end() + REACH]))
    if not sure and not _may_be_another(found[group], language):
        return [], end
    return [OtherName(start, stop, sure)], found.end()


def _may_be_another(name: str, language: Language) -> bool:
    """Whether a name in brackets, of which nothing is said, may be a person's: no party, town or short name."""
    words = name.split()
    if name.isupper() or not org_heads(language).keys().isdisjoint(words):
        return False
    return has_given_name(name) or (len(words) > 1 and not any(w.lower() in titles(language) for w in words))


def other_before(page: Page, start: int, end: int) -> OtherName | None:
    """The name in another script that a name in brackets stands behind: "فاطمة الزين (Fatima al-Zein)"."""
    if page.text[end : end + 1] not in (")", "）") or page.text[start - 1 : start] not in ("(", "（"):
        return None
    found = LED_BY_SCRIPT.search(page.text[max(0, start - REACH) : start])
    base = max(0, start - REACH)
    return OtherName(base + found.start(1), base + found.end(1), True) if found else None


def other_names(scene: Scene, page: Page, others: list[OtherName], person: Mention) -> Iterator[Mention]:
    """The mentions by the other forms of a person's name; one of which nothing is said only where they are private."""
    for other in others:
        start, end = page.start + other.start, page.start + other.end
        place = any(p.start <= start and end <= p.end for p in scene.draft.places)
        if other.sure or (person.private and not place):
            yield Mention(
                start, end, page.paragraph.number, person.name, "person", "person",
                private=person.private, public=person.public, also=page.text[other.start : other.end],
            )  # fmt: skip


def also_mentions(scene: Scene, mentions: list[Mention]) -> Iterator[Mention]:
    """Where the page calls a person by another form of the name again; mentions found by it get the person's name."""
    persons = {m.also: m for m in mentions if m.also and len(m.also) > 1}
    if not persons:
        return
    for mention in mentions:
        if mention.kind == "person" and mention.name in persons:
            mention.name = persons[mention.name].name
    taken = [(m.start, m.end) for m in mentions]
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(persons, key=len, reverse=True))) + r")(?!\w)"
    )
    for page in scene.pages:
        for match in pattern.finditer(page.text):
            start, end = page.start + match.start(), page.start + match.end()
            if not any(s < end and start < e for s, e in taken):
                token = page.token(match.start())
                yield Mention(
                    start, end, page.paragraph.number, persons[match.group()].name, "person", "person",
                    subject=token is not None and token.dep_ in ("nsubj", "nsubjpass"),
                )  # fmt: skip
