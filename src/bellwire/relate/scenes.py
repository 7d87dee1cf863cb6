"""A story's reports laid out side by side, and what their records say of each other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from bellwire.model import Relation
from bellwire.relate.accounts import contradictions, echoes
from bellwire.relate.counts import Count, count, measure_of
from bellwire.relate.disagreements import figure_relations, subsets
from bellwire.relate.happenings import Told, happenings, matches, same_events, told
from bellwire.relate.neighbours import Pairs
from bellwire.relate.readings import Reading
from bellwire.relate.statements import Statement, statement
from bellwire.relate.words import Rarity


@dataclass(frozen=True, eq=False)
class Laid:
    """A report's events, figures and claims laid out for comparing, each when it is first asked for."""

    reading: Reading
    rarity: Rarity
    _told: dict[str, Told] = field(default_factory=dict)
    _counts: dict[str, Count] = field(default_factory=dict)

    def tellings(self, types: Collection[str] | None = None) -> list[Told]:
        """Its events, all or those of some types."""
        events = [e for e in self.reading.report.events if types is None or e.type in types]
        for event in events:
            if event.id not in self._told:
                self._told[event.id] = told(self.reading, event, self.rarity)
        return [self._told[event.id] for event in events]

    def counts(self, measures: Collection[str] | None = None) -> dict[str, Count]:
        """Its figures by id, all or those of some measures, as if no other report told of its happenings."""
        figures = [
            f
            for f in self.reading.report.figures
            if measures is None or f.measure in measures or measure_of(self.reading, f) in measures
        ]
        for figure in figures:
            if figure.id not in self._counts:
                self._counts[figure.id] = count(self.reading, figure, {}, self.rarity)
        return {figure.id: self._counts[figure.id] for figure in figures}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its claims in the order of the text, without their figures, as if no other told of its happenings."""
        claims = sorted(self.reading.report.claims, key=lambda c: (c.content[0].start, c.id))
        return tuple(statement(self.reading, c, i, {}, {}, self.rarity) for i, c in enumerate(claims))

    @cached_property
    def held(self) -> dict[str, list[str]]:
        """The figures that each claim holds."""
        held: dict[str, list[str]] = {}
        for figure in self.reading.report.figures:
            held.setdefault(figure.claim or "", []).append(figure.id)
        return held

    def among(
        self, happening_of: Mapping[str, str], measures: Collection[str] | None = None
    ) -> tuple[list[Count], list[Statement]]:
        """Its figures, of some measures, and its claims; their happenings are named as `happening_of` names them."""

        def renamed(names: frozenset[str]) -> frozenset[str]:
            return names if happening_of.keys().isdisjoint(names) else frozenset(happening_of.get(n, n) for n in names)

        counts = {
            id: c if (names := renamed(c.happenings)) is c.happenings else replace(c, happenings=names)
            for id, c in self.counts(measures).items()
        }
        statements = []
        for s in self.statements:
            names = renamed(s.happenings)
            held = tuple(counts[id] for id in self.held.get(s.claim.id, ()) if id in counts)
            statements.append(replace(s, happenings=names, counts=held) if held or names is not s.happenings else s)
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
        mine = next((one for one in laid if one.reading.id == arrived), None)
        types = {e.type for e in mine.reading.report.events} if mine else None
        measures = {m for c in mine.counts().values() for m in (c.measure, c.figure.measure)} if mine else None
        there = {end for ends in (known or {}).values() for end in ends}
        tellings = [t for one in laid for t in one.tellings(types) if one is mine or not mine or t.end in there]
        self.matches = matches(tellings, near, copied)
        self.happenings = happenings(self.matches, known, apart)
        at = {t.end: t for t in tellings}
        groups = [sorted((at[end] for end in g.ends if end in at), key=lambda t: t.end) for g in self.happenings]
        self.tellings = [group for group in groups if len(group) > 1]
        happening_of = {t.end: group[0].end for group in self.tellings for t in group}
        self.counts: list[Count] = []
        self.statements: list[Statement] = []
        for one in laid:
            if self._adds_accounts(one):
                counts, statements = one.among(happening_of, None if one is mine else measures)
                self.counts += counts
                self.statements += statements

    def _adds_accounts(self, one: Laid) -> bool:
        """Whether a report's figures and claims can be compared with the new one's: a copy's with its original's."""
        id, new = one.reading.id, self.arrived
        if new is None or id == new:
            return True
        if new in self.copied or id in self.copied:
            return self.copied.get(new) == id or self.copied.get(id) == new
        return True

    def relations(self) -> Iterator[Relation]:
        """What the events, figures and claims say of each other."""
        yield from same_events(self.matches, self.tellings, self.arrived)
        yield from subsets([c for c in self.counts if self.arrived in (None, c.reading.id)])
        yield from figure_relations(self.counts, self.near, self.copied)
        yield from echoes(self.statements, self.near, self.copied)
        yield from contradictions(self.statements, self.near, self.copied)
