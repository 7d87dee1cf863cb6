#!/usr/bin/env python3
"""How fast the store is: loading, asking, keeping reports, relating one to those that are kept. Prints Markdown tables.

    python bench/store.py [--incidents 1000000] [--evidence-each 5] [--reports 100000] [--store URL ...] [--keep DIR]

Without --store: an SQLite file in a folder that is gone afterwards, or stays in --keep DIR, to be asked again at once
when the script runs again. A PostgreSQL store must be empty, or filled by this script. The data is invented and the
same each time. --small is a run of seconds.
"""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from sqlalchemy import func, select, text  # noqa: E402
from store_data import BATCH, DAYS, FIRST_DAY, Made, World, made, revised  # noqa: E402
from store_questions import PAGE, QUESTIONS, Naive, Question, timeline_of  # noqa: E402
from store_relate import related  # noqa: E402
from store_reports import coded, varied  # noqa: E402

from bellwire.model import Incident  # noqa: E402
from bellwire.model.codec import encode  # noqa: E402
from bellwire.store import Filter, Store, View, Writer, pages, tables  # noqa: E402
from bellwire.store.bulk import drop_indexes, make_indexes, tidy  # noqa: E402
from bellwire.store.server import is_postgres  # noqa: E402
from bellwire.store.view import Listed  # noqa: E402
from bellwire.store.writer import evidence_row  # noqa: E402

PAGE_OF_DOCS = HERE.parent / "docs" / "reference" / "store-speed.md"
WRONG = "WRONG"
REVISED = 5
"""Every so many-th incident has a second version."""
CACHE_MB = 1000
"""What SQLite may hold of the file while it is filled."""


def batches(world: World, incidents: int, each: int) -> Iterator[list[Made]]:
    """Incidents as they are entered together."""
    source = made(world, incidents, each=each)
    while batch := [*islice(source, BATCH)]:
        yield batch


def enter(writer: Writer, world: World, batch: list[Made], before: list[Made]) -> Iterator[list[Incident]]:
    """Enters a batch, and what analysts made of the one before; gives back the incidents as they were written."""
    with writer.entry("load", batch[0].incident.id) as entry:
        rows = [evidence_row(made.incident.id, evidence) for made in batch for evidence in made.evidence]
        entry.open(tables.evidence, rows)
        written = [made.incident for made in batch]
        entry.incidents(written)
    yield written
    with writer.entry("review", batch[0].incident.id) as entry:
        written = [revised(world, made.incident) for made in before[::REVISED]]
        entry.incidents(written)
    if written:
        yield written


