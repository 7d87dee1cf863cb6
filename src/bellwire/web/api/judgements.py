"""Judgements: what people decided about the record, and deciding."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.responses import Response

from bellwire.errors import JudgementError
from bellwire.model.codec import encode, to_plain
from bellwire.model.words import JudgementVerb
from bellwire.store import View
from bellwire.store.asks import PAGE
from bellwire.web.api.answers import JSON, page, plain, record, unless_known
from bellwire.web.api.bodies import Deciding, DecidingMany, DecidingOne, checked
from bellwire.web.api.described import a_page_of, an_object, answers
from bellwire.web.api.reports import Key, Limit, storable
from bellwire.web.deciding import Decision, Outcome, decide
from bellwire.web.errors import Conflict, NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.query import LONGEST, MOST_VALUES, clean

router = APIRouter(tags=["judgements"])
Name = Annotated[str, StringConstraints(max_length=LONGEST, pattern=r"^[^\x00]*$")]
Names = Annotated[list[Name] | None, Query(max_length=MOST_VALUES)]
_OUTCOME = an_object(
    verb={"type": "string"},
    subject={"type": "string"},
    judgement={"anyOf": [{"$ref": "#/components/schemas/Judgement"}, {"type": "null"}]},
    refused={"type": ["string", "null"]},
    changed={"type": "boolean"},
    again={"type": "boolean"},
)


@router.get("/judgements", **answers(a_page_of("judgements", "Judgement")))
def list_judgements(
    here: Asked,
    subject: Annotated[Names, Query(description="About these: incidents, records, reports.")] = None,
    verb: Annotated[list[JudgementVerb] | None, Query(description="Verbs; all where left out.")] = None,
    by: Annotated[Names, Query(description="By these people.")] = None,
    limit: Limit = PAGE,
    after: Key = None,
) -> Response:
    """A page of what people decided, the latest first. What was taken back is there too, with the undo."""
    subjects = [clean("subject", each) for each in subject or ()]
    people = [clean("by", each) for each in by or ()]

    def answer(view: View) -> Response:
        found = view.judgement_page(subjects=subjects, verbs=verb or (), by=people, limit=limit, after=after)
        return page(here, "judgements", found.records, found.after)

    return unless_known(here, answer)


@router.get("/judgements/{id}", **answers("Judgement", fails=(404,)))
def get_judgement(here: Asked, id: str) -> Response:
    """A judgement."""

    def answer(view: View) -> Response:
        found = view.judgement(id) if storable(id) else None
        if found is None:
            raise NotFound(f"there is no judgement {id!r} in the record")
        return record(found)

    return unless_known(here, answer)


@router.post("/judgements", **answers("Judgement", known=False, role="analyst", fails=(409,), status=201))
def make_judgement(here: Asked, body: DecidingOne) -> Response:
    """Decides: accept, edit, reject, merge, split, grade, redact, or undo. What cannot be is answered with 409.

    Sent twice with the same `seen`, it is done once, and the second answer is that of the first.
    """
    (outcome,) = _decided(here, [body], body.seen)
    if outcome.changed:
        raise Conflict(f"{body.subject}: it has changed since entry {body.seen}; look at it, then decide again")
    if outcome.judgement is None:
        raise JudgementError(outcome.refused or f"{body.verb} {body.subject}: it cannot be decided")
    made = outcome.judgement
    headers = {"Location": f"/api/v1/judgements/{made.id}"}
    return Response(encode(made), 200 if outcome.again else 201, headers, JSON)


@router.post(
    "/decisions",
    **answers(an_object(outcomes={"type": "array", "items": _OUTCOME}), known=False, role="analyst"),
)
def make_decisions(here: Asked, body: DecidingMany) -> Response:
    """Decides many things in one go, and says what came of each, in their order; what cannot be keeps no other back.

    To take it back, send an `undo` of each judgement that was made.
    """
    return plain({"outcomes": [_plain(outcome) for outcome in _decided(here, body.decisions, body.seen)]})


def _decided(here: Here, asked: list[Any], seen: int | None) -> tuple[Outcome, ...]:
    """What came of decisions, in their order. Subjects are named whole: the beginning of an id is none."""
    decisions = [_decision(each, number) for number, each in enumerate(asked)]
    with here.desk.view() as view:
        refused = {d.subject: f"there is no incident {d.subject!r}" for d in decisions if _only_begins(view, d.subject)}
    whole = [d for d in decisions if d.subject not in refused]
    made = iter(decide(here.station, here.user, whole, seen=seen, gettext=here.language.gettext) if whole else ())
    return tuple(
        Outcome(decision=d, refused=refused[d.subject]) if d.subject in refused else next(made) for d in decisions
    )


def _only_begins(view: View, subject: str) -> bool:
    """Whether it is only the beginning of an incident's id."""
    return view.incident(subject) is None and subject[:2] == "i-" and bool(view.incidents_like(subject))


def _decision(asked: Deciding, number: int) -> Decision:
    value = checked(asked.value, "value" if isinstance(asked, DecidingOne) else f"decisions.{number}.value")
    return Decision(verb=asked.verb, subject=asked.subject, why=asked.why, value=value)


def _plain(outcome: Outcome) -> dict[str, object]:
    return {
        "verb": outcome.decision.verb,
        "subject": outcome.decision.subject,
        "judgement": to_plain(outcome.judgement) if outcome.judgement else None,
        "refused": outcome.refused,
        "changed": outcome.changed,
        "again": outcome.again,
    }
