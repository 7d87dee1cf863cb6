"""Settings: a user must be able to tell what is set, and by whom."""

from pathlib import Path

import pytest

from bellwire.errors import ConfigError
from bellwire.settings import MEANING, Settings, resolve


def test_flags_beat_the_environment_and_the_environment_the_file(tmp_path: Path) -> None:
    """A forgotten file must not win over what was typed."""
    (tmp_path / "bellwire.toml").write_text('store = "file.sqlite"\nworkers = 2\nmax_page_mb = 5\n')
    found = resolve({"workers": 4, "store": None}, environment={"BELLWIRE_STORE": "env.sqlite"}, folder=tmp_path)
    assert found.settings == Settings(store="env.sqlite", workers=4, max_page_mb=5.0)
    assert found.origin["workers"] == "flag"
    assert found.origin["store"] == "BELLWIRE_STORE"
    assert found.origin["max_page_mb"].endswith("bellwire.toml")
    assert found.origin["strict"] == "default"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("wrokers = 2", "no setting 'wrokers'; there are: store, workers"),
        ("workers = 0", "workers must be a whole number above 0, not 0"),
        ("workers = true", "workers must be"),
        ('workers = "many"', "workers must be a whole number above 0"),
        ('strict = "maybe"', "strict must be true or false"),
        ("workers =", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, line: str, message: str) -> None:
    """A typo that is silently ignored costs a day."""
    (tmp_path / "bellwire.toml").write_text(line)
    with pytest.raises(ConfigError, match=message):
        resolve(environment={"XDG_CONFIG_HOME": str(tmp_path)}, folder=tmp_path)


def test_every_setting_is_explained() -> None:
    """`bellwire config` is where people look."""
    assert list(MEANING) == list(Settings.__dataclass_fields__)
