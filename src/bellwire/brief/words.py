"""Records in words: bounds, holders, speakers, days. Nothing is said here that the record does not say."""

import re
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from bellwire.knowledge import table
from bellwire.model import Claim, Figure, Report, Span

PRONOUNS = frozenset("he she it they we i who which that this these those".split())
POSSESSIVES = frozenset("its his her their our".split())
UNNAMED = "an unnamed source"
OWN_VOICE = ", in its own words"
"""Behind the name of an outlet that tells something as a fact."""
_SINGLE = str.maketrans("“”", "‘’")
_CLOSED = re.compile(r"[.,!?]’(?=\s)")
"""A quotation that ends within a sentence: a mark behind a full stop or a comma is no apostrophe."""

MEASURE_WORDS = {
    "killed": "killed",
    "injured": "injured",
    "missing": "missing",
    "abducted": "abducted",
    "detained": "held",
    "arrested": "arrested",
    "displaced": "displaced",
    "returned": "returned",
    "combatants": "fighters",
    "people_present": "people there",
    "troops": "troops",
    "destroyed": "destroyed",
    "weapons": "weapons",
    "territory": "territory",
    "aid": "aid",
}


def number(value: float) -> str:
    """A number as a reader expects it.

    >>> number(14000.0), number(7.5)
    ('14,000', '7.5')
    """
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.10g}"


def bounds(low: float | None, best: float | None, high: float | None, *, approx: bool = False) -> str:
    """A figure's bounds in words.

    >>> bounds(12, None, None), bounds(None, None, 3000), bounds(14000, None, 18000), bounds(None, 20000, None, approx=True)
    ('at least 12', 'up to 3,000', 'between 14,000 and 18,000', 'about 20,000')
    """  # noqa: E501
    if low is not None and high is not None and low != high:
        return f"between {number(low)} and {number(high)}"
    exact = best if best is not None else low if low == high else None
    if exact is not None:
        return f"about {number(exact)}" if approx else number(exact)
    if low is not None:
        return f"at least {number(low)}"
    return f"up to {number(high)}" if high is not None else "an unstated number"


def figure_bounds(figure: Figure) -> str:
    """The bounds of a figure in words."""
    return bounds(figure.low, figure.best, figure.high, approx=figure.approx)


def counted(figure: Figure) -> str:
    """A figure's bounds with what they count.

    >>> counted(Figure(id="f", start=0, end=1, measure="share", unit="percent", best=50.0, population="children"))
    '50% (children)'
    >>> counted(Figure(id="f", start=0, end=1, measure="killed", low=12.0, population="people"))
    'at least 12 people'
    """
    what = figure.population
    if figure.unit == "percent":
        return f"{figure_bounds(figure)}%" + (f" ({what})" if what else "")
    if figure.unit == "person" or not what or what.startswith(figure.unit):
        return f"{figure_bounds(figure)} {what or ('people' if figure.unit == 'person' else figure.unit)}"
    return f"{figure_bounds(figure)} {figure.unit} ({what})"


def folded(text: str) -> str:
    """The text with its white space folded.

    >>> folded(" 12\\n  people ")
    '12 people'
    """
    return re.sub(r"\s+", " ", text).strip()


def quote(report: Report, span: Span | Figure) -> str:
    """The words of a span, on one line."""
    return folded(report.document.text[span.start : span.end])


def headline(report: Report) -> str:
    """The page's headline, else its title; empty where it has neither."""
    block = next((b for b in report.blocks if b.role == "headline"), None)
    return folded(report.document.text[block.start : block.end] if block else report.document.title or "")


def outlet(report: Report) -> str:
    """Who published the page: the outlet, else the page's host, else "an unnamed outlet"."""
    return publisher(report.document.outlet, report.document.url)


