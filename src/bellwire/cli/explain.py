"""`bellwire explain`: a page with what was read from it, or a record with what made it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bellwire.brief.words import counted, folded, holder, speaker
from bellwire.cli.common import as_known_on_option, given_of, given_options
from bellwire.desk import Desk, code_page
from bellwire.errors import InputError
from bellwire.model import Block, Claim, Event, Figure, Place, Report, Span, TimeRef
from bellwire.model.codec import to_plain
from bellwire.model.words import ARTICLE_ROLES, Kind
from bellwire.pipeline import load_parts
from bellwire.read import read_inputs
from bellwire.settings import resolve
from bellwire.store import shown

STYLES = {
    "events": "bold red",
    "claims": "cyan",
    "figures": "yellow",
    "places": "green",
    "times": "magenta",
    "actors": "bold blue",
}


def _named(report: Report, actor: str | None) -> str:
    return next((a.name for a in report.actors if a.id == actor), "")


def _event(event: Event, report: Report) -> str:
    text = report.document.text

    def people(role: str) -> str:
        return " + ".join(_named(report, p.actor) or folded(text[p.start : p.end]) for p in getattr(event, role))

    kind = f"{event.type}/{event.mode}" if event.mode else event.type
    place = next((p.name for p in report.places if p.id == event.place), None)
    rest = [event.status, place, event.date.value if event.date else None]
    who = f"{people('agents') or '?'} → {people('patients') or '?'}"
    return f"“{folded(event.trigger.quote(text))}” {kind}: {who} ({', '.join(filter(None, rest))})"


def _claim(claim: Claim, report: Report) -> str:
    text = report.document.text
    said = " … ".join(folded(span.quote(text)) for span in claim.content)
    cue = f" “{folded(claim.cue.quote(text))}”" if claim.cue else ""
    via = f" via {', '.join(claim.via)}" if claim.via else ""
    hedges = "".join(f" [hedge: {folded(h.quote(text))}]" for h in claim.hedges)
    return f"{speaker(claim, report)}{cue}{via} ({claim.manner}): {said}{hedges}"


def _figure(figure: Figure, report: Report) -> str:
    words = folded(report.document.text[figure.start : figure.end])
    part = " [part of another]" if figure.part_of else ""
    what = f"{figure.measure}: {counted(figure)}"
    return f"“{words}” {what} ({figure.state}); held by {holder(figure, report)}{part}"


def _place(place: Place, report: Report) -> str:
    where = f"{place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else "not on the map"
    inside = ", ".join(filter(None, (place.admin1, place.country)))
    words = report.document.text[place.start : place.end]
    return f"“{words}” {place.name} ({inside}) {where}, precision {place.precision}"


def _time(time: TimeRef, report: Report) -> str:
    return f"“{folded(report.document.text[time.start : time.end])}” {time.value or 'not resolved'}"


def records(report: Report, block: Block) -> Iterator[tuple[str, str, Span, str]]:
    """(layer, id, where it shows, what it says) of each record that begins in a block."""
    for event in report.events:
        if block.start <= event.trigger.start < block.end:
            yield "events", event.id, event.trigger, _event(event, report)
    for claim in report.claims:
        if block.start <= claim.content[0].start < block.end:
            yield "claims", claim.id, claim.cue or claim.content[0], _claim(claim, report)
    for figure in report.figures:
        if block.start <= figure.start < block.end:
            yield "figures", figure.id, Span(start=figure.start, end=figure.end), _figure(figure, report)
    for place in report.places:
        if block.start <= place.start < block.end:
            yield "places", place.id, Span(start=place.start, end=place.end), _place(place, report)
    for time in report.times:
        if block.start <= time.start < block.end:
            yield "times", time.id, Span(start=time.start, end=time.end), _time(time, report)
    for actor in report.actors:
        for mention in actor.mentions:
            if block.start <= mention.start < block.end:
                words = f"“{folded(mention.quote(report.document.text))}” {actor.name} ({actor.type})"
                yield "actors", actor.id, mention, words


def page_lines(report: Report, layers: tuple[str, ...]) -> Iterator[Text]:
    """The page, a block a line with its role before it, spans marked, and under it what was read from it."""
    for block in report.blocks:
        article = block.role in ARTICLE_ROLES
        line = Text(report.document.text[block.start : block.end], style="" if article else "dim")
        found = [r for r in records(report, block) if r[0] in layers]
        for layer, _, span, _ in found:
            line.stylize(f"{STYLES[layer]} underline", span.start - block.start, span.end - block.start)
        yield Text(f"{block.role:12}", style="dim") + line
        for layer, id, _, words in found:
            yield Text(f"{'':12}  {layer[:-1]:7}", style=STYLES[layer]) + Text(f"{words}  ") + Text(id, style="dim")


def record_lines(report: Report, id: str) -> Iterator[str]:
    """A record's fields, each span with its words, and what made it; raises InputError for an unknown id."""
    for part in load_parts():
        for layer in part.gives:
            for record in getattr(report, layer, ()):
                if getattr(record, "id", None) == id:
                    yield f"{id}: a record of {layer}, of report {report.id}"
                    yield from _fields(to_plain(record), report.document.text, 1)
                    made = report.made_by
                    yield f"  made by part {part.name!r} version {part.version} of Bellwire {made.bellwire}"
                    yield f"  over the parse of {made.model} (weights sha256 {(made.model_sha256 or '')[:16]})"
                    return
    raise InputError(f"no record {id!r} in report {report.id}; `bellwire explain` shows the ids at the lines' ends")


