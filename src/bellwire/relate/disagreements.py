"""How two figures of one thing stand: they agree, disagree, or one brings the other up to date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

from bellwire.model import Relation
from bellwire.model.words import RelationKind
from bellwire.relate.counts import Count, fuller, in_head, kind_of
from bellwire.relate.gates import MAIN, gate
from bellwire.relate.neighbours import Pairs, paired
from bellwire.relate.values import interval, overlap, stated
from bellwire.relate.who import same_actor
from bellwire.relate.words import cosine

CHANGING = frozenset(("troops", "combatants", "people_present", "weapons", "aid", "territory", "other"))
"""Measures of what is there at a time: a lower number later is no correction of the first."""
SAME_TIME = timedelta(hours=12)
"""Reports so close to each other are of one time, whatever their days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two figures that cannot be compared: the gate that they failed, and why."""

    left: str
    right: str
    gate: str
    why: str


def held_by_one(left: Count, right: Count) -> bool | None:
    """Whether one side holds both figures; None where a holder is not known."""
    if left.holder is None or right.holder is None:
        return None
    return same_actor(left.holder, right.holder) >= 0.7


def in_order(left: Count, right: Count) -> tuple[Count, Count, bool]:
    """The earlier and the later count, and whether their reports are of different times.

    Of one time, a count that is said to have risen comes after one that is not.
    """
    a, b = left.reading, right.reading
    near = a.moment and b.moment and abs(a.moment - b.moment) < SAME_TIME
    if a.published and b.published and a.published != b.published and not near:
        return (left, right, True) if a.published < b.published else (right, left, True)
    if left.figure.state == "cumulative" != right.figure.state:
        return right, left, False
    return left, right, False


def one_time(left: Count, right: Count) -> bool:
    """Whether two figures are known to be of one time: from one report, or from reports that both have their day."""
    a, b = left.reading, right.reading
    return a is b or (a.published is not None and b.published is not None and not in_order(left, right)[2])


def verdict(left: Count, right: Count) -> RelationKind | None:
    """How two figures that passed the gates stand; None where that can't be said.

    Later and higher is an update, later and lower a revision unless another holds it. Intervals that overlap agree, or
    are an update; only disjoint ones of one time, by different holders, disagree. A report without a date counts as of
    one time with another only where both tell of one happening, by holders that are known to differ.
    Counts of the displaced disagree only about one happening: each region has its own.
    """
    earlier, later, dated = in_order(left, right)
    before, after = stated(earlier.figure), stated(later.figure)
    if before is None or after is None:
        return None
    if overlap(left.figure, right.figure):
        return "update" if _overtaken(left, right) else "agree"
    one, measures = held_by_one(left, right), {left.measure, right.measure}
    if not dated:
        known = one_time(left, right) and ("displaced" not in measures or bool(left.happenings & right.happenings))
        others = one is False or (one is None and known and left.reading is not right.reading)
        return "disagree" if others and (known or left.happenings & right.happenings) else None
    if after > before:
        return "update"
    own = one or (one is None and left.actor and right.actor and same_actor(left.actor, right.actor) >= 0.7)
    sure = own and not measures & CHANGING and _whole(left) and _whole(right)
    return "revised_down" if sure else None


def _overtaken(left: Count, right: Count) -> bool:
    """Whether a bound has been left behind: a later and higher number, or on one day a count that has risen."""
    earlier, later, dated = in_order(left, right)
    risen = earlier.figure.state != "cumulative" and later.figure.state == "cumulative"
    open_above = earlier.figure.best is None and earlier.figure.high is None
    loose = open_above or (later.figure.best is None and later.figure.low is None)
    return loose and (dated or risen) and (stated(later.figure) or 0) > (stated(earlier.figure) or 0)


def _whole(count: Count) -> bool:
    """Whether it may be taken for all that there are: the report has no greater count of people beside it."""
    return count.top or kind_of(count.classes) != "all"


def _why(kind: RelationKind, left: Count, right: Count) -> str:
    a, b = f"“{left.quote}”", f"“{right.quote}”"
    if kind == "agree" and left.quote.casefold() == right.quote.casefold():
        return f"both say {a}"
    if kind == "agree":
        return f"{a} and {b} allow the same number"
    if kind == "disagree":
        when = "are of one time and" if one_time(left, right) else "are of one happening, one without a date, and"
        return f"{a} and {b} {when} cannot both be right"
    earlier, later, _ = in_order(left, right)
    return f"“{earlier.quote}” became “{later.quote}”" + (", by the same holder" if held_by_one(left, right) else "")


def _features(left: Count, right: Count) -> tuple[tuple[str, float], ...]:
    one = held_by_one(left, right)
    a, b = interval(left.figure), interval(right.figure)
    gap = max(0.0, a[0] - b[1], b[0] - a[1]) if a and b else 0.0
    days = (left.reading.published, right.reading.published)
    apart = abs((days[0] - days[1]).days) if days[0] and days[1] else 0
    return (
        ("same_happening", float(bool(left.happenings & right.happenings))),
        ("same_words", round(cosine(left.words, right.words), 3)),
        ("same_holder", 0.5 if one is None else float(one)),
        ("gap", gap),
        ("days_apart", float(apart)),
    )


def _score(left: Count, right: Count) -> float:
    """How surely it is one thing that they count."""
    base = 0.6 if left.happenings & right.happenings else 0.3
    return round(min(1.0, base + 0.4 * cosine(left.words, right.words)), 3)


def compare(left: Count, right: Count) -> Relation | None:
    """The relation of two figures that passed the gates, if there is one."""
    kind = verdict(left, right)
    if kind is None:
        return None
    if kind in ("update", "revised_down"):
        left, right, _ = in_order(left, right)
    return Relation(
        relation=kind,
        left=left.end,
        right=right.end,
        score=_score(left, right),
        why=_why(kind, left, right),
        features=_features(left, right),
    )


def tellings(counts: Sequence[Count]) -> list[Count]:
    """One count for each number that a report tells more than once of one happening.

    A number in a headline gives way to those in the text that it may stand for.
    """
    groups: dict[tuple[object, ...], list[Count]] = {}
    for c in counts:
        key = (
            c.reading.id,
            c.measure,
            kind_of(c.classes),
            bool(c.figure.part_of),
            min(c.happenings, default=None),
        )
        groups.setdefault(key, []).append(c)
    return [c for group in groups.values() for c in _told_once(group)]


def _told_once(group: Sequence[Count]) -> list[Count]:
    by_number: dict[object, list[Count]] = {}
    for c in group:
        by_number.setdefault(interval(c.figure), []).append(c)
    once = [fuller(same) for same in by_number.values()]
    text = [c for c in once if not in_head(c.reading, c.figure.start)]
    return text + [
        c for c in once if in_head(c.reading, c.figure.start) and not any(overlap(c.figure, t.figure) for t in text)
    ]


def figure_relations(counts: Sequence[Count], near: Pairs, copied: Mapping[str, str]) -> Iterator[Relation]:
    """What can be said of each two figures of a story, one telling a number and report.

    `copied` names each copy's original. A copy adds no account of its own: it is compared with its original alone, and
    only in its main figures.
    """
    told = tellings(counts)
    own = [c for c in told if c.reading.id not in copied]
    passed = [(a, b) for a, b in paired(own, near) if a.measure == b.measure and gate(a, b) is None]
    old = _retold(passed)
    answered = {(c.end, d.reading.id) for a, b in passed if held_by_one(a, b) for c, d in ((a, b), (b, a))}
    for left, right in passed:
        relation = compare(left, right)
        if relation is None or (left.reading is right.reading and relation.relation != "disagree"):
            continue
        if relation.relation != "agree" and {left.end, right.end} & old:
            continue
        ends = {(left.end, right.reading.id), (right.end, left.reading.id)}
        if relation.relation == "update" and held_by_one(left, right) is False and ends & answered:
            continue  # its holder has brought it up to date; another's number does not
        yield relation
    main: dict[str, list[Count]] = {}
    for c in filter(_main, told):
        main.setdefault(c.reading.id, []).append(c)
    for copy, original in copied.items():
        for c, d in product(main.get(original, ()), main.get(copy, ())):
            relation = compare(c, d) if gate(c, d) is None else None
            if relation and relation.relation == "agree":
                yield relation


def _retold(passed: Sequence[tuple[Count, Count]]) -> frozenset[str]:
    """Numbers that a report repeats from an earlier one beside its own: "nine more than was first reported"."""
    beside = {c.end for a, b in passed if a.reading is b.reading for c in (a, b)}
    return frozenset(
        order[1].end
        for a, b in passed
        if interval(a.figure) == interval(b.figure) and (order := in_order(a, b))[2] and order[1].end in beside
    )


def _main(count: Count) -> bool:
    return count.figure.part_of is None and count.measure in MAIN and "people" in count.classes


def incomparable(counts: Sequence[Count], near: Pairs) -> Iterator[Comparison]:
    """Figures of one measure that could not be compared, with the gate that failed."""
    for left, right in paired(tellings(counts), near):
        failed = gate(left, right)
        if failed and left.measure == right.measure and failed[0] != "number":
            yield Comparison(left=left.end, right=right.end, gate=failed[0], why=failed[1])


def subsets(counts: Sequence[Count]) -> Iterator[Relation]:
    """A `subset` for each figure that is said to be a part of another, `inconsistent` where it is the larger one."""
    for c in counts:
        whole = c.reading.figures.get(c.figure.part_of or "")
        if whole is None:
            continue
        text = " ".join(c.reading.report.document.text[whole.start : whole.end].split())
        left, right = c.end, c.reading.end(whole.id)
        why = f"“{c.quote}” is given as a part of “{text}”"
        yield Relation(relation="subset", left=left, right=right, score=c.figure.confidence, why=why)
        part, all_of_it = interval(c.figure), interval(whole)
        if part and all_of_it and c.figure.unit == whole.unit and part[0] > all_of_it[1]:
            over = part[0] - all_of_it[1]
            yield Relation(
                relation="inconsistent",
                left=left,
                right=right,
                score=c.figure.confidence,
                why=f"{why}, and is larger",
                features=(("gap", over),),
            )
