"""The API's own description: OpenAPI 3.1, made from the routes, the records' schemas and examples that were kept."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRouter

from bellwire.model import Evidence, Incident, Judgement, Relation, Report, Step, Story
from bellwire.model.codec import decode_any, schemas_of
from bellwire.store import LogLine, Tombstone, Version
from bellwire.store.asks import ChangedDay
from bellwire.store.claim_answers import Entered, Speaker, Subject, Thread
from bellwire.store.facets import Facet
from bellwire.store.lists import ReportLine
from bellwire.version import __version__
from bellwire.web.api.bodies import body_schemas
from bellwire.web.api.described import SCHEMA, parameters
from bellwire.web.api.described import problem as failing
from bellwire.web.problem import MEDIA, problem
from bellwire.workspace.drafts import DraftEntry, WorkspaceDraft
from bellwire.workspace.jobs import Page
from bellwire.workspace.tokens import Token

EXAMPLES = Path(__file__).with_name("examples.json")
RECORDS = (
    Incident, Evidence, Version, Step, Report, Relation, Story, Judgement, Tombstone, LogLine, ChangedDay, Facet,
    ReportLine, Entered, Speaker, Subject, Thread, Page, DraftEntry, WorkspaceDraft, Token,
)  # fmt: skip
ABOUT = """Everything that the desk shows and does, for scripts.

Records go out in the forms of `bellwire schema`. Lists take the filter of the desk's own pages, and are paged by
`after`; the header `Link` and the field `next` name the next page. `as_known_on` shows the record as it was known on a
day. Answers carry an `ETag`: ask again with `If-None-Match`, and what has not changed is answered with 304.
What fails is answered with `application/problem+json` (RFC 9457).

Scripts send a token: `Authorization: Bearer TOKEN`; `bellwire token make` makes one.
"""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "The kind of problem: a place in the documentation."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what to do."},
        "instance": {"type": "string", "description": "What was asked."},
        "parameter": {"type": "string", "description": "The parameter, or the field of the body, that is at fault."},
        "faults": {"type": "array", "items": {"type": "object"}},
    },
}
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token of the API: `bellwire token make`."},
}


@cache
def examples() -> dict[str, Any]:
    """Examples by operation: what was asked of an invented record, and what it answered."""
    found: dict[str, Any] = decode_any(EXAMPLES.read_bytes()) if EXAMPLES.is_file() else {}
    return found


def methods_of(path: str) -> set[str]:
    """The methods that a path of the API takes."""
    found: set[str] = set()
    for any_part in ("[^/]+", ".+"):
        for template, operations in description()["paths"].items():
            parts = re.split(r"\{[^}]*\}", template)
            if re.fullmatch(any_part.join(map(re.escape, parts)), path):
                found |= {method.upper() for method in operations}
        if found:
            break
    return found


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description."""
    from bellwire.web.api import router

    return describe(router)


def describe(router: APIRouter) -> dict[str, Any]:
    """The description of a router's operations."""
    made = get_openapi(
        title="Bellwire", version=__version__, openapi_version="3.1.0", description=ABOUT, routes=router.routes
    )
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["parameters"] = parameters()
    schemas |= body_schemas(schemas, components["parameters"])
    schemas |= schemas_of(RECORDS, under=SCHEMA) | {"Problem": PROBLEM}
    components["securitySchemes"] = SECURITY
    made["security"] = [{"token": []}]
    for path in made["paths"].values():
        for operation in path.values():
            _finish(operation)
    return made


def _finish(operation: dict[str, Any]) -> None:
    """Gives an operation its summary, and its example."""
    said = operation.get("description", "")
    if operation["x-role"] != "viewer":
        operation["description"] = f"{said}\n\nNeeds the role {operation['x-role']}."
    operation["summary"] = said.partition("\n")[0].partition(". ")[0].rstrip(".")
    if "requestBody" in operation:
        operation["responses"]["400"] = failing(400)
    if operation["operationId"] == "make_judgement":  # done before, by the same request
        operation["responses"]["200"] = operation["responses"]["201"]
    example = examples().get(operation["operationId"], {})
    for parameter in operation.get("parameters", ()):
        _without_null(parameter)
        if parameter.get("in") == "path" and parameter["name"] in example.get("path", {}):
            value = example["path"][parameter["name"]]
            parameter["example"] = int(value) if parameter["schema"].get("type") == "integer" else value
    for status, response in operation["responses"].items():
        for media, content in response.get("content", {}).items():
            if media == MEDIA:
                content.setdefault("example", _problem(status))
            elif "answer" in example and example.get("media", media) == media:
                content.setdefault("example", example["answer"])
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "body" in example:
            content.setdefault("example", example["body"])


def _without_null(parameter: dict[str, Any]) -> None:
    """Says of a parameter what it is; in an address nothing is null, it is left out."""
    schema = parameter.get("schema", {})
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        del schema["anyOf"]
        schema |= kinds[0]


def _problem(status: str) -> dict[str, Any]:
    """An example of a problem."""
    return problem(int(status), PROBLEMS.get(int(status), "it cannot be done"), "/api/v1/incidents")


PROBLEMS = {
    400: "There was an error parsing the body",
    401: "Please sign in first.",
    403: "This needs the role analyst or higher, and ben is viewer. Ask an admin of this desk.",
    404: "there is no incident 'i-0' in the record",
    409: "it has changed since it was shown",
    413: "This is more than 20 MB. Send less at once, or raise the setting max_page_mb.",
    415: "send application/json, text/plain or text/html",
    422: "country: 'Mali' is no country; give the two letters of ISO 3166, such as ML for Mali",
}