def _fields(plain: dict[str, object], text: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    start, end = plain.get("start"), plain.get("end")
    if isinstance(start, int) and isinstance(end, int):
        yield f"{indent}{start}..{end}  “{folded(text[start:end])}”"
    for name, value in plain.items():
        if name in ("start", "end") or value in (None, [], {}):
            continue
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _fields(value, text, depth + 1)
        elif isinstance(value, list) and isinstance(value[0], dict):
            yield f"{indent}{name}:"
            for item in value:
                yield from _fields(item, text, depth + 1)
        else:
            yield f"{indent}{name}: {value}"


@click.command("explain")
@click.argument("page", metavar="PAGE")
@click.option("--record", metavar="ID", help="One record: its fields, their words, and what made it.")
@click.option("--layers", default="events,claims,figures", show_default=True, help="Layers to show; or all.")
@click.option("--store", metavar="URL", help="The store in which to look, where PAGE is the id of a report.")
@as_known_on_option
@given_options
def command(
    page: str,
    record: str | None,
    layers: str,
    store: str | None,
    as_known_on: str | None,
    published: str | None,
    outlet: str | None,
    url: str | None,
    kind: Kind | None,
    language: str | None,
) -> int:
    """Show a page with its blocks' roles and what was read from each; or one record and what made it.

    PAGE is a file, or the id of a report in the store.

    \b
    Example:
      bellwire explain page.txt --published 2019-02-10 --layers all
      bellwire explain page.txt --record f-0123456789ab
    """
    wanted = tuple(STYLES) if layers == "all" else tuple(name.strip() for name in layers.split(","))
    unknown = [name for name in wanted if name not in STYLES]
    if unknown:
        raise InputError(f"no layer {unknown[0]!r}; there are: {', '.join(STYLES)}, all")
    if page == "-" or Path(page).exists():
        pages = read_inputs((page,), given_of(published, outlet, url, kind, language))
        reports = [code_page(each) for each in pages]
    else:
        reports = [_stored(page, store, as_known_on)]
    console = Console(file=sys.stdout, soft_wrap=True, highlight=False)
    for report in reports:
        if record:
            for text in record_lines(report, record):
                console.print(Text(text))
            return 0
        when = report.document.published
        console.print(
            Text(f"{report.id}  {report.document.title or ''}  published {when.value} ({when.from_})", style="bold")
        )
        for line in page_lines(report, wanted):
            console.print(line)
        for issue in report.issues:
            console.print(Text(f"issue {issue.code}: {issue.message}", style="bold yellow"))
    return 0


def _stored(id: str, store: str | None, as_known_on: str | None) -> Report:
    settings = resolve({"store": store}).settings
    if "://" not in settings.store and not Path(settings.store).exists():
        raise InputError(f"no such file: {id} (and no store {shown(settings.store)} to look it up in)")
    with Desk.open(settings, make=False) as desk, desk.view(as_known_on) as view:
        found = desk.judged_reports(view, [id])
    if not found:
        when = f" on {as_known_on}" if as_known_on else ""
        raise InputError(f"no such file, and no report of that id in {shown(settings.store)}{when}: {id}")
    return found[0]
