"""Reports for the tests of review, made by hand, and judgements on them."""

from bellwire.model import (
    Actor,
    Claim,
    Document,
    Event,
    EventDate,
    Figure,
    Incident,
    Judgement,
    MadeBy,
    Participant,
    Place,
    Redaction,
    Report,
    Span,
    Telling,
    TimeRef,
    Where,
)
from bellwire.review import make_judgement

TEXT = (
    "Shelling hit the market of Tarsova on Monday. At least 12 people were killed, the mayor said, including three "
    "children. Oskar Dunn, a baker, saw soldiers of the 4th Brigade fire. Later that day soldiers shot at a bus."
)


def at(words: str, text: str = TEXT, nth: int = 0) -> Span:
    """The span of words in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start=start, end=start + len(words))


def ends(words: str, text: str = TEXT, nth: int = 0) -> dict[str, int]:
    span = at(words, text, nth)
    return {"start": span.start, "end": span.end}


def told(id: str, type: str, trigger: str, text: str, sentence: str, **fields: object) -> Event:
    telling = Telling(trigger=at(trigger, text), sentence=at(sentence, text))
    return Event(
        id=id, type=type, status="occurred", trigger=telling.trigger, sentence=telling.sentence, tellings=(telling,),
        **fields,
    )  # fmt: skip


def page(text: str = TEXT, id: str = "r1") -> Report:
    """A report with records in every layer that name each other."""
    baker = at("Oskar Dunn", text)
    soldiers = at("soldiers of the 4th Brigade", text)
    return Report(
        id=id,
        document=Document(id="d", kind="article", text=text, outlet="The Plain"),
        actors=(
            Actor(id="a-army", name="army", type="state_forces", mentions=(soldiers, at("soldiers", text, 1))),
            Actor(id="a-brigade", name="4th Brigade", type="state_forces", part_of="a-army",
                  mentions=(at("4th Brigade", text),)),
            Actor(id="a-mayor", name="mayor", type="government", mentions=(at("the mayor", text),)),
            Actor(id="a-baker", name="Oskar Dunn", type="person", mentions=(baker,), private=True),
        ),
        places=(Place(id="p-t", name="Tarsova", lat=48.0, lon=37.0, precision=1, **ends("Tarsova", text)),),
        times=(TimeRef(id="t-m", **ends("Monday", text)),),
        claims=(
            Claim(id="c-1", speaker=at("the mayor", text), speaker_actor="a-mayor", cue=at("said", text),
                  content=(at("At least 12 people were killed", text),), manner="indirect"),
        ),
        figures=(
            Figure(id="f-12", measure="killed", population="people", low=12, claim="c-1", actor="a-army", place="p-t",
                   **ends("At least 12 people", text)),
            Figure(id="f-3", measure="killed", population="children", low=3, best=3, high=3, part_of="f-12",
                   **ends("three children", text)),
        ),
        events=(
            told("e-1", "ASSAULT", "Shelling", text, "Shelling hit the market of Tarsova on Monday.",
                 mode="heavy-weapons", place="p-t", figures=("f-12", "f-3"), claims=("c-1",),
                 date=EventDate(value=None),
                 agents=(Participant(actor="a-army", start=soldiers.start, end=soldiers.end),),
                 patients=(Participant(actor="a-baker", start=baker.start, end=baker.end),)),
            told("e-2", "ASSAULT", "shot", text, "Later that day soldiers shot at a bus.", mode="firearms"),
        ),
        redact=(Redaction(start=baker.start, end=baker.end, why="name of a private person"),),
        made_by=MadeBy(bellwire="test"),
    )  # fmt: skip


INCIDENT = Incident(
    id="i-1", title="Shelling of Tarsova", type="ASSAULT", mode="heavy-weapons", status="occurred",
    where=Where(name="Tarsova", lat=48.0, lon=37.0, precision=1), evidence=("r1#e-1", "r2#e-7"),
)  # fmt: skip


class Desk:
    """Appends judgements as a store would: in order, each with its number."""

    def __init__(self, *reports: Report) -> None:
        self.reports, self.all = reports, []

    def judge(self, verb: str, subject: str, by: str = "ana", why: str | None = None, **value: object) -> Judgement:
        number = len(self.all) + 1
        made = make_judgement(
            verb, subject, by=by, at=f"2024-05-01T10:00:{number:02}Z", number=number, why=why, value=value,
            reports=self.reports,
        )  # fmt: skip
        self.all.append(made)
        return made

    def undo(self, judgement: Judgement, by: str = "ana") -> Judgement:
        return self.judge("undo", judgement.subject, by=by, judgement=judgement.id)
