"""What one report tells of an incident: its evidence, made from the report and one of its events."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from bellwire.model import Actor, Claim, Event, Evidence, Figure, Holding, Participant, Party, Span
from bellwire.relate.counts import classes_of, is_of_all, kind_of, measure_of
from bellwire.relate.incident_former import is_former
from bellwire.relate.incident_speakers import Said, folded, home_of, speaker_of
from bellwire.relate.readings import Reading
from bellwire.relate.statements import denies, is_vague_denial, negates
from bellwire.relate.who import body_of, side_of
from bellwire.relate.words import stem, words_of

WITHHELD = "[name withheld]"
"""What stands in a title where a publish policy hides a name."""
NOT_SO: frozenset[str] = frozenset(("denied", "not_occurred"))
"""Statuses of tellings that it did not happen."""


def evidence_of(reading: Reading, event: Event) -> Evidence:
    """What the report tells of the happening that its event is.

    >>> from bellwire.model import Document, MadeBy, Report, Span, Telling
    >>> text = "Gunmen attacked Tessit on Friday."
    >>> event = Event(id="e-1", type="ASSAULT", status="occurred", trigger=Span(start=7, end=15),
    ...               sentence=Span(start=0, end=33),
    ...               tellings=(Telling(trigger=Span(start=7, end=15), sentence=Span(start=0, end=33)),))
    >>> report = Report(id="r1", document=Document(id="d", kind="article", text=text, outlet="Sahel Post"),
    ...                 events=(event,), made_by=MadeBy(bellwire="0"))
    >>> found = evidence_of(Reading(report), event)
    >>> found.record, found.outlet, found.words, found.speakers
    ('r1#e-1', 'Sahel Post', 'Gunmen attacked Tessit on Friday.', ())
    """
    document = reading.report.document
    agents = tuple(_parties(event.agents, reading))
    told, denied = _speakers(reading, event, agents)
    home = home_of(reading, event)
    return Evidence(
        report=reading.id,
        event=event.id,
        outlet=_outlet(reading),
        url=document.url,
        title=_title(reading),
        published=document.published.value,
        type=event.type,
        mode=event.mode,
        status=event.status,
        trigger=event.trigger,
        sentence=event.sentence,
        words=folded(reading.quote(event.sentence)),
        agents=agents,
        patients=tuple(_parties(event.patients, reading)),
        place=reading.places.get(event.place or ""),
        date=event.date,
        figures=tuple(_holding(reading, reading.figures[f], home) for f in event.figures if f in reading.figures),
        speakers=tuple(name for name, _ in told),
        sides=tuple(side for _, side in told),
        denied_by=tuple(name for name, _ in denied),
        denied_sides=tuple(side for _, side in denied),
        confidence=event.confidence,
    )


def _outlet(reading: Reading) -> str | None:
    """The outlet's name, else the host of its page."""
    host = urlsplit(reading.report.document.url or "").hostname or ""
    return reading.report.document.outlet or host.removeprefix("www.") or None


def _title(reading: Reading) -> str | None:
    """The page's title, else its headline, without the names that a publish policy hides."""
    text = reading.report.document.text
    title = folded(reading.report.document.title or "") or _headline(reading)
    hidden = {folded(text[r.start : r.end]) for r in reading.report.redact} if title else set()
    for name in sorted(hidden, key=lambda name: (-len(name), name)):
        title = title.replace(name, WITHHELD) if title and len(name) > 1 else title
    return title


def _headline(reading: Reading) -> str | None:
    """The words that the page itself has over its text, without the characters that a publish policy hides."""
    head = next((block for block in reading.report.blocks if block.role == "headline"), None)
    if head is None:
        return None
    text, at, kept = reading.report.document.text, head.start, list[str]()
    for hidden in sorted(reading.report.redact, key=lambda r: (r.start, r.end)):
        if at < hidden.end and hidden.start < head.end:
            kept += (text[at : hidden.start], WITHHELD if hidden.start >= at or not kept else "")
            at = hidden.end
    return folded("".join((*kept, text[at : head.end]))) or None


