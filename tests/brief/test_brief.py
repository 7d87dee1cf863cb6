"""The situation report: nothing in it that no report says, and nothing without its source."""

import re
from collections.abc import Iterator
from functools import partial

import pytest

from bellwire.brief import Brief, markdown, write_stories
from bellwire.brief.form import Account, Sentence
from bellwire.desk import Desk, code
from bellwire.errors import InputError
from bellwire.model import Report

NOW = "2025-11-20T08:00:00Z"
MEDICS = (
    "Shells hit El Obeid\n\nAt least 31 people, nine of them children, were killed on Saturday when shells hit the "
    "market of El Obeid, medics said. The militia denied shelling the town. Thousands of people fled El Obeid.\n\n"
    "In January 2024 an attack on Kosti killed 70 people, aid workers said."
)
MINISTRY = (
    "Toll rises in El Obeid\n\nThe health ministry said on Monday that 63 people were killed in the shelling of the "
    "market of El Obeid on Saturday. It said that the dead would be buried on Tuesday, and that the market stays shut."
)


def page(text: str, outlet: str, published: str | None = "2025-08-10") -> Report:
    return code(text, kind="article", published=published, outlet=outlet, url=f"https://{outlet.lower()}.example/1")


def told(*reports: Report, **asked: str) -> Brief:
    with Desk.open("sqlite://") as desk:
        for _ in desk.keep(reports, now=NOW):
            pass
        for _ in desk.relate(now=NOW):
            pass
        with desk.view() as view:
            return write_stories(view, partial(desk.judged_reports, view), **asked)


@pytest.fixture(scope="module")
def brief() -> Iterator[Brief]:
    yield told(page(MEDICS, "Post"), page(MINISTRY, "Radio", "2025-08-11"), page(MINISTRY + " ", "Copy", "2025-08-11"))


def test_a_range_is_given_with_each_holder_beside_it(brief: Brief) -> None:
    """An average, or a number without its holder, would be an invention."""
    (story,) = brief.parts
    first = story.of("in_short")[0].text
    assert "“At least 31 people” (medics) to “63 people” (the health ministry)" in first
    accounts = next(p for p in story.contested if p.what.startswith("people killed")).accounts
    assert [(a.holder, a.words) for a in accounts] == [
        ("medics", "“At least 31 people”"),
        ("The health ministry", "“63 people”"),
    ]
    assert "47" not in markdown(brief)


def test_a_copy_is_folded_and_never_counts_as_a_source(brief: Brief) -> None:
    """A wire text in two papers is one source."""
    assert "3 reports read, 2 independent" in brief.title
    assert [s.copy_of for s in brief.sources].count(None) == 2
    assert "not counted as a source of its own" in markdown(brief)


def test_a_denial_stands_beside_what_it_denies(brief: Brief) -> None:
    """One without the other misleads."""
    rows = [a for p in brief.parts[0].contested for a in p.accounts]
    assert any("militia" in a.holder.casefold() and "denied" in a.words for a in rows)


def test_a_vague_number_stays_vague_and_its_parts_are_told(brief: Brief) -> None:
    """ "Thousands" is no count of 2,000, and the children among the dead must not be lost."""
    part = brief.parts[0]
    text = " ".join(s.text for s in (*part.of("figures"), *part.of("people")))
    assert "“Thousands of people”" in text and "2,000" not in text
    assert "“nine of them children”" in text or "“nine" in text


def test_what_is_long_past_is_no_headline(brief: Brief) -> None:
    """Last year's attack must not lead this week's report."""
    part = brief.parts[0]
    assert not any("Kosti" in s.text for s in part.of("in_short"))
    heads = [section.head for section in part.sections if section.kind == "place"]
    assert heads[-1] == "Background"


def test_the_sections_stand_in_the_order_of_a_report(brief: Brief) -> None:
    """A reader finds what happened, what is contested and what is open where every report has it."""
    kinds = list(dict.fromkeys(section.kind for section in brief.parts[0].sections))
    order = ["in_short", "new", "contested", "place", "figures", "people", "statements", "not_established"]
    assert kinds == [kind for kind in order if kind in kinds]
    assert {"in_short", "contested", "place", "figures"} <= set(kinds)


def test_no_sentence_stands_twice(brief: Brief) -> None:
    """The same line under two heads looks like two happenings."""
    texts = [s.text.partition(": ")[2] for s in brief.sentences() if s.number is not None]
    assert len(texts) == len(set(texts))


def test_no_sentence_and_no_account_without_evidence() -> None:
    """What no report says must not be sayable."""
    with pytest.raises(ValueError, match="without evidence"):
        Sentence(text="Twelve were killed.", refs=())
    with pytest.raises(ValueError, match="holder and evidence"):
        Account(holder="", words="12", when="–", refs=())


def test_every_reference_leads_to_a_source(brief: Brief) -> None:
    """A number in brackets that leads nowhere is worse than none."""
    known = {s.number: s.report for s in brief.sources}
    for sentence in brief.sentences():
        assert all(known[ref.source] == ref.report for ref in sentence.refs)
    assert set(map(int, re.findall(r"\[(\d+)\]", markdown(brief)))) <= set(known)


def test_an_undated_page_is_said_to_be_so() -> None:
    """A day that was not established must not look like one that was."""
    read = page("Gunmen attacked Tessit on Saturday, residents said.", "Post", None)
    assert "gives no date of publication: “Saturday” could not be placed" in markdown(told(read))


def test_a_brief_of_all_has_a_part_for_each_story_and_one_for_the_rest() -> None:
    """Two crises must not be told as one, and a page in no story must not be lost."""
    alone = page("Police arrested 23 protesters in Bamako on Friday, officials said.", "Coast")
    brief = told(page(MEDICS, "Post"), page(MINISTRY, "Radio", "2025-08-11"), alone)
    assert [part.title.startswith("In no story") for part in brief.parts] == [False, True]
    numbers = [p.number for p in brief.plotted]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {s.number for s in brief.sentences() if s.number} == set(numbers)


def test_a_story_that_is_not_there_is_refused() -> None:
    """A wrong id must not give an empty report."""
    with pytest.raises(InputError, match="no story"):
        told(page(MEDICS, "Post"), story="s-none")
