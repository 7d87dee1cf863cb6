"""Bellwire reads conflict reporting and keeps the record: what happened, where, when, to how many, who says so."""

from bellwire.version import __version__

__all__ = ["__version__"]
