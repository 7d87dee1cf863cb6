"""Where the text may name a place: runs of capitalised words that the gazetteer knows, and what the parser says."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bellwire.draft import Draft, Paragraph
from bellwire.knowledge import Language
from bellwire.knowledge.gazetteer.gazetteer import Entry, Gazetteer
from bellwire.knowledge.gazetteer.keys import key

LONGEST = 6
"""Words of the longest name that is looked up ("Democratic Republic of the Congo" has five)."""
PLACE_LABELS = frozenset(("GPE", "LOC", "FAC"))
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’ʼ‘`](?!s\b)[^\W\d_]+)*")
_GAP = re.compile(r"[ \t\u00a0]*[-–][ \t]*|[ \t\u00a0]+|[ \t]*\n[ \t]*")
_SHORT_GAP = re.compile(r"\.[ \t]?")
_SHORT = frozenset(("St", "Ste", "Mt", "Ft", "Pt"))
_POSSESSIVE = re.compile(r"['’]s?\b|['’]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a paragraph, with its place in the document; `lower` is its form for look-up in tables."""

    text: str
    start: int
    end: int
    lower: str
    capital: bool


@dataclass(slots=True)
class Line:
    """A paragraph as words, with the parser's tokens."""

    paragraph: Paragraph
    text: str
    words: list[Word]
    shouting: bool
    _starts: Any = None

    def token_at(self, start: int) -> Any:
        """The parser's token that begins at a character of the document, None where none does. Tokens are made when
        asked for: most never are."""
        doc = self.paragraph.doc
        if self._starts is None:
            self._starts = doc.to_array("IDX")
        number = int(self._starts.searchsorted(start - self.paragraph.start))
        return doc[number] if number < len(doc) and self.paragraph.start + self._starts[number] == start else None

    def gap(self, number: int) -> str:
        """What stands between a word and the next."""
        if number + 1 >= len(self.words):
            return self.text[self.words[number].end :]
        return self.text[self.words[number].end : self.words[number + 1].start]


@dataclass(slots=True)
class Mention:
    """Characters that may name a place. `first` and `last` are its words, `entries` the places of that name."""

    line: Line
    first: int
    last: int
    name: str
    entries: tuple[Entry, ...]
    label: str = ""
    ent: tuple[int, int] | None = None
    alike: bool = False
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.start = self.line.words[self.first].start
        self.end = self.line.words[self.last].end

    @property
    def head(self) -> Any:
        """The parser's token that its last word begins, None where the parser cut words otherwise."""
        for number in range(self.last, self.first - 1, -1):
            token = self.line.token_at(self.line.words[number].start)
            if token is not None:
                return token
        return None


@cache
def cue_words(language: Language, role: str) -> dict[str, str]:
    """The words of one role in `place_cues`, with their kind."""
    return {row["word"]: row["kind"] for row in language.table("place_cues") if row["role"] == role}


@cache
def stop_words(language: Language) -> frozenset[str]:
    """Words that are seldom places though the gazetteer knows them."""
    return language.words("place_stop")


def line_of(paragraph: Paragraph, text: str) -> Line:
    """A paragraph's words; offsets are the document's."""
    words = []
    for found in _WORD.finditer(text, paragraph.start, paragraph.end):
        word = found.group()
        words.append(Word(word, found.start(), found.end(), word.lower(), word[0].isupper()))
    letters = [w for w in words if len(w.text) > 3]
    shouting = bool(letters) and sum(w.text.isupper() for w in letters) > 0.6 * len(letters)
    return Line(paragraph, text, words, shouting)


def _starts(line: Line, number: int) -> bool:
    """Whether a name may begin with a word: it has a capital, or is an Arabic article before one (al-Zour)."""
    word = line.words[number]
    if word.capital:
        return True
    return (
        len(word.text) <= 4
        and number + 1 < len(line.words)
        and line.words[number + 1].capital
        and line.gap(number) == "-"
    )


def _joined(line: Line, number: int) -> bool:
    gap = line.gap(number)
    if _GAP.fullmatch(gap):
        return "\n" not in gap
    return line.words[number].text in _SHORT and _SHORT_GAP.fullmatch(gap) is not None


def _run(line: Line, first: int, links: dict[str, str]) -> int:
    """The last word that a name beginning at a word can reach."""
    last = reach = first
    while reach + 1 < len(line.words) and reach - first + 1 < LONGEST and _joined(line, reach):
        reach += 1
        word = line.words[reach]
        if word.capital:
            last = reach
        elif word.lower not in links and line.gap(reach - 1) != "-":
            break
    return last


