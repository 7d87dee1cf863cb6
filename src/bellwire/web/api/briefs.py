"""Briefs: drafts of situation reports, each sentence with its evidence, and their files."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.brief.draft import renamed, reworded, with_hidden
from bellwire.desk import utc_now
from bellwire.errors import InputError
from bellwire.model.codec import encode
from bellwire.store import View
from bellwire.web.api.answers import JSON, joined, listed, record
from bellwire.web.api.bodies import Asking, Renaming, Rewording, checked
from bellwire.web.api.described import an_object, answers, several
from bellwire.web.api.reports import storable
from bellwire.web.drafting import brief_file, drafted
from bellwire.web.errors import Conflict, NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.pages.publish import chosen
from bellwire.web.query import NAMES, QueryError, filter_of
from bellwire.workspace.drafts import (
    DraftChanged,
    WorkspaceDraft,
    change_draft,
    find_draft,
    keep_draft,
    list_drafts,
    remove_draft,
    undo_draft,
)

router = APIRouter(tags=["briefs"])


@contextmanager
def known_on(here: Here, day: str | None) -> Iterator[View]:
    """The record as it was known on a day; raises QueryError for what is none."""
    with ExitStack() as opened:
        try:
            view = opened.enter_context(here.desk.view(day))
        except InputError as error:
            raise QueryError("as_known_on", str(error)) from error
        yield view


def the_draft(here: Here, id: str) -> WorkspaceDraft:
    """The draft of an id; raises NotFound."""
    found = find_draft(here.workspace, id) if storable(id) else None
    if found is None:
        raise NotFound(f"there is no brief {id!r}; it may have been removed")
    return found


@router.get("/briefs", **answers(an_object(briefs=several("DraftEntry")), known=False))
def list_briefs(here: Asked) -> Response:
    """The drafts of briefs, the one that changed last first."""
    return Response(joined(briefs=listed(list_drafts(here.workspace))), media_type=JSON)


@router.post("/briefs", **answers("WorkspaceDraft", known=False, role="analyst", fails=(409,), status=201))
def make_brief(here: Asked, body: Asking) -> Response:
    """Writes a situation report of what a filter finds, as a draft: each sentence with the records it rests on."""
    if unknown := set(body.filter) - set(NAMES):
        raise QueryError(f"filter.{min(unknown)}", f"there is no such parameter; there are: {', '.join(NAMES)}")
    wanted = filter_of({name: v if isinstance(v, list) else [str(v)] for name, v in body.filter.items()})
    id, day = f"brief-{secrets.token_hex(6)}", checked(body.as_known_on, "as_known_on") or None
    with known_on(here, day) as view:
        made = drafted(
            here.desk, view, wanted, id=id, by=here.user.name, now=utc_now(), as_known_on=day, title=body.title.strip()
        )
    if not made.sources:
        raise Conflict("no report tells of such an incident; ask for less")
    kept = keep_draft(here.workspace, made)
    return Response(encode(kept), 201, {"Location": f"/api/v1/briefs/{id}"}, JSON)


@router.get("/briefs/{id}", **answers("WorkspaceDraft", known=False, fails=(404,)))
def get_brief(here: Asked, id: str) -> Response:
    """A draft with all its lines, what each rests on, and which version it is."""
    return record(the_draft(here, id))


@router.get("/briefs/{id}/file", **answers({"type": "string"}, known=False, fails=(404,), media="text/markdown"))
def get_brief_file(
    here: Asked,
    id: str,
    form: Annotated[
        Literal["md", "html", "docx", "json", "bib"], Query(description="The form; bib: its sources.")
    ] = "md",
    policy: Annotated[
        str | None, Query(max_length=100, description="The publish policy that it goes out under.")
    ] = None,
) -> Response:
    """A brief as a file: Markdown, HTML, DOCX or JSON; or its sources in BibTeX. What is hidden is left out."""
    content, media = brief_file(here.desk, the_draft(here, id), form, chosen(here, policy) if policy else None)
    headers = {"Content-Disposition": f'attachment; filename="brief.{form}"'}
    return Response(content, media_type=media, headers=headers)


@router.patch("/briefs/{id}", **answers("WorkspaceDraft", known=False, role="analyst", fails=(404,)))
def rename_brief(here: Asked, id: str, body: Renaming) -> Response:
    """Gives a brief another title."""
    the_draft(here, id)
    change = lambda draft: renamed(draft, checked(body.title, "title"))  # noqa: E731
    return record(change_draft(here.workspace, id, change, by=here.user.name, now=utc_now(), what="title"))


@router.patch("/briefs/{id}/lines/{line}", **answers("WorkspaceDraft", known=False, role="analyst", fails=(404, 409)))
def change_brief_line(here: Asked, id: str, line: str, body: Rewording) -> Response:
    """Words a line anew, or leaves it out; its evidence stays with it. 409 where another changed it meanwhile."""
    if all(each.id != line for each in the_draft(here, id).lines()):
        raise NotFound(f"the brief has no line {line!r}")
    text = checked(body.text, "text")

    def change(draft: WorkspaceDraft) -> WorkspaceDraft:
        seen = body.seen
        if text is not None:
            draft = reworded(draft, line, text, by=here.user.name, seen=seen)
            seen = draft.line(line).version
        return draft if body.hidden is None else with_hidden(draft, line, body.hidden, seen=seen)

    try:
        made = change_draft(here.workspace, id, change, by=here.user.name, now=utc_now(), what="save")
    except DraftChanged as error:
        raise Conflict(str(error)) from error
    except InputError as error:
        raise QueryError("text", str(error)) from error
    return record(made)


@router.post("/briefs/{id}/undo", **answers("WorkspaceDraft", known=False, role="analyst", fails=(404, 409)))
def undo_brief(here: Asked, id: str) -> Response:
    """Takes back the last change of a brief. 409 where nothing is left to take back."""
    the_draft(here, id)
    if undo_draft(here.workspace, id, by=here.user.name, now=utc_now()) is None:
        raise Conflict("there is nothing left to take back")
    return record(the_draft(here, id))


@router.delete("/briefs/{id}", **answers({}, known=False, role="analyst", fails=(404,), status=204))
def remove_brief(here: Asked, id: str) -> Response:
    """Takes a brief off the list; its versions are kept."""
    the_draft(here, id)
    remove_draft(here.workspace, id)
    return Response(status_code=204)
