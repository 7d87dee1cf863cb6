"""What the reports of an incident hold that must not go out: names of private persons, and what people redacted."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from bellwire.model import Actor, Evidence, Incident, Redaction, Report, Span, Story
from bellwire.publish.folding import tokens
from bellwire.publish.needles import FEWEST_DIGITS, Finder, Needle, Rule, common_words, parts, whole
from bellwire.publish.policy import Policy
from bellwire.review.apply import PRIVATE

PRIVATE_WHY = frozenset((PRIVATE,))
"""Why the machine redacts: all else was redacted by people."""
SHORT_WORD = 3
"""Letters of a word between the names of a person: "bin", "van", "de"."""
LONGEST_NAME = 6
"""Words from which a redaction is no name but a passage: its words are not hidden one by one."""

FEWEST_WORDS = 3
"""Words that a piece of a redaction has at least, to be hidden wherever it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """Names and passages to be hidden: those of each report with their parts, and the full names of all.

    A full name is hidden wherever it stands. Its parts alone ("Duba") are hidden in incidents that its reports, or
    reports of the same story, tell of, and where the full name stands: elsewhere they are other people's. `public` are
    full names of people in office, which stay whole where they share a part with a name that is hidden.
    """

    by_report: Mapping[str, tuple[Needle, ...]]
    full: Finder
    parts_of: Mapping[tuple[str, ...], tuple[Needle, ...]]
    kin: Mapping[str, frozenset[str]]
    public: Finder
    redacted: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def finder(self, reports: Iterable[str], more: Iterable[Needle] = ()) -> Finder:
        """What is hidden of the incidents that some reports tell of, `more` with it."""
        near = dict.fromkeys(other for id in reports for other in (id, *sorted(self.kin.get(id, ()))))
        return Finder.of((*(needle for id in near for needle in self.by_report.get(id, ())), *more))

    def parts_in(self, texts: Iterable[str]) -> list[Needle]:
        """The parts of the full names that stand in texts."""
        found: dict[Needle, None] = {}
        for text in texts:
            for start, end, _ in self.full.spans(text):
                keys = tuple(token.key for token in tokens(text[start:end]))
                found |= dict.fromkeys(self.parts_of.get(keys, ()))
        return [*found]


NOTHING = Hidden(
    by_report=MappingProxyType({}),
    full=Finder.of(()),
    parts_of=MappingProxyType({}),
    kin=MappingProxyType({}),
    public=Finder.of(()),
)
"""Where there are no reports, only the names of parties that are private are known."""


def hidden_in(policy: Policy, reports: Iterable[Report], stories: Iterable[Story] = ()) -> Hidden:
    """What a policy hides in reports; `stories` say which reports tell of one course of events.

    The reports are to be those with people's judgements on them, as `Desk.judged_reports` gives them.
    """
    by_report: dict[str, tuple[Needle, ...]] = {}
    full: dict[Needle, None] = {}
    parts_of: dict[tuple[str, ...], tuple[Needle, ...]] = {}
    public: dict[Needle, None] = {}
    redacted: dict[str, tuple[Span, ...]] = {}
    for report in reports:
        told = [*_told(policy, report)]
        if policy.redactions == "hide":
            passages = [Span(start=r.start, end=r.end) for r in report.redact if r.why not in PRIVATE_WHY]
            redacted |= {report.id: tuple(passages)} if passages else {}
        public |= dict.fromkeys(_in_office(report))
        some: dict[Needle, None] = {}
        for text, rule in told:
            needle = whole(text, rule)
            if needle is None:
                continue
            named = len(needle.keys) <= LONGEST_NAME and (rule == "private names" or is_full_name(text))
            pieces = tuple(parts(text, rule)) if named else ()
            some |= dict.fromkeys((needle, *pieces) if len(needle.keys) > 1 else pieces or (needle,))
            if named and len(needle.keys) > 1:
                full[needle] = None
                parts_of[needle.keys] = pieces
        if some:
            by_report[report.id] = tuple(some)
    kin = {id: frozenset(story.reports) - {id} for story in stories for id in story.reports}
    kept = _apart(public, by_report, parts_of)
    return Hidden(
        by_report=by_report, full=Finder.of(full), parts_of=parts_of, kin=kin, public=Finder.of(kept), redacted=redacted
    )


def _apart(
    public: Iterable[Needle],
    by_report: Mapping[str, tuple[Needle, ...]],
    parts_of: Mapping[tuple[str, ...], tuple[Needle, ...]],
) -> Iterator[Needle]:
    """The names of people in office that have no hidden name in them, in whatever order its words stand."""
    told_of = {needle.keys for some in by_report.values() for needle in some} | parts_of.keys()
    names = [frozenset(keys) for keys in told_of if len(keys) > 1 or _stands_alone(keys, parts_of)]
    return (needle for needle in public if not any(name <= set(needle.keys) for name in names))


