"""What a filter lets through, as a policy publishes it: incident after incident, and what the policy did in all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bellwire.errors import InputError
from bellwire.model import Evidence, Incident, Report
from bellwire.model.codec import encode
from bellwire.publish.hidden import NOTHING, Hidden, hidden_in
from bellwire.publish.needles import Rule
from bellwire.publish.policy import Policy
from bellwire.publish.release import Release, published
from bellwire.publish.statements import Statement, statements
from bellwire.publish.withheld import why_withheld
from bellwire.store import Filter, View
from bellwire.store.writer import report_of_end

ReportsOf = Callable[[Collection[str]], Iterable[Report]]
"""Gives reports by id, with people's judgements on their records: `Desk.judged_reports`."""
Released = tuple[Release, tuple[Statement, ...]]
"""An incident's release with the claims that go out with it."""
SOME = 200
"""Incidents whose reports are held in memory at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The incidents of a filter under a policy on a day, as one view of the store has them.

    `hidden` is what all their reports hide, and those that tell of the same stories.
    """

    view: View
    policy: Policy
    wanted: Filter
    today: date
    reports_of: ReportsOf
    hidden: Hidden

    def releases(self, ids: Collection[str] | None = None) -> Iterator[Released]:
        """Each incident's release with the claims that go out with it, the latest first; all, or those of some ids.

        Where ids are given, they come in their own order.
        """
        for some in self.batches(ids):
            yield from some

    def batches(self, ids: Collection[str] | None = None, *, claims: bool = True) -> Iterator[list[Released]]:
        """As `releases`, some at a time; without their claims and how their tolls grew, no report need be read."""
        found = self.view.all_incidents(self.wanted) if ids is None else self._named(ids)
        while some := [*islice(found, SOME)]:
            yield [*self._released(some, claims=claims)]

    def _named(self, ids: Iterable[str]) -> Iterator[Incident]:
        return (found for id in ids if (found := self.view.incident(id)) is not None)

    def _released(self, some: list[Incident], *, claims: bool) -> Iterator[Released]:
        evidence = self.view.evidence([i.id for i in some])
        told = {id: sorted({e.report for e in each}) for id, each in evidence.items()}
        copied = self.view.originals(sorted({r for each in told.values() for r in each}))
        wanted = some if claims else []
        out = {i.id for i in wanted if not why_withheld(self.policy, i, evidence[i.id], today=self.today)}
        reports = {r.id: r for r in self.reports_of(sorted({r for id in out for r in told[id]}))}
        for incident in some:
            yield self._one(incident, evidence[incident.id], copied, reports, steps=claims)

    def _one(
        self,
        incident: Incident,
        told: tuple[Evidence, ...],
        copied: Mapping[str, str],
        reports: Mapping[str, Report],
        *,
        steps: bool,
    ) -> Released:
        ids = {e.report for e in told}
        mine = {copy: original for copy, original in copied.items() if copy in ids}
        made = published(self.policy, incident, told, today=self.today, hidden=self.hidden, copied=mine, steps=steps)
        return made, tuple(statements(self.policy, made, told, reports))


def select(
    view: View, policy: Policy, wanted: Filter, today: date, reports_of: ReportsOf, *, now: View | None = None
) -> Selection:
    """The selection of a filter: reads which names are hidden, once, before anything goes out.

    Read are its reports, those of the same stories, and all in which people redacted something, be it after the day of
    the view (`now` is then the record as it is); none where the policy hides nothing.
    """
    if policy.names == "show" and policy.redactions == "show":
        return Selection(view=view, policy=policy, wanted=wanted, today=today, reports_of=reports_of, hidden=NOTHING)
    ids: dict[str, None] = {}
    found = view.all_incidents(wanted)
    while some := [*islice(found, SOME)]:
        for each in view.evidence([i.id for i in some]).values():
            ids |= dict.fromkeys(e.report for e in each)
    stories = [s for s in view.stories() if not ids.keys().isdisjoint(s.reports)]
    redactions = [j for j in (now or view).judgements((), verb="redact") if j.verb == "redact"]
    redacted = {id for j in redactions for id in (j.subject, report_of_end(j.subject))}  # an id may hold "#"
    every = sorted({*ids, *redacted, *(r for s in stories for r in s.reports)})
    hidden = hidden_in(
        policy, (r for n in range(0, len(every), SOME) for r in reports_of(every[n : n + SOME])), stories
    )
    return Selection(view=view, policy=policy, wanted=wanted, today=today, reports_of=reports_of, hidden=hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a policy does to a selection.

    `withheld` counts incidents by rule, `fields` the fields that each rule changed, `incidents` in how many incidents.
    `order` are the ids of all, `changed` of those that are changed, then of those withheld. `digest` is of all that
    goes out and of all that does not: who looks twice sees the same where it is the same.
    """

    out: int
    withheld: Mapping[Rule, int]
    fields: Mapping[Rule, int]
    incidents: Mapping[Rule, int]
    order: tuple[str, ...]
    changed: tuple[str, ...]
    reports: int
    claims: int
    digest: str

    @property
    def total(self) -> int:
        """All incidents that the filter lets through."""
        return self.out + sum(self.withheld.values())


class Counting:
    """Counts releases as they go by."""

    def __init__(self) -> None:
        self.out = self.claims = 0
        self.withheld: Counter[Rule] = Counter()
        self.fields: Counter[Rule] = Counter()
        self.incidents: Counter[Rule] = Counter()
        self.order: list[str] = []
        self.changed: list[str] = []
        self.gone: list[str] = []
        self.reports: set[str] = set()
        self._digest = hashlib.sha256()

    def add(self, release: Release, said: Collection[Statement]) -> None:
        """Counts one incident."""
        self.order.append(release.id)
        seen = {"id": release.id, "why": release.why, "incident": release.incident, "evidence": release.evidence}
        self._digest.update(encode({**seen, "claims": tuple(said)}))
        if release.why is not None:
            self.withheld[release.why] += 1
        else:
            self.out += 1
            self.claims += len(said)
            self.reports |= {e.report for e in release.evidence}
            self.fields.update(release.rules)
            self.incidents.update(release.rules.keys())
        if release.why is not None:
            self.gone.append(release.id)
        elif release.differences:
            self.changed.append(release.id)

    def summary(self) -> Summary:
        """What was counted, rules in order of their names."""
        return Summary(
            out=self.out,
            withheld=dict(sorted(self.withheld.items())),
            fields=dict(sorted(self.fields.items())),
            incidents=dict(sorted(self.incidents.items())),
            order=tuple(self.order),
            changed=(*self.changed, *self.gone),
            reports=len(self.reports),
            claims=self.claims,
            digest=self._digest.hexdigest(),
        )


def summary_of(selection: Selection) -> Summary:
    """What the policy does to all of a selection."""
    counting = Counting()
    for release, said in selection.releases():
        counting.add(release, said)
    return counting.summary()


def nothing_out(summary: Summary) -> InputError:
    """The error that says why nothing would be published, and what to do."""
    if not summary.total:
        return InputError("no incident is found by this filter; see: bellwire incidents")
    why = ", ".join(f"{number:,} by {rule}" for rule, number in summary.withheld.items())
    return InputError(
        f"nothing would be published: all {summary.total:,} incidents are withheld ({why}); "
        "review some, or choose another policy"
    )
