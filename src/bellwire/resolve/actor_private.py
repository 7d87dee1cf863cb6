"""Who is named for what befell them or what they saw, and no public person."""

import re
from functools import cache

from bellwire.draft import Token
from bellwire.knowledge import Language
from bellwire.resolve.actor_mentions import Page
from bellwire.resolve.actor_other_names import AGE
from bellwire.resolve.actor_runs import Run, speaks
from bellwire.resolve.actor_titles import Title, name_cues, org_heads, speech_verbs, titles, words_of

OF_BODY = re.compile(r",? (?:of|from|with) (?:the )?((?:[A-ZÀ-Þ]\S* ){1,5}[A-ZÀ-Þ]\w+)")
OWN = re.compile(r"\b(?:his|her|their) (\w+)")
SOMEONE = re.compile(r"\b(?:a|an|one|another) (?:[\w-]+ )?(\w+), $")
AFTER = 110
"""Characters after a name that may say what the person is."""


def is_private(page: Page, run: Run, tokens: list[Token], language: Language, *, told: list[Title]) -> bool:
    """Whether something tells that the person is named for what befell them or what they saw.

    An age, a family word, a fate; or a speaker who is introduced by no office and acts for no body.
    """
    clause = re.split(r"[.;\"“”]", page.text[run.right : run.right + AFTER], maxsplit=1)[0]
    if any(t.public for t in told) or _commands(page, run, clause, language):
        return False
    if aged(page, run) or named_so(page, run, language) or told:
        return True
    if any(
        run.end <= hit.start < run.right + len(clause) and hit.choices[0].kind == "organisation" for hit in page.hits
    ):
        return False
    if _acts_for(clause, language):
        return False
    before = page.text[max(0, run.left - 44) : run.left].lower()
    words = {w.strip(",.'").lower() for w in (*clause.split()[:9], *before.split()[-3:])}
    if words & words_of(language, "family") or "-year-old" in before:
        return True
    behind = _verb_behind(page, run, clause) if run.others else None
    if _suffers(tokens, language) or (behind is not None and _tells_fate(behind, language)):
        return True
    several = " " in page.text[run.name_start : run.end]
    spoken = speaks(tokens, language) or (behind is not None and behind.lemma_ in speech_verbs(language))
    return spoken and (several or clause.startswith(", ")) and not _leads(clause, language)


def _leads(clause: str, language: Language) -> bool:
    """Whether what follows a name says that the person heads a body; "who runs a juice stall" says no such thing."""
    words = clause.lower().split()
    lead = next((i for i, w in enumerate(words[:4]) if w in words_of(language, "leads")), None)
    return lead is not None and words_of(language, "trade").isdisjoint(w.strip(",") for w in words[lead + 1 : lead + 5])


def _acts_for(clause: str, language: Language) -> bool:
    """Whether a name is followed by the name of a body: "Mia Brandt of the Workers' Party"."""
    of = OF_BODY.match(clause)
    return of is not None and not org_heads(language).keys().isdisjoint(of.group(1).split())


def _commands(page: Page, run: Run, clause: str, language: Language) -> bool:
    """Whether the person is called a commander right before the name, or has fighters."""
    left = page.text[max(0, run.left - 60) : run.left].lower()
    cue = next((cue for cue in name_cues(language) if left.endswith(cue)), None)
    if cue is not None:
        known, human = titles(language), [w.strip(",") for w in left.removesuffix(cue).split()[-6:]]
        if any(w in known and known[w].public for w in human):
            return True
    owned = OWN.search(clause)
    return owned is not None and owned.group(1).lower() in words_of(language, "commanded")


def _suffers(tokens: list[Token], language: Language) -> bool:
    """Whether something is done to the person, or they do what people caught in it do."""
    for token in tokens:
        verb = token.head.lemma_
        if token.dep_ in ("nsubjpass", "dobj") and verb in words_of(language, "befalls"):
            return True
        if token.dep_ == "nsubj" and verb in words_of(language, "suffers"):
            return True
    return False


def _verb_behind(page: Page, run: Run, clause: str) -> Token | None:
    """The first verb behind a name and its other forms, over which the parser loses its way."""
    behind = (page.at[i] for i in range(run.right, run.right + len(clause)) if i in page.at)
    return next((t for t in behind if t.tag_ in ("VBD", "VBN", "VBZ") and t.lemma_ not in ("be", "have")), None)


def _tells_fate(verb: Token, language: Language) -> bool:
    return verb.lemma_ in words_of(language, "befalls" if verb.tag_ == "VBN" else "suffers")


def aged(page: Page, run: Run) -> bool:
    """Whether an age follows the name: "Amina Duba, 34,"."""
    return bool(AGE.match(page.text[run.right : run.right + 30]))


@cache
def _human(language: Language) -> frozenset[str]:
    """Words for somebody who is then named."""
    return words_of(language, "family") | words_of(language, "human")


def named_so(page: Page, run: Run, language: Language) -> bool:
    """Whether the words before a name say that it names somebody: "a man who calls himself X", "a woman, X"."""
    left = page.text[max(0, run.left - 60) : run.left].lower()
    someone = SOMEONE.search(left) if left.endswith(", ") else None
    if someone:
        return someone.group(1) in _human(language)
    cue = next((cue for cue in name_cues(language) if left.endswith(cue)), None)
    if cue is None:
        return False
    words = [w.strip(",") for w in left.removesuffix(cue).split()[-6:]]
    known = titles(language)
    return "self" in cue or "name" in cue or any(w in known or w in _human(language) for w in words)
