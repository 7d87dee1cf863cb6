"""Finds the tellings of happenings in a sentence: triggers whose conditions hold, with the parties in their slots."""

from collections.abc import Iterator
from dataclasses import replace

from bellwire.draft import Sentence, Token
from bellwire.extract.event_headlines import headline_verb
from bellwire.extract.event_match import Find, match
from bellwire.extract.event_reader import PLACES, TIMES, Reader, joined, names_party, party_within
from bellwire.extract.event_words import Trigger
from bellwire.extract.predicates import (
    Predicate,
    antecedent,
    conjuncts,
    doers,
    noun_predicate,
    speaker_of,
    verb_predicate,
)
from bellwire.model import Span

_NOT_PARTIES = frozenset(
    ("it", "there", "this", "that", "these", "those", "what", "which", "itself", "each", "other", "here", "how", "why")
)
_STANDING_IN = frozenset(("it", "its", "they", "them", "their", "he", "she", "his", "her", "him"))


def _slot(find: Find, name: str, read: Reader) -> list[Token]:
    """What stands in a role's slot of a find."""
    slots, noun = find.predicate.slots, find.trigger.noun
    if name == "xobj":
        return _directed(find, read)
    if name == "speaker":
        return speaker_of(find.token)
    if name == "ccobj":
        return slots.get("xobj", [])
    if not noun:
        if name == "of":
            return slots.get("of", []) or slots.get("obj.of", [])
        return slots.get(name, [])
    governor = find.predicate.governor
    classes = read.words.classes.get(governor.lemma_, frozenset()) if governor is not None else frozenset()
    if name == "subj":
        return slots.get("gov.subj", []) if "light" in classes else []
    if name == "obj":
        if "receptive" in classes:
            return slots.get("gov.subj", [])
        return slots.get("gov.obj", []) if "cause" in classes else []
    if name == "mod":
        named = [t for t in slots.get("mod", []) if names_party(t, find.sentence, read)]
        if find.trigger.type == "ASSAULT" and not slots.get("on") and not slots.get("against"):
            # "the Kyiv attack", "Mali strike": where it was, more often than whose it was
            named = [t for t in named if t.ent_type_ != "GPE" or t.pos_ == "ADJ" or _of_arms(t, read)]
        return named
    found = slots.get(name, [])
    if not found and classes & {"light", "cause"} and name not in ("from", "to"):
        found = slots.get(f"gov.{name}", [])
    return found


def _directed(find: Find, read: Reader) -> list[Token]:
    """Whom a promised or refused deed is directed at: the first party named in the complement, else its object."""
    slots = find.predicate.slots
    everything = [*slots.get("comp", []), *slots.get("xobj", []), *slots.get("xprep", [])]
    sentence = find.sentence
    for token in everything:
        if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in token.children):
            continue  # "to withdraw its troops from Mali": its own
        if read.is_person(sentence, token) or token.ent_type_ in PLACES or sentence.at(token) in read.places:
            return [token]
    return slots.get("xobj", []) or everything[:1]


def _of_arms(token: Token, read: Reader) -> bool:
    """Whether a country's name stands before forces or means: "Russia drone attack", "U.S. military strike"."""
    following = token.nbor().lemma_.lower() if token.i + 1 < len(token.doc) else ""
    known = read.words.classes.get(following, frozenset())
    return bool(known & {"forces", "official", "weapon"}) or following in read.words.modes


def _party(token: Token, read: Reader) -> bool:
    return (
        token.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
        and (token.ent_type_ not in TIMES or "civilian" in read.words.classes.get(token.lemma_, ()))
        and token.lower_ not in _NOT_PARTIES
        and len(token) > 1
    )


def meant(token: Token) -> Token:
    """A pronoun's antecedent where the sentence has it; any other token itself."""
    if token.pos_ == "PRON" and token.lower_ in _STANDING_IN:
        return antecedent(token) or token
    return token


def _parties(find: Find, names: tuple[str, ...], read: Reader, taken: list[Token]) -> list[Token]:
    for name in names:
        found: list[Token] = []
        for head in _slot(find, name, read):
            for token in conjuncts(meant(head)) if name != "mod" else [head]:
                usable = _party(token, read) and token not in taken and token not in found and token is not find.token
                if usable and (token not in find.used or read.is_person(find.sentence, token)):
                    found.append(token)
        if found:
            return found
    return []


_SPEECH = frozenset(("ACCUSE", "REQUEST", "THREATEN", "SUPPORT", "REJECT", "CONCEDE"))


_FINITE = frozenset(("VBD", "VBN", "VBZ", "VBP"))
"""Tags of verbs that tell a deed of their own; the parser often takes "accused" for a participle."""


