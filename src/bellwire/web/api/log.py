"""The audit log: every change of the record, and the days on which it changed."""

from fastapi import APIRouter
from starlette.responses import Response

from bellwire.store import View
from bellwire.store.asks import PAGE
from bellwire.web.api.answers import JSON, joined, listed, page, unless_known
from bellwire.web.api.described import a_page_of, an_object, answers, several
from bellwire.web.api.reports import Key, Limit
from bellwire.web.here import Asked

router = APIRouter(tags=["log"])


@router.get("/log", **answers(a_page_of("entries", "LogLine")))
def list_log(here: Asked, limit: Limit = PAGE, after: Key = None) -> Response:
    """A page of the audit log, the latest entry first: who changed what, when and why.

    `judgement` is the judgement that an entry kept, if it did: undo takes its id.
    """

    def answer(view: View) -> Response:
        found = view.log(limit=limit + 1, before=int(after) if after else None)
        following = found[limit - 1].seq if len(found) > limit else None
        return page(here, "entries", found[:limit], following)

    return unless_known(here, answer)


@router.get("/days", **answers(an_object(days=several("ChangedDay"))))
def list_days(here: Asked) -> Response:
    """The days (UTC) on which the record changed, with how many entries of the log each has: for `as_known_on`."""
    return unless_known(here, lambda view: Response(joined(days=listed(view.days_known())), media_type=JSON))
