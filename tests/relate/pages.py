"""Reports for the tests of relate, made by hand: a text and the records that stand in it."""

from bellwire.model import (
    Actor,
    Block,
    Claim,
    Document,
    Event,
    EventDate,
    Figure,
    MadeBy,
    Place,
    Published,
    Report,
    Span,
    Telling,
)


class Page:
    """Builds a report; words are found in the text, the first time they occur."""

    def __init__(self, id: str, text: str, published: str | None = None) -> None:
        self.id, self.text, self.published = id, text, published
        self.actors: list[Actor] = []
        self.claims: list[Claim] = []
        self.figures: list[Figure] = []
        self.events: list[Event] = []
        self.places: list[Place] = []

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return Span(start=start, end=start + len(words))

    def actor(self, name: str, type: str, country: str | None = None) -> str:
        self.actors.append(
            Actor(id=f"a{len(self.actors)}", name=name, type=type, country=country, mentions=(self.span(name),))
        )
        return self.actors[-1].id

    def claim(self, words: str, *, speaker: str | None, cue: str) -> str:
        id = f"c{len(self.claims)}"
        self.claims.append(
            Claim(id=id, speaker_actor=speaker, cue=self.span(cue), content=(self.span(words),), manner="indirect")
        )
        return id

    def figure(self, words: str, measure: str = "killed", **fields: object) -> str:
        at = self.span(words)
        id = f"f{len(self.figures)}"
        self.figures.append(Figure(id=id, start=at.start, end=at.end, measure=measure, **fields))
        return id

    def event(self, trigger: str, day: str, *, figures: tuple[str, ...] = (), type: str = "ASSAULT") -> str:
        at = self.span(trigger)
        whole = Span(start=0, end=len(self.text))
        id = f"e{len(self.events)}"
        self.events.append(
            Event(
                id=id, type=type, mode="firearms", status="occurred", trigger=at, sentence=whole, figures=figures,
                tellings=(Telling(trigger=at, sentence=whole),), date=EventDate(value=day, earliest=day, latest=day),
            )
        )  # fmt: skip
        return id

    def report(self) -> Report:
        return Report(
            id=self.id,
            document=Document(
                id=self.id, kind="article", text=self.text, language="en",
                published=Published(value=self.published, from_="given" if self.published else None),
            ),
            blocks=(Block(start=0, end=len(self.text), role="paragraph"),),
            actors=tuple(self.actors), places=tuple(self.places), claims=tuple(self.claims),
            figures=tuple(self.figures), events=tuple(self.events), made_by=MadeBy(bellwire="test"),
        )  # fmt: skip


def toll(id: str, text: str, words: str, published: str | None, **fields: object) -> Page:
    """A page on the ambush near Bourzanga with one toll."""
    page = Page(id, text, published)
    page.event("ambush", "2025-10-13", figures=(page.figure(words, **fields),))
    return page


AMBUSH = {
    "a": "Gunmen killed {} in an ambush on a convoy near Bourzanga in northern Burkina Faso, on the road to Djibo.",
    "b": "In northern Burkina Faso {} died in the ambush of a convoy for Djibo; gunmen hit it close to Bourzanga.",
    "c": "Officials put at {} those killed when an ambush by gunmen stopped the Djibo convoy at Bourzanga.",
}
"""One happening in three outlets' words: were they alike, one report would be the other's copy."""


def ambush(id: str, words: str, published: str | None, **fields: object) -> Page:
    return toll(id, AMBUSH[id].format(words), words, published, population="people", **fields)
