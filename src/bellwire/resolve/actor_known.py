"""Mentions of known bodies, and of states that act or speak."""

from collections.abc import Iterator

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_names import Hit
from bellwire.resolve.actor_titles import speech_verbs

ACTS_WITH = frozenset(("by", "between", "against", "with"))
"""Prepositions after which a state is one who acts or is acted on, not a place."""
SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def _head_of_coordination(token: Token) -> Token:
    """The first of "Israel and Hamas" for any of them."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def _last_token(page: Page, hit: Hit) -> Token | None:
    tokens = [page.at[i] for i in range(hit.start, hit.end) if i in page.at]
    return tokens[-1] if tokens else None


def _state_acts(page: Page, hit: Hit, *, seat: bool, language: Language) -> bool:
    """Whether the state or capital stands for its government: as a subject, an agent or somebody addressed."""
    last = _last_token(page, hit)
    if last is None or page.text[hit.end : hit.end + 1] == "-":
        return False
    if page.text[hit.end : hit.end + 2] == "'s" or last.dep_ in ("compound", "amod", "nmod", "poss", "appos"):
        return False
    token = _head_of_coordination(last)
    if token.dep_ in SUBJECTS:
        verb = token.head
        return bool(verb.lemma_ != "be" and verb.pos_ in ("VERB", "AUX"))
    if token.dep_ in ("dobj", "dative"):
        return bool(token.head.lemma_ in speech_verbs(language))
    return (
        token.dep_ == "pobj"
        and token.head.lower_ in ("by", "between", "against")
        and token.head.dep_ in ("agent", "prep")
    )


def _backed(page: Page, hit: Hit) -> str:
    """ "US-backed" right before "SDF"."""
    before = page.text[max(0, hit.start - 30) : hit.start]
    word = before.rstrip().split(" ")[-1]
    return (
        word if before.endswith(" ") and "-" in word and word.endswith(("backed", "led", "allied", "aligned")) else ""
    )


def known_mentions(scene: Scene, page: Page, language: Language) -> Iterator[Mention]:
    """The known bodies of a paragraph, and states that act."""
    for hit in page.hits:
        known = hit.choose(scene.countries)
        after = page.text[hit.end : hit.end + 2]
        if after[:1] == "-" and after[1:].islower():
            continue
        if known.kind in ("adjective", "people"):
            continue
        if known.kind in ("state", "seat") and not _state_acts(page, hit, seat=known.kind == "seat", language=language):
            continue
        last = _last_token(page, hit)
        if (
            known.type == "media"
            and page.paragraph.block.role == "caption"
            and (last is None or last.dep_ not in SUBJECTS)
        ):
            continue  # the credit of a picture
        yield Mention(
            page.start + hit.start, page.start + hit.end, page.paragraph.number, known.name, known.type, "name",
            known.name, known.country, known.part_of, subject=last is not None and last.dep_ in SUBJECTS,
            backed=_backed(page, hit),
        )  # fmt: skip
