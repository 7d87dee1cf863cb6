"""Redaction: whose names a publish policy hides, and whose not."""

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
