"""Records to JSON and back. The only file that imports msgspec."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from bellwire.errors import DecodeError
from bellwire.model.incidents import Evidence, Grade, Holding, Incident, Party, Tally, Where
from bellwire.model.judgements import Judgement
from bellwire.model.records import Actor, Block, Claim, Event, Figure, Place, Relation, Report, Story, TimeRef

T = TypeVar("T")

SCHEMAS: dict[str, type] = {
    "incident": Incident,
    "judgement": Judgement,
    "relation": Relation,
    "report": Report,
    "story": Story,
}
"""What has a JSON Schema, by name."""

PLAIN = (
    *(Report, Block, Actor, Place, TimeRef, Claim, Figure, Event),
    *(Evidence, Incident, Holding, Tally, Where, Party, Grade),
)
"""Records whose numbers all stand in fields of their own: their JSON needs no walk through plain dicts and lists. An
incident that was edited is none: an edit may hold anything."""


def _float_fields() -> frozenset[str]:
    """The names of the fields of those records that hold numbers with a fraction."""
    hints = ((f.name, get_type_hints(kind)[f.name]) for kind in PLAIN for f in fields(kind))
    return frozenset(name for name, hint in hints if hint is float or float in get_args(hint))


_WHOLE = re.compile(rf'("(?:{"|".join(sorted(_float_fields()))})":)(-?\d+\.0|-?[\d.]+e\+?\d+)(?=[,}}])'.encode())
"""A field's whole number written with a fraction or an exponent. A quote within a JSON string has a backslash before
it, so this is never found inside one."""
_LINES = msgspec.json.Encoder()
_FROM_OUT, _FROM_IN = (b'"from_":', b'"from":'), re.compile(rb'"from"\s*:')


def _as_int(found: re.Match[bytes]) -> bytes:
    return found[1] + b"%d" % float(found[2])


def _whole(value: Any) -> Any:
    """The value with whole numbers written as such: 12, not 12.0, whichever of the two a record holds."""
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _out(built: Any) -> Any:
    """Python cannot name a field `from`; JSON can."""
    published = built.get("document", {}).get("published")
    if published is not None:
        built["document"]["published"] = {"value": published["value"], "from": published["from_"]}
    return built


def _in(built: Any) -> Any:
    document = built.get("document") if isinstance(built, dict) else None
    published = document.get("published") if isinstance(document, dict) else None
    if isinstance(published, dict) and "from" in published:
        published["from_"] = published.pop("from")
    return built


def to_plain(record: object) -> dict[str, Any]:
    """The record as dicts, lists and scalars, in the contract's form."""
    plain: dict[str, Any] = _out(_whole(msgspec.to_builtins(record)))
    return plain


def encode(record: object) -> bytes:
    """The record as one line of JSON in UTF-8, without a line end. The same record gives the same bytes.

    >>> from bellwire.model import Span
    >>> encode(Span(start=3, end=8))
    b'{"start":3,"end":8}'
    """
    if isinstance(record, PLAIN) and not (isinstance(record, Incident) and record.edited):
        return _WHOLE.sub(_as_int, msgspec.json.encode(record)).replace(*_FROM_OUT)
    return msgspec.json.encode(to_plain(record))


def encode_each(records: Iterable[object]) -> list[str]:
    """What `encode` gives for each of many records, quicker.

    >>> from bellwire.model import Span
    >>> encode_each([Span(start=3, end=8), Span(start=0, end=2)])
    ['{"start":3,"end":8}', '{"start":0,"end":2}']
    """
    some = [*records]
    if not all(isinstance(r, PLAIN) and not isinstance(r, Report | Incident) for r in some):
        return [encode(record).decode() for record in some]
    lines = _WHOLE.sub(_as_int, _LINES.encode_lines(some)).decode()
    return lines.split("\n")[:-1]  # a line end within a string is written as two characters


def decode(raw: bytes | str, kind: type[T]) -> T:
    """The record that the JSON holds; raises DecodeError, naming the path of the fault."""
    try:
        if kind is Report:
            raw = raw.encode() if isinstance(raw, str) else raw
            return msgspec.json.decode(_FROM_IN.sub(b'"from_":', raw), type=kind)
        return msgspec.convert(_in(msgspec.json.decode(raw)), kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"not a {kind.__name__}: {error}") from error


def decode_any(raw: bytes | str) -> Any:
    """Plain JSON; raises DecodeError."""
    try:
        return msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(str(error)) from error


def encode_plain(value: object, *, indent: int = 0) -> bytes:
    """Plain dicts and lists as JSON bytes, indented where asked."""
    raw = msgspec.json.encode(value)
    return msgspec.json.format(raw, indent=indent) if indent else raw


def decode_reports(lines: Iterable[bytes | str]) -> Iterator[Report]:
    """The reports of a jsonl file; raises DecodeError with the line number."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield decode(line, Report)
            except DecodeError as error:
                raise DecodeError(f"line {number}: {error}") from error


def _any(kind: type) -> dict[str, Any]:
    """The schema of what may hold any JSON, such as the new value of an edited field."""
    if kind is object:
        return {"description": "any JSON"}
    raise NotImplementedError(kind)


def json_schema(kind: str = "report") -> dict[str, Any]:
    """JSON Schema of one of SCHEMAS; raises DecodeError, naming them, where it is none."""
    if kind not in SCHEMAS:
        raise DecodeError(f"no schema {kind!r}; there are: {', '.join(sorted(SCHEMAS))}")
    schema: dict[str, Any] = msgspec.json.schema(SCHEMAS[kind], schema_hook=_any)
    _name_from(schema.get("$defs", {}))
    return schema


def schemas_of(kinds: Iterable[type], *, under: str) -> dict[str, Any]:
    """JSON Schemas of records and of all that they hold, by name; they refer to each other `under` a path.

    >>> from bellwire.model import Span
    >>> sorted(schemas_of([Span], under="#/components/schemas/")["Span"]["properties"])
    ['end', 'start']
    """
    _, schemas = msgspec.json.schema_components(kinds, schema_hook=_any, ref_template=under + "{name}")
    _name_from(schemas)
    return schemas


def _name_from(schemas: dict[str, Any]) -> None:
    """Python cannot name a field `from`; JSON can."""
    published = schemas.get("Published")
    if published:
        published["properties"] = {"value": published["properties"]["value"], "from": published["properties"]["from_"]}
