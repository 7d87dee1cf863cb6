"""The document page: a report as it was read, with everything that was read from it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from bellwire.brief.words import headline
from bellwire.model.marks import MARKED
from bellwire.store import View
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked
from bellwire.web.show.report import blocks_of, cards_of

router = APIRouter()
SHOWN = ("events", "claims", "figures")
"""Layers that are marked where nothing else is asked for."""


@router.get("/texts/{id:path}")
def text(here: Asked, id: str) -> Response:
    """The page's text as it is kept, as a file."""
    with here.view() as view:
        found = view.report(id)
    if found is None:
        raise NotFound(f"there is no report {id} in the record")
    headers = {"Content-Disposition": 'attachment; filename="report.txt"'}
    return Response(found.document.text.encode(), media_type="text/plain; charset=utf-8", headers=headers)


@router.get("/reports/{id:path}", response_class=HTMLResponse)
def report(here: Asked, id: str) -> HTMLResponse:
    """A report's page; `record` names one to be shown at once, `layer` those to be marked."""
    asked = here.request.query_params.getlist("layer")
    with here.view() as view:
        found = here.desk.judged_reports(view, [id])
        if not found:
            raise NotFound(f"there is no report {id} in the record")
        report = found[0]
        relations = view.relations([id])
        incidents = incidents_of(view, id)
        copied = view.originals([id])
        judgements = view.judgements_in([id])
        seen = view.last_seq()
    return here.render(
        "report.html.j2",
        report=report,
        title=headline(report),
        blocks=blocks_of(report),
        cards=cards_of(report, incidents=incidents, relations=relations),
        layers=MARKED,
        shown=[layer for layer in MARKED if layer in (asked or SHOWN)],
        original=copied.get(id),
        between=[r for r in relations if "#" not in r.left and "#" not in r.right],
        judgements=judgements,
        seen=seen,
    )


def incidents_of(view: View, id: str) -> dict[str, str]:
    """The incident that each event of a report is in now, by the event's id."""
    ever = view.incidents_ever(id)
    here = {i for i in set(ever.values()) if view.incident(i) is not None}
    return {event: incident for event, incident in ever.items() if incident in here}
