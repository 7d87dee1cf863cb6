"""Dates as other data sets write them: one day with how exact it is, or the first and the last day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bellwire.model import EventDate
from bellwire.model.edtf import days_of

WEEK, MONTH = 7, 31
"""Days that a week and a month have at most."""
NEARLY = "~?%"
"""What marks a date in EDTF as not certain, or as about that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The first and the last day on which something can have happened; `last` is None where it goes on.

    `loose` says that the days are about right, or taken from the report's own.
    """

    first: date
    last: date | None
    loose: bool = False

    @property
    def count(self) -> int | None:
        """How many days these are; None where the end is open."""
        return (self.last - self.first).days + 1 if self.last else None


def days(when: EventDate | None) -> Days | None:
    """The days of a date; None where its beginning is not known.

    >>> days(EventDate(value="2024-05-04/2024-05-05")).count
    2
    """
    first, last = days_of(when.value if when else None)
    if when is None or first is None:
        return None
    return Days(first=first, last=last, loose=any(mark in (when.value or "") for mark in NEARLY))


def acled_day(found: Days | None) -> tuple[date | None, int | None]:
    """The one day that ACLED gives an event, and its time_precision: 1 the day, 2 within a week, 3 within a month.

    Of days within a week it is the first, of a month the middle one, of what goes on the day on which it began; what
    is not known to the month has none (ACLED Codebook 2023, event time).

    >>> acled_day(days(EventDate(value="2024-05"))), acled_day(days(EventDate(value="2024")))
    ((datetime.date(2024, 5, 16), 3), (None, None))
    """
    if found is None:
        return None, None
    if found.count is None:
        return found.first, 3
    if found.count <= WEEK:
        return found.first, 2 if found.count > 1 or found.loose else 1
    if found.count <= MONTH:
        return found.first + timedelta((found.count - 1) // 2), 3
    return None, None


def ucdp_precision(found: Days | None) -> int | None:
    """UCDP's date_prec: 1 the day, 2 within two to six days, 3 a week, 4 a month, 5 more than that.

    UCDP GED Codebook 24.1, date_prec.

    >>> [ucdp_precision(days(EventDate(value=v))) for v in ("2024-05-01", "2024-05-01/2024-05-02", "2024-05", "2024")]
    [1, 2, 4, 5]
    """
    if found is None:
        return None
    if found.count is None:
        return 5
    if found.count == 1:
        return 2 if found.loose else 1
    return 2 if found.count < WEEK else 3 if found.count == WEEK else 4 if found.count <= MONTH else 5


def unix(moment: str | None) -> int | None:
    """Seconds since 1970 of a moment (ISO; UTC where it says no other).

    >>> unix("2024-05-31T12:00:00Z")
    1717156800
    """
    if not moment:
        return None
    when = datetime.fromisoformat(moment)
    return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
