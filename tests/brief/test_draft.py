"""Working on a draft: whatever is done to its words, its evidence stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.brief.drafts import draft

from bellwire.brief import markdown
from bellwire.brief.draft import (
    LineChanged,
    brief_of,
    cleaned,
    draft_of,
    edits_in_words,
    moved,
    noted,
    renamed,
    restored,
    reworded,
    warnings,
    with_hidden,
    without_note,
)
from bellwire.brief.form import Brief
from bellwire.errors import InputError
from bellwire.model.codec import decode, encode
from bellwire.workspace.drafts import DraftLine, WorkspaceDraft

IDS = ("s-1", "s-2", "s-3", "s-4", "s-5")
DEEDS = st.lists(
    st.tuples(st.sampled_from(["word", "restore", "hide", "show", "up", "down"]), st.sampled_from(IDS), st.text()),
    max_size=12,
)


def done(made: WorkspaceDraft, deed: str, id: str, text: str) -> WorkspaceDraft:
    seen = made.line(id).version
    match deed:
        case "word":
            return reworded(made, id, text, by="ben", seen=seen)
        case "restore":
            return restored(made, id, seen=seen)
        case "hide" | "show":
            return with_hidden(made, id, deed == "hide", seen=seen)
    return moved(made, id, -1 if deed == "up" else 1, seen=seen)


@given(DEEDS)
def test_no_deed_loses_evidence_or_a_line(deeds: list[tuple[str, str, str]]) -> None:
    """A sentence that lost its references is a sentence of ours."""
    first = made = draft()
    for deed in deeds:
        try:
            made = done(made, *deed)
        except InputError:
            continue
    assert {line.id: (line.refs, line.original) for line in made.lines()} == {
        line.id: (line.refs, line.original) for line in first.lines()
    }
    brief = brief_of(made)
    assert all(s.refs for s in brief.sentences()) and all(a.refs for a in brief.accounts())
    assert decode(encode(made), WorkspaceDraft) == made


def test_a_sentence_without_evidence_cannot_be_made() -> None:
    """The form itself refuses it."""
    with pytest.raises(ValueError, match="without evidence"):
        DraftLine(id="s", text="Twelve died.", original="Twelve died.")


def test_what_another_changed_meanwhile_is_not_overwritten() -> None:
    """Two people at one brief must not lose each other's work."""
    made = reworded(draft(), "s-1", "Residents say that at least 12 died.", by="ben", seen=0)
    with pytest.raises(LineChanged) as told:
        reworded(made, "s-1", "Mine.", by="ana", seen=0)
    assert told.value.line.text == "Residents say that at least 12 died."
    assert reworded(made, "s-2", "Mine.", by="ana", seen=0).line("s-2").text == "Mine."


def test_the_original_comes_back() -> None:
    """An edit that went wrong costs nothing."""
    made = reworded(draft(), "s-1", "Some 99 died.", by="ben", seen=0)
    line = made.line("s-1")
    assert line.edited and line.edited_by == "ben" and [w.kind for w in warnings(line)] == ["number", "holder"]
    back = restored(made, "s-1", seen=line.version).line("s-1")
    assert back.text == back.original and back.edited_by is None and warnings(back) == ()
    typed = reworded(made, "s-1", line.original, by="ben", seen=line.version).line("s-1")
    assert not typed.edited and typed.edited_by is None


def test_lines_move_among_those_they_stand_with() -> None:
    """An account that moved to another point would be of another thing."""
    made = moved(draft(), "s-3", -1, seen=0)
    assert [line.id for line in made.sections[0].lines] == ["s-1", "s-3", "s-2"]
    assert moved(draft(), "s-1", -1, seen=0).sections == draft().sections
    made = moved(draft(), "s-5", -9, seen=0)
    assert [line.id for line in made.sections[1].lines] == ["s-5", "s-4"]


def test_what_is_hidden_is_not_in_the_brief_but_counted() -> None:
    """A reader must see that lines were left out and words changed."""
    made = with_hidden(draft(), "s-2", True, seen=0)
    made = reworded(made, "s-1", "Some 99 died.", by="ben", seen=0)
    made = noted(made, "h-1", "We think that more will follow.", by="ben", now="2024-05-10T09:00:00Z")
    text = markdown(brief_of(made))
    assert "denies" not in text and "not in its evidence: Some 99" in text
    assert edits_in_words(made) == "Analysts reworded 1 sentence, left out 1 line, added 1 note of their own."
    assert edits_in_words(made) in text


def test_a_note_is_marked_as_the_analysts_own() -> None:
    """Nobody must take an analyst's thought for what a source said."""
    made = noted(draft(), "h-1", "We think that more will follow.", by="ben", now="2024-05-10T09:00:00Z")
    assert "*Note by ben, not from the reports:* We think that more will follow." in markdown(brief_of(made))
    note = made.sections[0].lines[-1]
    assert list(without_note(made, note.id, seen=note.version).lines()) == list(draft().lines())
    with pytest.raises(InputError, match="only a note"):
        without_note(made, "s-1", seen=0)


def test_quoted_accounts_are_not_reworded() -> None:
    """The words of a holder are his."""
    with pytest.raises(InputError, match="holder's words"):
        reworded(draft(), "s-4", "“20 people”", by="ana", seen=0)


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 4001, "a\x00b", "a\ud800"])
def test_words_that_are_none_are_refused(text: str) -> None:
    """An empty sentence with references would look like one that was lost."""
    with pytest.raises(InputError):
        reworded(draft(), "s-1", text, by="ana", seen=0)
    with pytest.raises(InputError):
        noted(draft(), "h-1", text, by="ana", now="2024-05-10T09:00:00Z")
    with pytest.raises(InputError):
        renamed(draft(), text)


def test_lines_that_are_not_there_are_said_to_be_gone() -> None:
    """A form from an old page must not fail in silence."""
    with pytest.raises(InputError, match="no such sentence"):
        with_hidden(draft(), "s-9", True, seen=0)
    with pytest.raises(InputError, match="no such section"):
        noted(draft(), "h-9", "A thought.", by="ana", now="2024-05-10T09:00:00Z")


def test_a_draft_goes_out_without_what_is_hidden_or_withheld() -> None:
    """A name that is redacted after the brief was written must not go out with it, nor what may not be told."""
    made = reworded(draft(title="Sidibe"), "s-1", "At least 12, Sidibe among them, residents said.", by="b", seen=0)

    def clean(text: str) -> str:
        return text.replace("Sidibe", "[name withheld]")

    out = cleaned(made, clean, lambda line: None if line.id == "s-2" else clean)
    assert "Sidibe" not in repr(out) and out.title == "[name withheld]"
    assert [line.id for line in out.lines()] == ["s-1", "s-3", "s-4", "s-5"]
    assert all(line.refs for line in out.lines())


def test_a_brief_becomes_a_draft_and_comes_back(written) -> None:
    """What is on the page is what was written: nothing more, nothing less."""
    brief: Brief = written(countries=("ML",))
    made = draft_of(brief, id="b-1", now="2024-05-10T08:00:00Z", by="ana", filter=[("country", "ML")])
    back = brief_of(made)
    assert len({line.id for line in made.lines()}) == len(list(made.lines()))
    assert [(s.text, s.refs) for s in back.sentences()] == [(s.text, s.refs) for s in brief.sentences()]
    assert list(back.accounts()) == list(brief.accounts())
    assert back.sources == brief.sources and back.parts[0].method == brief.parts[0].method
