"""Drafts of briefs as pages show them: each line with the chips of its evidence and what to warn of."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bellwire.brief.check import Warned
from bellwire.brief.draft import stands_with, warnings
from bellwire.store import Filter
from bellwire.web.query import params_of
from bellwire.web.words import shown_word
from bellwire.workspace.drafts import DraftLine, DraftRef, DraftSection, WorkspaceDraft

WIDTH = 95
"""Characters in a row of a sentence's field on a wide page: the field begins as high as its words need."""
VOCABULARIES = frozenset(("type", "status", "grade", "review"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The evidence that one source gives for a line: its number and outlet, and what was read there."""

    number: int
    outlet: str
    refs: tuple[DraftRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line; `mine` is wording that could not be saved, because another changed the line meanwhile."""

    line: DraftLine
    chips: tuple[Chip, ...]
    warned: tuple[Warned, ...] = ()
    mine: str | None = None

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self.mine if self.mine is not None else self.line.text

    @property
    def rows(self) -> int:
        """How high the field is."""
        return max(1, -(-len(self.text) // WIDTH))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines that stand together: the accounts of a point under its name, all others under none."""

    point: str
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section with its lines in groups."""

    section: DraftSection
    groups: tuple[Group, ...]


@dataclass(slots=True)
class _Numbers:
    """A draft's sources by their reports."""

    draft: WorkspaceDraft
    numbers: dict[str, tuple[int, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.numbers = {s.report: (s.number, s.outlet) for s in self.draft.sources}

    def chips(self, line: DraftLine) -> tuple[Chip, ...]:
        """The chips of a line, one a source, in the order of the sources."""
        found: dict[tuple[int, str], list[DraftRef]] = {}
        for ref in sorted(line.refs, key=lambda r: r.record or ""):
            found.setdefault(self.numbers.get(ref.report, (0, ref.report)), []).append(ref)
        return tuple(Chip(number=n, outlet=outlet, refs=tuple(refs)) for (n, outlet), refs in sorted(found.items()))

    def line(self, line: DraftLine, mine: str | None = None) -> ShownLine:
        """A line as it is shown."""
        return ShownLine(line=line, chips=self.chips(line), warned=warnings(line), mine=mine)


def line_of(draft: WorkspaceDraft, line: DraftLine, mine: str | None = None) -> ShownLine:
    """One line of a draft, as it is shown."""
    return _Numbers(draft).line(line, mine)


def sections_of(draft: WorkspaceDraft, unsaved: tuple[str, str] | None = None) -> tuple[ShownSection, ...]:
    """The sections of a draft; `unsaved` is a line's id with wording that could not be saved."""
    numbers = _Numbers(draft)
    id, mine = unsaved or ("", "")
    return tuple(
        ShownSection(section=s, groups=_groups([numbers.line(x, mine if x.id == id else None) for x in s.lines]))
        for s in draft.sections
    )


def _groups(lines: Sequence[ShownLine]) -> tuple[Group, ...]:
    """Lines that stand together, in the order in which the first of each comes; notes last."""
    found: dict[str, list[ShownLine]] = {}
    for shown in lines:
        found.setdefault(stands_with(shown.line), []).append(shown)
    notes = found.pop("note", None)
    groups = [*found.values(), *([notes] if notes else [])]
    return tuple(Group(point=_point(group), lines=tuple(group)) for group in groups)


def _point(lines: Sequence[ShownLine]) -> str:
    return lines[0].line.point if lines[0].line.kind == "account" else ""


def asked_of(wanted: Filter, gettext: Callable[[str], str]) -> tuple[str, ...]:
    """What a filter asks for, a condition each.

    >>> asked_of(Filter(types=("ASSAULT",), countries=("ML",)), str)
    ('Type: Attack', 'Country: ML')
    """
    return tuple(_condition(name, value, gettext) for name, value in params_of(wanted))


def _condition(name: str, value: str, gettext: Callable[[str], str]) -> str:
    said = gettext(shown_word(name, value)) if name in VOCABULARIES else value
    return f"{gettext(shown_word('parameter', name))}: {said}"


def file_name(title: str, form: str) -> str:
    """A name for the file that a brief is downloaded as: plain letters, whatever the title is.

    >>> file_name("Gao, 1–3 May 2024: “attacks”", "docx"), file_name("مالي", "md")
    ('gao-1-3-may-2024-attacks.docx', 'brief.md')
    """
    plain = unicodedata.normalize("NFKD", title.replace("–", "-")).encode("ascii", "ignore").decode().casefold()
    stem = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    return f"{stem or 'brief'}.{form}"
