"""Exports: what a filter shows, or one incident, in the forms that other tools read."""

import hashlib
from contextlib import ExitStack
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from bellwire.errors import InputError
from bellwire.export import Options, all_formats
from bellwire.model.codec import encode_plain
from bellwire.web.api.answers import etag_of, is_known, plain
from bellwire.web.api.described import an_object, answers
from bellwire.web.errors import NotFound
from bellwire.web.exporting import OWN, Wish, format_here, sent, wish_of
from bellwire.web.here import Asked, Here
from bellwire.web.pages.publish import chosen
from bellwire.web.query import QueryError
from bellwire.web.show.export import offers

router = APIRouter(tags=["export"])
_WORDS: dict[str, Any] = {"type": "string"}
_LIST = {"type": "array", "items": _WORDS}
_FORMAT = an_object(
    name=_WORDS, about=_WORDS, suffix=_WORDS, media=_WORDS, tables=_LIST, options=_LIST,
    missing={"type": ["string", "null"]},
)  # fmt: skip
_FORMATS = an_object(formats={"type": "array", "items": _FORMAT})
PARAMETERS = {"raw_csv": "raw"}
"""Options that have another name in an address."""


@router.get("/export", **answers(_FORMATS, known=False))
def list_formats(here: Asked) -> Response:
    """The forms in which incidents can be exported: what each is for, its tables, and the options that it heeds.

    `missing` is the extra of Bellwire that has to be installed first; the first of `tables` is written where none is
    asked for.
    """
    listed = [
        {
            "name": offer.name,
            "about": here._(offer.about),
            "suffix": offer.suffix,
            "media": offer.media,
            "tables": list(offer.tables),
            "options": [PARAMETERS.get(name, name) for name in offer.options],
            "missing": offer.missing,
        }
        for offer in offers(all_formats().values())
    ]
    return plain({"formats": listed})


def _as_any_format() -> dict[str, Any]:
    """How the answer is described: of any format's media type."""
    told = answers({}, filters=True, fails=(404, 503))
    kinds = dict.fromkeys(form.media.partition(";")[0] for form in all_formats().values())
    told["responses"][200]["content"] = {kind: {"schema": {}} for kind in kinds}
    return told


@router.get("/export/{format}", **_as_any_format())
def export(
    here: Asked,
    format: Annotated[str, Path(description="A form, by name.", json_schema_extra={"enum": [*all_formats()]})],
    incident: Annotated[str | None, Query(max_length=100, description="This incident alone.")] = None,
    policy: Annotated[str, Query(max_length=100, description="The publish policy under which it goes out.")] = OWN,
    table: Annotated[str | None, Query(max_length=100, description="One of the form's tables.")] = None,
    codes: Annotated[bool, Query(description="Codes in the place of words, where the form has both.")] = False,
    bom: Annotated[bool, Query(description="Begin with a byte order mark, which Excel needs to read UTF-8.")] = False,
    raw: Annotated[bool, Query(description="Leave cells that a spreadsheet would run as formulas.")] = False,
) -> Response:
    """Exactly what a filter shows, as known on the day that is asked for, as a file of the chosen form.

    What analysts rejected is left out. Names of private persons, and what was redacted, are hidden under every policy.
    The media type is the form's own. The file is sent while it is written: where that fails after its first bytes, the
    connection is cut off.
    """
    options = Options(table=table, codes=codes, bom=bom, raw_csv=raw)
    form = format_here(format)
    try:
        chosen(here, policy)
    except InputError as error:
        raise NotFound(str(error)) from error
    wish = wish_of(here, form, policy, options, incident)
    tag = _etag(here, wish)
    if is_known(here.request.headers.get("if-none-match"), tag):
        return Response(status_code=304, headers={"ETag": tag})
    response = sent(here, wish)
    response.headers["ETag"] = tag
    return response


def _etag(here: Here, wish: Wish) -> str:
    """What a file is known by: the record, all that was asked, the policy, and the day that its delays count from."""
    with ExitStack() as opened:
        try:
            view = opened.enter_context(here.view())
        except InputError as error:
            raise QueryError("as_known_on", str(error)) from error
        known = [etag_of(here, view), wish.policy.digest, wish.today.isoformat()]
    return f'"{hashlib.sha256(encode_plain(known)).hexdigest()[:32]}"'
