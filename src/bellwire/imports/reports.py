"""A row of a data set as a report: its text is the row written out, and every record points at a cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bellwire.imports.checks import read_checked
from bellwire.imports.told import Cells, DataSet, Deaths, Named, Told
from bellwire.model import (
    Actor,
    Block,
    Codes,
    Document,
    Event,
    Figure,
    Issue,
    MadeBy,
    Participant,
    Place,
    Published,
    Report,
    Span,
    Telling,
    TimeRef,
    content_id,
)
from bellwire.model.ids import IMPORTED, text_digest
from bellwire.version import __version__

SURE = 1.0
"""What a cell says needs no reading."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row written out, a cell a line, and where each cell's value stands."""

    text: str
    spans: Mapping[str, Span]

    def blocks(self) -> Iterator[Block]:
        """The lines, each a paragraph, as a page is shown."""
        for name, span in self.spans.items():
            yield Block(start=span.start - len(name) - 2, end=span.end, role="paragraph")

    def within(self, column: str, words: str) -> Span:
        """Where words stand in a cell; the whole cell where they do not."""
        span = self.spans[column]
        at = self.text.find(words, span.start, span.end)
        return span if at < 0 else Span(start=at, end=at + len(words))

    def across(self, first: str, last: str) -> Span:
        """From one cell to another."""
        return Span(start=self.spans[first].start, end=self.spans[last].end)


def written(cells: Cells, columns: tuple[str, ...]) -> Written:
    """A row written out: the columns in their order, then, by name, those that an edition has besides.

    >>> written({"iso": "466", "notes": "Gunmen attacked."}, ("notes", "iso")).text
    'notes: Gunmen attacked.\\niso: 466'
    """
    names = [name for name in columns if name in cells] + sorted(cells.keys() - set(columns))
    lines: list[str] = []
    spans: dict[str, Span] = {}
    at = 0
    for name in names:
        start = at + len(name) + 2
        lines.append(f"{name}: {cells[name]}")
        spans[name] = Span(start=start, end=start + len(cells[name]))
        at = spans[name].end + 1
    return Written("\n".join(lines), spans)


def id_of(outlet: str, row: str) -> str:
    """The id of a row's report, by who tells it and the row's own id; a name that letters and digits do not tell from
    others has some digits of its own.

    >>> id_of("UCDP GED", "412345"), id_of("ACLED (2024)", "MLI1")
    ('import:ucdp-ged:412345', 'import:acled-2024-2f35dd:MLI1')
    """
    name = outlet.casefold()
    plain = re.sub("[^a-z0-9]+", "-", name).strip("-")
    told = plain if plain.replace("-", " ") == name else f"{plain}-{text_digest(name)[:6]}".strip("-")
    return f"{IMPORTED}{told}:{row}"


def report_of(cells: Cells, data: DataSet, *, outlet: str | None = None, month_first: bool = False) -> Report:
    """The report that a row is. One that tells of no event has an issue that says why.

    `month_first` says that days of its table have the month first, so that 06/02/2025 may be two days.

    >>> from bellwire.imports.sets import set_named
    >>> row = {"event_id_cnty": "MLI9", "event_date": "2024-05-03", "event_type": "Battles", "fatalities": "12",
    ...        "sub_event_type": "Armed clash", "location": "Djenne", "latitude": "13.9", "longitude": "-4.55"}
    >>> report = report_of(row, set_named("acled"))
    >>> report.id, report.events[0].trigger.quote(report.document.text), report.figures[0].best
    ('import:acled:MLI9', 'Armed clash', 12.0)
    """
    told = read_checked(cells, data, month_first=month_first)
    row, teller = written(cells, data.columns), outlet or data.outlet
    actors = _actors(told, row)
    places, times = tuple(_places(told, row)), tuple(_times(told, row))
    figures = tuple(_figures(told, row, actors))
    events = tuple(_events(told, row, data, actors, places, figures))
    name = told.id or content_id("r", row.text)
    return Report(
        id=id_of(teller, name),
        document=Document(
            id=content_id("d", row.text),
            kind="article",
            text=row.text,
            outlet=teller,
            title=f"{teller} {name}",
            language="en",
            published=Published(value=told.published, from_="text") if told.published else Published(),
        ),
        blocks=tuple(row.blocks()),
        actors=tuple(actors.values()),
        places=places,
        times=times,
        figures=figures,
        events=events,
        issues=tuple(_issues(told, row, teller, found=bool(events))),
        made_by=MadeBy(bellwire=__version__),
    )


