"""Events: who did what to whom, where and when, and whether it took place."""

from collections.abc import Iterator

from bellwire.draft import Draft, Part, Sentence, Token
from bellwire.extract.event_codes import codes_of, side
from bellwire.extract.event_fill import fill
from bellwire.extract.event_find import Find, Reader, reader, sentence_finds, trigger_span
from bellwire.extract.event_merge import Told, absorb, merged
from bellwire.extract.event_setting import claims_over, date_of, figures_of, means_of, place_of
from bellwire.extract.event_status import refused, status_of
from bellwire.extract.event_words import Lexicon, lexicon
from bellwire.knowledge import Language
from bellwire.model import Event, EventDate, Figure, Participant, Place, Span, Telling, TimeRef
from bellwire.model.words import Status
from bellwire.model.ids import content_id

CARRY = True
SUREST = 0.32
"""Confidence below which a find is left out."""


_BODILY = frozenset(("ASSAULT", "CONTROL", "DISPLACE", "MOBILIZE", "RETREAT", "PROTEST"))
"""Types whose patient is whoever suffers it, never the ground or building."""
_ONE_WAY = frozenset(("fight", "battle", "war", "combat", "engage", "do", "join"))
"""Verbs of clashes that with an object tell who fought whom, not that both did."""
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


def _participant(draft: Draft, read: Reader, sentence: Sentence, head: Token) -> Participant:
    head_span = sentence.span(head)
    span = party_span(sentence, head)
    actor = draft.actor_at(head_span) or draft.actor_at(span)
    id_ = actor.id if actor else _kin(draft, read, head)
    return Participant(actor=id_, start=span.start, end=span.end)


def _both_sides(draft: Draft, heads: list[Token], parties: list[Participant]) -> list[Participant]:
    """ "Both sides" as the two armed actors that the page names most."""
    if len(heads) != 1 or heads[0].lower_ not in ("sides", "parties"):
        return parties
    armed = [a for a in draft.actors if a.type in ("state_forces", "armed_group", "militia")]
    armed.sort(key=lambda a: -len(a.mentions))
    return [Participant(actor=a.id, start=parties[0].start, end=parties[0].end) for a in armed[:2]] or parties


def _contradicted(draft: Draft, sentence: Sentence, agents: list[Participant]) -> list[Participant]:
    """Whose words "rejected that account" rejects: the last speaker before it who is somebody else."""
    own = {p.actor for p in agents}
    before = [
        c for c in draft.claims if c.speaker and c.speaker_actor and c.content[0].end <= sentence.start
    ]
    for claim in sorted(before, key=lambda c: -c.content[0].end)[:2]:
        if claim.speaker is not None and claim.speaker_actor not in own:
            return [Participant(actor=claim.speaker_actor, start=claim.speaker.start, end=claim.speaker.end)]
    return []


def _once(parties: list[Participant]) -> list[Participant]:
    """The parties with each actor named once."""
    seen: set[str] = set()
    found = []
    for party in parties:
        if party.actor not in seen:
            found.append(party)
        if party.actor:
            seen.add(party.actor)
    return found


_KIN = (
    ("suspect", ()),
    ("state", ("state_forces",)),
    ("lawmen", ("police",)),
    ("rulers", ("government",)),
    ("rebels", ("armed_group", "militia")),
    ("crowd", ("civilians",)),
    ("civilian", ("civilians",)),
)
"""Classes of plain words for people, and the types of the actors that they may stand for."""


def _kin(draft: Draft, read: Reader, head: Token) -> str | None:
    """The page's only actor (or by far its most named) of the kind that a plain word tells: "soldiers", "the dead"."""
    known = read.words.classes.get(head.lemma_.lower(), frozenset())
    if head.pos_ == "NUM":
        known = frozenset(("civilian",))
    types = next((types for name, types in _KIN if name in known), ())
    fit = sorted((len(a.mentions) for a in draft.actors if a.type in types), reverse=True)
    if not fit or (len(fit) > 1 and fit[0] < 2 * fit[1]):
        return None
    return next(a.id for a in draft.actors if a.type in types and len(a.mentions) == fit[0])


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


