"""A report read for comparing: its article's words, names, numbers and days, and its records by id."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from bellwire.errors import KnowledgeError
from bellwire.knowledge import Language, language
from bellwire.model import Actor, Claim, Event, Figure, Place, Report, Span
from bellwire.model.edtf import days_of
from bellwire.model.words import ARTICLE_ROLES
from bellwire.relate.words import names, numbers, shingles, terms

_STOP = re.compile(r"\n|[.?!] |\.[”\"] ")
_FURNITURE = ARTICLE_ROLES - {"byline"}


@dataclass(frozen=True, eq=False)
class Reading:
    """A report with what comparing it needs, worked out when first asked for."""

    report: Report

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id

    def end(self, record: str) -> str:
        """A record's name in a relation: `REPORT#RECORD`."""
        return f"{self.report.id}#{record}"

    @cached_property
    def language(self) -> Language:
        """The tables of the report's language; English where there are none for it."""
        try:
            return language(self.report.document.language or "en")
        except KnowledgeError:
            return language("en")

    @cached_property
    def article(self) -> str:
        """The article's text without bylines, a block a line; the whole text where no block is labelled."""
        text, blocks = self.report.document.text, self.report.blocks
        if not blocks:
            return text
        return "\n".join(text[b.start : b.end] for b in blocks if b.role in _FURNITURE)

    @cached_property
    def terms(self) -> Counter[str]:
        """Stems of its words."""
        return terms(self.article, self.language)

    @cached_property
    def names(self) -> Counter[str]:
        """Words of its names."""
        return names(self.article)

    @cached_property
    def numbers(self) -> Counter[str]:
        """Its numbers."""
        return numbers(self.article)

    @cached_property
    def shingles(self) -> frozenset[int]:
        """Hashes of its runs of words."""
        return shingles(self.article)

    @cached_property
    def published(self) -> date | None:
        """The day on which it was published."""
        return days_of(self.report.document.published.value)[0]

    @cached_property
    def moment(self) -> datetime | None:
        """The moment at which it was published, where a time of day is given; one without a zone is read as UTC."""
        value = self.report.document.published.value or ""
        try:
            moment = datetime.fromisoformat(value) if "T" in value else None
        except ValueError:
            return None
        return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)

    @cached_property
    def actors(self) -> dict[str, Actor]:
        """Actors by id."""
        return {a.id: a for a in self.report.actors}

    @cached_property
    def places(self) -> dict[str, Place]:
        """Places by id."""
        return {p.id: p for p in self.report.places}

    @cached_property
    def memory(self) -> dict[tuple[str, str], Any]:
        """What others worked out of its records and keep with it, by what it is and the record's id."""
        return {}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """Claims by id."""
        return {c.id: c for c in self.report.claims}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Figures by id."""
        return {f.id: f for f in self.report.figures}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Events by id."""
        return {e.id: e for e in self.report.events}

    @cached_property
    def events_of_figures(self) -> dict[str, tuple[Event, ...]]:
        """The events that a figure belongs to, by the figure's id."""
        found: dict[str, tuple[Event, ...]] = {}
        for event in self.report.events:
            for figure in event.figures:
                found[figure] = (*found.get(figure, ()), event)
        return found

    @cached_property
    def lead(self) -> int:
        """Where its first paragraph ends: what stands before is what it has to tell."""
        return next((b.end for b in self.report.blocks if b.role == "paragraph"), 0)

    @cached_property
    def alike(self) -> Counter[tuple[str, str | None]]:
        """How many events it has of each type and mode."""
        return Counter((e.type, e.mode) for e in self.report.events)

    def quote(self, span: Span) -> str:
        """The characters of a span."""
        return self.report.document.text[span.start : span.end]

    def sentence_at(self, start: int, end: int) -> str:
        """The sentence around some characters: up to full stops or line ends on both sides."""
        text, (before, after) = self.report.document.text, self._stops
        first, last = bisect_right(after, start), bisect_left(before, end)
        return text[after[first - 1] if first else 0 : before[last] if last < len(before) else len(text)]

    @cached_property
    def _stops(self) -> tuple[list[int], list[int]]:
        """Where sentences end, and where what comes next begins."""
        stops = list(_STOP.finditer(self.report.document.text))
        return [stop.start() for stop in stops], [stop.end() for stop in stops]
