"""Publishing: what a policy does to what a filter finds, before anything goes out, and what goes out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.errors import InputError
from bellwire.model.codec import to_plain
from bellwire.publish.folder import zipped
from bellwire.publish.policy import Policy
from bellwire.publish.selection import nothing_out
from bellwire.web.api.answers import link_to, next_page, plain
from bellwire.web.api.described import an_object, answers
from bellwire.web.errors import Conflict, NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.pages.publish import chosen, policies, selected
from bellwire.web.show.publish import policy_lines
from bellwire.web.site import files_of, record_of, site_of

router = APIRouter(tags=["publish"])
PolicyName = Annotated[str, Query(max_length=100, description="A policy, by name.")]
_WORDS, _NUMBER = {"type": "string"}, {"type": "integer"}
_BY_RULE = {"type": "object", "additionalProperties": _NUMBER}
_CHANGE = an_object(
    record=_WORDS,
    field=_WORDS,
    before=_WORDS,
    after={"type": ["string", "null"]},
    rules={"type": "array", "items": _WORDS},
)
_CHANGED = an_object(
    id=_WORDS,
    withheld={"type": ["string", "null"]},
    because=_WORDS,
    differences={"type": "array", "items": _CHANGE},
)
_POLICIES = an_object(policies={"type": "array"}, faults={"type": "array"})
_PREVIEW = an_object(
    policy=_WORDS,
    out=_NUMBER,
    total=_NUMBER,
    withheld=_BY_RULE,
    fields=_BY_RULE,
    digest=_WORDS,
    changes={"type": "array", "items": _CHANGED},
    after={"type": ["string", "null"]},
    next={"type": ["string", "null"]},
)


@router.get(
    "/policies",
    **answers(
        _POLICIES,
        known=False,
        role="editor",
    ),
)
def list_policies(here: Asked) -> Response:
    """The publish policies: those that come with Bellwire, and those beside the store; what is wrong with others."""
    known, faults = policies(here.settings.store)
    lines = [{"name": p.name, "digest": p.digest, "rules": list(policy_lines(p, here.language.gettext))} for p in known]
    return plain({"policies": lines, "faults": faults})


@router.get("/publish", **answers(_PREVIEW, filters=True, known=False, role="editor", fails=(404,)))
def preview_publish(
    here: Asked,
    policy: PolicyName = "public",
    limit: Annotated[int, Query(ge=1, le=100, description="Changed incidents on a page.")] = 20,
    after: Annotated[str | None, Query(pattern="^[0-9]{1,9}$", description="Where the page begins.")] = None,
) -> Response:
    """What a policy does to what a filter finds: how much goes out, how much is withheld by which rule, and a page of
    the changes, field by field, as they are kept and as they go out. Nothing is published.
    """
    first = int(after or 0)
    with selected(here, _policy(here, policy), here.filter) as (selection, summary):
        ids = summary.changed[first : first + limit]
        changes = [
            {
                "id": release.id,
                "withheld": release.why,
                "because": release.because,
                "differences": [to_plain(difference) for difference in release.differences],
            }
            for release, _ in selection.releases(ids)
        ]
    following = str(first + limit) if first + limit < len(summary.changed) else None
    address = next_page(here, following)
    told = {"policy": policy, "out": summary.out, "total": summary.total, "withheld": dict(summary.withheld)}
    told |= {"fields": dict(summary.fields), "digest": summary.digest, "changes": changes}
    response = plain(told | {"after": following, "next": address})
    response.headers.update(link_to(address))
    return response


def _policy(here: Here, name: str) -> Policy:
    try:
        return chosen(here, name)
    except InputError as error:
        raise NotFound(str(error)) from error


@router.post("/publish", **answers({"type": "object"}, filters=True, known=False, role="editor", fails=(404, 409)))
def publish(
    here: Asked,
    digest: Annotated[str, Query(max_length=100, description="That of the preview that was looked at.")],
    policy: PolicyName = "public",
    form: Annotated[
        Literal["json", "zip"], Query(description="The record as JSON, or a site that needs no server.")
    ] = "json",
) -> Response:
    """What goes out, after it was looked at: `digest` is that of the preview. 409 where it is not so any more."""
    with selected(here, _policy(here, policy), here.filter) as (selection, summary):
        if digest != summary.digest:
            raise Conflict("the record or the policy changed since the preview, or it was another filter's")
        if not summary.out:
            raise Conflict(str(nothing_out(summary)))
        site = site_of(selection, here.language)
    body, media = (
        (zipped(files_of(site)), "application/zip") if form == "zip" else (record_of(site), "application/json")
    )
    name = f"bellwire-{site.today.isoformat()}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(body, media_type=media, headers=headers)
