"""Incidents: what happened, as all reports together tell it, and all that it rests on."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.brief import cite
from bellwire.model import Incident
from bellwire.model.codec import encode_plain
from bellwire.relate.incidents import growth
from bellwire.store import Listed, View
from bellwire.store.view import LARGEST_PAGE, PAGE
from bellwire.web.api.answers import JSON, joined, listed, page, record, unless_known
from bellwire.web.api.described import a_page_of, an_object, answers, several
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here

router = APIRouter(tags=["incidents"])
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many on a page.")]
After = Annotated[
    str | None,
    Query(description="Where the page begins.", pattern="^[0-9-]{0,10}~[0-9]{1,15}$"),
]


def the_incident(view: View, id: str) -> Incident:
    """The incident of an id; raises NotFound that says what became of it."""
    found = view.incident(id)
    if found is not None:
        return found
    gone = view.tombstones(id, kind="incident") if "\0" not in id else ()
    if gone:
        into = f" into {gone[-1].into}" if gone[-1].into else ""
        raise NotFound(f"incident {id} is no more: it was {gone[-1].reason}{into} on {gone[-1].at[:10]}")
    raise NotFound(f"there is no incident {id!r} in the record")


@router.get("/incidents", **answers(a_page_of("incidents", "Incident", total=True), filters=True))
def list_incidents(here: Asked, limit: Limit = PAGE, after: After = None) -> Response:
    """A page of the incidents that a filter lets through, the latest first."""
    wanted = here.filter
    return unless_known(here, lambda view: _listed(here, view.incidents(wanted, limit=limit, after=after)))


@router.get("/review", **answers(a_page_of("incidents", "Incident", total=True), filters=True))
def list_review_queue(
    here: Asked,
    limit: Limit = PAGE,
    after: Annotated[
        str | None,
        Query(description="Where the page begins.", pattern=r"^(1(\.0)?|0(\.[0-9]{1,17})?)~[0-9]{1,15}$"),
    ] = None,
) -> Response:
    """A page of the incidents that a filter lets through, what the machine is least sure of first.

    What people have looked at is left out, unless `review` asks for it.
    """
    wanted = here.filter
    return unless_known(here, lambda view: _listed(here, view.review_queue(wanted, limit=limit, after=after)))


def _listed(here: Here, found: Listed) -> Response:
    total = {"total": found.total, "total_is_least": found.total_is_least}
    return page(here, "incidents", found.incidents, found.after, **total)


@router.get("/incidents/{id}", **answers("Incident", fails=(404,)))
def get_incident(here: Asked, id: str) -> Response:
    """An incident. Of one that is no more, the problem says what became of it."""
    return unless_known(here, lambda view: record(the_incident(view, id)))


@router.get("/incidents/{id}/evidence", **answers(an_object(evidence=several("Evidence")), fails=(404,)))
def get_incident_evidence(here: Asked, id: str) -> Response:
    """What each report tells of an incident: the words, with the characters of the page that they stand at."""

    def answer(view: View) -> Response:
        found = view.evidence([the_incident(view, id).id])[id]
        return Response(joined(evidence=listed(found)), media_type=JSON)

    return unless_known(here, answer)


@router.get("/incidents/{id}/history", **answers(an_object(versions=several("Version")), fails=(404,)))
def get_incident_history(here: Asked, id: str) -> Response:
    """All versions of an incident in order: from when until when it was known so, and what changed it."""

    def answer(view: View) -> Response:
        found = view.history(id)
        if not found:
            the_incident(view, id)
        return Response(joined(versions=listed(found)), media_type=JSON)

    return unless_known(here, answer)


@router.get("/incidents/{id}/growth", **answers(an_object(steps=several("Step")), fails=(404,)))
def get_incident_growth(here: Asked, id: str) -> Response:
    """How each toll grew, by what is counted: every figure in the order in which it was given, and what it changed."""

    def answer(view: View) -> Response:
        evidence = view.evidence([the_incident(view, id).id])[id]
        steps = growth(evidence, view.originals(sorted({e.report for e in evidence})))
        return Response(joined(steps=listed(steps)), media_type=JSON)

    return unless_known(here, answer)


@router.get("/incidents/{id}/relations", **answers(an_object(relations=several("Relation")), fails=(404,)))
def get_incident_relations(here: Asked, id: str) -> Response:
    """How the records of an incident's reports stand to each other: same event, update, contradiction and so on."""

    def answer(view: View) -> Response:
        evidence = view.evidence([the_incident(view, id).id])[id]
        return Response(joined(relations=listed(view.relations(sorted({e.report for e in evidence})))), media_type=JSON)

    return unless_known(here, answer)


BIBTEX, CSL = "application/x-bibtex", "application/vnd.citationstyles.csl+json"


@router.get("/incidents/{id}/citation", **answers({}, fails=(404,), media=CSL))
def get_incident_citation(
    here: Asked, id: str, form: Annotated[Literal["csl", "bibtex"], Query(description="CSL-JSON, or BibTeX.")] = "csl"
) -> Response:
    """The citation of an incident, and of each report that it rests on."""

    def answer(view: View) -> Response:
        found = the_incident(view, id)
        reports = tuple(view.reports(sorted({e.report for e in view.evidence([id])[id]})))
        if form == "bibtex":
            return Response(cite.incident_bibtex(found, reports, as_known_on=here.as_known_on), media_type=BIBTEX)
        return Response(encode_plain(cite.incident_csl(found, reports, as_known_on=here.as_known_on)), media_type=CSL)

    return unless_known(here, answer)