def scan(line: Line, gazetteer: Gazetteer, language: Language) -> list[Mention]:
    """The longest names that the gazetteer knows, left to right."""
    links = cue_words(language, "link")
    found: list[Mention] = []
    number = 0
    while number < len(line.words):
        step = 1
        if _starts(line, number):
            for last in range(_run(line, number, links), number - 1, -1):
                word = line.words[last]
                if not word.capital:
                    continue
                name = line.text[line.words[number].start : word.end]
                if len(name) < 3 and not name.isupper():
                    continue
                entries = gazetteer.find(name)
                if entries:
                    found.append(Mention(line, number, last, name, entries))
                    step = last - number + 1
                    break
        number += step
    return found


def _covering(line: Line, start: int, end: int) -> tuple[int, int] | None:
    """First and last word within characters, None where there is none."""
    first = bisect_left(line.words, start, key=lambda w: w.start)
    last = bisect_right(line.words, end, key=lambda w: w.end) - 1
    return (first, last) if first <= last else None


def _trimmed(line: Line, first: int, last: int, language: Language) -> tuple[int, int]:
    """A parser's entity without "the" and directions before it ("northern", "rural")."""
    lead = cue_words(language, "direction")
    while first < last and (line.words[first].lower in lead or line.words[first].lower == "the"):
        if line.words[first].capital and line.words[first].lower != "the":
            break
        first += 1
    return first, last


def mentions(draft: Draft, gazetteer: Gazetteer, language: Language) -> list[Mention]:
    """All characters of the article that may name a place, in order, none overlapping another."""
    found: list[Mention] = []
    for paragraph in draft.paragraphs:
        line = line_of(paragraph, draft.text)
        scanned = scan(line, gazetteer, language)
        taken = [False] * len(line.words)
        for mention in scanned:
            taken[mention.first : mention.last + 1] = [True] * (mention.last - mention.first + 1)
        _label(scanned, paragraph)
        for ent in paragraph.doc.ents:
            if ent.label_ not in PLACE_LABELS:
                continue
            span = _covering(line, paragraph.start + ent.start_char, paragraph.start + ent.end_char)
            if span is None:
                continue
            first, last = _trimmed(line, *span, language)
            if any(taken[first : last + 1]) or not any(w.capital for w in line.words[first : last + 1]):
                continue
            name = line.text[line.words[first].start : line.words[last].end]
            alike = gazetteer.find_alike(name) if len(name) > 4 else ()
            new = Mention(line, first, last, name, alike, label=ent.label_, alike=bool(alike))
            new.ent = (paragraph.start + ent.start_char, paragraph.start + ent.end_char)
            scanned.append(new)
            taken[first : last + 1] = [True] * (last - first + 1)
        scanned += _announced(line, taken, paragraph, language)
        found += sorted(scanned, key=lambda m: m.start)
    return found


def _announced(line: Line, taken: list[bool], paragraph: Paragraph, language: Language) -> list[Mention]:
    """Names that only their neighbours announce as places: "the village of X", "X camp"."""
    after, before = cue_words(language, "kind_after"), cue_words(language, "kind_before")
    stop = stop_words(language)
    persons = [
        (paragraph.start + e.start_char, paragraph.start + e.end_char)
        for e in paragraph.doc.ents
        if e.label_ in ("PERSON", "ORG", "NORP", "DATE", "EVENT")
    ]
    found, number = [], 0
    while number < len(line.words):
        if not _free(line, number, taken):
            number += 1
            continue
        last = number
        while _free(line, last, taken) and last + 1 < len(line.words) and line.gap(last) in (" ", "-"):
            if not _free(line, last + 1, taken):
                break
            last += 1
        if line.shouting or last - number >= LONGEST:
            number = last + 1
            continue
        head, nearby = line.words[number], line.words[number - 1].lower if number else ""
        follows = last + 1 < len(line.words) and line.gap(last) == " " and not line.words[last + 1].capital
        told = follows and line.words[last + 1].lower in after
        told = told or (nearby == "of" and number > 1 and line.words[number - 2].lower in before)
        inside = any(a < line.words[last].end and head.start < b for a, b in persons)
        if told and not inside and head.lower not in stop and len(head.text) > 2 and number > 0:
            name = line.text[head.start : line.words[last].end]
            found.append(Mention(line, number, last, name, ()))
        number = last + 1
    return found


def _free(line: Line, number: int, taken: list[bool]) -> bool:
    return line.words[number].capital and not taken[number]


def _label(scanned: list[Mention], paragraph: Paragraph) -> None:
    """Gives mentions the label of the parser's entity that they lie in."""
    ents = [(paragraph.start + e.start_char, paragraph.start + e.end_char, e.label_) for e in paragraph.doc.ents]
    at = 0
    for mention in scanned:
        while at < len(ents) and ents[at][1] <= mention.start:
            at += 1
        if at < len(ents) and ents[at][0] < mention.end:
            mention.label, mention.ent = ents[at][2], ents[at][:2]


def name_key(mention: Mention) -> str:
    """What mentions of one name share."""
    return key(mention.name)
