"""Claims against claims: the same words of one speaker in two reports, and what contradicts what."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from bellwire.model import Relation
from bellwire.model.words import RelationKind
from bellwire.relate.disagreements import verdict
from bellwire.relate.gates import ODD, gate
from bellwire.relate.neighbours import Pairs, paired
from bellwire.relate.odds import Odds
from bellwire.relate.statements import Statement
from bellwire.relate.values import interval, stated
from bellwire.relate.who import same_actor
from bellwire.relate.words import cosine

Feature = Callable[[Statement, Statement], float]
Values = Sequence[float]


def same_speaker(left: Statement, right: Statement) -> float:
    """1 for one speaker by name, 0.7 for one side, 0 where a speaker is not known."""
    return same_actor(left.speaker, right.speaker) if left.speaker and right.speaker else 0.0


def same_content(left: Statement, right: Statement) -> float:
    """How alike their words are, rare words first."""
    return math.sqrt(cosine(left.words, right.words))


def same_number(left: Statement, right: Statement) -> float:
    """Whether they hold one and the same figure."""
    return float(any(True for _ in _numbers(left, right)))


def _numbers(left: Statement, right: Statement) -> Iterator[float]:
    """The numbers of the figures that both hold."""
    for a, b in product(left.counts, right.counts):
        same = a.figure.measure == b.figure.measure and interval(a.figure) == interval(b.figure)
        if same and (number := stated(a.figure)) is not None:
            yield number


def _one_source(left: Statement, right: Statement) -> bool:
    """Whether one speaker by name is behind both, as far as known.

    Where one report does not tell who speaks, like words with one number that is rarely met twice by chance are enough.
    """
    if same_speaker(left, right) >= ONE_SIDE:
        return left.by_name and right.by_name
    unknown = left.speaker is None or right.speaker is None
    return unknown and same_content(left, right) >= LIKE_WORDS and any(n >= ODD for n in _numbers(left, right))


def said_again(left: Statement, right: Statement) -> float:
    """How alike the words of one speaker are."""
    return same_speaker(left, right) * same_content(left, right)


def other_side(left: Statement, right: Statement) -> float:
    """1 where the speakers are of different sides, 0.5 where one is not known or both speak for one state."""
    if left.speaker is None or right.speaker is None:
        return 0.5
    return {0.0: 1.0, 0.5: 1.0}.get(same_actor(left.speaker, right.speaker), 0.3)


def _denial(left: Statement, right: Statement) -> tuple[Statement, Statement] | None:
    """The denial and what it may deny; None where neither or both deny."""
    if left.denies != right.denies:
        return (left, right) if left.denies else (right, left)
    if left.negates != right.negates and not left.denies:
        return (left, right) if left.negates else (right, left)
    return None


def one_denies(left: Statement, right: Statement) -> float:
    """1 where one of the two is a denial."""
    return float(left.denies != right.denies)


def one_negates(left: Statement, right: Statement) -> float:
    """1 where one says that something is not so, and neither is a denial."""
    return float(left.negates != right.negates and not (left.denies or right.denies))


def _follows(left: Statement, right: Statement) -> float:
    """1 where the denial comes next after the other in one report, 0.5 where one claim is between them."""
    pair = _denial(left, right)
    if pair is None or left.reading is not right.reading:
        return 0.0
    return {1: 1.0, 2: 0.5}.get(pair[0].number - pair[1].number, 0.0)


def denied_next(left: Statement, right: Statement) -> float:
    """1 where a denial of another side follows at once on what was said, 0.5 where one claim is between them."""
    return one_denies(left, right) * _follows(left, right)


def denied_in_one_breath(left: Statement, right: Statement) -> float:
    """1 where the denial that follows at once stands in the same paragraph."""
    apart = left.reading.report.document.text[left.last : right.first] if left.last < right.first else ""
    return float(denied_next(left, right) == 1.0 and "\n" not in apart)


def negated_next(left: Statement, right: Statement) -> float:
    """1 where another side says next that something is not so."""
    return one_negates(left, right) * _follows(left, right)


def denied_in_like_words(left: Statement, right: Statement) -> float:
    """How alike a denial and what it may deny are."""
    return same_content(left, right) if _denial(left, right) else 0.0


def names_the_denier(left: Statement, right: Statement) -> float:
    """1 where what may be denied names the one who denies it."""
    pair = _denial(left, right)
    if pair is None or pair[0].speaker is None:
        return 0.0
    names = {word for name in pair[0].speaker.names | pair[0].speaker.side for word in name.split()}
    return float(bool(names & (pair[1].stems | pair[1].about)))


def opposite_words(left: Statement, right: Statement) -> float:
    """1 where a word of one is the contrary of a word of the other."""
    return float(not left.contrary.isdisjoint(right.words))


def figures_differ(left: Statement, right: Statement) -> float:
    """1 where they hold figures that disagree."""
    return float(any(gate(a, b) is None and verdict(a, b) == "disagree" for a in left.counts for b in right.counts))


def same_happening(left: Statement, right: Statement) -> float:
    """1 where both speak of one happening."""
    return float(bool(left.happenings & right.happenings))


def contrary_tellings(left: Statement, right: Statement) -> float:
    """1 where both speak of one happening and a word of one is the contrary of a word of the other."""
    return same_happening(left, right) * opposite_words(left, right)


ECHO: tuple[tuple[Feature, float], ...] = (
    (same_speaker, 3.3),
    (said_again, 3.3),
    (same_number, 2.8),
)
ECHO_BIAS, ECHO_LEAST = -7.3, 0.24
ONE_SIDE = 0.7
"""From which two speakers are of one side."""
LIKE_WORDS = 0.5
"""Likeness of words from which one number makes two claims one: in twelve hand-labelled stories, as labelled, eight of
ten such pairs were (2026-11)."""
CONTRADICT: tuple[tuple[Feature, float], ...] = (
    (other_side, 1.5),
    (one_denies, 0.8),
    (one_negates, 0.7),
    (denied_next, 3.6),
    (denied_in_one_breath, 0.8),
    (negated_next, 2.5),
    (denied_in_like_words, 1.8),
    (names_the_denier, 0.7),
    (opposite_words, 2.0),
    (figures_differ, 1.5),
    (same_happening, 2.0),
    (contrary_tellings, 0.5),
)
CONTRADICT_BIAS, CONTRADICT_LEAST = -7.5, 0.2
"""Weights: logistic regression over the claims of twelve hand-labelled stories, in four folds by story, rounded; the
least probabilities from .15 to .6 were tried on the same (2026-11)."""
_ECHO = Odds(ECHO, ECHO_BIAS, ECHO_LEAST)
_CONTRADICT = Odds(CONTRADICT, CONTRADICT_BIAS, CONTRADICT_LEAST, (denied_in_like_words, figures_differ))
_OF, _TO = " of ", "to "
LONG = 60
"""Characters from which a report's own words for a speaker are too many for a sentence."""
COPIED = 0.8
"""Likeness from which a claim of a copy is the original's claim; spelling may differ."""


