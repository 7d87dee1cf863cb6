"""From a filter to what is exported: incident after incident, under a policy, in a view of the store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bellwire.brief.choose import asked_in_words
from bellwire.errors import InputError
from bellwire.export.dossier import Dossier
from bellwire.export.form import About, Source
from bellwire.model import Report
from bellwire.publish.needles import hide
from bellwire.publish.policy import Policy
from bellwire.publish.selection import ReportsOf, Selection, select
from bellwire.review import masked
from bellwire.store import Filter, View
from bellwire.version import __version__

SOME = 100
"""Reports read at a time."""


def source_of(
    view: View,
    policy: Policy,
    wanted: Filter,
    today: date,
    reports_of: ReportsOf,
    *,
    names: bool = False,
    as_known_on: str | None = None,
    now: View | None = None,
) -> Source:
    """The incidents that a filter finds and a policy lets out on a day; `names` shows what is hidden otherwise.

    Of a view of another day, `now` is the record as it is: what was redacted since must not go out.
    """
    policy = replace(policy, names="show", redactions="show") if names else policy
    selection = select(view, policy, wanted, today, reports_of, now=now)
    hidden = selection.hidden
    finders = tuple(f for f in (hidden.finder(hidden.by_report), hidden.full) if f)
    about = About(
        asked=hide(asked_in_words(wanted), finders, hidden.public or None)[0] or "all incidents",
        policy=policy.name,
        as_known_on=as_known_on,
        known_at=view.known_at(),
        bellwire=__version__,
    )
    return Source(
        dossiers=lambda claims: dossiers(selection, claims=claims),
        reports=lambda: whole_reports(selection, names=names),
        about=about,
        found=view.count(wanted),
    )


def dossiers(selection: Selection, *, claims: bool) -> Iterator[Dossier]:
    """The incidents that go out, each with its evidence; with its claims where they are asked for."""
    for some in selection.batches(claims=claims):
        changed = selection.view.changed_at([release.id for release, _ in some])
        for release, said in some:
            if release.incident is not None:
                yield Dossier(
                    incident=release.incident,
                    evidence=release.evidence,
                    claims=said,
                    copied=release.copied,
                    changed=changed.get(release.id),
                )


def whole_reports(selection: Selection, *, names: bool) -> Iterator[Report]:
    """The reports that tell the incidents which go out, each once, in the order in which they were read.

    Raises InputError where the policy would have to change what stands in them: their text goes out whole.
    """
    policy = selection.policy
    if policy.quote_words is not None or policy.coordinates or policy.links == "hide" or policy.claims == "hide":
        raise InputError(
            f"the policy {policy.name} lets no whole pages out, and this format has nothing else; "
            "choose the policy internal, or a format of incidents, such as csv"
        )
    told = {e.report for some in selection.batches(claims=False) for r, _ in some for e in r.evidence}
    ids = [id for id in selection.view.report_ids() if id in told]
    for first in range(0, len(ids), SOME):
        for report in selection.reports_of(ids[first : first + SOME]):
            if not any(issue.code == "rejected" for issue in report.issues):
                yield report if names else masked(report)
