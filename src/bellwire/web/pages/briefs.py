"""Briefs: the list of drafts, a new one from a filter, the page where one is worked on, and its files."""

import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from bellwire.brief import FORMS
from bellwire.brief.choose import MOST_INCIDENTS
from bellwire.brief.draft import (
    LineChanged,
    moved,
    noted,
    renamed,
    restored,
    reworded,
    with_hidden,
    without_note,
)
from bellwire.brief.news import taken
from bellwire.desk import utc_now
from bellwire.errors import InputError
from bellwire.publish.policy import Policy
from bellwire.store import Filter
from bellwire.web.drafting import brief_file, drafted, handed_on, news
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here, needs
from bellwire.web.pages.publish import chosen, policies
from bellwire.web.query import filter_of
from bellwire.web.show.briefs import asked_of, file_name, line_of, sections_of
from bellwire.workspace.drafts import (
    WorkspaceDraft,
    change_draft,
    find_draft,
    keep_draft,
    list_drafts,
    remove_draft,
    undo_draft,
)

router = APIRouter()
writes = Depends(needs("analyst"))
Text = Annotated[str, Form()]
FIRST_SHOWN = 8
"""Incidents that are named before a brief is made of them."""


def the_draft(here: Here, id: str) -> WorkspaceDraft:
    """The draft of an id; raises NotFound."""
    found = find_draft(here.workspace, id)
    if found is None:
        raise NotFound(here._("There is no such brief; it may have been removed."))
    return found


# ---------------------------------------------------------------- the list, and a new one


@router.get("/briefs", response_class=HTMLResponse)
def briefs(here: Asked) -> HTMLResponse:
    """The drafts, and what a new one would be made of."""
    wanted = here.filter
    with here.view() as view:
        listed = view.incidents(wanted, limit=MOST_INCIDENTS)
        evidence = view.evidence([i.id for i in listed.incidents])
    return here.render(
        "briefs.html.j2",
        drafts=list_drafts(here.workspace),
        wanted=wanted,
        plain=wanted == Filter(),
        asked=asked_of(wanted, here.language.gettext),
        listed=listed,
        first=listed.incidents[:FIRST_SHOWN],
        reports=len({e.report for each in evidence.values() for e in each}),
        most=MOST_INCIDENTS,
    )


@router.post("/briefs", dependencies=[writes])
def make(here: Asked, filter: Text = "", title: Text = "") -> Response:
    """Makes a draft of what a filter (a query, as in the address) finds, and opens it."""
    wanted = filter_of(_pairs(filter))
    id = f"brief-{secrets.token_hex(6)}"
    with here.view() as view:
        made = drafted(
            here.desk,
            view,
            wanted,
            id=id,
            by=here.user.name,
            now=utc_now(),
            as_known_on=here.as_known_on,
            title=title.strip()[:300],
        )
    if not made.sources:
        raise InputError(here._("No report tells of such an incident. Ask for less."))
    keep_draft(here.workspace, made)
    return here.see(f"/briefs/{id}", here._("The brief is written. Every sentence can be edited."))


def _pairs(query: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(query[:20_000])


# ---------------------------------------------------------------- files


@router.get("/briefs/{id}.{form}")
def download(here: Asked, id: str, form: str) -> Response:
    """The brief as a file: md, html, docx, json, or bib: its sources. `policy` names the one that it goes out under."""
    if form != "bib" and form not in FORMS:
        raise NotFound(here._("A brief is given as %(forms)s.", forms=", ".join(f".{f}" for f in (*FORMS, "bib"))))
    draft = the_draft(here, id)
    content, media = brief_file(here.desk, draft, form, _policy(here))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(draft.title, form)}"'}
    return Response(content, media_type=media, headers=headers)


def _policy(here: Here) -> Policy | None:
    """The policy that is asked for; None for the desk's own people. Raises InputError where there is no such policy."""
    name = here.asked("policy")
    return chosen(here, name) if name else None


@router.get("/briefs/{id}/print", response_class=HTMLResponse)
def printed(here: Asked, id: str) -> HTMLResponse:
    """The brief as it will be read, under a policy or none: for a last look, and for the printer."""
    draft, policy = the_draft(here, id), _policy(here)
    with here.desk.view() as view:
        brief = handed_on(here.desk, view, draft, policy)
    return here.render(
        "brief_print.html.j2",
        draft=draft,
        brief=brief,
        policy=policy,
        policies=policies(here.settings.store)[0],
        forms=tuple(FORMS),
    )


# ---------------------------------------------------------------- the page where it is worked on


@router.get("/briefs/{id}", response_class=HTMLResponse)
def brief(here: Asked, id: str) -> HTMLResponse:
    """The draft: every line with its evidence and what can be done with it."""
    return _page(here, the_draft(here, id))


def _page(
    here: Here, draft: WorkspaceDraft, *, unsaved: tuple[str, str] | None = None, fault: str = ""
) -> HTMLResponse:
    """The page; `unsaved` is a line with wording that could not be saved, and `fault` says why."""
    return here.render(
        "brief.html.j2",
        status=409 if unsaved else 200,
        draft=draft,
        sections=sections_of(draft, unsaved),
        asked=asked_of(filter_of(draft.filter), here.language.gettext),
        may=here.user.may("analyst"),
        fault=fault,
        forms=(*FORMS, "bib"),
    )


