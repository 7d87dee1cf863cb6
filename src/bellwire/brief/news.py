"""What a draft has become in the light of the record as it is now: what changed, what is gone, what is new since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from bellwire.workspace.drafts import DraftLine, DraftSection, DraftSource, WorkspaceDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A line whose evidence, or whose wording from the record, is another now."""

    line: DraftLine
    now: DraftLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A line that the record bears no more, and why."""

    line: DraftLine
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A line that the record gives now, and the section that it belongs to."""

    section: DraftSection
    line: DraftLine


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is new since a draft was written; `fresh` is what would be written now."""

    changed: tuple[Changed, ...]
    gone: tuple[Gone, ...]
    added: tuple[Added, ...]
    fresh: WorkspaceDraft

    @property
    def any(self) -> bool:
        """Whether there is anything."""
        return bool(self.changed or self.gone or self.added)

    def ids(self) -> tuple[str, ...]:
        """The ids of all lines that it is about."""
        return tuple(x.line.id for group in (self.changed, self.gone, self.added) for x in group)


def news_of(draft: WorkspaceDraft, fresh: WorkspaceDraft, reasons: Mapping[str, str] | None = None) -> News:
    """What is new since a draft was written, given what would be written now.

    `reasons` say what became of a record (`REPORT#RECORD`), a report or an incident that is no more.
    """
    before = {line.id: line for line in draft.lines()}
    now = {line.id: line for line in fresh.lines()}
    changed = [Changed(line=line, now=now[id]) for id, line in before.items() if id in now and _differ(line, now[id])]
    gone = [
        Gone(line=line, why=_why(line, reasons or {}))
        for id, line in before.items()
        if id not in now and line.kind != "note" and line.gone is None
    ]
    added = [
        Added(section=section, line=line)
        for section in fresh.sections
        for line in section.lines
        if line.id not in before
    ]
    return News(changed=tuple(changed), gone=tuple(gone), added=tuple(added), fresh=fresh)


def _differ(line: DraftLine, now: DraftLine) -> bool:
    return line.original != now.original or set(line.refs) != set(now.refs) or line.gone is not None


def _why(line: DraftLine, reasons: Mapping[str, str]) -> str:
    ends = [f"{r.report}#{r.record}" if r.record else r.report for r in line.refs]
    about = line.about.partition(":")[0]
    told = (reasons.get(key) for key in (*ends, about, *(r.report for r in line.refs)))
    return "; ".join(dict.fromkeys(filter(None, told))) or "the record does not give it in these words any more"


def taken(draft: WorkspaceDraft, news: News, ids: Collection[str], *, now: str) -> WorkspaceDraft:
    """The draft with the news of some lines taken in.

    A line that changed gets its evidence and wording anew; the wording of an analyst stays. One that is gone is
    hidden and says why, and keeps the evidence that it had. One that is new comes at the end of its section.
    """
    wanted, version = set(ids), draft.version + 1
    changed = {c.line.id: _renewed(c, version) for c in news.changed if c.line.id in wanted}
    gone = {g.line.id: replace(g.line, gone=g.why, hidden=True, version=version) for g in news.gone}
    put = changed | {id: line for id, line in gone.items() if id in wanted}
    sections = [replace(s, lines=tuple(put.get(line.id, line) for line in s.lines)) for s in draft.sections]
    for each in news.added:
        if each.line.id in wanted:
            _add(sections, each.section, replace(each.line, version=version))
    sources = _sources(draft, news.fresh)
    made = replace(draft, sections=tuple(sections), sources=sources)
    if wanted >= set(news.ids()):
        made = replace(made, made_at=now, method=news.fresh.method, counts=news.fresh.counts, as_known_on=None)
    return made


def _renewed(changed: Changed, version: int) -> DraftLine:
    line, now = changed.line, changed.now
    text = line.text if line.edited else now.text
    edited_by = line.edited_by if text != now.original else None
    return replace(now, text=text, edited_by=edited_by, hidden=line.hidden and line.gone is None, version=version)


def _add(sections: list[DraftSection], wanted: DraftSection, line: DraftLine) -> None:
    """Puts a line at the end of its section, which is made where there is none yet: after the last of its kind."""
    for number, section in enumerate(sections):
        if section.id == wanted.id:
            sections[number] = replace(section, lines=(*section.lines, line))
            return
    same = [n for n, section in enumerate(sections) if section.kind == wanted.kind]
    at = same[-1] + 1 if same else len(sections)
    sections.insert(at, replace(wanted, lines=(line,)))


def _sources(draft: WorkspaceDraft, fresh: WorkspaceDraft) -> tuple[DraftSource, ...]:
    """The draft's sources with their numbers, and after them those that are new."""
    numbers = {s.report: s.number for s in draft.sources}
    last = max(numbers.values(), default=0)
    new = [s for s in fresh.sources if s.report not in numbers]
    numbers |= {s.report: last + n for n, s in enumerate(new, 1)}
    of_fresh = {s.number: s.report for s in fresh.sources}

    def copied(s: DraftSource) -> int | None:
        return numbers.get(of_fresh.get(s.copy_of, "")) if s.copy_of is not None else None

    return (*draft.sources, *(replace(s, number=numbers[s.report], copy_of=copied(s)) for s in new))
