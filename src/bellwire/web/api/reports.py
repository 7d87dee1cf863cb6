"""Reports: pages as they were read, the records that were read from them, and the words behind each.

A report's id may hold slashes, and may be written with %2F in their place. One that ends in `/text`, `/records` or
`/records/ID` cannot be told from these parts of another: give it as `report` to the lists.
"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.model import LAYERS, Report
from bellwire.store import View
from bellwire.store.asks import PAGE
from bellwire.store.view import LARGEST_PAGE
from bellwire.web.api.answers import JSON, joined, listed, page, plain, record, unless_known
from bellwire.web.api.described import a_page_of, an_object, answers
from bellwire.web.api.why import why_of
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.query import LONGEST

router = APIRouter(tags=["reports"])
Layer = Literal["actors", "places", "times", "claims", "figures", "events"]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many on a page.")]
Key = Annotated[
    str | None, Query(pattern="^[0-9]{1,15}$", description="Where the page begins: the `after` of the page before.")
]
_RECORDS = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}}
_RECORD = an_object(
    report={"type": "string"},
    layer={"type": "string", "enum": [*LAYERS]},
    record={"type": "object"},
    evidence={
        "type": "array",
        "items": an_object(
            field={"type": "string"}, start={"type": "integer"}, end={"type": "integer"}, words={"type": "string"}
        ),
    },
    incident={"type": ["string", "null"]},
    relations={"type": "array", "items": {"$ref": "#/components/schemas/Relation"}},
    judgements={"type": "array", "items": {"$ref": "#/components/schemas/Judgement"}},
    made_by={"type": "object"},
)


@router.get("/reports", **answers(a_page_of("reports", "ReportLine"), filters=("q", "source", "start", "end")))
def list_reports(here: Asked, limit: Limit = PAGE, after: Key = None) -> Response:
    """A page of reports, the last kept first: of outlets (`source`), published in a period, whose article has words.

    Reports are listed without their text and their records.
    """
    wanted = here.filter

    def answer(view: View) -> Response:
        found = view.report_lines(
            text=wanted.text, outlets=wanted.sources, start=wanted.start, end=wanted.end, limit=limit, after=after
        )
        return page(here, "reports", found.records, found.after)

    return unless_known(here, answer)


@router.get("/reports/{id:path}/text", **answers({"type": "string"}, fails=(404,), media="text/plain"))
def get_report_text(here: Asked, id: str) -> Response:
    """The page's text as it was read, all of it. Spans count its characters (Unicode code points) from 0."""

    def answer(view: View) -> Response:
        text = the_report(here, view, id).document.text
        headers = {"Content-Disposition": 'attachment; filename="report.txt"'}
        return Response(text.encode("utf-8", "replace"), media_type="text/plain; charset=utf-8", headers=headers)

    return unless_known(here, answer)


@router.get("/reports/{id:path}/records/{record_id}", **answers(_RECORD, fails=(404,)))
def get_report_record(here: Asked, id: str, record_id: str) -> Response:
    """A record with the words behind each of its fields, the incident that it is in, how it stands to others, what
    people decided about it, and what made it: why it was coded so."""

    def answer(view: View) -> Response:
        return plain(why_of(view, the_report(here, view, id), record_id))

    return unless_known(here, answer)


@router.get("/reports/{id:path}/records", **answers(_RECORDS, fails=(404,)))
def list_report_records(
    here: Asked,
    id: str,
    layer: Annotated[list[Layer] | None, Query(description="Layers; all where left out.")] = None,
) -> Response:
    """The records that were read from a page, by layer, with what people decided about them."""

    def answer(view: View) -> Response:
        found = the_report(here, view, id)
        layers = [name for name in LAYERS if layer is None or name in layer]
        return Response(joined(**{name: listed(getattr(found, name)) for name in layers}), media_type=JSON)

    return unless_known(here, answer)


@router.get("/reports/{id:path}", **answers("Report", fails=(404,)))
def get_report(
    here: Asked,
    id: str,
    judged: Annotated[
        bool, Query(description="With what people decided about its records; else as it was read.")
    ] = False,
) -> Response:
    """A report whole (bellwire.report/1): the page, its blocks, everything that was read from it."""

    def answer(view: View) -> Response:
        if judged:
            return record(the_report(here, view, id))
        found = view.report(id) if storable(id) else None
        if found is None:
            raise NotFound(f"there is no report {id!r} in the record")
        return record(found)

    return unless_known(here, answer)


def the_report(here: Here, view: View, id: str) -> Report:
    """A report with what people decided about its records; raises NotFound."""
    found = here.desk.judged_reports(view, [id]) if storable(id) else ()
    if not found:
        raise NotFound(f"there is no report {id!r} in the record")
    return found[0]


def storable(id: str) -> bool:
    """Whether an id is one that a database can be asked for."""
    return "\0" not in id and len(id) <= 10 * LONGEST
