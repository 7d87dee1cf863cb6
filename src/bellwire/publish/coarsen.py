"""Points made coarse, so that a map shows where and not whose door. The same point moves to the same place again."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeVar

from bellwire.knowledge import table
from bellwire.model import Place
from bellwire.model.incidents import Where
from bellwire.model.words import EventType
from bellwire.publish.folding import tokens

To = Literal["exact", "decimals", "grid", "admin1", "withheld"]
At = TypeVar("At", Place, Where)
AREA = 4
"""where_prec from which a point stands for a first-order division or something wider."""
KM_A_DEGREE = 111.0
SPREAD_STEP = 25.0
"""Kilometres to which the distance of the tellings is rounded where their points are coarsened."""
COORDINATES = "[coordinates withheld]"
_SIZES: dict[To, float] = {"exact": 0.0, "admin1": 90.0, "withheld": 180.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRule:
    """How points are shown of the places that meet all that is given: kinds of event and place, words in its name.

    `features` are GeoNames' feature codes, `precisions` UCDP's where_prec. `amount` is how many decimals, or how many
    degrees a grid's cell has. With `hide_name` the place's name is hidden too.
    """

    to: To
    amount: float = 0.0
    hide_name: bool = False
    types: tuple[EventType, ...] = ()
    features: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    precisions: tuple[int, ...] = ()

    @property
    def degrees(self) -> float:
        """How far apart two points may be that look the same, in degrees."""
        if self.to == "decimals":
            return float(10**-self.amount)
        return self.amount if self.to == "grid" else _SIZES[self.to]

    def meets(self, kind: EventType, place: Place | Where, features: Iterable[str]) -> bool:
        """Whether the rule is for a place; a place of a kind, or with a word in its name, is enough of the two."""
        if (self.types and kind not in self.types) or (self.precisions and place.precision not in self.precisions):
            return False
        if not self.features and not self.words:
            return True
        named = {token.key for token in tokens(place.name)}
        return not named.isdisjoint(self.words) or not set(features).isdisjoint(self.features)


EXACT = PointRule(to="exact")


def rule_for(rules: Sequence[PointRule], kind: EventType, places: Iterable[Place | Where]) -> PointRule:
    """The one rule for all the places of an incident: the coarsest of those that its places call for.

    Of one place the first rule that it meets; two places of one happening must not tell each other's point.
    """
    some = [*places]
    features: dict[str, set[str]] = {}
    for place in some:
        feature = getattr(place, "feature", None)
        if feature:
            features.setdefault(place.name.casefold(), set()).add(feature)
    called = [
        next((r for r in rules if r.meets(kind, place, features.get(place.name.casefold(), ()))), EXACT)
        for place in some
    ]
    coarsest = max(called, key=lambda r: r.degrees, default=EXACT)
    return replace(coarsest, hide_name=any(r.hide_name for r in called))


def coarsened(place: At, rule: PointRule) -> At:
    """The place with its point made coarser, its precision no finer than that, and no id that tells the point.

    >>> ruled = PointRule(to="decimals", amount=1)
    >>> made = coarsened(Where(name="Tessit", lat=15.2031, lon=0.6142, precision=1, gazetteer_id="geonames:1"), ruled)
    >>> made.lat, made.lon, made.precision, made.gazetteer_id
    (15.2, 0.6, 2, None)
    """
    if rule.to == "exact":
        return place
    point = _point(place, rule) if place.lat is not None and place.lon is not None else None
    lat, lon = point or (None, None)
    name = _area_name(place) if rule.hide_name and (place.precision or 1) < AREA else place.name
    precision = max(place.precision or 1, _precision(rule))
    made = replace(place, lat=lat, lon=lon, name=name, precision=precision, gazetteer_id=None)
    if isinstance(made, Where):
        return replace(made, spread_km=_spread(made.spread_km, rule))
    return replace(made, feature=None) if rule.hide_name else made


def _precision(rule: PointRule) -> int:
    """where_prec of a coarsened point: near a known point (25 km), as large as a second-order division, or a first."""
    if rule.to in ("admin1", "withheld"):
        return AREA
    return 2 if rule.degrees * KM_A_DEGREE <= 25 else 3 if rule.degrees <= 1 else AREA


def _point(place: Place | Where, rule: PointRule) -> tuple[float, float] | None:
    lat, lon = place.lat or 0.0, place.lon or 0.0
    if rule.to == "decimals":
        digits = int(rule.amount)
        return round(lat, digits) + 0.0, round(lon, digits) + 0.0
    if rule.to == "grid":
        return _centre(lat, rule.amount, 90.0), _centre(lon, rule.amount, 180.0)
    if rule.to == "withheld":
        return None
    return admin1_point(place.country, place.admin1)


def _centre(value: float, size: float, most: float) -> float:
    """The middle of the cell that a coordinate lies in; cells begin at -90 and -180."""
    cells = max(1, round(2 * most / size))
    cell = min(math.floor((value + most) / size), cells - 1)
    return round((cell + 0.5) * size - most, 6) + 0.0


def _spread(km: float, rule: PointRule) -> float:
    """How far the tellings lie apart: nothing within a cell, else by steps: a distance tells a point."""
    return 0.0 if km < rule.degrees * KM_A_DEGREE else SPREAD_STEP * round(km / SPREAD_STEP)


@cache
def _divisions() -> dict[tuple[str, str], tuple[float, float]]:
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in table("gazetteer", "admin1"):
        point = float(row["lat"]), float(row["lon"])
        for name in (row["iso"], *row["names"].split("|"), row["name"]):
            found.setdefault((row["country"], name.casefold()), point)
    return found


def admin1_point(country: str | None, admin1: str | None) -> tuple[float, float] | None:
    """The label point of a first-order division; None where it is not known.

    >>> admin1_point("ML", "Kidal")
    (19.426, 1.094)
    """
    return _divisions().get((country or "", (admin1 or "").casefold()))


def _area_name(place: Place | Where) -> str:
    """What is said in the place of a name that is hidden: the division, the country, or nothing but that."""
    countries = {row["code"]: row["name"] for row in table("actors", "countries")}
    return place.admin1 or countries.get(place.country or "") or "a place that is withheld"


# ---------------------------------------------------------------- coordinates in words

_NUMBER = r"[-+−]?\d{1,3}\.\d{2,12}"
_SIDE = r"\s?°?\s?[NSEWnsew]?\b"
_FORMS = (
    rf"(?<![\d.]){_NUMBER}{_SIDE}\s{{0,2}}[,;/|]?\s{{0,2}}{_NUMBER}(?:\s?°?\s?[NSEW]\b)?",
    r"(?<!\d)\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d{1,6})?\s?['′’](?:\s?\d{1,2}(?:[.,]\d{1,6})?\s?(?:[\"″”]|''))?\s?[NSEWnsew]?\b",
    r"(?<![\d.])\d{1,3}(?:[.,]\d{1,12})?\s?°\s?[NSEW]\b",
    r"(?<![\d.])\d{1,3}[.,]\d{3,12}\s?°",
    r"\b\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?\d{2,5}\s?\d{2,5}\b",
    r"\b(?:lat|latitude|lon|lng|long|longitude)\b[\s:=.]{0,3}[-+−]?\d{1,3}[.,]\d{1,12}",
    r"\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b",
)
"""Degrees in decimals, degrees with minutes and seconds, MGRS, "lat 15.2", plus codes. Every run is bounded."""
_POINT = re.compile("|".join(_FORMS))
_AGAIN = re.compile(rf"{re.escape(COORDINATES)}(?:[\s,;/|]{{0,3}}{re.escape(COORDINATES)})+")
_NUMBERS = re.compile(r"\d{1,3}[.,]\d{2,12}")


def without_points(text: str, points: Iterable[float] = ()) -> str:
    """The text without coordinates, in whichever usual form, and without the numbers of `points` (degrees).

    >>> without_points("The strike hit 15.2031, 0.6142 (15°12′11″N 0°36′51″E), 12.5 km from Tessit.")
    'The strike hit [coordinates withheld] ([coordinates withheld]), 12.5 km from Tessit.'
    """
    exact = [abs(value) for value in points]
    made = _POINT.sub(COORDINATES, text)
    if exact:
        made = _NUMBERS.sub(lambda m: COORDINATES if _is_one(m[0].replace(",", "."), exact) else m[0], made)
    return _AGAIN.sub(COORDINATES, made)


def _is_one(number: str, exact: Sequence[float]) -> bool:
    """Whether a number in a text is one of the coordinates, rounded or cut to the decimals it is written with."""
    digits = len(number.partition(".")[2])
    return any(number in (f"{value:.{digits}f}", f"{value:.12f}"[: len(number)]) for value in exact)


def points_in(text: str) -> list[str]:
    """The coordinates that a text tells, as it writes them."""
    return [hit[0] for hit in _POINT.finditer(text)]


def has_point(text: str) -> bool:
    """Whether a text or an address tells coordinates."""
    return _POINT.search(text) is not None
