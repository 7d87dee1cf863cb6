"""The ontologies: types and modes with their meanings, and the crosswalk to other codebooks."""

import pytest

from bellwire.extract.event_codes import codes_of
from bellwire.knowledge import check_table, table
from bellwire.knowledge.tables import ROOT
from bellwire.model.words import EVENT_TYPES, MODES

TABLES = [
    *(ROOT / "ontologies" / f"{name}.tsv" for name in ("event_types", "event_modes", "crosswalk")),
    *(ROOT / "languages" / "en" / f"{name}.tsv" for name in ("triggers", "event_classes", "event_means", "modality")),
]


@pytest.mark.parametrize("path", TABLES, ids=lambda p: p.stem)
def test_the_tables_keep_their_schemas(path: object) -> None:
    """A slip in a table would go into the record unseen."""
    assert check_table(path) == []  # type: ignore[arg-type]


def test_every_type_and_mode_has_a_meaning() -> None:
    """A reader of the codebook would look a word up in vain."""
    assert sorted(row["type"] for row in table("ontologies", "event_types")) == sorted(EVENT_TYPES)
    told = {(row["type"], row["mode"]) for row in table("ontologies", "event_modes")}
    assert told == {(kind, mode) for kind, modes in MODES.items() for mode in modes}


def test_the_crosswalk_names_modes_that_exist() -> None:
    """A row with a mistyped mode would never fit."""
    rows = table("ontologies", "crosswalk")
    assert [r for r in rows if r["mode"] and r["mode"] not in MODES[r["type"]]] == []


def test_sides_decide_between_a_battle_and_an_attack_on_civilians() -> None:
    """A massacre would be exported as a battle."""
    battle = codes_of("ASSAULT", "firearms", ["armed"], ["state"], mutual=False)
    attack = codes_of("ASSAULT", "firearms", ["armed"], ["civilian"], mutual=False)
    assert (battle.acled_event_type, battle.acled_sub_event_type) == ("Battles", "Armed clash")
    assert (attack.acled_event_type, attack.acled_sub_event_type) == ("Violence against civilians", "Attack")
