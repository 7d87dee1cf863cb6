"""Which happenings of two data sets are one: candidates near in time and space, scored with reasons, one to one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bellwire.relate.linking_differences import Difference, differences
from bellwire.relate.linking_features import FEATURES, Felt, Noted
from bellwire.relate.linking_near import Near

__all__ = ["LEAST", "Compared", "Link", "Noted", "link", "score"]

LEAST = 3.5
"""Score from which on two are one. Of 2.0 to 4.5 by halves tried on invented data sets of which the truth is known
(tests/relate/linked_sets.py, three seeds of 1,500; 2026-11): where a third is in both, precision 0.89 and recall 0.91
(at 2.5: 0.85 and 0.94, at 4.5: 0.93 and 0.85); where an eighth is, 0.66 and 0.89."""
ID = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two happenings that are taken for one; `features` are what the score is the sum of, each with its reason.

    `differing` are the fields in which the two cannot both be right.
    """

    left: Noted
    right: Noted
    score: float
    features: tuple[Felt, ...] = ()
    differing: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Two data sets side by side. `beside` names for one that is left over the links that it would fit as well.

    `beside` holds the id on the other side: several of one set are then one of the other's.
    """

    links: tuple[Link, ...]
    only_left: tuple[Noted, ...]
    only_right: tuple[Noted, ...]
    beside_left: Mapping[ID, ID] = field(default_factory=dict)
    beside_right: Mapping[ID, ID] = field(default_factory=dict)


def score(left: Noted, right: Noted) -> tuple[float, tuple[Felt, ...]]:
    """How well two go together: the sum of what each feature says, and these.

    >>> day = date(2024, 5, 3)
    >>> one = Noted(id="a", type="ASSAULT", first=day, last=day, lat=14.1, lon=-1.6, precision=1, killed=(12, 12))
    >>> two = Noted(id="b", type="ASSAULT", first=day, last=day, lat=14.1, lon=-1.6, precision=1, killed=(10, 14))
    >>> total, felt = score(one, two)
    >>> total, [f.why for f in felt]
    (6.0, ['the same day', '0 km apart', 'both ASSAULT', 'killed 12 and 10 to 14 go together'])
    """
    felt = tuple(
        Felt(name=feature.__name__, value=round(found[0], 3), weight=weight, why=found[1])
        for feature, weight in FEATURES
        if (found := feature(left, right)) is not None
    )
    return _total(left, right), felt


def _total(left: Noted, right: Noted) -> float:
    """The score alone."""
    found = ((feature(left, right), weight) for feature, weight in FEATURES)
    return round(sum(round(each[0], 3) * weight for each, weight in found if each is not None), 3)


def link(left: Sequence[Noted], right: Sequence[Noted], *, least: float = LEAST) -> Compared:
    """The links between two data sets, best first come: each happening is in one at most; the same whatever the order.

    Ids are to be unique in each set. One without a day is never linked.
    """
    known = _one_by_id(left, right, least)
    taken = {one.id for one, _ in known}
    pairs = _scored([n for n in left if n.id not in taken], [n for n in right if n.id not in taken], least)
    links = [_link(one, two) for one, two in known]
    right_of: dict[str, str] = {}
    left_of: dict[str, str] = {}
    for _, one, two in pairs:
        if one.id not in right_of and two.id not in left_of:
            right_of[one.id], left_of[two.id] = two.id, one.id
            links.append(_link(one, two))
    beside_left, beside_right = dict[str, str](), dict[str, str]()
    for _, one, two in pairs:
        if one.id not in right_of:
            beside_left.setdefault(one.id, two.id)
        if two.id not in left_of:
            beside_right.setdefault(two.id, one.id)
    return Compared(
        links=tuple(sorted(links, key=lambda found: order(found.left))),
        only_left=_left_over(left, {*right_of, *taken}),
        only_right=_left_over(right, {*left_of, *taken}),
        beside_left=beside_left,
        beside_right=beside_right,
    )


def _link(left: Noted, right: Noted) -> Link:
    total, felt = score(left, right)
    return Link(left=left, right=right, score=total, features=felt, differing=differences(left, right))


def _one_by_id(left: Iterable[Noted], right: Iterable[Noted], least: float) -> list[tuple[Noted, Noted]]:
    """Those that both sets have under one id: incidents that an analyst merged, rows of two editions of one table.

    Two tables may use one number for two things: then the two say different things, and are not taken for one.
    """
    others = {n.id: n for n in right}
    both = [(one, others[one.id]) for one in left if one.id in others]
    return [(one, two) for one, two in both if one == two or score(one, two)[0] >= least]


def _scored(left: Sequence[Noted], right: Sequence[Noted], least: float) -> list[tuple[float, Noted, Noted]]:
    """The pairs that may be linked, the best first."""
    near = Near(right)
    found = [(total, one, two) for one in left for two in near.to(one) if (total := _total(one, two)) >= least]
    return sorted(found, key=lambda pair: (-pair[0], pair[1].id, pair[2].id))


def _left_over(noted: Iterable[Noted], linked: Collection[str]) -> tuple[Noted, ...]:
    return tuple(sorted((n for n in noted if n.id not in linked), key=order))


def order(noted: Noted) -> tuple[date, str]:
    """By day, then by id; what has no day, last."""
    return noted.first or date.max, noted.id
