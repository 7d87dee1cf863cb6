"""iCalendar: what calendars make of it."""

from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
import pytest
from hypothesis import given
from tests.export.nasty import TEXTS, exported, with_text
from tests.export.record import dossiers, market

from bellwire.export.formats.ics import FOLD, escaped, folded
from bellwire.model import EventDate, Grade


def events(*given: Any) -> list[Any]:
    return icalendar.Calendar.from_ical(exported("ics", *given)).walk("VEVENT")


def lines(raw: bytes) -> list[bytes]:
    assert raw.endswith(b"\r\n") and b"\n" not in raw.replace(b"\r\n", b"")
    return raw.split(b"\r\n")


def test_a_calendar_reads_the_days_and_the_words() -> None:
    """An event of two days that ends on its last day is shown a day short: the end is the day after."""
    clash, market = events()
    assert (clash.decoded("dtstart"), clash.decoded("dtend")) == (date(2024, 5, 4), date(2024, 5, 6))
    assert (market.decoded("dtstart"), market.decoded("dtend")) == (date(2024, 5, 1), date(2024, 5, 2))
    assert market["summary"] == "12 to 17 killed in shelling of Gao, Mali"
    assert "killed: 17 people – the army, as of 2024-05-02\n" in market["description"]
    assert market["uid"] == "i-market@bellwire" and market["url"] == "https://r-gao.example/a?b=1&c=2"
    assert (market["geo"].latitude, market["geo"].longitude) == (16.27167, -0.04472)
    assert market["status"] == "TENTATIVE" and market["transp"] == "TRANSPARENT"


def test_an_event_has_what_the_standard_asks_for() -> None:
    """Outlook refuses a whole calendar for one event without UID or DTSTAMP."""
    assert all({"UID", "DTSTAMP", "DTSTART"} <= set(event) for event in events())
    undated = replace(market(), changed=None)
    assert events(undated)[0].decoded("dtstamp").year == 1970


@pytest.mark.parametrize(
    ("first", "last", "in_it"),
    [
        ("2024-05-01", "2024-05-07", True),
        ("2024-05-01", "2024-05-08", False),
        ("2024-05-01", None, False),
        (None, "2024-05-01", False),
        ("next week", "next week", False),
        ("9999-12-31", "9999-12-31", True),
    ],
)
def test_what_is_not_known_to_the_week_is_not_in_it(first: str | None, last: str | None, in_it: bool) -> None:
    """“Since April” would fill every day of the calendar."""
    dossier = market()
    when = EventDate(value="x", earliest=first, latest=last)
    assert bool(events(replace(dossier, incident=replace(dossier.incident, date=when)))) is in_it


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"grade": Grade(word="confirmed")}, "CONFIRMED"),
        ({"grade": Grade(word="confirmed"), "status": "ongoing"}, "CONFIRMED"),
        ({"grade": Grade(word="confirmed"), "status": "denied"}, "TENTATIVE"),
        ({"grade": Grade(word="fair")}, "TENTATIVE"),
        ({"grade": Grade(credibility="1")}, "TENTATIVE"),
        ({"suggested": Grade(word="confirmed")}, "TENTATIVE"),
        ({"review": "accepted"}, "TENTATIVE"),
        ({}, "TENTATIVE"),
    ],
)
def test_only_what_an_analyst_confirmed_is_confirmed(changed: dict[str, Any], status: str) -> None:
    """A calendar's bold entry reads as a fact: one report's word, or the machine's grade, makes none."""
    dossier = market()
    assert events(replace(dossier, incident=replace(dossier.incident, **changed)))[0]["status"] == status


def test_lines_are_folded_within_75_octets_and_never_within_a_character() -> None:
    """Readers cut what is longer, and show half a letter as rubbish."""
    raw = exported("ics", *dossiers())
    assert max(map(len, lines(raw))) <= FOLD
    line = folded("SUMMARY:" + "📢é" * 60)
    assert line.replace(b"\r\n ", b"").decode() == "SUMMARY:" + "📢é" * 60 + "\r\n"
    for part in line.split(b"\r\n"):
        part.decode()


def test_text_is_escaped() -> None:
    """A comma parts values, a semicolon parameters, a line's end properties."""
    assert escaped("a, b; c\\d\r\ne\x00\x07") == r"a\, b\; c\\d\ne"


@given(TEXTS)
def test_no_text_ends_its_event_or_opens_another(text: str) -> None:
    """A page whose title holds END:VEVENT must not write into somebody's calendar."""
    raw = exported("ics", with_text(text + "\r\nEND:VEVENT\r\nBEGIN:VEVENT\nX:"))
    assert max(map(len, lines(raw))) <= FOLD
    assert raw.count(b"\r\nBEGIN:VEVENT\r\n") == raw.count(b"\r\nEND:VEVENT\r\n") == 1
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert event["uid"] == "i-market@bellwire" and str(event["summary"]).endswith("END:VEVENT\nBEGIN:VEVENT\nX:")
