"""A job's progress as server-sent events: a page each as it is read, how far the whole is, and its end.

event: page       id: the page's number, so that a browser that lost the line goes on after it
event: progress   {"state", "done", "total", "stage", "name"}
event: end        the job is over: stop listening
"""

import asyncio
from collections.abc import AsyncIterator
from time import monotonic

from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from bellwire.model.codec import encode_plain, to_plain
from bellwire.web.station import Station
from bellwire.workspace import jobs
from bellwire.workspace.jobs import Job

LOOK = 0.25
"""Seconds between two looks at whether something has changed."""
HEARTBEAT = 10.0
"""Seconds of silence after which a sign of life is sent: proxies end lines that are silent for a minute."""
LIFE = 60.0
"""Seconds after which a line is ended, and the browser takes it up anew: so every line is let in again by the guard,
and none keeps a desk that ends from ending."""
MOST = 500
"""Pages that are told of at once."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def job_events(station: Station, id: int, *, after: int = 0) -> StreamingResponse:
    """The events of a job, from after a page on."""
    return StreamingResponse(_events(station, id, after), media_type="text/event-stream", headers=HEADERS)


async def _events(station: Station, id: int, after: int) -> AsyncIterator[bytes]:
    seen, said, end = -1, monotonic(), monotonic() + LIFE
    yield b"retry: 1000\n\n"
    while monotonic() < end and not station.jobs.ending.is_set():
        now = station.jobs.changes
        if now != seen:
            told, last, over = await run_in_threadpool(_news, station, id, after)
            seen = now if last == after or over else -1  # until nothing more of it is to be told
            after, said = last, monotonic()
            yield told
            if over:
                return
        elif monotonic() - said > HEARTBEAT:
            said = monotonic()
            yield b": still here\n\n"
        await asyncio.sleep(LOOK)


def _news(station: Station, id: int, after: int) -> tuple[bytes, int, bool]:
    """What is new of a job: the events, the last page that is told of, and whether it is over."""
    job = jobs.job_of(station.workspace, id)
    if job is None:
        return _event("end", {}), after, True
    pages = jobs.pages(station.workspace, id, after=after, limit=MOST)
    events = [_event("page", to_plain(page), id=page.id) for page in pages]
    after = pages[-1].id if pages else after
    events.append(_event("progress", _progress(station, job)))
    over = job.over and len(pages) < MOST
    if over:
        events.append(_event("end", {}))
    return b"".join(events), after, over


def _progress(station: Station, job: Job) -> dict[str, object]:
    doing = station.jobs.doing
    told: dict[str, object] = {"state": job.state, "done": job.done, "total": job.total, "failed": job.count("failed")}
    if doing is not None and doing.job == job.id:
        told |= {"stage": doing.stage, "name": doing.name}
    return told


def _event(name: str, data: object, *, id: int | None = None) -> bytes:
    """An event. JSON has no line ends, so no page's words can end a field or begin another event.

    >>> _event("page", {"name": "a\\n\\nevent: end"}, id=7)
    b'id: 7\\nevent: page\\ndata: {"name":"a\\\\n\\\\nevent: end"}\\n\\n'
    """
    head = f"id: {id}\n" if id is not None else ""
    return f"{head}event: {name}\ndata: ".encode() + encode_plain(data) + b"\n\n"
