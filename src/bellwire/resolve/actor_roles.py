"""People who speak without a name: "a nurse said", "the commander told"; and roles set beside a name."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_groups import DEFINITE, MODIFIES, OWNERS, groups_within
from bellwire.resolve.actor_mentions import Mention, Page, Scene
from bellwire.resolve.actor_titles import speech_verbs, titles

LINK = re.compile(
    r",? ?$|,? (?:known as|named|called|identified as|who goes by the (?:name|call sign)(?: of)?|"
    r"who gave only (?:his|her|their) (?:first|given) name,) $"
)
"""What may stand between a role and the name of who holds it."""
LONGEST_TAIL = 60
"""Characters after a role that may say of what or where: "governor of Sisaket"."""
COLLECTIVE = frozenset(("police", "army"))


def _phrase_start(token: Token) -> tuple[int, str]:
    """Where the words that belong to a role begin, without article, and the article."""
    start, i = token.idx, token.i - 1
    low = max(int(token.sent.start), token.i - 6)
    doc = token.doc
    while i >= low:
        before = doc[i]
        if before.pos_ == "DET" or before.lower_ in OWNERS:
            return start, str(before.lower_)
        if before.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM", "PART") and before.text != "-":
            break
        start = before.idx
        i -= 1
    return start, ""


def _phrase_end(page: Page, token: Token) -> int:
    """Where the role ends, with what it is the role of: "governor of Sisaket", "surgeon at a hospital"."""
    end = int(token.idx) + len(token)
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ not in ("of", "at", "in", "for", "with") or child.idx > end + 1:
            break
        last = child.right_edge
        stop = int(last.idx) + len(last)
        if stop - token.idx > LONGEST_TAIL or any(c in page.text[end:stop] for c in ',;:"“”'):
            break
        end = stop
    return end


def _speaks(token: Token, language: Language) -> bool:
    return bool(token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_ in speech_verbs(language))


def _of_body(scene: Scene, page: Page, start: int, end: int, language: Language) -> Mention | None:
    """The body named in a role's phrase: "RSF" in "RSF spokesman", the army in "spokesman for the army"."""
    for hit in page.hits:
        known = hit.choices[0]
        if start <= hit.start and hit.end <= end and known.kind == "organisation":
            known = hit.choose(scene.countries)
            return Mention(page.start + hit.start, page.start + hit.end, page.paragraph.number, known.name, known.type,
                           "name", known.name, known.country, known.part_of)  # fmt: skip
    return next(iter(groups_within(scene, page, start, end, language)), None)


def _speaks_for(mention: Mention, body: Mention | None, determiner: str) -> Mention | None:
    """Whose words a spokesman's are: those of the body named, else of whoever "its" stands for."""
    if body is None and determiner in ("its", "their"):
        return replace(mention, kind="pronoun", type="other", points_to=("body",))
    return body


def role_mentions(scene: Scene, page: Page, people: list[Mention], language: Language) -> Iterator[Mention]:
    """Roles in a paragraph that stand for a person: who speaks, or who is named right beside."""
    known = titles(language)
    spans = [(p.start - page.start, p.end - page.start, p) for p in people]
    for token in page.tokens:
        if (
            token.lower_ not in known
            or token.lower_ in COLLECTIVE
            or token.pos_ != "NOUN"
            or (token.dep_ in MODIFIES and token.head.i > token.i)
        ):
            continue
        if any(start <= token.idx < end for start, end, _ in spans):
            continue
        end = _phrase_end(page, token)
        beside = _beside(page, token, end, spans)
        if beside is not None or not _speaks(token, language):
            continue  # where a name stands beside it, that is the mention
        start, determiner = _phrase_start(token)
        title = known[token.lower_]
        body = _of_body(scene, page, start, end, language) if title.public else None
        mention = Mention(
            start=page.start + start,
            end=page.start + end,
            paragraph=page.paragraph.number,
            name=page.text[start:end],
            type="person",
            kind="role",
            definite=determiner in DEFINITE or determiner in OWNERS,
            subject=token.dep_ in ("nsubj", "nsubjpass"),
            roles=(str(token.lower_),),
            part_of=body.key if body and body.type != "civilians" else None,
            gender=title.gender,
        )
        if title.desk:
            mention.speaks_for = _speaks_for(mention, body, determiner)
        yield mention


def _beside(page: Page, token: Token, end: int, spans: list[tuple[int, int, Mention]]) -> Mention | None:
    """The person named right after the role ("a nurse, Amal"), or right before it ("Amal, a nurse")."""
    for start, stop, person in spans:
        if end <= start <= end + 44 and LINK.fullmatch(page.text, end, start):
            return person
        if stop < token.idx and token.dep_ == "appos" and stop <= token.head.idx + len(token.head) <= stop + 1:
            return person
    return None
