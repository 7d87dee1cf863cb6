"""Which actor "the group", "the militants", "he" and "they" stand for: the nearest that fits, or nobody."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from bellwire.draft import Draft, Token
from bellwire.knowledge import Language
from bellwire.knowledge.tables import Row
from bellwire.resolve.actor_mentions import Mention, Scene
from bellwire.resolve.actor_names import organisations, states
from bellwire.resolve.actor_people import genders

BY_WORD = frozenset(("ministry", "department", "commission", "council", "hospital", "party", "network", "mission"))
"""Nouns that point only to a body that has the word in its name."""
FAR = 4
"""Sentences back that a definite noun may point, and "she" to a woman; other pronouns reach one."""
BODIES = frozenset(
    ("state_forces", "police", "government", "armed_group", "militia", "party", "igo", "ngo", "company", "media")
)


@cache
def pronouns(language: Language) -> dict[str, Row]:
    """The pronouns by word."""
    return {row["word"]: row for row in language.table("pronouns")}


def pronoun_mentions(scene: Scene, language: Language) -> Iterator[Mention]:
    """The pronouns of the article outside of quoted speech."""
    table = pronouns(language)
    quotes = [(q.start, q.end) for q in scene.draft.quotes]
    for page in scene.pages:
        for token in page.tokens:
            row = table.get(token.lower_)
            if row is None or token.pos_ != "PRON" or token.dep_ == "expl":
                continue
            start = page.start + token.idx
            if any(low <= start < high for low, high in quotes) or _empty_it(token):
                continue
            yield Mention(
                start, start + len(token), page.paragraph.number, token.lower_, "other", "pronoun",
                points_to=(row["points_to"],), subject=token.dep_ in ("nsubj", "nsubjpass"), gender=row["gender"],
            )  # fmt: skip


def _empty_it(token: Token) -> bool:
    """Whether "it" stands for nobody: "it is unclear", "it was raining"."""
    return (
        token.lower_ == "it"
        and token.dep_ in ("nsubj", "nsubjpass")
        and (token.head.pos_ == "AUX" or token.head.lemma_ in ("be", "seem", "appear", "rain", "take", "remain"))
    )


@dataclass(slots=True)
class Memory:
    """The mentions read so far, each with the number of its sentence."""

    starts: list[int]
    seen: list[tuple[int, Mention]] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    """The gender of people by key, as far as names, titles and the pronouns read so far tell."""
    quoted: list[tuple[int, int]] = field(default_factory=list)
    """Where quoted speech stands: what is named in it is not who "it" outside of it is."""

    def sentence(self, at: int) -> int:
        """The number of the sentence at a place."""
        return bisect_right(self.starts, at)

    def in_quote(self, mention: Mention) -> bool:
        """Whether a mention stands in quoted speech."""
        at = bisect_right(self.quoted, (mention.start, mention.start))
        return at > 0 and mention.start < self.quoted[at - 1][1]

    def together(self, one: Mention, other: Mention) -> bool:
        """Whether two mentions stand in one sentence."""
        return self.sentence(one.start) == self.sentence(other.start)

    def nearest(self, mention: Mention, fits: "Fits", reach: int, *, sure: bool = False) -> Mention | None:
        """The best antecedent: nearest sentence; there, a subject before others, the first before later ones.

        For "its army" the last subject is the owner. In the mention's own sentence only what stands before it counts.
        Nobody of the other gender is "she"; where `sure`, nobody whose gender is not known either.
        """
        here = self.sentence(mention.start)
        best: tuple[int, int, int] | None = None
        found = None
        for number, other in reversed(self.seen):
            back = here - number
            if back > reach:
                break
            if other.key is None or not fits.ok(other) or (mention.kind == "pronoun" and self.in_quote(other)):
                continue
            if mention.gender and self.genders.get(other.key, "" if sure else mention.gender) != mention.gender:
                continue
            first = other.subject and not mention.owned
            score = (-back, 1 if other.subject else 0, -other.start if first else other.start)
            if best is None or score > best:
                best, found = score, other
        return found


@dataclass(frozen=True, slots=True)
class Fits:
    """What an antecedent must be; `word` must stand in its name, where given."""

    kinds: tuple[str, ...]
    types: frozenset[str]
    word: str = ""
    creed: str = ""

    def ok(self, other: Mention) -> bool:
        """Whether a mention may be the antecedent."""
        if other.kind not in self.kinds or other.type not in self.types or self.word not in other.name.lower():
            return False
        return not self.creed or has_creed(other, self.creed)


def has_creed(mention: Mention, creed: str) -> bool:
    """Whether the tables give the body the creed."""
    known = organisations().get(mention.key or "")
    return known is not None and known.creed == creed


FIGHTING = frozenset(("forces", "ofwhom"))
NAMED = ("name", "person", "group", "anaphor", "pronoun")
POINTS = {
    "person": Fits((*NAMED, "role"), frozenset(("person",))),
    "body": Fits(NAMED, BODIES),
    "many": Fits(NAMED, BODIES | {"civilians", "other"}),
}
OWNER_OF_FORCES = Fits(NAMED, frozenset(("state_forces", "government", "armed_group", "militia")))


def _take(mention: Mention, other: Mention) -> None:
    mention.key, mention.type, mention.country, mention.part_of = other.key, other.type, other.country, other.part_of
    mention.name = other.name


def resolve(draft: Draft, mentions: list[Mention], language: Language) -> None:
    """Gives anaphors and pronouns the key of their antecedent; a pronoun without one stays without a key."""
    quoted = sorted((q.start, q.end) for q in draft.quotes)
    memory = Memory([sentence.start for sentence in draft.sentences()], genders=genders(mentions), quoted=quoted)
    named = [m for m in mentions if m.kind == "name" and m.key]
    backed = {m.backed: m for m in reversed(named) if m.backed}
    spoke = speaking(draft, language) if any(m.gender for m in mentions) else []
    for mention in mentions:
        if mention.kind == "anaphor":
            _resolve_noun(mention, memory, named, backed)
        elif mention.kind == "pronoun":
            fits = POINTS[mention.points_to[0]]
            other = memory.nearest(mention, fits, 1)
            if other is None and mention.gender:
                other = memory.nearest(mention, fits, FAR, sure=True)
            if other and mention.gender and _spoke_between(other, mention, spoke, mentions):
                other = None
            if other and (other.subject or other.type == "person" or memory.together(mention, other)):
                _take(mention, other)
                if mention.key and mention.gender:
                    memory.genders.setdefault(mention.key, mention.gender)
        elif mention.owner:
            _resolve_owner(mention, memory, mentions)
        memory.seen.append((memory.sentence(mention.start), mention))


@cache
def _speech_verbs(language: Language) -> frozenset[str]:
    return frozenset(row["word"] for row in language.table("cues") if row["part"] == "verb" and row["class"] == "say")


def speaking(draft: Draft, language: Language) -> list[int]:
    """Where common nouns stand that are the subject of a verb of speech: "A driver who escaped said"."""
    verbs = _speech_verbs(language)
    return [
        sentence.at(token)
        for sentence in draft.sentences()
        for token in sentence.tokens
        if token.dep_ == "nsubj" and token.tag_ == "NN" and token.head.lemma_ in verbs
    ]


def _spoke_between(other: Mention, mention: Mention, nouns: list[int], mentions: list[Mention]) -> bool:
    """Whether somebody unnamed speaks between the two: "he" is then more likely that one, and stays open."""
    between = [at for at in nouns if other.end <= at < mention.start]
    known = [m for m in mentions if m.key and m.kind != "role" and m.start < mention.start and m.end > other.end]
    return any(not any(m.start <= at < m.end for m in known) for at in between)


def _resolve_owner(mention: Mention, memory: Memory, mentions: list[Mention]) -> None:
    """Whose army, where the text does not say: the owner's of "its", that named last, else the main country's."""
    if mention.owned and mention.owner in FIGHTING:
        other = memory.nearest(mention, OWNER_OF_FORCES, 1)
        if other:
            _take_forces(mention, other)
            return
    owned = [
        m for m in mentions if m.kind in ("group", "name") and not m.owner and m.country and _same_body(mention, m)
    ]
    if not owned or mention.owner in ("government", "police"):
        return
    here = memory.sentence(mention.start)
    before = [m for m in owned if m.start < mention.start and here - memory.sentence(m.start) <= FAR]
    own = any(m.country == mention.country for m in owned)
    other = before[-1] if before else None if own else owned[0]
    if other and mention.owner in FIGHTING:
        _take_forces(mention, other)
    elif other:
        _take(mention, other)


def _take_forces(mention: Mention, other: Mention) -> None:
    """Makes the mention the other body itself where it fights, else the forces of its state."""
    state = states().get(other.country or "")
    if other.type in ("armed_group", "militia") or (other.type == "state_forces" and state is None):
        _take(mention, other)
    elif state is not None and other.type in ("state_forces", "government"):
        mention.key = mention.name = state.forces
        mention.type, mention.country, mention.part_of = "state_forces", state.code, None


def _same_body(mention: Mention, other: Mention) -> bool:
    """Whether another mention is of such a body: another army for "the army", another health ministry for one."""
    if mention.owner and mention.owner.startswith("ministry:"):
        return other.type == "government" and "Ministry" in other.name and mention.owner[9:].capitalize() in other.name
    return other.type == mention.type and other.type == "state_forces"


def _main(named: list[Mention], types: tuple[str, ...]) -> Mention | None:
    """The page's one named actor of the types, or the one named at least twice as often as any other."""
    count = Counter(m.key for m in named if m.type in types)
    ranks = count.most_common(2)
    if not ranks or (len(ranks) == 2 and ranks[0][1] < 2 * ranks[1][1]):
        return None
    return next(m for m in named if m.key == ranks[0][0])


def _resolve_noun(mention: Mention, memory: Memory, named: list[Mention], backed: dict[str, Mention]) -> None:
    types = frozenset(mention.points_to)
    head = mention.name.split()[-1].lower()
    other = None
    if mention.definite:
        other = memory.nearest(mention, Fits(("name", "anaphor", "group"), types, head, mention.creed), FAR)
        if other is None and head not in BY_WORD:
            other = memory.nearest(mention, Fits(("name", "anaphor"), types, creed=mention.creed), FAR)
    if mention.backed:
        other = backed.get(mention.backed)
    elif other is None and head not in BY_WORD:
        fitting = [m for m in named if not mention.creed or has_creed(m, mention.creed)]
        other = _main(fitting, mention.points_to)
    if other is not None and other.key:
        _take(mention, other)
