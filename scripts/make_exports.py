#!/usr/bin/env python3
"""Writes the golden files of the exports (tests/export/golden); read the diff before you commit it.

python scripts/make_exports.py            all of them
python scripts/make_exports.py acled      those of one format
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.export.golden import cases, made, shown  # noqa: E402


def main() -> None:
    """Writes the files, and removes those that no format has any more."""
    folder, wanted = ROOT / "tests" / "export" / "golden", set(sys.argv[1:])
    folder.mkdir(exist_ok=True)
    for name, (form, _) in cases().items():
        if not wanted or form in wanted:
            (folder / name).write_text(shown(name, made(name)), encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in cases():
            path.unlink()


if __name__ == "__main__":
    main()
