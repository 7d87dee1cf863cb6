"""Judging: the forms of every page that accept, edit, reject, merge, split, grade, redact and undo come here.

`POST /judge` takes a form with these fields. All forms carry `{{ csrf() }}`.

    verb        accept, edit, reject, merge, split, grade, redact or undo
    subject     an incident, REPORT#RECORD, or a report; several values: all of them in one go, with one undo.
                For undo: a judgement (j-...), or a batch (b-...); several, apart by spaces or as several values
    why         the reason (free); `reason` is one that was picked, where nothing was typed
    seen        the last entry of the log that the page had read (`view.last_seq()`): what changed since is not judged
                over, but shown; the same form sent twice is done once. Left out: no such check
    back        where to go then: an address of this desk (`/incidents/i-1`); left out: the review queue
    card        1: for htmx, the answer is the card of the subject, in the place of a redirect

    grade       word, reliability, credibility: at least one
    merge       into: the incident that it goes into; other: the same, typed, which counts more
    split       records: REPORT#EVENT, several values
    redact      span.words (quoted) or span.start and span.end; of a record also nothing: all of it
    edit        set.FIELD with its new value; set.FIELD.words or .start and .end for a span, .at where the words
                stand in several places; has.FIELD beside boxes. A field that is not sent, or is as it was, stays so

The smallest form of another page:

    <form method="post" action="/judge">{{ csrf() }}
    <input type="hidden" name="verb" value="accept"><input type="hidden" name="subject" value="{{ incident.id }}">
    <input type="hidden" name="seen" value="{{ seen }}"><input type="hidden" name="back" value="/incidents/{{ ... }}">
    <button data-key="a">{{ _("Accept") }}</button></form>

`{% from "judge_buttons.html.j2" import judge_buttons with context %}` has them ready made.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from starlette.requests import Request

from bellwire.errors import InputError
from bellwire.model.codec import to_plain
from bellwire.store import View
from bellwire.web.deciding import Decision, Outcome, decide, decide_together, judgements_since
from bellwire.web.errors import NotFound, Refused
from bellwire.web.here import Asked, Here, local_path, needs
from bellwire.web.pages.review import card_page
from bellwire.web.pages.review_forms import edit_page, redact_page
from bellwire.web.query import values_of
from bellwire.web.queueing import is_blind
from bellwire.web.show.changed import changed_values
from bellwire.web.show.edited import edited_of, what_it_changes
from bellwire.web.show.judging import decisions_of, first, seen_of, subjects_of, value_of, verb_of, why_of
from bellwire.web.show.names import name_of
from bellwire.web.show.quoting import Form, quotation
from bellwire.web.show.subjects import Subject, subject_of
from bellwire.workspace.batches import Batch, batch_of, latest_batches

router = APIRouter(dependencies=[Depends(needs("analyst"))])
QUEUE = "/review"
LONGEST_NAME = 200
"""Characters of a name in a notice, which travels in a cookie."""


async def sent(request: Request) -> Form:
    """The fields of a form, each with its values; files are none."""
    form = await request.form()
    return values_of([(name, value) for name, value in form.multi_items() if isinstance(value, str)])


Sent = Annotated[Form, Depends(sent)]


@router.post("/judge", response_model=None)
def judged(here: Asked, form: Sent) -> Response:
    """Judges what a form asks for, and goes back to where it was asked."""
    if here.as_known_on:
        raise Refused("You look at the record as it was known on a past day; go back to now to judge.")
    verb, back = verb_of(form), local_path(first(form, "back") or QUEUE)
    if verb == "undo":
        return _undone(here, form, back)
    subjects, why = subjects_of(form), why_of(form)
    if len(subjects) > 1:
        if verb in ("edit", "redact", "merge", "split"):
            raise InputError(f"subject: {verb} is of one thing at a time")
        return together(here, decisions_of(verb, subjects, why, value_of(form, verb)), seen_of(form), back)
    if verb in ("edit", "redact"):
        value = _edit(here, form, subjects[0]) if verb == "edit" else _redaction(here, form, subjects[0])
        if isinstance(value, Response):
            return value
    else:
        value = value_of(form, verb)
    return _one(here, form, Decision(verb=verb, subject=subjects[0], why=why, value=value), back)


def _one(here: Here, form: Form, decision: Decision, back: str) -> Response:
    (outcome,) = decide(
        here.station,
        here.user,
        [decision],
        seen=seen_of(form),
        gettext=here.language.gettext,
        blind=is_blind(back),
    )
    if outcome.changed:
        return _changed(here, form, outcome, back)
    if outcome.judgement is None:
        return _refused(here, outcome, back)
    with here.view() as view:
        name = name_of(view, outcome.judgement.subject)
    message = f"{past(here, decision.verb)}: {name[:LONGEST_NAME]}"
    return _answer(here, form, message, outcome.judgement.id, back, outcome.judgement.subject)


def past(here: Here, verb: str) -> str:
    """A verb as done."""
    said = {
        "accept": here._("Accepted"),
        "edit": here._("Edited"),
        "reject": here._("Rejected"),
        "merge": here._("Merged"),
        "split": here._("Split"),
        "grade": here._("Graded"),
        "redact": here._("Redacted"),
        "undo": here._("Taken back"),
    }
    return said[verb]


def _answer(here: Here, form: Form, message: str, undo: str | None, back: str, subject: str) -> Response:
    """On to the page that asked; for htmx the card of what was judged, else the page anew."""
    if not here.htmx:
        return here.see(back, message, undo=undo, again=verb_of(form) == "undo")
    if first(form, "card"):
        return card_page(here, subject, back=back, message=message, undo=undo, again=verb_of(form) == "undo")
    response = here.see(back, message, undo=undo, again=verb_of(form) == "undo")
    response.status_code = 204
    response.headers["HX-Redirect"] = response.headers["location"]
    del response.headers["location"]
    return response


def _changed(here: Here, form: Form, outcome: Outcome, back: str) -> Response:
    """What changed since it was shown, and the same form once more."""
    seen, id = seen_of(form) or 0, outcome.decision.subject
    with here.view() as view:
        now = subject_of(view, id)
        only = here.user.name if is_blind(back) else None
        before = _then(view, id, seen, only)
        if outcome.decision.verb == "edit" and before is not None:
            form = what_it_changes(form, before)
        kept = [(n, v) for n, values in form.items() if n not in ("seen", "csrf", "card") for v in values]
        return here.render(
            "judge_changed.html.j2",
            status=200 if here.htmx else 409,
            name=name_of(view, id),
            verb=outcome.decision.verb,
            values=changed_values(before, now),
            judgements=judgements_since(view, id, seen),
            fields=kept,
            seen=view.last_seq(),
            back=back,
        )


def _then(view: View, id: str, seen: int, only: str | None) -> Subject | None:
    """The subject as the form's page showed it."""
    try:
        return subject_of(View(view.connection, seen), id, only=only)
    except NotFound:
        return None


