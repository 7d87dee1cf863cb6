"""A brief as a draft that is worked on, and back: pure functions from one draft to the next.

A line's evidence goes with it whatever is done to its words. What a person saw is given by the line's version: where
another changed the line since, nothing is done and LineChanged says what it is now.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from bellwire.brief.check import Warned, check, unfounded
from bellwire.brief.form import Account, Brief, Contested, Note, Part, Ref, Section, SectionKind, Sentence, Source
from bellwire.brief.words import folded
from bellwire.errors import InputError
from bellwire.model import content_id
from bellwire.workspace.drafts import (
    DraftChanged,
    DraftLine,
    DraftRef,
    DraftSection,
    DraftSource,
    WorkspaceDraft,
)

LONGEST = 4000
"""Characters of a sentence, a note or a title: a page of text."""
Lines = tuple[DraftLine, ...]
Clean = Callable[[str], str]
"""Makes a text as it may go out."""


class LineChanged(DraftChanged):
    """Somebody else changed the line since it was shown; `line` is what it is now."""

    def __init__(self, line: DraftLine) -> None:
        super().__init__("this sentence was changed meanwhile; your wording is kept below: compare, and save again")
        self.line = line


# ---------------------------------------------------------------- from a brief


def draft_of(
    brief: Brief,
    *,
    id: str,
    now: str,
    by: str,
    filter: Sequence[tuple[str, str]] = (),
    as_known_on: str | None = None,
    title: str | None = None,
) -> WorkspaceDraft:
    """The draft that a brief begins as."""
    part = brief.parts[0] if brief.parts else Part(title="", sections=(), method="")
    seen: Counter[str] = Counter()
    return WorkspaceDraft(
        id=id,
        title=(title or "").strip() or brief.title,
        filter=tuple(filter),
        as_known_on=as_known_on,
        made_at=now,
        by=by,
        sections=tuple(_section(section, seen) for part in brief.parts for section in part.sections),
        sources=tuple(_source(source) for source in brief.sources),
        method=part.method,
        counts=dict(part.counts),
    )


def _section(section: Section, seen: Counter[str]) -> DraftSection:
    id = content_id("h", section.kind, section.head)
    lines = [*(_sentence(s, id) for s in section.sentences), *_accounts(section.contested, id)]
    return DraftSection(
        id=id, kind=section.kind, head=section.head, lines=tuple(_with_own_id(line, seen) for line in lines)
    )


def _with_own_id(line: DraftLine, seen: Counter[str]) -> DraftLine:
    """The line with an id that no line before has."""
    seen[line.id] += 1
    return line if seen[line.id] == 1 else replace(line, id=f"{line.id}-{seen[line.id]}")


def _sentence(s: Sentence, section: str) -> DraftLine:
    return DraftLine(
        id=content_id("s", section, s.about or s.text),
        text=s.text,
        original=s.text,
        refs=_refs(s.refs),
        about=s.about,
        holders=s.holders,
    )


def _accounts(points: Sequence[Contested], section: str) -> Iterator[DraftLine]:
    for point in points:
        for a in point.accounts:
            yield DraftLine(
                id=content_id("s", section, point.about or point.what, a.holder, a.words),
                kind="account",
                text=a.words,
                original=a.words,
                refs=_refs(a.refs),
                about=point.about,
                point=point.what,
                holder=a.holder,
                when=a.when,
            )


def _refs(refs: Sequence[Ref]) -> tuple[DraftRef, ...]:
    return tuple(DraftRef(report=r.report, record=r.record, words=r.words, around=r.around) for r in refs)


def _source(s: Source) -> DraftSource:
    return DraftSource(
        number=s.number, report=s.report, outlet=s.outlet, title=s.title, when=s.when, url=s.url, copy_of=s.copy_of
    )


# ---------------------------------------------------------------- back to a brief


def brief_of(draft: WorkspaceDraft) -> Brief:
    """The brief that a draft comes to: what is not hidden, with what its analysts changed told in the method note."""
    numbers = {s.report: s.number for s in draft.sources}
    shown = [_shown(section, numbers) for section in draft.sections]
    part = Part(
        title="",
        sections=tuple(s for s in shown if s.sentences or s.contested or s.notes),
        method=f"{draft.method} {edits_in_words(draft)}".strip(),
        counts=draft.counts,
    )
    sources = tuple(
        Source(
            number=s.number,
            report=s.report,
            outlet=s.outlet,
            title=s.title,
            when=s.when,
            url=s.url,
            copy_of=s.copy_of,
        )
        for s in draft.sources
    )
    return Brief(title=draft.title, parts=(part,), sources=sources, made_at=draft.made_at, by=draft.by)


def _shown(section: DraftSection, numbers: dict[str, int]) -> Section:
    lines = [line for line in section.lines if not line.hidden]
    points: dict[str, list[DraftLine]] = {}
    for line in lines:
        if line.kind == "account":
            points.setdefault(stands_with(line), []).append(line)
    return Section(
        kind=cast(SectionKind, section.kind),
        head=section.head,
        sentences=tuple(_as_sentence(line, numbers) for line in lines if line.kind == "sentence"),
        contested=tuple(
            Contested(
                what=rows[0].point,
                about=rows[0].about,
                accounts=tuple(
                    Account(holder=r.holder, words=r.text, when=r.when, refs=_back(r, numbers)) for r in rows
                ),
            )
            for rows in points.values()
        ),
        notes=tuple(Note(text=line.text, by=line.edited_by or "the analyst") for line in lines if line.kind == "note"),
    )


def _as_sentence(line: DraftLine, numbers: dict[str, int]) -> Sentence:
    return Sentence(
        text=line.text,
        refs=_back(line, numbers),
        about=line.about,
        holders=line.holders,
        edited_by=line.edited_by if line.edited else None,
        unfounded=unfounded(warnings(line)),
    )


def _back(line: DraftLine, numbers: dict[str, int]) -> tuple[Ref, ...]:
    refs = (
        Ref(source=numbers[r.report], report=r.report, record=r.record, words=r.words, around=r.around)
        for r in line.refs
    )
    return tuple(sorted(refs, key=lambda r: (r.source, r.record or "")))


def cleaned(draft: WorkspaceDraft, clean: Clean, of_line: Callable[[DraftLine], Clean | None]) -> WorkspaceDraft:
    """The draft as it may go out: `clean` makes all texts, and for each line `of_line` gives what makes its own.

    A line for which it gives None is left out.
    """
    sections = (
        replace(
            section,
            head=clean(section.head),
            lines=tuple(_cleaned(line, own) for line in section.lines if (own := of_line(line)) is not None),
        )
        for section in draft.sections
    )
    return replace(
        draft,
        title=clean(draft.title),
        method=clean(draft.method),
        sections=tuple(sections),
        sources=tuple(replace(s, title=clean(s.title), outlet=clean(s.outlet)) for s in draft.sources),
    )


def _cleaned(line: DraftLine, clean: Clean) -> DraftLine:
    return replace(
        line,
        text=clean(line.text),
        original=clean(line.original),
        point=clean(line.point),
        holder=clean(line.holder) if line.holder else line.holder,
        holders=tuple(map(clean, line.holders)),
        refs=tuple(replace(r, words=clean(r.words), around=clean(r.around)) for r in line.refs),
    )


def edits_in_words(draft: WorkspaceDraft) -> str:
    """What people changed, for the method note; empty where they changed nothing.

    >>> from bellwire.workspace.drafts import DraftLine, DraftRef, DraftSection, WorkspaceDraft
    >>> line = DraftLine(id="s-1", text="12 died.", original="12 killed.", refs=(DraftRef(report="r1"),))
    >>> section = DraftSection(id="h", kind="in_short", head="In short", lines=(line,))
    >>> edits_in_words(WorkspaceDraft(id="b", title="Gao", made_at="2024-05-02", by="ana", sections=(section,)))
    'Analysts reworded 1 sentence.'
    """
    lines = list(draft.lines())
    counts = (
        ("reworded", sum(line.edited and not line.hidden for line in lines), "sentence"),
        ("left out", sum(line.hidden and line.kind != "note" for line in lines), "line"),
        ("added", sum(line.kind == "note" and not line.hidden for line in lines), "note of their own"),
    )
    told = [f"{verb} {n} {what if n == 1 else _plural(what)}" for verb, n, what in counts if n]
    return f"Analysts {', '.join(told)}." if told else ""


def _plural(what: str) -> str:
    first, space, rest = what.partition(" ")
    return f"{first}s{space}{rest}"


def warnings(line: DraftLine) -> tuple[Warned, ...]:
    """What to warn of in a sentence that was edited."""
    if line.kind != "sentence":
        return ()
    evidence = [words for r in line.refs for words in (r.words, r.around) if words]
    return check(line.text, line.original, evidence, line.holders)


# ---------------------------------------------------------------- what is done to a line


def reworded(draft: WorkspaceDraft, id: str, text: str, *, by: str, seen: int) -> WorkspaceDraft:
    """The draft with a sentence, or a note, in other words; an account is quoted, and stays as it is.

    Raises InputError for no words, or too many, LineChanged where another changed it since version `seen`.
    """
    words = _worded(text)
    line = _seen(draft, id, seen)
    if line.kind == "account":
        raise InputError("an account is in its holder's words; hide it, or tell of it in a sentence")
    if words == line.text:
        return draft
    back = line.kind == "sentence" and words == line.original
    return _with(draft, replace(line, text=words, edited_by=None if back else by))


def _worded(text: str) -> str:
    words = folded(text)
    if not words:
        raise InputError("a sentence needs words; to leave it out, hide it")
    if len(words) > LONGEST:
        raise InputError(f"{len(words):,} characters are more than a sentence; at most {LONGEST:,} are kept")
    if any("\ud800" <= c <= "\udfff" or (c < " ") for c in words):
        raise InputError("there is a character in it that is no text")
    return words


def restored(draft: WorkspaceDraft, id: str, *, seen: int) -> WorkspaceDraft:
    """The draft with a sentence as it was written from the record."""
    line = _seen(draft, id, seen)
    return _with(draft, replace(line, text=line.original, edited_by=None)) if line.edited else draft


def with_hidden(draft: WorkspaceDraft, id: str, hidden: bool, *, seen: int) -> WorkspaceDraft:
    """The draft with a line left out, or told again."""
    line = _seen(draft, id, seen)
    return _with(draft, replace(line, hidden=hidden)) if line.hidden != hidden else draft


def moved(draft: WorkspaceDraft, id: str, by: int, *, seen: int) -> WorkspaceDraft:
    """The draft with a line some places further down (up where below 0) among those it stands with; it stops there.

    Sentences stand with sentences, accounts with those of their point, notes with notes.
    """
    line = _seen(draft, id, seen)
    for section in draft.sections:
        if line in section.lines:
            return _in_section(draft, section.id, lambda lines: _moved(lines, line, by, draft.version + 1))
    return draft


def _moved(lines: Lines, line: DraftLine, by: int, version: int) -> Lines:
    mine = [n for n, other in enumerate(lines) if stands_with(other) == stands_with(line)]
    at = mine.index(lines.index(line))
    to = min(max(at + by, 0), len(mine) - 1)
    if to == at:
        return lines
    order = [lines[n] for n in mine]
    order.insert(to, replace(order.pop(at), version=version))
    put = dict(zip(mine, order, strict=True))
    return tuple(put.get(n, other) for n, other in enumerate(lines))


def stands_with(line: DraftLine) -> str:
    """What the lines that stand together share: the point of an account, else what kind of line they are."""
    return f"account:{line.about or line.point}" if line.kind == "account" else line.kind


def noted(draft: WorkspaceDraft, section: str, text: str, *, by: str, now: str) -> WorkspaceDraft:
    """The draft with a note at the end of a section: the analyst's own words."""
    if all(s.id != section for s in draft.sections):
        raise InputError("the brief has no such section any longer; load the page again")
    words = _worded(text)
    note = DraftLine(
        id=content_id("n", section, words, by, now, draft.version),
        kind="note",
        text=words,
        edited_by=by,
        version=draft.version + 1,
    )
    return _in_section(draft, section, lambda lines: (*lines, note))


