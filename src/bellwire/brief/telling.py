"""How a record is put into words: accounts of figures and claims, quotations cut to a length, sources."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from bellwire.brief.form import Account, Contested, Source
from bellwire.brief.scene import Scene
from bellwire.brief.words import (
    day,
    figure_bounds,
    headline,
    joined,
    outlet,
    quote,
    speaker,
    unquoted,
    unquoted_ends,
)
from bellwire.knowledge import table
from bellwire.model import Figure, Report

LONGEST_QUOTE = 320
"""Characters: about two long sentences. Longer words are left to the page."""

PEOPLE = (
    "displaced",
    "returned",
    "people_present",
    "combatants",
    "troops",
    "missing",
    "abducted",
    "detained",
    "arrested",
)
NEWS = frozenset("ASSAULT CONTROL DISPLACE COERCE RETREAT MOBILIZE PROTEST SANCTION AGREE AID".split())
"""Types of happenings that lead; speech acts and meetings come after them."""
SAID = frozenset("REQUEST REJECT ACCUSE THREATEN".split())
"""Types of what is said, not done; they are told with the statements."""


STATUS_WORDS = {
    "possible": "not confirmed",
    "denied": "denied",
    "announced": "announced",
    "not_occurred": "did not happen",
}


def reach(figures: Sequence[Figure]) -> tuple[float, float] | None:
    """The lowest and the highest number that figures give."""
    values = [v for f in figures for v in (f.low, f.best, f.high) if v is not None]
    return (min(values), max(values)) if values else None


def whom(figures: Sequence[Figure]) -> str:
    """The word for what figures count that most of them use."""
    named = Counter(f.population for f in figures if f.population)
    return named.most_common(1)[0][0] if named else "people" if figures[0].unit == "person" else figures[0].unit


def figure_accounts(scene: Scene, group: Sequence[str]) -> Iterator[Account]:
    """Each figure of a group once, with who holds it and as of when."""
    told: dict[tuple[str, str], list[str]] = {}
    for end in group:
        told.setdefault((scene.holder(end).casefold(), figure_bounds(scene.figure(end))), []).append(end)
    for ends in told.values():
        end = scene.original(ends)[0]
        report, figure = scene.report_of(end), scene.figure(end)
        when = day(figure.as_of or report.document.published.value)
        yield Account(holder=scene.holder(end), words=f"“{quote(report, figure)}”", when=when, refs=scene.refs(ends))


def contested_claims(scene: Scene, about: Collection[str] | None = None) -> Iterator[Contested]:
    """Claims that contradict each other, side by side; with `about` those of which one is among these ends."""
    seen: set[tuple[str, ...]] = set()
    for relation in scene.related("contradict"):
        ends = (relation.left, relation.right)
        if about is not None and not (ends[0] in about or ends[1] in about):
            continue
        if scene.report_of(ends[0]).id in scene.copies or scene.report_of(ends[1]).id in scene.copies:
            continue
        accounts = tuple(claim_account(scene, end) for end in ends)
        key = tuple(sorted(a.holder.casefold() + a.words.casefold() for a in accounts))
        if key not in seen:
            seen.add(key)
            yield Contested(what="claim and counter-claim", accounts=accounts, about="~".join(sorted(ends)))


NO_CUE = "says:"


@cache
def _neutral() -> dict[str, str]:
    return {row["word"]: row["neutral"] for row in table("languages", "en", "neutral_cues")}


def neutral_cue(cue: str, said: str) -> str:
    """The cue in a neutral voice: who "admits" says. Where what follows is no clause ("admitted shelling"), it stays.

    >>> neutral_cue("admitted", "it had shelled the town"), neutral_cue("admitted", "shelling the town")
    ('said', 'admitted')
    """
    first = said.lstrip("“\"'").partition(" ")[0].casefold()
    alone = first.endswith("ing") or first in ("to", "of", "about", "responsibility", "defeat", "guilt")
    return cue if alone else _neutral().get(cue.casefold(), cue)


def claim_account(scene: Scene, end: str) -> Account:
    """A claim with who makes it, and when."""
    report, claim = scene.report_of(end), scene.claim(end)
    return Account(
        holder=speaker(claim, report),
        words=claim_words(scene, end),
        when=day(claim.date or report.document.published.value),
        refs=scene.refs([end]),
    )


def shortened(text: str) -> str:
    """The text, cut at a word where it is longer than a brief quotes."""
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def claim_words(scene: Scene, end: str) -> str:
    """What is said: the cue, the words, and what guards them."""
    report, claim = scene.report_of(end), scene.claim(end)
    said = shortened(scene.words_of(end))
    cue = quote(report, claim.cue) if claim.cue else ""
    hedges = list(dict.fromkeys(quote(report, hedge) for hedge in claim.hedges))
    guarded = f" (hedged: {joined(hedges)})" if hedges else ""
    begun = said.lstrip("“\"‘'")[:1].islower() and claim.manner == "direct"
    whole = f"… {unquoted(said)}" if begun else unquoted(said)
    quoted = f"“{whole}”" if claim.manner in ("direct", "section") else unquoted_ends(whole)
    told = neutral_cue(cue, said) if cue else NO_CUE
    colon = ":" if claim.manner == "direct" and cue else ""
    return f"{told}{colon} {quoted}{guarded}".strip()


def source_of(report: Report, number: int, copy_of: int | None) -> Source:
    """A report as a source of a brief."""
    return Source(
        number=number,
        report=report.id,
        outlet=outlet(report),
        title=headline(report) or "without a headline",
        when=day(report.document.published.value),
        url=report.document.url,
        copy_of=copy_of,
    )
