"""A story's reports laid out side by side, and what their records say of each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bellwire.model import Relation
from bellwire.relate.accounts import contradictions, echoes
from bellwire.relate.counts import Count, count
from bellwire.relate.disagreements import figure_relations, subsets
from bellwire.relate.happenings import Told, happenings, matches, same_events, told
from bellwire.relate.neighbours import Pairs
from bellwire.relate.readings import Reading
from bellwire.relate.statements import Statement, statement
from bellwire.relate.words import Rarity


@dataclass(frozen=True, eq=False)
class Laid:
    """A report's events, figures and claims laid out for comparing, each kind when it is first asked for."""

    reading: Reading
    rarity: Rarity

    @cached_property
    def tellings(self) -> tuple[Told, ...]:
        """Its events."""
        return tuple(told(self.reading, e, self.rarity) for e in self.reading.report.events)

    @cached_property
    def counts(self) -> dict[str, Count]:
        """Its figures by id, as if no other report told of its happenings."""
        return {f.id: count(self.reading, f, {}, self.rarity) for f in self.reading.report.figures}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its claims in the order of the text, as if no other report told of its happenings."""
        claims = sorted(self.reading.report.claims, key=lambda c: (c.content[0].start, c.id))
        return tuple(statement(self.reading, c, i, self.counts, {}, self.rarity) for i, c in enumerate(claims))

    def among(self, happening_of: Mapping[str, str]) -> tuple[list[Count], list[Statement]]:
        """Its figures and claims, their happenings named as `happening_of` names them."""

        def renamed(names: frozenset[str]) -> frozenset[str]:
            return frozenset(happening_of.get(name, name) for name in names)

        if not any(happening_of.get(end := self.reading.end(e.id), end) != end for e in self.reading.report.events):
            return list(self.counts.values()), list(self.statements)
        counts = {
            id: replace(c, happenings=renamed(c.happenings)) if c.happenings else c for id, c in self.counts.items()
        }
        statements = [
            replace(s, happenings=renamed(s.happenings), counts=tuple(counts[c.figure.id] for c in s.counts))
            if s.happenings or s.counts
            else s
            for s in self.statements
        ]
        return list(counts.values()), statements


class Scene:
    """Reports laid out side by side; `near` are the pairs of them that are compared, `copied` names originals.

    A report that `arrived` is compared with the others, whose events are in incidents already (`known`).
    """

    def __init__(
        self,
        laid: Sequence[Laid],
        near: Pairs,
        copied: Mapping[str, str],
        *,
        arrived: str | None = None,
        known: Mapping[str, Collection[str]] | None = None,
        apart: Collection[tuple[str, str]] = (),
    ) -> None:
        self.near, self.copied, self.arrived = near, copied, arrived
        there = {end for ends in (known or {}).values() for end in ends}
        tellings = [t for one in laid for t in one.tellings if arrived in (None, one.reading.id) or t.end in there]
        self.matches = matches(tellings, near, copied)
        self.happenings = happenings(self.matches, known, apart)
        at = {t.end: t for t in tellings}
        groups = [sorted((at[end] for end in g.ends if end in at), key=lambda t: t.end) for g in self.happenings]
        self.tellings = [group for group in groups if len(group) > 1]
        happening_of = {t.end: group[0].end for group in self.tellings for t in group}
        self.counts: list[Count] = []
        self.statements: list[Statement] = []
        for one in laid:
            counts, statements = one.among(happening_of)
            self.counts += counts
            self.statements += statements

    def relations(self) -> Iterator[Relation]:
        """What the events, figures and claims say of each other."""
        yield from same_events(self.matches, self.tellings, self.arrived)
        yield from subsets([c for c in self.counts if self.arrived in (None, c.reading.id)])
        yield from figure_relations(self.counts, self.near, self.copied)
        yield from echoes(self.statements, self.near, self.copied)
        yield from contradictions(self.statements, self.near, self.copied)
