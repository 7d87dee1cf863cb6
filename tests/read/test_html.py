"""Reading markup: what a reader sees, in order, and nothing that could stop a run."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bellwire.read import Given, read_html

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Army retakes airfield | Nuba Post</title>
<meta property="og:site_name" content="Nuba Post"><link rel="canonical" href="https://nubapost.example/a/1">
<meta property="article:published_time" content="2024-03-14T16:20:00+0200">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Army retakes airfield",
"author":[{"@type":"Person","name":"Salma Idris"}],"publisher":{"@type":"Organization","name":"Nuba Post"}}</script>
<style>p{color:red}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Army retakes airfield</h1><p class="standfirst">At least nine people are said to have died</p>
<p class="author">By Salma Idris in Port Sudan</p><time>14 March 2024</time>
<figure><img src="a.jpg" alt="A soldier at the gate of the airfield"><figcaption>A soldier at the gate of the
airfield on Thursday. Photo: AFP</figcaption></figure>
<p>The Sudanese army said on Thursday that it had retaken the airfield outside Kadugli,<br>three days after
fighters of the SPLM-N overran it in a dawn attack.</p>
<p>Residents reached by telephone said that shells had fallen on two districts of the town and that at least <b>nine</b>
people, among them four children, had been killed.</p>
<aside class="related"><h3>More from Nuba Post</h3>
<ul><li><a href="/b">Kenyan runner breaks marathon record</a></li></ul></aside>
<h2>Thousands flee</h2>
<p>The United Nations said that some 12,000 people had fled Kadugli since Monday, most of them on foot.</p>
</article><section class="comments"><h3>Comments (1)</h3><p>nuba_lad: My uncle lives there.</p></section>
<footer><p>© 2024 Nuba Post</p></footer><script>var x = "<p>not text</p>";</script></body></html>"""


def test_roles_follow_the_markup() -> None:
    """Menus and teasers would be read as part of the report."""
    page = read_html(PAGE)
    text = page.document.text
    found = {" ".join(text[b.start : b.end].split()[:3]): b.role for b in page.blocks}
    assert found["Army retakes airfield"] == "headline"
    assert found["At least nine"] == "standfirst"
    assert found["By Salma Idris"] == found["14 March 2024"] == "byline"
    assert found["A soldier at"] == "caption"
    assert found["The Sudanese army"] == found["Residents reached by"] == found["The United Nations"] == "paragraph"
    assert found["Thousands flee"] == "heading"
    assert found["Kenyan runner breaks"] == "related"
    assert found["nuba_lad: My uncle"] == "comment"
    assert found["Home"] == found["© 2024 Nuba"] == "boilerplate"


def test_the_head_tells_where_a_page_is_from() -> None:
    """Reports would have no outlet, author or date."""
    document = read_html(PAGE).document
    assert (document.title, document.outlet, document.url) == (
        "Army retakes airfield",
        "Nuba Post",
        "https://nubapost.example/a/1",
    )
    assert document.bylines == ("Salma Idris",)
    assert (document.published.value, document.published.from_) == ("2024-03-14T16:20:00+02:00", "metadata")
    assert document.language == "en"


def test_a_sentence_broken_by_a_line_break_is_one_block() -> None:
    """The sentence would be read as two, and its event lost."""
    page = read_html(PAGE)
    found = [page.document.text[b.start : b.end] for b in page.blocks]
    assert any(block.startswith("The Sudanese army") and block.endswith("dawn attack.") for block in found)


def test_what_the_caller_says_beats_the_page() -> None:
    """A corrected date would be lost."""
    document = read_html(PAGE, Given(published="2024-03-15", outlet="Wire", url="https://w.example/")).document
    assert (document.published.value, document.published.from_) == ("2024-03-15", "given")
    assert (document.outlet, document.url) == ("Wire", "https://w.example/")


def test_blocks_tile_the_visible_text() -> None:
    """Offsets would miss the words that they stand for."""
    page = read_html(PAGE)
    text = page.document.text
    assert "\n".join(text[b.start : b.end] for b in page.blocks) == text
    assert "not text" not in text and "color" not in text
    assert "A soldier at the gate of the airfield\nA soldier" in text


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "   ",
        "<html>",
        "<!-- nothing -->",
        "<html><body><script>render()</script><div id=root></div></body></html>",
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>Army retakes town</p></body></html>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><p>&b;&b;</p>",
        "<p>a\x00b\x0bc</p>",
        "<frameset><frame src=a></frameset>",
        "<table><tr><td>1<td>2</table><p",
        "<p>الجيش يعلن السيطرة على المدينة</p>",
    ],
)
def test_strange_markup_never_raises(markup: str) -> None:
    """One broken page would stop a run."""
    page = read_html(markup)
    assert page.document.kind == "html"
    assert all(page.document.text[b.start : b.end].strip() for b in page.blocks)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(PAGE.replace(">", ">\0").split("\0")), max_size=30))
def test_any_soup_of_tags_is_read(parts: list[str]) -> None:
    """Offsets would be off on markup that is not closed."""
    page = read_html("".join(parts))
    text = page.document.text
    if page.blocks:
        assert "\n".join(text[b.start : b.end] for b in page.blocks) == text


def test_a_page_without_an_article_says_so() -> None:
    """A page of links would pass as a report."""
    page = read_html("<body><ul><li><a href=/>Home</a></li><li><a href=/w>World</a></li></ul></body>")
    assert [issue.code for issue in page.issues] == ["no_article"]
    empty = read_html("<body><script>render()</script></body>")
    assert [issue.code for issue in empty.issues] == ["empty"] and "JavaScript" in empty.issues[0].message


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000
        + "<p>The army said that it had retaken the airfield outside the town.</p>"
        + "</div>" * 20_000,
        "<b>" * 300_000 + "The army said that it had retaken the airfield outside the town.",
        "<a href='" * 50_000,
        "<table><tr>" * 20_000,
    ],
    ids=["deep", "open", "quotes", "tables"],
)
def test_hostile_markup_ends_soon(markup: str) -> None:
    """A page made to hang a reader would hang the run."""
    began = time.monotonic()
    page = read_html(markup)
    assert time.monotonic() - began < 10
    assert page.document.kind == "html"


def test_text_in_deep_markup_is_still_read() -> None:
    """A page nested too deep for the parser would come out empty."""
    page = read_html("<div>" * 5000 + "<p>The army said that it had retaken the airfield.</p>")
    assert "The army said that it had retaken the airfield." in page.document.text


def test_a_declared_encoding_is_used() -> None:
    """Names would be garbled."""
    raw = '<meta charset="windows-1251"><p>Армия взяла город</p>'.encode("cp1251")
    assert read_html(raw).document.text == "Армия взяла город"
