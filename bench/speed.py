#!/usr/bin/env python3
"""What `bellwire code` costs beside the bare spaCy pipeline, on the same articles in one run.

    python bench/speed.py [--articles N] [--data DIR]

Both run in processes of their own with one thread, three times in turn; the best CPU-seconds of each count (the machine
may be shared). Prints the ratio, articles a CPU-second, peak memory, and the seconds from a cold start to the first
report.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
BARE = """
import json, sys
from bellwire.annotate.sentences import parser
texts = [json.loads(line)["text"] for line in open(sys.argv[1])]
nlp = parser("en")
for doc in nlp.pipe(texts):
    pass
"""
ENVIRONMENT = os.environ | {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}


def articles(data: Path, count: int) -> list[str]:
    """Article texts of the labelled sets: news of 100 to 2,000 words."""
    found: list[str] = []
    for name in ("attribution", "places"):
        for line in (data / name / "input.jsonl").read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"]
            if 100 <= len(text.split()) <= 2000:
                found.append(text)
    return found[:count]


def cpu_seconds(command: list[str]) -> tuple[float, float, float]:
    """CPU-seconds, wall seconds and peak memory in MB of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command[:4]} ended with status {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - started, used.ru_maxrss / 1024


def main() -> int:
    """Prints the table."""
    sys.path.insert(0, str(HERE.parent / "src"))
    from bellwire.settings import resolve

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, default=Path(resolve().settings.bench))
    args = parser.parse_args()
    if not args.data.exists():
        print(f"no labelled data at {args.data}; nothing measured")
        return 0
    texts = articles(args.data, args.articles)
    with tempfile.TemporaryDirectory() as folder:
        pages, one = Path(folder) / "pages.jsonl", Path(folder) / "one.jsonl"
        rows = [json.dumps({"id": str(n), "text": text, "kind": "article"}) for n, text in enumerate(texts)]
        pages.write_text("\n".join(rows) + "\n", encoding="utf-8")
        one.write_text(rows[0] + "\n", encoding="utf-8")
        code = [sys.executable, "-m", "bellwire", "code"]
        _, cold, _ = cpu_seconds([*code, str(one), "-o", f"{folder}/one.out"])
        bare, whole, memory = [], [], 0.0
        for _ in range(args.rounds):
            bare.append(cpu_seconds([sys.executable, "-c", BARE, str(pages)])[0])
            cpu, _, memory = cpu_seconds([*code, str(pages), "-o", f"{folder}/out.jsonl"])
            whole.append(cpu)
    print(f"{len(texts)} articles: bare parser {min(bare):.1f} CPU-s, bellwire code {min(whole):.1f} CPU-s")
    print(
        f"ratio {min(whole) / min(bare):.2f}; {len(texts) / min(whole):.1f} articles a CPU-second; peak {memory:.0f} MB"
    )
    print(f"first report after {cold:.1f} s from a cold start")
    return 0


if __name__ == "__main__":
    sys.exit(main())
