"""What is new since the last brief: the record as it was known then against the record as it is known now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bellwire.brief.counted import is_vague
from bellwire.brief.form import Ref, Section, Sentence
from bellwire.brief.lines import by_size, inner, joined_refs, once
from bellwire.brief.scene import Scene
from bellwire.brief.sections import headline_of, said_in
from bellwire.brief.telling import STATUS_WORDS, claim_account
from bellwire.brief.told import MOST_NAMED, Selection, Told
from bellwire.brief.words import MEASURE_WORDS, bounds, day
from bellwire.model import Evidence, Holding, Incident, Tally
from bellwire.review.masks import without_words

MOST_NEW = 12
"""Sentences of what is new; of the rest it is said how many there are."""
NOTHING = "Nothing changed in what the record says of these incidents."


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Incidents as they were known at a moment, with their evidence.

    `gone` are those that are told no more: what became of each ("merged", "split", "withdrawn", "rejected"), and into
    which other it went.
    """

    moment: str
    incidents: Mapping[str, Incident]
    evidence: Mapping[str, tuple[Evidence, ...]]
    gone: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)

    def lost(self) -> dict[str, tuple[Evidence, ...]]:
        """The evidence of what is told no more."""
        return {id: self.evidence.get(id, ()) for id in self.gone}


def moment_in_words(moment: str) -> str:
    """A day, or a time of a day, as a head says it.

    >>> moment_in_words("2025-08-10"), moment_in_words("2025-08-10T14:05:00Z")
    ('10 August 2025', '10 August 2025, 14:05 UTC')
    """
    at, _, time = moment.partition("T")
    return f"{day(at)}, {time[:5]} UTC" if time else day(at)


def new_since(before: Before, selection: Selection, scene: Scene, told: Sequence[Told]) -> Section:
    """What is new, what changed, what is contested or denied by now, and what is told no more, in this order."""
    new = once((_new(each) for each in _once_told(told, before)), said_in)
    known = [(each, before.incidents[each.incident.id]) for each in told if each.incident.id in before.incidents]
    changed = [s for each, old in known for s in (*_tolls(each, old), *_standing(each, old, before))]
    lost = [s for id in before.gone if (s := _lost(before, id, selection, scene, told))]
    sentences = [*changed, *new, *lost]
    more = len(sentences) - MOST_NEW
    remark = "" if sentences else NOTHING
    if more > 0:
        remark = (
            f"{more:,} more {'changes are' if more > 1 else 'change is'} not told here, of incidents that weigh less."
        )
    head = f"New since {moment_in_words(before.moment)}"
    return Section(kind="new", head=head, sentences=tuple(sentences[:MOST_NEW]), remark=remark)


def _once_told(told: Sequence[Told], before: Before) -> Iterator[Told]:
    """What was not known before; not what has no figures but those of something weightier."""
    given: set[str] = set()
    for each in told:
        ends = {end for _, mine in each.whole for end in mine}
        if each.incident.id not in before.incidents and not (ends and ends <= given):
            yield each
        given |= ends


def _new(told: Told) -> Sentence:
    sentence = headline_of(told)
    return _said(f"New: {sentence.text}", sentence.refs, told, "new", sentence.holders)


def _said(text: str, refs: tuple[Ref, ...], told: Told, what: str, holders: Sequence[str] = ()) -> Sentence:
    return Sentence(text=text, refs=refs, about=f"{told.incident.id}:{what}", holders=tuple(holders))


# ---------------------------------------------------------------- tolls


def _key(tally: Tally) -> tuple[str, str, str]:
    return tally.measure, tally.unit, tally.holdings[0].kind


def _tolls(told: Told, old: Incident) -> Iterator[Sentence]:
    """Tallies whose range is another by now: from what to what, and who gave what is new."""
    earlier = {_key(t): t for t in old.tallies if not t.part}
    for tally, ends in told.whole:
        was = earlier.get(_key(tally))
        if was is not None and (was.low, was.high) == (tally.low, tally.high):
            continue
        there = {h.record for h in was.holdings} if was else set()
        fresh = [h for h in tally.holdings if h.record in ends and h.record not in there]
        if fresh or was is not None:
            yield _toll(told, tally, was, fresh, ends)


def _toll(told: Told, tally: Tally, was: Tally | None, fresh: Sequence[Holding], ends: Sequence[str]) -> Sentence:
    what = MEASURE_WORDS.get(tally.measure, tally.measure).capitalize()
    label = f"{what} ({at})" if (at := ", ".join(filter(None, (told.where, told.when)))) else what
    now = bounds(tally.low, None, tally.high)
    vague = any(is_vague(told.scene.figure(end), told.scene.words_of(end)) for end in ends)
    change = f"from {bounds(was.low, None, was.high)} to {now}" if was and not vague else "changed" if was else "new"
    named = [h.record for h in fresh] or list(ends)
    accounts = [a for *_, a in by_size(told, named)]
    holders = list(dict.fromkeys(inner(a.holder) for a in accounts))
    said = "; ".join(f"{inner(a.holder)} {a.words} ({a.when})" for a in accounts[:MOST_NAMED])
    differ = "; the accounts differ" if tally.disagree and not (was and was.disagree) else ""
    earlier = [h.record for h in was.holdings if told.scene.has(h.record)] if was else []
    refs = told.scene.refs([*ends, *earlier])
    by = "by" if fresh else "what stands is by"
    return _said(f"{label}: {change}, {by} {said}{differ}.", refs, told, f"{tally.measure}:new", holders)


# ---------------------------------------------------------------- denials, statuses


def _standing(told: Told, old: Incident, before: Before) -> Iterator[Sentence]:
    """Who denies it that did not, and what was not confirmed and is by now."""
    there = {(e.record, who) for e in before.evidence.get(old.id, ()) for who in e.denied_by}
    fresh = {(e.record, who) for e in told.evidence for who in e.denied_by} - there
    if fresh and told.denials:
        whose = list(dict.fromkeys(claim_account(told.scene, end).holder for end in told.denials))
        text = f"Denied by now: “{told.deed}”, by {told.named(whose)}."
        refs = joined_refs(told.scene.refs(told.denials), told.scene.refs(told.ends))
        yield _said(text, refs, told, "denied", whose)
    elif old.status != told.incident.status:
        was, now = (STATUS_WORDS.get(s, "said to have happened") for s in (old.status, told.incident.status))
        if was != now:
            yield _said(f"“{told.deed}”: {was} before, now {now}.", told.scene.refs(told.ends), told, "status")


# ---------------------------------------------------------------- what is told no more


def _lost(before: Before, id: str, selection: Selection, scene: Scene, told: Sequence[Told]) -> Sentence | None:
    """What became of an incident that is told no more; None where no report at hand bears that it was told."""
    old, (fate, into) = before.incidents[id], before.gone[id]
    evidence = before.evidence.get(id, ())
    other = next((t for t in told if t.incident.id == into), None)
    if into is not None and other is None and any(i.id == into for i in selection.incidents):
        return None
    ends = [e.record for e in evidence if scene.has(e.record)]
    rest = [
        Ref(source=scene.numbers[e.report], report=e.report, words=without_words(e.words, selection.hidden))
        for e in evidence
        if not scene.has(e.record) and e.report in scene.by_id
    ]
    refs = joined_refs(scene.refs(ends), rest)
    if not refs or (other is None and not selection.incidents):
        return None
    became = f"{fate} into “{other.deed}”" if other else "rejected by an analyst" if fate == "rejected" else fate
    title = without_words(old.title, selection.hidden)
    return Sentence(text=f"Told no more: “{title}”, {became}.", refs=refs, about=f"{id}:gone")
