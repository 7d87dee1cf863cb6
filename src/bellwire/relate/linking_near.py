"""Candidates for linking: of many happenings those near one in time and space, without looking at all of them."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from bellwire.relate.linking_features import DAYS_OFF, OVER_KM, Noted, spread_km, type_fit

NARROW = 10
"""Days of a window up to which it is looked up by its first day among others like it; few are wider."""
DEGREE_KM = 111.2
"""Kilometres of a degree along a meridian."""


class Near:
    """Happenings by country, then by their first day; what has no day is left out."""

    def __init__(self, noted: Sequence[Noted]) -> None:
        dated = [n for n in noted if n.first is not None and n.last is not None]
        groups: dict[str | None, list[Noted]] = {}
        for each in dated:
            groups.setdefault(each.country, []).append(each)
        self._of = {country: _Sorted.both(group) for country, group in groups.items()}
        self._all = _Sorted.both(dated) if None in groups or not groups else ()
        self._dated = dated

    def to(self, one: Noted) -> Iterator[Noted]:
        """Those that may be one with this: of its country, where both are known, near its days and its point."""
        if one.first is None or one.last is None:
            return
        if one.country is None:
            self._all = self._all or _Sorted.both(self._dated)
            groups = [self._all]
        else:
            groups = [self._of[country] for country in (one.country, None) if country in self._of]
        for each in (each for group in groups for each in group):
            yield from each.near(one, one.first, one.last)


class _Sorted:
    """Happenings by their first day, with windows of at most so many days."""

    def __init__(self, noted: Sequence[Noted]) -> None:
        self.noted = sorted(noted, key=lambda n: (n.first or date.max, n.id))
        self.first = np.array([(n.first or date.max).toordinal() for n in self.noted])
        self.last = np.array([(n.last or date.max).toordinal() for n in self.noted])
        self.lat = np.radians([np.nan if n.lat is None or n.lon is None else n.lat for n in self.noted])
        self.lon = np.radians([np.nan if n.lat is None or n.lon is None else n.lon for n in self.noted])
        self.spread = np.array([spread_km(n) for n in self.noted])
        self.widest = int((self.last - self.first).max()) if self.noted else 0

    @classmethod
    def both(cls, noted: Sequence[Noted]) -> "tuple[_Sorted, ...]":
        """Those of narrow windows and those of wide ones, apart."""
        narrow = [n for n in noted if n.first and n.last and (n.last - n.first).days <= NARROW]
        wide = [n for n in noted if n.first and n.last and (n.last - n.first).days > NARROW]
        return tuple(cls(some) for some in (narrow, wide) if some)

    def near(self, one: Noted, first: date, last: date) -> Iterator[Noted]:
        """Those whose days, point and type go with one's."""
        since, until = first.toordinal() - DAYS_OFF, last.toordinal() + DAYS_OFF
        start = int(np.searchsorted(self.first, since - self.widest, "left"))
        end = int(np.searchsorted(self.first, until, "right"))
        if start == end:
            return
        here = slice(start, end)
        fits = self.last[here] >= since
        if one.lat is not None and one.lon is not None:
            fits &= ~(self._kilometres(one.lat, one.lon, here) > self.spread[here] + spread_km(one) + OVER_KM)
        for at in np.flatnonzero(fits):
            found = self.noted[start + int(at)]
            if type_fit(one.type, found.type) > -1:
                yield found

    def _kilometres(self, lat: float, lon: float, here: slice) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Distances to a point, NaN where one has none; NaN compares as not too far."""
        north, east = np.radians(lat), np.radians(lon)
        lats, lons = self.lat[here], self.lon[here]
        half = np.sin((lats - north) / 2) ** 2 + np.cos(lats) * np.cos(north) * np.sin((lons - east) / 2) ** 2
        found: np.ndarray[tuple[int], np.dtype[np.float64]] = 12742 * np.arcsin(np.minimum(1.0, np.sqrt(half)))
        return found
