"""The golden files of the formats: what is written of the small record, as text that is read in a diff.

A format's file is named after it (`csv.csv`); one of its tables, or of its options, after both (`csv-figures.csv`). A
format whose file is no text has a function in `SHOWN` that shows it as text.
"""

from collections.abc import Callable, Mapping
from io import BytesIO

from tests.export import shown as shown_files
from tests.export.record import source

from bellwire.export import Options, all_formats

MORE: Mapping[str, tuple[str, Options]] = {
    **{f"csv-{t}.csv": ("csv", Options(table=t)) for t in ("evidence", "figures", "claims", "sources")},
    "acled-codes.csv": ("acled", Options(codes=True)),
    "jsonl-incidents.jsonl": ("jsonl", Options(table="incidents")),
    "ftm-sidecar.jsonl": ("ftm", Options(table="sidecar")),
    "parquet-figures.parquet": ("parquet", Options(table="figures")),
}
"""Golden files beside the one that every format has: the format, and with which options."""
SHOWN: Mapping[str, Callable[[bytes], str]] = {"parquet": shown_files.parquet, "sqlite": shown_files.sqlite}
"""For formats whose files are no text: how they are shown."""


def cases() -> Mapping[str, tuple[str, Options]]:
    """Every golden file's name, with its format and options."""
    plain = {f"{form.name}{form.suffix}": (form.name, Options()) for form in all_formats().values()}
    return {_text_name(name, form): (form, options) for name, (form, options) in {**plain, **MORE}.items()}


def _text_name(name: str, form: str) -> str:
    return f"{name}.txt" if form in SHOWN else name


def made(name: str) -> bytes:
    """What is written for a golden file."""
    form, options = cases()[name]
    out = BytesIO()
    all_formats()[form].write(source(), out, options)
    return out.getvalue()


def shown(name: str, body: bytes) -> str:
    """A file as text, its line ends as they are read back."""
    show = SHOWN.get(cases()[name][0], lambda b: b.decode("utf-8"))
    return show(body).replace("\r\n", "\n")
