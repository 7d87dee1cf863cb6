"""The review queue: what the machine is least sure of first, each with the words that it was read from."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bellwire.model import Report
from bellwire.store import View
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here, needs
from bellwire.web.queueing import Queue, by_subject, is_blind, params_of_queue, queue_of, queued
from bellwire.web.reasons import reasons
from bellwire.web.show.names import name_of
from bellwire.web.show.review import Card, card_of, state_of, wanted_reports
from bellwire.web.show.subjects import Subject, subject_of

router = APIRouter(dependencies=[Depends(needs("analyst"))])


@router.get("/review", response_class=HTMLResponse)
def review(here: Asked) -> HTMLResponse:
    """The queue."""
    queue, after = queue_of(here.request.query_params.multi_items()), here.asked("after") or None
    with here.view() as view:
        page = queued(view, queue, here.user.name, people=here.settings.reviewers, after=after)
        cards = cards_of(here, view, page.ids, blind=queue.blind)
        reports = _reports_to_choose(view, queue) if queue.of != "incidents" and not queue.wanted.reports else ()
        of_report = name_of(view, queue.wanted.reports[0]) if len(queue.wanted.reports) == 1 else None
        seen = view.last_seq()
    return here.render(
        "review.html.j2",
        queue=queue,
        page=page,
        cards=cards,
        seen=seen,
        reports=reports,
        of_report=of_report,
        params=params_of_queue(queue),
        back=this_page(here),
        reasons=reasons(),
    )


def this_page(here: Here) -> str:
    """The address of the page as it was asked for, its place in the list included."""
    query = here.request.url.query
    return here.request.url.path + (f"?{query}" if query else "")


def cards_of(here: Here, view: View, ids: Sequence[str], *, blind: bool) -> tuple[Card, ...]:
    """The cards of subjects, in their order; what went away meanwhile is left out."""
    subjects = [s for id in ids if (s := _subject(here, view, id, blind)) is not None]
    decided = by_subject(view.judgements([subject.id for subject in subjects]))
    wanted = wanted_reports([s.incident for s in subjects if s.incident is not None])
    reports: dict[str, Report] = {report.id: report for report in view.reports(wanted)}
    return tuple(
        card_of(
            subject,
            state_of(
                decided.get(subject.id, ()),
                subject.id,
                here.user.name,
                people=here.settings.reviewers,
                blind=blind,
                editor=here.user.may("editor"),
            ),
            reports,
            here.language,
        )
        for subject in subjects
    )


def _subject(here: Here, view: View, id: str, blind: bool) -> Subject | None:
    try:
        return subject_of(view, id, only=here.user.name if blind else None)
    except NotFound:
        return None


def _reports_to_choose(view: View, queue: Queue) -> tuple[tuple[str, str], ...]:
    """The reports that tell of the incidents in the queue, to choose one whose records are reviewed: id and name."""
    listed = view.review_queue(queue.wanted, limit=30)
    ids = dict.fromkeys(end.rpartition("#")[0] for i in listed.incidents for end in i.evidence)
    return tuple((id, name_of(view, id)) for id in list(ids)[:30])


def card_page(
    here: Here, subject: str, *, back: str, message: str, undo: str | None, again: bool = False
) -> HTMLResponse:
    """The card of one subject, as it is now: for htmx, which puts it in the place of the one that was judged.

    `again`: a judgement was taken back, and it is to be judged again.
    """
    with here.view() as view:
        cards = cards_of(here, view, [subject], blind=is_blind(back))
        seen = view.last_seq()
    return here.render(
        "review_card.html.j2",
        card=cards[0] if cards else None,
        seen=seen,
        back=back,
        message=message,
        undo=undo,
        again=again,
        reasons=reasons(),
    )
