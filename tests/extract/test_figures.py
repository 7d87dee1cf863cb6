"""Figures: what a number counts, in which role, of which whole, and who holds it."""

from dataclasses import replace

import pytest
from tests.support import draft_of

from bellwire.draft import Draft
from bellwire.extract import figures
from bellwire.extract.figures import PART
from bellwire.knowledge import language
from bellwire.model import Claim, Figure, Span


def read(text: str) -> tuple[Draft, list[Figure]]:
    draft = draft_of(text, published="2025-03-04", upto="times")
    return draft, list(PART.run(draft, language("en")))


def measures(text: str) -> list[tuple[str, str, str | None]]:
    return [(text[f.start : f.end], f.measure, f.population) for f in read(text)[1]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The shelling killed at least 12 people.", ("at least 12 people", "killed", "people")),
        ("Some 40 villagers were wounded in the raid.", ("Some 40 villagers", "injured", "villagers")),
        ("Gunmen abducted 30 pupils near Kuta.", ("30 pupils", "abducted", "pupils")),
        ("Police arrested nine men on the bridge.", ("nine men", "arrested", "men")),
        ("About 7,000 people fled the town.", ("About 7,000 people", "displaced", "people")),
        ("The raid destroyed 14 vehicles.", ("14 vehicles", "destroyed", "vehicles")),
        ("The army will deploy 1,200 soldiers.", ("1,200 soldiers", "troops", "soldiers")),
        ("The rebels captured three villages.", ("three villages", "territory", "villages")),
        ("The group has up to 900 fighters.", ("up to 900 fighters", "combatants", "fighters")),
        ("No civilians were hurt.", ("No civilians", "injured", "civilians")),
        ("Thousands flee fighting in the east.", ("Thousands", "displaced", "people")),
        ("The zone reports 19 deaths and 44 injured.", ("19 deaths", "killed", "deaths")),
        ("The dead include 17 soldiers.", ("17 soldiers", "killed", "soldiers")),
        ("The bulletin lists 11 wounded.", ("11 wounded", "injured", "people")),
        ("Some 1,200 soldiers had reached the town.", ("Some 1,200 soldiers", "troops", "soldiers")),
        ("The gunmen, numbering about 50, came at dawn.", ("about 50", "combatants", "gunmen")),
    ],
)
def test_measure(text: str, expected: tuple[str, str, str]) -> None:
    """The dead would be mixed up with the wounded, the displaced or the soldiers sent."""
    assert expected in measures(text)


@pytest.mark.parametrize(
    "text",
    [
        "She is 87.",
        "He buried his sons, aged 12 and 15.",
        "No driver would leave without an escort.",
        "1. Minova",
        "Two years ago the group held the town.",
    ],
)
def test_no_figure(text: str) -> None:
    """Ages, times gone by and the numbers of headings would be counts."""
    assert [f for f in measures(text) if f[2] not in ("sons",)] == []


def test_number_put_refers_to_those_counted_before() -> None:
    """The governor's toll would be a count of nothing."""
    text = "Officials said 41 people had been killed. The governor put it at 60."
    assert measures(text)[-1] == ("60", "killed", "people")


def test_measure_is_carried_over() -> None:
    """ "Killed 12 people and injured 30" would lose its wounded."""
    found = [(m, p) for _, m, p in measures("The blast killed 12 people and injured 30.")]
    assert found == [("killed", "people"), ("injured", "people")]


def test_bare_toll() -> None:
    """A toll told as a bare number would not be a count of the dead."""
    assert [m for _, m, _ in measures("The death toll rose to 57.")] == ["killed"]


def test_subset_is_part_of_its_whole() -> None:
    """Three children would be added to the 31 dead among whom they are."""
    _, (whole, part) = read("The strike killed 31 people, including three children.")
    assert part.part_of == whole.id
    assert (whole.measure, part.measure) == ("killed", "killed")


def test_one_without_a_number() -> None:
    """The single soldier killed would not be counted."""
    _, found = read("A mine killed a soldier on the road.")
    assert [(f.measure, f.best) for f in found] == [("killed", 1)]


def test_claim_is_the_innermost() -> None:
    """A count would be held by the wrong speaker, or by the outlet itself."""
    draft, (figure,) = read("The ministry said rebels told it that the blast killed 12 people.")
    outer = Claim(id="c1", content=(Span(start=18, end=len(draft.text)),), manner="indirect")
    inner = Claim(id="c2", content=(Span(start=35, end=len(draft.text)),), manner="indirect")
    (held,) = PART.run(replace(draft, claims=(outer, inner)), language("en"))
    assert figure.claim is None
    assert held.claim == "c2"


def test_nothing_to_read() -> None:
    """Odd pages would stop the run."""
    for text in ("", "“", "12", "KILLED 12 IN RAID", "قتل 12 شخصا", "💥 3 dead 💥"):
        for figure in read(text)[1]:
            assert text[figure.start : figure.end].strip()


def test_same_page_same_figures() -> None:
    """Two runs would give reports that differ."""
    text = "At least 12 people, among them two nurses, died and 40 fled."
    assert read(text)[1] == read(text)[1]
    assert figures.PART.gives == ("figures",)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Kova (known as Ania), 34, was killed near the mill.",
        'Anna Kova, known as "Ania," 34, was killed near the mill.',
        "A woman named سفورا ليند (Sefora Lind), 34, was killed.",
        "Anna Kova (Ania) (34) was killed.",
    ],
)
def test_an_age_behind_brackets_is_no_toll(text: str) -> None:
    """One dead of 34 years would be counted as 34 dead."""
    assert all(f.best == 1 for f in read(text)[1])


def test_a_count_behind_brackets_stays_a_count() -> None:
    """Without it tolls behind a remark in brackets would be lost as ages."""
    assert ("34 people", "killed", "people") in measures("In the north (near the mill), 34 people were killed.")


@pytest.mark.parametrize(
    "text",
    [
        "A baker whose brother was killed spoke of the raid.",
        "A baker whose brother they killed spoke of the raid.",
        "A teacher whose son was wounded fled.",
    ],
)
def test_whose_kin_was_hurt_is_not_hurt(text: str) -> None:
    """Mourners and witnesses would be counted among the dead."""
    assert not [m for m in measures(text) if m[1] in ("killed", "injured")]
