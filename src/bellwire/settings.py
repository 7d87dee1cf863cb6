"""One frozen Settings, resolved once from defaults, a file, the environment and flags, and passed on explicitly."""

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, cast

from bellwire.errors import ConfigError

FILE = "bellwire.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set. Flags beat the environment (`BELLWIRE_STORE`), which beats the file, which beats the default."""

    store: str = "bellwire.sqlite"
    workers: int = 1
    max_page_mb: float = 10.0
    language: str | None = None
    strict: bool = False
    analyst: str | None = None
    reviewers: int = 1
    watch_root: str | None = None
    bench: str = "../shared/bench"


MEANING = {
    "store": "the store: an SQLite file, or a URL",
    "workers": "processes that read pages",
    "max_page_mb": "megabytes of a page that are read; the rest is left out and an issue says so",
    "language": "the pages' language (ISO 639-1); found from the text where not set",
    "strict": "end with status 1 where a page could not be read",
    "analyst": "who judges; the login name where not set",
    "reviewers": "people who must accept a record before it counts as accepted: 2 is the two-person rule",
    "watch_root": "the folder in which a desk that others reach may watch folders; none where not set",
    "bench": "the folder of labelled data that `make bench` measures with",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Settings, and for each where its value came from."""

    settings: Settings
    origin: Mapping[str, str]


TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
KIND_WORDS = {bool: "true or false", int: "a whole number above 0", float: "a number above 0"}


def _typed(name: str, value: object, where: str) -> object:
    """The value as the setting's type; from the environment every value comes as text."""
    kind = type(getattr(Settings(), name))
    if kind not in KIND_WORDS:
        return str(value)
    found: object = None
    if kind is bool:
        found = value if isinstance(value, bool) else TRUTH.get(str(value).lower())
    elif not isinstance(value, bool):
        with suppress(ValueError):
            found = kind(str(value))
    if found is None or (kind is not bool and not cast(float, found) > 0):
        raise ConfigError(f"{where}: {name} must be {KIND_WORDS[kind]}, not {value!r}")
    return found


def config_file(folder: Path, environment: Mapping[str, str]) -> Path | None:
    """`bellwire.toml` in the folder, else in the user's configuration folder; None where there is neither."""
    home = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return next((p for p in (folder / FILE, home / "bellwire" / FILE) if p.is_file()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def resolve(
    flags: Mapping[str, object] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Resolved:
    """The settings, from flags (None means not given), the environment and the file in the folder.

    Raises ConfigError for an unknown name or a value that cannot be.

    >>> resolved = resolve({"workers": 2}, environment={"BELLWIRE_STORE": "desk.sqlite"}, folder=Path("/nonexistent"))
    >>> resolved.settings.workers, resolved.settings.store, resolved.origin["store"]
    (2, 'desk.sqlite', 'BELLWIRE_STORE')
    """
    environment = os.environ if environment is None else environment
    known = [f.name for f in fields(Settings)]
    values: dict[str, Any] = {}
    origin = dict.fromkeys(known, "default")

    def take(name: str, value: object, where: str) -> None:
        if name not in known:
            raise ConfigError(f"{where}: no setting {name!r}; there are: {', '.join(known)}")
        values[name] = _typed(name, value, where)
        origin[name] = where

    path = config_file(folder or Path.cwd(), environment)
    for name, value in (_from_file(path) if path else {}).items():
        take(name, value, str(path))
    for name in known:
        variable = f"BELLWIRE_{name.upper()}"
        if environment.get(variable):
            take(name, environment[variable], variable)
    for name, value in (flags or {}).items():
        if value is not None:
            take(name, value, "flag")
    return Resolved(settings=Settings(**values), origin=origin)
