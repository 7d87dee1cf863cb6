"""Where and when two records stand to each other: kilometres, and windows of days."""

import math
from datetime import date

from bellwire.model import Place

NEAR_KM = 25
"""UCDP's "near a known point" (where_prec 2)."""
AROUND_KM = 100
"""Two names for places in one area."""
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
Window = tuple[date, date]


def kilometres(left: Place, right: Place) -> float | None:
    """The distance between two places along the globe; None where one has no coordinates."""
    if left.lat is None or left.lon is None or right.lat is None or right.lon is None:
        return None
    a, b = math.radians(left.lat), math.radians(right.lat)
    half = (
        math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(right.lon - left.lon) / 2) ** 2
    )
    return 12742 * math.asin(min(1.0, math.sqrt(half)))


def _wide(place: Place) -> bool:
    return place.precision is not None and place.precision >= 4


def place_fit(left: Place | None, right: Place | None) -> float:
    """How well two places go together: 1 the same, down to -1 for places far apart; 0 where one is unknown."""
    if left is None or right is None:
        return 0.0
    if left.country and right.country and left.country != right.country:
        return -1.0  # Tripoli is in Lebanon and in Libya
    if left.name.casefold() == right.name.casefold() or (left.gazetteer_id and left.gazetteer_id == right.gazetteer_id):
        return 1.0
    if _wide(left) or _wide(right):
        return 0.3 if left.country == right.country else 0.0
    apart = kilometres(left, right)
    if apart is None:
        return 0.0
    return 0.9 if apart <= NEAR_KM else 0.2 if apart <= AROUND_KM else -1.0


def window(earliest: date | None, latest: date | None) -> Window | None:
    """A window of days, open ends far away; None where nothing is known."""
    return (earliest or FIRST, latest or LAST) if earliest or latest else None


def days_apart(left: Window, right: Window) -> int:
    """Days between two windows; 0 where they overlap."""
    return max(0, (max(left[0], right[0]) - min(left[1], right[1])).days)


def window_fit(left: Window | None, right: Window | None) -> float:
    """How well two windows go together: 1 for the same days, less for wide ones, -1 from a week apart; 0 if unknown."""
    if left is None or right is None:
        return 0.0
    apart = days_apart(left, right)
    if apart:
        return -min(1.0, apart / 7)
    widest = max((w[1] - w[0]).days for w in (left, right))
    return 1.0 if widest <= 1 else 0.7 if widest <= 7 else 0.3
