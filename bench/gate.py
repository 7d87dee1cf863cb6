#!/usr/bin/env python3
"""The quality gate: runs the scorers on labelled data and holds the figures against bench/floors.toml.

    python bench/gate.py [SET ...] [--data DIR] [--workers N] [--raise]

The data lie where the setting `bench` says (default ../shared/bench; environment: BELLWIRE_BENCH). Where the folder is
absent the gate says so and passes. A figure below its floor fails. A floor only counts for the gold data it was set on:
where their hash differs the gate fails and asks for the floors to be set anew. `--raise` writes what was reached
(rounded down to .005) where it is higher than the floor.
"""

import argparse
import hashlib
import json
import math
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"
HEAD = """# Floors of the quality gate (bench/gate.py). A floor only rises, unless a reason is written beside it (why).
# gold: the first 16 digits of the SHA-256 of the labelled data that the floor was set on.
"""


def gold_hash(folder: Path) -> str:
    """A short hash over the labels of a set."""
    digest = hashlib.sha256()
    for path in sorted([*folder.rglob("gold.jsonl"), *folder.rglob("[0-9]*.json"), *folder.rglob("relations.json")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def run_bench(sets: list[str], data: Path, workers: int) -> dict[str, dict[str, float]]:
    """All figures of each set; a set with subsets has them as `SUBSET.figure`."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results.json"
        command = [sys.executable, str(data / "bench.py"), *sets, "--data", str(data), "--workers", str(workers)]
        command += ["--cmd", f"{sys.executable} -m bellwire", "--json", str(out)]
        subprocess.run(command, check=True)
        results = json.loads(out.read_text())["results"]
    figures: dict[str, dict[str, float]] = {}
    for result in results:
        columns = result["figures"]
        figures[result["set"]] = {
            (name if column == "all" else f"{column}.{name}"): value
            for column, each in columns.items()
            for name, value in each.items()
            if value is not None
        }
    return figures


def compare(floors: dict, reached: dict[str, dict[str, float]], data: Path) -> list[str]:
    """A line for each fault; prints each comparison."""
    faults = []
    for name, floor in floors.items():
        if name not in reached:
            continue
        if floor["gold"] != gold_hash(data / name):
            faults.append(f"{name}: the labelled data are not those that the floors were set on; set them anew")
        for figure, least in floor["floors"].items():
            value = reached[name].get(figure, 0.0)
            most = figure in floor.get("ceilings", ())
            held = value <= least if most else value >= least
            word = "at most" if most else "floor"
            print(f"{'ok  ' if held else 'FAIL'} {name:14} {figure:28} {value:.3f} ({word} {least})")
            if not held:
                faults.append(f"{name}: {figure} is {value:.3f}, its floor {least}")
    return faults


def raised(floors: dict, reached: dict[str, dict[str, float]], data: Path) -> str:
    """floors.toml with what was reached where that is higher."""
    lines = [HEAD]
    for name, floor in floors.items():
        ceilings = floor.get("ceilings", [])
        lines += [f"[{name}]", f'gold = "{gold_hash(data / name)}"']
        if "why" in floor:
            lines.append(f"why = {json.dumps(floor['why'], ensure_ascii=False)}")
        if ceilings:
            lines.append(f"ceilings = {json.dumps(ceilings)}")
        lines.append(f"[{name}.floors]")
        for figure, least in floor["floors"].items():
            value = reached.get(name, {}).get(figure, least)
            new = least if figure in ceilings else max(least, math.floor(value * 200) / 200)
            lines.append(f"{json.dumps(figure)} = {new:g}")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """The exit status: 0 where all floors are held."""
    sys.path.insert(0, str(HERE.parent / "src"))
    from bellwire.settings import resolve

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", help="sets to measure (default: all that have floors)")
    parser.add_argument("--data", type=Path, default=Path(resolve().settings.bench))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--raise", dest="raise_floors", action="store_true", help="write higher floors")
    args = parser.parse_args()
    if not (args.data / "bench.py").exists():
        print(f"no labelled data at {args.data}; nothing measured")
        return 0
    floors = tomllib.loads(FLOORS.read_text())
    sets = args.sets or list(floors)
    reached = run_bench(sets, args.data.resolve(), args.workers)
    if args.raise_floors:
        FLOORS.write_text(raised(floors, reached, args.data))
        return 0
    faults = compare(floors, reached, args.data)
    print("\n".join(faults))
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
