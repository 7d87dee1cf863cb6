"""Briefs as files: Markdown, HTML, Word, JSON; safe whatever the pages said, and the same bytes each time."""

import io
import re
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html

from bellwire.brief import FORMS, file_of
from bellwire.brief.form import Account, Brief, Contested, Note, Part, Ref, Section, Sentence, Source
from bellwire.brief.render import address
from bellwire.errors import InputError
from bellwire.model.codec import decode_any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<script>alert(1)</script> [x](javascript:1) | `a` {{ 7*7 }} \x00\x1b\ud800 “ق” =cmd()"


def brief(text: str = "At least 12 people were killed, residents said.", **more) -> Brief:
    refs = (Ref(source=1, report="r1", record="f-1", words=text), Ref(source=2, report="r2", record="f-2", words="17"))
    point = Contested(what=text, accounts=(Account(holder=text, words=text, when="2 May 2024", refs=refs[:1]),))
    section = Section(
        kind="in_short",
        head=text,
        sentences=(Sentence(text=text, refs=refs, unfounded=(text,)),),
        contested=(point,),
        notes=(Note(text=text, by=text),),
    )
    sources = (
        Source(number=1, report=text, outlet=text, title=text, when="–", url=text),
        Source(number=2, report="r2", outlet="Radio", title="Toll", when="–", url="https://radio.example/?a=1&b=2"),
        Source(number=3, report="r3", outlet="Copy", title="Toll", when="–", copy_of=2),
    )
    part = Part(title="", sections=(section,), method=text)
    return Brief(title=text, parts=(part,), sources=sources, made_at="2024-05-10T08:00:00Z", by="ana", **more)


@pytest.mark.parametrize("form", list(FORMS))
def test_the_same_brief_gives_the_same_bytes(form: str) -> None:
    """A file that differs each time cannot be compared or signed."""
    assert file_of(brief(), form) == file_of(brief(), form)


def test_a_form_that_is_none_is_refused_by_name() -> None:
    """The message says what there is."""
    with pytest.raises(InputError, match="md, html, docx, json"):
        file_of(brief(), "pdf")


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_no_words_break_a_file(text: str) -> None:
    """One odd character on a page must not cost the whole brief."""
    found = docx.Document(io.BytesIO(file_of(brief(text or "x"), "docx")))
    assert len(found.tables) == 1
    page = file_of(brief(text or "x"), "html").decode()
    assert page.count("<html") == 1 and "<script" not in page.lower()
    file_of(brief(text or "x"), "md").decode()


def test_the_page_is_whole_and_does_nothing_by_itself() -> None:
    """A brief that is mailed on must not run or load anything, and be read in any direction."""
    page = file_of(brief(HOSTILE), "html").decode("utf-8", "replace")
    tree = lxml_html.fromstring(page.encode())
    assert not tree.xpath("//script|//link|//img|//iframe|//@onclick|//@style")
    assert tree.get("lang") == "en" and tree.get("dir") == "ltr"
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert all(href.startswith(("#source-", "https://")) for href in tree.xpath("//a/@href"))
    ids = set(tree.xpath("//@id"))
    assert {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} <= ids
    assert "{{ 7*7 }}" in page and "@media print" in page
    assert len(tree.xpath("//h1")) == 1 and tree.xpath("//bdi[@dir='auto']")


def test_markdown_holds_no_mark_up_of_the_pages() -> None:
    """What a page says is shown as it stands: no link, no table cell, no mark-up of its own."""
    text = file_of(brief(HOSTILE), "md").decode("utf-8", "replace")
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[x(?<!\\)\]", text)
    row = next(line for line in text.splitlines() if line.startswith("| \\<script"))
    assert len(re.findall(r"(?<!\\)\|", row)) == 6


def test_the_word_file_has_headings_tables_and_references_that_lead_somewhere() -> None:
    """An editor must get from every number to its source, and a screen reader through the headings."""
    raw = file_of(brief(), "docx")
    found = docx.Document(io.BytesIO(raw))
    assert found.paragraphs[0].style.name == "Title"
    assert found.tables[0].rows[0].cells[0].text == "Says"
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml"))
    anchors = {link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")} - {None}
    marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
    assert anchors == {"source_1", "source_2"} and anchors <= marks
    links = zipfile.ZipFile(io.BytesIO(raw)).read("word/_rels/document.xml.rels").decode()
    assert "https://radio.example/?a=1&amp;b=2" in links and "javascript" not in links
    kept = found.core_properties
    assert (kept.title, kept.author, kept.created.isoformat()) == (brief().title, "ana", "2024-05-10T08:00:00+00:00")


def test_the_json_has_each_sentence_with_its_evidence() -> None:
    """Programs must be able to follow a sentence to its record."""
    told = decode_any(file_of(brief(), "json"))
    sentence = told["parts"][0]["sections"][0]["sentences"][0]
    assert [(r["report"], r["record"]) for r in sentence["refs"]] == [("r1", "f-1"), ("r2", "f-2")]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "file:///etc/passwd", "", None])
def test_only_addresses_of_the_web_are_links(url: str | None) -> None:
    """A click in a brief must lead to a page, never run one."""
    assert address(url) == ""


def test_notes_and_numbers_of_an_analyst_are_marked_in_every_form() -> None:
    """What is not from the reports must say so wherever it is read."""
    for form in ("md", "html"):
        text = file_of(brief(), form).decode()
        assert "not from the reports" in text and "not in its evidence" in text
    words = " ".join(p.text for p in docx.Document(io.BytesIO(file_of(brief(), "docx"))).paragraphs)
    assert "not from the reports" in words and "not in its evidence" in words
