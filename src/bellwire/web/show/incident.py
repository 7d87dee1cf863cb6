"""The incident page: figures as bars by holder, how the toll grew, who tells it, its history."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bellwire.brief.words import bounds
from bellwire.model import Evidence, Holding, Judgement, Step, Tally
from bellwire.review import effective
from bellwire.store import Version
from bellwire.web.show.bars import Bar, bar_of, scale_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One holder's figure: its bar, and the words it was read from."""

    holding: Holding
    words: str
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A tally with its bar and those of all who hold a figure of it, on one scale that ends at `top`."""

    tally: Tally
    bar: Bar | None
    held: tuple[Held, ...]
    top: float

    @property
    def sides(self) -> tuple[tuple[Held, ...], ...]:
        """The figures that cannot all be right, grouped by who holds them, side by side; none where they agree."""
        if not self.tally.disagree:
            return ()
        by_holder: dict[str, list[Held]] = {}
        for each in self.held:
            name = (each.holding.holder or each.holding.outlet or "").casefold()
            by_holder.setdefault(name, []).append(each)
        return tuple(tuple(group) for group in by_holder.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A step of how the toll grew, as a mark on a chart of 600 by 160; `x` is by day where all have one."""

    step: Step
    words: str
    value: float
    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """That somebody accepted or graded it when fewer reports told of it."""

    judgement: Judgement
    came: int


def held_words(held: Holding) -> str:
    """A held figure's bounds in words."""
    return bounds(held.low, held.best, held.high, approx=held.approx)


def _numbers(held: Holding) -> tuple[float | None, float | None]:
    low = held.low if held.low is not None else held.best
    return low, held.high if held.high is not None else held.best


def shown(tally: Tally) -> Shown:
    """A tally laid out as bars."""
    ends = [v for h in tally.holdings for v in (*_numbers(h), h.low, h.high) if v is not None]
    top = max(ends, default=1.0)
    scale = scale_of(top)
    whole = (tally.low, tally.high) if tally.low is not None or tally.high is not None else None
    return Shown(
        tally=tally,
        bar=bar_of(*whole, scale, disagree=tally.disagree) if whole else None,
        held=tuple(_held(h, scale) for h in tally.holdings),
        top=top,
    )


def _held(holding: Holding, scale: Callable[[float], float]) -> Held:
    low, high = _numbers(holding)
    words = held_words(holding)
    return Held(holding=holding, words=words, bar=bar_of(low, high, scale, words=words))


WIDTH, HEIGHT, EDGE = 600.0, 160.0, 30.0
"""The chart of the toll's growth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """How the toll of one measure grew: all steps, and those that can be drawn."""

    measure: str
    population: str | None
    steps: tuple[Step, ...]
    points: tuple[Point, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each holder through the figures that it gave: rivals' figures are no growth."""
        by_holder: dict[str, list[str]] = {}
        for point in self.points:
            held = point.step.holding
            by_holder.setdefault((held.holder or held.outlet or "").casefold(), []).append(f"{point.x},{point.high}")
        return tuple(" ".join(line) for line in by_holder.values() if len(line) > 1)


def charts(steps: Sequence[Step]) -> tuple[Chart, ...]:
    """A chart for each measure and population of which more than one figure was given, in the steps' order."""
    by_count: dict[tuple[str, str | None], list[Step]] = {}
    for step in steps:
        by_count.setdefault((step.holding.measure, step.holding.kind), []).append(step)
    return tuple(
        Chart(measure=measure, population=group[0].holding.population, steps=tuple(group), points=points(group))
        for (measure, _), group in by_count.items()
        if len(group) > 1
    )


def points(steps: Sequence[Step]) -> tuple[Point, ...]:
    """The steps of a toll as marks, in their order; those without a number are left out."""
    drawn = [(s, *_numbers(s.holding)) for s in steps]
    drawn = [(s, low if low is not None else high, high if high is not None else low) for s, low, high in drawn]
    counted = [(s, low, high) for s, low, high in drawn if low is not None and high is not None]
    top = max((high for _, _, high in counted), default=1.0) or 1.0
    step = (WIDTH - 2 * EDGE) / max(len(counted) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top, 1)

    return tuple(
        Point(step=s, words=held_words(s.holding), value=high, x=round(EDGE + n * step, 1), low=y(low), high=y(high))
        for n, (s, low, high) in enumerate(counted)
    )


def contested(evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """The tellings that somebody denies, or that say it did not happen."""
    return (e for e in evidence if e.denied_by or e.status in ("denied", "not_occurred"))


def later(versions: Sequence[Version], judgements: Sequence[Judgement]) -> Iterator[Later]:
    """Each acceptance and grade that was given when fewer reports told of the incident."""
    for judgement in effective(judgements):
        seen = [v for v in versions if v.since <= judgement.at]
        if judgement.verb in ("accept", "grade") and seen:
            came = len(set(versions[-1].incident.evidence) - set(seen[-1].incident.evidence))
            if came:
                yield Later(judgement=judgement, came=came)


def by_report(evidence: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """The tellings of each report, in the order of the reports' days."""
    found: dict[str, list[Evidence]] = {}
    for each in sorted(evidence, key=lambda e: (e.published or "9999", e.report, e.sentence.start)):
        found.setdefault(each.report, []).append(each)
    return found
