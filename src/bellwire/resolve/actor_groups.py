"""Groups without a name of their own: the army, rebels, residents, the health ministry, Thai soldiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.model.words import ActorType
from bellwire.resolve.actor_bodies import ministry_name
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import WORD, Hit, Known, states

MODIFIES = frozenset(("compound", "amod", "nmod"))
DEFINITE = frozenset(("the", "this", "that", "these", "those"))
OWNERS = frozenset(("its", "their", "his", "her", "our", "my"))
NEAR = 4
"""Words between a known name and the group's noun that it may describe, the possessive mark included."""
REACH = 7
"""Words before a group's noun that may say whose it is."""


@dataclass(frozen=True, slots=True)
class GroupNoun:
    """A row of group_nouns, and the types that group_anaphors lets it point back to."""

    word: str
    kind: str
    type: ActorType
    points_to: tuple[str, ...]
    creed: str = ""


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
    creeds = {row["word"].lower(): row["creed"] for row in language.table("group_anaphors")}
    rows = {row["word"].lower(): (row["class"], row["type"]) for row in language.table("group_nouns")}
    by_word: dict[str, list[GroupNoun]] = {}
    for word in {**rows, **points_to}:
        kind, kind_of_actor = rows.get(word, ("anaphor", "other"))
        first = WORD.match(word)
        noun = GroupNoun(word, kind, kind_of_actor, points_to.get(word, ()), creeds.get(word, ""))  # type: ignore[arg-type]
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
    start, determiner, token = first.idx, "", first
    for i in range(first.i - 1, max(first.i - 1 - REACH, -1), -1):
        if token.is_sent_start:
            break
        token = page.tokens[i]
        word = token.lower_
        if token.pos_ == "DET" or word in OWNERS or word in DEFINITE:
            determiner = word
            break
        if not _is_word_of_phrase(token):
            break
        start = token.idx
    near = [hit for hit in page.hits if start <= hit.start and hit.end <= first.idx]
    hit = near[-1] if near else None
    if hit and len(page.text[hit.end : first.idx].split()) > NEAR:
        hit = None
    joined = page.text[hit.end : first.idx] if hit else ""
    return Frame(hit.start if hit else first.idx, determiner, hit, joined)


def _key(noun: GroupNoun, country: str | None) -> tuple[str | None, str, ActorType]:
    """Key, name and type of a group of a country's (None: not known whose)."""
    state = states().get(country or "")
    if noun.kind in ("forces", "junta", "ofwhom"):
        return (state.forces, state.forces, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind == "police":
        return (state.police, state.police, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind == "government":
        return (state.government, state.government, noun.type) if state else (None, noun.word, noun.type)
    if noun.kind.startswith("ministry:"):
        name = ministry_name(noun.kind.partition(":")[2].capitalize(), country)
        return name, name, noun.type
    if noun.kind in ("airforce", "navy", "generalstaff"):
        word = {"airforce": "Air Force", "navy": "Navy", "generalstaff": "General Staff"}[noun.kind]
        name = f"{state.adjective} {word}" if state else word
        return name, name, noun.type
    return f"{noun.kind}", noun.word, noun.type


LOOSE = frozenset(
    "security peacekeepers mission intelligence presidency parliament prosecutors local health embassy diplomats "
    "civildefence court electoral armed armedgroups gunmen gang cartel militia mercenaries settlers herders civilians "
    "students displaced migrants protesters activists hostages detainees pows witnesses relatives medics rescuers "
    "aidworkers aidgroups rightsgroups journalists media statemedia tribes opposition mediators patients experts "
    "rightsgroup aidgroup".split()
)
"""Classes of groups that are no body of a state: where the text does not say whose they are, they are their own."""
NAMED_FIGHTERS = frozenset(
    ("armed", "gunmen", "militia", "forces", "gang", "cartel", "police", "government", "mercenaries")
)


def _backed(page: Page, frame: Frame) -> str:
    """ "US-backed" in "US-backed fighters"."""
    if frame.hit is None or not frame.joined.startswith("-"):
        return ""
    return page.text[frame.hit.start : frame.hit.end] + frame.joined.split()[0]


def _as_what(token: Token) -> bool:
    """Whether the words only say what somebody is called: "designated it as a terrorist group"."""
    return bool(token.dep_ == "pobj" and token.head.lower_ == "as")


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
    known = frame.hit.choose(scene.countries) if frame.hit else None
    mention = Mention(
        start=page.start + at,
        end=page.start + at + len(noun.word),
        paragraph=page.paragraph.number,
        name=noun.word,
        type=noun.type,
        kind="group",
        definite=frame.determiner in DEFINITE or frame.determiner in OWNERS,
        subject=last.dep_ in ("nsubj", "nsubjpass"),
        creed=noun.creed,
        backed=_backed(page, frame),
        owned=frame.determiner in OWNERS and frame.hit is None,
        beside=page.start + last.head.idx if last.dep_ == "appos" and not frame.hit else None,
    )
    if noun.kind == "ofwhom" and not (frame.hit or mention.owned):
        return None
    if (frame.determiner in ("a", "an") and last.dep_ in ("attr", "oprd")) or _as_what(last):
        return None
    if known and frame.joined == " " and _belongs(known, noun):
        mention.start, mention.kind = page.start + frame.start, "name"
        mention.key = mention.name = known.name
        mention.type, mention.country, mention.part_of = known.type, known.country, known.part_of
        return mention
    if noun.kind == "anaphor":
        mention.kind, mention.points_to = "anaphor", noun.points_to
        return mention if mention.definite and not frame.hit else None
    of_state = known is not None and known.kind in ("state", "adjective", "people") and frame.joined[:1] != "-"
    _of_country(mention, noun, known.country if known and of_state else None, scene.country)
    if of_state:
        mention.start = page.start + frame.start
        if noun.points_to or (noun.kind in LOOSE and noun.type != "civilians"):
            mention.name = page.text[frame.start : mention.end - page.start]
            mention.key = mention.name.lower()
    elif noun.points_to:
        mention.kind, mention.points_to = "anaphor", noun.points_to
    return mention


def _of_country(mention: Mention, noun: GroupNoun, country: str | None, main: str | None) -> None:
    """Key and name of a group of a country's; where the text does not say whose, `owner` says what to look for."""
    key, name, type_ = _key(noun, country or main)
    mention.key, mention.name, mention.type = key, name, type_
    mention.country = (country or main) if key else None
    if country is None and noun.kind not in LOOSE:
        mention.owner = noun.kind


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
        if last is None or _is_modifier(last) or (last.pos_ in ("VERB", "ADJ", "ADV") and " " not in noun.word):
            continue
        after = end
        mention = _mention(scene, page, noun, at, last)
        if mention:
            yield mention


def groups_within(scene: Scene, page: Page, start: int, end: int, language: Language) -> Iterator[Mention]:
    """The bodies in a phrase, those too that only describe: the army in "an army spokesman"; gang members are none."""
    nouns = group_nouns(language)
    lower = page.text[start:end].lower()
    for match in WORD.finditer(lower):
        noun = _noun_at(lower, match.start(), nouns.get(match.group(), ()))
        last = page.token(start + match.start() + noun.word.rfind(" ") + 1) if noun else None
        mention = _mention(scene, page, noun, start + match.start(), last) if noun and last is not None else None
        if mention and mention.key not in LOOSE:
            yield mention
