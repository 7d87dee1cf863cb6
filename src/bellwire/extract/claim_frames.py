"""Claims by the parse: a cue, whose it is, and the complement that holds what is said."""

from collections.abc import Iterator

from bellwire.draft import Paragraph, Token
from bellwire.extract.claim_words import Cue, Finding, Range, cues, minus, range_of, spans_of, trimmed
from bellwire.knowledge import Language
from bellwire.model import Span

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_OBJECTS = frozenset(("dobj", "obj", "oprd", "attr", "dative"))
_CARRIED = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep"))
_BEFORE_CUE = frozenset(("aux", "auxpass", "neg", "advmod"))


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The token that a verb's subject hangs on; carried over from the verb that it is joined to or depends on."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.dep_ != "csubj":
            return child
    if depth > 4 or verb.head is verb or verb.head.i == verb.i:
        return None
    if verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        return verb.head
    if verb.dep_ in _CARRIED:
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
            return None
        return subject_of(verb.head, depth + 1)
    return None


def _is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    return verb.dep_ == "acl"


def _agent(verb: Token) -> Token | None:
    """Who did it, in a passive: the noun after "by"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def noun_span(paragraph: Paragraph, text: str, noun: Token, cue: Token | None = None) -> Span | None:
    """The whole noun phrase of a token, title first, without the cue's own words."""
    first, last = range_of(noun)
    if cue is not None and first <= cue.i <= last:
        if cue.i > noun.i:
            last = cue.i - 1
        else:
            first = cue.i + 1
        if first > last:
            first = last = noun.i
    return trimmed(text, paragraph.start + paragraph.doc[first].idx, paragraph.start + paragraph.doc[last].idx + len(paragraph.doc[last]))


def cue_range(verb: Token, extra: Token | None = None) -> Range:
    """A verb with its auxiliaries, negation and adverbs right before it, and a particle or preposition right after."""
    doc, first, last = verb.doc, verb.i, verb.i
    while first > 0 and doc[first - 1].dep_ in _BEFORE_CUE and doc[first - 1].head.i == verb.i:
        first -= 1
    if extra is not None and extra.i == last + 1:
        last += 1
    return first, last


def _entry(verb: Token, table: dict[str, Cue]) -> tuple[Cue | None, Token | None]:
    """The verb's row of the cue table, a row of verb and particle before that of the bare verb."""
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("prt", "prep") and (row := table.get(f"{lemma} {child.lower_}")):
            return row, child
    return table.get(lemma), None


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)


def _right(verb: Token, deps: frozenset[str]) -> list[Token]:
    return [c for c in verb.rights if c.dep_ in deps]


