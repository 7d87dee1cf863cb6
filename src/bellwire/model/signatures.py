"""What comparing whole reports needs of one, without reading it again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A report's words with their weights, as they were when it was related.

    `words` holds for each bag (terms, names, numbers, days, in this order) the CRC-32 of its words, sorted, four bytes
    each, little-endian; `weights` their weights in the bag's vector of length 1, in ten-thousandths, two bytes each;
    `bags` how many words each bag has. A report of 600 words takes about 2,000 bytes, 2,700 as JSON.
    `retold` are its figures that repeat an earlier report's number beside a newer one.
    """

    published: str | None = None
    bags: tuple[int, ...]
    words: bytes
    weights: bytes
    retold: tuple[str, ...] = ()
