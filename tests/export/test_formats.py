"""What holds for every format: a golden file, the same bytes each time, nothing lost on an empty record."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.golden import cases, made, shown
from tests.export.record import source

from bellwire.export import About, Options, Source, all_formats
from bellwire.export.cells import defused, undefused
from bellwire.export.columns import FOLDER as COLUMNS
from bellwire.export.form import Format
from bellwire.knowledge.tables import check_table

GOLDEN = Path(__file__).parent / "golden"
PLAIN = Options()
FORMATS = pytest.mark.parametrize("form", all_formats().values(), ids=list(all_formats()))


def written(form: Format, source: Source, options: Options = PLAIN) -> bytes:
    out = BytesIO()
    form.write(source, out, options)
    assert not out.closed, "whoever opened a file closes it"
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(cases()))
def test_a_format_writes_what_its_golden_file_shows(name: str) -> None:
    """A value that moves to another column is read as another thing by everybody downstream."""
    expected = (GOLDEN / name).read_text(encoding="utf-8")
    assert shown(name, made(name)) == expected, "if that is meant: python scripts/make_exports.py, and read the diff"


@FORMATS
def test_the_same_record_gives_the_same_bytes(form: Format) -> None:
    """Who compares two exports by their digest must not see a difference where there is none."""
    assert written(form, source()) == written(form, source())


@FORMATS
def test_an_empty_record_is_an_empty_file_of_the_same_form(form: Format) -> None:
    """A filter that finds nothing must not end a nightly job with a traceback."""
    empty = Source(dossiers=lambda claims: iter(()), reports=lambda: iter(()), about=About())
    assert isinstance(written(form, empty), bytes)


@FORMATS
def test_a_format_says_what_it_is(form: Format) -> None:
    """A list of formats without a word on each is one to guess from."""
    assert form.about.endswith(".") and len(form.about) < 130
    assert form.suffix.startswith(".") and "/" in form.media


@pytest.mark.parametrize("path", sorted(COLUMNS.glob("*.tsv")), ids=lambda p: p.stem)
def test_every_column_has_a_kind_and_a_rule(path: Path) -> None:
    """A column without a rule is a number that nobody can check."""
    assert check_table(path, schema=COLUMNS / "schema.toml") == []


@FORMATS
def test_a_format_has_its_page_in_the_reference(form: Format) -> None:
    """Whoever gets the file looks up there what its columns mean."""
    page = Path(__file__).parents[2] / "docs" / "reference" / "exports" / f"{form.name}.md"
    assert page.is_file()


@given(st.text(alphabet="=+-@'; \u00a0\t\nax", max_size=12))
def test_a_cell_that_was_defused_is_no_formula_and_comes_back(text: str) -> None:
    """A formula in a victim's name runs on a colleague's machine; an apostrophe too many is another name."""
    made = defused(text)
    assert undefused(made) == text
    for piece in made.split(";"):
        assert not piece.strip(" \u00a0").startswith(("=", "+", "-", "@"))
