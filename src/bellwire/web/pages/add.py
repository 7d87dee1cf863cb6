"""Adding reports: files, a pasted text, addresses, watched folders and feeds; and how far the reading has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import UploadFile
from starlette.requests import Request

from bellwire.desk import code_page, utc_now
from bellwire.errors import InputError
from bellwire.fetch.inputs import pasted_page, text_input
from bellwire.fetch.watching import watched_place
from bellwire.web.errors import NotFound, Refused
from bellwire.web.events import job_events
from bellwire.web.here import Asked, Here, needs
from bellwire.web.jobs import LOST, TOLD
from bellwire.web.security import Guarded, is_loopback
from bellwire.web.security.csrf import LONGEST_FIELD
from bellwire.web.show.add import EVERY, files_asked, may_watch, pasted, percent, rows_of, urls_asked
from bellwire.web.show.report import blocks_of
from bellwire.workspace import jobs, watched
from bellwire.workspace.jobs import Input, Job

LOOKED_AT = 20_000
"""Characters of a pasted text that are looked at before it is kept: some two seconds of work, while somebody waits."""
router = APIRouter(prefix="/add", dependencies=[Depends(needs("analyst"))])
BEYOND = 2**62
"""No number of a job or a watch is so high; SQLite has none above 2**63."""
SHOWN = 100
"""Pages of a job that are listed."""
FIELDS = ("text", "title", "outlet", "url", "published", "urls", "content_only", "place", "every")
"""The fields of the page's forms."""
MOST_CHARACTERS = 1_000_000
"""Characters of a text that are shown before they are kept: as many as a page may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form: its fields, the last value of each, and its files by the field that they were chosen in."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[tuple[str, str, bytes]] = ()


async def sent(request: Request) -> Sent:
    """What a form sends. A field for files where none was chosen sends one without a name."""
    form = await request.form(max_part_size=LONGEST_FIELD)
    fields, files = dict[str, str](), list[tuple[str, str, bytes]]()
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files.append((name, value.filename, await value.read()))
        else:
            fields[name] = value
    return Sent(fields=fields, files=files)


Form = Annotated[Sent, Depends(sent)]


# ---------------------------------------------------------------- the page


@router.get("", response_class=HTMLResponse)
def add(here: Asked) -> HTMLResponse:
    """The page with everything that can be added."""
    return _page(here)


def _page(here: Here, faults: Sequence[tuple[str, str]] = (), fields: Mapping[str, str] | None = None) -> HTMLResponse:
    """The page; with what was wrong in a form, and what was typed there."""
    return here.render(
        "add.html.j2",
        status=422 if faults else 200,
        faults=dict(faults),
        fields=dict.fromkeys(FIELDS, "") | dict(fields or {}),
        jobs=jobs.jobs(here.workspace),
        percent=percent,
        watches=watched.watches(here.workspace),
        every=EVERY,
        folders=_folders_allowed(here),
        trouble=here.station.jobs.trouble,
        max_mb=here.settings.max_page_mb,
    )


def _now_only(here: Here) -> None:
    if here.as_known_on:
        raise Refused("You look at the record as it was known on a past day; go back to now to add reports.")


# ---------------------------------------------------------------- adding


@router.post("/files", response_model=None)
def add_files(here: Asked, form: Form) -> Response:
    """Files, one by one or a folder with all that is in it."""
    _now_only(here)
    single = files_asked([(name, body) for kind, name, body in form.files if kind != "folder"])
    folder = files_asked([(name, body) for kind, name, body in form.files if kind == "folder"], folder=True)
    inputs = (*single.inputs, *folder.inputs)
    if not inputs:
        why = here._("None of these files can be read.") if folder.left_out else here._("Choose a file first.")
        return _page(here, [("files", why)])
    message = None
    if folder.left_out:
        counted = here.language.ngettext(
            "%(num)s other file was left out: it is of no form that is read.",
            "%(num)s other files were left out: they are of no form that is read.",
            folder.left_out,
        )
        message = counted % {"num": here.language.number(folder.left_out)}
    return _begin(here, inputs, inputs[0].name, message)


@router.post("/text", response_model=None)
def add_text(here: Asked, form: Form) -> Response:
    """A pasted text."""
    _now_only(here)
    found = pasted(form.fields)
    if found.faults:
        return _page(here, found.faults, form.fields)
    given = text_input(found.text, found.given)
    return _begin(here, [given], given.name)


@router.post("/preview", response_class=HTMLResponse)
def preview(here: Asked, form: Form) -> HTMLResponse:
    """A pasted text as it would be read; nothing is kept."""
    found = pasted(form.fields)
    if found.faults:
        return _page(here, found.faults, form.fields)
    report = code_page(pasted_page(found.text[:LOOKED_AT], found.given))
    with here.view() as view:
        known = view.report(report.id) is not None
    return here.render(
        "add_preview.html.j2",
        report=report,
        blocks=blocks_of(report),
        cut=len(found.text) > LOOKED_AT,
        issues=[issue for issue in report.issues if issue.code in LOST | TOLD],
        known=known,
        fields={name: form.fields.get(name, "") for name in ("text", "title", "outlet", "url", "published")},
    )


@router.post("/change", response_class=HTMLResponse)
def change(here: Asked, form: Form) -> HTMLResponse:
    """The page once more, with what was typed: from a look back to the form."""
    return _page(here, fields=form.fields)


@router.post("/urls", response_model=None)
def add_urls(here: Asked, form: Form) -> Response:
    """Addresses of pages and feeds."""
    _now_only(here)
    asked = urls_asked(form.fields.get("urls", ""), content_only="content_only" in form.fields)
    if asked.faults:
        return _page(here, asked.faults, form.fields)
    return _begin(here, asked.inputs, asked.inputs[0].name)


def _begin(here: Here, inputs: Sequence[Input], first: str, message: str | None = None) -> Response:
    """Lets them be read, and goes to where that is seen."""
    more = len(inputs) - 1
    title = first
    if more:
        others = here.language.ngettext("%(first)s and %(num)s more", "%(first)s and %(num)s more", more)
        title = others % {"first": first, "num": here.language.number(more)}
    number = here.station.jobs.add(inputs, title=title, by=here.user.name)
    return here.see(f"/add/jobs/{number}", message)


# ---------------------------------------------------------------- jobs


def _job(here: Here, id: int) -> Job:
    found = jobs.job_of(here.workspace, id) if 0 < id < BEYOND else None
    if found is None:
        raise NotFound(f"there is no job {id}; jobs that are over for long are forgotten, what they read is kept")
    return found


@router.get("/jobs/{id}", response_class=HTMLResponse)
def job_page(here: Asked, id: int) -> HTMLResponse:
    """How far a job is, and what became of each page; for script the inner part alone."""
    job = _job(here, id)
    failed = jobs.pages(here.workspace, id, failed=True, limit=SHOWN)
    last = [page for page in jobs.last_pages(here.workspace, id, limit=SHOWN) if page.outcome != "failed"]
    doing = here.station.jobs.doing
    with here.view() as view:
        rows = rows_of(view, last)
    response = here.render(
        "add_job_part.html.j2" if here.htmx else "add_job.html.j2",
        job=job,
        percent=percent(job),
        failed=failed,
        rows=rows,
        doing=doing if doing and doing.job == id else None,
        shown=SHOWN,
        trouble=here.station.jobs.trouble,
    )
    response.headers["Vary"] = "HX-Request"
    return response


@router.get("/jobs/{id}/events", response_model=None)
def events(here: Asked, id: int, request: Request) -> Response:
    """The job's progress as it happens (server-sent events); goes on after `Last-Event-ID`."""
    _job(here, id)
    given = request.headers.get("last-event-id", "0")
    return job_events(here.station, id, after=int(given) if given.isdecimal() and len(given) < 16 else 0)


