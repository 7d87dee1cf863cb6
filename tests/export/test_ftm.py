"""FollowTheMoney: its own package takes every entity as it is, and ids are the same each time."""

import os
import sys
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from tests.export.record import ARMY, clash, market, source

from bellwire.export import Dossier, Options
from bellwire.export.formats import ftm
from bellwire.model import Party
from bellwire.model.codec import decode_any

APART = Path(sys.prefix) / "ftm"
"""Where `make setup` puts FollowTheMoney, with what it alone needs: after all else, so that nothing is replaced."""


@pytest.fixture(scope="module")
def model() -> Any:
    """FollowTheMoney's own model; tests that need it are skipped where it was not set up."""
    sys.path.append(str(APART))
    try:
        from followthemoney import model as found
    except ImportError:
        if os.environ.get("BELLWIRE_REQUIRE_FTM") == "1":
            pytest.fail(f"no FollowTheMoney in {APART}; run: make setup", pytrace=False)
        pytest.skip("FollowTheMoney is not set up; run: make setup")
    finally:
        sys.path.remove(str(APART))
    return found


def written(*given: Dossier, table: str = "entities") -> list[dict[str, Any]]:
    out = BytesIO()
    ftm.write(source(*given), out, Options(table=table))
    return [decode_any(line) for line in out.getvalue().splitlines()]


def with_party(dossier: Dossier, party: Party) -> Dossier:
    return replace(dossier, incident=replace(dossier.incident, agents=(party,), patients=()))


def test_followthemoney_takes_every_entity_as_it_is(model: Any) -> None:
    """Aleph drops what its model does not know, and says nothing."""
    found = written()
    for given in found:
        schema = model.get(given["schema"])
        assert schema is not None, given["schema"]
        assert schema.validate(given) is None
        proxy = model.get_proxy(given, cleaned=False)
        kept = {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()}
        assert kept == {name: sorted(values) for name, values in given["properties"].items()}, given
    assert {e["schema"] for e in found} >= {"Article", "Event", "Address", "Documentation", "Mention", "PublicBody"}


def test_every_schema_and_property_of_the_table_is_known_to_followthemoney(model: Any) -> None:
    """A property that the next version renames must fail here, not at a user's import."""
    for schema, properties in ftm._properties().items():
        known = model.get(schema)
        assert known is not None and {*properties} <= {*known.properties}
    assert {schema for schema, _ in ftm.SCHEMATA.values()} <= {*model.schemata}


def test_what_an_entity_names_came_before_it() -> None:
    """An edge whose ends are missing is refused by loaders that read once."""
    seen: set[str] = set()
    for given in written():
        for name in ("document", "entity", "resolved", "addressEntity", "involved", "proof"):
            assert {*given["properties"].get(name, ())} <= seen, (given["schema"], name)
        assert given["id"] not in seen, "each comes once"
        seen.add(given["id"])


def test_ids_are_the_same_in_each_export() -> None:
    """An id that changes makes a second copy of everything at the next upload."""
    whole = {e["id"] for e in written()}
    assert {e["id"] for e in written(clash())} < whole
    assert ftm.entity_id("event", "i-clash") == "bw-dc867390f4070eccc3e854a8044925eda05b6163"


def test_a_body_is_one_entity_and_two_persons_of_one_name_are_two() -> None:
    """An innocent namesake must not be drawn into another event's graph."""
    person = Party(name="Amina Duba", type="person", country="ML")
    for party, number in ((ARMY, 1), (person, 2)):
        found = written(with_party(clash(), party), with_party(market(), party))
        ids = {e["id"] for e in found if party.name in e["properties"].get("name", ()) and e["schema"] != "Mention"}
        assert len(ids) == number


@pytest.mark.parametrize(
    "party", [Party(name="civilians", type="civilians"), Party(name="[name withheld]", type="person")]
)
def test_nobody_in_particular_is_no_entity(party: Party) -> None:
    """All withheld names as one person would be the best-connected suspect of the graph."""
    found = written(with_party(clash(), party))
    assert not [e for e in found if party.name in e["properties"].get("name", ())]
    told = [line for line in written(with_party(clash(), party), table="sidecar") if line["table"] == "parties"]
    assert [(t["name"], t["entity"], t["role"]) for t in told] == [(party.name, None, "agent")]


def test_the_sidecar_has_figures_claims_and_roles_by_the_entities_ids() -> None:
    """Figures and who holds them are what FollowTheMoney would lose."""
    ids, lines = {e["id"] for e in written()}, written(table="sidecar")
    assert Counter(line["table"] for line in lines) == {"parties": 6, "figures": 6, "claims": 1}
    for line in lines:
        assert line["event"] in ids and line.get("document", line["event"]) in ids
        assert line.get("entity") is None or line["entity"] in ids
    army = next(line for line in lines if line["table"] == "figures" and line["best"] == 17)
    assert army["holder"] == "the army" and army["kind"] == "all"


def test_a_copy_is_marked_as_one() -> None:
    """A story reprinted in ten papers must not count as ten documents in support."""
    roles = Counter(e["properties"]["role"][0] for e in written(market()) if e["schema"] == "Documentation")
    assert roles == {"telling": 2, "copy": 1}


@pytest.mark.parametrize(
    ("given", "made"),
    [("2024", "2024"), ("2024-05", "2024-05"), ("2024-05-02T10:00:00Z", "2024-05-02T10:00"), ("2024-05~", None),
     ("2024-05-02/2024-05-03", None), ("", None), (None, None), ("2024-21", None)],
)  # fmt: skip
def test_only_dates_that_followthemoney_reads_go_out(given: str | None, made: str | None) -> None:
    """A season written as a month is a wrong date."""
    assert ftm.date_text(given) == made
