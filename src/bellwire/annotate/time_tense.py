"""Whether a word of the text looks back or ahead, read from the parse: "met on Friday", "will meet on Friday"."""

from functools import cache

from bellwire.draft import Paragraph, Token
from bellwire.knowledge import Language

BACK, UNCLEAR, AHEAD = -1, 0, 1


@cache
def _ahead(language: Language) -> dict[str, str]:
    return {row["word"]: row["kind"] for row in language.table("time_ahead")}


class Tenses:
    """Directions of time at places of one paragraph."""

    def __init__(self, paragraph: Paragraph, language: Language) -> None:
        self._paragraph = paragraph
        self._ahead = _ahead(language)

    def token_at(self, at: int) -> Token | None:
        """The token that covers a character of the paragraph."""
        span = self._paragraph.doc.char_span(at, at + 1, alignment_mode="expand")
        return span[0] if span else None

    def direction(self, at: int) -> int:
        """AHEAD, BACK or UNCLEAR for the expression at a character of the paragraph."""
        place = token = self.token_at(at)
        for _ in range(12):
            if token is None:
                break
            if token.pos_ in ("VERB", "AUX"):
                found = self._of_verb(token, place)
                if found is not None:
                    return found
            elif token is not place and self._ahead.get(token.lemma_.lower()) == "always":
                return AHEAD
            if token.head.i == token.i:
                break
            token = token.head
        return UNCLEAR

    def _of_verb(self, verb: Token, place: Token) -> int | None:
        """The direction that a verb gives; None where its own head decides."""
        tag, helpers = verb.tag_, [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
        words = {c.lower_ for c in helpers}
        tags = {c.tag_ for c in helpers}
        kind = self._ahead.get(verb.lemma_.lower(), "")
        if "MD" in tags:
            if words & {"have", "'ve", "’ve"} and not words & {"will", "'ll", "’ll"}:
                return BACK
            return BACK if _belongs_to_teller(verb, place) else AHEAD
        if words & {"had", "'d", "’d"} and tag == "VBN":
            return BACK
        if kind == "always" and tag in ("VBN", "VBZ", "VBP", "VBG"):
            return AHEAD
        if "TO" in tags:
            return BACK if "have" in words else self._of_infinitive(verb)
        if tag == "VBD" or "VBD" in tags:
            return BACK
        if tag == "VBN":
            return BACK if words & {"have", "has", "'ve", "’ve", "having"} or not helpers else UNCLEAR  # "is closed"
        if words & {"have", "has", "'ve", "’ve"}:
            return BACK  # "has been preparing"
        if tag in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
            return AHEAD if kind == "present" or tag == "VBG" or self._awaits(verb) else UNCLEAR
        return None

    def _awaits(self, verb: Token) -> bool:
        """Whether the subject is a thing to come: "the deadline is Friday"."""
        subjects = (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass"))
        return verb.lemma_ == "be" and any(self._ahead.get(c.lemma_.lower()) == "noun" for c in subjects)

    def _of_infinitive(self, verb: Token) -> int:
        head = verb.head
        kind = self._ahead.get(head.lemma_.lower(), "")
        if any(c.lower_ == "had" for h in (head, head.head) for c in h.children if c.dep_ in ("aux", "auxpass")):
            return BACK  # "had been due to expire Friday"
        verbal = head.pos_ in ("VERB", "AUX") and head.lemma_ != "be" and head.i != verb.i  # "is to meet Friday"
        if verbal and kind not in ("always", "to"):
            return self._of_verb(head, verb) or UNCLEAR  # "voted to leave", "appears to show", "will fly to meet"
        return AHEAD


def _belongs_to_teller(verb: Token, place: Token) -> bool:
    """Whether "said on Monday it would go" was parsed with the day below "go": the day stands before its subject."""
    teller = verb.head
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    return subject is not None and teller.i < place.i < subject.i
