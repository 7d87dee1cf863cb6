"""Bytes to text: byte order marks, UTF-8, what the markup declares, and a guess for the rest."""

import codecs
import re

from bellwire.errors import InputError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, longest first, and what they stand for."""
MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc",
)
"""How files begin that hold no text: PDF, ZIP (and office files), images, programs, archives."""


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding.

    >>> is_binary("Bericht aus Köln".encode("cp1252"))
    False
    >>> is_binary(bytes(range(32)))
    True
    """
    if head.startswith(MAGIC):
        return True
    if head.startswith(tuple(mark for mark, _ in MARKS)) or _bare_utf16(head):
        return False
    odd = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13, 27))
    return b"\0" in head or odd > 0.02 * len(head)


def _bare_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of western text is null, and none of the others."""
    even, odd = head[0:2000:2], head[1:2000:2]
    if len(odd) > 20:
        if odd.count(0) > 0.7 * len(odd) and not even.count(0):
            return "utf-16-le"
        if even.count(0) > 0.7 * len(even) and not odd.count(0):
            return "utf-16-be"
    return None


def _declared(raw: bytes) -> str | None:
    """The encoding that markup declares in its first bytes, where Python knows it."""
    found = re.search(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,30})", raw[:4096])
    if not found:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return None


def _try(raw: bytes, encoding: str | None) -> str | None:
    try:
        return raw.decode(encoding) if encoding else None
    except (UnicodeError, LookupError):
        return None


def decode(raw: bytes, *, name: str = "input", markup: bool = False, said: str | None = None) -> str:
    """The text of bytes, without a byte order mark; raises InputError where they are no text.

    `said` is the encoding that whoever sent them named; it is believed where they are not UTF-8.

    >>> decode("L’armée a repris la ville".encode("utf-16"))
    'L’armée a repris la ville'
    """
    if is_binary(raw[:4096]):
        raise InputError(f"{name}: these bytes are no text; save the page as HTML or plain text")
    marked = next((encoding for mark, encoding in MARKS if raw.startswith(mark)), None) or _bare_utf16(raw)
    if marked:
        return raw.decode(marked, errors="replace")
    text = _try(raw, "utf-8")
    if text is None and said:
        text = _try(raw, said)
    if text is None and markup:
        text = _try(raw, _declared(raw))
    if text is None:
        from resiliparse.parse.encoding import detect_encoding

        text = raw.decode(_known(detect_encoding(raw[:200_000], html5_compatible=False)), errors="replace")
    return text


def _known(encoding: str | None) -> str:
    """An encoding's name as Python has it. Text cut within a character is still UTF-8."""
    try:
        return codecs.lookup(encoding or "utf-8").name
    except LookupError:
        return "cp1252"


def cut(raw: bytes, limit: int) -> bytes:
    """The first bytes up to a limit, ending at a line where there is one near."""
    if len(raw) <= limit:
        return raw
    end = raw.rfind(b"\n", limit - 10_000, limit)
    return raw[: end + 1] if end > 0 else raw[:limit]
