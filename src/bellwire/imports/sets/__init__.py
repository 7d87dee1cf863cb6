"""The data sets: a module each, whose `SET` says what it is."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType

from bellwire.errors import InputError
from bellwire.imports.told import DataSet

NAMES = ("acled", "ucdp")
"""The data sets that can be read."""


@cache
def all_sets() -> Mapping[str, DataSet]:
    """Every data set by its name.

    >>> [found.outlet for found in all_sets().values()]
    ['ACLED', 'UCDP GED']
    """
    return MappingProxyType({name: import_module(f"bellwire.imports.sets.{name}").SET for name in NAMES})


def set_named(name: str) -> DataSet:
    """A data set; raises InputError, naming them, where there is none of that name.

    >>> set_named("gtd")
    Traceback (most recent call last):
    bellwire.errors.InputError: no data set 'gtd'; there are: acled, ucdp
    """
    if name not in all_sets():
        raise InputError(f"no data set {name!r}; there are: {', '.join(all_sets())}")
    return all_sets()[name]