def known_at(batch: list[Made]) -> str:
    """When a batch became known: the day after its latest day."""
    days = [made.incident.date.latest for made in batch if made.incident.date and made.incident.date.latest]
    middle = sorted(days)[len(days) * 9 // 10] if days else FIRST_DAY.isoformat()
    return f"{date.fromisoformat(middle) + timedelta(days=1)}T00:00:00Z"


def load(store: Store, world: World, incidents: int, each: int) -> Iterator[tuple[list[Incident], str]]:
    """Fills a store; gives back what was written in each entry, and when."""
    before: list[Made] = []
    with store.engine.execution_options(writes=True).connect() as connection:
        with connection.begin():
            if not is_postgres(connection):
                connection.execute(text(f"pragma cache_size = {-1000 * CACHE_MB}"))
            away = drop_indexes(connection, (tables.evidence, tables.incident, tables.incident_term))
        for batch in batches(world, incidents, each):
            now = known_at(batch)
            with connection.begin():
                yield from ((written, now) for written in enter(Writer(connection, now, "bench"), world, batch, before))
            before = batch
        with connection.begin():
            make_indexes(connection, away)
        with connection.begin():
            tidy(connection)


# ---------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question with its parameters."""

    question: Question
    wanted: Filter
    id: str
    day: str

    @property
    def on(self) -> str | None:
        """The day as of which it is asked."""
        return self.day if self.question.what == "then" else None

    @property
    def after(self) -> str | None:
        """Where the page begins: a deep page begins in the middle of the list."""
        return f"{self.day}~{1 << 40}" if self.question.what == "deep" else None

    def ask(self, view: View) -> object:
        """The answer, whole, as a page shows it."""
        match self.question.what:
            case "incident":
                return view.incident(self.id), view.evidence([self.id])
            case "history":
                return view.history(self.id)
            case "timeline":
                return view.timeline(self.wanted)
        return view.incidents(self.wanted, limit=PAGE, after=self.after)


def draw(question: Question, world: World, rng: Random, ids: list[str]) -> Drawn:
    """A question with parameters drawn at random."""
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS // 10, DAYS * 9 // 10))
    return Drawn(question, question.ask(world, rng), rng.choice(ids), day.isoformat())


def some_ids(store: Store, rng: Random, count: int = 300) -> list[str]:
    """Ids of incidents all over the store."""
    i = tables.incident.c
    with store.view() as view:
        last = view.connection.scalar(select(func.max(i.pk))) or 0
        keys = sorted({rng.randint(1, last) for _ in range(count)})
        return list(view.connection.scalars(select(i.id).where(i.pk.in_(keys)).order_by(i.pk)))


def timed(store: Store, drawn: Drawn) -> tuple[float, object]:
    """How long an answer took, in milliseconds, and the answer."""
    started = time.perf_counter()
    with store.view(drawn.on) as view:
        answer = drawn.ask(view)
    return (time.perf_counter() - started) * 1000, answer


def forget(store: Store) -> None:
    """Lets the system forget an SQLite file, as if nobody had asked anything for long."""
    store.engine.dispose()
    if "://" in store.name:
        return
    for path in (store.name, f"{store.name}-wal"):
        if Path(path).exists():
            with Path(path).open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def share(times: list[float], part: float) -> float:
    """The time under which a part of the answers came."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@dataclass(slots=True)
class Table:
    """A Markdown table."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [self.head, ("---",) + ("---:",) * (len(self.head) - 1), *self.rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def found_by(answer: object) -> tuple[int, bool] | None:
    """How many incidents a page says there are in all, and whether there are more."""
    return (answer.total, answer.total_is_least) if isinstance(answer, Listed) else None


def asked(store: Store, world: World, runs: int, cold: int) -> Table:
    """How long each kind of question takes: first all while the system has the file, then after it forgot it."""
    table = Table(("question", "p50 ms", "p95 ms", "p99 ms", "first touch ms", "found (median)"))
    rng = Random(world.seed)
    ids = some_ids(store, rng)
    draws = {question.name: [draw(question, world, rng, ids) for _ in range(runs)] for question in QUESTIONS}
    answers = {name: _answered(store, drawn) for name, drawn in draws.items()}
    for name, answered in answers.items():
        touched: list[float] = []
        for drawn in draws[name][:cold]:
            forget(store)
            touched.append(timed(store, drawn)[0])
        times = [each for each, _ in answered]
        totals = sorted(total for _, answer in answered if (total := found_by(answer)) is not None)
        middle = totals[len(totals) // 2] if totals else None
        cells = [f"{share(times, part):.1f}" for part in (0.5, 0.95, 0.99)]
        first = f"{share(touched, 0.5):.0f}" if touched else ""
        table.rows.append((name, *cells, first, f"{middle[0]:,}{'+' * middle[1]}" if middle else ""))
    return table


def _answered(store: Store, draws: list[Drawn]) -> list[tuple[float, object]]:
    return [timed(store, drawn) for drawn in (*draws[:3], *draws)][-len(draws) :]


# ---------------------------------------------------------------- keeping reports


def kept(store: Store, world: World, seconds: float) -> Table:
    """How many coded reports are kept a second, one and many to a transaction."""
    table = Table(("reports", "JSON, median", "one a transaction", "50 a transaction"))
    now = "2026-01-01T00:00:00Z"
    for name, long in (("example pages", False), ("long pages", True)):
        originals = coded(long=long)
        size = sorted(len(encode(report)) for report in originals)[len(originals) // 2]
        source = varied(world, originals)
        rates = []
        for at_once in (1, 50):
            waiting = [*islice(source, int(1000 * seconds) // at_once * at_once)]
            waiting = [replace(r, id=f"{r.id}-{name[0]}-{at_once}") for r in waiting]
            started, done = time.perf_counter(), 0
            while done < len(waiting) and time.perf_counter() - started < seconds:
                with store.write(now=now) as writer:
                    writer.add_all(waiting[done : done + at_once])
                done += at_once
            rates.append(f"{done / (time.perf_counter() - started):.0f} a second")
        table.rows.append((name, f"{size / 1000:.0f} KB", *rates))
    return table


def relating(store: Store, reports: int, arrivals: int) -> Table:
    """How long a new report takes, to be kept, to be compared, and to be compared and written."""
    count, *times_of = related(store, reports, arrivals)
    table = Table((f"a new report, {count:,} kept", "p50 ms", "p95 ms", "p99 ms"))
    for name, times in zip(("kept", "compared with what is there", "compared and written"), times_of, strict=True):
        table.rows.append((name, *(f"{share(times, part):.1f}" for part in (0.5, 0.95, 0.99))))
    return table


# ---------------------------------------------------------------- the whole


def wrong_answers(store: Store, world: World, naive: Naive, each: int) -> Iterator[str]:
    """Where the store answers a question otherwise than one who looks through all incidents."""
    rng = Random(world.seed + 1)
    ids = some_ids(store, rng)
    for question in QUESTIONS:
        for _ in range(each):
            drawn = draw(question, world, rng, ids)
            with store.view(drawn.on) as view:
                yield from _faults(view, drawn, naive)


def _faults(view: View, drawn: Drawn, naive: Naive) -> Iterator[str]:
    what, said = drawn.question.what, f"{drawn.question.name}: {drawn.wanted}, {drawn.on or drawn.after}"
    if what == "incident":
        right = [row.incident for row in naive.rows if row.incident.id == drawn.id][-1]
        told = {e.record for e in view.evidence([drawn.id])[drawn.id]}
        if view.incident(drawn.id) != right or told != set(right.evidence):
            yield said
        return
    if what == "history":
        if [v.incident for v in view.history(drawn.id)] != [
            r.incident for r in naive.rows if r.incident.id == drawn.id
        ]:
            yield said
        return
    right_ones = naive.find(drawn.wanted, drawn.on)
    if what == "timeline":
        if view.timeline(drawn.wanted) != timeline_of(right_ones):
            yield said
        return
    expected = [row.incident.id for row in right_ones if drawn.after is None or row.day <= drawn.day]
    page = view.incidents(drawn.wanted, limit=PAGE, after=drawn.after)
    if [i.id for i in page.incidents] != expected[:PAGE] or (page.after is None) != (len(expected) <= PAGE):
        yield said
    if page.total != len(right_ones) and not (page.total_is_least and page.total < len(right_ones)):
        yield f"{said}: {page.total} in all, not {len(right_ones)}"
    whole = [i.id for i in view.all_incidents(drawn.wanted)] if len(right_ones) < 10 * PAGE else None
    if whole is not None and whole != [row.incident.id for row in right_ones]:
        yield f"{said}: page after page"


def machine() -> str:
    """Cores, memory, processor and versions."""
    cpu = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    memory = [int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")]
    size = f"{memory[0] / 2**20:.0f} GB of memory" if memory else ""
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    return f"{os.cpu_count()} cores ({cpu[0] if cpu else platform.processor()}), {size}; {versions}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8").splitlines() if Path(path).exists() else []


def filled(store: Store) -> int:
    """How many versions of incidents a store holds."""
    with store.view() as view:
        return view.connection.scalar(select(func.count()).select_from(tables.incident)) or 0


def size_mb(store: Store) -> float:
    """What a store takes on the disk."""
    if "://" not in store.name:
        return Path(store.name).stat().st_size / 1e6
    with store.view() as view:
        return (view.connection.scalar(text("select pg_database_size(current_database())")) or 0) / 1e6


def kind_of(store: Store) -> str:
    """SQLite, or PostgreSQL with its version."""
    with store.view() as view:
        if not is_postgres(view.connection):
            return "SQLite"
        return f"PostgreSQL {str(view.connection.scalar(text('show server_version'))).split()[0]}"


ABOUT = """# How fast the store is

Made by `python bench/store.py --write`; the data is invented (`bench/store_data.py`) and the same each time. A million
incidents (a fifth of them in two versions) with some five million pieces of evidence are loaded; then each kind of
question is asked with parameters drawn at random. A page has 50 incidents and says how many there are in all, as
`bellwire incidents` and the pages of a browser do. "First touch" is the answer from a file that the system has
forgotten. "Found" with a plus counts no further: every part of the question finds more than {few:,}.

Aims, on two cores: a page under 200 ms in 95 of 100 cases on SQLite; 300 coded reports kept a second; a new report
related to 100,000 within 50 ms.

On {machine}. Other programs ran beside it: the load was {load:.1f}.
"""


def run(name: str, args: argparse.Namespace) -> Iterator[str]:
    """Fills a store and gives its tables; in small, also what was answered wrong."""
    store, world = Store.open(name), World()
    naive = Naive()
    try:
        yield f"## {kind_of(store)}"
        said = ""
        if not filled(store):
            started = time.perf_counter()
            for batch, at in load(store, world, args.incidents, args.evidence_each):
                if args.small:
                    naive.add(batch, at)
            said = f"Loaded in {time.perf_counter() - started:.0f} s, the making of the data included. "
        yield f"{said}{filled(store):,} versions of incidents; {size_mb(store):,.0f} MB."
        if args.small:
            yield from (f"{WRONG}: {fault}" for fault in wrong_answers(store, world, naive, args.draws))
        yield str(asked(store, world, args.runs, args.cold))
        if args.seconds:
            yield str(kept(store, world, args.seconds))
        if args.reports:
            yield str(relating(store, args.reports, args.arrivals))
    finally:
        store.close()


def main(given: list[str] | None = None) -> int:
    """Prints the tables; gives 1 where an answer was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=1_000_000)
    parser.add_argument("--evidence-each", type=int, default=5)
    parser.add_argument("--reports", type=int, default=100_000, help="reports that new ones are related to")
    parser.add_argument("--arrivals", type=int, default=300, help="reports that are related")
    parser.add_argument("--store", action="append", default=[])
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--cold", type=int, default=5, help="answers from an SQLite file that the system forgot")
    parser.add_argument("--draws", type=int, default=10, help="answers that --small checks, of each kind")
    parser.add_argument("--seconds", type=float, default=10, help="how long reports are kept")
    parser.add_argument("--small", action="store_true", help="10,000 incidents, and every answer is checked")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE_OF_DOCS.name} too")
    args = parser.parse_args(given)
    if args.small:
        args.incidents, args.runs, args.cold = min(args.incidents, 10_000), min(args.runs, 3), min(args.cold, 1)
        args.reports, args.arrivals = min(args.reports, 500), min(args.arrivals, 20)
    parts: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        names = args.store or [str((args.keep or Path(folder)) / "bench.sqlite")]
        about = [ABOUT.format(machine=machine(), load=os.getloadavg()[0], few=pages.FEW)]
        for part in (part for source in (about, *(run(name, args) for name in names)) for part in source):
            print(f"{part}\n", flush=True)
            parts.append(part.rstrip())
    if args.write:
        PAGE_OF_DOCS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    return int(any(part.startswith(WRONG) for part in parts))


if __name__ == "__main__":
    sys.exit(main())
