"""Dates and times, as a reader of the record sees them: what was found, and which days it names."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import draft_of

from bellwire.annotate import sentences, times
from bellwire.annotate.time_lexer import lexicon
from bellwire.draft import Draft
from bellwire.knowledge import language
from bellwire.knowledge.tables import ROOT, check_table
from bellwire.model import Block, Document, Published, TimeRef

WEDNESDAY = "2024-03-20"
ODD_WORDS = (
    "since by between and from to May march 31 February 9999 2024 00 1st the last next week year ago 's ’ - / : . , 3 "
    "p.m. midnight Friday fridays Q every nineteen twenty one quarter of a ago earlier é 😀 مارس"
).split()
ODD_WORDS.append("\n\n")


def read(text: str, published: str | None = WEDNESDAY) -> dict[str, str | None]:
    """Quotes of the times of a text, and their values."""
    draft = draft_of(text, published=published, upto="times")
    return {draft.text[t.start : t.end]: t.value for t in draft.times}


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Rebels took the town on 5 March 2024.", "5 March 2024", "2024-03-05"),
        ("Rebels took the town on March 5, 2023.", "March 5, 2023", "2023-03-05"),
        ("Rebels took the town on Friday, March 15.", "Friday, March 15", "2024-03-15"),
        ("Rebels took the town on the 9th of August.", "the 9th of August", "2023-08-09"),
        ("The order is dated 2024-02-29.", "2024-02-29", "2024-02-29"),
        ("The order is dated 25/12/2023.", "25/12/2023", "2023-12-25"),
        ("The war began in April 2023.", "April 2023", "2023-04"),
        ("The war began in 2014.", "2014", "2014"),
        ("The army broke the 2020 truce.", "2020", "2020"),
        ("It ruled in the early 1990s.", "the early 1990s", "199X"),
        ("Output fell in the third quarter of 2023.", "the third quarter of 2023", "2023-35"),
        ("The drought of summer 2022 was the worst.", "summer 2022", "2022-22"),
        ("Shells fell on Christmas Eve.", "Christmas Eve", "2023-12-24"),
        ("Shells fell during Ramadan 2023.", "Ramadan 2023", "2023-03-23/2023-04-21"),
        ("The bomb went off on 9/11.", "9/11", "2001-09-11"),
        ("It closed on the last day of 1999.", "the last day of 1999", "1999-12-31"),
    ],
)
def test_calendar_dates(text: str, quote: str, value: str) -> None:
    """A date as a calendar writes it would be missed, or put on another day."""
    assert read(text) == {quote: value}


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Gunmen raided the camp on Wednesday.", "Wednesday", "2024-03-20"),
        ("Gunmen raided the camp on Thursday.", "Thursday", "2024-03-14"),
        ("Envoys will meet on Thursday.", "Thursday", "2024-03-21"),
        ("A vote is scheduled for Thursday.", "Thursday", "2024-03-21"),
        ("The talks start Monday in Cairo.", "Monday", "2024-03-25"),
        ("The deadline is Saturday.", "Saturday", "2024-03-23"),
        ("The army said on Monday it would leave the base.", "Monday", "2024-03-18"),
        ("Gunmen raided the camp last Wednesday.", "last Wednesday", "2024-03-13"),
        ("Gunmen raided the camp yesterday.", "yesterday", "2024-03-19"),
        ("Gunmen raided the camp late on Tuesday night.", "late on Tuesday night", "2024-03-19"),
        ("Drones hit the port overnight.", "overnight", "2024-03-19/2024-03-20"),
        ("Drones hit the port last night.", "last night", "2024-03-19"),
        ("Drones hit the port at the weekend.", "the weekend", "2024-03-16/2024-03-17"),
        ("Drones hit the port last week.", "last week", "2024-W11"),
        ("Drones hit the port last month.", "last month", "2024-02"),
        ("Drones hit the port in December.", "December", "2023-12"),
        ("The court will sit in December.", "December", "2024-12"),
        ("Drones hit the port in June last year.", "June last year", "2023-06"),
        ("Drones hit the port two days ago.", "two days ago", "2024-03-18"),
        ("Drones hit the port three months ago.", "three months ago", "2023-12"),
        ("Forty died in the past 24 hours.", "the past 24 hours", "2024-03-19/2024-03-20"),
        ("Forty died in the past three months.", "the past three months", "2023-12/2024-03"),
    ],
)
def test_relative_expressions_are_read_against_publication(text: str, quote: str, value: str) -> None:
    """An event would be dated a week or a year off: the wrong side of the day of publication."""
    assert read(text) == {quote: value}


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("The bomb went off at 8 p.m. on Friday.", "8 p.m. on Friday", "2024-03-15T20:00:00"),
        ("The bomb went off on Friday at 12:30 a.m. GMT.", "Friday at 12:30 a.m. GMT", "2024-03-15T00:30:00"),
        ("The siege lasted from 3 to 7 May 2023.", "3 to 7 May 2023", "2023-05-03/2023-05-07"),
        (
            "He was held between March 2023 and January 2024.",
            "between March 2023 and January 2024",
            "2023-03/2024-01",
        ),
        ("The two fought between June and November 2022.", "between June and November 2022", "2022-06/2022-11"),
        ("It has been besieged since May 2023.", "since May 2023", "2023-05/.."),
        ("They had all left by Monday.", "by Monday", "../2024-03-18"),
        ("They were told to leave by Friday.", "by Friday", "../2024-03-22"),
        ("It held out in 2019-2021.", "2019-2021", "2019/2021"),
        ("The battle raged overnight into Sunday.", "overnight into Sunday", "2024-03-16/2024-03-17"),
    ],
)
def test_what_belongs_together_is_one_expression(text: str, quote: str, value: str) -> None:
    """A clock time would lose its day, an interval one of its ends."""
    assert read(text) == {quote: value}


def test_a_tale_is_read_against_its_own_days() -> None:
    """ "Two days later" in an account of last year would be dated to this week."""
    text = "The army took the town on 3 March 2023. Two days later it lost it. The next morning shelling began."
    assert read(text) == {
        "3 March 2023": "2023-03-03",
        "Two days later": "2023-03-05",
        "The next morning": "2023-03-06",
    }


def test_early_and_late_narrow_the_days_but_not_the_value() -> None:
    """A map's time slider would spread "early March" over the month."""
    draft = draft_of("The talks failed in early March.", published=WEDNESDAY, upto="times")
    (time,) = draft.times
    assert (time.value, time.earliest, time.latest) == ("2024-03", "2024-03-01", "2024-03-11")


