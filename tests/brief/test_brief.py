"""The situation report: nothing in it that no report says, and nothing without its source."""

import re
from dataclasses import replace

import pytest

from bellwire.brief import markdown, write_brief
from bellwire.brief.form import Account, Sentence
from bellwire.desk import code
from bellwire.model import Claim, Document, Figure, MadeBy, Published, Relation, Report, Span, Story

FIRST = "At least 31 people were killed in El Obeid, medics said. The militia denied shelling the town."
SECOND = "The health ministry put the toll at 63."


def report(id: str, text: str, day: str, **layers) -> Report:
    document = Document(
        id=id, kind="article", text=text, outlet=f"Outlet {id}", published=Published(value=day, from_="given")
    )
    return Report(id=id, document=document, made_by=MadeBy(bellwire="0"), **layers)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def figure(id: str, text: str, words: str, **values) -> Figure:
    at = span(text, words)
    return Figure(id=id, start=at.start, end=at.end, measure="killed", population="people", **values)


def claim(id: str, text: str, speaker: str, cue: str, content: str) -> Claim:
    return Claim(
        id=id, speaker=span(text, speaker), cue=span(text, cue), content=(span(text, content),), manner="indirect"
    )


@pytest.fixture
def reports() -> tuple[Report, ...]:
    first = report(
        "a",
        FIRST,
        "2025-08-10",
        figures=(figure("f1", FIRST, "At least 31 people", low=31.0, claim="c1"),),
        claims=(
            claim("c1", FIRST, "medics", "said", "At least 31 people were killed in El Obeid"),
            claim("c2", FIRST, "The militia", "denied", "shelling the town"),
        ),
    )
    second = report(
        "b",
        SECOND,
        "2025-08-11",
        figures=(figure("f2", SECOND, "63", low=63.0, best=63.0, high=63.0, claim="c3"),),
        claims=(claim("c3", SECOND, "The health ministry", "put", "the toll at 63"),),
    )
    return first, second, replace(second, id="copy", document=replace(second.document, text=SECOND + " "))


RELATIONS = (
    Relation(relation="update", left="a#f1", right="b#f2", score=0.9, why="31, then 63"),
    Relation(relation="agree", left="b#f2", right="copy#f2", score=0.9, why="63"),
    Relation(relation="syndicated_copy", left="b", right="copy", score=1.0, why="the same text"),
    Relation(relation="contradict", left="a#c1", right="a#c2", score=0.8, why="the militia denies it"),
)
STORIES = (Story(story="s", reports=("a", "b", "copy")),)


def test_a_range_is_given_with_each_holder_beside_it(reports) -> None:
    """An average, or a number without its holder, would be an invention."""
    brief = write_brief(reports, RELATIONS, STORIES)
    (story,) = brief.parts
    assert "Killed: between 31 and 63 people, by count and source." in [s.text for s in story.of("in_short")]
    accounts = story.contested[0].accounts
    assert [(a.holder, a.words, a.when) for a in accounts] == [
        ("medics", "“At least 31 people”", "10 August 2025"),
        ("The health ministry", "“63”", "11 August 2025"),
    ]
    assert "47" not in markdown(brief)


def test_a_copy_is_folded_and_never_counts_as_a_source(reports) -> None:
    """A wire text in two papers is one source."""
    brief = write_brief(reports, RELATIONS, STORIES)
    assert "3 reports read, 2 independent" in brief.parts[0].title
    assert [s.copy_of for s in brief.sources].count(None) == 2
    assert "not counted as a source of its own" in markdown(brief)


def test_a_denial_stands_beside_what_it_denies(reports) -> None:
    """One without the other misleads."""
    brief = write_brief(reports, RELATIONS, STORIES)
    both = brief.parts[0].contested[1].accounts
    assert [a.holder for a in both] == ["medics", "The militia"]
    assert "denied shelling the town" in both[1].words


def test_no_sentence_and_no_account_without_evidence() -> None:
    """What no report says must not be sayable."""
    with pytest.raises(ValueError, match="without evidence"):
        Sentence(text="Twelve were killed.", refs=())
    with pytest.raises(ValueError, match="holder and evidence"):
        Account(holder="", words="12", when="–", refs=())


def test_every_reference_leads_to_a_source_and_a_record(reports) -> None:
    """A number in brackets that leads nowhere is worse than none."""
    brief = write_brief(reports, RELATIONS, STORIES)
    known = {s.number: s.report for s in brief.sources}
    by_id = {r.id: r for r in reports}
    for sentence in brief.sentences():
        for ref in sentence.refs:
            assert known[ref.source] == ref.report
            records = {r.id for layer in ("events", "claims", "figures") for r in getattr(by_id[ref.report], layer)}
            assert ref.record is None or ref.record in records
    assert set(map(int, re.findall(r"\[(\d+)\]", markdown(brief)))) <= set(known)


def test_real_pages_give_a_brief_in_which_every_line_has_its_source() -> None:
    """The whole way from words to brief."""
    read = code(
        "Gunmen killed at least 12 people in Tessit on Thursday, residents told AFP. The army denied any part.\n\n"
        "About 2,000 villagers have fled towards Ansongo, according to the Red Cross.",
        kind="article",
        published="2024-05-04",
        outlet="Gao Post",
    )
    text = markdown(write_brief([read], [], []))
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    assert lines and all(line.endswith("[1]") for line in lines)
    assert "residents" in text and "Red Cross" in text


def test_an_undated_page_is_said_to_be_so() -> None:
    """A day that was not established must not look like one that was."""
    read = code("Gunmen attacked Tessit on Saturday, residents said.", kind="article", outlet="Gao Post")
    assert "gives no date of publication: “Saturday” could not be placed" in markdown(write_brief([read], [], []))
