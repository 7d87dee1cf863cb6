"""Publish policies: a slip of the pen in one must not publish what it meant to hide."""

from pathlib import Path

import pytest

from bellwire.errors import ConfigError
from bellwire.publish.policy import SHIPPED, named_policy, policy_of, schema, shipped


@pytest.mark.parametrize("name", SHIPPED)
def test_the_policies_that_come_along_are_sound_and_hide_names(name: str) -> None:
    """What most people use as it is must be safe as it is."""
    policy = shipped(name)
    assert policy.names == policy.redactions == "hide"
    assert policy.about and "rejected" not in policy.review


def test_an_empty_policy_hides_names_and_publishes_only_what_was_accepted() -> None:
    """The default must be the careful one."""
    policy = policy_of("", "mine")
    assert (policy.names, policy.redactions, policy.review, policy.graphic) == ("hide", "hide", ("accepted",), "guard")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nmaes = 'show'", "no key 'nmaes'; there are: about, names"),
        ("names = 'perhaps'", "names must be one of hide, show; not 'perhaps'"),
        ("names = true", "names must be one of hide, show; not True"),
        ("review = ['rejected']", "review must be a list of one of unreviewed, accepted, edited"),
        ("review = 'accepted'", "review must be a list of"),
        ("delay_days = -1", "delay_days must be 0 or more"),
        ("delay_days = 1.5", "delay_days must be a whole number"),
        ("quote_words = 'all'", "quote_words must be a whole number"),
        ("[[coordinates]]\ndecimals = 1", "coordinates 1: no `to`"),
        ("[[coordinates]]\nto = 'decimals'", "decimals must be a whole number from 0 to 4"),
        ("[[coordinates]]\nto = 'decimals'\ndecimals = 9", "decimals must be a whole number from 0 to 4"),
        ("[[coordinates]]\nto = 'grid'\ndegrees = 0", "degrees must be from 0.01 to 10"),
        ("[[coordinates]]\nto = 'admin1'\ntypes = ['WAR']", "no type 'WAR'; there are: AGREE"),
        ("[[coordinates]]\nto = 'admin1'\ntype = ['ASSAULT']", "no key 'type'"),
        ("coordinates = 3", "write each as"),
        ("names = ", "not valid TOML"),
    ],
)
def test_what_cannot_be_is_named(text: str, message: str) -> None:
    """A misspelled key that is passed over publishes what it was to hide."""
    with pytest.raises(ConfigError, match="policy mine") as caught:
        policy_of(text, "mine")
    assert message in str(caught.value)


def test_a_policy_is_found_by_name_or_file(tmp_path: Path) -> None:
    """The message lists what there is."""
    file = tmp_path / "ours.toml"
    file.write_text("delay_days = 3\n")
    assert named_policy(str(file)).delay_days == 3
    assert named_policy(str(file)).name == "ours"
    assert named_policy("public") is shipped("public")
    for wrong in ("pubic", str(tmp_path), str(tmp_path / "none.toml"), "../public"):
        with pytest.raises(ConfigError, match="there are: internal, partner, public"):
            named_policy(wrong)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        named_policy(str(file))


def test_the_digest_is_of_what_a_policy_says() -> None:
    """What was confirmed and what is written are compared by it."""
    assert policy_of("delay_days = 3", "a").digest == policy_of("delay_days=3 # days", "a").digest
    assert policy_of("delay_days = 3", "a").digest != policy_of("delay_days = 4", "a").digest
    embargo = [policy_of(f"embargoed_reports = {order}", "a").digest for order in ('["x", "y"]', '["y", "x"]')]
    assert embargo[0] == embargo[1] != policy_of("", "a").digest


def test_every_key_has_a_meaning() -> None:
    """The reference is made of them."""
    assert all(rule["meaning"] for keys in schema().values() for rule in keys.values())


def test_the_reference_has_every_key_and_value() -> None:
    """Who writes a policy has this page alone."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "publish-policy.md").read_text(encoding="utf-8")
    for keys in schema().values():
        for key, rule in keys.items():
            assert f"`{key}`" in page, key
            assert all(f"`{value}`" in page for value in rule.get("values", ())), key
