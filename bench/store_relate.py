"""Relating a new report to a hundred thousand that are kept: for bench/store.py.

The store is filled with what relating them one by one would have left: signatures, keys, counts of words, stories,
incidents with their evidence. New reports are then related as `Desk.relate` does it, each in a transaction.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from store_data import World
from store_pages import Pages

from bellwire import keeping
from bellwire.keeping import relate_report
from bellwire.model import Report, Story, content_id
from bellwire.model.codec import encode
from bellwire.relate.arrival import Arrival, Readings
from bellwire.relate.arrival_signing import labelled, sign, words_in
from bellwire.relate.incidents import evidence_of, merge
from bellwire.relate.readings import Reading
from bellwire.store import Store, Writer, tables
from bellwire.store.dialect import insert_rows
from bellwire.store.shelf import ALL_REPORTS
from bellwire.store.writer import evidence_row

AT_ONCE = 500
NOW = "2026-02-01T00:00:00Z"
HELD_BACK = "07"
"""Pages whose number ends so are held back, to arrive when all others are there."""
COPIES = 4
"""Every so many-th arrival is a copy of a page that is kept, under another outlet's name."""


def related(store: Store, count: int, arrivals: int) -> tuple[int, list[float], list[float], list[float]]:
    """Fills a store with so many pages, then relates others; how many it holds, and the milliseconds that each took,
    to be kept, to be compared with what is there, and that with all that follows from it written."""
    pages = Pages(World(seed=11))
    with store.view() as view:
        held = view.connection.scalar(select(func.count()).select_from(tables.signature)) or 0
    late: list[Report] = []
    counts: Counter[str] = Counter()
    waiting: list[list[Report]] = []
    for story in pages.stories(count):
        here = [page for page in story if not page.id.endswith(HELD_BACK)]
        late += [page for page in story if page.id.endswith(HELD_BACK)]
        waiting.append(here)
        if sum(map(len, waiting)) >= AT_ONCE:
            _fill(store, waiting, counts, write=not held)
            waiting = []
            print(f"{counts[ALL_REPORTS]} pages", file=sys.stderr, flush=True)
    if not held:
        _fill(store, waiting, counts, write=True)
        _count(store, counts)
    return counts[ALL_REPORTS], *_arrive(store, [*_copies(late)][-arrivals:])


def _copies(late: list[Report]) -> Iterator[Report]:
    for number, page in enumerate(late):
        yield page
        if number % COPIES == 0:
            document = replace(page.document, id=f"{page.document.id}-copy", outlet="The Other Post")
            yield replace(page, id=f"{page.id}-copy", document=document)


def _fill(store: Store, stories: list[list[Report]], counts: Counter[str], *, write: bool) -> None:
    if not write:
        counts[ALL_REPORTS] += sum(map(len, stories))
        return
    with store.write(now=NOW) as writer:
        for story in stories:
            for page in story:
                writer.add(page)
        signatures, keys = [], []
        for story in stories:
            readings = [Reading(page) for page in story]
            for reading in readings:
                bags = words_in(reading)
                counts.update({labelled(n, word) for n, bag in enumerate(bags) for word in bag} | {ALL_REPORTS})
                signed = sign(reading, bags, counts[ALL_REPORTS], counts)
                body = encode(signed.signature).decode()
                signatures.append({"report": reading.id, "version": 1, "body": body})
                keys += [{"key": key, "report": reading.id} for key in signed.keys]
            _enter(writer, readings)
        insert_rows(writer.connection, tables.signature, signatures)
        insert_rows(writer.connection, tables.block_key, sorted(keys, key=lambda row: row["key"]))


def _enter(writer: Writer, readings: list[Reading]) -> None:
    """The story and the incident that pages tell of."""
    if not readings:
        return
    ids = [reading.id for reading in readings]
    with writer.entry("relate", ids[-1]) as entry:
        if len(ids) > 1:
            entry.story(Story(story=content_id("s", *ids), reports=tuple(ids)))
        incident = content_id("i", *ids)
        evidence = [evidence_of(reading, event) for reading in readings for event in reading.report.events]
        entry.open(tables.evidence, [evidence_row(incident, each) for each in evidence])
        entry.incidents([merge(incident, evidence)])


def _count(store: Store, counts: Counter[str]) -> None:
    with store.write(now=NOW) as writer:
        rows = [{"word": word, "reports": n} for word, n in sorted(counts.items())]
        insert_rows(writer.connection, tables.word_count, rows)


def _arrive(store: Store, late: list[Report]) -> tuple[list[float], list[float], list[float]]:
    readings = Readings()
    compared: list[float] = []
    whole = keeping.arrive

    def timed(*given: Any, **named: Any) -> Arrival:
        began = time.perf_counter()
        found = whole(*given, **named)
        compared.append((time.perf_counter() - began) * 1000)
        return found

    keeping.arrive = timed
    kept: list[float] = []
    took: list[float] = []
    for page in late:
        started = time.perf_counter()
        with store.write(now=NOW) as writer:
            writer.add(page)
        kept.append((time.perf_counter() - started) * 1000)
        started = time.perf_counter()
        with store.write(now=NOW) as writer:
            relate_report(writer, page.id, readings)
        took.append((time.perf_counter() - started) * 1000)
    keeping.arrive = whole
    return kept, compared, took
