"""Templates of an analyst's own: what they can do, and that none prints a figure without who holds it."""

from pathlib import Path

import pytest

from bellwire.brief import markdown
from bellwire.brief.probe import probe
from bellwire.brief.render import (
    check_template,
    form_of,
    read_template,
    shipped_template,
    template_flaws,
    with_template,
)
from bellwire.cli import run
from bellwire.desk import Desk
from bellwire.errors import InputError

ACCOUNTS = "{% for p in brief.parts %}{% for point in p.contested %}{% for a in point.accounts %}"
ENDS = "{% endfor %}{% endfor %}{% endfor %}"
NUMBERS = "{% for r in a.refs %}[{{ r.source }}]{% endfor %}"
REST = (
    "\n\n{% for p in brief.parts %}{{ p.method | md }}\n\n{% endfor %}"
    "{% for s in brief.sources %}[{{ s.number }}] {{ s.outlet | md }}: {{ s.title | md }}\n\n{% endfor %}"
)
SENTENCES = "{% for s in brief.sentences() %}"


def accounts(row: str) -> str:
    """A template that prints the accounts of contested points by a row."""
    return f"{ACCOUNTS}{row}\n\n{ENDS}{REST}"


def messages(text: str, form: str = "md") -> str:
    return "\n".join(f"{flaw.line}: {flaw.message}" for flaw in template_flaws(text, form))


@pytest.mark.parametrize("form", ["md", "html"])
def test_what_is_shipped_passes_its_own_check(form: str) -> None:
    """A template to start from must be one that may be used."""
    assert template_flaws(shipped_template(form), form) == ()


@pytest.mark.parametrize(
    "row",
    [
        "{{ a.holder | md }}: {{ a.words | md }} " + NUMBERS,
        "{{ a.holder ~ ': ' ~ a.words }} " + NUMBERS,
        "{% if a.when %}{{ a.when }} {{ a.words }}{% else %}{{ a.words }}{% endif %}, {{ a.holder }} " + NUMBERS,
        "{% set said = a.words %}{{ a.holder }}: {{ said }} " + NUMBERS,
    ],
)
def test_a_figure_with_its_holder_is_let_through(row: str) -> None:
    """An analyst's own order and wording must not be in the way of the check."""
    assert messages(accounts(row)) == ""


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{{ a.words }} " + NUMBERS, "a.words is printed without who holds them: print a.holder beside them"),
        ("{{ a.words }}{% if a.when %} {{ a.holder }}{% endif %} " + NUMBERS, "print a.holder beside"),
        ("{{ a.words }}{% for x in [] %}{{ a.holder }}{% endfor %} " + NUMBERS, "print a.holder beside"),
        ("{{ a.words }} {{ a.holder | truncate(1) }} " + NUMBERS, "print a.holder beside"),
        ("{{ a.words }}{# {{ a.holder }} #} " + NUMBERS, "print a.holder beside"),
        ("{{ a['words'] }} " + NUMBERS, "print a.holder beside"),
        ("{{ a|attr('words') }} " + NUMBERS, "the filter attr cannot be followed"),
        ("{% set f = 'words' %}{{ a[f] }} " + NUMBERS, "a field is named outright"),
        ("{% set said = a.words %}{{ said }} " + NUMBERS, "print a.holder beside"),
        ("{{ a.words }}\n\n{{ a.holder }} " + NUMBERS, "an account's figure stands without its holder"),
        ("{{ a.holder }}: {{ a.words }}", "an account's figure stands without the number of its source"),
        ("{{ a.words | safe }} {{ a.holder }} " + NUMBERS, "the filter safe prints what a page said as mark-up"),
        ("{% include 'x' %}", "a template is one file"),
        ("{% macro m(x) %}{% endmacro %}{{ a.words }} {{ m(a.holder) }}" + NUMBERS, "print a.holder beside"),
    ],
)
def test_a_figure_without_its_holder_is_refused(row: str, told: str) -> None:
    """A number without who says it becomes a number of the reader's own country office."""
    assert told in messages(accounts(row))


def test_figures_taken_out_of_their_rows_are_refused() -> None:
    """A list of numbers alone has lost all its holders."""
    row = "{{ point.accounts | map(attribute='words') | join(', ') }}"
    text = f"{{% for p in brief.parts %}}{{% for point in p.contested %}}{row}{{% endfor %}}{{% endfor %}}{REST}"
    assert "the filter map takes words out of its row" in messages(text)


def test_the_holder_of_another_row_does_not_do() -> None:
    """The name of the loop before stands for somebody else."""
    text = f"{ACCOUNTS}{{{{ a.words }}}} {NUMBERS}\n\n{ENDS}{ACCOUNTS}{{{{ a.holder }}}}\n\n{ENDS}{REST}"
    assert "print a.holder beside" in messages(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SENTENCES + "{{ s.text }}\n\n{% endfor %}" + REST, "print the numbers in s.refs beside it"),
        (
            SENTENCES + "{{ s.text }}{% for r in s.refs %}{% endfor %}\n\n{% endfor %}" + REST,
            "the number of its source",
        ),
        ("{% for s in brief.sources %}[{{ s.number }}]{% endfor %}", "how the brief was made is told nowhere"),
        ("{% for p in brief.parts %}{{ p.method }}{% endfor %}", "the sources are listed nowhere"),
        ("{{ brief.parts[0].method }}{% for s in brief.sources %}{{ s.number }}{% endfor %}", "is missing"),
        ("{% for p in brief.plotted %}{{ p.toll }}{% endfor %}" + REST, "p.toll is a number without a holder"),
        ("{% for s in brief.sources %}\n{{ s.outlt }}{% endfor %}" + REST, "2: it cannot be printed"),
        ("{% for s in %}", "1: it cannot be read"),
        ("{{ brief.__class__.__mro__ }}" + REST, "it cannot be printed"),
        ("{{ 1 / 0 }}" + REST, "division by zero"),
    ],
)
def test_what_else_a_template_may_not_leave_out(text: str, told: str) -> None:
    """A brief without its sources, its method or its references cannot be checked by its reader."""
    assert told in messages(text)


