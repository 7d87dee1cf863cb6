"""Capitalised words in a row, with the titles and the known name before them: what may be a person or a body."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_mentions import Page, Scene
from bellwire.resolve.actor_names import Hit
from bellwire.resolve.actor_other_names import NAME, SCRIPT, OtherName, other_before, others_behind
from bellwire.resolve.actor_titles import Title, speech_verbs, split_titles, title_in, titles

RUN = re.compile(rf"(?<![\w-]){NAME}")
BEFORE = 70
"""Characters before a name that may hold its title."""


@dataclass(slots=True)
class Run:
    """Capitalised words in a row: where the name begins and ends in the paragraph, and the titles before it."""

    start: int
    name_start: int
    end: int
    titles: list[Title]
    capitals: int
    """Where its capitalised words begin."""
    hit: Hit | None = None
    """The body named in the title: "SDF" in "SDF spokesman Mustafa Bali"."""
    others: list[OtherName] = field(default_factory=list)
    """Other forms of the name beside it: "(known as Ania)"."""
    left: int = 0
    right: int = 0
    """Where what is said of who is named ends before, and goes on behind: over the other forms of the name."""


def _widen_left(page: Page, run: Run, known: dict[str, Title]) -> None:
    """Takes titles, and the words that belong to them, from before the run."""
    left = page.text[max(0, run.start - BEFORE) : run.start]
    pieces = list(re.finditer(r"\S+", left))
    base = run.start - len(left)
    spoken = bool(run.titles)
    i = len(pieces)
    while i > 0:
        size, title = title_in([p.group() for p in pieces[max(0, i - 3) : i]], known)
        if title:
            run.titles.insert(0, title)
            spoken, i = True, i - size
            run.start = base + pieces[i].start()
            continue
        if not spoken or not _describes(page, base + pieces[i - 1].start(), pieces[i - 1].group()):
            break
        i -= 1
        run.start = base + pieces[i].start()
    inside = [hit for hit in page.hits if run.start <= hit.start and hit.end <= run.name_start]
    run.hit = inside[-1] if inside else None
    if run.hit is None:
        touching = [
            hit
            for hit in page.hits
            if hit.start < run.start <= hit.end + 1 and page.text[hit.end : run.start] in ("", " ", "'s ")
        ]
        if touching and spoken:
            run.hit, run.start = touching[-1], touching[-1].start


def _describes(page: Page, at: int, word: str) -> bool:
    """Whether a word before a title belongs to it: a name, a noun or an adjective, no article, verb or stop."""
    if word[-1] in ',.;:!?)"”' or word[0] in '("“':
        return False
    token = page.token(at)
    if token is None:
        return False
    return token.pos_ in ("PROPN", "NOUN", "ADJ") and token.dep_ in ("compound", "amod", "nmod", "poss")


def runs(page: Page, language: Language) -> Iterator[Run]:
    known = titles(language)
    for match in RUN.finditer(page.text):
        start, end = match.span()
        if page.text[end - 2 : end] == "'s":
            end -= 2
        start, end = _without_known(page, start, end)
        if start >= end:
            continue
        words = list(re.finditer(r"\S+", page.text[start:end]))
        while len(words) > 1 and _common_word(page, start + words[0].start(), words[0].group(), known):
            start += words[1].start()
            words = list(re.finditer(r"\S+", page.text[start:end]))
        cut, found = split_titles(words, known)
        name_start = start + words[cut].start() if cut else start
        run = Run(start, name_start, end, found, start)
        _widen_left(page, run, known)
        _widen_over_others(page, run, language)
        yield run


def _widen_over_others(page: Page, run: Run, language: Language) -> None:
    """Sets the other forms of the name, and what is beside them all."""
    run.others, run.right = others_behind(page, run.end, language)
    run.left = run.start
    before = other_before(page, run.start, run.end)
    if before is not None:
        run.others.append(before)
        run.left, run.right = before.start, run.end + 1


def script_runs(page: Page, language: Language) -> Iterator[Run]:
    """What may be names in a script that is not the text's."""
    for match in SCRIPT.finditer(page.text):
        run = Run(match.start(), match.start(), match.end(), [], match.start())
        _widen_over_others(page, run, language)
        yield run


def _without_known(page: Page, start: int, end: int) -> tuple[int, int]:
    """A run without the known names at its ends: "SDF Mustafa Bali", "Ukrainian President"; "Georgia Jones" stays."""
    for hit in page.hits:
        if hit.end <= start or hit.start >= end:
            continue
        kind = hit.choices[0].kind
        token = page.token(hit.start)
        if kind in ("state", "seat") and token is not None and token.ent_type_ == "PERSON" and hit.end < end:
            continue
        if hit.start <= start or page.text[start : hit.start].strip().lower() in ("the", "a", "an"):
            start = hit.end + (3 if page.text.startswith("'s ", hit.end) else 1)
        elif kind != "adjective":
            end = hit.start - 1
    return start, end


def _common_word(page: Page, at: int, word: str, known: dict[str, Title]) -> bool:
    """Whether a run's first word is no name but begins the sentence ("Overnight", "In")."""
    token = page.token(at)
    if token is None or word.lower() in known or not _begins(token):
        return False
    return token.pos_ not in ("PROPN", "NOUN", "ADJ", "X") or (token.is_stop and token.pos_ != "PROPN")


def _begins(token: Token) -> bool:
    """Whether a token begins a sentence, a quote or a line."""
    return bool(token.is_sent_start) or token.i == 0 or not token.doc[token.i - 1].text[-1:].isalnum()


def tokens_of(page: Page, start: int, end: int) -> list[Token]:
    return [page.at[i] for i in range(start, end) if i in page.at]


def speaks(tokens: list[Token], language: Language) -> bool:
    """Whether the name is the subject of a verb of speech."""
    verbs = speech_verbs(language)
    return any(t.dep_ in ("nsubj", "nsubjpass") and t.head.lemma_ in verbs for t in tokens)


def is_place(scene: Scene, start: int, end: int) -> bool:
    return any(place.start <= start and end <= place.end for place in scene.draft.places)