def _confidence(find: Find, status: Status) -> float:
    """How sure a find is: the trigger's own weight, less for parties that are missing and for what did not happen."""
    score = find.trigger.weight
    agents, patients = bool(find.agents), bool(find.patients)
    if find.trigger.type in _ACTS:
        # an act of speech without somebody it is aimed at is seldom one: desk and PLV halves (2026-11)
        score *= 1.0 if agents and patients else 0.75 if agents else 0.7 if patients else 0.3
    elif find.trigger.type in _FIRM:
        score *= 1.0 if agents and patients else 0.9 if agents or patients else 0.65
    else:
        score *= 1.0 if agents and patients else 0.75 if agents or patients else 0.4
    return round(min(score * (0.4 if status == "not_occurred" else 1.0), 0.99), 3)


_ACTS = frozenset(("ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN", "AGREE", "CONCEDE", "AID"))
_FIRM = frozenset(("ASSAULT", "CONTROL", "DISPLACE", "COERCE"))


def _told(draft: Draft, find: Find, words: Lexicon, read: Reader, page: "_Page") -> Told | None:
    sentence = find.sentence
    span = trigger_span(find)
    claims = claims_over(draft.claims, span)
    status = status_of(find, draft, words, claims)
    if status is None:
        return None
    confidence = _confidence(find, status)
    if confidence < SUREST:
        return None
    mode, means = means_of(find, words)
    agents = _real_agents(find, read)
    patients = [t for t in find.patients if t not in agents]
    if find.trigger.type == "ASSAULT":
        patients = [t for t in patients if not _is_means(t, words, read, sentence)]
    if find.trigger.type in _BODILY:
        patients = [_owner(t, read, sentence) if _is_ground(t, read, sentence) else t for t in patients]
        patients = [t for t in patients if t is not None and t not in agents]
    if find.trigger.type == "ASSAULT" and draft.actors:
        patients = [_owner(t, read, sentence) or t if not read.is_person(sentence, t) else t for t in patients]
        patients = [t for t in patients if read.is_person(sentence, t) or t.pos_ == "PROPN" or t.ent_type_]
    kind = find.trigger.type
    if find.mode == "flee" and patients and not [t for t in agents if read.is_person(sentence, t)]:
        agents, patients = patients, []
    if refused(find, status):
        kind, status = "REJECT", "occurred"
    mutual = _mutual(find)
    givers = [_participant(draft, read, sentence, t) for t in agents]
    takers = [_participant(draft, read, sentence, t) for t in patients]
    names = _names(draft, sentence, agents, givers), _names(draft, sentence, patients, takers)
    if kind == "REJECT" and not any(p.actor for p in takers) and _contradicted(draft, sentence, givers):
        takers = _contradicted(draft, sentence, givers)
    givers, takers = _both_sides(draft, agents, givers), _both_sides(draft, patients, takers)
    sides = _sides(draft, read, sentence, agents), _sides(draft, read, sentence, patients)
    givers, takers = _once(givers), _once(takers)
    if mutual:
        both = givers + takers
        givers, takers = both, list(both) if find.trigger.type == "ASSAULT" else []
        names = names[0] | names[1], names[0] | names[1]
        sides = sides[0] | sides[1], sides[0] | sides[1]
    places = page.places_in(sentence)
    place = place_of(find, draft, places, page.carried)
    times = page.times_in(sentence)
    date = date_of(find, draft, times, fresh=False)
    if date is None and not times and kind in _BODILY:
        date = page.date_of(sentence)
    elif date is not None:
        page.keep_date(sentence, date)
    tellings = [
        Telling(trigger=trigger_span(f), sentence=Span(start=sentence.start, end=sentence.end))
        for f in (find, *find.absorbed)
        if f is find or f.trigger.type == find.trigger.type
    ]
    return Told(
        type=kind,
        mode=(find.mode or mode) if kind == "ASSAULT" else find.mode if kind == find.trigger.type else None,
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
        point=page.is_point(place),
        date=date,
        date_sure=bool(times) and date is not None,
        figures=list(figures_of(find, page.figures_in(sentence), [])),
        claims=[c.id for c in claims],
        mutual=mutual,
        of_blow=any(read.in_class(sentence, t, "attack") for t in (*find.patients, *find.predicate.slots.get("obj", ()))),
        confidence=confidence,
    )


def _is_means(token: Token, words: Lexicon, read: Reader, sentence: Sentence) -> bool:
    """Whether an agent is a thing: the bomb, the strike."""
    known = words.classes.get(token.lemma_.lower(), frozenset())
    return bool(known & {"weapon", "attack"}) and not read.is_person(sentence, token)