def _stands_alone(keys: tuple[str, ...], parts_of: Mapping[tuple[str, ...], tuple[Needle, ...]]) -> bool:
    """Whether a single word is all that a person is called, and not a part of a longer name."""
    return len(keys) == 1 and not any(keys == part.keys for some in parts_of.values() for part in some)


def _in_office(report: Report) -> Iterator[Needle]:
    """The names, of two words or more, of persons who act for a body: officials, commanders, spokespeople."""
    for actor in report.actors:
        if actor.type == "person" and not actor.private and actor.part_of is not None:
            needle = whole(actor.name, "private names")
            if needle and len([key for key in needle.keys if key not in common_words()]) > 1:
                yield needle


def _told(policy: Policy, report: Report) -> Iterator[tuple[str, Rule]]:
    """The texts that a report hides, each with the rule that hides it."""
    text = report.document.text
    apart = [t.sentence for e in report.events for t in e.tellings]
    apart += [span for claim in report.claims for span in claim.content]
    edges = sorted({edge for span in apart for edge in (span.start, span.end)})
    for redaction in report.redact:
        told = text[redaction.start : redaction.end]
        rule: Rule = "private names" if redaction.why in PRIVATE_WHY else "redactions"
        if rule == "private names" and not is_name(told):
            continue
        if (policy.names if rule == "private names" else policy.redactions) == "hide":
            yield from ((piece, rule) for piece in _pieces(redaction, text, edges))
    if policy.names == "hide":
        for actor in report.actors:
            if actor.private or _is_hidden_person(actor, report.redact):
                yield from ((name, "private names") for name in _names(actor, text))


def _pieces(redaction: Redaction, text: str, edges: Sequence[int]) -> Iterator[str]:
    """The redacted characters, and what of them lies within each sentence and each claim that is quoted on its own.

    A piece of a word or two is left out, unless it has a name: it would be hidden in all that others tell, too.
    """
    yield from _with_neighbours(redaction, text)
    cuts = [redaction.start, *(e for e in edges if redaction.start < e < redaction.end), redaction.end]
    yield text[redaction.start : redaction.end]
    pieces = [text[a:b] for a, b in pairwise(cuts)] if len(cuts) > 2 else []
    yield from (piece for piece in pieces if len(piece.split()) >= FEWEST_WORDS or is_name(piece))


def _with_neighbours(redaction: Redaction, text: str) -> Iterator[str]:
    """A short number with the word before it, and with the one behind it: "house 12", "12 Mill Road"."""
    told = text[redaction.start : redaction.end]
    if any(map(str.isalpha, told)) or not 0 < sum(map(str.isdigit, told)) < FEWEST_DIGITS:
        return
    before, after = text[: redaction.start].split()[-1:], text[redaction.end :].split()[:1]
    yield from (f"{word} {told}" for word in before)
    yield from (f"{told} {word}" for word in after)


def _is_hidden_person(actor: Actor, redactions: Collection[Redaction]) -> bool:
    """Whether an actor is a person one of whose mentions was redacted by people."""
    return actor.type == "person" and any(
        Span(start=r.start, end=r.end).overlaps(m) for r in redactions for m in actor.mentions
    )


def _names(actor: Actor, text: str) -> Iterator[str]:
    """What an actor is called: by a name, not by a noun or a pronoun."""
    return (name for name in (actor.name, *(m.quote(text) for m in actor.mentions)) if is_name(name))


def is_name(words: str) -> bool:
    """Whether words have a name in them: one that is not all in small letters, and no word of every text.

    >>> is_name("Amina Duba"), is_name("The boy"), is_name("He"), is_name("Mr")
    (True, False, False, False)
    """
    spelled = [words[token.start : token.end] for token in tokens(words)]
    named = [w for w in spelled if (w != w.lower() or w == w.upper()) and w.casefold() not in common_words()]
    return any(any(map(str.isalpha, word)) for word in named)


def is_full_name(words: str) -> bool:
    """Whether all words of a text are written as names are, but for short ones between them ("bin", "de la").

    >>> [is_full_name(words) for words in ("Amina bin Duba", "blue house", "near Gao hospital", "The boy")]
    [True, False, False, False]
    """
    spelled = [words[token.start : token.end] for token in tokens(words)]
    small = [w for w in spelled if w == w.lower() and w != w.upper()]
    return is_name(words) and all(len(w) <= SHORT_WORD for w in small) and spelled[0] not in small


def needles_of_parties(incident: Incident, evidence: Iterable[Evidence]) -> Iterator[Needle]:
    """The names of parties that are private, whole and in parts."""
    told = (p for e in evidence for p in (*e.agents, *e.patients))
    for party in (*incident.agents, *incident.patients, *told):
        if party.private and is_name(party.name) and (needle := whole(party.name, "private names")):
            yield needle
            yield from parts(party.name, "private names")
