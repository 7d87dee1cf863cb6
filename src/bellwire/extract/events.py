"""Events: who did what to whom, where and when, and whether it took place."""

from collections.abc import Iterator
from dataclasses import dataclass

from bellwire.draft import Draft, Part, Sentence, Token
from bellwire.extract.event_codes import codes_of
from bellwire.extract.event_fill import fill
from bellwire.extract.event_find import sentence_finds, trigger_span
from bellwire.extract.event_match import Find
from bellwire.extract.event_merge import Told, absorb, merged
from bellwire.extract.event_page import Page, dateline_end
from bellwire.extract.event_parties import (
    BODILY,
    both_sides,
    contradicted,
    names_of,
    once,
    participant,
    real_agents,
    real_patients,
    sides_of,
)
from bellwire.extract.event_reader import Reader, reader
from bellwire.extract.event_setting import claims_over, date_of, figures_of, means_of, place_of
from bellwire.extract.event_status import refused, status_of
from bellwire.extract.event_words import lexicon
from bellwire.knowledge import Language
from bellwire.model import Event, EventDate, Participant, Span, Telling
from bellwire.model.ids import content_id
from bellwire.model.words import EventType, Status

SUREST = 0.4
"""Confidence below which a find is left out; .3, .4 and .5 tried on the desk and PLV (2026-11)."""


_ONE_WAY = frozenset(("fight", "battle", "war", "combat", "engage", "do", "join"))
"""Verbs of clashes that with an object tell who fought whom, not that both did."""
_JOINT = frozenset(("AGREE", "CONSULT", "COOPERATE", "RETREAT"))


def _confidence(find: Find, status: Status) -> float:
    """How sure a find is: the trigger's own weight, less for parties that are missing and for what did not happen."""
    score = find.trigger.weight
    agents, patients = bool(find.agents), bool(find.patients)
    if find.trigger.type in _ACTS:
        # an act of speech without somebody it is aimed at is seldom one: desk and PLV halves (2026-11)
        score *= 1.0 if agents and patients else 0.75 if agents else 0.7 if patients else 0.3
    elif find.trigger.type in _FIRM or (find.trigger.type == "MOBILIZE" and not find.trigger.noun):
        score *= 1.0 if agents and patients else 0.9 if agents or patients else 0.65
    else:
        score *= 1.0 if agents and patients else 0.75 if agents or patients else 0.4
    if find.trigger.noun and find.trigger.type in _HEADED and _in_headline(find):
        score = max(score, HEADED * find.trigger.weight)
    return round(min(score * (0.4 if status == "not_occurred" else 1.0), 0.99), 3)


def _in_headline(find: Find) -> bool:
    return find.sentence.paragraph.block.role == "headline"


_HEADED = frozenset(("ASSAULT", "PROTEST", "DISPLACE"))
HEADED = 0.7
"""What a noun for a happening is sure in a headline, which has no room for the parties: "Sarn market strike"."""
_ACTS = frozenset(("ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE", "AID"))
_FIRM = frozenset(("ASSAULT", "CONTROL", "DISPLACE", "COERCE"))


def _told(draft: Draft, find: Find, read: Reader, page: Page) -> Told | None:
    """The telling that a find makes; None where it tells of no happening or is too unsure."""
    sentence = find.sentence
    claims = claims_over(draft.claims, trigger_span(find))
    status = status_of(find, draft, read.words, claims)
    if status is None:
        return None
    kind: EventType = find.trigger.type
    if refused(find, status):
        kind, status = "REJECT", "occurred"
    confidence = _confidence(find, status)
    if confidence < SUREST:
        return None
    mode, means = means_of(find, read.words)
    cast = _cast(draft, find, read, kind)
    where, when = _setting(find, draft, page, kind)
    return Told(
        type=kind,
        mode=_mode(find, mode, kind),
        status=status,
        lemma=find.trigger.word,
        tellings=_places_told(find),
        agents=cast.agents,
        patients=cast.patients,
        names=cast.names,
        sides=cast.sides,
        instruments=[sentence.span(t) for t in means],
        means=frozenset(t.lemma_.lower() for t in (*means, *find.used)),
        place=where,
        place_name=page.name(where),
        place_sure=any(p.id == where for p in page.places_in(sentence)),
        point=page.is_point(where),
        date=when,
        date_sure=when is not None and bool(page.times_in(sentence)),
        figures=list(figures_of(find, page.figures_in(sentence))),
        claims=[c.id for c in claims],
        mutual=_mutual(find),
        of_blow=_of_blow(find, read),
        confidence=confidence,
        headed=_in_headline(find),
    )


def _mode(find: Find, means: str | None, kind: EventType) -> str | None:
    """The mode that the trigger tells, else, for a blow, the words for what it was done with."""
    if kind != find.trigger.type:
        return None
    return find.mode or means if kind == "ASSAULT" else find.mode