def _refused(here: Here, outcome: Outcome, back: str) -> Response:
    with here.view() as view:
        name = name_of(view, outcome.decision.subject)
    return here.render(
        "judge_refused.html.j2",
        status=200 if here.htmx else 409,
        name=name,
        verb=outcome.decision.verb,
        why=outcome.refused,
        back=back,
    )


# ---------------------------------------------------------------- edits and redactions


def _edit(here: Here, form: Form, id: str) -> dict[str, object] | Response:
    """The new values of an edit; the form again, with what is wrong, where they cannot be."""
    with here.view() as view:
        seen, only = seen_of(form), here.user.name if is_blind(first(form, "back")) else None
        before = _then(view, id, seen, only) if seen is not None else None
        subject = before or subject_of(view, id, only=only)
        edited = edited_of(form, subject)
        if not edited.value and not edited.faults:
            return edit_page(here, view, subject, form=form, edited=edited, message=here._("Nothing was changed."))
        if edited.faults:
            return edit_page(here, view, subject, form=form, edited=edited, message=None)
    return edited.value


def _redaction(here: Here, form: Form, id: str) -> dict[str, object] | Response:
    """The characters of a redaction; the form again where the words are not found, or in several places."""
    with here.view() as view:
        subject = subject_of(view, id)
        if subject.report is None:
            raise InputError("an incident has no text; redact the report, or REPORT#RECORD")
        read = quotation(form, "span", subject.report.document.text)
        if read.span is not None:
            return to_plain(read.span)
        if read.fault or subject.layer == "report":
            return redact_page(here, view, subject, form=form, read=read)
    return {}


# ---------------------------------------------------------------- several at once


def together(here: Here, decisions: tuple[Decision, ...], seen: int | None, back: str) -> Response:
    """Decides several things, and goes back with one undo; to the page of the outcomes where some could not be."""
    made, outcomes = decide_together(
        here.station,
        here.user,
        decisions,
        seen=seen,
        gettext=here.language.gettext,
        back=back,
        blind=is_blind(back),
    )
    done = sum(1 for o in outcomes if o.judgement)
    if done < len(outcomes):
        return here.see(f"/judge/batches/{made.id}")
    counted = here.language.ngettext("%(num)s done", "%(num)s done", done) % {"num": done}
    return here.see(back, f"{past(here, made.verb)}: {counted}", undo=made.id)


@router.get("/judge/batches", response_class=HTMLResponse)
def batches(here: Asked) -> HTMLResponse:
    """What was judged in one go, to be taken back in one go: one's own, for an editor everybody's."""
    by = None if here.user.may("editor") else here.user.name
    return here.render("judge_batches.html.j2", batches=latest_batches(here.workspace, by=by))


@router.get("/judge/batches/{id}", response_class=HTMLResponse)
def batch(here: Asked, id: str) -> HTMLResponse:
    """What became of each thing that was judged in one go."""
    made = _batch(here, id)
    with here.view() as view:
        names = {each.subject: _safe_name(view, each.subject) for each in made.done}
    return here.render("judge_batch.html.j2", batch=made, names=names, back=local_path(made.back))


def _safe_name(view: View, subject: str) -> str:
    judgement = view.judgement(subject) if subject.startswith("j-") else None
    return name_of(view, judgement.subject if judgement else subject)


def _batch(here: Here, id: str) -> Batch:
    made = batch_of(here.workspace, id)
    if made is None:
        raise NotFound(f"there is no batch {id!r}")
    return made


def _undone(here: Here, form: Form, back: str) -> Response:
    """Takes back judgements, the latest first."""
    named = [id for value in subjects_of(form) for id in value.split()]
    ids = [j for id in named for j in (reversed(_batch(here, id).judgements) if id.startswith("b-") else [id])]
    decisions = decisions_of("undo", tuple(dict.fromkeys(ids)), why_of(form), {})
    if not decisions:
        raise InputError("subject: there is nothing to undo in it")
    if len(decisions) > 1:
        return together(here, decisions, None, back)
    return _one(here, form, decisions[0], back)
