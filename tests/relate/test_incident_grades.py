"""The suggested grade and the title of an incident: what an analyst believes of it at first sight."""

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.relate.evidence import (
    ARMY,
    BY_ARMY,
    BY_MINISTER,
    GROUP,
    MALI,
    OTHERS,
    TESSIT,
    VILLAGERS,
    dated,
    held,
    told,
)

from bellwire.knowledge import table
from bellwire.model import Evidence, Party
from bellwire.model.words import EVENT_TYPES, MODES, Credibility, GradeWord, Reliability
from bellwire.relate.incidents import merge


def grade(*pages: Evidence) -> tuple[str | None, str | None]:
    found = merge("i", pages).suggested
    assert found.reliability == "F" and found.why
    return found.word, found.credibility


def test_grades_follow_the_independent_sources() -> None:
    """One statement in two outlets would be graded as two sources."""
    assert grade(told("a")) == ("weak", "3")
    assert grade(told("a", **BY_ARMY), told("b", **BY_MINISTER)) == ("weak", "3")
    assert grade(told("a"), told("b", **BY_ARMY)) == ("fair", "2")
    assert grade(told("a", status="possible")) == ("weak", "4")
    assert grade(replace(told("a"), outlet=None)) == ("weak", "6")


def test_figures_that_cannot_be_right_together_lower_the_credibility() -> None:
    """A disputed toll would be as credible as an agreed one."""
    pages = [told("a", figures=(held("a", "x", best=5.0),)), told("b", figures=(held("b", "y", best=50.0),))]
    assert grade(*pages) == ("fair", "3")


def test_an_admission_confirms_harm_to_civilians_only() -> None:
    """A boast about killed enemies would be graded as confirmed."""
    admitted = told("a", agents=(ARMY,), patients=(VILLAGERS,), **BY_ARMY)
    assert grade(admitted) == ("confirmed", "1")
    assert grade(replace(admitted, patients=(GROUP,))) == ("weak", "3")
    assert grade(told("a", agents=(GROUP,), patients=(VILLAGERS,), **BY_ARMY)) == ("weak", "3")


def test_the_accused_contests_and_does_not_discount() -> None:
    """A massacre would be discounted on the word of those who did it."""
    denies: dict[str, Any] = {"denied_by": ("Mali army",), "denied_sides": (("mali army", "state:ML"),)}
    accused = told("a", agents=(ARMY,), patients=(VILLAGERS,), **denies)
    assert grade(accused) == ("contested", "4")
    assert "Mali army denies it" in (merge("i", [accused, told("b")]).suggested.why or "")
    assert grade(replace(accused, status="denied")) == ("contested", "4")
    assert grade(told("a", status="denied", agents=(GROUP,), **denies)) == ("discounted", "5")
    assert grade(told("a", status="not_occurred")) == ("discounted", "5")


def test_competing_doers_contest_but_two_names_for_some_gang_do_not() -> None:
    """Blame would be shown as settled where sources differ, or as disputed where one only says “gunmen”."""
    one, two = told("a", agents=(GROUP,)), told("b", agents=(OTHERS,))
    assert grade(one, two) == ("contested", "4")
    vague = replace(OTHERS, name="Malian gunmen", side=("malian gunman",))
    assert grade(one, replace(two, agents=(vague,))) == ("fair", "2")
    both = replace(two, agents=(GROUP, OTHERS), patients=(GROUP, OTHERS))
    assert grade(one, both) == ("fair", "2")


@given(st.lists(st.floats(0.05, 0.99), min_size=1, max_size=8))
def test_confidence_grows_with_sources_and_never_to_certainty(values: list[float]) -> None:
    """Many weak tellings would pass for a certainty, or agreement would lower trust."""
    pages = [told(f"o{n}", confidence=value) for n, value in enumerate(values)]
    found = merge("i", pages).confidence
    assert max(values) - 0.001 <= found <= max(0.95, *values) + 0.001
    echoed = merge("i", [replace(p, speakers=("x",), sides=(("x",),)) for p in pages])
    assert echoed.confidence == pytest.approx(max(values), abs=0.001)


def test_every_grade_has_its_meaning_and_source() -> None:
    """An analyst could not look up what a grade means."""
    words = {"word": GradeWord, "reliability": Reliability, "credibility": Credibility}
    for scale, grades in words.items():
        assert tuple(row["grade"] for row in table("grades") if row["scale"] == scale) == get_args(grades)


# ---------------------------------------------------------------- the title


def titled(**fields: Any) -> str:
    return merge("i", [told("Sahel Post", **fields)]).title


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"place": TESSIT, "figures": (held("a", low=12.0),)}, "At least 12 killed in attack on Tessit, Mali"),
        ({"place": TESSIT, "mode": "drone", "status": "possible"}, "Drone attack on Tessit, Mali (possible)"),
        ({"place": MALI, "mode": "heavy-weapons"}, "Shelling in Mali"),
        ({"place": replace(TESSIT, precision=2), "type": "CONTROL", "mode": "capture"}, "Capture near Tessit, Mali"),
        ({"place": TESSIT, "agents": (GROUP,), "patients": (VILLAGERS,)}, "Attack on Tessit, Mali"),
        ({"agents": (ARMY, GROUP), "patients": (ARMY, GROUP), "place": TESSIT}, "Clashes in Tessit, Mali"),
        ({"type": "CONSULT", "agents": (ARMY, GROUP)}, "Talks between Mali army and Sahel Front"),
        ({"type": "ACCUSE", "date": dated("2024-05-02")}, "Accusation, 2024-05-02, told by Sahel Post"),
        (
            {"figures": (held("a", best=9.0, kind="fighters", population="terrorists"),)},
            "9 fighters killed in attack",
        ),
        ({"figures": (held("a", low=24.0, approx=True),)}, "Dozens killed in attack"),
        (
            {"type": "DISPLACE", "mode": "evacuate", "figures": (held("a", best=4000.0, measure="displaced"),)},
            "4,000 evacuated",
        ),
    ],
)
def test_titles_are_neutral_and_say_how_many_and_where(fields: dict[str, Any], title: str) -> None:
    """A list of incidents could not be read, or would name a culprit, or speak in one side's words."""
    assert titled(**fields) == title


def test_private_persons_are_not_in_titles() -> None:
    """A published list would name a victim."""
    victim = Party(name="Moussa Ba", type="person", side=("moussa ba",), private=True)
    assert titled(type="RETREAT", mode="release", patients=(victim,)) == "Release, told by Sahel Post"


def test_every_type_and_mode_has_a_title() -> None:
    """An incident of a rare mode would have no line in the list."""
    for kind in EVENT_TYPES:
        for mode in (None, *sorted(MODES.get(kind, ()))):
            assert titled(type=kind, mode=mode, place=TESSIT).endswith("Tessit, Mali")
    known = {(row["type"], row["mode"]) for row in table("languages", "en", "incident_nouns")} - {("ASSAULT", "clash")}
    assert all(not mode or mode in MODES[kind] for kind, mode in known)
