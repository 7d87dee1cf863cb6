"""Ids made from content: the same record has the same id on every machine."""

import hashlib


def content_id(prefix: str, *parts: object) -> str:
    """An id of `prefix` and twelve hexadecimal digits of the parts' SHA-256.

    >>> content_id("f", "doc", 3, 9)
    'f-48d861a0824a'
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:12]}"


def text_digest(text: str) -> str:
    """SHA-256 of a text as UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


IMPORTED = "import:"
"""How the ids of reports begin that are rows of a data set of others."""
AFTER_IMPORTED = IMPORTED[:-1] + chr(ord(IMPORTED[-1]) + 1)
"""What comes after all those ids, in the order of their bytes."""


def is_imported(id: str) -> bool:
    """Whether a report, or a record of it, is a row of a data set of others: such are no accounts of their own.

    >>> is_imported("import:acled:BFA1234"), is_imported("page-1")
    (True, False)
    """
    return id.startswith(IMPORTED)
