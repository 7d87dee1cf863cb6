"""A brief as Markdown and as a page of its own, through templates that an analyst can edit."""

import re
from functools import cache
from itertools import chain
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bellwire.brief.form import Brief

_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_IN_ADDRESS = re.compile(r"[\s<>\"`|\\^{}\x00-\x1f\x7f]")


def md(text: str) -> str:
    r"""Text that Markdown shows as it stands, on one line: nothing in it is mark-up.

    >>> print(md("a [link](x) <b>bold</b> | 5*"))
    a \[link\](x) \<b\>bold\</b\> \| 5\*
    """
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def address(url: str | None) -> str:
    """A web address that leads to the web, with what would end it written in per cent; empty for any other.

    >>> address("https://gaopost.example/a b"), address("javascript:alert(1)"), address(None)
    ('https://gaopost.example/a%20b', '', '')
    """
    if not url or not url.lower().startswith(("https://", "http://")):
        return ""
    return _IN_ADDRESS.sub(lambda found: "".join(f"%{b:02X}" for b in found[0].encode("utf-8", "replace")), url)


@cache
def _environment(autoescape: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        autoescape=autoescape,
        keep_trailing_newline=True,
    )
    environment.filters |= {"md": md, "address": address}
    return environment


def markdown(brief: Brief) -> str:
    """The brief as Markdown; `[n]` are the numbers of its sources."""
    return _environment(False).get_template("brief.md.j2").render(brief=brief)


def html(brief: Brief) -> str:
    """The brief as a page of its own: no scripts, nothing loaded from elsewhere, fit to be printed."""
    return _environment(True).get_template("brief.html.j2").render(brief=brief, relied=relied_on(brief))


def relied_on(brief: Brief) -> dict[int, tuple[str, ...]]:
    """The words that the brief relies on, by the number of their source, in its order."""
    found: dict[int, dict[str, None]] = {source.number: {} for source in brief.sources}
    for ref in chain(*(s.refs for s in brief.sentences()), *(a.refs for a in brief.accounts())):
        if ref.words:
            found[ref.source][ref.around or ref.words] = None
    return {number: tuple(words) for number, words in found.items()}
