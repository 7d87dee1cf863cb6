"""The API about itself: its description, the records' schemas, whether it works."""

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from bellwire.model.codec import SCHEMAS, json_schema
from bellwire.store import View
from bellwire.version import __version__
from bellwire.web.api.answers import plain, unless_known
from bellwire.web.api.described import an_object, answers
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked

router = APIRouter(tags=["about"])
SCHEMA_JSON = "application/schema+json"


@router.get("/openapi.json", **answers({"type": "object"}, known=False))
def get_openapi_description() -> Response:
    """This description, as OpenAPI 3.1."""
    from bellwire.web.api.openapi import description

    return plain(description())


@router.get("/docs", response_class=HTMLResponse, include_in_schema=False)
def docs(here: Asked) -> HTMLResponse:
    """The reference of the API, for people to read."""
    from bellwire.web.api.reference import operations, problems, shared

    return here.render("api.html.j2", operations=operations(), shared=shared(), problems=problems())


@router.get("/schemas", **answers(an_object(schemas={"type": "array", "items": {"type": "string"}}), known=False))
def list_schemas() -> Response:
    """The records that have a JSON Schema."""
    return plain({"schemas": sorted(SCHEMAS)})


@router.get("/schemas/{kind}", **answers({"type": "object"}, known=False, fails=(404,), media=SCHEMA_JSON))
def get_schema(kind: str) -> Response:
    """The JSON Schema of a record, as `bellwire schema` prints it."""
    if kind not in SCHEMAS:
        raise NotFound(f"there is no schema {kind!r}; there are: {', '.join(sorted(SCHEMAS))}")
    response = plain(json_schema(kind))
    response.headers["Content-Type"] = SCHEMA_JSON
    return response


@router.get(
    "/health",
    **answers(
        an_object(
            version={"type": "string"},
            entries={"type": "integer"},
            counts={"type": "object", "additionalProperties": {"type": "integer"}},
            unrelated={"type": "integer"},
        )
    ),
)
def get_health(here: Asked) -> Response:
    """That the desk answers: its version, the last entry of the record, how many records there are of each kind.

    `unrelated` counts reports that were kept and not yet related: they are in no incident.
    """

    def answer(view: View) -> Response:
        known = {"version": __version__, "entries": view.last_seq(), "counts": view.counts()}
        return plain(known | {"unrelated": view.unrelated()})

    return unless_known(here, answer)
