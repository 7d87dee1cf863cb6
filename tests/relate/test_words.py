"""Words as they are compared."""

from hypothesis import given
from hypothesis import strategies as st

from bellwire.knowledge import language
from bellwire.relate.words import Rarity, cosine, names, shingles, stem, terms, weighed

EN = language("en")


def test_forms_of_a_word_fall_together() -> None:
    """ "Shelled" and "shelling" would count as different happenings."""
    assert len({stem(w, EN) for w in ("shell", "shells", "shelled", "shelling")}) == 1


def test_rare_words_weigh_more_in_a_handful_of_reports() -> None:
    """In three reports of one story its own names would weigh as little as "people"."""
    bags = [terms("people in Minova said shells fell", EN)] * 3
    rarity = Rarity(bags, EN)
    assert rarity("minova") > rarity(stem("people", EN)) > 0


@given(st.text(), st.text())
def test_any_text_can_be_compared(left: str, right: str) -> None:
    """Odd characters must not stop a run."""
    bags = [terms(left, EN), terms(right, EN)]
    rarity = Rarity(bags, EN)
    a, b = (weighed(bag, rarity) for bag in bags)
    assert 0 <= cosine(a, b) <= 1 and abs(cosine(a, b) - cosine(b, a)) < 1e-9
    assert names(left) is not None and shingles(left) == shingles(left)
