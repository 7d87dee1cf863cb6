#!/usr/bin/env python3
"""Runs the tutorial's notebook and keeps what it shows: docs/tutorial/record-in-a-notebook.ipynb.

python scripts/make_notebook.py            after a cell was edited, or what it shows changed
python scripts/make_notebook.py --check    fail where it shows something else than what is kept
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "docs/tutorial/record-in-a-notebook.ipynb"
SECONDS = 300
"""That a cell may take."""
KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


PICTURE = "image/svg+xml"


def run(notebook: Any) -> Any:
    """The notebook with what its cells show, in the folder where it lies; raises CellExecutionError where one fails."""
    NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(NOTEBOOK.parent)}}
    ).execute()
    return tidy(notebook)


def tidy(notebook: Any) -> Any:
    """The notebook without what differs from run to run: times, the number of each run, pandas' random ids."""
    notebook.metadata = nbformat.from_dict(KERNEL)
    for number, cell in enumerate(notebook.cells, 1):
        cell.id, cell.metadata = f"cell-{number:02d}", nbformat.from_dict({})
        if cell.cell_type == "code":
            cell.execution_count = None
            cell.outputs = [_tidy(output) for output in _joined(cell.outputs)]
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    """The outputs; what was printed piece by piece is one."""
    found: list[Any] = []
    for output in outputs:
        if found and output.output_type == "stream" == found[-1].output_type and output.name == found[-1].name:
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def _tidy(output: Any) -> Any:
    if "execution_count" in output:
        output.execution_count = None
    if output.output_type == "stream":
        output.text = output.text.replace("\r\n", "\n")
    if "text/html" in output.get("data", {}):
        output.data.pop("text/plain", None)  # the same in other words, and long
    for kind, text in output.get("data", {}).items():
        if isinstance(text, str):
            output.data[kind] = re.sub(r"T_[0-9a-f]{5}", "T_table", re.sub(r" at 0x[0-9a-f]+", "", text))
    return output


def shown(notebook: Any) -> list[tuple[str, list[Any]]]:
    """The source of each cell of code, with what it shows; of pictures only that there is one."""
    return [(c.source, [_pictureless(o) for o in c.outputs]) for c in notebook.cells if c.cell_type == "code"]


def _pictureless(output: Any) -> Any:
    if PICTURE not in output.get("data", {}):
        return output
    return nbformat.from_dict({**output, "data": {**output["data"], PICTURE: "a picture"}})


def read() -> Any:
    """The notebook as it is kept."""
    return nbformat.read(NOTEBOOK, as_version=4)


def main() -> int:
    """1 where `--check` finds that the notebook shows something else."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    kept = shown(read())
    made = run(read())
    if check:
        stale = [source for (source, was), (_, now) in zip(kept, shown(made), strict=True) if was != now]
        print("\n\n".join(["these cells show something else:", *stale]) if stale else "nothing changed")
        return int(bool(stale))
    nbformat.write(made, NOTEBOOK)
    print(f"{NOTEBOOK.name}: {NOTEBOOK.stat().st_size // 1024} KB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
