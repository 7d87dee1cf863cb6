"""What is new since a brief was written."""

from dataclasses import replace

from tests.brief.drafts import draft, ref, sentence

from bellwire.brief.draft import brief_of, reworded, with_hidden
from bellwire.brief.news import news_of, taken
from bellwire.workspace.drafts import DraftSection, DraftSource, WorkspaceDraft

NOW = "2024-05-20T08:00:00Z"


def fresh() -> WorkspaceDraft:
    """What the record gives ten days later: another toll, one sentence gone, one new, from a new source."""
    made = draft(method="Three reports read.", counts={"reports": 3})
    first = made.sections[0]
    lines = (
        replace(first.lines[0], text="15 people were killed in Gao.", original="15 people were killed in Gao."),
        first.lines[2],
        sentence("s-6", "Talks are planned.", ref("r3", "e-9", "talks are planned")),
    )
    new = DraftSection(id="h-3", kind="place", head="Kidal", lines=(sentence("s-7", "Shots in Kidal.", ref("r3")),))
    late = DraftSource(number=1, report="r3", outlet="Sahel Wire", title="Talks", when="19 May 2024")
    sources = (late, *(replace(s, number=s.number + 1) for s in made.sources))
    return replace(made, sections=(replace(first, lines=lines), made.sections[1], new), sources=sources)


def test_each_line_is_told_by_what_became_of_it() -> None:
    """An analyst must see what no longer holds before it goes out."""
    news = news_of(draft(), fresh(), {"r2#c-1": "rejected by ben on 2024-05-15: misread"})
    assert [c.line.id for c in news.changed] == ["s-1"]
    assert [(g.line.id, g.why) for g in news.gone] == [("s-2", "rejected by ben on 2024-05-15: misread")]
    assert [a.line.id for a in news.added] == ["s-6", "s-7"]
    assert not news_of(draft(), draft()).any


def test_all_news_taken_is_what_would_be_written_now() -> None:
    """A brief brought up to date says the same as a new one, and keeps its numbers."""
    news = news_of(draft(), fresh())
    made = taken(draft(), news, news.ids(), now=NOW)
    assert {s.text for s in brief_of(made).sentences()} == {s.text for s in brief_of(fresh()).sentences()}
    assert [(s.number, s.report) for s in made.sources] == [(1, "r1"), (2, "r2"), (3, "r3")]
    assert made.method == "Three reports read." and made.made_at == NOW
    assert not news_of(made, fresh()).any


def test_an_analysts_wording_stays_and_is_checked_against_the_new_evidence() -> None:
    """Bringing a brief up to date must not throw an edit away."""
    made = reworded(draft(), "s-1", "In Gao at least 12 people died, residents said.", by="ben", seen=0)
    news = news_of(made, fresh())
    after = taken(made, news, ["s-1"], now=NOW).line("s-1")
    assert after.text == "In Gao at least 12 people died, residents said." and after.edited_by == "ben"
    assert after.original == "15 people were killed in Gao."


def test_what_is_gone_is_left_out_and_keeps_its_evidence() -> None:
    """What a brief once said stays traceable, and comes back when the record bears it again."""
    made = taken(draft(), news_of(draft(), fresh()), ["s-2"], now=NOW)
    line = made.line("s-2")
    assert line.hidden and line.gone and line.refs == draft().line("s-2").refs
    assert made.made_at == draft().made_at  # not all of the news was taken
    back = taken(made, news_of(made, draft()), ["s-2"], now=NOW).line("s-2")
    assert not back.hidden and back.gone is None


def test_nothing_ticked_changes_nothing_but_sources() -> None:
    """Looking at the news is free."""
    news = news_of(draft(), fresh())
    assert list(taken(draft(), news, [], now=NOW).lines()) == list(draft().lines())


def test_a_line_left_out_by_hand_stays_left_out() -> None:
    """New evidence for a sentence does not put it back in."""
    made = with_hidden(draft(), "s-1", True, seen=0)
    assert taken(made, news_of(made, fresh()), ["s-1"], now=NOW).line("s-1").hidden
