"""Which judgements are in force. A list of judgements is in the order in which they were appended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bellwire.model import Judgement
from bellwire.model.words import ReviewState


def person(by: str) -> str:
    """One name for a person, however it is spaced and capitalised, so that nobody counts as two.

    >>> person("  Ana  Lopez ") == person("ana lopez")
    True
    """
    return " ".join(by.split()).casefold()


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that no undo takes away, undos included. An undo that is itself undone takes nothing away."""
    first: dict[str, Judgement] = {}
    for judgement in judgements:
        first.setdefault(judgement.id, judgement)
    gone: set[str] = set()
    kept: list[Judgement] = []
    for judgement in reversed(first.values()):
        if judgement.id not in gone:
            kept.append(judgement)
            if judgement.verb == "undo":
                gone.add(str(judgement.value.get("judgement")))
    return tuple(reversed(kept))


@dataclass(slots=True)
class _Later:
    """What is known of a subject's judgements after the one that is looked at."""

    decided: bool = False
    edited: set[str] = field(default_factory=set)
    accepted_by: set[str] = field(default_factory=set)
    graded: bool = False
    merged: bool = False


def effective(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements in force, in their order; undos and what they took away are left out.

    Of one subject: the later of accept and reject holds, and accepts of several people stand side by side; of edits
    the latest holds, field by field (an older one is left with the fields that are still its own), and an edit takes
    away the accepts before it, which were of other values; the latest grade and the latest merge hold; splits and
    redactions all stand.

    >>> from bellwire.model import Judgement
    >>> yes = Judgement(id="j-1", verb="accept", subject="r1#f-1", by="ana", at="2024-05-01")
    >>> no = Judgement(id="j-2", verb="reject", subject="r1#f-1", by="ben", at="2024-05-02")
    >>> back = Judgement(id="j-3", verb="undo", subject="r1#f-1", by="ben", at="2024-05-02", value={"judgement": "j-2"})
    >>> [j.verb for j in effective([yes, no])], [j.verb for j in effective([yes, no, back])]
    (['reject'], ['accept'])
    """
    later: dict[str, _Later] = {}
    kept: list[Judgement] = []
    for judgement in reversed(standing(judgements)):
        in_force = _in_force(judgement, later.setdefault(judgement.subject, _Later()))
        if in_force is not None:
            kept.append(in_force)
    return tuple(reversed(kept))


def _in_force(judgement: Judgement, later: _Later) -> Judgement | None:
    """The judgement, or what is left of it, given what came later of its subject; notes it as come."""
    match judgement.verb:
        case "undo":
            return None
        case "accept":
            return _accept(judgement, later)
        case "reject":
            superseded, later.decided = later.decided or bool(later.accepted_by), True
            return None if superseded else judgement
        case "edit":
            left = {name: value for name, value in judgement.value.items() if name not in later.edited}
            later.edited |= left.keys()
            return replace(judgement, value=left) if left else None
        case "grade":
            superseded, later.graded = later.graded, True
            return None if superseded else judgement
        case "merge":
            superseded, later.merged = later.merged, True
            return None if superseded else judgement
    return judgement


def _accept(judgement: Judgement, later: _Later) -> Judgement | None:
    who = person(judgement.by)
    superseded = later.decided or bool(later.edited) or who in later.accepted_by
    later.accepted_by.add(who)
    return None if superseded else judgement


def settled(judgements: Sequence[Judgement], people: int = 2) -> Mapping[str, tuple[str, ...]]:
    """The subjects that at least `people` different people accept, each with their names in alphabetical order.

    An edit starts the count anew, by whomever: what was accepted before had other values. Whoever edits and stands by
    the rest accepts as well.
    """
    accepting: dict[str, dict[str, str]] = {}
    for judgement in effective(judgements):
        if judgement.verb == "accept":
            accepting.setdefault(judgement.subject, {})[person(judgement.by)] = judgement.by
    return {
        subject: tuple(sorted(names.values()))
        for subject, names in sorted(accepting.items())
        if len(names) >= max(people, 1)
    }


def reviews(judgements: Sequence[Judgement], people: int = 1) -> Mapping[str, ReviewState]:
    """How far the review of each judged subject has come; a subject that is not in it is unreviewed.

    Rejected beats accepted (by `people` people at least), which beats edited.
    """
    states: dict[str, ReviewState] = {}
    in_force = effective(judgements)
    for judgement in in_force:
        if judgement.verb == "edit":
            states.setdefault(judgement.subject, "edited")
    states.update(dict.fromkeys(settled(in_force, people), "accepted"))
    states.update((j.subject, "rejected") for j in in_force if j.verb == "reject")
    return states


def merged_into(judgements: Sequence[Judgement]) -> Mapping[str, str]:
    """Each merged incident with the incident that it ended up in, however many merges lie between."""
    step = {j.subject: str(j.value.get("into")) for j in effective(judgements) if j.verb == "merge"}
    return {subject: _end(subject, step) for subject in step}


def _end(subject: str, step: Mapping[str, str]) -> str:
    seen = {subject}
    while subject in step and step[subject] not in seen:
        subject = step[subject]
        seen.add(subject)
    return subject
