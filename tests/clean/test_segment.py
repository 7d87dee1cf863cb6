"""Blocks: nothing of the page may be lost, and wrapped lines must be read as the paragraphs that they are."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bellwire.clean.segment import is_wrapped, lines_of, segment

WRAPPED = """   NAIROBI, 4 MAR 91 (OWN) -- REBELS OF THE LIBERATION FRONT HAVE TAKEN THE
PORT OF MASSAWA AFTER TWO DAYS OF FIGHTING, A SPOKESMAN TOLD REPORTERS IN
KHARTOUM ON MONDAY.

   THE GOVERNMENT DID NOT CONFIRM THE LOSS OF THE TOWN.  AN ARMY OFFICER SAID
THAT RESISTANCE CONTINUED NEAR THE NAVAL BASE AND THAT HELP WAS ON ITS WAY
FROM THE CAPITAL.
"""


@given(st.text(alphabet=st.sampled_from("ab .\n\t’é\u2028\x0b"), max_size=200))
def test_blocks_cover_all_that_is_not_white_space(text: str) -> None:
    """A user would lose lines of the page, or see them twice."""
    blocks = segment(text)
    inside = {i for b in blocks for i in range(b.start, b.end)}
    assert all(i in inside for i, c in enumerate(text) if not c.isspace())
    assert all(a.end <= b.start for a, b in pairwise(blocks))
    assert all(b.quote(text) == b.quote(text).strip() for b in blocks)


def test_wrapped_newswire_is_read_in_paragraphs() -> None:
    """A sentence broken over lines would be read as two, and its event lost."""
    found = [block.quote(WRAPPED) for block in segment(WRAPPED)]
    assert len(found) == 2
    assert found[0].startswith("NAIROBI") and found[0].endswith("ON MONDAY.")
    assert found[1].endswith("THE CAPITAL.")


def test_lines_wrapped_unevenly_are_joined_where_a_sentence_goes_on() -> None:
    """Text copied out of markup breaks within sentences at uneven widths."""
    text = (
        "Two soldiers were killed on Sunday when a mine exploded under their vehicle near the village\n"
        "    of Ménaka, the army said. The road had been closed to\n"
        "    civilians since the start of the month, according to residents of the area who were reached\n"
        "    by telephone.\n"
        "    A spokesman for the movement denied that it had laid the mine."
    )
    assert len(segment(text)) <= 2


def test_menus_and_headlines_are_not_joined() -> None:
    """A menu glued to the headline would become a sentence."""
    text = (
        "Home\nWorld\nAfrica\nRebels enter Goma after week of fighting\nThe M23 said on Monday that it held the city.\n"
    )
    assert not is_wrapped(lines_of(text))
    assert len(segment(text)) == 5