def _relation(
    kind: RelationKind, left: Statement, right: Statement, why: str, likely: float, **values: float
) -> Relation:
    return Relation(
        relation=kind,
        left=left.end,
        right=right.end,
        score=round(likely, 3),
        why=why,
        features=tuple((name, round(value, 3)) for name, value in values.items()),
    )


def _named(features: Sequence[tuple[Feature, float]], values: Values) -> dict[str, float]:
    return {f.__name__: value for (f, _), value in zip(features, values, strict=True)}


def _speaker(told: Statement) -> str:
    """The speaker as a sentence names it: by name, else by the report's own words for it up to a comma."""
    actor, said = told.reading.actors.get(told.claim.speaker_actor or ""), told.claim.speaker
    if actor and not actor.name.islower():
        return f"the {actor.name}" if actor.type != "person" and _OF in actor.name else actor.name
    words = " ".join(told.reading.quote(said).split()).split(",")[0] if said else ""
    if actor and not 0 < len(words) <= LONG:
        words = actor.name
    if not words or words.lower() in told.reading.language.words("pronouns"):
        return "an unnamed source"
    return words[0].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _said(told: Statement) -> str:
    """What was said, with the cue where it is one that the words hang on: "accused the army of murder"."""
    cue, reading = told.claim.cue, told.reading
    hangs = told.cue_class not in ("say", None) or told.quote.startswith(_TO)
    if cue is None or not hangs or cue.end > told.first:
        return told.quote
    return f"{reading.quote(cue)}{' ' if told.first - cue.end <= 1 else ' … '}{told.quote}"


