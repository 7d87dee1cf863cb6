"""Events: who did what to whom, where and when, and whether it took place."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part, Sentence, Token
from bellwire.extract.event_codes import codes_of, side
from bellwire.extract.event_find import Find, Reader, reader, sentence_finds, trigger_span
from bellwire.extract.event_merge import Told, absorb, merged
from bellwire.extract.event_setting import claims_over, date_of, figures_of, means_of, place_of
from bellwire.extract.event_status import status_of
from bellwire.extract.event_words import Lexicon, lexicon
from bellwire.knowledge import Language
from bellwire.model import Event, Figure, Participant, Place, Span, Telling, TimeRef
from bellwire.model.ids import content_id

SUREST = 0.3
"""Confidence below which a find is left out."""


_JOINT = frozenset(("AGREE", "CONSULT", "COOPERATE", "RETREAT"))


def party_span(sentence: Sentence, head: Token) -> Span:
    """The noun phrase of a party: its head with what stands before it and the names that follow."""
    first, last = head, head
    for child in head.lefts:
        if child.dep_ in ("amod", "compound", "nummod", "poss", "nmod", "quantmod", "npadvmod", "advmod"):
            first = min(first, child.left_edge, key=lambda t: t.i)
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in ("of", "in", "from", "for", "at", "on", "by", "against", "near"):
            inner = next((g for g in child.children if g.dep_ == "pobj"), None)
            if inner is None or child.i - last.i > 3:
                break
            last = inner
        elif child.dep_ == "appos" and child.i - last.i <= 8 and child.pos_ == "PROPN":
            last = child
        elif child.dep_ not in ("case", "punct", "nummod"):
            break
    return sentence.span(first, last)


def _participant(draft: Draft, sentence: Sentence, head: Token) -> Participant:
    head_span = sentence.span(head)
    span = party_span(sentence, head)
    actor = draft.actor_at(head_span) or draft.actor_at(span)
    return Participant(actor=actor.id if actor else None, start=span.start, end=span.end)


def _names(draft: Draft, sentence: Sentence, heads: list[Token], parties: list[Participant]) -> frozenset[str]:
    return frozenset(
        p.actor or draft.text[sentence.at(h) : sentence.at(h) + len(h)].lower()
        for h, p in zip(heads, parties, strict=True)
    )


def _sides(draft: Draft, read: Reader, sentence: Sentence, heads: list[Token]) -> frozenset[str]:
    found = set()
    for head in heads:
        known = read.words.classes.get(head.lemma_.lower(), frozenset())
        kind = read.actors.get(sentence.at(head))
        if "crowd" in known:
            found.add("crowd")
        elif kind:
            found.add(side(kind))
        elif "civilian" in known:
            found.add("civilian")
        elif head.lemma_.lower() in (
            "army",
            "police",
            "soldier",
            "troop",
            "officer",
            "government",
            "military",
            "policeman",
        ):
            found.add("state")
        elif "forces" in known:
            found.add("armed")
        else:
            found.add("other")
    return frozenset(found)


def _confidence(find: Find) -> float:
    """How sure a find is: the trigger's own weight, less for a party that is missing."""
    score = find.trigger.weight
    score *= 1.0 if find.agents else 0.8
    score *= 1.0 if find.patients else 0.85
    if find.trigger.noun and not find.agents and not find.patients:
        score *= 0.7
    return round(min(score, 0.99), 3)


