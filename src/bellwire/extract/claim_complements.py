"""What a cue's clause holds: the complements that may be the content of a claim, one function a kind."""

from collections.abc import Callable
from dataclasses import dataclass

from bellwire.draft import Token
from bellwire.extract.claim_words import OBJECTS, SUBJECTS, Cue, Range, minus, range_of

_NEW_CLAUSE = frozenset(("cc", "conj", "parataxis"))


@dataclass(frozen=True, slots=True)
class Complement:
    """Tokens that hold the content, the rule that found them, and the preposition that belongs to the cue."""

    rule: str
    ranges: list[Range]
    preposition: Token | None = None


def is_infinitive(token: Token) -> bool:
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.lefts)


def _clause(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    """A finite clause after or before the cue."""
    if "clause" not in row.takes:
        return None
    for child in verb.children:
        if child.dep_ != "ccomp" or (row.kind in ("show", "think") and not _finite(child)):
            continue
        if child.i < verb.i and child.tag_ == "VBG" and not _finite(child):
            continue
        if child.i > verb.i:
            ranges = [_with_counts(verb, child, row, _clause_after(verb, child))]
            if verb.dep_ == "relcl" and not any(c.dep_ in SUBJECTS for c in child.lefts):
                ranges.insert(0, (verb.head.left_edge.i, verb.head.i))  # "the people it says were killed"
            return Complement("complement", ranges)
        first, last = _joined_before(verb, child)
        if _set_off(verb, last):
            return Complement("before", [(first, last), *_tail(verb, row)])
    return None


def _joined_before(verb: Token, clause: Token) -> Range:
    """A clause before its cue with those that "and" joins to it: "Two died and six were hurt, police said"."""
    first, last = range_of(clause)
    for other in verb.lefts:
        if (
            other.dep_ == "ccomp"
            and other.left_edge.i > last
            and any(t.dep_ == "cc" for t in verb.doc[last : other.left_edge.i])
        ):
            last = other.right_edge.i
    return first, last


def _with_counts(verb: Token, clause: Token, row: Cue, found: Range) -> Range:
    """From the cue's object on, where a clause has no subject: "reports 19 deaths and 44 injured"."""
    if clause.tag_ != "VBN" or "object" not in row.takes or any(c.dep_ in SUBJECTS for c in clause.lefts):
        return found
    objects = [c for c in verb.rights if c.dep_ in OBJECTS and c.i < clause.i]
    return (min(found[0], objects[0].left_edge.i), found[1]) if objects else found


def _finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.lower_ != "to" for c in verb.lefts
    )


def _tail(verb: Token, row: Cue) -> list[Range]:
    """What goes on behind a cue set between commas: "it left, he said, because ..."."""
    doc, start = verb.doc, verb.i + 2
    end = verb.sent.end - 1
    if start >= end or doc[verb.i + 1].text != "," or doc[start].pos_ in ("CCONJ", "PUNCT") or doc[start].tag_ == "VBG":
        return []
    return [(start, end)] if doc[start].lower_ not in row.marks["contrast"] else []


def _set_off(verb: Token, last: int) -> bool:
    """Whether a comma or quote mark, and no semicolon, parts a clause from the cue behind it."""
    between = [t.text for t in verb.doc[last : verb.i] if t.is_punct]
    return bool(between) and not {";", ":"} & set(between)


def _clause_after(verb: Token, clause: Token) -> Range:
    """A clause after its cue with what else follows the cue, up to the next clause of the cue's own level.

    Clauses and phrases behind the complement that the parser hangs on the cue mostly belong to what is said.
    """
    first, last = range_of(clause)
    for child in verb.rights:
        if child.i > last:
            if child.dep_ in _NEW_CLAUSE or (child.tag_ == "VBG" and child.dep_ == "advcl") or child.text in (";", ":"):
                break
            if child.dep_ != "punct":
                last = child.right_edge.i
    return max(first, verb.i + 1), last


