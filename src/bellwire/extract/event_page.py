"""Where a reader of events stands on the page: records by sentence, the place of the story, and the date last told."""

import re

from bellwire.draft import Draft, Sentence
from bellwire.model import EventDate, Figure, Place, TimeRef


class Page:
    """Records of the draft by sentence, the place that the story is set in, and the date last told."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._dated: tuple[int, EventDate] | None = None
        self._opening: EventDate | None = None
        self._names = {p.id: p.name for p in draft.places}
        self._placed = _placed(draft)
        self.story = self._story_place()
        self._points = frozenset(p.id for p in draft.places if (p.precision or 9) <= 2)

    def is_point(self, place: str | None) -> bool:
        """Whether a place is a settlement or nearer, not a region that may hold another."""
        return place in self._points

    def name(self, place: str | None) -> str | None:
        """A place's name."""
        return self._names.get(place) if place else None

    def places_in(self, sentence: Sentence) -> list[Place]:
        """The places named in a sentence, without those that are only part of a body's name."""
        return [p for p in self._placed if sentence.start <= p.start < sentence.end]

    def times_in(self, sentence: Sentence) -> list[TimeRef]:
        """The times named in a sentence."""
        return [t for t in self.draft.times if sentence.start <= t.start < sentence.end]

    def figures_in(self, sentence: Sentence) -> list[Figure]:
        """The figures in a sentence."""
        return [f for f in self.draft.figures if sentence.start <= f.start < sentence.end]

    def date_of(self, sentence: Sentence) -> EventDate | None:
        """The date last told in the sentence's paragraph, else the one that the page opens with."""
        if self._dated is not None and self._dated[0] == sentence.paragraph.number:
            return self._dated[1]
        return self._opening

    def keep_date(self, sentence: Sentence, date: EventDate) -> None:
        """Remembers a date for the sentences that follow."""
        self._dated = (sentence.paragraph.number, date)
        if date.precision in _DAYS:
            self._opening = self._opening or date

    def _story_place(self) -> str | None:
        """Where the page's story is: the first place that it names, before that of a dateline."""
        near = [p for p in self._placed if (p.precision or 9) <= _REGION]
        for page in self.draft.paragraphs:
            if page.block.role in _TELLING:
                told_from = dateline_end(self.draft.text, page.start, page.end)
                own = [p for p in near if page.start <= p.start < page.end]
                behind = [p for p in own if p.start >= told_from]
                if own:
                    return (behind or own)[0].id
        return None


_DATELINE = re.compile(
    r"(?:[A-Z]{3}[A-Z'’ .-]*(?:, [A-Z][^\n]{0,40}?)? ?(?:\([^)\n]{2,40}\) ?)?"
    r"|[A-Z][^\n.!?]{2,50}\([^)\n]{2,40}\) ?)[-–—:]+ "
)
"""Where a report was written: "NAIROBI, Kenya - ", "Nairobi, 15 November (ANS) - "; its news was often elsewhere."""


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the first words after a paragraph's dateline begin; its start where it has none.

    >>> text = "SARN (ANS) - Gunmen attacked a market."
    >>> text[dateline_end(text, 0, len(text)):]
    'Gunmen attacked a market.'
    """
    match = _DATELINE.match(text, start, end)
    return match.end() if match else start


def _placed(draft: Draft) -> list[Place]:
    """The places of a draft but for those whose words are all a body's name: the Red Cross is nowhere."""
    names = [m for a in draft.actors if a.type in _BODIES for m in a.mentions]
    within = {i for m in names for i in (m.start, m.end - 1)}
    text = draft.text  # the US in "US-led" is no place
    return [
        p for p in draft.places if not (p.start in within and p.end - 1 in within) and text[p.end : p.end + 1] != "-"
    ]


_BODIES = frozenset(("ngo", "igo", "media", "company", "armed_group", "militia", "party"))
_REGION = 4
"""The coarsest precision of a place that a story can be set in: a first-order division."""
_TELLING = frozenset(("headline", "standfirst", "paragraph"))
_DAYS = frozenset(("time", "day", "days"))
"""Precisions of dates that may be the story's own; a year is told of the past."""
