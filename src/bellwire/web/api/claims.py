"""The claims ledger: who said what, to whom, through whom, when, how guarded; what speaks against it and repeats it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints
from starlette.responses import Response

from bellwire.model.words import Manner
from bellwire.store import View
from bellwire.store.asks import PAGE
from bellwire.web.api.answers import page, unless_known
from bellwire.web.api.answers import record as one
from bellwire.web.api.described import a_page_of, answers
from bellwire.web.api.incidents import After, Limit
from bellwire.web.api.reports import storable
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked
from bellwire.web.query import LONGEST, MOST_VALUES
from bellwire.web.show.claims import ledger_filter

router = APIRouter(tags=["claims"])
Value = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00]*$")]
Values = Annotated[list[Value] | None, Query(max_length=MOST_VALUES)]
Rank = Annotated[
    str | None,
    Query(max_length=LONGEST, pattern=r"^[0-9]{1,9}~[^\x00]*$", description="Where the page begins."),
]


class Asking:
    """The parameters of a filter on claims, beside those of one on incidents: what else is asked must hold of an
    incident that the claim is about, as on the ledger's page."""

    def __init__(
        self,
        here: Asked,
        speaker: Annotated[
            list[Value] | None,
            Query(max_length=MOST_VALUES, description="Who says it, by name or by the report's words."),
        ] = None,
        who: Annotated[Values, Query(description="Who says it, by the `key` of /speakers.")] = None,
        about: Annotated[Values, Query(description="Whom its words name.")] = None,
        through: Annotated[Values, Query(description="Outlets, or what it came through.")] = None,
        incident: Annotated[Values, Query(description="Incidents that it is about, by id.")] = None,
        story: Annotated[Values, Query(description="Stories that its report belongs to, by id.")] = None,
        manner: Annotated[list[Manner] | None, Query(description="How it is said.")] = None,
        hedged: Annotated[bool | None, Query(description="Whether it is guarded.")] = None,
        contested: Annotated[bool, Query(description="Only what another claim speaks against.")] = False,
        rejected: Annotated[bool, Query(description="Also what people rejected.")] = True,
    ) -> None:
        self.filter = ledger_filter(here.filter, here.request.query_params.multi_items())


Asks = Annotated[Asking, Depends()]


@router.get("/claims", **answers(a_page_of("claims", "Entered", total=True), filters=True))
def list_claims(here: Asked, asking: Asks, limit: Limit = PAGE, after: After = None) -> Response:
    """A page of the ledger, the latest claim first, each with the claims that speak against it and that repeat it."""

    def answer(view: View) -> Response:
        found = view.claims(asking.filter, limit=limit, after=after)
        total = {"total": found.total, "total_is_least": found.total_is_least}
        return page(here, "claims", found.claims, found.after, **total)

    return unless_known(here, answer)


@router.get("/speakers", **answers(a_page_of("speakers", "Speaker"), filters=True))
def list_speakers(
    here: Asked,
    asking: Asks,
    named: Annotated[bool | None, Query(description="Only those with a name of their own, or without.")] = None,
    limit: Limit = PAGE,
    after: Rank = None,
) -> Response:
    """Who says the claims that a filter lets through, those with most claims first."""

    def answer(view: View) -> Response:
        found = view.speakers(asking.filter, named=named, limit=limit, after=after)
        return page(here, "speakers", found.speakers, found.after)

    return unless_known(here, answer)


@router.get("/subjects", **answers(a_page_of("subjects", "Subject"), filters=True))
def list_subjects(
    here: Asked,
    asking: Asks,
    kind: Annotated[Literal["incident", "story"], Query(description="What is listed.")] = "incident",
    limit: Limit = PAGE,
    after: Rank = None,
) -> Response:
    """What the claims that a filter lets through are about, that with most claims first."""

    def answer(view: View) -> Response:
        found = view.subjects(asking.filter, kind=kind, limit=limit, after=after)
        return page(here, "subjects", found.subjects, found.after)

    return unless_known(here, answer)


@router.get("/claims/{record:path}/thread", **answers("Thread", fails=(404,)))
def get_claim_thread(here: Asked, record: str) -> Response:
    """A claim (`REPORT#CLAIM`, written with %23) with those that repeat it, those that speak against it, and how their
    figures changed."""

    def answer(view: View) -> Response:
        found = view.claim_thread(record) if storable(record) else None
        if found is None:
            raise NotFound(f"there is no claim {record!r} in the record")
        return one(found)

    return unless_known(here, answer)


@router.get("/claims/{record:path}", **answers("Entered", fails=(404,)))
def get_claim(here: Asked, record: str) -> Response:
    """A claim's line of the ledger: `REPORT#CLAIM`, written with %23."""

    def answer(view: View) -> Response:
        found = view.claim(record) if storable(record) else None
        if found is None:
            raise NotFound(f"there is no claim {record!r} in the record")
        return one(found)

    return unless_known(here, answer)