def _places_told(find: Find) -> list[Telling]:
    """The telling's own words, and those of the finds that it took in."""
    whole = Span(start=find.sentence.start, end=find.sentence.end)
    told = [find, *(f for f in find.absorbed if f.trigger.type == find.trigger.type)]
    return [Telling(trigger=trigger_span(f), sentence=whole) for f in told]


def _of_blow(find: Find, read: Reader) -> bool:
    """Whether what is condemned or praised is a blow."""
    things = (*find.patients, *find.predicate.slots.get("obj", ()))
    return any(read.in_class(find.sentence, t, "attack") for t in things)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cast:
    agents: list[Participant]
    patients: list[Participant]
    names: tuple[frozenset[str], frozenset[str]]
    sides: tuple[frozenset[str], frozenset[str]]


def _cast(draft: Draft, find: Find, read: Reader, kind: EventType) -> _Cast:
    """Who takes part in which role. Both sides of a clash have both roles; of a deal, both are agents."""
    sentence = find.sentence
    agents = _behind_dateline(real_agents(find, read), sentence, draft.text)
    patients = real_patients(find, read, agents)
    if find.mode == "flee" and patients and not any(read.is_person(sentence, t) for t in agents):
        agents, patients = patients, []
    givers = [participant(draft, read, sentence, t) for t in agents]
    takers = [participant(draft, read, sentence, t) for t in patients]
    names = names_of(draft, sentence, agents, givers), names_of(draft, sentence, patients, takers)
    sides = sides_of(read, sentence, agents), sides_of(read, sentence, patients)
    if kind == "REJECT" and not any(p.actor for p in takers):
        takers = contradicted(draft, sentence, givers) or takers
    givers, takers = once(both_sides(draft, agents, givers)), once(both_sides(draft, patients, takers))
    if _mutual(find):
        # "clashes left 12 dead": the dead are of the sides that clashed
        both = once(givers + takers) if "between" in (*find.trigger.agent, *find.trigger.patient) else givers
        givers, takers = both, list(both) if kind == "ASSAULT" else []
        names = names[0] | names[1], names[0] | names[1]
        sides = sides[0] | sides[1], sides[0] | sides[1]
    return _Cast(agents=givers, patients=takers, names=names, sides=sides)


def _behind_dateline(agents: list[Token], sentence: Sentence, text: str) -> list[Token]:
    """The agents without the town and agency of a dateline, where others are named."""
    start = dateline_end(text, sentence.paragraph.start, sentence.paragraph.end)
    behind = [t for t in agents if sentence.at(t) >= start]
    return behind or agents


def _setting(find: Find, draft: Draft, page: Page, kind: EventType) -> tuple[str | None, EventDate | None]:
    """Where and when: as the sentence says, else as the page said last."""
    sentence = find.sentence
    place = place_of(find, page.places_in(sentence), page.story)
    times = page.times_in(sentence)
    date = date_of(find, times)
    if date is not None:
        page.keep_date(sentence, date)
    elif not times and kind in BODILY:
        date = page.date_of(sentence)
    return place, date


def _mutual(find: Find) -> bool:
    """Whether both sides act on each other: clashes, battles, agreements, talks."""
    if find.trigger.type == "ASSAULT" and any(_mutual(f) and len(f.agents) > 1 for f in find.absorbed):
        return True
    if "between" not in (*find.trigger.agent, *find.trigger.patient):
        return False
    if find.trigger.type == "ASSAULT":
        return find.trigger.noun or find.trigger.word not in _ONE_WAY or not find.predicate.slots.get("obj")
    return find.trigger.noun and find.trigger.type in _JOINT


def tellings(draft: Draft, language: Language) -> Iterator[Told]:
    """Every telling of a happening, in the order of the text."""
    words = lexicon(language)
    read = reader(draft, words)
    page = Page(draft)
    for sentence in draft.sentences():
        for find in absorb(list(sentence_finds(sentence, read)), read):
            told = _told(draft, find, read, page)
            if told is not None:
                yield told


def _event(draft: Draft, told: Told) -> Event:
    agents, patients = sorted(told.sides[0]), sorted(told.sides[1])
    first = told.tellings[0]
    return Event(
        id=content_id("e", draft.document.id, first.trigger.start, first.trigger.end, told.type),
        type=told.type,
        mode=told.mode,
        status=told.status,
        trigger=first.trigger,
        sentence=first.sentence,
        tellings=tuple(told.tellings),
        agents=tuple(told.agents),
        patients=tuple(told.patients),
        instruments=tuple(told.instruments),
        place=told.place,
        date=told.date,
        figures=tuple(told.figures),
        claims=tuple(told.claims),
        codes=codes_of(told.type, told.mode, agents, patients, mutual=told.mutual, means=told.means),
        confidence=told.confidence,
    )


def run(draft: Draft, language: Language) -> Iterator[Event]:
    """The events of a page."""
    events = merged(tellings(draft, language))
    fill(events, draft.actors)
    for told in events:
        yield _event(draft, told)


PART = Part(
    name="events",
    version="1",
    needs=("paragraphs", "times", "places", "actors", "claims", "figures"),
    gives=("events",),
    run=run,
)