def _is_ground(token: Token, read: Reader, sentence: Sentence) -> bool:
    """Whether a patient is a place or building rather than somebody: the market, the town."""
    if sentence.at(token) in read.actors or token.pos_ == "PRON":
        return False
    if token.pos_ == "PROPN":
        return sentence.at(token) in read.grounds
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    if not known & {"place", "property"} or read.is_person(sentence, token):
        return False
    named = (c for c in token.lefts if c.pos_ == "PROPN" or (c.dep_ == "amod" and c.ent_type_ in ("NORP", "GPE")))
    return not any(sentence.at(c) not in read.places and c.ent_type_ not in ("GPE", "LOC", "FAC") for c in named)


def _owner(token: Token, read: Reader, sentence: Sentence) -> Token | None:
    """Whose a place or building is, where the words before it say so: the army in "the army's last base"."""
    for child in token.lefts:
        if child.dep_ in ("poss", "compound", "amod", "nmod") and sentence.at(child) not in read.grounds:
            known = read.words.classes.get(child.lemma_.lower(), frozenset())
            named = child.ent_type_ in ("ORG", "NORP", "PERSON") or (child.ent_type_ == "GPE" and child.dep_ == "poss")
            known_party = sentence.at(child) in read.actors or known & {"forces", "civilian", "official"}
            if child.pos_ != "PRON" and (named or known_party):
                return child
    return None


def _real_agents(find: Find, read: Reader) -> list[Token]:
    """The agents without places and things: a dateline gives way to what follows it, a missile to whose it is."""
    sentence, found = find.sentence, []
    for token in find.agents:
        at = sentence.at(token)
        if at not in read.actors and (at in read.grounds or (token.ent_type_ == "GPE" and token.i == sentence.tokens.start)):
            after = [c for c in token.children if c.dep_ in ("appos", "conj") and read.is_party(sentence, c)]
            found += after[:1] if after else [] if at in read.grounds else [token]
        elif find.trigger.type == "ASSAULT" and _is_means(token, read.words, read, sentence):
            owner = _owner(token, read, sentence)
            found += [owner] if owner is not None else []
        else:
            found.append(token)
    return found


def _mutual(find: Find) -> bool:
    """Whether both sides act on each other: clashes, battles, agreements, talks."""
    agent, patient = find.trigger.agent, find.trigger.patient
    if "between" not in (*agent, *patient):
        return False
    if find.trigger.type == "ASSAULT":
        return find.trigger.noun or find.trigger.word not in _ONE_WAY or not find.predicate.slots.get("obj")
    return find.trigger.noun and find.trigger.type in _JOINT


class _Page:
    """Records of the draft by sentence, and the place that paragraphs are about."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.carried: str | None = None
        self._dated: tuple[int, EventDate] | None = None
        self._opening: EventDate | None = None
        self._names = {p.id: p.name for p in draft.places}
        self._points = frozenset(p.id for p in draft.places if (p.precision or 9) <= 2)

    def is_point(self, place: str | None) -> bool:
        """Whether a place is a settlement or nearer, not a region that may hold another."""
        return place in self._points

    def name(self, place: str | None) -> str | None:
        """A place's name."""
        return self._names.get(place) if place else None

    def places_in(self, sentence: Sentence) -> list[Place]:
        return [p for p in self.draft.places if sentence.start <= p.start < sentence.end]

    def times_in(self, sentence: Sentence) -> list[TimeRef]:
        return [t for t in self.draft.times if sentence.start <= t.start < sentence.end]

    def figures_in(self, sentence: Sentence) -> list[Figure]:
        return [f for f in self.draft.figures if sentence.start <= f.start < sentence.end]

    def date_of(self, sentence: Sentence) -> EventDate | None:
        """The date last told in the sentence's paragraph, else the one that the page opens with."""
        if self._dated is not None and self._dated[0] == sentence.paragraph.number:
            return self._dated[1]
        return self._opening if CARRY else None

    def keep_date(self, sentence: Sentence, date: EventDate) -> None:
        """Remembers a date for the sentences that follow."""
        self._dated = (sentence.paragraph.number, date)
        self._opening = self._opening or date

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
    events = merged(tellings(draft, language))
    fill(events, draft.actors)
    for told in events:
        yield _event(draft, told)


PART = Part(name="events", version="1", needs=("paragraphs",), gives=("events",), run=run)
