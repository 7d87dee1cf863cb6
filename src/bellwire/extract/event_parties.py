"""The parties of an event: their words, the actors that they are, and the side that they stand on."""

from bellwire.draft import Draft, Sentence, Token
from bellwire.extract.event_codes import side
from bellwire.extract.event_find import meant
from bellwire.extract.event_match import Find
from bellwire.extract.event_reader import Reader, party_within
from bellwire.extract.predicates import noun_predicate
from bellwire.model import Participant, Span

BODILY = frozenset(("ASSAULT", "CONTROL", "DISPLACE", "MOBILIZE", "RETREAT", "PROTEST"))
"""Types whose patient is whoever suffers it, never the ground or building."""


def party_span(sentence: Sentence, head: Token) -> Span:
    """The noun phrase of a party: its head with what stands before it and the names that follow."""
    first, last = head, head
    for child in head.lefts:
        if child.dep_ in ("amod", "compound", "nummod", "poss", "nmod", "quantmod", "npadvmod", "advmod") and (
            child.ent_type_ not in ("TIME", "DATE")
        ):
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


def participant(draft: Draft, read: Reader, sentence: Sentence, head: Token) -> Participant:
    head_span = sentence.span(head)
    span = party_span(sentence, head)
    actor = read.actor_at(head_span) or read.actor_at(span)
    id_ = actor.id if actor else _kin(draft, read, head)
    return Participant(actor=id_, start=span.start, end=span.end)


def both_sides(draft: Draft, heads: list[Token], parties: list[Participant]) -> list[Participant]:
    """ "Both sides" as the two armed actors that the page names most."""
    if len(heads) != 1 or heads[0].lower_ not in ("sides", "parties"):
        return parties
    armed = [a for a in draft.actors if a.type in ("state_forces", "armed_group", "militia")]
    armed.sort(key=lambda a: -len(a.mentions))
    return [Participant(actor=a.id, start=parties[0].start, end=parties[0].end) for a in armed[:2]] or parties


def contradicted(draft: Draft, sentence: Sentence, agents: list[Participant]) -> list[Participant]:
    """Whose words "rejected that account" rejects: the last speaker before it who is somebody else."""
    own = {p.actor for p in agents}
    before = [c for c in draft.claims if c.speaker and c.speaker_actor and c.content[0].end <= sentence.start]
    for claim in sorted(before, key=lambda c: -c.content[0].end)[:2]:
        if claim.speaker is not None and claim.speaker_actor not in own:
            return [Participant(actor=claim.speaker_actor, start=claim.speaker.start, end=claim.speaker.end)]
    return []


def once(parties: list[Participant]) -> list[Participant]:
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


def names_of(draft: Draft, sentence: Sentence, heads: list[Token], parties: list[Participant]) -> frozenset[str]:
    """What parties are known by: the ids of their actors, else their words."""
    return frozenset(
        p.actor or draft.text[sentence.at(h) : sentence.at(h) + len(h)].lower()
        for h, p in zip(heads, parties, strict=True)
    )


def sides_of(read: Reader, sentence: Sentence, heads: list[Token]) -> frozenset[str]:
    """The sides that parties stand on: state, armed, civilian, crowd, other."""
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
        elif known & {"state", "lawmen", "rulers"}:
            found.add("state")
        elif "forces" in known:
            found.add("armed")
        else:
            found.add("other")
    return frozenset(found)


def _is_means(token: Token, read: Reader, sentence: Sentence) -> bool:
    """Whether an agent is a thing: the bomb, the strike."""
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    return bool(known & {"weapon", "attack"}) and not read.is_person(sentence, token)


def _is_thing(token: Token, read: Reader, sentence: Sentence) -> bool:
    """Whether the doer of a blow is a thing by what it is called: a bomb, a truck, a road."""
    if _is_means(token, read, sentence):
        return True
    known = read.words.classes.get(token.lemma_.lower(), frozenset())
    thing = token.pos_ == "NOUN" and bool(known & {"place", "property"} or token.lemma_.lower() in read.words.modes)
    return thing and not read.is_person(sentence, token)


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


