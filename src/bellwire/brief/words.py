"""Records in words: bounds, holders, speakers, days. Nothing is said here that the record does not say."""

import re
from datetime import date

from bellwire.model import Claim, Figure, Report, Span

PRONOUNS = frozenset("he she it they we i who which that this these those".split())
UNNAMED = "an unnamed source"

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


def folded(text: str) -> str:
    """The text with its white space folded.

    >>> folded(" 12\\n  people ")
    '12 people'
    """
    return re.sub(r"\s+", " ", text).strip()


def quote(report: Report, span: Span | Figure) -> str:
    """The words of a span, on one line."""
    return folded(report.document.text[span.start : span.end])


def outlet(report: Report) -> str:
    """Who published the page, as far as is known."""
    return report.document.outlet or report.document.title or report.id


def speaker(claim: Claim, report: Report) -> str:
    """Who says it: the words of the text, or the actor's name where they are a pronoun or "the group"."""
    said = quote(report, claim.speaker) if claim.speaker else ""
    actor = next((a for a in report.actors if a.id == claim.speaker_actor), None)
    vague = said.casefold() in PRONOUNS or (said.casefold().startswith("the ") and len(said.split()) == 2)
    if actor and (not said or vague) and actor.name.casefold() not in PRONOUNS:
        return actor.name
    return said or UNNAMED


def holder(figure: Figure, report: Report) -> str:
    """Who holds a figure: the speaker of its claim, through whom; the outlet where it speaks in its own voice."""
    claim = next((c for c in report.claims if c.id == figure.claim), None)
    if claim is None:
        return f"{outlet(report)}, in its own words"
    via = f" (via {', '.join(claim.via)})" if claim.via else ""
    return speaker(claim, report) + via


def day(value: str | None) -> str:
    """A day of an EDTF value as a reader writes it; other values as they are, None as a dash.

    >>> day("2025-08-09"), day("2025-08"), day(None)
    ('9 August 2025', 'August 2025', '–')
    """
    if not value:
        return "–"
    plain = value.rstrip("~?%").split("T")[0]
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain):
        when = date.fromisoformat(plain)
        return f"{when.day} {when:%B %Y}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", plain):
        return f"{date(int(plain[:4]), int(plain[5:]), 1):%B %Y}"
    return plain.replace("/", " to ").replace("..", "").strip()


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
