"""What an editor is warned of: words that the evidence of a sentence does not bear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.brief.check import check, unfounded

ORIGINAL = "9 August 2025, Gao: at least 12 people killed, according to medics."
EVIDENCE = ["At least 12 people", "At least 12 people, nine of them children, were killed on Saturday, medics said"]
HOLDERS = ("medics",)


def kinds(text: str) -> list[str]:
    return [w.kind for w in check(text, ORIGINAL, EVIDENCE, HOLDERS)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (ORIGINAL, []),
        ("On 9 August 2025, medics said, at least 12 people were killed in Gao.", []),
        ("Medics say that at least 12 people died, nine of them children.", []),
        ("Medics said that at least 13 people were killed.", ["number"]),
        ("Medics said that dozens of people were killed.", ["number"]),
        ("On 8 August 2025 at least 12 people were killed, medics said.", ["number"]),
        ("Medics said that 12 people were killed.", ["bound"]),
        ("Medics said that about 12 people were killed.", ["bound"]),
        ("At least 12 people were killed.", ["holder"]),
        ("Medics said that “at least 12 people” were killed.", []),
        ("Medics said “twelve people were murdered”.", ["quote", "bound"]),
        ("Medics spoke of “nine … children”.", []),
    ],
)
def test_what_is_not_in_the_evidence_is_warned_of(text: str, found: list[str]) -> None:
    """An analyst's slip of the pen must not go out as what a source said."""
    assert kinds(text) == found


def test_numbers_and_quotations_are_told_to_the_reader_too() -> None:
    """Who reads the brief must see that a number is the analyst's own."""
    assert unfounded(check("Some 99 died, “all of them”.", ORIGINAL, EVIDENCE, HOLDERS)) == ("“all of them”", "Some 99")


@given(st.text(max_size=300))
def test_no_wording_breaks_the_check(text: str) -> None:
    """Whatever is typed, the page must come back."""
    for warned in check(text, ORIGINAL, EVIDENCE, HOLDERS):
        assert warned.words


@given(st.sampled_from(["At least 31 people", "between 3 and 5 men", "12", "dozens", "about 2,000 families"]))
def test_a_sentence_that_quotes_its_evidence_is_never_warned_of(words: str) -> None:
    """Warnings that are often wrong are not read."""
    assert check(f"Medics: {words} killed.", "Medics say so.", [words], ("Medics",)) == ()
