"""Wherein two happenings that are taken for one cannot both be right."""

from dataclasses import dataclass

from bellwire.relate.linking_features import Noted, allowed_km, apart_km, off_days, range_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field with both values, in words."""

    field: str
    left: str
    right: str


FIELDS = ("date", "place", "type", "killed")
"""The fields that are compared."""


def differences(left: Noted, right: Noted) -> tuple[Difference, ...]:
    """Days that do not overlap, points further apart than their precision allows, another type, tolls that exclude
    each other.

    >>> one = Noted(id="a", type="ASSAULT", mode="drone", killed=(12, 12))
    >>> [(d.field, d.left, d.right) for d in differences(one, Noted(id="b", type="ASSAULT", killed=(15, 20)))]
    [('killed', '12', '15 to 20')]
    """
    found = []
    if off_days(left, right):
        found.append(Difference(field="date", left=days_text(left), right=days_text(right)))
    apart = apart_km(left, right)
    if apart is not None and apart > allowed_km(left, right):
        far = f"{apart:.0f} km apart"
        found.append(Difference(field="place", left=place_text(left), right=f"{place_text(right)}, {far}"))
    if left.type != right.type or (left.mode and right.mode and left.mode != right.mode):
        found.append(Difference(field="type", left=kind_text(left), right=kind_text(right)))
    if left.killed and right.killed and max(left.killed[0], right.killed[0]) > min(left.killed[1], right.killed[1]):
        found.append(Difference(field="killed", left=range_text(left.killed), right=range_text(right.killed)))
    return tuple(found)


def days_text(noted: Noted) -> str:
    """The days of a happening.

    >>> from datetime import date
    >>> days_text(Noted(id="a", type="ASSAULT", first=date(2024, 5, 3), last=date(2024, 5, 5)))
    '2024-05-03 to 2024-05-05'
    """
    if noted.first is None or noted.last is None:
        return "no day"
    return noted.first.isoformat() if noted.first == noted.last else f"{noted.first} to {noted.last}"


def place_text(noted: Noted) -> str:
    """The place of a happening, by its name, else by its point."""
    if noted.place:
        return f"{noted.place}, {noted.country}" if noted.country else noted.place
    return f"{noted.lat:.3f}, {noted.lon:.3f}" if noted.lat is not None and noted.lon is not None else "no place"


def kind_text(noted: Noted) -> str:
    """Type and mode of a happening."""
    return f"{noted.type}/{noted.mode}" if noted.mode else noted.type