def _nonfinite(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp"):
            continue
        infinitive = is_infinitive(child)
        if infinitive and child.dep_ == "ccomp" and row.takes & {"object", "infinitive"} and row.kind == "command":
            return Complement("object", [range_of(child)])
        if infinitive and ("infinitive" in row.takes):
            first, last = range_of(child)
            objects = [c for c in verb.rights if c.dep_ in OBJECTS and c.i < child.i]
            if objects:
                first = min(first, objects[0].left_edge.i)
            return Complement("infinitive", [(first, last)])
        if not infinitive and child.lower_.endswith("ing") and "gerund" in row.takes:
            return Complement("infinitive", [range_of(child)])
    return None


def _object(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    source = extra if extra is not None and extra.dep_ == "prep" and "object" in row.takes else None
    if source is not None:
        inside = [c for c in source.children if c.dep_ in ("pobj", "pcomp")]
        if inside:
            first, last = range_of(inside[0])
            more = [c for c in verb.rights if c.dep_ in ("xcomp", "ccomp", "advcl") and c.i > last and is_infinitive(c)]
            return Complement("object", [(first, more[0].right_edge.i if more else last)], source)
    objects = [c for c in verb.rights if c.dep_ in OBJECTS] if "object" in row.takes else []
    for child in () if objects else verb.rights:
        if child.dep_ == "prep" and child.lower_ in row.takes:
            inside = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inside:
                return Complement("object", [range_of(inside[0])], child)
    if not objects:
        return None
    if objects[0].lower_ in row.marks["reflexive"]:
        return None  # "both sides blame each other": nothing is said
    if (
        row.word == "call"
        and objects[-1].tag_ == "PRP"
        and not any(c.dep_ in ("oprd", "xcomp", "ccomp") for c in verb.rights)
    ):
        return None  # "a listener called us"
    for noun in objects:  # "denied reports that ...": the report's own words are what is denied
        for child in noun.rights if row.kind in ("refuse", "say") else ():
            if child.dep_ in ("acl", "ccomp", "relcl") and any(
                c.dep_ == "mark" and c.lower_ == "that" for c in child.children
            ):
                return Complement("object", [range_of(child)])
    first, last = objects[0].left_edge.i, objects[-1].right_edge.i
    for child in verb.rights:
        if child.i > last and (
            (child.dep_ == "prep" and f"+{child.lower_}" in row.takes)
            or (child.dep_ in ("xcomp", "oprd") and row.kind != "say")
        ):
            last = child.right_edge.i
    return Complement("object", [(first, last)])


def _count(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    """The count of "put the toll at 40" and "raised to 40 the number of dead": object and number."""
    sign = "at" if "count" in row.takes else "to" if "tally" in row.takes else ""
    objects = [c for c in verb.rights if c.dep_ in OBJECTS] if sign else []
    if not objects or (sign == "to" and objects[0].lemma_ not in row.marks["tally"]):
        return None
    for prep in verb.doc[verb.i + 1 : verb.i + 16]:
        if prep.is_sent_start or prep.lower_ != sign:
            continue
        number = next((t for t in prep.subtree if t.like_num), None)
        if number is not None and number.i - prep.i <= 4:
            first, last = range_of(objects[0])
            return Complement(
                "count", [(min(first, prep.i), max(prep.right_edge.i, last if first > prep.i else prep.right_edge.i))]
            )
    return None


def _floating(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    """A cue set into or behind the clause that it guards: "..., he said, ...", "as he said"."""
    if "clause" not in row.takes or verb.head.i == verb.i:
        return None
    as_clause = verb.dep_ == "advcl" and any(c.lower_ == "as" and c.i < verb.i for c in verb.children)
    if verb.dep_ not in ("parataxis",) and not as_clause:
        return None
    return Complement("floating", minus([range_of(verb.head)], range_of(verb)))


def _rest(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    """Where the parse shows no complement of a plain reporting verb: the words after it, else those before it."""
    participle = verb.tag_ == "VBN" and not any(c.dep_ == "aux" for c in verb.lefts)  # but "has said"
    if row.kind != "say" or "clause" not in row.takes or participle or row.word == "go on":
        return None
    return _rest_after(verb, row) or _rest_before(verb, row)


def _rest_after(verb: Token, row: Cue) -> Complement | None:
    doc, end = verb.doc, verb.sent.end - 1
    that = next((t.i for t in doc[verb.i + 1 : min(end, verb.i + 14)] if t.lower_ == "that" and t.tag_ == "IN"), None)
    start = verb.i + 1 if that is None else that
    if that is None:
        if row.word not in ("say", "tell") or doc[verb.head.i].dep_ == "relcl" or verb.dep_ == "relcl":
            return None
        if row.word == "tell":
            objects = [c for c in verb.rights if c.dep_ in OBJECTS]
            start = objects[0].right_edge.i + 1 if objects else start
    end = min([end, *(c.i - 1 for c in verb.rights if c.dep_ in ("cc", "conj") and c.i > start)])
    words = [t for t in doc[start : end + 1] if t.is_alpha]
    if len(words) < 4 or doc[start].is_punct or (doc[start].pos_ in ("ADP", "PART", "CCONJ", "SCONJ") and that is None):
        return None
    if not any(t.pos_ in ("VERB", "AUX") for t in words):
        return None
    return Complement("rest", [(start, end)])


def _rest_before(verb: Token, row: Cue) -> Complement | None:
    """The sentence up to the comma before "X said" at its end, appositions of X left out."""
    doc, sent = verb.doc, verb.sent
    follow = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    tail = [t for t in doc[verb.i + 1 : sent.end] if t.is_alpha]
    if len(tail) > 4 and (follow is None or follow.text != ","):
        return None
    commas = [t.i for t in doc[sent.start : verb.i] if t.text == ","]
    verbs = [t.i for t in doc[sent.start : verb.i] if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    tail_range = _tail(verb, row)
    if tail_range and commas and verb.i - commas[-1] <= 8:
        return Complement("rest", [(sent.start, commas[-1] - 1), *tail_range])
    if not commas or not verbs or commas[-1] - sent.start < 4 or verb.i - commas[-1] > 12:
        return None
    at = commas.pop()
    while commas and at - commas[-1] <= 6 and not any(commas[-1] < v < at for v in verbs) and verbs[0] < commas[-1]:
        at = commas.pop()
    return (
        Complement("rest", [(sent.start, at - 1), *_tail(verb, row)])
        if verbs[0] < at and not any(at < v for v in verbs)
        else None
    )


_FRAMES: tuple[Callable[[Token, Cue, Token | None], Complement | None], ...] = (
    _clause,
    _nonfinite,
    _count,
    _object,
    _floating,
    _rest,
)
"""Tried in turn; the first that finds something holds the content."""


def complement_of(verb: Token, row: Cue, extra: Token | None) -> Complement | None:
    """The content of a verb in the active voice; `extra` is the particle of a cue of two words."""
    return next((found for frame in _FRAMES if (found := frame(verb, row, extra)) is not None), None)
