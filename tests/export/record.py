"""A small record for the tests of exports, made by hand so that golden files change only where exports do.

Everything in it is invented: what it tells of did not happen, and the people named in it do not exist.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bellwire.export import About, Dossier, Source
from bellwire.model import (
    Document,
    EventDate,
    Evidence,
    Holding,
    Incident,
    MadeBy,
    Party,
    Place,
    Published,
    Report,
    Span,
)
from bellwire.model.incidents import Grade
from bellwire.publish.statements import Statement
from bellwire.relate.incidents import merge

MARKET = (
    (
        "r-gao",
        "Gao Post",
        "2024-05-02",
        "At least 12 people were killed on Wednesday when shells hit the market in Gao.",
    ),
    (
        "r-river",
        "River Radio",
        "2024-05-03",
        "The army said on Thursday that 17 people were killed in the shelling of Gao.",
    ),
    ("r-copy", "Coast Daily", "2024-05-03", "The army said on Thursday that 17 people were killed in the shelling."),
)
ARMY = Party(name="Malian Armed Forces", type="state_forces", country="ML", side=("mali",))
GROUP = Party(name="Azawad Front", type="armed_group", country="ML", side=("azawad front",))
CIVILIANS = Party(name="civilians", type="civilians", country="ML")
ABOUT = About(asked="all incidents", policy="internal", known_at="2024-06-01T08:00:00Z", bellwire="0")


def span(text: str, words: str) -> Span:
    """Where words stand in a text."""
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def place(**fields: Any) -> Place:
    """A town, or what else the fields say."""
    given: dict[str, Any] = {
        "id": "p-1", "start": 0, "end": 3, "name": "Gao", "lat": 16.27167, "lon": -0.04472, "country": "ML",
        "admin1": "Gao", "feature": "PPLA", "precision": 1, "gazetteer_id": "geonames:2457161", "confidence": 0.9,
    }  # fmt: skip
    return Place(**(given | fields))


def day(value: str) -> EventDate:
    """A day, or days parted by a slash."""
    first, _, last = value.partition("/")
    return EventDate(value=value, earliest=first, latest=last or first, precision="days" if last else "day")


def held(report: str, text: str, words: str, **fields: Any) -> Holding:
    """A figure of people killed, or what else the fields say."""
    given: dict[str, Any] = {"measure": "killed", "population": "people", "id": "f-1"} | fields
    return Holding(record=f"{report}#{given.pop('id')}", span=span(text, words), quote=words, **given)


def told(report: str, outlet: str | None, published: str | None, text: str, trigger: str, **fields: Any) -> Evidence:
    """What a report tells in a sentence that is all of its text."""
    given: dict[str, Any] = {
        "report": report, "event": "e-1", "outlet": outlet, "url": f"https://{report}.example/a?b=1&c=2",
        "title": f"{outlet}: a report", "published": published, "type": "ASSAULT", "status": "occurred",
        "trigger": span(text, trigger), "sentence": Span(start=0, end=len(text)), "words": text, "confidence": 0.8,
    }  # fmt: skip
    return Evidence(**(given | fields))


def market() -> Dossier:
    """A shelling of which two sources and a copy tell, whose tolls differ, with a denial."""
    where, when = place(), day("2024-05-01")
    (gao, river, copy) = MARKET
    common: dict[str, Any] = {"mode": "heavy-weapons", "place": where, "date": when, "patients": (CIVILIANS,)}
    army: dict[str, Any] = {"best": 17.0, "holder": "the army", "side": ("mali",), "as_of": "2024-05-02"}
    evidence = (
        told(*gao, "shells", figures=(held(gao[0], gao[3], "At least 12 people", low=12.0, outlet=gao[1]),), **common),
        told(
            *river, "shelling", agents=(GROUP,), speakers=("the army",), sides=(("mali",),),
            figures=(held(river[0], river[3], "17 people", outlet=river[1], **army),),
            denied_by=("a spokesman for the Azawad Front",), denied_sides=(("azawad front",),), **common,
        ),
        told(
            *copy, "shelling", agents=(GROUP,), speakers=("the army",), sides=(("mali",),),
            figures=(held(copy[0], copy[3], "17 people", outlet=copy[1], **army),), **common,
        ),
    )  # fmt: skip
    said = Statement(
        incident="i-market", report="r-river", claim="c-1", speaker="Malian Armed Forces", date="2024-05-02",
        words="17 people were killed in the shelling of Gao", manner="indirect", hedged=False, outlet="River Radio",
        url="https://r-river.example/a?b=1&c=2", published="2024-05-03",
        content=(span(river[3], "17 people were killed in the shelling of Gao"),),
    )  # fmt: skip
    return dossier("i-market", evidence, copied={"r-copy": "r-river"}, claims=(said,), review="accepted")


def clash() -> Dossier:
    """A clash between two armed sides, with the dead of each and some civilians, graded by an analyst."""
    text = "Fighters of the Azawad Front attacked a patrol near Menaka: 4 soldiers, several fighters and a child died."
    figures = (
        held("r-clash", text, "4 soldiers", best=4.0, population="soldiers", kind="soldiers", actor=ARMY.name,
             actor_side="mali", holder="the army", side=("mali",), as_of="2024-05-05"),
        held("r-clash", text, "several fighters", id="f-2", low=3.0, approx=True, population="fighters",
             kind="fighters", actor=GROUP.name, actor_side="azawad front", holder="the army", side=("mali",)),
        held("r-clash", text, "a child", id="f-3", best=1.0, population="child", kind="children", outlet="River Radio"),
    )  # fmt: skip
    evidence = told(
        "r-clash", "River Radio", "2024-05-06", text, "attacked", mode="firearms", agents=(GROUP,), patients=(ARMY,),
        place=place(name="Menaka", lat=15.91819, lon=2.4022, admin1="Menaka", precision=2, gazetteer_id=None),
        date=day("2024-05-04/2024-05-05"), figures=figures, speakers=("the army",), sides=(("mali",),),
    )  # fmt: skip
    grade = Grade(word="fair", reliability="C", credibility="3", why="one side's account, a named place")
    return dossier("i-clash", (evidence,), grade=grade, review="edited", edited={"mode": "firearms"})


def flight() -> Dossier:
    """People who fled within a region, in a page whose title a spreadsheet would run."""
    text = "Some 3,000 people, most of them children, have fled the Menaka region since April, the United Nations says."
    figures = (
        held("r-flight", text, "Some 3,000 people", measure="displaced", best=3000.0, approx=True, state="cumulative",
             holder="the United Nations", side=("united nations",), as_of="2024-05-06"),
    )  # fmt: skip
    evidence = told(
        "r-flight", "Sahel Wire", "2024-05-06", text, "fled", type="DISPLACE", mode="flee", agents=(CIVILIANS,),
        title='=HYPERLINK("https://evil.example","click")', status="ongoing", figures=figures,
        place=place(name="Menaka", lat=15.9, lon=2.4, admin1="Menaka", precision=4, feature="ADM1", gazetteer_id=None),
        date=EventDate(value="2024-04/..", earliest="2024-04-01", latest=None, precision="open"),
        speakers=("the United Nations",), sides=(("united nations",),),
    )  # fmt: skip
    return dossier("i-flight", (evidence,))


def rumour() -> Dossier:
    """A protest without day and place, told in a page with letters outside the Basic Multilingual Plane."""
    text = "📢🇲🇱 Des centaines de personnes; “marché” <b>barré</b> & fermé: hundreds marched, a trader said."
    evidence = told(
        "r-rumour", None, None, text, "marched", type="PROTEST", mode="demo", status="possible", url=None,
        title=None, speakers=("a trader",), sides=((),), agents=(CIVILIANS,), confidence=0.4,
    )  # fmt: skip
    return dossier("i-rumour", (evidence,))


def dossier(
    id: str,
    evidence: tuple[Evidence, ...],
    *,
    copied: dict[str, str] | None = None,
    claims: tuple[Statement, ...] = (),
    **fields: Any,
) -> Dossier:
    """The dossier that evidence makes; the fields are those that analysts set."""
    incident: Incident = replace(merge(id, evidence, copied=copied or {}), **fields)
    return Dossier(
        incident=incident, evidence=evidence, claims=claims, copied=copied or {}, changed="2024-05-31T12:00:00Z"
    )


def dossiers() -> tuple[Dossier, ...]:
    """The whole record, the latest first."""
    return clash(), market(), flight(), rumour()


def reports() -> Iterator[Report]:
    """The pages, as bare as they can be."""
    for each in dossiers():
        for e in each.evidence:
            page = Document(
                id=e.report, kind="article", text=e.words, url=e.url, outlet=e.outlet, title=e.title,
                published=Published(value=e.published, from_="given" if e.published else None),
            )  # fmt: skip
            yield Report(id=e.report, document=page, made_by=MadeBy(bellwire="0"))


def source(*given: Dossier, about: About = ABOUT) -> Source:
    """A source of the whole record, or of what is given."""
    found = given or dossiers()
    return Source(
        dossiers=lambda claims: iter(d if claims else replace(d, claims=()) for d in found),
        reports=reports,
        about=about,
    )
