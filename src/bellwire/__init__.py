"""Bellwire reads conflict reporting and keeps the record: what happened, where, when, to how many, who says so.

    import bellwire
    report = bellwire.code("At least 12 people were killed in Gao, residents said.", kind="article")

Names are loaded when they are first used, so that `import bellwire` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bellwire.version import __version__

if TYPE_CHECKING:
    from bellwire.desk import Desk, code
    from bellwire.errors import BellwireError, ConfigError, InputError, StoreError
    from bellwire.export.chosen import Chosen
    from bellwire.model import (
        Actor,
        Claim,
        Document,
        Event,
        Evidence,
        Figure,
        Incident,
        Judgement,
        Place,
        Relation,
        Report,
        Span,
        Story,
        TimeRef,
    )
    from bellwire.relate import relate
    from bellwire.settings import Settings
    from bellwire.store import Filter

_HOMES = {
    "bellwire.desk": ("Desk", "code"),
    "bellwire.errors": ("BellwireError", "ConfigError", "InputError", "StoreError"),
    "bellwire.export.chosen": ("Chosen",),
    "bellwire.model": (
        *("Actor", "Claim", "Document", "Event", "Evidence", "Figure", "Incident", "Judgement", "Place"),
        *("Relation", "Report", "Span", "Story", "TimeRef"),
    ),
    "bellwire.relate": ("relate",),
    "bellwire.settings": ("Settings",),
    "bellwire.store": ("Filter",),
}

__all__ = [
    "Actor",
    "BellwireError",
    "Chosen",
    "Claim",
    "ConfigError",
    "Desk",
    "Document",
    "Event",
    "Evidence",
    "Figure",
    "Filter",
    "Incident",
    "InputError",
    "Judgement",
    "Place",
    "Relation",
    "Report",
    "Settings",
    "Span",
    "StoreError",
    "Story",
    "TimeRef",
    "__version__",
    "code",
    "relate",
]


def __getattr__(name: str) -> Any:
    """Loads a public name from its module."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'bellwire' has no attribute {name!r}")