def without_note(draft: WorkspaceDraft, id: str, *, seen: int) -> WorkspaceDraft:
    """The draft without a note; a line that rests on the record can only be hidden."""
    line = _seen(draft, id, seen)
    if line.kind != "note":
        raise InputError("only a note can be removed; a sentence can be hidden")
    sections = (replace(s, lines=tuple(x for x in s.lines if x.id != id)) for s in draft.sections)
    return replace(draft, sections=tuple(sections))


def renamed(draft: WorkspaceDraft, title: str) -> WorkspaceDraft:
    """The draft with another title."""
    return replace(draft, title=_worded(title))


def _seen(draft: WorkspaceDraft, id: str, seen: int) -> DraftLine:
    line = draft.line(id)
    if line.version != seen:
        raise LineChanged(line)
    return line


def _with(draft: WorkspaceDraft, line: DraftLine) -> WorkspaceDraft:
    """The draft with a line in the place of the one of that id."""
    changed = replace(line, version=draft.version + 1)
    sections = (replace(s, lines=tuple(changed if x.id == line.id else x for x in s.lines)) for s in draft.sections)
    return replace(draft, sections=tuple(sections))


def _in_section(draft: WorkspaceDraft, id: str, change: Callable[[Lines], Lines]) -> WorkspaceDraft:
    sections = (replace(s, lines=change(s.lines)) if s.id == id else s for s in draft.sections)
    return replace(draft, sections=tuple(sections))
