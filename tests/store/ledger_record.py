"""A small record of claims, invented, for tests of the ledger: one said twice, one denied, one of a private person."""

from bellwire.model import (
    Actor,
    Claim,
    Document,
    Event,
    EventDate,
    Evidence,
    Figure,
    Incident,
    MadeBy,
    Published,
    Relation,
    Report,
    Span,
    Telling,
    Where,
)
from bellwire.store import Store

TEXT = (
    "The army said on Monday that it might have killed 12 fighters of the Red Front in Osta. "
    "Lena Vog, a nurse, told Radio Osta that nine villagers had died. They denied it."
)
MONDAY, TUESDAY, WEDNESDAY = (f"2024-05-0{n}T10:00:00Z" for n in (6, 7, 8))


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words))


def report(id: str = "r1", day: str | None = "2024-05-02", *, outlet: str = "Osta Post") -> Report:
    army = Actor(id="a-1", name="Army of Ruma", type="state_forces", part_of="a-4", mentions=(at("The army"),))
    front = Actor(id="a-2", name="Red Front", type="armed_group", mentions=(at("the Red Front"),))
    nurse = Actor(id="a-3", name="Lena Vog", type="person", mentions=(at("Lena Vog"),), private=True)
    state = Actor(id="a-4", name="Government of Ruma", type="government", mentions=(at("The army"),))
    killed, died = at("it might have killed 12 fighters of the Red Front"), at("nine villagers had died")
    event = Event(
        id="e-1", type="ASSAULT", status="occurred", trigger=at("killed"), sentence=killed,
        tellings=(Telling(trigger=at("killed"), sentence=killed),), claims=("c-1",),
    )  # fmt: skip
    return Report(
        id=id,
        document=Document(
            id="d", kind="article", text=TEXT, outlet=outlet, language="en", published=Published(value=day)
        ),
        actors=(army, front, nurse, state),
        claims=(
            Claim(
                id="c-1", manner="indirect", speaker=at("The army"), speaker_actor="a-1", cue=at("said"),
                content=(killed,), hedges=(at("might"),),
            ),
            Claim(
                id="c-2", manner="indirect", speaker=at("Lena Vog, a nurse"), speaker_actor="a-3", cue=at("told"),
                content=(died,), via=("Radio Osta",),
            ),
            Claim(id="c-3", manner="indirect", speaker=at("They"), cue=at("denied"), content=(at("it."),)),
        ),
        figures=(Figure(id="f-1", start=died.start, end=died.start + 14, measure="killed", best=9, claim="c-2"),),
        events=(event,),
        made_by=MadeBy(bellwire="0"),
    )  # fmt: skip


def incident(id: str = "i-1", country: str = "ML") -> Incident:
    where = Where(name="Osta", lat=1.0, lon=2.0, country=country)
    date = EventDate(value="2024-05-01", earliest="2024-05-01")
    return Incident(id=id, title="Attack on Osta", type="ASSAULT", status="occurred", where=where, date=date)


def told(report: str) -> Evidence:
    sentence = Span(start=0, end=10)
    return Evidence(
        report=report, event="e-1", type="ASSAULT", status="occurred", trigger=sentence, sentence=sentence, words="w"
    )


def relation(kind: str, left: str, right: str) -> Relation:
    return Relation(relation=kind, left=left, right=right, score=0.8, why="because")  # type: ignore[arg-type]


def fill(store: Store) -> None:
    """Two reports of one incident and one of none; the second repeats the first, the third speaks against it."""
    with store.write(now=MONDAY) as writer:
        writer.add_all([report("r1"), report("r2", "2024-05-03", outlet="Coast"), report("r3", None, outlet="Wire")])
        with writer.entry("relate", "r1") as entry:
            entry.evidence("r1", [("i-1", told("r1"))])
            entry.evidence("r2", [("i-1", told("r2"))])
            entry.incidents([incident()])
            entry.relations("r2", [relation("echo", "r1#c-1", "r2#c-1"), relation("update", "r1#f-1", "r2#f-1")])
            entry.relations("r3", [relation("contradict", "r2#c-1", "r3#c-3")])
