"""What is exported: an incident with everything that it rests on, as a policy lets it out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bellwire.model import Evidence, Holding, Incident, Tally
from bellwire.publish.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An incident with its evidence and the claims that tell of it.

    `copied` names each copy's original; `changed` is when the incident got its present form (UTC, ISO).
    """

    incident: Incident
    evidence: tuple[Evidence, ...]
    claims: tuple[Statement, ...] = ()
    copied: Mapping[str, str] = field(default_factory=dict)
    changed: str | None = None

    def originals(self) -> tuple[Evidence, ...]:
        """The evidence, what copies tell left out; all of it where there is nothing else."""
        return tuple(e for e in self.evidence if e.report not in self.copied) or self.evidence

    def first(self) -> Evidence | None:
        """The telling that was published first, of those that are no copies; None where there is no evidence."""
        return min(self.originals(), key=lambda e: (e.published or "~", e.record), default=None)

    def held(self) -> Iterator[tuple[Tally, Holding]]:
        """Each figure with its tally."""
        return ((tally, holding) for tally in self.incident.tallies for holding in tally.holdings)