def _give_to_speaker(find: Find) -> None:
    """Corrects "the minister said ten had died and blamed rebels", where the parser lets the dead blame."""
    verb = find.token
    if verb.dep_ != "conj" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return
    head = verb.head
    for _ in range(3):
        if head.dep_ != "conj":
            break
        head = head.head
    if (
        head.dep_ == "ccomp"
        and head.head.tag_ in ("VBD", "VBZ", "VBP")
        and verb.tag_ in _FINITE
        and not find.predicate.passive
    ):
        speakers = speaker_of(head)
        if speakers:
            find.predicate.slots["subj"] = speakers


_DIRECTED = frozenset(
    "ACCUSE SUPPORT REJECT REQUEST CONCEDE AGREE SANCTION THREATEN COERCE AID COOPERATE CONSULT RETREAT PROTEST".split()
)
"""Types whose object is often a deed or thing, and whose patient is the party behind it."""


def _aimed_at(find: Find, read: Reader) -> list[Token]:
    """The patients with each deed or thing replaced by the party that it is about, where the text names one."""
    sentence = find.sentence
    found: list[Token] = []
    for token in find.patients:
        party = party_within(token, sentence, read)
        if party is None and find.trigger.type not in _OF_THINGS | _OF_WORDS and token.pos_ != "PRON":
            continue
        token = party if party is not None else token
        if token not in found and token not in find.agents:
            found.append(token)
    if found or find.patients or find.trigger.noun:
        return found
    for token in find.used:
        party = party_within(token, sentence, read) if token.pos_ in ("NOUN", "PROPN") else None
        if party is not None and party not in find.agents:
            return [party]
    return [t for t in find.used if t.dep_ == "dobj"] if find.trigger.type in _OF_THINGS else []


_OF_WORDS = frozenset(("ACCUSE", "REJECT", "SUPPORT", "SANCTION"))
"""Types that are aimed at deeds and words as well, where the text does not say whose."""
_OF_THINGS = frozenset(("RETREAT", "CONCEDE", "COERCE"))
"""Types that are done to things as well: a ship released, a tariff cut, a house searched."""


def fill_roles(find: Find, read: Reader) -> None:
    """Reads agents and patients out of the slots that the trigger names."""
    row = find.trigger
    if row.type in _SPEECH and not row.noun:
        _give_to_speaker(find)
    find.agents = _parties(find, row.agent, read, [])
    if (
        find.token.dep_ == "acl"
        and not find.predicate.passive
        and find.agents
        and not any(read.is_party(find.sentence, t) for t in find.agents)
    ):
        # "passed a resolution criticising": the one who passed it
        head = find.token.head.head
        subjects = doers(head) if head.pos_ in ("VERB", "AUX") else []
        find.agents = [t for t in subjects if _party(t, read)] or find.agents
    find.patients = _parties(find, (*row.patient, "obj") if row.noun else row.patient, read, find.agents)
    if row.type in _DIRECTED:
        find.patients = _aimed_at(find, read)
    if "between" in (*row.agent, *row.patient) and find.predicate.slots.get("between"):
        find.agents = _parties(find, ("between",), read, [])
        find.patients = []


def sentence_finds(sentence: Sentence, read: Reader) -> Iterator[Find]:
    """The finds of one sentence, in order."""
    for token in sentence.tokens:
        find = _find(token, sentence, read)
        if find is not None:
            bare_passive(find)
            fill_roles(find, read)
            yield find


def _find(token: Token, sentence: Sentence, read: Reader) -> Find | None:
    """The trigger that a word is, in the reading that the parser gives it or else in one that it missed."""
    words, pos = read.words, token.pos_
    if pos == "VERB":
        rows = words.verbs.get(token.lemma_) if not _fled(token, read) else None
        if rows and _counted_ruin(token):
            return _match_ruin(rows, token, sentence, read)
        if rows and not _describes(token):
            verb = verb_predicate(token)
            return match(rows, verb, sentence, read) or _match_turned(rows, verb, sentence, read)
        nominal = rows is None and token.dep_ in ("pobj", "nsubj", "pcomp", "compound", "xcomp")
        if token.tag_ == "VBG" and (nominal or _listed(token)):
            return _match_noun(words.nouns.get(token.lower_), token, sentence, read)
        return None
    if pos == "AUX" and token.lemma_ == "be":
        return match(words.verbs.get("be", ()), verb_predicate(token), sentence, read)
    if pos in ("NOUN", "PROPN"):
        verb_read = headline_verb(token, read) if is_headline(sentence) else None
        if verb_read is not None:
            found = match(words.verbs[verb_read.lemma], verb_read.predicate, sentence, read)
            if found is not None:
                return found
    if pos in ("NOUN", "PROPN") or (pos == "ADJ" and token.lower_.endswith(_NOMINAL_ENDINGS)):
        return _match_noun(words.nouns.get(joined(token, sentence, read)), token, sentence, read)
    return None


def is_headline(sentence: Sentence) -> bool:
    """Whether a sentence stands in a headline, where the parser often takes verbs for nouns."""
    return sentence.paragraph.block.role == "headline"