def _clause(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """A finite clause after or before the cue."""
    if "clause" not in row.takes:
        return None
    for child in verb.children:
        if child.dep_ != "ccomp":
            continue
        if child.i > verb.i:
            return "complement", [_clause_after(verb, child)], None
        first, last = range_of(child)
        return "before", [(first, last)], None
    return None


def _clause_after(verb: Token, clause: Token) -> Range:
    """A clause after its cue, up to a participle that begins a claim of its own (", adding that")."""
    first, last = range_of(clause)
    return max(first, verb.i + 1), last


def _nonfinite(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp"):
            continue
        infinitive = _infinitive(child)
        if infinitive and child.dep_ == "ccomp" and "object" in row.takes:
            return "object", [range_of(child)], None
        if infinitive and ("infinitive" in row.takes):
            first, last = range_of(child)
            objects = [c for c in verb.rights if c.dep_ in _OBJECTS and c.i < child.i]
            if objects:
                first = min(first, objects[0].left_edge.i)
            return "infinitive", [(first, last)], None
        if not infinitive and child.tag_ == "VBG" and "gerund" in row.takes:
            return "infinitive", [range_of(child)], None
    return None


def _object(verb: Token, row: Cue, extra: Token | None) -> tuple[str, list[Range], Token | None] | None:
    source = extra if extra is not None and extra.dep_ == "prep" else None
    if source is not None:
        inside = [c for c in source.children if c.dep_ in ("pobj", "pcomp")]
        if inside:
            first, last = range_of(inside[0])
            more = [c for c in verb.rights if c.dep_ in ("xcomp", "ccomp", "advcl") and c.i > last and _infinitive(c)]
            return "object", [(first, more[0].right_edge.i if more else last)], source
    for child in verb.rights:
        if child.dep_ == "prep" and child.lower_ in row.takes:
            inside = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inside:
                return "object", [range_of(inside[0])], child
    if "object" not in row.takes:
        return None
    objects = [c for c in verb.rights if c.dep_ in _OBJECTS]
    if not objects:
        return None
    first, last = objects[0].left_edge.i, objects[-1].right_edge.i
    for child in verb.rights:
        if child.i > last and (
            (child.dep_ == "prep" and f"+{child.lower_}" in row.takes) or (child.dep_ in ("xcomp", "oprd") and row.kind != "say")
        ):
            last = child.right_edge.i
    return "object", [(first, last)], None


def _floating(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """A cue set into or behind the clause that it guards: "..., he said, ...", "as he said"."""
    if "clause" not in row.takes or verb.head.i == verb.i:
        return None
    as_clause = verb.dep_ == "advcl" and any(c.lower_ == "as" and c.i < verb.i for c in verb.children)
    if verb.dep_ not in ("parataxis",) and not as_clause:
        return None
    return "floating", minus([range_of(verb.head)], range_of(verb)), None


_FRAMES = (_clause, _nonfinite, _object, _floating)


def _passive_content(verb: Token, row: Cue) -> list[Range]:
    ranges = []
    for child in verb.children:
        if child.dep_ == "nsubjpass" and child.lower_ != "it":
            ranges.append(range_of(child))
        elif child.i > verb.i and (
            child.dep_ in ("xcomp", "ccomp", "oprd") or (child.dep_ == "prep" and f"+{child.lower_}" in row.takes)
        ):
            ranges.append(range_of(child))
    if verb.dep_ == "acl" and not ranges:
        ranges = minus([range_of(verb.head)], range_of(verb))
    return ranges


def verb_finding(paragraph: Paragraph, text: str, verb: Token, table: dict[str, Cue]) -> Finding | None:
    """The claim of a reporting verb, content left empty where the parse shows none (a quote may yet be its content)."""
    row, extra = _entry(verb, table)
    if row is None:
        return None
    found = Finding(paragraph=paragraph, rule="none", kind=row.kind, token=verb)
    ranges: list[Range] = []
    prep = extra
    if _is_passive(verb):
        agent = _agent(verb)
        found.rule = "passive"
        found.speaker = noun_span(paragraph, text, agent, verb) if agent is not None else None
        found.guards = agent is None and row.kind in ("think", "say")
        ranges = _passive_content(verb, row)
        if agent is not None:
            ranges = [r for x in ranges for r in minus([x], range_of(agent.head))]
    else:
        subject = subject_of(verb)
        if subject is not None:
            found.speaker = noun_span(paragraph, text, subject, verb)
        for frame in _FRAMES:
            got = frame(verb, row, extra) if frame is _object else frame(verb, row)  # type: ignore[operator]
            if got:
                found.rule, ranges, at = got
                prep = at if at is not None else extra
                break
    cue = cue_range(verb, prep)
    found.cue = _span(paragraph, cue)
    found.content = spans_of(paragraph, text, [r for x in ranges for r in minus([x], cue)])
    return found


def _span(paragraph: Paragraph, where: Range) -> Span:
    doc = paragraph.doc
    return Span(start=paragraph.start + doc[where[0]].idx, end=paragraph.start + doc[where[1]].idx + len(doc[where[1]]))


def according_finding(paragraph: Paragraph, text: str, token: Token) -> Finding | None:
    """The claim of an "according to": what is left of its clause."""
    doc = paragraph.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    to = doc[token.i + 1]
    noun = next((c for c in to.children if c.dep_ == "pobj"), None)
    if noun is None:
        return None
    first, last = token.i, max(noun.right_edge.i, to.i)
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
        clause = clause.head
    ranges = minus([range_of(clause)], (first, last))
    found = Finding(paragraph=paragraph, rule="according", kind="say", token=token, cue=_span(paragraph, (first, to.i)))
    found.speaker = noun_span(paragraph, text, noun)
    found.content = spans_of(paragraph, text, ranges)
    return found


def noun_finding(paragraph: Paragraph, text: str, noun: Token, row: Cue) -> Finding | None:
    """The claim of a noun such as "claim" or "report": whose it is and the clause or phrase that says it."""
    content: Range | None = None
    prep = None
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            that = any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
            if (that and "clause" in row.takes) or (_infinitive(child) and "infinitive" in row.takes):
                content = range_of(child)
                break
        if child.dep_ == "prep" and child.lower_ in row.takes:
            inside = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inside:
                content, prep = range_of(inside[0]), child
                break
    if content is None:
        return None
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "by"), None)
        owner = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    cue = (noun.i, prep.i if prep is not None and prep.i == noun.i + 1 else noun.i)
    found = Finding(paragraph=paragraph, rule="noun", kind=row.kind, token=noun, cue=_span(paragraph, cue))
    found.speaker = noun_span(paragraph, text, owner) if owner is not None else None
    found.content = spans_of(paragraph, text, [content])
    return found if found.content else None


def frame_findings(paragraph: Paragraph, text: str, language: Language) -> Iterator[Finding]:
    """A finding for each cue of a paragraph, in order."""
    verbs, nouns = cues(language, "verb"), cues(language, "noun")
    for token in paragraph.doc:
        found = None
        pos = token.pos_
        if pos == "VERB" or (pos == "AUX" and token.tag_.startswith("V") and token.lemma_ in verbs):
            if token.lower_ == "according":
                found = according_finding(paragraph, text, token)
            else:
                found = verb_finding(paragraph, text, token, verbs)
        elif pos == "NOUN" and (row := nouns.get(token.lemma_)):
            found = noun_finding(paragraph, text, token, row)
        elif token.lower_ == "according":
            found = according_finding(paragraph, text, token)
        if found is not None:
            yield found


def lone_findings(paragraph: Paragraph, text: str, language: Language, here: list[Finding]) -> Iterator[Finding]:
    """Claims of nobody, shown by "reportedly" alone; none where somebody's claim holds the word."""
    words = {row["pattern"] for row in language.table("hedges") if row["where"] == "alone"}
    for token in paragraph.doc:
        if token.lower_ not in words:
            continue
        at = paragraph.start + token.idx
        if any(c.start <= at < c.end for f in here for c in f.content):
            continue
        clause = token.head
        while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
            clause = clause.head
        content = spans_of(paragraph, text, [range_of(clause)])
        if content:
            cue = Span(start=at, end=at + len(token))
            yield Finding(paragraph=paragraph, rule="alone", kind="say", cue=cue, content=content, guards=True)
