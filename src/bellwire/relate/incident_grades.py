"""The grade that a machine suggests for an incident, and how sure the record is of it. The analyst's grade is apart.

The words are Airwars' (airwars.org/about/methodology), the digits and letters the Admiralty code's (UK Ministry of
Defence, JWP 2-00, 2003); what each means stands in `knowledge/grades.tsv`.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations, product

from bellwire.knowledge import language, table
from bellwire.model import Evidence, Grade, Party, Tally
from bellwire.model.words import Credibility
from bellwire.relate.incident_evidence import NOT_SO
from bellwire.relate.incident_sources import UNKNOWN, Source, affirms, listed
from bellwire.relate.who import STATE, UNNAMED
from bellwire.relate.words import stem

SOURCES_FAIR = 2
"""Independent sources from which an incident is fair: Airwars asks for two or more credible ones."""
SUREST = 0.95
"""What no number of sources goes beyond: they may all have it from one whom nobody names."""
HARM = frozenset(("ASSAULT", "COERCE"))
"""Types of what is done to somebody, which who did it has reason to hide."""
ARMED = frozenset(("state_forces", "police", "armed_group", "militia"))
COUNT_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def suggested(own: Sequence[Evidence], sources: Sequence[Source], tallies: Sequence[Tally]) -> Grade:
    """The grade that independent tellings support.

    - discounted (5): all say that it did not happen, and not only one who is said to have done it;
    - contested (4): one who is said to have done it denies, or all that tell it tell a denial too, or independent
      sources name different doers;
    - confirmed (1): a side that is said to have done it, or its state, says so itself, where those harmed are no armed
      side: then it has no reason to boast;
    - fair (2; 3 where figures cannot both be right): two or more independent sources;
    - weak (3; 4 where the teller itself is not sure): one source; 6 where that is neither named nor a known outlet.

    The reliability is F, cannot be judged: that takes the record of a source, which one incident does not give.
    """
    affirming = [e for e in own if affirms(e)]
    names = [s.name for s in sources]
    denial = _denial(own)
    if not affirming:
        return _unaffirmed(own, sources)
    if denial:
        tellers = [s.name for s in sources if denial[1].isdisjoint(s.side)] or names
        return _grade("contested", "4", f"{_upper(denial[0])} denies it; it is told by {_listed(tellers)}.")
    rivals = _rivals(affirming, sources)
    if rivals:
        return _grade("contested", "4", f"Independent sources name different doers: {_listed(rivals)}.")
    accepted = _accepted(affirming)
    if accepted:
        return _grade("confirmed", "1", accepted)
    grade = _by_count(affirming, sources, any(t.disagree for t in tallies))
    deniers = _deniers(own)
    return replace(grade, why=f"{grade.why} {_upper(_listed(deniers))} {_verb(deniers)} it.") if deniers else grade


def _unaffirmed(own: Sequence[Evidence], sources: Sequence[Source]) -> Grade:
    """The grade of what nobody says happened: a denial by the accused alone does not settle it."""
    blamed = frozenset().union(*(_doers(e) for e in own))
    denied = [d for e in own for d in zip(e.denied_by, e.denied_sides, strict=True)]
    if any(e.status == "not_occurred" for e in own) or any(blamed.isdisjoint(side) for _, side in denied):
        return _grade("discounted", "5", f"All say that it did not happen: {_listed([s.name for s in sources])}.")
    if denied:
        why = f"{_upper(denied[0][0])}, said to have done it, denies it; nobody else is heard."
        return _grade("contested", "4", why)
    return _grade("contested", "4", f"Somebody denies it, in {_listed([s.name for s in sources])}.")


def _deniers(own: Sequence[Evidence]) -> list[str]:
    """Those who deny it, without those who tell it elsewhere."""
    told = {side for e in own for side in e.sides}
    denied = (d for e in own for d in zip(e.denied_by, e.denied_sides, strict=True))
    return list(dict.fromkeys(name for name, side in denied if not side or side not in told))


def _verb(deniers: Sequence[str]) -> str:
    return "denies" if len(deniers) == 1 else "deny"


def _by_count(affirming: Sequence[Evidence], sources: Sequence[Source], differ: bool) -> Grade:
    names = [s.name for s in sources]
    if len(sources) >= SOURCES_FAIR:
        but = "; their figures cannot all be right" if differ else ""
        many = COUNT_WORDS[len(sources)] if len(sources) < len(COUNT_WORDS) else str(len(sources))
        return _grade("fair", "3" if differ else "2", f"Told by {many} independent sources: {_listed(names)}{but}.")
    if names == [UNKNOWN]:
        return _grade("weak", "6", "Told by one source, which is not known.")
    if all(e.status == "possible" for e in affirming):
        return _grade("weak", "4", f"Told by one source, which is not sure of it: {_listed(names)}.")
    return _grade("weak", "3", f"Told by one source: {_listed(names)}.")


def _grade(word: str, credibility: Credibility, why: str) -> Grade:
    return Grade(word=word, reliability="F", credibility=credibility, why=why)  # type: ignore[arg-type]


MOST_NAMED = 5


def _listed(names: Sequence[str]) -> str:
    few = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else names
    return listed(few)


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _named(evidence: Evidence) -> tuple[Party, ...]:
    """Those who are said to have done it, as far as they have a name of their own: not "Haitian gangs"."""
    return tuple(p for p in evidence.agents if p.type not in UNNAMED and not p.private and _has_name(p))


def _has_name(party: Party) -> bool:
    """Whether it has a name of its own; what a state has needs none: "Mali army"."""
    return not (party.name if party.type in STATE else party.name.split()[-1]).islower()


def _doers(evidence: Evidence) -> frozenset[str]:
    """The sides of those."""
    return frozenset(member for party in _named(evidence) for member in party.side)


def _denial(own: Sequence[Evidence]) -> tuple[str, frozenset[str]] | None:
    """Who denies it, and its side: one of those who are said to have done it, or anyone where all tell a denial."""
    blamed = frozenset().union(*(_doers(e) for e in own))
    denied = [d for e in own for d in zip(e.denied_by, e.denied_sides, strict=True)]
    accused = [(name, frozenset(side)) for name, side in denied if not blamed.isdisjoint(side)]
    if accused:
        return accused[0]
    if any(e.status not in NOT_SO for e in own) or not any(affirms(e) for e in own):
        return None
    return (denied[0][0], frozenset(denied[0][1])) if denied else ("somebody", frozenset())


def _rivals(affirming: Sequence[Evidence], sources: Sequence[Source]) -> list[str]:
    """Those whom independent sources name, each as the only doer; empty where they do not compete.

    A clash, in which each side does it to the other, has no competing doers.
    """
    told: dict[str, list[tuple[Evidence, Party]]] = {}
    for e in affirming:
        named = _named(e)
        if len(named) == 1:
            told.setdefault(named[0].name, []).append((e, named[0]))
    for mine, theirs in combinations(sorted(told), 2):
        left, right = told[mine], told[theirs]
        if not _sides(left) & _sides(right) and not _clash(left, right) and _apart(left, right, sources):
            return [mine, theirs]
    return []


Telling = tuple[Evidence, Party]


def _sides(tellings: Sequence[Telling]) -> frozenset[str]:
    return frozenset(member for _, party in tellings for member in party.side)


def _clash(left: Sequence[Telling], right: Sequence[Telling]) -> bool:
    """Whether one is said to suffer it where the other is said to do it."""
    suffering = [frozenset(m for e, _ in side for p in e.patients for m in p.side) for side in (left, right)]
    return bool(_sides(left) & suffering[1] or _sides(right) & suffering[0])


def _apart(left: Sequence[Telling], right: Sequence[Telling], sources: Sequence[Source]) -> bool:
    """Whether independent sources tell the two."""
    records = [{e.record for e, _ in side} for side in (left, right)]
    tellers = [{i for i, s in enumerate(sources) if not s.records.isdisjoint(mine)} for mine in records]
    return bool(tellers[0] - tellers[1] or tellers[1] - tellers[0])


def _accepted(affirming: Sequence[Evidence]) -> str | None:
    """In a sentence, who says itself that it did it, where that is worth something.

    In a clash, in which each side is both doer and sufferer, what one says of the other is no admission.
    """
    for e in affirming:
        suffering = {member for party in e.patients for member in party.side}
        harmed = bool(e.patients) and not any(p.type in ARMED for p in e.patients)
        if e.type not in HARM or e.status not in ("occurred", "ongoing") or not harmed:
            continue
        for party, (name, side) in product(_named(e), zip(e.speakers, e.sides, strict=True)):
            if suffering.isdisjoint(party.side) and _answers_for(party, side):
                by = "itself" if name == party.name else f"through {name}"
                return f"{_upper(party.name)}, said to have done it, says so {by}."
    return None


@cache
def _states() -> dict[str, str]:
    """The stem that ends the name of a state's own bodies ("Government of Ethiopia"), by the state's side."""
    english = language("en")
    return {f"state:{row['code']}": stem(row["name"].split()[-1], english) for row in table("actors", "countries")}


def _answers_for(party: Party, side: Sequence[str]) -> bool:
    """Whether a speaker is of the body that is said to have done it, or of the state's own: a province is neither."""
    shared = set(party.side).intersection(side)
    if any(not member.startswith("state:") for member in shared):
        return True
    ends = {_states()[member] for member in shared if member in _states()}
    return any(member.split()[-1] in ends for member in side if not member.startswith("state:"))


def confidence_of(own: Sequence[Evidence], sources: Sequence[Source], grade: Grade) -> float:
    """How sure the record is of an incident, 0 to 1.

    1 less the product, over independent sources, of how unsure the surest telling of each is; at most SUREST. Where it
    is contested or discounted, no more than the surest telling alone.
    """
    sure = {e.record: e.confidence for e in own}
    best = [max(sure[record] for record in s.records) for s in sources]
    if grade.word in ("contested", "discounted"):
        return round(max(best, default=0.0), 3)
    unsure = 1.0
    for each in best:
        unsure *= 1 - each
    return round(max(min(1 - unsure, SUREST), max(best, default=0.0)), 3)
