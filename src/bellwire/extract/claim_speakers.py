"""Whose words they are: the subject of a cue, and the whole noun phrase that names the speaker."""

from bellwire.draft import Paragraph, Token
from bellwire.extract.claim_words import SUBJECTS, range_of, trimmed
from bellwire.model import Span

_CARRIED = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep"))


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The token that a verb's subject hangs on; carried over from the verb that it is joined to or depends on."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS and c.dep_ != "csubj"]
    if own:
        before = [c for c in own if c.i < verb.i]
        return before[-1] if len(before) > 1 else own[0]  # "six died, two of them at once, a nurse said"
    if depth > 4 or verb.head is verb or verb.head.i == verb.i:
        return None
    if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        if verb.tag_ in ("VBD", "VBP", "VBZ"):  # a finite verb is no participle: the parser missed its clause
            return subject_of(verb.head.head, depth + 1) if verb.head.dep_ == "dobj" else None
        return verb.head
    if verb.dep_ in _CARRIED:
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
            return None
        return subject_of(verb.head, depth + 1)
    return None


def missed_subject(verb: Token) -> Token | None:
    """The subject where the parser missed it: the noun right before a finite verb, else the sentence's first."""
    sent = verb.sent
    if verb.tag_ not in ("VBG", "VBN", "VB"):
        i = verb.i - 1
        while i > sent.start and verb.doc[i].pos_ in ("AUX", "ADV", "PART"):
            i -= 1
        before = verb.doc[i]
        if i >= sent.start and before.pos_ in ("NOUN", "PROPN", "PRON"):
            return before
        if before.text != ",":
            return None
    elif verb.tag_ == "VBN":
        return None
    return next((t for t in verb.doc[sent.start : verb.i] if t.dep_ in _NAMING and t.pos_ in _NOUNS), None)


_NAMING = frozenset(("nsubj", "nsubjpass", "ROOT"))
_NOUNS = frozenset(("NOUN", "PROPN", "PRON"))


def author_of(verb: Token) -> Token | None:
    """Who issued the words that say something: "they released a statement saying"."""
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.dep_ in ("dobj", "pobj"):
        governor = verb.head.head if verb.head.dep_ == "dobj" else verb.head.head.head
        if governor.pos_ == "VERB":
            return subject_of(governor)
    return None


def strayed(verb: Token) -> Token | None:
    """The outer cue that a verb goes on from, where the parse joins it to what is said of people counted.

    "The government said 20 people had died and accused the army": those counted accuse nobody.
    """
    inner = verb.head
    if verb.dep_ != "conj" or inner.dep_ != "ccomp" or inner.i > verb.i or inner.head.i >= inner.i:
        return None
    if any(c.dep_ in SUBJECTS or c.dep_ in ("aux", "auxpass") for c in verb.lefts):
        return None
    subject = next((c for c in inner.lefts if c.dep_ in SUBJECTS), None)
    counts = subject is not None and (subject.pos_ == "NUM" or any(c.dep_ == "nummod" for c in subject.lefts))
    return inner.head if counts else None


def noun_span(paragraph: Paragraph, text: str, noun: Token, cue: Token | None = None) -> Span | None:
    """The whole noun phrase of a token, title first, without the cue's own words."""
    first, last = range_of(noun)
    if noun.ent_type_ and cue is not None:  # a name is not cut: "the Organization for Migration reported"
        while first > 0 and noun.doc[first].ent_iob_ == "I":
            first -= 1
        if first > 0 and noun.doc[first - 1].tag_ == "DT" and noun.doc[first].ent_type_:
            first -= 1
    for child in noun.rights:
        if child.dep_ == "relcl" and child.lemma_ in ("say", "tell", "add", "warn", "call", "describe", "ask"):
            last = min(last, child.left_edge.i - 1)
    if cue is not None and noun.i < cue.i:
        first = _after_comma(noun, _from_pair(noun, first), min(last, cue.i - 1))
        noun = noun if first <= noun.i else cue.doc[first]
    if cue is not None and first <= cue.i <= last:
        if cue.i > noun.i:
            last = cue.i - 1
        else:
            first = cue.i + 1
        if first > last:
            first = last = noun.i
    return trimmed(
        text,
        paragraph.start + paragraph.doc[first].idx,
        paragraph.start + paragraph.doc[last].idx + len(paragraph.doc[last]),
    )


def _from_pair(noun: Token, first: int) -> int:
    """Where a pair of speakers begins whose first was parsed as an apposition: "..., a medic and two officials"."""
    doc, head = noun.doc, noun.doc[first - 1].head if first else noun
    if first < 3 or doc[first - 1].dep_ != "cc" or head.dep_ not in ("appos", "conj") or head.pos_ not in _NOUNS:
        return first
    left = head.left_edge.i
    return left if left and doc[left - 1].text == "," and head.i == first - 2 else first


def _after_comma(noun: Token, first: int, last: int) -> int:
    """Where the speaker begins between clause and cue: "..., held since May, a region in the east, the mayor said".

    An apposition is closed by a comma, a list has its "and"; words behind a lone comma that reach the cue are the
    speaker, and those before it end what is said.
    """
    doc = noun.doc
    commas = [t.i for t in doc[first : last + 1] if t.text == ","]
    if not commas or commas[-1] == last or first == noun.sent.start:
        return first
    behind = doc[commas[-1] + 1 : last + 1]
    flows = doc[first - 1].pos_ in ("VERB", "ADP", "AUX")
    listed = any(t.dep_ == "cc" and t.head.left_edge.i >= first for t in behind) and not flows
    if listed or behind[0].pos_ not in _OPENERS or any(t.pos_ in ("VERB", "AUX") and t.dep_ != "acl" for t in behind):
        return first
    return commas[-1] + 1 if any(t.pos_ in _NOUNS for t in behind) else first


_OPENERS = frozenset(("DET", "PROPN", "NOUN", "ADJ", "NUM", "PRON"))


def antecedent(paragraph: Paragraph, text: str, subject: Token) -> Span | None:
    """What a relative pronoun stands for."""
    clause = subject.head
    if subject.tag_ not in ("WP", "WDT") or clause.dep_ != "relcl":
        return None
    noun = clause.head
    start, end = paragraph.start + noun.left_edge.idx, paragraph.start + noun.idx + len(noun)
    return trimmed(text, start, end)