def _told(draft: Draft, find: Find, words: Lexicon, read: Reader, page: "_Page") -> Told | None:
    sentence = find.sentence
    span = trigger_span(find)
    claims = claims_over(draft.claims, span)
    status = status_of(find, draft, words, claims)
    confidence = _confidence(find)
    if status is None or confidence < SUREST:
        return None
    mode, means = means_of(find, words)
    agents = find.agents
    if find.trigger.type == "ASSAULT":
        agents = [t for t in agents if not _is_means(t, words, read, sentence)]
    patients = [t for t in find.patients if t not in agents]
    mutual = _mutual(find)
    givers = [_participant(draft, sentence, t) for t in agents]
    takers = [_participant(draft, sentence, t) for t in patients]
    names = _names(draft, sentence, agents, givers), _names(draft, sentence, patients, takers)
    sides = _sides(draft, read, sentence, agents), _sides(draft, read, sentence, patients)
    if mutual:
        both = givers + takers
        givers, takers = both, list(both) if find.trigger.type == "ASSAULT" else []
        names = names[0] | names[1], names[0] | names[1]
        sides = sides[0] | sides[1], sides[0] | sides[1]
    places = page.places_in(sentence)
    place = place_of(find, draft, places, page.carried)
    times = page.times_in(sentence)
    date = date_of(find, draft, times, fresh=True)
    tellings = [
        Telling(trigger=trigger_span(f), sentence=Span(start=sentence.start, end=sentence.end))
        for f in (find, *find.absorbed)
        if f is find or f.trigger.type == find.trigger.type
    ]
    return Told(
        type=find.trigger.type,
        mode=(find.mode or mode) if find.trigger.type == "ASSAULT" else find.mode,
        status=status,
        lemma=find.trigger.word,
        tellings=tellings,
        agents=givers,
        patients=takers,
        names=names,
        sides=sides,
        instruments=[sentence.span(t) for t in means],
        place=place,
        place_name=page.name(place),
        place_sure=bool(places) and place is not None,
        date=date,
        date_sure=bool(times) and date is not None,
        figures=list(figures_of(find, page.figures_in(sentence), [])),
        claims=[c.id for c in claims],
        mutual=mutual,
        confidence=confidence,
    )


def _is_means(token: Token, words: Lexicon, read: Reader, sentence: Sentence) -> bool:
    """Whether an agent is a thing: the bomb, the strike."""
    known = words.classes.get(token.lemma_.lower(), frozenset())
    return bool(known & {"weapon", "attack"}) and not read.is_person(sentence, token)


def _mutual(find: Find) -> bool:
    """Whether both sides act on each other: clashes, battles, agreements, talks."""
    agent, patient = find.trigger.agent, find.trigger.patient
    if "between" not in (*agent, *patient):
        return False
    return find.trigger.type == "ASSAULT" or (find.trigger.noun and find.trigger.type in _JOINT)


class _Page:
    """Records of the draft by sentence, and the place that paragraphs are about."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.carried: str | None = None
        self._names = {p.id: p.name for p in draft.places}

    def name(self, place: str | None) -> str | None:
        """A place's name."""
        return self._names.get(place) if place else None

    def places_in(self, sentence: Sentence) -> list[Place]:
        return [p for p in self.draft.places if sentence.start <= p.start < sentence.end]

    def times_in(self, sentence: Sentence) -> list[TimeRef]:
        return [t for t in self.draft.times if sentence.start <= t.start < sentence.end]

    def figures_in(self, sentence: Sentence) -> list[Figure]:
        return [f for f in self.draft.figures if sentence.start <= f.start < sentence.end]

    def carry(self, sentence: Sentence) -> None:
        places = [p for p in self.places_in(sentence) if (p.precision or 9) <= 4]
        if places:
            self.carried = places[-1].id


def tellings(draft: Draft, language: Language) -> Iterator[Told]:
    """Every telling of a happening, in the order of the text."""
    words = lexicon(language)
    read = reader(draft, words)
    page = _Page(draft)
    for sentence in draft.sentences():
        for find in absorb(list(sentence_finds(sentence, read)), read):
            told = _told(draft, find, words, read, page)
            if told is not None:
                yield told
        page.carry(sentence)


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
        codes=codes_of(told.type, told.mode, agents, patients, mutual=told.mutual),
        confidence=told.confidence,
    )


def run(draft: Draft, language: Language) -> Iterator[Event]:
    """The events of a page."""
    for told in merged(tellings(draft, language)):
        yield _event(draft, told)


PART = Part(name="events", version="1", needs=("paragraphs",), gives=("events",), run=run)
