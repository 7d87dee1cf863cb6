"""How operations are described: what they take beside a filter, what they answer, with what they can fail."""

from collections.abc import Iterable, Iterator
from typing import Any

from fastapi import Depends
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from bellwire.web.api.problems import ParameterError
from bellwire.web.problem import KINDS, MEDIA
from bellwire.web.query import MOST_VALUES, NAMES, PARAMETERS, Parameter
from bellwire.web.security import needs
from bellwire.workspace.words import Role

SCHEMA = "#/components/schemas/"
EVERYWHERE = ("lang",)
"""Parameters that every operation takes."""
JSON = "application/json"
Described = dict[str, Any]

DAY = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?"
"""Days that every month has: those that only some have are taken too, if the month has them."""
FORMS: dict[str, dict[str, Any]] = {
    "country": {"pattern": "^[A-Za-z]{2}$", "examples": ["ML"]},
    "start": {"pattern": f"^({DAY})?$", "examples": ["2024-05"]},
    "end": {"pattern": f"^({DAY})?$", "examples": ["2024-05-31"]},
    "box": {"format": "box", "examples": ["-10,5,10,25"]},
    "as_known_on": {"pattern": f"^({DAY})?$", "examples": ["2024-05-02"]},
}
TEXT = {"pattern": "^[^\\u0000]*$", "maxLength": 1000}


def ref(name: str) -> dict[str, str]:
    """A reference to a schema."""
    return {"$ref": SCHEMA + name}


def several(name: str) -> Described:
    """A list of records."""
    return {"type": "array", "items": ref(name)}


def a_page_of(field: str, kind: str, *, total: bool = False, **more: Any) -> Described:
    """A page of a list: its records, and where the next page begins."""
    properties: Described = {field: several(kind), **more}
    if total:
        properties |= {"total": {"type": "integer"}, "total_is_least": {"type": "boolean"}}
    properties |= {"after": {"type": ["string", "null"]}, "next": {"type": ["string", "null"]}}
    return an_object(**properties)


def an_object(**properties: Any) -> Described:
    """An object that has all of its properties."""
    return {"type": "object", "required": [*properties], "properties": properties}


def parameters() -> Described:
    """The parameters that operations share, by name."""
    found = {parameter.name: _described(parameter) for parameter in PARAMETERS}
    found["as_known_on"] = _query(
        "as_known_on",
        "The record as it was known at the end of a day, a month or a year, or at a UTC time (2024-05-02T14:00:00Z).",
        {"type": "string", **FORMS["as_known_on"]},
    )
    return found


def _described(parameter: Parameter) -> Described:
    schema: Described = {"type": "string", **FORMS.get(parameter.name, TEXT)}
    if parameter.allowed:
        schema = {"type": "string", "enum": [*parameter.allowed]}
    if parameter.name == "killed":
        schema = {"type": "number", "minimum": 0}
    if not parameter.several:
        return _query(parameter.name, parameter.about, schema)
    schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    about = f"{parameter.about} May be given several times: any of the values will do."
    return _query(parameter.name, about, schema) | {"style": "form", "explode": True}


def _query(name: str, about: str, schema: Described) -> Described:
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema}


def answers(
    what: Described | str,
    *,
    filters: bool | Iterable[str] = False,
    known: bool = True,
    fails: tuple[int, ...] = (),
    media: str = JSON,
    status: int = 200,
    body: Described | None = None,
    role: Role = "viewer",
) -> Described:
    """What an operation's decorator is given, beside its path: for `@router.get("/incidents", **answers(...))`.

    `what` is a schema, or a record's name; `filters` are the parameters of a filter that it takes; `known` says that it
    looks at the record as it was known on a day, and answers 304. `role` is the least that may ask.
    """
    schema = ref(what) if isinstance(what, str) else what
    names = [*NAMES] if filters is True else [*(filters or ())]
    names += ["as_known_on"] if known else []
    responses: dict[int | str, Any] = {status: {"description": "As asked.", "content": {media: {"schema": schema}}}}
    if status == 204:
        responses = {204: {"description": "Done."}}
    if known:
        responses[304] = {"description": "It is still what the ETag in If-None-Match was given for."}
    for code in sorted({401, 403, 422, *fails}):
        responses[code] = problem(code)
    extra: Described = {"x-role": role, "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names]}
    if body is not None:
        extra["requestBody"] = body
    asked = {"response_class": Response, "status_code": status, "responses": responses, "openapi_extra": extra}
    return asked | {"dependencies": [Depends(needs(role))]}


def problem(status: int) -> Described:
    """How a problem is described."""
    said = KINDS[status].replace("-", " ")
    return {"description": said.capitalize() + ".", "content": {MEDIA: {"schema": ref("Problem")}}}


def only_known(request: Request) -> None:
    """Refuses a parameter that the operation does not take: one that is mistyped would else be a filter that is not
    there. Raises ParameterError."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute):
        return
    allowed = {*EVERYWHERE, *_names(route.dependant)}
    for parameter in (route.openapi_extra or {}).get("parameters", ()):
        allowed.add(parameter["$ref"].rpartition("/")[2] if "$ref" in parameter else parameter["name"])
    for name in request.query_params:
        if name not in allowed:
            raise ParameterError(name, f"there is no such parameter here; there are: {', '.join(sorted(allowed))}")


def _names(taken: Dependant) -> Iterator[str]:
    """The parameters that a handler takes, and those of what it depends on."""
    yield from (field.alias for field in taken.query_params)
    for inner in taken.dependencies:
        yield from _names(inner)
