"""Into which story a new report comes, and what that does to the stories that it touches."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from bellwire.model import Relation, content_id
from bellwire.model.signatures import Signature
from bellwire.relate.arrival_shelf import Shelf, StoryChange
from bellwire.relate.arrival_signing import Signed, both_dated, cosines, day_gaps, like_copies
from bellwire.relate.copies import COPY, copy, rank
from bellwire.relate.grouping import alike_on_average, linked
from bellwire.relate.neighbours import FEW, NEAREST
from bellwire.relate.readings import Reading
from bellwire.relate.scenes import Laid
from bellwire.relate.stories import LEAST_KEPT, LEAST_LIKELY, LEAST_SHARED, likely

CANDIDATES = 48
"""Reports that share most keys, which are looked at. A story's other reports are looked at with those found."""
AFFECTED = 80
"""Reports of the stories that an arrival touches; where there are more it joins the one that is most like it."""
RECORDS, LEAST_NEAR = 400, 4
"""Records of other reports that a new one's are compared with, and reports however many records they have: ten pages
of the length of a news agency's, laid out anew, take some 40 ms (2026-11)."""
LIKE_COPY = 0.15
"""Cosine of terms below which no report is another's copy, were it cut to a tenth."""
SUSPECTS = 40
"""Reports whose text is compared word for word, those first that seem most to be copies."""
FEW_HASHES = 6
"""Shingles in common reach below which how much of a text is shared is a guess, and all of it is looked at. Of more the
share is known to one in the square root of their number, which is two standard errors."""


