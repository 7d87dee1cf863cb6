"""Rows as CSV that no spreadsheet runs and no reader guesses at."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

from bellwire.export.columns import Kind
from bellwire.export.form import Options

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What begins a cell that a spreadsheet takes for a formula (OWASP, “CSV injection”), its wide forms as well."""
BETWEEN = "; "
"""What stands between the values of a list, as in ACLED's tables."""
DECIMALS = 6
"""Decimals of a number at most: a tenth of a metre in degrees."""


UNSEEN = " '\u00a0\u200b\u2060\ufeff"
"""What spreadsheets may pass over before a formula, the apostrophe with them: so that each one put in front can be told
from one that stood there."""
_PARTED = re.compile(r"(;[\s\u00a0]*'*)(?=[=+\-@＝＋－＠])")
"""Where a formula would begin if a spreadsheet parted columns at semicolons, as it does in much of Europe."""


def defused(text: str) -> str:
    """A cell that spreadsheets show as it is: what they would run gets an apostrophe in front.

    >>> defused("=1+1"), defused("-"), defused("12 killed"), defused(" =1"), defused("a; =cmd()"), defused("'=x")
    ("'=1+1", "'-", '12 killed', "' =1", "a; '=cmd()", "''=x")
    """
    made = f"'{text}" if is_run(text) else text
    return _PARTED.sub(r"\1'", made)


def undefused(cell: str) -> str:
    """A cell as it was before `defused`.

    >>> undefused("'=1+1"), undefused("'t Harde"), undefused("a; '=cmd()"), undefused("''=x")
    ('=1+1', "'t Harde", 'a; =cmd()', "'=x")
    """
    bare = _DEFUSED.sub(r"\1", cell)
    return bare[1:] if bare[:1] == "'" and is_run(bare[1:]) else bare


def is_run(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    return text.startswith(RUN) or text.lstrip(UNSEEN).startswith(RUN)


_DEFUSED = re.compile(r"(;[\s\u00a0]*'*)'(?=[=+\-@＝＋－＠])")


def number_text(value: float) -> str:
    """A number without an exponent, and without decimals that say nothing.

    >>> number_text(12.0), number_text(-4.25), number_text(1e15)
    ('12', '-4.25', '1000000000000000')
    """
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def listed(values: Sequence[str]) -> str:
    """Values in one cell; a semicolon within one becomes a comma.

    >>> listed(["RSF; fighters", "army"])
    'RSF, fighters; army'
    """
    return BETWEEN.join(value.replace(";", ",") for value in values)


def cell_text(value: object, kind: Kind, *, raw: bool = False) -> str:
    """A value as a cell: nothing for None, yes and no for truths, ISO for days."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number_text(value)
    text = listed(value) if isinstance(value, tuple) else str(value)
    text = text.replace("\0", "")
    return text if raw or kind in ("day", "moment") else defused(text)


def write_csv(
    out: BinaryIO,
    heads: Sequence[Sequence[str]],
    kinds: Sequence[Kind],
    rows: Iterable[Sequence[object]],
    options: Options,
) -> None:
    """Writes head lines and rows as RFC 4180 CSV in UTF-8, a row at a time."""
    text = TextIOWrapper(out, encoding="utf-8-sig" if options.bom else "utf-8", errors="replace", newline="")
    write = csv.writer(text, lineterminator="\r\n")
    write.writerows(heads)
    write.writerows(csv_rows(rows, kinds, raw=options.raw_csv))
    text.flush()
    text.detach()


def csv_rows(rows: Iterable[Sequence[object]], kinds: Sequence[Kind], *, raw: bool) -> Iterator[list[str]]:
    """The cells of rows."""
    for row in rows:
        yield [cell_text(value, kind, raw=raw) for value, kind in zip(row, kinds, strict=True)]
