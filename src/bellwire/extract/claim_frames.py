"""Claims by the parse: a cue, whose it is, and the complement that holds what is said."""

from collections.abc import Iterator

from bellwire.draft import Paragraph, Token
from bellwire.extract.claim_words import Cue, Finding, Range, cues, minus, range_of, spans_of, trimmed
from bellwire.knowledge import Language
from bellwire.model import Span

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_OBJECTS = frozenset(("dobj", "obj", "oprd", "attr", "dative"))
_CARRIED = frozenset(("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep"))
_NEW_CLAUSE = frozenset(("cc", "conj", "parataxis"))
_BEFORE_CUE = frozenset(("aux", "auxpass", "neg", "advmod"))


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The token that a verb's subject hangs on; carried over from the verb that it is joined to or depends on."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.dep_ != "csubj":
            return child
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


def _missed_subject(verb: Token) -> Token | None:
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


def _author(verb: Token) -> Token | None:
    """Who issued the words that say something: "they released a statement saying"."""
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and verb.head.dep_ in ("dobj", "pobj"):
        governor = verb.head.head if verb.head.dep_ == "dobj" else verb.head.head.head
        if governor.pos_ == "VERB":
            return subject_of(governor)
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
    for child in noun.rights:
        if child.dep_ == "relcl" and child.lemma_ in ("say", "tell", "add", "warn", "call", "describe", "ask"):
            last = min(last, child.left_edge.i - 1)
    if cue is not None and first <= cue.i <= last:
        if cue.i > noun.i:
            last = cue.i - 1
        else:
            first = cue.i + 1
        if first > last:
            first = last = noun.i
    return trimmed(text, paragraph.start + paragraph.doc[first].idx, paragraph.start + paragraph.doc[last].idx + len(paragraph.doc[last]))


def _antecedent(paragraph: Paragraph, text: str, subject: Token) -> Span | None:
    """What a relative pronoun stands for."""
    clause = subject.head
    if subject.tag_ not in ("WP", "WDT") or clause.dep_ != "relcl":
        return None
    noun = clause.head
    start, end = paragraph.start + noun.left_edge.idx, paragraph.start + noun.idx + len(noun)
    return trimmed(text, start, end)


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
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in token.lefts)


def _right(verb: Token, deps: frozenset[str]) -> list[Token]:
    return [c for c in verb.rights if c.dep_ in deps]


def _clause(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """A finite clause after or before the cue."""
    if "clause" not in row.takes:
        return None
    for child in verb.children:
        if child.dep_ != "ccomp" or (row.kind in ("show", "think") and not _finite(child)):
            continue
        if child.i < verb.i and child.tag_ == "VBG" and not _finite(child):
            continue
        if child.i > verb.i:
            ranges = [_clause_after(verb, child)]
            if verb.dep_ == "relcl" and not any(c.dep_ in _SUBJECTS for c in child.lefts):
                ranges.insert(0, (verb.head.left_edge.i, verb.head.i))  # "the people it says were killed"
            return "complement", ranges, None
        first, last = range_of(child)
        if _set_off(verb, last):
            return "before", [(first, last), *_tail(verb)], None
    return None


def _finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "auxpass") and c.lower_ != "to" for c in verb.lefts)


def _tail(verb: Token) -> list[Range]:
    """What goes on behind a cue set between commas: "it left, he said, because ..."."""
    doc, start = verb.doc, verb.i + 2
    end = verb.sent.end - 1
    if start >= end or doc[verb.i + 1].text != "," or doc[start].pos_ in ("CCONJ", "PUNCT") or doc[start].tag_ == "VBG":
        return []
    return [(start, end)] if doc[start].lower_ not in _CONTRASTS else []


_CONTRASTS = frozenset(("although", "though", "while", "whereas", "who", "which", "according"))


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


