"""How many died, as tables with one number want it: whose figures stand, which number they come to, on whose side.

A record holds every figure with its holder. ACLED wants one conservative number; UCDP wants a low, a best and a high
one, and the best split by side. Nothing is added up that may count the same people twice, and no holder's figure is
taken off another's: of rival accounts nobody told the difference.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from bellwire.export.dossier import Dossier
from bellwire.knowledge import table
from bellwire.model import Holding, Tally
from bellwire.model.edtf import days_of
from bellwire.model.words import Measure
from bellwire.relate.values import is_vague, stated

Side = Literal["state", "armed", "civilian"]
Belongs = Literal["a", "b", "civilians"]
LEFT_OUT = frozenset(("planned", "peak"))
"""States of figures that are no count of what happened."""
UNKNOWN_NUMBER = 3
"""What ACLED gives where people died and no number is told (ACLED Codebook 2023; its 10 for wars is not used: the
record does not say where there is one)."""


_days = lru_cache(maxsize=10_000)(days_of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A number with the least and the greatest that it may be: `low` <= `best` <= `high`."""

    low: int = 0
    best: int = 0
    high: int = 0

    def __add__(self, other: "Toll") -> "Toll":
        return Toll(low=self.low + other.low, best=self.best + other.best, high=self.high + other.high)


NOBODY = Toll()


@cache
def _sides() -> dict[str, Side]:
    return {row["class"]: row["side"] for row in table("ontologies", "victim_sides")}  # type: ignore[misc]


def side_of(kind: str) -> Side | None:
    """The side on which those stand that a class of figures counts; None where they may stand on any.

    >>> side_of("soldiers"), side_of("children"), side_of("all")
    ('state', 'civilian', None)
    """
    return _sides().get(kind)


def counted(dossier: Dossier, measure: Measure) -> tuple[Tally, ...]:
    """The tallies of people that a measure counts; those of parts only where there are no others."""
    found = _with_parts(dossier, measure)
    return tuple(t for t in found if not t.part) or found


def _with_parts(dossier: Dossier, measure: Measure) -> tuple[Tally, ...]:
    """The tallies of people that a measure counts, those of parts too."""
    return tuple(
        t
        for t in dossier.incident.tallies
        if t.measure == measure and t.unit == "person" and t.holdings[0].state not in LEFT_OUT
    )


# ---------------------------------------------------------------- which figures stand


def standing(tally: Tally) -> tuple[Holding, ...]:
    """The last figure of each holder that is no former one; of several of one report and day the greatest."""
    last: dict[str, tuple[tuple[str, float], Holding]] = {}
    for holding in tally.holdings:
        holder = _holder(holding)
        key = (_day(holding), stated(holding) or 0.0)
        if not holding.former and (holder not in last or key >= last[holder][0]):
            last[holder] = (key, holding)
    return tuple(holding for _, holding in last.values()) or tally.holdings


def settled(tally: Tally) -> tuple[Holding, ...]:
    """Of the figures that stand those that one number is taken from.

    Where holders disagree these are all of them. Where they do not, a later count takes the place of an earlier one,
    as a toll grows; a word for many gives way to a number.
    """
    found = standing(tally)
    exact = tuple(h for h in found if not is_vague(h)) or found
    if tally.disagree:
        return exact
    latest = max(map(_day, exact))
    return tuple(h for h in exact if _day(h) in ("", latest))


def _holder(holding: Holding) -> str:
    """Whose a figure is: of him whom the report names, else of the outlet, else of the report itself."""
    return (holding.holder or holding.outlet or holding.record.rpartition("#")[0]).casefold()


def _day(holding: Holding) -> str:
    """The last day that a figure speaks for, as ISO; empty where it says none."""
    first, last = _days(holding.as_of)
    known = last or first
    return known.isoformat() if known else ""


# ---------------------------------------------------------------- one conservative number


@cache
def _vague_numbers() -> tuple[tuple[re.Pattern[str], int], ...]:
    rows = sorted(table("ontologies", "acled_numbers"), key=lambda row: -len(row["words"]))
    return tuple((re.compile(rf"\b{re.escape(row['words'])}\b"), int(row["number"])) for row in rows)


