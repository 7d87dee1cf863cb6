"""Groups without a name of their own: the army, rebels, residents, the health ministry, Thai soldiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.model.words import ActorType
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import WORD, Hit, Known, states

MODIFIES = frozenset(("compound", "amod", "nmod"))
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
OWNERS = frozenset(("its", "their", "his", "her", "our", "my"))
REACH = 7
"""Words before a group's noun that may say whose it is."""


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A row of group_nouns, and the types that group_anaphors lets it point back to."""

    word: str
    kind: str
    type: ActorType
    points_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before a group's noun: where the phrase begins, its determiner, and the known name in it."""

    start: int
    determiner: str
    hit: Hit | None
    joined: str


@cache
def group_nouns(language: Language) -> dict[str, tuple[GroupNoun, ...]]:
    """The group nouns and anaphors by first word, in small letters, long ones first."""
    points_to = {row["word"].lower(): tuple(row["types"].split(";")) for row in language.table("group_anaphors")}
    rows = {row["word"].lower(): (row["class"], row["type"]) for row in language.table("group_nouns")}
    by_word: dict[str, list[GroupNoun]] = {}
    for word in {**rows, **points_to}:
        kind, kind_of_actor = rows.get(word, ("anaphor", "other"))
        first = WORD.match(word)
        noun = GroupNoun(word, kind, kind_of_actor, points_to.get(word, ()))  # type: ignore[arg-type]
        by_word.setdefault(first.group() if first else word, []).append(noun)
    return {first: tuple(sorted(nouns, key=lambda n: (-len(n.word), n.word))) for first, nouns in by_word.items()}


def _noun_at(text: str, at: int, nouns: tuple[GroupNoun, ...]) -> GroupNoun | None:
    for noun in nouns:
        end = at + len(noun.word)
        if text.startswith(noun.word, at) and (end >= len(text) or not text[end].isalnum()):
            return noun
    return None


def _is_modifier(token: Token) -> bool:
    """Whether the noun only describes another: "army" in "army base", "rebel" in "rebel spokesman"."""
    if token.dep_ in MODIFIES and token.head.i > token.i:
        return True
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and after.text == "-"


def _is_word_of_phrase(token: Token) -> bool:
    return (
        token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "PART", "ADV")
        or token.text in ("-", '"', "“", "”", "'s", "’s")
        or (token.pos_ == "VERB" and token.tag_ in ("VBN", "VBG"))
    )


def _frame(page: Page, first: Token) -> Frame:
    """Walks left over the words of the noun phrase."""
    doc, start, determiner = page.paragraph.doc, first.idx, ""
    sentence_start = first.sent.start
    for step in range(1, REACH + 1):
        i = first.i - step
        if i < sentence_start:
            break
        token = doc[i]
        word = token.lower_
        if token.pos_ == "DET" or word in OWNERS or word in DEFINITE:
            determiner = word
            break
        if not _is_word_of_phrase(token):
            break
        start = token.idx
    near = [hit for hit in page.hits if start <= hit.start and hit.end <= first.idx]
    hit = near[-1] if near else None
    joined = page.text[hit.end : first.idx] if hit else ""
    return Frame(hit.start if hit else first.idx, determiner, hit, joined)


def _key(noun: GroupNoun, country: str | None) -> tuple[str | None, str, ActorType]:
    """Key, name and type of a group of a country's (None: not known whose)."""
    state = states().get(country or "")
    if noun.kind in ("forces", "junta"):
        return (state.forces, state.forces, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind == "police":
        return (state.police, state.police, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind == "government":
        return (state.government, state.government, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind.startswith("ministry:"):
        name = f"Ministry of {noun.kind.partition(':')[2].capitalize()}"
        name = f"{name} of {state.government.removeprefix('Government of ')}" if state else name
        return name, name, noun.type
    if noun.kind in ("airforce", "navy", "generalstaff"):
        word = {"airforce": "Air Force", "navy": "Navy", "generalstaff": "General Staff"}[noun.kind]
        name = f"{state.adjective} {word}" if state else word
        return name, name, noun.type
    return f"{noun.kind}", noun.word, noun.type


GENERIC = frozenset(("forces", "junta", "police", "government", "airforce", "navy", "generalstaff"))
NAMED_FIGHTERS = frozenset(
    ("armed", "gunmen", "militia", "forces", "gang", "cartel", "police", "government", "mercenaries")
)


def _belongs(known: Known, noun: GroupNoun) -> bool:
    """Whether "Fano fighters" is Fano: the noun says what the named body is made of."""
    if known.kind != "organisation":
        return False
    if noun.kind == "anaphor" or noun.points_to:
        return not noun.points_to or known.type in noun.points_to or known.type in ("armed_group", "militia")
    return noun.kind in NAMED_FIGHTERS and known.type in ("armed_group", "militia", "state_forces", "police")


def _mention(scene: Scene, page: Page, noun: GroupNoun, at: int, last: Token) -> Mention | None:
    first = page.token(at)
    frame = _frame(page, first) if first is not None else Frame(at, "", None, "")
    end = at + len(noun.word)
    known = frame.hit.choose(scene.countries) if frame.hit else None
    definite = frame.determiner in DEFINITE
    subject = last.dep_ in ("nsubj", "nsubjpass")
    base, number = page.start, page.paragraph.number
    if known and frame.joined == " " and _belongs(known, noun):
        return Mention(
            base + frame.start,
            base + end,
            number,
            known.name,
            known.type,
            "name",
            known.name,
            known.country,
            known.part_of,
            subject=subject,
        )
    if noun.kind == "anaphor":
        if not definite or frame.hit:
            return None
        return Mention(
            base + at,
            base + end,
            number,
            noun.word,
            "other",
            "anaphor",
            points_to=noun.points_to,
            definite=True,
            subject=subject,
        )
    country = (
        known.country
        if known and known.kind in ("state", "adjective", "people") and not frame.joined.startswith("-")
        else None
    )
    own = country or scene.country
    key, name, type_ = _key(noun, own)
    start = frame.start if country else at
    mention = Mention(
        base + start,
        base + end,
        number,
        name,
        type_,
        "group",
        key,
        own if key else None,
        definite=definite,
        subject=subject,
    )
    if noun.points_to and not country:
        mention.kind, mention.points_to = "anaphor", noun.points_to
    if country and noun.kind not in GENERIC and not noun.kind.startswith("ministry:") and noun.type != "civilians":
        words = page.text[start:end]
        mention.key, mention.name, mention.country = words.lower(), words, country
    return mention


def group_mentions(scene: Scene, page: Page, language: Language) -> Iterator[Mention]:
    """The groups of a paragraph. Words inside a known name, and nouns that only describe another, are none."""
    nouns, lower = group_nouns(language), page.text.lower()
    if len(lower) != len(page.text):  # small letters of other length (İ): offsets would not hold
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in page.text)
    taken = [(hit.start, hit.end) for hit in page.hits if hit.choices[0].kind == "organisation"]
    after = 0
    for match in WORD.finditer(lower):
        at = match.start()
        if at < after or match.group() not in nouns or (at and lower[at - 1] in "-@#"):
            continue
        noun = _noun_at(lower, at, nouns[match.group()])
        if noun is None or any(start <= at < end for start, end in taken):
            continue
        end = at + len(noun.word)
        last = page.token(max(at, lower.rfind(" ", at, end) + 1))
        if last is None or _is_modifier(last) or last.pos_ in ("VERB", "ADJ", "ADV") and " " not in noun.word:
            continue
        after = end
        mention = _mention(scene, page, noun, at, last)
        if mention:
            yield mention
