"""Judging many things in one go: those that were ticked, or all that a queue finds, after a page that says which.

`POST /judge/many`, a form:

    verb        accept, reject or grade, for what is ticked (`subject`, several values)
    every       the same, for all that the queue finds (`queue`: its query string), as it was when it was shown (`seen`)
    confirmed   1: it was shown how many and which. What is ticked is accepted without
    why, reason, seen, back, word, reliability, credibility      as in `pages/judge.py`
"""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from bellwire.errors import InputError
from bellwire.model.words import JudgementVerb
from bellwire.store import View
from bellwire.web.errors import Refused
from bellwire.web.here import Asked, Here, local_path, needs
from bellwire.web.pages.judge import Sent, together
from bellwire.web.pages.review_forms import grades
from bellwire.web.queueing import Queue, queue_of, queued
from bellwire.web.reasons import reasons
from bellwire.web.show.judging import decisions_of, first, seen_of, subjects_of, value_of, verb_of, why_of
from bellwire.web.show.names import name_of
from bellwire.web.show.quoting import Form

router = APIRouter(dependencies=[Depends(needs("analyst"))])
VERBS: tuple[JudgementVerb, ...] = ("accept", "reject", "grade")
MOST = 500
"""Things of a queue that are judged at once: somebody waits for it."""
NAMED = 200
"""Things that the page names before they are judged; the others are counted."""


@router.post("/judge/many", response_model=None)
def many(here: Asked, form: Sent) -> Response:
    """Judges many things, or asks first."""
    if here.as_known_on:
        raise Refused("You look at the record as it was known on a past day; go back to now to judge.")
    every = first(form, "every")
    verb = verb_of({"verb": [every]} if every else form)
    if verb not in VERBS:
        raise InputError(f"verb: {verb} is of one thing at a time; of several: {', '.join(VERBS)}")
    back = local_path(first(form, "back") or "/review")
    with here.view() as view:
        seen = seen_of(form) if seen_of(form) is not None else view.last_seq()
        ids = _every(here, view, form, seen or 0) if every else subjects_of(form)
    if not ids:
        raise InputError("subject: nothing is left to judge; load the queue again")
    if first(form, "confirmed") != "1" and (every or verb != "accept"):
        return _ask(here, form, verb, ids, seen or 0, back)
    return together(here, decisions_of(verb, ids, why_of(form), value_of(form, verb)), seen, back)


def _every(here: Here, view: View, form: Form, seen: int) -> tuple[str, ...]:
    """All that the queue found when it was shown, at most so many as can be judged at once."""
    queue = queue_of(parse_qsl(first(form, "queue").lstrip("?")))
    return ids_of(View(view.connection, seen), queue, here.user.name, here.settings.reviewers)


def ids_of(view: View, queue: Queue, by: str, people: int) -> tuple[str, ...]:
    """The ids of a queue, page after page, at most MOST."""
    found: list[str] = []
    after: str | None = None
    while True:
        page = queued(view, queue, by, people=people, limit=200, after=after)
        found += page.ids
        after = page.after
        if after is None or len(found) >= MOST:
            return tuple(found[:MOST])


def _ask(here: Here, form: Form, verb: JudgementVerb, ids: Sequence[str], seen: int, back: str) -> HTMLResponse:
    """The page that says how many and which, before it is done."""
    with here.view() as view:
        named = [(id, name_of(view, id)) for id in ids[:NAMED]]
    return here.render(
        "judge_confirm.html.j2",
        verb=verb,
        every=bool(first(form, "every")),
        queue=first(form, "queue"),
        ids=ids,
        named=named,
        most=MOST,
        full=len(ids) >= MOST,
        seen=seen,
        back=back,
        why=first(form, "why"),
        grades=grades(),
        reasons=reasons(),
    )
