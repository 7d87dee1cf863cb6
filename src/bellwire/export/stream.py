"""JSON and text written piece by piece, so that memory stays flat however many incidents there are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from bellwire.export.dossier import Dossier
from bellwire.export.form import Source
from bellwire.model import Evidence
from bellwire.model.codec import encode, encode_plain, to_plain

_NO_CHARACTER = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAY_BE_WHOLE = re.compile(rb"\.0[,\]}]|\d[eE][+-]?\d")
"""What may be a whole number that is written with a fraction or an exponent, or the like in a text."""
INSTEAD = "\ufffd"
"""What stands for a character that a format has no way to write."""


def scalars(text: str) -> str:
    r"""The text without halves of surrogate pairs, which no encoding of Unicode can write.

    >>> scalars("burnt \ud83d out")
    'burnt � out'
    """
    return _NO_CHARACTER.sub(INSTEAD, text)


def xml_text(text: str) -> str:
    r"""The text without characters that XML 1.0 cannot hold (section 2.2), which no escape makes legal.

    >>> xml_text("a\x00b\x1fc\td")
    'a�b�c\td'
    """
    return _NOT_XML.sub(INSTEAD, text)


def json_bytes(value: object) -> bytes:
    r"""An object, or a record, as one line of JSON in UTF-8; whole numbers without a fraction.

    >>> json_bytes({"killed": 12.0, "words": "\ud83d out"}).decode()
    '{"killed":12,"words":"� out"}'
    """
    try:
        if not isinstance(value, dict):
            return encode(value)
        raw = encode_plain(value)
        return encode(value) if _MAY_BE_WHOLE.search(raw) else raw
    except UnicodeEncodeError:
        return encode_plain(_scalars(to_plain(value)))


def _scalars(value: Any) -> Any:
    if isinstance(value, dict):
        return {scalars(key): _scalars(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_scalars(item) for item in value]
    return scalars(value) if isinstance(value, str) else value


def nested(names: Sequence[str], row: Sequence[object]) -> dict[str, Any]:
    """Values as a JSON object: a dot in a name opens an object within, what is not known is left out.

    >>> nested(["id", "time.date", "time.note"], ["i-1", "2024-05-02", None])
    {'id': 'i-1', 'time': {'date': '2024-05-02'}}
    """
    made: dict[str, Any] = {}
    for name, value in zip(names, row, strict=True):
        if value is not None:
            *around, last = name.split(".")
            within = made
            for part in around:
                within = within.setdefault(part, {})
            within[last] = value
    return made


def write_array(out: BinaryIO, items: Iterable[object], *, head: bytes = b"", tail: bytes = b"\n") -> int:
    """Writes objects as a JSON array, one a line, between a head and a tail; how many there were.

    >>> from io import BytesIO
    >>> out = BytesIO()
    >>> write_array(out, [{"a": 1}, {"a": 2}], head=b'{"items":', tail=b"}")
    2
    >>> out.getvalue()
    b'{"items":[\\n{"a":1},\\n{"a":2}\\n]}'
    """
    return _write(out, (json_bytes(item) for item in items), head + b"[", b"]" + tail)


def write_object(
    out: BinaryIO, members: Iterable[tuple[str, object]], *, head: bytes = b"", tail: bytes = b"\n"
) -> int:
    """Writes names and objects as a JSON object, one a line, between a head and a tail; how many there were."""
    lines = (encode_plain(scalars(name)) + b":" + json_bytes(value) for name, value in members)
    return _write(out, lines, head + b"{", b"}" + tail)


def _write(out: BinaryIO, lines: Iterable[bytes], first: bytes, last: bytes) -> int:
    out.write(first)
    number = 0
    for number, line in enumerate(lines, 1):
        out.write((b",\n" if number > 1 else b"\n") + line)
    out.write((b"\n" if number else b"") + last)
    return number


def tellings(source: Source) -> Iterator[tuple[Dossier, Evidence]]:
    """Each report that tells of any of the incidents, once: the first incident that it tells, and how."""
    seen: set[str] = set()
    for dossier in source.dossiers(False):
        for told in dossier.evidence:
            if told.report not in seen:
                seen.add(told.report)
                yield dossier, told
