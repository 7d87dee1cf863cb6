"""Lines that say who wrote a page and when: dates, names, datelines."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bellwire.clean.furniture import signs, tables

LONGEST = 160
"""Characters of a line that may be a byline; longer lines are text."""


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of dates, and the patterns made of them."""

    months: dict[str, int]
    zones: dict[str, str]
    others: frozenset[str]
    particles: frozenset[str]
    by: str
    weekdays: frozenset[str]
    reports: frozenset[str]
    dates: tuple[re.Pattern[str], ...]
    clock: re.Pattern[str]


@cache
def date_words(code: str) -> DateWords:
    """The date words of a language."""
    rows = tables(code).table("furniture_words")
    months = {row["word"]: int(row["value"]) for row in rows if row["kind"] == "month"}
    zones = {row["word"]: row["value"] for row in rows if row["kind"] == "zone"}
    month = "(?P<m>" + "|".join(sorted(months, key=len, reverse=True)) + r")\b\.?"
    zone = "|".join(sorted(zones, key=len, reverse=True))
    day, year = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>(?:19|20)\d\d)"
    dates = (
        rf"\b{year}-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        rf"\b{day}(?: of)?[ \-]{month}[,\-]? ?{year}\b",
        rf"\b{month} {day},? {year}\b",
        rf"\b{year}[ ,]{{1,2}}{month} {day}\b",
        rf"\b(?P<d>\d\d?)[./\-](?P<m>\d\d?)[./\-]{year}\b",
        rf"\b{year}/(?P<m>\d\d)/(?P<d>\d\d)\b",
    )
    clock = (
        rf"\b(?P<h>\d{{1,2}})[:.](?P<min>\d\d)(?::\d\d)?(?![\d/.-]*\d)\s?(?P<ap>[ap]\.?m\b\.?)?,?"
        rf"(?:\s?\(?(?P<zone>{zone})\b\)?(?P<off>[+-]\d{{1,2}})?)?"
    )
    return DateWords(
        months=months,
        zones=zones,
        others=frozenset(row["word"] for row in rows if row["kind"] in ("weekday", "label")),
        particles=frozenset(row["word"] for row in rows if row["kind"] == "particle"),
        by="|".join(row["word"] for row in rows if row["kind"] == "by"),
        weekdays=frozenset(row["word"] for row in rows if row["kind"] == "weekday" and len(row["word"]) > 5),
        reports=frozenset(row["word"] for row in rows if row["kind"] == "report"),
        dates=tuple(re.compile(p, re.IGNORECASE) for p in dates),
        clock=re.compile(clock, re.IGNORECASE),
    )


def _day(found: re.Match[str], words: DateWords, *, month_first: bool) -> date | None:
    """The date of a match. Two numbers below 13 are no date that one could be sure of."""
    month, day, year = found["m"], int(found["d"]), int(found["y"])
    if not month.isdigit():
        number = words.months[month.casefold()]
    else:
        number = int(month)
        slashed = found.group()[0] != found["y"][0] or not found.group().startswith(found["y"])
        dotted = "." in found.group()  # with dots the day comes first: 03.11.2025 is in November
        if slashed and not dotted and number != day:
            if number <= 12 and day <= 12 and not month_first:
                return None
            if number > 12:
                number, day = day, number
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _time(text: str, words: DateWords) -> str:
    """The clock time of a text as `THH:MM:SS` with its offset where that is known; empty where there is none."""
    found = words.clock.search(text)
    if not found:
        return ""
    hour, minute, half = int(found["h"]), int(found["min"]), (found["ap"] or "").casefold()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59:
        return ""
    offset = words.zones.get((found["zone"] or "").casefold(), "")
    if found["off"]:
        offset = f"{found['off'][0]}{int(found['off'][1:]):02d}:00"
    return f"T{hour:02d}:{minute:02d}:00{offset}"


def date_in(line: str, code: str = "en") -> str | None:
    """The date, or date and time, that a line gives in full, in ISO form; None where there is none or it is not sure.

    >>> date_in("By Salma Idris in Cairo | 10 August 2025, 09:14 GMT")
    '2025-08-10T09:14:00Z'
    >>> date_in("Nov. 17, 2024")
    '2024-11-17'
    >>> date_in("04/05/2024") is None
    True
    """
    words = date_words(code)
    for pattern in words.dates:
        found = pattern.search(line)
        day = found and _day(found, words, month_first=False)
        if found and day:
            rest = line[: found.start()][-40:] + " | " + line[found.end() :][:40]
            return day.isoformat() + _time(rest, words)
    return None


def has_date(line: str, code: str = "en") -> bool:
    """Whether a line holds a date with its year, in whatever reading."""
    return any(pattern.search(line) for pattern in date_words(code).dates)


