"""How many, and who says so: the figures of an incident by what they count, their span, and how the toll grew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import get_args

from bellwire.model import Evidence, Holding, Step, Tally
from bellwire.model.edtf import days_of
from bellwire.model.words import Change, Measure
from bellwire.relate.gates import APPLES, NEVER, SIDES
from bellwire.relate.happenings import LATE_DAYS
from bellwire.relate.incident_sources import in_order, together, tokens_of, without_copies
from bellwire.relate.values import Interval, interval, is_vague, overlap, stated
from bellwire.relate.where import FIRST

Key = tuple[str, str, str, bool, str, str]
"""Measure, kind, unit, part, state where it is one that is never compared, and the side where each has its own."""
OWN_STATES = frozenset(("planned", "peak"))
"""States that are never compared with others."""
MEASURES = get_args(Measure)
UNTOLD = (APPLES - {"money"}) | {"other"}
"""Measures that say too little of what they measure to be counted for a happening."""
WIDER = 10
"""How many times a count of the happening a running count must be to be of more than it: "43,000 since October" beside
"38"; gates.like_size gives two such numbers no likeness."""


_days = lru_cache(maxsize=10_000)(days_of)


@dataclass(frozen=True, slots=True)
class _Held:
    """A holding with what its evidence says of it: the report, when it was published, who makes its holder.

    `allowed` are the numbers that it allows, `of_day` is its report's day. `day` is the day that it speaks for: its
    as-of where that is later than the happening, else its report's. It is `former` where its report gives another
    number in its place.
    """

    holding: Holding
    report: str
    published: str
    tokens: frozenset[str]
    allowed: Interval | None
    day: date
    of_day: date | None
    former: bool = False

    @property
    def order(self) -> tuple[object, ...]:
        """By that day, then publication, what its report has as former first; what has no day comes last."""
        when = self.day == FIRST, self.day, self.published, self.report
        return *when, not self.former, self.holding.span.start, self.holding.record


def _held(holding: Holding, evidence: Evidence) -> _Held:
    told, happened = _days(holding.as_of), _days(evidence.date.value if evidence.date else None)
    as_of, last = told[1] or told[0], happened[1] or happened[0]
    published = _days(evidence.published)[0]
    late = as_of and last and as_of > last and (published is None or as_of <= published)
    return _Held(
        holding=holding,
        report=evidence.report,
        published=evidence.published or "~",
        tokens=tokens_of(evidence, holding.holder, holding.side),
        allowed=interval(holding),
        day=(as_of if late else published) or as_of or FIRST,
        of_day=published,
    )


def tallies_of(own: Sequence[Evidence]) -> tuple[Tally, ...]:
    """The tallies of evidence that has no copies: wholes before parts, people before things, the dead first."""
    groups = _grouped(own)
    return tuple(_tally(key, groups[key]) for key in sorted(groups, key=_rank))


def _rank(key: Key) -> tuple[object, ...]:
    measure, kind, unit, part, state, side = key
    return part, state, MEASURES.index(measure), unit != "person", kind != "all", kind, unit, side


def _grouped(own: Sequence[Evidence]) -> dict[Key, list[_Held]]:
    """What is held, by what it counts; a number that a report tells several times is held once."""
    told = [(h, e) for e in in_order(own) for h in e.figures if h.measure not in UNTOLD and not _begins_before(h, e)]
    sides: dict[Key, set[str]] = {}
    for h, _ in told:
        if h.kind in SIDES and h.actor_side:
            sides.setdefault(_key(h, ""), set()).add(h.actor_side)
    groups: dict[Key, list[_Held]] = {}
    for h, e in told:
        apart = len(sides.get(_key(h, ""), ())) > 1
        key = _key(h, (h.actor_side or "") if apart else "")
        groups.setdefault(key, []).append(_held(h, e))
    once = {key: _of_one_happening(_with_former(_told_once(_marked(held)))) for key, held in groups.items()}
    return {key: sorted(held, key=lambda h: h.order) for key, held in once.items()}


def _key(h: Holding, side: str) -> Key:
    return h.measure, h.kind, h.unit, h.part, h.state if h.state in OWN_STATES else "", side


def _begins_before(h: Holding, evidence: Evidence) -> bool:
    """Whether a figure counts from days before the happening on: "since October", "this year"."""
    first, last = _days(h.as_of)
    happened = _days(evidence.date.value if evidence.date else None)[0]
    if first is None or happened is None or first == last:
        return False
    return first < happened - timedelta(LATE_DAYS)


def _of_one_happening(held: Sequence[_Held]) -> list[_Held]:
    """Those that are not running counts of much more than the happening."""
    numbers = [(stated(h.holding) or 0.0, h.holding.state == "cumulative") for h in held]
    counts = [n for n, running in numbers if not running]
    most = max(counts, default=0.0) or min((n for n, running in numbers if running and n), default=0.0)
    return [h for h, (n, running) in zip(held, numbers, strict=True) if not (running and most and n >= WIDER * most)]


def _told_once(held: Sequence[_Held]) -> list[_Held]:
    """One holding for each number of a report: a speaker's before the outlet's own, which also gives way to it where
    both may be right (a headline's "at least 12" to the text's "12")."""
    kept: dict[str, list[_Held]] = {}
    for h in sorted(held, key=lambda h: (h.report, not h.holding.side, not h.holding.holder, *_place(h))):
        beside = kept.setdefault(h.report, [])
        same = any(k.allowed == h.allowed for k in beside if not h.holding.side or _one_voice(k, h))
        loose = h.holding.holder is None and any(overlap(k.holding, h.holding) for k in beside if not k.former)
        if not same and not loose:
            beside.append(h)
    return [h for beside in kept.values() for h in beside]


def _marked(held: Sequence[_Held]) -> list[_Held]:
    """Marks all tellings of a number in one report as former where its holder, or the outlet, tells it so once."""
    told = [h for h in held if h.holding.former]
    return [
        replace(h, former=any(h.report == t.report and h.allowed == t.allowed and _repeats(t, h) for t in told))
        for h in held
    ]


def _repeats(former: _Held, h: _Held) -> bool:
    return h.holding.holder is None or _one_voice(former, h)


def _with_former(held: Sequence[_Held]) -> list[_Held]:
    """Leaves the mark on those that another number of their report stands in the place of."""
    now = [h for h in held if not h.former]
    return [
        replace(h, former=h.former and any(n.report == h.report and n.allowed and _answers(n, h) for n in now))
        for h in held
    ]


def _answers(left: _Held, right: _Held) -> bool:
    """Whether one may tell the other's number: they have one voice, or one is the outlet's own."""
    return left.holding.holder is None or right.holding.holder is None or _one_voice(left, right)


def _place(h: _Held) -> tuple[float, int]:
    """The narrower before the wider, the first before the last."""
    return h.allowed[1] - h.allowed[0] if h.allowed else float("inf"), -h.holding.span.start


def _one_voice(left: _Held, right: _Held) -> bool:
    return not left.tokens.isdisjoint(right.tokens)


# ---------------------------------------------------------------- the span


def _tally(key: Key, held: Sequence[_Held]) -> Tally:
    measure, kind, unit, part, _, _ = key
    low, high = _span([h.holding for h in _current(held)])
    first = held[0].holding
    return Tally(
        measure=first.measure,
        population=_population(kind, [h.holding for h in held]),
        unit=unit,
        part=part,
        low=low,
        high=high,
        disagree=_disagree(measure, held),
        holdings=tuple(h.holding for h in held),
    )


def _population(kind: str, holdings: Sequence[Holding]) -> str | None:
    """A word for what is counted: the one that all use, else that of the class."""
    words = {folded.casefold(): folded for h in holdings if h.population and (folded := " ".join(h.population.split()))}
    if len(words) == 1:
        return next(iter(words.values()))
    if not words:
        return None
    return "people" if kind == "all" else kind


def _current(held: Sequence[_Held]) -> list[_Held]:
    """The figure that each holder gave last; of several in one report, the greatest that is no former one."""
    held, last = [h for h in held if not h.former], []
    for group in together([h.tokens for h in held]):
        mine = [held[i] for i in group]
        latest = max(mine, key=lambda h: (h.day, h.published, h.report))
        beside = [h for h in mine if h.day == latest.day and h.report == latest.report]
        last.append(max(beside, key=lambda h: (stated(h.holding) or 0.0, h.order)))
    return last


def _span(holdings: Sequence[Holding]) -> tuple[float | None, float | None]:
    """The lowest and the highest number that is held; words for many ("dozens") count only where there is nothing else.

    An end is open where the number that lies furthest out is a bound towards it.
    """
    known = [h for h in holdings if stated(h) is not None]
    exact = [h for h in known if not is_vague(h)] or known
    lows = [low for h in exact if (low := h.low if h.low is not None else h.best) is not None]
    highs = [high for h in exact if (high := h.high if h.high is not None else h.best) is not None]
    low, high = min(lows, default=None), max(highs, default=None)
    if low is not None and high is not None:
        if max(lows) > high:
            high = None
        elif min(highs) < low:
            low = None
    return low, high


def _disagree(measure: str, held: Sequence[_Held]) -> bool:
    """Whether two holders' figures cannot both be right: of one time, or a later one that is lower than an earlier."""
    if measure in NEVER | APPLES:
        return False
    able = [h for h in held if h.allowed and not is_vague(h.holding) and not h.former]
    if any(_shrunk(left, right) for left, right in combinations(_current(able), 2)):
        return True
    times: dict[object, dict[object, _Held]] = {}
    for h in able:
        kind = (h.tokens, h.allowed, h.holding.state == "cumulative")
        times.setdefault((h.report, h.day), {}).setdefault(kind, h)
        if h.of_day is not None:
            times.setdefault((h.of_day, h.day), {}).setdefault(kind, h)
    return any(_exclude(left, right) for same in times.values() for left, right in combinations(same.values(), 2))


