"""The graphic-content guard: people who read this all day are harmed by what they did not choose to see."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.publish.graphic import LEFT_OUT, flags, passages, without_graphic


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two men were beheaded in the square.", ("mutilation",)),
        ("The BODIES of four men lay in the road.", ("bodies",)),
        ("Survivors told of gang-rape and of beatings with electric cables.", ("torture", "sexual violence")),
        ("A three-year-old was killed when the roof fell.", ("children harmed",)),
        ("Their throats were cut, residents said.", ("mutilation",)),
        ("He set himself on fire outside the ministry.", ("suicide",)),
        ("A family of five burned to death in the car.", ("burning",)),
    ],
)
def test_graphic_words_are_found_with_what_they_show(text: str, found: tuple[str, ...]) -> None:
    """A quote that is not found is read by somebody who had set it to be closed."""
    assert flags(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The governing body met on Monday.",
        "Shelling killed 12 people in Tarsova, the mayor said.",
        "Children went back to school.",
        "Children fled. Twelve soldiers were killed.",
        "",
    ],
)
def test_plain_reporting_is_left_open(text: str) -> None:
    """Where every death is closed, the guard is switched off by everybody on the first day."""
    assert flags(text) == ()


@given(st.text(alphabet="ab .!?\nbehead dead bodies,;", max_size=200))
def test_passages_are_the_text(text: str) -> None:
    """A character lost at a seam would change what a source is quoted with."""
    assert "".join(p.text for p in passages(text)) == text
    assert all(a.flags == () or b.flags == () for a, b in zip(passages(text), passages(text)[1:], strict=False))


def test_what_is_left_out_says_so() -> None:
    """A gap that is not marked reads as if the source had said no more."""
    text = "Shells fell at dawn. Corpses lay in the road. The army denied it."
    assert without_graphic(text) == f"Shells fell at dawn. {LEFT_OUT} The army denied it."
    assert flags(without_graphic(text)) == ()


def test_a_language_without_a_table_has_no_flags() -> None:
    """A page in another language must still open."""
    assert flags("Corpses lay in the road.", "xx") == ()


def _seconds(text: str) -> float:
    began = time.perf_counter()
    flags(text)
    passages(text)
    return time.perf_counter() - began


@pytest.mark.parametrize("piece", ["dead bodies. ", "behead ", "a", "child killed ", ".!?;", "rape\n"])
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    """A hostile page must not hold up the desk."""
    short, long = (min(_seconds(piece * n) for _ in range(3)) for n in (2000, 8000))
    assert long < 12 * short + 0.1
