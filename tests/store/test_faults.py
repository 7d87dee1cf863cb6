"""Faults: what a user loses where a writer is killed, two write at once, or the same pages come again.

A writer is killed by signal 9 at random moments, in a process of its own; what it had acknowledged through a pipe must
be there, whole and once. 20 kills by default, 200 with BELLWIRE_LONG=1.
"""

import os
import random
import signal
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from tests.store.test_store import report

from bellwire.errors import StoreError
from bellwire.model import Evidence, Incident, Relation, Report, Span, Story
from bellwire.store import Store, Writer
from bellwire.store.verify import faults

KILLS = 200 if os.environ.get("BELLWIRE_LONG") == "1" else 20
LONGEST = 0.12
"""Seconds after which a writer that has begun is killed at the latest."""
NOW = "2024-05-06T10:00:00Z"


def page(number: int) -> Report:
    """A report; every third is the next version of the one before it."""
    made = report(f"r{number - number % 3 // 2}", best=float(12 + number))
    return replace(made, document=replace(made.document, text=f"{made.document.text} Page {number}."))


def write(writer: Writer, number: int) -> None:
    """One report with all that follows from it, as a desk writes it: a report, relations, a story, an incident."""
    made = page(number)
    writer.add(made)
    other = f"r{number // 3 * 3}"
    with writer.entry("relate", made.id) as entry:
        entry.relations(
            made.id, [Relation(relation="agree", left=f"{other}#f1", right=f"{made.id}#f1", score=1, why="")]
        )
        entry.story(Story(story=f"s-{number // 3}", reports=tuple(sorted({other, made.id}))))
        span = Span(start=0, end=8)
        evidence = Evidence(
            report=made.id,
            event="e1",
            type="ASSAULT",
            status="occurred",
            trigger=span,
            sentence=span,
            words=f"{number}",
        )
        incident = Incident(id=f"i-{number // 3}", title=f"{number} told", type="ASSAULT", status="occurred")
        entry.incidents([incident])
        entry.evidence(made.id, [(incident.id, evidence)])


def killed_writer(url: str, first: int, seconds: float) -> int:
    """Lets a process write from a number on and kills it; gives the last number that it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            store = Store.open(url)
            os.write(writing, b"%d\n" % (first - 1))
            for number in count(first):
                with store.write(now=NOW) as writer:
                    write(writer, number)
                os.write(writing, b"%d\n" % number)
        finally:
            os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = [pipe.readline()]  # it has opened the store
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        said += pipe.read().split()
    return int(said[-1])


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(any_store: str) -> None:
    """Power may fail at any moment: the record must be what was said to be kept, no more and no less."""
    Store.open(any_store).close()
    chance = random.Random(20240506)
    done, written = -1, -1
    for _ in range(KILLS):
        acknowledged = killed_writer(any_store, done + 1, chance.uniform(0.01, LONGEST))
        store = Store.open(any_store)
        with store.view() as view:
            entries = [entry for entry in view.log(limit=10**6) if entry.action == "report"]
            written = len(entries) - 1
            # The last one may have been kept just before the kill, without time to say so.
            assert acknowledged <= written <= acknowledged + 1
            whole = {r.id: r for r in view.reports()}
            expected = {page(n).id: page(n) for n in range(written + 1)}
            assert whole == expected
            assert view.counts()["incidents"] == len({n // 3 for n in range(written + 1)})
            assert len(view.stories()) == len({n // 3 for n in range(written + 1)})
        done = written
        store.close()
    store = Store.open(any_store)
    with store.view() as view:
        assert list(faults(view.connection)) == []
    store.close()
    assert written > 0


def test_the_same_pages_three_times_change_nothing(any_store: str) -> None:
    """Reading a folder again must leave no trace, not even in the log."""
    store = Store.open(any_store)
    seen = []
    for _ in range(3):
        with store.write(now=NOW) as writer:
            for number in (0, 3, 6):
                write(writer, number)
        with store.view() as view:
            seen.append((view.log(limit=100), view.counts(), view.relations()))
    assert seen[0] == seen[1] == seen[2]
    store.close()


def test_a_clock_that_jumps_back_does_not_reorder_the_record(any_store: str) -> None:
    """What was known on a day must not change because a clock was set."""
    store = Store.open(any_store)
    for number, now in ((0, "2024-05-06T10:00:00Z"), (3, "2020-01-01T00:00:00Z")):
        with store.write(now=now) as writer:
            write(writer, number)
    with store.view() as view:
        times = [entry.at for entry in view.log()]
        assert times == sorted(times, reverse=True) and times[0] == "2024-05-06T10:00:00Z"
    with store.view("2021") as view:
        assert view.report_ids() == ()
    store.close()


def test_a_disk_that_fills_at_any_point_leaves_nothing_partial(tmp_path: Path) -> None:
    """Wherever the disk fills up, the record must be whole, and the message must say what happened."""
    store = Store.open(str(tmp_path / "desk.sqlite"))
    refused = 0
    with store.view() as view:
        pages = view.connection.exec_driver_sql("pragma page_count").scalar() or 0
        before = view.log(limit=100), view.counts()
    for more in range(0, 400, 3):
        try:
            with store.write(now=NOW) as writer:
                writer.connection.exec_driver_sql(f"pragma max_page_count={pages + more}")
                for number in range(60):
                    write(writer, number)
            break
        except StoreError as error:
            assert "the disk is full" in str(error)
            refused += 1
        with store.view() as view:
            assert (view.log(limit=100), view.counts()) == before
    with store.view() as view:
        assert list(faults(view.connection)) == []
        assert view.report("r0") == page(0)
    assert refused > 5
    store.close()
