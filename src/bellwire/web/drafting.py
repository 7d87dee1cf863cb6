"""Between a draft of a brief and the record: writing it from a filter, comparing it with what is known now."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import partial

from bellwire.brief import FORMS, Brief, cite, file_of, write_chosen
from bellwire.brief.draft import brief_of, draft_of
from bellwire.brief.news import News, news_of
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model import Report
from bellwire.publish.policy import Policy, shipped
from bellwire.review import effective
from bellwire.store import Filter, View
from bellwire.web.outgoing import OWN, outgoing
from bellwire.web.query import filter_of, params_of
from bellwire.workspace.drafts import WorkspaceDraft

BIB = "application/x-bibtex; charset=utf-8"


def written(desk: Desk, view: View, wanted: Filter, as_known_on: str | None = None) -> Brief:
    """The brief of what a filter finds, in a view of the record."""
    now = View(view.connection) if as_known_on else None
    return write_chosen(view, wanted, partial(desk.reports_to_publish, view, now), as_known_on=as_known_on)


def drafted(
    desk: Desk,
    view: View,
    wanted: Filter,
    *,
    id: str,
    by: str,
    now: str,
    as_known_on: str | None = None,
    title: str = "",
) -> WorkspaceDraft:
    """The draft that a filter makes in a view of the record."""
    brief = written(desk, view, wanted, as_known_on)
    return draft_of(
        brief, id=id, now=now, by=by, filter=params_of(wanted), as_known_on=as_known_on, title=title or None
    )


def news(desk: Desk, view: View, draft: WorkspaceDraft, *, now: str) -> News:
    """What is new in the record, as it is now, since a draft was written."""
    fresh = drafted(desk, view, filter_of(draft.filter), id=draft.id, by=draft.by, now=now)
    first = news_of(draft, fresh)
    lost = [g.line for g in first.gone]
    reasons = _reasons(view, {r.report for line in lost for r in line.refs}, {line.about for line in lost})
    return news_of(draft, fresh, reasons)


def _reasons(view: View, reports: Collection[str], about: Collection[str]) -> dict[str, str]:
    """What became of reports, their records and of incidents: who rejected them, what they were merged into."""
    incidents = {subject.partition(":")[0] for subject in about if subject.startswith("i-")}
    found: dict[str, str] = {}
    for judgement in effective((*view.judgements_in(sorted(reports)), *view.judgements(sorted(incidents)))):
        if judgement.verb in ("reject", "edit", "redact"):
            verb = {"reject": "rejected", "edit": "edited", "redact": "redacted"}[judgement.verb]
            why = f": {judgement.why}" if judgement.why else ""
            found[judgement.subject] = f"{verb} by {judgement.by} on {judgement.at[:10]}{why}"
    for id in incidents:
        gone = view.tombstones(id, kind="incident")
        if gone:
            found[id] = f"the incident was {gone[-1].reason}{f' into {gone[-1].into}' if gone[-1].into else ''}"
    here = set(view.report_ids()) if reports else set()
    return {id: "the report is no longer in the record" for id in reports if id not in here} | found


def sources_now(desk: Desk, view: View, draft: WorkspaceDraft) -> Sequence[Report]:
    """The reports of a draft's sources as they are known in a view."""
    return desk.judged_reports(view, [source.report for source in draft.sources])


def handed_on(desk: Desk, view: View, draft: WorkspaceDraft, policy: Policy | None = None) -> Brief:
    """The brief that a draft comes to, as it may go out: under a publish policy, or as the desk's own people see it.

    Names that were hidden since the draft was written are hidden in it as well.
    """
    today = datetime.now(UTC).date()
    return brief_of(outgoing(desk, view, draft, policy or shipped(OWN), whole=policy is not None, today=today))


def brief_file(desk: Desk, draft: WorkspaceDraft, form: str, policy: Policy | None) -> tuple[bytes, str]:
    """A brief as a file, under a policy or as the desk's own people see it: its bytes, and their media type.

    Raises InputError for BibTeX under a policy: its entries name the reports with their ids and addresses.
    """
    with desk.view() as view:
        if form == "bib":
            if policy is not None:
                raise InputError(
                    "BibTeX names the reports with their addresses, so none is given under a publish policy; "
                    "the other forms list their sources as the policy has them"
                )
            return cite.bibliography(sources_now(desk, view, draft)).encode(), BIB
        return file_of(handed_on(desk, view, draft, policy), form), FORMS[form].media