def echoes(statements: Sequence[Statement], near: Pairs, copied: Mapping[str, str]) -> Iterator[Relation]:
    """An `echo` for the same words of one speaker by name in two reports; for a copy, in its original alone."""
    repeated: list[tuple[float, int, Statement, Statement]] = []
    for left, right in paired(_said_in_full(statements), [(a, b) for a, b in near if a != b]):
        a, b = left.reading.id, right.reading.id
        if copied.get(a, a) == copied.get(b, b):
            alike = same_content(left, right) if left.by_name and right.by_name else 0.0
            if alike >= COPIED and (copied.get(a) == b or copied.get(b) == a):
                repeated.append((-alike, abs(left.number - right.number), left, right))
        elif a not in copied and b not in copied and _one_source(left, right):
            likely, values = _ECHO.of(left, right)
            if left.speaker is None or right.speaker is None:
                likely = same_content(left, right)
            if likely >= ECHO_LEAST:
                why = f"much the same words of {_speaker(left if left.by_name else right)} in both: “{left.quote}”"
                yield _relation("echo", left, right, why, likely, **_named(ECHO, values))
    yield from _repeated(repeated)


def _repeated(pairs: Sequence[tuple[float, int, Statement, Statement]]) -> Iterator[Relation]:
    """An `echo` for each claim of a copy and the one of its original that is most like it."""
    taken: set[tuple[str, str]] = set()
    for alike, _, left, right in sorted(pairs, key=lambda p: (p[0], p[1], p[2].end, p[3].end)):
        ends = {(left.end, right.reading.id), (right.end, left.reading.id)}
        if not ends & taken:
            taken |= ends
            why = f"a claim of {_speaker(left)} that the copy repeats"
            yield _relation("echo", left, right, why, -alike, same_content=-alike)


def contradictions(statements: Sequence[Statement], near: Pairs, copied: Mapping[str, str]) -> Iterator[Relation]:
    """A `contradict` for a denial and what it denies, and for claims of two sides that cannot both be right."""
    own = [(a, b) for a, b in near if a == b or not {a, b} & copied.keys()]
    for left, right in paired(_said_in_full(statements), own):
        found = _CONTRADICT.reaching(left, right) if _worth_weighing(left, right) else None
        if found is not None:
            likely, values = found
            yield _relation("contradict", left, right, _against(left, right), likely, **_named(CONTRADICT, values))


def _said_in_full(statements: Sequence[Statement]) -> list[Statement]:
    """Claims that do not stand in a headline, which the text gives in full."""
    return [s for s in statements if not s.head]


def _worth_weighing(left: Statement, right: Statement) -> bool:
    """A cheap look first: two speakers, and something that the two may be at odds about."""
    if left.speaker and right.speaker and not left.speaker.names.isdisjoint(right.speaker.names):
        return False
    pair = _denial(left, right)
    if pair and (pair[1].cue_class == "command" or not (pair[0].denies or (left.speaker and right.speaker))):
        return False
    if left.happenings & right.happenings or (left.counts and right.counts):
        return True
    if pair is None:
        return False
    near = left.reading is right.reading and abs(left.number - right.number) <= 2
    return near or not left.words.keys().isdisjoint(right.words)


def _against(left: Statement, right: Statement) -> str:
    mine, theirs = _speaker(left), _speaker(right)
    both = f"{mine} and {theirs}" if mine != theirs else "two sources"
    if figures_differ(left, right):
        return f"{both} gave figures that cannot both be right"
    pair = _denial(left, right)
    if pair is None:
        return f"{both} told of one happening in contrary words"
    theirs = _speaker(pair[1]) if mine != theirs else "another source"
    return f"{_speaker(pair[0])} denied what {theirs} said: “{_said(pair[1])}”"