def unread(name: str, outlet: str, number: int, why: str) -> Report:
    """The report of a line that is no row."""
    return Report(
        id=id_of(outlet, f"line-{number}"),
        document=Document(id=content_id("d", name, number), kind="article", text="", outlet=outlet),
        issues=(Issue(code="unreadable", message=f"{name}, {why}"),),
        made_by=MadeBy(bellwire=__version__),
    )


def _actors(told: Told, row: Written) -> dict[str, Actor]:
    """The actors by their names, each once, with every place where it is named."""
    named: dict[str, list[Named]] = {}
    for each in told.actors:
        named.setdefault(each.name, []).append(each)
    return {
        name: Actor(
            id=content_id("a", name),
            name=name,
            type=all_[0].type,
            country=all_[0].country,
            mentions=tuple(sorted({row.within(n.column, name) for n in all_}, key=lambda s: (s.start, s.end))),
        )
        for name, all_ in named.items()
    }


def _places(told: Told, row: Written) -> Iterator[Place]:
    spot = told.spot
    if spot is not None:
        span = row.spans[spot.column]
        yield Place(
            id=content_id("p", span.start, spot.name),
            start=span.start,
            end=span.end,
            name=spot.name,
            lat=spot.lat,
            lon=spot.lon,
            country=spot.country,
            admin1=spot.admin1,
            precision=spot.precision,
            confidence=SURE,
        )


def _times(told: Told, row: Written) -> Iterator[TimeRef]:
    if told.date is not None:
        span, date = row.across(*told.date_columns), told.date
        yield TimeRef(
            id=content_id("t", span.start, date.value),
            start=span.start,
            end=span.end,
            value=date.value,
            earliest=date.earliest,
            latest=date.latest,
            precision=date.precision,
        )


def _figures(told: Told, row: Written, actors: Mapping[str, Actor]) -> Iterator[Figure]:
    """The toll, and the parts that it is made of."""
    whole = _figure(told.killed, row, actors, None) if told.killed else None
    if whole is not None:
        yield whole
    for part in told.parts:
        yield _figure(part, row, actors, whole.id if whole else None)


def _figure(deaths: Deaths, row: Written, actors: Mapping[str, Actor], whole: str | None) -> Figure:
    span = row.across(deaths.first, deaths.last)
    whose = actors.get(row.spans[deaths.of].quote(row.text)) if deaths.of else None
    return Figure(
        id=content_id("f", span.start, span.end, deaths.best),
        start=span.start,
        end=span.end,
        measure="killed",
        population=deaths.population,
        actor=whose.id if whose else None,
        low=deaths.low,
        best=deaths.best,
        high=deaths.high,
        part_of=whole,
        confidence=SURE,
    )


def _events(
    told: Told,
    row: Written,
    data: DataSet,
    actors: Mapping[str, Actor],
    places: tuple[Place, ...],
    figures: tuple[Figure, ...],
) -> Iterator[Event]:
    """The event, where the row has a type for it. What tells it are the first cells, as far as the lead."""
    if told.type is None or told.trigger not in row.spans:
        return
    trigger = row.spans[told.trigger]
    lead = row.spans.get(data.lead, trigger)
    start = row.text.rindex("\n", 0, trigger.start) + 1 if "\n" in row.text[: trigger.start] else 0
    sentence = Span(start=start, end=max(trigger.end, lead.end))
    yield Event(
        id=content_id("e", told.id, trigger.start, told.type),
        type=told.type,
        mode=told.mode,
        status="occurred",
        trigger=trigger,
        sentence=sentence,
        tellings=(Telling(trigger=trigger, sentence=sentence),),
        agents=tuple(_role(told, row, actors, "agents")),
        patients=tuple(_role(told, row, actors, "patients")),
        place=places[0].id if places else None,
        date=told.date,
        figures=tuple(figure.id for figure in figures),
        codes=told.codes or Codes(),
        confidence=SURE,
    )


def _role(told: Told, row: Written, actors: Mapping[str, Actor], role: str) -> Iterator[Participant]:
    for each in told.actors:
        if each.role == role:
            span = row.within(each.column, each.name)
            yield Participant(actor=actors[each.name].id, start=span.start, end=span.end)


def _issues(told: Told, row: Written, outlet: str, *, found: bool) -> Iterator[Issue]:
    yield Issue(code="imported", message=f"a row of {outlet}: an account of accounts, not one of its own")
    if not found and not any(fault.column == told.trigger for fault in told.faults):
        yield Issue(code="no_event", message="the row does not say what happened")
    for fault in told.faults:
        span = row.spans.get(fault.column)
        yield Issue(
            code="no_event" if fault.column == told.trigger and not found else "bad_cell",
            message=f"{fault.column}: {fault.message}",
            start=span.start if span else None,
            end=span.end if span else None,
        )
