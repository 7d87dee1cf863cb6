"""The pages on which one thing is edited, graded, merged, split or redacted, beside the words that it was read from."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from bellwire.knowledge import Row, table
from bellwire.model import Report, Span
from bellwire.store import View
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here, local_path, needs
from bellwire.web.pages.review import cards_of
from bellwire.web.queueing import is_blind
from bellwire.web.reasons import reasons
from bellwire.web.show.edited import Edited, with_what_was_sent
from bellwire.web.show.editing import form_fields
from bellwire.web.show.judging import first, seen_of
from bellwire.web.show.names import name_in
from bellwire.web.show.near import Near, filter_near, nearest
from bellwire.web.show.quoting import Form, Quotation
from bellwire.web.show.review import Piece, marks_of, pieces_of
from bellwire.web.show.subjects import Subject, subject_of

router = APIRouter(dependencies=[Depends(needs("analyst"))])
NOTHING: Form = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """A block of the page beside a form: where it begins, its role, and its words with the record's marked."""

    start: int
    role: str
    pieces: tuple[Piece, ...]


@router.get("/review/incident", response_class=HTMLResponse)
@router.get("/review/record", response_class=HTMLResponse)
@router.get("/review/report", response_class=HTMLResponse)
def item(here: Asked) -> HTMLResponse:
    """One thing, with every form that changes it."""
    if not here.asked("subject"):
        raise NotFound("which one? give subject, an incident or REPORT#RECORD")
    with here.view() as view:
        only = here.user.name if is_blind(here.asked("back")) else None
        return edit_page(here, view, subject_of(view, here.asked("subject"), only=only))


@router.get("/review/redact", response_class=HTMLResponse)
def redact(here: Asked) -> HTMLResponse:
    """Choosing the words of a report that are to be hidden."""
    with here.view() as view:
        subject = subject_of(view, here.asked("subject"))
        if subject.report is None:
            raise NotFound("an incident has no text; redact a report that tells of it")
        return redact_page(here, view, subject)


def edit_page(
    here: Here,
    view: View,
    subject: Subject,
    *,
    form: Form = NOTHING,
    edited: Edited | None = None,
    message: str | None = None,
) -> HTMLResponse:
    """The page of one subject; after a form that could not be read, with what was typed and what is wrong."""
    fields = form_fields(subject)
    if edited is not None:
        fields = with_what_was_sent(fields, form, edited)
    evidence = view.evidence([subject.id])[subject.id] if subject.incident else ()
    back = local_path(first(form, "back") or here.asked("back") or "/review")
    (card,) = cards_of(here, view, [subject.id], blind=is_blind(back)) or (None,)
    return here.render(
        "review_item.html.j2",
        status=422 if edited is not None else 200,
        subject=subject,
        name=name_in(subject),
        card=card,
        fields=fields,
        fault=message,
        why=first(form, "why"),
        blocks=blocks_of(subject.report, subject) if subject.report else (),
        evidence=evidence,
        near=_near(view, subject) if subject.incident else (),
        grades=grades(),
        seen=seen_of(form) or view.last_seq(),
        back=back,
        reasons=reasons(),
    )


def redact_page(
    here: Here, view: View, subject: Subject, *, form: Form = NOTHING, read: Quotation | None = None
) -> HTMLResponse:
    """The page on which words are chosen to be hidden."""
    report = subject.report
    assert report is not None
    return here.render(
        "review_redact.html.j2",
        status=422 if read is not None else 200,
        subject=subject,
        name=name_in(subject),
        report=report,
        read=read or Quotation(),
        blocks=blocks_of(report, subject),
        hidden=[
            (report.document.text[r.start : r.end], r.why)
            for judged in here.desk.judged_reports(view, [report.id])
            for r in judged.redact
        ],
        why=first(form, "why"),
        seen=view.last_seq(),
        back=local_path(first(form, "back") or here.asked("back") or "/review"),
        reasons=reasons(),
    )


def _near(view: View, subject: Subject) -> tuple[Near, ...]:
    incident = subject.incident
    wanted = filter_near(incident) if incident else None
    return nearest(incident, view.incidents(wanted, limit=100).incidents) if incident and wanted else ()


def grades() -> dict[str, tuple[Row, ...]]:
    """The grades of each scale, with what each means."""
    rows = table("grades")
    return {scale: tuple(r for r in rows if r["scale"] == scale) for scale in ("word", "reliability", "credibility")}


def blocks_of(report: Report, subject: Subject) -> tuple[PageBlock, ...]:
    """The page as it was read, the words of the subject marked; one block where it has none."""
    text = report.document.text
    marks = [] if subject.layer == "report" else list(marks_of(subject.record, report))
    spans = [(b.start, b.end, b.role) for b in report.blocks] or ([(0, len(text), "paragraph")] if text else [])
    return tuple(
        PageBlock(start=start, role=role, pieces=tuple(pieces_of(text, Span(start=start, end=end), marks)))
        for start, end, role in spans
    )
