"""Events of headlines and of wordings that the parser reads wrongly."""

import pytest
from tests.extract.test_events import events_in, told

HEADLINES = [
    ("Kano police battle gangs near bus park\n\nThe bus park was shut.", ("ASSAULT", None)),
    ("Thousands uprooted as fighters near Sarn\n\nThe road was shut.", ("DISPLACE", "flee")),
    ("Bama camp empties after night raid\n\nThe road was shut.", ("DISPLACE", "flee")),
    ("Police, rebels fight for Bama port as displacement soars\n\nThe road was shut.", ("DISPLACE", "flee")),
]


@pytest.mark.parametrize(("page", "expected"), HEADLINES)
def test_a_headline_tells_its_happening(page: str, expected: tuple[str, str | None]) -> None:
    """Reports of one happening would not meet where one tells it in its headline alone."""
    found = [(e.type, e.mode) for e in events_in(page)]
    assert expected in found


SENTENCES = [
    ('The ministry said its troops had "liberated" Sarnivka, a village west of Pokrovsk.', ("CONTROL", "capture")),
    ("The army insisted that its forces had taken the village of Sarn.", ("CONTROL", "capture")),
    ("Rebels said they had taken full control of the hilltop.", ("CONTROL", "capture")),
    ("The army captured the summit on Saturday.", ("CONTROL", "capture")),
    ("Images showed at least 14 burned houses in the village.", ("ASSAULT", "destroy")),
    ("Two days of shelling and air raids killed nine people.", ("ASSAULT", "heavy-weapons")),
    ("Gunmen at a checkpoint took the men aside.", ("ASSAULT", "abduct")),
    ("The soldiers fired into the air.", ("ASSAULT", "firearms")),
    ("A hotel siege in Mogadishu ended after nine hours.", ("ASSAULT", None)),
    ("Protesters broke into parliament.", ("PROTEST", "obstruct")),
    ("The captives were let go on Monday.", ("RETREAT", "release")),
    ("The militia tightened its grip on the outskirts of El Fasher.", ("CONTROL", "hold")),
    ("It would send 200 more police officers by June.", ("MOBILIZE", "police")),
    ("The brigade lost ten men this month.", ("ASSAULT", None)),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_a_happening_is_found_in_other_wordings(text: str, expected: tuple[str, str | None]) -> None:
    """Two reports that choose other words for one happening would look like two happenings."""
    found = [event[:2] for event in told(text)]
    assert any(kind == expected[0] and (mode == expected[1] or expected[1] is None) for kind, mode in found)


@pytest.mark.parametrize(
    "text",
    [
        "The union demanded that the army leave the town.",
        "Twelve injured people were resting.",
        "The police battle plan was praised.",
        "The peace summit was long.",
    ],
)
def test_what_tells_no_happening_is_left_out(text: str) -> None:
    """Wishes, plans and descriptions would be counted as deeds."""
    assert not [e for e in told(text) if e[0] in ("ASSAULT", "CONTROL", "DISPLACE", "RETREAT")]


def test_a_refusal_is_a_rejection() -> None:
    """A refused truce would vanish from the record."""
    assert ("REJECT", None, ["Chad"], ["army"]) in told("Chad would not agree to a pause for the army.")


def test_prosecuting_nobody_does_not_deny_the_strike() -> None:
    """A raid would look denied because nobody was tried for it."""
    events = events_in("Ethiopia has not prosecuted anyone for the Togoga strike of 22 June 2021.")
    assert [e.status for e in events if e.type == "ASSAULT"] == ["occurred"]


def test_a_dateline_is_not_where_it_happened() -> None:
    """Happenings of one region would be placed in the capital where the reporter sits."""
    text = "NAIROBI, Kenya - Gunmen attacked a market in Garissa on Monday. Nine people were killed."
    events = events_in(text, published="2025-03-05")
    assert events
    assert all(e.place is not None for e in events)


def test_another_clause_does_not_date_what_is_told_of_an_unknown_day() -> None:
    """An exchange of last Sunday would be dated to the end of a truce years ago."""
    events = events_in(
        "Prisoners were swapped on Sunday, the biggest exchange since the truce lapsed on 2 October 2022."
    )
    assert all(e.date is None for e in events if e.trigger.start < 30)
