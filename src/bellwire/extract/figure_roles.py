"""What a number counts and which role that fills in its sentence: read from the parse."""

from collections.abc import Iterator, Sequence
from typing import Any

from bellwire.draft import Token
from bellwire.extract.figure_words import FigureWords

PERSONS = frozenset(("person", "group", "unit", ""))
FITS: dict[str, frozenset[str]] = {
    "weapons": frozenset(("weapon", "vehicle")),
    "territory": frozenset(("place",)),
    "aid": frozenset(("goods",)),
    "destroyed": frozenset(("vehicle", "building", "weapon", "place", "")),
    "troops": frozenset(("person", "unit")),
    "people_present": frozenset(("person", "group", "")),
    "other": frozenset(("person", "group", "unit", "weapon", "vehicle", "building", "place", "goods", "")),
}
"""The classes of populations that a measure may have; persons for those not named."""
COMPLEMENTS = frozenset(("xcomp", "oprd", "acomp", "attr", "ccomp", "advmod", "prt", "dobj", "npadvmod"))
LEFT_MODIFIERS = frozenset(("nummod", "amod", "compound", "det", "quantmod", "nmod", "advmod", "poss", "predet"))
NOUNS = frozenset(("NOUN", "PROPN"))


def fits(measure: str, kind: str) -> bool:
    """Whether a measure may count a class of population."""
    return kind in FITS.get(measure, PERSONS)


def top_of(tokens: Sequence[Token]) -> Token:
    """The token of a number that the others hang on."""
    inside = {t.i for t in tokens}
    return next((t for t in reversed(tokens) if t.head.i not in inside or t.head.i == t.i), tokens[-1])


def counted(tokens: Sequence[Token]) -> tuple[Token | None, bool]:
    """The noun that a number counts, and whether an "of" stands between (two of its soldiers)."""
    top, last = top_of(tokens), tokens[-1]
    doc, after = last.doc, last.i + 1
    head = top.head
    if last.tag_ == "NNS" and head.i == after and head.tag_.startswith("N"):
        return None, False  # "Thousands flee": what dozens count stands behind "of"
    if after + 3 < len(doc) and head.i > last.i and doc[head.i + 1 : head.i + 2].text == "(":
        # 14 Workers' Party (PKK) militants
        closed = next((t.i for t in doc[head.i + 2 : head.i + 5] if t.text == ")"), None)
        if closed is not None and doc[closed + 1 : closed + 2] and doc[closed + 1].tag_ == "NNS":
            return doc[closed + 1], False
    if after < len(doc) and doc[after].lower_ == "of":
        noun = next((c for c in doc[after].children if c.dep_ == "pobj"), None)
        if noun is None:
            skip = 1 + (after + 1 < len(doc) and doc[after + 1].tag_ in ("DT", "PRP$", "PDT"))
            noun = _noun_after(doc, after + skip)
        return noun, True
    if any(t.text in "-–—" and t.whitespace_ and t.nbor(-1).whitespace_ for t in doc[after : after + 1]):
        return None, False  # "killing 19 - doctors"
    if head.i > last.i and head.pos_ in NOUNS and top.dep_ in LEFT_MODIFIERS and head.i - last.i <= 7:
        return _end_of_compound(head), False
    noun = _noun_after(doc, after)
    taken = noun is not None and noun.i == after + 1 and noun.tag_ == "NN" and doc[after].tag_ == "VBN"
    return None if taken else noun, False  # "251 taken hostage"


def _end_of_compound(noun: Token) -> Token:
    while noun.dep_ == "compound" and noun.head.i == noun.i + 1:
        noun = noun.head
    return noun


def _noun_after(doc: Any, i: int) -> Token | None:
    """The noun that ends the run of adjectives and nouns at i."""
    found = None
    for t in doc[i : i + 7]:
        if t.pos_ in NOUNS:
            found = t
        elif found is not None or t.is_sent_start or not (t.pos_ == "ADJ" or t.tag_ in ("VBN", "VBG", "HYPH", "RB")):
            break
    return found


