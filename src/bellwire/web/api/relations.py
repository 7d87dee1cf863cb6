"""How records and reports stand to each other: relations, stories, and what is no more."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.model.words import RelationKind
from bellwire.store import View
from bellwire.store.asks import PAGE
from bellwire.web.api.answers import JSON, joined, listed, page, record, unless_known
from bellwire.web.api.described import a_page_of, an_object, answers, several
from bellwire.web.api.reports import Key, Limit, storable
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked

router = APIRouter(tags=["relations"])


@router.get("/relations", **answers(a_page_of("relations", "Relation"), filters=("report",)))
def list_relations(
    here: Asked,
    kind: Annotated[list[RelationKind] | None, Query(description="Kinds; all where left out.")] = None,
    limit: Limit = PAGE,
    after: Key = None,
) -> Response:
    """A page of relations, in the order in which they were found: of all reports, or of some."""
    wanted = here.filter

    def answer(view: View) -> Response:
        found = view.relation_page(reports=wanted.reports, kinds=kind or (), limit=limit, after=after)
        return page(here, "relations", found.records, found.after)

    return unless_known(here, answer)


@router.get("/stories", **answers(a_page_of("stories", "Story")))
def list_stories(
    here: Asked,
    limit: Limit = PAGE,
    after: Annotated[str | None, Query(pattern=r"^[^\x00]{1,200}$", description="The story before.")] = None,
) -> Response:
    """A page of stories, by their ids: the reports that tell of one course of events."""

    def answer(view: View) -> Response:
        found = view.story_page(limit=limit, after=after)
        return page(here, "stories", found.records, found.after)

    return unless_known(here, answer)


@router.get("/stories/{id}", **answers("Story", fails=(404,)))
def get_story(here: Asked, id: str) -> Response:
    """A story with its reports, as they came."""

    def answer(view: View) -> Response:
        found = view.story(id) if storable(id) else None
        if found is None:
            raise NotFound(f"there is no story {id!r} in the record")
        return record(found)

    return unless_known(here, answer)


@router.get("/gone", **answers(an_object(gone=several("Tombstone"))))
def list_gone(
    here: Asked,
    kind: Annotated[Literal["incident", "story"] | None, Query(description="Both where left out.")] = None,
) -> Response:
    """What is no more, in order: merged into what, split into what, or withdrawn, when and why."""

    def answer(view: View) -> Response:
        return Response(joined(gone=listed(view.tombstones(kind=kind))), media_type=JSON)

    return unless_known(here, answer)
