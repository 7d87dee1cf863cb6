"""Citations: what a colleague's reference manager and TeX make of them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.brief.cite import bibliography, bibtex, csl, date_parts, incident_bibtex, incident_csl, key, tex, tex_url
from bellwire.model import Document, EventDate, Incident, MadeBy, Published, Redaction, Report
from bellwire.model.codec import encode_plain


def page(id: str = "r1", title: str = "Twelve killed in Tessit", **document) -> Report:
    given = {"outlet": "Gao Post", "url": "https://gaopost.example/n?id=4&x=a_b", "language": "en"} | document
    published = Published(value=given.pop("published", "2024-05-02T10:00"), from_="given")
    text = given.pop("text", "Asal Demo, 9, was killed, her uncle said.")
    document = Document(id=id, kind="article", text=text, title=title, published=published, **given)
    return Report(id=id, document=document, made_by=MadeBy(bellwire="0"))


INCIDENT = Incident(
    id="i-1", title="12 killed in attack", type="ASSAULT", status="occurred", date=EventDate(value="2024-05-01")
)


def is_whole(entries: str) -> bool:
    """Whether every brace that opens is closed, as BibTeX counts them: with those behind a backslash."""
    depth = 0
    for c in entries:
        depth += (c == "{") - (c == "}")
        if depth < 0:
            return False
    return depth == 0


@given(st.text())
def test_no_headline_breaks_a_bibliography(title: str) -> None:
    """One brace or percent sign in a headline would cost all entries after it."""
    entry = bibtex(page(title=title))
    assert is_whole(entry)
    words = re.search(r"title = \{\{(.*)\}\},\n", entry)
    assert words and not re.search(r"(?<!\\)[%&$#_]|[~^]", words[1].replace("{}", ""))


def test_what_tex_reads_as_commands_is_printed_as_text() -> None:
    r"""A page whose headline is `\input{/etc/passwd}` must not be obeyed."""
    assert tex(r"\input{/etc/passwd}") == r"\textbackslash{}input\textbraceleft{}/etc/passwd\textbraceright{}"
    assert tex("a\nb\x00\x1b[31mc") == "a b[31mc"


@given(st.text())
def test_an_address_never_ends_its_field(url: str) -> None:
    """A hostile link must not open an entry of its own."""
    assert not set(tex_url(url)) & set("{}\\\n\r\t ")


def test_keys_tell_reports_of_one_outlet_and_day_apart() -> None:
    """Two pages under one key are one source to a reference manager."""
    keys = {key(page(id)) for id in ("r1", "r2", "r3")}
    assert len(keys) == 3
    assert all(re.fullmatch("gaopost2024-[0-9a-f]{8}", each) for each in keys)
    assert key(page(outlet="وكالة")).startswith("report2024-")


def test_a_bibliography_has_each_report_once_and_in_one_order() -> None:
    """The same sources must give the same file."""
    one, two = page("r1"), page("r2")
    assert bibliography([one, two, one]) == bibliography([two, one])
    assert bibliography([one, two]).count("@misc") == 2


@pytest.mark.parametrize(
    ("value", "parts"),
    [("2024-05-02", [2024, 5, 2]), ("2024-05", [2024, 5]), ("2024", [2024]), ("20245", []), ("2024-13", [2024])],
)
def test_dates_go_as_far_as_they_are_known(value: str, parts: list[int]) -> None:
    """A month must not become the first of it."""
    assert date_parts(value) == parts


def test_the_csl_item_has_what_a_style_needs() -> None:
    """Title, outlet, day, address, and what was not known left out."""
    item = csl(page(bylines=("Lina Sample",)), accessed="2024-05-03")
    assert item["author"] == [{"literal": "Lina Sample"}]
    assert item["issued"] == {"date-parts": [[2024, 5, 2]]} and item["accessed"] == {"date-parts": [[2024, 5, 3]]}
    assert item["type"] == "article-newspaper" and item["URL"].endswith("x=a_b")
    bare = csl(page(published=None, url=None, outlet=None))
    assert bare["type"] == "document" and not {"issued", "URL", "author"} & bare.keys()
    assert csl(page(published="2024-05~"))["issued"] == {"date-parts": [[2024, 5]], "circa": True}


def test_hidden_names_stay_hidden() -> None:
    """A name taken out of the record must not come back through its citation."""
    named = replace(page(title="Asal Demo, 9, killed"), redact=(Redaction(start=0, end=9, why="a child"),))
    assert "Asal" not in bibtex(named) and "Asal" not in encode_plain(csl(named)).decode()


def test_an_incident_is_cited_with_its_sources() -> None:
    """Whoever cites the record must name the reports that it rests on, and as of when."""
    reports = [page("r1"), page("r2", title="The toll rises")]
    entries = incident_bibtex(INCIDENT, reports, as_known_on="2024-05-09", url="https://desk.example/incidents/i-1")
    assert entries.startswith("@misc{bellwire-i-1,") and entries.count("@misc") == 3 and is_whole(entries)
    assert "as known on 2024-05-09" in entries and "eventdate = {2024-05-01}" in entries
    assert all(key(report) in entries.split("\n\n")[0] for report in reports)
    items = incident_csl(INCIDENT, reports, as_known_on="2024-05-09")
    assert [item["type"] for item in items] == ["entry", "article-newspaper", "article-newspaper"]
    assert items[0]["event-date"] == {"date-parts": [[2024, 5, 1]]}
