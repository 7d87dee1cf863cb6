"""`bellwire incidents`: what happened, as a list."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click

from bellwire.cli.common import as_known_on_option, say, store_option
from bellwire.desk import Desk
from bellwire.errors import InputError
from bellwire.model import Incident
from bellwire.model.codec import encode
from bellwire.model.words import EVENT_TYPES, GradeWord, ReviewState, Status
from bellwire.settings import resolve
from bellwire.store import Filter, Tombstone
from bellwire.store.filters import ORIGINS

F = TypeVar("F", bound=Callable[..., Any])
MANY = 1000


def filter_options(command: F) -> F:
    """The options that choose incidents; of one option given twice either will do."""
    several: dict[str, Any] = {"multiple": True}
    for option in (
        click.option("--killed", type=float, metavar="N", help="Of which somebody says that N or more were killed."),
        click.option("--box", metavar="W,S,E,N", help="Within degrees: west, south, east, north."),
        click.option("--text", metavar="WORDS", help='Words, "phrases", beginnings* in title, place, names.'),
        click.option("--to", "end", metavar="DATE", help="Up to a day, month or year."),
        click.option("--from", "start", metavar="DATE", help="From a day, month or year on."),
        click.option(
            "--origin",
            type=click.Choice(ORIGINS),
            help="Coded from reports (if left out), imported from a data set of others, or all.",
        ),
        click.option("--review", type=click.Choice(get_args(ReviewState)), **several, help="By review."),
        click.option("--grade", type=click.Choice(get_args(GradeWord)), **several, help="By grade."),
        click.option("--status", type=click.Choice(get_args(Status)), **several, help="By status."),
        click.option("--source", metavar="NAME", **several, help="Told by this outlet or speaker."),
        click.option("--actor", metavar="NAME", **several, help="With this actor."),
        click.option("--admin1", metavar="NAME", **several, help="In this province or state."),
        click.option("--country", metavar="CODE", **several, help="In this country (ISO 3166, two letters)."),
        click.option(
            "--type", "type_", type=click.Choice(EVENT_TYPES, case_sensitive=False), **several, help="By type."
        ),
    ):
        command = option(command)
    return command


def filter_of(given: dict[str, Any]) -> Filter:
    """The filter that the options make; takes them out of `given`."""
    box = given.pop("box")
    names = {"types": "type_", "statuses": "status", "countries": "country", "admin1s": "admin1", "actors": "actor"}
    names |= {"sources": "source", "grades": "grade", "reviews": "review"}
    values: dict[str, Any] = {field: tuple(given.pop(option)) for field, option in names.items()}
    rest = {name: given.pop(name) for name in ("start", "end", "text", "origin")}
    return Filter(**values, **rest, box=box_of(box) if box else None, least_killed=given.pop("killed"))


def box_of(given: str) -> tuple[float, float, float, float]:
    """West, south, east and north of a box.

    >>> box_of("-10,5,10,25")
    (-10.0, 5.0, 10.0, 25.0)
    """
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError:
        raise InputError(f"{given!r} is no box; give west,south,east,north in degrees, such as -10,5,10,25") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(f"{given!r} is no box on the globe; give west,south,east,north in degrees")
    return west, south, east, north


def line_of(incident: Incident) -> str:
    """An incident in a line."""
    when = incident.date.value if incident.date and incident.date.value else "no date"
    kind = f"{incident.type}/{incident.mode}" if incident.mode else incident.type
    grade = incident.grade.word if incident.grade else f"{incident.suggested.word or 'not graded'}?"
    told = f"{incident.sources} in {incident.reports}"
    review = "" if incident.review == "unreviewed" else f"  [{incident.review}]"
    return f"{incident.id}  {when:21} {kind:22} {grade:11} {told:>7}  {incident.title}{review}"


def gone_line(stone: Tombstone) -> str:
    """What became of an incident, in a line."""
    into = f" into {stone.into}" if stone.into else ""
    why = f"  ({stone.why})" if stone.why else ""
    return f"{stone.id}  {stone.at}  {stone.reason}{into}{why}"


@click.command("incidents")
@store_option
@as_known_on_option
@filter_options
@click.option("--limit", type=click.IntRange(1, MANY), default=50, show_default=True, help="Incidents on a page.")
@click.option("--after", metavar="PLACE", help="The next page: the place that the page before ended with.")
@click.option("--gone", is_flag=True, help="Instead: what was merged, split or withdrawn, and why.")
@click.option("--json", "as_json", is_flag=True, help="One incident a line (bellwire.incident/1).")
def command(
    store: str | None, as_known_on: str | None, limit: int, after: str | None, gone: bool, as_json: bool, **given: Any
) -> int:
    """List incidents, the latest first: what analysts call events, each merged from the reports that tell of it.

    A grade with a question mark is the machine's suggestion. “2 in 5” are two independent sources in five reports.

    \b
    Example:
      bellwire incidents --type ASSAULT --country ML --from 2024-05 --killed 10
      bellwire incidents --text '"drone strike"' --as-known-on 2024-05-02
    """
    wanted = filter_of(given)
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        if gone:
            for stone in view.tombstones(kind="incident"):
                click.echo(encode(stone).decode() if as_json else gone_line(stone))
            return 0
        page = view.incidents(wanted, limit=limit, after=after)
        waiting = view.unrelated() if as_known_on is None else 0
    if waiting:
        say(f"{waiting} reports are not related yet, and in no incident; to do it: bellwire ingest --store ...")
    for incident in page.incidents:
        click.echo(encode(incident).decode() if as_json else line_of(incident))
    if not as_json:
        more = f"; the next page: --after {page.after}" if page.after else ""
        least = " or more" if page.total_is_least else ""
        click.echo(f"{len(page.incidents)} of {page.total:,}{least} incidents{more}", err=True)
    return 0
