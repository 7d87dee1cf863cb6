"""Bodies that no table knows, found by the head of their name or by the short name in brackets after it."""

import re

from bellwire.knowledge import Language
from bellwire.model.words import ActorType
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import states
from bellwire.resolve.actor_other_names import AGE, WORD
from bellwire.resolve.actor_runs import Run, is_place, tokens_of
from bellwire.resolve.actor_titles import org_heads

ACRONYM = re.compile(r"\s?[(\[]([A-Z][A-Za-z&/-]{1,11})[)\]]")
BRACKETS = re.compile(r"\s?[(\[][^()\[\]]{1,40}[)\]]")
JOINS = frozenset(("of", "for", "the", "and", "de", "du", "des", "del", "la"))
AND_MORE = re.compile(rf" and {WORD}(?: {WORD}){{0,4}}")
OF_MORE = re.compile(rf"(?: (?:of|for|and|on|de|du|des)(?: the)? {WORD}(?: {WORD}){{0,4}}){{1,3}}")
NUMBERED = re.compile(r"(?<!\w)\d{1,3}(?:st|nd|rd|th) $")
UNIT = re.compile(r".*\d(?:st|nd|rd|th) |.*\b(?:Infantry|Airborne|Mechani[sz]ed|Armou?red|Artillery|Assault)\b")
MINISTRY = re.compile(r"(\w+(?: and \w+)?) Ministry|(?:Ministry|Department) (?:of|for) (?:the )?(.+)")


def _body_type(words: list[str], heads: dict[str, ActorType]) -> ActorType | None:
    """The type of a body by its name's head: the word before "of" or "for", else the last that is a head."""
    stop = next((i for i, word in enumerate(words) if word in JOINS and i), len(words))
    for word in (words[stop - 1], words[-1]):
        if word in heads:
            return heads[word]
    return None


def _body_end(page: Page, run: Run, heads: dict[str, ActorType]) -> int:
    """Where a body's name ends: over "of the Red Cross", and over "and" where what follows ends in a head."""
    end = run.end
    joined = AND_MORE.match(page.text, end)
    if joined and joined.group().split()[-1] in heads and page.text[run.start : end].split()[-1] not in heads:
        end = joined.end()
    words = page.text[run.start : end].split()
    tail = OF_MORE.match(page.text, end)
    if tail and words and words[-1] in heads and words[-1] not in ("Police", "President"):
        end = tail.end()
    return end


def _body_start(page: Page, start: int) -> int:
    """Where a body's name begins: "6th Infantry Division", "Mexican Institute" take the word before."""
    number = NUMBERED.search(page.text[max(0, start - 8) : start])
    if number:
        return start - len(number.group())
    for hit in page.hits:
        if hit.end + 1 == start and page.text[hit.end] == " " and hit.choices[0].kind in ("adjective", "state"):
            return hit.start
    return start


def _is_aged(page: Page, end: int) -> bool:
    """Whether an age follows the brackets behind a name, which then hold no short name: "Anna Kova (Ania), 34,"."""
    brackets = BRACKETS.match(page.text, end)
    return brackets is not None and AGE.match(page.text[brackets.end() : brackets.end() + 30]) is not None


def body(scene: Scene, page: Page, run: Run, language: Language) -> Mention | None:
    """A body by its name's head, or by the short name in brackets after it."""
    heads = org_heads(language)
    first = run.capitals
    end = _body_end(page, run, heads)
    words = page.text[first:end].split()
    kind = _body_type(words, heads)
    short = None if _is_aged(page, end) else ACRONYM.match(page.text[end : end + 16])
    if kind is None and (not short or run.titles or run.name_start != first):
        return None
    start = _body_start(page, first)
    if len(page.text[start:end].split()) < 2 or is_place(scene, page.start + first, page.start + end):
        return None
    name = page.text[start:end]
    if UNIT.match(name):
        kind = "state_forces"
    ministry = MINISTRY.fullmatch(page.text[first:end])
    country = None
    if ministry:
        name, country = ministry_name(ministry.group(1) or ministry.group(2), scene.country), scene.country
    tokens = tokens_of(page, first, end)
    return Mention(
        page.start + start,
        page.start + end,
        page.paragraph.number,
        name,
        kind or "other",
        "name",
        name,
        country,
        subject=any(t.dep_ in ("nsubj", "nsubjpass") for t in tokens),
    )


def ministry_name(field: str, country: str | None) -> str:
    """What a ministry is called: "Ministry of Health of Sudan".

    >>> ministry_name("Foreign", "EG")
    'Ministry of Foreign Affairs of Egypt'
    """
    field = {"Foreign": "Foreign Affairs", "Defense": "Defence"}.get(field, field)
    state = states().get(country or "")
    return (
        f"Ministry of {field} of {state.government.removeprefix('Government of ')}" if state else f"Ministry of {field}"
    )


def short_name(page: Page, mention: Mention) -> tuple[str, int, int] | None:
    """The short name in brackets right after a mention, with its place in the document."""
    at = mention.end - page.start
    match = ACRONYM.match(page.text[at : at + 16])
    if not match:
        return None
    return match.group(1), page.start + at + match.start(1), page.start + at + match.end(1)