_NOMINAL_ENDINGS = ("ment", "tion", "sion")
"""Endings of words that are nouns though the parser may call them adjectives: "displacement soars"."""


def _match_noun(rows: tuple[Trigger, ...] | None, token: Token, sentence: Sentence, read: Reader) -> Find | None:
    if not rows or _inside_a_word(token):
        return None
    return match(rows, noun_predicate(token), sentence, read)


def _match_turned(rows: tuple[Trigger, ...], verb: Predicate, sentence: Sentence, read: Reader) -> Find | None:
    """The trigger of a bare participle, "thousands uprooted": its subject stands where the passive's would."""
    slots = verb.slots
    if verb.passive or slots.get("obj") or not slots.get("subj") or not _bare(verb, sentence):
        return None
    turned = replace(verb, slots={**slots, "obj": slots["subj"], "subj": slots.get("by", [])}, passive=True)
    found = match(rows, turned, sentence, read)
    return found if found is not None and found.trigger.type in _HARMS and "obj" in found.trigger.patient else None


def _bare(verb: Predicate, sentence: Sentence) -> bool:
    """Whether a form may be a participle without its "was": in a headline, or behind a number."""
    subjects = verb.slots.get("subj", [])
    counted = any(t.pos_ == "NUM" or any(c.dep_ == "nummod" for c in t.children) for t in subjects)
    return verb.token.tag_ in ("VBD", "VBN") and (not is_text(sentence) or counted)


def is_text(sentence: Sentence) -> bool:
    """Whether a sentence stands in running text."""
    return sentence.paragraph.block.role == "paragraph"


def _listed(token: Token) -> bool:
    """Whether a gerund before a noun is joined to it: "days of shelling and air raids"."""
    return bool(token.dep_ == "amod" and any(c.dep_ == "cc" for c in token.children))


def _fled(token: Token, read: Reader) -> bool:
    """Whether a verb's form is what people run from: "fled fighting"."""
    above = read.words.verbs.get(token.head.lemma_) if token.tag_ == "VBG" and token.dep_ == "xcomp" else None
    return bool(above and above[0].type == "DISPLACE")


def _counted_ruin(token: Token) -> bool:
    """Whether a participle stands between a number and a thing: "18 burned houses"."""
    head = token.head
    counted = any(c.dep_ == "nummod" and c.i < token.i for c in head.children)
    return bool(token.dep_ == "amod" and token.tag_ in ("VBN", "VBD") and counted and head.i == token.i + 1)


def _match_ruin(rows: tuple[Trigger, ...], token: Token, sentence: Sentence, read: Reader) -> Find | None:
    """The trigger of a counted ruin; other counted participles ("12 injured people") seldom tell the deed itself."""
    slots = {"obj": [token.head]}
    found = match(rows, Predicate(token=token, slots=slots, particles=frozenset(), passive=True), sentence, read)
    return found if found is not None and found.mode == "destroy" else None


def _describes(token: Token) -> bool:
    """Whether a participle only describes what stands behind it: "besieged city"."""
    return bool(token.dep_ == "amod" and not _listed(token))


def _inside_a_word(token: Token) -> bool:
    """Whether a noun only describes another: "war" in "war-torn", "attack" in "attack site"."""
    nearby = token.nbor() if token.i + 1 < len(token.doc) else None
    hyphened = nearby is not None and nearby.text == "-" and not token.whitespace_
    return hyphened or bool(token.dep_ == "compound" and token.head.i == token.i + 1)


def bare_passive(find: Find) -> None:
    """Turns a headline's "31 killed in market" round: its subject is what was done to."""
    slots = find.predicate.slots
    if find.trigger.noun or find.predicate.passive or slots.get("obj") or find.trigger.patient[:1] != ("obj",):
        return
    if _bare(find.predicate, find.sentence) and slots.get("subj") and "obj" in _harm(find):
        slots["obj"] = slots.pop("subj")
        if slots.get("by"):
            slots["subj"] = slots["by"]


def _harm(find: Find) -> tuple[str, ...]:
    return find.trigger.patient if find.trigger.type in _HARMS else ()


_HARMS = frozenset(("ASSAULT", "COERCE", "DISPLACE", "RETREAT", "SANCTION"))
"""Types of what is done to people, which headlines and lists tell with a bare participle."""


def trigger_span(find: Find) -> Span:
    """The words that name the happening: a verb with its particle, a noun with the word that tells its kind."""
    token = find.token
    first = last = token
    for child in token.children:
        if child.dep_ == "prt" and child.i == token.i + 1:
            last = child
        elif find.trigger.noun and child.dep_ in ("compound", "amod") and child.i == token.i - 1:
            wanted = {w for c in find.trigger.conditions if c.kind == "mod" for w in c.words}
            if child.lemma_.lower() in wanted or child.lower_ in wanted:
                first = child
    return find.sentence.span(first, last)
