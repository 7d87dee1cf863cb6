"""Claims by the parse: a cue, whose it is, and the complement that holds what is said."""

from collections.abc import Iterator

from bellwire.draft import Paragraph, Token
from bellwire.extract.claim_complements import complement_of, is_infinitive
from bellwire.extract.claim_speakers import antecedent, author_of, missed_subject, noun_span, strayed, subject_of
from bellwire.extract.claim_words import STRAYING, Cue, Finding, Range, cues, minus, range_of, spans_of
from bellwire.knowledge import Language
from bellwire.model import Span

_BEFORE_CUE = frozenset(("aux", "auxpass", "neg", "advmod"))


def _is_passive(verb: Token) -> bool:
    if verb.tag_ != "VBN":
        return False
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    return bool(verb.dep_ == "acl")


def _agent(verb: Token) -> Token | None:
    """Who did it, in a passive: the noun after "by"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


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


def _passive_content(verb: Token, row: Cue) -> list[Range]:
    ranges = []
    expletive = any(c.dep_ in ("ccomp", "xcomp") for c in verb.rights)  # "it is said that ..."
    for child in verb.children:
        if (child.dep_ == "nsubjpass" and not (child.lower_ == "it" and expletive)) or (
            child.i > verb.i
            and (child.dep_ in ("xcomp", "ccomp", "oprd") or (child.dep_ == "prep" and f"+{child.lower_}" in row.takes))
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
    if _says_not(verb, row) or _stands_against(verb, row) or (verb.text[0].isupper() and _is_name(verb, paragraph)):
        return None
    if _is_passive(verb):
        return _passive(paragraph, text, verb, row, extra)
    found = Finding(paragraph=paragraph, rule="none", kind=row.kind, token=verb)
    subject = _subject(verb, row)
    if subject is not None:
        found.speaker = noun_span(paragraph, text, subject, verb)
        found.holder = antecedent(paragraph, text, subject)
    ranges, prep = [], extra
    if (complement := complement_of(verb, row, extra)) is not None:
        found.rule, ranges = complement.rule, complement.ranges
        prep = complement.preposition if complement.preposition is not None else extra
    if row.kind == "think" and (found.rule in ("before", "floating") or _is_urged(verb, row)):
        return None
    if found.rule == "before" and found.speaker is not None:
        ranges = [_up_to(paragraph, ranges[0], found.speaker, verb, table), *ranges[1:]]
    return _with_words(found, text, cue_range(verb, prep), ranges)


def _with_words(found: Finding, text: str, cue: Range, ranges: list[Range]) -> Finding:
    """The finding with its cue, and its content without the cue's words."""
    found.cue = _span(found.paragraph, cue)
    found.content = spans_of(found.paragraph, text, [r for x in ranges for r in minus([x], cue)])
    return found


def _passive(paragraph: Paragraph, text: str, verb: Token, row: Cue, extra: Token | None) -> Finding | None:
    """The claim of "was said by X to have left": X is who comes after "by"."""
    if "passive" not in row.takes:
        return None
    found, agent = Finding(paragraph=paragraph, rule="passive", kind=row.kind, token=verb), _agent(verb)
    ranges = _passive_content(verb, row)
    if agent is not None:
        found.speaker = noun_span(paragraph, text, agent, verb)
        ranges = [r for x in ranges for r in minus([x], range_of(agent.head))]
    found.guards = agent is None and row.kind in ("think", "say")
    cue = cue_range(verb, extra)
    if cue[0] and verb.doc[cue[0] - 1].lower_ in row.marks["comparison"]:
        return None  # "more than was reported"
    return _with_words(found, text, cue, ranges)


def _subject(verb: Token, row: Cue) -> Token | None:
    """Who says it; None before a participle that begins a clause ("Asked whether ..."): nobody is named who asked."""
    begins = verb.i == verb.left_edge.i + any(c.dep_ == "advmod" for c in verb.lefts)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and begins:
        return None
    outer = strayed(verb) if row.kind in STRAYING else None
    return author_of(verb) or subject_of(outer or verb) or missed_subject(verb)


def _is_urged(verb: Token, row: Cue) -> bool:
    """Whether somebody is told to think something: "the public is urged not to believe rumours"."""
    return verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.lemma_ in row.marks["urging"]


def _up_to(paragraph: Paragraph, clause: Range, speaker: Span, verb: Token, table: dict[str, Cue]) -> Range:
    """The clause before a cue with what stands between it and the speaker, if that holds no other cue."""
    doc = paragraph.doc
    named = doc.char_span(speaker.start - paragraph.start, speaker.end - paragraph.start)
    if named is None or not clause[1] < named.start <= verb.i or doc[named.start - 1].text != ",":
        return clause
    between = doc[clause[1] + 1 : named.start - 1]
    stops = any(t.is_quote or t.text in (";", ":") or (t.pos_ == "VERB" and t.lemma_ in table) for t in between)
    return clause if stops else (clause[0], named.start - 2)


def _stands_against(verb: Token, row: Cue) -> bool:
    """Whether a clause tells but what somebody is: "the government, which opposes the military"."""
    return row.kind == "refuse" and verb.dep_ == "relcl" and verb.tag_ == "VBZ" and "clause" not in row.takes


def _says_not(verb: Token, row: Cue) -> bool:
    """Whether the text says that nothing was said: "did not say how ..."."""
    if not any(c.dep_ == "neg" for c in verb.lefts):
        return False
    clause = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    return clause is not None and verb.doc[clause.left_edge.i].lower_ in row.marks["question"]


def _is_name(verb: Token, paragraph: Paragraph) -> bool:
    """Whether a capitalized verb inside a sentence is a name ("Said")."""
    if paragraph.block.role != "paragraph" or verb.is_sent_start or verb.i + 1 >= len(verb.doc):
        return False
    return bool(verb.nbor(1).pos_ == "PROPN" and verb.nbor(-1).pos_ in ("PROPN", "NOUN", "ADJ", "DET"))


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
    if (
        not token.is_sent_start
        and not doc[token.i - 1].is_punct
        and doc[token.i - 1].pos_ not in ("CCONJ", "ADV", "SCONJ")
    ):
        return None
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
        clause = clause.head
    while clause.dep_ == "conj" and clause.head.pos_ in ("VERB", "AUX") and token.i > clause.i:
        clause = clause.head
    ranges = minus([range_of(clause)], (first, last))
    found = Finding(paragraph=paragraph, rule="according", kind="say", token=token, cue=_span(paragraph, (first, to.i)))
    found.speaker = noun_span(paragraph, text, noun)
    found.content = spans_of(paragraph, text, ranges)
    return found


def noun_finding(paragraph: Paragraph, text: str, noun: Token, row: Cue, verbs: dict[str, Cue]) -> Finding | None:
    """The claim of a noun such as "claim" or "report": whose it is and the clause or phrase that says it."""
    content: Range | None = None
    prep = None
    governor = noun.head.head if noun.dep_ == "pobj" else noun.head
    if noun.dep_ in ("dobj", "pobj") and governor.lemma_ in verbs:
        return None
    for child in noun.rights:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp"):
            that = any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children)
            if (that and "clause" in row.takes) or (is_infinitive(child) and "infinitive" in row.takes):
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
            found = noun_finding(paragraph, text, token, row, verbs)
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
