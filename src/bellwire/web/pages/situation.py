"""The situation view: map, timeline and list of the incidents that a filter lets through, linked."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bellwire.model.words import EVENT_TYPES, GradeWord, ReviewState, Status
from bellwire.store import Filter
from bellwire.web.here import Asked, Here
from bellwire.web.query import params_of
from bellwire.web.show.situation import rows_of
from bellwire.web.words import shown_word

router = APIRouter()
PAGE = 100
VOCABULARIES = {
    "type": EVENT_TYPES,
    "status": Status.__args__,  # type: ignore[attr-defined]
    "grade": GradeWord.__args__,  # type: ignore[attr-defined]
    "review": ReviewState.__args__,  # type: ignore[attr-defined]
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition that is set: what it says, and the address without it."""

    words: str
    without: str


@router.get("/", response_class=HTMLResponse)
def situation(here: Asked) -> HTMLResponse:
    """Map, timeline and list; for htmx the list alone."""
    wanted, after = here.filter, here.asked("after") or None
    with here.view() as view:
        listed = view.incidents(wanted, limit=PAGE, after=after)
        facets = {facet.name: facet for facet in view.facets(wanted)}
        empty = not listed.total and here.as_known_on is None and not view.report_ids()
    response = here.render(
        "found.html.j2" if here.htmx else "situation.html.j2",
        rows=rows_of(listed.incidents, here.language),
        listed=listed,
        facets=facets,
        empty=empty,
        wanted=wanted,
        query=here.url("", wanted),
        chips=tuple(chips(here, wanted)),
        vocabularies=VOCABULARIES,
    )
    response.headers["Vary"] = "HX-Request"
    return response


def chips(here: Here, wanted: Filter) -> Iterator[Chip]:
    """The conditions of a filter, each with the address without it."""
    pairs = params_of(wanted)
    for name, value in pairs:
        said = here._(shown_word(name, value)) if name in VOCABULARIES else value
        if name in ("start", "end"):
            said = here.language.day(value)
        if name == "country":
            said = here.country(value)
        rest = [pair for pair in pairs if pair != (name, value)]
        label = f"{here._(shown_word('parameter', name))}: {here._('this area') if name == 'box' else said}"
        yield Chip(label, here.url("/", rest))
