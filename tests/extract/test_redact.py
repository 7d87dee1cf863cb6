"""Redaction: whose names a publish policy hides, and whose not."""

import pytest
from tests.support import draft_of


def hidden(text: str) -> list[str]:
    draft = draft_of(text, upto="redact")
    return [text[r.start : r.end] for r in draft.redact]


def test_a_victims_name_is_hidden_everywhere() -> None:
    """Without it a published page would name the dead and the frightened."""
    text = "“We ran,” said Amina Duba, 34, a mother of four. Duba was treated at a clinic."
    assert hidden(text) == ["Amina Duba", "Duba"]


def test_a_minor_named_after_a_description_is_hidden() -> None:
    """Without it children would be named."""
    assert hidden("Shrapnel killed a 9-year-old girl, Sefora Lind, in the yard.") == ["Sefora Lind"]


def test_officials_and_commanders_are_not_hidden() -> None:
    """Without it the record would lose those who answer for what was done."""
    text = "Defence Minister Karl Oster said Col. Ivo Tamm had been killed. The mayor, Mia Brandt, was wounded."
    assert hidden(text) == []


def test_reporters_are_not_hidden() -> None:
    """Without it bylines would be blacked out."""
    assert hidden("By Ada Lindgren in Goma\n\nFighting went on around the city on Monday.") == []


def test_noms_de_guerre_and_party_people_are_not_hidden() -> None:
    """Without it commanders would vanish behind the names they chose, and parties' speakers with them."""
    assert hidden("A field commander known as Abu Sabr said the bridge was theirs.") == []
    assert hidden("A man who calls himself Red Fox said his men had won.") == []
    assert hidden("“We will march,” said Mia Brandt of the Northern Workers' Party.") == []


def test_a_shop_does_not_make_a_public_person() -> None:
    """Without it a witness who runs a stall would be named as if he ran a body."""
    assert hidden("Karl Oster, who runs a tea stall opposite the station, said he hid.") == ["Karl Oster"]


def test_brothers_named_together_are_hidden() -> None:
    """Without it the names of relatives who share a surname would be shown."""
    assert hidden("The brothers Ivo and Karl Tamm were struck on the road.") == ["Ivo and Karl Tamm"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Karl Oster Lind (كارل أوستر ليند), a baker, was killed.", ["Karl Oster Lind", "كارل أوستر ليند"]),
        ("Ivo Tamm (Иво Тамм), a farmer, said he ran.", ["Ivo Tamm", "Иво Тамм"]),
        ("A woman named سفورا ليند (Sefora Lind), 34, was killed.", ["سفورا ليند", "Sefora Lind"]),
        ("A woman named سفورا ليند, 34, was killed.", ["سفورا ليند"]),
        ("Anna Kova (known as Ania), 34, was killed. Neighbours said Ania sang.", ["Anna Kova", "Ania", "Ania"]),
        ("Anna Kova (known to her street as Ania), 34, was killed.", ["Anna Kova", "Ania"]),
        ('Anna Kova, also known as "Ania," 34, was killed.', ["Anna Kova", "Ania"]),
        ("Police named the dead as Anna Kova (Ania), 34, and Ivo Tamm (Karlo), 9.",
         ["Anna Kova", "Ania", "Ivo Tamm", "Karlo"]),
        ("Anna Kova – known as Ania – was killed on her farm.", ["Anna Kova", "Ania"]),
        ("Wei Lind\uff08张伟\uff09, 34, was killed.", ["Wei Lind", "张伟"]),
        ("The driver was named as Ivo Tamm (Иво Тамм).", ["Ivo Tamm", "Иво Тамм"]),
        ("Gunmen shot a shopkeeper named Ivo Tamm (Karl Tamm).", ["Ivo Tamm", "Karl Tamm"]),
    ],
)  # fmt: skip
def test_every_form_of_a_private_name_is_hidden(text: str, names: list[str]) -> None:
    """Without it a name would be read in the brackets behind the mark that hides it, or in another script."""
    assert hidden(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "President Ivo Tamm (Иво Тамм) was killed.",
        "General Ivo Tamm (known as Red Fox) said the war was over. Red Fox left.",
        "The new minister was named as Karl Oster (known as Red Fox).",
        "The Tribune (تريبيون) wrote that قوات الدعم السريع had left.",
    ],
)
def test_other_forms_of_public_names_are_not_hidden(text: str) -> None:
    """Without it those who answer for what was done, and bodies in another script, would vanish."""
    assert hidden(text) == []


def test_nothing_else_in_brackets_is_hidden() -> None:
    """Without it towns, parties and remarks behind a name would be blacked out."""
    assert hidden("Anna Kova (pictured), 34, was killed.") == ["Anna Kova"]
    assert hidden("Amina Duba (right), a nurse, said she hid.") == ["Amina Duba"]