def _parties(role: Sequence[Participant], reading: Reading) -> Iterator[Party]:
    """The actors in a role, each once."""
    for id in dict.fromkeys(p.actor for p in role if p.actor in reading.actors):
        actor = reading.actors[id or ""]
        yield Party(
            name=actor.name,
            type=actor.type,
            country=actor.country,
            side=tuple(sorted(side_of(actor, reading))),
            private=actor.private,
        )


# ---------------------------------------------------------------- who says it


def _speakers(reading: Reading, event: Event, agents: Sequence[Party]) -> tuple[list[Said], list[Said]]:
    """Those whose words tell it, and those who deny it, each once.

    Who says that something is not so does neither, where it is denied or where he is said to have done it: that is no
    account of it, no admission, and may be no denial of it either.
    """
    told: dict[Said, None] = {}
    denied: dict[Said, None] = {}
    blamed = {member for party in agents for member in party.side}
    home = home_of(reading, event)
    for claim in (reading.claims[c] for c in event.claims if c in reading.claims):
        speaker = speaker_of(reading, claim, home)
        if speaker is None:
            continue
        if denies(reading, claim):
            denied[speaker] = None
            continue
        concerned = event.status in NOT_SO or not blamed.isdisjoint(speaker[1])
        if not (concerned and negates(reading, claim)):
            told[speaker] = None
    for claim in _answers(reading, event, blamed):
        speaker = speaker_of(reading, claim, home)
        if speaker is not None:
            denied[speaker] = None
    return list(told), [d for d in denied if d not in told]


def _answers(reading: Reading, event: Event, blamed: Collection[str]) -> Iterator[Claim]:
    """Denials in few words, by one who is said to have done it, that come next after what tells it."""
    claims = sorted(reading.report.claims, key=lambda c: (c.content[0].start, c.id))
    for before, claim in pairwise(claims):
        if before.id not in event.claims and not event.sentence.covers(before.content[0]):
            continue
        speaker = reading.actors.get(claim.speaker_actor or "")
        if speaker and not side_of(speaker, reading).isdisjoint(blamed) and is_vague_denial(reading, claim):
            yield claim


# ---------------------------------------------------------------- how many


def _holding(reading: Reading, figure: Figure, home: str | None) -> Holding:
    """A figure of the report, with who holds it and as of when; a former one is not of the report's day."""
    claim = reading.claims.get(figure.claim or "")
    holder, side = (speaker_of(reading, claim, home) if claim else None) or (None, ())
    actor = reading.actors.get(figure.actor or "")
    former = is_former(reading, figure)
    day = reading.published.isoformat() if reading.published and not former else None
    return Holding(
        record=reading.end(figure.id),
        span=Span(start=figure.start, end=figure.end),
        quote=folded(reading.report.document.text[figure.start : figure.end]),
        measure=measure_of(reading, figure),
        population=figure.population,
        kind=_kind(reading, figure),
        actor=actor.name if actor and not actor.private else None,
        actor_side=_actor_side(actor, reading) if actor and not actor.private else None,
        unit=figure.unit,
        low=figure.low,
        best=figure.best,
        high=figure.high,
        approx=figure.approx,
        state=figure.state,
        part=not is_of_all(reading, figure),
        holder=holder,
        side=side,
        outlet=_outlet(reading),
        as_of=figure.as_of or day,
        former=former,
    )


def _actor_side(actor: Actor, reading: Reading) -> str:
    """The state that an actor fights for, else the name of its body."""
    state = next((member for member in side_of(actor, reading) if member.startswith("state:")), None)
    return state or body_of(actor, reading).name.casefold()


def _kind(reading: Reading, figure: Figure) -> str:
    """The class of what a figure counts; for what is in no class the stem of its last word."""
    classes = classes_of(reading, figure)
    words = words_of((figure.population or "").lower())
    if classes or not words:
        return kind_of(classes)
    return stem(words[-1], reading.language)
