"""What is left of an incident's fields under a policy, and what became of each: names, points, texts, in that order."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from bellwire.model import Evidence, Holding, Incident, Party, Place, Step
from bellwire.model.codec import to_plain
from bellwire.model.incidents import Where
from bellwire.publish.coarsen import PointRule, coarsened, rule_for
from bellwire.publish.hidden import Hidden, needles_of_parties
from bellwire.publish.needles import Rule
from bellwire.publish.policy import Policy
from bellwire.publish.texts import Veil, has_link, named_in
from bellwire.publish.walk import Change, strings, walked
from bellwire.relate.incidents import growth

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that is not published as it is kept: what stands there, what goes out (None: nothing), by which rules.

    `field` is its path within the record, `record` the incident's id or the evidence's `REPORT#EVENT`.
    """

    record: str
    field: str
    before: str
    after: str | None
    rules: tuple[Rule, ...]


def point_rule(policy: Policy, incident: Incident, evidence: Iterable[Evidence]) -> PointRule:
    """The rule by which the points of an incident are coarsened."""
    return rule_for(policy.coordinates, incident.type, places_of(incident, evidence))


def places_of(incident: Incident, evidence: Iterable[Evidence]) -> list[Place | Where]:
    return [p for p in (incident.where, *(e.place for e in evidence)) if p is not None]


