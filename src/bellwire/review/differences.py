"""What two people decided otherwise of the same thing: the lines behind the table of agreement, for one to settle."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Judgement
from bellwire.review.effective import effective, person, reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A subject that two people judged otherwise: `field` is `decision`, or a field that both gave a value.

    `settled` is the latest judgement of the subject that somebody else made after both: who decided between them.
    """

    subject: str
    field: str
    a: object
    b: object
    settled: Judgement | None = None


def differences(
    a: Sequence[Judgement], b: Sequence[Judgement], others: Sequence[Judgement] = ()
) -> tuple[Difference, ...]:
    """Where two people's judgements differ, by subject and field; `others` are the judgements of everybody, in order.

    >>> from bellwire.model import Judgement
    >>> yes = Judgement(id="j-1", verb="accept", subject="i-1", by="ana", at="2024-05-01")
    >>> no = Judgement(id="j-2", verb="reject", subject="i-1", by="ben", at="2024-05-02")
    >>> [(d.subject, d.field, d.a, d.b) for d in differences([yes], [no])]
    [('i-1', 'decision', 'accepted', 'rejected')]
    """
    found = sorted([*_decisions(a, b), *_values(a, b)], key=lambda d: (d[0], d[1]))
    return tuple(
        Difference(subject=subject, field=field, a=left, b=right, settled=_settled(subject, a, b, others))
        for subject, field, left, right in found
    )


def _decisions(a: Sequence[Judgement], b: Sequence[Judgement]) -> Iterator[tuple[str, str, object, object]]:
    mine, theirs = reviews(a), reviews(b)
    for subject in mine.keys() & theirs.keys():
        if mine[subject] != theirs[subject]:
            yield subject, "decision", mine[subject], theirs[subject]


def _values(a: Sequence[Judgement], b: Sequence[Judgement]) -> Iterator[tuple[str, str, object, object]]:
    mine, theirs = _given(a), _given(b)
    for subject, field in mine.keys() & theirs.keys():
        left, right = mine[subject, field], theirs[subject, field]
        if left != right:
            yield subject, field, left, right


def _given(judgements: Sequence[Judgement]) -> Mapping[tuple[str, str], object]:
    return {
        (j.subject, name): value
        for j in effective(judgements)
        if j.verb in ("edit", "grade")
        for name, value in j.value.items()
    }


def _settled(
    subject: str, a: Sequence[Judgement], b: Sequence[Judgement], others: Sequence[Judgement]
) -> Judgement | None:
    """The last judgement in force of a third person, made after the last of the two."""
    two = {person(j.by) for j in (*a, *b)}
    ids = {j.id for j in (*a, *b) if j.subject == subject}
    last = max((number for number, j in enumerate(others) if j.id in ids), default=-1)
    after = {j.id for j in others[last + 1 :] if j.subject == subject and person(j.by) not in two}
    in_force = [j for j in effective([j for j in others if j.subject == subject]) if j.id in after]
    return in_force[-1] if in_force else None
