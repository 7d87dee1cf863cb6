#!/usr/bin/env python3
"""How quick an export is, and how much memory it takes: a run of `bellwire export` for each format.

    python bench/export.py [--incidents 20000] [--evidence-each 5] [--formats csv,parquet,sqlite] [--keep DIR]

The store is filled with the invented incidents of bench/store.py, each time the same; in --keep DIR it stays, and is
used again. Each format is written in a process of its own, whose largest resident size is what the system counted.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "src")]

from store_data import World  # noqa: E402

from bellwire.export import format_named  # noqa: E402
from bellwire.store import Store  # noqa: E402
from store import filled, load, machine  # noqa: E402

ALLOWED_MB = 512
"""What a million incidents as CSV may take (the issue that asked for exports, 2026-11)."""
TOO_MUCH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """An export: how long it took, how much memory at its largest, how large the file is."""

    name: str
    seconds: float
    peak_mb: float
    size_mb: float


def made_store(folder: Path, incidents: int, each: int) -> Path:
    """A store with so many incidents; one that an earlier run left is used again."""
    path = folder / f"export-{incidents}-{each}.sqlite"
    if path.is_file():
        return path
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    store = Store.open(str(part))
    try:
        for _ in load(store, World(), incidents, each):
            pass
        print(f"{filled(store):,} versions of {incidents:,} incidents in the store", file=sys.stderr)
    finally:
        store.close()
    part.rename(path)
    return path


def exported(store: Path, name: str, more: list[str], folder: Path) -> Ran:
    """Runs an export in a process of its own; raises CalledProcessError where it fails."""
    out = folder / f"out{format_named(name).suffix}"
    call = [sys.executable, "-m", "bellwire", "export", name, "--store", str(store), "-o", str(out), *more]
    began = time.perf_counter()
    process = subprocess.Popen(call, cwd=folder, env={**os.environ, "PYTHONPATH": str(HERE.parent / "src")})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, call)
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    size = out.stat().st_size / 1e6
    out.unlink()
    return Ran(name=name, seconds=seconds, peak_mb=peak, size_mb=size)


def lines(runs: Iterator[Ran], incidents: int) -> Iterator[str]:
    """The runs as a Markdown table."""
    yield f"{incidents:,} incidents; {machine()}\n"
    yield "| format | seconds | incidents a second | memory, MB | file, MB |"
    yield "|---|---:|---:|---:|---:|"
    for ran in runs:
        each = f"{ran.seconds:.1f} | {incidents / ran.seconds:,.0f} | {ran.peak_mb:,.0f} | {ran.size_mb:,.1f}"
        yield f"| {ran.name} | {each} |"


def main(given: list[str] | None = None) -> int:
    """Prints the table; the status is 3 where a CSV took more memory than it may."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--incidents", type=int, default=20_000)
    parser.add_argument("--evidence-each", type=int, default=5)
    parser.add_argument("--formats", default="csv")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("more", nargs="*", help="options for bellwire export, after --")
    args = parser.parse_args(given)
    runs: list[Ran] = []

    def noted(folder: Path) -> Iterator[Ran]:
        store = made_store(args.keep or folder, args.incidents, args.evidence_each)
        for name in args.formats.split(","):
            runs.append(exported(store, name, args.more, folder))
            yield runs[-1]

    with tempfile.TemporaryDirectory(prefix="bellwire-bench-") as folder:
        for line in lines(noted(Path(folder)), args.incidents):
            print(line, flush=True)
    over = [ran for ran in runs if ran.name == "csv" and ran.peak_mb > ALLOWED_MB]
    return TOO_MUCH if over else 0


if __name__ == "__main__":
    sys.exit(main())