def is_date_line(line: str, code: str = "en") -> bool:
    """Whether a line says a date or time and nothing else.

    >>> is_date_line("Updated: Fri 3 May 2024, 18.05 BST")
    True
    >>> is_date_line("Rebels took the town on 3 May 2024")
    False
    """
    if len(line) > LONGEST or not re.search(r"\d", line):
        return False
    words = date_words(code)
    rest, dated = line, False
    for pattern in (*words.dates, words.clock):
        rest, count = pattern.subn(" ", rest)
        dated = dated or count > 0
    known = words.others | set(words.zones) | set(words.months)
    left = [w for w in re.findall(r"[^\W\d]+|\d+", rest.casefold().replace(".", "")) if w not in known]
    return dated and len(left) <= (1 if len(left) and left[0].isdigit() else 0)


PREPOSITIONS = frozenset("on of since in by until till from before after to the".split())


def ends_with_date(line: str, code: str = "en") -> bool:
    """Whether a short line ends with a full date that no preposition ties to what is told before it.

    >>> ends_with_date("Coordination bulletin no. 88, 11 September 2025"), ends_with_date("Twelve die on 3 May 2024")
    (True, False)
    """
    found = [m for pattern in date_words(code).dates for m in pattern.finditer(line)] if len(line) < 80 else []
    if not found:
        return False
    last = max(found, key=lambda m: m.end())
    before = re.findall(r"[^\W\d]+", line[: last.start()].casefold())
    after = date_words(code).clock.sub("", line[last.end() :])
    return len(re.findall(r"\w+", after)) <= 1 and len(before) <= 6 and not PREPOSITIONS.intersection(before[-1:])


def _is_name(words: list[str], code: str = "en") -> bool:
    """Whether the words are one to four that look like a person's name."""
    particles = date_words(code).particles
    solid = [w for w in words if w.casefold() not in particles]
    return 1 <= len(solid) <= 4 and len(words) <= 6 and all(w[:1].isupper() and not w[-1:].isdigit() for w in solid)


def author_in(line: str, code: str = "en") -> str | None:
    """The name in a byline or at the head of an analysis box, without trade, outlet and place.

    >>> author_in("Analysis by Horn of Africa editor Huda Kamil")
    'Huda Kamil'
    >>> author_in("by Getnet Assefa, legal adviser")
    'Getnet Assefa'
    >>> author_in("Staff reporter") is None
    True
    """
    by = date_words(code).by
    found = re.search(rf"\b(?i:{by}):?\s+(.{{2,100}})|^\s*[-–—]{{1,2}}\s*(.{{2,60}})", line)
    if not found:
        return _named_with_trade(line, code)
    author = (found[1] or found[2]).strip()
    head = re.split(r"\s*[,|(\[·•/]\s*|\s+[-–—]\s+|\s+(?:in|at|for|and|with)\s+", author)[0]
    words = head.strip(" .:").split()
    lower = [i for i, w in enumerate(words) if w.islower() and len(w) > 3]
    if lower:
        words = words[lower[-1] + 1 :]
    return " ".join(words) if len(words) >= 2 and _is_name(words) else None


def _named_with_trade(line: str, code: str) -> str | None:
    """The name of a line that is a name, a comma and the trade of an analyst."""
    found = re.match(r"([A-ZÀ-Þ][^,|:]{3,40}), [^.]{3,80}$", line.strip())
    words = found[1].split() if found else []
    if len(words) < 2 or not _is_name(words, code) or "analyst" not in signs(line, tables(code)):
        return None
    return " ".join(words)


def byline_strength(line: str, code: str = "en", found: frozenset[str] | None = None) -> float:
    """How surely a line is a byline by its own words alone: 0 to 1. `found` are its signs, where they are known.

    >>> byline_strength("By Salma Idris in Cairo")
    0.95
    >>> byline_strength("Rebels seized the town of Bunagana on Monday.")
    0.0
    """
    text = line.strip()
    if not text or len(text) > LONGEST or (len(text) > 90 and text[-1] in ".?!"):
        return 0.0
    if is_date_line(text, code):
        return 0.95
    found = signs(text, tables(code)) if found is None else found
    said = re.match(rf"(?:[A-Z]\w+ )?(?i:{date_words(code).by}):? (?=[A-ZÀ-Þ])", text)
    ends = text[-1] in ".?!" and len(text.split()) > 8
    if said and not ends and len(text.split()) <= 16:
        return 0.95
    if "byline" in found and not ends:
        return 0.8 if has_date(text) or "analysis" in found else 0.6
    if has_date(text) and len(text.split()) <= 14 and re.search(r"[|•·–—]|\(\w+\)$", text):
        return 0.5
    words = re.split(r"\s*(?:,|\band\b|&|\|)\s*", re.sub(r",? in [A-ZÀ-Þ][\w .’'-]{2,40}$", "", text))
    if len(text.split()) <= 8 and not ends and all(_is_name(w.split()) for w in words if w):
        return 0.25
    return 0.0
