"""Roles of a page's lines: what is the report, and what only stands around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.clean.label import label_article, label_page
from bellwire.knowledge import language

EN = language("en")
PAGE = """Skip to content
Home | World | Africa | Sport

Army retakes Kadugli airfield after three days of fighting

By Salma Idris in Port Sudan
14 March 2024, 16:20 GMT
Share this article

The Sudanese army said on Thursday that it had retaken the airfield outside Kadugli, three days after fighters of the \
SPLM-N overran it.

Residents reached by telephone said that shells had fallen on two districts of the town and that at least nine people, \
among them four children, had been killed.

A soldier at the gate of the Kadugli airfield on Thursday
A soldier at the gate of the Kadugli airfield on Thursday. Photo: AFP

Kenyan runner breaks marathon record in Valencia

A spokesman for the movement denied that its men had left the airfield. "We are still there," he told the BBC from \
Kauda, in the Nuba mountains.

What happens next?

The United Nations said that some 12,000 people had fled Kadugli since Monday, most of them on foot towards \
Dilling.

The road to El Obeid remains closed.

Leave a Reply
Your email address will not be published.
Post Comment
"""


def roles(text: str) -> dict[str, str]:
    """The role of each line, by its first three words."""
    return {" ".join(text[b.start : b.end].split()[:3]): b.role for b in label_page(text, EN)}


def test_a_pasted_page_is_told_apart() -> None:
    """Menus, forms and other stories' headlines would be read as part of the report."""
    found = roles(PAGE)
    assert found["Skip to content"] == found["Home | World"] == found["Share this article"] == "boilerplate"
    assert found["Army retakes Kadugli"] == "headline"
    assert found["By Salma Idris"] == found["14 March 2024,"] == "byline"
    assert found["The Sudanese army"] == found["Residents reached by"] == found["A spokesman for"] == "paragraph"
    assert found["A soldier at"] == "caption"
    assert found["Kenyan runner breaks"] == "related"
    assert found["What happens next?"] == "heading"
    assert found["The road to"] == "paragraph"
    assert found["Leave a Reply"] == found["Your email address"] == found["Post Comment"] == "boilerplate"


def test_labels_are_the_same_every_time() -> None:
    """The same page would give two reports."""
    assert label_page(PAGE, EN) == label_page(PAGE, EN)


@pytest.mark.parametrize(
    "text", ["", "\n\n \n", "One", "?", "🙂\n🙂", "| | |\n" * 5, "الجيش\n" * 30, "A" * 5000, "x\n" * 3000]
)
def test_strange_pages_get_blocks_all_the_same(text: str) -> None:
    """One odd page would stop a run."""
    blocks = label_page(text, EN)
    assert len(blocks) == sum(1 for line in text.split("\n") if line.strip())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*PAGE.split("\n"), "Share", "'", "By", "-- X", "a: b"]), max_size=14))
def test_any_order_of_lines_gives_each_line_one_block(lines: list[str]) -> None:
    """Lines would be lost or doubled."""
    text = "\n".join(lines)
    blocks = label_page(text, EN)
    assert [text[b.start : b.end] for b in blocks] == [line.strip() for line in lines if line.strip()]
    assert all(0.0 <= b.confidence <= 1.0 for b in blocks)


def test_everything_counts_in_clean_text() -> None:
    """A short paragraph of an article would be lost."""
    text = "The army took the town.\n\nNobody was hurt\n\nRead more\n\nIt left again on Sunday."
    assert [b.role for b in label_article(text, EN)] == ["paragraph"] * 4


def test_the_headline_of_clean_text_is_known() -> None:
    """The headline would be read as the report's first sentence."""
    text = "Army takes Kadugli airfield\n\nThe army said on Thursday that it had taken the airfield outside the town."
    assert [b.role for b in label_article(text, EN)] == ["headline", "paragraph"]
