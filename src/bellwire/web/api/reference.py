"""The API's description as people read it: operation by operation, for the page in the desk and the one in docs/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bellwire.model.codec import encode_plain
from bellwire.web.api.openapi import description
from bellwire.web.problem import KINDS
from bellwire.web.query import NAMES

LONGEST_EXAMPLE = 4000
"""Characters of an example that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A parameter, or a field of a body: its name, what may stand there, and what it is."""

    name: str
    where: str
    kind: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be asked: with which parameters and body, and what is answered. `filters` says that it takes a whole
    filter, which is described once."""

    id: str
    method: str
    path: str
    tag: str
    summary: str
    about: str
    taken: tuple[Taken, ...]
    filters: bool
    body: str
    media: str
    answer: str
    statuses: tuple[str, ...]


def operations() -> tuple[Operation, ...]:
    """All operations, in the order in which they are described."""
    paths: Mapping[str, Any] = description()["paths"]
    return tuple(
        _operation(method.upper(), path, found) for path, each in paths.items() for method, found in each.items()
    )


def shared() -> tuple[Taken, ...]:
    """The parameters that operations share: those of a filter."""
    return tuple(_taken(each) for each in description()["components"]["parameters"].values())


def problems() -> tuple[tuple[int, str], ...]:
    """The statuses of what fails, with the kinds of problems."""
    return tuple(KINDS.items())


def _operation(method: str, path: str, found: Mapping[str, Any]) -> Operation:
    given = [_resolved(parameter) for parameter in found.get("parameters", ())]
    names = {parameter["name"] for parameter in given}
    filters = set(NAMES) <= names
    own = [p for p in given if not (filters and p["name"] in NAMES)]
    media, content = next(
        ((m, c) for s, r in found["responses"].items() if s[0] == "2" for m, c in r.get("content", {}).items()),
        ("", {}),
    )
    sent = found.get("requestBody", {}).get("content", {})
    return Operation(
        id=found["operationId"],
        method=method,
        path=path,
        tag=found.get("tags", [""])[0],
        summary=found["summary"],
        about=found.get("description", ""),
        taken=(*map(_taken, own), *_fields(sent)),
        filters=filters,
        body=_example(next(iter(sent.values()), {})),
        media=media,
        answer=_example(content),
        statuses=tuple(found["responses"]),
    )


def _resolved(parameter: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" not in parameter:
        return dict(parameter)
    named: dict[str, Any] = description()["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
    return named


def _taken(parameter: Mapping[str, Any]) -> Taken:
    return Taken(
        name=parameter["name"],
        where=parameter["in"],
        kind=kind_of(parameter.get("schema", {})),
        required=bool(parameter.get("required")),
        about=parameter.get("description", ""),
    )


def _fields(sent: Mapping[str, Any]) -> Iterator[Taken]:
    """The fields of a body in JSON."""
    schema = _schema(sent.get("application/json", {}).get("schema", {}))
    for name, each in schema.get("properties", {}).items():
        required = name in schema.get("required", ())
        yield Taken(name=name, where="body", kind=kind_of(each), required=required, about=each.get("description", ""))


def _schema(given: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" in given:
        found: Mapping[str, Any] = description()["components"]["schemas"][given["$ref"].rpartition("/")[2]]
        return found
    return given


def kind_of(schema: Mapping[str, Any]) -> str:
    """What may stand there, in words.

    >>> kind_of({"type": "integer", "minimum": 1, "maximum": 9, "default": 5})
    'integer, 1 to 9, else 5'
    >>> kind_of({"anyOf": [{"type": "array", "items": {"enum": ["a", "b"]}}, {"type": "null"}]})
    'list of a · b'
    """
    if "anyOf" in schema:
        schema = {**schema, **next((s for s in schema["anyOf"] if s.get("type") != "null"), {})}
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " · ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {kind_of(schema.get('items', {}))}"
    kind = schema.get("type", "any")
    words = [" or ".join(kind) if isinstance(kind, list) else str(kind)]
    if "minimum" in schema and "maximum" in schema:
        words.append(f"{schema['minimum']} to {schema['maximum']}")
    if schema.get("default") not in (None, ""):
        words.append(f"else {schema['default']}")
    return ", ".join(words)


def _example(content: Mapping[str, Any]) -> str:
    if "example" not in content:
        return ""
    said = content["example"]
    text = said if isinstance(said, str) else encode_plain(said, indent=2).decode()
    return text if len(text) <= LONGEST_EXAMPLE else text[:LONGEST_EXAMPLE].rpartition("\n")[0] + "\n…"
