"""The incident page: the merged happening, with everything that it rests on; its citation; its place on the map."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from bellwire.brief import cite
from bellwire.model import Incident
from bellwire.model.codec import encode_plain
from bellwire.relate.incidents import growth
from bellwire.store import View
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.show import incident as show

router = APIRouter()


def the_incident(view: View, id: str) -> Incident:
    """The incident of an id; raises NotFound that says what became of it."""
    found = view.incident(id)
    if found is None:
        gone = view.tombstones(id, kind="incident")
        if gone:
            into = f" into {gone[-1].into}" if gone[-1].into else ""
            raise NotFound(f"incident {id} is no more: it was {gone[-1].reason}{into} on {gone[-1].at[:10]}")
        raise NotFound(f"there is no incident {id} in the record")
    return found


def _moved(here: Here, view: View, id: str) -> str | None:
    """Where an incident went that was merged into another."""
    gone = view.tombstones(id, kind="incident") if view.incident(id) is None else ()
    into = gone[-1].into if gone else None
    return here.incident_url(into) if into and view.incident(into) is not None else None


@router.get("/incidents/{id}", response_class=HTMLResponse)
def incident(here: Asked, id: str) -> Response:
    """The page of an incident; one that was merged leads on to what it became."""
    with here.view() as view:
        moved = _moved(here, view, id)
        if moved:
            return RedirectResponse(moved, 302)
        found = the_incident(view, id)
        evidence = view.evidence([id])[id]
        copied = view.originals(sorted({e.report for e in evidence}))
        versions, judgements = view.history(id), view.judgements([id])
        seen = view.last_seq()
    steps = growth(evidence, copied)
    return here.render(
        "incident.html.j2",
        incident=found,
        tallies=tuple(map(show.shown, found.tallies)),
        charts=show.charts(steps),
        told=show.by_report(evidence),
        contested=tuple(show.contested(evidence)),
        copied=copied,
        versions=versions,
        judgements=judgements,
        later=tuple(show.later(versions, judgements)),
        seen=seen,
    )


@router.get("/incidents/{id}/citation.{form}")
def citation(here: Asked, id: str, form: str) -> Response:
    """The citation of an incident and of the reports it rests on: `bib` or `json` (CSL)."""
    if form not in ("bib", "json"):
        raise NotFound("citations are given as .bib (BibTeX) and .json (CSL)")
    with here.view() as view:
        found = the_incident(view, id)
        reports = tuple(view.reports(sorted({e.report for e in view.evidence([id])[id]})))
    if form == "bib":
        return Response(
            cite.incident_bibtex(found, reports, as_known_on=here.as_known_on), media_type="application/x-bibtex"
        )
    cited = cite.incident_csl(found, reports, as_known_on=here.as_known_on)
    return Response(encode_plain(cited), media_type="application/vnd.citationstyles.csl+json")
