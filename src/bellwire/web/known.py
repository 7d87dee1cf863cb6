"""The days on which the record changed, for the slider on every page: looked up once, then only what came since."""

from threading import Lock

from bellwire.store import View


class KnownDays:
    """The days of one record, kept between requests."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seq = 0
        self._days: tuple[str, ...] = ()

    def of(self, view: View) -> tuple[str, ...]:
        """The days, the first first."""
        last = view.last_seq()
        with self._lock:
            if last != self._seq:
                came = {changed.day for changed in view.days_known(since=self._seq)}
                self._days = tuple(sorted(came.union(self._days)))
                self._seq = last
            return self._days