def publisher(outlet: str | None, url: str | None) -> str:
    """Who published what stands at an address: the outlet, else the address's host, else "an unnamed outlet".

    >>> publisher(None, "https://www.gaopost.example/n?id=4")
    'gaopost.example'
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:  # an address that is none, such as "http://[gao"
        host = None
    return outlet or (host or "").removeprefix("www.") or "an unnamed outlet"


def unquoted(text: str) -> str:
    """The text without the quotation marks around all of it.

    >>> unquoted("“We fled.”"), unquoted("it had “repelled” an attack"), unquoted("We fled,")
    ('We fled.', 'it had “repelled” an attack', 'We fled')
    """
    if text[:1] in '“"' and text[-1:] in '”"' and not any(mark in text[1:-1] for mark in '“”"'):
        text = text[1:-1]
    return text.rstrip(",;: ")


def in_quotes(text: str) -> str:
    """The text as a quotation: quotations within it in single marks, one that it has the half of closed.

    >>> in_quotes("It had “repelled” an attack."), in_quotes("“We fled."), in_quotes("“We fled.”"), in_quotes("Go.”")
    ('“It had ‘repelled’ an attack.”', '“We fled.”', '“We fled.”', '“Go.”')
    """
    return f"“{unquoted_ends(text).translate(_SINGLE)}”"


def unquoted_ends(text: str) -> str:
    """The text without a quotation mark that opens or closes all of it, or that has no other half.

    Where a sentence begins within a quotation that was opened before it, or ends in one that goes on, the mark is put
    there which it lacks.

    >>> unquoted_ends("They left,’ she added."), unquoted_ends('a chief said "we left')
    ('‘They left,’ she added.', 'a chief said "we left"')
    """
    if text[:1] == '"' and (text.count('"') == 1 or (text.count('"') == 2 and text[-1:] == '"')):
        text = text.strip('"')
    if text[:1] == "“" and ("”" not in text[1:] or text.find("”") == len(text) - 1):
        text = text[1:]
    if text[-1:] == "”" and text.count("”") > text.count("“"):
        text = text[:-1]
    for open_, closed in (("“", re.search("”", text)), ("‘", _CLOSED.search(text))):
        if closed and open_ not in text[: closed.start()]:
            text = f"{open_}{text}"
    text = f'{text}"' if text.count('"') == 1 and not text.startswith('"') else text
    return f'{text[:-2]}"' if text.endswith(',"') else text


_ASIDE = re.compile(r",\s+(?:which|who|whose)\b.*$")
"""What a page says of a speaker beside naming him: it has no place within another sentence."""


def speaker(claim: Claim, report: Report) -> str:
    """Who says it: the words of the text, or the actor's name where they are a pronoun or "the group"."""
    said = _ASIDE.sub("", quote(report, claim.speaker)) if claim.speaker else ""
    actor = next((a for a in report.actors if a.id == claim.speaker_actor), None)
    first = said.casefold().partition(" ")[0]
    vague = first in PRONOUNS or first in POSSESSIVES or (first == "the" and len(said.split()) == 2)
    if actor and (not said or vague) and actor.name.casefold() not in PRONOUNS:
        if first not in POSSESSIVES:
            return actor.name
        return said if actor.name in said else f"{said} ({actor.name})"
    if said.casefold() in PRONOUNS:
        return f"{UNNAMED} (“{said.casefold()}”)"
    return said or UNNAMED


def holder(figure: Figure, report: Report) -> str:
    """Who holds a figure: the speaker of its claim, through whom; the outlet where it speaks in its own voice."""
    claim = next((c for c in report.claims if c.id == figure.claim), None)
    if claim is None:
        return outlet(report) + OWN_VOICE
    via = f" (via {', '.join(claim.via)})" if claim.via else ""
    return speaker(claim, report) + via


def day(value: str | None) -> str:
    """A day of an EDTF value as a reader writes it; other values as they are, None as a dash.

    >>> day("2025-08-09"), day("2025-08"), day("2025-08-09/.."), day(None)
    ('9 August 2025', 'August 2025', 'since 9 August 2025', '–')
    >>> day("2025-08-09/2025-08-10"), day("2025-08-09T06:00/2025-08-09")
    ('9–10 August 2025', '9 August 2025')
    """
    if not value:
        return "–"
    if "/" in value:
        first, last = value.split("/", 1)
        if last in ("", ".."):
            return f"since {day(first)}"
        return f"up to {day(last)}" if first in ("", "..") else _days(day(first), day(last))
    plain = value.rstrip("~?%").split("T")[0]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain):
        when = date.fromisoformat(plain)
        return f"{when.day} {when:%B %Y}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", plain):
        return f"{date(int(plain[:4]), int(plain[5:]), 1):%B %Y}"
    if re.fullmatch(r"\d{4}-W\d{2}", plain):
        return f"week of {day(date.fromisocalendar(int(plain[:4]), int(plain[6:]), 1).isoformat())}"
    return plain


def _days(first: str, last: str) -> str:
    """From one day to another; the month once where it is the same."""
    if first == last:
        return first
    start, _, month = first.partition(" ")
    end, _, other = last.partition(" ")
    return f"{start}–{end} {month}" if start.isdigit() and month == other else f"{first} to {last}"


def period(days: list[str]) -> str:
    """The first and the last of some ISO days in words.

    >>> period(["2025-08-11", "2025-08-08"])
    '8–11 August 2025'
    """
    if not days:
        return "undated"
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    if first == last:
        return day(first.isoformat())
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B %Y}"
    return f"{day(first.isoformat())} – {day(last.isoformat())}"


def joined(items: list[str]) -> str:
    """A list in words.

    >>> joined(["12 killed", "30 injured", "2 missing"])
    '12 killed, 30 injured and 2 missing'
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def country_name(code: str | None) -> str | None:
    """A country's English name; the code itself where the gazetteer has none.

    >>> country_name("SD")
    'Sudan'
    """
    return _country_names().get(code, code) if code else None


@cache
def _country_names() -> dict[str, str]:
    return {row["iso"]: row["name"] for row in table("gazetteer", "place_countries")}
