"""Adding reports, and the jobs that read them."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from bellwire.errors import InputError
from bellwire.fetch.inputs import file_input, text_input, url_input
from bellwire.model.codec import encode_plain, to_plain
from bellwire.read import Given, checked_date
from bellwire.web.api.answers import JSON, joined, listed, plain
from bellwire.web.api.bodies import NO_NUL, Adding, checked
from bellwire.web.api.described import SCHEMA, an_object, answers, several
from bellwire.web.errors import Conflict, NotFound, NotThatKind
from bellwire.web.events import job_events
from bellwire.web.here import Asked, Here
from bellwire.web.query import LONGEST, QueryError
from bellwire.workspace import jobs
from bellwire.workspace.jobs import Input, Job

router = APIRouter(tags=["ingest"])
LINES = "application/x-ndjson"
TAKES = ("application/json", "text/plain", "text/html", LINES)
_TEXT = {"schema": {"type": "string", "pattern": r"\S"}}
_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": {"$ref": f"{SCHEMA}Adding"}},
        "text/plain": _TEXT,
        "text/html": _TEXT,
        LINES: _TEXT,
    },
}
_NUMBER, _WORDS = {"type": "integer"}, {"type": ["string", "null"]}
_JOB = an_object(
    id=_NUMBER,
    title={"type": "string"},
    by={"type": "string"},
    state={"type": "string", "enum": ["waiting", "working", "done", "stopped", "cut_off"]},
    made={"type": "string"},
    ended=_WORDS,
    watch={"type": ["integer", "null"]},
    total=_NUMBER,
    done=_NUMBER,
    outcomes={"type": "object", "additionalProperties": _NUMBER},
)
_EVENTS: dict[str, str] = {}
"""Any text: an event a block."""
_ABOUT = ("title", "url", "outlet", "published", "kind", "language")


async def sent(request: Request) -> bytes:
    """The body as it was sent."""
    return await request.body()


Body = Annotated[bytes, Depends(sent)]


@router.post("/ingest", **answers(_JOB, known=False, role="analyst", fails=(413, 415), status=202, body=_BODY))
def ingest(
    here: Asked,
    request: Request,
    body: Body,
    title: Annotated[str | None, Query(max_length=LONGEST, pattern=NO_NUL, description="Of a text or a page.")] = None,
    url: Annotated[str | None, Query(max_length=LONGEST, pattern=NO_NUL, description="Where it was found.")] = None,
    outlet: Annotated[str | None, Query(max_length=LONGEST, pattern=NO_NUL, description="Who published it.")] = None,
    published: Annotated[
        str | None, Query(description="When, such as 2024-05-02.", json_schema_extra={"format": "published"})
    ] = None,
) -> Response:
    """Lets something be read: a text, a page's mark-up, addresses, or a file with a page a line. Gives the job.

    A text or mark-up is sent as it is, with what is known of it in the query; or in JSON, as `text` or `html`.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in TAKES:
        raise NotThatKind(f"send {', '.join(TAKES)}; {media or 'nothing'} is not read")
    if media == "application/json":
        inputs = _from_json(body)
    elif media == LINES:
        inputs = [file_input("pages.jsonl", _not_empty(body))]
    else:
        about = {"title": title, "url": url, "outlet": outlet, "published": published}
        inputs = [_text(_decoded(body), {k: v or None for k, v in about.items()}, html=media == "text/html")]
    number = here.station.jobs.add(inputs, title=inputs[0].name, by=here.user.name)
    headers = {"Location": f"/api/v1/jobs/{number}"}
    return Response(encode_plain(shown(_job(here, number))), 202, headers, JSON)


def _from_json(body: bytes) -> list[Input]:
    try:
        asked = Adding.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise QueryError(".".join(map(str, first["loc"])) or "body", first["msg"]) from error
    ways = [name for name in ("text", "html", "urls") if getattr(asked, name) is not None]
    if len(ways) != 1:
        raise QueryError(ways[1] if ways else "text", "give one of text, html and urls")
    if asked.urls is not None:
        return [_address(url, number) for number, url in enumerate(asked.urls)]
    text = checked(asked.text or asked.html, ways[0])
    return [_text(text, asked.model_dump(include=set(_ABOUT)), html=asked.html is not None)]