@router.post("/jobs/{id}/{what}", response_model=None)
def job_do(here: Asked, id: int, what: str) -> Response:
    """Stops a job, lets it go on, tries again what failed, or forgets it."""
    _job(here, id)
    back = f"/add/jobs/{id}"
    match what:
        case "stop":
            done = here.station.jobs.end(id)
            return here.see(back, here._("It stops after the page in hand.") if done else here._("It is over already."))
        case "go-on":
            done = here.station.jobs.go_on(id)
            return here.see(back, None if done else here._("There is nothing to go on with."))
        case "again":
            done = bool(here.station.jobs.try_again(id))
            return here.see(back, None if done else here._("There is nothing to try again."))
        case "forget":
            jobs.forget_job(here.workspace, id)
            return here.see("/add")
    raise NotFound(f"a job is not to {what!r}")


# ---------------------------------------------------------------- what is watched


def _is_shared(here: Here) -> bool:
    """Whether others reach this desk."""
    config: Guarded = here.request.app.state.config
    return config.accounts or not is_loopback(config.host)


def _folders_allowed(here: Here) -> bool:
    return not _is_shared(here) or (here.user.may("admin") and here.settings.watch_root is not None)


@router.post("/watches", response_model=None)
def watch(here: Asked, form: Form) -> Response:
    """Watches a folder or a feed from now on."""
    try:
        place = form.fields.get("place", "").strip()
        if not place:
            raise InputError(here._("give the address of a feed, or a folder"))
        if _is_shared(here) and "://" not in place:
            _check_folder(here, place)
        kind, place = watched_place(place)
        every = int(form.fields.get("every", "") or 0)
        number = watched.add_watch(
            here.workspace,
            kind,
            place,
            every=every,
            by=here.user.name,
            at=utc_now(),
            content_only="content_only" in form.fields,
        )
    except (InputError, ValueError) as error:
        return _page(here, [("place", str(error))], form.fields)
    return here.see(f"/add#watch-{number}", here._("It is looked at in a moment, and then again and again."))


def _check_folder(here: Here, place: str) -> None:
    """Refuses a folder that must not be watched, before anything of it is looked at."""
    if not here.user.may("admin"):
        raise Refused("Others reach this desk, so only an admin may let it watch a folder.")
    why = may_watch(place, root=here.settings.watch_root)
    if why:
        raise InputError(why)


@router.post("/watches/{id}/{what}", response_model=None)
def watch_do(here: Asked, id: int, what: str) -> Response:
    """Pauses a watch, lets it go on, looks at once, or removes it."""
    does: dict[str, Any] = {
        "pause": lambda: watched.pause(here.workspace, id),
        "go-on": lambda: watched.pause(here.workspace, id, False),
        "now": lambda: watched.look_now(here.workspace, id),
        "remove": lambda: watched.remove_watch(here.workspace, id),
    }
    if what not in does:
        raise NotFound(f"a watch is not to {what!r}")
    if not (0 < id < BEYOND and does[what]()):
        raise NotFound(f"there is no watch {id}")
    said = {
        "pause": here._("It is not looked at until it goes on."),
        "go-on": here._("It is looked at in a moment."),
        "now": here._("It is looked at in a moment."),
        "remove": here._("It is watched no longer; what was read stays in the record."),
    }
    return here.see("/add" if what == "remove" else f"/add#watch-{id}", said[what])
