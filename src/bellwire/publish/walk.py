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
    elif isinstance(record, tuple | list):
        made = type(record)(walked(each, change, _joined(path, str(n))) for n, each in enumerate(record)) or record
    elif isinstance(record, Mapping):
        made = {
            key: value if key in CLOSED else walked(value, change, _joined(path, str(key)))
            for key, value in record.items()
        }
    elif names := _open_fields(record):
        old = {name: value for name in names if (value := getattr(record, name)) is not None}
        new = {name: walked(value, change, _joined(path, name)) for name, value in old.items()}
        changed = {name: value for name, value in new.items() if value is not old[name]}
        made = replace(record, **changed) if changed else record  # type: ignore[type-var]
    result: T = made
    return result


def _open_fields(record: Any) -> tuple[str, ...]:
    """The fields of a record that may hold a text; none of what is no record."""
    return _of_kind(type(record))  # type: ignore[arg-type]  # a class can be hashed, whatever its records can


@cache
def _of_kind(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind) if f.name not in CLOSED) if is_dataclass(kind) else ()


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def strings(record: object) -> Iterator[str]:
    """Every text of a record, in order, those of closed vocabularies left out.

    >>> from bellwire.model import Party
    >>> [*strings(Party(name="Sahel Front", type="armed_group", side=("front",)))]
    ['Sahel Front', 'front']
    """
    if isinstance(record, str):
        yield record
    elif isinstance(record, tuple | list):
        for each in record:
            yield from strings(each)
    elif isinstance(record, Mapping):
        for key, value in record.items():
            if key not in CLOSED:
                yield from strings(value)
    else:
        for name in _open_fields(record):
            value = getattr(record, name)
            if value is not None:
                yield from strings(value)
