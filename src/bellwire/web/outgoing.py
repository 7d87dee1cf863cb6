"""A draft of a brief as it may go out under a publish policy: whose lines, in which words, from which sources."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from bellwire.brief.draft import Clean, cleaned
from bellwire.desk import Desk
from bellwire.model import Evidence
from bellwire.publish.graphic import flags, without_graphic
from bellwire.publish.hidden import Hidden, hidden_in
from bellwire.publish.policy import Policy, exact_points
from bellwire.publish.release import Release, published
from bellwire.publish.texts import Veil, cut
from bellwire.store import View
from bellwire.workspace.drafts import DraftLine, DraftRef, WorkspaceDraft

OWN = "internal"
"""The policy by which names are hidden where no other is chosen: that of the desk's own people."""
_QUOTED = re.compile("“([^“”]*)”")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Out:
    """What goes out of a draft. `releases` are its incidents', `told` the incidents that each report tells.

    Without `whole` every line goes out, and names alone are hidden.
    """

    policy: Policy
    veil: Veil
    whole: bool
    releases: dict[str, Release]
    told: dict[str, list[str]]

    @property
    def mixed(self) -> frozenset[str]:
        """Incidents that a report under embargo tells of, too: their titles and ranges would tell what it says."""
        return frozenset(id for report in self.policy.embargoed_reports for id in self.told.get(report, ()))

    def of_line(self, line: DraftLine) -> Clean | None:
        """What makes a line's texts; None where it must not go out."""
        if not self.whole or line.kind == "note":
            return self.clean
        if any(ref.report in self.policy.embargoed_reports for ref in line.refs):
            return None
        about = line.about.partition(":")[0]
        if about in self.mixed:
            return None
        ids = [about] if about in self.releases or about.startswith("i-") else self._told_by(line.refs)
        out = [self.releases[id] for id in ids if id in self.releases and self.releases[id].incident is not None]
        if not out or (about.startswith("i-") and len(out) < len(ids)):
            return None
        veils = [release.veil for release in out if release.veil is not None]
        if line.kind == "account":
            return lambda text: cut(self.clean(_through(veils, text)), self.policy.quote_words)
        return lambda text: self.clean(_through(veils, text))

    def _told_by(self, refs: Iterable[DraftRef]) -> list[str]:
        """The incidents of the draft that the reports of a claim tell."""
        return list(dict.fromkeys(id for ref in refs for id in self.told.get(ref.report, ())))

    def clean(self, text: str) -> str:
        """A text without what the policy hides, and without more of a quotation than it allows."""
        made = self.veil.text(text)[0]
        if not self.whole:
            return made
        if self.policy.graphic == "leave out" and flags(made):
            made = without_graphic(made)
        return _QUOTED.sub(lambda found: f"“{cut(found[1], self.policy.quote_words)}”", made)


def _through(veils: Iterable[Veil], text: str) -> str:
    for veil in veils:
        text = veil.text(text)[0]
    return text


def outgoing(
    desk: Desk, view: View, draft: WorkspaceDraft, policy: Policy, *, whole: bool, today: date
) -> WorkspaceDraft:
    """The draft as it goes out in a view of the record.

    `whole` asks for all of the policy: incidents that it withholds, reports under embargo, long quotations, places and
    links; else only names are hidden. `today` is the day from which delays are counted.
    """
    out = _out(desk, view, draft, policy, whole, today)
    made = cleaned(draft, out.clean, out.of_line)
    if not whole:
        return made
    left = sum(1 for _ in draft.lines()) - sum(1 for _ in made.lines())
    note = f" Published under the policy {policy.name}: {left} lines left out." if left else ""
    return _with_sources(replace(made, method=f"{made.method}{note}"), out.veil)


def _out(desk: Desk, view: View, draft: WorkspaceDraft, policy: Policy, whole: bool, today: date) -> _Out:
    reports = [source.report for source in draft.sources]
    hidden = _hidden(desk, view, policy, reports)
    finders = tuple(f for f in (hidden.finder(reports), hidden.full) if f)
    releases: dict[str, Release] = {}
    told: dict[str, list[str]] = {}
    if whole:
        ids = list(
            dict.fromkeys(about for line in draft.lines() if (about := line.about.partition(":")[0])[:2] == "i-")
        )
        evidence = view.evidence(ids)
        for id, each in evidence.items():
            for report in dict.fromkeys(e.report for e in each):
                told.setdefault(report, []).append(id)
        releases = dict(_releases(view, policy, evidence, hidden, today))
    coarse = whole and not exact_points(policy.coordinates)
    veil = Veil(policy=policy, finders=finders, coarse=coarse)
    return _Out(policy=policy, veil=veil, whole=whole, releases=releases, told=told)


def _releases(
    view: View, policy: Policy, evidence: dict[str, tuple[Evidence, ...]], hidden: Hidden, today: date
) -> Iterable[tuple[str, Release]]:
    copied = view.originals(sorted({e.report for each in evidence.values() for e in each}))
    for id, each in evidence.items():
        incident = view.incident(id)
        if incident is not None and each:
            here = {e.report for e in each}
            mine = {copy: original for copy, original in copied.items() if copy in here}
            yield id, published(policy, incident, each, today=today, hidden=hidden, copied=mine)


def _hidden(desk: Desk, view: View, policy: Policy, reports: Collection[str]) -> Hidden:
    """What the reports, and those that tell of the same stories, hide."""
    stories = [s for s in view.stories() if not set(reports).isdisjoint(s.reports)]
    every = sorted({*reports, *(r for s in stories for r in s.reports)})
    return hidden_in(policy, desk.judged_reports(view, every), stories)


def _with_sources(draft: WorkspaceDraft, veil: Veil) -> WorkspaceDraft:
    """The draft with the sources that its lines still rest on, with their ids and addresses as the policy has them."""
    rest = {ref.report for line in draft.lines() for ref in line.refs}
    numbers = {s.number for s in draft.sources if s.report in rest}
    sources = tuple(
        replace(
            s, report=veil.id(s.report), url=veil.url(s.url)[0], copy_of=s.copy_of if s.copy_of in numbers else None
        )
        for s in draft.sources
        if s.report in rest
    )
    sections = (replace(s, lines=tuple(_with_refs(x, veil.id) for x in s.lines)) for s in draft.sections)
    return replace(draft, sections=tuple(sections), sources=sources)


def _with_refs(line: DraftLine, id_of: Callable[[str], str]) -> DraftLine:
    return replace(line, refs=tuple(replace(ref, report=id_of(ref.report)) for ref in line.refs))
