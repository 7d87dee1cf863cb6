"""One writer at a time: all that writes through the desk takes its turn here, first come, first served."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, get_ident
from time import monotonic

from bellwire.errors import BellwireError

PATIENCE = 30.0
"""Seconds a person's request waits for its turn. Keeping and relating one report takes 0.05 to 2 (2026-11)."""


class Busy(BellwireError):
    """The record is being written and did not come free in time."""


class Writing:
    """The turn to write through a desk: `with writing.turn(): desk.judge(...)`.

    The desk's Readings are shared and not made for several threads, and the store has one writer, so the judging
    pages and the reading jobs take turns. Who waits is let in by the order of coming, so that a long job that takes a
    turn a page never keeps a person waiting for more than one page. A thread that has the turn may take it again.

    >>> writing = Writing()
    >>> with writing.turn(), writing.turn():
    ...     writing.taken
    True
    >>> writing.taken
    False
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._queue: deque[object] = deque()
        self._owner: int | None = None
        self._depth = 0

    @property
    def taken(self) -> bool:
        """Whether somebody is writing."""
        return self._owner is not None

    @contextmanager
    def turn(self, patience: float = PATIENCE) -> Iterator[None]:
        """Waits for the turn to write, has it within the block, and gives it back.

        Raises Busy where it did not come within so many seconds.
        """
        self._take(patience)
        try:
            yield
        finally:
            self._give_back()

    def _take(self, patience: float) -> None:
        me, ticket, end = get_ident(), object(), monotonic() + patience
        with self._changed:
            if self._owner == me:
                self._depth += 1
                return
            self._queue.append(ticket)
            try:
                while self._owner is not None or self._queue[0] is not ticket:
                    if (left := end - monotonic()) <= 0:
                        raise Busy("the record is being written; try again in a moment")
                    self._changed.wait(left)
            finally:
                self._queue.remove(ticket)
                if self._owner is None:  # who gives up lets the next one look again
                    self._changed.notify_all()
            self._owner, self._depth = me, 1

    def _give_back(self) -> None:
        with self._changed:
            self._depth -= 1
            if self._depth == 0:
                self._owner = None
                self._changed.notify_all()
