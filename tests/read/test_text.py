"""Reading text: not a character may change, and no date may be made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bellwire.errors import InputError
from bellwire.read import Given, checked_date, read_text
from bellwire.read.decode import decode
from bellwire.read.text import kind_of, published_in


@given(st.text(max_size=200))
def test_text_stays_as_it_was_but_for_line_ends(text: str) -> None:
    """Offsets would point at other characters than the user's file has."""
    page = read_text(text, Given(kind="page", language="en"))
    assert page.document.text == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso-8859-15"])
def test_encodings_are_told_apart(encoding: str) -> None:
    """Names with accents would be garbled, and not found again."""
    text = "Les forces armées ont repris Ménaka, a déclaré le général Touré à la télévision. " * 5
    assert decode(text.encode(encoding)) == text


def test_cyrillic_without_a_declaration_is_read() -> None:
    """A page in an old Russian encoding would be noise."""
    text = "Военные сообщили, что взяли город под контроль после трёх дней боёв. " * 8
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7 stuff", b"\x89PNG\r\n\x1a\n" + bytes(64), bytes(range(256)) * 20, b"PK\x03\x04zip"]
)
def test_binary_junk_is_refused_in_one_line(raw: bytes) -> None:
    """A picture would be read as a report."""
    with pytest.raises(InputError) as error:
        decode(raw, name="photo.txt")
    assert str(error.value).startswith("photo.txt:") and "\n" not in str(error.value)


def test_kinds_are_judged_from_the_text() -> None:
    """A pasted page would be read with its menus, or an article lose paragraphs to cleaning."""
    body = "The army said on Monday that it had retaken the town after a week of fighting in which many died.\n"
    assert kind_of("Army retakes Kadugli\n\n" + body * 4) == "article"
    assert (
        kind_of("Home\nWorld\nSport\nSign in\nArmy retakes Kadugli\n" + body * 4 + "Share\nMost read\nPrivacy policy\n")
        == "page"
    )
    assert kind_of("") == "article"


def test_a_date_is_taken_from_a_byline_only() -> None:
    """The day of an old battle would become the day of publication."""
    body = (
        "The army said on 3 May 2024 that it had retaken the town after a week of fighting in which many people died."
    )
    assert published_in(f"Army retakes Kadugli\nBy Awa Diallo | 5 May 2024\n{body}", "page") == "2024-05-05"
    assert published_in(f"Army retakes Kadugli\nUpdated 2 hours ago\n{body}", "page") is None
    assert published_in(f"Army retakes Kadugli\n{body}", "page") is None


def test_a_date_given_beats_the_page_and_a_bad_one_is_an_issue() -> None:
    """What the user knows would be lost, or a slip of the pen stop a run."""
    text = "Army retakes Kadugli\nBy Awa Diallo | 5 May 2024\nThe army said so."
    good = read_text(text, Given(published="2024-05-06T10:00:00Z"))
    assert good.document.published.value == "2024-05-06T10:00:00Z" and good.document.published.from_ == "given"
    bad = read_text(text, Given(published="6 May"))
    assert bad.document.published.value is None
    assert [issue.code for issue in bad.issues] == ["bad_date"]


@pytest.mark.parametrize("value", ["2024", "2024-05", "2024-05-06", "2024-05-06T10:00", "2024-05-06 10:00:00+02:00"])
def test_dates_may_be_given_in_iso_forms(value: str) -> None:
    """A date that is one would be refused."""
    assert checked_date(value) == value.replace(" ", "T")


@pytest.mark.parametrize("value", ["", "yesterday", "2024-02-30", "06/05/2024", "2024-05-06Tnoon", "99"])
def test_what_is_no_date_is_refused(value: str) -> None:
    """Events would be placed on a day that is none."""
    with pytest.raises(InputError, match="no date"):
        checked_date(value)


def test_another_language_is_known() -> None:
    """A Spanish page would be read with English rules."""
    text = "El ejército informó el lunes de que había recuperado la ciudad tras una semana de combates. " * 3
    assert read_text(text).document.language == "es"


def test_an_empty_text_gives_an_issue() -> None:
    """An empty file would pass as a report with no events."""
    page = read_text("")
    assert [issue.code for issue in page.issues] == ["empty"] and page.document.text == ""
