"""Predicate-argument structures from the dependency parse: what stands in which slot of a verb or an event noun.

Slots: `subj` and `obj` are the logical ones (voice, control, relative clauses, participles and shared conjuncts are
undone); prepositions go by their word; `poss` and `mod` are a noun's possessor and the names before it; `xcomp`,
`ccomp`, `acomp`, `oprd` hold heads of complements; `xobj` is the object of a complement, `comp` its subject.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bellwire.draft import Token

Slots = dict[str, list[Token]]

_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X"))
_RELATIVE = frozenset(("who", "which", "that", "whom", "whose"))
_MODIFIERS = frozenset(("compound", "amod", "nmod", "npadvmod"))
_WHEN = frozenset(("DATE", "TIME"))
_PLURAL = frozenset(("they", "them", "their"))
_VERBS = frozenset(("VERB", "AUX"))
_CARRIED_BY_OBJECT = frozenset(("of", "from", "for", "with", "to", "into"))
"""Prepositions before a participle whose doer is the governing verb's object: accused of killing, barred from."""
_MOST_CONJUNCTS = 12
_DEEPEST = 6
"""Steps from a verb to where its subject stands; no real sentence needs more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A verb or event noun with what stands in its slots, its particles, and whether it is passive."""

    token: Token
    slots: Slots
    particles: frozenset[str]
    passive: bool
    governor: Token | None = None

    def all_in(self, names: Iterable[str]) -> list[Token]:
        """What stands in the first of the slots that is filled."""
        for name in names:
            found = self.slots.get(name)
            if found:
                return found
        return []


def conjuncts(token: Token) -> list[Token]:
    """A noun and those joined to it by "and": `Kyiv and Moscow` from `Kyiv`."""
    found = [token]
    coordinated = False
    for current in found:
        if len(found) > _MOST_CONJUNCTS:
            break
        for child in current.children:
            if child.dep_ == "cc":
                coordinated = True
            elif child.dep_ == "conj" and child.pos_ in _NOMINAL:
                found.append(child)
    return found if coordinated else found[:1]  # without an "and" it is an apposition


def _first(tokens: Iterable[Token], deps: tuple[str, ...]) -> Token | None:
    return next((t for t in tokens if t.dep_ in deps), None)


def _has_aux(children: list[Token], lemma: str) -> bool:
    return any(c.dep_ in ("aux", "auxpass") and c.lemma_ == lemma for c in children)


def is_passive(verb: Token, children: list[Token]) -> bool:
    """Whether a verb is passive: by its auxiliary, as a participle behind a noun, or bare as in a headline."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "csubjpass") for c in children):
        return True
    if verb.tag_ != "VBN" or _has_aux(children, "have"):
        return False
    return not any(c.dep_ == "dobj" for c in children) or verb.dep_ == "acl"


def add_preps(slots: Slots, children: Iterable[Token]) -> None:
    """Puts objects of prepositions under the preposition's word; "out of" counts as `of` and `from`."""
    for child in children:
        if child.dep_ not in ("prep", "agent", "dative") or child.pos_ in _NOMINAL - {"ADJ"}:
            continue
        word = "by" if child.dep_ == "agent" else child.lower_
        for inner in child.children:
            if inner.dep_ in ("pobj", "pcomp") and inner.pos_ != "SCONJ" and inner.ent_type_ not in _WHEN:
                slots.setdefault(word, []).append(inner)
            elif inner.dep_ == "prep":
                objects = [g for g in inner.children if g.dep_ == "pobj"]
                slots.setdefault(inner.lower_, []).extend(objects)


def _said_after(verb: Token, clause: Token) -> bool:
    """Whether a clause only says who says so: "the talks are off, the minister announced"."""
    first = clause.left_edge.i
    return (
        clause.i > verb.i and first > 0 and clause.tag_ in ("VBD", "VBZ", "VBP") and clause.doc[first - 1].text == ","
    )


def _behind_quotes(verb: Token, thing: Token) -> bool:
    """Whether a name is parted from its verb by the quotation mark alone: had "liberated" Sarn."""
    return bool(thing.pos_ == "PROPN" and verb.i < thing.left_edge.i <= verb.i + 2 and verb.nbor().is_quote)


def _own(verb: Token, children: list[Token], *, passive: bool) -> Slots:
    slots: Slots = {}
    for child in children:
        dep = child.dep_
        if dep in ("nsubj", "csubj"):
            slots.setdefault("obj" if passive and dep == "nsubj" else "subj", []).append(child)
        elif dep == "nsubjpass":
            slots.setdefault("obj", []).append(child)
        elif dep == "dobj":
            slots.setdefault("obj" if not passive or "obj" not in slots else "obj2", []).append(child)
        elif dep == "dative" and child.pos_ in _NOMINAL:
            slots.setdefault("to", []).append(child)
        elif dep == "ccomp" and _said_after(verb, child):
            continue
        elif dep == "oprd" and _behind_quotes(verb, child) and not passive:
            slots.setdefault("obj", []).append(child)
        elif dep in ("xcomp", "ccomp", "acomp", "oprd", "attr", "advcl"):
            slots.setdefault(dep, []).append(child)
    add_preps(slots, children)
    if passive and slots.get("by") and "subj" not in slots:
        slots["subj"] = list(slots["by"])
    return slots


