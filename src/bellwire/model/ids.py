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
