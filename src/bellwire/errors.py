"""Every error that Bellwire raises on purpose.

    BellwireError
    ├── InputError          something that was given cannot be used: a path, a date, a file's form
    │   ├── DecodeError     bytes that are not the form they should be (a line of jsonl, a report)
    │   ├── JudgementError  a judgement cannot be: nobody made it, or what it is about does not bear it
    │   └── FetchError      a page of the network is not there, cannot be reached, or must not be fetched
    ├── ConfigError         a setting is unknown or has a value that cannot be
    ├── KnowledgeError      a data file breaks its schema
    ├── PartError           a part of the pipeline needs what no part gives, or breaks its promise
    └── StoreError          the store cannot be opened, read or written
        └── StoreTooNew     it was written by a newer Bellwire

A message says what is wrong, where, and what to do. Dirty input is no error: it becomes an issue in the report.
"""


class BellwireError(Exception):
    """The root: catch this to catch everything that Bellwire raises on purpose."""


class InputError(BellwireError):
    """Something that was given cannot be used."""


class DecodeError(InputError):
    """Bytes are not in the form that they should be in."""


class JudgementError(InputError):
    """A judgement cannot be: nobody made it, or what it is about does not bear it."""


class FetchError(InputError):
    """A page of the network is not there, cannot be reached, or must not be fetched.

    `passing` says whether it may be otherwise later: a network that is down, a site that is busy.
    """

    def __init__(self, message: str, *, passing: bool = False) -> None:
        super().__init__(message)
        self.passing = passing


class ConfigError(BellwireError):
    """A setting is unknown, or its value cannot be."""


class KnowledgeError(BellwireError):
    """A data file breaks its schema."""


class PartError(BellwireError):
    """A part of the pipeline needs what no part gives, or breaks its promise."""


class StoreError(BellwireError):
    """The store cannot be opened, read or written."""


class StoreTooNew(StoreError):
    """The store was written by a newer Bellwire."""
