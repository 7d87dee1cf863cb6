"""A brief as Markdown and as a page of its own, through templates that an analyst can edit.

An analyst's template runs in a sandbox: it sees the brief and nothing else, and changes nothing. It is checked before
it is used: none may print a figure without who holds it.
"""

import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from bellwire.brief.form import Brief
from bellwire.brief.lint import Flaw, flaws_of
from bellwire.brief.probe import faults, probe
from bellwire.draw import Mark, Moment, Words, map_svg, shipped_basemap, timeline_svg
from bellwire.errors import InputError

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_IN_ADDRESS = re.compile(r"[\s<>\"`|\\^{}\x00-\x1f\x7f]")
TEMPLATES = {"md": "brief.md.j2", "html": "brief.html.j2"}
"""The templates that are shipped, by the form that they make."""
_RAISED = (
    *(TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(RecursionError, MemoryError),
)
"""What a template's own expressions can raise."""


def md(text: object) -> str:
    r"""Text that Markdown shows as it stands, on one line: nothing in it is mark-up.

    >>> print(md("a [link](x) <b>bold</b> | 5*"))
    a \[link\](x) \<b\>bold\</b\> \| 5\*
    """
    return _MARKS.sub(r"\\\1", " ".join(str(text).split()))


def address(url: str | None) -> str:
    """A web address that leads to the web, with what would end it written in per cent; empty for any other.

    >>> address("https://gaopost.example/a b"), address("javascript:alert(1)"), address(None)
    ('https://gaopost.example/a%20b', '', '')
    """
    if not url or not url.lower().startswith(("https://", "http://")):
        return ""
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), url)


def shipped_template(form: str) -> str:
    """The text of the template that is shipped for a form, `md` or `html`: one to start one's own from."""
    return (Path(__file__).parent / "templates" / TEMPLATES[form]).read_text("utf-8")


@cache
def _environment(form: str) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader({"brief": shipped_template(form)}),
        undefined=StrictUndefined,
        autoescape=form == "html",
        keep_trailing_newline=True,
    )
    environment.filters |= {"md": md, "address": address}
    return environment


def markdown(brief: Brief) -> str:
    """The brief as Markdown; `[n]` are the numbers of its sources."""
    return _environment("md").get_template("brief").render(**_values(brief, "md"))


def html(brief: Brief) -> str:
    """The brief as a page of its own: no scripts, nothing loaded from elsewhere, fit to be printed."""
    return _environment("html").get_template("brief").render(**_values(brief, "html"))


def _values(brief: Brief, form: str) -> dict[str, Any]:
    """What a template gets."""
    values: dict[str, Any] = {"brief": brief, "relied": relied_on(brief)}
    return values | (pictures(brief) if form == "html" else {"map": "", "timeline": ""})


def relied_on(brief: Brief) -> dict[int, tuple[str, ...]]:
    """The words that the brief relies on, by the number of their source, in its order."""
    found: dict[int, dict[str, None]] = {source.number: {} for source in brief.sources}
    for ref in chain(*(s.refs for s in brief.sentences()), *(a.refs for a in brief.accounts())):
        if ref.words:
            found.setdefault(ref.source, {})[ref.around or ref.words] = None
    return {number: tuple(words) for number, words in found.items()}


def pictures(brief: Brief) -> dict[str, Markup]:
    """The map and the timeline of what the text tells, as SVG; empty where there is nothing to show."""
    marks = [
        Mark(lat=p.lat, lon=p.lon, title=p.title, type=p.type, toll=p.toll, where_prec=p.precision, ref=p.number)
        for p in brief.plotted
    ]
    moments = [
        Moment(start=p.start, end=p.end, title=p.title, type=p.type, place=p.where or None, ref=p.number)
        for p in brief.plotted
    ]
    placed, dated = any(m.lat is not None for m in marks), any(m.start or m.end for m in moments)
    numbers = "Numbers are those of the lines in the text."
    words = {what: Words(title=what, notes=(numbers,)) for what in ("Where it happened", "When it happened")}
    return {
        "map": Markup(map_svg(marks, words=words["Where it happened"], basemap=shipped_basemap()) if placed else ""),
        "timeline": Markup(timeline_svg(moments, words=words["When it happened"]) if dated else ""),
    }


# ---------------------------------------------------------------- an analyst's own


def form_of(file: Path) -> str:
    """What form a template makes, by its name: `mine.html.j2` a page, `mine.md.j2` Markdown.

    >>> form_of(Path("mine.html.j2")), form_of(Path("week.md.j2"))
    ('html', 'md')
    """
    endings = {suffix.lower() for suffix in file.suffixes}
    for form, known in {"html": {".html", ".htm"}, "md": {".md", ".markdown"}}.items():
        if endings & known:
            return form
    raise InputError(f"{file}: is it Markdown or HTML? Give it a name that ends in .md.j2 or .html.j2")


def read_template(file: Path) -> str:
    """The text of a template; raises InputError where there is none."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise InputError(f"cannot read the template {file}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"the template {file} is no text in UTF-8: {error.reason}") from error


def template_flaws(text: str, form: str) -> tuple[Flaw, ...]:
    """What is wrong with a template, by line; nothing where it may be used.

    >>> print(template_flaws(shipped_template("md"), "md"))
    ()
    """
    try:
        flaws = flaws_of(_environment(form).parse(text))
    except TemplateSyntaxError as error:
        return (Flaw(line=error.lineno, message=f"it cannot be read: {error.message}"),)
    if flaws:
        return flaws
    brief, pairs = probe()
    try:
        printed = _rendered(brief, text, form)
    except InputError as error:
        return (Flaw(line=_line_in(error), message=str(error)),)
    return tuple(Flaw(line=1, message=fault) for fault in faults(printed, pairs, is_html=form == "html"))


def with_template(brief: Brief, text: str, form: str, *, name: str = "the template") -> str:
    """The brief as a template prints it; raises InputError, with what to do, for one that may not be used."""
    check_template(text, form, name=name)
    return _rendered(brief, text, form)


def check_template(text: str, form: str, *, name: str = "the template") -> None:
    """Raises InputError, with what to do, for a template that may not be used."""
    flaws = template_flaws(text, form)
    if flaws:
        told = "".join(f"\n  line {flaw.line}: {flaw.message}" for flaw in flaws)
        raise InputError(f"{name} is not used, as a reader could not tell who says what:{told}")


def _rendered(brief: Brief, text: str, form: str) -> str:
    try:
        return _environment(form).from_string(text).render(**_values(brief, form))
    except _RAISED as error:
        raise InputError(f"it cannot be printed: {error}") from error


def _line_in(error: BaseException) -> int:
    """The template's line that an error came from, as far as that is known."""
    cause = error.__cause__
    trace, line = cause.__traceback__ if cause else None, 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
