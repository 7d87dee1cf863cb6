"""The reports of a story laid out for writing: numbered, copies folded, records that belong together in groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bellwire.brief.form import Ref
from bellwire.brief.words import UNNAMED, folded, holder, quote
from bellwire.model import Claim, Event, Figure, Relation, Report
from bellwire.model.words import ARTICLE_ROLES

WIDEST = 240
"""Characters on each side of a record's words that its line is cut to."""


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    """The line that characters stand in, cut at a word where it is long."""
    begin, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = last if last >= 0 else len(text)
    if start - begin > WIDEST:
        begin = text.rfind(" ", begin, start - WIDEST) + 1 or start - WIDEST
    if last - end > WIDEST:
        cut = text.find(" ", end + WIDEST, last)
        last = cut if cut >= 0 else last
    return begin, last


@dataclass(frozen=True)
class Scene:
    """The reports of a story with the relations between them. `numbers` are the reports' numbers as sources.

    `holders` are who holds figures, by their ends, where that was found out when the report was related;
    `originals` are the reports that copies copy.
    """

    reports: Sequence[Report]
    relations: Sequence[Relation]
    numbers: dict[str, int]
    holders: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """The reports by their ids."""
        return {report.id: report for report in self.reports}

    @cached_property
    def _records(self) -> dict[str, Any]:
        layers = ("events", "claims", "figures")
        return {f"{r.id}#{record.id}": record for r in self.reports for layer in layers for record in getattr(r, layer)}

    def report_of(self, end: str) -> Report:
        """The report of a relation's end."""
        return self.by_id[end.rpartition("#")[0] or end]

    def record_of(self, end: str) -> Any:
        """The record of a relation's end."""
        return self._records[end]

    def has(self, end: str) -> bool:
        """Whether the record of an end is here: it may have been rejected since, or read anew."""
        return end in self._records

    def ref(self, end: str) -> Ref:
        """A reference to a relation's end."""
        report, record = self.report_of(end), self.record_of(end)
        words, around = self.words_of(end), self.around(end)
        return Ref(
            source=self.numbers[report.id],
            report=report.id,
            record=record.id,
            words=words,
            around=around if around != words else "",
        )

    def refs(self, ends: Iterable[str]) -> tuple[Ref, ...]:
        """References, each once, in the order of the sources."""
        return tuple(sorted((self.ref(end) for end in dict.fromkeys(ends)), key=lambda r: (r.source, r.record or "")))

    def words_of(self, end: str) -> str:
        """The words that a record was read from."""
        report, record = self.report_of(end), self.record_of(end)
        match record:
            case Event():
                return self.sentence(end)
            case Claim():
                return " … ".join(quote(report, span) for span in record.content)
        return quote(report, record)

    def around(self, end: str) -> str:
        """The sentence that a figure or a claim's first words stand in; its block's line where none was marked."""
        report, record = self.report_of(end), self.record_of(end)
        first = record.content[0] if isinstance(record, Claim) else record
        if isinstance(record, Event):
            return self.sentence(end)
        spans = [e.sentence for e in report.events if e.sentence.start <= first.start and first.end <= e.sentence.end]
        text = report.document.text
        begin, end_ = (spans[0].start, spans[0].end) if spans else _line(text, first.start, first.end)
        return folded(text[begin:end_])

    def related(self, *kinds: str) -> list[Relation]:
        """The relations of some kinds whose ends are both here."""
        here = set(self._records) | set(self.by_id)
        return [r for r in self.relations if r.relation in kinds and r.left in here and r.right in here]

    @cached_property
    def copies(self) -> dict[str, str]:
        """Each copy with the report that it copies, as the record has it, where both are here."""
        here = self.by_id
        return {copy: original for copy, original in self.originals.items() if copy in here and original in here}

    def ends(self, layer: str) -> list[str]:
        """All records of a layer, as ends."""
        return [f"{r.id}#{record.id}" for r in self.reports for record in getattr(r, layer)]

    def original(self, group: Sequence[str]) -> list[str]:
        """The members of a group that are in no copy; all where each is."""
        kept = [end for end in group if self.report_of(end).id not in self.copies]
        return kept or list(group)

    def fullest(self, group: Sequence[str]) -> str:
        """The event of a group that is told at most length, in a report that is no copy."""

        def weight(end: str) -> tuple[float, int]:
            event: Event = self.record_of(end)
            in_body = self.role_at(end) == "paragraph"
            return in_body, event.sentence.end - event.sentence.start

        return max(self.original(group), key=weight)

    def role_at(self, end: str) -> str:
        """The role of the block that an event's sentence stands in."""
        report, event = self.report_of(end), self.record_of(end)
        inside = (b.role for b in report.blocks if b.start <= event.sentence.start < b.end)
        return next(inside, "paragraph")

    def sentence(self, end: str) -> str:
        """The sentence that tells an event, as it stands in the report."""
        event: Event = self.record_of(end)
        return folded(event.sentence.quote(self.report_of(end).document.text))

    def figure(self, end: str) -> Figure:
        """The figure of an end."""
        found: Figure = self.record_of(end)
        return found

    def claim(self, end: str) -> Claim:
        """The claim of an end."""
        found: Claim = self.record_of(end)
        return found

    def holder(self, end: str) -> str:
        """Who holds a figure: the speaker in the text's words, else as found out; the outlet in its own voice."""
        said = holder(self.figure(end), self.report_of(end))
        return self.holders.get(end, said) if said.startswith(UNNAMED) else said

    @staticmethod
    def lead(report: Report) -> int:
        """Where a report's lead ends: with its first paragraph."""
        return next((b.end for b in report.blocks if b.role == "paragraph"), 0)

    def set_aside(self) -> int:
        """Blocks of the pages that no record was read from."""
        return sum(b.role not in ARTICLE_ROLES for r in self.reports for b in r.blocks)
