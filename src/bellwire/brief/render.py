"""A brief as Markdown, through a template that an analyst can edit."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bellwire.brief.form import Brief


@cache
def _template(name: str) -> Template:
    loader = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters["cell"] = lambda text: text.replace("|", "\\|")
    return environment.get_template(name)


def markdown(brief: Brief) -> str:
    """The brief as Markdown; `[n]` are the numbers of its sources."""
    return _template("brief.md.j2").render(brief=brief)
