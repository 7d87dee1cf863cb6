"""Where a reader of events stands on the page: records by sentence, and the place and date last told."""

from bellwire.draft import Draft, Sentence
from bellwire.model import EventDate, Figure, Place, TimeRef


class Page:
    """Records of the draft by sentence, and the place that paragraphs are about."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.carried: str | None = None
        self._dated: tuple[int, EventDate] | None = None
        self._opening: EventDate | None = None
        self._names = {p.id: p.name for p in draft.places}
        self._points = frozenset(p.id for p in draft.places if (p.precision or 9) <= 2)

    def is_point(self, place: str | None) -> bool:
        """Whether a place is a settlement or nearer, not a region that may hold another."""
        return place in self._points

    def name(self, place: str | None) -> str | None:
        """A place's name."""
        return self._names.get(place) if place else None

    def places_in(self, sentence: Sentence) -> list[Place]:
        """The places named in a sentence."""
        return [p for p in self.draft.places if sentence.start <= p.start < sentence.end]

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
        self._opening = self._opening or date

    def carry(self, sentence: Sentence) -> None:
        """Remembers the place that a sentence names last."""
        places = [p for p in self.places_in(sentence) if (p.precision or 9) <= 4]
        if places:
            self.carried = places[-1].id