def _address(url: str, number: int) -> Input:
    try:
        return url_input(url)
    except InputError as error:
        raise QueryError(f"urls.{number}", str(error)) from error


def _text(text: str, about: dict[str, str | None], *, html: bool) -> Input:
    if about.get("published"):
        try:
            about["published"] = checked_date(about["published"] or "")
        except InputError as error:
            raise QueryError("published", str(error)) from error
    if html:
        about["kind"] = "html"
    return text_input(text, Given(**checked(about, "about")))


def _decoded(body: bytes) -> str:
    try:
        return _not_empty(body).decode()
    except UnicodeDecodeError as error:
        raise QueryError("body", f"it is not UTF-8 (at byte {error.start})") from error


def _not_empty(body: bytes) -> bytes:
    if not body.strip():
        raise QueryError("body", "there is nothing in it")
    return body


# ---------------------------------------------------------------- jobs

Number = Annotated[int, Query(ge=0, le=2**31)]


def _job(here: Here, id: int) -> Job:
    found = jobs.job_of(here.workspace, id) if 0 <= id < 2**62 else None
    if found is None:
        raise NotFound(f"there is no job {id}; only the last ones are kept")
    return found


def shown(job: Job) -> dict[str, object]:
    """A job as it goes out, with its pages counted by outcome."""
    return to_plain(job) | {"outcomes": dict(job.outcomes)}


@router.get("/jobs", **answers(an_object(jobs={"type": "array", "items": _JOB}), known=False, role="analyst"))
def list_jobs(here: Asked, limit: Annotated[int, Query(ge=1, le=100, description="How many.")] = 20) -> Response:
    """The last jobs, the newest first: how far each is, and how many pages had each outcome."""
    return plain({"jobs": [shown(job) for job in jobs.jobs(here.workspace, limit=limit)]})


@router.get("/jobs/{id}", **answers(_JOB, known=False, role="analyst", fails=(404,)))
def get_job(here: Asked, id: int) -> Response:
    """A job: how far it is, and how many pages had each outcome."""
    return plain(shown(_job(here, id)))


@router.get("/jobs/{id}/pages", **answers(an_object(pages=several("Page")), known=False, role="analyst", fails=(404,)))
def list_job_pages(
    here: Asked,
    id: int,
    failed: Annotated[bool, Query(description="Only those that failed.")] = False,
    after: Number = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many.")] = 100,
) -> Response:
    """What became of a job's pages, in order, from after the page with the id `after` on; what failed, and why."""
    _job(here, id)
    found = jobs.pages(here.workspace, id, after=after, limit=limit, failed=failed)
    return Response(joined(pages=listed(found)), media_type=JSON)


@router.get(
    "/jobs/{id}/events",
    **answers(_EVENTS, known=False, role="analyst", fails=(404,), media="text/event-stream"),
)
def get_job_events(here: Asked, id: int, request: Request, after: Number = 0) -> Response:
    """The progress of a job as server-sent events: `page` for each page as it is read, `progress`, and `end`.

    `Last-Event-ID`, or `after`, names the last page that was heard of.
    """
    _job(here, id)
    last = request.headers.get("last-event-id", "")
    return job_events(here.station, id, after=int(last) if last.isascii() and last.isdecimal() else after)


@router.post("/jobs/{id}/stop", **answers(_JOB, known=False, role="analyst", fails=(404, 409)))
def stop_job(here: Asked, id: int) -> Response:
    """Stops a job after the page in hand; what was read is kept."""
    _job(here, id)
    if not here.station.jobs.end(id):
        raise Conflict(f"job {id} is over already")
    return plain(shown(_job(here, id)))


@router.post("/jobs/{id}/again", **answers(_JOB, known=False, role="analyst", fails=(404, 409)))
def try_job_again(here: Asked, id: int) -> Response:
    """Lets a job that was stopped or cut off go on, or one that is over read again what failed."""
    _job(here, id)
    if not (here.station.jobs.go_on(id) or here.station.jobs.try_again(id)):
        raise Conflict(f"job {id} has nothing left to read")
    return plain(shown(_job(here, id)))