class Work:
    """One incident under one policy: the differences are noted while its fields are made."""

    def __init__(
        self, policy: Policy, incident: Incident, evidence: tuple[Evidence, ...], hidden: Hidden, tellers: Sequence[str]
    ) -> None:
        """`tellers` are all reports that tell of it: those under embargo say which names are hidden, too."""
        self.policy, self.incident, self.evidence = policy, incident, evidence
        self.noted: list[Difference] = []
        places = places_of(incident, evidence)
        self.point = point_rule(policy, incident, evidence)
        private = [*needles_of_parties(incident, evidence)] if policy.names == "hide" else []
        texts = dict.fromkeys(text for record in (incident, *evidence) for text in strings(record))
        near = hidden.finder(tellers, (*private, *hidden.parts_in(texts)))
        self.veil = Veil(
            policy=policy,
            finders=tuple(f for f in (near, hidden.full, named_in(places, self.point)) if f),
            kept=hidden.public or None,
            points=tuple(v for p in places for v in (p.lat, p.lon) if v is not None)
            if self.point.to != "exact"
            else (),
            coarse=self.point.to != "exact",
        )
        self.reports = {e.report: self.veil.id(e.report) for e in evidence}
        self.plain = self._plain(texts, {e.url for e in evidence})

    def _plain(self, texts: Iterable[str], addresses: Collection[str | None]) -> bool:
        """Whether the veil changes no text: most incidents name nobody who is hidden, and need not be gone through."""
        if self.veil.heedless:
            return not any(
                (has_link(text) and text not in addresses) or any(f.spans(text) for f in self.veil.finders)
                for text in texts
            )
        return False

    def _walked(self, record: T, change: Change) -> T:
        return record if self.plain else walked(record, change)

    def run(self) -> tuple[Incident, tuple[Evidence, ...], tuple[Difference, ...]]:
        evidence = tuple(self._evidence(e) for e in self.evidence)
        incident = self._incident()
        return incident, evidence, tuple(self.noted)

    def copied(self, copied: Mapping[str, str]) -> dict[str, str]:
        """Which of the reports that go out are copies, and of which."""
        ids = self.reports
        return {ids[copy]: ids[original] for copy, original in copied.items() if copy in ids and original in ids}

    def growth(self, copied: Mapping[str, str]) -> tuple[Step, ...]:
        """How the toll grew: found while holders are still known by what they stand for, then veiled."""
        steps = growth(self.evidence, {c: o for c, o in copied.items() if c in self.reports and o in self.reports})
        return tuple(
            replace(
                step,
                holding=self._quietly(self._holding(step.holding)),
                before=self._quietly(self._holding(step.before)) if step.before else None,
            )
            for step in steps
        )

    def _record(self, end: str) -> str:
        """A record's name, of a report whose id is published in another form."""
        report, mark, record = end.rpartition("#")
        return f"{self.reports.get(report, report)}{mark}{record}" if mark else end

    def _note(self, record: str, name: str, before: object, after: object, rules: Iterable[Rule]) -> None:
        if before != after:
            shown = None if after in (None, "", ()) else str(after)
            self.noted.append(
                Difference(record=record, field=name, before=str(before), after=shown, rules=tuple(sorted(set(rules))))
            )

    def _texts(self, record: str, prefix: str = "") -> Callable[[str, str], str]:
        """Veils the texts of a record, and notes what it changes."""

        def each(path: str, text: str) -> str:
            made, rules = self.veil.field(prefix + path, text)
            self._note(record, prefix + path, text, made, rules)
            return made

        return each

    def _evidence(self, told: Evidence) -> Evidence:
        name = self._record(told.record)
        url, by = self.veil.url(told.url)
        self._note(name, "url", told.url, url, by)
        place = told.place
        if place is not None:
            moved = coarsened(place, self.point)
            self._points(name, "place", place, moved)
            place = replace(moved, id="p") if moved != place else place
        figures = tuple(self._holding(h) for h in told.figures)
        agents, patients = _sideless(told.agents), _sideless(told.patients)
        bare = replace(told, url=None, place=None, figures=(), report="", agents=agents, patients=patients)
        bare = replace(bare, sides=_none_each(told.speakers), denied_sides=_none_each(told.denied_by))
        made = self._walked(bare, self._texts(name))
        return replace(
            made,
            report=self.reports[told.report],
            url=url,
            place=self._walked(place, self._texts(name, "place.")) if place else None,
            figures=tuple(self._veiled(h, name, f"figures.{n}.") for n, h in enumerate(figures)),
        )

    def _holding(self, held: Holding) -> Holding:
        """A figure without the keys by which it was compared; those hold names cut to stems."""
        return replace(held, record=self._record(held.record), side=(), actor_side=None)

    def _veiled(self, held: Holding, record: str, prefix: str) -> Holding:
        if self.plain:
            return held
        made = walked(replace(held, record=""), self._texts(record, prefix))
        return replace(made, record=held.record)

    def _points(self, record: str, name: str, was: Place | Where, now: Place | Where) -> None:
        """Notes a place as one: its point, precision, id and spread belong together."""
        rules: set[Rule] = {"coordinates"} if _point_words(was) != _point_words(now) else set()
        rules |= {"place names"} if was.name != now.name else set()
        if rules:
            self._note(record, name, f"{was.name} {_point_words(was)}", f"{now.name} {_point_words(now)}", rules)

    def _incident(self) -> Incident:
        was = self.incident
        where = coarsened(was.where, self.point) if was.where else None
        if was.where and where:
            self._points(was.id, "where", was.where, where)
            where = replace(where, records=tuple(map(self._record, where.records)))
        tallies = tuple(
            replace(
                t,
                population=self._one(f"tallies.{n}.population", t.population),
                holdings=tuple(self._quietly(self._holding(h)) for h in t.holdings),
            )
            for n, t in enumerate(was.tallies)
        )
        agents, patients = _sideless(was.agents), _sideless(was.patients)
        bare = replace(was, where=None, tallies=(), evidence=(), edited={}, id="", agents=agents, patients=patients)
        made = self._walked(bare, self._texts(was.id))
        seen = self._walked(where, self._texts(was.id, "where.")) if where else None
        return replace(
            made,
            id=was.id,
            where=seen,
            tallies=tallies,
            agents=tuple(dict.fromkeys(made.agents)),
            patients=tuple(dict.fromkeys(made.patients)),
            source_names=tuple(dict.fromkeys(made.source_names)),
            evidence=tuple(map(self._record, was.evidence)),
            edited=self._edited(was, seen),
        )

    def _one(self, path: str, text: str | None) -> str | None:
        return self._texts(self.incident.id)(path, text) if text else text

    def _quietly(self, held: Holding) -> Holding:
        """A figure again that its evidence has too: it is veiled, and not noted twice."""
        if self.plain:
            return held
        made = walked(replace(held, record=""), lambda path, text: self.veil.field(path, text)[0])
        return replace(made, record=held.record)

    def _edited(self, was: Incident, where: Where | None) -> dict[str, object]:
        """What analysts set, as it is published: the values stand in the incident's own fields as well."""
        kept: dict[str, object] = {k: v for k, v in was.edited.items() if k not in ("where", "agents", "patients")}
        made = walked(kept, lambda path, text: self.veil.field(path, text)[0])
        if "where" in was.edited and where is not None:
            made["where"] = to_plain(where)
        return {key: made[key] for key in sorted(made)}


def _none_each(names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """No side for each of some speakers: as long as they are, as those who read evidence expect."""
    return tuple(() for _ in names)


def _point_words(place: Place | Where) -> str:
    """What a place tells of its point."""
    point = f"{place.lat}, {place.lon}" if place.lat is not None else "no point"
    spread = getattr(place, "spread_km", 0.0)
    told = (point, f"precision {place.precision}", place.gazetteer_id, f"spread {spread:g} km" if spread else None)
    return f"({'; '.join(part for part in told if part)})"


def _sideless(parties: Sequence[Party]) -> tuple[Party, ...]:
    return tuple(dict.fromkeys(replace(p, side=()) for p in parties))
