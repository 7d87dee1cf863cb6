"""The page on R: who copies its lines must get the columns and the types that it names."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bellwire.export import Options, all_formats
from bellwire.export.columns import said
from tests.export import record

PAGE = Path(__file__).resolve().parents[1] / "docs/how-to/read-in-r.md"
ARROW, READR = re.findall(r"```r\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
TYPES = {"whole": "integer", "number": "double", "day": "date", "text": "character", "list": "character"}


@pytest.mark.parametrize("table", ["incidents", "figures"])
def test_the_columns_that_arrow_is_asked_for_are_there(table: str) -> None:
    """arrow stops at a column that is not there."""
    asked = re.search(rf'"{table}\.parquet", col_select = c\((.*?)\)', ARROW, re.DOTALL)
    assert asked
    names = re.findall(r'"(\w+)"', asked[1])
    assert len(names) > 5 and set(names) <= {column.name for column in said(table)}


def test_each_column_of_acled_has_its_type() -> None:
    """A toll that is read as text is summed by nobody; an empty column would be read as truths."""
    typed = dict(re.findall(r"(\w+) = col_(\w+)\(", READR))
    kept = typed.pop("default")
    columns = {column.name: column.kind for column in said("acled")}
    assert set(typed) <= set(columns) and kept == "character"
    for name, kind in columns.items():
        assert typed.get(name, kept) == ("double" if name == "timestamp" else TYPES[kind]), name


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="no R; on Debian: apt-get install r-cran-readr")
def test_readr_reads_the_table_without_a_problem(tmp_path: Path) -> None:
    """The lines themselves, run by R."""
    with (tmp_path / "acled.csv").open("wb") as file:
        all_formats()["acled"].write(record.source(), file, Options())
    asked = subprocess.run(["Rscript", "-e", "library(readr)"], capture_output=True, check=False)
    if asked.returncode:
        pytest.skip("no readr; on Debian: apt-get install r-cran-readr")
    told = READR + '\ncat(nrow(acled), class(acled$event_date), class(acled$admin3), "\\n")'
    done = subprocess.run(["Rscript", "-e", told], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    rows = sum(1 for _ in (tmp_path / "acled.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert done.stdout.splitlines()[-1].split() == [str(rows), "Date", "character"]
