"""Drafts for tests: three sentences, two accounts, all with evidence."""

from bellwire.workspace.drafts import DraftLine, DraftRef, DraftSection, DraftSource, WorkspaceDraft


def ref(report: str, record: str = "f-1", words: str = "At least 12 people") -> DraftRef:
    return DraftRef(report=report, record=record, words=words)


def sentence(id: str, text: str, *refs: DraftRef, **more) -> DraftLine:
    return DraftLine(id=id, text=text, original=text, refs=refs or (ref("r1"),), **more)


def draft(**more) -> WorkspaceDraft:
    account = {"kind": "account", "point": "people killed", "about": "i-1:killed", "when": "2 May 2024"}
    sections = (
        DraftSection(
            id="h-1",
            kind="in_short",
            head="In short",
            lines=(
                sentence("s-1", "At least 12 people were killed in Gao, residents said.", holders=("residents",)),
                sentence("s-2", "The army denies it.", ref("r2", "c-1", "denied")),
                sentence("s-3", "3,000 fled.", ref("r2", "f-3", "3,000")),
            ),
        ),
        DraftSection(
            id="h-2",
            kind="contested",
            head="Contested",
            lines=(
                sentence("s-4", "“At least 12 people”", holder="residents", **account),
                sentence("s-5", "“17 people”", ref("r2", "f-2", "17 people"), holder="the army", **account),
            ),
        ),
    )
    sources = (
        DraftSource(number=1, report="r1", outlet="Gao Post", title="Market shelled", when="2 May 2024"),
        DraftSource(number=2, report="r2", outlet="River Radio", title="Toll rises", when="3 May 2024"),
    )
    given = {"id": "b-1", "title": "Gao", "made_at": "2024-05-10T08:00:00Z", "by": "ana", "method": "Two reports read."}
    return WorkspaceDraft(**(given | {"sections": sections, "sources": sources} | more))