class RoleReader:
    """Finds the measure that a noun's role tells."""

    def __init__(self, words: FigureWords) -> None:
        self.words = words

    def measure(self, token: Token, kind: str) -> str:
        """The measure of what a token counts, by its modifiers, its clauses and what governs it; else empty."""
        for found in self._measures(token, 0):
            if fits(found, kind):
                return found
        return ""

    def modified(self, noun: Token, kind: str) -> str:
        """The measure that a noun's own adjectives and clauses tell."""
        return next((m for m in self._modifiers(noun) if fits(m, kind)), "")

    def _measures(self, token: Token, depth: int) -> Iterator[str]:
        yield from self._modifiers(token)
        if depth < 5:
            yield from self._governor(token, depth)

    def _modifiers(self, token: Token) -> Iterator[str]:
        for child in token.children:
            if child.dep_ in ("amod", "acl", "relcl", "appos") or (child.dep_ == "advcl" and child.i > token.i):
                if child.dep_ == "amod" or child.pos_ == "ADJ":
                    yield from self.words.trigger("adjective", child.lower_, "any")
                    if child.i > token.i:
                        yield from self._verb(child, "object")
                elif child.pos_ in ("VERB", "AUX") and not self._is_of_part(child):
                    yield from self._verb(child, self._clause_role(child))

    @staticmethod
    def _is_of_part(verb: Token) -> bool:
        """Whether a relative clause tells of a part alone ("four cars, one of which was burnt") or of somebody else ("a
        baker whose brother was killed")."""
        return any(
            (c.dep_ in ("nsubj", "nsubjpass") and c.pos_ in ("NUM", "PRON") and any(True for _ in c.children))
            or (c.dep_ in ("nsubj", "nsubjpass", "dobj") and any(own.tag_ == "WP$" for own in c.children))
            for c in verb.children
        )

    @staticmethod
    def _clause_role(verb: Token) -> str:
        if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (
            verb.tag_ in ("VBN", "VBD") and not any(c.dep_ == "nsubj" for c in verb.children)
        ):
            return "object"
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        return "subject" if subject is None or subject.tag_ in ("WP", "WDT") else "object"

    def _verb(self, verb: Token, role: str, depth: int = 0) -> Iterator[str]:
        """The measures that a verb gives to its subject or object, its complements first."""
        for child in verb.children:
            if child.dep_ == "prep":
                yield from self._phrase(verb, child, role)
            if child.dep_ in COMPLEMENTS:
                low = child.lower_
                if low in self.words.particles:
                    yield from self.words.trigger("verb", f"{verb.lemma_.lower()} {low}", role)
                if (child.i > verb.i or child.dep_ != "dobj") and (child.dep_ != "ccomp" or self._is_bare(child)):
                    yield from self.words.trigger("adjective", low, "any")
                if depth < 3 and child.dep_ in ("xcomp", "oprd", "ccomp", "acomp") and self._is_bare(child):
                    yield from self._verb(child, "object" if child.tag_ == "VBN" else "subject", depth + 1)
        yield from self.words.trigger("verb", verb.lemma_.lower(), role)
        yield from self.words.trigger("verb", verb.lower_, role)

    @staticmethod
    def _is_bare(verb: Token) -> bool:
        """Whether a complement is a verb without a subject of its own."""
        return verb.pos_ == "VERB" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)

    def _phrase(self, verb: Token, preposition: Token, role: str) -> Iterator[str]:
        """Set on fire, taken to hospital, driven from their homes."""
        for noun in preposition.children:
            if noun.dep_ == "pobj":
                yield from self.words.trigger(
                    "verb", f"{verb.lemma_.lower()} {preposition.lower_} {noun.lemma_.lower()}", role
                )

    def _governor(self, token: Token, depth: int) -> Iterator[str]:
        dep, head = token.dep_, token.head
        if head.i == token.i:
            yield from self._verb(token, "object")
        elif dep in ("dobj", "nsubjpass", "obj", "dative", "oprd"):
            for child in token.children:
                if child.dep_ == "prep":
                    yield from self._phrase(head, child, "object")
            if head.lemma_ == "include":
                yield from self._whole_of(head)
            yield from self._verb(head, "object")
        elif dep == "nsubj":
            yield from self._subject(token, head)
        elif dep in ("conj", "appos") and head.pos_ in (*NOUNS, "NUM", "PRON", "ADJ"):
            yield from self._measures(head, depth + 1)
        elif dep == "pobj":
            yield from self._behind(head, depth)
        elif dep in ("attr", "ccomp", "dep"):
            subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            if subject is not None and subject.i != token.i:
                yield from self._noun(subject)
            yield from self._among(head)
        elif dep in LEFT_MODIFIERS or dep == "npadvmod":
            yield from self._measures(head, depth + 1)

    def _subject(self, token: Token, head: Token) -> Iterator[str]:
        if head.pos_ == "ADJ":
            yield from self.words.trigger("adjective", head.lower_, "any")
        if head.lemma_ == "be":
            yield from self._among(head)
        if head.tag_ in ("VBN", "VBD", "JJ", "NNP", "NN") and not any(
            c.dep_ in ("dobj", "aux", "ccomp") for c in head.children
        ):
            yield from self._verb(head, "object")
        yield from self._verb(head, "subject")

    def _among(self, verb: Token) -> Iterator[str]:
        """Among the dead were two lawmakers."""
        for child in verb.children:
            if child.dep_ == "prep" and child.lower_ == "among":
                for whole in child.children:
                    yield from self.words.trigger("adjective", whole.lower_, "any")
                    yield from self._noun(whole)

    def _whole_of(self, verb: Token) -> Iterator[str]:
        """The dead include 17 soldiers."""
        for subject in verb.lefts:
            if subject.dep_ == "nsubj":
                yield from self.words.trigger("adjective", subject.lower_, "any")
                yield from self._noun(subject)
                yield from self._modifiers(subject)

    def _noun(self, noun: Token) -> Iterator[str]:
        yield from self.words.trigger("noun", noun.lemma_.lower(), "of")
        found = self.words.population(noun.lower_).measure
        if found:
            yield found

    def _behind(self, preposition: Token, depth: int) -> Iterator[str]:
        """The measures of what stands behind a preposition."""
        head = preposition.head
        low = preposition.lower_
        if low == "of":
            if head.pos_ != "NUM":
                yield from self._noun(head)
                yield from self._measures(head, depth + 1)
        elif low in self.words.marks["subset"]:
            yield from self._measures(head, depth + 1) if head.pos_ in NOUNS else self._siblings(head)
        elif low in ("to", "at", "from") and head.pos_ == "VERB":
            for child in head.children:
                if child.dep_ in ("nsubj", "nsubjpass", "dobj"):
                    yield from self._noun(child)
        elif low in ("with", "for", "over", "against", "by", "to") and head.pos_ in NOUNS:
            yield from self._noun(head)
        elif low == "with" and head.pos_ == "VERB":
            yield from (m for m in self._verb(head, "subject") if m == "displaced")

    def _siblings(self, verb: Token) -> Iterator[str]:
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and child.pos_ in NOUNS:
                yield from self._measures(child, 4)
                yield from self._governor(child, 4)

    # ---- when the parse does not tell

    def near(self, first: Token, last: Token, kind: str) -> str:
        """The measure of the nearest trigger in the same clause: behind first, then before."""
        root = first.sent.root
        told: Iterator[str] = self._whole_of(root) if root.lemma_ == "include" else iter(())
        for found in (*told, *self._behind_words(last), *self._before_words(first, last)):
            if fits(found, kind):
                return found
        return ""

    def _behind_words(self, last: Token) -> Iterator[str]:
        for t in last.doc[last.i + 1 : last.i + 8]:
            if t.is_sent_start or t.lower_ in (";", ".", ":", "while"):
                break
            yield from self.words.trigger("adjective", t.lower_, "any")
            if t.tag_ == "VBN" or t.tag_.startswith("NNP"):
                yield from self.words.trigger("verb", t.lower_ if t.tag_ != "VBN" else t.lemma_.lower(), "object")
            elif t.tag_.startswith("VB") and t.pos_ == "VERB":
                yield from self.words.trigger("verb", t.lemma_.lower(), "subject")
                break
            elif t.i == last.i + 1 and t.pos_ in NOUNS:  # "Thousands flee", read as two nouns
                yield from self.words.trigger("verb", t.lower_, "subject")

    def _before_words(self, first: Token, last: Token) -> Iterator[str]:
        for i in range(first.i - 1, max(first.sent.start, first.i - 6) - 1, -1):
            t = first.doc[i]
            if t.lower_ in (";", ".", ",", ":", "by", "from"):
                break
            if t.pos_ not in NOUNS:
                yield from self.words.trigger("verb", t.lemma_.lower(), "object")
                yield from self.words.trigger("verb", t.lower_, "object")

    def counted_of(self, noun: Token) -> tuple[str, Token | None]:
        """What a "number" is a number of: the measure that its phrase tells, and the noun behind its of."""
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        what = next((c for c in of.children if c.dep_ == "pobj"), None) if of is not None else None
        if what is not None:
            measure = self.measure(what, self.words.population(what.lower_).kind)
            if measure:
                return measure, what
        for t in noun.subtree:
            for found in (*self.words.trigger("adjective", t.lower_, "any"), *self._participle(t)):
                return found, what
        return "", what

    def _participle(self, t: Token) -> tuple[str, ...]:
        return self.words.trigger("verb", t.lemma_.lower(), "object") if t.tag_ in ("VBN", "VBD") else ()

    # ---- what is counted

    @staticmethod
    def _numbering(tokens: Sequence[Token]) -> Token | None:
        """Whose number a number is, by the verb: "the gunmen, numbering about 50"."""
        verb = top_of(tokens).head
        if verb.lemma_ != "number" or verb.pos_ != "VERB":
            return None
        if verb.dep_ == "acl":
            return verb.head
        clause = verb.head if verb.dep_ == "advcl" else verb
        return next((c for c in clause.lefts if c.dep_ == "nsubj"), None)

    def counted(self, tokens: Sequence[Token]) -> tuple[Token | None, bool]:
        """The noun that a number counts, and whether an "of" stands between (two of its soldiers)."""
        noun, partitive = counted(tokens)
        noun = noun if noun is not None else self._numbering(tokens)
        while noun is not None and noun.i - 1 > tokens[-1].i and self.words.trigger("adjective", noun.lower_, "any"):
            if noun.doc[noun.i - 1].pos_ not in NOUNS:
                break
            noun = noun.doc[noun.i - 1]
        if noun is not None and noun.lower_ in self.words.marks["number"]:
            return None, False
        return noun, partitive
