"""Brings together what tells of one happening: words of one sentence first, then tellings all over the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bellwire.draft import Token
from bellwire.extract.event_match import Find
from bellwire.extract.event_reader import Reader
from bellwire.model import EventDate, Participant, Span, Telling
from bellwire.model.edtf import days_of
from bellwire.model.words import EventType, Status

_LINKS = ("subj", "by", "in", "during", "from", "with", "after", "when", "under", "as")

_PROMISES = frozenset(("AGREE", "REJECT", "THREATEN", "REQUEST"))
HEADED = 0.8
"""What speaks for the first telling in the text that could be the headline's: a headline says what the page will tell.
.4 to 1 tried on the desk (2026-11)."""
_KIND_DEEDS = frozenset(("RETREAT", "CONCEDE", "AID", "CONSULT", "SUPPORT", "COOPERATE", "AGREE"))
"""What is promised is part of the promise; a promised blow or march is recorded as announced besides."""


@dataclass(slots=True, kw_only=True)
class Told:
    """A telling with all that was read from it, on its way to become an event; `headed` once, in a headline."""

    type: EventType
    mode: str | None
    status: Status
    lemma: str
    tellings: list[Telling]
    agents: list[Participant]
    patients: list[Participant]
    names: tuple[frozenset[str], frozenset[str]]
    sides: tuple[frozenset[str], frozenset[str]]
    instruments: list[Span]
    means: frozenset[str]
    place: str | None
    place_name: str | None
    place_sure: bool
    point: bool
    date: EventDate | None
    date_sure: bool
    figures: list[str]
    claims: list[str]
    mutual: bool
    of_blow: bool
    confidence: float
    headed: bool = False


def absorb(finds: Sequence[Find], read: Reader) -> list[Find]:
    """The finds of a sentence with those that tell of one happening made one, and empty echoes left out.

    "An air strike killed 12 people" is one ASSAULT; "launched an offensive" is told by verb and noun together.
    """
    gone: set[int] = set()
    by_token = {f.token.i: f for f in finds}
    for find in finds:
        if find.token.i in gone:
            continue
        for other in _told_with(find, by_token, read):
            if other.token.i not in gone and other is not find:
                gone.add(other.token.i)
                _join(find, other, read)
    return [f for f in finds if f.token.i not in gone]


def _told_with(find: Find, by_token: dict[int, Find], read: Reader) -> list[Find]:
    found = []
    for token in find.used:
        other = by_token.get(token.i)
        if other is not None:
            found.append(other)
    if find.trigger.type in _PROMISES:
        for clause in find.predicate.slots.get("xcomp", []):
            other = by_token.get(clause.i)
            if other is not None and (find.trigger.type != "AGREE" or other.trigger.type in _KIND_DEEDS):
                found.append(other)
    if find.trigger.type != "ASSAULT" and find.trigger.type != "PROTEST":
        return found
    for name in _LINKS:
        for token in find.predicate.slots.get(name, []):
            other = by_token.get(token.i)
            if other is not None and other.trigger.type == find.trigger.type:
                found.append(other)
    for other in by_token.values():
        if other.trigger.type == find.trigger.type and other.token.head is find.token and _consequence(other):
            found.append(other)
    return found


def _consequence(find: Find) -> bool:
    """Whether a verb tells what came of the one that it hangs on: "attacked the base, killing 17"."""
    token = find.token
    return bool(
        not find.trigger.noun
        and ((token.dep_ in ("advcl", "xcomp", "dep") and token.tag_ == "VBG") or token.dep_ == "conj")
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    )


def _join(find: Find, other: Find, read: Reader) -> None:
    """Takes another find's mode and parties into one."""
    find.absorbed.append(other)
    if other.trigger.type != find.trigger.type:
        if not find.patients:
            find.patients = [t for t in other.agents + other.patients if t not in find.agents]
        return
    by_noun = other.trigger.noun and find.trigger.type != "CONTROL"  # "took control" tells more than "control"
    find.mode = other.mode or find.mode if by_noun else find.mode or other.mode
    own = [t for t in find.agents if t is not other.token]
    find.agents = own if any(_acts(t, find, read) for t in own) or not other.agents else list(other.agents)
    for token in other.patients:
        if token not in find.patients and token not in find.agents and token is not find.token:
            find.patients.append(token)
    find.patients = [t for t in find.patients if t is not other.token]


