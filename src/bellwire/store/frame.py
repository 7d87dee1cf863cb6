"""A report as rows, and rows as the report again: the same report comes back, field by field."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bellwire.errors import StoreError
from bellwire.model import LAYERS, Document, Report
from bellwire.model.codec import decode, encode, encode_each
from bellwire.model.words import ARTICLE_ROLES
from bellwire.store.audit import report_digest

_END = re.compile(r'"end":(\d+)')
"""A quote within a JSON string has a backslash before it, so this is never found inside one."""


def kind_of(record: Any) -> str | None:
    """What a record is filed under: type, measure or manner."""
    for name in ("type", "measure", "manner", "precision"):
        value = getattr(record, name, None)
        if value is not None:
            return str(value)
    return None


def ends_in(written: str) -> Iterator[int]:
    """Where each span of a record that is written as JSON ends.

    >>> from bellwire.model import Claim, Span
    >>> list(ends_in(encode(Claim(id="c", manner="direct", content=(Span(start=0, end=4),))).decode()))
    [4]
    """
    return map(int, _END.findall(written))


def check_spans(id: str, length: int, written: Iterable[str]) -> None:
    """Raises StoreError where a span in a report's frame or rows, as JSON, lies outside its text."""
    end = max(ends_in("\n".join(written)), default=0)
    if end > length:
        raise StoreError(f"report {id}: a span that ends at {end} lies outside its {length} characters")


def _no_records() -> dict[str, Any]:
    return dict.fromkeys(LAYERS, ())


def frame_of(report: Report) -> str:
    """The report without its text and its records, as JSON."""
    bare = replace(report, document=replace(report.document, text=""), **_no_records())
    return encode(bare).decode()


def rows_of(report: Report) -> list[dict[str, Any]]:
    """A row for each record."""
    found = [(layer, number, record) for layer in LAYERS for number, record in enumerate(getattr(report, layer))]
    bodies = encode_each(record for _, _, record in found)
    return [
        {"layer": layer, "number": number, "id": record.id, "kind": kind_of(record), "body": body}
        for (layer, number, record), body in zip(found, bodies, strict=True)
    ]


def digest_of_rows(frame: str, text_sha256: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """The digest under which a report is kept: two reports with the same digest are the same."""
    return report_digest(frame, text_sha256, ((r["layer"], r["number"], r["id"], r["kind"], r["body"]) for r in rows))


def words_of_report(report: Report) -> str:
    """The words under which a report is found: its title, and the article without what stands around it."""
    text, blocks = report.document.text, report.blocks
    article = [text[b.start : b.end] for b in blocks if b.role in ARTICLE_ROLES] if blocks else [text]
    return " ".join([report.document.title or "", *article])


def report_of(frame: str, text: str, rows: list[Any]) -> Report:
    """The report again. `rows` have `layer` and `body`, in order."""
    bare = decode(frame, Report)
    document: Document = replace(bare.document, text=text)
    records: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    for row in rows:
        records[row.layer].append(decode(row.body, LAYERS[row.layer]))
    layers: dict[str, Any] = {layer: tuple(found) for layer, found in records.items()}
    return replace(bare, document=document, **layers)
