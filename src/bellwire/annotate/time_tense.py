"""Whether a word of the text looks back or ahead, read from the parse: "met on Friday", "will meet on Friday"."""

from bellwire.draft import Paragraph, Token
from bellwire.knowledge import Language

BACK, UNCLEAR, AHEAD = -1, 0, 1


class Tenses:
    """Directions of time at places of one paragraph."""

    def __init__(self, paragraph: Paragraph, language: Language) -> None:
        self._paragraph = paragraph
        self._ahead = language.words("time_ahead")
        self._tokens: list[Token] | None = None
        self._starts: list[int] = []

    def token_at(self, at: int) -> Token | None:
        """The token that covers a character of the paragraph."""
        from bisect import bisect_right

        if self._tokens is None:
            self._tokens = list(self._paragraph.doc)
            self._starts = [t.idx for t in self._tokens]
        index = bisect_right(self._starts, at) - 1
        return self._tokens[index] if 0 <= index < len(self._tokens) else None

    def direction(self, at: int) -> int:
        """AHEAD, BACK or UNCLEAR for the expression at a character of the paragraph."""
        token = self.token_at(at)
        for _ in range(12):
            if token is None:
                break
            if token.pos_ in ("VERB", "AUX"):
                found = self._of_verb(token)
                if found is not None:
                    return found
            elif token.lemma_.lower() in self._ahead:
                return AHEAD
            if token.head is token or token.head.i == token.i:
                break
            token = token.head
        return UNCLEAR

    def _of_verb(self, verb: Token) -> int | None:
        """The direction that a verb gives; None where its own head decides."""
        tag, helpers = verb.tag_, [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
        words = {c.lower_ for c in helpers}
        tags = {c.tag_ for c in helpers}
        planned = verb.lemma_.lower() in self._ahead
        if "MD" in tags:
            return BACK if words & {"have", "'ve", "’ve"} and not words & {"will", "'ll", "’ll"} else AHEAD
        if planned and tag in ("VBN", "VBZ", "VBP", "VBG", "JJ"):
            return AHEAD
        if "TO" in tags:
            return BACK if "have" in words else AHEAD
        if tag == "VBD" or "VBD" in tags:
            return BACK
        if tag == "VBN":
            return BACK if words & {"have", "has", "'ve", "’ve", "having"} or not helpers else UNCLEAR
        if tag in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
            return AHEAD if tag != "VBN" and verb.pos_ == "VERB" else UNCLEAR
        return None
