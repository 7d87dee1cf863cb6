"""From a filter to what is exported: incident after incident, under a policy, in a view of the store."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

from bellwire.brief.choose import asked_in_words
from bellwire.errors import InputError
from bellwire.export.dossier import Dossier
from bellwire.export.form import About, Source
from bellwire.model import Report
from bellwire.publish.hidden import Hidden
from bellwire.publish.needles import Finder, hide
from bellwire.publish.policy import Policy, shipped
from bellwire.publish.selection import ReportsOf, Selection, select
from bellwire.publish.walk import walked
from bellwire.review import masked
from bellwire.review.masks import MASK
from bellwire.store import Filter, View
from bellwire.version import __version__

INTERNAL = "internal"
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
        asked=hide(asked_in_words(_telling(wanted, policy)), finders, hidden.public or None)[0] or "all incidents",
        policy=f"{policy.name}, with names" if names else policy.name,
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


def lets_pages_out(policy: Policy) -> bool:
    """Whether a policy holds nothing back but names and redactions, and what analysts rejected: as `internal` does."""
    alike = {"name": INTERNAL, "about": "", "names": "hide", "redactions": "hide"}
    return replace(policy, **alike) == replace(shipped(INTERNAL), **alike)  # type: ignore[arg-type]


def _telling(wanted: Filter, policy: Policy) -> Filter:
    """What of a filter may be told: under a policy that holds back more than names, no words, names, ids and areas."""
    if lets_pages_out(policy):
        return wanted
    return replace(wanted, text=None, actors=(), sources=(), reports=(), admin1s=(), box=None)


def whole_reports(selection: Selection, *, names: bool) -> Iterator[Report]:
    """The reports that tell the incidents which go out, each once, in the order in which they were read.

    Names that any of them hides are hidden in all. Raises InputError where the policy holds back more than names: a
    page tells other incidents too, and its text goes out whole.
    """
    policy = selection.policy
    if not lets_pages_out(policy):
        raise InputError(
            f"the policy {policy.name} lets no whole pages out, and this format has nothing else; "
            "choose the policy internal, or a format of incidents, such as csv"
        )
    told = {e.report for some in selection.batches(claims=False) for r, _ in some for e in r.evidence}
    ids = [id for id in selection.view.report_ids() if id in told]
    for first in range(0, len(ids), SOME):
        for report in selection.reports_of(ids[first : first + SOME]):
            if not any(issue.code == "rejected" for issue in report.issues):
                yield report if names else veiled(report, selection.hidden)


def veiled(report: Report, hidden: Hidden) -> Report:
    """A report without the names that are hidden in it and in others; spans stay as they are, an address that tells a
    name is left out.
    """
    finders = tuple(f for f in (hidden.finder([report.id]), hidden.full) if f)
    kept = hidden.public or None

    def change(path: str, text: str) -> str:
        return _masked_text(text, finders, kept) if path == "document.text" else hide(text, finders, kept)[0]

    plain = masked(report)
    made = walked(replace(plain, document=replace(plain.document, url=None)), change)
    url = report.document.url
    told = url is not None and any(f.in_run(unquote(url)) for f in finders)
    return replace(made, document=replace(made.document, url=None if told else url))


def _masked_text(text: str, finders: Iterable[Finder], kept: Finder | None) -> str:
    """A text with needles masked, as long as it was."""
    spared = kept.spans(text) if kept else []
    for finder in finders:
        for start, end, _ in finder.spans(text):
            if not any(a <= start and end <= b for a, b, _ in spared):
                text = text[:start] + MASK * (end - start) + text[end:]
    return text
