"""Quotes: what is lost where marks are misread is who said what."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import draft_of

from bellwire.annotate.quotes import find_quotes


def quoted(text: str) -> list[str]:
    """The quoted words of a paragraph."""
    return [text[start:end] for start, end, *_ in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('The governor called it "a massacre".', ["a massacre"]),
        ("The governor called it “a massacre”.", ["a massacre"]),
        ("Le maire a dit «c'est fini» hier", ["c'est fini"]),
        ("Rebels reject ‘final offer’ on prisoners", ["final offer"]),
        ("Rebels reject 'final offer' on prisoners", ["final offer"]),
        ("He spoke of ''a clash'' there", ["a clash"]),
        ('"We left," she said, "and it burned."', ["We left,", "and it burned."]),
        ("“They shouted ‘go’ and we went.”", ["They shouted ‘go’ and we went.", "go"]),
    ],
)
def test_every_style_of_marks_is_read(text: str, words: list[str]) -> None:
    """Without it a style of quotation marks hides all that was said in it."""
    assert quoted(text) == words


@pytest.mark.parametrize(
    "text", ["The rebels' camp fell", "It’s the army’s post", "Since the '90s they wait", 'A 5" gun']
)
def test_apostrophes_are_no_quotes(text: str) -> None:
    """Without it half a sentence becomes somebody's speech."""
    assert quoted(text) == []


def test_plural_apostrophe_does_not_end_a_quote() -> None:
    """Without it a quote in single marks breaks off at "rebels’"."""
    assert quoted("‘The rebels’ camp fell,’ he said") == ["The rebels’ camp fell,"]


def test_missing_mark_gives_an_open_quote() -> None:
    """Without it one forgotten mark loses the quote, or raises."""
    assert [(closed) for *_, closed in find_quotes("He said: “It goes on")] == [False]


def test_quote_over_paragraphs_opens_again() -> None:
    """Without it the second paragraph of a statement has no speaker."""
    text = "“They shelled us all night, the commander said.\n\n“We had nowhere to go.”"
    first, second = draft_of(text, upto="quotes").quotes
    assert not first.closed
    assert second.opens_again
    assert second.closed


@given(st.text(alphabet="ab .,\"'“”‘’«»``s5", max_size=60))
def test_odd_marks_never_raise_and_spans_lie_in_the_text(text: str) -> None:
    """Without it one page with odd marks stops a run."""
    for start, end, outer_start, outer_end, _ in find_quotes(text):
        assert 0 <= outer_start < start < end <= outer_end <= len(text)


def test_many_odd_marks_take_no_time() -> None:
    """One page of broken marks would hold up a whole run."""
    times = []
    for many in (2_000, 8_000):
        started = perf_counter()
        find_quotes(" 'a\"" * many)
        times.append(perf_counter() - started)
    assert times[1] < 12 * max(times[0], 0.02)
