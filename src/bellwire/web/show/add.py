"""What somebody wants to have read, from the fields of a form; and jobs and watched places as they are shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bellwire.errors import InputError
from bellwire.fetch import checked_url
from bellwire.fetch.inputs import file_input, url_input
from bellwire.read import Given, checked_date
from bellwire.read.inputs import suffixes
from bellwire.store import View
from bellwire.workspace.jobs import Input, Job, Page

MOST_URLS = 500
EVERY = (60, 600, 3600, 6 * 3600, 24 * 3600)
"""Intervals that are offered, in seconds."""
LONGEST_NAME, LONGEST_FIELD = 200, 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a form asks to have read; `faults` say, field by field, why it cannot be."""

    inputs: tuple[Input, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A pasted text, with what is known of it; `faults` say, field by field, what cannot be."""

    text: str
    given: Given
    faults: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page of a job, with the incidents that it joined: their ids and titles."""

    page: Page
    incidents: tuple[tuple[str, str], ...] = ()


def files_asked(files: Sequence[tuple[str, bytes]], *, folder: bool = False) -> Asked:
    """Files that were sent; of a folder only those that can be read, and how many were left out.

    >>> asked = files_asked([("in/a.html", b"<p>Gao"), ("in/photo.jpg", b""), ("in/.git/a.txt", b"")], folder=True)
    >>> [i.name for i in asked.inputs], asked.left_out
    (['in/a.html'], 2)
    """
    forms = suffixes()
    taken = [(n, b) for n, b in files if not folder or (n.lower().endswith(forms) and "/." not in f"/{n}")]
    return Asked(
        inputs=tuple(file_input(name[-LONGEST_NAME:], body) for name, body in taken),
        left_out=len(files) - len(taken),
    )


def pasted(fields: Mapping[str, str]) -> Pasted:
    """A pasted text.

    >>> [fault for fault, _ in pasted({"text": " ", "published": "yesterday", "url": "gao.example"}).faults]
    ['text', 'published', 'url']
    """
    text, faults = fields.get("text", ""), dict[str, str]()
    if not text.strip():
        faults["text"] = "there is no text; paste the report"

    def said(name: str, check: Callable[[str], object] = str) -> str | None:
        value = fields.get(name, "").strip()[:LONGEST_FIELD]
        try:
            return str(check(value)) if value else None
        except InputError as error:
            faults[name] = str(error)
            return None

    published, url = said("published", checked_date), said("url", checked_url)
    given = Given(title=said("title"), outlet=said("outlet"), url=url, published=published)
    return Pasted(text=text, given=given, faults=tuple(faults.items()))


def urls_asked(text: str, *, content_only: bool = False) -> Asked:
    """Addresses, one a line.

    >>> asked = urls_asked("https://gao.example/1\\n\\nhttps://gao.example/1\\nnot an address")
    >>> [i.name for i in asked.inputs], [fault for _, fault in asked.faults]
    (['https://gao.example/1'], ['line 4: not an address: only http and https addresses are fetched'])
    """
    inputs, faults = dict[str, Input](), list[tuple[str, str]]()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            made = url_input(line, content_only=content_only)
            inputs[made.name] = made
        except InputError as error:
            faults.append(("urls", f"line {number}: {error}"))
    if not inputs and not faults:
        faults.append(("urls", "there is no address; give one a line"))
    if len(inputs) > MOST_URLS:
        faults.append(("urls", f"these are {len(inputs)} addresses; give at most {MOST_URLS} at once"))
    return Asked(inputs=tuple(inputs.values()), faults=tuple(faults))


def rows_of(view: View, pages: Sequence[Page]) -> tuple[Row, ...]:
    """Pages with the titles of the incidents that they joined, as far as these are still there."""
    titles: dict[str, str] = {}
    for id in dict.fromkeys(id for page in pages for id in page.incidents):
        incident = view.incident(id)
        if incident is not None:
            titles[id] = incident.title
    return tuple(Row(page=p, incidents=tuple((id, titles[id]) for id in p.incidents if id in titles)) for p in pages)


def percent(job: Job) -> int:
    """How far a job is.

    >>> percent(Job(id=1, title="", by="", state="working", made="", ended=None, watch=None, total=8, done=2,
    ...             outcomes=()))
    25
    """
    return 100 * job.done // job.total if job.total else 0


def may_watch(place: str, *, root: str | None) -> str | None:
    """Why a folder may not be watched at a desk that others reach; None where it may."""
    if root is None:
        return (
            "Others reach this desk, so it watches only folders inside the one that the setting watch_root names, "
            "and it is not set."
        )
    inside = Path(place).resolve().is_relative_to(Path(root).resolve())
    return None if inside else f"Others reach this desk, so it watches only folders inside {root}."
