"""The audit log: who changed what, when and why, each judgement with its undo; and what is no more."""

from typing import get_args

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bellwire.errors import InputError
from bellwire.model.words import JudgementVerb
from bellwire.store import View
from bellwire.store.view import LogLine
from bellwire.web.here import Asked
from bellwire.web.query import clean
from bellwire.web.show.log import Entered, entered

router = APIRouter()
PAGE = 100
ACTIONS = ("report", "relate", *get_args(JudgementVerb))
"""What an entry of the log can be of: a report that was kept or related, and what people decide."""


@router.get("/log", response_class=HTMLResponse)
def log(here: Asked) -> HTMLResponse:
    """The entries, the latest first, all or a person's or of one action; for htmx the list alone."""
    by, action = clean("by", here.asked("by")) or None, clean("action", here.asked("action")) or None
    with here.view() as view:
        found = view.log(limit=PAGE + 1, before=_number(here.asked("after")), by=by, action=action)
        lines = _entered(view, found[:PAGE])
        people = view.log_people()
    response = here.render(
        "log_found.html.j2" if here.htmx else "log.html.j2",
        lines=lines,
        people=people,
        actions=ACTIONS,
        by=by,
        action=action,
        after=found[PAGE - 1].seq if len(found) > PAGE else None,
    )
    response.headers["Vary"] = "HX-Request"
    return response


@router.get("/log/gone", response_class=HTMLResponse)
def gone(here: Asked) -> HTMLResponse:
    """What is no more, the latest first: incidents and stories that were merged, split or withdrawn, and into what."""
    kind = here.asked("kind") or None
    if kind not in (None, "incident", "story"):
        raise InputError(f"kind: there is no {kind!r}; there are: incident, story")
    first = _number(here.asked("after")) or 0
    with here.view() as view:
        found = view.tombstones(kind=kind)[::-1]
    page = found[first : first + PAGE]
    more = first + PAGE if len(found) > first + PAGE else None
    return here.render("log_gone.html.j2", gone=page, kind=kind, total=len(found), after=more)


def _entered(view: View, found: tuple[LogLine, ...]) -> tuple[Entered, ...]:
    subjects = sorted({line.subject for line in found if line.judgement})
    judgements = view.judgements(subjects) if subjects else ()
    return entered(found, judgements)


def _number(after: str) -> int | None:
    if not after:
        return None
    if not (after.isascii() and after.isdecimal() and len(after) < 19):
        raise InputError(f"after: {after!r} is no place in the log; follow the links of the page")
    return int(after)
