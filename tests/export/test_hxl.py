"""The HXL table: tags in the second line that libhxl reads, and numbers that fit."""

import csv
from io import BytesIO, StringIO
from typing import Any

import hxl
import pandas
from tests.export.record import place
from tests.export.tables import count, incident, rows, written

from bellwire.export.columns import said

TAGS = (
    "#date+occurred #event+type #event+type+sub #group+name+first #group+name+second #adm1+name #adm2+name #loc+name "
    "#geo+lat #geo+lon #geo+precision #description #meta+source #date+start #date+end #country+code #country+name "
    "#meta+id #meta+url #affected+killed+f #affected+killed+m #affected+killed+children #affected+injured+f "
    "#affected+injured+m #affected+injured+children"
).split()
NUMBERS = [
    f"#affected+{m}{end}" for m in ("killed", "injured", "abducted", "displaced") for end in ("", "+low", "+high")
]
SCHEMA = [
    ["#valid_tag", "#valid_required", "#valid_datatype", "#valid_value+list", "#valid_severity"],
    ["#meta+id", "true", "text", "", "error"],
    ["#geo+lat", "", "number", "", "error"],
    ["#geo+lon", "", "number", "", "error"],
    ["#geo+precision", "", "number", "1|2|3|4|5|6|7", "error"],
    ["#date+occurred", "", "date", "", "error"],
    ["#date+start", "", "date", "", "error"],
    ["#date+end", "", "date", "", "error"],
    ["#event+type", "true", "text", "", "error"],
    *([tag, "", "number", "", "error"] for tag in NUMBERS),
]
"""What must hold of a file, as a schema of libhxl's own."""


def read(body: bytes) -> Any:
    """A file as libhxl reads its cells."""
    return hxl.data(list(csv.reader(StringIO(body.decode("utf-8"))))).cache()


def test_libhxl_reads_every_tag() -> None:
    """A tag that tools pass over is a column that nobody sees."""
    found = read(written("hxl"))
    tags = [column.display_tag for column in found.columns]
    assert {normal(t) for t in tags} == {normal(t) for t in [*TAGS, *NUMBERS]} and len(set(tags)) == len(tags)
    assert len(list(found)) == 4


def normal(tag: str) -> tuple[str, ...]:
    """A tag with its attributes in one order."""
    head, *attributes = tag.split("+")
    return head, *sorted(attributes)


def is_valid(body: bytes) -> bool:
    """Whether libhxl finds no fault."""
    faults: list[Any] = []
    valid = hxl.schema(hxl.data([["x"] * 5, *SCHEMA]).cache(), callback=faults.append).validate(read(body))
    return bool(valid) and not faults


def test_libhxl_finds_no_fault() -> None:
    """Platforms that validate would refuse the file."""
    body = written("hxl")
    assert is_valid(body)
    assert not is_valid(body.replace(b",15.91819,", b",north,")), "the schema finds faults"


def test_the_tags_are_the_second_line() -> None:
    """HXL tools look for them below the heads."""
    heads, tags, *_ = written("hxl").decode().splitlines()
    assert tags.split(",") == [f"#{c.name}" for c in said("hxl")]
    assert not any(head.startswith("#") for head in heads.split(","))


def test_pandas_reads_it_below_the_tags() -> None:
    """The line of tags must not turn every number into text, nor Namibia into nothing."""
    frame = pandas.read_csv(
        BytesIO(written("hxl", incident(count("12 people", best=12.0), place=place(country="NA")))),
        skiprows=[1],
        dtype_backend="numpy_nullable",
        keep_default_na=False,
        na_values=[""],
    )
    assert frame["affected killed"].dtype == "Int64" and frame["country code"].tolist() == ["NA"]


def test_one_number_lies_between_low_and_high() -> None:
    """A sum of one column would not fit that of another."""
    soldiers = count("4 soldiers", best=4.0, kind="soldiers", population="soldiers")
    women = count("at least 3 women", "f-2", low=3.0, kind="women", population="women")
    men = count("5 men", "f-3", best=5.0, population="men", measure="injured")
    row = rows("hxl", incident(soldiers, women, men))[1]
    names = ("affected killed low", "affected killed", "affected killed high", "affected killed f")
    assert [row[name] for name in names] == ["7", "7", "7", "3"]
    assert row["affected injured m"] == "5" and row["affected abducted"] == ""


def test_a_day_that_is_not_known_is_told_by_its_ends() -> None:
    """A range would be read as one day."""
    clash = next(r for r in rows("hxl") if r["meta id"] == "i-clash")
    assert (clash["date occurred"], clash["date start"], clash["date end"]) == ("", "2024-05-04", "2024-05-05")


def test_formulas_are_text() -> None:
    """An outlet's name could run code on an analyst's machine."""
    row = rows("hxl", incident(count("+1", best=1.0)))[1]
    assert not any(cell.startswith(("=", "+", "@")) for cell in row.values())
