"""What speaks for two happenings of two data sets being one, and against it: functions with their weights."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from bellwire.knowledge import table
from bellwire.model.words import EventType
from bellwire.relate.linking_names import Keys, fold, same_party

DAYS_OFF = 2
"""Days by which two windows may miss each other: reports give the day of the news for the day of the event."""
SPREAD_KM = {1: 5.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 150.0}
"""Kilometres within which a point is right, by UCDP's where_prec: a town, near it (25 km by the GED codebook), a
district, a province, a line or a sea; a country (6) and what is wider (7) is right anywhere in it."""
UNSAID_KM = 25.0
"""The same where no precision is given."""
OVER_KM = 40.0
"""Kilometres beyond that at which two points may still be of one happening, told wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A happening as one data set notes it, laid out for linking.

    `first` and `last` are the days between which it was; `actors` are the keys of each actor, `killed` the lowest and
    the highest number, infinite where open. `precision` is UCDP's where_prec, `country` ISO 3166-1 alpha-2.
    """

    id: str
    title: str = ""
    type: EventType
    mode: str | None = None
    first: date | None = None
    last: date | None = None
    place: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    country: str | None = None
    names: tuple[str, ...] = ()
    actors: tuple[Keys, ...] = ()
    killed: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Felt:
    """What one feature says of a pair: a value from -1 to 1, its weight, and why."""

    name: str
    value: float
    weight: float
    why: str


Found = tuple[float, str] | None
"""A value with a reason; None where one of the two says nothing."""


def spread_km(noted: Noted) -> float:
    """Kilometres within which a happening's point is right."""
    return UNSAID_KM if noted.precision is None else SPREAD_KM.get(noted.precision, math.inf)


def allowed_km(left: Noted, right: Noted) -> float:
    """Kilometres between two points of one place, by their precisions."""
    return spread_km(left) + spread_km(right)


def apart_km(left: Noted, right: Noted) -> float | None:
    """The distance between two points; None where one is not known."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    a, b, turned = math.radians(left.lat), math.radians(right.lat), math.radians(right.lon - left.lon)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turned / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def off_days(left: Noted, right: Noted) -> int | None:
    """Days by which two windows miss each other, 0 where they overlap; None where one is not known."""
    if left.first is None or left.last is None or right.first is None or right.last is None:
        return None
    return max(0, (max(left.first, right.first) - min(left.last, right.last)).days)


def days(left: Noted, right: Noted) -> Found:
    """The same day speaks for it most, wide windows that overlap less; days that miss each other against it."""
    off = off_days(left, right)
    if off is None or left.first is None or left.last is None or right.first is None or right.last is None:
        return None
    if off:
        return (-0.1, "a day apart") if off == 1 else (-1.0, f"{off} days apart")
    widest = max((left.last - left.first).days, (right.last - right.first).days)
    if widest == 0:
        return 1.0, "the same day"
    return (0.8 if widest <= 2 else 0.6 if widest <= 7 else 0.3), f"windows of up to {widest + 1} days that overlap"


def distance(left: Noted, right: Noted) -> Found:
    """Points as near as their precision allows speak for it, the less the wider that is; points beyond, against it."""
    apart = apart_km(left, right)
    if apart is None:
        return None
    allowed = allowed_km(left, right)
    if apart > allowed:
        return max(-1.0, (allowed - apart) / OVER_KM), f"{apart:.0f} km apart, of {allowed:.0f} allowed"
    sharp = 1.0 if allowed <= 50 else 0.5 if allowed <= 200 else 0.2
    return sharp * (1 - apart / allowed / 2) if math.isfinite(allowed) else 0.1, f"{apart:.0f} km apart"


def place_name(left: Noted, right: Noted) -> Found:
    """The same name speaks for it; another one says nothing, for names are spelled in many ways."""
    if not left.place or not right.place or fold(left.place) != fold(right.place):
        return None
    return 1.0, f"both at {left.place}"


@cache
def kindred() -> dict[frozenset[str], float]:
    """Pairs of types by which one happening is coded, and how well they go together."""
    return {frozenset((row["one"], row["other"])): float(row["fit"]) for row in table("ontologies", "kindred_types")}


def type_fit(left: EventType, right: EventType) -> float:
    """How well two types go together: 1 the same, -1 those that no happening is both of.

    >>> type_fit("ASSAULT", "CONTROL"), type_fit("ASSAULT", "CONSULT")
    (0.3, -1.0)
    """
    return 1.0 if left == right else kindred().get(frozenset((left, right)), -1.0)


def kind(left: Noted, right: Noted) -> Found:
    """The same type and mode speak for it, another mode less; types that one happening never is against it."""
    fit = type_fit(left.type, right.type)
    if fit == 1.0 and left.mode and right.mode and left.mode != right.mode:
        return 0.2, f"both {left.type}, but {left.mode} and {right.mode}"
    return fit, f"both {left.type}" if left.type == right.type else f"{left.type} and {right.type}"


def actors(left: Noted, right: Noted) -> Found:
    """Actors of the one that are the other's speak for it, by the share that are; strangers alone against it."""
    if not left.actors or not right.actors:
        return None
    few, many = sorted((left.actors, right.actors), key=len)
    share = sum(max(same_party(one, other) for other in many) for one in few) / len(few)
    if share == 0:
        return -0.8, "no actor in common"
    return share, "actors in common" if share == 1 else "some actors in common"


def killed(left: Noted, right: Noted) -> Found:
    """Numbers of killed that can both be right speak for it; those that cannot, against it, the more the further."""
    if left.killed is None or right.killed is None:
        return None
    low, high = max(left.killed[0], right.killed[0]), min(left.killed[1], right.killed[1])
    told = f"killed {range_text(left.killed)} and {range_text(right.killed)}"
    if low > high:
        return -min(1.0, math.log2((low + 1) / (high + 1)) / 3), f"{told} exclude each other"
    if low == 0:
        return 0.2, f"{told} go together"
    widest = max(left.killed[1] / max(left.killed[0], 1), right.killed[1] / max(right.killed[0], 1))
    return (1.0 if widest <= 2 else 0.5), f"{told} go together"


def range_text(given: tuple[float, float]) -> str:
    """A range in words.

    >>> range_text((12, math.inf)), range_text((3, 5)), range_text((4, 4)), range_text((0, 5))
    ('at least 12', '3 to 5', '4', '0 to 5')
    """
    low, high = given
    if math.isinf(high):
        return f"at least {low:g}"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


FEATURES: tuple[tuple[Callable[[Noted, Noted], Found], float], ...] = (
    (days, 2.0),
    (distance, 2.0),
    (place_name, 1.0),
    (kind, 1.0),
    (actors, 1.5),
    (killed, 1.0),
)
"""The features with their weights: when and where count most, as in MELTT (Donnay et al. 2019), which links event data
by location, time and type."""
