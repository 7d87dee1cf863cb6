"""Drafts of briefs in the workspace: nothing that was saved is lost, and everything can be taken back."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.brief.drafts import draft

from bellwire.brief.draft import LineChanged, noted, reworded
from bellwire.errors import InputError
from bellwire.workspace import Workspace
from bellwire.workspace.drafts import (
    MOST_VERSIONS,
    DraftChanged,
    change_draft,
    draft_version,
    find_draft,
    keep_draft,
    list_drafts,
    remove_draft,
    undo_draft,
)

NOW = "2024-05-10T09:00:00Z"


@pytest.fixture
def workspace(tmp_path: Path):
    made = Workspace.open(str(tmp_path / "desk.sqlite.desk"))
    yield made
    made.close()


def titled(workspace: Workspace, title: str, by: str = "ben"):
    return change_draft(workspace, "b-1", lambda d: replace(d, title=title), by=by, now=NOW, what=title)


def test_a_draft_is_there_after_the_desk_was_closed(tmp_path: Path) -> None:
    """A day's work must be there the next morning."""
    file = str(tmp_path / "desk.sqlite.desk")
    first = Workspace.open(file)
    keep_draft(first, draft())
    titled(first, "Gao, May")
    first.close()
    again = Workspace.open(file)
    kept = find_draft(again, "b-1")
    assert kept is not None and kept.title == "Gao, May" and list(kept.lines()) == list(draft().lines())
    assert [(e.title, e.version, e.changed_by) for e in list_drafts(again)] == [("Gao, May", 2, "ben")]
    again.close()


def test_changes_are_taken_back_one_by_one(workspace: Workspace) -> None:
    """Undo twice must go back two changes, not to and fro."""
    keep_draft(workspace, draft())
    for title in ("one", "two", "three"):
        titled(workspace, title)
    assert [undo_draft(workspace, "b-1", by="ana", now=NOW) for _ in range(2)] == ["three", "two"]
    assert find_draft(workspace, "b-1").title == "one"
    titled(workspace, "four")
    assert [undo_draft(workspace, "b-1", by="ana", now=NOW) for _ in range(3)] == ["four", "one", None]
    assert find_draft(workspace, "b-1").title == "Gao"


def test_undo_of_what_another_did_meanwhile_is_refused(workspace: Workspace) -> None:
    """Who undoes must see what it is that he undoes."""
    keep_draft(workspace, draft())
    titled(workspace, "mine", by="ana")
    titled(workspace, "Ben's", by="ben")
    with pytest.raises(DraftChanged, match="ben changed"):
        undo_draft(workspace, "b-1", by="ana", now=NOW, seen=2)
    assert find_draft(workspace, "b-1").title == "Ben's"


def test_people_who_save_at_once_lose_nothing(workspace: Workspace) -> None:
    """Eighty notes by eight people at once: eighty notes."""
    keep_draft(workspace, draft())

    def add(number: int) -> None:
        change_draft(
            workspace,
            "b-1",
            lambda d: noted(d, "h-1", f"note {number}", by=f"p{number % 8}", now=NOW),
            by=f"p{number % 8}",
            now=NOW,
        )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    kept = find_draft(workspace, "b-1")
    notes = [line.text for line in kept.lines() if line.kind == "note"]
    assert sorted(notes) == sorted(f"note {n}" for n in range(80)) and kept.version == 81
    assert len({line.id for line in kept.lines()}) == 85


def test_of_two_who_reword_one_sentence_the_second_is_told(workspace: Workspace) -> None:
    """The later save must not wipe out the earlier one unseen."""
    keep_draft(workspace, draft())

    def word(text: str) -> bool:
        try:
            change_draft(workspace, "b-1", lambda d: reworded(d, "s-1", text, by="x", seen=0), by="x", now=NOW)
        except LineChanged:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(word, ("A.", "B.", "C.", "D.")))
    assert sum(saved) == 1
    assert find_draft(workspace, "b-1").line("s-1").text == "ABCD"[saved.index(True)] + "."


def test_a_change_that_fails_leaves_the_draft_as_it_was(workspace: Workspace) -> None:
    """Half a change is none."""
    keep_draft(workspace, draft())
    with pytest.raises(InputError):
        change_draft(workspace, "b-1", lambda d: reworded(d, "s-1", "", by="x", seen=0), by="x", now=NOW)
    assert find_draft(workspace, "b-1").version == 1
    assert change_draft(workspace, "b-1", lambda d: d, by="x", now=NOW).version == 1


def test_a_removed_draft_can_be_put_back(workspace: Workspace) -> None:
    """A slip of the mouse must not cost a brief."""
    keep_draft(workspace, draft())
    remove_draft(workspace, "b-1")
    assert find_draft(workspace, "b-1") is None and list_drafts(workspace) == ()
    with pytest.raises(InputError, match="no brief b-1"):
        titled(workspace, "x")
    with pytest.raises(InputError, match="no brief b-1"):
        undo_draft(workspace, "b-1", by="x", now=NOW)
    remove_draft(workspace, "b-1", removed=False)
    assert find_draft(workspace, "b-1") is not None


def test_old_versions_are_let_go(workspace: Workspace) -> None:
    """A brief that is edited for years must not fill the disk; undo then ends where its versions do."""
    keep_draft(workspace, draft())
    for number in range(MOST_VERSIONS + 5):
        titled(workspace, f"title {number}")
    with workspace.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(draft_version)) == MOST_VERSIONS
    while undo_draft(workspace, "b-1", by="x", now=NOW):
        pass
    assert find_draft(workspace, "b-1") is not None
