"""A store as one file, and a store made from it: the same file for SQLite and PostgreSQL, so that one can become the
other. JSON lines, gzipped: a head, every row of every table, and a foot that says how many and their digest."""

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from bellwire.errors import DecodeError, StoreError
from bellwire.model import Incident
from bellwire.model.codec import decode, decode_any, encode_plain
from bellwire.store import tables
from bellwire.store.bulk import drop_indexes, make_indexes
from bellwire.store.claim_lines import ClaimLine, words_of_line
from bellwire.store.columns import words_of_evidence
from bellwire.store.frame import words_of_report
from bellwire.store.search import add_boxes, add_claim_words, add_points, add_report_words, add_words, empty
from bellwire.store.spared import check_spared
from bellwire.store.verify import head
from bellwire.store.view import View, whole_report

FORM = "bellwire.backup/1"
ORDER = (tables.entry, tables.text, tables.report, tables.record, *tables.KEPT[1:], *tables.DERIVED)
"""Tables in an order in which rows can be added."""
AT_ONCE = 1000


def dump(connection: Connection, revision: str) -> Iterator[bytes]:
    """The lines of a backup."""
    digest, count = sha256(), 0
    for row in _rows(connection, revision):
        raw = encode_plain(row)
        digest.update(raw)
        count += 1
        yield raw + b"\n"
    yield encode_plain({"end": count, "sha256": digest.hexdigest()}) + b"\n"


def _rows(connection: Connection, revision: str) -> Iterator[dict[str, Any]]:
    yield {"form": FORM, "revision": revision, "head": head(connection)}
    for table in ORDER:
        names = [str(c.name) for c in table.columns]
        yield {"table": str(table.name), "columns": names}
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(query, execution_options={"yield_per": AT_ONCE}):
            yield {"row": list(row)}


def write_backup(connection: Connection, revision: str, path: Path) -> None:
    """Writes a backup under another name first, so that no half of one is ever taken for a whole.

    Raises InputError where it would take the place of a record, StoreError where it cannot be written.
    """
    half = path.with_name(path.name + ".part")
    check_spared(path)
    check_spared(half)
    try:
        with half.open("wb") as file:
            with gzip.GzipFile(fileobj=file, mode="wb", mtime=0, compresslevel=3) as packed:
                packed.writelines(dump(connection, revision))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise StoreError(f"the backup {path} cannot be written: {error.strerror}") from error


def read_backup(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a backup; raises StoreError where it is cut off or not what was written."""
    digest, count = sha256(), 0
    try:
        with gzip.open(path, "rb") as packed:
            for raw in packed:
                row = decode_any(raw)
                if not isinstance(row, dict):
                    raise StoreError(f"the backup {path} is not what was written: a line of it is no row")
                if "end" in row:
                    if row != {"end": count, "sha256": digest.hexdigest()}:
                        raise StoreError(f"the backup {path} is not what was written: its digest does not match")
                    return
                digest.update(raw.rstrip(b"\n"))
                count += 1
                yield row
    except (OSError, EOFError, zlib.error, DecodeError, TypeError) as error:
        raise StoreError(f"the backup {path} cannot be read: {error}") from error
    raise StoreError(f"the backup {path} is cut off: its last line is missing")


def restore(connection: Connection, rows: Iterable[dict[str, Any]], revision: str) -> str:
    """Fills an empty store from a backup's lines; gives back the digest of its last entry.

    Raises StoreError where the store is not empty or the backup is of another schema.
    """
    lines = iter(rows)
    first = next(lines, {})
    if first.get("form") != FORM:
        raise StoreError(f"this is no backup of a store: it does not begin with {FORM}")
    if first["revision"] != revision:
        raise StoreError(
            f"the backup is of schema {first['revision']}, this Bellwire writes {revision}; "
            "restore it with the version that wrote it, then open the store with this one"
        )
    if connection.scalar(select(func.count()).select_from(tables.entry)):
        raise StoreError("the store is not empty; restore into a new one")
    known = {table.name: table for table in ORDER}
    indexes = drop_indexes(connection)
    try:
        for table, batch in _batches(lines, known):
            connection.execute(insert(table), batch)
    except (KeyError, ValueError, TypeError) as error:
        raise StoreError(f"the backup has rows that no table of a store has: {error}") from error
    make_indexes(connection, indexes)
    find_again(connection)
    if head(connection) != first["head"]:
        raise StoreError("the backup's entries are not those that its head names")
    return str(first["head"])


def _batches(lines: Iterator[dict[str, Any]], known: dict[str, Table]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    table: Table | None = None
    names: list[str] = []
    batch: list[dict[str, Any]] = []
    for row in lines:
        if "table" in row:
            if table is not None and batch:
                yield table, batch
            table, names, batch = known[row["table"]], row["columns"], []
            if names != [str(c.name) for c in table.columns]:
                raise KeyError(f"columns of {table.name}")
            continue
        batch.append(dict(zip(names, row["row"], strict=True)))
        if table is not None and len(batch) == AT_ONCE:
            yield table, batch
            batch = []
    if table is not None and batch:
        yield table, batch


def _told(connection: Connection, incident: str, seq: int) -> str:
    """The words of an incident's evidence, as it was known at an entry."""
    return words_of_evidence(View(connection, seq).evidence([incident])[incident])


def find_again(connection: Connection) -> None:
    """Makes the search and the map anew from the record."""
    empty(connection)
    i, r = tables.incident, tables.report
    query = select(i).order_by(i.c.pk).limit(AT_ONCE)
    last = 0
    while some := connection.execute(query.where(i.c.pk > last)).all():
        last = some[-1].pk
        add_boxes(connection, [row._asdict() for row in some])
        told = {row.pk: _told(connection, row.id, row.since) for row in some}
        made = [decode(row.body, Incident) for row in some]
        add_points(connection, zip((row._asdict() for row in some), made, strict=True))
        add_words(connection, [(row.pk, each, told[row.pk]) for row, each in zip(some, made, strict=True)])
    _find_claims_again(connection)
    view = View(connection)
    for pk in connection.scalars(select(r.c.pk)).all():
        row = connection.execute(select(r, tables.text.c.text).join(tables.text).where(r.c.pk == pk)).one()
        report = whole_report(row, view.records_of([pk]).get(pk, []))
        add_report_words(connection, [{"pk": pk, "words": words_of_report(report)}])


def _find_claims_again(connection: Connection) -> None:
    c, last = tables.claim_line.c, 0
    query = select(c.pk, c.body).order_by(c.pk).limit(AT_ONCE)
    while some := connection.execute(query.where(c.pk > last)).all():
        last = some[-1].pk
        words = [{"pk": row.pk, "words": words_of_line(decode(row.body, ClaimLine))} for row in some]
        add_claim_words(connection, words)