def _relative(slots: Slots, verb: Token) -> None:
    """Puts the noun that a relative clause hangs on where its pronoun stands, or where a gap is."""
    noun = verb.head
    filled = False
    for name in ("subj", "obj", "to", "by", "with", "on", "in", "against", "of", "from"):
        tokens = slots.get(name, [])
        if any(t.lower_ in _RELATIVE for t in tokens):
            slots[name] = [noun if t.lower_ in _RELATIVE else t for t in tokens]
            filled = True
    if not filled and verb.dep_ == "relcl" and slots.get("subj") and not slots.get("obj"):
        slots["obj"] = [noun]


def _governor_party(verb: Token, depth: int) -> list[Token]:
    """Who does what a subjectless verb says, by what governs it."""
    head, dep = verb.head, verb.dep_
    if depth > _DEEPEST or head is verb:
        return []
    if dep == "conj" and head.pos_ in _VERBS:
        return doers(head, depth + 1)
    if dep in ("xcomp", "ccomp") and head.pos_ in _VERBS | {"ADJ"}:
        objects = [c for c in head.children if c.dep_ == "dobj"]
        if dep == "xcomp" and objects and head.lemma_ not in ("promise", "threaten", "vow"):
            return objects
        return doers(head, depth + 1)
    if dep == "acomp" and head.pos_ in _VERBS:
        return doers(head, depth + 1)
    if dep in ("advcl", "dep", "prep") and head.pos_ in _VERBS:
        return doers(head, depth + 1)
    if dep == "pcomp":
        governor = head.head
        if governor.pos_ in _VERBS:
            objects = [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
            return objects if objects and head.lower_ in _CARRIED_BY_OBJECT else doers(governor, depth + 1)
        return [c for c in governor.children if c.dep_ == "poss"]
    if dep == "acl" and verb.tag_ not in ("VBN", "VBG"):
        return [c for c in head.children if c.dep_ == "poss"]
    return []


def doers(verb: Token, depth: int = 0) -> list[Token]:
    """The subject of a verb as the reader takes it: its own, or the one that it shares or is given."""
    children = list(verb.children)
    own = [c for c in children if c.dep_ in ("nsubj", "nsubjpass")]
    if own:
        if verb.dep_ == "relcl":
            return [verb.head if t.lower_ in _RELATIVE else t for t in own]
        return own
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBG"):
        return [verb.head]
    return _governor_party(verb, depth)


def _counted_between(verb: Token) -> list[Token]:
    """The people of "between 400 and 500 people fled", which the parser takes for no subject."""
    for prep in verb.lefts:
        if prep.dep_ == "prep" and prep.lower_ == "between":
            low = [c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "NUM"]
            return [c for t in low for c in t.children if c.dep_ == "conj" and c.pos_ == "NOUN"]
    return []


def _shared(slots: Slots, verb: Token, *, passive: bool) -> None:
    """Fills a missing subject (object of a passive) from what governs the verb, and an object that conjuncts share."""
    wanted = "obj" if passive else "subj"
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        slots.setdefault("obj", [verb.head])
    elif verb.dep_ == "acl" and verb.tag_ == "VBG":
        slots.setdefault("subj", [verb.head])
    elif wanted not in slots:
        found = _counted_between(verb) or _governor_party(verb, 0)
        if found:
            slots[wanted] = found
    if not passive and "obj" not in slots:
        joined = _first(verb.children, ("conj",))
        if joined is not None and joined.pos_ in _VERBS and joined.i - verb.i <= 4:
            objects = [c for c in joined.children if c.dep_ == "dobj"]
            if objects and not any(c.dep_ in ("prep", "prt") for c in verb.children):
                slots["obj"] = objects


def _complement(slots: Slots) -> None:
    """Reads what a complement clause holds: `comp` its subject, `xobj` what its verb acts on."""
    under = list(_under_adjectives(slots))
    if under:
        slots.setdefault("xcomp", []).extend(under)
    _raised(slots)
    for clause in [*slots.get("xcomp", []), *slots.get("ccomp", [])]:
        children = list(clause.children)
        for child in children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                slots.setdefault("comp", []).append(child)
            elif child.dep_ == "dobj":
                slots.setdefault("xobj", []).append(child)
        inner: Slots = {}
        add_preps(inner, children)
        slots.setdefault("xprep", []).extend(t for tokens in inner.values() for t in tokens)
        for t in slots.get("xobj", ())[:1]:
            nested: Slots = {}
            add_preps(nested, t.children)
            slots["xprep"].extend(x for tokens in nested.values() for x in tokens)


def _raised(slots: Slots) -> None:
    """Takes "allowed the UN to enter" as the parser never does: the UN is what was allowed, to enter its complement."""
    if "obj" in slots:
        return
    for clause in slots.get("ccomp", []):
        children = list(clause.children)
        subject = _first(children, ("nsubj", "nsubjpass"))
        if subject is not None and any(c.dep_ == "aux" and c.lower_ == "to" for c in children):
            slots["obj"] = [subject]
            slots.setdefault("xcomp", []).append(clause)
            return


def _under_adjectives(slots: Slots) -> Iterator[Token]:
    for adjective in slots.get("acomp", []):
        yield from (c for c in adjective.children if c.dep_ in ("xcomp", "ccomp"))


def verb_predicate(verb: Token) -> Predicate:
    """A verb with its logical subject and objects, prepositions and complements."""
    children = list(verb.children)
    passive = is_passive(verb, children)
    slots = _own(verb, children, passive=passive)
    if verb.dep_ == "relcl":
        _relative(slots, verb)
    _shared(slots, verb, passive=passive)
    _complement(slots)
    if "acomp" in slots:
        for adjective in slots["acomp"]:
            add_preps(slots, adjective.children)
    for thing in slots.get("obj", ())[:1]:
        # "launched an attack on", "opened fire at": the preposition may hang on either
        inner: Slots = {}
        add_preps(inner, thing.children)
        for name, tokens in inner.items():
            slots.setdefault(name if name != "of" else "obj.of", []).extend(tokens)
    particles = frozenset(
        c.lower_ for c in children if c.dep_ in ("prt", "advmod", "prep", "oprd", "acomp", "npadvmod", "neg", "dobj")
    )
    return Predicate(token=verb, slots=slots, particles=particles, passive=passive)


def noun_predicate(noun: Token) -> Predicate:
    """An event noun with its possessor, the names before it, its prepositions, and its light verb's subject."""
    children = list(noun.children)
    slots: Slots = {}
    add_preps(slots, children)
    for child in children:
        if child.dep_ == "poss":
            slots.setdefault("poss", []).append(child)
        elif child.dep_ in _MODIFIERS and child.i < noun.i:
            slots.setdefault("mod", []).append(child)
        elif child.dep_ == "acl" and child.tag_ == "VBN":
            done: Slots = {}
            add_preps(done, child.children)
            behind = done.pop("of", [])
            if behind:
                done.setdefault("by", behind)  # "strikes carried out of the coalition"
            for name, tokens in done.items():
                slots.setdefault(name, []).extend(tokens)
    governor = _governing_verb(noun)
    if governor is not None:
        _borrow(slots, noun, governor)
    particles = frozenset(c.lower_ for c in children if c.i < noun.i)
    return Predicate(token=noun, slots=slots, particles=particles, passive=False, governor=governor)


def speaker_of(verb: Token) -> list[Token]:
    """The subject of the verb whose content clause this verb heads: "the UN" in "the UN said they were killed"."""
    head = verb.head
    return doers(head, 1) if verb.dep_ == "ccomp" and head.pos_ in _VERBS and head is not verb else []


def antecedent(pronoun: Token) -> Token | None:
    """The subject of the nearest clause above a pronoun, where it may be who the pronoun stands for.

    "The army said it had shelled", "Iran faces criticism over its detention": the army, Iran.
    """
    token, plural = pronoun, pronoun.lower_ in _PLURAL
    for _ in range(8):
        head = token.head
        if head is token:
            return None
        if head.pos_ in _VERBS:
            found = [c for c in head.children if c.dep_ in ("nsubj", "nsubjpass") and c.i < pronoun.i]
            fit = [c for c in found if c.pos_ in ("NOUN", "PROPN") and _agrees(c, pronoun, plural=plural)]
            if fit and pronoun not in found:
                return fit[0]
        token = head
    return None


def _agrees(noun: Token, pronoun: Token, *, plural: bool) -> bool:
    many = noun.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in noun.children)
    if plural:
        return True  # "the army said they", "police said their"
    if pronoun.lower_ in ("it", "its"):
        return not many and noun.ent_type_ != "PERSON"
    return not many


def _governing_verb(noun: Token) -> Token | None:
    top = noun
    for _ in range(4):
        if top.dep_ != "conj":
            break
        top = top.head
    return top.head if top.dep_ in ("dobj", "nsubjpass", "nsubj") and top.head.pos_ in _VERBS else None


def _borrow(slots: Slots, noun: Token, governor: Token) -> None:
    """Takes over from the verb that an event noun is object or subject of."""
    verb = verb_predicate(governor)
    objects = verb.slots.get("obj", [])
    is_object = noun in objects or (
        noun.dep_ in ("dobj", "nsubjpass", "conj") and noun not in verb.slots.get("subj", [])
    )
    if is_object:
        slots["gov.subj"] = verb.slots.get("subj", [])
    else:
        slots["gov.obj"] = objects
    for name in ("on", "against", "with", "at", "between", "in", "into", "to", "from", "near", "over"):
        if name not in slots and verb.slots.get(name):
            slots[f"gov.{name}"] = verb.slots[name]