def _nonfinite(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    for child in verb.rights:
        if child.dep_ not in ("xcomp", "ccomp"):
            continue
        infinitive = _infinitive(child)
        if infinitive and child.dep_ == "ccomp" and row.takes & {"object", "infinitive"} and row.kind == "command":
            return "object", [range_of(child)], None
        if infinitive and ("infinitive" in row.takes):
            first, last = range_of(child)
            objects = [c for c in verb.rights if c.dep_ in _OBJECTS and c.i < child.i]
            if objects:
                first = min(first, objects[0].left_edge.i)
            return "infinitive", [(first, last)], None
        if not infinitive and child.lower_.endswith("ing") and "gerund" in row.takes:
            return "infinitive", [range_of(child)], None
    return None


def _object(verb: Token, row: Cue, extra: Token | None) -> tuple[str, list[Range], Token | None] | None:
    source = extra if extra is not None and extra.dep_ == "prep" and "object" in row.takes else None
    if source is not None:
        inside = [c for c in source.children if c.dep_ in ("pobj", "pcomp")]
        if inside:
            first, last = range_of(inside[0])
            more = [c for c in verb.rights if c.dep_ in ("xcomp", "ccomp", "advcl") and c.i > last and _infinitive(c)]
            return "object", [(first, more[0].right_edge.i if more else last)], source
    objects = [c for c in verb.rights if c.dep_ in _OBJECTS] if "object" in row.takes else []
    for child in () if objects else verb.rights:
        if child.dep_ == "prep" and child.lower_ in row.takes:
            inside = [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            if inside:
                return "object", [range_of(inside[0])], child
    if not objects:
        return None
    if row.word in ("call", "identify") and objects[0].lower_.endswith(("self", "selves")):
        return None
    for noun in objects:  # "denied reports that ...": the report's own words are what is denied
        for child in noun.rights if row.kind in ("refuse", "say") else ():
            if child.dep_ in ("acl", "ccomp", "relcl") and any(c.dep_ == "mark" and c.lower_ == "that" for c in child.children):
                return "object", [range_of(child)], None
    first, last = objects[0].left_edge.i, objects[-1].right_edge.i
    for child in verb.rights:
        if child.i > last and (
            (child.dep_ == "prep" and f"+{child.lower_}" in row.takes) or (child.dep_ in ("xcomp", "oprd") and row.kind != "say")
        ):
            last = child.right_edge.i
    return "object", [(first, last)], None


def _count(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """The count of "put the toll at 40" and "raised to 40 the number of dead": object and number."""
    sign = "at" if "count" in row.takes else "to" if "tally" in row.takes else ""
    objects = [c for c in verb.rights if c.dep_ in _OBJECTS] if sign else []
    if not objects or (sign == "to" and objects[0].lemma_ not in _TALLIES):
        return None
    for prep in verb.doc[verb.i + 1 : verb.i + 16]:
        if prep.is_sent_start or prep.lower_ != sign:
            continue
        number = next((t for t in prep.subtree if t.like_num), None)
        if number is not None and number.i - prep.i <= 4:
            first, last = range_of(objects[0])
            return "count", [(min(first, prep.i), max(prep.right_edge.i, last if first > prep.i else prep.right_edge.i))], None
    return None


_TALLIES = frozenset(("toll", "number", "count", "figure", "estimate", "total", "tally"))


def _floating(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """A cue set into or behind the clause that it guards: "..., he said, ...", "as he said"."""
    if "clause" not in row.takes or verb.head.i == verb.i:
        return None
    as_clause = verb.dep_ == "advcl" and any(c.lower_ == "as" and c.i < verb.i for c in verb.children)
    if verb.dep_ not in ("parataxis",) and not as_clause:
        return None
    return "floating", minus([range_of(verb.head)], range_of(verb)), None


def _rest(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    """Where the parse shows no complement of a plain reporting verb: the words after it, else those before it."""
    if row.kind != "say" or "clause" not in row.takes or verb.tag_ == "VBN" or row.word == "go on":
        return None
    return _rest_after(verb, row) or _rest_before(verb)


def _rest_after(verb: Token, row: Cue) -> tuple[str, list[Range], Token | None] | None:
    doc, end = verb.doc, verb.sent.end - 1
    that = next((t.i for t in doc[verb.i + 1 : min(end, verb.i + 14)] if t.lower_ == "that" and t.tag_ == "IN"), None)
    start = verb.i + 1 if that is None else that
    if that is None:
        if row.word not in ("say", "tell") or doc[verb.head.i].dep_ == "relcl" or verb.dep_ == "relcl":
            return None
        if row.word == "tell":
            objects = [c for c in verb.rights if c.dep_ in _OBJECTS]
            start = objects[0].right_edge.i + 1 if objects else start
    end = min([end, *(c.i - 1 for c in verb.rights if c.dep_ in ("cc", "conj") and c.i > start)])
    words = [t for t in doc[start : end + 1] if t.is_alpha]
    if len(words) < 4 or doc[start].is_punct or doc[start].pos_ in ("ADP", "PART", "CCONJ", "SCONJ") and that is None:
        return None
    if not any(t.pos_ in ("VERB", "AUX") for t in words):
        return None
    return "rest", [(start, end)], None


def _rest_before(verb: Token) -> tuple[str, list[Range], Token | None] | None:
    """The sentence up to the comma before "X said" at its end, appositions of X left out."""
    doc, sent = verb.doc, verb.sent
    follow = doc[verb.i + 1] if verb.i + 1 < len(doc) else None
    tail = [t for t in doc[verb.i + 1 : sent.end] if t.is_alpha]
    if len(tail) > 4 and (follow is None or follow.text != ","):
        return None
    commas = [t.i for t in doc[sent.start : verb.i] if t.text == ","]
    verbs = [t.i for t in doc[sent.start : verb.i] if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    tail_range = _tail(verb)
    if tail_range and commas and verb.i - commas[-1] <= 8:
        return "rest", [(sent.start, commas[-1] - 1), *tail_range], None
    if not commas or not verbs or commas[-1] - sent.start < 4 or verb.i - commas[-1] > 12:
        return None
    at = commas.pop()
    while commas and at - commas[-1] <= 6 and not any(commas[-1] < v < at for v in verbs) and verbs[0] < commas[-1]:
        at = commas.pop()
    return ("rest", [(sent.start, at - 1), *_tail(verb)], None) if verbs[0] < at and not any(at < v for v in verbs) else None


_FRAMES = (_clause, _nonfinite, _count, _object, _floating, _rest)


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
    if _says_not(verb) or (verb.text[0].isupper() and _is_name(verb, paragraph)):
        return None
    found = Finding(paragraph=paragraph, rule="none", kind=row.kind, token=verb)
    ranges: list[Range] = []
    prep = extra
    if _is_passive(verb):
        if "passive" not in row.takes:
            return None
        agent = _agent(verb)
        found.rule = "passive"
        found.speaker = noun_span(paragraph, text, agent, verb) if agent is not None else None
        found.guards = agent is None and row.kind in ("think", "say")
        ranges = _passive_content(verb, row)
        if agent is not None:
            ranges = [r for x in ranges for r in minus([x], range_of(agent.head))]
    else:
        subject = _author(verb) or subject_of(verb) or _missed_subject(verb)
        if verb.tag_ == "VBN" and verb.dep_ == "advcl" and verb.i == verb.left_edge.i + any(c.dep_ == "advmod" for c in verb.lefts):
            subject = None  # "Asked whether ...": nobody is named who asked
        if subject is not None:
            found.speaker = noun_span(paragraph, text, subject, verb)
            found.holder = _antecedent(paragraph, text, subject)
        for frame in _FRAMES:
            got = frame(verb, row, extra) if frame is _object else frame(verb, row)  # type: ignore[operator]
            if got:
                found.rule, ranges, at = got
                prep = at if at is not None else extra
                break
    cue = cue_range(verb, prep)
    if row.kind == "think" and found.rule in ("before", "floating"):
        return None
    found.cue = _span(paragraph, cue)
    found.content = spans_of(paragraph, text, [r for x in ranges for r in minus([x], cue)])
    return found


def _says_not(verb: Token) -> bool:
    """Whether the text says that nothing was said: "did not say how ..."."""
    if not any(c.dep_ == "neg" for c in verb.lefts):
        return False
    clause = next((c for c in verb.rights if c.dep_ == "ccomp"), None)
    return clause is not None and verb.doc[clause.left_edge.i].lower_ in _QUESTIONS


_QUESTIONS = frozenset(("how", "who", "whom", "whether", "if", "what", "when", "where", "why", "which"))


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
    if not token.is_sent_start and not doc[token.i - 1].is_punct and doc[token.i - 1].pos_ not in ("CCONJ", "ADV", "SCONJ"):
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
