"""Records for the tests of publishing: pages with private names on them, and the incident that they tell of."""

from datetime import date
from typing import Any

from bellwire.model import (
    Actor,
    Claim,
    Document,
    Event,
    EventDate,
    Evidence,
    Figure,
    Holding,
    Incident,
    MadeBy,
    Party,
    Place,
    Published,
    Redaction,
    Report,
    Span,
    Telling,
)
from bellwire.publish.policy import Policy, policy_of
from bellwire.relate.incidents import merge

TODAY = date(2024, 6, 1)
LAT, LON = 15.20317, 0.61429
LOOSE = 'review = ["unreviewed", "accepted", "edited"]\ngrades = ["confirmed", "fair", "weak", "contested", "none"]\n'
SCHEMELESS = "https://news.example/2024/05/gunmen"


def policy(text: str = "", name: str = "mine") -> Policy:
    """A policy that publishes whatever its review and grade."""
    return policy_of(LOOSE + text, name)


def place(**fields: Any) -> Place:
    given: dict[str, Any] = {
        "id": "p-1", "start": 0, "end": 6, "name": "Tessit", "lat": LAT, "lon": LON, "country": "ML", "admin1": "Gao",
        "precision": 1, "gazetteer_id": "geonames:2449", "feature": "PPL",
    }  # fmt: skip
    return Place(**(given | fields))


def report(id: str, text: str, private: tuple[str, ...] = (), redacted: tuple[str, ...] = (), **fields: Any) -> Report:
    """A page of one event, its first sentence; the names are private, the passages redacted by people."""
    spans = [(name, Span(start=at, end=at + len(name))) for name in private for at in _all(text, name)]
    actors = tuple(
        Actor(
            id=f"a-{n}",
            name=name,
            type="person",
            private=True,
            mentions=tuple(s for other, s in spans if other == name),
        )
        for n, name in enumerate(dict.fromkeys(name for name, _ in spans))
    )
    redact = [Redaction(start=s.start, end=s.end, why="name of a private person") for _, s in spans]
    redact += [Redaction(start=at, end=at + len(p), why="threatened since") for p in redacted for at in _all(text, p)]
    sentence, trigger = Span(start=0, end=len(text)), Span(start=0, end=1)
    claim = Claim(id="c-1", content=(sentence,), manner="indirect", speaker_actor=actors[0].id if actors else None)
    event = Event(
        id="e-1", type="ASSAULT", status="occurred", trigger=trigger, sentence=sentence, claims=("c-1",),
        tellings=(Telling(trigger=trigger, sentence=sentence),),
    )  # fmt: skip
    given: dict[str, Any] = {"title": None, "url": f"{SCHEMELESS}-{id}", "outlet": "Sahel Post"}
    document = Document(
        id=f"d-{id}", kind="article", text=text, published=Published(value="2024-05-03"), **(given | fields)
    )
    return Report(
        id=id, document=document, actors=actors, redact=tuple(redact), claims=(claim,), events=(event,),
        made_by=MadeBy(bellwire="0"),
    )  # fmt: skip


def _all(text: str, piece: str) -> list[int]:
    found, at = [], text.find(piece)
    while at >= 0:
        found.append(at)
        at = text.find(piece, at + len(piece))
    return found


def told(page: Report, **fields: Any) -> Evidence:
    """The evidence that a page gives, its words quoted whole."""
    words, names = " ".join(page.document.text.split()), tuple(a.name for a in page.actors)
    held = Holding(
        record=f"{page.id}#f-1", span=Span(start=0, end=2), quote="12 people", measure="killed", low=12.0, best=12.0,
        high=12.0, outlet=page.document.outlet, as_of="2024-05-03", holder=names[0] if names else None,
    )  # fmt: skip
    given: dict[str, Any] = {
        "report": page.id, "event": "e-1", "outlet": page.document.outlet, "url": page.document.url,
        "title": page.document.title, "published": "2024-05-03", "type": "ASSAULT", "status": "occurred",
        "trigger": Span(start=0, end=1), "sentence": page.events[0].sentence, "words": words, "place": place(),
        "date": EventDate(value="2024-05-02", earliest="2024-05-02", latest="2024-05-02", precision="day"),
        "patients": tuple(Party(name=n, type="person", private=True, side=(n.casefold(),)) for n in names),
        "speakers": names, "sides": tuple((n.casefold(),) for n in names),
        "figures": (held,), "confidence": 0.8,
    }  # fmt: skip
    return Evidence(**(given | fields))


def incident(evidence: list[Evidence], **fields: Any) -> Incident:
    """The incident that evidence makes."""
    from dataclasses import replace

    return replace(merge("i-1", evidence), **({"review": "accepted"} | fields))


FIGURE = Figure(id="f-1", start=0, end=2, measure="killed", low=12.0)
