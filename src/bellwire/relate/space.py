"""Many reports' vectors at once: how alike one is to all the others."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bellwire.relate.words import Bag

Row = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


class Space:
    """Vectors of length 1, held word by word, so that one is compared with all others in a step a word."""

    def __init__(self, bags: Sequence[Bag]) -> None:
        """Lays out the vectors; a vector is known by its number in the sequence."""
        self._bags = bags
        holders: dict[str, tuple[list[int], list[float]]] = {}
        for number, bag in enumerate(bags):
            for word, weight in bag.items():
                who, weights = holders.setdefault(word, ([], []))
                who.append(number)
                weights.append(weight)
        self._holders = {w: (np.array(who), np.array(x)) for w, (who, x) in holders.items() if len(who) > 1}

    def cosines(self, number: int) -> Row:
        """The cosine of one vector with each, 0 to 1."""
        row = np.zeros(len(self._bags))
        for word, weight in self._bags[number].items():
            if word in self._holders:
                who, weights = self._holders[word]
                row[who] += weight * weights
        return np.clip(row, 0.0, 1.0)
