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