def test_a_page_is_read_row_by_row_and_cell_by_cell() -> None:
    """A table whose holder is in another row is as bad as one without it."""
    rest = (
        "{% for p in brief.parts %}<p>{{ p.method }}</p>{% endfor %}"
        "{% for s in brief.sources %}<p>{{ s.number }} {{ s.outlet }}</p>{% endfor %}"
    )
    good = f"<table>{ACCOUNTS}<tr><td>{{{{ a.holder }}}}<td>{{{{ a.words }}}}<td>{NUMBERS}</tr>{ENDS}</table>{rest}"
    bad = good.replace("<td>{{ a.words }}", "</tr><tr><td>{{ a.words }}")
    assert messages(good, "html") == ""
    assert "stands without its holder" in messages(bad, "html")


def test_words_of_a_page_are_no_mark_up_in_a_template_of_ones_own() -> None:
    """A page must not be able to run anything in a brief that somebody worded anew."""
    brief, _ = probe()
    text = "{% autoescape false %}{{ brief.title }}{% endautoescape %}"
    assert "always escaped" in messages(text + REST, "html")
    assert "<" not in with_template(brief, "{{ brief.title }}" + REST, "md")


def test_a_template_prints_what_is_shipped_alike() -> None:
    """What an analyst starts from must give what the product gives."""
    brief, _ = probe()
    assert with_template(brief, shipped_template("md"), "md") == markdown(brief)


def test_the_message_says_what_to_do_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An analyst who edits a template is no programmer."""
    with pytest.raises(InputError, match=r"mine.md.j2 is not used.*\n  line 1: a.words is printed without"):
        check_template(accounts("{{ a.words }}"), "md", name="mine.md.j2")
    file = tmp_path / "mine.md.j2"
    file.write_text(accounts("{{ a.words }}"), "utf-8")
    assert run(["brief", "--check-template", str(file)]) == 1
    assert "mine.md.j2:1: a.words is printed without" in capsys.readouterr().out
    assert run(["brief", "--show-template", "md", "-o", str(file)]) == 0
    assert run(["brief", "--check-template", str(file)]) == 0
    assert "may be used" in capsys.readouterr().out


def test_a_file_that_is_no_template_is_refused(tmp_path: Path) -> None:
    """Bad input is told of, not shown as a traceback."""
    with pytest.raises(InputError, match="Markdown or HTML"):
        form_of(Path("mine.txt"))
    with pytest.raises(InputError, match="cannot read the template"):
        read_template(tmp_path / "none.md.j2")
    (tmp_path / "odd.md.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="no text in UTF-8"):
        read_template(tmp_path / "odd.md.j2")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--template", "mine.md.j2", "--format", "docx"], "mine.md.j2 makes md, not docx"),
        (["--template", "mine.md.j2", "--format", "html"], "mine.md.j2 makes md, not html"),
        (["--template", "mine.html.j2", "--format", "md"], "mine.html.j2 makes html, not md"),
        (["--template", "mine.md.j2", "-o", "made.docx"], "made.docx would hold md"),
        (["--template", "mine.html.j2", "-o", "made.md"], "made.md would hold html"),
        (["-o", "made.DOCX"], "made.DOCX would hold md: give --format docx, or a name that ends in .md"),
        (["--format", "json", "-o", "made.html"], "made.html would hold json"),
    ],
)
def test_no_file_holds_another_form_than_its_name_or_the_call_says(
    given: list[str],
    said: str,
    brief_record: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Word says that the file is damaged, an hour before it is due."""
    monkeypatch.chdir(tmp_path)
    for form in ("md", "html"):
        Path(f"mine.{form}.j2").write_text(shipped_template(form), "utf-8")
    assert run(["brief", *given, "--store", brief_record.settings.store]) == 2
    assert said in capsys.readouterr().err
    assert not [*tmp_path.glob("made*")]


def test_a_template_names_its_form_by_itself(brief_record: Desk, tmp_path: Path) -> None:
    """Who gives a template should not have to say twice what it makes."""
    template = tmp_path / "mine.html.j2"
    template.write_text(shipped_template("html"), "utf-8")
    for more in ([], ["--format", "html"]):
        out = tmp_path / "made.html"
        call = ["brief", "--template", str(template), *more, "--store", brief_record.settings.store]
        assert run([*call, "-o", str(out)]) == 0
        assert out.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('{{ "{0.words}".format(a) }} {{ a.holder }} ' + NUMBERS, "format"),
        ('{{ "%s" % a.words }} {{ a.holder }} ' + NUMBERS, "%"),
        ("{{ a.words }} <!-- {{ a.holder }} --> " + NUMBERS, "without"),
        ("{% for p in brief.plotted %}{{ p.title }}{% endfor %}{{ a.holder }} {{ a.words }} " + NUMBERS, "the map"),
        ("{% macro m(n) %}{{ m(n) }}{% endmacro %}{{ m(1) }}{{ a.holder }} {{ a.words }} " + NUMBERS, "printed"),
    ],
)
def test_ways_around_the_check_are_closed(row: str, told: str) -> None:
    """A figure without its holder is what the check is for, however it is printed."""
    assert told in messages(accounts(row))
