"""Words as they are compared: the quick way for plain letters must find what the careful one finds."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bellwire.publish.folding import _tokens, squeezed, tokens


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=80))
def test_the_quick_way_finds_what_the_careful_way_finds(text: str) -> None:
    """A name that only one of the two finds is hidden in some texts and not in others."""
    assert tokens(text) == tuple(_tokens(text))


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    """A mark put a character beside the name shows a piece of it."""
    found = tokens(text)
    assert all(0 <= t.start < t.end <= len(text) for t in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert "".join(t.key for t in found) == squeezed(text)


def test_what_is_not_seen_does_not_part_a_name() -> None:
    """A soft hyphen or a joiner in a name is invisible, and must not save it from being hidden."""
    assert [t.key for t in tokens("Du\u00adba, A\u200bmi\u0301na")] == ["duba", "amina"]
    assert [t.key for t in tokens("Ａｍｉｎａ Straße ﬁn")] == ["amina", "strasse", "fin"]
