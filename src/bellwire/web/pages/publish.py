"""Publishing: choose a policy for what a filter finds, see what it changes, confirm, and download."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, Response

from bellwire.errors import ConfigError, InputError
from bellwire.publish.folder import zipped
from bellwire.publish.hidden import Hidden
from bellwire.publish.policy import SHIPPED, Policy, policy_of, shipped
from bellwire.publish.selection import Selection, Summary, nothing_out, select, summary_of
from bellwire.store import Filter
from bellwire.web.here import Asked, Here, needs
from bellwire.web.pages.situation import chips
from bellwire.web.query import filter_of, params_of
from bellwire.web.show.publish import Changed, changed_of, policy_lines
from bellwire.web.site import files_of, record_of, site_of

router = APIRouter(dependencies=[Depends(needs("editor"))])
PAGE = 10
"""Changed incidents on a page."""
MOST = 5_000
"""Incidents that the page publishes; more are for the command line. 5,000 take about a minute (2 cores, 2026-11)."""
KEPT = 8
"""Selections that are held, so that turning pages does not read the record anew."""
FOLDER = "policies"
"""The folder beside the store in which an organisation keeps its own policies."""
Key = tuple[int, int, str, Filter, date]


@dataclass(slots=True)
class Seen:
    """Selections that were looked at, the latest last: what their reports hide, and what the policy did."""

    held: OrderedDict[Key, tuple[Hidden, Summary]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Key) -> tuple[Hidden, Summary] | None:
        """What was kept under a key."""
        with self.lock:
            return self.held.get(key)

    def keep(self, key: Key, made: tuple[Hidden, Summary]) -> None:
        """Keeps a selection, and forgets the oldest where there are too many."""
        with self.lock:
            self.held[key] = made
            while len(self.held) > KEPT:
                self.held.popitem(last=False)


def today() -> date:
    """The day from which delays are counted: UTC."""
    return datetime.now(UTC).date()


def policies(store: str) -> tuple[tuple[Policy, ...], tuple[str, ...]]:
    """The policies that come with Bellwire and those beside the store, and what is wrong with others there."""
    found = [shipped(name) for name in SHIPPED]
    faults: list[str] = []
    local = "://" not in store or store.startswith("sqlite:///")
    folder = Path(store.removeprefix("sqlite:///")).with_name(FOLDER) if local else None
    for file in sorted(folder.glob("*.toml")) if folder is not None and folder.is_dir() else ():
        try:
            if file.stem in SHIPPED:
                raise ConfigError(f"{file.name}: the name {file.stem} is taken by a policy that comes with Bellwire")
            found.append(policy_of(file.read_text(encoding="utf-8"), file.stem, where=file.name))
        except (ConfigError, OSError, UnicodeDecodeError) as error:
            faults.append(str(error))
    return tuple(found), tuple(faults)


def chosen(here: Here, name: str) -> Policy:
    """The policy of a name; raises InputError that lists those there are."""
    known, _ = policies(here.settings.store)
    found = next((p for p in known if p.name == name), None)
    if found is None:
        raise InputError(f"there is no policy {name!r}; there are: {', '.join(p.name for p in known)}")
    return found


@contextmanager
def selected(here: Here, policy: Policy, wanted: Filter) -> Iterator[tuple[Selection, Summary]]:
    """The selection of a filter in the record as it is now, and what the policy does to it."""
    with here.desk.view() as view:
        total = view.incidents(wanted, limit=1).total
        if total > MOST:
            raise InputError(
                f"{total:,} incidents are too many for this page, which publishes {MOST:,} at most; narrow the filter, "
                f"or use the command line: bellwire publish --policy {policy.name} --out DIR"
            )
        seen: Seen = _seen(here)
        key = (id(here.desk.store), view.last_seq(), policy.digest, wanted, today())
        held = seen.get(key)
        if held is None:
            made = select(view, policy, wanted, today(), lambda ids: here.desk.judged_reports(view, ids))
            held = made.hidden, summary_of(made)
            seen.keep(key, held)
        again = Selection(
            view=view,
            policy=policy,
            wanted=wanted,
            today=key[-1],
            reports_of=lambda ids: here.desk.judged_reports(view, ids),
            hidden=held[0],
        )
        yield again, held[1]


def _seen(here: Here) -> Seen:
    state = here.request.app.state
    if not hasattr(state, "published"):
        state.published = Seen()
    found: Seen = state.published
    return found


@router.get("/publish", response_class=HTMLResponse)
def publish(here: Asked) -> HTMLResponse:
    """The filter, the policies, and what the chosen one does: in numbers, and incident by incident."""
    wanted = here.filter
    known, faults = policies(here.settings.store)
    policy = chosen(here, here.asked("policy") or "public")
    with selected(here, policy, wanted) as (selection, summary):
        first = _first(here.asked("after"), len(summary.changed))
        changes = _changes(selection, summary.changed[first : first + PAGE])
    return here.render(
        "publish.html.j2",
        wanted=wanted,
        given=params_of(wanted),
        chips=tuple(chips(here, wanted)),
        policies=known,
        faults=faults,
        policy=policy,
        lines=policy_lines(policy, here.language.gettext),
        summary=summary,
        changes=changes,
        first=first,
        after=str(first + PAGE) if first + PAGE < len(summary.changed) else None,
        token=summary.digest,
    )


def _first(asked: str, total: int) -> int:
    try:
        first = int(asked or 0)
    except ValueError:
        raise InputError(f"after: {asked!r} is no number") from None
    return min(max(first, 0), max(total - 1, 0))


def _changes(selection: Selection, ids: tuple[str, ...]) -> tuple[Changed, ...]:
    """The changes of some incidents, each under the title that the desk knows it by."""
    made = []
    for release, _ in selection.releases(ids):
        kept = selection.view.incident(release.id)
        made.append(changed_of(release, kept.title if kept else release.title))
    return tuple(made)


@router.post("/publish")
def download(
    here: Asked,
    policy: Annotated[str, Form(max_length=200)],
    token: Annotated[str, Form(max_length=200)],
    form: Annotated[str, Form(max_length=10)] = "zip",
    query: Annotated[str, Form(max_length=8000)] = "",
    confirmed: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The site as a zip, or the record as JSON: what was looked at and confirmed, or nothing."""
    from urllib.parse import parse_qsl

    wanted, rules = filter_of(parse_qsl(query)), chosen(here, policy)
    back = here.url("/publish", wanted, policy=policy)
    if form not in ("zip", "json"):
        raise InputError(f"there is no form {form!r}; there are: zip, json")
    with selected(here, rules, wanted) as (selection, summary):
        if not summary.out:
            raise nothing_out(summary)
        if confirmed != "yes":
            return here.see(back, here._("Nothing was published: tick the box that says that you looked."))
        if token != summary.digest:
            return here.see(back, here._("The record or the policy changed since you looked: look again."))
        site = site_of(selection, here.language)
    name = f"bellwire-{rules.name}-{site.today.isoformat()}.{form}"
    body, kind = (zipped(files_of(site)), "application/zip") if form == "zip" else (record_of(site), "application/json")
    headers = {"Content-Disposition": f'attachment; filename="{_ascii(name)}"', "Cache-Control": "no-store"}
    return Response(body, media_type=kind, headers=headers)


def _ascii(name: str) -> str:
    """A name of a file that any header may hold."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in name)
