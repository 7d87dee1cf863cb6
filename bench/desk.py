#!/usr/bin/env python3
"""How fast the desk is in a browser: pages, the map under a dragging hand, script in bytes. Prints Markdown tables.

    python bench/desk.py [--incidents 10000 100000] [--keep DIR] [--write]

Fills a store with invented incidents for each number, opens the desk on it in Debian's Chromium without a graphics
card, and measures: how long each page takes to answer and to be painted, and how many frames a second the map draws
while it is dragged. `--write` puts the tables into docs/reference/desk-speed.md.
"""

import argparse
import gzip
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "src"), str(ROOT)]

from store_data import World  # noqa: E402
from tests.web.conftest import CHROMIUM, FLAGS  # noqa: E402
from tests.web.desk import opened, served  # noqa: E402

from bellwire.desk import Desk  # noqa: E402
from bellwire.store import Store  # noqa: E402
from store import load  # noqa: E402

PAGE = ROOT / "docs" / "reference" / "desk-speed.md"
BUILT = ROOT / "src" / "bellwire" / "web" / "static" / "built"
PATHS = (
    ("first page, answered", "/"),
    ("a type", "/?type=ASSAULT"),
    ("a country and a year", "/?country=ML&start=2022&end=2022"),
    ("words", "/?q=market"),
    ("as known on a day", "/?as_known_on=2022-06-01"),
    ("the map's points or bins", "/api/v1/map?zoom=2"),
    ("the map's bins, near", "/api/v1/map?zoom=6&bounds=-20,0,20,30"),
    ("the timeline", "/api/v1/timeline"),
    ("review queue", "/review"),
)
RUNS = 7
STEPS, STEP = 60, 6
"""A drag: so many moves of so many pixels."""
FRAMES = """() => new Promise(done => {
  const at = []; const tick = now => { at.push(now); window.__stop ? done(at) : requestAnimationFrame(tick); };
  window.__stop = false; requestAnimationFrame(tick); })"""


def filled(file: Path, incidents: int) -> None:
    """A store with so many invented incidents; one that is there is taken as it is."""
    if file.exists():
        return
    store = Store.open(str(file))
    try:
        for _ in load(store, World(), incidents, 2):
            pass
    finally:
        store.close()


def answers(page: Any, base: str) -> Iterator[tuple[str, float, float]]:
    """For each page: its name, and the median and the longest time until all of it had come, in milliseconds."""
    for name, path in PATHS:
        took = []
        for _ in range(RUNS):
            began = time.perf_counter()
            answer = page.request.get(base + path)
            answer.body()
            took.append((time.perf_counter() - began) * 1000)
            assert answer.ok, f"{path}: {answer.status}"
        yield name, statistics.median(took), max(took)


def painted(page: Any, address: str) -> tuple[float, float]:
    """Milliseconds until a page was painted, and until all of it had come, the map's points and land with it."""
    page.goto(address, wait_until="load")
    page.wait_for_selector("#map canvas")
    page.wait_for_load_state("networkidle")
    first = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    whole = page.evaluate("Math.max(...performance.getEntriesByType('resource').map(e => e.responseEnd))")
    return first, whole


def frames(page: Any) -> tuple[float, float]:
    """Frames a second while the map is dragged: the mean, and what the slowest tenth of the frames comes to."""
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5
    page.evaluate(f"window.__frames = ({FRAMES})(); undefined")
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(x - STEP * (step + 1 if step < STEPS / 2 else STEPS - step), y + 2 * (step % 20))
    page.mouse.up()
    at = page.evaluate("(window.__stop = true, window.__frames)")
    gaps = sorted(b - a for a, b in pairwise(at))
    return 1000 * len(gaps) / sum(gaps), 1000 / gaps[int(len(gaps) * 0.9)]


@contextmanager
def tab(browser: Any) -> Iterator[Any]:
    """A tab with nothing kept from before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def measured(browser: Any, desk: Desk, workspace: Any) -> Iterator[tuple[str, str, str]]:
    """The rows of the table: what, the median, the longest or slowest."""
    with served(desk, workspace) as url, tab(browser) as page:
        base = url.partition("/launch")[0]
        for what, address in (("the first page of a desk just started", url), ("the first page", f"{base}/")):
            first, whole = painted(page, address)
            yield f"{what}, painted", f"{first:.0f} ms", ""
            yield f"{what}, with its map", f"{whole:.0f} ms", ""
        mean, slowest = frames(page)
        yield "map dragged, whole world", f"{mean:.0f} frames/s", f"{slowest:.0f} frames/s (slowest tenth)"
        for name, median, longest in answers(page, base):
            yield name, f"{median:.0f} ms", f"{longest:.0f} ms"


def script() -> list[tuple[str, str]]:
    """The script of the desk, compressed."""
    sizes = [(f.name, len(gzip.compress(f.read_bytes(), 9))) for f in sorted(BUILT.glob("*.js"))]
    return [*((name, f"{size / 1000:.1f}") for name, size in sizes), ("all", f"{sum(s for _, s in sizes) / 1000:.1f}")]


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--incidents", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--keep", type=Path, help="a folder for the stores, to be asked again")
    parser.add_argument("--write", action="store_true", help="into docs/reference/desk-speed.md")
    given = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("no Chromium; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    folder = given.keep or Path(tempfile.mkdtemp(prefix="bellwire-desk-"))
    folder.mkdir(parents=True, exist_ok=True)
    columns: dict[str, list[str]] = {}
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for number in given.incidents:
                file = folder / f"desk-{number}.sqlite"
                filled(file, number)
                with opened(file) as (desk, workspace):
                    for what, median, longest in measured(browser, desk, workspace):
                        columns.setdefault(what, []).append(f"{median}{f' ({longest})' if longest else ''}")
            browser.close()
    finally:
        if given.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    head = ["", *(f"{n:,} incidents" for n in given.incidents)]
    rows = [head, ["---"] * len(head), *([name, *values] for name, values in columns.items())]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    sizes = "\n".join(f"| {name} | {size} |" for name, size in script())
    text = (
        f"# How fast the desk is\n\nMade by `python bench/desk.py --write` on {platform.machine()}, "
        f"{_cores()} cores that others use too, Chromium without a graphics card. Median of {RUNS}; in brackets the "
        f"longest. Asked: first page under 1 s and 30 frames a second with 10,000 incidents.\n\n{table}\n\n"
        f"Script, in thousands of bytes compressed (asked: under 100 in all):\n\n| file | KB |\n|---|---:|\n{sizes}\n"
    )
    print(text)
    if given.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def _cores() -> int:
    import os

    return os.cpu_count() or 1


if __name__ == "__main__":
    sys.exit(main())