@dataclass(slots=True)
class Looked:
    """Reports that a new one was compared with as a whole: their signatures, how likely one story, how like words."""

    signatures: dict[str, Signature] = field(default_factory=dict)
    likely: dict[str, float] = field(default_factory=dict)
    alike: dict[str, float] = field(default_factory=dict)
    copied: dict[str, tuple[float, int]] = field(default_factory=dict)

    def at(self, one: Signature, ids: Iterable[str], shelf: Shelf) -> None:
        """Looks at those of the reports that were not looked at yet."""
        new = sorted(shelf.signatures(sorted(set(ids) - self.signatures.keys())).items())
        others = [signature for _, signature in new]
        if not others:
            return
        rows = cosines(one, others)
        alike = rows[0].tolist()
        chances = np.where(rows[0] >= LEAST_SHARED, likely(rows, day_gaps(one, others), both_dated(one, others)), 0.0)
        printed = [s.shingles if words >= LIKE_COPY else b"" for s, words in zip(others, alike, strict=True)]
        for (id, signature), chance, words, same in zip(
            new, chances.tolist(), alike, like_copies(one.shingles, printed), strict=True
        ):
            self.signatures[id], self.likely[id], self.alike[id], self.copied[id] = signature, chance, words, same

    def suspects(self) -> list[str]:
        """Those that may be copies."""
        found = [
            (-share, id)
            for id, (share, reach) in self.copied.items()
            if (
                share >= COPY - 1 / math.sqrt(reach)
                if reach >= FEW_HASHES
                else share or self.likely[id] >= LEAST_LIKELY
            )
        ]
        return [id for _, id in sorted(found)[:SUSPECTS]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a report stands among others: its copies, the likeness to keep, stories that changed.

    `copied` names the originals of the reports of its story, `originals` those that are new or changed; `near` are the
    other reports that it is to be compared with record by record, most alike first.
    """

    copies: tuple[Relation, ...]
    likeness: Mapping[tuple[str, str], float]
    copied: Mapping[str, str]
    originals: Mapping[str, str]
    stories: tuple[StoryChange, ...]
    near: tuple[str, ...]
    signatures: Mapping[str, Signature]


def place(
    reading: Reading, signed: Signed, shelf: Shelf, lay_out: Callable[[Mapping[str, Signature]], list[Laid]]
) -> Placed:
    """Finds the reports that tell a new one's story. `lay_out` gives reports by their ids and signatures."""
    id, looked = reading.id, Looked()
    shared = {other: count for other, count in shelf.sharing(sorted(signed.sought)).items() if other != id}
    looked.at(signed.signature, sorted(shared, key=lambda other: (-shared[other], other))[:CANDIDATES], shelf)
    members = _touched(id, looked, shelf)
    small = sum(map(len, members.values())) <= AFFECTED
    if small:
        looked.at(signed.signature, (m for story in members.values() for m in story if m != id), shelf)
    suspects = {other: looked.signatures[other] for other in looked.suspects()}
    copies = {r.right if r.left == id else r.left: r for r in _copies(reading, lay_out(suspects))}
    likeness = {_pair(id, other): 1.0 if other in copies else round(p, 3) for other, p in looked.likely.items()}
    likeness = {pair: p for pair, p in sorted(likeness.items()) if p >= LEAST_KEPT}
    close = {b if a == id else a for (a, b), p in likeness.items() if p >= LEAST_LIKELY}
    alone = close.difference(*members.values())
    affected = sorted({id, *alone, *(m for story in members.values() for m in story)})
    if small and len(affected) <= AFFECTED + CANDIDATES:
        kept = {pair: p for pair, p in shelf.likeness(affected).items() if id not in pair}
        groups = _clustered(affected, {**kept, **likeness})
    else:
        groups = _joined(id, members, alone, looked, frozenset(copies))
    changes = _changes(groups, members, shelf)
    own = next(group for group in groups if id in group)
    known = {c: o for c, o in shelf.originals(sorted({*own, *copies} - {id})).items() if o != id}
    originals = _originals(id, signed.signature, copies, known, shelf)
    near = _nearest([m for m in own if m != id and m in looked.alike], looked)
    tied = [originals[id]] if id in originals else sorted(copies)[:NEAREST]
    return Placed(
        copies=tuple(copies[other] for other in sorted(copies)),
        likeness=likeness,
        copied={**known, **originals},
        originals={c: o for c, o in originals.items() if known.get(c) != o},
        stories=changes,
        near=(*near, *(other for other in tied if other in looked.alike and other not in near)),
        signatures=looked.signatures,
    )


def _nearest(others: Sequence[str], looked: Looked) -> list[str]:
    """The reports that are compared record by record: those most alike, as many as have not too many records."""
    ranked = sorted(others, key=lambda m: (-looked.alike[m], m))
    ranked = ranked if len(ranked) < FEW else ranked[:NEAREST]
    records = accumulate(looked.signatures[m].records for m in ranked)
    return [m for i, (m, total) in enumerate(zip(ranked, records, strict=True)) if i < LEAST_NEAR or total <= RECORDS]


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _touched(id: str, looked: Looked, shelf: Shelf) -> Mapping[str, tuple[str, ...]]:
    """The stories of reports like the new one, and of itself where it is in one, with their reports."""
    close = {id, *looked.suspects(), *(other for other, p in looked.likely.items() if p >= LEAST_LIKELY)}
    return shelf.members(sorted(set(shelf.stories_of(sorted(close)).values())))


def _copies(reading: Reading, suspects: Sequence[Laid]) -> list[Relation]:
    found = (copy(*sorted((reading, other.reading), key=lambda r: r.id)) for other in suspects)
    return [relation for relation in found if relation is not None]


def _clustered(ids: Sequence[str], likeness: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """The reports grouped anew, by the likeness of each two."""
    at = {id: i for i, id in enumerate(ids)}
    square = np.zeros((len(ids), len(ids)))
    for (a, b), p in likeness.items():
        if a in at and b in at:
            square[at[a], at[b]] = square[at[b], at[a]] = p
    return [[ids[i] for i in group] for group in alike_on_average(square, LEAST_LIKELY)]


def _joined(
    id: str, members: Mapping[str, Sequence[str]], alone: Collection[str], looked: Looked, copies: frozenset[str]
) -> list[list[str]]:
    """The stories as they are, the report put into the one whose reports are most like it."""
    groups = [[m for m in story if m != id] for _, story in sorted(members.items())]
    groups += [[other] for other in sorted(alone)]

    def likely(group: Sequence[str]) -> float:
        known = [1.0 if m in copies else looked.likely[m] for m in group if m in looked.likely]
        return max(sum(known) / len(known) if known else 0.0, float(not copies.isdisjoint(group)))

    best = max((group for group in groups if group), key=likely, default=None)
    if best is None or likely(best) < LEAST_LIKELY:
        return [*filter(None, groups), [id]]
    best.append(id)
    return [sorted(group) for group in groups if group]


def _changes(
    groups: Sequence[Sequence[str]], members: Mapping[str, Sequence[str]], shelf: Shelf
) -> tuple[StoryChange, ...]:
    """What became of stories: a group keeps the id of the story that most of its reports were in."""
    story_of = {m: story for story, reports in members.items() for m in reports}
    told = [tuple(sorted(group)) for group in groups if len(group) > 1]
    votes = [Counter(story_of[m] for m in group if m in story_of) for group in told]
    ranked = sorted((-count, story, i) for i, vote in enumerate(votes) for story, count in vote.items())
    named: dict[int, str] = {}
    for _, story, i in ranked:
        if i not in named and story not in named.values():
            named[i] = story
    gone = {story: i for _, story, i in reversed(ranked) if story not in named.values()}
    changes = []
    for i, group in enumerate(told):
        story = named.get(i) or _new_id(group, shelf)
        joined = tuple(sorted(s for s, into in gone.items() if into == i))
        if joined or tuple(sorted(members.get(story, ()))) != group:
            changes.append(StoryChange(story=story, reports=group, joined=joined))
    ended = sorted(set(members) - set(named.values()) - gone.keys())
    return (*changes, *(StoryChange(story=story, reports=()) for story in ended))


def _new_id(group: Sequence[str], shelf: Shelf) -> str:
    """An id as `relate` makes it of the first report, of all where a story has that already."""
    id = content_id("s", group[0])
    return content_id("s", *group) if shelf.members([id]).get(id) else id


def _originals(
    id: str, signature: Signature, copies: Collection[str], known: Mapping[str, str], shelf: Shelf
) -> dict[str, str]:
    """For the copies among the reports that print the new one's text, the original."""
    if not copies:
        return {}
    printed = next(g for g in linked([*((id, other) for other in sorted(copies)), *sorted(known.items())]) if id in g)
    signatures = {**shelf.signatures(sorted(set(printed) - {id})), id: signature}
    first = min(signatures, key=lambda r: rank(signatures[r].published, signatures[r].length, r))
    return {r: first for r in sorted(signatures) if r != first}
