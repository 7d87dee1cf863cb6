"""`bellwire incident`: one happening as all reports tell it."""

from collections.abc import Iterator, Sequence

import click

from bellwire.brief.words import MEASURE_WORDS, bounds
from bellwire.cli.common import as_known_on_option, store_option
from bellwire.desk import Desk
from bellwire.keeping import named_incident
from bellwire.model import Evidence, Grade, Holding, Incident, Judgement, Party, Step, Tally
from bellwire.model.codec import encode
from bellwire.relate.incidents import growth
from bellwire.review import effective
from bellwire.settings import resolve
from bellwire.store import Version

CONTESTED = "  accounts differ"


def _parties(name: str, parties: Sequence[Party]) -> Iterator[str]:
    if parties:
        told = (f"{p.name} ({p.type.replace('_', ' ')}; {p.sources} sources)" for p in parties)
        yield f"  {name:9} {'; '.join(told)}"


def _grade(grade: Grade) -> str:
    code = f"{grade.reliability or ''}{grade.credibility or ''}"
    return " ".join(filter(None, (grade.word or "not graded", code, f"({grade.why})" if grade.why else "")))


def _tally(tally: Tally) -> Iterator[str]:
    what = f"{MEASURE_WORDS.get(tally.measure, tally.measure)}{' (a part of others)' if tally.part else ''}"
    whom = tally.population or ("people" if tally.unit == "person" else tally.unit)
    yield f"  {what}: {bounds(tally.low, None, tally.high)} {whom}{CONTESTED if tally.disagree else ''}"
    for held in tally.holdings:
        when = held.as_of or ("before that" if held.former else "no date")
        yield f"      {when:12} {_held(held):26} {holder_of(held)}: “{held.quote}”  {held.record}"


def _held(held: Holding) -> str:
    return bounds(held.low, held.best, held.high, approx=held.approx)


def holder_of(held: Holding) -> str:
    """Who holds a figure, through whom."""
    outlet = held.outlet or "an unnamed outlet"
    return f"{held.holder} (in {outlet})" if held.holder else outlet


def lines_of(incident: Incident, evidence: Sequence[Evidence]) -> Iterator[str]:
    """An incident in full: what, where, when, who, how many by whom, and the words it was read from."""
    yield f"{incident.title}"
    yield f"  {incident.id}: {incident.type}{f'/{incident.mode}' if incident.mode else ''}, {incident.status}"
    if incident.where:
        w = incident.where
        where = ", ".join(filter(None, (w.name, w.admin1, w.country)))
        point = f" {w.lat:.3f}, {w.lon:.3f}" if w.lat is not None and w.lon is not None else ""
        spread = f", tellings up to {w.spread_km:.0f} km apart" if w.spread_km >= 1 else ""
        yield f"  where     {where}{point} (precision {w.precision}{spread})"
    if incident.date and incident.date.value:
        yield f"  when      {incident.date.value} (to the {incident.date.precision})"
    yield from _parties("who", incident.agents)
    yield from _parties("to whom", incident.patients)
    copies = f", {incident.copies} of them copies" if incident.copies else ""
    yield f"  sources   {incident.sources} in {incident.reports} reports{copies}: {'; '.join(incident.source_names)}"
    yield f"  grade     {_grade(incident.grade)}, by an analyst" if incident.grade else "  grade     not given"
    yield f"  suggested {_grade(incident.suggested)}"
    edited = f"; edited: {', '.join(sorted(incident.edited))}" if incident.edited else ""
    yield f"  review    {incident.review}{edited}"
    for tally in incident.tallies:
        yield from _tally(tally)
    yield "  told by"
    for each in evidence:
        outlet = each.outlet or "an unnamed outlet"
        yield f"      {each.published or 'no date':12} {outlet}: “{each.words}”  {each.record}"


def history_lines(versions: Sequence[Version], judgements: Sequence[Judgement]) -> Iterator[str]:
    """How an incident came to be what it is, and who judged it."""
    yield "  history"
    for version in versions:
        why = f" ({version.why})" if version.why else ""
        i = version.incident
        told = f"{i.title}; {i.reports} reports, {i.review}"
        yield f"      {version.since}  {version.action} by {version.by}{why}: {told}"
    for j in judgements:
        why = f" ({j.why})" if j.why else ""
        yield f"      {j.at}  {j.id} {j.verb} by {j.by}{why}"


def step_line(step: Step) -> str:
    """A step of how the toll grew."""
    held = step.holding
    change = step.change if step.before is None else f"{step.change}, before: {_held(step.before)}"
    measure = MEASURE_WORDS.get(held.measure, held.measure)
    return f"{held.as_of or 'no date':12} {_held(held)} {measure}: {holder_of(held)} ({change})"


def since_judged(versions: Sequence[Version], judgements: Sequence[Judgement]) -> Iterator[str]:
    """A line for each acceptance and grade that was given when fewer reports told of the incident."""
    for judgement in effective(judgements):
        seen = [v for v in versions if v.since <= judgement.at]
        if judgement.verb not in ("accept", "grade") or not seen:
            continue
        came = len(set(versions[-1].incident.evidence) - set(seen[-1].incident.evidence))
        if came:
            what = "accepted" if judgement.verb == "accept" else "graded"
            yield f"  look again: {came} tellings came after {judgement.by} {what} it ({judgement.at[:10]})"


@click.command("incident")
@click.argument("incident", metavar="ID")
@store_option
@as_known_on_option
@click.option("--history", is_flag=True, help="All versions, the judgements, and how the toll grew.")
@click.option("--json", "as_json", is_flag=True, help="As JSON: the incident, its evidence, its history.")
def command(incident: str, store: str | None, as_known_on: str | None, history: bool, as_json: bool) -> int:
    """Show an incident: the merged view, every figure with who holds it, the words of every telling.

    The beginning of an id is enough where only one begins so.

    \b
    Example:
      bellwire incident i-0123456789ab
      bellwire incident i-01234 --history --as-known-on 2024-05-02
    """
    with Desk.open(resolve({"store": store}).settings, make=False) as desk, desk.view(as_known_on) as view:
        found = named_incident(view, incident)
        evidence = view.evidence([found.id])[found.id]
        copied = view.originals([e.report for e in evidence])
        versions, judgements = view.history(found.id), view.judgements([found.id])
    steps = growth(evidence, copied)
    if as_json:
        whole = {"incident": found, "evidence": evidence, "growth": steps}
        click.echo(encode(whole | ({"history": versions, "judgements": judgements} if history else {})).decode())
        return 0
    for line in (*lines_of(found, evidence), *since_judged(versions, judgements)):
        click.echo(line)
    if history:
        click.echo("  how the toll grew")
        for step in steps:
            click.echo(f"      {step_line(step)}")
        for line in history_lines(versions, judgements):
            click.echo(line)
    return 0
