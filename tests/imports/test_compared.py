"""What of one data set another can have at all, and how many links chance makes."""

from dataclasses import replace
from datetime import date

import pytest
from tests.relate.linked_sets import two_sets

from bellwire.imports.compared import by_chance, compare
from bellwire.imports.noted import Collection, of_own
from bellwire.imports.sets import all_sets
from bellwire.model.words import EVENT_TYPES, MODES
from bellwire.relate.linking import Noted

DAY = date(2024, 5, 3)
HIT = Noted(id="a", type="ASSAULT", first=DAY, last=DAY, country="ML", killed=(3.0, 3.0))


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"killed": None}, True),
        ({"killed": (0.0, 0.0)}, False),
        ({"type": "PROTEST"}, True),
        ({"type": "PROTEST", "killed": None}, False),
        ({"type": "CONTROL", "mode": "capture"}, True),
        ({"type": "CONSULT"}, False),
    ],
)
def test_what_ucdp_never_has_is_not_missing_there(changes: dict[str, object], fits: bool) -> None:
    """Talks, and attacks in which nobody died, would make any other data set look as if UCDP missed half the war."""
    ucdp = all_sets()["ucdp"]
    mine = Collection(name="coded", noted=(replace(HIT, **changes),))  # type: ignore[arg-type]
    found = compare(mine, Collection(name="UCDP", noted=(), types=ucdp.types, deadly=ucdp.deadly))
    assert len(found.found.only_left) == fits and found.foreign_a == (not fits)


def test_chance_is_told_honestly() -> None:
    """Of two sets that share nothing all links are by chance; of two that do, the wrong ones are not more."""
    none, third = two_sets(3, 800, both=0.0), two_sets(3, 800, both=0.33)
    for sets in (none, third):
        found = compare(Collection(name="a", noted=sets.left), Collection(name="b", noted=sets.right))
        wrong = [e for e in found.found.links if (e.left.id, e.right.id) not in sets.truth]
        chance = by_chance(found)
        assert chance is not None and 0.7 * len(wrong) <= chance < len(sets.left) / 2
    assert by_chance(compare(Collection(name="a", noted=(HIT,)), Collection(name="b", noted=(HIT,)))) is None
    assert by_chance(compare(Collection(name="a", noted=()), Collection(name="b", noted=()))) is None


@pytest.mark.parametrize("data", all_sets().values(), ids=lambda d: d.name)
def test_a_data_set_has_types_that_there_are(data: object) -> None:
    """A misspelled type would leave everything out of a comparison."""
    assert getattr(data, "types") <= set(EVENT_TYPES)  # noqa: B009


def test_acleds_types_lead_to_types_and_modes_that_there_are() -> None:
    """Each row of the crosswalk back is one of the record's own words, and of those that ACLED is said to have."""
    from bellwire.knowledge import table

    for row in table("ontologies", "acled_types"):
        assert not row["type"] or row["type"] in all_sets()["acled"].types
        assert not row["mode"] or row["mode"] in MODES[row["type"]]


@pytest.mark.parametrize(
    "cells",
    [
        {"incident": "i-1", "type": "PICNIC"},
        {"incident": "i-1", "type": "ASSAULT", "latitude": "95"},
        {"incident": "i-1", "type": "ASSAULT", "date_start": "soon"},
        {"incident": "i-1", "type": "ASSAULT", "killed_low": "-1"},
    ],
)
def test_a_row_of_our_own_table_that_cannot_be_is_refused(cells: dict[str, str]) -> None:
    """It is left out and counted as such."""
    with pytest.raises(ValueError, match="is n"):
        of_own(cells)