def _shrunk(left: _Held, right: _Held) -> bool:
    """Whether a holder's last figure is lower than what another held before: a toll grows, it does not shrink."""
    early, late = sorted((left, right), key=lambda h: (h.day, h.published))
    if early.day >= late.day or _one_voice(early, late) or overlap(early.holding, late.holding):
        return False
    return (stated(late.holding) or 0.0) < (stated(early.holding) or 0.0)


def _exclude(left: _Held, right: _Held) -> bool:
    """Whether two figures of one report, or of one day in reports of one day, cannot both be right.

    A higher count in another report that is said to have risen can.
    """
    if _one_voice(left, right) or overlap(left.holding, right.holding):
        return False
    low, high = sorted((left, right), key=lambda h: stated(h.holding) or 0.0)
    risen = low.holding.state != "cumulative" and high.holding.state == "cumulative"
    return left.report == right.report or not risen


# ---------------------------------------------------------------- how it grew


def growth(evidence: Sequence[Evidence], copied: Mapping[str, str] | None = None) -> tuple[Step, ...]:
    """How the tolls of an incident grew: by what is counted, each figure in its time and what it changed from.

    Copies are left out, and so is a number that its holder gave before through another outlet, or one that is told as
    a former one where the record has an earlier figure of its holder. `copied` names each copy's original.

    >>> from bellwire.model import Span
    >>> def told(report, day, number, holder):
    ...     held = Holding(record=f"{report}#f", span=Span(start=0, end=2), quote=f"{number}", measure="killed",
    ...                    best=number, holder=holder, side=(holder,), outlet=report, as_of=day)
    ...     return Evidence(report=report, event="e", outlet=report, published=day, type="ASSAULT", status="occurred",
    ...                     trigger=Span(start=0, end=1), sentence=Span(start=0, end=2), words="", figures=(held,))
    >>> pages = [told("a", "2024-05-02", 12.0, "army"), told("b", "2024-05-02", 12.0, "army"),
    ...          told("c", "2024-05-03", 15.0, "army"), told("d", "2024-05-03", 30.0, "MSF")]
    >>> [(s.holding.holder, s.holding.best, s.change) for s in growth(pages)]
    [('army', 12.0, 'first'), ('army', 15.0, 'up'), ('MSF', 30.0, 'other holder')]
    """
    groups = _grouped(without_copies(evidence, copied or {}))
    return tuple(step for key in sorted(groups, key=_rank) for step in _steps(groups[key]))


def _steps(held: Sequence[_Held]) -> Iterator[Step]:
    before: _Held | None = None
    last_of: dict[str, tuple[int, _Held]] = {}
    for number, h in enumerate(held):
        known = [last_of[token] for token in h.tokens if token in last_of]
        own = max(known, key=lambda pair: pair[0])[1] if known else None
        if own is not None and (h.former or _is_echo(own, h)):
            continue
        if h.former and before is not None and h.holding.holder is None:
            continue
        last = own or before
        yield Step(holding=h.holding, change=_change(h, own, last), before=last.holding if last else None)
        before = h
        last_of.update((token, (number, h)) for token in h.tokens)


def _is_echo(before: _Held, after: _Held) -> bool:
    """Whether a holder's number is only told again: of the same day."""
    return before.day == after.day and before.allowed == after.allowed


def _change(h: _Held, own: _Held | None, last: _Held | None) -> Change:
    if last is None:
        return "first"
    if own is None:
        return "other holder"
    was, now = stated(own.holding), stated(h.holding)
    if was is None or now is None or was == now:
        return "same"
    return "up" if now > was else "down"
