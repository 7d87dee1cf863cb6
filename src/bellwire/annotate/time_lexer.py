"""Typed tokens, and patterns over them: how date and time expressions are found.

A text is cut into tokens, and each gets one character that stands for all the slots of `time_words.tsv` it can fill.
A pattern of `time_patterns.tsv` becomes a regular expression over these characters. Matching a page's few hundred
characters against sixty patterns costs less than a millisecond, where the same patterns over the text cost twenty.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bellwire.errors import KnowledgeError
from bellwire.knowledge import Language

OTHER = "."
WEAK_SLOTS = frozenset(
    "num day monthnum hour ord ordword ordten numword one vague shift offset approx part edge edgeword every".split()
)
"""Slots that ordinary prose fills all the time."""
_FIRST_CODE = 0xE000  # private use area: no text has these characters as words
_PIECE = re.compile(r"\s*(?:(?P<mark>[()|?*])|'(?P<word>[^' ]+|')'|(?P<name>[a-z0-9_]+)(?::(?P<slot>[a-z]+))?)")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's tokens: one character each in `codes`, their words and where they lie in the paragraph."""

    codes: str
    words: list[str]
    places: list[re.Match[str]]

    def start(self, index: int) -> int:
        """Where a token begins."""
        return self.places[index].start()

    def end(self, index: int) -> int:
        """Where a token ends."""
        return self.places[index].end()


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens `start..end` that a pattern matched; `slots` holds the words that filled its named slots."""

    reading: str
    start: int
    end: int
    slots: dict[str, str]


def _number_slots(digits: str) -> frozenset[str]:
    """The slots that a number written in digits can fill."""
    value, slots = int(digits), set()
    if len(digits) <= 3:
        slots.add("num")
        if len(digits) <= 2:
            slots |= {name for name, top in (("day", 31), ("monthnum", 12)) if 1 <= value <= top}
            slots |= {"hour"} if value <= 24 else set()
            slots |= {"minute"} if len(digits) == 2 and value <= 59 else set()
            slots |= {"short"} if len(digits) == 2 else set()
    if len(digits) == 4:
        slots |= {"year"} if 1000 <= value <= 2100 else set()
        slots |= {"tenyear"} if 1000 <= value <= 2100 and value % 10 == 0 else set()
        slots |= {"clock"} if value // 100 <= 24 and value % 100 <= 59 else set()
    return frozenset(slots)


def _tells(slot: str) -> bool:
    """Whether a token in this slot makes a time expression likely; every base pattern has one such slot."""
    return len(slot) > 4 if slot.startswith("'") else slot not in WEAK_SLOTS


def _forms(word: str, case: str) -> set[str]:
    if case == "exact":
        return {word}
    capital = word[:1].upper() + word[1:]
    return {word, capital, word.upper()} if case == "any" else {word, word.upper()}


def _slots(match: re.Match[str], names: tuple[str, ...], line: Line, shift: int = 0) -> dict[str, str]:
    at = {name.partition("__")[0]: match.start(name) for name in names if match.start(name) >= 0}
    return {name: line.words[index + shift] for name, index in at.items()}


class Lexicon:
    """A language's time words and patterns, compiled."""

    def __init__(self, language: Language) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self._slots: dict[str, set[str]] = {}
        for row in language.table("time_words"):
            self._add(row["slot"], row["word"], row["value"], row["case"])
        for row in language.table("time_holidays"):
            self._add("holiday", row["name"], row["rule"], "title")
        rows = language.table("time_patterns")
        for row in rows:
            for literal in (m["word"] for m in _PIECE.finditer(row["pattern"]) if m["word"]):
                self._add("'" + literal, literal, "", "any")
        self._codes: dict[frozenset[str], str] = {}
        self._of_word = {word: self._code(frozenset(slots)) for word, slots in self._slots.items()}
        for digits in (*map(str, range(2500)), *(f"{n:02}" for n in range(10))):
            self._of_word[digits] = self._code(_number_slots(digits))
        for n in range(1, 32):
            self._of_word.update((f"{n}{end}", self._code(frozenset({"ord"}))) for end in ("st", "nd", "rd", "th"))
        telling = "".join(sorted(code for slots, code in self._codes.items() if any(map(_tells, slots))))
        self._run = re.compile(f"[^{OTHER}{telling}]*[{telling}][^{OTHER}]*")
        self._token = self._token_pattern()
        macros = {row["reading"]: row["pattern"] for row in rows if row["kind"] == "macro"}
        self._patterns: dict[str, list[tuple[str, re.Pattern[str], tuple[str, ...]]]] = {}
        for row in rows:
            if row["kind"] != "macro":
                found = self._compile(row["pattern"], macros)
                self._patterns.setdefault(row["kind"], []).append((row["reading"], found, tuple(found.groupindex)))

    def _add(self, slot: str, word: str, value: str, case: str) -> None:
        for form in _forms(word, case):
            self._slots.setdefault(form, set()).add(slot)
            self.values.setdefault((slot, form), value)

    def _code(self, slots: frozenset[str]) -> str:
        if not slots:
            return OTHER
        return self._codes.setdefault(slots, chr(_FIRST_CODE + len(self._codes)))

    def _token_pattern(self) -> re.Pattern[str]:
        special = [w for w in self._slots if len(w) > 1 and not w.isalpha()]
        names = "|".join(map(re.escape, sorted(special, key=lambda w: (-len(w), w))))
        return re.compile(
            rf"(?:{names})(?!\w)|\d+(?:st|nd|rd|th)\b|\d{{1,3}}(?:,\d{{3}})+\b|\d+|[^\W\d_]+|\n\s*\n|[^\w\s]"
        )

    def _compile(self, pattern: str, macros: dict[str, str]) -> re.Pattern[str]:
        for name, body in macros.items():
            pattern = re.sub(rf"\b{name}\b", body, pattern)
        parts = []
        for piece in _PIECE.finditer(pattern):
            if piece["mark"]:
                parts.append("(?:" if piece["mark"] == "(" else piece["mark"])
                continue
            slot = "'" + piece["word"] if piece["word"] else piece["slot"] or piece["name"]
            chars = "".join(sorted(code for slots, code in self._codes.items() if slot in slots))
            if not chars:
                raise KnowledgeError(f"time_patterns.tsv: no word fills the slot {slot!r} of {pattern!r}")
            # a name may stand in several branches; groups must differ, so branches are numbered
            parts.append(f"[{chars}]" if piece["word"] else f"(?P<{piece['name']}__{len(parts)}>[{chars}])")
        return re.compile("".join(parts))

    def line(self, text: str) -> Line:
        """The text's tokens."""
        found = list(self._token.finditer(text))
        words = [m.group() for m in found]
        code_of = self._of_word.get
        return Line(codes="".join([code_of(word, OTHER) for word in words]), words=words, places=found)

    def fills(self, slot: str, word: str) -> bool:
        """Whether a word can fill a slot."""
        return (slot, word) in self.values

    def value(self, slot: str, word: str) -> str:
        """What a word stands for in a slot; the word itself where the table gives nothing."""
        return self.values.get((slot, word)) or word

    def matches(self, lines: list[Line]) -> list[list[Match]]:
        """For each line all matches of the base patterns, pattern by pattern.

        Only runs of tokens that hold a telling one are searched, and all as one string, which is several times as fast.
        """
        runs = [(number, m) for number, line in enumerate(lines) for m in self._run.finditer(line.codes)]
        begins = [0]
        for _, run in runs:
            begins.append(begins[-1] + len(run.group()) + 1)
        whole = OTHER.join(run.group() for _, run in runs)
        found: list[list[Match]] = [[] for _ in lines]
        for reading, pattern, names in self._patterns["base"]:
            for m in pattern.finditer(whole):
                at = bisect_right(begins, m.start()) - 1
                number, shift = runs[at][0], runs[at][1].start() - begins[at]
                slots = _slots(m, names, lines[number], shift)
                found[number].append(Match(reading, m.start() + shift, m.end() + shift, slots))
        return found

    def before(self, line: Line, end: int, kind: str) -> Match | None:
        """The longest match of a kind that ends where token `end` begins, of at most five tokens."""
        return self._whole(line, kind, ((start, end) for start in range(max(0, end - 5), end)))

    def after(self, line: Line, start: int, kind: str) -> Match | None:
        """The longest match of a kind that begins with token `start`, of at most five tokens."""
        last = min(len(line.words), start + 5)
        return self._whole(line, kind, ((start, end) for end in range(last, start, -1)))

    def between(self, line: Line, start: int, end: int, kind: str) -> Match | None:
        """The match of a kind with exactly the tokens `start..end`."""
        return self._whole(line, kind, ((start, end),)) if end - start <= 5 else None

    def _whole(
        self, line: Line, kind: str, ranges: Iterator[tuple[int, int]] | tuple[tuple[int, int], ...]
    ) -> Match | None:
        for start, end in ranges:
            for reading, pattern, names in self._patterns[kind]:
                if m := pattern.fullmatch(line.codes, start, end):
                    return Match(reading, start, end, _slots(m, names, line))
        return None


@cache
def lexicon(language: Language) -> Lexicon:
    """The language's compiled time words and patterns."""
    return Lexicon(language)
