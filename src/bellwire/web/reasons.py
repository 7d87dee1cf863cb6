"""Reasons to pick from when something is judged: `reasons.toml`, each a message for the catalogues."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("reasons.toml")


@cache
def reasons() -> Mapping[str, tuple[str, ...]]:
    """The reasons of each verb, in English.

    >>> "A child" in reasons()["redact"]
    True
    """
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {verb: tuple(texts.values()) for verb, texts in read.items()}
