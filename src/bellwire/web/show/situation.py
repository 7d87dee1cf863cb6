"""The list of the situation view: incidents as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bellwire.model import Incident, Tally
from bellwire.relate.incident_titles import told_by_title
from bellwire.web.messages import Language
from bellwire.web.render import span_of
from bellwire.web.show.bars import Bar, bar_of, scale_of
from bellwire.web.words import shown_word

LEADING = ("killed", "injured", "missing", "abducted", "detained", "displaced")
"""Measures by which a row shows its figure: the gravest that it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident in the list, with the figure it is known by: its `span`, of what `measure`."""

    incident: Incident
    span: str = ""
    measure: str = ""
    bar: Bar | None = None

    @property
    def disagree(self) -> bool:
        """Whether its sources give figures that cannot all be right."""
        return any(tally.disagree for tally in self.incident.tallies)


def leading(incident: Incident) -> Tally | None:
    """The tally by which an incident is known: that of the gravest harm which a title would tell."""
    found = (told_by_title(measure, incident.tallies) for measure in LEADING)
    return next((tally for tally in found if tally is not None), None)


def ends_of(tally: Tally) -> tuple[float | None, float | None]:
    """The lowest and the highest number that a tally can be drawn with: its bounds, else the numbers given."""
    given = [v for h in tally.holdings for v in (h.low, h.best, h.high) if v is not None]
    low = tally.low if tally.low is not None or tally.high is not None else min(given, default=None)
    return low, tally.high


def rows_of(incidents: Sequence[Incident], language: Language) -> tuple[Row, ...]:
    """The rows of a page of incidents; the bars of one measure have one scale."""
    led = [leading(incident) for incident in incidents]
    highest: dict[str, float] = {}
    for tally in led:
        for value in ends_of(tally) if tally else ():
            if tally and value is not None:
                highest[tally.measure] = max(value, highest.get(tally.measure, 0.0))
    return tuple(_row(i, t, highest, language) for i, t in zip(incidents, led, strict=True))


def _row(incident: Incident, tally: Tally | None, highest: Mapping[str, float], language: Language) -> Row:
    if tally is None:
        return Row(incident=incident)
    low, high = ends_of(tally)
    scale = scale_of(highest.get(tally.measure, 1.0))
    measure = language.gettext(shown_word("measure", tally.measure))
    span = span_of(language, low, high)
    bar = bar_of(low, high, scale, disagree=tally.disagree, words=f"{span} {measure}")
    return Row(incident=incident, span=span, measure=measure, bar=bar)
