"""Where and when a happening was, with what, and which figures and claims speak of it."""

from collections.abc import Iterable

from bellwire.draft import Sentence, Token
from bellwire.extract.event_match import Find
from bellwire.extract.event_parties import BODILY
from bellwire.extract.event_reader import COUNTRY
from bellwire.extract.event_words import Lexicon
from bellwire.model import Claim, EventDate, Figure, Place, Span, TimeRef

_AT = frozenset(("in", "at", "near", "on", "outside", "inside", "of", "to", "into", "from", "around", "across", "over"))
_UNPLACED = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "SANCTION", "CONCEDE", "AGREE", "CONSULT"))
_DATED = frozenset(("time", "day", "days"))


def clause_span(find: Find) -> Span:
    """The characters of the clause that tells the happening: the trigger's verb with all that depends on it."""
    token = find.token
    if find.trigger.noun and find.predicate.governor is not None:
        token = find.predicate.governor
    first, last = token.left_edge, token.right_edge
    return find.sentence.span(first, last)


_ELSEWHERE = 3
_REGION = 4
"""The coarsest precision of a place of another clause that is still taken; tried on the desk (2026-11)."""


def tie(find: Find, record: Place | TimeRef) -> int:
    """How closely a place or time belongs to a find: 0 and 1 its own, 2 of a clause above, 3 of another."""
    sentence, deed = find.sentence, find.token
    governor = find.predicate.governor if find.trigger.noun else None
    offset = record.start - sentence.paragraph.start
    token = next((t for t in sentence.tokens if t.idx >= offset), deed)
    verbs = 0
    for _ in range(_HIGHEST):
        if token in (deed, governor):
            return min(verbs, 1)
        if token.head == token:
            break
        token = token.head
        if token.pos_ == "VERB" and token not in (deed, governor):
            if token.is_ancestor(deed):
                return 2
            verbs += 1
    return _ELSEWHERE


_HIGHEST = 12


def _distance(record: Place | TimeRef, at: int) -> int:
    return min(abs(record.start - at), abs(record.end - at))


def place_of(find: Find, sentence_places: list[Place], story: str | None) -> str | None:
    """The place that the trigger's words name, else the clause's, else a near one of the sentence, else the story's."""
    sentence = find.sentence
    if sentence_places:
        at = sentence.at(find.token)
        own = _own_places(find, sentence_places)
        if own:
            return min(own, key=lambda p: (p.precision or 9, _distance(p, at), p.start)).id
        if find.trigger.type in _UNPLACED:
            return None
        said_of = [(tie(find, p), p) for p in sentence_places]
        near = [(t, p) for t, p in said_of if t < _ELSEWHERE or (p.precision or 9) <= _REGION]
        if near:
            return min(near, key=lambda n: (n[0], _distance(n[1], at), n[1].start))[1].id
    return None if find.trigger.type in _UNPLACED else story


def _own_places(find: Find, places: list[Place]) -> list[Place]:
    """Places under the trigger's prepositions, among its objects, or beside the noun itself."""
    starts: dict[int, Place] = {i: p for p in places for i in range(p.start, p.end)}
    found: list[Place] = []
    for name, tokens in find.predicate.slots.items():
        if find.trigger.type == "ASSAULT" and name.removeprefix("gov.") == "from":
            continue  # where a blow came from is not where it fell
        if name.removeprefix("gov.") in _AT or (
            name in ("obj", "obj.of", "poss") and find.trigger.type not in _UNPLACED
        ):
            for token in tokens:
                found += _places_in(token, find.sentence, starts)
        elif name == "mod" and find.trigger.noun and find.trigger.type in BODILY:
            named = [starts.get(find.sentence.at(token)) for token in tokens]  # "the Sarn strike"
            found += [p for p in named if p is not None and (p.precision or COUNTRY) < COUNTRY]
    return found


def _places_in(token: Token, sentence: Sentence, starts: dict[int, Place]) -> list[Place]:
    place = starts.get(sentence.at(token))
    if place is not None:
        return [place]
    return [
        starts[sentence.at(inner)]
        for prep in token.children
        if prep.dep_ == "prep"
        for inner in prep.children
        if sentence.at(inner) in starts
    ]


def date_of(find: Find, times: list[TimeRef]) -> EventDate | None:
    """The time in the trigger's clause, else in its sentence; None where that time is none that is known."""
    if not times:
        return None
    at = find.sentence.at(find.token)
    best = min(
        times, key=lambda t: (tie(find, t), bool(t.value) and t.precision not in _DATED, _distance(t, at), t.start)
    )
    if not best.value:
        return None  # "on Sunday" of a page without a date: another time of the sentence is another's
    return EventDate(value=best.value, earliest=best.earliest, latest=best.latest, precision=best.precision)


def means_of(find: Find, words: Lexicon) -> tuple[str | None, list[Token]]:
    """The mode that the words for means beside the trigger tell, and those words."""
    tokens: list[Token] = [c for c in find.token.children if c.dep_ in ("compound", "amod", "nsubj", "advmod")]
    for name in ("subj", "by", "with", "in", "using", "from", "gov.subj", "obj"):
        for token in find.predicate.slots.get(name, []):
            tokens += [token, *(c for c in token.children if c.dep_ in ("compound", "amod"))]
    mode, found = None, []
    for token in tokens:
        known = words.modes.get(token.lemma_.lower())
        if known:
            mode = mode or known
            found.append(token)
    return mode, found


def figures_of(find: Find, figures: list[Figure]) -> tuple[str, ...]:
    """Ids of the figures of the sentence that count what the happening did."""
    if find.trigger.type in _UNPLACED:
        return ()
    return tuple(f.id for f in figures if f.measure not in ("distance", "duration", "share", "money"))


def claims_over(claims: Iterable[Claim], span: Span) -> tuple[Claim, ...]:
    """The claims whose content holds the trigger."""
    return tuple(c for c in claims if any(p.start <= span.start and span.end <= p.end for p in c.content))
