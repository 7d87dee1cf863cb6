"""A publish policy: what may leave the desk, read from a TOML file and checked against policy.toml."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from bellwire.errors import ConfigError
from bellwire.model import text_digest
from bellwire.model.codec import encode
from bellwire.model.words import EVENT_TYPES, ReviewState
from bellwire.publish.coarsen import EXACT, PointRule
from bellwire.publish.folding import tokens

FOLDER = Path(__file__).parent
SHIPPED = ("internal", "partner", "public")
"""Policies that come with Bellwire, from the one that hides least to the one that hides most."""
MOST_DECIMALS = 4
CELLS = (0.01, 10.0)
"""Degrees that the side of a grid's cell may have."""
_FORMS = {
    "text": "text in quotes",
    "word": "a word in quotes",
    "words": "a list of words",
    "texts": "a list of texts in quotes",
    "number": "a number",
    "whole": "a whole number",
    "numbers": "a list of whole numbers",
    "truth": "true or false",
}
HideOrShow = Literal["hide", "show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is published and how; each field is explained in docs/reference/publish-policy.md.

    `quote_words` is None where there is no limit. Of `coordinates` the first rule holds that a place meets.
    """

    name: str
    about: str = ""
    names: HideOrShow = "hide"
    redactions: HideOrShow = "hide"
    review: tuple[ReviewState, ...] = ("accepted",)
    grades: tuple[str, ...] = ("confirmed", "fair", "weak", "contested")
    graded_by: Literal["analyst", "anybody"] = "anybody"
    delay_days: int = 0
    quote_words: int | None = 40
    links: HideOrShow = "show"
    graphic: Literal["guard", "leave out", "show"] = "guard"
    claims: HideOrShow = "show"
    embargoed_reports: frozenset[str] = frozenset()
    embargoed_incidents: frozenset[str] = frozenset()
    coordinates: tuple[PointRule, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of what it says: the same for the same rules."""
        embargoed = sorted(self.embargoed_reports), sorted(self.embargoed_incidents)
        plain = {f: getattr(self, f) for f in self.__slots__ if not f.startswith("embargoed")}
        return text_digest(encode(plain | {"embargoed": embargoed}).decode())


def policy_of(text: str, name: str, *, where: str | None = None) -> Policy:
    """The policy that a TOML text is; raises ConfigError that names the key and says what may stand there.

    >>> policy_of('delay_days = 3', "mine").delay_days
    3
    >>> policy_of('names = "perhaps"', "mine")
    Traceback (most recent call last):
    bellwire.errors.ConfigError: policy mine: names must be one of hide, show; not 'perhaps'
    """
    where = where or f"policy {name}"
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}") from error
    rules = said.pop("coordinates", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        raise ConfigError(f"{where}: coordinates must be tables; write each as [[coordinates]]")
    values = _checked(said, schema()["keys"], where)
    values |= {name: frozenset(values[name]) for name in ("embargoed_reports", "embargoed_incidents")}
    if values["delay_days"] < 0:
        raise ConfigError(f"{where}: delay_days must be 0 or more, not {values['delay_days']}")
    values["quote_words"] = None if values["quote_words"] < 0 else values["quote_words"]
    points = tuple(_point_rule(rule, f"{where}, coordinates {n}") for n, rule in enumerate(rules, 1))
    return Policy(name=name, coordinates=points, **values)


def _point_rule(said: Mapping[str, Any], where: str) -> PointRule:
    if "to" not in said:
        raise ConfigError(f"{where}: no `to`; there are: {', '.join(schema()['coordinates']['to']['values'])}")
    values = _checked(said, schema()["coordinates"], where)
    decimals, degrees = values.pop("decimals", None), values.pop("degrees", None)
    amount = {"decimals": decimals, "grid": degrees}.get(values["to"], 0)
    if values["to"] == "decimals" and amount not in range(MOST_DECIMALS + 1):
        raise ConfigError(f"{where}: decimals must be a whole number from 0 to {MOST_DECIMALS}, not {amount}")
    if values["to"] == "grid" and (amount is None or not CELLS[0] <= amount <= CELLS[1]):
        raise ConfigError(f"{where}: degrees must be from {CELLS[0]} to {CELLS[1]:g}, not {amount}")
    unknown = [t for t in values["types"] if t not in EVENT_TYPES]
    if unknown:
        raise ConfigError(f"{where}: no type {unknown[0]!r}; there are: {', '.join(EVENT_TYPES)}")
    values["words"] = tuple(token.key for word in values["words"] for token in tokens(word))
    return PointRule(amount=float(amount), **values)


def _checked(said: Mapping[str, Any], keys: Mapping[str, Mapping[str, Any]], where: str) -> dict[str, Any]:
    """The values, those that are not given as the schema says."""
    for key in said:
        if key not in keys:
            raise ConfigError(f"{where}: no key {key!r}; there are: {', '.join(keys)}")
    found = {key: said[key] for key in said} | {
        k: r["default"] for k, r in keys.items() if "default" in r and k not in said
    }
    return {key: _value(value, keys[key], f"{where}: {key}") for key, value in found.items()}


def _value(value: Any, rule: Mapping[str, Any], where: str) -> Any:
    allowed = rule.get("values")
    match rule["form"]:
        case "text" | "word" if isinstance(value, str) and (not allowed or value in allowed):
            return value
        case "words" | "texts" if isinstance(value, list) and all(
            isinstance(v, str) and (not allowed or v in allowed) for v in value
        ):
            return tuple(value)
        case "number" if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        case "whole" if type(value) is int:
            return value
        case "numbers" if isinstance(value, list) and all(type(v) is int for v in value):
            return tuple(value)
        case "truth" if isinstance(value, bool):
            return value
    wanted = f"one of {', '.join(allowed)}" if allowed else _FORMS[rule["form"]]
    several = "a list of " if rule["form"] in ("words", "texts", "numbers") and allowed else ""
    raise ConfigError(f"{where} must be {several}{wanted}; not {value!r}")


@cache
def schema() -> dict[str, dict[str, dict[str, Any]]]:
    """What a policy may say: `keys`, and the keys of a rule for `coordinates`."""
    read: dict[str, dict[str, dict[str, Any]]] = tomllib.loads((FOLDER / "policy.toml").read_text(encoding="utf-8"))
    return read


@cache
def shipped(name: str) -> Policy:
    """A policy that comes with Bellwire; raises ConfigError, naming them, where there is none of that name.

    >>> shipped("public").names, [rule.to for rule in shipped("public").coordinates]
    ('hide', ['admin1', 'decimals'])
    """
    if name not in SHIPPED:
        raise ConfigError(f"no policy {name!r}; there are: {', '.join(SHIPPED)}, or give a TOML file")
    return policy_of((FOLDER / "policies" / f"{name}.toml").read_text(encoding="utf-8"), name)


def named_policy(given: str) -> Policy:
    """A shipped policy by its name, or the one in a file; raises ConfigError where it is neither, or is not sound."""
    if given in SHIPPED:
        return shipped(given)
    path = Path(given)
    if path.suffix != ".toml" or not path.is_file():
        raise ConfigError(f"no policy {given!r}; there are: {', '.join(SHIPPED)}, or give a TOML file")
    try:
        return policy_of(path.read_text(encoding="utf-8"), path.stem, where=given)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{given} cannot be read: {error}") from error


def exact_points(rules: Iterable[PointRule]) -> bool:
    """Whether some points may go out as they are."""
    found = [*rules]
    return not found or EXACT.to in {r.to for r in found} or any(r.types or r.features or r.words for r in found[-1:])
