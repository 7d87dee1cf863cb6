"""Whether a happening took place: read from tense, modals, negation, what governs the trigger, and who says it how."""

from bellwire.draft import Draft, Token
from bellwire.extract.event_match import Find
from bellwire.extract.event_words import Lexicon
from bellwire.model import Claim
from bellwire.model.words import Status

_STEPS = 5
_RELATIONS = frozenset(("xcomp", "ccomp", "pcomp", "acl", "conj", "advcl", "dobj", "nsubjpass", "pobj", "prep"))
_SPEECH = frozenset(("ACCUSE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "CONSULT", "AGREE"))
_UNREAL = frozenset(("announced", "possible", "dropped", "denied", "not_occurred"))


def _own_sign(find: Find, words: Lexicon) -> str | None:
    """What auxiliaries, adverbs and words before a noun say of the trigger itself."""
    children = list(find.token.children)
    aux, adverb, modifier = words.cues["aux"], words.cues["adverb"], words.cues["modifier"]
    have = any(c.dep_ == "aux" and c.lemma_ == "have" for c in children)
    if any(c.dep_ == "neg" for c in children):
        return "not_occurred"
    for child in children:
        word = child.lower_
        if child.dep_ == "aux" and (child.lemma_ in aux or word in aux):
            sign = aux.get(word) or aux[child.lemma_]
            return "possible" if have and sign == "announced" and word in ("would", "will") else sign
        if child.dep_ in ("advmod", "mark") and word in adverb:
            return adverb[word]
        if find.trigger.noun and child.dep_ in ("amod", "det", "compound") and word in modifier:
            return modifier[word]
    deniers = [t for name in ("subj", "obj") for t in find.predicate.slots.get(name, ()) if t.head == find.token]
    if any(modifier.get(w.lower_) == "not_occurred" for t in deniers for w in (t, *t.children)):
        return "not_occurred"  # "nobody was armed", "no troops crossed"
    edges = [t.left_edge for t in deniers if t.left_edge.i < t.i]
    if any(edge.lower_ == "not" and edge.nbor().lower_ != "only" for edge in edges):
        return "not_occurred"  # "not a single soldier was killed"
    return None


def _governed_sign(find: Find, words: Lexicon) -> str | None:
    """What the verbs, adjectives and nouns say that the trigger depends on."""
    governors, token = words.cues["governor"], find.token
    for _ in range(_STEPS):
        head = token.head
        if head is token or token.dep_ not in _RELATIONS:
            return None
        if token.dep_ in ("pobj", "pcomp") and head.head.pos_ == "NOUN" and head.head.lemma_ in words.cues["noun"]:
            return words.cues["noun"][head.head.lemma_]
        sign = governors.get(head.lemma_.lower())
        if sign and _governs(token, head, sign):
            return _sharpened(sign, head, words)
        direct = token.dep_ != "dobj" or token is find.token or not _people(token, words)
        if head.pos_ in ("VERB", "AUX") and token.dep_ in ("xcomp", "conj", "dobj") and direct:
            sign = _aux_sign(head, words) if token.dep_ != "conj" or _bare(token) else None
            if sign:
                return sign
        if token.dep_ in ("ccomp", "advcl", "pobj") and head.pos_ == "VERB":
            return None
        token = head
    return None


def _people(token: Token, words: Lexicon) -> bool:
    """Whether a verb's object is people: "has prosecuted nobody for the raid" takes no raid back."""
    known = words.classes.get(token.lemma_.lower(), frozenset())
    return token.pos_ == "PRON" or not known.isdisjoint(("civilian", "forces", "official", "suspect"))


def _governs(token: Token, head: Token, sign: str) -> bool:
    if token.dep_ in ("xcomp", "acl"):
        return token.tag_ == "VB" or sign in ("denied", "ongoing")
    if token.dep_ == "ccomp":
        return sign in ("denied", "possible") or (sign == "dropped" and not _asserted(token))
    if token.dep_ == "pcomp":
        return sign in ("denied", "dropped")
    return token.dep_ in ("dobj", "nsubjpass") and sign in ("denied", "announced", "possible") and head.pos_ == "VERB"


def _asserted(verb: Token) -> bool:
    """Whether a clause tells what was or is, and no wish: "insisted that it had taken the town"."""
    have = any(c.dep_ in ("aux", "auxpass") and c.lemma_ in ("have", "be") for c in verb.children)
    return verb.tag_ in ("VBD", "VBZ") or (verb.tag_ in ("VBN", "VBG") and have)


def _sharpened(sign: str, head: Token, words: Lexicon) -> str:
    """ "refused to deny", "did not plan to": a negated governor takes the happening back."""
    if any(c.dep_ == "neg" for c in head.children):
        return "dropped" if sign != "denied" else "possible"
    return sign


def _bare(token: Token) -> bool:
    return token.tag_ == "VB" and not any(c.dep_ in ("aux", "nsubj", "nsubjpass") for c in token.children)


def _aux_sign(verb: Token, words: Lexicon) -> str | None:
    for child in verb.children:
        if child.dep_ == "neg":
            return "not_occurred"
        if child.dep_ == "aux" and child.lower_ in words.cues["aux"]:
            return words.cues["aux"][child.lower_]
    return None


def _conditional(token: Token) -> bool:
    """Whether the clause hangs on an "if" or "unless"."""
    for _ in range(_STEPS):
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in token.children):
            return True
        if token.dep_ in ("ROOT", "ccomp") or token.head is token:
            return False
        token = token.head
    return False


def _ongoing(find: Find) -> bool:
    """Whether the tense says that it goes on: "are shelling", "has been fighting"."""
    token = find.token
    verb = find.predicate.governor if find.trigger.noun else token
    if verb is None:
        return False
    if find.trigger.noun and verb.lemma_ in ("continue", "rage", "persist", "intensify", "go", "last"):
        return verb.tag_ in ("VBZ", "VBP", "VBG")
    aux = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if not find.trigger.noun and verb.tag_ == "VBG" and aux & {"was", "were"}:
        return bool(verb.dep_ == "ccomp" and verb.head.tag_ == "VBD")  # "it said it was investigating"
    return bool(not find.trigger.noun and verb.tag_ == "VBG" and aux & {"is", "are", "'re", "'s", "been"})


def status_of(find: Find, draft: Draft, words: Lexicon, claims: tuple[Claim, ...]) -> Status | None:
    """The status of a find; None where the words tell of no happening (a wish, a condition, a request)."""
    sign = _own_sign(find, words) or _governed_sign(find, words)
    if sign == "dropped" or (sign is None and _conditional(find.token)):
        return None
    if sign is None and find.token.tag_ == "VB" and find.token.dep_ in ("advcl", "relcl", "acl"):
        return None  # a purpose: "to kill", "a plan to attack"
    if sign == "not_occurred" and claims and find.trigger.type not in _SPEECH:
        return "denied"
    if sign in _UNREAL or sign == "ongoing":
        return sign  # type: ignore[return-value]  # the schema of modality.tsv allows no other words
    if _ongoing(find):
        return "ongoing"
    if claims and find.trigger.type not in _SPEECH:
        signs = {words.cues["cue"].get(draft.text[c.cue.start : c.cue.end].lower(), "") for c in claims if c.cue}
        if "denied" in signs:
            return "denied"
        if "possible" in signs or any(c.hedges for c in claims):
            return "possible"
    status = find.trigger.status
    past = find.token.tag_ in ("VBD", "VBN") and not find.trigger.noun
    return "occurred" if past or not status else status  # type: ignore[return-value]


def refused(find: Find, status: str | None) -> bool:
    """Whether a kind deed is refused: "would not agree", "will not release"."""
    if status != "not_occurred" or find.trigger.noun or find.trigger.type not in _KIND:
        return False
    if find.trigger.type == "AGREE":
        return True
    return any(c.dep_ == "aux" and c.lemma_ in ("will", "would", "wo") for c in find.token.children)


_KIND = frozenset(("AGREE", "RETREAT", "CONCEDE", "AID", "CONSULT", "SUPPORT", "COOPERATE"))
