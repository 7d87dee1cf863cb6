"""Templates: Jinja2 with what every page needs, a language at a time. All that comes from the record is escaped."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bellwire.brief.words import bounds
from bellwire.publish.graphic import flags
from bellwire.web.messages import Language
from bellwire.web.words import shown_word

HERE = Path(__file__).parent
STATIC = HERE / "static"
SAFE_SCHEMES = ("http://", "https://")


@cache
def environment(code: str) -> Environment:
    """The templates' environment in a language."""
    language = Language(code)
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made.install_gettext_callables(language.gettext, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["static"] = static
    made.globals["language"] = language
    made.filters |= {
        "day": language.day,
        "number": language.number,
        "span": lambda low, high: span_of(language, low, high),
        "word": lambda word, vocabulary: language.gettext(shown_word(vocabulary, word)),
        "bounds": bounds,
        "part": path_part,
        "web": web_address,
        "graphic": flags,
        "bdi": lambda text: Markup("<bdi>{}</bdi>").format(text),
    }
    return made


def span_of(language: Language, low: float | None, high: float | None) -> str:
    """The lowest to the highest of a figure, short enough for a list.

    >>> english = Language("en")
    >>> span_of(english, 6, 17), span_of(english, 12, 12), span_of(english, 12, None), span_of(english, None, 3000)
    ('6–17', '12', '12 or more', 'up to 3,000')
    """
    if low is None and high is None:
        return ""
    if low == high:
        return language.number(low)
    if high is None:
        return language.gettext("%(low)s or more") % {"low": language.number(low)}
    if low is None:
        return language.gettext("up to %(high)s") % {"high": language.number(high)}
    return f"{language.number(low)}–{language.number(high)}"


def path_part(text: str) -> str:
    """A piece of an address, so that any id can stand in one.

    >>> path_part("blog/2019#p3 ?")
    'blog/2019%23p3%20%3F'
    """
    return quote(text, safe="/:@!$&'()*+,;=~")


def web_address(text: str | None) -> str | None:
    """An address that may be a link: of the web, not of a script; None for any other.

    >>> web_address("https://example.org/1"), web_address("javascript:alert(1)")
    ('https://example.org/1', None)
    """
    return text if text and text.lower().startswith(SAFE_SCHEMES) else None


@cache
def _digest(name: str, changed: float) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def static(name: str) -> str:
    """The address of a file of the desk's own; it changes with the file, so that a browser may keep it for good."""
    file = STATIC / name
    return f"/static/{name}?v={_digest(name, file.stat().st_mtime)}" if file.is_file() else f"/static/{name}"


def render(template: str, language: Language, context: Mapping[str, object]) -> str:
    """A template filled in. A NUL, which browsers leave out, is shown: what counts characters must count the same."""
    return environment(language.code).get_template(template).render(context).replace("\x00", "\ufffd")
