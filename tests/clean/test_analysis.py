"""Analysis boxes: an analyst's judgement must not be read as news."""

from bellwire.clean.analysis import mark_analysis
from bellwire.clean.segment import segment
from bellwire.knowledge import language
from bellwire.model import Block
from bellwire.model.words import Role


def marked(*lines: tuple[Role, str]) -> list[tuple[str | None, str | None]]:
    """Section and author of each of the lines' blocks."""
    text = "\n".join(line for _, line in lines)
    blocks = [Block(start=s.start, end=s.end, role=role) for s, (role, _) in zip(segment(text), lines, strict=True)]
    return [(b.section, b.author) for b in mark_analysis(text, blocks, language("en"))]


def test_a_box_lasts_from_its_author_to_the_next_heading() -> None:
    """The analyst's sentences would count as the outlet's, or the outlet's as the analyst's."""
    found = marked(
        ("paragraph", "The army said it had taken the hill."),
        ("heading", "Why the hill matters"),
        ("byline", "Analysis by Awa Diallo, Sahel correspondent"),
        ("paragraph", "Whoever holds the hill holds the road."),
        ("paragraph", "It has changed hands before."),
        ("heading", "Aid convoys stopped"),
        ("paragraph", "Lorries are waiting at the border."),
    )
    assert found[3] == found[4] == ("analysis", "Awa Diallo")
    assert found[0] == found[5] == found[6] == (None, None)


def test_a_signature_closes_a_box() -> None:
    """A box signed at its end would be read as news."""
    found = marked(
        ("paragraph", "The army said it had taken the hill."),
        ("heading", "Why the hill matters"),
        ("paragraph", "Whoever holds the hill holds the road."),
        ("byline", "-- Awa Diallo"),
    )
    assert found[2] == ("analysis", "Awa Diallo")
    assert found[0] == (None, None)


def test_the_reports_own_byline_opens_no_box() -> None:
    """The whole report would become analysis."""
    found = marked(("byline", "By Awa Diallo in Dakar"), ("paragraph", "The army said it had taken the hill."))
    assert found == [(None, None), (None, None)]