@cache
def _word_of() -> dict[float, str]:
    """The word that a least number stands for, where a policy has left the report's own out."""
    return {float(row["low"]): row["word"] for row in table("languages", "en", "incident_vague")}


def _number_in(quote: str) -> int | None:
    """The number of the longest word for many in a quotation."""
    words = " ".join(quote.casefold().split())
    return next((number for pattern, number in _vague_numbers() if pattern.search(words)), None)


def acled_number(holding: Holding) -> int:
    """The number that ACLED gives for a figure: the least that it allows, and its own for words that name none.

    Who gives a range with a number of his own in it, as another data set does, is taken at that number. Where only
    an upper bound is told the number is not known: 3, or the bound where that is less (ACLED Codebook 2023, reported
    fatalities).

    >>> from bellwire.model import Span
    >>> def told(quote, **bounds):
    ...     return Holding(record="r#f", span=Span(start=0, end=len(quote)), quote=quote, measure="killed", **bounds)
    >>> acled_number(told("at least 9 people", low=9.0)), acled_number(told("dozens", low=24.0, approx=True))
    (9, 12)
    >>> acled_number(told("up to 30 troops", high=30.0)), acled_number(told("some 20 people", best=20.0, approx=True))
    (3, 20)
    """
    if is_vague(holding):
        found = _number_in(holding.quote)
        if found is None:
            found = _number_in(_word_of().get(holding.low or 0.0, ""))
        return found if found is not None else int(holding.low or UNKNOWN_NUMBER)
    told = _told(holding)
    if told is not None:
        return int(told)
    return min(UNKNOWN_NUMBER, int(holding.high)) if holding.high is not None else UNKNOWN_NUMBER


def conservative(dossier: Dossier) -> int:
    """The conservative number of the dead of an incident: 0 where none is told.

    A count of all people stands for itself. Where there are counts by class only, the classes of different sides are
    added, and of one side the greatest counts: children may be among the civilians.
    """
    whole, groups = _grouped(counted(dossier, "killed"))
    if whole:
        return max(map(_conservative, whole))
    return sum(max(map(_conservative, group)) for group in groups)


def _grouped(tallies: Iterable[Tally]) -> tuple[list[Tally], list[list[Tally]]]:
    """The tallies of all people, and the others by group: those of one may count the same people."""
    whole, groups = [], dict[object, list[Tally]]()
    for tally in tallies:
        if _is_whole(tally):
            whole.append(tally)
        else:
            groups.setdefault(_group(tally), []).append(tally)
    return whole, list(groups.values())


def _conservative(tally: Tally) -> int:
    return min(map(acled_number, settled(tally)))


def _is_whole(tally: Tally) -> bool:
    return tally.holdings[0].kind == "all"


def _group(tally: Tally) -> tuple[str, str]:
    """Tallies of one group may count the same people: of one side, and where that has several bodies, of one body."""
    first = tally.holdings[0]
    side = side_of(first.kind)
    if side == "civilian":
        return side, ""
    return side or "", (first.actor or "").casefold() if side else ""


# ---------------------------------------------------------------- low, best and high


def toll_of(tally: Tally) -> Toll:
    """A tally's numbers by UCDP's rules.

    The low is the least and the high the greatest number that stands; an open end is the number that is told. The best
    is the least of those that one number is taken from, but for a zero: a denial lowers the low (UCDP GED Codebook
    24.1: where no source is the more reliable, the lower figure is taken). Of a range in which its holder gives a
    number of his own that number counts.
    """
    found, chosen = standing(tally), settled(tally)
    lows = [_least(h) for h in found]
    highs = [_most(h) for h in found]
    firm = [n for h in chosen if (n := _best(h)) > 0]
    best = min(firm, default=0)
    return Toll(low=min([*lows, best]), best=best, high=max([*highs, best]))


def _told(holding: Holding) -> float | None:
    """The number that a holder gives: his own best, else the least that he tells."""
    return holding.best if holding.best is not None else holding.low


def _best(holding: Holding) -> int:
    return max(int(_told(holding) or 0.0), 0)


def _least(holding: Holding) -> int:
    least = holding.low if holding.low is not None else holding.best
    return max(int(least), 0) if least is not None else 0


def _most(holding: Holding) -> int:
    most = next((v for v in (holding.high, holding.best, holding.low) if v is not None), 0.0)
    return max(int(most), 0)