def _acts(token: Token, find: Find, read: Reader) -> bool:
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    return not known & {"weapon", "attack"} or read.is_person(find.sentence, token)


def merged(tellings: Iterable[Told]) -> list[Told]:
    """The tellings of a page with those of one happening made one, the fullest first."""
    events: list[Told] = []
    for told in tellings:
        best, score = None, 0.0
        for back, event in enumerate(reversed(events)):
            likeness = _same(event, told, last=back == 0, first=back == len(events) - 1)
            if likeness > score:
                best, score = event, likeness
        if best is not None and score >= 1.0:
            _add(best, told)
        else:
            events.append(told)
    return events


def _same(event: Told, told: Told, *, last: bool, first: bool) -> float:
    """How surely two tellings are of one happening: 1 and more is taken for the same; 0 where they cannot be."""
    if event.type != told.type or _clash(event, told):
        return 0.0
    blow = told.type == "ASSAULT"
    score = 0.5 * (event.lemma == told.lemma) + 0.3 * (event.mode == told.mode and told.mode is not None)
    for mine, yours in zip(event.names, told.names, strict=True):
        score += 0.4 * bool(mine & yours)
    if blow:
        # a bare "the attack", "12 were killed" tells again what was told before; tuned on half of the desk (2026-11)
        score -= 0.5 * (event.mutual != told.mutual)
        score += 0.5 * (not told.names[0]) + 0.2 * (last or first)
        score += 0.3 * (event.tellings[-1].sentence == told.tellings[0].sentence)
        for mine, yours in zip(event.sides, told.sides, strict=True):
            score += 0.2 * bool(mine & yours)
    if event.headed and not told.headed:
        score += HEADED
    if told.place_sure:
        score += 0.4 * (event.place_name == told.place_name)
    if event.date_sure and told.date_sure:
        score += 0.3
    return score


def _clash(event: Told, told: Told) -> bool:
    if event.mode and told.mode and event.mode != told.mode and frozenset((event.mode, told.mode)) not in _AKIN:
        return True
    if {event.status, told.status} & _UNDONE and event.status != told.status:
        return True
    for (mine, yours), (one, other) in zip(
        zip(event.names, told.names, strict=True), zip(event.sides, told.sides, strict=True), strict=True
    ):
        if mine and yours and not mine & yours and not _vague(one, other):
            return True
    if event.place_sure and told.place_sure and event.place_name != told.place_name and event.point and told.point:
        return True
    return bool(event.date_sure and told.date_sure and apart(event.date, told.date))


_UNDONE = frozenset(("announced", "not_occurred"))
_AKIN = frozenset(
    (frozenset(("aerial", "drone")), frozenset(("aerial", "heavy-weapons")), frozenset(("aerial", "explosives")))
)
"""Modes that different words of one report give to one blow."""


def _vague(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two groups of parties may be the same people: both civilians, or one of no known side."""
    return bool(one & other & {"civilian", "crowd"}) or one <= {"other"} or other <= {"other"}


def apart(one: EventDate | None, other: EventDate | None) -> bool:
    """Whether two dates name no common day."""
    if one is None or other is None:
        return False
    (a, b), (c, d) = days_of(one.value), days_of(other.value)
    return bool((b and c and b < c) or (d and a and d < a))


def _add(event: Told, told: Told) -> None:
    event.tellings += told.tellings
    event.headed = False
    event.mode = event.mode or told.mode
    for mine, yours in ((event.agents, told.agents), (event.patients, told.patients)):
        known = {p.actor for p in mine if p.actor}
        if not mine:
            mine += yours
        else:
            mine += [p for p in yours if p.actor and p.actor not in known]
    event.names = (event.names[0] | told.names[0], event.names[1] | told.names[1])
    event.sides = (event.sides[0] | told.sides[0], event.sides[1] | told.sides[1])
    if told.place and (event.place is None or (told.place_sure and not event.place_sure)):
        event.place, event.place_name, event.place_sure = told.place, told.place_name, told.place_sure
        event.point = told.point
    if told.date and (event.date is None or (told.date_sure and not event.date_sure)):
        event.date, event.date_sure = told.date, told.date_sure
    event.instruments += [i for i in told.instruments if i not in event.instruments]
    event.means |= told.means
    event.figures += [f for f in told.figures if f not in event.figures]
    event.claims += [c for c in told.claims if c not in event.claims]
    event.confidence = max(event.confidence, told.confidence)