def _holds_party(token: Token, read: Reader) -> bool:
    """Whether a thing is told with somebody in its own words, who then stands for it: "the army's trucks"."""
    return any(c.pos_ in ("PROPN", "PRON") or c.ent_type_ for c in token.subtree if c != token)


def _owner(token: Token, read: Reader, sentence: Sentence) -> Token | None:
    """Whose a place or building is, where the words before it say so: the army in "the army's last base"."""
    for child in token.lefts:
        if child.dep_ in ("poss", "compound", "amod", "nmod") and sentence.at(child) not in read.grounds:
            known = read.words.classes.get(child.lemma_.lower(), frozenset())
            named = child.ent_type_ in ("ORG", "NORP", "PERSON") or (child.ent_type_ == "GPE" and child.dep_ == "poss")
            known_party = sentence.at(child) in read.actors or known & {"forces", "civilian", "official"}
            if child.pos_ == "PRON":
                if known_party or meant(child) != child:
                    return meant(child)
            elif named or known_party:
                return child
    return None


def real_agents(find: Find, read: Reader) -> list[Token]:
    """The agents without places and things: a dateline gives way to what follows it, a missile to whose it is."""
    sentence, found = find.sentence, []
    for token in find.agents:
        at = sentence.at(token)
        if at not in read.actors and (
            at in read.grounds or (token.ent_type_ == "GPE" and token.i == sentence.tokens.start)
        ):
            after = [c for c in token.children if c.dep_ in ("appos", "conj") and read.is_party(sentence, c)]
            found += after[:1] if after else [] if at in read.grounds else [token]
        elif find.trigger.type == "ASSAULT" and _is_thing(token, read, sentence):
            owner = _owner(token, read, sentence)
            found += [owner] if owner is not None else []
        elif find.trigger.type != "ASSAULT" and _is_means(token, read, sentence):
            # "backed by air strikes of the coalition": whose strikes they are
            behind = noun_predicate(token).slots.get("by", [])
            owner = _owner(token, read, sentence) or party_within(token, sentence, read) or next(iter(behind), None)
            found += [owner] if owner is not None else []
        else:
            found.append(token)
    if not found and find.trigger.type == "ASSAULT":
        means = [t for t in find.used if _is_thing(t, read, sentence) and t in find.predicate.slots.get("subj", ())]
        found = [o for o in (_owner(t, read, sentence) for t in means) if o is not None]
    return found


def real_patients(find: Find, read: Reader, agents: list[Token]) -> list[Token]:
    """The patients without grounds and things; whose they are stands for them where the words say so."""
    sentence, kind = find.sentence, find.trigger.type
    found = [t for t in find.patients if t not in agents]
    if kind == "ASSAULT":
        found = [t for t in found if not _is_means(t, read, sentence)]
    if kind == "CONTROL" and not found:
        slots = find.predicate.slots
        lost = [*slots.get("obj", ()), *slots.get("obj.of", ()), *slots.get("of", ())]
        owners = [_owner(t, read, sentence) for t in lost if _is_ground(t, read, sentence)]
        found = [o for o in owners if o is not None and o not in agents]
    if kind == "COERCE":
        owned = [_owner(t, read, sentence) if t.pos_ == "NOUN" and _is_ground(t, read, sentence) else t for t in found]
        found = [t for t in owned if t is not None and t not in agents]
    if kind in BODILY:
        owned = [_owner(t, read, sentence) if _is_ground(t, read, sentence) else t for t in found]
        found = [t for t in owned if t is not None and t not in agents]
    if kind == "ASSAULT" and read.mentions:
        found = [t if read.is_person(sentence, t) else _owner(t, read, sentence) or t for t in found]
        found = [t for t in found if read.is_person(sentence, t) or t.pos_ == "PROPN" or t.ent_type_]
    if read.mentions and (kind in BODILY or kind == "COERCE"):
        found = [t for t in found if t.pos_ != "NOUN" or read.is_party(sentence, t) or _holds_party(t, read)]
    return found
