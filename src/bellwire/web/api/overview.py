"""What is drawn of all incidents that a filter lets through: the map, the timeline, the facets."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from bellwire.errors import InputError
from bellwire.store import View
from bellwire.store.facets import MOST_VALUES, NAMES
from bellwire.store.map import MOST_POINTS, NEAREST, Mapped
from bellwire.web.api.answers import joined, listed, number, plain, unless_known
from bellwire.web.api.described import FORMS, an_object, answers, several
from bellwire.web.here import Asked, Here
from bellwire.web.query import QueryError, box_of

router = APIRouter(tags=["overview"])
Step = Literal["day", "week", "month", "year"]
DAYS, WEEKS = 3, 12
"""Years that are given by the day, and by the week: some thousand rows at most."""

_COLUMN = {"type": "array"}
_MAP = {
    "type": "object",
    "required": ["total", "nowhere", "binned"],
    "properties": {
        "total": {"type": "integer", "description": "Incidents with a point, within the bounds."},
        "nowhere": {"type": "integer", "description": "Incidents without a point."},
        "binned": {"type": "boolean"},
        "points": an_object(
            **dict.fromkeys(("id", "lat", "lon", "type", "prec", "killed", "low", "disagree", "title", "day"), _COLUMN)
        ),
        "bins": an_object(**dict.fromkeys(("lat", "lon", "n", "disagree", "type"), _COLUMN)),
    },
}
_TIMELINE = an_object(
    step={"type": "string", "enum": ["day", "week", "month", "year"]},
    days={"type": "array", "items": {"type": "string"}},
    types={"type": "array", "items": {"type": "string"}},
    counts={"type": "array", "items": {"type": "array", "items": {"type": "integer"}}},
    undated={"type": "integer"},
)


@router.get("/map", **answers(_MAP, filters=True))
def get_map(
    here: Asked,
    zoom: Annotated[int, Query(ge=0, le=NEAREST, description="How near, as web maps count it.")] = 2,
    bounds: Annotated[
        str | None,
        Query(description="What the map shows: west,south,east,north.", json_schema_extra={**FORMS["box"]}),
    ] = None,
    most: Annotated[int, Query(ge=0, le=MOST_POINTS, description="Points; where there are more, bins.")] = MOST_POINTS,
) -> Response:
    """The points of the incidents, in columns; where they are too many, how many there are in each field of a grid.

    `killed` is the highest and `low` the lowest figure of people killed that anybody holds, `prec` the precision of the
    place (1 to 7, UCDP's where_prec), `disagree` is 1 where two holders' figures cannot both be right.
    """
    wanted, within = here.filter, _bounds(bounds)

    def answer(view: View) -> Response:
        return Response(
            map_json(view.map_points(wanted, most=most, bounds=within, zoom=zoom)), media_type="application/json"
        )

    return unless_known(here, answer)


def _bounds(given: str | None) -> tuple[float, float, float, float] | None:
    try:
        return box_of(given) if given else None
    except InputError as error:
        raise QueryError("bounds", str(error)) from error


def map_json(found: Mapped) -> bytes:
    """What a map shows, column by column: half of the bytes of a list of points."""
    shared = {"total": found.total, "nowhere": found.nowhere, "binned": bool(found.bins)}
    if found.bins:
        bins = found.bins
        return joined(
            **shared,
            bins={
                "lat": [b.lat for b in bins],
                "lon": [b.lon for b in bins],
                "n": [b.incidents for b in bins],
                "disagree": [b.disagree for b in bins],
                "type": [b.type for b in bins],
            },
        )
    points = found.points
    return joined(
        **shared,
        points={
            "id": [p.id for p in points],
            "lat": [p.lat for p in points],
            "lon": [p.lon for p in points],
            "type": [p.type for p in points],
            "prec": [p.where_prec for p in points],
            "killed": [number(p.killed_high) for p in points],
            "low": [number(p.killed_low) for p in points],
            "disagree": [int(p.disagree) for p in points],
            "title": [p.title for p in points],
            "day": [p.day for p in points],
        },
    )


@router.get("/timeline", **answers(_TIMELINE, filters=True))
def get_timeline(
    here: Asked, step: Annotated[Step | None, Query(description="As fine as the period bears, where left out.")] = None
) -> Response:
    """How many incidents of each type there are over time: a row a day, week (by its Monday), month or year.

    Days without incidents are left out; `undated` counts what has no day.
    """
    wanted = here.filter

    def answer(view: View) -> Response:
        chosen = step or _step(view, here)
        found = view.timeline_by_type(wanted, step=chosen)
        undated = sum(found.pop("", {}).values())
        types = sorted({kind for kinds in found.values() for kind in kinds})
        counts = [[kinds.get(kind, 0) for kind in types] for kinds in found.values()]
        return plain({"step": chosen, "days": [*found], "types": types, "counts": counts, "undated": undated})

    return unless_known(here, answer)


def _step(view: View, here: Here) -> Step:
    """Days where there are few, else weeks or months."""
    years = [int(year) for year in view.timeline(here.filter, step="year") if year]
    span = max(years) - min(years) + 1 if years else 0
    return "day" if span <= DAYS else "week" if span <= WEEKS else "month"


@router.get("/facets", **answers(an_object(facets=several("Facet")), filters=True))
def get_facets(
    here: Asked,
    facet: Annotated[
        list[Literal["type", "status", "country", "admin1", "grade", "review", "actor", "source"]] | None,
        Query(description="Which; all where left out."),
    ] = None,
    beginning: Annotated[
        str, Query(max_length=100, pattern="^[^\\x00]*$", description="How admin-1s, actors and sources begin.")
    ] = "",
    most: Annotated[int, Query(ge=1, le=200, description="Values of each.")] = MOST_VALUES,
) -> Response:
    """The values by which incidents can be chosen, the commonest first, with how many each would leave.

    Each facet is counted under all else that is asked. `least` says that counting stopped early, `more` that there are
    other values.
    """
    wanted = here.filter
    names = facet if facet else NAMES

    def answer(view: View) -> Response:
        found = view.facets(wanted, of=names, beginning=beginning, most=most)
        return Response(joined(facets=listed(found)), media_type="application/json")

    return unless_known(here, answer)
