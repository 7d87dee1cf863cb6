"""Who is named for what befell them or what they saw, and no public person."""

import re

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_mentions import Page
from bellwire.resolve.actor_runs import Run, speaks
from bellwire.resolve.actor_titles import Title, name_cues, titles, words_of

AGE = re.compile(r", (?:aged )?\d{1,2}(?:,(?!\d)|[.;])| \(\d{1,2}\)|, (?:a|an|the) \d{1,2}-year-old")
AFTER = 110
"""Characters after a name that may say what the person is."""


def is_private(page: Page, run: Run, tokens: list[Token], language: Language, *, told: list[Title]) -> bool:
    """Whether something tells that the person is named for what befell them or what they saw.

    An age, a family word, a fate; or a speaker who is introduced by no office and acts for no body.
    """
    if any(t.public for t in told):
        return False
    if aged(page, run) or named_so(page, run, language) or told:
        return True
    clause = re.split(r"[.;\"“”]", page.text[run.end : run.end + AFTER], maxsplit=1)[0]
    if any(run.end <= hit.start < run.end + len(clause) and hit.choices[0].kind == "organisation" for hit in page.hits):
        return False
    before = page.text[max(0, run.start - 44) : run.start].lower()
    words = {w.strip(",.'").lower() for w in (*clause.split()[:9], *before.split()[-3:])}
    if words & words_of(language, "family") or "-year-old" in before:
        return True
    if _suffers(tokens, language):
        return True
    several = " " in page.text[run.name_start : run.end]
    leads = not words_of(language, "leads").isdisjoint(clause.split()[:4])
    return speaks(tokens, language) and (several or clause.startswith(", ")) and not leads


def _suffers(tokens: list[Token], language: Language) -> bool:
    """Whether something is done to the person, or they do what people caught in it do."""
    for token in tokens:
        verb = token.head.lemma_
        if token.dep_ in ("nsubjpass", "dobj") and verb in words_of(language, "befalls"):
            return True
        if token.dep_ == "nsubj" and verb in words_of(language, "suffers"):
            return True
    return False


def aged(page: Page, run: Run) -> bool:
    return bool(AGE.match(page.text[run.end : run.end + 30]))


def named_so(page: Page, run: Run, language: Language) -> bool:
    left = page.text[max(0, run.start - 60) : run.start].lower()
    cue = next((cue for cue in name_cues(language) if left.endswith(cue)), None)
    if cue is None:
        return False
    human = words_of(language, "family") | titles(language).keys() | words_of(language, "human")
    return "self" in cue or "name" in cue or any(w.strip(",") in human for w in left.removesuffix(cue).split()[-6:])
