"""What notebooks show: readable, escaped, bounded."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from tests.export.record import clash, market

from bellwire import code
from bellwire.model.notebook import CHARACTERS, ROWS, incidents_html, table_html
from bellwire.store.view import Listed

EVIL = '<script>alert("1")</script>'
ALLOWED = frozenset("table caption thead tbody tr th td bdi p h4 mark".split())


class Read(HTMLParser):
    """The elements of a page, that they are closed in their order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.named: set[str] = set()
        self.text = ""
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)
        self.named |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_a_hostile_page_is_shown_as_text() -> None:
    """A page's script must not run in an analyst's notebook, beside her data."""
    page = f"At least 12 people were killed in Gao, {EVIL} residents said.\n\nThe army denied it."
    report = code(page, kind="article", published="2024-05-02", title=EVIL, outlet=EVIL, url=f"javascript:{EVIL}")
    read = Read(report._repr_html_())
    assert read.seen <= ALLOWED and read.named <= {"title", "dir"}
    assert read.text.count(EVIL) >= 3


def test_a_report_shows_its_text_with_marks_and_what_was_read() -> None:
    """A record without its words is one to take on trust."""
    report = code("At least 12 people were killed in Gao, residents said.", kind="article", published="2024-05-02")
    html = report._repr_html_()
    assert re.findall("<mark[^>]*>([^<]*)</mark>", html) == ["At least 12 people", "killed", "said"]
    text = Read(html).text
    assert "killed: 12 or more people (flow)" in text and "residents (indirect)" in text
    assert all(record.id in text for record in (*report.events, *report.claims, *report.figures))


def test_a_page_of_incidents_shows_them_and_how_many_there_are() -> None:
    """A list that looks complete and is not."""
    listed = Listed(incidents=(clash().incident, market().incident), total=1234, after="x")
    text = Read(listed._repr_html_()).text
    assert "Incidents; the first 2 of 1,234" in text
    assert "12 to 17 killed in shelling of Gao, Mali" in text and "contested?" in text
    least = replace(listed, total_is_least=True)
    assert "1,234 or more in all" in Read(least._repr_html_()).text


def test_an_incident_shows_each_figure_with_its_holder() -> None:
    """A toll without the one who gives it."""
    text = Read(market().incident._repr_html_()).text
    assert "Gao Post (own voice)" in text and "the army" in text and "17 people" in text


def test_what_is_long_is_cut_and_says_so() -> None:
    """A million rows must not freeze the browser that shows a notebook."""
    read = Read(incidents_html([clash().incident] * 500, caption="Incidents"))
    assert read.text.count("i-clash") == ROWS and f"the first {ROWS}" in read.text
    assert len(Read(table_html(["x"], [["a" * 9000]], caption="")).text) < CHARACTERS + 10
    page = "\n\n".join(f"Shells hit the town of Gao on day {n}, and people fled." for n in range(1, 120))
    html = code(page, kind="article", published="2024-05-02")._repr_html_()
    assert "more blocks" in html and len(html) < 100_000


@given(st.text(), st.text())
def test_any_text_stays_text(head: str, cell: str) -> None:
    """Nothing that a page says becomes mark-up."""
    assert Read(table_html([head], [[cell]], caption=cell)).seen <= ALLOWED