def _change(here: Here, id: str, what: str, change: Callable[[WorkspaceDraft], WorkspaceDraft]) -> WorkspaceDraft:
    the_draft(here, id)
    return change_draft(here.workspace, id, change, by=here.user.name, now=utc_now(), what=what)


@router.post("/briefs/{id}/lines/{line}", dependencies=[writes])
def change_line(
    here: Asked,
    id: str,
    line: str,
    do: Text = "save",
    text: Text = "",
    seen: Annotated[int, Form()] = 0,
) -> Response:
    """Does something with a line: save, restore, hide, show, up, down, remove (of a note)."""
    change = _deed(here, line, do, text, seen)
    try:
        made = _change(here, id, do, change)
    except LineChanged as error:
        return _not_saved(here, id, line, text if do == "save" else None, str(error))
    if here.htmx and do not in ("up", "down", "remove"):
        return _line(here, made, line)
    return here.see(f"/briefs/{id}#{line}")


def _deed(here: Here, line: str, do: str, text: str, seen: int) -> Callable[[WorkspaceDraft], WorkspaceDraft]:
    deeds: dict[str, Callable[[WorkspaceDraft], WorkspaceDraft]] = {
        "save": lambda d: reworded(d, line, text, by=here.user.name, seen=seen),
        "restore": lambda d: restored(d, line, seen=seen),
        "hide": lambda d: with_hidden(d, line, True, seen=seen),
        "show": lambda d: with_hidden(d, line, False, seen=seen),
        "up": lambda d: moved(d, line, -1, seen=seen),
        "down": lambda d: moved(d, line, 1, seen=seen),
        "remove": lambda d: without_note(d, line, seen=seen),
    }
    if do not in deeds:
        raise InputError(f"do: there is no {do!r}; there are: {', '.join(deeds)}")
    return deeds[do]


def _not_saved(here: Here, id: str, line: str, mine: str | None, why: str) -> Response:
    """The page as it is now, with the wording that was not saved in its field."""
    draft = the_draft(here, id)
    if here.htmx:
        return _line(here, draft, line, mine=mine, fault=why)
    return _page(here, draft, unsaved=(line, mine or draft.line(line).text), fault=why)


def _line(here: Here, draft: WorkspaceDraft, id: str, *, mine: str | None = None, fault: str = "") -> HTMLResponse:
    shown = line_of(draft, draft.line(id), mine)
    return here.render("brief_line.html.j2", draft=draft, shown=shown, may=True, fault=fault)


@router.post("/briefs/{id}/notes", dependencies=[writes])
def add_note(here: Asked, id: str, section: Text = "", text: Text = "") -> Response:
    """Adds a note of the analyst's own to a section."""
    now = utc_now()
    _change(here, id, "note", lambda d: noted(d, section, text, by=here.user.name, now=now))
    return here.see(f"/briefs/{id}#{section}", here._("The note is added."))


@router.post("/briefs/{id}/title", dependencies=[writes])
def rename(here: Asked, id: str, title: Text = "") -> Response:
    """Gives the brief another title."""
    _change(here, id, "title", lambda d: renamed(d, title))
    return here.see(f"/briefs/{id}", here._("The title is saved."))


@router.post("/briefs/{id}/undo", dependencies=[writes])
def undo(here: Asked, id: str, seen: Annotated[int | None, Form()] = None) -> Response:
    """Takes back the last change."""
    the_draft(here, id)
    done = undo_draft(here.workspace, id, by=here.user.name, now=utc_now(), seen=seen)
    return here.see(f"/briefs/{id}", here._("Taken back.") if done else here._("There is nothing left to take back."))


@router.post("/briefs/{id}/remove", dependencies=[writes])
def remove(here: Asked, id: str, back: Text = "") -> Response:
    """Takes a draft off the list; with `back` puts it there again."""
    if back:
        remove_draft(here.workspace, id, removed=False)
        return here.see(f"/briefs/{id}", here._("The brief is back."))
    removed = the_draft(here, id)
    remove_draft(here.workspace, id)
    return here.render("brief_removed.html.j2", draft=removed)


# ---------------------------------------------------------------- what is new since


@router.get("/briefs/{id}/news", response_class=HTMLResponse)
def new_since(here: Asked, id: str) -> HTMLResponse:
    """What changed in the record since the brief was written, line by line."""
    draft = the_draft(here, id)
    with here.desk.view() as view:
        found = news(here.desk, view, draft, now=utc_now())
    return here.render(
        "brief_news.html.j2",
        draft=draft,
        changed=[(c, line_of(draft, c.line), line_of(found.fresh, c.now)) for c in found.changed],
        gone=[(g, line_of(draft, g.line)) for g in found.gone],
        added=[(a, line_of(found.fresh, a.line)) for a in found.added],
        any=found.any,
        may=here.user.may("analyst"),
    )


@router.post("/briefs/{id}/news", dependencies=[writes])
def take_news(here: Asked, id: str, take: Annotated[list[str] | None, Form()] = None) -> Response:
    """Takes in what was ticked of what is new; with nothing ticked, nothing."""
    now = utc_now()
    draft = the_draft(here, id)
    with here.desk.view() as view:
        found = news(here.desk, view, draft, now=now)
    if take:
        _change(here, id, "news", lambda d: taken(d, found, take, now=now))
    return here.see(f"/briefs/{id}", here._("The brief is brought up to date.") if take else None)
