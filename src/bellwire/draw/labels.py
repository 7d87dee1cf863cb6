"""Room on a picture: words are written where nothing else is, or left out."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bellwire.draw.svg import width_of


class Room(NamedTuple):
    """A box in pixels: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Room") -> bool:
        """Whether the two share a pixel."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Rooms:
    """What is taken on a picture of a size; boxes are kept in squares of a grid, so that many are found fast."""

    SIDE = 64.0

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._squares: dict[tuple[int, int], list[Room]] = {}

    def take(self, room: Room) -> None:
        """Takes a box, whatever else is there."""
        for square in self._touched(room):
            self._squares.setdefault(square, []).append(room)

    def free(self, room: Room) -> bool:
        """Whether a box lies in the picture and on nothing that is taken."""
        if room.left < 0 or room.top < 0 or room.right > self._width or room.bottom > self._height:
            return False
        return not any(room.meets(other) for square in self._touched(room) for other in self._squares.get(square, ()))

    def place(self, choices: Iterable[Room]) -> Room | None:
        """Takes the first of some boxes that is free."""
        for room in choices:
            if self.free(room):
                self.take(room)
                return room
        return None

    def _touched(self, room: Room) -> Sequence[tuple[int, int]]:
        columns = range(int(room.left // self.SIDE), int(room.right // self.SIDE) + 1)
        rows = range(int(room.top // self.SIDE), int(room.bottom // self.SIDE) + 1)
        return [(column, row) for column in columns for row in rows]


def beside(x: float, y: float, gap: float, words: str, size: float) -> list[Room]:
    """The boxes for words next to a point: right, left, below, above, then the corners."""
    wide, tall = width_of(words, size) + 2, size * 1.2
    near = gap * 0.75
    middle, right, left = x - wide / 2, x + near, x - near - wide
    corners = [
        (x + gap, y - tall / 2), (x - gap - wide, y - tall / 2), (middle, y + gap), (middle, y - gap - tall),
        (right, y + near), (right, y - near - tall), (left, y + near), (left, y - near - tall),
    ]  # fmt: skip
    return [Room(left, top, left + wide, top + tall) for left, top in corners]
