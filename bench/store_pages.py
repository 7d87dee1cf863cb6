"""Invented pages for bench/store.py, with the records that reading them would give: several tell of one happening."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from store_data import MOMENTS, THINGS, World, names

from bellwire.model import (
    Actor,
    Block,
    Claim,
    Document,
    Event,
    EventDate,
    Figure,
    MadeBy,
    Participant,
    Party,
    Place,
    Published,
    Report,
    Span,
    Telling,
    TimeRef,
    Where,
)

VERBS = {"attacked": "ASSAULT", "shelled": "ASSAULT", "raided": "ASSAULT", "seized": "CONTROL", "fled": "RETREAT"}
HOLDERS = "residents officials witnesses medics police villagers".split()
LENGTH = 24
"""Sentences of a page beside those of its happening: some 8 KB of JSON, as the example pages have."""


@dataclass(slots=True)
class Written:
    """A text that grows, and says where each piece of it stands."""

    text: str = ""
    spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, piece: str) -> Span:
        """Adds a piece with a space before it; gives its place."""
        start = len(self.text) + bool(self.text)
        self.text = f"{self.text} {piece}" if self.text else piece
        return Span(start=start, end=start + len(piece))


@dataclass(frozen=True, slots=True)
class Happening:
    """What pages tell of."""

    where: Where
    agent: Party
    patient: Party
    verb: str
    thing: str
    day: date
    killed: int
    words: tuple[str, ...]


@dataclass(slots=True)
class Pages:
    """Pages of a world, in the order of their days, so many a day."""

    world: World
    a_day: int = 300
    vocabulary: list[str] = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.vocabulary = [name.lower() for name in names(self.world.rng, 12_000)]

    def happening(self) -> Happening:
        """Something that happens about now."""
        world, rng = self.world, self.world.rng
        day = date(2024, 1, 1) + timedelta(days=self.number // self.a_day)
        agent, patient = world.picks(world.actors, 2)
        return Happening(
            world.pick(world.places), agent, patient, rng.choice([*VERBS]), world.pick(THINGS), day,
            int(rng.paretovariate(0.9)), tuple(world.picks(self.vocabulary, 40)),
        )  # fmt: skip

    def told(self, tellings: int) -> list[Report]:
        """Pages that tell of one happening."""
        happening = self.happening()
        return [self.page(happening) for _ in range(tellings)]

    def stories(self, pages: int) -> Iterator[list[Report]]:
        """Some pages at a time, each of one happening: most are told once or twice, some often."""
        done = 0
        while done < pages:
            tellings = min(pages - done, 30, int(self.world.rng.paretovariate(1.4)))
            yield self.told(tellings)
            done += tellings

    def page(self, told: Happening) -> Report:
        """A page in its own words."""
        world, rng, out = self.world, self.world.rng, Written()
        self.number += 1
        killed = float(max(1, told.killed + rng.choice((0, 0, 0, 1, 2))))
        agent = out.add(told.agent.name)
        trigger = out.add(told.verb)
        out.add(f"the {told.thing} of")
        patient = out.add(told.patient.name)
        out.add("in")
        where = out.add(told.where.name)
        out.add("on")
        when = out.add(told.day.strftime("%-d %B %Y"))
        out.add("and killed")
        figure = out.add(f"at least {killed:g} people")
        content_end = len(out.text)
        speaker = out.add(rng.choice(HOLDERS))
        cue = out.add("said.")
        sentence = Span(start=0, end=cue.end)
        lead = Block(start=0, end=cue.end, role="paragraph")
        places = [_place("p-1", where, told.where)]
        claims = [
            Claim(id="c-1", manner="indirect", content=(Span(start=0, end=content_end),), speaker=speaker, cue=cue)
        ]
        self._fill(out, told, places, claims)
        day = told.day.isoformat()
        event = Event(
            id="e-1", type=VERBS[told.verb], status="occurred", trigger=trigger, sentence=sentence,
            tellings=(Telling(trigger=trigger, sentence=sentence),),
            agents=(Participant(actor="a-1", start=agent.start, end=agent.end),),
            patients=(Participant(actor="a-2", start=patient.start, end=patient.end),),
            place="p-1", date=EventDate(value=day, earliest=day, latest=day, precision="day"), figures=("f-1",),
            claims=("c-1",),
        )  # type: ignore[arg-type]  # fmt: skip
        title = f"{told.agent.name} {told.verb} {told.thing} in {told.where.name}"
        document = Document(
            id=f"d-{self.number}", kind="article", text=out.text, outlet=rng.choice(world.sources), title=title,
            language="en", published=Published(value=(told.day + timedelta(days=rng.choice((0, 1, 1, 2)))).isoformat()),
        )  # fmt: skip
        return Report(
            id=f"page-{self.number:07}",
            document=document,
            blocks=(lead, Block(start=cue.end + 1, end=len(out.text), role="paragraph")),
            actors=(_actor("a-1", told.agent, agent), _actor("a-2", told.patient, patient)),
            places=tuple(places),
            times=(TimeRef(id="t-1", start=when.start, end=when.end, value=day, earliest=day, latest=day),),
            claims=tuple(claims),
            figures=(
                Figure(
                    id="f-1", start=figure.start, end=figure.end, measure="killed", low=killed, claim="c-1", place="p-1"
                ),
            ),
            events=(event,),
            made_by=MadeBy(bellwire="0"),
        )

    def _fill(self, out: Written, told: Happening, places: list[Place], claims: list[Claim]) -> None:
        """The rest of a page: the happening's words and others, with a place or a claim here and there."""
        world, rng = self.world, self.world.rng
        for number in range(LENGTH):
            words = [*rng.sample(told.words, 4), *world.picks(self.vocabulary, 7)]
            start = out.add(" ".join(words).capitalize()).start
            if number % 4 == 0:
                out.add("near")
                other = told.where if rng.random() < 0.5 else world.pick(world.places)
                places.append(_place(f"p-{len(places) + 1}", out.add(other.name), other))
            end = len(out.text)
            if number % 3 == 0:
                speaker, cue = out.add(rng.choice(HOLDERS)), out.add("said.")
                content = (Span(start=start, end=end),)
                id = f"c-{len(claims) + 1}"
                claims.append(Claim(id=id, manner="indirect", content=content, speaker=speaker, cue=cue))
            else:
                out.add(f"after {rng.choice(MOMENTS)}.")


def _actor(id: str, party: Party, span: Span) -> Actor:
    return Actor(id=id, name=party.name, type=party.type, country=party.country, mentions=(span,))


def _place(id: str, span: Span, where: Where) -> Place:
    fields: dict[str, Any] = {n: getattr(where, n) for n in ("name", "lat", "lon", "country", "admin1", "precision")}
    return Place(id=id, start=span.start, end=span.end, gazetteer_id=where.gazetteer_id, confidence=0.8, **fields)