def toll(dossier: Dossier, measure: Measure) -> Toll | None:
    """The toll of all whom a measure counts, added up as the conservative number is; None where nobody is counted."""
    tallies = counted(dossier, measure)
    whole, groups = _grouped(tallies)
    if whole:
        return _widest(map(toll_of, whole))
    return sum((_widest(map(toll_of, group)) for group in groups), NOBODY) if groups else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deaths:
    """The dead by side as UCDP has them: the four add up to the best of `all`."""

    a: int = 0
    b: int = 0
    civilians: int = 0
    unknown: int = 0
    all: Toll = NOBODY


def deaths_of(dossier: Dossier, side: Callable[[Tally], Belongs | None], *, one_sided: bool = False) -> Deaths:
    """The dead of an incident; `side` says whose a tally counts: a, b, civilians, or None where that is not known.

    A whole is split by the parts of those who tell that whole, never by another's: an army's nine fighters say nothing
    of the eleven dead that a hospital counts. Those whom no part accounts for are unknown; of one-sided violence they
    are civilians, unless somebody says that there were others among the dead. Where the parts come to more than the
    whole, the whole counts and whose they are is not known.
    """
    wholes = _grouped(counted(dossier, "killed"))[0]
    whole = _widest(map(toll_of, wholes)) if wholes else NOBODY
    if not (whole.best or whole.high):
        parts = _by_side(counted(dossier, "killed"), side)
        return Deaths(**{name: t.best for name, t in parts.items()}, all=sum(parts.values(), NOBODY))
    items = [t for t in _with_parts(dossier, "killed") if t not in wholes]
    rivals = _by_side((t for t in items if not t.part), side)
    own = _by_side(_of_holders(items, _who_tell(wholes, whole.best)), side)
    total = replace(whole, high=max(whole.high, sum(rivals.values(), NOBODY).high))
    split = {name: t.best for name, t in own.items()}
    left = whole.best - sum(split.values())
    if left < 0:
        split, left = {}, whole.best
    disputed = any(t.high > split.get(name, 0) for name, t in rivals.items() if name != "civilians")
    rest = "civilians" if one_sided and not disputed else "unknown"
    split[rest] = split.get(rest, 0) + left
    return Deaths(**split, all=total)


def _by_side(tallies: Iterable[Tally], side: Callable[[Tally], Belongs | None]) -> dict[str, Toll]:
    """The tolls of the four sides; of tallies that may count the same people the greatest."""
    found: dict[object, Toll] = {}
    for tally in tallies:
        whose = side(tally)
        if whose is None and tally.part and _is_whole(tally):
            continue  # some of the dead, who may be of any side
        group = whose or ("" if _is_whole(tally) else _group(tally))
        found[group] = _widest((found.get(group, NOBODY), toll_of(tally)))
    parts = {name: found.pop(name, NOBODY) for name in ("a", "b", "civilians")}
    return parts | {"unknown": sum(found.values(), NOBODY)}


def _who_tell(wholes: Iterable[Tally], best: int) -> frozenset[str]:
    """The holders of the figure that the whole is taken from."""
    return frozenset(_holder(h) for t in wholes for h in settled(t) if _best(h) == best)


def _of_holders(tallies: Iterable[Tally], holders: frozenset[str]) -> Iterator[Tally]:
    """The tallies with the figures of some holders only, and only those that have any; parts by whose people they are.

    A tally of parts has those of both sides in it where nothing but the side tells them apart.
    """
    for tally in tallies:
        own: dict[str, list[Holding]] = {}
        for holding in tally.holdings:
            if _holder(holding) in holders:
                own.setdefault((holding.actor or "").casefold() if tally.part else "", []).append(holding)
        yield from (replace(tally, holdings=tuple(found)) for found in own.values())


def _widest(tolls: Iterable[Toll]) -> Toll:
    """Of counts that may be of the same people the greatest."""
    return max(tolls, key=lambda t: (t.best, t.high, t.low))


def sides_hurt(tallies: Iterable[Tally]) -> frozenset[Side]:
    """The sides of those who were killed or injured, by the classes of what was counted."""
    found = (side_of(t.holdings[0].kind) for t in tallies if t.measure in ("killed", "injured"))
    return frozenset(side for side in found if side)
