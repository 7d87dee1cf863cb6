"""The claims ledger: who said what, to whom, through whom, when, how guarded; by speaker, by subject, as threads."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bellwire.model.words import Manner, ReviewState
from bellwire.store import ClaimFilter
from bellwire.web.errors import NotFound
from bellwire.web.here import Asked, Here
from bellwire.web.query import QueryError
from bellwire.web.show.claims import ledger_filter, ledger_params, shown, shown_thread
from bellwire.web.words import shown_word

router = APIRouter()
PAGE = 50
GROUPS = ("", "speaker", "incident", "story")
"""What the ledger is grouped by: nothing, who speaks, or what is spoken of."""
MANNERS, REVIEWS = Manner.__args__, ReviewState.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that is set: what it says, and the address without it."""

    words: str
    without: str


@router.get("/claims", response_class=HTMLResponse)
def claims(here: Asked) -> HTMLResponse:
    """The ledger: claims, the latest first, or who speaks, or what is spoken of; for htmx the list alone."""
    by, after = here.asked("by"), here.asked("after") or None
    if by not in GROUPS:
        raise QueryError("by", f"there is no {by!r}; there are: {', '.join(GROUPS[1:])}")
    wanted = ledger_filter(here.filter, here.request.query_params.multi_items())
    lines, speakers, subjects = None, None, None
    with here.view() as view:
        if by == "speaker":
            speakers = view.speakers(wanted, limit=PAGE, after=after)
        elif by:
            subjects = view.subjects(wanted, kind=by, limit=PAGE, after=after)
        else:
            lines = view.claims(wanted, limit=PAGE, after=after)
        titles = _titles(here, wanted)
    response = here.render(
        "claims_found.html.j2" if here.htmx else "claims.html.j2",
        by=by,
        lines=lines,
        shown=tuple(map(shown, lines.claims)) if lines else (),
        speakers=speakers,
        subjects=subjects,
        wanted=wanted,
        asked=ledger_params(wanted),
        chips=tuple(chips(here, wanted, by, titles)),
        manners=MANNERS,
        reviews=REVIEWS,
    )
    response.headers["Vary"] = "HX-Request"
    return response


def _titles(here: Here, wanted: ClaimFilter) -> dict[str, str]:
    """The titles of the incidents that a filter names."""
    with here.view() as view:
        found = (view.incident(id) for id in wanted.incidents)
        return {incident.id: incident.title for incident in found if incident}


def chips(here: Here, wanted: ClaimFilter, by: str, titles: dict[str, str]) -> Iterator[Chip]:
    """The conditions of a filter on claims, each with the address without it."""
    pairs = ledger_params(wanted)
    for name, value in pairs:
        rest = [pair for pair in pairs if pair != (name, value)]
        yield Chip(_said(here, name, value, titles), here.url("/claims", rest, by=by or None))


def _said(here: Here, name: str, value: str, titles: dict[str, str]) -> str:
    """A condition in words."""
    flags = {
        ("hedged", "true"): here._("Hedged"),
        ("hedged", "false"): here._("Not hedged"),
        ("contested", "true"): here._("Contested"),
        ("rejected", "false"): here._("Without rejected claims"),
    }
    if (name, value) in flags:
        return flags[name, value]
    labels = {
        "speaker": here._("Speaker"),
        "who": here._("Said by"),
        "about": here._("About"),
        "through": here._("Through"),
        "incident": here._("Incident"),
        "story": here._("Story"),
        "manner": here._("Manner"),
    }
    label = labels.get(name) or here._(shown_word("parameter", name))
    if name in ("type", "status", "grade", "review", "manner"):
        value = here._(shown_word(name, value))
    elif name in ("start", "end"):
        value = here.language.day(value)
    elif name == "box":
        value = here._("this area")
    return f"{label}: {titles.get(value, value)}"


@router.get("/claims/{record:path}", response_class=HTMLResponse)
def thread(here: Asked, record: str) -> HTMLResponse:
    """A claim with those that say it again, those that speak against it, and how its figures changed."""
    with here.view() as view:
        found = view.claim_thread(record)
        seen = view.last_seq()
    if found is None:
        raise NotFound(f"there is no claim {record} in the record")
    return here.render("claim.html.j2", thread=shown_thread(found), seen=seen)
