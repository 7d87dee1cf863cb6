"""A figure in the making."""

from collections.abc import Sequence
from dataclasses import dataclass

from bellwire.annotate.quantities import Quantity
from bellwire.draft import Paragraph, Sentence, Token
from bellwire.extract.figure_words import UNKNOWN, Population

UNIT_MEASURES = {
    "money": "money",
    "distance": "distance",
    "duration": "duration",
    "area": "territory",
    "share": "share",
}
VICTIMS = frozenset(("killed", "injured", "missing", "abducted", "detained", "arrested", "displaced", "returned"))
CLEAR = VICTIMS | {"destroyed"}
CROWD = 20
"""Fewer residents than these are persons told of, not a population."""
ACTOR_MEASURES = {"armed_group": "combatants", "militia": "combatants", "state_forces": "troops", "police": "troops"}


@dataclass(slots=True, kw_only=True)
class Reading:
    """A figure in the making."""

    quantity: Quantity
    paragraph: Paragraph
    sentence: Sentence
    tokens: Sequence[Token]
    start: int
    end: int
    noun: Token | None = None
    partitive: bool = False
    population: str | None = None
    about: Population = UNKNOWN
    measure: str = ""
    sure: bool = False
    unit: str = "person"
    whole: "Reading | None" = None

    @property
    def is_count(self) -> bool:
        """Whether it counts things, and measures nothing."""
        return self.quantity.kind in ("count", "none")