@pytest.mark.parametrize(
    "text",
    [
        "The army may march on the town.",
        "They patrol every Friday.",
        "He was held for three days.",
        "A curfew runs from 7pm to 5am.",
        "The army fired 2024 shells.",
        "An overnight curfew was imposed.",
        "Fighters of the March 23 Movement fled.",
        "They remembered Bloody Sunday.",
        "The date was 05/03/2024.",
    ],
)
def test_words_that_name_no_day(text: str) -> None:
    """The timeline would fill with modal verbs, curfews and counts of shells."""
    assert read(text) == {}


def test_an_undated_page_keeps_its_questions_open() -> None:
    """A page without a date would be dated by the machine's clock."""
    draft = draft_of("Gunmen raided the camp on Friday, as they did in April 2023.", published=None, upto="times")
    friday, april = draft.times
    assert (friday.value, friday.earliest, friday.latest) == (None, None, None)
    assert april.value == "2023-04"
    assert [(i.code, i.start) for i in draft.issues if i.code == "undated"] == [("undated", friday.start)]


def test_a_full_date_gives_an_undated_page_its_year() -> None:
    """ "16 November", two lines below "14 November 2024", would stay unknown."""
    found = read("The market was hit on 14 November 2024. The dead were buried on 16 November.", None)
    assert found["16 November"] == "2024-11-16"


def test_the_page_s_own_day_counts_whatever_its_offset() -> None:
    """A page of late Sunday in Port-au-Prince would be read as of Monday."""
    assert read("The bridge was blown up today.", "2024-03-17T23:30:00-05:00") == {"today": "2024-03-17"}


def test_byline_dates_are_metadata() -> None:
    """The day of publication would stand in the timeline as a day of the story."""
    text = "By A Reporter, 20 March 2024"
    draft = Draft(document=Document(id="d", kind="page", text=text, published=Published(value=WEDNESDAY)))
    draft = Draft(document=draft.document, blocks=(Block(start=0, end=len(text), role="byline"),))
    en = language("en")
    parsed = tuple(sentences.run(draft, en))
    assert list(times.run(Draft(document=draft.document, blocks=draft.blocks, paragraphs=parsed), en)) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(ODD_WORDS),
        max_size=24,
    ),
    st.sampled_from([None, "2024-02-29", "1500-01-01", "2499-12-31", "2024", "not a date"]),
)
def test_any_words_give_sound_spans(words: list[str], published: str | None) -> None:
    """One odd line would lose the whole page, or a mark in the text would stand beside its words."""
    text = " ".join(["At", *words, "."])
    draft = Draft(document=Document(id="d", kind="article", text=text, published=Published(value=published)))
    draft = Draft(document=draft.document, blocks=(Block(start=0, end=len(text), role="paragraph"),))
    en = language("en")
    draft = Draft(document=draft.document, blocks=draft.blocks, paragraphs=tuple(sentences.run(draft, en)))
    found = [t for t in times.run(draft, en) if isinstance(t, TimeRef)]
    assert all(0 <= t.start < t.end <= len(text) and text[t.start : t.end].strip() for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(not t.earliest or not t.latest or t.earliest <= t.latest for t in found)
    assert found == [t for t in times.run(draft, en) if isinstance(t, TimeRef)]


@pytest.mark.parametrize("name", ["time_words", "time_patterns", "time_holidays", "time_ahead"])
def test_tables_keep_their_schema(name: str) -> None:
    """A slip in a table that an analyst edited would go unseen."""
    assert check_table(ROOT / "languages" / "en" / f"{name}.tsv") == []


def test_tokens_cover_the_words_that_patterns_need() -> None:
    """A date with a full stop, an ordinal or a feast's name of two words would fall apart."""
    line = lexicon(language("en")).line("On Nov. 5th at 8 p.m., Christmas Eve")
    assert line.words == ["On", "Nov.", "5th", "at", "8", "p.m.", ",", "Christmas Eve"]
