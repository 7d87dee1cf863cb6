"""Goes through a record's strings: every text of it, but for the words of closed vocabularies, codes and dates."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
Change = Callable[[str, str], str]
"""Gives the text that goes out for a path and the text that is kept."""

CLOSED = frozenset(
    "schema id type mode status measure state precision word reliability credibility review change "
    "country value earliest latest as_of published event".split()
)
"""Fields that hold a word of a closed vocabulary, a code, an id made from content or a date: never a name."""


def walked(record: T, change: Change, path: str = "") -> T:
    """The record with each of its texts changed; the path of a text is its fields' names and its numbers.

    >>> from bellwire.model import Party
    >>> walked(Party(name="Sahel Front", type="armed_group"), lambda path, text: f"{path}={text}").name
    'name=Sahel Front'
    """
    made: Any = record
    if isinstance(record, str):
        made = change(path, record)
    elif is_dataclass(record) and not isinstance(record, type):
        old = {name: getattr(record, name) for name in _open_fields(type(record))}
        new = {name: walked(value, change, _joined(path, name)) for name, value in old.items()}
        changed = {name: value for name, value in new.items() if value is not old[name]}
        made = replace(record, **changed) if changed else record
    elif isinstance(record, tuple | list):
        made = type(record)(walked(each, change, _joined(path, str(n))) for n, each in enumerate(record)) or record
    elif isinstance(record, Mapping):
        made = {
            key: value if key in CLOSED else walked(value, change, _joined(path, str(key)))
            for key, value in record.items()
        }
    result: T = made
    return result


@cache
def _open_fields(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record that may hold a text."""
    return tuple(f.name for f in fields(kind) if f.name not in CLOSED)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def strings(record: object) -> Iterator[str]:
    """Every text of a record, in order, those of closed vocabularies left out."""
    found: list[str] = []

    def note(path: str, text: str) -> str:
        found.append(text)
        return text

    walked(record, note)
    yield from found
